"""Recalls: money that a bank wants back, before and after it has arrived."""

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core import items
from tallystick.core.assignments import AssignmentState, Outcome, recall_id
from tallystick.core.decide.returns import is_recall_granted
from tallystick.core.orders import OrderKind
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tests.core.asking_pair import ASKED, ASKER, AskingPair, recall
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.core.slow_pair import item, refusal

DAY = 86_400_000


def paid() -> tuple[AskingPair, str]:
    """Return a pair in which a payment from the north has settled."""
    pair = AskingPair()
    return pair, pair.send(NORTH, 100_000).payment_id


def presented() -> tuple[AskingPair, str]:
    """Return a pair in which a payment waits for the creditor's bank."""
    pair = AskingPair()
    pair.banks_answer = False
    return pair, pair.send(NORTH, 100_000).payment_id


# What has arrived.


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.REJECTED])
def test_the_creditors_bank_answers_a_recall(outcome: Outcome) -> None:
    """It is asked once, and its answer ends the recall on both nodes; no money moves."""
    pair, payment_id = paid()
    before = pair.amount_on(NORTH, f"participant:{ASKER}:RUB")
    asked = recall(payment_id)
    pair.assign(asked)
    assert pair.presentations() == [(ASKED, asked.assignment_id)]
    assert pair.answers() == []
    pair.answer(asked, outcome, "CUST")
    assert pair.answers() == [(ASKER, outcome, "CUST")]
    for state in pair.states.values():
        assert state.assignments[asked.assignment_id].is_ended
    assert pair.amount_on(NORTH, f"participant:{ASKER}:RUB") == before


def test_the_message_is_told_by_its_digest_alone() -> None:
    """The item says who asks what of whom; our own digest of an account stays here."""
    pair, payment_id = paid()
    pair.assign(recall(payment_id, subject=b"ours"))
    (told,) = [each for _, each in pair.told if _is_assigned(each)]
    assert isinstance(told, f.TellPeer)
    assert told.item == items.Assigned("RUB-CNY", recall(payment_id))


def _is_assigned(effect: f.AnyEffect) -> bool:
    return isinstance(effect, f.TellPeer) and isinstance(effect.item, items.Assigned)


def test_pending_leaves_a_recall_open_and_is_told_once() -> None:
    """The same again is nothing; another such word is refused; the answer may still come."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.PENDING)
    assert pair.answer(asked, Outcome.PENDING) == []
    assert refusal(pair.answer(asked, Outcome.PENDING, "CUST")) == "it is pending already"
    assert pair.answers() == [(ASKER, Outcome.PENDING, "")]
    pair.answer(asked, Outcome.CANCELLED)
    assert pair.answers()[1:] == [(ASKER, Outcome.CANCELLED, "")]


def test_only_the_bank_that_was_asked_answers() -> None:
    """To any other there is no such assignment, nor to the assigner."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    told = "no assignment of this id was presented to this participant"
    for node, bank in ((SOUTH, BANKS[SOUTH][1]), (NORTH, ASKER)):
        words = (asked.assignment_id, bank, Outcome.CANCELLED, "", b"")
        assert refusal(pair.do(node, c.AnswerAssignment(*words))) == told
    pair.answer(asked, Outcome.REJECTED, "CUST")
    words = (asked.assignment_id, BANKS[SOUTH][1], Outcome.REJECTED, "CUST", b"")
    assert refusal(pair.do(SOUTH, c.AnswerAssignment(*words))) == told


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.MATCHED, ""),
        (Outcome.EXPLAINED, ""),
        (Outcome.REJECTED, "cust"),
        (Outcome.REJECTED, "TOOLONG"),
        (Outcome.REJECTED, "A B"),
    ],
)
def test_an_answer_is_in_the_words_of_a_recall(outcome: Outcome, reason: str) -> None:
    """Another kind's outcome, or what is no code, is refused, and the recall stays open."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    assert "answers no recall" in refusal(pair.answer(asked, outcome, reason))
    assert pair.states[SOUTH].assignments[asked.assignment_id].state is AssignmentState.ASSIGNED


def test_an_answer_is_given_once() -> None:
    """The same again changes nothing, another is too late."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.REJECTED, "CUST")
    assert pair.answer(asked, Outcome.REJECTED, "CUST") == []
    late = "it has ended: an answer comes too late"
    assert refusal(pair.answer(asked, Outcome.CANCELLED)) == late
    assert len(pair.answers()) == 1


