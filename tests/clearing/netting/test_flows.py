"""Positions are what plain Python integers say, however they are counted, whoever has failed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.chance import chance
from tallystick.clearing.netting.flows import (
    CELLS_PER_PAYMENT,
    bilateral_net,
    gross_flows,
    multilateral_net,
    without,
)
from tests.clearing.netting.payments_at_hand import (
    Payment,
    cells,
    cells_of,
    net,
    payments,
    worlds,
)
from tests.drawing import examples

World = tuple[list[Payment], int, int]


@examples(300)
@given(worlds())
def test_gross_flows_are_the_sums(world: World) -> None:
    """Each debtor, creditor and currency once, in order."""
    rows, participants, currencies = world
    flows = gross_flows(payments(rows, participants, currencies))
    assert list(cells_of(flows).items()) == sorted(cells(rows).items())
    assert flows.keys().tolist() == sorted(flows.keys().tolist())


@examples(200)
@given(worlds())
def test_few_payments_of_many_participants_are_the_same(world: World) -> None:
    """They are sorted instead of counted in a matrix."""
    rows, participants, currencies = world
    spread = 10**4
    far = [(d * spread, c * spread, currency, amount) for d, c, currency, amount in rows]
    many = payments(far, participants * spread, currencies)
    assert many.cells > CELLS_PER_PAYMENT * len(rows)
    flows = gross_flows(many)
    assert list(cells_of(flows).items()) == sorted(cells(far).items())


def test_a_matrix_and_sorting_agree_on_many_payments() -> None:
    """On either side of the number of participants at which one gives way to the other."""
    draw = chance(7)
    for participants in 39, 41:
        rows = [
            (int(d), int((d + s) % participants), 0, int(a))
            for d, s, a in zip(
                draw.integers(0, participants, 100),
                draw.integers(1, participants, 100),
                draw.integers(1, 2**53, 100),
                strict=True,
            )
        ]
        flows = gross_flows(payments(rows, participants))
        assert list(cells_of(flows).items()) == sorted(cells(rows).items())


@examples(300)
@given(worlds())
def test_multilateral_positions_are_what_is_received_less_what_is_owed(world: World) -> None:
    """Exactly, and those of a currency sum to zero."""
    rows, participants, currencies = world
    flows = gross_flows(payments(rows, participants, currencies))
    positions = multilateral_net(flows).tolist()
    assert positions == net(rows, participants, currencies)
    assert [sum(row) for row in positions] == [0] * currencies


@examples(300)
@given(worlds())
def test_bilateral_positions_are_the_differences_of_pairs(world: World) -> None:
    """One of two owes the other, or none does; the multilateral positions stay."""
    rows, participants, currencies = world
    flows = gross_flows(payments(rows, participants, currencies))
    gross = cells(rows)
    owed = {
        (currency, debtor, creditor): amount - gross.get((currency, creditor, debtor), 0)
        for (currency, debtor, creditor), amount in gross.items()
    }
    pairs = bilateral_net(flows)
    assert cells_of(pairs) == {cell: amount for cell, amount in owed.items() if amount > 0}
    assert pairs.keys().tolist() == sorted(pairs.keys().tolist())
    assert np.array_equal(multilateral_net(pairs), multilateral_net(flows))


@examples(300)
@given(worlds(), st.sets(st.integers(0, 6)))
def test_leaving_out_the_failed_equals_a_count_without_them(world: World, drawn: set[int]) -> None:
    """Whoever they are and however many."""
    rows, participants, currencies = world
    failed = {each for each in drawn if each < participants}
    left = without(gross_flows(payments(rows, participants, currencies)), failed)
    remaining = [row for row in rows if not failed & {row[0], row[1]}]
    assert cells_of(left) == cells(remaining)
    assert multilateral_net(left).tolist() == net(remaining, participants, currencies)


@pytest.mark.parametrize("nobody", [-1, 2])
def test_nobody_cannot_fail(nobody: int) -> None:
    """A number that is no participant is refused, as is one counted from the end."""
    flows = gross_flows(payments([(0, 1, 0, 5)], 2))
    with pytest.raises(IndexError, match=f"Participant {nobody} is none of 2"):
        without(flows, [nobody])


def test_the_matrix_has_every_cell() -> None:
    """By currency, debtor and creditor."""
    matrix = gross_flows(payments([(0, 1, 1, 5), (0, 1, 1, 6), (1, 0, 0, 7)], 2, 2)).matrix()
    assert matrix.tolist() == [[[0, 0], [7, 0]], [[0, 11], [0, 0]]]
