"""The engine: one writer, no I/O. Inputs in; what is to be committed, and the answers, out.

A step applies each input in order, then everything that has become due or
possible by itself. Nothing of a step may be told to anybody before its batch is
committed. A commit that fails, or whose outcome is unknown, makes this engine
worthless: the node starts again from the journal.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.bulks import kept_under
from tallystick.core.commands import (
    AnswerAssignment,
    AnyCommand,
    Assign,
    EvictSettled,
    PassTime,
    Proceed,
    SubmitPayment,
)
from tallystick.core.effects import (
    Answer,
    AnyEffect,
    CallPeople,
    Erase,
    Instruct,
    MarkReturned,
    Present,
    PresentAssignment,
    Remember,
    RememberAssignment,
    ReportPayment,
    ScreenAgain,
    TellAnswer,
    TellBulk,
    TellPeer,
    TellProvider,
    TellStatus,
    TellSystemEvent,
)
from tallystick.core.events import (
    AnyEvent,
    AssignmentAnswered,
    AssignmentArrived,
    AssignmentMade,
    AssignmentPending,
    BulkOpened,
    BulkSealed,
    HeldRefused,
    HoldNoted,
    InformationLate,
    InformationReceived,
    InformationRequested,
    OrdersStaged,
    PaymentArrived,
    PaymentEscalated,
    PaymentReceived,
    ReleaseConfirmed,
    ReleaseProposed,
    ReleaseWithdrawn,
    VerdictRecorded,
)
from tallystick.core.machine import decide, evolve
from tallystick.core.orders import ClosingRecord
from tallystick.core.state import State
from tallystick.journal.entries import Chain, Draft, VaultRow, encode, vault_digest
from tallystick.journal.port import Batch, OutboxRow
from tallystick.journal.vault import NONCE_BYTES, Text, Vault
from tallystick.links.originals import Original
from tallystick.node.entropy import Entropy
from tallystick.terms.errors import InvariantError
from tallystick.terms.reasons import StatusReason

EVICTED_AT_ONCE = 512
_ANSWERED = (AssignmentAnswered, AssignmentPending)
# What a person said of a held payment, what a later screening of it found, and what its bank
# answered to our people.
_ABOUT_PAYMENT = (
    HeldRefused,
    HoldNoted,
    InformationLate,
    InformationReceived,
    PaymentEscalated,
    ReleaseConfirmed,
    ReleaseProposed,
    ReleaseWithdrawn,
    VerdictRecorded,
)
_FROM_BANKS = (SubmitPayment, Assign, AnswerAssignment)
# The most a bank's message may bring for the vault: itself, signature and evidence together.
ORDER_BYTES_MAX = 1_000_000


class Personal(NamedTuple):
    """Something for the vault: what it is, and its bytes."""

    kind: str
    content: bytes


class Input(NamedTuple):
    """A command, what of it belongs in the vault, and the ticket its answer goes to.

    `original` is what a status repeats of the message that the command was made from.
    `wrapped` is the stored key of the question that the command answers, of the bulk that it
    seals, or of the payment that it is about; empty if it has none.
    """

    command: AnyCommand
    personal: tuple[Personal, ...] = ()
    ticket: object = None
    original: Original | None = None
    wrapped: bytes = b""


_NOTHING = Input(Proceed())


class Reply(msgspec.Struct, frozen=True):
    """What happened because of one input, to be told once it is durable."""

    ticket: object
    events: list[AnyEvent]
    answers: list[Answer]


class Step(NamedTuple):
    """What a step makes: commit the batch, then give the replies and erase keys by these names."""

    batch: Batch
    replies: list[Reply]
    erased: tuple[str, ...] = ()


# What one command made happen at an instant, and what of it belongs in the vault.
_Made: TypeAlias = tuple[int, AnyCommand, list[AnyEvent], Input]


class _Rows:
    """The rows of a step as they gather."""

    def __init__(self) -> None:
        self.made: list[_Made] = []
        self.vault: list[VaultRow] = []
        self.keys: list[tuple[str, bytes]] = []
        self.outbox: list[OutboxRow] = []
        self.closings: list[ClosingRecord] = []
        self.returned: list[MarkReturned] = []
        self.assignments: list[AssignmentRecord] = []
        self.erased: list[str] = []


class Engine:
    """The one writer of one node's books."""

    def __init__(
        self,
        state: State,
        head: tuple[int, bytes],
        outbox_heads: dict[str, int],
        vault: Vault,
        entropy: Entropy,
    ) -> None:
        self.state = state
        self.head = head
        self._numbers = dict(outbox_heads)
        self._vault = vault
        self._entropy = entropy
        # Whose turn it is, should the machine stop; nobody's while time passes.
        self.taking: AnyCommand | None = None

    def step(self, at: int, inputs: Sequence[Input]) -> Step:
        """Apply the inputs at this instant, and all that follows by itself.

        An instant before the last one counts as the last one: time never runs back.
        """
        now = max(at, self.state.at)
        rows = _Rows()
        self.taking = None
        self._pass_time(now, rows)
        replies = []
        for asked in inputs:
            self.taking = asked.command
            replies.append(self._take(now, asked, rows))
            while self.state.ripe:
                self._apply(now, Proceed(), rows)
        self.taking = None
        if self.state.leaving or self.state.assignments_leaving:
            self._apply(now, EvictSettled(EVICTED_AT_ONCE), rows)
        try:
            return Step(self._batch(rows), replies, tuple(rows.erased))
        except Exception:
            self.taking = _unsealable(rows)
            raise

    def _pass_time(self, now: int, rows: _Rows) -> None:
        due_at = self.state.timers.first_due()
        while due_at is not None and due_at <= now:
            self._apply(now, PassTime(), rows)
            while self.state.ripe:
                self._apply(now, Proceed(), rows)
            due_at = self.state.timers.first_due()

    def _take(self, now: int, asked: Input, rows: _Rows) -> Reply:
        command = asked.command
        if asked.personal and _is_too_large(asked.personal) and isinstance(command, _FROM_BANKS):
            # It could never leave in an envelope, and all behind it would wait.
            too_large = Answer(_subject_of(command), StatusReason.INVALID_FILE_FORMAT)
            return Reply(asked.ticket, [], [too_large])
        events, answers = self._apply(now, command, rows, asked)
        return Reply(asked.ticket, events, answers)

    def _apply(
        self, now: int, command: AnyCommand, rows: _Rows, asked: Input = _NOTHING
    ) -> tuple[list[AnyEvent], list[Answer]]:
        """Decide and evolve one command; one that makes nothing happen leaves no trace."""
        events = decide(self.state, now, command)
        if not events:
            return events, []
        effects = evolve(self.state, now, events)
        rows.made.append((now, command, events, asked))
        sequence = self.head[0] + len(rows.made)
        return events, self._file(sequence, effects, rows) if effects else []

    def _file(self, sequence: int, effects: list[AnyEffect], rows: _Rows) -> list[Answer]:
        """Put each effect where it leaves from; return the answers to whoever asked."""
        answers: list[Answer] = []
        numbers = self._numbers
        for effect in effects:
            kind = type(effect)
            if kind is Answer:
                answers.append(effect)  # type: ignore[arg-type]
            elif kind is Remember:
                rows.closings.append(effect.record)  # type: ignore[union-attr,arg-type]
            elif kind is RememberAssignment:
                rows.assignments.append(effect.record)  # type: ignore[union-attr,arg-type]
            elif kind is MarkReturned:
                rows.returned.append(effect)  # type: ignore[arg-type]
            elif kind is Erase:
                rows.erased.append(effect.name)  # type: ignore[union-attr]
            else:
                destination = destination_of(effect)
                number = numbers[destination] = numbers.get(destination, 0) + 1
                rows.outbox.append(OutboxRow(destination, number, sequence, effect))
        return answers

    def _batch(self, rows: _Rows) -> Batch:
        """Encrypt and seal all that happened in the step, each in one go: that is far quicker."""
        drafts: list[Draft] = []
        for sequence, made in enumerate(rows.made, start=self.head[0] + 1):
            at, command, events, asked = made
            vault = self._keep(sequence, events, asked, rows) if asked.personal else b""
            drafts.append((at, command, events, vault))
        entries = Chain.sealed(self.head, drafts)
        self.head = entries.head
        closed = (rows.closings, rows.returned, rows.assignments)
        return Batch(entries, rows.vault, rows.keys, rows.outbox, *closed)

    def _keep(self, sequence: int, events: list[AnyEvent], asked: Input, rows: _Rows) -> bytes:
        """Encrypt what came with a payment or an assignment, under a key of its own.

        Returns the digest of what is kept. An answer is kept under its question's key, so that
        both are forgotten together. A repetition or a refused stranger stores nothing, and so
        keeps nothing; nor does an answer whose question is forgotten. A bulk's header and each
        staged part have keys too; what its refused transactions said is kept under the header's.
        What people say of a held payment, ask of its bank and are answered, and what screening
        found later, has the payment's key.
        """
        name, key = self._key_for(events[0], asked, rows)
        if key is None:
            return b""
        draw = self._entropy.key
        texts = [Text(kind, draw()[:NONCE_BYTES], content) for kind, content in asked.personal]
        kept = self._vault.encrypt(key, name, sequence, texts)
        rows.vault += kept
        return vault_digest(kept)

    def _key_for(self, event: AnyEvent, asked: Input, rows: _Rows) -> tuple[str, bytes | None]:
        """Return whose the key is under which something is kept, and the key; None: nothing is."""
        named = _kept_under(event)
        if named:
            return self._new_key(named, rows)
        if isinstance(event, BulkSealed):
            name = kept_under(self.state.bulks[event.bulk_id].opening)
        elif isinstance(event, _ANSWERED):
            name = event.assignment_id
        elif isinstance(event, _ABOUT_PAYMENT):
            name = event.payment_id
        elif isinstance(event, InformationRequested):
            name = event.assignment.payment_id
        else:
            return "", None
        wrapped = dict(rows.keys).get(name, asked.wrapped)
        return name, self._vault.unwrap(name, wrapped) if wrapped else None

    def _new_key(self, name: str, rows: _Rows) -> tuple[str, bytes]:
        key = self._entropy.key()
        rows.keys.append((name, self._vault.wrap(name, key)))
        return name, key


