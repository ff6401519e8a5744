"""What a bank answers to a recall, an enquiry or a verification, as its message says it.

Read by the assignee's node, which takes the answer from its own bank, and again by the
assigner's, which shows its bank nothing else than the other node says. A report on a
verification is read by the first alone: the holder's name in it goes no further.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from tallystick.admission.desk import Refused, all_of
from tallystick.admission.holders import found_of, masked
from tallystick.admission.parties import Mention, mention_of
from tallystick.admission.questions import enquiry_id, numbered
from tallystick.core.assignments import AssignmentKind, Outcome, recall_id
from tallystick.core.questions import is_code, is_numbered
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.investigation import InvestigationResponse
from tallystick.wire.iso20022.resolution import (
    ResolutionOfInvestigation,
    TransactionCancellationStatus,
)
from tallystick.wire.iso20022.verification import (
    IdentificationVerificationReport,
    VerificationReport,
)
from tallystick.wire.iso20022.views import Coded

_BROKEN, _MISSING = StatusReason.INVALID_FILE_FORMAT, StatusReason.REQUIRED_ELEMENT_MISSING
# How a recall stands: the case (ExternalInvestigationExecutionConfirmation1Code), and the
# transaction (CancellationIndividualStatus1Code).
_OF_CASE: Final[Mapping[str, Outcome]] = MappingProxyType(
    {"CNCL": Outcome.CANCELLED, "RJCR": Outcome.REJECTED, "PDCR": Outcome.PENDING}
)
_OF_TRANSACTION: Final[Mapping[str, Outcome]] = MappingProxyType(
    {"ACCR": Outcome.CANCELLED, "RJCR": Outcome.REJECTED, "PDCR": Outcome.PENDING}
)
# How an enquiry stands (ExternalInvestigationStatus1Code). One that is only pending answers
# nothing yet, and is told to nobody.
_OF_ENQUIRY: Final[Mapping[str, Outcome]] = MappingProxyType(
    {"CLSD": Outcome.EXPLAINED, "RJCT": Outcome.REJECTED}
)
# What a bank finds that compares by itself (ExternalVerificationReason1Code).
_OTHER_NAME, _CLOSE_NAME = "PN01", "PN02"


class Response(NamedTuple):
    """What is answered: to which question, by whom, and an ISO code why, if any.

    `asked_by` and `own_id` are the requestor of an investigation and its number of it.
    """

    assignment_id: str
    assignee: Mention
    outcome: Outcome
    reason: str = ""
    asked_by: str = ""
    own_id: str = ""

    def to(self, operator_id: str) -> "Response":
        """Return it as the answer to a request of this operator's people, if it answers one."""
        if not operator_id or self.asked_by != operator_id:
            return self
        name = f"{AssignmentKind.INFORMATION}:{self.own_id}"
        if not is_numbered(AssignmentKind.INFORMATION, name):
            # What a bank makes up is nobody's number, and does not come into the chain as it is.
            name = numbered(AssignmentKind.INFORMATION, self.assignee.id, self.own_id)
        return self._replace(assignment_id=name)


class Report(NamedTuple):
    """A report on a verification as the account's bank wrote it, with its holder's name."""

    assignment_id: str
    assignee: Mention
    is_verified: bool
    reason: str
    holder: str


class Finding(NamedTuple):
    """What this node finds of a report, and the holder's name as it may be shown."""

    outcome: Outcome
    display_name: str = ""


def response_in(document: object) -> Response | Report | Refused:
    """Return the one answer that a lawful document is, or say all that it lacks."""
    read = _READERS.get(type(document))
    if read is None:
        return Refused(_BROKEN, "Document", "it answers no recall, enquiry or verification")
    response: Response | Report | Refused = read(document)
    return response


def _code(coded: Coded | None) -> str:
    """Return an external code, "" for none, and for words of their own."""
    code = coded.code if coded is not None else ""
    return code if is_code(code) else ""


# The answer to a recall: camt.029.


def _resolution_in(document: ResolutionOfInvestigation) -> Response | Refused:
    found = [each for details in document.cancellations for each in details.transactions]
    fault = all_of(_faults_of_resolution(document, found))
    if fault is not None:
        return fault
    told = found[0]
    outcome = _OF_TRANSACTION.get(told.status) or _OF_CASE[document.confirmation]
    own = mention_of("TxInfAndSts/Assgnr", told.assigner)
    assignee = own if own.id else mention_of("Assgnmt/Assgnr", document.assignment.assigner)
    codes = [_code(each.reason) for each in told.reasons]
    reason = next((code for code in codes if code), "")
    return Response(recall_id(told.original_uetr), assignee, outcome, reason)


