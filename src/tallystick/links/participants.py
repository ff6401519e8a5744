"""The link to the participants: what the outbox holds for a bank becomes the messages it reads.

A status becomes a pacs.002 in the generation of the payment's own message; a presentation
is that message itself, unchanged, with the terms beside it. A row gives the same bytes
whenever it is asked for, since all of it comes from the row, its entry and the stored
message; and the same signature, which is of the entry's instant and of an algorithm that
gives one content one signature. Once that message is gone, because its key was erased, a
status says what the row says and nothing of the original.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol, TypeVar

import msgspec

from tallystick.core.bulks import kept_under
from tallystick.core.effects import Present, TellBulk, TellStatus
from tallystick.core.events import AnyEvent, PaymentArrived
from tallystick.core.orders import Terms
from tallystick.core.state import State
from tallystick.journal.port import OutboxRow, Store
from tallystick.links.originals import Original, Originals, read_original
from tallystick.links.peer import Identity
from tallystick.terms.errors import InvariantError, StoreError
from tallystick.terms.identifiers import is_bic, is_lei, is_participant_id, is_uetr
from tallystick.terms.instants import Instant, format_instant
from tallystick.terms.reasons import PaymentStatus
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    OriginalGroup,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.views import Agent, Coded
from tallystick.wire.seal import Attachment
from tallystick.wire.signatures import jws

Part = TypeVar("Part")

# Each generation of the credit transfer is answered in its own generation of the report.
REPORTS: Final[Mapping[Message, Message]] = MappingProxyType(
    {
        Message("pacs.008.001.08"): Message("pacs.002.001.10"),
        Message("pacs.008.001.10"): Message("pacs.002.001.12"),
        Message("pacs.008.001.11"): Message("pacs.002.001.13"),
        Message("pacs.008.001.12"): Message("pacs.002.001.14"),
        Message("pacs.008.001.13"): Message("pacs.002.001.15"),
    }
)
# Where nothing is known of the message, the report that most can read.
PLAIN_REPORT: Final = Message("pacs.002.001.10")
PLAIN_ORDER: Final = "pacs.008.001.08"
# Said where a bank might else take the status of a message for that of its payment.
ANOTHER_MESSAGE: Final = (
    "It is about another message under the id of a payment, which stands as it did before."
)
_REFERENCE_MAX: Final = 35


class PresentedTerms(msgspec.Struct, frozen=True, gc=False):
    """Both amounts of a presented payment and the fee beside them, in minor units."""

    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    fee: int
    quote_id: str


class OriginalBulk(msgspec.Struct, frozen=True, gc=False):
    """What a bulk's group status repeats of its file: kept in the vault, with the bulk."""

    message: str
    message_id: str
    creation_date_time: str = ""
    number_of_transactions: int = 0


class Outgoing(NamedTuple):
    """One message to a participant, under its number; `message` is its version.

    `signature` is ours over the content, beside it.
    """

    number: int
    message: str
    payment_id: str
    content: bytes
    signature: str
    terms: PresentedTerms | None = None


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

    def attachments(self, payment_id: str) -> tuple[Attachment, ...]:
        """Return the stored message of a payment, nothing once it was erased."""

    def kept(self, name: str, kind: str) -> tuple[bytes, ...]:
        """Return what the vault keeps of a kind under a name, nothing once it was erased."""


