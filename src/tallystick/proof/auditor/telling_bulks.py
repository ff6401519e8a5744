"""Who must be told what of a bulk: its bank, of the whole; each payment is told for itself."""

from itertools import pairwise

from tallystick.core import effects, events
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.files import File
from tallystick.terms.reasons import GroupStatus

Told = list[effects.AnyEffect]


def _group(file: File) -> effects.AnyEffect:
    """Of a sealed file each refused transaction is told by its place; of a dropped one, none."""
    words = file.sender, file.bulk_id, file.opening
    if file.dropped_for is not None:
        return effects.TellBulk(*words, GroupStatus.RJCT, file.dropped_for)
    refused = tuple((number, each.reason) for number, each in file.refused.items())
    if not refused:
        return effects.TellBulk(*words, GroupStatus.ACTC)
    status = GroupStatus.PART if file.orders else GroupStatus.RJCT
    return effects.TellBulk(*words, status, None, refused)


def stands(books: Books, event: events.BulkSealed | events.BulkRepeated) -> Told:
    """The bank is told that its file is in order, and which of it is not."""
    return [_group(books.files[event.bulk_id])]


def dropped(books: Books, event: events.BulkDropped) -> Told:
    """The bank is told why; what was staged is kept no longer."""
    file = books.files[event.bulk_id]
    return [_group(file), *(_erased(file, first) for first in file.firsts)]


def _erased(file: File, first: int) -> effects.AnyEffect:
    return effects.Erase(f"bulk/{file.opening}/{first}")


def released(books: Books, event: events.OrderReleased) -> Told:
    """Once all of a part was taken up, the part is kept no longer: its payments are."""
    file = books.files[event.bulk_id]
    bounds = [*file.firsts, file.size + 1]
    for first, after in pairwise(bounds):
        of_part = [number for number in range(first, after) if number in file.orders]
        if of_part and of_part[-1] == event.number:
            return [_erased(file, first)]
    return []
