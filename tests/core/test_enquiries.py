"""Enquiries about settled payments, and verifications of accounts, each within its bounds."""

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core import items
from tallystick.core.assignments import AssignmentState, Outcome
from tallystick.core.decide.asking import ENQUIRIES_MAX, SUBJECT_MAX
from tallystick.terms.reasons import StatusReason
from tests.core.asking_pair import ASKED, ASKER, AskingPair, enquiry, recall, verification
from tests.core.pair import BANKS, NORTH, SOUTH, mutual
from tests.core.slow_pair import item, refusal

DAY = 86_400_000
UNKNOWN = "no such payment of this participant with that bank"


def reason_of(happened: list[e.AnyEvent]) -> StatusReason:
    """Return the reason for which a command was refused."""
    (only,) = happened
    assert isinstance(only, e.CommandRefused), happened
    return only.reason


# Enquiries.


@pytest.mark.parametrize("node", [NORTH, SOUTH])
@pytest.mark.parametrize("has_left", [False, True])
def test_either_bank_of_a_settled_payment_may_enquire(
    node: str,
    has_left: bool,  # noqa: FBT001
) -> None:
    """The debtor's of the creditor's, and the other way round, by state and by record."""
    pair = AskingPair()
    payment_id = pair.send(NORTH, 100_000).payment_id
    if has_left:
        pair.settle()
    banks = (ASKER, ASKED) if node == NORTH else (ASKED, ASKER)
    asked = enquiry(payment_id, assigner=banks[0], assignee=banks[1])
    pair.assign(asked, node)
    assert pair.presentations() == [(banks[1], asked.assignment_id)]
    pair.answer(asked, Outcome.EXPLAINED)
    assert pair.answers() == [(banks[0], Outcome.EXPLAINED, "")]


@pytest.mark.parametrize(
    "over",
    [{"assigner": BANKS[NORTH][1]}, {"assignee": BANKS[SOUTH][1]}, {"payment_id": "unknown"}],
)
def test_others_may_not_enquire(over: dict[str, object]) -> None:
    """Whoever's payment it is, and whether there is one, is told to nobody else."""
    pair = AskingPair()
    payment_id = pair.send(NORTH, 100_000).payment_id
    assert refusal(pair.assign(replace(enquiry(payment_id), **over))) == UNKNOWN


def test_what_has_not_settled_is_not_enquired_about() -> None:
    """Neither what waits nor what was refused: in the words of what is unknown."""
    pair = AskingPair()
    pair.banks_answer = False
    waits = pair.send(NORTH, 100_000).payment_id
    assert refusal(pair.assign(enquiry(waits))) == UNKNOWN
    theirs = enquiry(waits, assigner=ASKED, assignee=ASKER)
    assert refusal(pair.assign(theirs, SOUTH)) == UNKNOWN
    pair.do(SOUTH, c.AnswerPresentation(waits, ASKED, StatusReason.INCORRECT_ACCOUNT))
    pair.deliver()
    assert refusal(pair.assign(enquiry(waits))) == UNKNOWN


def test_so_many_enquiries_are_open_at_most() -> None:
    """One more is refused until one of them has ended; another bank's count is its own."""
    pair = AskingPair()
    payment_id = pair.send(NORTH, 100_000).payment_id
    for number in range(ENQUIRIES_MAX):
        pair.assign(enquiry(payment_id, number))
    more = enquiry(payment_id, ENQUIRIES_MAX)
    assert reason_of(pair.assign(more)) is StatusReason.LIMIT_EXCEEDED
    pair.assign(recall(payment_id))
    assert len(pair.presentations()) == ENQUIRIES_MAX + 1
    pair.answer(enquiry(payment_id, 3), Outcome.REJECTED, "AC04")
    pair.assign(more)
    assert len(pair.presentations()) == ENQUIRIES_MAX + 2
    for state in pair.states.values():
        asking = state.pacts["RUB-CNY"].participants[ASKER].asking
        assert asking.enquiries == ENQUIRIES_MAX


