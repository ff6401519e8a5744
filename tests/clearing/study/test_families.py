"""Instances that are invented: lawful, the same for a seed, and what is known of them is so."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from typing_extensions import override

from tallystick.clearing.chance import Chance, chance
from tallystick.clearing.instance.draft import Legs
from tallystick.clearing.instance.instance import FIGURE_MAX, Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.study.core import core_legs, core_market
from tallystick.clearing.study.currencies import CURRENCIES, first_rates
from tallystick.clearing.study.families import FAMILIES, generate
from tallystick.clearing.study.market import Market
from tallystick.clearing.study.options import Options, Spread
from tallystick.terms.errors import SettingError
from tests.clearing.instance.drafting import assert_same, written
from tests.every import for_each


def values(instance: Instance) -> list[Fraction]:
    """Return the value of each bundle, exactly."""
    found = [
        instance.rates[currency] * amount
        for currency, amount in zip(
            instance.currency.tolist(), instance.amount.tolist(), strict=True
        )
    ]
    return [sum(found[first:last], Fraction()) for first, last in pairwise(instance.first_leg)]


def best(instance: Instance) -> tuple[Fraction, int]:
    """Try every choice of bundles; return the most value, and how many bundles that is.

    Only accounts bound what settles here; limits there are none.
    """
    bundles = len(instance.bundles)
    net = np.zeros((bundles, *instance.available.shape), np.int64)
    bundle = np.repeat(np.arange(bundles), np.diff(instance.first_leg))
    np.add.at(net, (bundle, instance.debtor, instance.currency), instance.amount)
    np.subtract.at(net, (bundle, instance.creditor, instance.currency), instance.amount)
    choices = np.arange(2**bundles)[:, np.newaxis] >> np.arange(bundles) & 1
    rest = instance.available.ravel() - choices @ net.reshape(bundles, -1)
    worth = values(instance)
    return max(
        (sum((worth[place] for place in np.flatnonzero(each)), Fraction()), int(each.sum()))
        for each in choices[(rest >= 0).all(axis=1)]
    )


@for_each("family", FAMILIES)
def test_every_family_is_lawful_and_the_same_for_a_seed(family: str) -> None:
    options = {"seed": 7, "bundles": 200}
    one = generate(family, options)
    texts = {name: file.getvalue() for name, file in written(one.instance).items()}
    again = written(generate(family, options).instance)
    other = written(generate(family, {**options, "seed": 8}).instance)
    assert texts == {name: file.getvalue() for name, file in again.items()}
    assert texts["payments.csv"] != other["payments.csv"].getvalue()
    assert_same(read_instance(again), one.instance)


@for_each("family", FAMILIES)
def test_every_family_has_its_own_size(family: str) -> None:
    more = 1 if family == "one-above" else 0
    usual = FAMILIES[family].usual.bundles
    assert len(generate(family, {}).instance.bundles) == usual + more


@for_each(
    ("family", "options"),
    [
        ("ring", {"bundles": 10}),
        ("ring", {"bundles": 13}),
        ("cycle", {"bundles": 2}),
        ("cycle", {"bundles": 9}),
        ("cycle-short", {"bundles": 2}),
        ("cycle-short", {"bundles": 9}),
        *(
            ("planted", {"seed": seed, "bundles": 13, "banks": banks, "currencies": 1})
            for seed, banks in ((1, 2), (2, 3), (3, 4), (4, 5), (5, 3))
        ),
        ("planted", {"bundles": 13, "banks": 3, "currencies": 2, "pvp": 0.5}),
        ("planted", {"bundles": 13, "banks": 3, "currencies": 2, "pvp": 0.5, "liquidity": 0.0}),
    ],
)
def test_a_known_optimum_is_the_best_of_all(family: str, options: dict[str, int]) -> None:
    study = generate(family, options)
    assert study.known is not None
    value, settled = best(study.instance)
    assert value == study.known.optimum
    # Equal values may come of other bundles in the planted family, by chance alone.
    assert settled == study.known.settled


@for_each(
    "options",
    [
        {},
        {"seed": 2, "bundles": 3000, "banks": 51, "currencies": 3, "pvp": 0.4},
        {"liquidity": 0.0, "spread": Spread.PARETO},
    ],
)
def test_the_planted_certificate_proves_the_optimum(options: dict[str, object]) -> None:
    instance, known, _ = generate("planted", options)
    assert known is not None
    near = np.array([name in known.bound_by for name in instance.participants])
    rates = instance.rates
    bound = sum(
        rates[currency] * int(instance.available[participant, currency])
        for participant in np.flatnonzero(near)
        for currency in range(len(rates))
    )
    weights = np.where(near[instance.debtor], -1, 0) + np.where(near[instance.creditor], 1, 0)
    reduced = [
        rates[currency] * amount * int(weight + 1)
        for currency, amount, weight in zip(
            instance.currency.tolist(), instance.amount.tolist(), weights.tolist(), strict=True
        )
    ]
    for first, last in pairwise(instance.first_leg):
        bound += max(Fraction(), sum(reduced[first:last], Fraction()))
    assert bound == known.optimum
    assert len(instance.bundles) > (known.settled or 0) > len(instance.bundles) // 2


def test_a_day_has_the_shape_of_a_market() -> None:
    instance = generate("core", {"bundles": 20_000, "liquidity": 0.02}).instance
    assert len(instance.amount) == 24_000
    paid = np.zeros(instance.available.shape)
    np.add.at(paid, (instance.debtor, instance.currency), instance.amount)
    shares = instance.available[paid > 0] / paid[paid > 0]
    assert 0.017 < shares.mean() < 0.023
    assert np.std(np.log(shares[shares > 0])) > 0.6
    arcs = {*zip(instance.debtor, instance.creditor, instance.currency, strict=True)}
    assert len(instance.bilateral.amount) == round(0.1 * len(arcs))
    assert len(instance.multilateral.amount) == round(0.3 * (instance.available > 0).sum())
    ends = np.bincount(np.append(instance.debtor, instance.creditor)) / 48_000
    assert 0.12 < ends[0] < 0.22
    assert 0.85 < ends[:20].sum() < 0.95


def test_a_payment_against_a_payment_is_at_the_rate() -> None:
    instance = generate("core", {"bundles": 2000, "pvp": 1.0, "currencies": 3}).instance
    worth = np.array([float(each) for each in instance.rates])[instance.currency]
    worth = worth * instance.amount
    assert np.diff(instance.first_leg).tolist() == [2] * 2000
    assert np.abs(worth[::2] / worth[1::2] - 1).max() < 0.01
    assert (instance.debtor[::2] == instance.creditor[1::2]).all()
    assert (instance.currency[::2] != instance.currency[1::2]).all()


def test_pareto_has_the_median_of_the_lognormal_and_a_tail() -> None:
    options = {"bundles": 20_000, "pvp": 0.0, "currencies": 1}
    usual = generate("core", options).instance.amount
    tailed = generate("core", {**options, "spread": Spread.PARETO}).instance.amount
    assert 0.9 < np.median(tailed) / np.median(usual) < 1.1
    assert tailed.min() > 100 * usual.min()
    # Of an index about 1, the largest of n is about n times the least.
    assert tailed.max() > 2000 * np.median(tailed)


@for_each("share", [0.0, 0.05, 1.0])
def test_so_many_are_urgent(share: float) -> None:
    assert generate("core", {"bundles": 400, "urgent": share}).instance.urgent.sum() == share * 400


def test_the_largest_bank_may_have_nothing() -> None:
    usual = generate("core", {"bundles": 1000}).instance
    failed = generate("failed-bank", {"bundles": 1000}).instance
    changed = np.flatnonzero((usual.available != failed.available).any(axis=1))
    rates = np.array([float(each) for each in usual.rates])
    paid = np.zeros(usual.available.shape)
    np.add.at(paid, (usual.debtor, usual.currency), usual.amount)
    assert changed.tolist() == [int(np.argmax(paid @ rates))]
    assert not failed.available[changed].any()


@for_each("banks", [2, 3, 10])
@for_each("seed", range(5))
def test_large_figures_come_to_the_largest_sum(banks: int, seed: int) -> None:
    instance = generate("large", {"banks": banks, "seed": seed, "bundles": 511}).instance
    paid = sum(instance.amount[instance.debtor == 0].tolist())
    assert paid == FIGURE_MAX
    assert read_instance(written(instance)).bundles == instance.bundles


def test_one_payment_is_above_all_that_its_debtor_can_have() -> None:
    instance, known, _ = generate("one-above", {"bundles": 300})
    assert known is not None
    (never,) = known.never
    leg = int(instance.first_leg[instance.bundles.index(never)])
    account = instance.debtor[leg], instance.currency[leg]
    comes = (instance.creditor == account[0]) & (instance.currency == account[1])
    most = int(instance.available[account]) + sum(instance.amount[comes].tolist())
    assert instance.amount[leg] == most + 1


def test_one_arc_is_bounded_by_what_its_debtor_has() -> None:
    instance, known, _ = generate("one-arc", {"bundles": 12, "liquidity": 0.3})
    assert known is not None
    assert known.upper_bound is not None
    assert 0 < best(instance)[0] <= known.upper_bound
    whole = generate("one-arc", {"bundles": 12, "liquidity": 2.0})
    assert whole.known is not None
    assert whole.known.upper_bound == sum(values(whole.instance))


def test_the_times_of_a_day_have_two_peaks() -> None:
    study = generate("day", {"bundles": 9000, "hours": 9})
    assert study.seconds is not None
    hours = np.bincount(study.seconds // 3600, minlength=9)
    assert len(hours) == 9
    assert (np.diff(study.seconds) >= 0).all()
    assert hours[1] > 2 * hours[4]
    assert hours[6] > 2 * hours[4]
    assert hours.min() > 0
    assert_same(study.instance, generate("core", {"bundles": 9000}).instance)


@for_each(
    ("family", "options", "option"),
    [
        ("ring", {"banks": 5}, "banks"),
        ("core", {"hours": 5}, "hours"),
        ("core", {"bundles": 0}, "bundles"),
        ("core", {"banks": 1}, "banks"),
        ("core", {"currencies": len(CURRENCIES) + 1}, "currencies"),
        ("core", {"liquidity": float("nan")}, "liquidity"),
        ("core", {"pvp": 1.1}, "pvp"),
        ("core", {"seed": -1}, "seed"),
        ("ring", {"bundles": 4}, "bundles"),
        ("cycle", {"bundles": 1}, "bundles"),
        ("large", {"bundles": 512}, "bundles"),
        ("planted", {"bundles": 50}, "bundles"),
    ],
)
def test_an_option_that_cannot_be_is_refused(
    family: str, options: dict[str, object], option: str
) -> None:
    with pytest.raises(SettingError) as refused:
        generate(family, options)
    assert refused.value.field == option


def test_a_market_whose_sums_leave_64_bits_is_refused() -> None:
    two = np.array([0, 1], np.int32)
    zero = np.zeros(2, np.int32)
    legs = Legs(two, zero, zero + 1, zero, np.array([2**62, 2**62]))
    market = Market(first_rates(1), legs, np.zeros(2, np.bool_), np.zeros((2, 1), np.int64))
    with pytest.raises(SettingError, match=r"2\^62"):
        market.instance()


class Unlikely(Chance):
    """Draws that come once in a thousand million millions."""

    @override
    def standard_normal(self, size: int) -> NDArray[np.float64]:  # type: ignore[override]
        return np.full(size, 8.0)


def test_a_value_that_leaves_64_bits_is_refused() -> None:
    """It is no negative amount, which is what a float so large would be cast to."""
    options = Options(bundles=50, banks=5, currencies=8, sigma=4.0)
    legs = core_legs(options, Unlikely(chance(1).bit_generator), options.bundles)
    assert (legs.amount > 0).all()
    with pytest.raises(SettingError, match=r"2\^62"):
        core_market(options, Unlikely(chance(1).bit_generator)).instance()