def _kept_under(event: AnyEvent) -> str:
    """Name what the vault keeps because of an event; "" for one that keeps nothing."""
    match event:
        case PaymentReceived() | PaymentArrived():
            return event.order.payment_id
        case AssignmentMade() | AssignmentArrived():
            return event.assignment.assignment_id
        case OrdersStaged() if event.orders:
            return kept_under(event.opening, event.first)
        case BulkOpened():
            return kept_under(event.opening)
        case _:
            return ""


# What the machine does of its own accord, or because of the input before.
_BY_ITSELF = (PassTime, Proceed, EvictSettled)


def _unsealable(rows: _Rows) -> AnyCommand | None:
    """Return the input whose entry, or one that followed from it, cannot be written down."""
    asked: AnyCommand | None = None
    for _at, command, events, _asked in rows.made:
        if not isinstance(command, _BY_ITSELF):
            asked = command
        try:
            encode((command, events))
        except Exception:  # noqa: BLE001 - whatever the encoder cannot take, this is the entry
            return asked
    return None


def _subject_of(command: SubmitPayment | Assign | AnswerAssignment) -> str:
    """Name what a bank's command is about."""
    match command:
        case SubmitPayment(order=order):
            return order.payment_id
        case Assign(assignment=assignment):
            return assignment.assignment_id
        case AnswerAssignment(assignment_id=assignment_id):
            return assignment_id


