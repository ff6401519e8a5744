"""What the banks of a demo ask each other: reckoned, lawful, and answered as reckoned."""

import pytest

from tallystick.admission.assignments import admit_assignment, admit_response
from tallystick.admission.desk import Admitted, Sought
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.commands import AnswerAssignment, Assign
from tallystick.sandbox.case_letters import (
    VERSIONS,
    Envelope,
    answer_letter,
    is_question,
    outcome_in,
    question_letter,
)
from tallystick.sandbox.plan import SETTLED, draw_plan
from tallystick.sandbox.questions import (
    ENQUIRIES,
    RECALLS,
    Question,
    Settled,
    draw_questions,
)
from tallystick.sandbox.stage import AGREEMENTS, Stage, stage_of
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.messages import receive
from tests.admission.messages import credit_transfer, desk

AT = 1_800_000_000_000


def questions_of(stage: Stage) -> tuple[Question, ...]:
    """Return the questions after a plan's settled payments."""
    planned = [each for each in draw_plan(stage, 60, 1).planned if each.expected == SETTLED]
    settled = [
        Settled(each, f"{number:08x}-0000-4000-8000-000000000000")
        for number, each in enumerate(planned)
    ]
    return draw_questions(stage, settled)


@pytest.mark.slow
@pytest.mark.parametrize("name", AGREEMENTS)
def test_every_question_is_lawful_and_answered_as_reckoned(name: str) -> None:
    """In every version that a bank writes, by the desk's own reading of question and answer."""
    stage = stage_of(name)
    for question in questions_of(stage):
        for turn in range(len(VERSIONS[question.kind])):
            raw = question_letter(question._replace(number=turn), Envelope(f"Q-{turn}", AT))
            assert check(raw).errors == ()
            admitted = admit_assignment(desk(), question.assigner, raw)
            assert isinstance(admitted, Admitted), admitted
            assert isinstance(admitted.command, Assign)
            assert admitted.command.assignment.assignee == question.assignee
            assert _outcome(stage, question, raw) is question.expected


def _outcome(stage: Stage, question: Question, raw: bytes) -> Outcome:
    """Return what the assignee's node makes of its bank's answer."""
    side = stage.side_of(question.assignee)
    holders = side.clienteles[question.assignee].holders()
    received = receive(raw)
    assert is_question(received)
    answer = answer_letter(received, holders, Envelope("A-1", AT))
    assert check(answer).errors == ()
    admitted = admit_response(desk(), question.assignee, answer)
    if isinstance(admitted, Sought):
        admitted = admitted.finish(raw)
    assert isinstance(admitted, Admitted), admitted
    assert isinstance(admitted.command, AnswerAssignment)
    return admitted.command.outcome


def test_a_few_of_each_are_asked() -> None:
    """However long the plan, and accounts even where no payment was settled."""
    stage = stage_of("RUB-CNY")
    kinds = [each.kind for each in questions_of(stage)]
    assert kinds.count(AssignmentKind.RECALL) == RECALLS
    assert kinds.count(AssignmentKind.ENQUIRY) == ENQUIRIES
    assert [each.number for each in questions_of(stage)] == list(range(1, len(kinds) + 1))
    bare = draw_questions(stage, ())
    assert {each.kind for each in bare} == {AssignmentKind.VERIFICATION}
    assert {each.expected for each in bare} == {
        Outcome.MATCHED,
        Outcome.CLOSE,
        Outcome.DIFFERENT,
        Outcome.UNKNOWN,
    }


def test_what_is_no_answer_has_no_outcome() -> None:
    """A payment answers no question, and asks none."""
    received = receive(credit_transfer())
    assert not is_question(received)
    with pytest.raises(ValueError, match="answers no question"):
        outcome_in(received.document)
