"""A member's identification has the form that its clearing system gives it."""

import os
import re
from pathlib import Path

import pytest

from tallystick.terms.clearing_systems import is_member
from tests.every import for_each

ROOT = Path(__file__).parents[2]
SCHEMA = (
    ROOT
    / os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data")
    / "messages"
    / "xsd"
    / "camt.028.001.01.xsd"
)


@for_each(
    ("system", "member"),
    [
        ("CNAPS", "102100099996"),
        ("RUCBC", "044525225"),
        ("GBDSC", "601613"),
        ("DEBLZ", "37040044"),
        ("CHBCC", "762"),
        ("CHBCC", "80808"),
        ("CHSIC", "007620"),
        ("INFSC", "SBIN0000300"),
        ("SGIBG", "7171"),
        ("SGIBG", "7171001"),
        ("HKNCC", "004"),
        ("USABA", "021000021"),
        ("USABA", "121000248"),
        ("USPID", "0002"),
        ("ESNCC", "21000418"),
    ],
)
def test_a_member_is_known_by_its_form(system: str, member: str) -> None:
    """One character more or less, or a letter for a digit, is another thing."""
    assert is_member(system, member)
    assert not is_member(system, member + "00000000")
    assert not is_member(system, member[:2])
    assert not is_member(system, member[:-1] + "é")
    assert not is_member(system, member.lower() + "\n")
    assert not is_member(system, member[:-1] + "\N{ARABIC-INDIC DIGIT ONE}")


@pytest.mark.parametrize("place", range(9))
def test_one_wrong_digit_spoils_a_routing_number(place: int) -> None:
    """The check digit finds any; two neighbours that changed places are mostly found too."""
    right = "021000021"
    for digit in "0123456789":
        other = right[:place] + digit + right[place + 1 :]
        assert is_member("USABA", other) is (other == right)
    assert not is_member("USABA", "201000021")


@pytest.mark.parametrize("member", ["SBIN1000300", "SBI00000300", "sbin0000300", "SBIN000030"])
def test_an_indian_code_has_its_zero(member: str) -> None:
    """Four letters, a zero, six characters."""
    assert not is_member("INFSC", member)


@pytest.mark.parametrize("member", ["1", "A-7 b", "x" * 35])
def test_a_system_of_unknown_form_takes_any_identification(member: str) -> None:
    """As long as ISO 20022 has room for it."""
    assert is_member("SG", member)
    assert not is_member("GBDSC", member)


@pytest.mark.parametrize("member", ["", " 1", "1 ", "x" * 36, "é", "a\tb"])
def test_no_system_takes_what_is_none(member: str) -> None:
    """Empty, too long, with blanks around it, or unprintable."""
    assert not is_member("SG", member)


# What the identifier types of the messages are called, and the prefix each has there.
TYPES = {
    "ATBLZ": "AustrianBankleitzahlIdentifier",
    "AUBSB": "ExtensiveBranchNetworkIdentifier",
    "CACPA": "CanadianPaymentsARNIdentifier",
    "CHBCC": "SwissBCIdentifier",
    "CHSIC": "SwissSICIdentifier",
    "DEBLZ": "GermanBankleitzahlIdentifier",
    "ESNCC": "SpanishDomesticInterbankingIdentifier",
    "GBDSC": "UKDomesticSortCodeIdentifier",
    "HKNCC": "HongKongBankIdentifier",
    "IENCC": "IrishNSCIdentifier",
    "ITNCC": "ItalianDomesticIdentifier",
    "NZNCC": "NewZealandNCCIdentifier",
    "PTNCC": "PortugueseNCCIdentifier",
    "RUCBC": "RussianCentralBankIdentificationCodeIdentifier",
    "USPID": "CHIPSParticipantIdentifier",
    "ZANCC": "SouthAfricanNCCIdentifier",
}


@for_each("system", TYPES)
def test_the_form_is_that_of_the_messages(system: str) -> None:
    """Any number of digits is a member here if and only if it is one there."""
    if not SCHEMA.exists():
        pytest.skip("the published schemas are not at TALLYSTICK_TEST_DATA")
    named = re.escape(TYPES[system])
    found = re.search(
        rf'name="{named}">.*?value="([A-Z]{{2}})([^"]*)"', SCHEMA.read_text(), re.DOTALL
    )
    assert found is not None
    form = re.compile(found[2])
    for count in range(1, 36):
        digits = "1" * count
        assert is_member(system, digits) is (form.fullmatch(digits) is not None)
