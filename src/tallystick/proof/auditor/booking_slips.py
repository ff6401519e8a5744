"""What an event of an assignment does to the auditor's books."""

from tallystick.core import events
from tallystick.core.assignments import Assignment
from tallystick.proof.auditor import slips
from tallystick.proof.auditor.books import Books, Slip
from tallystick.proof.auditor.breach import AuditError
from tallystick.terms.parties import Side


def made(books: Books, event: events.AssignmentMade) -> None:
    """Begin a slip where the assigner is."""
    _begin(books, event.assignment, Side.DEBTOR)


def arrived(books: Books, event: events.AssignmentArrived) -> None:
    """Begin a slip where the assignee is."""
    _begin(books, event.assignment, Side.CREDITOR)


def requested(books: Books, event: events.InformationRequested) -> None:
    """Begin a slip of what our own people ask: the assignee is one of our banks."""
    _begin(books, event.assignment, Side.CREDITOR)


def _begin(books: Books, asked: Assignment, side: Side) -> None:
    if asked.assignment_id in books.slips:
        raise AuditError(f"What {asked.assignment_id} asks is asked twice.")
    books.slips[asked.assignment_id] = Slip(asked, side)


def put(books: Books, event: events.AssignmentSent | events.AssignmentPresented) -> None:
    """It is with whoever is to answer, and counts from now on."""
    slip = books.slips[event.assignment_id]
    link = books.links[slip.asked.agreement_id]
    slip.put_on = max(event.business_date, slips.last_date(books, link, slip.asked))
    slip.is_put, slip.due_at = True, event.deadline_at


def pending(books: Books, event: events.AssignmentPending) -> None:
    """The bank that was asked needs time."""
    slip = books.slips[event.assignment_id]
    slip.said_pending, slip.answer = True, event.content


def answered(books: Books, event: events.AssignmentAnswered | events.InformationReceived) -> None:
    """It has its answer, for good."""
    slip = _ended(books, event)
    slip.outcome, slip.reason, slip.answer = event.outcome, event.reason, event.content


def answered_late(books: Books, event: events.InformationLate) -> None:
    """It says something once more, after the end."""
    slip = books.slips.get(event.assignment_id)
    if slip is not None:
        slip.answer = event.content


def expired(books: Books, event: events.AssignmentExpired) -> None:
    """Its time is over, for good."""
    _ended(books, event).is_expired = True


def _ended(books: Books, event: events.AssignmentEvent) -> Slip:
    slip = books.slips[event.assignment_id]
    if slip.is_done:
        raise AuditError(f"What {event.assignment_id} asked has ended, and ends again.")
    slip.leaves_with = books.links[slip.asked.agreement_id].open_round
    return slip


def left(books: Books, event: events.AssignmentsClosed) -> None:
    """They are remembered, no longer held in the state."""
    for record in event.records:
        books.slips[record.assignment_id].is_gone = True
