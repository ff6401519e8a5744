"""A cycle is shown as it stands, and after it has left the state as it stood at the end."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from tallystick.core.commands import CloseCycle
from tallystick.core.state import Cycle, Declaration, Settlement
from tallystick.views.cycles import CycleView, cycle, cycles, state_of
from tallystick.views.rates import RateView
from tallystick.views.viewers import Books
from tests.core.pair import NORTH, SOUTH
from tests.node.history import KeptNodes
from tests.node.linked_nodes import LinkedNodes
from tests.views.reading import NAMES, RUB_CNY, books_of


def shown(nodes: LinkedNodes, folder: Path, name: str, number: int = 1) -> CycleView:
    """Return a cycle as a node shows it now."""
    with books_of(nodes, name, folder) as books:
        found = cycle(books, RUB_CNY, number)
    assert found is not None
    return found


def test_a_cycle_goes_through_its_states(tmp_path: Path) -> None:
    """Open, closed here, declared by both, and on to settled, step by step."""
    nodes = LinkedNodes().found()
    nodes.send(NORTH, 100_000)
    nodes.send(SOUTH, 9_000)
    first = shown(nodes, tmp_path, NORTH)
    assert first.state == "open"
    assert (first.ours.count, first.theirs.count) == (1, 1)
    assert (first.theirs.debtor_total, first.theirs.debtor_currency) == (100_000, "RUB")
    assert (first.theirs.creditor_total, first.theirs.creditor_currency) == (7_900, "CNY")
    assert (first.ours.debtor_total, first.ours.debtor_currency) == (9_000, "CNY")
    assert (first.ours.creditor_total, first.ours.creditor_currency) == (111_600, "RUB")
    nodes.do(NORTH, CloseCycle(RUB_CNY, 1))
    states = [first.state, *(shown(nodes, tmp_path, NORTH).state for _ in by_small_steps(nodes))]
    states = [
        state for state, before in zip(states, ["", *states], strict=False) if state != before
    ]
    assert states == ["open", "closed", "matched", "signed", "settling", "settled"]


def by_small_steps(nodes: LinkedNodes) -> Iterator[None]:
    """Carry envelopes, instructions and notices, one kind at a time, to the settlement."""
    yield
    while not all(nodes.state(name).pacts[RUB_CNY].last_settled for name in NAMES):
        nodes.exchange()
        yield
        for name in NAMES:
            nodes._deliver(name)
            yield
            nodes._read_systems(name)
            yield


def test_a_cycle_that_has_left_is_told_as_it_stood(tmp_path: Path) -> None:
    """From the journal come the same numbers that the state had."""
    nodes = LinkedNodes().found()
    nodes.send(NORTH, 100_000)
    nodes.send(SOUTH, 9_000)
    nodes.do(NORTH, CloseCycle(RUB_CNY, 1))
    before = {}
    for _ in by_small_steps(nodes):
        for name in NAMES:
            if 1 in nodes.state(name).pacts[RUB_CNY].cycles:
                before[name] = shown(nodes, tmp_path, name)
    for name in NAMES:
        after = shown(nodes, tmp_path, name)
        assert after.state == "settled"
        assert after.settlement is not None
        assert all(leg.is_settled for leg in after.settlement.legs)
        assert after.closed_at is not None
        assert after.settled_at is not None
        last = before[name]
        assert (after.ours, after.theirs, after.rate) == (last.ours, last.theirs, last.rate)
        assert (after.tally_root, after.closed_at) == (last.tally_root, last.closed_at)
        assert last.settlement is not None
        assert after.settlement.legs == [
            msgspec.structs.replace(leg, is_settled=True) for leg in last.settlement.legs
        ]
    north, south = (shown(nodes, tmp_path, name) for name in NAMES)
    assert north.tally_root == south.tally_root != ""
    assert (north.ours, north.theirs) == (south.theirs, south.ours)


def test_both_nodes_tell_the_same_of_all_their_cycles(read: dict[str, Books]) -> None:
    """What both halves must agree on is the same in both; the rates are those that were fixed."""
    lists = [cycles(read[name], RUB_CNY) for name in NAMES]
    assert all(each is not None and not each.more and each.last == 4 for each in lists)
    for north, south in zip(*(each.cycles for each in lists if each is not None), strict=True):
        assert north.rate == south.rate
        assert north.state == south.state
        assert (north.ours, north.theirs) == (south.theirs, south.ours)
        assert north.tally_root == south.tally_root
    rates = [each.rate.decimal for each in lists[0].cycles if each.rate] if lists[0] else []
    assert rates == ["0.08", "0.08", "0.08", "0.081"]


def test_cycles_are_read_in_parts(read: dict[str, Books]) -> None:
    """Each part goes on where the one before ended."""
    books, found, after, more = read[SOUTH], [], 0, True
    whole = cycles(books, RUB_CNY)
    while more:
        part = cycles(books, RUB_CNY, after, 2)
        assert part is not None
        found += part.cycles
        after, more = part.last, part.more
    assert whole is not None
    assert found == whole.cycles
    beyond = cycles(books, RUB_CNY, 77)
    assert beyond is not None
    assert (beyond.cycles, beyond.last, beyond.more) == ([], 77, False)


def test_there_is_no_cycle_of_what_there_is_not(read: dict[str, Books]) -> None:
    """Neither of an unknown agreement nor of a number that has not come."""
    assert cycles(read[NORTH], "SGD-THB") is None
    assert cycle(read[NORTH], "SGD-THB", 1) is None
    assert cycle(read[NORTH], RUB_CNY, 0) is None
    assert cycle(read[NORTH], RUB_CNY, 5) is None
    open_one = cycle(read[NORTH], RUB_CNY, 4)
    assert open_one is not None
    assert open_one.state == "open"


DECLARED = Declaration(0, 0, 0, b"root")


def a_cycle(**over: object) -> Cycle:
    """Return a cycle that both have declared."""
    found = Cycle(1)
    found.ours.declaration = found.theirs.declaration = DECLARED
    for name, value in over.items():
        setattr(found, name, value)
    return found


def test_each_state_has_its_word() -> None:
    """The furthest that holds is said."""
    assert state_of(Cycle(1)) == "open"
    assert state_of(a_cycle()) == "declared"
    assert state_of(a_cycle(root=b"r")) == "matched"
    assert state_of(a_cycle(root=b"r", signed_root=b"r")) == "signed"
    assert state_of(a_cycle(root=b"r", signed_root=b"r", is_unequal=True)) == "unequal"
    assert state_of(a_cycle(settlement=Settlement(1, (), 0))) == "settling"
    assert state_of(a_cycle(is_settled=True)) == "settled"


def test_a_rate_without_end_is_rounded_for_people(history: KeptNodes) -> None:
    """The ratio stays exact."""
    rate = history.agreement.opening_rate
    assert rate is not None
    third = msgspec.structs.replace(rate, numerator=2, denominator=3)
    assert RateView.of(third) == RateView("RUB", "CNY", "2/3", "0.666666666667")
    assert RateView.of(rate) == RateView("RUB", "CNY", "2/25", "0.08")
