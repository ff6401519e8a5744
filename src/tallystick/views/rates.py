"""A rate as people and machines read it."""

from typing import Final, Self

import msgspec

from tallystick.terms.money import Rate, Rounding, divide

_DECIMALS: Final = 12


class RateView(msgspec.Struct, frozen=True):
    """What one major unit of `base` costs in `counter`.

    `ratio` ("79/1000") is exact and what counts; `decimal` is for people, rounded to
    twelve decimals where the ratio has no end.
    """

    base: str
    counter: str
    ratio: str
    decimal: str

    @classmethod
    def of(cls, rate: Rate) -> Self:
        """Return the view of a rate."""
        ratio = f"{rate.numerator}/{rate.denominator}"
        text = rate.text()
        return cls(rate.base, rate.counter, ratio, _rounded(rate) if "/" in text else text)


def _rounded(rate: Rate) -> str:
    scaled = divide(rate.numerator * 10**_DECIMALS, rate.denominator, Rounding.HALF_EVEN)
    whole, decimals = divmod(scaled, 10**_DECIMALS)
    return f"{whole}.{decimals:0{_DECIMALS}}"
