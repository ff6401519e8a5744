"""A pair that keeps the book of all it did, and whose world may be slow, cut or of two minds.

It also plays the store: closing records are kept and handed back inside commands.
"""

from collections import deque
from typing import NamedTuple

from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.agreements import Agreement
from tallystick.core.events import AnyEvent
from tallystick.core.items import Forwarded
from tallystick.core.orders import ClosingRecord, Order
from tallystick.journal.batches import marked
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import NORTH, POLICY, SOUTH, Pair


class Recorded(NamedTuple):
    """One command, as the machine of a node took it, and what it made happen."""

    node: str
    at: int
    command: c.AnyCommand
    events: tuple[AnyEvent, ...]


class RecordedPair(Pair):
    """A pair with a memory.

    `outcomes` is what each node's screening finds, by the lists of the moment;
    a node in `exemptions` screens by no list but that exemption, one in `partial` by
    its lists and that exemption from some, a node in
    `slow_screening` does not screen again by itself. What leaves a node in
    `kept` for the other waits there until the link works again.
    """

    def __init__(self, agreement: Agreement, funds: int = 10**9) -> None:
        self.history: list[Recorded] = []
        self.outcomes = {NORTH: Outcome.CLEAR, SOUTH: Outcome.CLEAR}
        self.exemptions: dict[str, str] = {}
        self.partial: dict[str, str] = {}
        self.slow_screening: set[str] = set()
        self.kept: dict[str, deque[f.TellPeer]] = {}
        self.records: dict[str, dict[str, ClosingRecord]] = {NORTH: {}, SOUTH: {}}
        super().__init__(agreement, funds)

    @override
    def do(self, node: str, command: c.AnyCommand) -> list[AnyEvent]:
        happened = super().do(node, command)
        self.history.append(Recorded(node, self.at, command, tuple(happened)))
        return happened

    @override
    def verdict_at(self, node: str) -> Verdict:
        bundle = b"" if node in self.exemptions else self.states[node].bundle
        exemption = self.exemptions.get(node, self.partial.get(node, ""))
        return Verdict(self.outcomes[node], bundle, POLICY, b"evidence", exemption)

    @override
    def carry(self, node: str, effect: f.AnyEffect) -> None:
        if isinstance(effect, f.TellPeer) and node in self.kept:
            self.kept[node].append(effect)
            return
        self._remember(node, effect)
        if isinstance(effect, f.ScreenAgain) and node in self.slow_screening:
            self.told.append((node, effect))
            return
        super().carry(node, effect)

    def _remember(self, node: str, effect: f.AnyEffect) -> None:
        records = self.records[node]
        if isinstance(effect, f.Remember):
            records[effect.record.payment_id] = effect.record
        elif isinstance(effect, f.MarkReturned):
            record = records[effect.payment_id]
            records[effect.payment_id] = marked(record, effect.returned_by, effect.returned)

    @override
    def _to_peer(self, node: str, effect: f.TellPeer) -> None:
        item, hearer = effect.item, effect.operator_id
        if not isinstance(item, Forwarded):
            super()._to_peer(node, effect)
            return
        heard = c.HearPeer(
            node,
            effect.sequence,
            item,
            self.verdict_at(hearer),
            self.records[hearer].get(item.order.payment_id),
            self.records[hearer].get(item.order.original_id),
        )
        self.do(hearer, heard)

    def submit(self, node: str, order: Order) -> list[AnyEvent]:
        """Hand in an order, with what the store knows of it; nothing is delivered yet."""
        records = self.records[node]
        known, original = records.get(order.payment_id), records.get(order.original_id)
        return self.do(node, c.SubmitPayment(order, self.verdict_at(node), known, original))

    def cut(self, node: str) -> None:
        """Keep back what leaves this node for the other."""
        self.kept.setdefault(node, deque())

    def mend(self, node: str) -> None:
        """Let what was kept back arrive, in its order, and what follows."""
        waiting = self.kept.pop(node)
        while waiting:
            self.carry(node, waiting.popleft())
        self.deliver()

    def evict(self) -> None:
        """Let every payment that may leave the two states leave."""
        for node, state in self.states.items():
            if state.leaving:
                self.do(node, c.EvictSettled(len(state.leaving)))
        self.deliver()