def test_an_enquiry_is_never_pending_and_expires_at_the_answering_node() -> None:
    """It takes its time in silence, ten days at the most."""
    pair = AskingPair()
    asked = enquiry(pair.send(NORTH, 100_000).payment_id)
    pair.assign(asked)
    assert "answers no enquiry" in refusal(pair.answer(asked, Outcome.PENDING))
    pair.wait(10 * DAY + 100)
    assert pair.answers() == [(ASKER, None, "")]
    assert pair.states[NORTH].pacts["RUB-CNY"].participants[ASKER].asking.enquiries == 0


# Verifications.


@pytest.mark.parametrize(
    "outcome", [Outcome.MATCHED, Outcome.CLOSE, Outcome.DIFFERENT, Outcome.UNKNOWN]
)
def test_a_bank_says_whose_an_account_is(outcome: Outcome) -> None:
    """There is no payment yet, and the answer binds nobody."""
    pair = AskingPair()
    asked = verification()
    pair.assign(asked)
    assert pair.presentations() == [(ASKED, asked.assignment_id)]
    pair.answer(asked, outcome)
    assert pair.answers() == [(ASKER, outcome, "")]


def test_neither_bank_of_a_verification_may_be_suspended() -> None:
    """At the asking node it is refused, at the answering one nobody is asked."""
    for bank, reason in (
        (ASKER, StatusReason.AGENT_SUSPENDED),
        (ASKED, StatusReason.CREDITOR_AGENT_SUSPENDED),
    ):
        pair = AskingPair()
        pair.do(NORTH, c.SuspendParticipant(bank, "RUB-CNY", "anna"))
        assert reason_of(pair.assign(verification())) is reason
        pair = AskingPair()
        pair.do(SOUTH, c.SuspendParticipant(bank, "RUB-CNY", "anna"))
        pair.assign(verification())
        assert (pair.presentations(), pair.answers()) == ([], [(ASKER, Outcome.UNKNOWN, "")])


def test_a_verification_is_of_an_account() -> None:
    """Without a digest of it nothing can be counted: refused here, unknown there."""
    pair = AskingPair()
    told = "a verification is of an account"
    assert refusal(pair.assign(verification(subject=b""))) == told
    pair.subject = b""
    pair.assign(verification())
    assert (pair.presentations(), pair.answers()) == ([], [(ASKER, Outcome.UNKNOWN, "")])


def test_one_account_is_asked_about_five_times_a_day() -> None:
    """By the asking node's digest; the next business date begins anew."""
    pair = AskingPair()
    for number in range(SUBJECT_MAX):
        asked = verification(number)
        pair.assign(asked)
        pair.answer(asked, Outcome.MATCHED)
    more = verification(SUBJECT_MAX)
    assert reason_of(pair.assign(more)) is StatusReason.LIMIT_EXCEEDED
    pair.assign(verification(SUBJECT_MAX, subject=b"another"))
    assert len(pair.presentations()) == SUBJECT_MAX
    pair.wait(2 * DAY)
    pair.assign(verification(SUBJECT_MAX + 1))
    assert len(pair.presentations()) == SUBJECT_MAX + 1


def test_the_answering_node_counts_by_its_own_digest() -> None:
    """Spellings that the asking node takes for different accounts are one account there."""
    pair = AskingPair()
    for number in range(SUBJECT_MAX + 2):
        pair.assign(verification(number, subject=b"spelling %d" % number))
    assert len(pair.presentations()) == SUBJECT_MAX
    assert pair.answers() == [(ASKER, Outcome.UNKNOWN, "")] * 2


@pytest.mark.parametrize(
    ("limits", "answer", "asked"),
    [
        ({"verifications_max": 3}, Outcome.MATCHED, 3),
        ({"misses_max": 2}, Outcome.CLOSE, 2),
        ({"misses_max": 2}, Outcome.MATCHED, 5),
        ({"verifications_max": 0}, Outcome.MATCHED, 0),
    ],
)
def test_verifications_and_misses_are_counted_a_day(
    limits: dict[str, object], answer: Outcome, asked: int
) -> None:
    """A match costs no miss; what is not answered yet counts as one."""
    pair = AskingPair(mutual(**limits))
    for number in range(5):
        pair.subject = b"account %d" % number
        each = verification(number, subject=pair.subject)
        happened = pair.assign(each)
        if len(happened) == 1:
            assert reason_of(happened) is StatusReason.LIMIT_EXCEEDED
        else:
            pair.answer(each, answer)
    assert len(pair.presentations()) == asked


