"""What our people ask the bank of a held payment: whom, how often, and what comes of it."""

from hashlib import sha256

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core.assignments import Assignment, AssignmentKind, AssignmentState, Outcome
from tallystick.core.decide.requesting import REQUESTS_MAX
from tallystick.core.events import AnyEvent, CaseKind
from tallystick.core.invariants import audit
from tallystick.core.items import Assigned
from tallystick.core.lifecycle import PaymentState
from tallystick.core.machine import decide
from tallystick.core.screening_commands import (
    RefuseHeld,
    ReleaseHeld,
    RequestInformation,
)
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import Subject
from tests.core.asking_pair import ASKED, ASKER, AskingPair
from tests.core.pair import CLEAR, HIT, NORTH, SOUTH

OTHER = "NOB2RUMM"


def number(text: str) -> str:
    """Return a request's id."""
    return f"information:{sha256(text.encode()).hexdigest()[:32]}"


def request(payment_id: str, name: str = "one", content: bytes = b"letter") -> RequestInformation:
    """Return what ann asks."""
    return RequestInformation(payment_id, number(name), "ann", Subject.DEBTOR, content)


def answer(name: str = "one", bank: str = ASKER, content: bytes = b"born 1990") -> c.AnyCommand:
    """Return what a bank answers."""
    return c.AnswerAssignment(number(name), bank, Outcome.EXPLAINED, "", content)


@pytest.fixture
def pair() -> AskingPair:
    """Return two machines of which both hold what comes."""
    pair = AskingPair()
    pair.verdict = HIT
    return pair


def held(pair: AskingPair) -> str:
    """Send a payment that is held at the north."""
    name = pair.send(NORTH, 10_000).payment_id
    pair.deliver()
    pair.told.clear()
    return name


def refusal(happened: list[AnyEvent]) -> StatusReason | None:
    """Return why a command changed nothing, None if it did or had nothing to change."""
    first = happened[0] if happened else None
    return first.reason if isinstance(first, events.CommandRefused) else None


def test_the_bank_that_sent_it_is_asked_and_nobody_else_hears(pair: AskingPair) -> None:
    """It is asked until its time for an enquiry is over, and never beyond the hold's."""
    name = held(pair)
    happened = pair.do(NORTH, request(name))
    payment = pair.states[NORTH].payments[name]
    words = (number("one"), pair.agreement.agreement_id, AssignmentKind.INFORMATION, NORTH, ASKER)
    asked = Assignment(*words, b"letter", name)
    assert happened[0] == events.InformationRequested(asked, "ann", Subject.DEBTOR)
    presented = happened[1]
    assert isinstance(presented, events.AssignmentPresented)
    assert presented.deadline_at <= payment.deadline_at
    pair.deliver()
    assert pair.told == [(NORTH, f.PresentAssignment(ASKER, number("one")))]
    audit(pair.states[NORTH])


def test_an_answer_calls_people_and_decides_nothing(pair: AskingPair) -> None:
    """The payment stays held; one person after it is still one person."""
    name = held(pair)
    pair.do(NORTH, request(name))
    pair.deliver()
    pair.told.clear()
    given = (number("one"), name, Outcome.EXPLAINED, "", b"born 1990")
    assert pair.do(NORTH, answer()) == [events.InformationReceived(*given)]
    pair.deliver()
    assert [type(effect) for _, effect in pair.told] == [f.CallPeople]
    assert pair.states[NORTH].payments[name].state is PaymentState.HELD
    assert pair.do(NORTH, ReleaseHeld(name, "ann"))[0] == events.ReleaseProposed(name, "ann")
    assert refusal(pair.do(NORTH, ReleaseHeld(name, "ann"))) is not None
    assert pair.states[NORTH].payments[name].state is PaymentState.HELD


@pytest.mark.parametrize("bank", [OTHER, ASKED, NORTH])
def test_only_the_bank_that_was_asked_may_answer(pair: AskingPair, bank: str) -> None:
    """Another hears what it would hear of a request that was never made."""
    name = held(pair)
    never = pair.do(NORTH, answer("never", bank))
    pair.do(NORTH, request(name))
    refused = pair.do(NORTH, answer(bank=bank))
    assert refusal(refused) is refusal(never) is StatusReason.TRANSACTION_FORBIDDEN
    assert pair.states[NORTH].assignments[number("one")].state is AssignmentState.ASSIGNED


def test_what_answers_another_question_answers_no_request(pair: AskingPair) -> None:
    """A match is no answer to it, and neither is a promise of one."""
    pair.do(NORTH, request(held(pair)))
    for outcome in (Outcome.MATCHED, Outcome.PENDING, Outcome.CANCELLED):
        said = c.AnswerAssignment(number("one"), ASKER, outcome, "", b"x")
        assert refusal(pair.do(NORTH, said)) is StatusReason.TRANSACTION_FORBIDDEN


