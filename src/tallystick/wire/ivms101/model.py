"""The data model of IVMS101, typed: the entities of section 6 and the components of 5.2.

Names are the standard's. Lengths are those of its datatypes; how often an element may
occur where it says "n" is bounded here, far above what any payload has, as what is read
comes from others. `None` and an empty tuple are elements that are not there.
"""

from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta

from tallystick.wire.ivms101.codes import (
    AddressType,
    LegalPersonNameType,
    NationalIdentifierType,
    NaturalPersonNameType,
    TransliterationMethod,
    Version,
)

PERSONS_MAX: Final = 16
NAMES_MAX: Final = 32
ADDRESSES_MAX: Final = 16
ADDRESS_LINES_MAX: Final = 7  # of the standard
ACCOUNTS_MAX: Final = 64
INTERMEDIARIES_MAX: Final = 32
METHODS_MAX: Final = len(TransliterationMethod)
SEQUENCE_MAX: Final = 10**18 - 1  # 18 digits

Max16Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=16)]
Max35Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=35)]
Max50Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=50)]
Max70Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=70)]
Max100Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100)]
LocalMax100Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100)]
# In 2020 an account number has 100 characters at most, which the constraints ask.
Max512Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=512)]
Date: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
CountryCode: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
RegistrationAuthority: TypeAlias = Annotated[str, Meta(pattern=r"^RA[0-9]{6}\Z")]
Number: TypeAlias = Annotated[int, Meta(ge=0, le=SEQUENCE_MAX)]
Accounts: TypeAlias = Annotated[tuple[Max512Text, ...], Meta(max_length=ACCOUNTS_MAX)]


