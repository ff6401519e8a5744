"""Currencies have the decimals and digits that ISO 4217 gives them."""

import pytest

from tallystick.terms.currencies import (
    EXPONENTS,
    TABLE_DATE,
    alphabetic_code,
    exponent,
    is_currency,
    is_payable,
    numeric_code,
)
from tallystick.terms.errors import MessageError
from tallystick.terms.instants import is_date
from tests.every import for_each


@for_each(
    ("currency", "decimals", "numeric"),
    [
        ("RUB", 2, "643"),
        ("CNY", 2, "156"),
        ("SGD", 2, "702"),
        ("THB", 2, "764"),
        ("EUR", 2, "978"),
        ("JPY", 0, "392"),
        ("KWD", 3, "414"),
        ("VND", 0, "704"),
        ("XOF", 0, "952"),
        ("MGA", 2, "969"),
        ("MRU", 2, "929"),
        ("XCG", 2, "532"),
        ("ZWG", 2, "924"),
        ("ALL", 2, "008"),
    ],
)
def test_a_currency_has_its_decimals_and_digits(
    currency: str, decimals: int, numeric: str
) -> None:
    """What people pay in is found by letters and by digits, with its decimals."""
    assert exponent(currency) == decimals == EXPONENTS[currency]
    assert numeric_code(currency) == numeric
    assert alphabetic_code(numeric) == currency
    assert is_payable(currency)


@pytest.mark.parametrize(("fund", "decimals"), [("CHE", 2), ("CLF", 4), ("UYW", 4), ("XAD", 2)])
def test_a_fund_is_known_but_not_payable(fund: str, decimals: int) -> None:
    """Funds codes have decimals, yet nobody can be paid in them."""
    assert is_currency(fund)
    assert exponent(fund) == decimals
    assert not is_payable(fund)


@pytest.mark.parametrize("code", ["XAU", "XAG", "XDR", "XTS", "XXX"])
def test_metals_and_test_codes_have_no_minor_unit(code: str) -> None:
    """They are recognised, so that the refusal says what they are."""
    assert is_currency(code)
    assert len(numeric_code(code)) == 3
    assert not is_payable(code)
    with pytest.raises(MessageError, match="no minor unit") as caught:
        exponent(code)
    assert caught.value.code == "currency-without-minor-unit"


@pytest.mark.parametrize(
    "text", ["", "rub", "RUR", "BGN", "ANG", "ZWL", "SLL", "R", "RUB ", "\u0415UR"]
)
def test_what_is_no_currency_today_is_refused(text: str) -> None:
    """Withdrawn codes, other spellings and look-alike letters are unknown."""
    assert not is_currency(text)
    assert not is_payable(text)
    for look_up in (exponent, numeric_code, alphabetic_code):
        with pytest.raises(MessageError, match=TABLE_DATE) as caught:
            look_up(text)
        assert caught.value.code == "currency-unknown"


def test_the_table_is_whole() -> None:
    """178 codes in force: three letters and three digits, no two alike, and a date."""
    assert is_date(TABLE_DATE)
    assert len(EXPONENTS) == 165
    assert sum(map(is_payable, EXPONENTS)) == 155
    for currency in EXPONENTS:
        assert alphabetic_code(numeric_code(currency)) == currency
        assert len(currency) == len(numeric_code(currency)) == 3
