"""Money: whole minor units, exact rates, and roundings that have a name.

An amount is an `int` of minor units (kopecks, fen, whole yen); its currency stands
beside it and says how many decimals people see. A rate is a ratio of two integers.
Nothing here loses anything except where a `Rounding` says in which direction.
"""

import re
from enum import StrEnum, auto
from math import gcd
from typing import Final, Self

import msgspec
from typing_extensions import override

from tallystick.terms.currencies import EXPONENTS, exponent
from tallystick.terms.errors import MessageError

# ISO 20022 allows eighteen digits in an amount.
AMOUNT_MAX: Final = 10**18 - 1
# What may lie at one settlement system in all; with a statement's difference, within 64 bits.
BALANCE_MAX: Final = 4 * AMOUNT_MAX

_DIGITS_MAX: Final = 18
_DECIMAL: Final = re.compile(r"([0-9]*)(\.?)([0-9]*)")
_BASIS: Final = 10_000
# How many minor units make a major one.
_SCALES: Final = {currency: 10**decimals for currency, decimals in EXPONENTS.items()}


class Rounding(StrEnum):
    """The direction in which a fraction of a minor unit goes."""

    DOWN = auto()
    """Towards zero."""
    UP = auto()
    """Away from zero."""
    HALF_EVEN = auto()
    """To the nearest; a half to the even neighbour."""


# Looked up once: on the road of every payment an attribute of an enum is dear.
_DOWN: Final = Rounding.DOWN
_UP: Final = Rounding.UP


def divide(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return the quotient, exact but for the rounding named. The denominator is positive."""
    assert denominator > 0, "A denominator is positive."
    quotient, remainder = divmod(numerator, denominator)
    if not remainder:
        return quotient
    if rounding is _DOWN:
        return quotient + (numerator < 0)
    if rounding is _UP:
        return quotient + (numerator > 0)
    twice = remainder + remainder
    return quotient + (twice > denominator or (twice == denominator and quotient & 1))


class Rate(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One major unit of base costs numerator/denominator major units of counter.

    Always positive and in lowest terms, so equal rates are equal values.
    """

    base: str
    counter: str
    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError("A rate is positive.")
        if gcd(self.numerator, self.denominator) != 1:
            raise ValueError("A rate is in lowest terms.")

    @classmethod
    def parse(cls, text: str, base: str, counter: str) -> Self:
        """Return the rate a plain decimal text says.

        Raises:
            MessageError: A sign, an exponent, zero, or more than eighteen digits (the
                leading zeros of a whole number aside).
        """
        digits, decimals = _read_decimal(text)
        if not digits:
            raise MessageError("A rate of zero is no rate.", code="rate-zero")
        return cls(base, counter, *_lowest(int(digits), 10**decimals))

    def text(self) -> str:
        """Return the exact decimal where there is one, else the ratio as p/q."""
        decimals = _decimals_of(self.denominator)
        if decimals is None:
            return f"{self.numerator}/{self.denominator}"
        scaled = self.numerator * 10**decimals // self.denominator
        return _point(scaled, decimals)

    @override
    def __str__(self) -> str:
        return self.text()


def improve(rate: Rate, basis_points: int) -> Rate:
    """Return the rate with basis points of it added (or, if negative, taken off), exactly.

    More than minus ten thousand: a rate stays positive.
    """
    assert basis_points > -_BASIS, "A rate stays positive."
    ratio = _lowest(rate.numerator * (_BASIS + basis_points), rate.denominator * _BASIS)
    return Rate(rate.base, rate.counter, *ratio)


def convert(amount: int, rate: Rate, rounding: Rounding) -> int:
    """Return what minor units of base are worth in minor units of counter.

    Raises:
        MessageError: A currency of the rate is unknown.
    """
    base, counter = _scales(rate)
    return divide(amount * rate.numerator * counter, rate.denominator * base, rounding)


def convert_back(amount: int, rate: Rate, rounding: Rounding) -> int:
    """Return what minor units of counter are worth in minor units of base.

    Raises:
        MessageError: A currency of the rate is unknown.
    """
    base, counter = _scales(rate)
    return divide(amount * rate.denominator * base, rate.numerator * counter, rounding)


def parse_amount(text: str, currency: str) -> int:
    """Return the minor units that a plain decimal text says.

    Raises:
        MessageError: A sign, an exponent, more decimals than the currency has, or more
            than eighteen digits; or the currency is unknown.
    """
    allowed = exponent(currency)
    digits, decimals = _read_decimal(text)
    if decimals > allowed:
        raise MessageError(
            f"The amount {text} has {decimals} decimals, and {currency} has {allowed}.",
            code="amount-decimals",
        )
    minor = int("0" + digits + "0" * (allowed - decimals))
    if minor > AMOUNT_MAX:
        raise _too_long(text)
    return minor


def format_amount(minor: int, currency: str) -> str:
    """Return the amount as people write it, with every decimal the currency has.

    Raises:
        MessageError: The currency is unknown.
    """
    way = _WAYS.get(currency)
    if way is None or minor < 0:
        return _point(minor, exponent(currency))
    scale, endings = way
    return f"{minor // scale}{endings[minor % scale]}"


def _scales(rate: Rate) -> tuple[int, int]:
    try:
        return _SCALES[rate.base], _SCALES[rate.counter]
    except KeyError:
        return 10 ** exponent(rate.base), 10 ** exponent(rate.counter)


def _lowest(numerator: int, denominator: int) -> tuple[int, int]:
    divisor = gcd(numerator, denominator)
    return numerator // divisor, denominator // divisor


def _read_decimal(text: str) -> tuple[str, int]:
    # The digits without leading zeros (none left: zero), and how many are decimals.
    match = _DECIMAL.fullmatch(text)
    if not match or text in {"", "."}:
        raise MessageError(f"{text[:40]!r} is not a plain decimal.", code="decimal-form")
    whole, _, decimals = match.groups()
    digits = (whole + decimals).lstrip("0")
    # The decimals count whole, zeros and all: a bound on the value alone bounds no text.
    if max(len(digits), len(decimals)) > _DIGITS_MAX:
        raise _too_long(text)
    return digits, len(decimals)


def _decimals_of(denominator: int) -> int | None:
    # A ratio in lowest terms ends as a decimal when its denominator is made of 2s and 5s.
    counts = []
    for factor in (2, 5):
        count = 0
        while denominator % factor == 0:
            denominator, count = denominator // factor, count + 1
        counts.append(count)
    return max(counts) if denominator == 1 else None


def _point(scaled: int, decimals: int) -> str:
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    if not decimals:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def _endings(decimals: int) -> tuple[str, ...]:
    return tuple(_point(minor, decimals)[1:] for minor in range(10**decimals))


# How an amount ends, by what is left of it below a major unit: the point and all decimals.
# To look it up takes half the time. For three decimals, which few have, it is not worth the room.
_ENDINGS: Final = tuple(map(_endings, range(3)))
_WAYS: Final = {
    currency: (10**decimals, _ENDINGS[decimals])
    for currency, decimals in EXPONENTS.items()
    if decimals < len(_ENDINGS)
}


def _too_long(text: str) -> MessageError:
    return MessageError(
        f"{text[:40]!r} has more than {_DIGITS_MAX} digits.", code="decimal-too-long"
    )