def test_an_unanswered_request_ends_before_the_hold_and_releases_nothing(
    pair: AskingPair,
) -> None:
    """People are called; when the hold's time is over, it is refused as any other."""
    name = held(pair)
    pair.do(NORTH, request(name))
    deadline_at = pair.states[NORTH].assignments[number("one")].deadline_at
    until = pair.states[NORTH].payments[name].deadline_at
    assert deadline_at <= until
    pair.told.clear()
    pair.wait(until + 1_000 - pair.at)
    question = pair.states[NORTH].assignments[number("one")]
    assert question.state is AssignmentState.EXPIRED
    assert any(isinstance(effect, f.CallPeople) for _, effect in pair.told)
    assert pair.states[NORTH].payments[name].state is PaymentState.TIMED_OUT


def test_a_late_answer_is_kept_and_changes_nothing(pair: AskingPair) -> None:
    """After the end or the first answer, and after the payment has long left the books too."""
    name = held(pair)
    pair.do(NORTH, request(name))
    pair.do(NORTH, answer())
    late = events.InformationLate(number("one"), name, b"no, 1991")
    assert pair.do(NORTH, answer()) == []
    assert pair.do(NORTH, answer(content=b"no, 1991")) == [late]
    assert pair.do(NORTH, answer(content=b"no, 1991")) == []
    pair.do(NORTH, RefuseHeld(name, "ann"))
    record = pair.states[NORTH].assignments[number("one")].record
    assert record.outcome is Outcome.EXPLAINED
    gone = msgspec.structs.replace(answer(content=b"1992"), known=record)
    kept = events.InformationLate(number("one"), name, b"1992")
    assert decide(AskingPair().states[NORTH], pair.at, gone) == [kept]


def test_what_may_not_be_asked(pair: AskingPair) -> None:
    """Nothing that is not held for people here, and nothing of the other node's bank."""
    name = held(pair)
    assert refusal(pair.do(NORTH, request("no-such"))) is StatusReason.TRANSACTION_FORBIDDEN
    odd = RequestInformation(name, "information:x", "ann", Subject.DEBTOR, b"letter")
    assert refusal(pair.do(NORTH, odd)) is StatusReason.TRANSACTION_FORBIDDEN
    pair.do(NORTH, ReleaseHeld(name, "ann"))
    pair.do(NORTH, ReleaseHeld(name, "bo"))
    pair.deliver()
    there = pair.states[SOUTH].payments[name]
    assert there.state is PaymentState.HELD
    pair.told.clear()
    refused = pair.do(SOUTH, request(name))
    assert refusal(refused) is StatusReason.TRANSACTION_FORBIDDEN
    assert refusal(pair.do(NORTH, request(name))) is StatusReason.TRANSACTION_FORBIDDEN
    pair.deliver()
    assert [type(effect) for _, effect in pair.told] == [f.Answer, f.Answer]


def test_a_bank_is_asked_so_often_and_no_oftener(pair: AskingPair) -> None:
    """The same request again is none, another under its id is refused."""
    name = held(pair)
    for turn in range(REQUESTS_MAX):
        assert len(pair.do(NORTH, request(name, f"{turn}"))) == 2
    assert pair.do(NORTH, request(name, "0")) == []
    assert refusal(pair.do(NORTH, request(name, "0", b"x"))) is StatusReason.DUPLICATE_PAYMENT
    assert refusal(pair.do(NORTH, request(name, "more"))) is StatusReason.LIMIT_EXCEEDED


def test_no_bank_and_no_peer_can_ask_in_the_nodes_name(pair: AskingPair) -> None:
    """The kind is the node's own: a bank's is refused, the other node's is a breach."""
    pair.verdict = CLEAR
    name = pair.send(NORTH, 10_000).payment_id
    pair.deliver()
    words = (number("one"), pair.agreement.agreement_id, AssignmentKind.INFORMATION)
    asked = Assignment(*words, ASKER, ASKED, b"letter", name)
    assert refusal(pair.assign(asked)) is StatusReason.TRANSACTION_FORBIDDEN
    sequence = pair.states[SOUTH].peers[NORTH].received + 1
    heard = pair.do(
        SOUTH, c.HearPeer(NORTH, sequence, Assigned(pair.agreement.agreement_id, asked))
    )
    cases = [event for event in heard if isinstance(event, events.CaseOpened)]
    assert [case.kind for case in cases] == [CaseKind.PEER_BREACH]
