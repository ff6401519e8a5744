"""Who must be told what because of an assignment."""

import msgspec

from tallystick.core import effects, events, items
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.proof.auditor.books import Books, Slip
from tallystick.proof.auditor.numbering import to_peer
from tallystick.terms.parties import Side

Told = list[effects.AnyEffect]


def sent(books: Books, event: events.AssignmentSent) -> Told:
    """The other node is asked; our digest of an account is nothing to it."""
    asked = books.slips[event.assignment_id].asked
    item = items.Assigned(asked.agreement_id, msgspec.structs.replace(asked, subject=b""))
    return [to_peer(books, asked.agreement_id, item)]


def presented(books: Books, event: events.AssignmentPresented) -> Told:
    """The assignee is asked."""
    bank = books.slips[event.assignment_id].asked.assignee
    return [effects.PresentAssignment(bank, event.assignment_id)]


def pending(books: Books, event: events.AssignmentPending) -> Told:
    """Whoever waits is told that it takes time."""
    return [_answer(books, books.slips[event.assignment_id], Outcome.PENDING)]


def ended(books: Books, event: events.AssignmentAnswered | events.AssignmentExpired) -> Told:
    """Whoever waits is told how it ended: the other node, a bank, or our own people."""
    slip = books.slips[event.assignment_id]
    if slip.asked.kind is AssignmentKind.INFORMATION:
        return [effects.CallPeople(slip.asked.payment_id, "")]
    return [_answer(books, slip, slip.outcome)]


def _answer(books: Books, slip: Slip, outcome: Outcome | None) -> effects.AnyEffect:
    name, agreement_id = slip.asked.assignment_id, slip.asked.agreement_id
    if slip.side is Side.DEBTOR:
        return effects.TellAnswer(slip.asked.assigner, name, outcome, slip.reason)
    words = name, outcome, slip.reason, slip.answer
    return to_peer(books, agreement_id, items.AssignmentAnswered(agreement_id, *words))


def lost(books: Books, event: events.AssignmentLost) -> Told:
    """The other node is told that its question was not read."""
    words = event.assignment_id, None, "", b""
    item = items.AssignmentAnswered(event.agreement_id, *words)
    return [to_peer(books, event.agreement_id, item)]


def repeated(_books: Books, event: events.AssignmentRepeated) -> Told:
    """The assigner is told again."""
    words = event.participant_id, event.assignment_id, event.outcome, event.reason
    return [effects.TellAnswer(*words)]


def left(_books: Books, event: events.AssignmentsClosed) -> Told:
    """The store remembers them."""
    return [effects.RememberAssignment(record) for record in event.records]
