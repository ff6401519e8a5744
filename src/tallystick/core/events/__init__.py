"""Everything that can happen in the core. State is rebuilt from these alone.

A refusal is an event too. An event says what happened, never why a rule said
so; the rules may change, what happened does not.
"""

from typing import TypeAlias

from tallystick.core.events.assignments import (
    AssignmentAnswered,
    AssignmentArrived,
    AssignmentEvent,
    AssignmentExpired,
    AssignmentLost,
    AssignmentMade,
    AssignmentPending,
    AssignmentPresented,
    AssignmentRepeated,
    AssignmentsClosed,
    AssignmentSent,
)
from tallystick.core.events.books import (
    Defunded,
    DefundingQueried,
    DefundingRefused,
    DefundingRequested,
    Funded,
    LegEarly,
    StatementAsked,
    StatementTaken,
)
from tallystick.core.events.bulks import (
    BulkDropped,
    BulkEvent,
    BulkForgotten,
    BulkOpened,
    BulkRepeated,
    BulkSealed,
    OrderReleased,
    OrdersStaged,
)
from tallystick.core.events.cycles import (
    CycleClosed,
    CycleEvent,
    CycleMatched,
    CycleRateFixed,
    CycleSettled,
    CycleSigned,
    CycleUnequal,
    DeclarationHeard,
    DifferencesNamed,
    LegProved,
    LegRefused,
    LegReserved,
    LegSettled,
    SettlementLeg,
    SettlementQueried,
    SettlementReleased,
    SettlementStarted,
    SettlementVoided,
    SignatureHeard,
)
from tallystick.core.events.payments import (
    ForwardRefused,
    ForwardRepeated,
    OrderRefused,
    PaymentAccepted,
    PaymentArrived,
    PaymentBlocked,
    PaymentEvent,
    PaymentForwarded,
    PaymentFrozen,
    PaymentHeardBlocked,
    PaymentHeld,
    PaymentPresented,
    PaymentPromised,
    PaymentQueued,
    PaymentReceived,
    PaymentRefused,
    PaymentRejected,
    PaymentReserved,
    PaymentResolved,
    PaymentsClosed,
    PaymentSettled,
    PaymentTimedOut,
    PaymentWithdrawn,
    PendingHeard,
    QueueWaited,
    ResolutionConfirmed,
    ResolutionHeard,
    ResolutionProposed,
    ReturnReserved,
    StatusRepeated,
    VerdictRecorded,
    WithdrawalAnswered,
    WithdrawalRequested,
)
from tallystick.core.events.registry import (
    AgreementAdopted,
    AgreementHeard,
    BundleActivated,
    ParticipantRegistered,
    ParticipantReinstated,
    ParticipantSuspended,
    ProviderRegistered,
    QuoteExpired,
    QuoteIssued,
    QuoteRefused,
    RatesPublished,
)
from tallystick.core.events.rules import (
    PeriodEnded,
    RuleBroken,
    RulesAdopted,
    RulesApplied,
    RulesProposed,
)
from tallystick.core.events.screening import (
    GoodGuyConfirmed,
    GoodGuyExpired,
    GoodGuyProposed,
    GoodGuyRevoked,
    HeldRefused,
    HoldNoted,
    InformationLate,
    InformationReceived,
    InformationRequested,
    PaymentEscalated,
    PolicyActivated,
    PolicyProposed,
    ReleaseConfirmed,
    ReleaseProposed,
    ReleaseWithdrawn,
)
from tallystick.core.events.shared import (
    CaseClosed,
    CaseKind,
    CaseOpened,
    CommandRefused,
    Event,
    HoldCause,
    ItemParked,
    PeerHeard,
    SystemHeard,
    TimePassed,
)