def _faults_of_resolution(
    document: ResolutionOfInvestigation, found: Sequence[TransactionCancellationStatus]
) -> Iterable[Refused]:
    if len(found) != 1:
        yield Refused(_BROKEN, "CxlDtls/TxInfAndSts", "an answer to a recall is of one payment")
        return
    told = found[0]
    if not told.original_uetr:
        text = "an answer to a recall names the UETR of its payment"
        yield Refused(_MISSING, "TxInfAndSts/OrgnlUETR", text)
    of_transaction, of_case = _OF_TRANSACTION.get(told.status), _OF_CASE.get(document.confirmation)
    if told.status and of_transaction is None:
        text = f"status {told.status} answers no recall"
        yield Refused(_BROKEN, "TxInfAndSts/TxCxlSts", text)
    if document.confirmation and of_case is None:
        text = f"{document.confirmation} answers no recall: CNCL, RJCR or PDCR does"
        yield Refused(_BROKEN, "Sts/Conf", text)
    if not told.status and not document.confirmation:
        text = "neither it nor TxCxlSts says how the recall stands"
        yield Refused(_MISSING, "Sts/Conf", text)
    if None not in (of_transaction, of_case) and of_transaction is not of_case:
        text = f"it says {document.confirmation}, and TxCxlSts says {told.status}"
        yield Refused(_BROKEN, "Sts/Conf", text)


# The answer to an enquiry: camt.111.


def _investigated_in(document: InvestigationResponse) -> Response | Refused:
    outcome = _OF_ENQUIRY.get(document.status)
    if outcome is None:
        text = f"status {document.status} leaves the enquiry open, and is not passed on"
        return Refused(_BROKEN, "InvstgtnRspn/InvstgtnSts/Sts", text)
    asked = document.investigation
    responder = mention_of("OrgnlInvstgtnReq/Rspndr", asked.responder)
    requestor = mention_of("OrgnlInvstgtnReq/Rqstr", asked.requestor).id
    own_id = asked.requestor_investigation_id
    reason = _code(document.status_reason)
    return Response(enquiry_id(asked), responder, outcome, reason, requestor, own_id)


# The answer to a verification: acmt.024.


def _report_in(document: IdentificationVerificationReport) -> Report | Refused:
    if len(document.reports) != 1:
        return Refused(_BROKEN, "Rpt", "one verification a message here")
    if not document.original_message_id:
        text = "a report names the message that it answers"
        return Refused(_MISSING, "OrgnlAssgnmt/MsgId", text)
    told = document.reports[0]
    assigner = mention_of("Assgnmt/Assgne", document.assignee)
    own_ids = (document.original_message_id, told.original_id)
    return Report(
        numbered(AssignmentKind.VERIFICATION, assigner.id, *own_ids),
        mention_of("Assgnmt/Assgnr", document.assigner),
        told.is_verified,
        _code(told.reason),
        _holder_in(told),
    )


def _holder_in(told: VerificationReport) -> str:
    """Return the holder's name: what is right, or what was asked and is confirmed."""
    said = (each.party for each in (told.updated, told.original) if each is not None)
    names = (party.name.strip() for party in said if party is not None)
    return next(filter(None, names), "")


def finding_of(report: Report, asked: str) -> Finding:
    """Return what a report comes to for a name that was asked about.

    The names are compared here where the bank tells the holder's, so that all banks are
    measured alike. Where it says no although they agree, something else is wrong with the
    account, which is nobody's to know. Without a name its own word counts.
    """
    found = found_of(asked, report.holder) if report.holder else None
    if found is None or (found is Outcome.MATCHED and not report.is_verified):
        return Finding(_by_its_word(report))
    shown = found in (Outcome.MATCHED, Outcome.CLOSE)
    return Finding(found, masked(report.holder) if shown else "")


def _by_its_word(report: Report) -> Outcome:
    if report.is_verified:
        return Outcome.MATCHED
    if report.reason == _CLOSE_NAME:
        return Outcome.CLOSE
    return Outcome.DIFFERENT if report.reason == _OTHER_NAME else Outcome.UNKNOWN


_READERS: Final[dict[type, Callable[[Any], Response | Report | Refused]]] = {
    ResolutionOfInvestigation: _resolution_in,
    InvestigationResponse: _investigated_in,
    IdentificationVerificationReport: _report_in,
}
