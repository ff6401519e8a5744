"""The link to the participants: what the outbox holds for a bank becomes the messages it reads.

A status becomes a pacs.002 in the generation of the payment's own message; a presentation
is that message itself, unchanged, with the terms beside it; what happens at the link is an
admi.004. A row gives the same bytes
whenever it is asked for, since all of it comes from the row, its entry and the stored
message; and the same signature, which is of the entry's instant and of an algorithm that
gives one content one signature. Once that message is gone, because its key was erased, a
status says what the row says and nothing of the original.

So it is with what banks ask of each other: a recall, an enquiry and the answers to them are
what the other bank wrote, unchanged; what no bank has answered, the node does (`assignments`).
"""

from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, Protocol

import msgspec

from tallystick.core.assignments import AssignmentKind
from tallystick.core.bulks import kept_under
from tallystick.core.effects import (
    Present,
    PresentAssignment,
    TellAnswer,
    TellBulk,
    TellStatus,
    TellSystemEvent,
)
from tallystick.core.orders import Terms
from tallystick.core.state import State
from tallystick.journal.port import OutboxRow, Store
from tallystick.links.assignments import kind_of, version_in, written_answer
from tallystick.links.bulk_reports import (
    FILE_HEADER,
    REFERENCES,
    as_sent,
    group_report,
    original_bulk,
    original_transactions,
)
from tallystick.links.causes import arrived_on, written_at
from tallystick.links.information_requests import REQUEST
from tallystick.links.originals import Original, Originals, read_original
from tallystick.links.peer import Identity
from tallystick.links.status_reports import Reported, status_report
from tallystick.links.system_events import NOTIFICATION, notification
from tallystick.terms.errors import InvariantError
from tallystick.terms.instants import Instant
from tallystick.terms.reasons import PaymentStatus
from tallystick.wire.seal import Attachment
from tallystick.wire.signatures import jws


class PresentedTerms(msgspec.Struct, frozen=True, gc=False):
    """Both amounts of a presented payment and the fee beside them, in minor units."""

    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    fee: int
    quote_id: str


class Outgoing(NamedTuple):
    """One message to a participant, under its number; `message` is its version.

    `payment_id` is empty for one that is about no payment. `signature` is ours over the
    content, beside it. `assignment_id` is that of a question or of its answer, `payment_id`
    then the payment that it is about, if any.
    """

    number: int
    message: str
    payment_id: str
    content: bytes
    signature: str
    terms: PresentedTerms | None = None
    assignment_id: str = ""


class Answered(NamedTuple):
    """What is kept of an answer: the bank's message, and a holder's name as it may be shown."""

    message: bytes = b""
    display_name: str = ""


class _Draft(NamedTuple):
    """A message before it is signed."""

    message: str
    content: bytes
    terms: PresentedTerms | None = None


class Books(Protocol):
    """A node, as far as its messages come from it."""

    @property
    def store(self) -> Store:
        """The store beside them."""

    @property
    def state(self) -> State:
        """The books, to read."""

    def attachments(self, name: str, /) -> tuple[Attachment, ...]:
        """Return the stored message of a payment or a question, nothing once it was erased."""

    def answer(self, assignment_id: str, until: int, /) -> Answered:
        """Return what was kept of a question's last answer, up to this entry."""

    def kept(self, name: str, kind: str) -> tuple[bytes, ...]:
        """Return what the vault keeps of a kind under a name, nothing once it was erased."""

    def kept_by_entry(self, name: str, kind: str) -> dict[int, bytes]:
        """Return the same by the number of the entry with which it was kept."""


