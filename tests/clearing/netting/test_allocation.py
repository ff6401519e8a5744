"""Shares sum exactly, whatever the size; nobody bears more than a cap; nothing is hidden."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.netting.allocation import (
    Allocation,
    defaulter_pays,
    largest_remainder,
    survivors_pay,
)
from tests.drawing import examples
from tests.every import for_each

# Small ones, where ties are common; of 62 bits; beyond any word of a machine.
NUMBERS = st.one_of(st.integers(0, 6), st.integers(2**61, 2**64), st.integers(0, 2**200))
ROWS = st.lists(NUMBERS, max_size=9)


@examples(500)
@given(NUMBERS, ROWS.filter(any))
def test_shares_are_exact_but_for_a_unit(amount: int, weights: list[int]) -> None:
    """They sum to the amount, each is rounded down or up, and ties fall in order."""
    shares = largest_remainder(amount, weights)
    assert sum(shares) == amount
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    remainders = [each - each.__floor__() for each in exact]
    extra = [share - each.__floor__() for share, each in zip(shares, exact, strict=True)]
    assert set(extra) <= {0, 1}
    ranked = sorted(range(len(weights)), key=lambda at: (-remainders[at], at))
    assert [extra[at] for at in ranked] == sorted(extra, reverse=True)
    assert all(not one or remainder for one, remainder in zip(extra, remainders, strict=True))


@for_each(
    ("amount", "weights", "shares"),
    [
        (10, [1, 1, 1], (4, 3, 3)),
        (2, [1, 1, 1], (1, 1, 0)),
        (7, [0, 3, 0, 3], (0, 4, 0, 3)),
        (100, [1, 2, 4], (14, 29, 57)),
        (0, [0, 0], (0, 0)),
        (0, [], ()),
    ],
)
def test_shares_by_hand(amount: int, weights: list[int], shares: tuple[int, ...]) -> None:
    """Of equal remainders the first is favoured, and a weight of 0 bears nothing."""
    assert largest_remainder(amount, weights) == shares


@examples(300)
@given(NUMBERS, ROWS)
def test_the_defaulter_pays_in_order(shortfall: int, resources: list[int]) -> None:
    """A resource is drawn on once those before it are used up."""
    borne = defaulter_pays(shortfall, resources)
    assert sum(borne.shares) + borne.uncovered == shortfall
    assert borne.uncovered == max(0, shortfall - sum(resources))
    for at, share in enumerate(borne.shares):
        assert share == max(0, min(resources[at], shortfall - sum(resources[:at])))


@examples(500)
@given(NUMBERS, st.lists(st.tuples(NUMBERS, NUMBERS), max_size=9))
def test_the_survivors_pay_up_to_their_caps(shortfall: int, rows: list[tuple[int, int]]) -> None:
    """All is borne, or all who bear anything are at their caps; who is not bears in proportion."""
    weights, caps = [weight for weight, _ in rows], [cap for _, cap in rows]
    borne = survivors_pay(shortfall, weights, caps)
    able = sum(cap for weight, cap in rows if weight)
    assert sum(borne.shares) + borne.uncovered == shortfall
    assert borne.uncovered == max(0, shortfall - able)
    assert all(0 <= share <= cap for share, cap in zip(borne.shares, caps, strict=True))
    assert not any(
        share for share, weight in zip(borne.shares, weights, strict=True) if not weight
    )
    free = [at for at, cap in enumerate(caps) if weights[at] and borne.shares[at] < cap]
    rates = [Fraction(borne.shares[at], weights[at]) for at in free]
    for at, rate in zip(free, rates, strict=True):
        # A share is off by less than a unit, so two rates by less than a unit of each weight.
        slack = Fraction(1, weights[at])
        assert all(
            abs(rate - other) < slack + Fraction(1, weights[beside])
            for beside, other in zip(free, rates, strict=True)
        )


@for_each(
    ("shortfall", "weights", "caps", "borne"),
    [
        (10, [1, 1], [9, 9], Allocation((5, 5), 0)),
        (10, [1, 1], [2, 9], Allocation((2, 8), 0)),
        (10, [1, 1], [2, 3], Allocation((2, 3), 5)),
        (12, [3, 2, 1], [4, 9, 9], Allocation((4, 5, 3), 0)),  # 8 left, by 2 to 1
        (12, [3, 2, 1], [4, 5, 9], Allocation((4, 5, 3), 0)),
        (12, [3, 2, 1], [4, 5, 2], Allocation((4, 5, 2), 1)),
        (5, [0, 0], [9, 9], Allocation((0, 0), 5)),
        (5, [], [], Allocation((), 5)),
        (0, [1], [0], Allocation((0,), 0)),
    ],
)
def test_survivors_by_hand(
    shortfall: int, weights: list[int], caps: list[int], borne: Allocation
) -> None:
    """What some cannot bear others do, and what nobody can is told."""
    assert survivors_pay(shortfall, weights, caps) == borne


def test_one_rule_follows_another() -> None:
    """The defaulter's collateral, then its fund contribution, then the survivors."""
    own = defaulter_pays(100, [30, 20])
    assert own == Allocation((30, 20), 50)
    assert survivors_pay(own.uncovered, [2, 1], [20, 20]) == Allocation((20, 20), 10)


def test_numbers_of_an_array_do_not_wrap() -> None:
    """Positions are read from arrays, and their products have more than 64 bits."""
    large = np.array([2**62, 2**62, 2**61])
    borne = Allocation((2**61, 2**61, 2**60), 0)
    of_the_first = Allocation(largest_remainder(2**62, [2, 2, 1]), 0)
    assert survivors_pay(large[0], large, large) == of_the_first
    assert survivors_pay(5 * 2**60, large, large) == borne
    assert largest_remainder(large[0], [large[1], large[2]]) == largest_remainder(2**62, [2, 1])
    assert defaulter_pays(large[0], large[1:]) == Allocation((2**62, 0), 0)
    with pytest.raises(TypeError):
        largest_remainder(5, [0.5])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda: largest_remainder(5, [0, 0]), "no positive weight"),
        (lambda: largest_remainder(5, []), "no positive weight"),
        (lambda: largest_remainder(-5, [1]), r"amount -5 \(number 0\) is negative"),
        (lambda: largest_remainder(5, [1, -1]), r"weight -1 \(number 1\) is negative"),
        (lambda: defaulter_pays(-1, []), "shortfall -1"),
        (lambda: defaulter_pays(1, [3, -2]), r"resource -2 \(number 1\)"),
        (lambda: survivors_pay(-1, [], []), "shortfall -1"),
        (lambda: survivors_pay(1, [-1], [1]), "weight -1"),
        (lambda: survivors_pay(1, [1], [-1]), "cap -1"),
        (lambda: survivors_pay(1, [1, 1], [1]), "1 caps for 2 weights"),
    ],
)
def test_what_makes_no_sense_is_refused(ask: object, why: str) -> None:
    """With what, where and why."""
    assert callable(ask)
    with pytest.raises(ValueError, match=why):
        ask()
