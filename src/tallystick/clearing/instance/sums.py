"""No sum over bundles leaves 64 bits: an account whose sums could is refused by its name."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.draft import Legs
from tallystick.clearing.instance.faults import Faults, Rule, quoted
from tallystick.clearing.instance.instance import FIGURE_MAX, Amounts, Numbers
from tallystick.clearing.instance.payments import Payments

_HALF_BITS: Final = 31
_HALF: Final = 2**_HALF_BITS - 1


def large_sums(side: Numbers, legs: Legs, participants: int, currencies: int) -> list[int]:
    """Return the accounts, as participant * currencies + currency, whose sum is over the bound.

    `side` is the debtor or the creditor of each leg.
    """
    accounts = participants * currencies
    return _over(_accounts(side, legs, currencies), legs.amount, accounts)


def tell_large_sums(
    payments: Payments, participants: Sequence[str], currencies: Sequence[str], faults: Faults
) -> None:
    """Tell of every account at which all that could be paid, or received, is over the bound.

    The line is that of the row with which the sum passes `FIGURE_MAX`, counted down the file.
    """
    legs = payments.legs
    for side, verb in ((legs.debtor, "pay"), (legs.creditor, "receive")):
        account = _accounts(side, legs, len(currencies))
        for number in large_sums(side, legs, len(participants), len(currencies)):
            who, what = divmod(number, len(currencies))
            place = _passing(account, legs.amount, number)
            words = (
                f"{quoted(participants[who])} could {verb} more than 2^62 - 1 in "
                f"{quoted(currencies[what])}"
            )
            faults.add(int(payments.lines[place]), Rule.SUM_TOO_LARGE, words)


def _accounts(side: Numbers, legs: Legs, currencies: int) -> NDArray[np.int64]:
    return side.astype(np.int64) * currencies + legs.currency


def _over(account: NDArray[np.int64], amount: Amounts, accounts: int) -> list[int]:
    """Return the accounts whose sum is over the bound, added up in halves that cannot wrap."""
    high = np.zeros(accounts, np.int64)
    low = np.zeros(accounts, np.int64)
    np.add.at(high, account, amount >> _HALF_BITS)
    np.add.at(low, account, amount & _HALF)
    high += low >> _HALF_BITS
    return np.flatnonzero(high > FIGURE_MAX >> _HALF_BITS).tolist()


def _passing(account: NDArray[np.int64], amount: Amounts, number: int) -> int:
    """Return the place of the leg with which an account's sum passes the bound."""
    total = 0
    places = np.flatnonzero(account == number)
    for place in places.tolist():
        total += int(amount[place])
        if total > FIGURE_MAX:
            return int(place)
    raise AssertionError("the sum does not pass the bound")
