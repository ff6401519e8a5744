"""What an instance is invented by: a seed, sizes and shares."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tallystick.clearing.study.currencies import CURRENCIES
from tallystick.terms.errors import SettingError

BUNDLES_MAX: Final = 10_000_000
BANKS_MAX: Final = 100_000
HOURS_MAX: Final = 24


class Spread(StrEnum):
    """How the values of payments are spread about their median."""

    LOGNORMAL = "lognormal"
    PARETO = "pareto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One choice of everything; a family says which of these it reads.

    `liquidity` is what accounts have, as a share of what they could pay: the mean over
    accounts. `pvp`, `urgent`, `bilateral` and `multilateral` are shares of bundles, of bundles,
    of pairs that pay each other, and of accounts. `sigma` is the standard deviation of the
    logarithm of lognormal values, `tail` the index of Pareto's. `hours` is how long a day is
    open.
    """

    seed: int = 1
    bundles: int = 10_000
    banks: int = 200
    currencies: int = 2
    liquidity: float = 0.05
    pvp: float = 0.2
    urgent: float = 0.0
    bilateral: float = 0.1
    multilateral: float = 0.3
    spread: Spread = Spread.LOGNORMAL
    sigma: float = 2.0
    tail: float = 1.1
    hours: int = 9

    def __post_init__(self) -> None:
        """Refuse what no instance can be made by.

        Raises:
            SettingError: an option is out of its range.
        """
        for name, least, most in (
            ("seed", 0, 2**63 - 1),
            ("bundles", 1, BUNDLES_MAX),
            ("banks", 2, BANKS_MAX),
            ("currencies", 1, len(CURRENCIES)),
            ("liquidity", 0, 1_000),
            ("pvp", 0, 1),
            ("urgent", 0, 1),
            ("bilateral", 0, 1),
            ("multilateral", 0, 1),
            ("sigma", 0, 4),
            ("tail", 1, 10),
            ("hours", 1, HOURS_MAX),
        ):
            if not least <= getattr(self, name) <= most:
                raise refused(name, f"is not from {least} to {most}")


def refused(option: str, detail: str) -> SettingError:
    """Return the error of an option that cannot be so."""
    return SettingError(f"{option} {detail}", field=option)
