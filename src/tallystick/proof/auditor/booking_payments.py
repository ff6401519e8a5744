"""What an event of a payment does to the auditor's books."""

from typing import Final

from tallystick.core import events
from tallystick.core.ledger import Posting
from tallystick.core.orders import Decision, OrderKind, Portion
from tallystick.proof.auditor import accounts, figures
from tallystick.proof.auditor.books import Books, Link, Sheet, Stage
from tallystick.proof.auditor.breach import AuditError
from tallystick.terms.parties import Side

_ENDS: Final[dict[type, Stage]] = {
    events.PaymentRefused: Stage.REFUSED,
    events.PaymentTimedOut: Stage.TIMED_OUT,
    events.PaymentRejected: Stage.REJECTED,
    events.PaymentWithdrawn: Stage.WITHDRAWN,
}


def received(books: Books, event: events.PaymentReceived) -> None:
    """Begin a sheet; the quote it names is used up."""
    _begin(books, event, Side.DEBTOR)
    if event.terms is not None:
        books.offers.pop(event.terms.quote_id, None)


def arrived(books: Books, event: events.PaymentArrived) -> None:
    """Begin a sheet on the creditor side."""
    _begin(books, event, Side.CREDITOR)


def _begin(
    books: Books, event: events.PaymentReceived | events.PaymentArrived, side: Side
) -> None:
    if event.order.payment_id in books.sheets:
        raise AuditError(f"Payment {event.order.payment_id} is taken up twice.")
    sheet = Sheet(event.order, side, event.terms, event.version, event.verdict, books.at)
    sheet.facts = event.facts
    books.sheets[event.order.payment_id] = sheet


def _turn(books: Books, event: events.PaymentEvent, stage: Stage) -> Sheet:
    """Turn a sheet to another stage; what belonged to the former one no longer holds."""
    sheet = books.sheets[event.payment_id]
    if sheet.is_done:
        raise AuditError(f"Payment {sheet.payment_id} is {sheet.stage} for good, not {stage}.")
    sheet.stage, sheet.due_at = stage, 0
    sheet.held_for, sheet.first_person, sheet.waits_on = None, "", ""
    return sheet


def held(books: Books, event: events.PaymentHeld) -> None:
    """It waits for people or for a new verdict."""
    sheet = _turn(books, event, Stage.HELD)
    sheet.waits += 1
    sheet.held_for, sheet.due_at = event.cause, event.deadline_at


def queued(books: Books, event: events.PaymentQueued) -> None:
    """It waits for room."""
    sheet = _turn(books, event, Stage.QUEUED)
    sheet.waits += 1
    sheet.waits_on, sheet.due_at = event.account_id, event.deadline_at


def reserved(books: Books, event: events.PaymentReserved) -> None:
    """Its leg is set aside."""
    sheet = _turn(books, event, Stage.RESERVED)
    books.set_aside(f"payment/{sheet.payment_id}", event.postings)
    sheet.reserved, sheet.reserved_on = event.postings, event.business_date


def forwarded(books: Books, event: events.PaymentForwarded) -> None:
    """The peer decides it."""
    _turn(books, event, Stage.WITH_PEER).due_at = event.deadline_at


def presented(books: Books, event: events.PaymentPresented) -> None:
    """The creditor's bank is asked."""
    sheet = _turn(books, event, Stage.WITH_BANK)
    sheet.due_at = event.deadline_at
    sheet.presented_at = sheet.presented_at or books.at


def promised(books: Books, event: events.PaymentPromised) -> None:
    """The creditor's bank will take it."""
    books.sheets[event.payment_id].is_promised = True


def asked_back(books: Books, event: events.WithdrawalRequested) -> None:
    """The peer is asked to let it go."""
    _turn(books, event, Stage.ASKED_BACK).waits += 1


def pending_heard(books: Books, event: events.PendingHeard) -> None:
    """The decider waits, and so do we, longer."""
    sheet = books.sheets[event.payment_id]
    sheet.due_at = event.deadline_at
    sheet.waits += 1


def accepted(books: Books, event: events.PaymentAccepted) -> None:
    """It is final, and this cycle counts it."""
    _count(books, _turn(books, event, Stage.ACCEPTED), Decision.ACCEPTED, event.cycle)


def heard_blocked(books: Books, event: events.PaymentHeardBlocked) -> None:
    """It is final: frozen at the other end, and this cycle counts it."""
    _count(books, _turn(books, event, Stage.ACCEPTED), Decision.BLOCKED, event.cycle)


