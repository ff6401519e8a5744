"""A settlement instance: the bundles that wait, the accounts, the limits and the rates.

Every amount is an integer of minor units. What an account could pay or receive if all
bundles settled is at most `FIGURE_MAX`, so no sum over any of the bundles leaves 64 bits,
nor does such a sum with an available amount on top.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int32]
"""Numbers of participants or of currencies: places in the sorted names."""
Amounts: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FIGURE_MAX: Final = 2**62 - 1
ACCOUNTS_MAX: Final = 2**24
"""The most that participants times currencies may be: each has a place in memory, used or not."""


@dataclass(frozen=True, slots=True, eq=False)
class BilateralLimits:
    """Net from debtor to creditor in a currency is at most the amount; sorted by that key.

    An amount above `FIGURE_MAX` stands as `FIGURE_MAX` in `amount`: nothing net can reach
    more, so what is feasible is the same. `large` has such amounts as written, by place.
    """

    debtor: Numbers
    creditor: Numbers
    currency: Numbers
    amount: Amounts
    large: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _seal(self)

    def written(self, place: int) -> int:
        """Return the amount of one limit as it was written."""
        return self.large.get(place, int(self.amount[place]))


@dataclass(frozen=True, slots=True, eq=False)
class MultilateralLimits:
    """Net out of the debtor to all without a bilateral limit is at most the amount.

    Sorted by debtor and currency. What is above `FIGURE_MAX` is kept as with `BilateralLimits`.
    """

    debtor: Numbers
    currency: Numbers
    amount: Amounts
    large: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _seal(self)

    def written(self, place: int) -> int:
        """Return the amount of one limit as it was written."""
        return self.large.get(place, int(self.amount[place]))


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """What waits for settlement, in one order whatever the order of the files' rows was.

    `bundles` is sorted by identifier, which is the order of the queue. `participants` are all
    that any file names, sorted, and `currencies` those that have a rate, sorted. `rates` holds
    by currency what one minor unit is worth in the reference currency, exactly.

    Legs `first_leg[g]` up to `first_leg[g + 1]` are those of bundle `g`, sorted by debtor,
    creditor, currency and amount; `urgent[g]` says whether its priority is 0.

    `available` is balance and credit line by participant and currency, 0 where the files say
    nothing. What is above `FIGURE_MAX` stands as `FIGURE_MAX`: no account can pay more than
    that, so what is feasible is the same. `large` has such figures as written, by
    (participant, currency); a certificate is proved with them.
    """

    bundles: tuple[str, ...]
    participants: tuple[str, ...]
    currencies: tuple[str, ...]
    rates: tuple[Fraction, ...]
    urgent: Flags
    first_leg: Amounts
    debtor: Numbers
    creditor: Numbers
    currency: Numbers
    amount: Amounts
    available: Amounts
    bilateral: BilateralLimits
    multilateral: MultilateralLimits
    large: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _seal(self)

    def written(self, participant: int, currency: int) -> int:
        """Return the available amount of one account as it was written."""
        return self.large.get((participant, currency), int(self.available[participant, currency]))


def _seal(record: BilateralLimits | MultilateralLimits | Instance) -> None:
    """Make every array of a record read-only, and every mapping."""
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
        elif isinstance(value, dict):
            object.__setattr__(record, each.name, MappingProxyType(value))
