"""Who must be told what because of an event: no more than is theirs to know, and nothing less.

A bank and the other node hear one word for held, reviewed, queued and asked back. A
bank credits its customer on the final notice alone. A provider hears of every success
and of every abort. The other node hears each decision once, by its number.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from tallystick.core import effects, events, items
from tallystick.core.orders import Decision, OrderKind
from tallystick.core.rule_sets import Broken
from tallystick.proof.auditor import accounts, figures, system_telling, tally
from tallystick.proof.auditor import telling_bulks as bulks
from tallystick.proof.auditor import telling_screening as screening
from tallystick.proof.auditor import telling_slips as slips
from tallystick.proof.auditor.books import Attempt, Books, Link, Round, Sheet, Stage
from tallystick.proof.auditor.currency_control import own_amount
from tallystick.proof.auditor.numbering import to_peer as _peer
from tallystick.proof.auditor.squaring import decides
from tallystick.terms.parties import Side
from tallystick.terms.reasons import REASONS, PaymentStatus

Told = list[effects.AnyEffect]
_KIND = effects.InstructionKind


def _bank(sheet: Sheet) -> effects.AnyEffect:
    order = sheet.order
    agent = order.debtor_agent if sheet.side is Side.DEBTOR else order.creditor_agent
    words = effects.TellStatus(agent, order.payment_id, *figures.standing_of(sheet))
    return replace(words, broken=_own_broken(sheet))


def _own_broken(sheet: Sheet | None) -> Broken | None:
    """Return the rule of its own country that a debtor's bank may know of."""
    return sheet.broken if sheet is not None and sheet.side is Side.DEBTOR else None


def _house(books: Books, sheet: Sheet, status: PaymentStatus) -> Told:
    """Tell the provider; an operator that quotes itself knows."""
    link = books.links.get(sheet.order.agreement_id)
    if link is None or sheet.terms is None or not sheet.terms.provider_id:
        return []
    house_id = sheet.terms.provider_id
    if house_id in (link.here.operator_id, link.there.operator_id):
        return []
    return [effects.TellProvider(house_id, sheet.payment_id, sheet.terms.quote_id, status)]


def _waits(books: Books, event: events.PaymentHeld | events.PaymentQueued) -> Told:
    sheet = books.sheets[event.payment_id]
    told: Told = []
    if sheet.held_for is events.HoldCause.SCREEN_AGAIN:
        told.append(effects.ScreenAgain(event.payment_id))
    return told + _tell_pending(books, sheet)


def _tell_pending(books: Books, sheet: Sheet) -> Told:
    """Say once that it waits; how often it could be said would tell why."""
    if sheet.waits > 1:
        return []
    if sheet.side is Side.DEBTOR:
        return [_bank(sheet)]
    name = sheet.order.agreement_id
    return [_peer(books, name, items.StillPending(name, sheet.payment_id))]


def _forwarded(books: Books, event: events.PaymentForwarded) -> Told:
    sheet = books.sheets[event.payment_id]
    name = sheet.order.agreement_id
    item = items.Forwarded(name, sheet.version, sheet.order, sheet.agreed)
    return [_peer(books, name, item)]


def _presented(books: Books, event: events.PaymentPresented) -> Told:
    sheet = books.sheets[event.payment_id]
    if not sheet.reserved or sheet.presented_at != books.at:
        return []
    return [effects.Present(sheet.order.creditor_agent, event.payment_id)]


def _asked_back(books: Books, event: events.WithdrawalRequested) -> Told:
    sheet = books.sheets[event.payment_id]
    name = sheet.order.agreement_id
    item = items.WithdrawalAsked(name, event.payment_id)
    return [_peer(books, name, item), *_tell_pending(books, sheet)]


def _settled(books: Books, event: events.PaymentSettled) -> Told:
    sheet = books.sheets[event.payment_id]
    told = [_bank(sheet), *_house(books, sheet, PaymentStatus.ACSC)]
    if sheet.side is Side.CREDITOR:
        told.append(_decided(books, sheet))
    return told + _returned(books, sheet) + _reported(books, sheet)


