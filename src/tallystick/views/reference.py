"""Reference data: agreements, participants, providers with their rates, and reasons."""

from typing import Final

import msgspec

from tallystick.core.agreements import End, TimeOuts
from tallystick.core.state import Pact, Participant, Provider, State
from tallystick.terms.reasons import REASONS
from tallystick.views.pending import usage_today
from tallystick.views.rates import RateView
from tallystick.views.viewers import Viewer


class EndView(msgspec.Struct, frozen=True):
    """One operator's end of an agreement; amounts are minor units of its currency."""

    operator_id: str
    currency: str
    settlement_system: str
    payment_max: int
    fee_flat: int
    fee_basis_points: int


class TimeOutsView(msgspec.Struct, frozen=True):
    """How long each party may take, in milliseconds, as far as a bank must know it."""

    payment_ms: int
    answer_ms: int
    quote_life_ms: int
    rate_life_ms: int


class AgreementView(msgspec.Struct, frozen=True):
    """An agreement in its version in force; `version` 0: none is in force yet."""

    agreement_id: str
    version: int
    digest: str
    operator_id: str
    peer_id: str
    currency: str
    settlement_model: str
    exchange_model: str
    default_provider: str
    settlement_currency: str
    open_cycle: int
    last_settled: int
    ends: list[EndView]
    time_outs: TimeOutsView


class LimitsView(msgspec.Struct, frozen=True):
    """A participant's limits (0: none) and what it used of them on a date, in minor units.

    To the participant the date is today, and all it has sent that is pending counts as sent
    today. To the operator both are as the limits are tested by: of the last date on which
    something was reserved, and without what waits.
    """

    daily_limit: int
    net_debit_limit: int
    business_date: str
    sent: int
    received: int


class ParticipantView(msgspec.Struct, frozen=True):
    """A bank under an agreement; its limits are for itself and its operator."""

    participant_id: str
    agreement_id: str
    operator_id: str
    is_suspended: bool
    limits: LimitsView | None


class TierView(msgspec.Struct, frozen=True):
    """Basis points added to the rate from an amount on."""

    least: int
    basis_points: int


class ImprovementView(msgspec.Struct, frozen=True):
    """Basis points added to the rate for one participant."""

    participant_id: str
    basis_points: int


class ExposureView(msgspec.Struct, frozen=True):
    """What a provider's open quotes may cost it, and its bound (0: none)."""

    exposure: int
    exposure_limit: int


class ProviderView(msgspec.Struct, frozen=True):
    """An exchange provider and its standing rate, null before it has published one.

    A participant sees its own improvement alone; exposure is for the provider and the
    operator.
    """

    provider_id: str
    agreement_id: str
    rate: RateView | None
    published_at: int
    expires_at: int
    tiers: list[TierView]
    improvements: list[ImprovementView]
    exposure: ExposureView | None


class ReasonView(msgspec.Struct, frozen=True):
    """An ISO reason: its code, what status it goes with, and a sentence for people."""

    code: str
    name: str
    status: str
    http_status: int
    text: str


def agreements(state: State) -> list[AgreementView]:
    """Return the agreements that this node has signed."""
    return [_agreement(pact) for pact in state.pacts.values()]


def _agreement(pact: Pact) -> AgreementView:
    version = pact.current or max(pact.versions)
    agreement = pact.versions[version]
    return AgreementView(
        pact.agreement_id,
        pact.current,
        pact.digests[version].hex(),
        pact.operator_id,
        pact.peer_id,
        pact.currency,
        agreement.settlement_model.value,
        agreement.exchange_model.value,
        agreement.default_provider,
        agreement.settlement_currency,
        pact.open_cycle,
        pact.last_settled,
        [_end(end) for end in agreement.ends],
        _time_outs(agreement.time_outs, agreement.quote_life_ms, agreement.rate_life_ms),
    )


def _end(end: End) -> EndView:
    return EndView(
        end.operator_id,
        end.currency,
        end.settlement_system,
        end.payment_max,
        end.fee_flat,
        end.fee_basis_points,
    )


def _time_outs(time_outs: TimeOuts, quote_life_ms: int, rate_life_ms: int) -> TimeOutsView:
    return TimeOutsView(time_outs.payment_ms, time_outs.answer_ms, quote_life_ms, rate_life_ms)


def participants(state: State, viewer: Viewer) -> list[ParticipantView]:
    """Return the participants of every agreement, at both ends."""
    return [
        _participant(state, pact, each, viewer)
        for pact in state.pacts.values()
        for each in pact.participants.values()
    ]


def _participant(
    state: State, pact: Pact, participant: Participant, viewer: Viewer
) -> ParticipantView:
    return ParticipantView(
        participant.participant_id,
        pact.agreement_id,
        participant.operator_id,
        participant.is_suspended,
        _limits(state, pact, participant, viewer),
    )


def _limits(
    state: State, pact: Pact, participant: Participant, viewer: Viewer
) -> LimitsView | None:
    if participant.operator_id != pact.operator_id:
        return None
    if viewer.is_operator:
        usage = participant.usage
    elif viewer.is_bank(participant.participant_id):
        usage = usage_today(state, pact, participant)
    else:
        return None
    return LimitsView(
        participant.daily_limit,
        participant.net_debit_limit,
        usage.business_date,
        usage.sent,
        usage.received,
    )


def providers(state: State, viewer: Viewer) -> list[ProviderView]:
    """Return the providers of every agreement, with their standing rates at this node."""
    return [
        _provider(pact, each, viewer)
        for pact in state.pacts.values()
        for each in pact.providers.values()
    ]


def _provider(pact: Pact, provider: Provider, viewer: Viewer) -> ProviderView:
    may_see = viewer.is_operator or viewer.is_provider(provider.provider_id)
    life_ms = pact.versions[pact.current or max(pact.versions)].rate_life_ms
    return ProviderView(
        provider.provider_id,
        pact.agreement_id,
        RateView.of(provider.rate) if provider.rate is not None else None,
        provider.published_at,
        provider.published_at + life_ms if provider.rate is not None else 0,
        [TierView(*tier) for tier in provider.tiers],
        [
            ImprovementView(participant_id, points)
            for participant_id, points in provider.improvements.items()
            if may_see or viewer.is_bank(participant_id)
        ],
        ExposureView(provider.exposure, provider.exposure_limit) if may_see else None,
    )


_REASONS: Final = [
    ReasonView(reason.value, reason.name, rule.status.value, rule.http_status, rule.hint)
    for reason, rule in REASONS.items()
]


def reasons() -> list[ReasonView]:
    """Return every reason that a status may have."""
    return list(_REASONS)
