"""The link to the participants: what the outbox holds for a bank becomes the messages it reads.

A status becomes a pacs.002 in the generation of the payment's own message; a presentation
is that message itself, unchanged, with the terms beside it. A row gives the same bytes
whenever it is asked for, since all of it comes from the row, its entry and the stored
message; and the same signature, which is of the entry's instant and of an algorithm that
gives one content one signature. Once that message is gone, because its key was erased, a
status says what the row says and nothing of the original.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple, Protocol, TypeVar

import msgspec

from tallystick.core.effects import Present, TellStatus
from tallystick.core.events import AnyEvent, PaymentArrived
from tallystick.core.orders import Terms
from tallystick.core.state import State
from tallystick.journal.port import OutboxRow, Store
from tallystick.links.originals import Original, Originals, read_original
from tallystick.links.peer import Identity
from tallystick.links.status_reports import Reported, status_report
from tallystick.terms.errors import InvariantError, StoreError
from tallystick.terms.instants import Instant
from tallystick.terms.reasons import PaymentStatus
from tallystick.wire.seal import Attachment
from tallystick.wire.signatures import jws

Part = TypeVar("Part")


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
            case _:
                detail = f"row {row.number} of {row.destination} is no message to a participant"
                raise InvariantError(detail)
        signature = jws.sign(draft.content, self._signer, effect.participant_id, at)
        return Outgoing(
            row.number, draft.message, effect.payment_id, draft.content, signature, draft.terms
        )

    def _presentation(self, books: Books, row: OutboxRow, effect: Present, at: Instant) -> _Draft:
        payment_id = effect.payment_id
        raw = _stored(books, payment_id)
        if not raw:
            self._originals.forget(payment_id)
        original = self._original(payment_id, raw)
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
                original = self._original(effect.payment_id, _stored(books, effect.payment_id))
        reported = Reported(
            self._operator_id, effect.participant_id, message_id(self._operator_id, row), at
        )
        message, content = status_report(reported, effect, original)
        return _Draft(message, content)

    def _original(self, payment_id: str, raw: bytes) -> Original | None:
        known = self._originals.of(payment_id)
        if known is not None or not raw:
            return known
        original = read_original(raw)
        if original is not None:
            self._originals.keep(payment_id, original)
        return original


def message_id(operator_id: str, row: OutboxRow) -> str:
    """Return the identifier of a row's message, of 35 characters at most and nobody else's."""
    return f"{_queue_name(operator_id, row.destination)}-{row.number}"


@lru_cache(maxsize=4_096)
def _queue_name(operator_id: str, destination: str) -> str:
    return sha256(f"{len(operator_id)}:{operator_id}{destination}".encode()).hexdigest()[:19]


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
