"""Time: what is due happens, once, and whoever decides last is the only one to time out.

The core may deal with the due things of an instant in any order. The auditor checks
each for being due, and at the end that nothing due was left undone.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tallystick.core import events
from tallystick.core.commands import PassTime
from tallystick.proof.auditor import bulks, currency_control, figures, squaring
from tallystick.proof.auditor.books import WAITING, Books, Link, Round, Sheet, Slip, Stage
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.moving import has_expired
from tallystick.proof.auditor.script import Acted, Script
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason


def pass_time(books: Books, at: int, _command: PassTime, acted: Acted) -> Script:
    """Everything due at one instant happens, each in its own way."""
    if acted.following is None:
        _nothing_left(books, at)
        return
    while not isinstance(acted.following, events.TimePassed):
        yield from _due(books, at, acted.following)
    due_at = acted.following.due_at
    if due_at > at:
        raise AuditError(f"Time is passed up to {due_at} at {at}, before its time.")
    yield events.TimePassed(due_at)
    _nothing_left(books, due_at)


def _due(books: Books, at: int, event: events.AnyEvent | None) -> Script:
    """Say what must happen to whatever the core says is due."""
    due = _DUE.get(type(event))
    if due is None:
        raise AuditError(f"Time alone does not make this happen: {event}.")
    expected = due(books, at, event)
    if expected is None:
        raise AuditError(f"Nothing happens before its time, or after its end: {event} at {at}.")
    yield from expected


def _payment(books: Books, at: int, event: events.PaymentEvent) -> Script | None:
    sheet = books.in_state(event.payment_id)
    return None if sheet is None or not _is_due(books, sheet, at) else iter([_ends(sheet)])


def _ends(sheet: Sheet) -> events.AnyEvent:
    """Return how a payment ends, or what is asked, now that its time has run out."""
    if sheet.stage is Stage.WITH_PEER:
        return events.WithdrawalRequested(sheet.payment_id)
    if sheet.side is Side.DEBTOR:
        return events.PaymentTimedOut(sheet.payment_id, StatusReason.CLEARING_TIMED_OUT)
    waits = sheet.stage in WAITING
    late = StatusReason.CLEARING_TIMED_OUT if waits else StatusReason.CREDITOR_AGENT_TIMED_OUT
    return events.PaymentRejected(sheet.payment_id, late)


def _assignment(books: Books, at: int, event: events.AssignmentExpired) -> Script | None:
    slip = books.slips.get(event.assignment_id)
    return iter([event]) if slip is not None and _has_run_out(slip, at) else None


def _has_run_out(slip: Slip, at: int) -> bool:
    return slip.is_put and not slip.is_done and 0 < slip.due_at <= at


def _spared(books: Books, at: int, event: events.GoodGuyExpired) -> Script | None:
    entry = books.spared.get(event.good_guy_id)
    return iter([event]) if entry is not None and entry.expires_at <= at else None


def _quote(books: Books, at: int, event: events.QuoteExpired) -> Script | None:
    quote = books.offers.get(event.quote_id)
    return iter([event]) if quote is not None and has_expired(quote.terms, at) else None


def _pay_out(books: Books, _at: int, event: events.DefundingQueried) -> Script | None:
    pay_out = books.pay_outs.get(event.defunding_id)
    return iter([event]) if pay_out is not None and not pay_out.is_done else None


def _statement(books: Books, _at: int, event: events.StatementAsked) -> Script | None:
    differs = books.differences.get((event.settlement_system, event.currency))
    return iter([event]) if differs else None


def _settlement(
    books: Books,
    at: int,
    event: events.SettlementQueried | events.SettlementVoided | events.SettlementReleased,
) -> Script | None:
    found = squaring.under_way(books, (event.agreement_id, event.cycle, event.attempt, 0))
    return None if found is None else squaring.ask_again(books, at, found[0], found[1])


_DUE: Final[Mapping[type, Callable[[Books, int, Any], Script | None]]] = {
    events.PaymentTimedOut: _payment,
    events.PaymentRejected: _payment,
    events.WithdrawalRequested: _payment,
    events.QuoteExpired: _quote,
    events.GoodGuyExpired: _spared,
    events.AssignmentExpired: _assignment,
    events.DefundingQueried: _pay_out,
    events.StatementAsked: _statement,
    events.SettlementQueried: _settlement,
    events.SettlementVoided: _settlement,
    events.SettlementReleased: _settlement,
    events.BulkDropped: bulks.due,
    events.BulkForgotten: bulks.due,
    events.PeriodEnded: currency_control.ended,
}


def _is_due(books: Books, sheet: Sheet, at: int) -> bool:
    waits = sheet.stage in (*WAITING, Stage.WITH_PEER, Stage.WITH_BANK)
    if not waits or sheet.due_at > at:
        return False
    return sheet.payment_id not in books.link_of(sheet).frozen


def _no_bulk_left(books: Books, by: int) -> None:
    for file in books.files.values():
        if bulks.is_due(file, by):
            raise AuditError(
                f"The time of bulk {file.bulk_id} has run out, and nothing came of it."
            )


def _nobody_spared(books: Books, by: int) -> None:
    for name, entry in books.spared.items():
        if entry.expires_at <= by:
            raise AuditError(f"The time of good-guy entry {name} has run out, and it is there.")


def _nothing_left(books: Books, until: int) -> None:
    """Demand that nothing is left that was due, but for the grain in which the core looks."""
    by = until - figures.GRAIN_MS
    for sheet in books.sheets.values():
        if _is_due(books, sheet, by):
            raise AuditError(f"Payment {sheet.payment_id} was due at {sheet.due_at} and still is.")
    _no_assignment_left(books, by)
    _no_bulk_left(books, by)
    _nobody_spared(books, by)
    currency_control.none_left(books, by)
    for quote in books.offers.values():
        if has_expired(quote.terms, by):
            raise AuditError(f"Quote {quote.quote_id} has expired and is still open.")
    for link in books.links.values():
        for page in link.rounds.values():
            if _is_unasked(books, link, page, by):
                raise AuditError(f"Nobody asks how cycle {page.number}'s settlement stands.")


def _no_assignment_left(books: Books, by: int) -> None:
    for assignment_id, slip in books.slips.items():
        if _has_run_out(slip, by):
            raise AuditError(f"Assignment {assignment_id} was due at {slip.due_at} and still is.")


def _is_unasked(books: Books, link: Link, page: Round, by: int) -> bool:
    attempt = page.attempt
    if attempt is None or attempt.is_voided or page.is_settled:
        return False
    wait_ms = figures.text_in(books, link, page.number).time_outs.settlement_ms
    return attempt.asked_at + wait_ms <= by
