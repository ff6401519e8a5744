"""A pair whose world answers late: what leaves is stopped on its way where a test says so.

What is stopped waits in `waiting` until it is let go, in its order; once an item
of a stream waits, the stream's later items wait behind it.
"""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.agreements import Agreement
from tallystick.core.events import AnyEvent, CommandRefused
from tallystick.core.items import Item, item_digest
from tallystick.core.orders import Decision
from tallystick.core.state import Cycle, Pact, Payment
from tallystick.terms.money import Rate
from tests.core.pair import NORTH, Pair

Stop: TypeAlias = Callable[[str, f.AnyEffect], bool]
Kind = TypeVar("Kind")


def instruction(kind: f.InstructionKind, node: str = "") -> Stop:
    """Stop a node's instructions of this kind (of either node, if none is named)."""
    return lambda sender, effect: (
        isinstance(effect, f.Instruct) and effect.kind is kind and node in ("", sender)
    )


def item(kind: type[Item], node: str = "") -> Stop:
    """Stop a node's items of this kind (of either node, if none is named)."""
    return lambda sender, effect: (
        isinstance(effect, f.TellPeer) and isinstance(effect.item, kind) and node in ("", sender)
    )


def refusal(happened: list[AnyEvent]) -> str:
    """Return the words in which a command was refused; it must have changed nothing."""
    (only,) = happened
    assert isinstance(only, CommandRefused), happened
    return only.text


class SlowPair(Pair):
    """A pair in which effects may be stopped, parked, forged and let go."""

    def __init__(self, agreement: Agreement, funds: int = 10**9) -> None:
        self.stops: list[Stop] = []
        self.waiting: list[tuple[str, f.AnyEffect]] = []
        super().__init__(agreement, funds)

    @override
    def carry(self, node: str, effect: f.AnyEffect) -> None:
        if any(stop(node, effect) for stop in self.stops) or self._is_behind(node, effect):
            self.waiting.append((node, effect))
        else:
            super().carry(node, effect)

    def _is_behind(self, node: str, effect: f.AnyEffect) -> bool:
        return isinstance(effect, f.TellPeer) and any(
            sender == node and isinstance(earlier, f.TellPeer) for sender, earlier in self.waiting
        )

    def stop(self, *stops: Stop) -> None:
        """Stop such effects from now on."""
        self.stops += stops

    def let_go(self) -> None:
        """Let everything that waits arrive, and nothing be stopped any more."""
        self.stops.clear()
        waiting, self.waiting = self.waiting, []
        for node, effect in waiting:
            super().carry(node, effect)
        self.deliver()

    def lose(self) -> None:
        """Forget what waits: no answer will come. Nothing is stopped any more."""
        self.stops.clear()
        self.waiting.clear()

    def park(self, node: str, payment_id: str) -> bytes:
        """Have a node set aside the first item that waits for it, and return its digest."""
        sender = self.other(node)
        found = next(
            (each, effect)
            for each, effect in self.waiting
            if each == sender and isinstance(effect, f.TellPeer)
        )
        self.waiting.remove(found)
        effect = found[1]
        assert isinstance(effect, f.TellPeer)
        digest = item_digest(effect.item)
        agreement_id = self.agreement.agreement_id
        self.do(node, c.ParkItem(sender, effect.sequence, digest, agreement_id, payment_id))
        return digest

    def forge(self, node: str, forged: Item) -> list[AnyEvent]:
        """Have a node hear an item that the other's rules would not have sent."""
        sender = self.states[self.other(node)]
        stream = sender.peers[node]
        stream.sent += 1
        return self.do(node, c.HearPeer(sender.operator_id, stream.sent, forged))

    def sign(self, node: str, payment_id: str, outcome: Decision, cycle: int) -> None:
        """Have two of a node's people sign how a payment ends."""
        for person in (f"{node} first", f"{node} second"):
            agreement_id = self.agreement.agreement_id
            self.do(node, c.SignResolution(agreement_id, payment_id, outcome, cycle, person))

    def pact(self, node: str) -> Pact:
        """Return the agreement at work as a node has it."""
        return self.states[node].pacts[self.agreement.agreement_id]

    def cycle(self, node: str, number: int) -> Cycle:
        """Return a cycle that is not settled yet, as a node has it."""
        return self.pact(node).cycles[number]

    def payment(self, node: str, payment_id: str) -> Payment:
        """Return a payment as a node has it."""
        return self.states[node].payments[payment_id]

    def amount_on(self, node: str, account_id: str) -> int:
        """Return an account's balance."""
        return self.states[node].ledger.accounts[account_id].balance

    def saw(self, node: str, kind: type[Kind]) -> list[Kind]:
        """Return what happened of this kind at a node, in order."""
        return [event for event in self.events[node] if isinstance(event, kind)]

    def instructed(self, node: str, kind: f.InstructionKind) -> list[f.Instruct]:
        """Return a node's instructions of this kind that have left it, in order."""
        left = [effect for sender, effect in self.told if sender == node]
        return [each for each in left if isinstance(each, f.Instruct) and each.kind is kind]

    def rates_of(self, cycle: int) -> list[Rate]:
        """Return the rate that each node has for a cycle."""
        return [self.pact(node).rate_of(cycle) for node in self.states]

    def settled_cycles(self) -> tuple[int, int]:
        """Return the last settled cycle of each node."""
        north, south = (self.pact(node).last_settled for node in self.states)
        return north, south

    @property
    def reference(self) -> str:
        """The reference of the first attempt's leg in the first cycle."""
        return f"{self.agreement.agreement_id}/1/1/0"

    def close_at(self, node: str) -> list[AnyEvent]:
        """Close the open cycle at one node, and let nothing arrive yet."""
        agreement_id = self.agreement.agreement_id
        return self.do(node, c.CloseCycle(agreement_id, self.pact(node).open_cycle))

    def adopt(self, agreement: Agreement, digest: bytes = b"") -> None:
        """Have both operators sign a further version, the same text unless a digest says so."""
        for node in self.states:
            own = digest if node == NORTH and digest else b"the text of this version"
            self.do(node, c.AdoptAgreement(agreement, own))
        self.deliver()
