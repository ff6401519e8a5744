"""What Recommendation 16 wants to travel: complete payloads lack nothing, others say what."""

from typing import Any

import pytest

from tallystick.wire.ivms101.reader import decode
from tallystick.wire.ivms101.requirements import (
    ASKED,
    Edition,
    Hosting,
    Requirement,
    Transfer,
    missing,
)
from tests.every import for_each
from tests.wire.ivms101.payloads import OF_2020, OF_2023, VASP, changed, raw

OLD = Transfer(Edition.R16_2012)
NEW = Transfer(Edition.R16_2025)
HOME = {
    "addressType": "HOME",
    "addressLine": ["1 Quay"],
    "townName": "Port Regal",
    "country": "TZ",
}
BIRTH = {"dateOfBirth": "1963-01-14", "placeOfBirth": "Port Regal"}
ALICE = "originator/originatorPerson/0/naturalPerson"
ROBERT = "beneficiary/beneficiaryPerson/0/naturalPerson"
WHOLE = changed(
    changed(OF_2023, f"{ALICE}/dateAndPlaceOfBirth", BIRTH), f"{ROBERT}/geographicAddress", [HOME]
)
SELF_SENT = OLD._replace(hosting=Hosting.ORIGINATOR_SELF_HOSTED)
SELF_RECEIVED = OLD._replace(hosting=Hosting.BENEFICIARY_SELF_HOSTED)


def lacks(tree: object, transfer: Transfer = OLD) -> list[str]:
    """Return what is missing."""
    return [each.requirement for each in missing(decode(raw(tree)), transfer)]


def without(tree: Any, *paths: str) -> Any:
    """Return a tree without some of it."""
    for path in paths:
        tree = changed(tree, path, None)
    return tree


@pytest.mark.parametrize("edition", Edition)
def test_a_complete_payload_lacks_nothing(edition: Edition) -> None:
    """Of either edition."""
    assert lacks(WHOLE, Transfer(edition)) == []


SENDER = "originator/originatorPerson/0"
RECEIVER = "beneficiary/beneficiaryPerson/0"
PARTS = (f"{ALICE}/geographicAddress", f"{ALICE}/customerIdentification")
LACKING: tuple[tuple[Any, Transfer, list[str]], ...] = (
    (without(WHOLE, f"{SENDER}/accountNumber"), OLD, ["originator-account"]),
    (changed(WHOLE, f"{SENDER}/accountNumber", [" "]), OLD, ["originator-account"]),
    (without(WHOLE, f"{RECEIVER}/accountNumber"), OLD, ["beneficiary-account"]),
    (
        without(WHOLE, *PARTS, f"{ALICE}/dateAndPlaceOfBirth"),
        OLD,
        ["originator-identification"],
    ),
    (without(WHOLE, *PARTS), OLD, []),
    (without(WHOLE, PARTS[0], f"{ALICE}/dateAndPlaceOfBirth"), OLD, []),
    (without(WHOLE, PARTS[0]), NEW, ["originator-address"]),
    (without(WHOLE, f"{ALICE}/dateAndPlaceOfBirth"), NEW, ["originator-birth"]),
    (without(WHOLE, f"{ROBERT}/geographicAddress"), NEW, ["beneficiary-town"]),
    (without(WHOLE, f"{ROBERT}/geographicAddress"), OLD, []),
    (
        changed(WHOLE, f"{ALICE}/name/nameIdentifier/0/primaryIdentifier", "  "),
        OLD,
        ["originator-name"],
    ),
    (without(WHOLE, "originatingVASP"), OLD, ["originating-vasp"]),
    (without(WHOLE, "originatingVASP"), SELF_SENT, []),
    (without(WHOLE, "beneficiaryVASP"), OLD, ["beneficiary-vasp"]),
    (without(WHOLE, "beneficiaryVASP"), SELF_RECEIVED, []),
    (without(WHOLE, "beneficiaryVASP"), SELF_SENT, ["beneficiary-vasp"]),
    (
        without(WHOLE, "beneficiary"),
        NEW,
        ["beneficiary-name", "beneficiary-account", "beneficiary-town"],
    ),
    (
        without(WHOLE, "originator"),
        OLD,
        ["originator-name", "originator-account", "originator-identification"],
    ),
    (
        without(WHOLE, f"{SENDER}/accountNumber", f"{RECEIVER}/accountNumber"),
        OLD._replace(reference="R-1"),
        [],
    ),
    (changed(WHOLE, "beneficiaryVASP", {}), OLD, ["beneficiary-vasp"]),
    (OF_2020, OLD, ["beneficiary-vasp"]),
)


@for_each(("tree", "transfer", "expected"), LACKING)
def test_what_is_missing_is_told(tree: object, transfer: Transfer, expected: list[str]) -> None:
    """That and no more."""
    assert lacks(tree, transfer) == expected


LESS = without(WHOLE, *PARTS, f"{ALICE}/dateAndPlaceOfBirth", f"{ROBERT}/geographicAddress")
AMOUNTS: tuple[tuple[int | None, int | None, int], ...] = (
    (99_999, 100_000, 0),
    (100_000, 100_000, 1),
    (100_001, 100_000, 1),
    (None, 100_000, 1),
    (1, None, 1),
    (0, 0, 1),
)


@for_each(("amount", "threshold", "count"), AMOUNTS)
def test_below_a_threshold_names_and_accounts_are_enough(
    amount: int | None, threshold: int | None, count: int
) -> None:
    """At it, and where nobody knows, all is asked."""
    assert len(lacks(LESS, OLD._replace(amount=amount, threshold=threshold))) == count


def test_a_company_has_no_birth() -> None:
    """The edition of 2025 asks it of persons."""
    company = {**VASP["legalPerson"], "geographicAddress": [HOME]}
    told = changed(WHOLE, SENDER, {"legalPerson": company, "accountNumber": ["1"]})
    assert lacks(told, NEW) == []


def test_everybody_of_several_is_asked() -> None:
    """And told by place, in words for people."""
    second = {"naturalPerson": {"name": decode_name(), "customerIdentification": "2"}}
    people = [WHOLE["originator"]["originatorPerson"][0], second]
    found = missing(decode(raw(changed(WHOLE, "originator/originatorPerson", people))), NEW)
    assert [(each.requirement, each.path) for each in found] == [
        (Requirement.ORIGINATOR_ADDRESS, "originator/originatorPerson[2]"),
        (Requirement.ORIGINATOR_BIRTH, "originator/originatorPerson[2]"),
    ]
    assert found[0].text == "the originator's address"


def decode_name() -> Any:
    """Return the name of the example's originator."""
    return WHOLE["originator"]["originatorPerson"][0]["naturalPerson"]["name"]


def test_every_requirement_is_asked_by_some_edition() -> None:
    """None is there for nothing."""
    assert frozenset().union(*ASKED.values()) == frozenset(Requirement)
