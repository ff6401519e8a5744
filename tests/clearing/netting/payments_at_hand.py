"""Payments drawn for tests, and what they come to by plain Python integers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import starmap
from typing import Final, TypeAlias

import numpy as np
from hypothesis import strategies as st

from tallystick.clearing.netting.flows import BilateralFlows
from tallystick.clearing.netting.payments import SUM_MAX, Payments

Payment: TypeAlias = tuple[int, int, int, int]
"""Debtor, creditor, currency, amount."""

COUNT_MAX: Final = 24
# Some minor units; more than floats can tell apart; all that so many can come to.
AMOUNTS: Final = st.one_of(
    st.integers(1, 9), st.integers(2**53, 2**54), st.integers(1, SUM_MAX // COUNT_MAX)
)


def payments(rows: Sequence[Payment], participants: int, currencies: int = 1) -> Payments:
    """Return payments as the arrays that the room takes."""
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 4).T
    debtor, creditor, currency = (column.astype(np.int32) for column in columns[:3])
    return Payments(debtor, creditor, currency, columns[3].copy(), participants, currencies)


def cells(rows: Iterable[Payment]) -> dict[tuple[int, int, int], int]:
    """Return what each currency, debtor and creditor comes to."""
    sums: Counter[tuple[int, int, int]] = Counter()
    for debtor, creditor, currency, amount in rows:
        sums[currency, debtor, creditor] += amount
    return dict(sums)


def cells_of(flows: BilateralFlows) -> dict[tuple[int, int, int], int]:
    """Return the same of flows."""
    columns = flows.currency, flows.debtor, flows.creditor, flows.amount
    return {
        (*arc,): amount for *arc, amount in zip(*(each.tolist() for each in columns), strict=True)
    }


def net(rows: Iterable[Payment], participants: int, currencies: int) -> list[list[int]]:
    """Return the multilateral net positions."""
    positions = [[0] * participants for _ in range(currencies)]
    for debtor, creditor, currency, amount in rows:
        positions[currency][debtor] -= amount
        positions[currency][creditor] += amount
    return positions


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Payment], int, int]:
    """Draw payments, how many participants there are, and how many currencies."""
    participants, currencies = draw(st.integers(2, 7)), draw(st.integers(1, 3))
    one = st.tuples(
        st.integers(0, participants - 1),
        st.integers(1, participants - 1),
        st.integers(0, currencies - 1),
        AMOUNTS,
    )
    drawn = draw(st.lists(one, max_size=COUNT_MAX))

    def row(debtor: int, further: int, currency: int, amount: int) -> Payment:
        return debtor, (debtor + further) % participants, currency, amount

    return list(starmap(row, drawn)), participants, currencies
