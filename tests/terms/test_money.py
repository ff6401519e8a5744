"""Money loses nothing but what a named rounding says, and in the direction it says."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.terms.currencies import EXPONENTS, exponent
from tallystick.terms.errors import MessageError
from tallystick.terms.money import (
    AMOUNT_MAX,
    Rate,
    Rounding,
    convert,
    convert_back,
    divide,
    format_amount,
    improve,
    parse_amount,
)
from tests.every import for_each

amounts = st.integers(0, AMOUNT_MAX)
signed_amounts = st.integers(-AMOUNT_MAX, AMOUNT_MAX)
currencies = st.sampled_from(sorted(EXPONENTS))
roundings = st.sampled_from(list(Rounding))


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    """Any rate between any two currencies, in lowest terms."""
    size = st.integers(1, 10**18)
    ratio = Fraction(draw(size), draw(size))
    return Rate(draw(currencies), draw(currencies), ratio.numerator, ratio.denominator)


def exactly(amount: int, rate: Rate) -> Fraction:
    """What the amount is worth in minor units of counter, before any rounding."""
    scale = Fraction(10) ** (exponent(rate.counter) - exponent(rate.base))
    return amount * Fraction(rate.numerator, rate.denominator) * scale


# Dividing


@for_each(
    ("numerator", "denominator", "down", "up", "half_even"),
    [
        (7, 2, 3, 4, 4),
        (5, 2, 2, 3, 2),
        (-7, 2, -3, -4, -4),
        (-5, 2, -2, -3, -2),
        (7, 3, 2, 3, 2),
        (8, 3, 2, 3, 3),
        (-7, 3, -2, -3, -2),
        (-8, 3, -2, -3, -3),
        (1, 2, 0, 1, 0),
        (-1, 2, 0, -1, 0),
        (3, 2, 1, 2, 2),
        (-3, 2, -1, -2, -2),
        (6, 3, 2, 2, 2),
        (-6, 3, -2, -2, -2),
        (0, 5, 0, 0, 0),
    ],
)
def test_a_quotient_is_rounded_by_name(
    numerator: int, denominator: int, down: int, up: int, half_even: int
) -> None:
    """Down goes to zero, up away from it, half-even to the nearest; debts as claims."""
    assert divide(numerator, denominator, Rounding.DOWN) == down
    assert divide(numerator, denominator, Rounding.UP) == up
    assert divide(numerator, denominator, Rounding.HALF_EVEN) == half_even


@given(st.integers(), st.integers(1), roundings)
def test_rounding_moves_less_than_one_unit(
    numerator: int, denominator: int, rounding: Rounding
) -> None:
    """The error is under one unit, at most a half for half-even, and in its direction."""
    exact = Fraction(numerator, denominator)
    rounded = divide(numerator, denominator, rounding)
    assert abs(exact - rounded) < 1
    match rounding:
        case Rounding.DOWN:
            assert abs(rounded) <= abs(exact)
        case Rounding.UP:
            assert abs(rounded) >= abs(exact)
        case Rounding.HALF_EVEN:
            assert rounded == round(exact)


@given(st.integers(), st.integers(1), roundings)
def test_a_debt_rounds_as_the_claim_it_mirrors(
    numerator: int, denominator: int, rounding: Rounding
) -> None:
    """Both halves of the stick carry the same notch."""
    assert divide(-numerator, denominator, rounding) == -divide(numerator, denominator, rounding)


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_is_positive(denominator: int) -> None:
    """Anything else is our own mistake and stops us."""
    with pytest.raises(AssertionError, match="positive"):
        divide(1, denominator, Rounding.DOWN)


# Rates


@pytest.mark.parametrize(
    ("text", "numerator", "denominator"),
    [
        ("12.50", 25, 2),
        ("0.08", 2, 25),
        ("100", 100, 1),
        ("007.5", 15, 2),
        (".5", 1, 2),
        ("3.", 3, 1),
        ("999999999999999999", 999999999999999999, 1),
        ("0.000000000000000001", 1, 10**18),
    ],
)
def test_a_rate_is_read_exactly(text: str, numerator: int, denominator: int) -> None:
    """Plain decimals become the ratio they say, in lowest terms."""
    assert Rate.parse(text, "CNY", "RUB") == Rate("CNY", "RUB", numerator, denominator)


@for_each(
    ("text", "code"),
    [
        ("", "decimal-form"),
        (".", "decimal-form"),
        ("-1", "decimal-form"),
        ("+1", "decimal-form"),
        ("1e3", "decimal-form"),
        ("1,5", "decimal-form"),
        ("1 000", "decimal-form"),
        ("1.2.3", "decimal-form"),
        ("1\n", "decimal-form"),
        ("\u0661", "decimal-form"),
        ("NaN", "decimal-form"),
        ("0", "rate-zero"),
        ("0.000", "rate-zero"),
        ("1234567890123456789", "decimal-too-long"),
        ("1.123456789012345678", "decimal-too-long"),
        ("0.0000000000000000001", "decimal-too-long"),
        ("9" * 5000, "decimal-too-long"),
    ],
)
def test_what_is_not_a_plain_rate_is_refused(text: str, code: str) -> None:
    """No sign, exponent, comma, foreign digit, zero or nineteenth digit."""
    with pytest.raises(MessageError) as caught:
        Rate.parse(text, "CNY", "RUB")
    assert caught.value.code == code


@given(st.integers(1, 10**18 - 1), st.integers(0, 18))
def test_a_rate_reads_back_as_written(digits: int, decimals: int) -> None:
    """Text to rate and back keeps the value; what it writes is the shortest form."""
    ratio = Fraction(digits, 10**decimals)
    rate = Rate("CNY", "RUB", ratio.numerator, ratio.denominator)
    assert Rate.parse(rate.text(), "CNY", "RUB") == rate
    assert Fraction(rate.text()) == ratio
    assert "." not in rate.text() or not rate.text().endswith("0")


@given(rates())
def test_a_rate_is_written_exactly(rate: Rate) -> None:
    """As a decimal where one exists, else as a ratio; never approximately."""
    assert Fraction(str(rate)) == Fraction(rate.numerator, rate.denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(1, 3, "1/3"), (1, 8, "0.125"), (5, 1, "5"), (1, 40, "0.025"), (7, 30, "7/30")],
)
def test_a_rate_has_one_text(numerator: int, denominator: int, text: str) -> None:
    """Decimals that end are written out, others stay a ratio."""
    assert str(Rate("EUR", "JPY", numerator, denominator)) == text


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (-1, 2), (1, 0), (1, -2), (2, 4)])
def test_a_rate_is_positive_and_in_lowest_terms(numerator: int, denominator: int) -> None:
    """Neither we nor a peer's message can make another kind."""
    with pytest.raises(ValueError, match="A rate is"):
        Rate("EUR", "JPY", numerator, denominator)
    text = msgspec.json.encode(["EUR", "JPY", numerator, denominator])
    with pytest.raises(msgspec.ValidationError, match="A rate is"):
        msgspec.json.decode(text, type=Rate)


