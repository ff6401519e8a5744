"""Held against the whole programme: bounds are no lower than the optimum, and sets no better."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from tallystick.clearing.chance import chance
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.proposing import Proposal
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import FAMILIES, generate
from tests.clearing.optimiser.full_programme import Truth, truth
from tests.clearing.optimiser.proposals import first, hold, optimum, searched

FAMILIES_HELD = (
    "core", "failed-bank", "star", "two-bank", "one-arc", "equal", "core", "one-above", "cycle",
    "cycle-short", "ring",
)  # fmt: skip
# Sums that are nearly equal: branch and bound tries nearly all sets before it is sure.
LARGEST = {"two-bank": 22, "one-arc": 20}
INSTANCES = 300
A_BATCH = 30
LIQUIDITY = (0.0, 0.01, 0.05, 0.2, 0.5, 1.0, 3.0)
# What a set may lack that is called optimal, and what the floats of a bound may.
OPTIMAL = Fraction(1, 10**9)
FLOATS = Fraction(1, 10**6)
URGENT_WEIGHT = 100


def drawn(number: int) -> Instance:
    """Return an instance of 5 to 40 bundles."""
    draws = chance(number)
    family = FAMILIES_HELD[number % len(FAMILIES_HELD)]
    options: dict[str, Any] = {
        "seed": number,
        "bundles": int(draws.integers(5, LARGEST.get(family, 40) + 1)),
        "banks": int(draws.integers(2, 9)),
        "currencies": int(draws.integers(1, 5)),
        "liquidity": LIQUIDITY[draws.integers(len(LIQUIDITY))],
        "pvp": (0.0, 0.2, 0.7)[draws.integers(3)],
        "urgent": (0.0, 0.3)[draws.integers(2)],
        "bilateral": (0.0, 0.2, 0.6)[draws.integers(3)],
        "multilateral": (0.0, 0.3, 1.0)[draws.integers(3)],
        "sigma": (0.3, 1.0, 2.0)[draws.integers(3)],
    }
    read = FAMILIES[family].reads
    return generate(
        family, {name: each for name, each in options.items() if name in read}
    ).instance


def held(instance: Instance, proposal: Proposal, known: Truth) -> bool:
    """Hold a proposal to what is known; return whether it reaches it."""
    hold(instance, proposal, URGENT_WEIGHT)
    assert known.least <= proposal.certificate.bound
    assert proposal.objective <= known.most * (1 + FLOATS)
    if known.is_whole:
        assert proposal.objective <= known.least
    if proposal.search_bound is not None:
        assert Fraction(proposal.search_bound) >= known.least * (1 - FLOATS)
    if proposal.is_optimal:
        assert proposal.objective >= known.least * (1 - OPTIMAL)
    return proposal.objective >= known.least


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(INSTANCES // A_BATCH))
def test_no_bound_is_below_the_optimum_and_no_set_above(batch: int) -> None:
    reached: Counter[str] = Counter()
    for number in range(batch * A_BATCH, (batch + 1) * A_BATCH):
        instance = drawn(number)
        known = truth(instance, urgent_first(instance, URGENT_WEIGHT))
        reached["whole"] += known.is_whole
        reached["first"] += held(instance, first(instance), known)
        reached["searched"] += held(instance, searched(instance, 1), known)
    assert reached["whole"] >= 25
    assert reached["first"] >= 20
    assert reached["searched"] >= 25


@pytest.mark.parametrize("seed", range(6))
def test_the_whole_programme_has_the_optimum_of_every_subset(seed: int) -> None:
    options = {"seed": seed, "bundles": 9, "banks": 4, "urgent": 0.3, "liquidity": 0.1 * seed}
    instance = generate("core", options).instance
    weights = urgent_first(instance, URGENT_WEIGHT)
    known = truth(instance, weights)
    assert known.is_whole
    assert known.least == optimum(instance, URGENT_WEIGHT)
