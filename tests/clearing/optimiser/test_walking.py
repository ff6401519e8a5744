"""A walk notes in memory of one place a row; whatever the prices are, it stays within."""

import numpy as np
import pytest

from tallystick.clearing.optimiser.table import Walk
from tallystick.clearing.optimiser.walking import COUNTS, RAISED, forget, make_dearer

ROWS = 3


def walk_at(base: float) -> Walk:
    """Return a walk of some rows that all have one price, and more memory than it may use."""
    nothing = np.zeros(10 * ROWS, dtype=np.int64)
    return Walk(
        price=np.full(ROWS, base),
        base=np.full(ROWS, base),
        short=nothing.copy(),
        place=nothing.copy(),
        raised=nothing.copy(),
        touched=nothing.copy(),
        marked=np.zeros(ROWS, dtype=np.uint8),
        flipped=nothing.copy(),
        last=nothing.copy(),
        counts=np.zeros(COUNTS, dtype=np.int64),
        rise=1.1,
        gain=np.zeros(1),
    )


@pytest.mark.parametrize("base", [0.0, 5e-324, 1e-300, 1.0, 1e300])
def test_a_row_is_noted_once_as_dearer_even_if_floats_know_no_higher_price(base: float) -> None:
    walk = walk_at(base)
    for _ in range(5):
        for row in range(ROWS):
            make_dearer(walk, row)
    assert walk.counts[RAISED] <= ROWS
    forget(walk)
    assert (walk.price == base).all()
