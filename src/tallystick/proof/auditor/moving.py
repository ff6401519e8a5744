"""How a payment goes on from where it stands, on either side, as far as it can go now."""

from tallystick.core.events import (
    PaymentAccepted,
    PaymentBlocked,
    PaymentForwarded,
    PaymentHeld,
    PaymentPresented,
    PaymentQueued,
    PaymentRefused,
    PaymentRejected,
    PaymentReserved,
    PaymentSettled,
)
from tallystick.core.orders import Terms
from tallystick.proof.auditor import currency_control, figures
from tallystick.proof.auditor.books import Books, Sheet, Stage
from tallystick.proof.auditor.screening import end_of_wait, stops
from tallystick.proof.auditor.script import Script
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome


def go_on(books: Books, at: int, sheet: Sheet) -> Script:
    """Take a payment on: to the peer on the debtor side, to the decision on the creditor side."""
    stopped = stops(books, at, sheet)
    if stopped is not None:
        yield stopped
    elif sheet.side is Side.DEBTOR:
        yield from _out(books, at, sheet)
    else:
        yield from _in(books, at, sheet)


def begin(books: Books, at: int, sheet: Sheet) -> Script:
    """Take a new payment on; a rule that it breaks is told rather than a hold."""
    date = currency_control.date_now(books, at, sheet)
    is_held = isinstance(stops(books, at, sheet), PaymentHeld)
    if is_held and currency_control.is_stopped(books, sheet, date):
        yield from currency_control.stops(books, sheet, date)
    else:
        yield from go_on(books, at, sheet)


def has_expired(terms: Terms, at: int) -> bool:
    """Tell whether a quote no longer holds: its expiry is absolute."""
    return terms.expires_at != 0 and at >= terms.expires_at


def _out(books: Books, at: int, sheet: Sheet) -> Script:
    payment_id = sheet.payment_id
    if sheet.verdict.outcome is Outcome.BLOCK:
        leg = figures.leg_of(books, sheet)[0]  # a fee is not owed for it
        if figures.can_pay(books, leg.debit, leg.amount):
            yield PaymentBlocked(payment_id, 0)
        else:  # there is nothing to freeze
            yield PaymentRefused(payment_id, StatusReason.REGULATORY_REASON)
        return
    link = books.link_of(sheet)
    date = figures.text_now(link).ends[link.own].calendar.business_date(at)
    reason = _breaks_terms(books, at, sheet, date)
    if _is_recalled(books, payment_id):
        yield PaymentRefused(payment_id, StatusReason.REQUESTED_BY_CUSTOMER)
    elif reason is not None:
        yield PaymentRefused(payment_id, reason)
    elif currency_control.is_stopped(books, sheet, date):
        yield from currency_control.stops(books, sheet, date)
    elif _must_wait(books, sheet):
        yield from _wait(books, at, sheet)
    else:
        yield from currency_control.applies(books, sheet, date)
        yield PaymentReserved(payment_id, figures.leg_of(books, sheet), date)
        until = at + figures.text_for(books, sheet).time_outs.payment_ms
        yield PaymentForwarded(payment_id, until)


def _is_recalled(books: Books, payment_id: str) -> bool:
    """Tell whether its bank asked for it back, and waits for what becomes of it."""
    slip = books.slips.get(f"recall:{payment_id}")
    return slip is not None and slip.side is Side.DEBTOR and not slip.is_put and not slip.is_done


def _breaks_terms(books: Books, at: int, sheet: Sheet, date: str) -> StatusReason | None:
    if has_expired(sheet.agreed, at):
        return StatusReason.SETTLEMENT_ABORTED
    link, bank = books.link_of(sheet), sheet.order.debtor_agent
    member, amount = link.members[bank], sheet.agreed.debtor_amount
    sent = figures.sent_on(books, link, bank, date) + amount
    if 0 < member.daily_limit < sent:
        return StatusReason.AMOUNT_EXCEEDS_AGREED_LIMIT
    received = figures.received_on(books, link, bank, date)
    if 0 < member.net_debit_limit < sent - received:
        return StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT
    return None


def _must_wait(books: Books, sheet: Sheet) -> bool:
    """Without room it waits, and behind whoever waits there already and comes first."""
    ahead = figures.waiting_on(books, figures.leg_of(books, sheet)[0].debit)
    return not figures.has_room(books, sheet) or any(s.place < sheet.place for s in ahead)


def _wait(books: Books, at: int, sheet: Sheet) -> Script:
    text = figures.text_for(books, sheet)
    if sheet.verdict.outcome is Outcome.BLOCK:  # it neither waits nor comes back for funds
        yield PaymentRejected(sheet.payment_id, StatusReason.REGULATORY_REASON)
    elif not text.time_outs.queue_ms:
        if sheet.side is Side.DEBTOR:
            yield PaymentRefused(sheet.payment_id, StatusReason.INSUFFICIENT_FUNDS)
        elif text.is_mutual:
            short = StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT
            yield PaymentRejected(sheet.payment_id, short)
        else:
            yield PaymentRejected(sheet.payment_id, StatusReason.INSUFFICIENT_FUNDS)
    elif sheet.stage is not Stage.QUEUED:
        account_id = figures.leg_of(books, sheet)[0].debit
        yield PaymentQueued(sheet.payment_id, account_id, end_of_wait(books, at, sheet))


def _in(books: Books, at: int, sheet: Sheet) -> Script:
    if has_expired(sheet.agreed, at):
        yield PaymentRejected(sheet.payment_id, StatusReason.SETTLEMENT_ABORTED)
        return
    if not sheet.reserved:
        date = currency_control.date_now(books, at, sheet)
        if currency_control.is_stopped(books, sheet, date):
            yield from currency_control.stops(books, sheet, date)
            return
        if _must_wait(books, sheet):
            yield from _wait(books, at, sheet)
            return
        yield from currency_control.applies(books, sheet, date)
        yield PaymentReserved(sheet.payment_id, figures.leg_of(books, sheet), date)
    yield from _decide(books, at, sheet)


def _decide(books: Books, at: int, sheet: Sheet) -> Script:
    link = books.link_of(sheet)
    open_round = link.open_round
    if sheet.verdict.outcome is Outcome.BLOCK:
        yield PaymentBlocked(sheet.payment_id, open_round)
    elif sheet.is_promised and not figures.is_within_swing(books, link, sheet, 0):
        full = StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT
        yield PaymentRejected(sheet.payment_id, full)
    elif sheet.is_promised:
        yield PaymentAccepted(sheet.payment_id, open_round)
        yield PaymentSettled(sheet.payment_id)
    else:
        until = at + figures.text_for(books, sheet).time_outs.answer_ms
        yield PaymentPresented(sheet.payment_id, until)
