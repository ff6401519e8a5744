"""The constraints of IVMS101, C1 to C12, each by its number; and what its datatypes ask.

Every breach is told, with its place, in the order of the rules. What a payload must hold for
the travel rule is asked elsewhere: a payload may keep every constraint and say too little.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final, NamedTuple, TypeAlias

from tallystick.terms.identifiers import is_country
from tallystick.terms.instants import BusinessDate, is_date
from tallystick.wire.ivms101.codes import (
    NO_COUNTRY,
    OF_LEGAL_PERSONS,
    AddressType,
    LegalPersonNameType,
    NationalIdentifierType,
    NaturalPersonNameType,
    Version,
)
from tallystick.wire.ivms101.elements import Element, Placed, elements, persons
from tallystick.wire.ivms101.model import (
    Address,
    LegalPerson,
    NationalIdentification,
    NaturalPerson,
    Payload,
)

_LEI: Final = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_LEIX: Final = NationalIdentifierType.LEGAL_ENTITY_IDENTIFIER
# The characters of every text that is not local, as the datatypes' expressions have them.
_LATIN: Final = {
    Version.V2020: re.compile(r"[a-zA-Z0-9' ]+"),
    Version.V2023: re.compile(r"[ -~]+"),
}
_LOCAL: Final = ("localNameIdentifier", "phoneticNameIdentifier")
_COUNTRY_ELEMENTS: Final = frozenset(
    {"country", "countryOfResidence", "countryOfRegistration", "countryOfIssue"}
)
# Elements whose form the model has asked already.
_WITH_A_FORM: Final = _COUNTRY_ELEMENTS | {"dateOfBirth", "registrationAuthority"}
_ACCOUNT_MAX_2020: Final = 100


class Flaw(NamedTuple):
    """One breach: the rule by its number, the place, and what is wrong in plain words."""

    rule: str
    path: str
    text: str


class _Asked(NamedTuple):
    payload: Payload
    elements: tuple[Element, ...]
    on: BusinessDate
    authorities: Collection[str] | None


_Check: TypeAlias = Callable[[_Asked], Iterator[Flaw]]


def flaws(
    payload: Payload, on: BusinessDate, authorities: Collection[str] | None = None
) -> tuple[Flaw, ...]:
    """Return every breach on a date.

    `authorities` are GLEIF's codes; without them C10 asks no more than the form.
    """
    found = tuple(
        Element(path.removeprefix("/"), name, value) for path, name, value in elements(payload, "")
    )
    asked = _Asked(payload, found, on, authorities)
    return tuple(flaw for check in _CHECKS for flaw in check(asked))


def _one_of_two(asked: _Asked) -> Iterator[Flaw]:
    for path, person, _is_originator in persons(asked.payload):
        if (person.natural_person is None) == (person.legal_person is None):
            words = "it is a natural person or a legal person, one of the two"
            yield Flaw("Person", path, words)


def _c1(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _natural(asked, senders=True):
        told = (
            each.geographic_address,
            each.customer_identification,
            each.national_identification,
            each.date_and_place_of_birth,
        )
        if not any(told):
            words = (
                "of an originator one of address, customer identification, national"
                " identification, date and place of birth is told"
            )
            yield Flaw("C1", path, words)


def _c2(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _natural(asked):
        if born := each.date_and_place_of_birth:
            place = f"{path}/dateAndPlaceOfBirth/dateOfBirth"
            if not is_date(born.date_of_birth):
                yield Flaw("C2", place, "there is no such date")
            elif born.date_of_birth >= asked.on:
                yield Flaw("C2", place, "a birth is in the past")


def _c3(asked: _Asked) -> Iterator[Flaw]:
    for element in asked.elements:
        if element.name in _COUNTRY_ELEMENTS:
            code = str(element.value)
            if code != NO_COUNTRY and not is_country(code):
                yield Flaw("C3", element.path, f"{code} is no code of ISO 3166-1, nor XX")


def _c4(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _legal(asked, senders=True):
        kinds = [address.address_type for address in each.geographic_address]
        is_somewhere = AddressType.GEOGRAPHIC in kinds
        if not (is_somewhere or each.customer_identification or each.national_identification):
            words = (
                "of an originator one of an address of type GEOG, customer identification,"
                " national identification is told"
            )
            yield Flaw("C4", path, words)


def _c5(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _legal(asked):
        kinds = [name.legal_person_name_identifier_type for name in each.name.name_identifier]
        if LegalPersonNameType.LEGAL not in kinds:
            yield Flaw("C5", f"{path}/name", "one name is of type LEGL")


def _c6(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _natural(asked):
        kinds = [name.natural_person_name_identifier_type for name in each.name.name_identifier]
        if NaturalPersonNameType.LEGAL not in kinds:
            yield Flaw("C6", f"{path}/name", "one name is of type LEGL")


def _c7(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _identified(asked):
        if each.national_identifier_type not in OF_LEGAL_PERSONS:
            words = f"{each.national_identifier_type} is no identifier of a legal person"
            yield Flaw("C7", f"{path}/nationalIdentifierType", words)


def _c8(asked: _Asked) -> Iterator[Flaw]:
    for path, person, _is_originator in persons(asked.payload):
        for kind, each in (("natural", person.natural_person), ("legal", person.legal_person)):
            addresses = each.geographic_address if each else ()
            for at, address in enumerate(addresses, start=1):
                if not _is_valid(address):
                    place = f"{path}/{kind}Person/geographicAddress[{at}]"
                    words = "it has a line, or a street with the number or name of a building"
                    yield Flaw("C8", place, words)


def _is_valid(address: Address) -> bool:
    building = address.building_name or address.building_number
    return bool(address.address_line or (address.street_name and building))


def _c9(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _identified(asked):
        if each.country_of_issue is not None:
            place = f"{path}/countryOfIssue"
            yield Flaw("C9", place, "a legal person's identifier has no country of issue")
        has_authority = each.registration_authority is not None
        if has_authority == (each.national_identifier_type is _LEIX):
            words = "there is a registration authority, unless the identifier is an LEI"
            yield Flaw("C9", f"{path}/registrationAuthority", words)


def _c10(asked: _Asked) -> Iterator[Flaw]:
    if asked.authorities is None:
        return
    for element in asked.elements:
        if element.name == "registrationAuthority" and element.value not in asked.authorities:
            words = f"{element.value} is not on GLEIF's list of registration authorities"
            yield Flaw("C10", element.path, words)


def _c11(asked: _Asked) -> Iterator[Flaw]:
    for path, each in _identified(asked):
        is_lei = _LEI.fullmatch(each.national_identifier) is not None
        if each.national_identifier_type is _LEIX and not is_lei:
            words = "an LEI has 18 capitals or digits and 2 digits"
            yield Flaw("C11", f"{path}/nationalIdentifier", words)


def _c12(asked: _Asked) -> Iterator[Flaw]:
    path = asked.payload.transfer_path
    told = [each.sequence for each in path.transfer_path] if path else []
    if sorted(told) != list(range(len(told))):
        yield Flaw("C12", "transferPath", "the sequence goes from 0 on without a gap")


def _latin(asked: _Asked) -> Iterator[Flaw]:
    version = asked.payload.version
    for element in asked.elements:
        is_coded = type(element.value) is not str or element.name in _WITH_A_FORM
        if is_coded or any(local in element.path for local in _LOCAL):
            continue
        if not _LATIN[version].fullmatch(str(element.value)):
            words = f"IVMS {version} has {_LATIN[version].pattern} here"
            yield Flaw("Text", element.path, words)


def _accounts(asked: _Asked) -> Iterator[Flaw]:
    for element in asked.elements:
        is_account = asked.payload.version is Version.V2020 and element.name == "accountNumber"
        if is_account and len(str(element.value)) > _ACCOUNT_MAX_2020:
            words = f"it has more than {_ACCOUNT_MAX_2020} characters"
            yield Flaw("Max100Text", element.path, words)


_CHECKS: Final[tuple[_Check, ...]] = (
    _one_of_two,
    *(_c1, _c2, _c3, _c4, _c5, _c6, _c7, _c8, _c9, _c10, _c11, _c12),
    _latin,
    _accounts,
)


def _people(asked: _Asked, *, senders: bool) -> Iterator[Placed]:
    return (each for each in persons(asked.payload) if each.is_originator or not senders)


def _natural(asked: _Asked, *, senders: bool = False) -> Iterator[tuple[str, NaturalPerson]]:
    for path, person, _is_originator in _people(asked, senders=senders):
        if person.natural_person:
            yield f"{path}/naturalPerson", person.natural_person


def _legal(asked: _Asked, *, senders: bool = False) -> Iterator[tuple[str, LegalPerson]]:
    for path, person, _is_originator in _people(asked, senders=senders):
        if person.legal_person:
            yield f"{path}/legalPerson", person.legal_person


def _identified(asked: _Asked) -> Iterator[tuple[str, NationalIdentification]]:
    for path, each in _legal(asked):
        if each.national_identification:
            yield f"{path}/nationalIdentification", each.national_identification
