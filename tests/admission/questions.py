"""Lawful recalls, enquiries and verifications of invented banks, and the answers to them."""

from tallystick.admission.desk import Desk
from tallystick.screening.policy import ListRule, Policy
from tallystick.terms.verdicts import Outcome
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.cancellation_request import (
    CancelledGroup,
    CancelledTransaction,
    FIToFIPaymentCancellationRequest,
    UnderlyingTransactions,
)
from tallystick.wire.iso20022.cases import Case, CaseAssignment
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.investigation import (
    Investigation,
    InvestigationAnswer,
    InvestigationReason,
    InvestigationRequest,
    InvestigationResponse,
    UnderlyingInterbank,
)
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.originals import OriginalMessage, ReasonInformation
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
    Amount,
    Coded,
    Identifier,
    Party,
    PartyOrAgent,
)
from tests.admission.messages import NORTH_BANK, SOUTH_BANK, UETR, desk

AT = "2026-11-30T10:00:00Z"
RECALLS = (Message("camt.056.001.08"), Message("camt.056.001.11"))
RESOLUTIONS = (Message("camt.029.001.09"), Message("camt.029.001.13"))
ENQUIRY = Message("camt.110.001.01")
INVESTIGATED = (Message("camt.111.001.01"), Message("camt.111.001.02"))
VERIFICATIONS = (Message("acmt.023.001.02"), Message("acmt.023.001.04"))
REPORTS = (Message("acmt.024.001.02"), Message("acmt.024.001.04"))
IBAN = "DE89370400440532013000"


def refusing_desk(on_hit: Outcome = Outcome.REFUSE) -> Desk:
    """Return a desk that stops whatever names the one who is listed."""
    rules = (ListRule("HOUSE", on_hit=on_hit),)
    return desk()._replace(policy=Policy("RUB-CNY north", rules))


def bank(bic: str) -> PartyOrAgent:
    """Return a bank as whoever asks or answers."""
    return PartyOrAgent(agent=Agent(bic=bic))


def assigned(number: str, assigner: str, assignee: str) -> CaseAssignment:
    """Return who hands a case to whom."""
    return CaseAssignment(number, bank(assigner), bank(assignee), AT)


def cancelled(**over: object) -> CancelledTransaction:
    """Return one payment that is to be cancelled."""
    words: dict[str, object] = {
        "cancellation_id": "CXL-1",
        "case": Case("CASE-1", bank(NORTH_BANK)),
        "original_message": OriginalMessage("MSG-1", "pacs.008.001.13", AT),
        "original_instruction_id": "INSTR-1",
        "original_end_to_end_id": "E2E-1",
        "original_uetr": UETR,
        "original_interbank_settlement_amount": Amount(100_000, "RUB"),
        "original_interbank_settlement_date": "2026-11-30",
        "reasons": (
            ReasonInformation(Coded(code="DUPL"), additional_information=("sent twice",)),
        ),
    }
    return CancelledTransaction(**{**words, **over})  # type: ignore[arg-type]


def recall(
    *transactions: CancelledTransaction,
    banks: tuple[str, str] = (NORTH_BANK, SOUTH_BANK),
    group: CancelledGroup | None = None,
    message: Message = RECALLS[0],
    **over: object,
) -> bytes:
    """Return a camt.056 from the first bank to the second; `over` may hold its header."""
    found = transactions or (cancelled(),)
    header = over.pop("header", None)
    assert header is None or isinstance(header, BusinessApplicationHeader)
    document = FIToFIPaymentCancellationRequest(
        assignment=assigned("RECALL-1", *banks),
        underlying=(UnderlyingTransactions(group=group, transactions=found),),
        **over,  # type: ignore[arg-type]
    )
    return compose(document, message, header)


def resolution(
    confirmation: str = "CNCL",
    status: str = "",
    reason: str = "",
    *,
    uetr: str = UETR,
    message: Message = RESOLUTIONS[0],
) -> bytes:
    """Return a camt.029 from the south's bank to the north's."""
    reasons = (ReasonInformation(Coded(code=reason)),) if reason else ()
    told = TransactionCancellationStatus(original_uetr=uetr, status=status, reasons=reasons)
    document = ResolutionOfInvestigation(
        assignment=assigned("ANSWER-1", SOUTH_BANK, NORTH_BANK),
        confirmation=confirmation,
        cancellations=(CancellationDetails(transactions=(told,)),),
    )
    return compose(document, message)


def investigation(uetr: str = UETR, **over: object) -> Investigation:
    """Return who asks whom about a payment."""
    words: dict[str, object] = {
        "message_id": "ENQ-1",
        "requestor_investigation_id": "INV-1",
        "kind": Coded(code="UTAP"),
        "underlying_interbank": UnderlyingInterbank(uetr=uetr) if uetr else None,
        "requestor": bank(NORTH_BANK),
        "responder": bank(SOUTH_BANK),
    }
    return Investigation(**{**words, **over})  # type: ignore[arg-type]


def enquiry(asked: Investigation | None = None, narrative: str = "Where is it?") -> bytes:
    """Return a camt.110."""
    why = InvestigationReason(reason=Coded(code="NARR"), narrative=narrative)
    document = InvestigationRequest(investigation=asked or investigation(), reasons=(why,))
    return compose(document, ENQUIRY)


def investigated(
    status: str = "CLSD",
    reason: str = "",
    asked: Investigation | None = None,
    message: Message = INVESTIGATED[0],
) -> bytes:
    """Return a camt.111."""
    document = InvestigationResponse(
        message_id="ENQ-2",
        status=status,
        status_reason=Coded(code=reason) if reason else None,
        answers=(InvestigationAnswer(narrative="It was credited."),),
        investigation=asked or investigation(),
    )
    return compose(document, message)


def identification(name: str = "Wang Fang", **over: object) -> Identification:
    """Return somebody and an account."""
    account = Account(other=Identifier("6222 0001"))
    words: dict[str, object] = {"party": Party(name=name), "account": account}
    return Identification(**{**words, **over})  # type: ignore[arg-type]


def verification(
    *asked: Identification,
    banks: tuple[str, str] = (NORTH_BANK, SOUTH_BANK),
    message_id: str = "VRF-1",
    message: Message = VERIFICATIONS[0],
) -> bytes:
    """Return an acmt.023 from the first bank to the second."""
    said = asked or (identification(),)
    document = IdentificationVerificationRequest(
        message_id=message_id,
        creation_date_time=AT,
        assigner=bank(banks[0]),
        assignee=bank(banks[1]),
        verifications=tuple(
            RequestedVerification(id=f"V-{number}", identification=each)
            for number, each in enumerate(said, start=1)
        ),
    )
    return compose(document, message)


def report(
    holder: str = "Wang Fang",
    reason: str = "",
    *,
    is_verified: bool = True,
    original_message_id: str = "VRF-1",
    message: Message = REPORTS[0],
) -> bytes:
    """Return an acmt.024 from the south's bank to the north's."""
    told = VerificationReport(
        original_id="V-1",
        is_verified=is_verified,
        reason=Coded(code=reason) if reason else None,
        updated=Identification(party=Party(name=holder)) if holder else None,
    )
    document = IdentificationVerificationReport(
        message_id="VRF-2",
        creation_date_time=AT,
        assigner=bank(SOUTH_BANK),
        assignee=bank(NORTH_BANK),
        original_message_id=original_message_id,
        reports=(told,),
    )
    return compose(document, message)
