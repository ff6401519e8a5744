"""Planted bugs of assignments: what a node might get wrong about a question and its answer.

Like `planted`, each is installed for a while and undone.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core import commands, events, machine
from tallystick.core.assignments import AssignmentState, Outcome
from tallystick.core.decide import asking, assignee, assigner
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import ClosingRecord, Decision
from tallystick.core.questions import Question
from tallystick.core.state import Pact, State
from tallystick.proof.planted import Bug, Undo, in_places, in_table
from tallystick.terms.reasons import StatusReason


def _second_recall() -> Undo:
    decide = machine.DECIDE[commands.Assign]

    def assign(state: State, at: int, command: commands.Assign) -> list[events.AnyEvent]:
        stored = state.assignments.get(command.assignment.assignment_id)
        if stored is not None and stored.side.value == "debtor":
            # Another message passes for the first one.
            asked = replace(command.assignment, content=stored.assignment.content)
            command = replace(command, assignment=asked)
        return decide(state, at, command)

    return in_table(machine.DECIDE, commands.Assign, assign)


def _forgotten_recall() -> Undo:
    decide = machine.DECIDE[commands.Assign]

    def assign(state: State, at: int, command: commands.Assign) -> list[events.AnyEvent]:
        return decide(state, at, replace(command, known=None))

    return in_table(machine.DECIDE, commands.Assign, assign)


def _late_answer() -> Undo:
    decide = machine.DECIDE[commands.AnswerAssignment]

    def answer(state: State, at: int, command: commands.AnswerAssignment) -> list[events.AnyEvent]:
        question = state.assignments.get(command.assignment_id)
        if question is None or question.state is not AssignmentState.EXPIRED:
            return decide(state, at, command)
        words = command.outcome, command.reason, command.content
        return [events.AssignmentAnswered(command.assignment_id, *words)]

    return in_table(machine.DECIDE, commands.AnswerAssignment, answer)


def _anybody_answers() -> Undo:
    decide = machine.DECIDE[commands.AnswerAssignment]

    def answer(state: State, at: int, command: commands.AnswerAssignment) -> list[events.AnyEvent]:
        question = state.assignments.get(command.assignment_id)
        if question is not None:
            command = replace(command, participant_id=question.assignment.assignee)
        return decide(state, at, command)

    return in_table(machine.DECIDE, commands.AnswerAssignment, answer)


def _uncounted_fishing() -> Undo:
    def change(objection: Callable[..., Any]) -> Callable[..., Any]:
        def objecting(pact: Pact, at: int, asked: Any) -> asking.Objection | None:  # noqa: ANN401
            counted: asking.Objection | None = objection(pact, at, asked)
            return counted if not asked.subject else None

        return objecting

    return in_places(change, "objection_to_count", assignee)


def _misses_forgiven() -> Undo:
    evolve = machine.EVOLVE[events.AssignmentAnswered]

    def answered(state: State, at: int, event: events.AssignmentAnswered) -> None:
        evolve(state, at, event)
        question = state.assignments[event.assignment_id]
        if event.outcome is Outcome.CLOSE and question.was_presented:
            _asking_of(state, question).matched += 1

    return in_table(machine.EVOLVE, events.AssignmentAnswered, answered)


def _asking_of(state: State, question: Question) -> Any:  # noqa: ANN401
    asked = question.assignment
    return state.pacts[asked.agreement_id].participants[asked.assigner].asking


def _recall_of_anything() -> Undo:
    def change(_function: Callable[..., Any]) -> Callable[..., Any]:
        def recallable(record: ClosingRecord) -> bool:
            return record.decision is Decision.ACCEPTED

        return recallable

    return in_places(change, "is_recallable", assignee, assigner)


def _impatient_asker() -> Undo:
    evolve = machine.EVOLVE[events.AssignmentSent]

    def sent(state: State, at: int, event: events.AssignmentSent) -> None:
        deadline_at = event.deadline_at or at + 10_000
        evolve(state, at, replace(event, deadline_at=deadline_at))

    return in_table(machine.EVOLVE, events.AssignmentSent, sent)


def _cancelled_on_acceptance() -> Undo:
    decide = machine.DECIDE[commands.Proceed]

    def proceed(state: State, at: int, command: commands.Proceed) -> list[events.AnyEvent]:
        return [
            events.AssignmentAnswered(event.assignment_id, Outcome.CANCELLED, "", b"")
            if isinstance(event, events.AssignmentSent)
            else event
            for event in decide(state, at, command)
        ]

    return in_table(machine.DECIDE, commands.Proceed, proceed)


def _emptied_hold() -> Undo:
    decide = machine.DECIDE[commands.Assign]

    def assign(state: State, at: int, command: commands.Assign) -> list[events.AnyEvent]:
        made = decide(state, at, command)
        payment = state.payments.get(command.assignment.payment_id)
        if payment is None or payment.state is not PaymentState.HELD or len(made) != 1:
            return made
        if not isinstance(made[0], events.AssignmentMade):
            return made
        reason = StatusReason.REQUESTED_BY_CUSTOMER
        return [*made, events.PaymentRefused(payment.order.payment_id, reason)]

    return in_table(machine.DECIDE, commands.Assign, assign)


QUESTIONS: tuple[Bug, ...] = (
    Bug(
        "emptied-hold",
        "A recall frees what is held before people have looked.",
        _emptied_hold,
    ),
    Bug("second-recall", "Another recall passes for the one that is known.", _second_recall),
    Bug("forgotten-recall", "What has left the state may be asked again.", _forgotten_recall),
    Bug("late-answer", "An answer counts after the time has run out.", _late_answer),
    Bug("anybody-answers", "A bank answers what another was asked.", _anybody_answers),
    Bug(
        "uncounted-fishing",
        "The answering node does not count who asks about whom.",
        _uncounted_fishing,
    ),
    Bug("misses-forgiven", "A name that is nearly right counts as a match.", _misses_forgiven),
    Bug("recall-of-returned", "A payment that was returned is recalled.", _recall_of_anything),
    Bug("impatient-asker", "The asking node lets a recall expire by itself.", _impatient_asker),
    Bug(
        "cancelled-on-acceptance",
        "A recall is answered as granted although the payment was accepted.",
        _cancelled_on_acceptance,
    ),
)
