"""The core family: a realistic day of a market with a few large banks and many small ones.

A tenth of the banks are the core. They pay one another most, and the others pay hardly
anybody else. Values are lognormal or of Pareto's kind; a payment against payment is ten
times as large as a plain payment. What accounts have is a share of what they could pay,
with lognormal noise, and limits are shares of what flows.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import Chance, chance, marks, others, picks
from tallystick.clearing.instance.draft import BilateralLimit, Legs, MultilateralLimit
from tallystick.clearing.instance.instance import Amounts
from tallystick.clearing.study.currencies import first_rates
from tallystick.clearing.study.known import Study
from tallystick.clearing.study.market import Market, joined, paid
from tallystick.clearing.study.options import Options, Spread

# The n-th bank's weight falls with this power of n; a bank outside the core has little of it.
_ZIPF: Final = 0.8
_PERIPHERY: Final = 0.08
_CURRENCY_ZIPF: Final = 0.6
# In units of the reference currency.
_PLAIN_MEDIAN: Final = 27_000
_PVP_MEDIAN: Final = 300_000
_PVP_SIGMA: Final = 0.75  # as a share of a plain payment's sigma
_RATE_NOISE: Final = 0.001
_LIQUIDITY_NOISE: Final = 0.8
_BILATERAL: Final = (0.05, 0.5)
_MULTILATERAL: Final = (0.5, 1.2)


def core(options: Options) -> Study:
    """Return a realistic day."""
    return Study(core_market(options, chance(options.seed)).instance())


def failed_bank(options: Options) -> Study:
    """Return a realistic day on which the bank that pays most has nothing at all."""
    market = core_market(options, chance(options.seed))
    out = paid(market.legs, options.banks, options.currencies)
    worth = np.zeros(options.banks)
    # Not as a product: its last digit would depend on how many threads add it up.
    for currency, rate in enumerate(market.rates.values()):
        worth += float(rate) * out[:, currency]
    market.available[int(np.argmax(worth))] = 0
    return Study(market.instance())


def core_market(options: Options, draws: Chance) -> Market:
    """Return the market of a realistic day."""
    legs = core_legs(options, draws, options.bundles)
    urgent = marks(draws, options.urgent, options.bundles)
    available = liquidity(options, draws, legs)
    return Market(
        first_rates(options.currencies),
        legs,
        urgent,
        available,
        _bilateral(options, draws, legs),
        _multilateral(options, draws, available),
    )


def core_legs(options: Options, draws: Chance, bundles: int) -> Legs:
    """Return the legs of so many bundles, numbered from 0."""
    weights = _weights(options.banks)
    currency_weights = _falling(options.currencies, _CURRENCY_ZIPF)
    is_pvp = marks(draws, options.pvp if options.currencies > 1 else 0, bundles)
    debtor = picks(draws, weights, bundles)
    creditor = others(draws, weights, debtor)
    currency = picks(draws, currency_weights, bundles)
    values = _values(options, draws, is_pvp)
    rates = np.array([float(rate) for rate in first_rates(options.currencies).values()])
    numbers = np.arange(bundles, dtype=np.int32)
    first = Legs(numbers, debtor, creditor, currency, _amounts(values / rates[currency]))
    twin = np.flatnonzero(is_pvp)
    if not twin.size:
        return first
    back = others(draws, currency_weights, currency[twin])
    noise = 1 + _RATE_NOISE * draws.standard_normal(len(twin))
    amounts = _amounts(values[twin] * noise / rates[back])
    # Each of the two pays the other, in two currencies.
    return joined(first, Legs(numbers[twin], creditor[twin], debtor[twin], back, amounts))


def liquidity(options: Options, draws: Chance, legs: Legs) -> Amounts:
    """Return what each account has: a noisy share of what it could pay."""
    out = paid(legs, options.banks, options.currencies)
    noise = np.exp(_LIQUIDITY_NOISE * draws.standard_normal(out.shape) - _LIQUIDITY_NOISE**2 / 2)
    # More than the largest sum is as good as that, and no float is turned into too large a number;
    # below 0 is a sum that has left 64 bits, which is refused when the instance is made.
    found: Amounts = np.clip(options.liquidity * noise * out, 0, 2**62).astype(np.int64)
    return found


def _weights(banks: int) -> NDArray[np.float64]:
    weights = _falling(banks, _ZIPF)
    weights[max(2, banks // 10) :] *= _PERIPHERY
    return weights


def _falling(count: int, power: float) -> NDArray[np.float64]:
    return np.array([number**-power for number in range(1, count + 1)], np.float64)


def _values(options: Options, draws: Chance, is_pvp: NDArray[np.bool_]) -> NDArray[np.float64]:
    medians = np.where(is_pvp, _PVP_MEDIAN, _PLAIN_MEDIAN)
    if options.spread is Spread.PARETO:
        return medians * (2 * (1 - draws.random(len(is_pvp)))) ** (-1 / options.tail)
    sigma = np.where(is_pvp, _PVP_SIGMA, 1) * options.sigma
    return medians * np.exp(sigma * draws.standard_normal(len(is_pvp)))


def _amounts(values: NDArray[np.float64]) -> Amounts:
    # What is too large stays so large that a sum of it is refused: a cast would turn it round.
    return np.clip(np.rint(values), 1, 2**62).astype(np.int64)


def _bilateral(options: Options, draws: Chance, legs: Legs) -> list[BilateralLimit]:
    """Return limits on some of the pairs that pay each other, as shares of what they would."""
    key = (legs.debtor.astype(np.int64) * options.banks + legs.creditor) * options.currencies
    arcs, place = np.unique(key + legs.currency, return_inverse=True)
    flow = np.zeros(len(arcs), np.int64)
    np.add.at(flow, place, legs.amount)
    chosen = np.flatnonzero(marks(draws, options.bilateral, len(arcs)))
    amounts = (draws.uniform(*_BILATERAL, len(chosen)) * flow[chosen]).astype(np.int64)
    limits = []
    for arc, amount in zip(arcs[chosen].tolist(), amounts.tolist(), strict=True):
        pair, currency = divmod(arc, options.currencies)
        debtor, creditor = divmod(pair, options.banks)
        limits.append(BilateralLimit(debtor, creditor, currency, amount))
    return limits


def _multilateral(options: Options, draws: Chance, available: Amounts) -> list[MultilateralLimit]:
    """Return limits on some of the accounts, about as large as what they have."""
    accounts = np.argwhere(available > 0)
    chosen = accounts[marks(draws, options.multilateral, len(accounts))]
    shares = draws.uniform(*_MULTILATERAL, len(chosen))
    amounts = (shares * available[chosen[:, 0], chosen[:, 1]]).astype(np.int64)
    return [
        MultilateralLimit(bank, currency, amount)
        for (bank, currency), amount in zip(chosen.tolist(), amounts.tolist(), strict=True)
    ]
