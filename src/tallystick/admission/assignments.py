"""A bank's recall, enquiry or verification becomes a command, and so does the answer to one.

They move no money, and are screened all the same: what they say reaches another bank, and a
name must not pass in a recall that would not pass in a payment. What the policy refuses or
blocks is refused here for regulatory reason, without a word more. What it would hold passes:
a hold keeps money in its place until people have looked, and no money moves; and an enquiry
that is kept back would tell its bank of the very hold that nobody may hear of. The evidence is
kept either way.

An answer is screened too, on both sides. What is stopped where it is given is refused there, and
the bank can answer in other words; what is stopped where it is heard comes to the bank as the
outcome alone, without the answer's own words, so no question stays open for it. What a bank
answers to a request for information of this node's people stays here: it is screened and kept,
and never stopped, since the very name that was found may have to stand in it. A report
(acmt.024) does not travel: of it only an outcome goes on, and a masked name.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from tallystick.admission.desk import (
    ANSWER,
    ANSWER_EVIDENCE,
    DISPLAY_NAME,
    EVIDENCE,
    ITEM_LIMITS,
    MESSAGE,
    MESSAGE_LIMITS,
    Admitted,
    Desk,
    Refused,
    Sought,
    all_of,
)
from tallystick.admission.headers import fault_of_header
from tallystick.admission.holders import shown_in
from tallystick.admission.parties import Mention
from tallystick.admission.questions import Question, asked_name, question_in
from tallystick.admission.responses import Finding, Report, Response, finding_of, response_in
from tallystick.core.assignments import Assignment, AssignmentKind, Outcome
from tallystick.core.commands import AnswerAssignment, Assign
from tallystick.core.items import AssignmentAnswered
from tallystick.screening.verdict import Screened
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import REASONS, StatusReason
from tallystick.terms.verdicts import Outcome as Verdict
from tallystick.wire.iso20022.messages import Received, receive, receive_whole
from tallystick.wire.iso20022.verification import IdentificationVerificationRequest
from tallystick.wire.leaves import Leaf

_STOPPED: Final = (Verdict.REFUSE, Verdict.BLOCK)


def admit_assignment(desk: Desk, sender: str, raw: bytes) -> Admitted | Refused:
    """Return the command for what a participant asks of another.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    received, leaves = receive_whole(raw, MESSAGE_LIMITS)
    question = question_in(received.document)
    if isinstance(question, Refused):
        return question
    fault = _fault_of(received, sender, question.assigner)
    if fault is not None:
        return fault
    screened = _screened(desk, question.assignment_id, leaves)
    if screened is None:
        return _stopped()
    kept = ((MESSAGE, raw), (EVIDENCE, screened.evidence))
    return Admitted(Assign(_assignment(desk, question, raw)), kept)


def _fault_of(received: Received, sender: str, named: Mention) -> Refused | None:
    """Refuse what another hands in, or what its header contradicts."""
    stranger = None
    if named.id != sender:
        stranger = Refused(StatusReason.INCORRECT_AGENT, named.field, "it is not the sender")
    return all_of((stranger, fault_of_header(received.header, received.message, named)))


def _screened(desk: Desk, assignment_id: str, leaves: Sequence[Leaf]) -> Screened | None:
    """Return what screening found, None where the policy stops the message."""
    screened = desk.screen(assignment_id, leaves)
    return None if screened.verdict.outcome in _STOPPED else screened


def _answer_screened(desk: Desk, assignment_id: str, leaves: Sequence[Leaf]) -> Screened | None:
    """Screen an answer; what our own people asked for goes no further, and is never stopped."""
    if assignment_id.startswith(f"{AssignmentKind.INFORMATION}:"):
        return desk.screen(assignment_id, leaves)
    return _screened(desk, assignment_id, leaves)


def _stopped() -> Refused:
    """Refuse what the policy stops, without a word of whom it names or where."""
    reason = StatusReason.REGULATORY_REASON
    return Refused(reason, "Document", REASONS[reason].hint.removesuffix("."))


def _assignment(desk: Desk, question: Question, raw: bytes) -> Assignment:
    return Assignment(
        question.assignment_id,
        desk.agreement_id,
        question.kind,
        question.assigner.id,
        question.assignee.id,
        desk.content_digest(raw),
        question.payment_id,
        desk.account_digest(question.account) if question.account else b"",
    )


class Heard(NamedTuple):
    """What came beside the other node's item: for the vault, and our digest of an account."""

    kept: tuple[tuple[str, bytes], ...] = ()
    subject: bytes = b""


