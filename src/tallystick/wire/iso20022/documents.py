"""Every document that has a typed view, and the chart of each, by its message family."""

from functools import cache
from typing import Any, Final, TypeAlias

from tallystick.wire.iso20022 import (
    account_reports,
    cancellation_request,
    credit_transfer,
    initiation,
    initiation_status,
    institution_transfer,
    investigation,
    liquidity_transfer,
    payment_return,
    receipt,
    reporting_request,
    resolution,
    status_report,
    status_request,
    system_notices,
    verification,
)
from tallystick.wire.iso20022.business_header import BUSINESS_HEADER
from tallystick.wire.iso20022.charts import Chart
from tallystick.wire.iso20022.grammar import Message

Document: TypeAlias = (
    account_reports.BankToCustomerAccountReport
    | account_reports.BankToCustomerDebitCreditNotification
    | account_reports.BankToCustomerStatement
    | cancellation_request.FIToFIPaymentCancellationRequest
    | credit_transfer.FIToFICustomerCreditTransfer
    | initiation.CustomerCreditTransferInitiation
    | initiation_status.CustomerPaymentStatusReport
    | institution_transfer.FinancialInstitutionCreditTransfer
    | investigation.InvestigationRequest
    | investigation.InvestigationResponse
    | liquidity_transfer.LiquidityCreditTransfer
    | payment_return.PaymentReturn
    | receipt.Receipt
    | reporting_request.AccountReportingRequest
    | resolution.ResolutionOfInvestigation
    | status_report.FIToFIPaymentStatusReport
    | status_request.FIToFIPaymentStatusRequest
    | system_notices.MessageReject
    | system_notices.ReceiptAcknowledgement
    | system_notices.SystemEventAcknowledgement
    | system_notices.SystemEventNotification
    | verification.IdentificationVerificationReport
    | verification.IdentificationVerificationRequest
)

CHARTS: Final[dict[str, Chart[Any]]] = {
    "acmt.023": verification.VERIFICATION_REQUEST,
    "acmt.024": verification.VERIFICATION_REPORT,
    "admi.002": system_notices.MESSAGE_REJECT,
    "admi.004": system_notices.SYSTEM_EVENT_NOTIFICATION,
    "admi.007": system_notices.RECEIPT_ACKNOWLEDGEMENT,
    "admi.011": system_notices.SYSTEM_EVENT_ACKNOWLEDGEMENT,
    "camt.025": receipt.RECEIPT,
    "camt.029": resolution.RESOLUTION_OF_INVESTIGATION,
    "camt.050": liquidity_transfer.LIQUIDITY_TRANSFER,
    "camt.052": account_reports.BANK_ACCOUNT_REPORT,
    "camt.053": account_reports.BANK_STATEMENT,
    "camt.054": account_reports.DEBIT_CREDIT_NOTIFICATION,
    "camt.056": cancellation_request.CANCELLATION_REQUEST,
    "camt.060": reporting_request.ACCOUNT_REPORTING_REQUEST,
    "camt.110": investigation.INVESTIGATION_REQUEST,
    "camt.111": investigation.INVESTIGATION_RESPONSE,
    "head.001": BUSINESS_HEADER,
    "pacs.002": status_report.STATUS_REPORT,
    "pacs.004": payment_return.PAYMENT_RETURN,
    "pacs.008": credit_transfer.CREDIT_TRANSFER,
    "pacs.009": institution_transfer.INSTITUTION_CREDIT_TRANSFER,
    "pacs.028": status_request.STATUS_REQUEST,
    "pain.001": initiation.INITIATION,
    "pain.002": initiation_status.INITIATION_STATUS,
}


@cache
def chart_of(message: Message) -> Chart[Any] | None:
    """Return the chart of a message's view, None for a family that has no view."""
    return CHARTS.get(message[:8])
