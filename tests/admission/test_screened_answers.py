"""What a bank answers is screened where it is given and where it is heard."""

import pytest

from tallystick.admission.assignments import admit_response, hear_response
from tallystick.admission.desk import ANSWER, ANSWER_EVIDENCE, Admitted, Refused
from tallystick.core.commands import AnswerAssignment
from tallystick.core.items import AssignmentAnswered
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome as Verdict
from tests.admission.messages import SOUTH_BANK, desk
from tests.admission.questions import investigated, refusing_desk


@pytest.mark.parametrize("on_hit", [Verdict.REFUSE, Verdict.BLOCK])
def test_a_listed_name_stops_an_answer(on_hit: Verdict) -> None:
    """Where it is given, without a word of whom or where; where it is heard, its own words go."""
    raw = investigated().replace(b"It was credited.", b"Ask Richard Roe.")
    stopping = refusing_desk(on_hit)
    given = admit_response(stopping, SOUTH_BANK, raw)
    assert isinstance(given, Refused)
    assert (given.reason, given.field) == (StatusReason.REGULATORY_REASON, "Document")
    assert "Roe" not in given.text
    admitted = admit_response(desk(), SOUTH_BANK, raw)
    assert isinstance(admitted, Admitted)
    command = admitted.command
    assert isinstance(command, AnswerAssignment)
    item = AssignmentAnswered("A", command.assignment_id, command.outcome, command.reason, b"")
    assert hear_response(stopping, item, raw, b"").kept == ((ANSWER, b""),)
    kept = dict(hear_response(desk(), item, raw, b"").kept)
    assert kept[ANSWER] == raw
    assert b"Roe" in kept[ANSWER_EVIDENCE]
