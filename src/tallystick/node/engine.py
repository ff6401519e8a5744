"""The engine: one writer, no I/O. Inputs in; what is to be committed, and the answers, out.

A step applies each input in order, then everything that has become due or
possible by itself. Nothing of a step may be told to anybody before its batch is
committed. A commit that fails, or whose outcome is unknown, makes this engine
worthless: the node starts again from the journal.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tallystick.core.commands import AnyCommand, EvictSettled, PassTime, Proceed, SubmitPayment
from tallystick.core.effects import (
    Answer,
    AnyEffect,
    CallPeople,
    Instruct,
    MarkReturned,
    Present,
    Remember,
    ScreenAgain,
    TellPeer,
    TellProvider,
    TellStatus,
)
from tallystick.core.events import AnyEvent, PaymentArrived, PaymentReceived
from tallystick.core.machine import decide, evolve
from tallystick.core.orders import ClosingRecord
from tallystick.core.state import State
from tallystick.journal.entries import FORMAT, RULES, Entry, Sealed, VaultRow, seal, vault_digest
from tallystick.journal.port import Batch, OutboxRow
from tallystick.journal.vault import Vault
from tallystick.node.entropy import Entropy
from tallystick.terms.errors import InvariantError
from tallystick.terms.reasons import StatusReason

EVICTED_AT_ONCE = 512
# The most an order may bring for the vault: message and evidence together.
ORDER_BYTES_MAX = 1_000_000


class Personal(NamedTuple):
    """Something for the vault: what it is, and its bytes."""

    kind: str
    content: bytes


class Input(NamedTuple):
    """A command, what of it belongs in the vault, and the ticket its answer goes to."""

    command: AnyCommand
    personal: tuple[Personal, ...] = ()
    ticket: object = None


class Reply(NamedTuple):
    """What happened because of one input, to be told once it is durable."""

    ticket: object
    events: list[AnyEvent]
    answers: list[Answer]


class Step(NamedTuple):
    """What a step makes: commit the batch, then give the replies."""

    batch: Batch
    replies: list[Reply]


class _Rows:
    """The rows of a step as they gather."""

    def __init__(self) -> None:
        self.entries: list[Sealed] = []
        self.vault: list[VaultRow] = []
        self.keys: list[tuple[str, bytes]] = []
        self.outbox: list[OutboxRow] = []
        self.closings: list[ClosingRecord] = []
        self.returned: list[tuple[str, str]] = []

    def batch(self) -> Batch:
        return Batch(
            self.entries, self.vault, self.keys, self.outbox, self.closings, self.returned
        )


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

    def step(self, at: int, inputs: Sequence[Input]) -> Step:
        """Apply the inputs at this instant, and all that follows by itself.

        An instant before the last one counts as the last one: time never runs back.
        """
        now = max(at, self.state.at)
        rows = _Rows()
        self._pass_time(now, rows)
        replies = []
        for asked in inputs:
            replies.append(self._take(now, asked, rows))
            while self.state.ripe:
                self._apply(now, Proceed(), rows)
        if self.state.leaving:
            self._apply(now, EvictSettled(EVICTED_AT_ONCE), rows)
        return Step(rows.batch(), replies)

    def _pass_time(self, now: int, rows: _Rows) -> None:
        due_at = self.state.timers.first_due()
        while due_at is not None and due_at <= now:
            self._apply(now, PassTime(), rows)
            while self.state.ripe:
                self._apply(now, Proceed(), rows)
            due_at = self.state.timers.first_due()

    def _take(self, now: int, asked: Input, rows: _Rows) -> Reply:
        if isinstance(asked.command, SubmitPayment) and _size(asked) > ORDER_BYTES_MAX:
            # It could never leave in an envelope, and all behind it would wait.
            too_large = Answer(asked.command.order.payment_id, StatusReason.INVALID_FILE_FORMAT)
            return Reply(asked.ticket, [], [too_large])
        events, answers = self._apply(now, asked.command, rows, asked.personal)
        return Reply(asked.ticket, events, answers)

    def _apply(
        self, now: int, command: AnyCommand, rows: _Rows, personal: tuple[Personal, ...] = ()
    ) -> tuple[list[AnyEvent], list[Answer]]:
        """Decide, evolve and seal one command; one that makes nothing happen leaves no trace."""
        events = decide(self.state, now, command)
        if not events:
            return events, []
        effects = evolve(self.state, now, events)
        sequence = self.head[0] + 1
        kept = self._keep(sequence, events, personal, rows) if personal else []
        entry = Entry(
            sequence, now, FORMAT, RULES, self.head[1], command, events, vault_digest(kept)
        )
        sealed = seal(entry)
        self.head = (sequence, sealed.hash)
        rows.entries.append(sealed)
        rows.vault += kept
        return events, self._file(sequence, effects, rows)

    def _keep(
        self,
        sequence: int,
        events: list[AnyEvent],
        personal: tuple[Personal, ...],
        rows: _Rows,
    ) -> list[VaultRow]:
        """Encrypt what came with a payment that is now stored, under a key of its own.

        A repetition or a refused stranger stores no payment, and so keeps nothing.
        """
        if not isinstance(events[0], PaymentReceived | PaymentArrived):
            return []
        payment_id = events[0].order.payment_id
        key = self._entropy.key()
        rows.keys.append((payment_id, self._vault.wrap(payment_id, key)))
        return [
            self._vault.encrypt(key, payment_id, kind, (sequence, index), content)
            for index, (kind, content) in enumerate(personal)
        ]

    def _file(self, sequence: int, effects: list[AnyEffect], rows: _Rows) -> list[Answer]:
        """Put each effect where it leaves from; return the answers to whoever asked."""
        answers: list[Answer] = []
        for effect in effects:
            kind = type(effect)
            if kind is Answer:
                answers.append(effect)  # type: ignore[arg-type]
            elif kind is Remember:
                rows.closings.append(effect.record)  # type: ignore[union-attr]
            elif kind is MarkReturned:
                rows.returned.append((effect.payment_id, effect.returned_by))  # type: ignore[union-attr]
            else:
                rows.outbox.append(self._number(sequence, effect))
        return answers

    def _number(self, sequence: int, effect: AnyEffect) -> OutboxRow:
        destination = destination_of(effect)
        number = self._numbers.get(destination, 0) + 1
        self._numbers[destination] = number
        return OutboxRow(destination, number, sequence, effect)


def _size(asked: Input) -> int:
    return sum(len(each.content) for each in asked.personal)


def destination_of(effect: AnyEffect) -> str:
    """Name the queue from which an effect leaves."""
    match effect:
        case TellPeer():
            return f"peer:{effect.operator_id}"
        case TellStatus() | Present():
            return f"participant:{effect.participant_id}"
        case TellProvider():
            return f"provider:{effect.provider_id}"
        case Instruct():
            return f"system:{effect.settlement_system}"
        case ScreenAgain():
            return "screening"
        case CallPeople():
            return "people"
        case Answer() | Remember() | MarkReturned():
            detail = f"{type(effect).__name__} does not leave by the outbox"
            raise InvariantError(detail)
