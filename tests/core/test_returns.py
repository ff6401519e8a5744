"""Returns in parts: whatever the order, the rate and whose fault, no more goes back than came."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tallystick.core.assignments import (
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
    recall_id,
)
from tallystick.core.commands import SubmitPayment
from tallystick.core.decide.returns import Stored, reserve_return
from tallystick.core.events import CommandRefused, ReturnReserved
from tallystick.core.machine import EVOLVE, decide
from tallystick.core.orders import ClosingRecord, Decision, Order, OrderKind, Terms
from tallystick.core.state import State
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tests.core.pair import SOUTH, Pair, mutual

SENDER, RECEIVER = "NOBKRUMM", "SOBKCNSH"
amounts = st.integers(1, 10**9) | st.integers(1, 30)
parts = st.lists(st.tuples(st.sampled_from(Side), st.fractions(0, 1)), min_size=1, max_size=12)


def record(sent: int, came: int) -> ClosingRecord:
    """Return the creditor's node's record of a settled payment."""
    words = ("P1", "RUB-CNY", Side.CREDITOR, "settled", "", b"", SENDER, RECEIVER)
    money = (sent, "RUB", came, "CNY")
    return ClosingRecord(*words, *money, 1, Decision.ACCEPTED, was_presented=True)


def ask(state: State, original: ClosingRecord, name: str, back: tuple[Side, int, int]) -> object:
    """Ask to return so much, and reserve it if that may be."""
    at_fault, pays, arrives = back
    order = Order(name, "RUB-CNY", RECEIVER, SENDER, pays, "CNY", b"", original_id="P1")
    order = replace(order, kind=OrderKind.RETURN, at_fault=at_fault)
    terms = Terms(pays, "CNY", arrives, "RUB", 0, "", "", 0)
    found = reserve_return(state, order, terms, Side.DEBTOR, Stored(original, None))
    if isinstance(found, ReturnReserved):
        EVOLVE[ReturnReserved](state, 0, found)
    return found


@given(sent=amounts, came=amounts, drawn=parts)
def test_no_order_of_parts_gives_back_more_than_all(
    sent: int, came: int, drawn: list[tuple[Side, Fraction]]
) -> None:
    """Each part is a share of the whole in the currency that measures it: together at most one."""
    state, original = State("SOUTH"), record(sent, came)
    together = Fraction(0)
    for number, (at_fault, share) in enumerate(drawn):
        whole = came if at_fault is Side.DEBTOR else sent
        part = max(1, int(share * whole))
        found = ask(state, original, f"R{number}", (at_fault, part, part))
        if isinstance(found, ReturnReserved):
            together += Fraction(part, whole)
        else:
            assert found in (StatusReason.WRONG_AMOUNT, StatusReason.DUPLICATION)
    assert together <= 1


@given(sent=amounts, came=amounts, at_fault=st.sampled_from(Side), share=st.fractions(0, 1))
def test_what_is_left_can_be_sent_back_and_no_more(
    sent: int, came: int, at_fault: Side, share: Fraction
) -> None:
    """After a part the rest of the same kind passes to the last unit, and then nothing is left."""
    state, original = State("SOUTH"), record(sent, came)
    whole = came if at_fault is Side.DEBTOR else sent
    first = int(share * whole)
    left = whole - first
    if first:
        assert isinstance(ask(state, original, "R1", (at_fault, first, first)), ReturnReserved)
    if left:
        over = ask(state, original, "R2", (at_fault, left + 1, left + 1))
        assert over is StatusReason.WRONG_AMOUNT
        assert isinstance(ask(state, original, "R3", (at_fault, left, left)), ReturnReserved)
    assert ask(state, original, "R4", (at_fault, 1, 1)) is StatusReason.DUPLICATION


def test_nobody_uses_up_the_ids_of_anothers_returns() -> None:
    """The return of what never came to its sender is not stored, and its id stays free."""
    pair = Pair(mutual())
    order = pair.order(SOUTH, 100, payment_id="R1", currency="CNY")
    order = replace(order, kind=OrderKind.RETURN, original_id="P1")
    command = SubmitPayment(order, pair.verdict_at(SOUTH))
    (refused,) = decide(pair.states[SOUTH], pair.at, command)
    assert isinstance(refused, CommandRefused)


RECALL = AssignmentRecord(
    recall_id("P1"),
    "RUB-CNY",
    AssignmentKind.RECALL,
    Side.CREDITOR,
    SENDER,
    RECEIVER,
    "P1",
    b"",
    AssignmentState.ANSWERED,
    Outcome.CANCELLED,
)
REFUSED = replace(RECALL, outcome=Outcome.REJECTED)
EXPIRED = replace(RECALL, state=AssignmentState.EXPIRED, outcome=None)
ANOTHERS = replace(RECALL, assignment_id=recall_id("P2"))


@pytest.mark.parametrize("recall", [None, REFUSED, EXPIRED, ANOTHERS])
def test_only_what_was_granted_is_returned_after_a_recall(recall: AssignmentRecord | None) -> None:
    """FOCR says so to the debtor's bank, and may say so only where its recall was granted."""
    original, state = record(1_000, 79), State("SOUTH")
    order = Order("R1", "RUB-CNY", RECEIVER, SENDER, 79, "CNY", b"", original_id="P1")
    order = replace(order, kind=OrderKind.RETURN, at_fault=Side.DEBTOR, reason="FOCR")
    terms = Terms(79, "CNY", 990, "RUB", 0, "", "", 0)
    asked = (state, order, terms, Side.DEBTOR)
    assert reserve_return(*asked, Stored(original, recall)) is StatusReason.TRANSACTION_FORBIDDEN
    assert isinstance(reserve_return(*asked, Stored(original, RECALL)), ReturnReserved)
    other = replace(order, reason="AC04")
    found = reserve_return(state, other, terms, Side.DEBTOR, Stored(original, recall))
    assert isinstance(found, ReturnReserved)
