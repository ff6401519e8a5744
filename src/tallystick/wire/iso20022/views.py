"""Typed views that several messages share: amounts, codes, agents, parties, accounts.

A view has the fields that a payment needs, in the field's words; a text that is absent
is empty. It is not the whole message: the tree is, and the bytes are. Each view stands
with its chart.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner


class Amount(msgspec.Struct, frozen=True, gc=False):
    """Money as a message says it: minor units of a currency, not negative."""

    minor: int
    currency: str


class Coded(msgspec.Struct, frozen=True, gc=False):
    """A word out of an external code set, or one that its users agreed on; never both."""

    code: str = ""
    proprietary: str = ""


class Identifier(msgspec.Struct, frozen=True, gc=False):
    """A number somebody gave a party or an account, by a scheme of its issuer."""

    id: str
    scheme: Coded | None = None
    issuer: str = ""


class Address(msgspec.Struct, frozen=True, gc=False):
    """Where somebody is: structured, in free lines, or both."""

    care_of: str = ""
    department: str = ""
    sub_department: str = ""
    street_name: str = ""
    building_number: str = ""
    building_name: str = ""
    floor: str = ""
    unit_number: str = ""
    post_box: str = ""
    room: str = ""
    post_code: str = ""
    town_name: str = ""
    town_location_name: str = ""
    district_name: str = ""
    country_sub_division: str = ""
    country: str = ""
    lines: tuple[str, ...] = ()


class Agent(msgspec.Struct, frozen=True, gc=False):
    """A financial institution: by BIC, by its number in a clearing system, by LEI or by name."""

    bic: str = ""
    clearing_system: Coded | None = None
    member_id: str = ""
    lei: str = ""
    name: str = ""
    address: Address | None = None
    other: Identifier | None = None
    branch_id: str = ""
    branch_name: str = ""


class Party(msgspec.Struct, frozen=True, gc=False):
    """A person or an organisation. Dates are ISO text."""

    name: str = ""
    address: Address | None = None
    bic: str = ""
    lei: str = ""
    organisation_ids: tuple[Identifier, ...] = ()
    birth_date: str = ""
    birth_province: str = ""
    birth_city: str = ""
    birth_country: str = ""
    personal_ids: tuple[Identifier, ...] = ()
    country_of_residence: str = ""


class PartyOrAgent(msgspec.Struct, frozen=True, gc=False):
    """Somebody who may be a customer or a financial institution; never both."""

    party: Party | None = None
    agent: Agent | None = None


class Account(msgspec.Struct, frozen=True, gc=False):
    """An account: by IBAN, by another number, or by a proxy such as a telephone number."""

    iban: str = ""
    other: Identifier | None = None
    kind: Coded | None = None
    currency: str = ""
    name: str = ""
    proxy_kind: Coded | None = None
    proxy_id: str = ""


CODED: Final = Chart(Coded, {"code": "Cd", "proprietary": "Prtry"})
IDENTIFIER: Final = Chart(
    Identifier, {"id": "Id", "scheme": Inner("SchmeNm", CODED), "issuer": "Issr"}
)
ADDRESS: Final = Chart(
    Address,
    {
        "care_of": "CareOf",
        "department": "Dept",
        "sub_department": "SubDept",
        "street_name": "StrtNm",
        "building_number": "BldgNb",
        "building_name": "BldgNm",
        "floor": "Flr",
        "unit_number": "UnitNb",
        "post_box": "PstBx",
        "room": "Room",
        "post_code": "PstCd",
        "town_name": "TwnNm",
        "town_location_name": "TwnLctnNm",
        "district_name": "DstrctNm",
        "country_sub_division": "CtrySubDvsn",
        "country": "Ctry",
        "lines": "AdrLine*",
    },
)
AGENT: Final = Chart(
    Agent,
    {
        "bic": "FinInstnId/BICFI",
        "clearing_system": Inner("FinInstnId/ClrSysMmbId/ClrSysId", CODED),
        "member_id": "FinInstnId/ClrSysMmbId/MmbId",
        "lei": "FinInstnId/LEI",
        "name": "FinInstnId/Nm",
        "address": Inner("FinInstnId/PstlAdr", ADDRESS),
        "other": Inner("FinInstnId/Othr", IDENTIFIER),
        "branch_id": "BrnchId/Id",
        "branch_name": "BrnchId/Nm",
    },
)
PARTY: Final = Chart(
    Party,
    {
        "name": "Nm",
        "address": Inner("PstlAdr", ADDRESS),
        "bic": "Id/OrgId/AnyBIC",
        "lei": "Id/OrgId/LEI",
        "organisation_ids": Inner("Id/OrgId/Othr*", IDENTIFIER),
        "birth_date": "Id/PrvtId/DtAndPlcOfBirth/BirthDt",
        "birth_province": "Id/PrvtId/DtAndPlcOfBirth/PrvcOfBirth",
        "birth_city": "Id/PrvtId/DtAndPlcOfBirth/CityOfBirth",
        "birth_country": "Id/PrvtId/DtAndPlcOfBirth/CtryOfBirth",
        "personal_ids": Inner("Id/PrvtId/Othr*", IDENTIFIER),
        "country_of_residence": "CtryOfRes",
    },
)
PARTY_OR_AGENT: Final = Chart(
    PartyOrAgent, {"party": Inner("Pty", PARTY), "agent": Inner("Agt", AGENT)}
)
ACCOUNT: Final = Chart(
    Account,
    {
        "iban": "Id/IBAN | IBAN",
        "other": Inner("Id/Othr | Othr", IDENTIFIER),
        "kind": Inner("Tp", CODED),
        "currency": "Ccy",
        "name": "Nm",
        "proxy_kind": Inner("Prxy/Tp", CODED),
        "proxy_id": "Prxy/Id",
    },
)
