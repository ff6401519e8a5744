"""What the events of currency control do to the auditor's books."""

from tallystick.core import events
from tallystick.core.rule_sets import RulesProposal
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.breach import AuditError


def proposed(books: Books, event: events.RulesProposed) -> None:
    """One person wants them in force."""
    books.rules_proposed = RulesProposal(event.rules, event.digest, event.person)


def adopted(books: Books, event: events.RulesAdopted) -> None:
    """A second does."""
    first = books.rules_proposed
    if first is None or first.person == event.person:
        raise AuditError("Rules of currency control are put in force by fewer than two people.")
    books.rule_set, books.rules_digest = first.rules, first.digest
    books.rules_proposed = None


def applied(books: Books, event: events.RulesApplied) -> None:
    """It counts and is reported so, whatever rules follow."""
    sheet = books.sheets[event.payment_id]
    sheet.counted, sheet.reported = event.counted, event.reported
    sheet.judged_by = event.digest
    books.periods |= {period for period, _place in event.counted}


def broken(books: Books, event: events.RuleBroken) -> None:
    """Its bank is told which rule."""
    books.sheets[event.payment_id].broken = event.broken


def period_ended(books: Books, event: events.PeriodEnded) -> None:
    """Nothing can be counted in it any more."""
    books.periods.remove(event.period)
