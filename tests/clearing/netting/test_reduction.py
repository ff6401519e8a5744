"""What a flow is reduced by is shared over its payments, exactly, by either rule."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tallystick.clearing.netting.allocation import largest_remainder
from tallystick.clearing.netting.flows import BilateralFlows, gross_flows, without
from tallystick.clearing.netting.payments import SUM_MAX, Payments
from tallystick.clearing.netting.reduction import oldest_first, pro_rata, shares
from tallystick.clearing.netting.set_off import SetOff, maximum_set_off
from tests.clearing.netting.payments_at_hand import Payment, payments, worlds
from tests.drawing import examples

World = tuple[list[Payment], int, int]


def arcs_of(rows: list[Payment]) -> list[list[int]]:
    """Return, for each arc in order, the numbers of its payments."""
    keys = [(currency, debtor, creditor) for debtor, creditor, currency, _ in rows]
    return [[at for at, key in enumerate(keys) if key == arc] for arc in sorted(set(keys))]


@examples(300)
@given(worlds())
def test_the_oldest_are_reduced_first(world: World) -> None:
    """A payment only where those before it are gone, and all by what the arc is."""
    rows, participants, currencies = world
    taken = payments(rows, participants, currencies)
    flows = gross_flows(taken)
    told = maximum_set_off(flows)
    reduction = oldest_first(taken, flows, told).tolist()
    for arc, numbers in enumerate(arcs_of(rows)):
        left = int(told.reduction[arc])
        for at in numbers:
            assert reduction[at] == min(rows[at][3], left)
            left -= reduction[at]
        assert left == 0


@examples(300)
@given(worlds())
def test_all_are_reduced_in_proportion(world: World) -> None:
    """As the largest remainder has it in Python's integers, however large the products."""
    rows, participants, currencies = world
    taken = payments(rows, participants, currencies)
    flows = gross_flows(taken)
    told = maximum_set_off(flows)
    reduction = pro_rata(taken, flows, told).tolist()
    for arc, numbers in enumerate(arcs_of(rows)):
        amounts = [rows[at][3] for at in numbers]
        shares = largest_remainder(int(told.reduction[arc]), amounts)
        assert tuple(reduction[at] for at in numbers) == shares
        assert all(share <= amount for share, amount in zip(shares, amounts, strict=True))


def test_equal_remainders_favour_the_older() -> None:
    """Of three that owe one each and two units set off, the first two are gone."""
    rows: list[Payment] = [(0, 1, 0, 1)] * 3 + [(1, 0, 0, 2)]
    taken = payments(rows, 2)
    flows = gross_flows(taken)
    assert pro_rata(taken, flows, maximum_set_off(flows)).tolist() == [1, 1, 0, 2]


def test_products_of_126_bits() -> None:
    """Where floats would be wrong by a thousand."""
    large = 2**61 + 987_654_321
    rows: list[Payment] = [(0, 1, 0, large), (0, 1, 0, large - 5), (1, 0, 0, 2**60 + 7)]
    taken = payments(rows, 2)
    flows = gross_flows(taken)
    shares = largest_remainder(2**60 + 7, [large, large - 5])
    assert pro_rata(taken, flows, maximum_set_off(flows)).tolist() == [*shares, 2**60 + 7]


WORDS = st.one_of(
    st.integers(1, 9),
    st.integers(2**30, 2**33),
    st.integers(2**40, 2**53),
    st.integers(2**62, SUM_MAX),
)


@examples(500)
@given(WORDS, WORDS, WORDS)
def test_a_product_is_divided_exactly(one: int, two: int, three: int) -> None:
    """As Python's `divmod` has it, up to the last bit of a word."""
    part, amount, whole = one, two, max(one, two, three)
    rows = (np.array([each]) for each in (0, amount, part, whole, 0, 0))
    arcs, amounts, parts, wholes, quotient, remainder = rows
    shares(arcs, amounts, parts, wholes, quotient, remainder)
    assert (int(quotient[0]), int(remainder[0])) == divmod(part * amount, whole)


@pytest.mark.parametrize("rule", [oldest_first, pro_rata])
def test_flows_of_other_payments_are_refused(
    rule: Callable[[Payments, BilateralFlows, SetOff], NDArray[np.int64]],
) -> None:
    """A payment less, a participant more, or somebody left out."""
    rows: list[Payment] = [(0, 1, 0, 5), (1, 0, 0, 2), (1, 2, 0, 9)]
    taken = payments(rows, 3)
    others = (
        gross_flows(payments(rows[:2], 3)),
        gross_flows(payments(rows, 4)),
        without(gross_flows(taken), [2]),
    )
    for flows in others:
        with pytest.raises(ValueError, match="not the gross flows of these payments"):
            rule(taken, flows, maximum_set_off(flows))


@pytest.mark.parametrize("rule", [oldest_first, pro_rata])
def test_a_set_off_that_is_none_is_refused(
    rule: Callable[[Payments, BilateralFlows, SetOff], NDArray[np.int64]],
) -> None:
    """One of fewer arcs would be read past its end, one of too much would reduce below zero."""
    taken = payments([(0, 1, 0, 5), (1, 0, 0, 2), (1, 2, 0, 9)], 3)
    flows = gross_flows(taken)
    good = maximum_set_off(flows)
    for reduction in good.reduction[:1], good.reduction * 3, good.reduction * 0:
        with pytest.raises(ValueError, match="no maximum set-off of these flows"):
            rule(taken, flows, SetOff(reduction, good.potential))
