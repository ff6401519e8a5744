"""What a message takes from the entry that caused it: when that was, and on which terms."""

from typing import Final, TypeVar

import msgspec

from tallystick.core.events import AnyEvent, PaymentArrived
from tallystick.core.orders import Terms
from tallystick.journal.port import Store
from tallystick.terms.errors import StoreError
from tallystick.terms.instants import Instant

Part = TypeVar("Part")


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


def written_at(store: Store, sequence: int) -> Instant:
    """Return when an entry was written.

    Raises:
        StoreError: it cannot be read.
    """
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


def arrived_on(store: Store, sequence: int, payment_id: str) -> Terms | None:
    """Return the terms with which a payment arrived by this entry.

    Raises:
        StoreError: it cannot be read.
    """
    for event in _entry(store, sequence, _HAPPENED).events:
        if isinstance(event, PaymentArrived) and event.order.payment_id == payment_id:
            return event.terms
    return None