def _reported(books: Books, sheet: Sheet) -> Told:
    """Tell the authorities what a rule has reported, once it has moved."""
    told, currency = sheet.facts, books.link_of(sheet).here.currency
    where = sheet.side, sheet.reserved_on, own_amount(sheet), currency
    whom = told.person, told.country, told.purposes, told.codes
    return [
        effects.ReportPayment(rule_id, sheet.judged_by, sheet.payment_id, *where, *whom)
        for rule_id in sheet.reported
    ]


def _returned(books: Books, sheet: Sheet) -> Told:
    """Mark what a return returned where it is remembered, if it left the state already."""
    if sheet.order.kind is not OrderKind.RETURN or books.in_state(sheet.order.original_id):
        return []
    original = books.sheets[sheet.order.original_id]
    returned = figures.returned_of(original)
    return [effects.MarkReturned(original.payment_id, sheet.payment_id, returned)]


def _decided(books: Books, sheet: Sheet) -> effects.AnyEffect:
    assert sheet.decision is not None, "the decider has decided"
    name, decision = sheet.order.agreement_id, sheet.decision
    item = items.Decided(name, sheet.payment_id, decision, sheet.cycle, sheet.reason)
    return _peer(books, name, item)


def _ended(books: Books, event: events.PaymentEvent) -> Told:
    sheet = books.sheets[event.payment_id]
    # What was frozen at the creditor's end has moved: its provider has done its part.
    moved = sheet.stage is Stage.BLOCKED and sheet.side is Side.CREDITOR
    told = _house(books, sheet, PaymentStatus.ACSC if moved else PaymentStatus.RJCT)
    if sheet.stage is Stage.BLOCKED:
        told += _returned(books, sheet)
    if sheet.side is Side.DEBTOR:
        return [_bank(sheet), *told]
    told.append(_decided(books, sheet))
    return [*told, _bank(sheet)] if sheet.presented_at else told


def _forward_refused(books: Books, event: events.ForwardRefused) -> Told:
    name, payment_id = event.agreement_id, event.payment_id
    item = items.Decided(name, payment_id, Decision.REJECTED, 0, event.reason)
    return [_peer(books, name, item)]


def _forward_repeated(books: Books, event: events.ForwardRepeated) -> Told:
    sheet = books.sheets[event.payment_id]
    if sheet.decision is not None:
        return [_decided(books, sheet)]
    name = sheet.order.agreement_id
    return [_peer(books, name, items.StillPending(name, event.payment_id))]


def _repeated(books: Books, event: events.StatusRepeated) -> Told:
    words = event.participant_id, event.payment_id, event.status, event.reason
    broken = _own_broken(books.in_state(event.payment_id))
    return [effects.TellStatus(*words, broken=broken)]


def _order_refused(_books: Books, event: events.OrderRefused) -> Told:
    status = REASONS[event.reason].status
    words = event.participant_id, event.payment_id, status, event.reason, event.content
    return [effects.TellStatus(*words)]


def _quote_refused(_books: Books, event: events.QuoteRefused) -> Told:
    return [effects.Answer(event.quote_id, event.reason)]


def _refused(_books: Books, event: events.CommandRefused) -> Told:
    return [effects.Answer(event.subject, event.reason)]


def _pending(books: Books, event: events.PendingHeard) -> Told:
    return _tell_pending(books, books.sheets[event.payment_id])


def _case(_books: Books, event: events.CaseOpened) -> Told:
    return [effects.CallPeople(event.case_id, "")]


def _frozen(_books: Books, event: events.PaymentFrozen) -> Told:
    return [effects.CallPeople(event.payment_id, "")]


def _adopted(books: Books, event: events.AgreementAdopted) -> Told:
    text = event.agreement
    item = items.AgreementSigned(text.agreement_id, text.version, event.digest)
    name, version = text.agreement_id, text.version
    return [_peer(books, name, item), *system_telling.begun_by(books, name, version)]


