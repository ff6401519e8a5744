"""What FATF Recommendation 16 wants to travel with a transfer, and what of it is missing.

Two editions are told, and whoever asks says which law holds for it. That of 2012 (interpretive
note to Recommendation 16, required information; by the note to Recommendation 15, paragraph
7(b), for virtual assets too) wants one of four things of the originator. That of June
2025, to be in force by the end of 2030, wants a person's address and date of birth, and the
beneficiary's country and town. Below a threshold (no higher than 1,000 dollars or
euros in either) names and accounts are enough.

A payload that lacks something is not broken: who received it answers by its own law, refuses
the transfer or asks for the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from tallystick.wire.ivms101.model import Address, Payload, Person


class Edition(StrEnum):
    """Which text of Recommendation 16 is asked for."""

    R16_2012 = "fatf-r16-2012"
    R16_2025 = "fatf-r16-2025"


class Requirement(StrEnum):
    """What must be there of everybody whom it names."""

    ORIGINATOR_NAME = "originator-name"
    ORIGINATOR_ACCOUNT = "originator-account"
    """An account number or wallet address, unless a reference of the transfer stands for it."""
    ORIGINATOR_IDENTIFICATION = "originator-identification"
    """One of: address, national or customer identification, date and place of birth."""
    ORIGINATOR_ADDRESS = "originator-address"
    ORIGINATOR_BIRTH = "originator-birth"
    """Of a person the date of birth; of a company nothing."""
    BENEFICIARY_NAME = "beneficiary-name"
    BENEFICIARY_ACCOUNT = "beneficiary-account"
    """As of the originator."""
    BENEFICIARY_TOWN = "beneficiary-town"
    """Country and town."""
    ORIGINATING_VASP = "originating-vasp"
    """The name of the service provider who sends, unless its wallet is the originator's own."""
    BENEFICIARY_VASP = "beneficiary-vasp"
    """The same of the one who receives."""


class Hosting(StrEnum):
    """Who keeps the wallets: service providers both, or one of the two customers itself."""

    BOTH_HOSTED = "both-hosted"
    ORIGINATOR_SELF_HOSTED = "originator-self-hosted"
    BENEFICIARY_SELF_HOSTED = "beneficiary-self-hosted"


class Missing(NamedTuple):
    """One thing that is not there: of whom, and in plain words what."""

    requirement: Requirement
    path: str
    text: str


_ALWAYS: Final = frozenset(
    {
        Requirement.ORIGINATOR_NAME,
        Requirement.ORIGINATOR_ACCOUNT,
        Requirement.BENEFICIARY_NAME,
        Requirement.BENEFICIARY_ACCOUNT,
        Requirement.ORIGINATING_VASP,
        Requirement.BENEFICIARY_VASP,
    }
)
# From the threshold on, as each edition has it.
ASKED: Final[Mapping[Edition, frozenset[Requirement]]] = MappingProxyType(
    {
        Edition.R16_2012: _ALWAYS | {Requirement.ORIGINATOR_IDENTIFICATION},
        Edition.R16_2025: _ALWAYS
        | {
            Requirement.ORIGINATOR_ADDRESS,
            Requirement.ORIGINATOR_BIRTH,
            Requirement.BENEFICIARY_TOWN,
        },
    }
)
_NOT_OF_ONES_OWN: Final = MappingProxyType(
    {
        Hosting.BOTH_HOSTED: frozenset[Requirement](),
        Hosting.ORIGINATOR_SELF_HOSTED: frozenset({Requirement.ORIGINATING_VASP}),
        Hosting.BENEFICIARY_SELF_HOSTED: frozenset({Requirement.BENEFICIARY_VASP}),
    }
)


class Transfer(NamedTuple):
    """What is asked about: under which edition, how much, who keeps the wallets.

    Amount and threshold are minor units of the currency that the law has the threshold in; what
    an asset is worth in it is the caller's to say. Without either all is asked. `reference` is
    the transfer's own unique one, which stands for an account where there is none.
    """

    edition: Edition
    amount: int | None = None
    threshold: int | None = None
    hosting: Hosting = Hosting.BOTH_HOSTED
    reference: str = ""


def missing(payload: Payload, transfer: Transfer) -> tuple[Missing, ...]:
    """Return all that the edition asks and the payload has not; nothing if it is complete."""
    asked = ASKED[transfer.edition] if _is_full(transfer) else _ALWAYS
    asked -= _NOT_OF_ONES_OWN[transfer.hosting]
    if transfer.reference.strip():
        asked -= {Requirement.ORIGINATOR_ACCOUNT, Requirement.BENEFICIARY_ACCOUNT}
    return tuple(
        Missing(each, path, text)
        for each in Requirement
        if each in asked
        for path, text in _LOOKS[each](payload)
    )


def _is_full(transfer: Transfer) -> bool:
    """Tell whether the amount is not below the threshold."""
    if transfer.amount is None or transfer.threshold is None:
        return True
    return transfer.amount >= transfer.threshold


