"""The currencies of invented instances; the rates are invented too."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

# In units of the reference currency for one minor unit. With none, two and three decimals.
CURRENCIES: Final[Mapping[str, Fraction]] = MappingProxyType(
    {
        "EUR": Fraction("0.01"),
        "USD": Fraction("0.0093"),
        "JPY": Fraction("0.0061"),
        "CNY": Fraction("0.00128"),
        "KWD": Fraction("0.00302"),
        "SGD": Fraction("0.0069"),
        "THB": Fraction("0.00026"),
        "RUB": Fraction("0.000104"),
    }
)


def first_rates(count: int) -> dict[str, Fraction]:
    """Return so many currencies and their rates, always the same ones first."""
    return dict(list(CURRENCIES.items())[:count])
