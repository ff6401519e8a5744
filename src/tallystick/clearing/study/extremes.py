"""Families at the edge of what is lawful: ties, huge figures, one arc, one huge payment."""

from dataclasses import replace
from typing import Final

import numpy as np

from tallystick.clearing.chance import chance, marks
from tallystick.clearing.instance.draft import Legs
from tallystick.clearing.instance.instance import FIGURE_MAX
from tallystick.clearing.study.core import core_legs, core_market, liquidity
from tallystick.clearing.study.currencies import first_rates
from tallystick.clearing.study.known import Known, Study
from tallystick.clearing.study.market import Market, bundle_names, joined, paid, received
from tallystick.clearing.study.options import Options, refused

_EQUAL: Final = 1_000_000
_FLOAT_EXACT: Final = 2**53
_NEAR: Final = 500
_LARGE_MAX: Final = FIGURE_MAX // (_FLOAT_EXACT + _NEAR)


def equal(options: Options) -> Study:
    """Return a realistic day on which all amounts are the same: every choice is a tie."""
    plain = replace(options, pvp=0.0, sigma=0.0)
    draws = chance(options.seed)
    legs = core_legs(plain, draws, options.bundles)
    legs = replace(legs, amount=np.full(len(legs.amount), _EQUAL, np.int64))
    out = paid(legs, options.banks, options.currencies)
    covered = np.rint(options.liquidity * out / _EQUAL).astype(np.int64) * _EQUAL
    rates = first_rates(options.currencies)
    urgent = marks(draws, options.urgent, options.bundles)
    return Study(Market(rates, legs, urgent, covered).instance())


def large(options: Options) -> Study:
    """Return amounts about 2^53, past which floats lose units, and one sum of 2^62 - 1.

    One payment tops up the first bank's account: all that it could pay comes to the largest
    sum that an instance may have.
    """
    if options.bundles > _LARGE_MAX:
        raise refused("bundles", f"is above {_LARGE_MAX}, and sums would leave 64 bits")
    draws = chance(options.seed)
    number = np.arange(options.bundles, dtype=np.int32)
    debtor = draws.integers(0, options.banks, options.bundles)
    creditor = (debtor + draws.integers(1, options.banks, options.bundles)) % options.banks
    amount = _FLOAT_EXACT + draws.integers(-_NEAR, _NEAR, options.bundles)
    # Else the topped-up creditor could receive more than its own debtors and the first bank pay.
    creditor[(creditor == 1) & (debtor != 0)] = 0
    debtor[-1], creditor[-1], amount[-1] = 0, 1, 0
    amount[-1] = FIGURE_MAX - int(amount[debtor == 0].sum())
    legs = Legs(
        number,
        debtor.astype(np.int32),
        creditor.astype(np.int32),
        np.zeros_like(number),
        amount,
    )
    available = liquidity(options, draws, legs)
    urgent = marks(draws, options.urgent, options.bundles)
    return Study(Market(first_rates(1), legs, urgent, available).instance())


def one_above(options: Options) -> Study:
    """Return a realistic day with one payment more, above all that its debtor can ever have."""
    market = core_market(options, chance(options.seed))
    shape = (options.banks, options.currencies)
    most = market.available + received(market.legs, *shape)
    bank = int(np.argmax(most[:, 0]))
    creditor = (bank + 1) % options.banks
    legs = joined(
        market.legs,
        Legs(
            np.array([options.bundles], np.int32),
            np.array([bank], np.int32),
            np.array([creditor], np.int32),
            np.zeros(1, np.int32),
            np.array([most[bank, 0] + 1], np.int64),
        ),
    )
    market = replace(market, legs=legs, urgent=np.append(market.urgent, [False]))
    why = "Its debtor can never have that much, even if all that it could receive settles."
    return Study(market.instance(), Known(why, never=(bundle_names(len(market.urgent))[-1],)))


def one_arc(options: Options) -> Study:
    """Return payments that all go from one bank to another: what fits is a knapsack."""
    draws = chance(options.seed)
    number = np.arange(options.bundles, dtype=np.int32)
    zero = np.zeros_like(number)
    amount = np.exp(options.sigma * draws.standard_normal(options.bundles))
    legs = Legs(
        number, zero, zero + 1, zero, np.maximum(1, np.rint(2_700_000 * amount)).astype(np.int64)
    )
    total = int(legs.amount.sum())
    available = np.array([[int(options.liquidity * total)], [0]], np.int64)
    rates = first_rates(1)
    (rate,) = rates.values()
    why = "Nothing flows back, so what settles is at most what the debtor has."
    bound = rate * min(total, int(available[0, 0]))
    market = Market(rates, legs, np.zeros(options.bundles, np.bool_), available)
    return Study(market.instance(), Known(why, upper_bound=bound))
