"""Payloads for the tests: the standard's two business examples, and any that the model takes.

What is drawn keeps the structure and no constraint; people and companies are invented.
"""

import json
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from tallystick.wire.ivms101 import model
from tallystick.wire.ivms101.codes import (
    AddressType,
    LegalPersonNameType,
    NationalIdentifierType,
    NaturalPersonNameType,
    TransliterationMethod,
    Version,
)

ON: Final = "2026-11-29"
# As section 8, example 1, shows them, with other people.
ALICE: Final[dict[str, Any]] = {
    "name": {
        "nameIdentifier": [
            {
                "primaryIdentifier": "Fenwick",
                "secondaryIdentifier": "Dr Alice",
                "naturalPersonNameIdentifierType": "LEGL",
            }
        ]
    },
    "geographicAddress": [
        {
            "addressType": "GEOG",
            "streetName": "Quay Street",
            "buildingNumber": "24",
            "buildingName": "Harbour View",
            "postcode": "91765",
            "townName": "Port Regal",
            "countrySubDivision": "Coast",
            "country": "US",
        }
    ],
    "customerIdentification": "1002390",
}
VASP: Final[dict[str, Any]] = {
    "legalPerson": {
        "name": {
            "nameIdentifier": [
                {"legalPersonName": "VASP A", "legalPersonNameIdentifierType": "LEGL"}
            ]
        },
        "nationalIdentification": {
            "nationalIdentifier": "3M5E1GQKGL17HI8CPN20",
            "nationalIdentifierType": "LEIX",
        },
    }
}
ACCOUNT: Final = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
OF_2023: Final[dict[str, Any]] = {
    "originator": {"originatorPerson": [{"naturalPerson": ALICE, "accountNumber": ["10023909"]}]},
    "beneficiary": {
        "beneficiaryPerson": [
            {
                "naturalPerson": {
                    "name": {
                        "nameIdentifier": [
                            {
                                "primaryIdentifier": "Barnes",
                                "secondaryIdentifier": "Robert",
                                "naturalPersonNameIdentifierType": "LEGL",
                            }
                        ],
                        "localNameIdentifier": [
                            {"primaryIdentifier": "Барнс", "nameIdentifierType": "LEGL"}
                        ],
                    },
                    "dateAndPlaceOfBirth": {
                        "dateOfBirth": "1963-01-14",
                        "placeOfBirth": "Port Regal",
                    },
                },
                "accountNumber": [ACCOUNT],
            }
        ]
    },
    "originatingVASP": {"originatingVASP": VASP},
    "beneficiaryVASP": {"beneficiaryVASP": VASP},
    "transferPath": {"transferPath": [{"intermediaryVASP": VASP, "sequence": 0}]},
    "payloadMetadata": {"transliterationMethod": ["cyrl"], "payloadVersion": "101.2023"},
}
OF_2020: Final[dict[str, Any]] = {
    "originator": {
        "originatorPersons": [
            {
                "naturalPerson": {
                    "name": {
                        "nameIdentifier": [
                            {
                                "primaryIdentifier": "Wu",
                                "secondaryIdentifier": "Xinli",
                                "nameIdentifierType": "LEGL",
                            }
                        ],
                        "localNameIdentifier": [
                            {
                                "primaryIdentifier": "吴",
                                "secondaryIdentifier": "信利",
                                "nameIdentifierType": "LEGL",
                            }
                        ],
                    },
                    "nationalIdentification": {
                        "nationalIdentifier": "446005",
                        "nationalIdentifierType": "RAID",
                        "registrationAuthority": "RA000553",
                    },
                    "countryOfResidence": "TZ",
                }
            }
        ],
        "accountNumber": ["10023909"],
    },
    "beneficiary": {
        "beneficiaryPersons": [
            {
                "legalPerson": {
                    "name": {
                        "nameIdentifier": [
                            {
                                "legalPersonName": "ABC Limited",
                                "legalPersonNameIdentifierType": "LEGL",
                            },
                            {
                                "legalPersonName": "CBA Trading",
                                "legalPersonNameIdentifierType": "TRAD",
                            },
                        ]
                    },
                    "customerNumber": "7",
                }
            }
        ],
        "accountNumber": ["00010190CBATRAD"],
    },
    "originatingVASP": {"originatingVASP": VASP},
}
EXAMPLES: Final = MappingProxyType({Version.V2020: OF_2020, Version.V2023: OF_2023})