class Messenger:
    """Writes and signs one operator's messages to its participants.

    What others have read of the payments' messages it takes; what it reads itself it keeps.
    """

    def __init__(self, identity: Identity, originals: Originals | None = None) -> None:
        """Take the operator, and what is at hand of the messages that others have read."""
        self._operator_id = identity.operator_id
        self._signer = identity.signer()
        self._originals = originals or Originals()

    def message(self, books: Books, row: OutboxRow) -> Outgoing:
        """Return what a participant reads of a row of its queue.

        Raises:
            StoreError: the row's entry or a stored message cannot be read.
        """
        effect, at = row.effect, written_at(books.store, row.entry)
        assignment_id = ""
        match effect:
            case Present(payment_id=payment_id):
                draft = self._presentation(books, row, effect, at)
            case TellStatus(payment_id=payment_id):
                draft = self._status(books, row, effect, at)
            case TellSystemEvent():
                payment_id, draft = "", _Draft(NOTIFICATION, notification(effect, at))
            case TellBulk(bulk_id=payment_id):
                draft = self._group(books, row, effect, at)
            case PresentAssignment(assignment_id=assignment_id):
                payment_id = _payment_of(books, assignment_id)
                draft = self._question(books, row, effect, at)
            case TellAnswer(assignment_id=assignment_id):
                payment_id = _payment_of(books, assignment_id)
                draft = self._answer(books, row, effect, at)
            case _:
                detail = f"row {row.number} of {row.destination} is no message to a participant"
                raise InvariantError(detail)
        signature = jws.sign(draft.content, self._signer, effect.participant_id, at)
        return Outgoing(
            row.number,
            draft.message,
            payment_id,
            draft.content,
            signature,
            draft.terms,
            assignment_id,
        )

    def _group(self, books: Books, row: OutboxRow, effect: TellBulk, at: Instant) -> _Draft:
        name = kept_under(effect.opening)
        reported = self._reported(row, effect.participant_id, at)
        original = original_bulk(books.kept(name, FILE_HEADER), effect.bulk_id)
        kept = books.kept(name, REFERENCES) if effect.refused else ()
        return _Draft(*group_report(reported, effect, original, original_transactions(kept)))

    def _presentation(self, books: Books, row: OutboxRow, effect: Present, at: Instant) -> _Draft:
        payment_id = effect.payment_id
        raw = _stored(books, payment_id)
        if not raw:
            self._originals.forget(payment_id)
        original = self._original(books, payment_id, raw)
        if original is None:
            # What was presented cannot be shown any more: it was pending then.
            told = TellStatus(effect.participant_id, payment_id, PaymentStatus.PDNG)
            return self._status(books, row, told, at)
        return _Draft(original.message, raw, _presented(_terms(books, payment_id)))

    def _status(self, books: Books, row: OutboxRow, effect: TellStatus, at: Instant) -> _Draft:
        original = None
        if not effect.content:
            # With a content it is about another message, which was not kept.
            original = self._originals.of(effect.payment_id)
            if original is None:
                original = self._original(
                    books, effect.payment_id, _stored(books, effect.payment_id)
                )
        return _Draft(
            *status_report(self._reported(row, effect.participant_id, at), effect, original)
        )

    def _reported(self, row: OutboxRow, participant_id: str, at: Instant) -> Reported:
        name = message_id(self._operator_id, row)
        return Reported(self._operator_id, participant_id, name, at)

    def _question(
        self, books: Books, row: OutboxRow, effect: PresentAssignment, at: Instant
    ) -> _Draft:
        raw = _asked_in(books, row, effect.assignment_id)
        version = version_in(raw) if raw else None
        if version is None:
            # What was asked cannot be shown any more, and needs no answer.
            over = TellAnswer(effect.participant_id, effect.assignment_id, None, "")
            return self._answer(books, row, over, at)
        return _Draft(version, raw)

    def _answer(self, books: Books, row: OutboxRow, effect: TellAnswer, at: Instant) -> _Draft:
        kept = Answered()
        if effect.outcome is not None:
            kept = books.answer(effect.assignment_id, row.entry)
        version = version_in(kept.message) if kept.message else None
        if version is not None:
            return _Draft(version, kept.message)
        question = _stored(books, effect.assignment_id)
        reported = self._reported(row, effect.participant_id, at)
        return _Draft(*written_answer(reported, effect, question, kept.display_name))

    def _original(self, books: Books, payment_id: str, raw: bytes) -> Original | None:
        known = self._originals.of(payment_id)
        if known is not None or not raw:
            return known
        original = read_original(raw)
        if original is not None:
            original = as_sent(original, books.kept(payment_id, FILE_HEADER))
            self._originals.keep(payment_id, original)
        return original


def message_id(operator_id: str, row: OutboxRow) -> str:
    """Return the identifier of a row's message, of 35 characters at most and nobody else's."""
    return f"{_queue_name(operator_id, row.destination)}-{row.number}"


@lru_cache(maxsize=4_096)
def _queue_name(operator_id: str, destination: str) -> str:
    return sha256(f"{len(operator_id)}:{operator_id}{destination}".encode()).hexdigest()[:19]


def _payment_of(books: Books, assignment_id: str) -> str:
    """Return the payment that an assignment is about, "" if it is about none."""
    question = books.state.assignments.get(assignment_id)
    if question is not None:
        return question.assignment.payment_id
    record = books.store.assignments([assignment_id]).get(assignment_id)
    return record.payment_id if record is not None else ""


def _stored(books: Books, name: str) -> bytes:
    """Return the message of a payment or a question, empty if there is none."""
    beside = books.attachments(name)
    return beside[0].content if beside else b""


def _asked_in(books: Books, row: OutboxRow, assignment_id: str) -> bytes:
    """Return the message of a question; our own requests are kept with their payments."""
    if kind_of(assignment_id) is not AssignmentKind.INFORMATION:
        return _stored(books, assignment_id)
    kept = books.kept_by_entry(_payment_of(books, assignment_id), REQUEST)
    return kept.get(row.entry, b"")


def _terms(books: Books, payment_id: str) -> Terms | None:
    """Return the terms on which a payment was presented: of the state, else of its entry."""
    payment = books.state.payments.get(payment_id)
    if payment is not None:
        return payment.terms
    kept = books.store.vault(payment_id)
    return arrived_on(books.store, kept[0].sequence, payment_id) if kept else None


def _presented(terms: Terms | None) -> PresentedTerms | None:
    if terms is None:
        return None
    return PresentedTerms(
        terms.debtor_amount,
        terms.debtor_currency,
        terms.creditor_amount,
        terms.creditor_currency,
        terms.fee,
        terms.quote_id,
    )
