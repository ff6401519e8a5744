"""What invented banks ask each other in writing, and how they answer."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.links.assignments import ANSWERS
from tallystick.sandbox.customers import Customer
from tallystick.sandbox.questions import Question
from tallystick.terms.instants import Instant, format_instant
from tallystick.terms.reasons import CancellationReason
from tallystick.wire.iso20022.cancellation_request import (
    CancelledTransaction,
    FIToFIPaymentCancellationRequest,
    UnderlyingTransactions,
)
from tallystick.wire.iso20022.cases import CaseAssignment
from tallystick.wire.iso20022.documents import Document
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.investigation import (
    Investigation,
    InvestigationAnswer,
    InvestigationReason,
    InvestigationRequest,
    InvestigationResponse,
    UnderlyingInterbank,
)
from tallystick.wire.iso20022.messages import Received, write
from tallystick.wire.iso20022.originals import ReasonInformation
from tallystick.wire.iso20022.resolution import (
    CancellationDetails,
    ResolutionOfInvestigation,
    TransactionCancellationStatus,
)
from tallystick.wire.iso20022.verification import (
    Identification,
    IdentificationVerificationReport,
    IdentificationVerificationRequest,
    RequestedVerification,
    VerificationReport,
)
from tallystick.wire.iso20022.views import (
    Account,
    Agent,
    Coded,
    Identifier,
    Party,
    PartyOrAgent,
)

# The versions that a bank writes, by turns.
VERSIONS: Final[Mapping[AssignmentKind, tuple[Message, ...]]] = MappingProxyType(
    {
        AssignmentKind.RECALL: (Message("camt.056.001.08"), Message("camt.056.001.11")),
        AssignmentKind.ENQUIRY: (Message("camt.110.001.01"),),
        AssignmentKind.VERIFICATION: (Message("acmt.023.001.02"), Message("acmt.023.001.04")),
    }
)
# In the words of an answer: CancellationIndividualStatus1Code, ExternalInvestigationStatus1Code,
# ExternalVerificationReason1Code.
_RECALLED: Final = {"ACCR": Outcome.CANCELLED, "RJCR": Outcome.REJECTED, "PDCR": Outcome.PENDING}
_ENQUIRED: Final = {"CLSD": Outcome.EXPLAINED, "RJCT": Outcome.REJECTED, "PDNG": Outcome.PENDING}
_VERIFIED: Final = {"PN02": Outcome.CLOSE, "PN01": Outcome.DIFFERENT, "NR01": Outcome.UNKNOWN}


# What a bank tells another that enquires, and a node that asks for more (type RQFI).
_FURTHER_INFORMATION: Final = "RQFI"
_CREDITED: Final = "On receipt of the final status."
_PARTICULARS: Final = "Our customer since 2011, identified in person. The payment is for goods."


class Envelope(NamedTuple):
    """Under which id, and when, a bank writes."""

    message_id: str
    at: Instant

    @property
    def written(self) -> str:
        """When, as a message says it."""
        return format_instant(self.at)


def question_letter(question: Question, envelope: Envelope) -> bytes:
    """Return a question as its bank writes it."""
    versions = VERSIONS[question.kind]
    message = versions[question.number % len(versions)]
    return write(_QUESTIONS[question.kind](question, envelope), message)


def _bank(bic: str) -> PartyOrAgent:
    return PartyOrAgent(agent=Agent(bic=bic))


def _recall(question: Question, envelope: Envelope) -> Document:
    reason = question.reason or CancellationReason.REQUESTED_BY_CUSTOMER
    asked = CancelledTransaction(
        original_uetr=question.uetr, reasons=(ReasonInformation(Coded(code=reason)),)
    )
    return FIToFIPaymentCancellationRequest(
        assignment=CaseAssignment(
            envelope.message_id,
            _bank(question.assigner),
            _bank(question.assignee),
            envelope.written,
        ),
        underlying=(UnderlyingTransactions(transactions=(asked,)),),
    )


def _enquiry(question: Question, envelope: Envelope) -> Document:
    why = InvestigationReason(reason=Coded(code="NARR"), narrative="When was it credited?")
    asked = Investigation(
        message_id=envelope.message_id,
        requestor_investigation_id=envelope.message_id,
        kind=Coded(code="OTHR"),
        underlying_interbank=UnderlyingInterbank(uetr=question.uetr),
        requestor=_bank(question.assigner),
        responder=_bank(question.assignee),
    )
    return InvestigationRequest(investigation=asked, reasons=(why,))


def _verification(question: Question, envelope: Envelope) -> Document:
    customer = question.customer
    assert customer is not None, "a verification is of a customer"
    asked = Identification(party=Party(name=customer.name), account=_account(customer))
    return IdentificationVerificationRequest(
        message_id=envelope.message_id,
        creation_date_time=envelope.written,
        assigner=_bank(question.assigner),
        assignee=_bank(question.assignee),
        verifications=(RequestedVerification(id="1", identification=asked),),
    )


def _account(customer: Customer) -> Account:
    if customer.is_iban:
        return Account(iban=customer.account)
    return Account(other=Identifier(customer.account))


_QUESTIONS: Final[dict[AssignmentKind, Callable[[Question, Envelope], Document]]] = {
    AssignmentKind.RECALL: _recall,
    AssignmentKind.ENQUIRY: _enquiry,
    AssignmentKind.VERIFICATION: _verification,
}


# Answers.


def is_question(received: Received) -> bool:
    """Whether a message asks its bank something."""
    return type(received.document) in _ANSWERS


def answer_letter(received: Received, holders: Mapping[str, str], envelope: Envelope) -> bytes:
    """Return the answer to a question, by the names of the bank's account holders.

    Raises:
        KeyError: it is no question.
    """
    document = received.document
    answer = _ANSWERS[type(document)](document, holders, envelope)
    return write(answer, ANSWERS[received.message])


def _resolution(
    asked: FIToFIPaymentCancellationRequest, _holders: Mapping[str, str], envelope: Envelope
) -> Document:
    """Give back what was sent twice; else the customer has the money, and was not asked yet."""
    ((recalled,),) = (each.transactions for each in asked.underlying)
    codes = [each.reason.code for each in recalled.reasons if each.reason is not None]
    grants = CancellationReason.DUPLICATE_PAYMENT in codes
    told = TransactionCancellationStatus(
        original_uetr=recalled.original_uetr,
        status="ACCR" if grants else "RJCR",
        reasons=() if grants else (ReasonInformation(Coded(code="NOAS")),),
    )
    return ResolutionOfInvestigation(
        assignment=CaseAssignment(
            envelope.message_id,
            asked.assignment.assignee,
            asked.assignment.assigner,
            envelope.written,
        ),
        confirmation="CNCL" if grants else "RJCR",
        cancellations=(CancellationDetails(transactions=(told,)),),
    )


def _investigated(
    asked: InvestigationRequest, _holders: Mapping[str, str], envelope: Envelope
) -> Document:
    kind = asked.investigation.kind.code
    told = _PARTICULARS if kind == _FURTHER_INFORMATION else _CREDITED
    return InvestigationResponse(
        message_id=envelope.message_id,
        status="CLSD",
        answers=(InvestigationAnswer(narrative=told),),
        investigation=asked.investigation,
    )


def _report(
    asked: IdentificationVerificationRequest, holders: Mapping[str, str], envelope: Envelope
) -> Document:
    """Tell whose the account is; the node compares the names."""
    (verification,) = asked.verifications
    holder = holders.get(number_of(verification.identification.account))
    updated = Identification(party=Party(name=holder)) if holder is not None else None
    told = VerificationReport(
        original_id=verification.id,
        is_verified=holder is not None,
        reason=None if holder is not None else Coded(code="AC01"),
        updated=updated,
    )
    return IdentificationVerificationReport(
        message_id=envelope.message_id,
        creation_date_time=envelope.written,
        assigner=asked.assignee,
        assignee=asked.assigner,
        original_message_id=asked.message_id,
        reports=(told,),
    )


def number_of(account: Account | None) -> str:
    """Return the number of an account, "" if it has none."""
    if account is None:
        return ""
    return account.iban or (account.other.id if account.other is not None else "")


_ANSWERS: Final[dict[type, Callable[[Any, Mapping[str, str], Envelope], Document]]] = {
    FIToFIPaymentCancellationRequest: _resolution,
    InvestigationRequest: _investigated,
    IdentificationVerificationRequest: _report,
}


def outcome_in(document: Document | None) -> str:
    """Return what an answer comes to for the bank that asked, in a word; what else it says if not.

    Raises:
        ValueError: it answers no question.
    """
    match document:
        case ResolutionOfInvestigation():
            ((told,),) = (each.transactions for each in document.cancellations)
            return str(_RECALLED.get(told.status, told.status))
        case InvestigationResponse():
            return str(_ENQUIRED.get(document.status, document.status))
        case IdentificationVerificationReport():
            (report,) = document.reports
            return _verified(report)
        case _:
            detail = "it answers no question"
            raise ValueError(detail)


def _verified(report: VerificationReport) -> str:
    if report.is_verified:
        return Outcome.MATCHED
    code = report.reason
    if code is None or code.proprietary:
        return Outcome.PENDING
    return str(_VERIFIED.get(code.code, code.code))
