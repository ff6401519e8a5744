"""A bulk as its bank sees it: how it stands as a whole, and how many payments stand how."""

from collections import Counter

import msgspec

from tallystick.core.bulks import Bulk
from tallystick.core.standing import status_of
from tallystick.core.state import State
from tallystick.views.viewers import Books, Viewer


class BulkView(msgspec.Struct, frozen=True):
    """One bulk. `control_sum` is in minor units of `currency`.

    `status` is the group's, of a pacs.002: PDNG while it is staged, ACTC once it is in order,
    PART if some of its transactions are refused alone, RJCT if each of them is, or with a
    `reason` if it is refused as a whole. `staged` transactions have come. `refused` of them are
    refused alone, and `released` were taken up as orders: once nothing is left to release, these
    two come to all that were staged. `statuses` counts the payments by how they stand, `repeated`
    the orders that became none, since their identifiers were known already.
    """

    bulk_id: str
    agreement_id: str
    participant_id: str
    state: str
    status: str
    reason: str | None
    staged: int
    released: int
    repeated: int
    control_sum: int
    currency: str
    statuses: dict[str, int]
    refused: int = 0


def bulk(books: Books, viewer: Viewer, bulk_id: str) -> BulkView | None:
    """Return a bulk of the viewer's own, or any of the operator's people; None for no such one."""
    found = books.state.bulks.get(bulk_id)
    if found is None or not (viewer.is_operator or viewer.is_bank(found.participant_id)):
        return None
    return BulkView(
        found.bulk_id,
        found.agreement_id,
        found.participant_id,
        found.state.value,
        found.status.value,
        found.reason.value if found.reason is not None else None,
        found.staged,
        found.taken_up,
        found.repeated,
        found.total,
        found.currency,
        _statuses(books.state, found),
        len(found.refused),
    )


def _statuses(state: State, bulk: Bulk) -> dict[str, int]:
    """Count the payments that have left the state with those that are in it."""
    counts = Counter(bulk.closed)
    if bulk.released:
        counts.update(
            status_of(payment)[0].value
            for payment in state.payments.values()
            if payment.bulk_id == bulk.bulk_id
        )
    return dict(sorted(counts.items()))
