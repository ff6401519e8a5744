"""An entry of the journal as views read it: when it was, and what happened."""

from typing import Final

import msgspec

from tallystick.core.events import AnyEvent
from tallystick.journal.entries import Sealed
from tallystick.terms.errors import StoreError


class Happened(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry without what was asked, which is passed over unread."""

    sequence: int
    at: int
    format: int
    rules: int
    previous: bytes
    command: msgspec.Raw
    events: list[AnyEvent]


_read: Final = msgspec.msgpack.Decoder(Happened).decode


def read_events(sealed: Sealed) -> Happened:
    """Return when an entry was written and what happened.

    Raises:
        StoreError: its bytes are no entry of a format that we read.
    """
    try:
        return _read(sealed.body)
    except (msgspec.DecodeError, ValueError, RecursionError) as broken:
        detail = f"entry {sealed.sequence} cannot be read: {broken}"
        raise StoreError(detail, outcome_known=True, code="entry-broken") from broken