AnyEvent: TypeAlias = (
    CommandRefused
    | CaseOpened
    | CaseClosed
    | ParticipantRegistered
    | ParticipantSuspended
    | ParticipantReinstated
    | ProviderRegistered
    | RatesPublished
    | AgreementAdopted
    | AgreementHeard
    | BundleActivated
    | QuoteIssued
    | QuoteRefused
    | QuoteExpired
    | PaymentReceived
    | PaymentArrived
    | ReturnReserved
    | PaymentHeld
    | PaymentQueued
    | PaymentReserved
    | PaymentForwarded
    | PaymentPresented
    | PaymentPromised
    | WithdrawalRequested
    | PaymentAccepted
    | PaymentSettled
    | PaymentRefused
    | PaymentTimedOut
    | PaymentRejected
    | PaymentWithdrawn
    | PaymentBlocked
    | PaymentHeardBlocked
    | VerdictRecorded
    | ReleaseProposed
    | ReleaseConfirmed
    | ReleaseWithdrawn
    | HeldRefused
    | PaymentEscalated
    | HoldNoted
    | InformationRequested
    | InformationReceived
    | InformationLate
    | PolicyProposed
    | PolicyActivated
    | GoodGuyProposed
    | GoodGuyConfirmed
    | GoodGuyRevoked
    | GoodGuyExpired
    | StatusRepeated
    | PendingHeard
    | WithdrawalAnswered
    | OrderRefused
    | PaymentFrozen
    | ForwardRefused
    | ForwardRepeated
    | QueueWaited
    | TimePassed
    | PeerHeard
    | ItemParked
    | PaymentsClosed
    | CycleRateFixed
    | CycleClosed
    | DeclarationHeard
    | CycleMatched
    | CycleUnequal
    | DifferencesNamed
    | CycleSigned
    | SignatureHeard
    | SettlementStarted
    | LegReserved
    | LegProved
    | LegRefused
    | SettlementReleased
    | SettlementVoided
    | LegSettled
    | CycleSettled
    | SettlementQueried
    | SystemHeard
    | Funded
    | LegEarly
    | StatementTaken
    | StatementAsked
    | DefundingRequested
    | DefundingQueried
    | Defunded
    | DefundingRefused
    | ResolutionProposed
    | ResolutionConfirmed
    | ResolutionHeard
    | PaymentResolved
    | AssignmentMade
    | AssignmentArrived
    | AssignmentSent
    | AssignmentPresented
    | AssignmentPending
    | AssignmentAnswered
    | AssignmentExpired
    | AssignmentLost
    | AssignmentRepeated
    | AssignmentsClosed
    | BulkOpened
    | OrdersStaged
    | BulkSealed
    | BulkDropped
    | BulkRepeated
    | OrderReleased
    | BulkForgotten
    | RulesProposed
    | RulesAdopted
    | RulesApplied
    | RuleBroken
    | PeriodEnded
)

__all__ = [
    "AgreementAdopted",
    "AgreementHeard",
    "AnyEvent",
    "AssignmentAnswered",
    "AssignmentArrived",
    "AssignmentEvent",
    "AssignmentExpired",
    "AssignmentLost",
    "AssignmentMade",
    "AssignmentPending",
    "AssignmentPresented",
    "AssignmentRepeated",
    "AssignmentSent",
    "AssignmentsClosed",
    "BulkDropped",
    "BulkEvent",
    "BulkForgotten",
    "BulkOpened",
    "BulkRepeated",
    "BulkSealed",
    "BundleActivated",
    "CaseClosed",
    "CaseKind",
    "CaseOpened",
    "CommandRefused",
    "CycleClosed",
    "CycleEvent",
    "CycleMatched",
    "CycleRateFixed",
    "CycleSettled",
    "CycleSigned",
    "CycleUnequal",
    "DeclarationHeard",
    "Defunded",
    "DefundingQueried",
    "DefundingRefused",
    "DefundingRequested",
    "DifferencesNamed",
    "Event",
    "ForwardRefused",
    "ForwardRepeated",
    "Funded",
    "GoodGuyConfirmed",
    "GoodGuyExpired",
    "GoodGuyProposed",
    "GoodGuyRevoked",
    "HeldRefused",
    "HoldCause",
    "HoldNoted",
    "InformationLate",
    "InformationReceived",
    "InformationRequested",
    "ItemParked",
    "LegEarly",
    "LegProved",
    "LegRefused",
    "LegReserved",
    "LegSettled",
    "OrderRefused",
    "OrderReleased",
    "OrdersStaged",
    "ParticipantRegistered",
    "ParticipantReinstated",
    "ParticipantSuspended",
    "PaymentAccepted",
    "PaymentArrived",
    "PaymentBlocked",
    "PaymentEscalated",
    "PaymentEvent",
    "PaymentForwarded",
    "PaymentFrozen",
    "PaymentHeardBlocked",
    "PaymentHeld",
    "PaymentPresented",
    "PaymentPromised",
    "PaymentQueued",
    "PaymentReceived",
    "PaymentRefused",
    "PaymentRejected",
    "PaymentReserved",
    "PaymentResolved",
    "PaymentSettled",
    "PaymentTimedOut",
    "PaymentWithdrawn",
    "PaymentsClosed",
    "PeerHeard",
    "PendingHeard",
    "PeriodEnded",
    "PolicyActivated",
    "PolicyProposed",
    "ProviderRegistered",
    "QueueWaited",
    "QuoteExpired",
    "QuoteIssued",
    "QuoteRefused",
    "RatesPublished",
    "ReleaseConfirmed",
    "ReleaseProposed",
    "ReleaseWithdrawn",
    "ResolutionConfirmed",
    "ResolutionHeard",
    "ResolutionProposed",
    "ReturnReserved",
    "RuleBroken",
    "RulesAdopted",
    "RulesApplied",
    "RulesProposed",
    "SettlementLeg",
    "SettlementQueried",
    "SettlementReleased",
    "SettlementStarted",
    "SettlementVoided",
    "SignatureHeard",
    "StatementAsked",
    "StatementTaken",
    "StatusRepeated",
    "SystemHeard",
    "TimePassed",
    "VerdictRecorded",
    "WithdrawalAnswered",
    "WithdrawalRequested",
]
