"""Identifiers are checked by the standards' own rules, and nothing looks like one by luck."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.identifiers import (
    COUNTRIES,
    IBAN_LENGTHS,
    is_bic,
    is_country,
    is_iban,
    is_lei,
    is_participant_id,
    is_uetr,
)

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS_AND_DIGITS = DIGITS + LETTERS
MARKS = st.text(LETTERS_AND_DIGITS, min_size=18, max_size=18)


def check_digits(text: str) -> str:
    """The two digits ISO 7064 mod 97-10 asks for after the text, reckoned digit by digit."""
    remainder = 0
    for mark in text + "00":
        for digit in str(int(mark, 36)):
            remainder = (remainder * 10 + int(digit)) % 97
    return f"{98 - remainder:02}"


def iban(country: str, account: str) -> str:
    """An IBAN with right check digits."""
    return country + check_digits(account + country) + account


@given(st.uuids(version=4))
def test_a_uetr_is_a_lower_case_version_4_id(identifier: uuid.UUID) -> None:
    """Every such id passes; in capitals, without dashes or cut short it does not."""
    text = str(identifier)
    assert is_uetr(text)
    for wrong in (text.replace("-", ""), text[:-1], f"{{{text}}}", text + "\n", "A" + text[1:]):
        assert not is_uetr(wrong)


@pytest.mark.parametrize("version", [1, 3, 5, 7])
def test_other_versions_are_no_uetr(version: int) -> None:
    """The version digit is 4 and the variant that of RFC 4122."""
    assert not is_uetr(f"7a562c67-ca16-{version}8ba-b074-65581be6f001")
    assert not is_uetr("7a562c67-ca16-48ba-c074-65581be6f001")


@pytest.mark.parametrize("text", ["ALPHRUMM", "ALPHRUMMXXX", "1234CNB1", "BANKXKPR"])
def test_a_bic_has_eight_or_eleven_characters(text: str) -> None:
    """Bank, country, place, and perhaps a branch."""
    assert is_bic(text)
    assert is_participant_id(text)


@pytest.mark.parametrize(
    "text",
    ["", "ALPHRUM", "ALPHRUMMX", "alphrumm", "ALPHQQMM", "ALPHRUMM XX", "ALPHRUMM\n", "ÄLPHRUMM"],
)
def test_what_only_looks_like_a_bic_is_none(text: str) -> None:
    """Wrong length, small letters, a country that does not exist, stray characters."""
    assert not is_bic(text)
    assert not is_participant_id(text)


@pytest.mark.parametrize("country", sorted(IBAN_LENGTHS))
def test_an_iban_has_its_country_s_length(country: str) -> None:
    """Right digits and right length pass; one character more or less does not."""
    length = IBAN_LENGTHS[country]
    assert is_iban(iban(country, "7" * (length - 4)))
    assert not is_iban(iban(country, "7" * (length - 5)))
    assert not is_iban(iban(country, "7" * (length - 3)))


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.data())
def test_one_wrong_character_spoils_an_iban(country: str, draw: st.DataObject) -> None:
    """The check digits find every digit mistaken for a digit and letter for a letter."""
    size = IBAN_LENGTHS[country] - 4
    right = iban(country, draw.draw(st.text(LETTERS_AND_DIGITS, min_size=size, max_size=size)))
    assert is_iban(right)
    place = draw.draw(st.integers(4, len(right) - 1))
    alike = DIGITS if right[place] in DIGITS else LETTERS
    mark = draw.draw(st.sampled_from(alike.replace(right[place], "")))
    assert not is_iban(right[:place] + mark + right[place + 1 :])


def test_published_examples_pass() -> None:
    """The examples that the standards themselves print."""
    assert is_iban("GB29NWBK60161331926819")
    assert is_iban("DE89370400440532013000")
    assert is_lei("5493001KJTIIGC8Y1R12")


@pytest.mark.parametrize(
    "text",
    ["", "DE", "XX89370400440532013000", "de89370400440532013000", "DE89 3704 0044 0532 0130 00"],
)
def test_what_only_looks_like_an_iban_is_none(text: str) -> None:
    """Unknown country, small letters, printed spaces."""
    assert not is_iban(text)


def test_an_account_has_one_number_only() -> None:
    """Check digits 00, 01 and 99 would pass the sum; they are doubles and refused."""
    doubles = 0
    for number in range(1, 400):
        right = iban("NO", f"{number:011}")
        assert is_iban(right)
        twin = int(right[2:4]) + 97, int(right[2:4]) - 97
        for digits in twin:
            if 0 <= digits <= 99:
                doubles += 1
                assert not is_iban(f"NO{digits:02}{right[4:]}")
    assert doubles


@given(MARKS)
def test_an_lei_ends_in_its_check_digits(marks: str) -> None:
    """The right digits pass, any others do not."""
    right = check_digits(marks)
    assert is_lei(marks + right)
    assert is_participant_id(marks + right)
    assert not is_lei(f"{marks}{(int(right) + 1) % 100:02}")
    assert not is_lei(marks + right.replace(right[0], "A"))


@pytest.mark.parametrize("text", ["RUCBC:044525225", "CNAPS:102100099996", "SG:7171", "GBDSC:A"])
def test_a_member_of_a_clearing_system_is_a_participant(text: str) -> None:
    """The system's code, a colon, the member's id."""
    assert is_participant_id(text)


@pytest.mark.parametrize(
    "text", ["RUCBC:", ":7171", "RUCBC", "ABC:1", "RUCBC:a1", "RUCBC:" + "1" * 36]
)
def test_half_a_member_is_none(text: str) -> None:
    """Both parts are there, in capitals and digits, and the id has at most 35."""
    assert not is_participant_id(text)


def test_countries_are_those_of_the_standard() -> None:
    """249 codes; places without a code of their own are not among them."""
    assert len(COUNTRIES) == 249
    assert all(map(is_country, ("RU", "CN", "SG", "TH", "JP", "KW")))
    assert not any(map(is_country, ("", "XK", "UK", "EU", "ru", "SU", "RUS")))
    assert set(IBAN_LENGTHS) - {"XK"} <= COUNTRIES
