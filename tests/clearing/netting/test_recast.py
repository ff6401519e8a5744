"""Who cannot pay in is left out, round by round, and everybody left can."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.netting.flows import gross_flows
from tallystick.clearing.netting.recast import Recast, Round, Shortfall, recast
from tests.clearing.netting.payments_at_hand import (
    AMOUNTS,
    Payment,
    cells,
    cells_of,
    net,
    payments,
    worlds,
)
from tests.drawing import examples

MEANS = st.one_of(st.just(0), AMOUNTS, st.integers(0, 2**80))


def ask(
    rows: list[Payment], failed: set[int], available: list[list[int]], participants: int
) -> Recast:
    """Recast some payments."""
    return recast(gross_flows(payments(rows, participants, len(available))), failed, available)


def slowly(
    rows: list[Payment], failed: set[int], available: list[list[int]], participants: int
) -> list[tuple[int, ...]]:
    """Return who fails in each round, counting the payments anew each time."""
    rounds: list[tuple[int, ...]] = []
    out: set[int] = set()
    while True:
        left = [row for row in rows if not out & {row[0], row[1]}]
        positions = net(left, participants, len(available))
        short = {
            each
            for each in range(participants)
            for position, means in zip(positions, available, strict=True)
            if -position[each] > means[each]
        }
        falling = failed if failed and not rounds else short
        if not falling:
            return rounds
        rounds.append(tuple(sorted(falling)))
        out |= falling


@examples(400)
@given(worlds(), st.sets(st.integers(0, 6), max_size=2), st.data())
def test_recasts_are_what_counting_anew_says(
    world: tuple[list[Payment], int, int], drawn: set[int], source: st.DataObject
) -> None:
    """In each round; in the end everybody can pay in; what is dropped is told."""
    rows, participants, currencies = world
    failed = {each for each in drawn if each < participants}
    row = st.lists(MEANS, min_size=participants, max_size=participants)
    available = source.draw(st.lists(row, min_size=currencies, max_size=currencies))
    told = ask(rows, failed, available, participants)
    assert [each.failed for each in told.rounds] == slowly(rows, failed, available, participants)
    out = {each for one in told.rounds for each in one.failed}
    left = [each for each in rows if not out & {each[0], each[1]}]
    assert cells_of(told.flows) == cells(left)
    for position, means in zip(net(left, participants, currencies), available, strict=True):
        assert all(-due <= most for due, most in zip(position, means, strict=True))
    for currency, dropped in enumerate(told.dropped):
        gross = [sum(each[3] for each in some if each[2] == currency) for some in (rows, left)]
        assert dropped == gross[0] - gross[1]


def test_one_failure_brings_down_the_next() -> None:
    """Each counted on the one before: 0 fails by word, then 1, then 2; 3 is only owed."""
    rows: list[Payment] = [(0, 1, 0, 10), (1, 2, 0, 10), (2, 3, 0, 10), (3, 4, 0, 1)]
    told = ask(rows, {0}, [[0, 9, 9, 1, 0]], 5)
    assert told.rounds == (
        Round((0,), (Shortfall(0, 0, 10, 0),)),
        Round((1,), (Shortfall(1, 0, 10, 9),)),
        Round((2,), (Shortfall(2, 0, 10, 9),)),
    )
    assert cells_of(told.flows) == {(0, 3, 4): 1}
    assert told.dropped == (30,)


def test_somebody_may_fail_who_owes_nothing() -> None:
    """As by an order of a court; and a failure in one currency counts in all."""
    rows: list[Payment] = [(0, 1, 0, 10), (1, 2, 1, 4), (0, 2, 1, 3)]
    told = ask(rows, {1}, [[10, 0, 0], [3, 4, 0]], 3)
    assert told.rounds == (Round((1,), ()),)
    assert cells_of(told.flows) == {(1, 0, 2): 3}
    assert told.dropped == (10, 4)


def test_who_cannot_pay_in_is_found_without_a_word() -> None:
    """All of them together, in each currency in which they are short."""
    rows: list[Payment] = [(0, 2, 0, 10), (1, 2, 0, 10), (1, 2, 1, 6)]
    told = ask(rows, set(), [[9, 9, 0], [0, 5, 0]], 3)
    shortfalls = Shortfall(0, 0, 10, 9), Shortfall(1, 0, 10, 9), Shortfall(1, 1, 6, 5)
    assert told.rounds == (Round((0, 1), shortfalls),)
    assert len(told.flows) == 0


def test_nobody_fails_who_can_pay() -> None:
    """To the last unit, and with more than 64 bits to pay with."""
    told = ask([(0, 1, 0, 2**63 - 1)], set(), [[2**63 - 1, 0]], 2)
    assert told.rounds == ()
    assert ask([(0, 1, 0, 2**63 - 1)], set(), [[2**90, 0]], 2).rounds == ()
    assert ask([(0, 1, 0, 2**63 - 1)], set(), [[2**63 - 2, 0]], 2).rounds[0].failed == (0,)


def test_numbers_of_an_array_are_numbers() -> None:
    """Means as an array tells them; who fails is told in Python's own integers."""
    flows = gross_flows(payments([(0, 1, 0, 10)], 2))
    told = recast(flows, [], np.array([[9, 0]]))  # type: ignore[arg-type]
    assert msgspec.json.encode(told.rounds) == msgspec.json.encode(
        (Round((0,), (Shortfall(0, 0, 10, 9),)),)
    )
    assert recast(flows, np.array([1]), [[10, 0]]).rounds == (Round((1,), ()),)


@pytest.mark.parametrize(
    ("available", "why"),
    [
        ([[1, 1], [1, 1]], "for each currency and participant"),
        ([[1]], "for each currency and participant"),
        ([[1, -3]], "-3 of currency 0 is available to participant 1: no means"),
    ],
)
def test_means_that_make_no_sense_are_refused(available: list[list[int]], why: str) -> None:
    """A number for each, and none below zero."""
    flows = gross_flows(payments([(0, 1, 0, 5)], 2))
    with pytest.raises(ValueError, match=why):
        recast(flows, [], available)


def test_nobody_cannot_fail() -> None:
    """A number that is no participant's is refused."""
    with pytest.raises(IndexError):
        ask([(0, 1, 0, 5)], {2}, [[9, 9]], 2)
