"""Each constraint of the standard by its number: kept by the examples, and each can be broken."""

from typing import Any

import pytest

from tallystick.wire.ivms101.codes import Version
from tallystick.wire.ivms101.constraints import Flaw, flaws
from tallystick.wire.ivms101.reader import decode
from tests.every import for_each
from tests.wire.ivms101.payloads import EXAMPLES, OF_2020, OF_2023, ON, VASP, changed, raw

SENDER = "originator/originatorPerson/0"
SENDS = "originator/originatorPerson[1]"
RECEIVER = "beneficiary/beneficiaryPerson/0"
RECEIVES = "beneficiary/beneficiaryPerson[1]"
PROVIDER = "originatingVASP/originatingVASP"
COMPANY: dict[str, Any] = {
    "name": VASP["legalPerson"]["name"],
    "customerIdentification": "7",
}
TAXED = {"nationalIdentifier": "7", "nationalIdentifierType": "TXID"}


def found(tree: object, on: str = ON, authorities: frozenset[str] | None = None) -> list[Flaw]:
    """Return the breaches of a payload."""
    return list(flaws(decode(raw(tree)), on, authorities))


@pytest.mark.parametrize("version", Version)
def test_the_examples_break_nothing(version: Version) -> None:
    """Of either version."""
    assert found(EXAMPLES[version]) == []


def sent_by(company: dict[str, Any]) -> Any:
    """Return the example with a company that sends."""
    return changed(OF_2023, SENDER, {"legalPerson": company})


def bare(tree: Any, path: str, *names: str) -> Any:
    """Return a tree without some elements of a path."""
    for name in names:
        tree = changed(tree, f"{path}/{name}", None)
    return tree


ADDRESS = {
    "addressType": "BIZZ",
    "addressLine": ["1 Quay Street"],
    "townName": "X",
    "country": "XX",
}
BROKEN: tuple[tuple[str, str, Any], ...] = (
    ("Person", SENDS, changed(OF_2023, SENDER, {})),
    ("Person", SENDS, changed(OF_2023, f"{SENDER}/legalPerson", COMPANY)),
    (
        "C1",
        f"{SENDS}/naturalPerson",
        bare(OF_2023, f"{SENDER}/naturalPerson", "geographicAddress", "customerIdentification"),
    ),
    (
        "C2",
        f"{RECEIVES}/naturalPerson/dateAndPlaceOfBirth/dateOfBirth",
        changed(OF_2023, f"{RECEIVER}/naturalPerson/dateAndPlaceOfBirth/dateOfBirth", ON),
    ),
    (
        "C2",
        f"{RECEIVES}/naturalPerson/dateAndPlaceOfBirth/dateOfBirth",
        changed(
            OF_2023, f"{RECEIVER}/naturalPerson/dateAndPlaceOfBirth/dateOfBirth", "1963-02-30"
        ),
    ),
    (
        "C3",
        f"{SENDS}/naturalPerson/geographicAddress[1]/country",
        changed(OF_2023, f"{SENDER}/naturalPerson/geographicAddress/0/country", "ZZ"),
    ),
    (
        "C3",
        f"{SENDS}/naturalPerson/countryOfResidence",
        changed(OF_2023, f"{SENDER}/naturalPerson/countryOfResidence", "UK"),
    ),
    ("C4", f"{SENDS}/legalPerson", sent_by({"name": COMPANY["name"]})),
    (
        "C4",
        f"{SENDS}/legalPerson",
        sent_by({"name": COMPANY["name"], "geographicAddress": [ADDRESS]}),
    ),
    (
        "C5",
        f"{PROVIDER}/legalPerson/name",
        changed(
            OF_2023,
            f"{PROVIDER}/legalPerson/name/nameIdentifier/0/legalPersonNameIdentifierType",
            "TRAD",
        ),
    ),
    (
        "C6",
        f"{SENDS}/naturalPerson/name",
        changed(
            OF_2023,
            f"{SENDER}/naturalPerson/name/nameIdentifier/0/naturalPersonNameIdentifierType",
            "ALIA",
        ),
    ),
    (
        "C7",
        f"{SENDS}/legalPerson/nationalIdentification/nationalIdentifierType",
        sent_by(
            {
                **COMPANY,
                "nationalIdentification": {
                    **TAXED,
                    "nationalIdentifierType": "CCPT",
                    "registrationAuthority": "RA000553",
                },
            }
        ),
    ),
    (
        "C8",
        f"{SENDS}/naturalPerson/geographicAddress[1]",
        bare(
            OF_2023,
            f"{SENDER}/naturalPerson/geographicAddress/0",
            "buildingNumber",
            "buildingName",
        ),
    ),
    (
        "C8",
        f"{SENDS}/naturalPerson/geographicAddress[1]",
        bare(OF_2023, f"{SENDER}/naturalPerson/geographicAddress/0", "streetName"),
    ),
    (
        "C9",
        f"{SENDS}/legalPerson/nationalIdentification/registrationAuthority",
        sent_by({**COMPANY, "nationalIdentification": TAXED}),
    ),
    (
        "C9",
        f"{PROVIDER}/legalPerson/nationalIdentification/registrationAuthority",
        changed(
            OF_2023,
            f"{PROVIDER}/legalPerson/nationalIdentification/registrationAuthority",
            "RA000553",
        ),
    ),
    (
        "C9",
        f"{PROVIDER}/legalPerson/nationalIdentification/countryOfIssue",
        changed(OF_2023, f"{PROVIDER}/legalPerson/nationalIdentification/countryOfIssue", "TZ"),
    ),
    (
        "C11",
        f"{PROVIDER}/legalPerson/nationalIdentification/nationalIdentifier",
        changed(
            OF_2023,
            f"{PROVIDER}/legalPerson/nationalIdentification/nationalIdentifier",
            "3m5e1gqkgl17hi8cpn20",
        ),
    ),
    ("C12", "transferPath", changed(OF_2023, "transferPath/transferPath/0/sequence", 1)),
    (
        "Text",
        f"{SENDS}/naturalPerson/name/nameIdentifier[1]/primaryIdentifier",
        changed(
            OF_2023, f"{SENDER}/naturalPerson/name/nameIdentifier/0/primaryIdentifier", "Фенвик"
        ),
    ),
    (
        "Text",
        f"{SENDS}/naturalPerson/name/nameIdentifier[1]/primaryIdentifier",
        changed(
            OF_2020,
            "originator/originatorPersons/0/naturalPerson/name/nameIdentifier/0/primaryIdentifier",
            "Wu-Li",
        ),
    ),
    (
        "Max100Text",
        "originator/accountNumber[1]",
        changed(OF_2020, "originator/accountNumber/0", "x" * 101),
    ),
)


