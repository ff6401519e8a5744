"""How an assignment was answered, where the node itself has to say it.

A bank's own answer goes on unchanged. Where there is none (the money came back before it was
asked for, our books know of no such payment, the time ran out), the node writes the answer in
the generation of the question, with the question's own references. To a verification the node
always answers itself: what it found, and of the holder's name only what may be shown.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.effects import TellAnswer
from tallystick.links.status_reports import Reported, agent_of
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.identifiers import is_uetr
from tallystick.terms.instants import format_instant
from tallystick.wire import xml
from tallystick.wire.iso20022.cancellation_request import (
    CancelledTransaction,
    FIToFIPaymentCancellationRequest,
)
from tallystick.wire.iso20022.cases import Case, CaseAssignment
from tallystick.wire.iso20022.documents import Document
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.investigation import (
    Investigation,
    InvestigationRequest,
    InvestigationResponse,
)
from tallystick.wire.iso20022.messages import receive, write
from tallystick.wire.iso20022.originals import ReasonInformation
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.resolution import (
    CancellationDetails,
    ResolutionOfInvestigation,
    TransactionCancellationStatus,
)
from tallystick.wire.iso20022.verification import (
    Identification,
    IdentificationVerificationReport,
    IdentificationVerificationRequest,
    VerificationReport,
)
from tallystick.wire.iso20022.views import Coded, Party, PartyOrAgent

# Each generation of a question is answered in its own generation of the answer.
ANSWERS: Final[Mapping[Message, Message]] = MappingProxyType(
    {
        Message("camt.056.001.08"): Message("camt.029.001.09"),
        Message("camt.056.001.11"): Message("camt.029.001.13"),
        Message("camt.110.001.01"): Message("camt.111.001.01"),
        Message("acmt.023.001.02"): Message("acmt.024.001.02"),
        Message("acmt.023.001.04"): Message("acmt.024.001.04"),
    }
)
# Where the question is forgotten, the answer that most can read.
PLAIN_ANSWERS: Final[Mapping[AssignmentKind, Message]] = MappingProxyType(
    {
        AssignmentKind.RECALL: Message("camt.029.001.09"),
        AssignmentKind.ENQUIRY: Message("camt.111.001.01"),
        AssignmentKind.INFORMATION: Message("camt.111.001.01"),
        AssignmentKind.VERIFICATION: Message("acmt.024.001.02"),
    }
)
# No answer came in time: NOAS of ExternalPaymentCancellationRejection1Code and of
# ExternalInvestigationStatusReason1Code, NORR of ExternalVerificationReason1Code.
_NO_ANSWER, _NO_RESPONSE = "NOAS", "NORR"
_PENDING: Final = Coded(proprietary="PENDING")
_OTHER: Final = "OTHR"


class _Standing(NamedTuple):
    """How a recall stands: the case, and its transaction."""

    confirmation: str
    status: str


# ExternalInvestigationExecutionConfirmation1Code and CancellationIndividualStatus1Code.
_REFUSED: Final = _Standing("RJCR", "RJCR")
_RECALLED: Final[Mapping[Outcome | None, _Standing]] = MappingProxyType(
    {
        Outcome.CANCELLED: _Standing("CNCL", "ACCR"),
        Outcome.REJECTED: _REFUSED,
        Outcome.PENDING: _Standing("PDCR", "PDCR"),
        None: _REFUSED,
    }
)
# ExternalInvestigationStatus1Code.
_ENQUIRED: Final[Mapping[Outcome | None, str]] = MappingProxyType(
    {
        Outcome.EXPLAINED: "CLSD",
        Outcome.REJECTED: "RJCT",
        Outcome.PENDING: "PDNG",
        None: "RJCT",
    }
)
# ExternalVerificationReason1Code. Why nothing is known is not told: the account may not be there,
# the bank may not have wanted to say, or too much was asked.
_VERIFIED: Final[Mapping[Outcome | None, Coded | None]] = MappingProxyType(
    {
        Outcome.MATCHED: None,
        Outcome.CLOSE: Coded(code="PN02"),
        Outcome.DIFFERENT: Coded(code="PN01"),
        Outcome.UNKNOWN: Coded(code="NR01"),
        Outcome.PENDING: _PENDING,
        None: Coded(code=_NO_RESPONSE),
    }
)


def version_in(raw: bytes) -> Message | None:
    """Return the version of a stored message, None if it cannot be read any more."""
    try:
        document = parts_of(xml.parse(raw)).document
        return version_of(document) if document is not None else None
    except RemoteMessageError:
        return None


def kind_of(assignment_id: str) -> AssignmentKind:
    """Return of which kind an assignment is, by its id."""
    return AssignmentKind(assignment_id.partition(":")[0])


def written_answer(
    reported: Reported, effect: TellAnswer, question: bytes, display_name: str
) -> tuple[Message, bytes]:
    """Return the node's own answer as a message: its version and its bytes.

    `question` is the assigner's message, empty where it is forgotten; `display_name` the
    holder's name as it may be shown, if it may.
    """
    version, document = _read(question)
    kind = kind_of(effect.assignment_id)
    message = ANSWERS.get(version or Message(""), PLAIN_ANSWERS[kind])
    answer: Document
    match kind:
        case AssignmentKind.RECALL:
            answer = _resolution(reported, effect, document)
        case AssignmentKind.ENQUIRY | AssignmentKind.INFORMATION:
            answer = _investigated(reported, effect, document)
        case AssignmentKind.VERIFICATION:
            answer = _report(reported, effect, document, display_name)
    return message, write(answer, message)


def somebody(party_id: str) -> PartyOrAgent:
    """Return a party by its id as an agent, or by name where the id says nothing to a bank."""
    agent = agent_of(party_id)
    return PartyOrAgent(agent=agent) if agent else PartyOrAgent(party=Party(name=party_id))


def _read(question: bytes) -> tuple[Message | None, Document | None]:
    try:
        received = receive(question)
    except RemoteMessageError:
        return None, None
    return received.message, received.document


def _resolution(
    reported: Reported, effect: TellAnswer, asked: Document | None
) -> ResolutionOfInvestigation:
    """Return a camt.029 on a recall: one of one payment, as was found when it was taken."""
    case, recalled = _recalled(asked)
    payment_id = effect.assignment_id.partition(":")[2]
    original = recalled or CancelledTransaction(original_uetr=payment_id)
    return ResolutionOfInvestigation(
        assignment=CaseAssignment(
            reported.message_id,
            somebody(reported.operator_id),
            somebody(reported.participant_id),
            format_instant(reported.at),
        ),
        resolved_case=case,
        confirmation=_RECALLED[effect.outcome].confirmation,
        cancellations=(CancellationDetails(transactions=(_cancellation(effect, original),)),),
    )


def _recalled(asked: Document | None) -> tuple[Case | None, CancelledTransaction | None]:
    """Return the case and the payment of a recall, as far as they are known."""
    if not isinstance(asked, FIToFIPaymentCancellationRequest):
        return None, None
    found = [each for part in asked.underlying for each in part.transactions]
    return asked.case, found[0] if found else None


def _cancellation(
    effect: TellAnswer, original: CancelledTransaction
) -> TransactionCancellationStatus:
    reason = effect.reason or (_NO_ANSWER if effect.outcome is None else "")
    uetr = original.original_uetr
    return TransactionCancellationStatus(
        resolved_case=original.case,
        original_message=original.original_message,
        original_instruction_id=original.original_instruction_id,
        original_end_to_end_id=original.original_end_to_end_id,
        original_transaction_id=original.original_transaction_id,
        original_uetr=uetr if is_uetr(uetr) else "",
        original_clearing_system_reference=original.original_clearing_system_reference,
        status=_RECALLED[effect.outcome].status,
        reasons=(ReasonInformation(Coded(code=reason)),) if reason else (),
        original_interbank_settlement_amount=original.original_interbank_settlement_amount,
        original_interbank_settlement_date=original.original_interbank_settlement_date,
    )


def _investigated(
    reported: Reported, effect: TellAnswer, asked: Document | None
) -> InvestigationResponse:
    reason = effect.reason or (_NO_ANSWER if effect.outcome is None else "")
    return InvestigationResponse(
        message_id=reported.message_id,
        status=_ENQUIRED[effect.outcome],
        status_reason=Coded(code=reason) if reason else None,
        investigation=(
            asked.investigation
            if isinstance(asked, InvestigationRequest)
            else _forgotten(reported, effect)
        ),
    )


def _forgotten(reported: Reported, effect: TellAnswer) -> Investigation:
    """Return what an answer must say of a question of which only the id is left."""
    return Investigation(
        message_id=effect.assignment_id.partition(":")[2],
        kind=Coded(code=_OTHER),
        requestor=somebody(reported.participant_id),
        responder=somebody(reported.operator_id),
    )


def _report(
    reported: Reported, effect: TellAnswer, asked: Document | None, display_name: str
) -> IdentificationVerificationReport:
    shown = Identification(party=Party(name=display_name)) if display_name else None
    known = asked if isinstance(asked, IdentificationVerificationRequest) else None
    own_id = known.verifications[0].id if known else effect.assignment_id.partition(":")[2]
    told = VerificationReport(
        original_id=own_id,
        is_verified=effect.outcome is Outcome.MATCHED,
        reason=_VERIFIED[effect.outcome],
        updated=shown,
    )
    return IdentificationVerificationReport(
        message_id=reported.message_id,
        creation_date_time=format_instant(reported.at),
        assigner=somebody(reported.operator_id),
        assignee=somebody(reported.participant_id),
        original_message_id=known.message_id if known else "",
        original_creation_date_time=known.creation_date_time if known else "",
        reports=(told,),
    )
