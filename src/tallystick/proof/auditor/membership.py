"""Who takes part, on what terms, by which lists."""

from itertools import pairwise

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
from tallystick.core.events import (
    AgreementAdopted,
    AgreementHeard,
    BundleActivated,
    CaseKind,
    ParticipantRegistered,
    ParticipantReinstated,
    ParticipantSuspended,
    ProviderRegistered,
    RatesPublished,
)
from tallystick.core.items import AgreementSigned
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books, Link, Member
from tallystick.proof.auditor.script import Script, case, no

_BASIS = 10_000


def register_participant(books: Books, _at: int, command: RegisterParticipant) -> Script:
    """A bank settles at one end; its limits may be set anew."""
    link = books.links.get(command.agreement_id)
    ends = [link.here.operator_id, link.there.operator_id] if link is not None else []
    known = link.members.get(command.participant_id) if link is not None else None
    moved = known is not None and known.operator_id != command.operator_id
    if (
        command.operator_id not in ends
        or moved
        or command.daily_limit < 0
        or command.net_debit_limit < 0
    ):
        yield no(command.participant_id)
    else:
        limits = command.daily_limit, command.net_debit_limit
        yield ParticipantRegistered(
            command.participant_id, command.agreement_id, command.operator_id, *limits
        )


def suspend_participant(books: Books, _at: int, command: SuspendParticipant) -> Script:
    """Only a bank that takes part can be suspended."""
    if _member(books, command.agreement_id, command.participant_id) is None:
        yield no(command.participant_id)
    else:
        yield ParticipantSuspended(command.participant_id, command.agreement_id, command.person)


def reinstate_participant(books: Books, _at: int, command: ReinstateParticipant) -> Script:
    """Only a bank that takes part can be reinstated."""
    if _member(books, command.agreement_id, command.participant_id) is None:
        yield no(command.participant_id)
    else:
        yield ParticipantReinstated(command.participant_id, command.agreement_id, command.person)


def _member(books: Books, agreement_id: str, participant_id: str) -> Member | None:
    link = books.links.get(agreement_id)
    return None if link is None else link.members.get(participant_id)


def register_provider(books: Books, _at: int, command: RegisterProvider) -> Script:
    """A provider belongs to an agreement; its limit may be set anew."""
    if command.agreement_id not in books.links or command.exposure_limit < 0:
        yield no(command.provider_id)
    else:
        yield ProviderRegistered(command.provider_id, command.agreement_id, command.exposure_limit)


def publish_rates(books: Books, _at: int, command: PublishRates) -> Script:
    """A standing rate is from our currency to the other's, its tiers rise, its points are sane."""
    link = books.links.get(command.agreement_id)
    if link is None or command.provider_id not in link.houses or not _is_sane(link, command):
        yield no(command.provider_id)
    else:
        yield RatesPublished(
            command.provider_id,
            command.agreement_id,
            command.rate,
            command.tiers,
            command.improvements,
        )


def _is_sane(link: Link, command: PublishRates) -> bool:
    floors = [least for least, _ in command.tiers]
    tiers = [points for _, points in command.tiers]
    improvements = [points for _, points in command.improvements]
    return (
        figures.is_rate_between(command.rate, link.here, link.there)
        and all(low <= high for low, high in pairwise(floors))
        and all(-_BASIS < each <= _BASIS for each in (*tiers, *improvements))
        and min(tiers, default=0) + min(improvements, default=0) > -_BASIS
    )


def adopt_agreement(books: Books, _at: int, command: AdoptAgreement) -> Script:
    """We sign a version that can be an agreement, holds our end, and follows the ones before."""
    text = command.agreement
    mine = [index for index in (0, 1) if text.ends[index].operator_id == books.operator_id]
    link = books.links.get(text.agreement_id)
    if faults_of(text) or not mine or not _follows(link, text):
        yield no(text.agreement_id)
        return
    yield AgreementAdopted(text, command.digest)
    peer = text.ends[1 - mine[0]].operator_id
    theirs = books.signed_there.get((peer, text.agreement_id), {})
    if theirs.get(text.version, command.digest) != command.digest:
        yield case(f"{text.agreement_id}#{text.version}", CaseKind.AGREEMENT_DIFFERS)


def _follows(link: Link | None, text: Agreement) -> bool:
    if link is None:
        return text.from_cycle == 1
    last = link.texts[max(link.texts)]
    lasting = [
        [(end.operator_id, end.currency, end.settlement_system) for end in each.ends]
        for each in (last, text)
    ]
    return (
        text.version > last.version
        and text.from_cycle >= last.from_cycle
        and (text.from_cycle > link.open_round or not link.current)
        and lasting[0] == lasting[1]
        and text.settlement_model is last.settlement_model
    )


def hear_agreement(books: Books, operator_id: str, item: AgreementSigned) -> Script:
    """What the other operator signed once stays signed."""
    link = books.links.get(item.agreement_id)
    stranger = link is not None and link.there.operator_id != operator_id
    if stranger or item.version in books.signed_there.get((operator_id, item.agreement_id), {}):
        yield case(item.agreement_id, CaseKind.PEER_BREACH)
        return
    yield AgreementHeard(operator_id, item.agreement_id, item.version, item.digest)
    if link is not None and link.signed_here.get(item.version, item.digest) != item.digest:
        yield case(f"{item.agreement_id}#{item.version}", CaseKind.AGREEMENT_DIFFERS)


def activate_bundle(_books: Books, at: int, command: ActivateBundle) -> Script:
    """Lists that are named and not too old become the lists of now."""
    if not command.bundle or at >= command.valid_until:
        yield no(command.bundle.hex())
    else:
        yield BundleActivated(command.bundle, command.valid_until)
