"""The records of assignments, as every store keeps them."""

from collections.abc import Callable

import pytest

from tallystick.core.assignments import Outcome
from tallystick.terms.errors import StoreError
from tests.journal.chains import AnyStore, Chain, assignment, with_more

Reopen = Callable[[], AnyStore]


def test_the_records_of_assignments_are_kept(reopen: Reopen) -> None:
    """What was asked is known for ever, with its answer; several leave by one commit."""
    store, chain = reopen(), Chain()
    first, second = assignment("recall:P1"), assignment("enquiry:e1", Outcome.EXPLAINED)
    store.commit(with_more(chain.batch(), assignments=[first]))
    store.commit(with_more(chain.batch(), assignments=[second, assignment("recall:P2")]))
    names = ["recall:P1", "enquiry:e1", "recall:P3"]
    assert store.assignments(names) == {"recall:P1": first, "enquiry:e1": second}
    store = reopen()
    assert store.assignments(names) == {"recall:P1": first, "enquiry:e1": second}
    assert store.assignments([]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("names", [["recall:P1"], ["recall:P2", "recall:P2"]])
def test_no_assignment_is_closed_twice(reopen: Reopen, names: list[str]) -> None:
    """Neither one that has a record nor one that stands in the batch twice: nothing is written."""
    store, chain = reopen(), Chain()
    store.commit(with_more(chain.batch(), assignments=[assignment("recall:P1")]))
    head = store.head()
    with pytest.raises(StoreError, match="an assignment that is closed already") as refused:
        store.commit(with_more(chain.batch(), assignments=list(map(assignment, names))))
    assert refused.value.outcome_known
    assert store.head() == head
    assert store.assignments(["recall:P2"]) == {}
