"""Who takes part, on what terms, by which lists."""

from tallystick.core.agreements import Agreement, faults_of
from tallystick.core.commands import (
    ActivateBundle,
    AdoptAgreement,
    PublishRates,
    RegisterParticipant,
    RegisterProvider,
    ReinstateParticipant,
    SuspendParticipant,
)
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AgreementAdopted,
    AgreementHeard,
    AnyEvent,
    BundleActivated,
    CaseKind,
    CaseOpened,
    ParticipantRegistered,
    ParticipantReinstated,
    ParticipantSuspended,
    ProviderRegistered,
    RatesPublished,
)
from tallystick.core.items import AgreementSigned
from tallystick.core.room import fault_of_rate
from tallystick.core.state import Pact, Participant, State, signature_key


def register_participant(state: State, _at: int, command: RegisterParticipant) -> list[AnyEvent]:
    """Take up a bank of either end; its limits may be set anew at any time."""
    pact = state.pacts.get(command.agreement_id)
    if pact is None:
        return not_allowed(
            command.participant_id, f"agreement {command.agreement_id} is not adopted here"
        )
    if command.operator_id not in (pact.operator_id, pact.peer_id):
        return not_allowed(
            command.participant_id, f"operator {command.operator_id} holds neither end"
        )
    if min(command.daily_limit, command.net_debit_limit) < 0:
        return not_allowed(command.participant_id, "a limit must not be negative")
    known = pact.participants.get(command.participant_id)
    if known is not None and known.operator_id != command.operator_id:
        return not_allowed(command.participant_id, f"it settles with operator {known.operator_id}")
    return [
        ParticipantRegistered(
            command.participant_id,
            command.agreement_id,
            command.operator_id,
            command.daily_limit,
            command.net_debit_limit,
        )
    ]


def suspend_participant(state: State, _at: int, command: SuspendParticipant) -> list[AnyEvent]:
    """Stop new payments of a bank; what is forwarded or reserved goes on."""
    if _participant(state, command.agreement_id, command.participant_id) is None:
        return not_allowed(command.participant_id, "it is not registered")
    return [ParticipantSuspended(command.participant_id, command.agreement_id, command.person)]


def reinstate_participant(state: State, _at: int, command: ReinstateParticipant) -> list[AnyEvent]:
    """Let a bank send and receive again."""
    if _participant(state, command.agreement_id, command.participant_id) is None:
        return not_allowed(command.participant_id, "it is not registered")
    return [ParticipantReinstated(command.participant_id, command.agreement_id, command.person)]


def _participant(state: State, agreement_id: str, participant_id: str) -> Participant | None:
    pact = state.pacts.get(agreement_id)
    return pact.participants.get(participant_id) if pact else None


def register_provider(state: State, _at: int, command: RegisterProvider) -> list[AnyEvent]:
    """Take up an exchange provider of an agreement, or set its exposure limit anew."""
    if command.agreement_id not in state.pacts:
        return not_allowed(
            command.provider_id, f"agreement {command.agreement_id} is not adopted here"
        )
    if command.exposure_limit < 0:
        return not_allowed(command.provider_id, "exposure_limit must not be negative")
    return [ProviderRegistered(command.provider_id, command.agreement_id, command.exposure_limit)]


def publish_rates(state: State, _at: int, command: PublishRates) -> list[AnyEvent]:
    """Set the standing rate by which quotes are made from now on."""
    pact = state.pacts.get(command.agreement_id)
    if pact is None or command.provider_id not in pact.providers:
        return not_allowed(
            command.provider_id, f"it is no provider of agreement {command.agreement_id}"
        )
    fault = _fault_of_rates(pact, command)
    if fault:
        return not_allowed(command.provider_id, fault)
    return [
        RatesPublished(
            command.provider_id,
            command.agreement_id,
            command.rate,
            command.tiers,
            command.improvements,
        )
    ]