def _is_too_large(personal: tuple[Personal, ...]) -> bool:
    return sum([len(content) for _kind, content in personal]) > ORDER_BYTES_MAX


# The queue from which each kind of effect leaves, and the word that says whose it is.
_QUEUES: dict[type[AnyEffect], tuple[str, str]] = {
    TellPeer: ("peer:", "operator_id"),
    TellStatus: ("participant:", "participant_id"),
    TellBulk: ("participant:", "participant_id"),
    Present: ("participant:", "participant_id"),
    PresentAssignment: ("participant:", "participant_id"),
    TellAnswer: ("participant:", "participant_id"),
    TellSystemEvent: ("participant:", "participant_id"),
    TellProvider: ("provider:", "provider_id"),
    Instruct: ("system:", "settlement_system"),
}
_SHARED: dict[type[AnyEffect], str] = {
    ScreenAgain: "screening",
    CallPeople: "people",
    ReportPayment: "authorities",
}


def destination_of(effect: AnyEffect) -> str:
    """Name the queue from which an effect leaves."""
    kind = type(effect)
    leaves = _QUEUES.get(kind)
    if leaves is not None:
        whose: str = getattr(effect, leaves[1])
        return leaves[0] + whose
    if kind in _SHARED:
        return _SHARED[kind]
    detail = f"{kind.__name__} does not leave by the outbox"
    raise InvariantError(detail)
