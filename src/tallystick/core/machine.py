"""The machine: one command in, events and effects out, the state changed by the events alone.

Only the engine and replay drive it.
"""

from collections.abc import Callable
from typing import Any

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core.announcements import ANNOUNCE
from tallystick.core.decide import (
    cycles,
    deadlines,
    eviction,
    following,
    funding,
    inward,
    outward,
    peers,
    quotes,
    registry,
    resolution,
    review,
    settlement,
)
from tallystick.core.effects import AnyEffect
from tallystick.core.evolve import books as books_of
from tallystick.core.evolve import cycles as cycles_of
from tallystick.core.evolve import payments as payments_of
from tallystick.core.evolve import registry as registry_of
from tallystick.core.invariants import check
from tallystick.core.state import State
from tallystick.terms.errors import InvariantError

Decide = Callable[[State, int, Any], list[e.AnyEvent]]
Evolve = Callable[[State, int, Any], None]

DECIDE: dict[type, Decide] = {
    c.RegisterParticipant: registry.register_participant,
    c.SuspendParticipant: registry.suspend_participant,
    c.ReinstateParticipant: registry.reinstate_participant,
    c.RegisterProvider: registry.register_provider,
    c.PublishRates: registry.publish_rates,
    c.AdoptAgreement: registry.adopt_agreement,
    c.ActivateBundle: registry.activate_bundle,
    c.RequestQuote: quotes.request_quote,
    c.SubmitPayment: outward.submit_payment,
    c.AskStatus: outward.ask_status,
    c.HearPeer: peers.hear_peer,
    c.ParkItem: resolution.park_item,
    c.AnswerPresentation: inward.answer_presentation,
    c.RecordVerdict: review.record_verdict,
    c.ReleaseHeld: review.release_held,
    c.RefuseHeld: review.refuse_held,
    c.Proceed: following.proceed,
    c.PassTime: deadlines.pass_time,
    c.EvictSettled: eviction.evict_settled,
    c.FixCycleRate: cycles.fix_cycle_rate,
    c.CloseCycle: cycles.close_cycle,
    c.RestartSettlement: settlement.restart_settlement,
    c.HearSettlementSystem: funding.hear_settlement_system,
    c.RequestDefunding: funding.request_defunding,
    c.SignResolution: resolution.sign_resolution,
}


def _told(_state: State, _at: int, _event: e.AnyEvent) -> None:
    """Change nothing: the event only tells."""


EVOLVE: dict[type, Evolve] = {
    e.CommandRefused: _told,
    e.CaseOpened: books_of.case_opened,
    e.ParticipantRegistered: registry_of.participant_registered,
    e.ParticipantSuspended: registry_of.participant_suspended,
    e.ParticipantReinstated: registry_of.participant_reinstated,
    e.ProviderRegistered: registry_of.provider_registered,
    e.RatesPublished: registry_of.rates_published,
    e.AgreementAdopted: registry_of.agreement_adopted,
    e.AgreementHeard: registry_of.agreement_heard,
    e.BundleActivated: registry_of.bundle_activated,
    e.QuoteIssued: registry_of.quote_issued,
    e.QuoteRefused: _told,
    e.QuoteExpired: registry_of.quote_expired,
    e.PaymentReceived: payments_of.received,
    e.PaymentArrived: payments_of.arrived,
    e.PaymentHeld: payments_of.held,
    e.PaymentQueued: payments_of.queued,
    e.PaymentReserved: payments_of.reserved,
    e.PaymentForwarded: payments_of.forwarded,
    e.PaymentPresented: payments_of.presented,
    e.PaymentPromised: payments_of.promised,
    e.WithdrawalRequested: payments_of.asked_withdrawal,
    e.PaymentAccepted: payments_of.accepted,
    e.PaymentHeardBlocked: payments_of.heard_blocked,
    e.PaymentSettled: payments_of.settled,
    e.PaymentRefused: payments_of.refused,
    e.PaymentTimedOut: payments_of.timed_out,
    e.PaymentRejected: payments_of.rejected,
    e.PaymentWithdrawn: payments_of.withdrawn,
    e.PaymentBlocked: payments_of.blocked,
    e.VerdictRecorded: payments_of.verdict_recorded,
    e.ReleaseProposed: payments_of.release_proposed,
    e.ReleaseConfirmed: payments_of.release_confirmed,
    e.StatusRepeated: _told,
    e.OrderRefused: _told,
    e.PendingHeard: _told,
    e.WithdrawalAnswered: _told,
    e.ForwardRefused: _told,
    e.PaymentFrozen: payments_of.frozen,
    e.QueueWaited: payments_of.queue_waited,
    e.TimePassed: books_of.time_passed,
    e.PeerHeard: books_of.peer_heard,
    e.SystemHeard: books_of.system_heard,
    e.ItemParked: payments_of.item_parked,
    e.PaymentsClosed: payments_of.closed,
    e.PaymentResolved: payments_of.resolved,
    e.CycleRateFixed: cycles_of.rate_fixed,
    e.CycleClosed: cycles_of.closed,
    e.DeclarationHeard: cycles_of.declaration_heard,
    e.CycleMatched: cycles_of.matched,
    e.CycleUnequal: cycles_of.unequal,
    e.DifferencesNamed: _told,
    e.CycleSigned: cycles_of.signed,
    e.SignatureHeard: cycles_of.signature_heard,
    e.SettlementStarted: cycles_of.settlement_started,
    e.LegReserved: cycles_of.leg_reserved,
    e.LegProved: cycles_of.leg_proved,
    e.LegRefused: _told,
    e.SettlementReleased: cycles_of.released,
    e.SettlementVoided: cycles_of.voided,
    e.LegSettled: cycles_of.leg_settled,
    e.CycleSettled: cycles_of.settled,
    e.SettlementQueried: cycles_of.queried,
    e.Funded: books_of.funded,
    e.LegEarly: books_of.leg_early,
    e.StatementTaken: books_of.statement_taken,
    e.DefundingRequested: books_of.defunding_requested,
    e.DefundingQueried: books_of.defunding_queried,
    e.Defunded: books_of.defunded,
    e.DefundingRefused: books_of.defunding_refused,
    e.ResolutionProposed: books_of.resolution_proposed,
    e.ResolutionConfirmed: books_of.resolution_confirmed,
    e.ResolutionHeard: books_of.resolution_heard,
}


def decide(state: State, at: int, command: c.AnyCommand) -> list[e.AnyEvent]:
    """Return what the command makes happen at this instant; nothing changes.

    Raises:
        InvariantError: time runs backwards, or the state is not what it promises to be.
    """
    if at < state.at:
        detail = f"a command at {at} after one at {state.at}"
        raise InvariantError(detail)
    return DECIDE[type(command)](state, at, command)


def evolve(state: State, at: int, events: list[e.AnyEvent]) -> list[AnyEffect]:
    """Let the events happen and return what leaves the node because of them.

    Raises:
        InvariantError: an event does not fit the state, or breaks the books.
    """
    state.at = at
    effects: list[AnyEffect] = []
    for event in events:
        kind = type(event)
        EVOLVE[kind](state, at, event)
        announce = ANNOUNCE.get(kind)
        if announce is not None:
            effects += announce(state, at, event)
    check(state, events)
    return effects