class _Written(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry as far as to when it was written."""

    sequence: int
    at: Instant


class _Happened(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry as far as to what happened; what was asked is passed over unread."""

    sequence: int
    at: Instant
    format: int
    rules: int
    previous: bytes
    command: msgspec.Raw
    events: list[AnyEvent]


# What the vault keeps with a bulk, and with each payment of it: what its file said of itself.
FILE_HEADER: Final = "file header"
_read_bulk: Final = msgspec.json.Decoder(OriginalBulk).decode
_WRITTEN: Final = msgspec.msgpack.Decoder(_Written)
_HAPPENED: Final = msgspec.msgpack.Decoder(_Happened)


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
            StoreError: the row's entry or the payment's message cannot be read.
        """
        effect, at = row.effect, _written_at(books.store, row.entry)
        match effect:
            case Present():
                draft = self._presentation(books, row, effect, at)
            case TellStatus():
                draft = self._status(books, row, effect, at)
            case TellBulk():
                draft = self._group(books, row, effect, at)
            case _:
                detail = f"row {row.number} of {row.destination} is no message to a participant"
                raise InvariantError(detail)
        signature = jws.sign(draft.content, self._signer, effect.participant_id, at)
        subject = effect.bulk_id if isinstance(effect, TellBulk) else effect.payment_id
        return Outgoing(row.number, draft.message, subject, draft.content, signature, draft.terms)

    def _group(self, books: Books, row: OutboxRow, effect: TellBulk, at: Instant) -> _Draft:
        """Tell how a bulk stands as a whole, in the words of its own file."""
        original = _bulk_of(books, effect)
        message = REPORTS.get(Message(original.message), PLAIN_REPORT)
        code = Coded(code=effect.reason.value) if effect.reason is not None else None
        group = OriginalGroup(
            original.message_id,
            original.message,
            original.creation_date_time,
            original.number_of_transactions or None,
            effect.status.value,
            (StatusReasonInformation(code),) if code is not None else (),
        )
        document = FIToFIPaymentStatusReport(
            message_id=message_id(self._operator_id, row),
            creation_date_time=format_instant(at),
            instructing_agent=_agent(self._operator_id),
            instructed_agent=_agent(effect.participant_id),
            groups=(group,),
        )
        return _Draft(message, write(document, message))

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
        message = REPORTS[original.message] if original is not None else PLAIN_REPORT
        document = FIToFIPaymentStatusReport(
            message_id=message_id(self._operator_id, row),
            creation_date_time=format_instant(at),
            instructing_agent=_agent(self._operator_id),
            instructed_agent=_agent(effect.participant_id),
            transactions=(_transaction(effect, original),),
        )
        return _Draft(message, write(document, message))

    def _original(self, books: Books, payment_id: str, raw: bytes) -> Original | None:
        known = self._originals.of(payment_id)
        if known is not None or not raw:
            return known
        original = read_original(raw)
        if original is not None:
            original = _as_sent(books, payment_id, original)
            self._originals.keep(payment_id, original)
        return original


def _bulk_of(books: Books, effect: TellBulk) -> OriginalBulk:
    """Return what is kept of a bulk's file; of one that was erased, its name here alone."""
    kept = books.kept(kept_under(effect.opening), FILE_HEADER)
    return _read_bulk(kept[0]) if kept else OriginalBulk(PLAIN_ORDER, effect.bulk_id)


def _as_sent(books: Books, payment_id: str, original: Original) -> Original:
    """Name the bank's own file where a payment's message was made of an order of it."""
    kept = books.kept(payment_id, FILE_HEADER)
    if not kept:
        return original
    file = _read_bulk(kept[0])
    return msgspec.structs.replace(
        original, message_id=file.message_id, creation_date_time=file.creation_date_time
    )


def message_id(operator_id: str, row: OutboxRow) -> str:
    """Return the identifier of a row's message, of 35 characters at most and nobody else's."""
    return f"{_queue_name(operator_id, row.destination)}-{row.number}"


@lru_cache(maxsize=4_096)
def _queue_name(operator_id: str, destination: str) -> str:
    return sha256(f"{len(operator_id)}:{operator_id}{destination}".encode()).hexdigest()[:19]


def _transaction(effect: TellStatus, original: Original | None) -> TransactionStatus:
    reasons = _reasons(effect)
    if original is None:
        return _bare(effect, reasons)
    payment = original.payment
    return TransactionStatus(
        original_message=OriginalMessage(
            original.message_id, original.message, original.creation_date_time
        ),
        original_instruction_id=payment.instruction_id,
        original_end_to_end_id=payment.end_to_end_id,
        original_transaction_id=payment.transaction_id,
        original_uetr=payment.uetr,
        status=effect.status.value,
        reasons=reasons,
    )


def _reasons(effect: TellStatus) -> tuple[StatusReasonInformation, ...]:
    code = Coded(code=effect.reason.value) if effect.reason is not None else None
    if effect.content:
        told = StatusReasonInformation(code, additional_information=(ANOTHER_MESSAGE,))
        return (told,)
    return (StatusReasonInformation(code),) if code is not None else ()


def _bare(effect: TellStatus, reasons: tuple[StatusReasonInformation, ...]) -> TransactionStatus:
    """Say how a payment stands of which only the id is known."""
    payment_id = effect.payment_id
    is_short = 0 < len(payment_id) <= _REFERENCE_MAX and payment_id.isascii()
    return TransactionStatus(
        original_transaction_id=payment_id if is_short and payment_id.isprintable() else "",
        original_uetr=payment_id if is_uetr(payment_id) else "",
        status=effect.status.value,
        reasons=reasons,
    )


@lru_cache(maxsize=4_096)
def _agent(party_id: str) -> Agent | None:
    """Return a party by its id as an agent, None where the id says nothing to a bank."""
    if is_bic(party_id):
        return Agent(bic=party_id)
    if is_lei(party_id):
        return Agent(lei=party_id)
    if is_participant_id(party_id):
        system, _, member = party_id.partition(":")
        return Agent(clearing_system=Coded(code=system), member_id=member)
    return None


def _stored(books: Books, payment_id: str) -> bytes:
    """Return a payment's message, empty if there is none."""
    beside = books.attachments(payment_id)
    return beside[0].content if beside else b""


def _written_at(store: Store, sequence: int) -> Instant:
    return _entry(store, sequence, _WRITTEN).at


def _entry(store: Store, sequence: int, decoder: msgspec.msgpack.Decoder[Part]) -> Part:
    found = store.entry(sequence)
    if found is None:
        detail = f"entry {sequence}, which caused a message, is not in the journal"
        raise StoreError(detail, outcome_known=True, code="entry-missing")
    try:
        return decoder.decode(found.body)
    except (msgspec.DecodeError, ValueError, RecursionError) as broken:
        detail = f"entry {sequence} cannot be read: {broken}"
        raise StoreError(detail, outcome_known=True, code="entry-broken") from broken


def _terms(books: Books, payment_id: str) -> Terms | None:
    """Return the terms on which a payment was presented: of the state, else of its entry."""
    payment = books.state.payments.get(payment_id)
    if payment is not None:
        return payment.terms
    kept = books.store.vault(payment_id)
    return _arrived_on(books.store, kept[0].sequence, payment_id) if kept else None


def _arrived_on(store: Store, sequence: int, payment_id: str) -> Terms | None:
    """Return the terms with which a payment arrived by this entry."""
    for event in _entry(store, sequence, _HAPPENED).events:
        if isinstance(event, PaymentArrived) and event.order.payment_id == payment_id:
            return event.terms
    return None


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