def _fault_of_rates(pact: Pact, command: PublishRates) -> str:
    ends = next(iter(pact.versions.values())).ends
    base, counter = ends[pact.own].currency, ends[1 - pact.own].currency
    fault = fault_of_rate(command.rate, base, counter)
    if fault:
        return fault
    floors = [floor for floor, _ in command.tiers]
    if floors != sorted(floors):
        return "tiers must rise by amount"
    points = [p for _, p in command.tiers] + [p for _, p in command.improvements]
    if any(not -10_000 < p <= 10_000 for p in points):
        return "basis points must be within -9999..10000"
    least = min((p for _, p in command.tiers), default=0) + min(
        (p for _, p in command.improvements), default=0
    )
    return "" if least > -10_000 else "a tier and an improvement together leave no rate"


def adopt_agreement(state: State, _at: int, command: AdoptAgreement) -> list[AnyEvent]:
    """Sign a version for this operator; it is in force once the other signs the same."""
    agreement = command.agreement
    subject = agreement.agreement_id
    faults = faults_of(agreement)
    if faults:
        return not_allowed(subject, "; ".join(faults))
    if all(end.operator_id != state.operator_id for end in agreement.ends):
        return not_allowed(subject, f"operator {state.operator_id} holds neither end")
    pact = state.pacts.get(subject)
    fault = _fault_of_version(pact, command) if pact else _fault_of_first(agreement)
    if fault:
        return not_allowed(subject, fault)
    events: list[AnyEvent] = [AgreementAdopted(agreement, command.digest)]
    peer = agreement.ends[1 - agreement.index_of(state.operator_id)].operator_id
    theirs = state.signed_there.get(signature_key(peer, subject), {}).get(agreement.version)
    if theirs is not None and theirs != command.digest:
        events.append(_differs(subject, agreement.version))
    return events


def _fault_of_first(agreement: Agreement) -> str:
    return "" if agreement.from_cycle == 1 else "the first version begins with cycle 1"


def _fault_of_version(pact: Pact, command: AdoptAgreement) -> str:
    """Say why a further version cannot follow the ones we have."""
    agreement = command.agreement
    if agreement.version in pact.versions:
        return f"version {agreement.version} is adopted already"
    last = pact.versions[max(pact.versions)]
    if agreement.version < last.version or agreement.from_cycle < last.from_cycle:
        return "a further version has a higher number and begins no earlier than the one before"
    if not pact.current and agreement.from_cycle > pact.open_cycle:
        return f"none is in force: it begins with the open cycle, which is {pact.open_cycle}"
    if pact.current and agreement.from_cycle <= pact.open_cycle:
        return f"it begins with a later cycle than the open one, which is {pact.open_cycle}"
    kept = [(e.operator_id, e.currency, e.settlement_system) for e in last.ends]
    if kept != [(e.operator_id, e.currency, e.settlement_system) for e in agreement.ends]:
        return "the ends' operators, currencies and settlement systems stay as they are"
    if agreement.settlement_model != last.settlement_model:
        return "the settlement model stays as it is"
    return ""


def hear_agreement(
    state: State, _at: int, operator_id: str, item: AgreementSigned
) -> list[AnyEvent]:
    """Note that the other operator has signed a version; what it signed once stays signed."""
    pact = state.pacts.get(item.agreement_id)
    key = signature_key(operator_id, item.agreement_id)
    before = state.signed_there.get(key, {}).get(item.version)
    if before is not None or (pact is not None and pact.peer_id != operator_id):
        text = f"{operator_id} signs version {item.version} again, or is no party"
        return [CaseOpened(item.agreement_id, CaseKind.PEER_BREACH, text)]
    heard = AgreementHeard(operator_id, item.agreement_id, item.version, item.digest)
    events: list[AnyEvent] = [heard]
    if pact and pact.digests.get(item.version, item.digest) != item.digest:
        events.append(_differs(item.agreement_id, item.version))
    return events


def _differs(agreement_id: str, version: int) -> CaseOpened:
    text = f"the operators signed different texts of version {version}"
    return CaseOpened(f"{agreement_id}#{version}", CaseKind.AGREEMENT_DIFFERS, text)


def activate_bundle(_state: State, at: int, command: ActivateBundle) -> list[AnyEvent]:
    """Screen by this bundle from now on; all that is pending is screened again."""
    if not command.bundle or command.valid_until <= at:
        return not_allowed(command.bundle.hex(), "a bundle has a hash and is not too old")
    return [BundleActivated(command.bundle, command.valid_until)]
