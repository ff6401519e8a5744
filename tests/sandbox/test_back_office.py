"""The back office of an invented bank asks until it is answered, and answers as it is."""

import pytest

from tallystick.core.assignments import Assignment, Outcome
from tallystick.core.effects import PresentAssignment, TellAnswer
from tallystick.core.questions import is_well_named
from tallystick.sandbox.back_office import BackOffice, Diligence
from tallystick.sandbox.bank import Bank
from tallystick.sandbox.chance import chance

PROMPT = Diligence(silent=0, late=0, takes_time=0, mistakes=0, repeats=0, answer_ms=7)


def office(diligence: Diligence = PROMPT) -> BackOffice:
    return BackOffice("BANKDEF0", "EUR-JPY", chance(1, "office"), diligence)


def questions(ours: BackOffice) -> list[Assignment]:
    return [
        ours.recall("pay", "OTHERJP0"),
        ours.enquire("pay", "OTHERJP0"),
        ours.enquire("pay", "OTHERJP0"),
        ours.verify("OTHERJP0", b"account"),
    ]


def test_each_question_has_an_id_of_its_own() -> None:
    """Made from what it is about, or drawn anew."""
    asked = questions(office())
    assert all(is_well_named(each) for each in asked)
    assert len({each.assignment_id for each in asked}) == len(asked)


def test_it_asks_until_it_is_answered_or_refused() -> None:
    """Pending is no answer, and no answer for good is one."""
    ours = office()
    first, second, third, fourth = questions(ours)
    assert ours.unanswered() == [first, second, third, fourth]
    ours.note(TellAnswer("BANKDEF0", first.assignment_id, Outcome.PENDING, ""))
    ours.note(TellAnswer("BANKDEF0", second.assignment_id, Outcome.EXPLAINED, ""))
    ours.note(TellAnswer("BANKDEF0", third.assignment_id, None, ""))
    ours.refused.add(fourth.assignment_id)
    assert ours.unanswered() == [first]


@pytest.mark.parametrize("kind", ["recall", "enquiry", "verification"])
def test_it_answers_in_the_words_of_the_kind(kind: str) -> None:
    """Once, after its time; a silent one never."""
    (reply,) = office().consider(f"{kind}:1")
    assert reply.after_ms == 7
    assert reply.command.participant_id == "BANKDEF0"
    assert office(Diligence(silent=100)).consider(f"{kind}:1") == []


def test_a_slow_office_says_that_it_needs_time() -> None:
    """Of a recall, twice in the same words; its answer comes late and comes again."""
    slow = Diligence(silent=0, late=100, takes_time=100, mistakes=0, repeats=100)
    first, again, answer, repeated = office(slow).consider("recall:pay")
    assert first.command == again.command
    assert first.command.outcome is Outcome.PENDING
    assert answer.after_ms == slow.late_ms
    assert answer.command == repeated.command


def test_a_bank_hands_its_office_what_is_asked_and_told() -> None:
    """By the numbers of its notices, like everything else."""
    bank = Bank("BANKDEF0", "EUR-JPY", "EUR", ["OTHERJP0"], chance(1, "bank"))
    bank.office.diligence = PROMPT
    asked = bank.office.recall("pay", "OTHERJP0")
    assert len(bank.hear(1, PresentAssignment("BANKDEF0", "recall:theirs"))) == 1
    assert bank.office.presented == {"recall:theirs": 1}
    bank.hear(2, TellAnswer("BANKDEF0", asked.assignment_id, Outcome.CANCELLED, ""))
    assert bank.office.unanswered() == []
