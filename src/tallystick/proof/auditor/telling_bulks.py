"""Who must be told what of a bulk: its bank, of the whole; each payment is told for itself."""

from tallystick.core import effects, events
from tallystick.proof.auditor.books import Books, File
from tallystick.terms.reasons import PaymentStatus

Told = list[effects.AnyEffect]


def _group(file: File) -> effects.AnyEffect:
    refused = file.dropped_for is not None
    status = PaymentStatus.RJCT if refused else PaymentStatus.ACTC
    words = file.sender, file.bulk_id, file.opening, status
    return effects.TellBulk(*words, file.dropped_for)


def stands(books: Books, event: events.BulkSealed | events.BulkRepeated) -> Told:
    """The bank is told that its file is in order."""
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
    ends = [first - 1 for first in file.firsts[1:]] + [len(file.orders)]
    if event.number not in ends:
        return []
    return [_erased(file, file.firsts[ends.index(event.number)])]