def raw(tree: object) -> bytes:
    """Return a tree as JSON."""
    return json.dumps(tree, ensure_ascii=False).encode()


def changed(tree: Any, path: str, value: object) -> Any:
    """Return a copy of a tree with another value at a path, `a/b/0/c`; None takes it away."""
    copy = json.loads(json.dumps(tree))
    *around, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place = copy
    for step in around:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return copy


def _texts(most: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=most)


def _local(most: int) -> st.SearchStrategy[str]:
    fit = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
    return st.text(fit, min_size=1, max_size=most)


_COUNTRIES: Final = st.sampled_from(["RU", "CN", "TZ", "XX"])
_DATES: Final = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
_AUTHORITIES: Final = st.integers(0, 999_999).map("RA{:06}".format)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _some(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=least, max_size=2).map(tuple)


_LOCAL_NAMES: Final = st.builds(
    model.LocalNaturalPersonNameId,
    primary_identifier=_local(100),
    secondary_identifier=_maybe(_local(100)),
    name_identifier_type=st.sampled_from(NaturalPersonNameType),
)
_NAMES: Final = st.builds(
    model.NaturalPersonName,
    name_identifier=_some(
        st.builds(
            model.NaturalPersonNameId,
            primary_identifier=_texts(100),
            secondary_identifier=_maybe(_texts(100)),
            natural_person_name_identifier_type=st.sampled_from(NaturalPersonNameType),
        ),
        1,
    ),
    local_name_identifier=_some(_LOCAL_NAMES),
    phonetic_name_identifier=_some(_LOCAL_NAMES),
)
_LOCAL_LEGAL_NAMES: Final = st.builds(
    model.LocalLegalPersonNameId,
    legal_person_name=_local(100),
    legal_person_name_identifier_type=st.sampled_from(LegalPersonNameType),
)
_LEGAL_NAMES: Final = st.builds(
    model.LegalPersonName,
    name_identifier=_some(
        st.builds(
            model.LegalPersonNameId,
            legal_person_name=_texts(100),
            legal_person_name_identifier_type=st.sampled_from(LegalPersonNameType),
        ),
        1,
    ),
    local_name_identifier=_some(_LOCAL_LEGAL_NAMES),
    phonetic_name_identifier=_some(_LOCAL_LEGAL_NAMES),
)
_ADDRESSES: Final = st.builds(
    model.Address,
    address_type=st.sampled_from(AddressType),
    department=_maybe(_texts(50)),
    sub_department=_maybe(_texts(70)),
    street_name=_maybe(_texts(70)),
    building_number=_maybe(_texts(16)),
    building_name=_maybe(_texts(35)),
    floor=_maybe(_texts(70)),
    post_box=_maybe(_texts(16)),
    room=_maybe(_texts(70)),
    postcode=_maybe(_texts(16)),
    town_name=_texts(35),
    town_location_name=_maybe(_texts(35)),
    district_name=_maybe(_texts(35)),
    country_sub_division=_maybe(_texts(35)),
    address_line=_some(_texts(70)),
    country=_COUNTRIES,
)
_IDENTIFICATIONS: Final = st.builds(
    model.NationalIdentification,
    national_identifier=_texts(35),
    national_identifier_type=st.sampled_from(NationalIdentifierType),
    country_of_issue=_maybe(_COUNTRIES),
    registration_authority=_maybe(_AUTHORITIES),
)
_BIRTHS: Final = st.builds(
    model.DateAndPlaceOfBirth, date_of_birth=_DATES, place_of_birth=_texts(70)
)
_NATURAL: Final = st.builds(
    model.NaturalPerson,
    name=_NAMES,
    geographic_address=_some(_ADDRESSES),
    national_identification=_maybe(_IDENTIFICATIONS),
    customer_identification=_maybe(_texts(50)),
    date_and_place_of_birth=_maybe(_BIRTHS),
    country_of_residence=_maybe(_COUNTRIES),
)
_LEGAL: Final = st.builds(
    model.LegalPerson,
    name=_LEGAL_NAMES,
    geographic_address=_some(_ADDRESSES),
    customer_identification=_maybe(_texts(50)),
    national_identification=_maybe(_IDENTIFICATIONS),
    country_of_registration=_maybe(_COUNTRIES),
)


