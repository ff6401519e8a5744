"""The machine: one command in, events and effects out, the state changed by the events alone.

Only the engine and replay drive it.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core import commands, events, rule_commands, screening_commands
from tallystick.core.announcements import ANNOUNCE
from tallystick.core.decide import (
    assignee,
    assigner,
    bulks,
    currency_control,
    cycles,
    deadlines,
    eviction,
    following,
    funding,
    good_guys,
    holds,
    inward,
    outward,
    peers,
    policies,
    quotes,
    registry,
    requesting,
    resolution,
    review,
    settlement,
)
from tallystick.core.effects import AnyEffect
from tallystick.core.evolve import assignments as assignments_of
from tallystick.core.evolve import books as books_of
from tallystick.core.evolve import bulks as bulks_of
from tallystick.core.evolve import cycles as cycles_of
from tallystick.core.evolve import payments as payments_of
from tallystick.core.evolve import registry as registry_of
from tallystick.core.evolve import returns as returns_of
from tallystick.core.evolve import review as review_of
from tallystick.core.evolve import rules as rules_of
from tallystick.core.evolve import screening as screening_of
from tallystick.core.invariants import check
from tallystick.core.rules import RULES
from tallystick.core.state import State
from tallystick.terms.errors import InvariantError

Decide = Callable[[State, int, Any], list[events.AnyEvent]]
Evolve = Callable[[State, int, Any], None]

DECIDE: dict[type, Decide] = {
    commands.RegisterParticipant: registry.register_participant,
    commands.SuspendParticipant: registry.suspend_participant,
    commands.ReinstateParticipant: registry.reinstate_participant,
    commands.RegisterProvider: registry.register_provider,
    commands.PublishRates: registry.publish_rates,
    commands.AdoptAgreement: registry.adopt_agreement,
    commands.ActivateBundle: registry.activate_bundle,
    rule_commands.AdoptRules: currency_control.adopt_rules,
    commands.RequestQuote: quotes.request_quote,
    commands.SubmitPayment: outward.submit_payment,
    commands.OpenBulk: bulks.open_bulk,
    commands.StageOrders: bulks.stage_orders,
    commands.SealBulk: bulks.seal_bulk,
    commands.DropBulk: bulks.drop_bulk,
    commands.ReleaseOrder: bulks.release_order,
    commands.AskStatus: outward.ask_status,
    commands.HearPeer: peers.hear_peer,
    commands.ParkItem: resolution.park_item,
    commands.AnswerPresentation: inward.answer_presentation,
    commands.Assign: assigner.assign,
    commands.AnswerAssignment: assignee.answer_assignment,
    commands.RecordVerdict: review.record_verdict,
    screening_commands.ConfirmPolicy: policies.confirm_policy,
    screening_commands.ReleaseHeld: holds.release_held,
    screening_commands.WithdrawRelease: holds.withdraw_release,
    screening_commands.RefuseHeld: holds.refuse_held,
    screening_commands.EscalateHeld: holds.escalate_held,
    screening_commands.NoteHeld: holds.note_held,
    screening_commands.RequestInformation: requesting.request_information,
    screening_commands.ProposeGoodGuy: good_guys.propose_good_guy,
    screening_commands.ConfirmGoodGuy: good_guys.confirm_good_guy,
    screening_commands.RevokeGoodGuy: good_guys.revoke_good_guy,
    commands.Proceed: following.proceed,
    commands.PassTime: deadlines.pass_time,
    commands.EvictSettled: eviction.evict_settled,
    commands.FixCycleRate: cycles.fix_cycle_rate,
    commands.CloseCycle: cycles.close_cycle,
    commands.RestartSettlement: settlement.restart_settlement,
    commands.HearSettlementSystem: funding.hear_settlement_system,
    commands.RequestDefunding: funding.request_defunding,
    commands.CloseCase: resolution.close_case,
    commands.SignResolution: resolution.sign_resolution,
}


def _told(_state: State, _at: int, _event: events.AnyEvent) -> None:
    """Change nothing: the event only tells."""


EVOLVE: dict[type, Evolve] = {
    events.CommandRefused: _told,
    events.CaseOpened: books_of.case_opened,
    events.CaseClosed: books_of.case_closed,
    events.ParticipantRegistered: registry_of.participant_registered,
    events.ParticipantSuspended: registry_of.participant_suspended,
    events.ParticipantReinstated: registry_of.participant_reinstated,
    events.ProviderRegistered: registry_of.provider_registered,
    events.RatesPublished: registry_of.rates_published,
    events.AgreementAdopted: registry_of.agreement_adopted,
    events.AgreementHeard: registry_of.agreement_heard,
    events.BundleActivated: registry_of.bundle_activated,
    events.QuoteIssued: registry_of.quote_issued,
    events.QuoteRefused: _told,
    events.QuoteExpired: registry_of.quote_expired,
    events.PaymentReceived: payments_of.received,
    events.PaymentArrived: payments_of.arrived,
    events.ReturnReserved: returns_of.return_reserved,
    events.PaymentHeld: payments_of.held,
    events.PaymentQueued: payments_of.queued,
    events.PaymentReserved: payments_of.reserved,
    events.PaymentForwarded: payments_of.forwarded,
    events.PaymentPresented: payments_of.presented,
    events.PaymentPromised: payments_of.promised,
    events.WithdrawalRequested: payments_of.asked_withdrawal,
    events.PaymentAccepted: payments_of.accepted,
    events.PaymentHeardBlocked: payments_of.heard_blocked,
    events.PaymentSettled: payments_of.settled,
    events.PaymentRefused: payments_of.refused,
    events.PaymentTimedOut: payments_of.timed_out,
    events.PaymentRejected: payments_of.rejected,
    events.PaymentWithdrawn: payments_of.withdrawn,
    events.PaymentBlocked: payments_of.blocked,
    events.VerdictRecorded: review_of.verdict_recorded,
    events.ReleaseProposed: screening_of.release_proposed,
    events.ReleaseConfirmed: review_of.release_confirmed,
    events.ReleaseWithdrawn: screening_of.release_withdrawn,
    events.HeldRefused: _told,
    events.PaymentEscalated: screening_of.escalated,
    events.HoldNoted: _told,
    events.InformationRequested: assignments_of.requested,
    events.InformationReceived: assignments_of.answered,
    events.InformationLate: assignments_of.answered_late,
    events.PolicyProposed: screening_of.policy_proposed,
    events.PolicyActivated: screening_of.policy_activated,
    events.GoodGuyProposed: screening_of.good_guy_proposed,
    events.GoodGuyConfirmed: screening_of.good_guy_confirmed,
    events.GoodGuyRevoked: screening_of.good_guy_ended,
    events.GoodGuyExpired: screening_of.good_guy_ended,
    events.StatusRepeated: _told,
    events.OrderRefused: _told,
    events.PendingHeard: payments_of.pending_heard,
    events.WithdrawalAnswered: _told,
    events.ForwardRefused: _told,
    events.ForwardRepeated: _told,
    events.PaymentFrozen: review_of.frozen,
    events.QueueWaited: payments_of.queue_waited,
    events.TimePassed: books_of.time_passed,
    events.PeerHeard: books_of.peer_heard,
    events.SystemHeard: books_of.system_heard,
    events.ItemParked: review_of.item_parked,
    events.PaymentsClosed: payments_of.closed,
    events.PaymentResolved: review_of.resolved,
    events.CycleRateFixed: cycles_of.rate_fixed,
    events.CycleClosed: cycles_of.closed,
    events.DeclarationHeard: cycles_of.declaration_heard,
    events.CycleMatched: cycles_of.matched,
    events.CycleUnequal: cycles_of.unequal,
    events.DifferencesNamed: _told,
    events.CycleSigned: cycles_of.signed,
    events.SignatureHeard: cycles_of.signature_heard,
    events.SettlementStarted: cycles_of.settlement_started,
    events.LegReserved: cycles_of.leg_reserved,
    events.LegProved: cycles_of.leg_proved,
    events.LegRefused: _told,
    events.SettlementReleased: cycles_of.released,
    events.SettlementVoided: cycles_of.voided,
    events.LegSettled: cycles_of.leg_settled,
    events.CycleSettled: cycles_of.settled,
    events.SettlementQueried: cycles_of.queried,
    events.Funded: books_of.funded,
    events.LegEarly: books_of.leg_early,
    events.StatementTaken: books_of.statement_taken,
    events.StatementAsked: books_of.statement_asked,
    events.DefundingRequested: books_of.defunding_requested,
    events.DefundingQueried: books_of.defunding_queried,
    events.Defunded: books_of.defunded,
    events.DefundingRefused: books_of.defunding_refused,
    events.ResolutionProposed: books_of.resolution_proposed,
    events.ResolutionConfirmed: books_of.resolution_confirmed,
    events.ResolutionHeard: books_of.resolution_heard,
    events.AssignmentMade: assignments_of.made,
    events.AssignmentArrived: assignments_of.arrived,
    events.AssignmentSent: assignments_of.put,
    events.AssignmentPresented: assignments_of.put,
    events.AssignmentPending: assignments_of.pending,
    events.AssignmentAnswered: assignments_of.answered,
    events.AssignmentExpired: assignments_of.expired,
    events.AssignmentLost: _told,
    events.AssignmentRepeated: _told,
    events.AssignmentsClosed: assignments_of.closed,
    events.BulkOpened: bulks_of.opened,
    events.OrdersStaged: bulks_of.staged,
    events.BulkSealed: bulks_of.sealed,
    events.BulkDropped: bulks_of.dropped,
    events.BulkRepeated: _told,
    events.OrderReleased: bulks_of.released,
    events.BulkForgotten: bulks_of.forgotten,
    events.RulesProposed: rules_of.rules_proposed,
    events.RulesAdopted: rules_of.rules_adopted,
    events.RulesApplied: rules_of.rules_applied,
    events.RuleBroken: rules_of.rule_broken,
    events.PeriodEnded: rules_of.period_ended,
}


def decide(
    state: State, at: int, command: commands.AnyCommand, rules: int = RULES
) -> list[events.AnyEvent]:
    """Return what the command makes happen at this instant; nothing changes.

    With the number of former rules, it is decided as it was when they were in force.

    Raises:
        InvariantError: time runs backwards, or the state is not what it promises to be.
    """
    if at < state.at:
        detail = f"a command at {at} after one at {state.at}"
        raise InvariantError(detail)
    ruled = state if rules == state.rules else replace(state, rules=rules)
    return DECIDE[type(command)](ruled, at, command)


def evolve(state: State, at: int, happened: list[events.AnyEvent]) -> list[AnyEffect]:
    """Let the events happen and return what leaves the node because of them.

    Raises:
        InvariantError: an event does not fit the state, or breaks the books.
    """
    state.at = at
    effects: list[AnyEffect] = []
    announcing = ANNOUNCE.get
    for event in happened:
        kind = type(event)
        EVOLVE[kind](state, at, event)
        announce = announcing(kind)
        if announce is not None:
            effects += announce(state, at, event)
    check(state, happened)
    return effects
