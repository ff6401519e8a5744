"""Whose payment it is not, learns nothing of what others ask about it."""

import pytest
from msgspec.structs import replace

from tallystick.core import events as e
from tallystick.core.assignments import Outcome
from tallystick.terms.reasons import StatusReason
from tests.core.asking_pair import ASKED, AskingPair, recall
from tests.core.pair import BANKS, NORTH


@pytest.mark.parametrize("assignee", [ASKED, "NOBANKXX"])
@pytest.mark.parametrize("has_left", [False, True])
def test_a_recall_of_others_is_not_known_to_a_stranger(*, has_left: bool, assignee: str) -> None:
    """It is refused in the words in which it is refused where nothing was ever recalled."""
    pair = AskingPair()
    asked = recall(pair.send(NORTH, 100_000).payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.REJECTED, "CUST")
    if has_left:
        pair.settle()
    told = []
    for each in (asked, recall("never made")):
        (other,) = pair.assign(replace(each, assigner=BANKS[NORTH][1], assignee=assignee))
        assert isinstance(other, e.CommandRefused)
        told.append((other.reason, other.text))
    assert told[0] == told[1]
    assert told[0][0] is StatusReason.TRANSACTION_FORBIDDEN
