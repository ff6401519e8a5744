"""Who is told what because of a bulk's event: its bank, how the bulk stands as a whole.

How each payment stands is told as of any payment. What the vault keeps of staged orders
is needed until they are released, each with its own payment's rows, or dropped.
"""

from tallystick.core import events
from tallystick.core.bulks import Bulk, kept_under
from tallystick.core.effects import AnyEffect, Erase, TellBulk
from tallystick.core.state import State
from tallystick.terms.reasons import PaymentStatus


def _told(bulk: Bulk) -> AnyEffect:
    """Tell the bank that the file is in order, or why it is refused as a whole."""
    status = PaymentStatus.RJCT if bulk.reason is not None else PaymentStatus.ACTC
    return TellBulk(bulk.participant_id, bulk.bulk_id, bulk.opening, status, bulk.reason)


def stands(
    state: State, _at: int, event: events.BulkSealed | events.BulkRepeated
) -> list[AnyEffect]:
    """Tell how the bulk stands."""
    return [_told(state.bulks[event.bulk_id])]


def dropped(state: State, _at: int, event: events.BulkDropped) -> list[AnyEffect]:
    """Tell why it was dropped, and let go of what was kept of its orders."""
    bulk = state.bulks[event.bulk_id]
    parts = [Erase(kept_under(bulk.opening, first)) for first in bulk.firsts]
    return [_told(bulk), *parts]


def released(state: State, _at: int, event: events.OrderReleased) -> list[AnyEffect]:
    """Let go of what was kept of a staged part, once each of its orders was taken up."""
    bulk = state.bulks[event.bulk_id]
    if not bulk.is_last_of_part(event.number):
        return []
    return [Erase(kept_under(bulk.opening, bulk.first_of(event.number)))]
