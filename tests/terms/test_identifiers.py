"""Identifiers are checked by the standards' own rules, and nothing looks like one by luck."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.identifiers import (
    COUNTRIES,
    IBAN_LENGTHS,
    IBAN_STRUCTURES,
    iban_bank,
    iban_country,
    is_bic,
    is_country,
    is_iban,
    is_lei,
    is_participant_id,
    is_uetr,
)
from tests.every import for_each

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


MAY_BE = {"n": DIGITS, "a": LETTERS, "c": LETTERS_AND_DIGITS}


def places(country: str) -> list[str]:
    """What each place of a country's account numbers may hold, place by place."""
    pieces = re.findall(r"(\d+)([nac])", IBAN_STRUCTURES[country])
    return [MAY_BE[kind] for count, kind in pieces for _ in range(int(count))]


def account(country: str, number: int) -> str:
    """An account number of a country's structure, another for each number."""
    marks = []
    for may_be in places(country):
        number, mark = divmod(number, len(may_be))
        marks.append(may_be[mark])
    return "".join(marks)


# An example for each country, as the registry of ISO 13616 prints it.
EXAMPLE_TABLE = """
    AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741
    AT611904300234573201 AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034
    BG80BNBG96611020345678 BH67BMAG00001299123456 BI4210000100010000332045181
    BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957
    CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399
    DE89370400440532013000 DJ2100010000000154000100186 DK5000400440116243
    DO28BAGR00000001212453611324 EE382200221020145685 EG380019000500000000263180002
    ES9121000418450200051332 FI2112345600000785 FK88SC123456789012 FO6264600001631634
    FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917
    GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695
    GT82TRAJ01020000001210029690 HN88CABF00000000000250005469 HR1210010051863000160
    HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999
    IQ98NBIQ850123456789012 IS140159260076545510730339 IT60X0542811101000000123456
    JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 KZ86125KZT5004100100
    LB62099900000001001901229114 LC55HEMM000100010012001200023015 LI21088100002324013AA
    LT121000011101001000 LU280019400644750000 LV80BANK0000435195001
    LY83002048000020100120361 MC5811222000010123456789030 MD24AG000225100013104168
    ME25505000012345678951 MK07250120000058984 MN121234123456789123
    MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S
    MU17BOMM0101101030300200000MUR NI45BAPR00000013000003558124 NL91ABNA0417164300
    NO9386011117947 OM810180000001299123456 PK36SCBL0000001123456702
    PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154
    QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379
    RU0304452522540817810538091310419 SA0380000000608010167519
    SC18SSCB11010000000000001497USD SD2129010501234001 SE4550000000058398257466
    SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100
    SO211000001001000100141 ST23000100010051845310146 SV62CENR00000000000000700025
    TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326
    UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901
    XK051212012345678906 YE15CBYE0001018861234567891234
"""
EXAMPLES = EXAMPLE_TABLE.split()


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


@for_each("country", sorted(IBAN_LENGTHS))
def test_an_iban_has_its_country_s_length(country: str) -> None:
    """Right digits and right length pass; one character more or less does not."""
    right = account(country, 7)
    assert len(right) == IBAN_LENGTHS[country] - 4
    assert is_iban(iban(country, right))
    assert iban_country(iban(country, right)) == country
    for wrong in (right[:-1], right + right[-1], ""):
        assert not is_iban(iban(country, wrong))
        assert iban_country(iban(country, wrong)) == ""


@for_each("country", sorted(IBAN_STRUCTURES))
def test_an_iban_has_its_country_s_structure(country: str) -> None:
    """A letter for a digit, or a digit for a letter, makes it none, whatever its check digits."""
    right = account(country, 123_456_789)
    for place, may_be in enumerate(places(country)):
        for mark in "7Z":
            other = iban(country, right[:place] + mark + right[place + 1 :])
            assert is_iban(other) is (mark in may_be)
            assert iban_country(other) == country


def test_the_registry_s_examples_pass() -> None:
    """One for each country."""
    assert sorted(example[:2] for example in EXAMPLES) == sorted(IBAN_STRUCTURES)
    assert [example for example in EXAMPLES if not is_iban(example)] == []


BANKS = (
    (iban("GB", "VAIL60161331926819"), "VAILGB"),
    (iban("NL", "VAIL0417164300"), "VAILNL"),
    ("GB00VAIL60161331926819", ""),
    (iban("GB", "1AIL60161331926819"), ""),
    ("DE89370400440532013000", ""),
    ("", ""),
)


@for_each(("text", "bank"), BANKS)
def test_an_iban_tells_its_bank_where_its_country_writes_letters(text: str, bank: str) -> None:
    """As a BIC begins; a number is nobody's BIC."""
    assert iban_bank(text) == bank


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.data())
def test_one_wrong_character_spoils_an_iban(country: str, draw: st.DataObject) -> None:
    """The check digits find every digit mistaken for a digit and letter for a letter."""
    right = iban(country, account(country, draw.draw(st.integers(0, 36**30))))
    assert is_iban(right)
    place = draw.draw(st.integers(4, len(right) - 1))
    alike = DIGITS if right[place] in DIGITS else LETTERS
    mark = draw.draw(st.sampled_from(alike.replace(right[place], "")))
    assert not is_iban(right[:place] + mark + right[place + 1 :])


def test_a_published_example_passes() -> None:
    """An identifier that was issued."""
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
