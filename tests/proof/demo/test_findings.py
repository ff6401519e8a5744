"""What is made of a demo's outcomes: percentiles, counts, and what is not as it must be."""

import msgspec

from tallystick.proof.demo.day import Latency, latency_of
from tallystick.proof.reconcile import Difference
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.plan import PENDING, SETTLED, Ending, Outcome
from tests.proof.demo.findings import books, findings


def test_a_demo_that_went_well_is_good() -> None:
    """Every message is counted once."""
    good = findings()
    assert good.is_good
    counted = good.how_many(Ending.SETTLED) + sum(good.refused.values())
    counted += good.how_many(Ending.BROKEN) + good.how_many(Ending.DUPLICATE)
    assert counted == len(good.observed) == 60
    assert list(good.refused) == sorted(good.refused)


def test_each_fault_alone_is_enough() -> None:
    """An oddity, a difference, something pending, a sum, a root, a cycle that is not settled."""
    good = findings()
    difference = Difference("x", "state", "settled", "rejected")
    uneven = books("YANGTZE")
    uneven.sums["CNY"] = 1
    open_one = books("YANGTZE")
    open_one.cycles[1].is_settled = False
    replace = msgspec.structs.replace
    for bad in (
        good._replace(oddities=("odd",)),
        good._replace(reconciliation=replace(good.reconciliation, differences=[difference])),
        good._replace(reconciliation=replace(good.reconciliation, pending=1)),
        good._replace(reconciliation=replace(good.reconciliation, root_b="bb")),
        good._replace(books=(good.books[0], uneven)),
        good._replace(books=(good.books[0], open_one)),
        good._replace(books=(good.books[0], books("YANGTZE", "bb"))),
    ):
        assert not bad.is_good


def test_a_payment_that_differs_in_two_fields_is_one_difference() -> None:
    """Its tally line is another."""
    found = [
        Difference("x", "state", "settled", "rejected"),
        Difference("x", "cycle", 1, 0),
        Difference("x", "line", "cycle 1", None),
        Difference("y", "state", "settled", "rejected"),
    ]
    whole = msgspec.structs.replace(findings().reconciliation, differences=found)
    assert findings()._replace(reconciliation=whole).difference == 3


def test_percentiles() -> None:
    """Of none, of one, and of many."""
    assert latency_of([]) == Latency(0.0, 0.0, 0.0)
    assert latency_of([7.0]) == Latency(7.0, 7.0, 7.0)
    many = latency_of([float(number) for number in range(101)])
    assert (many.p50, many.p95, many.p99) == (50.0, 95.0, 99.0)


def test_what_came_otherwise_is_not_as_expected() -> None:
    """An outcome counts with its reason."""
    first = findings().observed[0]
    assert first.is_expected
    for other in (PENDING, Outcome(Ending.REFUSED, "XX99"), Outcome(Ending.BROKEN, "xml")):
        assert not first._replace(outcome=other).is_expected
    assert Observed(first.planned._replace(expected=SETTLED), SETTLED).is_expected