def _left(_books: Books, event: events.PaymentsClosed) -> Told:
    return [effects.Remember(record) for record in event.records]


def _closed(books: Books, event: events.CycleClosed) -> Told:
    """Declare, and have our balance stated, without which the cycle is not signed."""
    name, here = event.agreement_id, books.links[event.agreement_id].here
    totals = event.count, event.debtor_total, event.creditor_total
    item = items.Declared(name, event.cycle, *totals, event.root, event.next_rate)
    words = here.settlement_system, _KIND.STATEMENT, f"{name}/{event.cycle}", here.currency
    told = [_peer(books, name, item), effects.Instruct(*words)]
    told += system_telling.closed(books, event)
    return [*told, *screening.by_new_text(books, event)]


def _statement_asked(books: Books, event: events.StatementAsked) -> Told:
    words = event.settlement_system, _KIND.STATEMENT, f"{event.settlement_system}/{books.at}"
    return [effects.Instruct(*words, event.currency)]


def _signed(books: Books, event: events.CycleSigned) -> Told:
    item = items.RootSigned(event.agreement_id, event.cycle, event.root)
    return [_peer(books, event.agreement_id, item)]


def _unequal(books: Books, event: events.CycleUnequal) -> Told:
    lines = tally.shown(books, books.links[event.agreement_id], event.cycle)
    item = items.LinesShown(event.agreement_id, event.cycle, lines)
    return [_peer(books, event.agreement_id, item)]


def _find(books: Books, event: events.CycleEvent) -> tuple[Link, Round, Attempt]:
    link = books.links[event.agreement_id]
    page = link.round(event.cycle)
    assert page.attempt is not None, "settlement has begun"
    return link, page, page.attempt


def _started(books: Books, event: events.SettlementStarted) -> Told:
    """The first attempt begins by itself at both; the decider tells of a further one."""
    if event.attempt == 1 or not decides(books.links[event.agreement_id], event.cycle):
        return []
    item = items.AttemptStarted(event.agreement_id, event.cycle, event.attempt)
    return [_peer(books, event.agreement_id, item)]


def _instruct(books: Books, event: events.CycleEvent, kind: effects.InstructionKind) -> Told:
    """Ask the settlement system about every leg that we pay."""
    _link, _page, attempt = _find(books, event)
    return [
        effects.Instruct(
            leg.settlement_system,
            kind,
            accounts.reference_of(event.agreement_id, event.cycle, attempt.number, index),
            leg.currency,
            leg.amount,
            leg.payee,
        )
        for index, leg in enumerate(attempt.legs)
        if leg.payer == books.operator_id
    ]


def _reserved(books: Books, event: events.LegReserved) -> Told:
    return _instruct(books, event, _KIND.HOLD)


def _queried(books: Books, event: events.SettlementQueried) -> Told:
    """A release is repeated until it is confirmed; anything else is asked, never guessed."""
    released = _find(books, event)[2].is_released
    return _instruct(books, event, _KIND.RELEASE if released else _KIND.QUERY)


def _is_payer(books: Books, event: events.LegProved | events.LegRefused) -> bool:
    return _find(books, event)[2].legs[event.leg].payer == books.operator_id


def _proved(books: Books, event: events.LegProved) -> Told:
    if not _is_payer(books, event):
        return []
    leg = event.cycle, event.attempt, event.leg
    item = items.LegHeld(event.agreement_id, *leg, event.proof, event.valid_until)
    return [_peer(books, event.agreement_id, item)]


def _leg_refused(books: Books, event: events.LegRefused) -> Told:
    if not _is_payer(books, event):
        return []
    item = items.LegFailed(event.agreement_id, event.cycle, event.attempt, event.leg)
    return [_peer(books, event.agreement_id, item)]


def _released(books: Books, event: events.SettlementReleased) -> Told:
    told = _instruct(books, event, _KIND.RELEASE)
    if decides(books.links[event.agreement_id], event.cycle):
        item = items.ReleaseDecided(event.agreement_id, event.cycle, event.attempt)
        told.append(_peer(books, event.agreement_id, item))
    return told