def test_nobody_gains_by_asking_many_at_once() -> None:
    """Open verifications are misses until they match."""
    pair = AskingPair(mutual(misses_max=2))
    happened = [pair.assign(verification(each, subject=b"%d" % each)) for each in range(3)]
    assert reason_of(happened[-1]) is StatusReason.LIMIT_EXCEEDED
    pair.answer(verification(0), Outcome.MATCHED)
    pair.assign(verification(3, subject=b"3"))
    assert len(pair.presentations()) == 3


def test_a_match_of_yesterday_makes_no_room_today() -> None:
    """It counts on the date on which it was asked."""
    long = replace(mutual().time_outs, verification_ms=3 * DAY)
    pair = AskingPair(mutual(misses_max=1, time_outs=long))
    pair.assign(verification(0))
    pair.wait(2 * DAY)
    pair.assign(verification(1))
    pair.answer(verification(0), Outcome.MATCHED)
    assert reason_of(pair.assign(verification(2))) is StatusReason.LIMIT_EXCEEDED


def test_the_asking_node_gives_a_verification_up() -> None:
    """After five seconds its bank is told so; a word that comes later is passed over."""
    pair = AskingPair()
    pair.stop(item(items.AssignmentAnswered, SOUTH))
    asked = verification()
    pair.assign(asked)
    pair.answer(asked, Outcome.MATCHED)
    pair.wait(5_100)
    assert pair.answers() == [(ASKER, None, "")]
    pair.let_go()
    assert pair.answers() == [(ASKER, None, "")]
    assert pair.saw(NORTH, e.CaseOpened) == []
    state = pair.states[NORTH].assignments[asked.assignment_id].state
    assert state is AssignmentState.EXPIRED
    assert pair.states[NORTH].pacts["RUB-CNY"].participants[ASKER].asking.matched == 0


def test_a_late_word_is_passed_over_by_the_record_too() -> None:
    """The verification has left the asking node's state meanwhile."""
    pair = AskingPair()
    pair.stop(item(items.AssignmentAnswered, SOUTH))
    asked = verification()
    pair.assign(asked)
    pair.wait(5_100)
    pair.stops.clear()
    waiting, pair.waiting = pair.waiting, []
    record = pair.states[NORTH].assignments.pop(asked.assignment_id).record
    pair.pact(NORTH).cycle(1).assignments.clear()
    pair.records[NORTH, asked.assignment_id] = record
    for node, effect in waiting:
        pair.carry(node, effect)
    assert pair.saw(NORTH, e.CaseOpened) == []
    assert pair.answers() == [(ASKER, None, "")]


# Leaving.


def test_ended_assignments_leave_with_their_cycle_and_open_ones_stay() -> None:
    """Payments first, then assignments, as many as asked; each with its record."""
    pair = AskingPair()
    payment_id = pair.send(NORTH, 100_000).payment_id
    done, still_open = enquiry(payment_id, 1), enquiry(payment_id, 2)
    pair.assign(done)
    pair.assign(still_open)
    pair.answer(done, Outcome.EXPLAINED)
    assert refusal(pair.do(NORTH, c.EvictSettled(5))) == "nothing may leave yet"
    pair.close()
    (payments,) = pair.do(NORTH, c.EvictSettled(1))
    assert isinstance(payments, e.PaymentsClosed)
    (assignments,) = pair.do(NORTH, c.EvictSettled(5))
    assert isinstance(assignments, e.AssignmentsClosed)
    assert [each.assignment_id for each in assignments.records] == [done.assignment_id]
    assert list(pair.states[NORTH].assignments) == [still_open.assignment_id]


def test_nothing_is_asked_under_an_agreement_that_is_not_in_force() -> None:
    """Nor under one that nobody knows."""
    pair = AskingPair()
    told = "the agreement is not in force"
    assert refusal(pair.assign(verification(agreement_id="NO-SUCH"))) == told
