"""Planted bugs of requests for information: whom they reach, how long they run, what they decide.

Like `planted`, each is installed for a while and undone.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core import announcements, events
from tallystick.core.commands import AnswerAssignment
from tallystick.core.decide import requesting
from tallystick.core.decide.holds import GO_ON, cleared_by_people
from tallystick.core.effects import AnyEffect, TellStatus
from tallystick.core.items import StillPending
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Payment, State
from tallystick.core.streams import to_peer
from tallystick.proof.planted import Bug, Undo, in_deciding, in_evolving, in_places, in_table
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

_Tell = Callable[[State, events.InformationRequested], AnyEffect]


def _anybody_informs() -> Undo:
    def change(decide: Callable[..., Any]) -> Callable[..., Any]:
        def deciding(state: State, at: int, command: AnswerAssignment) -> list[events.AnyEvent]:
            question = state.assignments.get(command.assignment_id)
            if question is not None and command.assignment_id.startswith("information:"):
                command = replace(command, participant_id=question.assignment.assignee)
            found: list[events.AnyEvent] = decide(state, at, command)
            return found

        return deciding

    return in_deciding(AnswerAssignment, change)


def _answer_releases() -> Undo:
    def change(decide: Callable[..., Any]) -> Callable[..., Any]:
        def deciding(state: State, at: int, command: AnswerAssignment) -> list[events.AnyEvent]:
            found: list[events.AnyEvent] = decide(state, at, command)
            for event in found:
                payment = state.payments.get(getattr(event, "payment_id", ""))
                informed = isinstance(event, events.InformationReceived)
                if informed and payment is not None and payment.state is PaymentState.HELD:
                    return [*found, *_released(state, at, payment)]
            return found

        return deciding

    return in_deciding(AnswerAssignment, change)


def _released(state: State, at: int, payment: Payment) -> list[events.AnyEvent]:
    cleared = replace(payment, verdict=cleared_by_people(payment.verdict))
    going_on = GO_ON[payment.side](state, at, state.pacts[payment.order.agreement_id], cleared)
    return [events.ReleaseConfirmed(payment.order.payment_id, "its bank"), *going_on]


def _late_answer_counts() -> Undo:
    def change(evolve: Callable[..., Any]) -> Callable[..., Any]:
        def late(state: State, at: int, event: events.InformationLate) -> None:
            evolve(state, at, event)
            question = state.assignments.get(event.assignment_id)
            if question is not None:
                question.reason = "LATE"

        return late

    return in_evolving(events.InformationLate, change)


def _asked_across() -> Undo:
    def change(fault: Callable[..., str]) -> Callable[..., str]:
        def faulty(state: State, payment: Payment | None) -> str:
            ours = payment and replace(payment, side=Side.DEBTOR)
            return fault(state, ours)

        return faulty

    return in_places(change, "_fault", requesting)


def _endless_requests() -> Undo:
    def twice(limit: Any) -> Any:  # noqa: ANN401
        return 2 * limit

    return in_places(twice, "REQUESTS_MAX", requesting)


def _request_outlives_hold() -> Undo:
    def change(_function: Callable[..., int]) -> Callable[..., int]:
        def deadline(_pact: object, _at: int, payment: Payment) -> int:
            return payment.deadline_at + 20_000

        return deadline

    return in_places(change, "_deadline", requesting)


def _telling_besides(tell: _Tell) -> Undo:
    def told(state: State, _at: int, event: events.InformationRequested) -> list[AnyEffect]:
        return [tell(state, event)]

    return in_table(announcements.ANNOUNCE, events.InformationRequested, told)


def _told_why() -> Undo:
    def tell(_state: State, event: events.InformationRequested) -> AnyEffect:
        asked = event.assignment
        why = PaymentStatus.PDNG, StatusReason.REGULATORY_REASON
        return TellStatus(asked.assignee, asked.payment_id, *why)

    return _telling_besides(tell)


def _told_to_the_peer() -> Undo:
    def tell(state: State, event: events.InformationRequested) -> AnyEffect:
        name = event.assignment.agreement_id
        return to_peer(state, name, StillPending(name, event.assignment.payment_id))

    return _telling_besides(tell)


REQUESTS: tuple[Bug, ...] = (
    Bug(
        "anybody-informs",
        "A bank answers our people's request to another.",
        _anybody_informs,
    ),
    Bug("answer-releases", "A bank's answer releases its own payment.", _answer_releases),
    Bug("late-answer-counts", "An answer after the end changes the record.", _late_answer_counts),
    Bug("asked-across", "The creditor's node asks about what it holds.", _asked_across),
    Bug("endless-requests", "A bank is asked without end.", _endless_requests),
    Bug("request-outlives-hold", "A request runs longer than its hold.", _request_outlives_hold),
    Bug("told-why", "The bank that is asked is told why.", _told_why),
    Bug("told-to-the-peer", "The other node hears that a bank is asked.", _told_to_the_peer),
)