def _count(books: Books, sheet: Sheet, decision: Decision, cycle: int) -> None:
    link = books.link_of(sheet)
    page = link.round(cycle)
    # A lost answer may be made good after the other's close, until the halves are compared.
    declared = page.declared_here is not None
    if page.root if sheet.side is Side.DEBTOR else declared:
        raise AuditError(
            f"Payment {sheet.payment_id} is counted in cycle {cycle} after its close."
        )
    sheet.decision, sheet.cycle = decision, cycle


def settled(books: Books, event: events.PaymentSettled) -> None:
    """Our leg moves; a return marks what it returns."""
    sheet = _turn(books, event, Stage.SETTLED)
    if sheet.reserved:
        books.set_free(f"payment/{sheet.payment_id}")
    sheet.posted = sheet.reserved or figures.leg_of(books, sheet)
    sheet.reserved = ()
    books.move(sheet.posted)
    _mark_original(books, sheet)


def return_reserved(books: Books, event: events.ReturnReserved) -> None:
    """A part of the original is set aside for this return of it."""
    sheet = books.sheets[event.payment_id]
    sheet.part = event.portion
    original = books.sheets.get(event.original_id)
    if original is not None:
        original.returns.append(sheet)


def _mark_original(books: Books, sheet: Sheet) -> None:
    original = books.sheets.get(sheet.order.original_id)
    if sheet.order.kind is not OrderKind.RETURN or original is None:
        return
    if original.stage is not Stage.SETTLED:
        raise AuditError(f"Payment {original.payment_id} is returned while {original.stage}.")
    original.returned_by = sheet.payment_id
    if _is_all(figures.returned_of(original), original):
        original.stage = Stage.RETURNED


def _is_all(gone: Portion, original: Sheet) -> bool:
    amounts = original.agreed.debtor_amount, original.agreed.creditor_amount
    return 1 - figures.share_of(gone, *amounts) < figures.smallest_share(*amounts)


def blocked(books: Books, event: events.PaymentBlocked) -> None:
    """Our leg's money, without a fee, goes to the blocked account and stays there."""
    sheet = _turn(books, event, Stage.BLOCKED)
    if sheet.reserved:
        books.set_free(f"payment/{sheet.payment_id}")
        sheet.reserved = ()
    leg = figures.leg_of(books, sheet)[0]
    link = books.link_of(sheet)
    frozen = accounts.blocked(link.agreement_id, link.here.currency)
    sheet.posted = (Posting(leg.debit, frozen, leg.amount),)
    books.move(sheet.posted)
    if sheet.side is Side.CREDITOR:
        _count(books, sheet, Decision.BLOCKED, event.cycle)
        _mark_original(books, sheet)
    else:
        sheet.decision, sheet.leaves_with = Decision.BLOCKED, link.open_round
        original = books.sheets.get(sheet.order.original_id)
        if sheet.order.kind is OrderKind.RETURN and original is not None:
            original.returned_by = sheet.payment_id  # its bank has paid: there is no second


def ended(
    books: Books,
    event: events.PaymentRefused
    | events.PaymentTimedOut
    | events.PaymentRejected
    | events.PaymentWithdrawn,
) -> None:
    """It ends without moving money: what was set aside is free again."""
    sheet = _turn(books, event, _ENDS[type(event)])
    if isinstance(event, events.PaymentWithdrawn):
        sheet.decision = Decision.WITHDRAWN
    else:
        sheet.reason = event.reason
    if isinstance(event, events.PaymentRejected):
        sheet.decision = Decision.REJECTED
    if sheet.reserved:
        books.set_free(f"payment/{sheet.payment_id}")
        sheet.reserved = ()
    link = books.links.get(sheet.order.agreement_id)
    if link is not None and link.current > 0:
        sheet.leaves_with = link.open_round


def frozen(books: Books, event: events.PaymentFrozen) -> None:
    """Nothing more may happen to it but a resolution."""
    freeze(books, books.links[event.agreement_id], event.payment_id)


def freeze(books: Books, link: Link, payment_id: str) -> None:
    """Freeze a payment, or an item that names none; it keeps nobody else waiting."""
    link.frozen.add(payment_id)
    sheet = books.in_state(payment_id)
    if sheet is not None:
        sheet.waits_on = ""


def resolved(books: Books, event: events.PaymentResolved) -> None:
    """It is free again."""
    books.signatures.pop((event.agreement_id, event.payment_id))
    sheet = books.under(event.agreement_id, event.payment_id)
    if sheet is not None:
        sheet.is_resolved = True
    books.links[event.agreement_id].frozen.discard(event.payment_id)
    books.links[event.agreement_id].parked.discard(event.payment_id)


def left(books: Books, event: events.PaymentsClosed) -> None:
    """They are remembered, no longer held in the state."""
    for record in event.records:
        books.sheets[record.payment_id].is_gone = True