def _voided(books: Books, event: events.SettlementVoided) -> Told:
    told = _instruct(books, event, _KIND.VOID)
    if decides(books.links[event.agreement_id], event.cycle):
        item = items.VoidDecided(event.agreement_id, event.cycle, event.attempt)
        told.append(_peer(books, event.agreement_id, item))
    return told


def _pays_out(books: Books, event: events.DefundingRequested) -> Told:
    return _pay_out(books, event.defunding_id, _KIND.PAY_OUT)


def _pay_out_queried(books: Books, event: events.DefundingQueried) -> Told:
    return _pay_out(books, event.defunding_id, _KIND.QUERY)


def _pay_out(books: Books, defunding_id: str, kind: effects.InstructionKind) -> Told:
    known = books.pay_outs[defunding_id]
    owner, amount = known.posting.debit, known.posting.amount
    currency = books.accounts[owner].currency
    words = known.settlement_system, kind, defunding_id, currency, amount, owner
    return [effects.Instruct(*words)]


def _resolution(books: Books, event: events.ResolutionConfirmed) -> Told:
    if event.payment_id in books.links[event.agreement_id].parked:
        return []  # what an item without a payment stopped is this operator's own affair
    words = event.agreement_id, event.payment_id, event.outcome, event.cycle
    return [_peer(books, event.agreement_id, items.ResolutionSigned(*words))]


def _second_person(_books: Books, _event: events.RulesProposed) -> Told:
    return [effects.CallPeople("rules", "")]


TOLD: Final[Mapping[type, Callable[[Books, Any], Told]]] = {
    events.RulesProposed: _second_person,
    events.PaymentHeld: _waits,
    events.PaymentQueued: _waits,
    events.PaymentForwarded: _forwarded,
    events.PaymentPresented: _presented,
    events.WithdrawalRequested: _asked_back,
    events.PaymentSettled: _settled,
    events.PaymentRefused: _ended,
    events.PaymentTimedOut: _ended,
    events.PaymentRejected: _ended,
    events.PaymentWithdrawn: _ended,
    events.PaymentBlocked: _ended,
    events.ForwardRefused: _forward_refused,
    events.ForwardRepeated: _forward_repeated,
    events.StatusRepeated: _repeated,
    events.OrderRefused: _order_refused,
    events.QuoteRefused: _quote_refused,
    events.CommandRefused: _refused,
    events.PendingHeard: _pending,
    events.CaseOpened: _case,
    events.PaymentFrozen: _frozen,
    **screening.TOLD,
    events.AgreementAdopted: _adopted,
    events.PaymentsClosed: _left,
    events.AgreementHeard: system_telling.heard,
    events.ParticipantSuspended: system_telling.suspended,
    events.ParticipantReinstated: system_telling.reinstated,
    events.CycleClosed: _closed,
    events.StatementAsked: _statement_asked,
    events.CycleSigned: _signed,
    events.CycleUnequal: _unequal,
    events.SettlementStarted: _started,
    events.LegReserved: _reserved,
    events.LegProved: _proved,
    events.LegRefused: _leg_refused,
    events.SettlementReleased: _released,
    events.SettlementVoided: _voided,
    events.SettlementQueried: _queried,
    events.DefundingRequested: _pays_out,
    events.DefundingQueried: _pay_out_queried,
    events.ResolutionConfirmed: _resolution,
    events.AssignmentSent: slips.sent,
    events.AssignmentPresented: slips.presented,
    events.AssignmentPending: slips.pending,
    events.AssignmentAnswered: slips.ended,
    events.AssignmentExpired: slips.ended,
    events.AssignmentLost: slips.lost,
    events.AssignmentRepeated: slips.repeated,
    events.AssignmentsClosed: slips.left,
    events.BulkSealed: bulks.stands,
    events.BulkRepeated: bulks.stands,
    events.BulkDropped: bulks.dropped,
    events.OrderReleased: bulks.released,
}
