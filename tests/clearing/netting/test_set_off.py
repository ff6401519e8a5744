"""As much is set off as can be, nobody's net position changes, and the proof can fail."""

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given

from tallystick.clearing.chance import chance
from tallystick.clearing.netting.flows import BilateralFlows, gross_flows, multilateral_net
from tallystick.clearing.netting.payments import SUM_MAX
from tallystick.clearing.netting.set_off import SetOff, bounds, flaws, maximum_set_off, values
from tests.clearing.netting.payments_at_hand import Payment, payments, worlds
from tests.drawing import examples


def flows_of(rows: Sequence[Payment], participants: int, currencies: int = 1) -> BilateralFlows:
    """Return the gross flows of some payments."""
    return gross_flows(payments(rows, participants, currencies))


@examples(400)
@given(worlds())
def test_a_set_off_is_proved_to_be_the_most(world: tuple[list[Payment], int, int]) -> None:
    """Its value is a bound that holds for any; positions stay, and what remains has no cycle."""
    rows, participants, currencies = world
    flows = flows_of(rows, participants, currencies)
    found = maximum_set_off(flows)
    assert flaws(flows, found) == ()
    assert values(flows, found) == bounds(flows, found.potential)
    left = found.remaining(flows)
    assert np.array_equal(multilateral_net(left), multilateral_net(flows))
    assert (left.amount > 0).all()
    assert not any(values(left, maximum_set_off(left)))


def most_by_cancelling(rows: Sequence[Payment], participants: int) -> int:
    """Return the most that can be set off, by looking for cycles that gain until none is left."""
    arcs = [[debtor, creditor, 0, amount] for debtor, creditor, _, amount in rows]
    while cycle := gaining_cycle(arcs, participants):
        most = min(arc[3] - arc[2] if step > 0 else arc[2] for arc, step in cycle)
        for arc, step in cycle:
            arc[2] += step * most
    return sum(arc[2] for arc in arcs)


def gaining_cycle(arcs: list[list[int]], participants: int) -> list[tuple[list[int], int]]:
    """Find a cycle along which more can be cancelled, by Bellman and Ford; empty if none is."""
    gain = [0] * participants
    came: list[tuple[list[int], int] | None] = [None] * participants
    changed = -1
    for _ in range(participants + 1):
        changed = -1
        for arc in arcs:
            for start, end, step in (arc[0], arc[1], 1), (arc[1], arc[0], -1):
                room = arc[3] - arc[2] if step > 0 else arc[2]
                if room and gain[start] + step > gain[end]:
                    gain[end], came[end], changed = gain[start] + step, (arc, step), end
    if changed < 0:
        return []
    return walk_back(came, changed, participants)


def walk_back(
    came: list[tuple[list[int], int] | None], node: int, participants: int
) -> list[tuple[list[int], int]]:
    """Return the cycle that a node which still gained was reached from."""
    for _ in range(participants):
        node = start_of(came[node])
    first = node
    cycle: list[tuple[list[int], int]] = []
    while not cycle or node != first:
        way = came[node]
        assert way is not None
        cycle.append(way)
        node = start_of(way)
    return cycle


def start_of(way: tuple[list[int], int] | None) -> int:
    """Return where a step along an arc, or against it, begins."""
    assert way is not None
    arc, step = way
    return arc[0] if step > 0 else arc[1]


@examples(300)
@given(worlds())
def test_another_way_finds_the_same_value(world: tuple[list[Payment], int, int]) -> None:
    """Cancelling cycle by cycle, slowly."""
    rows, participants, _ = world
    of_one = [row for row in rows if row[2] == 0]
    flows = flows_of(of_one, participants)
    assert values(flows, maximum_set_off(flows)) == [most_by_cancelling(of_one, participants)]


def ring(count: int, amount: int) -> list[Payment]:
    """Each owes the next, and the last the first."""
    return [(at, (at + 1) % count, 0, amount) for at in range(count)]


@pytest.mark.parametrize("count", [2, 3, 50, 5000])
def test_a_ring_is_set_off_whole(count: int) -> None:
    """However long; with one smaller obligation, all by that much."""
    flows = flows_of(ring(count, 7), count)
    assert values(flows, maximum_set_off(flows)) == [7 * count]
    flows = flows_of([*ring(count, 7)[:-1], (count - 1, 0, 0, 3)], count)
    assert values(flows, maximum_set_off(flows)) == [3 * count]


def test_a_long_chain_is_not_set_off_at_all() -> None:
    """There is no cycle, and the potentials say so though money must go a long way."""
    count = 3000
    flows = flows_of(ring(count, 7)[:-1], count)
    found = maximum_set_off(flows)
    assert values(flows, found) == [0]
    assert flaws(flows, found) == ()