@for_each(("rule", "path", "tree"), BROKEN)
def test_a_breach_is_told_by_its_number_and_place(rule: str, path: str, tree: object) -> None:
    """That one and no other."""
    assert [(flaw.rule, flaw.path) for flaw in found(tree)] == [(rule, path)]


def test_a_registration_authority_is_looked_up_where_the_list_is_given() -> None:
    """C10: without GLEIF's list its form alone is asked."""
    assert found(OF_2020, authorities=frozenset({"RA000553"})) == []
    (flaw,) = found(OF_2020, authorities=frozenset({"RA000001"}))
    assert (flaw.rule, flaw.path.rpartition("/")[2]) == ("C10", "registrationAuthority")


KEPT: tuple[Any, ...] = (
    # Whoever receives need not say what an originator must.
    changed(OF_2023, RECEIVER, {"legalPerson": {"name": COMPANY["name"]}}),
    sent_by({"name": COMPANY["name"], "geographicAddress": [{**ADDRESS, "addressType": "GEOG"}]}),
    sent_by({**COMPANY, "nationalIdentification": {**TAXED, "registrationAuthority": "RA000553"}}),
    changed(OF_2023, "transferPath/transferPath", []),
    changed(OF_2023, "payloadMetadata/transliterationMethod", []),
)


@for_each("tree", KEPT)
def test_what_keeps_every_rule_breaks_none(tree: object) -> None:
    """Each rule asks what it says and no more."""
    assert found(tree) == []


def test_every_constraint_can_be_broken() -> None:
    """All twelve of them, C10 by the test above."""
    assert {rule for rule, _path, _tree in BROKEN} >= {f"C{number}" for number in range(1, 13)} - {
        "C10"
    }