@given(rates())
def test_a_rate_comes_back_as_it_was_written(rate: Rate) -> None:
    """The journal returns the rate it was given."""
    assert msgspec.json.decode(msgspec.json.encode(rate), type=Rate) == rate


@given(rates(), st.integers(-9_999, 10_000))
def test_an_improvement_is_exact(rate: Rate, basis_points: int) -> None:
    """Basis points of the rate are added; nothing is rounded."""
    better = improve(rate, basis_points)
    assert Fraction(better.numerator, better.denominator) == Fraction(
        rate.numerator, rate.denominator
    ) * Fraction(10_000 + basis_points, 10_000)
    assert (better.base, better.counter) == (rate.base, rate.counter)


def test_an_improvement_leaves_a_positive_rate() -> None:
    """Taking off the whole rate is our own mistake and stops us."""
    with pytest.raises(AssertionError, match="positive"):
        improve(Rate("EUR", "JPY", 1, 1), -10_000)


# Converting


@pytest.mark.parametrize(
    ("amount", "rate", "rounding", "converted"),
    [
        (10_000, Rate("CNY", "RUB", 25, 2), Rounding.DOWN, 125_000),  # 100.00 at 12.5
        (10_000, Rate("EUR", "JPY", 16_349, 100), Rounding.DOWN, 16_349),  # 100.00 at 163.49
        (1, Rate("EUR", "JPY", 16_349, 100), Rounding.UP, 2),  # one cent is 1.6349 yen
        (500, Rate("JPY", "KWD", 1, 500), Rounding.DOWN, 1_000),  # 500 yen at 0.002
        (333, Rate("JPY", "KWD", 1, 3_000), Rounding.HALF_EVEN, 111),
        (-10_000, Rate("CNY", "RUB", 25, 2), Rounding.UP, -125_000),
        (0, Rate("SGD", "THB", 25, 1), Rounding.UP, 0),
    ],
)
def test_an_amount_is_converted(
    amount: int, rate: Rate, rounding: Rounding, converted: int
) -> None:
    """Whatever the decimals of the two currencies: none, two or three."""
    assert convert(amount, rate, rounding) == converted


@given(signed_amounts, rates(), roundings)
def test_converting_is_one_exact_division(amount: int, rate: Rate, rounding: Rounding) -> None:
    """There is one rounding in a conversion, and it moves less than one minor unit."""
    exact = exactly(amount, rate)
    converted = convert(amount, rate, rounding)
    assert converted == divide(exact.numerator, exact.denominator, rounding)
    assert abs(converted - exact) < 1


@given(amounts, rates())
def test_there_and_back_gains_nothing(amount: int, rate: Rate) -> None:
    """Rounded down both ways, nobody can make money by going round."""
    assert convert_back(convert(amount, rate, Rounding.DOWN), rate, Rounding.DOWN) <= amount
    assert convert(convert_back(amount, rate, Rounding.DOWN), rate, Rounding.DOWN) <= amount


