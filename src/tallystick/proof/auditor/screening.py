"""What the lists, the policy and the good-guy entries of now make of a verdict."""

from tallystick.core.events import (
    AnyEvent,
    HoldCause,
    PaymentHeld,
    PaymentRefused,
    PaymentRejected,
)
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books, Sheet, Spared, Stage
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome


def rests_on_what_counts(books: Books, at: int, sheet: Sheet) -> bool:
    """Tell whether a verdict's lists, its policy and all it set hits aside by count now."""
    verdict = sheet.verdict
    in_force = books.link_of(sheet).policies[-1:]
    spared = [books.spared.get(name) for name in verdict.relied_on]
    return (
        _rests_on_lists_of_now(books, at, sheet)
        and in_force == [verdict.settings]
        and all(each is not None and counts(each, at) for each in spared)
    )


def counts(entry: Spared, at: int) -> bool:
    """Tell whether two people stand for an entry whose time has not run out."""
    return len(entry.people) > 1 and at < entry.expires_at


def _rests_on_lists_of_now(books: Books, at: int, sheet: Sheet) -> bool:
    """Tell whether it has the active lists, or none where none is agreed.

    What it was exempt from is agreed for us.
    """
    verdict, link = sheet.verdict, books.link_of(sheet)
    if verdict.missing:
        return False
    our_end = figures.text_now(link).ends[link.own]
    agreed = [name for name, _basis in our_end.exemptions]
    if verdict.bundle:
        of_now = verdict.bundle == books.bundle and at < books.bundle_valid_until
        return of_now and verdict.exemption in ["", *agreed]
    return not our_end.screening_lists and verdict.exemption in agreed


def is_clear_now(books: Books, at: int, sheet: Sheet) -> bool:
    """Tell whether the payment may pass a decision point."""
    clear = sheet.verdict.outcome is Outcome.CLEAR
    return clear and rests_on_what_counts(books, at, sheet)


def end_of_wait(books: Books, at: int, sheet: Sheet) -> int:
    """Tell when a payment has waited long enough: once and for all, whatever it waits for."""
    if sheet.stage in (Stage.HELD, Stage.QUEUED):
        return sheet.due_at
    limits = figures.text_for(books, sheet).time_outs
    return at + max(limits.review_ms, limits.queue_ms)


def stops(books: Books, at: int, sheet: Sheet) -> AnyEvent | None:
    """Return what stops the payment here; None if it is clear, or its money is to be blocked."""
    outcome = sheet.verdict.outcome
    if outcome is Outcome.REFUSE:
        ends = PaymentRefused if sheet.side is Side.DEBTOR else PaymentRejected
        return ends(sheet.payment_id, StatusReason.REGULATORY_REASON)
    if outcome is Outcome.BLOCK:
        return None
    until = end_of_wait(books, at, sheet)
    if not rests_on_what_counts(books, at, sheet):
        return PaymentHeld(sheet.payment_id, HoldCause.SCREEN_AGAIN, until)
    if outcome is Outcome.HOLD:
        return PaymentHeld(sheet.payment_id, HoldCause.REVIEW, until)
    return None