def hear_question(desk: Desk, assignment: Assignment, raw: bytes) -> Heard | None:
    """Return what a bank of the other end asks, read from its own message.

    None where the message is missing, unlawful, stopped by our lists, or says something else
    than the item: there is then nothing to present.
    """
    try:
        received, leaves = receive_whole(raw, ITEM_LIMITS)
    except RemoteMessageError:
        return None
    question = question_in(received.document)
    if isinstance(question, Refused) or not _says_the_same(assignment, question):
        return None
    if fault_of_header(received.header, received.message, question.assigner) is not None:
        return None
    screened = _screened(desk, question.assignment_id, leaves)
    if screened is None:
        return None
    subject = desk.account_digest(question.account) if question.account else b""
    return Heard(((MESSAGE, raw), (EVIDENCE, screened.evidence)), subject)


def _says_the_same(assignment: Assignment, question: Question) -> bool:
    """Whether the message asks what the item says, under its id, of and by the same banks."""
    said = (question.kind, question.assignment_id, question.payment_id)
    asked = (assignment.kind, assignment.assignment_id, assignment.payment_id)
    banks = (question.assigner.id, question.assignee.id)
    return said == asked and banks == (assignment.assigner, assignment.assignee)


# Answers.


def admit_response(desk: Desk, sender: str, raw: bytes) -> Admitted | Refused | Sought:
    """Return the command for a participant's answer, or which question it is judged by.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    received, leaves = receive_whole(raw, MESSAGE_LIMITS)
    response = response_in(received.document)
    if isinstance(response, Refused):
        return response
    fault = _fault_of(received, sender, response.assignee)
    if fault is not None:
        return fault
    content = desk.content_digest(raw)
    if isinstance(response, Report):
        finish = partial(_reported, sender, response, content, raw)
        return Sought(response.assignment_id, finish)
    response = response.to(desk.operator_id)
    screened = _answer_screened(desk, response.assignment_id, leaves)
    if screened is None:
        return _stopped()
    words = (response.assignment_id, sender, response.outcome, response.reason, content)
    kept = ((ANSWER, raw), (ANSWER_EVIDENCE, screened.evidence))
    return Admitted(AnswerAssignment(*words), kept)


def _reported(
    sender: str, report: Report, content: bytes, raw: bytes, question: bytes
) -> Admitted | Refused:
    """Compare the name that was asked about with the holder's; only what may be shown goes on."""
    asked = _name_in(question)
    # A question that is not there, the core does not know either, and says so.
    found = finding_of(report, asked) if asked else Finding(Outcome.UNKNOWN)
    shown = ((DISPLAY_NAME, found.display_name.encode()),) if found.display_name else ()
    command = AnswerAssignment(report.assignment_id, sender, found.outcome, "", content)
    return Admitted(command, ((ANSWER, raw), *shown))


def _name_in(question: bytes) -> str:
    try:
        document = receive(question, ITEM_LIMITS).document
    except RemoteMessageError:
        return ""
    if not isinstance(document, IdentificationVerificationRequest):
        return ""
    return asked_name(document.verifications[0])


def hear_response(desk: Desk, item: AssignmentAnswered, raw: bytes, display_name: bytes) -> Heard:
    """Return what came beside an answer, as far as it says what the item says and may be told.

    What does not, or is stopped by our lists, is as if it were not there: the node then tells the
    outcome in words of its own. A name is shown as masked as any, whatever the other node made
    of it.
    """
    if item.outcome is None:
        return Heard()
    if item.assignment_id.startswith(f"{AssignmentKind.VERIFICATION}:"):
        shown = shown_name(item, display_name)
        return Heard(((DISPLAY_NAME, shown.encode()),) if shown else ())
    # An empty one is kept too: what an earlier answer said is then no longer the last.
    return Heard(_told(desk, item, raw) or ((ANSWER, b""),))


def _told(desk: Desk, item: AssignmentAnswered, raw: bytes) -> tuple[tuple[str, bytes], ...]:
    leaves = _lawful(item, raw) if raw else None
    screened = _screened(desk, item.assignment_id, leaves) if leaves is not None else None
    if screened is None:
        return ()
    return ((ANSWER, raw), (ANSWER_EVIDENCE, screened.evidence))


def shown_name(item: AssignmentAnswered, display_name: bytes) -> str:
    """Return the holder's name as it is shown, "" where none may be."""
    may_show = item.outcome in (Outcome.MATCHED, Outcome.CLOSE)
    return shown_in(display_name) if may_show else ""


def _lawful(item: AssignmentAnswered, raw: bytes) -> Sequence[Leaf] | None:
    """Return the leaves of the message of this answer, None if it says something else."""
    try:
        received, leaves = receive_whole(raw, ITEM_LIMITS)
    except RemoteMessageError:
        return None
    response = response_in(received.document)
    if not isinstance(response, Response):
        return None
    said = (response.assignment_id, response.outcome, response.reason)
    return leaves if said == (item.assignment_id, item.outcome, item.reason) else None
