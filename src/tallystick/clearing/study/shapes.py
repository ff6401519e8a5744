"""Families of one shape that simple algorithms cannot settle: rings, two banks, a star."""

from typing import Final

import numpy as np

from tallystick.clearing.chance import Chance, chance, marks
from tallystick.clearing.instance.draft import Legs
from tallystick.clearing.study.core import liquidity
from tallystick.clearing.study.currencies import first_rates
from tallystick.clearing.study.known import Known, Study
from tallystick.clearing.study.market import Market, joined
from tallystick.clearing.study.options import Options, refused

_RING: Final = 5
_HUB_SHARE: Final = 10


def ring(options: Options) -> Study:
    """Return rings of payments against payments without any liquidity.

    Every second ring has one amount that is one minor unit off, and settles nothing: a bank of
    it is one short, and without its payment the next one is short, all the way round.
    """
    if options.bundles < _RING:
        raise refused("bundles", f"is less than the {_RING} of one ring")
    draws = chance(options.seed)
    rates = first_rates(2)
    euro, dollar = rates.values()
    bank = np.arange(options.bundles, dtype=np.int32)
    # The last ring is longer where the bundles do not come out even.
    rings = options.bundles // _RING
    of_ring = np.minimum(bank // _RING, rings - 1)
    following = bank + 1
    ends = np.append(np.flatnonzero(np.diff(of_ring)), options.bundles - 1)
    starts = np.append(0, ends[:-1] + 1)
    following[ends] = starts
    there = _ring_amounts(draws, rings)
    back = np.array([round(each * euro / dollar) for each in there.tolist()], np.int64)
    amount = there[of_ring]
    amount[starts[1::2]] -= 1
    zero, one = np.zeros_like(bank), np.ones_like(bank)
    legs = joined(
        Legs(bank, bank, following, zero, amount),
        Legs(bank, following, bank, one, back[of_ring]),
    )
    market = Market(rates, legs, np.zeros(len(bank), np.bool_), np.zeros((len(bank), 2), np.int64))
    settled = of_ring % 2 == 0
    why = (
        "There is no liquidity. In every second ring each bank receives what it pays, so all of "
        "it settles; in the others one amount is one minor unit less than the rest, so one bank "
        "is short, and without its payment the next bank, all the way round."
    )
    return Study(
        market.instance(),
        Known(why, optimum=market.value(settled), settled=int(settled.sum())),
    )


def _ring_amounts(draws: Chance, rings: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return (2_000_000 + 30_000_000 * np.exp(draws.standard_normal(rings))).astype(np.int64)


def cycle(options: Options) -> Study:
    """Return one ring of equal payments without any liquidity: all settle, or none."""
    why = "Each bank receives exactly what it pays, so all settle together without liquidity."
    market = _cycle(options, 0)
    every = np.ones(options.bundles, np.bool_)
    known = Known(why, optimum=market.value(every), settled=options.bundles)
    return Study(market.instance(), known)


def cycle_short(options: Options) -> Study:
    """Return one ring of payments of which one is one minor unit larger: nothing settles."""
    why = (
        "One payment is one minor unit larger than the rest: its debtor is short, and without "
        "it the next bank, all the way round. There is no liquidity, so nothing settles."
    )
    market = _cycle(options, 1)
    known = Known(why, optimum=market.value(np.zeros(options.bundles, np.bool_)), settled=0)
    return Study(market.instance(), known)


def _cycle(options: Options, more: int) -> Market:
    if options.bundles < 2:
        raise refused("bundles", "is less than the 2 of the shortest ring")
    draws = chance(options.seed)
    bank = np.arange(options.bundles, dtype=np.int32)
    amount = np.full(options.bundles, draws.integers(10**6, 10**8), np.int64)
    amount[draws.integers(options.bundles)] += more
    legs = Legs(bank, bank, np.roll(bank, -1), np.zeros_like(bank), amount)
    available = np.zeros((options.bundles, 1), np.int64)
    return Market(first_rates(1), legs, np.zeros(len(bank), np.bool_), available)


def two_bank(options: Options) -> Study:
    """Return many payments both ways between two banks that have next to nothing.

    What settles is a choice of payments either way whose sums are nearly the same.
    """
    draws = chance(options.seed)
    number = np.arange(options.bundles, dtype=np.int32)
    debtor = marks(draws, 0.5, options.bundles).astype(np.int32)
    amount = draws.integers(60_000_000, 1_000_000_000, options.bundles)
    legs = Legs(number, debtor, 1 - debtor, np.zeros_like(number), amount)
    available = draws.integers(1, 20_000, (2, 1))
    urgent = marks(draws, options.urgent, options.bundles)
    return Study(Market(first_rates(1), legs, urgent, available).instance())


def star(options: Options) -> Study:
    """Return payments that all go to or from one hub, which has a tenth of others' liquidity."""
    draws = chance(options.seed)
    number = np.arange(options.bundles, dtype=np.int32)
    spoke = draws.integers(1, options.banks, options.bundles).astype(np.int32)
    is_out = draws.random(options.bundles) < 0.5
    hub = np.zeros_like(spoke)
    amount = np.maximum(1, 2_700_000 * np.exp(options.sigma * draws.standard_normal(len(spoke))))
    legs = Legs(
        number,
        np.where(is_out, hub, spoke),
        np.where(is_out, spoke, hub),
        np.zeros_like(number),
        amount.astype(np.int64),
    )
    available = liquidity(options, draws, legs)
    available[0] //= _HUB_SHARE
    urgent = marks(draws, options.urgent, options.bundles)
    return Study(Market(first_rates(1), legs, urgent, available).instance())
