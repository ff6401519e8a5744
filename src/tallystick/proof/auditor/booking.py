"""What each event does to the auditor's books."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tallystick.core import events
from tallystick.core.agreements import Agreement
from tallystick.core.ledger import Posting
from tallystick.proof.auditor import accounts, figures
from tallystick.proof.auditor import booking_bulks as bulks
from tallystick.proof.auditor import booking_cycles as cycles
from tallystick.proof.auditor import booking_payments as payments
from tallystick.proof.auditor import booking_rules as rules
from tallystick.proof.auditor import booking_screening as screening
from tallystick.proof.auditor import booking_slips as slips
from tallystick.proof.auditor.books import (
    Books,
    House,
    Link,
    Member,
    PayOut,
    Signatures,
    Stream,
)
from tallystick.terms.parties import Side


def _nothing(_books: Books, _event: events.AnyEvent) -> None:
    """It only tells; the books stay as they are."""


def _case_opened(books: Books, event: events.CaseOpened) -> None:
    books.cases.add(f"{event.kind.value}: {event.case_id}")


def _case_closed(books: Books, event: events.CaseClosed) -> None:
    books.cases.remove(event.case_id)


def _registered(books: Books, event: events.ParticipantRegistered) -> None:
    link = books.links[event.agreement_id]
    limits = event.daily_limit, event.net_debit_limit
    member = link.members.setdefault(event.participant_id, Member(event.operator_id, *limits))
    member.daily_limit, member.net_debit_limit = limits
    if event.operator_id == books.operator_id:
        currency = link.here.currency
        account_id = accounts.of_participant(event.participant_id, currency)
        books.open_account(account_id, currency, has_floor=True)


def _suspended(books: Books, event: events.ParticipantSuspended) -> None:
    books.links[event.agreement_id].members[event.participant_id].is_suspended = True


def _reinstated(books: Books, event: events.ParticipantReinstated) -> None:
    books.links[event.agreement_id].members[event.participant_id].is_suspended = False


def _provider(books: Books, event: events.ProviderRegistered) -> None:
    link = books.links[event.agreement_id]
    if event.provider_id not in link.houses:
        currency = link.here.currency
        account_id = accounts.of_provider(event.provider_id, currency)
        books.open_account(account_id, currency, has_floor=True)
    house = link.houses.setdefault(event.provider_id, House(event.exposure_limit))
    house.exposure_limit = event.exposure_limit


def _rates(books: Books, event: events.RatesPublished) -> None:
    house = books.links[event.agreement_id].houses[event.provider_id]
    house.rate, house.published_at = event.rate, books.at
    house.tiers, house.improvements = event.tiers, event.improvements


def _adopted(books: Books, event: events.AgreementAdopted) -> None:
    text = event.agreement
    own = 0 if text.ends[0].operator_id == books.operator_id else 1
    if text.agreement_id not in books.links:
        books.links[text.agreement_id] = Link(text.agreement_id, own)
        _open_accounts(books, text, own)
    link = books.links[text.agreement_id]
    link.texts[text.version], link.signed_here[text.version] = text, event.digest
    if text.is_mutual:  # the operator quotes itself
        link.houses.setdefault(books.operator_id, House(0))
    _come_into_force(books, link)


def _open_accounts(books: Books, text: Agreement, own: int) -> None:
    name, here, there = text.agreement_id, text.ends[own], text.ends[1 - own]
    home, abroad = here.currency, there.currency
    for account_id in (
        accounts.clearing(name, home),
        accounts.difference(name, home),
        accounts.fees(name, home),
        accounts.treasury(home),
        accounts.mirror(here.settlement_system, home),
    ):
        books.open_account(account_id, home, has_floor=False)
    books.open_account(accounts.blocked(name, home), home, has_floor=True)
    books.open_account(accounts.suspense(home), home, has_floor=True)
    outside = accounts.mirror(there.settlement_system, abroad)
    books.open_account(outside, abroad, has_floor=False)
    books.open_account(accounts.suspense(abroad), abroad, has_floor=True)
    own_money = accounts.reserve(there.settlement_system, abroad)
    books.open_account(own_money, abroad, has_floor=True)


def _agreement_heard(books: Books, event: events.AgreementHeard) -> None:
    key = event.operator_id, event.agreement_id
    books.signed_there.setdefault(key, {})[event.version] = event.digest
    link = books.links.get(event.agreement_id)
    if link is not None:
        _come_into_force(books, link)


def _come_into_force(books: Books, link: Link) -> None:
    """The first version binds as soon as both have signed it, a further one at an opening."""
    if not link.current:
        link.current = figures.version_in(books, link, link.open_round)
        link.opened_under[link.open_round] = link.current


def _bundle(books: Books, event: events.BundleActivated) -> None:
    books.bundle, books.bundle_valid_until = event.bundle, event.valid_until


def _offered(books: Books, event: events.QuoteIssued) -> None:
    books.offers[event.quote.quote_id] = event.quote


def _expired(books: Books, event: events.QuoteExpired) -> None:
    del books.offers[event.quote_id]


def _peer_heard(books: Books, event: events.PeerHeard) -> None:
    books.received[event.operator_id] = Stream(event.sequence, event.chain)


def _parked(books: Books, event: events.ItemParked) -> None:
    books.received[event.operator_id] = Stream(event.sequence, event.chain)
    link = books.links.get(event.agreement_id)
    if link is not None:
        if event.payment_id:
            payments.freeze(books, link, event.payment_id)
        else:
            link.parked.add(event.digest.hex())


def _system_heard(books: Books, event: events.SystemHeard) -> None:
    books.noticed[event.settlement_system] = event.sequence


def _funded(books: Books, event: events.Funded) -> None:
    _open_new(books, event.posting)
    books.move((event.posting,))


def _open_new(books: Books, posting: Posting) -> None:
    """Money in a currency that is new to us is written down all the same."""
    if posting.debit not in books.accounts:
        _, _, currency = posting.debit.rpartition(":")
        books.open_account(posting.debit, currency, has_floor=False)
        books.open_account(posting.credit, currency, has_floor=True)


def _early(books: Books, event: events.LegEarly) -> None:
    _open_new(books, event.posting)
    books.move((event.posting,))
    books.early[event.reference] = event.posting.amount


def _statement(books: Books, event: events.StatementTaken) -> None:
    books.differences[event.settlement_system, event.currency] = event.difference
    for link in books.links.values():
        ours = link.here.settlement_system, link.here.currency
        for page in link.rounds.values():
            if ours == (event.settlement_system, event.currency) and page.declared_here:
                page.is_stated = event.difference == 0


def _paying_out(books: Books, event: events.DefundingRequested) -> None:
    books.set_aside(f"pay-out/{event.defunding_id}", (event.posting,))
    books.pay_outs[event.defunding_id] = PayOut(event.settlement_system, event.posting)


def _paid_out(books: Books, event: events.Defunded) -> None:
    books.move(books.set_free(f"pay-out/{event.defunding_id}"))
    books.pay_outs[event.defunding_id].is_done = True


def _not_paid_out(books: Books, event: events.DefundingRefused) -> None:
    books.set_free(f"pay-out/{event.defunding_id}")
    del books.pay_outs[event.defunding_id]  # nothing was done under this id


def _proposed(books: Books, event: events.ResolutionProposed) -> None:
    signed = _signatures(books, event)
    signed.first_person, signed.is_signed_here = event.person, False


def _confirmed(books: Books, event: events.ResolutionConfirmed) -> None:
    _signatures(books, event).is_signed_here = True
    sheet = books.under(event.agreement_id, event.payment_id)
    if sheet is not None and sheet.side is Side.CREDITOR and not sheet.is_done:
        payments.freeze(books, books.link_of(sheet), event.payment_id)


def _resolution_heard(books: Books, event: events.ResolutionHeard) -> None:
    _signatures(books, event).is_signed_there = True


def _signatures(
    books: Books,
    event: events.ResolutionProposed | events.ResolutionConfirmed | events.ResolutionHeard,
) -> Signatures:
    """Return the signatures under these words; under other words nobody has signed."""
    key = event.agreement_id, event.payment_id
    known = books.signatures.get(key)
    if known is None or (known.outcome, known.cycle) != (event.outcome, event.cycle):
        known = books.signatures[key] = Signatures(event.outcome, event.cycle)
    return known


BOOKED: Final[Mapping[type, Callable[[Books, Any], None]]] = {
    events.CommandRefused: _nothing,
    events.CaseOpened: _case_opened,
    events.CaseClosed: _case_closed,
    events.ParticipantRegistered: _registered,
    events.ParticipantSuspended: _suspended,
    events.ParticipantReinstated: _reinstated,
    events.ProviderRegistered: _provider,
    events.RatesPublished: _rates,
    events.AgreementAdopted: _adopted,
    events.AgreementHeard: _agreement_heard,
    events.BundleActivated: _bundle,
    events.QuoteIssued: _offered,
    events.QuoteRefused: _nothing,
    events.QuoteExpired: _expired,
    events.PaymentReceived: payments.received,
    events.PaymentArrived: payments.arrived,
    events.ReturnReserved: payments.return_reserved,
    events.PaymentHeld: payments.held,
    events.PaymentQueued: payments.queued,
    events.PaymentReserved: payments.reserved,
    events.PaymentForwarded: payments.forwarded,
    events.PaymentPresented: payments.presented,
    events.PaymentPromised: payments.promised,
    events.WithdrawalRequested: payments.asked_back,
    events.PaymentAccepted: payments.accepted,
    events.PaymentHeardBlocked: payments.heard_blocked,
    events.PaymentSettled: payments.settled,
    events.PaymentRefused: payments.ended,
    events.PaymentTimedOut: payments.ended,
    events.PaymentRejected: payments.ended,
    events.PaymentWithdrawn: payments.ended,
    events.PaymentBlocked: payments.blocked,
    events.VerdictRecorded: screening.verdict_recorded,
    events.ReleaseProposed: screening.release_proposed,
    events.ReleaseConfirmed: screening.release_confirmed,
    events.ReleaseWithdrawn: screening.release_withdrawn,
    events.HeldRefused: _nothing,
    events.PaymentEscalated: screening.escalated,
    events.HoldNoted: _nothing,
    events.InformationRequested: slips.requested,
    events.InformationReceived: slips.answered,
    events.InformationLate: slips.answered_late,
    events.PolicyProposed: screening.policy_proposed,
    events.PolicyActivated: screening.policy_activated,
    events.GoodGuyProposed: screening.spared,
    events.GoodGuyConfirmed: screening.spared_by_two,
    events.GoodGuyRevoked: screening.spared_no_more,
    events.GoodGuyExpired: screening.spared_no_more,
    events.StatusRepeated: _nothing,
    events.PendingHeard: payments.pending_heard,
    events.WithdrawalAnswered: _nothing,
    events.OrderRefused: _nothing,
    events.PaymentFrozen: payments.frozen,
    events.ForwardRefused: _nothing,
    events.ForwardRepeated: _nothing,
    events.QueueWaited: _nothing,
    events.TimePassed: _nothing,
    events.PeerHeard: _peer_heard,
    events.ItemParked: _parked,
    events.PaymentsClosed: payments.left,
    events.CycleRateFixed: cycles.rate_fixed,
    events.CycleClosed: cycles.closed,
    events.DeclarationHeard: cycles.declared,
    events.CycleMatched: cycles.matched,
    events.CycleUnequal: cycles.unequal,
    events.DifferencesNamed: _nothing,
    events.CycleSigned: cycles.signed,
    events.SignatureHeard: cycles.signature,
    events.SettlementStarted: cycles.started,
    events.LegReserved: cycles.leg_reserved,
    events.LegProved: cycles.leg_proved,
    events.LegRefused: _nothing,
    events.SettlementReleased: cycles.released,
    events.SettlementVoided: cycles.voided,
    events.LegSettled: cycles.leg_settled,
    events.CycleSettled: cycles.settled,
    events.SettlementQueried: cycles.asked,
    events.SystemHeard: _system_heard,
    events.Funded: _funded,
    events.LegEarly: _early,
    events.StatementTaken: _statement,
    events.StatementAsked: _nothing,
    events.DefundingRequested: _paying_out,
    events.DefundingQueried: _nothing,
    events.Defunded: _paid_out,
    events.DefundingRefused: _not_paid_out,
    events.ResolutionProposed: _proposed,
    events.ResolutionConfirmed: _confirmed,
    events.ResolutionHeard: _resolution_heard,
    events.PaymentResolved: payments.resolved,
    events.AssignmentMade: slips.made,
    events.AssignmentArrived: slips.arrived,
    events.AssignmentSent: slips.put,
    events.AssignmentPresented: slips.put,
    events.AssignmentPending: slips.pending,
    events.AssignmentAnswered: slips.answered,
    events.AssignmentExpired: slips.expired,
    events.AssignmentLost: _nothing,
    events.AssignmentRepeated: _nothing,
    events.AssignmentsClosed: slips.left,
    events.BulkOpened: bulks.opened,
    events.OrdersStaged: bulks.staged,
    events.BulkSealed: bulks.sealed,
    events.BulkDropped: bulks.dropped,
    events.BulkRepeated: _nothing,
    events.OrderReleased: bulks.released,
    events.BulkForgotten: bulks.forgotten,
    events.RulesProposed: rules.proposed,
    events.RulesAdopted: rules.adopted,
    events.RulesApplied: rules.applied,
    events.RuleBroken: rules.broken,
    events.PeriodEnded: rules.period_ended,
}
