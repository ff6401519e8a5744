"""Who is told what because of a bulk's event: its bank, how the bulk stands as a whole.

How each payment stands is told as of any payment, and why a transaction was refused alone
with the whole. What the vault keeps of staged orders
is needed until they are released, each with its own payment's rows, or dropped.
"""

from tallystick.core import events
from tallystick.core.bulks import Bulk, kept_under
from tallystick.core.effects import AnyEffect, Erase, TellBulk
from tallystick.core.state import State


def _told(bulk: Bulk) -> AnyEffect:
    """Tell the bank that the file is in order, why it is not, or which of it are refused."""
    return TellBulk(
        bulk.participant_id,
        bulk.bulk_id,
        bulk.opening,
        bulk.status,
        bulk.reason,
        tuple(bulk.refused.items()),
    )


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