_Lacks: TypeAlias = Iterable[tuple[str, str]]
_Has: TypeAlias = Callable[[Person], bool]
_ORIGINATOR: Final = "originator/originatorPerson"
_BENEFICIARY: Final = "beneficiary/beneficiaryPerson"


def _originators(payload: Payload) -> tuple[Person, ...]:
    return payload.originator.originator_person if payload.originator else ()


def _beneficiaries(payload: Payload) -> tuple[Person, ...]:
    return payload.beneficiary.beneficiary_person if payload.beneficiary else ()


def _of_each(people: tuple[Person, ...], path: str, has: _Has, text: str) -> _Lacks:
    """Return whoever of the people has it not; where there is nobody, that is missing too."""
    if not people:
        return ((path, text),)
    return tuple(
        (f"{path}[{at}]", text) for at, each in enumerate(people, start=1) if not has(each)
    )


def _of_originators(has: _Has, text: str) -> Callable[[Payload], _Lacks]:
    return lambda payload: _of_each(_originators(payload), _ORIGINATOR, has, text)


def _of_beneficiaries(has: _Has, text: str) -> Callable[[Payload], _Lacks]:
    return lambda payload: _of_each(_beneficiaries(payload), _BENEFICIARY, has, text)


def _has_name(person: Person) -> bool:
    if person.natural_person:
        names = [each.primary_identifier for each in person.natural_person.name.name_identifier]
    elif person.legal_person:
        names = [each.legal_person_name for each in person.legal_person.name.name_identifier]
    else:
        names = []
    return any(name.strip() for name in names)


def _addresses(person: Person) -> tuple[Address, ...]:
    either = person.natural_person or person.legal_person
    return either.geographic_address if either else ()


def _has_address(person: Person) -> bool:
    return bool(_addresses(person))


def _has_birth(person: Person) -> bool:
    natural = person.natural_person
    return natural is None or natural.date_and_place_of_birth is not None


def _has_town(person: Person) -> bool:
    return any(each.town_name.strip() and each.country for each in _addresses(person))


def _has_identification(person: Person) -> bool:
    either = person.natural_person or person.legal_person
    if either is None:
        return False
    told = (
        either.geographic_address,
        either.national_identification,
        (either.customer_identification or "").strip(),
        person.natural_person and person.natural_person.date_and_place_of_birth,
    )
    return any(told)


def _lacks_account(
    accounts: Iterable[str], people: tuple[Person, ...], path: str, text: str
) -> _Lacks:
    """Return that no account is told: one of the party, or since 2023 of a person of it."""
    told = [*accounts, *(account for each in people for account in each.account_number)]
    return () if any(account.strip() for account in told) else ((path, text),)


def _originator_account(payload: Payload) -> _Lacks:
    accounts = payload.originator.account_number if payload.originator else ()
    words = "the originator's account number or wallet address"
    return _lacks_account(accounts, _originators(payload), "originator", words)


def _beneficiary_account(payload: Payload) -> _Lacks:
    accounts = payload.beneficiary.account_number if payload.beneficiary else ()
    words = "the beneficiary's account number or wallet address"
    return _lacks_account(accounts, _beneficiaries(payload), "beneficiary", words)


def _originating_vasp(payload: Payload) -> _Lacks:
    vasp = payload.originating_vasp and payload.originating_vasp.originating_vasp
    words = "the name of the originating service provider"
    return () if vasp and _has_name(vasp) else (("originatingVASP", words),)


def _beneficiary_vasp(payload: Payload) -> _Lacks:
    vasp = payload.beneficiary_vasp and payload.beneficiary_vasp.beneficiary_vasp
    words = "the name of the beneficiary's service provider"
    return () if vasp and _has_name(vasp) else (("beneficiaryVASP", words),)


_LOOKS: Final[Mapping[Requirement, Callable[[Payload], _Lacks]]] = MappingProxyType(
    {
        Requirement.ORIGINATOR_NAME: _of_originators(_has_name, "the originator's name"),
        Requirement.ORIGINATOR_ACCOUNT: _originator_account,
        Requirement.ORIGINATOR_IDENTIFICATION: _of_originators(
            _has_identification,
            "one of the originator's address, national identification, customer identification,"
            " date and place of birth",
        ),
        Requirement.ORIGINATOR_ADDRESS: _of_originators(_has_address, "the originator's address"),
        Requirement.ORIGINATOR_BIRTH: _of_originators(
            _has_birth, "the originator's date of birth"
        ),
        Requirement.BENEFICIARY_NAME: _of_beneficiaries(_has_name, "the beneficiary's name"),
        Requirement.BENEFICIARY_ACCOUNT: _beneficiary_account,
        Requirement.BENEFICIARY_TOWN: _of_beneficiaries(
            _has_town, "the beneficiary's country and town"
        ),
        Requirement.ORIGINATING_VASP: _originating_vasp,
        Requirement.BENEFICIARY_VASP: _beneficiary_vasp,
    }
)