@given(amounts, rates())
def test_what_is_asked_up_pays_what_is_owed(amount: int, rate: Rate) -> None:
    """A debtor charged the rounded-up price covers the creditor's amount, and only just."""
    price = convert_back(amount, rate, Rounding.UP)
    assert exactly(price, rate) >= amount
    assert price == 0 or exactly(price - 1, rate) < amount


@given(amounts, amounts, rates(), roundings)
def test_more_is_never_worth_less(first: int, second: int, rate: Rate, rounding: Rounding) -> None:
    """Converting keeps order, both ways."""
    smaller, larger = sorted((first, second))
    assert convert(smaller, rate, rounding) <= convert(larger, rate, rounding)
    assert convert_back(smaller, rate, rounding) <= convert_back(larger, rate, rounding)


@pytest.mark.parametrize(("base", "counter"), [("EUR", "QQQ"), ("QQQ", "EUR"), ("XAU", "EUR")])
def test_an_unknown_currency_converts_to_nothing(base: str, counter: str) -> None:
    """Where the decimals are not known no amount can be."""
    rate = Rate(base, counter, 1, 1)
    for turn in (convert, convert_back):
        with pytest.raises(MessageError, match=r"QQQ|XAU"):
            turn(1, rate, Rounding.DOWN)


# Amounts as text


@for_each(
    ("text", "currency", "minor"),
    [
        ("12.30", "RUB", 1_230),
        ("12.3", "RUB", 1_230),
        ("12", "RUB", 1_200),
        ("12.", "RUB", 1_200),
        (".05", "RUB", 5),
        ("0", "RUB", 0),
        ("0.00", "RUB", 0),
        ("500", "JPY", 500),
        ("1.234", "KWD", 1_234),
        ("00000000000000000000012.30", "RUB", 1_230),
        ("9999999999999999.99", "RUB", AMOUNT_MAX),
        ("999999999999999999", "JPY", AMOUNT_MAX),
    ],
)
def test_an_amount_is_read(text: str, currency: str, minor: int) -> None:
    """Every plain decimal that ISO 20022 allows, up to eighteen digits."""
    assert parse_amount(text, currency) == minor


@for_each(
    ("text", "currency", "code", "says"),
    [
        ("-1", "RUB", "decimal-form", "plain decimal"),
        ("+1", "RUB", "decimal-form", "plain decimal"),
        ("1e2", "RUB", "decimal-form", "plain decimal"),
        ("", "RUB", "decimal-form", "plain decimal"),
        ("1.234", "RUB", "amount-decimals", "has 3 decimals, and RUB has 2"),
        ("1.230", "RUB", "amount-decimals", "has 3 decimals, and RUB has 2"),
        ("5.0", "JPY", "amount-decimals", "has 1 decimals, and JPY has 0"),
        ("10000000000000000.00", "RUB", "decimal-too-long", "18 digits"),
        ("10000000000000000", "RUB", "decimal-too-long", "18 digits"),
        ("1000000000000000000", "JPY", "decimal-too-long", "18 digits"),
        ("1", "QQQ", "currency-unknown", "QQQ"),
        ("1", "XAU", "currency-without-minor-unit", "minor unit"),
    ],
)
def test_what_is_not_an_amount_is_refused(text: str, currency: str, code: str, says: str) -> None:
    """The refusal says which rule the text breaks."""
    with pytest.raises(MessageError, match=says) as caught:
        parse_amount(text, currency)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (-1_230, "RUB", "-12.30"),
        (500, "JPY", "500"),
        (-500, "JPY", "-500"),
        (1_234, "KWD", "1.234"),
        (5, "RUB", "0.05"),
        (-5, "KWD", "-0.005"),
        (0, "RUB", "0.00"),
        (0, "JPY", "0"),
        (100, "RUB", "1.00"),
        (12_345, "CLF", "1.2345"),
        (AMOUNT_MAX, "KWD", "999999999999999.999"),
    ],
)
def test_an_amount_is_written_with_its_decimals(minor: int, currency: str, text: str) -> None:
    """As people read it: every decimal, no more, the sign in front."""
    assert format_amount(minor, currency) == text


@given(amounts, currencies)
@example(AMOUNT_MAX, "CLF")
def test_an_amount_reads_back_as_written(minor: int, currency: str) -> None:
    """Writing and reading are each other's inverse."""
    assert parse_amount(format_amount(minor, currency), currency) == minor


@given(st.text(max_size=30), currencies)
def test_reading_ends_in_an_amount_or_a_refusal(text: str, currency: str) -> None:
    """No text whatever brings the reader down or gives an amount out of bounds."""
    try:
        minor = parse_amount(text, currency)
    except MessageError:
        return
    assert 0 <= minor <= AMOUNT_MAX
