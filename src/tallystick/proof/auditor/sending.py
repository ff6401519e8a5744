"""The debtor side: an order, and the decider's answer to it."""

from tallystick.core.commands import AskStatus, SubmitPayment
from tallystick.core.events import (
    CaseKind,
    OrderRefused,
    PaymentAccepted,
    PaymentFrozen,
    PaymentHeardBlocked,
    PaymentReceived,
    PaymentRefused,
    PaymentRejected,
    PaymentSettled,
    PaymentWithdrawn,
    PendingHeard,
    StatusRepeated,
)
from tallystick.core.items import Decided, StillPending
from tallystick.core.orders import ClosingRecord, Decision, Order
from tallystick.proof.auditor import figures, returns
from tallystick.proof.auditor.books import OUT_OF_HAND, Books, Sheet, Stage
from tallystick.proof.auditor.moving import begin
from tallystick.proof.auditor.offers import terms_for
from tallystick.proof.auditor.remembering import record_for, standing
from tallystick.proof.auditor.script import Script, case, no
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome


def submit_payment(books: Books, at: int, command: SubmitPayment) -> Script:
    """Take up an order once; what cannot have terms is stored and refused."""
    order = command.order
    known = record_for(books, order.payment_id, command.known)
    link = books.links.get(order.agreement_id)
    if known is not None:
        yield from _again(books, order, known)
    elif link is None or not link.current:
        yield from _unread(command, StatusReason.TRANSACTION_FORBIDDEN)
    elif order.payment_id in link.frozen:
        yield _id_is_taken(order)
    elif returns.is_strange(books, order, Side.DEBTOR, command.original):
        yield no(order.payment_id)  # and nothing of it is kept
    else:
        yield from _new(books, at, command)


def _again(books: Books, order: Order, known: ClosingRecord) -> Script:
    """Give the same order the stored answer, another under its id a refusal."""
    asked = order.content, order.debtor_agent
    if known.side is Side.DEBTOR and asked == (known.content, known.debtor_agent):
        yield StatusRepeated(order.payment_id, order.debtor_agent, *standing(books, known))
    else:
        yield _id_is_taken(order)


def _id_is_taken(order: Order) -> OrderRefused:
    words = order.debtor_agent, order.payment_id
    return OrderRefused(*words, StatusReason.DUPLICATION, order.content)


def _unread(command: SubmitPayment, reason: StatusReason) -> Script:
    yield PaymentReceived(command.order, None, 0, command.verdict)
    yield PaymentRefused(command.order.payment_id, reason)


def _new(books: Books, at: int, command: SubmitPayment) -> Script:
    order = command.order
    link = books.links[order.agreement_id]
    found = _bars_parties(books, at, order) or terms_for(books, at, order)
    if isinstance(found, StatusReason):
        yield from _unread(command, found)
        return
    yield PaymentReceived(order, found, link.current, command.verdict, command.facts)
    part = returns.part_of(books, order, found, Side.DEBTOR, (command.original, command.recall))
    if isinstance(part, StatusReason):
        yield PaymentRefused(order.payment_id, part)
        return
    if part is not None:
        yield part
    yield from begin(books, at, books.sheets[order.payment_id])


def _bars_parties(books: Books, at: int, order: Order) -> StatusReason | None:
    link = books.links[order.agreement_id]
    debtor, creditor = link.members.get(order.debtor_agent), link.members.get(order.creditor_agent)
    if debtor is None or debtor.operator_id != link.here.operator_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    if creditor is None or creditor.operator_id != link.there.operator_id:
        return StatusReason.CREDITOR_BANK_NOT_REGISTERED
    if debtor.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    if creditor.is_suspended:
        return StatusReason.CREDITOR_AGENT_SUSPENDED
    is_open = figures.text_now(link).ends[link.own].calendar.is_open(at)
    return None if is_open else StatusReason.INVALID_CUT_OFF_TIME


def ask_status(books: Books, _at: int, command: AskStatus) -> Script:
    """Give the payment's bank on our side the answer as it stands."""
    known = record_for(books, command.payment_id, command.known)
    # A creditor's bank knows nothing, ever, of what was never presented to it.
    unheard = known is not None and known.side is Side.CREDITOR and not known.was_presented
    if known is None or unheard or command.participant_id != _own_bank(known):
        yield no(command.payment_id)
    else:
        yield StatusRepeated(command.payment_id, command.participant_id, *standing(books, known))


def _own_bank(known: ClosingRecord) -> str:
    return known.debtor_agent if known.side is Side.DEBTOR else known.creditor_agent


def hear_decided(books: Books, _at: int, item: Decided) -> Script:
    """Do as the decider decided; what it cannot have decided is its breach."""
    sheet = books.under(item.agreement_id, item.payment_id)
    link = books.links[item.agreement_id]
    if sheet is not None and _is_said_again(sheet, item):
        if sheet.cycle != item.cycle:  # else people resolved it before the answer came
            yield case(item.payment_id, CaseKind.PEER_BREACH)
        return
    ours = sheet is not None and sheet.side is Side.DEBTOR and item.payment_id not in link.frozen
    if sheet is None or not ours or not _is_open_to(sheet, item.decision):
        yield case(item.payment_id, CaseKind.PEER_BREACH)
    elif item.decision is Decision.WITHDRAWN:
        yield PaymentWithdrawn(item.payment_id)
        if sheet.verdict.outcome is Outcome.BLOCK:  # the money to be blocked is back
            yield case(item.payment_id, CaseKind.LATE_HIT)
    elif item.decision is Decision.REJECTED:
        reason = item.reason or StatusReason.REASON_NOT_SPECIFIED
        yield PaymentRejected(item.payment_id, reason)
    elif item.cycle != link.heard_round + 1:  # the one cycle that the peer has open
        yield PaymentFrozen(item.payment_id, item.agreement_id, "")
    else:
        yield from _settle(sheet, item)


def _is_said_again(sheet: Sheet, item: Decided) -> bool:
    ended = sheet.side is Side.DEBTOR and sheet.is_done
    return ended and sheet.decision is item.decision


def _is_open_to(sheet: Sheet, decision: Decision) -> bool:
    """Only what is with the peer can be decided by it, withdrawn only what was asked back."""
    if decision is Decision.WITHDRAWN:
        return sheet.stage is Stage.ASKED_BACK
    return sheet.stage in OUT_OF_HAND


def _settle(sheet: Sheet, item: Decided) -> Script:
    if item.decision is Decision.BLOCKED:
        yield PaymentHeardBlocked(item.payment_id, item.cycle)
    else:
        yield PaymentAccepted(item.payment_id, item.cycle)
    yield PaymentSettled(item.payment_id)
    if not sheet.verdict.is_clear:
        yield case(item.payment_id, CaseKind.LATE_HIT)


def hear_pending(books: Books, at: int, item: StillPending) -> Script:
    """Tell the bank that the payment waits, as long as it does not know that already."""
    sheet = books.under(item.agreement_id, item.payment_id)
    frozen = item.payment_id in books.links[item.agreement_id].frozen
    if sheet is not None and sheet.stage is Stage.WITH_PEER and not frozen:
        limits = figures.text_for(books, sheet).time_outs
        longest = max(limits.review_ms, limits.queue_ms)  # which of them it is, is not told
        yield PendingHeard(item.payment_id, at + longest + limits.payment_ms)