def test_the_answering_node_lets_time_run_out() -> None:
    """After ten days the assigner is told that no answer comes, and none counts any more."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    pair.wait(10 * DAY - 1_000)
    assert pair.answers() == []
    pair.wait(1_100)
    assert pair.answers() == [(ASKER, None, "")]
    assert refusal(pair.answer(asked, Outcome.CANCELLED)).startswith("it has ended")
    for state in pair.states.values():
        assert state.assignments[asked.assignment_id].state is AssignmentState.EXPIRED


def test_the_asking_node_waits_for_the_others_word() -> None:
    """It decides no expiry: a cut link leaves the recall open, however long."""
    pair, payment_id = paid()
    pair.stop(item(items.AssignmentAnswered, SOUTH))
    asked = recall(payment_id)
    pair.assign(asked)
    pair.wait(30 * DAY)
    assert pair.states[NORTH].assignments[asked.assignment_id].state is AssignmentState.ASSIGNED
    pair.let_go()
    assert pair.answers() == [(ASKER, None, "")]


# What is no business of a recall.

UNKNOWN = "no such payment of this participant with that bank"


@pytest.mark.parametrize(
    "over",
    [
        {"assigner": BANKS[NORTH][1]},
        {"assignee": BANKS[SOUTH][1]},
        {"payment_id": "another", "assignment_id": recall_id("another")},
    ],
)
def test_nobody_fishes_for_payments(over: dict[str, object]) -> None:
    """Another bank's payment, one to another bank, none at all: the same words."""
    pair, payment_id = paid()
    assert refusal(pair.assign(recall(payment_id, **over))) == UNKNOWN


def test_the_creditors_bank_recalls_nothing() -> None:
    """Nor does a bank of the other end by our node."""
    pair, payment_id = paid()
    theirs = recall(payment_id, assigner=ASKED, assignee=ASKER)
    assert refusal(pair.assign(theirs, SOUTH)) == UNKNOWN
    assert refusal(pair.assign(theirs)) == "the assigner settles elsewhere"
    assert refusal(pair.assign(recall(payment_id, assignee="NOBANKXX"))) == (
        "no such bank at the other end"
    )


def test_what_is_refused_or_returned_is_not_recalled() -> None:
    """There is no money to come back; and a return is no transfer."""
    pair, payment_id = paid()
    sent_back = _return(pair, payment_id)
    for name, told in (
        (payment_id, "there is no money to come back"),
        (sent_back, "a return is not recalled"),
    ):
        node, banks = (NORTH, (ASKER, ASKED)) if name == payment_id else (SOUTH, (ASKED, ASKER))
        asked = recall(name, assigner=banks[0], assignee=banks[1])
        assert refusal(pair.assign(asked, node)) == told
    pair.settle()
    gone = recall(sent_back, assigner=ASKED, assignee=ASKER)
    assert refusal(pair.assign(gone, SOUTH)) == "a return is not recalled"
    order = pair.order(NORTH, 100_000, creditor_agent="NOBANKXX")
    pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    refused = recall(order.payment_id)
    assert refusal(pair.assign(refused)) == UNKNOWN


def _return(pair: AskingPair, payment_id: str) -> str:
    terms = pair.payment(SOUTH, payment_id).known_terms
    pair.ids += 1
    quote_id = f"quote-{pair.ids}"
    ask = c.RequestQuote(quote_id, "RUB-CNY", ASKED, Side.DEBTOR, terms.creditor_amount)
    pair.do(SOUTH, ask)
    words: dict[str, object] = {"kind": OrderKind.RETURN, "original_id": payment_id}
    amount = terms.creditor_amount
    order = pair.send(SOUTH, amount, quote_id=quote_id, at_fault=Side.DEBTOR, **words)
    assert pair.payment(NORTH, payment_id).returned_by == order.payment_id
    return order.payment_id


@pytest.mark.parametrize(
    "over",
    [
        {"assignment_id": "recall:another"},
        {"assignment_id": f"enquiry:{1:032x}"},
        {"payment_id": "", "assignment_id": "recall:"},
    ],
)
def test_the_id_says_what_it_is_about(over: dict[str, object]) -> None:
    """So that a payment has one recall, whoever makes the id."""
    pair, payment_id = paid()
    told = "the id is not made from what it is about"
    assert refusal(pair.assign(recall(payment_id, **over))) == told


def test_a_suspended_bank_may_still_recall_and_be_asked() -> None:
    """What is under way goes on."""
    pair, payment_id = paid()
    for node in (NORTH, SOUTH):
        for bank in (ASKER, ASKED):
            pair.do(node, c.SuspendParticipant(bank, "RUB-CNY", "anna"))
    asked = recall(payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.CANCELLED)
    assert pair.answers() == [(ASKER, Outcome.CANCELLED, "")]


# Known for ever.


