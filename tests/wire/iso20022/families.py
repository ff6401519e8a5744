"""One letter of each further family, as banks and systems invented for it would write them."""

from typing import Any

import msgspec

from tallystick.wire.iso20022 import (
    account_reports,
    cancellation_request,
    initiation,
    initiation_status,
    institution_transfer,
    investigation,
    liquidity_transfer,
    payment_return,
    receipt,
    reporting_request,
    resolution,
    status_request,
    system_notices,
    verification,
)
from tallystick.wire.iso20022.cases import Case, CaseAssignment
from tallystick.wire.iso20022.entries import (
    BankTransactionCode,
    Entry,
    EntryDetails,
    EntryTransaction,
)
from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.originals import (
    OriginalMessage,
    OriginalTransaction,
    ReasonInformation,
)
from tallystick.wire.iso20022.status_report import OriginalGroup, StatusReasonInformation
from tallystick.wire.iso20022.views import (
    Account,
    Agent,
    Amount,
    Coded,
    Identifier,
    Party,
    PartyOrAgent,
)
from tests.wire.iso20022.letters import NORTH, UETR

EAST = Agent(bic="BBBBCNBJ")
NOW = "2026-11-23T09:00:00Z"
ORIGINAL = OriginalMessage("MSG-1", "pacs.008.001.08", "2026-11-22T10:15:30Z")
IDS: dict[str, Any] = {
    "original_message": ORIGINAL,
    "original_instruction_id": "I-1",
    "original_end_to_end_id": "E2E-1",
    "original_transaction_id": "T-1",
    "original_uetr": UETR,
}
SUM = Amount(125050, "CNY")
ORIGINAL_PAYMENT = OriginalTransaction(
    interbank_settlement_amount=SUM,
    interbank_settlement_date="2026-11-22",
    settlement_method="CLRG",
    clearing_system=Coded(proprietary="TALLY"),
    remittance_information=("Invoice 2026-11-778",),
    creditor_references=("RF18539007547034",),
    debtor=PartyOrAgent(party=Party(name="Ivan Example")),
    debtor_agent=NORTH,
    creditor_agent=EAST,
    creditor=PartyOrAgent(agent=EAST),
    creditor_account=Account(other=Identifier("8")),
    purpose=Coded(code="GDDS"),
)
WRONG = ReasonInformation(Coded(code="AC01"), Party(bic="BBBBCNBJ"), ("no such account",))
RETURN = payment_return.PaymentReturn(
    message_id="R-1",
    creation_date_time=NOW,
    number_of_transactions=1,
    settlement_method="CLRG",
    instructing_agent=EAST,
    instructed_agent=NORTH,
    transactions=(
        payment_return.ReturnedTransaction(
            return_id="R-1-1",
            **IDS,
            original_interbank_settlement_amount=SUM,
            original_interbank_settlement_date="2026-11-22",
            returned_interbank_settlement_amount=Amount(124550, "CNY"),
            interbank_settlement_date="2026-11-23",
            charge_bearer="SLEV",
            return_chain=payment_return.ReturnChain(
                debtor=PartyOrAgent(agent=EAST),
                debtor_agent=EAST,
                creditor_agent=NORTH,
                creditor=PartyOrAgent(party=Party(name="Ivan Example")),
            ),
            reasons=(WRONG,),
            original_transaction=ORIGINAL_PAYMENT,
        ),
    ),
)
ASKED = status_request.FIToFIPaymentStatusRequest(
    message_id="Q-1",
    creation_date_time=NOW,
    instructing_agent=NORTH,
    instructed_agent=EAST,
    transactions=(
        status_request.RequestedTransaction(
            status_request_id="Q-1-1", **IDS, original_transaction=ORIGINAL_PAYMENT
        ),
    ),
)
HANDED = CaseAssignment("A-1", PartyOrAgent(agent=NORTH), PartyOrAgent(agent=EAST), NOW)
CASE = Case("C-1", PartyOrAgent(agent=NORTH), is_reopened=False)
RECALL = cancellation_request.FIToFIPaymentCancellationRequest(
    assignment=HANDED,
    case=CASE,
    number_of_transactions=1,
    underlying=(
        cancellation_request.UnderlyingTransactions(
            transactions=(
                cancellation_request.CancelledTransaction(
                    cancellation_id="X-1",
                    **IDS,
                    original_interbank_settlement_amount=SUM,
                    original_interbank_settlement_date="2026-11-22",
                    reasons=(ReasonInformation(Coded(code="DUPL")),),
                ),
            ),
        ),
    ),
)
RESOLVED = resolution.ResolutionOfInvestigation(
    assignment=CaseAssignment("A-2", PartyOrAgent(agent=EAST), PartyOrAgent(agent=NORTH), NOW),
    resolved_case=CASE,
    confirmation="RJCR",
    cancellations=(
        resolution.CancellationDetails(
            transactions=(
                resolution.TransactionCancellationStatus(
                    cancellation_status_id="X-1",
                    **IDS,
                    status="RJCR",
                    reasons=(ReasonInformation(Coded(code="CUST"), None, ("will not",)),),
                    assigner=PartyOrAgent(agent=NORTH),
                ),
            ),
        ),
    ),
)
REJECT = system_notices.MessageReject(
    related_reference="MSG-1",
    reason="CH17",
    rejection_date_time=NOW,
    error_location="/Document/FIToFICstmrCdtTrf/GrpHdr",
    reason_description="NbOfTxs is missing",
)
CUT_OFF = system_notices.SystemEvent(
    code="COT", parameters=("2026-11-23",), description="cut-off", date_time=NOW
)
CAME_IN = system_notices.ReceiptAcknowledgement(
    message_id="K-1",
    receipts=(
        system_notices.AcknowledgedReceipt(
            related_reference="MSG-1",
            related_message_name="pacs.008.001.08",
            reference_issuer_bic="AAAARUMM",
            status="ACK",
        ),
    ),
)
BOOKED = Entry(
    reference="N-1",
    amount=SUM,
    credit_debit="CRDT",
    is_reversal=False,
    status=Coded(code="BOOK"),
    booking_date="2026-11-22",
    value_date_time="2026-11-22T10:15:31Z",
    account_servicer_reference="S-1",
    bank_transaction_code=BankTransactionCode(domain="PMNT", family="RCDT", sub_family="XBCT"),
    details=(
        EntryDetails(
            transactions=(
                EntryTransaction(
                    end_to_end_id="E2E-1",
                    uetr=UETR,
                    amount=SUM,
                    credit_debit="CRDT",
                    debtor=PartyOrAgent(party=Party(name="Ivan Example")),
                    debtor_agent=NORTH,
                    creditor_agent=EAST,
                    remittance_information=("Invoice 2026-11-778",),
                    return_reason=WRONG,
                ),
            ),
        ),
    ),
)
CLOSED = account_reports.Balance(
    kind=Coded(code="CLBD"), amount=SUM, credit_debit="CRDT", date="2026-11-22"
)
REPORTED = account_reports.AccountReport(
    id="ST-1",
    page_number=1,
    is_last_page=True,
    electronic_sequence_number="326",
    creation_date_time=NOW,
    account=account_reports.ReportedAccount(
        other=Identifier("9"), currency="CNY", owner=Party(bic="BBBBCNBJ"), servicer=NORTH
    ),
    all_entries=account_reports.EntryTotals(number=1, sum="1250.50"),
    entries=(BOOKED,),
)
BALANCED = msgspec.structs.replace(REPORTED, balances=(CLOSED,))
HANDLED = receipt.Receipt(
    message_id="K-2",
    creation_date_time=NOW,
    details=(
        receipt.ReceiptDetails(
            original_message_id="L-1",
            original_message_name="camt.050.001.05",
            handlings=(receipt.RequestHandling(status="COMP"),),
        ),
    ),
)
LIQUIDITY = liquidity_transfer.LiquidityCreditTransfer(
    message_id="L-1",
    end_to_end_id="L-1-1",
    uetr=UETR,
    creditor=EAST,
    creditor_account=Account(other=Identifier("9")),
    amount=SUM,
    debtor=NORTH,
    debtor_account=Account(other=Identifier("10")),
    settlement_date="2026-11-23",
)
WHO: dict[str, Any] = {
    "message_id": "V-1",
    "creation_date_time": NOW,
    "assigner": PartyOrAgent(agent=NORTH),
    "assignee": PartyOrAgent(agent=EAST),
}
HOLDER = verification.Identification(
    party=Party(name="Example Trading"), account=Account(other=Identifier("8")), agent=EAST
)
IS_IT = verification.IdentificationVerificationRequest(
    **WHO, verifications=(verification.RequestedVerification(id="1", identification=HOLDER),)
)
IT_IS_NOT = verification.IdentificationVerificationReport(
    **WHO,
    original_message_id="V-1",
    reports=(
        verification.VerificationReport(
            original_id="1", is_verified=False, reason=Coded(code="AC01"), original=HOLDER
        ),
    ),
)
CUSTOMERS = institution_transfer.UnderlyingCustomerTransfer(
    debtor=Party(name="Ivan Example"),
    debtor_agent=NORTH,
    creditor_agent=EAST,
    creditor=Party(name="Example Trading"),
    remittance_information=("Invoice 2026-11-778",),
    instructed_amount=SUM,
)
COVER = institution_transfer.FinancialInstitutionCreditTransfer(
    message_id="MSG-9",
    creation_date_time=NOW,
    number_of_transactions=2,
    settlement_method="CLRG",
    transactions=tuple(
        institution_transfer.InstitutionTransfer(
            end_to_end_id=f"E2E-{number}",
            uetr=UETR,
            interbank_settlement_amount=SUM,
            interbank_settlement_date="2026-11-23",
            debtor=NORTH,
            creditor=EAST,
            underlying_customer_transfer=customers,
        )
        for number, customers in enumerate((CUSTOMERS, None))
    ),
)
QUESTION = investigation.Investigation(
    message_id="G-1",
    requestor_investigation_id="G",
    kind=Coded(code="UTAP"),
    underlying_interbank=investigation.UnderlyingInterbank(
        message_id="MSG-1",
        message_name="pacs.008.001.08",
        uetr=UETR,
        interbank_settlement_amount=SUM,
    ),
    requestor=PartyOrAgent(agent=EAST),
    responder=PartyOrAgent(agent=NORTH),
)
INQUIRY = investigation.InvestigationRequest(
    investigation=QUESTION,
    reasons=(
        investigation.InvestigationReason(reason=Coded(code="MS01"), narrative="Whose is it?"),
    ),
)
EXPLAINED = investigation.InvestigationResponse(
    message_id="G-2",
    status="CLSD",
    answers=(investigation.InvestigationAnswer(narrative="Example Trading's"),),
    investigation=QUESTION,
)
BID = initiation.CustomerCreditTransferInitiation(
    message_id="P-1",
    creation_date_time=NOW,
    number_of_transactions=1,
    initiating_party=Party(name="Ivan Example"),
    instructions=(
        initiation.PaymentInstruction(
            id="P-1-1",
            method="TRF",
            requested_execution_date="2026-11-23",
            debtor=Party(name="Ivan Example"),
            debtor_account=Account(other=Identifier("40817810099910004312")),
            debtor_agent=NORTH,
            transactions=(
                initiation.InitiatedTransaction(
                    end_to_end_id="E2E-1",
                    instructed_amount=SUM,
                    creditor_agent=EAST,
                    creditor=Party(name="Example Trading"),
                ),
            ),
        ),
    ),
)
BIDDEN = initiation_status.CustomerPaymentStatusReport(
    message_id="P-2",
    creation_date_time=NOW,
    group=OriginalGroup("P-1", "pain.001.001.09", status="PART"),
    instructions=(
        initiation_status.InstructionStatus(
            original_id="P-1-1",
            transactions=(
                initiation_status.InitiatedTransactionStatus(
                    original_end_to_end_id="E2E-1",
                    status="RJCT",
                    reasons=(StatusReasonInformation(Coded(code="AC01")),),
                ),
            ),
        ),
    ),
)
WANTED = reporting_request.AccountReportingRequest(
    message_id="W-1",
    creation_date_time=NOW,
    requests=(
        reporting_request.ReportingRequest(
            requested_message_name="camt.053.001.08",
            account=Account(other=Identifier("9")),
            account_owner=PartyOrAgent(agent=EAST),
            from_date="2026-11-22",
            period_kind="ALLL",
        ),
    ),
)
_PAGE: dict[str, Any] = {"message_id": "ST-1", "creation_date_time": NOW}
BY_FAMILY: dict[str, Any] = {
    "acmt.023": IS_IT,
    "acmt.024": IT_IS_NOT,
    "admi.002": REJECT,
    "admi.004": system_notices.SystemEventNotification(event=CUT_OFF),
    "admi.007": CAME_IN,
    "admi.011": system_notices.SystemEventAcknowledgement(message_id="K-3", event=CUT_OFF),
    "camt.025": HANDLED,
    "camt.029": RESOLVED,
    "camt.050": LIQUIDITY,
    "camt.052": account_reports.BankToCustomerAccountReport(**_PAGE, reports=(BALANCED,)),
    "camt.053": account_reports.BankToCustomerStatement(**_PAGE, statements=(BALANCED,)),
    "camt.054": account_reports.BankToCustomerDebitCreditNotification(
        **_PAGE, notifications=(REPORTED,)
    ),
    "camt.056": RECALL,
    "camt.060": WANTED,
    "camt.110": INQUIRY,
    "camt.111": EXPLAINED,
    "pacs.004": RETURN,
    "pacs.009": COVER,
    "pacs.028": ASKED,
    "pain.001": BID,
    "pain.002": BIDDEN,
}
LETTERS: tuple[tuple[Any, Message], ...] = tuple(
    (BY_FAMILY[message[:8]], message) for message in supported() if message[:8] in BY_FAMILY
)