class _Element(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """An entity or a component: its elements are known, and no other is taken."""


class NaturalPersonNameId(_Element, frozen=True, kw_only=True):
    """A person's name in Latin letters; the primary identifier may be all of it."""

    primary_identifier: Max100Text
    secondary_identifier: Max100Text | None = None
    natural_person_name_identifier_type: NaturalPersonNameType


class LocalNaturalPersonNameId(_Element, frozen=True, kw_only=True):
    """A person's name in the letters of its country, or as it sounds."""

    primary_identifier: LocalMax100Text
    secondary_identifier: LocalMax100Text | None = None
    name_identifier_type: NaturalPersonNameType


LocalNames: TypeAlias = Annotated[tuple[LocalNaturalPersonNameId, ...], Meta(max_length=NAMES_MAX)]


class NaturalPersonName(_Element, frozen=True, kw_only=True):
    """All names of a person."""

    name_identifier: Annotated[
        tuple[NaturalPersonNameId, ...], Meta(min_length=1, max_length=NAMES_MAX)
    ]
    local_name_identifier: LocalNames = ()
    phonetic_name_identifier: LocalNames = ()


class LegalPersonNameId(_Element, frozen=True, kw_only=True):
    """A company's name in Latin letters."""

    legal_person_name: Max100Text
    legal_person_name_identifier_type: LegalPersonNameType


class LocalLegalPersonNameId(_Element, frozen=True, kw_only=True):
    """A company's name in the letters of its country, or as it sounds."""

    legal_person_name: LocalMax100Text
    legal_person_name_identifier_type: LegalPersonNameType


LocalLegalNames: TypeAlias = Annotated[
    tuple[LocalLegalPersonNameId, ...], Meta(max_length=NAMES_MAX)
]


class LegalPersonName(_Element, frozen=True, kw_only=True):
    """All names of a company."""

    name_identifier: Annotated[
        tuple[LegalPersonNameId, ...], Meta(min_length=1, max_length=NAMES_MAX)
    ]
    local_name_identifier: LocalLegalNames = ()
    phonetic_name_identifier: LocalLegalNames = ()


class Address(_Element, frozen=True, kw_only=True):
    """Where somebody can be found (after PostalAddress6 of ISO 20022)."""

    address_type: AddressType
    department: Max50Text | None = None
    sub_department: Max70Text | None = None
    street_name: Max70Text | None = None
    building_number: Max16Text | None = None
    building_name: Max35Text | None = None
    floor: Max70Text | None = None
    post_box: Max16Text | None = None
    room: Max70Text | None = None
    postcode: Max16Text | None = None
    town_name: Max35Text
    town_location_name: Max35Text | None = None
    district_name: Max35Text | None = None
    country_sub_division: Max35Text | None = None
    address_line: Annotated[tuple[Max70Text, ...], Meta(max_length=ADDRESS_LINES_MAX)] = ()
    country: CountryCode


Addresses: TypeAlias = Annotated[tuple[Address, ...], Meta(max_length=ADDRESSES_MAX)]


class NationalIdentification(_Element, frozen=True, kw_only=True):
    """The number that an office of a country has given."""

    national_identifier: Max35Text
    national_identifier_type: NationalIdentifierType
    country_of_issue: CountryCode | None = None
    registration_authority: RegistrationAuthority | None = None


class DateAndPlaceOfBirth(_Element, frozen=True, kw_only=True):
    """When and where a person was born."""

    date_of_birth: Date
    place_of_birth: Max70Text


class NaturalPerson(_Element, frozen=True, kw_only=True):
    """An individual."""

    name: NaturalPersonName
    geographic_address: Addresses = ()
    national_identification: NationalIdentification | None = None
    customer_identification: Max50Text | None = None
    date_and_place_of_birth: DateAndPlaceOfBirth | None = None
    country_of_residence: CountryCode | None = None


class LegalPerson(_Element, frozen=True, kw_only=True):
    """Whatever may own something and is no individual."""

    name: LegalPersonName
    geographic_address: Addresses = ()
    customer_identification: Max50Text | None = None
    national_identification: NationalIdentification | None = None
    country_of_registration: CountryCode | None = None


class Person(_Element, frozen=True, kw_only=True):
    """An individual or a company, one of the two; since 2023 with its accounts."""

    natural_person: NaturalPerson | None = None
    legal_person: LegalPerson | None = None
    account_number: Accounts = ()


Persons: TypeAlias = Annotated[tuple[Person, ...], Meta(min_length=1, max_length=PERSONS_MAX)]


class Originator(_Element, frozen=True, kw_only=True):
    """Who sends; in 2020 the accounts stood here."""

    originator_person: Persons
    account_number: Accounts = ()


class Beneficiary(_Element, frozen=True, kw_only=True):
    """Who receives; in 2020 the accounts stood here."""

    beneficiary_person: Persons
    account_number: Accounts = ()


class OriginatingVasp(_Element, frozen=True, kw_only=True):
    """The originator's service provider."""

    originating_vasp: Person | None = msgspec.field(name="originatingVASP", default=None)


class BeneficiaryVasp(_Element, frozen=True, kw_only=True):
    """The beneficiary's service provider."""

    beneficiary_vasp: Person | None = msgspec.field(name="beneficiaryVASP", default=None)


class IntermediaryVasp(_Element, frozen=True, kw_only=True):
    """A service provider between the two, and its place in the chain, from 0."""

    intermediary_vasp: Person = msgspec.field(name="intermediaryVASP")
    sequence: Number


class TransferPath(_Element, frozen=True, kw_only=True):
    """The service providers between the two."""

    transfer_path: Annotated[
        tuple[IntermediaryVasp, ...], Meta(max_length=INTERMEDIARIES_MAX)
    ] = ()


class PayloadMetadata(_Element, frozen=True, kw_only=True):
    """What is said of the payload itself; without a version it is of 2020."""

    transliteration_method: Annotated[
        tuple[TransliterationMethod, ...], Meta(max_length=METHODS_MAX)
    ] = ()
    payload_version: Version = Version.V2020


class Payload(_Element, frozen=True, kw_only=True):
    """One identity payload. What a rule wants to be there is asked apart."""

    originator: Originator | None = None
    beneficiary: Beneficiary | None = None
    originating_vasp: OriginatingVasp | None = msgspec.field(name="originatingVASP", default=None)
    beneficiary_vasp: BeneficiaryVasp | None = msgspec.field(name="beneficiaryVASP", default=None)
    transfer_path: TransferPath | None = None
    payload_metadata: PayloadMetadata | None = None

    @property
    def version(self) -> Version:
        """The version that the payload says it keeps to."""
        return self.payload_metadata.payload_version if self.payload_metadata else Version.V2020