def test_the_stored_answer_is_given_again() -> None:
    """In the state, and by its record when it has left."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.REJECTED, "CUST")
    pair.assign(asked)
    pair.settle()
    assert (pair.states[NORTH].assignments, pair.states[SOUTH].assignments) == ({}, {})
    pair.assign(asked)
    assert pair.answers() == [(ASKER, Outcome.REJECTED, "CUST")] * 3
    assert len(pair.presentations()) == 1


@pytest.mark.parametrize("has_left", [False, True])
@pytest.mark.parametrize("assignee", [ASKER, "NOBODYXX"])
def test_nobody_else_learns_that_a_payment_is_recalled(
    assignee: str,
    has_left: bool,  # noqa: FBT001
) -> None:
    """Who knows the UETR and recalls it reads the same before and after the debtor's bank has."""
    pair, payment_id = paid()
    stranger = recall(payment_id, assigner=BANKS[SOUTH][1], assignee=assignee)
    before = pair.assign(stranger, SOUTH)
    asked = recall(payment_id)
    pair.assign(asked)
    if has_left:
        pair.answer(asked, Outcome.REJECTED)
        pair.settle()
        assert (SOUTH, asked.assignment_id) in pair.records
    assert pair.assign(stranger, SOUTH) == before


def test_a_recall_under_an_id_that_is_taken_is_refused() -> None:
    """The other operator asked before there was a payment: our bank's recall has no id left."""
    first, payment_id = paid()
    pair = AskingPair()
    asked = recall(payment_id, assigner=ASKED, assignee=ASKER)
    pair.forge(NORTH, items.Assigned("RUB-CNY", asked))
    pair.deliver()
    assert pair.send(NORTH, 100_000).payment_id == payment_id
    (refused,) = pair.assign(recall(payment_id))
    assert isinstance(refused, e.CommandRefused)
    assert refused.reason is StatusReason.DUPLICATE_PAYMENT
    assert first.answers() == []


@pytest.mark.parametrize("has_left", [False, True])
def test_there_is_no_second_recall(has_left: bool) -> None:  # noqa: FBT001
    """Another message under the id of a recall is refused for ever."""
    pair, payment_id = paid()
    asked = recall(payment_id)
    pair.assign(asked)
    pair.answer(asked, Outcome.REJECTED, "CUST")
    if has_left:
        pair.settle()
    (refused,) = pair.assign(replace(asked, content=b"again"))
    assert isinstance(refused, e.CommandRefused)
    assert refused.reason is StatusReason.DUPLICATE_PAYMENT
    assert len(pair.answers()) == 1


def test_a_payment_that_has_left_is_recalled_by_its_record() -> None:
    """Both nodes know it by what their stores kept; the answer comes after it has left as well."""
    pair, payment_id = paid()
    pair.settle()
    assert pair.states[SOUTH].payments == {}
    asked = recall(payment_id)
    pair.assign(asked)
    assert pair.presentations() == [(ASKED, asked.assignment_id)]
    pair.settle()
    assert asked.assignment_id in pair.states[SOUTH].assignments
    pair.answer(asked, Outcome.CANCELLED)
    assert pair.answers() == [(ASKER, Outcome.CANCELLED, "")]


def test_a_record_of_another_agreement_counts_nothing() -> None:
    """Nor does one of another payment that the store should hand back by mistake."""
    pair, payment_id = paid()
    pair.settle()
    kept = pair.closings[NORTH, payment_id]
    for wrong in (replace(kept, agreement_id="EUR-EUR"), replace(kept, payment_id="another")):
        asked = recall(payment_id)
        assert refusal(pair.do(NORTH, c.Assign(asked, None, wrong))) == UNKNOWN


def test_whether_a_recall_was_granted_is_known_by_state_and_record() -> None:
    """Only an answer of cancelled grants it: neither an open recall nor a rejected one does."""
    pair, payment_id = paid()
    asked, south = recall(payment_id), pair.states[SOUTH]
    assert not is_recall_granted(south, payment_id, None)
    pair.assign(asked)
    assert not is_recall_granted(south, payment_id, None)
    pair.answer(asked, Outcome.CANCELLED)
    assert is_recall_granted(south, payment_id, None)
    pair.settle()
    record = pair.records[SOUTH, asked.assignment_id]
    assert is_recall_granted(south, payment_id, record)
    assert not is_recall_granted(south, payment_id, replace(record, outcome=Outcome.REJECTED))
    assert not is_recall_granted(south, "another", record)


def test_the_bank_hears_of_its_payment_as_ever() -> None:
    """A recall that waits is told by the payment's own word, pending, and its end."""
    pair, payment_id = presented()
    pair.assign(recall(payment_id))
    statuses = [each.status for _, each in pair.told if isinstance(each, f.TellStatus)]
    assert PaymentStatus.RJCT in statuses