def _persons(version: Version) -> st.SearchStrategy[model.Person]:
    accounts = _some(_texts(512)) if version is Version.V2023 else st.just(())
    return st.builds(
        model.Person, natural_person=_NATURAL, legal_person=st.none(), account_number=accounts
    ) | st.builds(
        model.Person, natural_person=st.none(), legal_person=_LEGAL, account_number=accounts
    )


def _payloads(version: Version) -> st.SearchStrategy[model.Payload]:
    persons = _persons(version)
    accounts = _some(_texts(100)) if version is Version.V2020 else st.just(())
    steps = st.lists(persons, max_size=2).map(
        lambda people: tuple(
            model.IntermediaryVasp(intermediary_vasp=each, sequence=at)
            for at, each in enumerate(people)
        )
    )
    about = st.builds(
        model.PayloadMetadata,
        transliteration_method=_some(st.sampled_from(TransliterationMethod)),
        payload_version=st.just(version),
    )
    return st.builds(
        model.Payload,
        originator=st.builds(
            model.Originator, originator_person=_some(persons, 1), account_number=accounts
        ),
        beneficiary=_maybe(
            st.builds(
                model.Beneficiary, beneficiary_person=_some(persons, 1), account_number=accounts
            )
        ),
        originating_vasp=_maybe(
            st.builds(model.OriginatingVasp, originating_vasp=_maybe(persons))
        ),
        beneficiary_vasp=_maybe(
            st.builds(model.BeneficiaryVasp, beneficiary_vasp=_maybe(persons))
        ),
        transfer_path=_maybe(st.builds(model.TransferPath, transfer_path=steps)),
        payload_metadata=about if version is Version.V2023 else _maybe(about),
    )


PAYLOADS: Final = st.sampled_from(Version).flatmap(_payloads)


def fullest() -> model.Payload:
    """Return a payload of 2023 that has every element of the model, each at least once."""
    tree = _filled(model.Payload)
    for party in ("originator", "beneficiary"):
        del tree[party]["accountNumber"]  # where the accounts of 2020 stand
    return msgspec.convert(tree, model.Payload)


_FORMS: Final = MappingProxyType(
    {
        "dateOfBirth": "1963-01-14",
        "registrationAuthority": "RA000553",
        **dict.fromkeys(
            ("country", "countryOfResidence", "countryOfRegistration", "countryOfIssue"), "TZ"
        ),
    }
)


def _filled(struct: type[msgspec.Struct]) -> dict[str, Any]:
    told = msgspec.inspect.type_info(struct)
    assert isinstance(told, msgspec.inspect.StructType)
    return {each.encode_name: _value(each.encode_name, each.type) for each in told.fields}


def _value(name: str, kind: msgspec.inspect.Type) -> Any:
    match kind:
        case msgspec.inspect.Metadata(type=inner):
            return _value(name, inner)
        case msgspec.inspect.UnionType(types=types):
            return _value(name, types[0])
        case msgspec.inspect.VarTupleType(item_type=item):
            return [_value(name, item)]
        case msgspec.inspect.StructType(cls=cls):
            return _filled(cls)
        case msgspec.inspect.EnumType(cls=cls):
            return list(cls)[-1]
        case msgspec.inspect.IntType():
            return 0
        case _:
            return _FORMS.get(name, "Fenwick 7")
