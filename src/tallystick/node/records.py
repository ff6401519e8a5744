"""What the store remembers of old payments and assignments, put into the command that needs it.

It is looked up right before the step, after the last eviction, so that a known id
is known at every moment: either the state has the payment or assignment, or the command
has its record.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from tallystick.core.assignments import AssignmentRecord, recall_id
from tallystick.core.commands import (
    AnswerAssignment,
    AnswerPresentation,
    AnyCommand,
    AskStatus,
    Assign,
    HearPeer,
    ReleaseOrder,
    SubmitPayment,
)
from tallystick.core.items import Assigned, AssignmentAnswered, Forwarded
from tallystick.core.orders import ClosingRecord, Order
from tallystick.core.screening_commands import RequestInformation
from tallystick.core.state import State
from tallystick.journal.port import Store

_replace = msgspec.structs.replace


class _Found(NamedTuple):
    """Records of payments and of assignments, by their ids."""

    payments: Mapping[str, ClosingRecord]
    assignments: Mapping[str, AssignmentRecord]


# Looked up once: whatever concerns no assignment, and that is nearly all, is told at a glance.
_ASKING = frozenset({Assign, AnswerAssignment, RequestInformation})
_ASKING_ITEMS = frozenset({Assigned, AssignmentAnswered})
_NONE: Mapping[str, ClosingRecord] = {}
_UNASKED: Mapping[str, AssignmentRecord] = {}


def with_records(state: State, store: Store, commands: Sequence[AnyCommand]) -> list[AnyCommand]:
    """Return the commands with their records, which are looked up all at once."""
    names = [
        name
        for command in commands
        for name in _names(state, command)
        if name not in state.payments
    ]
    asked = [
        name
        for command in commands
        if _is_of_assignment(command) or _is_return(command)
        for name in _asked(command)
        if name not in state.assignments
    ]
    payments = store.closings(list(dict.fromkeys(names))) if names else _NONE
    assignments = store.assignments(list(dict.fromkeys(asked))) if asked else _UNASKED
    found = _Found(payments, assignments)
    return [_with(state, found, command) for command in commands]


def _is_of_assignment(command: AnyCommand) -> bool:
    if isinstance(command, HearPeer):
        return type(command.item) in _ASKING_ITEMS
    return type(command) in _ASKING


def _is_return(command: AnyCommand) -> bool:
    """Whether it hands in or forwards a return, which may follow a recall."""
    match command:
        case SubmitPayment(order=order) | HearPeer(item=Forwarded(order=order)):
            return bool(order.original_id)
        case _:
            return False


def _names(state: State, command: AnyCommand) -> tuple[str, ...]:
    """Name the payments whose records the core would ask for."""
    match command:
        case SubmitPayment(order=order) | HearPeer(item=Forwarded(order=order)):
            return _order_names(order)
        case AnswerPresentation(payment_id=name) | AskStatus(payment_id=name):
            return (name,)
        case ReleaseOrder():
            released = _released(state, command)
            return _order_names(released) if released is not None else ()
        case Assign(assignment=asked) | HearPeer(item=Assigned(assignment=asked)):
            return (asked.payment_id,) if asked.payment_id else ()
        case _:
            return ()


def _asked(command: AnyCommand) -> tuple[str, ...]:
    """Name the assignments whose records the core would ask for."""
    match command:
        case SubmitPayment(order=order) | HearPeer(item=Forwarded(order=order)):
            return (recall_id(order.original_id),) if order.original_id else ()
        case Assign(assignment=asked) | HearPeer(item=Assigned(assignment=asked)):
            return (asked.assignment_id,)
        case AnswerAssignment(assignment_id=name) | RequestInformation(request_id=name):
            return (name,)
        case HearPeer(item=AssignmentAnswered(assignment_id=name)):
            return (name,)
        case _:
            return ()


def _released(state: State, command: ReleaseOrder) -> Order | None:
    """Return the order that is to be released, if it is staged."""
    bulk = state.bulks.get(command.bulk_id)
    staged = bulk.orders.get(command.number) if bulk is not None else None
    return staged.order if staged is not None else None


def _order_names(order: Order) -> tuple[str, ...]:
    if order.original_id:
        return order.payment_id, order.original_id
    return (order.payment_id,)


def _with(state: State, found: _Found, command: AnyCommand) -> AnyCommand:
    payments = found.payments
    match command:
        case SubmitPayment(order=order) | HearPeer(item=Forwarded(order=order)):
            command = _with_both(payments, command, order)
            return _with_recall(found, command, order) if order.original_id else command
        case ReleaseOrder():
            released = _released(state, command)
            return command if released is None else _with_both(payments, command, released)
        case AnswerPresentation(payment_id=name) | AskStatus(payment_id=name):
            # What the state has needs no record, and keeps what it came with.
            in_state = name in state.payments
            return command if in_state else _replace(command, known=payments.get(name))
        case _ if _is_of_assignment(command):
            return _with_assignment(found, command)
        case _:
            return command


def _with_recall(found: _Found, command: AnyCommand, order: Order) -> AnyCommand:
    """Put the recall of the payment that a return returns into its command."""
    recall = found.assignments.get(recall_id(order.original_id))
    if isinstance(command, SubmitPayment):
        return _replace(command, recall=recall)
    return _replace(command, assigned=recall)


def _with_assignment(found: _Found, command: AnyCommand) -> AnyCommand:
    payments, assignments = found
    match command:
        case Assign(assignment=asked):
            known = assignments.get(asked.assignment_id)
            return _replace(command, known=known, original=payments.get(asked.payment_id))
        case HearPeer(item=Assigned(assignment=asked)):
            assigned = assignments.get(asked.assignment_id)
            return _replace(command, assigned=assigned, original=payments.get(asked.payment_id))
        case HearPeer(item=AssignmentAnswered(assignment_id=name)):
            return _replace(command, assigned=assignments.get(name))
        case AnswerAssignment(assignment_id=name) | RequestInformation(request_id=name):
            return _replace(command, known=assignments.get(name))
        case _:
            return command


def _with_both(
    found: Mapping[str, ClosingRecord], command: AnyCommand, order: Order
) -> AnyCommand:
    known, original = found.get(order.payment_id), found.get(order.original_id)
    return _replace(command, known=known, original=original)
