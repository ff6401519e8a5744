"""Screening: nothing passes a decision point but with a verdict that is clear by the lists of now.

The debtor node decides last when it forwards, the creditor node when it accepts.
Holding is not telling: why a payment waits is known here and nowhere else.
"""

from tallystick.core.commands import RecordVerdict
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    PaymentHeld,
    VerdictRecorded,
    WithdrawalRequested,
)
from tallystick.core.orders import Decision
from tallystick.proof.auditor.books import OUT_OF_HAND, Books, Sheet, Stage
from tallystick.proof.auditor.moving import go_on
from tallystick.proof.auditor.screening import is_clear_now, stops
from tallystick.proof.auditor.script import Script, case, no


def record_verdict(books: Books, at: int, command: RecordVerdict) -> Script:
    """A new verdict binds up to the last decision point; later a hit asks back or is a case."""
    sheet = books.in_state(command.payment_id)
    if sheet is None:
        yield no(command.payment_id)
        return
    yield VerdictRecorded(command.payment_id, command.verdict)
    if sheet.is_done or sheet.stage in OUT_OF_HAND:
        yield from _too_late(books, sheet)
    elif sheet.payment_id not in books.link_of(sheet).frozen:
        yield from _in_time(books, at, sheet)


def _too_late(books: Books, sheet: Sheet) -> Script:
    if sheet.verdict.is_clear or sheet.stage is Stage.ASKED_BACK:
        return
    if sheet.is_done:
        # Only where money has moved, and is not where the law wants it, there is a case.
        moved = sheet.decision in (Decision.ACCEPTED, Decision.BLOCKED)
        if moved and sheet.stage is not Stage.BLOCKED:
            yield case(sheet.payment_id, CaseKind.LATE_HIT)
    elif sheet.payment_id not in books.link_of(sheet).frozen:
        yield WithdrawalRequested(sheet.payment_id)


def _in_time(books: Books, at: int, sheet: Sheet) -> Script:
    stopped = stops(books, at, sheet)
    if sheet.stage is not Stage.HELD:
        if stopped is not None:
            yield stopped
        elif not is_clear_now(books, at, sheet):
            yield from go_on(books, at, sheet)  # its money is to be blocked
    elif stopped is None:
        yield from go_on(books, at, sheet)
    elif not _is_same_hold(sheet, stopped):
        yield stopped


def _is_same_hold(sheet: Sheet, stopped: AnyEvent) -> bool:
    return isinstance(stopped, PaymentHeld) and stopped.cause is sheet.held_for
