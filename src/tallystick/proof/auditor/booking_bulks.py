"""What a bulk's events do to the auditor's books."""

from tallystick.core import events
from tallystick.core.agreements import BulkRefusal
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.files import File


def opened(books: Books, event: events.BulkOpened) -> None:
    """Begin a new file; one that was dropped under this name is over."""
    books.openings += 1
    words = event.agreement_id, event.participant_id, event.content
    file = File(event.bulk_id, *words, books.openings, event.deadline_at)
    file.spares_others = event.refusal is BulkRefusal.EACH
    books.files[event.bulk_id] = file


def staged(books: Books, event: events.OrdersStaged) -> None:
    """Write down each order, and each refused transaction in its place."""
    file = books.files[event.bulk_id]
    file.firsts.append(event.first)
    file.refused |= {each.number: each for each in event.refused}
    number = event.first
    for each in event.orders:
        while number in file.refused:
            number += 1
        file.orders[number] = each
        number += 1
    file.due_at = event.deadline_at


def sealed(books: Books, event: events.BulkSealed) -> None:
    """It is whole."""
    file = books.files[event.bulk_id]
    file.is_sealed, file.due_at = True, event.forget_at


def dropped(books: Books, event: events.BulkDropped) -> None:
    """It is refused as a whole."""
    file = books.files[event.bulk_id]
    file.dropped_for, file.due_at = event.reason, event.forget_at


def released(books: Books, event: events.OrderReleased) -> None:
    """One more order was taken up."""
    file = books.files[event.bulk_id]
    file.taken += 1
    file.repeated += not event.is_stored
    file.due_at = event.forget_at


def forgotten(books: Books, event: events.BulkForgotten) -> None:
    """Nobody need know of it any more."""
    del books.files[event.bulk_id]
