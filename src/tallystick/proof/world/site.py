"""One operator's site in a world: the process that runs the node, and what it is wired to.

The process may die between any two lines; the disk stays. A turn takes what has
come in, steps the node, commits, and only then lets replies and outbox out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tallystick.core.commands import AnyCommand, HearPeer, HearSettlementSystem, RecordVerdict
from tallystick.core.effects import ScreenAgain
from tallystick.core.items import Assigned, Forwarded
from tallystick.journal.port import OutboxRow
from tallystick.links.peer import Delivered
from tallystick.node.engine import Input, Personal, Reply, Step
from tallystick.node.node import MESSAGE, Node
from tallystick.proof.world.disk import Disk
from tallystick.sandbox.jurisdiction import Jurisdiction
from tallystick.sandbox.screening import Screening
from tallystick.terms.errors import InvariantError, RemoteMessageError, StoreError
from tallystick.terms.verdicts import Verdict

if TYPE_CHECKING:
    from tallystick.proof.world.world import World

LINGER_MS = 3
BEAT_MS = 500
AGAIN_MS = 1_500
TAKEN_AT_ONCE = 64
RELEASED_AT_ONCE = 2
# How often a poisoned item has stopped the machine: twice, and it is parked; then it is harmless.
PARKABLE = 2
HARMLESS = 9
ENTRIES_A_SNAPSHOT = 40

Answered = Callable[[Reply], None]


class Sent(NamedTuple):
    """How far a destination was sent its rows, and when."""

    number: int
    at: int


@dataclass
class Site:
    """A node's process, its disk and its doors."""

    world: "World"
    operator_id: str
    make: Callable[[Disk], Node]
    screening: Screening
    jurisdiction: Jurisdiction
    disk: Disk = field(default_factory=Disk)
    node: Node | None = None
    offset_ms: int = 0
    inbox: list[Input] = field(default_factory=list)
    sent: dict[str, Sent] = field(default_factory=dict)
    heard_from: dict[str, int] = field(default_factory=dict)
    is_planned: bool = False
    dies_at: str = ""
    is_restored: bool = False
    restored_until: int = 0
    snapshot_at: int = 0
    poisoned: dict[int, int] = field(default_factory=dict)

    @property
    def was_restored(self) -> bool:
        """Whether envelopes to or from an old disk may still be under way."""
        return self.world.agenda.at < self.restored_until

    def clock(self) -> int:
        """Return the site's own idea of now."""
        return self.world.agenda.at + self.offset_ms

    def start(self) -> None:
        """Open the node from its disk: there is no other way to begin."""
        if self.node is not None:
            return
        self.inbox.clear()
        self.sent.clear()
        try:
            self.node = self.make(self.disk)
        except StoreError as error:
            self.world.violation(f"{self.operator_id} cannot start: {error}")
            return
        self.world.watch.catch_up(self)
        self.plan(LINGER_MS)

    def die(self, fault: str) -> None:
        """Lose the process and all that is in memory; come back a little later."""
        self.world.coverage.fault(fault)
        self.node = None
        self.world.agenda.after(200 + self.world.chance.randrange(3_000), self.start)

    def take(
        self, command: AnyCommand, answered: Answered | None = None, message: bytes = b""
    ) -> None:
        """Let something come in at a door; a dead process takes nothing."""
        personal = (Personal(MESSAGE, message),) if message else ()
        self.take_with(command, personal, answered)

    def take_with(
        self,
        command: AnyCommand,
        personal: tuple[Personal, ...],
        answered: Answered | None = None,
    ) -> None:
        """Let something come in with whatever belongs in the vault."""
        if self.node is None:
            return
        self.inbox.append(Input(command, personal, answered))
        self.plan(LINGER_MS)

    def plan(self, delay_ms: int) -> None:
        """Have a turn soon."""
        if not self.is_planned:
            self.is_planned = True
            self.world.agenda.after(delay_ms, self.turn)

    def beat(self) -> None:
        """Have a turn now and then even when nothing comes in."""
        self.plan(0)
        self.look_up_grounds()
        self.world.agenda.after(BEAT_MS, self.beat)

    def look_up_grounds(self) -> None:
        """Copy from the books what is screened by; between two looks the copy may be stale."""
        if self.node is not None:
            pact = self.node.state.pacts.get(self.world.agreement.agreement_id)
            policy = pact.policy if pact is not None else None
            self.screening.policy = policy.digest if policy is not None else b""
            self.screening.good_guys = dict(self.node.state.good_guys)

    def verdict(self, payment_id: str) -> Verdict:
        """Judge a payment by what screening knows now."""
        return self.screening.verdict(payment_id, self.clock())

    def turn(self) -> None:
        """Step, commit, and let out what may go out."""
        self.is_planned = False
        node = self.node
        if node is None:
            return
        if node.may_decide and not self._advance(node):
            return
        self._send_envelopes(node)
        self._send_rows()
        if self.inbox or node.is_releasing:
            self.plan(LINGER_MS)

    def _advance(self, node: Node) -> bool:
        """Return whether the process lived through a step and its commit."""
        self._read_systems(node)
        inputs, self.inbox = self.inbox[:TAKEN_AT_ONCE], self.inbox[TAKEN_AT_ONCE:]
        inputs += node.releases(RELEASED_AT_ONCE)
        step = self._step(node, inputs)
        if step is None:
            return False
        if self.dies_at == "before commit":
            return self._dead("death before commit")
        try:
            replies = node.commit(step)
        except StoreError as error:
            self.die("failed commit" if error.outcome_known else "commit unheard")
            return False
        self.world.watch.committed(self, step)
        self._snapshot(node)
        if self.dies_at == "after commit":
            return self._dead("death after commit")
        for reply in replies:
            if callable(reply.ticket):
                reply.ticket(reply)
        return True

    def _snapshot(self, node: Node) -> None:
        """Keep a snapshot now and then, so that starts begin from different places."""
        if node.head[0] - self.snapshot_at >= ENTRIES_A_SNAPSHOT:
            self.snapshot_at = node.head[0]
            node.save_snapshot()

    def _dead(self, fault: str) -> bool:
        self.dies_at = ""
        self.die(fault)
        return False

    def _step(self, node: Node, inputs: list[Input]) -> Step | None:
        poison = self._poisoned_item(inputs)
        if poison is not None:
            # A bug that one item wakes: the process ends, and again when it comes back.
            self.poisoned[poison.sequence] += 1
            self.die("poisoned item")
            return None
        try:
            return node.step(self.clock(), inputs)
        except InvariantError as error:
            self.world.violation(f"{self.operator_id}: {error}")
            self.die("invariant")
            return None

    def _poisoned_item(self, inputs: list[Input]) -> HearPeer | None:
        for asked in inputs:
            command = asked.command
            if (
                isinstance(command, HearPeer)
                and self.poisoned.get(command.sequence, HARMLESS) < PARKABLE
            ):
                return command
        return None

    def _read_systems(self, node: Node) -> None:
        """Ask each settlement system for what it told us after what we heard."""
        for name, system in self.world.systems.items():
            heard = node.state.systems.get(name, 0)
            for sequence, notice in system.stream(self.operator_id, heard)[:16]:
                if self.world.network.reaches(f"{self.operator_id}-{name}"):
                    self.inbox.append(Input(HearSettlementSystem(name, sequence, notice)))

    def hear(self, raw: bytes) -> None:
        """Take an envelope from the other node."""
        node = self.node
        if node is None:
            return
        try:
            sender, delivered = node.hear(raw)
        except RemoteMessageError as error:
            self.world.refused_envelope(self, error)
            return
        if node.is_behind:
            self.world.coverage.fault("old backup noticed")
        for each in delivered:
            self._take_item(node, sender, each)
        self.plan(LINGER_MS)

    def _take_item(self, node: Node, sender: str, each: Delivered) -> None:
        if self.poisoned.get(each.sequence) == PARKABLE:
            self.poisoned[each.sequence] = HARMLESS
            if self.world.park(self, node, sender, each):
                return
        verdict = facts = objection = None
        message = subject = b""
        if isinstance(each.item, Forwarded):
            objection = self.jurisdiction.objection(each.item.order.payment_id)
            verdict = self.verdict(each.item.order.payment_id) if objection is None else None
            facts = self.jurisdiction.facts(each.item.order.payment_id)
            message = each.attachments[0].content if each.attachments else b""
        elif isinstance(each.item, Assigned):
            subject = self.world.questions.subject_at(self, each.item.assignment)
        words = (sender, each.sequence, each.item, verdict)
        beside = {"subject": subject, "facts": facts, "objection": objection}
        command = HearPeer(*words, head=each.head, **beside)  # type: ignore[arg-type]
        personal = (Personal(MESSAGE, message),) if message else ()
        self.inbox.append(Input(command, personal))

    def _send_envelopes(self, node: Node) -> None:
        """Send the other node what is new, all of it again after a while, or a sign of life."""
        for peer_id, stream in node.state.peers.items():
            destination = f"peer:{peer_id}"
            acknowledged = self.disk.acknowledged().get(destination, 0)
            sent = self.sent.get(destination, Sent(acknowledged, 0))
            again = self.world.agenda.at - sent.at >= AGAIN_MS
            after = acknowledged if again else max(sent.number, acknowledged)
            told = self.heard_from.get(peer_id, -1) != stream.received
            if not again and not told and stream.sent <= after:
                continue
            raw = node.envelope(self.clock(), peer_id, after)
            self.sent[destination] = Sent(stream.sent, self.world.agenda.at)
            self.heard_from[peer_id] = stream.received
            self.world.post(self.operator_id, peer_id, raw)

    def _send_rows(self) -> None:
        """Send everybody else what is theirs, in order, until they have acknowledged it."""
        done = self.disk.acknowledged()
        for destination, head in self.disk.outbox_heads().items():
            acknowledged = done.get(destination, 0)
            if destination.startswith("peer:") or head <= acknowledged:
                continue
            sent = self.sent.get(destination, Sent(acknowledged, 0))
            again = self.world.agenda.at - sent.at >= AGAIN_MS
            after = acknowledged if again else max(sent.number, acknowledged)
            rows = self.disk.outbox(destination, after, TAKEN_AT_ONCE)
            if rows:
                self.sent[destination] = Sent(rows[-1].number, self.world.agenda.at)
                self._deliver(destination, rows)

    def _deliver(self, destination: str, rows: list[OutboxRow]) -> None:
        if destination == "screening":
            wait_ms = self.world.officers.screening_ms()
            self.world.agenda.after(wait_ms, lambda: self._screen_all_again(rows))
        else:
            self.world.deliver(self, destination, rows)

    def _screen_all_again(self, rows: list[OutboxRow]) -> None:
        for row in rows:
            self._screen_again(row)

    def _screen_again(self, row: OutboxRow) -> None:
        effect = row.effect
        assert isinstance(effect, ScreenAgain)
        self.look_up_grounds()
        verdict = self.verdict(effect.payment_id)

        def done(_reply: Reply) -> None:
            self.acknowledge("screening", row.number)

        self.take(RecordVerdict(effect.payment_id, verdict), done)

    def acknowledge(self, destination: str, number: int) -> None:
        """Note that a destination has everything up to a number."""
        if self.node is not None and number > self.disk.acknowledged().get(destination, 0):
            self.disk.acknowledge(destination, number)