def test_amounts_as_large_as_can_be() -> None:
    """Sums of 63 bits and products beyond them."""
    third = SUM_MAX // 3
    flows = flows_of(ring(3, third), 3)
    found = maximum_set_off(flows)
    assert values(flows, found) == [third * 3]
    steep = SetOff(found.reduction, np.array([[2**31 - 1, -(2**31), 0]], dtype=np.int32))
    assert bounds(flows, steep.potential) == [third * (1 + 2**31 - 1 + 2**31)]


@pytest.mark.slow
def test_no_more_is_set_off_where_assertions_are_left_out() -> None:
    """A library may be imported where the command line would not run."""
    words = (
        "import numpy as np\n"
        "from tallystick.clearing.netting.flows import gross_flows\n"
        "from tallystick.clearing.netting.payments import Payments\n"
        "from tallystick.clearing.netting.set_off import maximum_set_off\n"
        "ends = [np.array([at], np.int32) for at in (0, 1, 0)]\n"
        "flows = gross_flows(Payments(*ends, np.array([7]), 2, 1))\n"
        "print(maximum_set_off(flows).reduction)\n"
    )
    told = subprocess.run(
        [sys.executable, "-O", "-c", words], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[0]\n"


def test_nothing_owed_is_nothing_set_off() -> None:
    """No payments at all."""
    flows = flows_of([], 3, 2)
    found = maximum_set_off(flows)
    assert (values(flows, found), flaws(flows, found)) == ([0, 0], ())


def test_many_obligations() -> None:
    """Some thousands between many, with amounts of all sizes."""
    draw = chance(11)
    debtor = draw.integers(0, 400, 4000)
    creditor = (debtor + draw.integers(1, 400, 4000)) % 400
    amount = draw.lognormal(10, 2, 4000).astype(np.int64) + 1
    columns = debtor, creditor, draw.integers(0, 2, 4000), amount
    rows = [(d, c, k, a) for d, c, k, a in zip(*(x.tolist() for x in columns), strict=True)]
    flows = flows_of(rows, 400, 2)
    found = maximum_set_off(flows)
    assert flaws(flows, found) == ()
    assert all(values(flows, found))


# A ring of three by 5, and 1 -> 0 by 2. The arcs: 0 -> 1, 1 -> 0, 1 -> 2, 2 -> 0.
ROWS: list[Payment] = [(0, 1, 0, 5), (1, 2, 0, 5), (2, 0, 0, 5), (1, 0, 0, 2)]
RING, PROOF = [5, 0, 5, 5], [1, 0, 1]


@pytest.mark.parametrize(
    ("reduction", "potential", "flaw"),
    [
        ([5, 2, 3, 3], PROOF, "in currency 0 13 is cancelled, and 15 is not ruled out"),
        ([0, 0, 0, 0], PROOF, "in currency 0 0 is cancelled, and 15 is not ruled out"),
        (RING, [0, 0, 0], "in currency 0 15 is cancelled, and 17 is not ruled out"),
        ([6, 0, 6, 6], PROOF, "arc 0 of 5 is reduced by 6"),
        ([-1, -1, 0, 0], PROOF, "arc 0 of 5 is reduced by -1"),
        ([5, 0, 5, 4], PROOF, "it changes participant 0's net by +1 in currency 0"),
        ([5, 0, 5], PROOF, "reduction is (3,) of int64, not (4,) of int64"),
        (RING, [1, 0], "potential is (1, 2) of int32, not (1, 3) of int32"),
    ],
)
def test_what_is_no_maximum_is_found(
    reduction: list[int], potential: list[int], flaw: str
) -> None:
    """Too little, unproved, too much, unlawful and misshapen."""
    flows = flows_of(ROWS, 3)
    told = SetOff(np.array(reduction, np.int64), np.array([potential], np.int32))
    assert flaws(flows, told) == (flaw,)
    assert flaws(flows, SetOff(np.array(RING, np.int64), np.array([PROOF], np.int32))) == ()


def test_every_position_is_looked_at() -> None:
    """A change of the last participant's, in the last currency, is found too."""
    flows = flows_of([*ring(3, 5), (2, 1, 1, 4), (1, 2, 1, 4)], 3, 2)
    found = maximum_set_off(flows)
    less = found.reduction.copy()
    less[flows.keys() == 9 + 3 + 2] -= 1  # what 1 owes 2 in currency 1
    told = SetOff(less, found.potential)
    assert flaws(flows, told) == ("it changes participant 1's net by -1 in currency 1",)


def test_numbers_of_another_kind_prove_nothing() -> None:
    """A float could stand for two integers."""
    told = SetOff(np.array(RING, np.int64), np.array([PROOF], np.float64))
    assert flaws(flows_of(ROWS, 3), told) == (
        "potential is (1, 3) of float64, not (1, 3) of int32",
    )
