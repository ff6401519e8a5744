"""Why a payment was refused, returned or recalled, in the codes of ISO 20022.

One enumeration for each external code set, because the sets differ: a code may stand
in one and be missing from the next. A member's name is ISO's long name, shortened; its
value is the code. The sentences are ours, written for the operator who reads them. They
name no list and nobody who is on one: what a bank is told must not tip anyone off.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import msgspec


class PaymentStatus(StrEnum):
    """Where a payment stands (ExternalPaymentTransactionStatus1Code, pacs.002)."""

    RCVD = "RCVD"
    PDNG = "PDNG"
    ACTC = "ACTC"
    ACCP = "ACCP"
    ACSP = "ACSP"
    ACWP = "ACWP"
    ACSC = "ACSC"
    ACCC = "ACCC"
    RJCT = "RJCT"
    BLCK = "BLCK"
    CANC = "CANC"


class GroupStatus(StrEnum):
    """Where a message of several payments stands as a whole (ExternalPaymentGroupStatus1Code).

    PART: some are refused, each for a reason of its own, and the others go on.
    """

    PDNG = "PDNG"
    ACTC = "ACTC"
    PART = "PART"
    RJCT = "RJCT"


class StatusReason(StrEnum):
    """Why a payment has its status (ExternalStatusReason1Code, pacs.002)."""

    CLEARING_TIMED_OUT = "AB01"
    CLEARING_ABORTED = "AB02"
    SETTLEMENT_TIMED_OUT = "AB03"
    SETTLEMENT_ABORTED = "AB04"
    CREDITOR_AGENT_TIMED_OUT = "AB05"
    INSTRUCTED_AGENT_TIMED_OUT = "AB06"
    AGENT_OFFLINE = "AB07"
    CREDITOR_AGENT_OFFLINE = "AB08"
    CREDITOR_AGENT_ERROR = "AB09"
    INSTRUCTED_AGENT_ERROR = "AB10"
    INCORRECT_ACCOUNT = "AC01"
    INVALID_DEBTOR_ACCOUNT = "AC02"
    INVALID_CREDITOR_ACCOUNT = "AC03"
    CLOSED_ACCOUNT = "AC04"
    BLOCKED_ACCOUNT = "AC06"
    CLOSED_CREDITOR_ACCOUNT = "AC07"
    TRANSACTION_FORBIDDEN = "AG01"
    TRANSACTION_NOT_SUPPORTED = "AG03"
    PAYMENT_NOT_RECEIVED = "AG09"
    AGENT_SUSPENDED = "AG10"
    CREDITOR_AGENT_SUSPENDED = "AG11"
    INCORRECT_AGENT = "AGNT"
    ZERO_AMOUNT = "AM01"
    NOT_ALLOWED_AMOUNT = "AM02"
    NOT_ALLOWED_CURRENCY = "AM03"
    INSUFFICIENT_FUNDS = "AM04"
    DUPLICATION = "AM05"
    AMOUNT_TOO_LOW = "AM06"
    BLOCKED_AMOUNT = "AM07"
    WRONG_AMOUNT = "AM09"
    INVALID_CONTROL_SUM = "AM10"
    INVALID_CURRENCY = "AM11"
    INVALID_AMOUNT = "AM12"
    AMOUNT_EXCEEDS_CLEARING_LIMIT = "AM13"
    AMOUNT_EXCEEDS_AGREED_LIMIT = "AM14"
    INVALID_NUMBER_OF_TRANSACTIONS = "AM18"
    LIMIT_EXCEEDED = "AM21"
    AMOUNT_EXCEEDS_SETTLEMENT_LIMIT = "AM23"
    INCONSISTENT_WITH_END_CUSTOMER = "BE01"
    MISSING_CREDITOR_ADDRESS = "BE04"
    UNKNOWN_END_CUSTOMER = "BE06"
    MISSING_DEBTOR_ADDRESS = "BE07"
    MISSING_DEBTOR_NAME = "BE08"
    MISSING_CREDITOR_NAME = "BE22"
    EXECUTION_DATE_TOO_FAR_IN_FUTURE = "CH03"
    DECIMALS_INCOMPATIBLE_WITH_CURRENCY = "CH20"
    REQUIRED_ELEMENT_MISSING = "CH21"
    CREDITOR_BANK_NOT_REGISTERED = "CNOR"
    INCORRECT_CURRENCY = "CURR"
    REQUESTED_BY_CUSTOMER = "CUST"
    DEBTOR_BANK_NOT_REGISTERED = "DNOR"
    INVALID_DATE = "DT01"
    FUTURE_DATE_NOT_SUPPORTED = "DT04"
    DUPLICATE_MESSAGE_ID = "DU01"
    DUPLICATE_TRANSACTION = "DU03"
    DUPLICATE_END_TO_END_ID = "DU04"
    DUPLICATE_INSTRUCTION_ID = "DU05"
    DUPLICATE_PAYMENT = "DUPL"
    SETTLEMENT_FAILED = "ED05"
    SETTLEMENT_SYSTEM_UNAVAILABLE = "ED06"
    INVALID_FILE_FORMAT = "FF01"
    INVALID_PURPOSE = "FF07"
    BANK_SYSTEM_PROCESSING_ERROR = "FF10"
    FRAUD = "FR01"
    END_CUSTOMER_DECEASED = "MD07"
    CUSTOMER_REASON_NOT_SPECIFIED = "MS02"
    REASON_NOT_SPECIFIED = "MS03"
    NARRATIVE = "NARR"
    INCORRECT_BANK_IDENTIFIER = "RC01"
    INVALID_DEBTOR_BANK_IDENTIFIER = "RC03"
    INVALID_CREDITOR_BANK_IDENTIFIER = "RC04"
    INVALID_DEBTOR_MEMBER_ID = "RC09"
    INVALID_CREDITOR_MEMBER_ID = "RC10"
    INVALID_INTERMEDIARY_AGENT = "RC11"
    MISSING_DEBTOR_ACCOUNT_OR_IDENTIFICATION = "RR01"
    MISSING_DEBTOR_NAME_OR_ADDRESS = "RR02"
    MISSING_CREDITOR_NAME_OR_ADDRESS = "RR03"
    REGULATORY_REASON = "RR04"
    INVALID_REGULATORY_INFORMATION = "RR05"
    INVALID_REMITTANCE_INFORMATION = "RR07"
    INVALID_CUT_OFF_TIME = "TM01"


class ReturnReason(StrEnum):
    """Why money comes back (ExternalReturnReason1Code, pacs.004)."""

    INCORRECT_ACCOUNT = "AC01"
    INVALID_CREDITOR_ACCOUNT = "AC03"
    CLOSED_ACCOUNT = "AC04"
    BLOCKED_ACCOUNT = "AC06"
    TRANSACTION_FORBIDDEN = "AG01"
    INCORRECT_AGENT = "AGNT"
    NOT_ALLOWED_AMOUNT = "AM02"
    NOT_ALLOWED_CURRENCY = "AM03"
    DUPLICATION = "AM05"
    WRONG_AMOUNT = "AM09"
    INCONSISTENT_WITH_END_CUSTOMER = "BE01"
    MISSING_CREDITOR_ADDRESS = "BE04"
    UNKNOWN_END_CUSTOMER = "BE06"
    BANK_ERROR = "BE08"
    INCORRECT_CURRENCY = "CURR"
    REQUESTED_BY_CUSTOMER = "CUST"
    TECHNICAL_PROBLEM = "DS28"
    INVALID_DATE = "DT01"
    DUPLICATE_PAYMENT = "DUPL"
    SETTLEMENT_FAILED = "ED05"
    FOLLOWING_CANCELLATION_REQUEST = "FOCR"
    FRAUD = "FR01"
    RETURN_REQUESTED_BY_CUSTOMER = "MD06"
    END_CUSTOMER_DECEASED = "MD07"
    CUSTOMER_REASON_NOT_SPECIFIED = "MS02"
    REASON_NOT_SPECIFIED = "MS03"
    NARRATIVE = "NARR"
    INVALID_CREDITOR_BANK_IDENTIFIER = "RC04"
    MISSING_DEBTOR_NAME_OR_ADDRESS = "RR02"
    MISSING_CREDITOR_NAME_OR_ADDRESS = "RR03"
    REGULATORY_REASON = "RR04"
    UNRESOLVED_INVESTIGATION = "RUTA"
    UNDUE_PAYMENT = "UPAY"


class CancellationReason(StrEnum):
    """Why a payment is recalled (ExternalCancellationReason1Code, camt.056)."""

    INVALID_CREDITOR_ACCOUNT = "AC03"
    INCORRECT_AGENT = "AGNT"
    WRONG_AMOUNT = "AM09"
    COVER_CANCELLED = "COVR"
    INCORRECT_CURRENCY = "CURR"
    REQUESTED_BY_CUSTOMER = "CUST"
    UNRESOLVED_INVESTIGATION = "CUTA"
    TIMED_OUT = "DS24"
    INVALID_DATE = "DT01"
    DUPLICATE_PAYMENT = "DUPL"
    DEBTOR_ERROR = "ENUE"
    FRAUDULENT_ORIGIN = "FRAD"
    INDEMNITY_REQUESTED = "INDM"
    RETURN_REQUESTED_BY_CUSTOMER = "MD06"
    NARRATIVE = "NARR"
    TECHNICAL_PROBLEM = "TECH"
    UNAUTHORISED_PAYMENT = "UAPA"
    UNDUE_PAYMENT = "UPAY"


class ReasonRule(msgspec.Struct, frozen=True):
    """What a reason means outside: the status sent, the HTTP answer, a hint for people."""

    status: PaymentStatus
    http_status: int
    hint: str


# The sender can mend the message itself.
_BROKEN: Final = {
    StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY: "More decimals than the currency has.",
    StatusReason.REQUIRED_ELEMENT_MISSING: "An element the agreement demands is missing.",
    StatusReason.INVALID_FILE_FORMAT: "The message breaks its schema; see the fields named.",
    StatusReason.INCORRECT_BANK_IDENTIFIER: "A bank's identifier is not well formed.",
    StatusReason.INVALID_AMOUNT: "The amount is missing or is not an amount.",
    StatusReason.INVALID_CURRENCY: "The currency is missing or unknown.",
    StatusReason.INVALID_CONTROL_SUM: "The sum told is not what the payments come to.",
    StatusReason.INVALID_NUMBER_OF_TRANSACTIONS: "The file does not count its payments.",
}

# The same thing came before.
_REPEATED: Final = {
    StatusReason.DUPLICATION: "This id was used before, with other content.",
    StatusReason.DUPLICATE_MESSAGE_ID: "The message id was used before.",
    StatusReason.DUPLICATE_TRANSACTION: "The transaction's id was used before.",
    StatusReason.DUPLICATE_END_TO_END_ID: "The end-to-end id was used before.",
    StatusReason.DUPLICATE_INSTRUCTION_ID: "The instruction id was used before.",
    StatusReason.DUPLICATE_PAYMENT: "The same payment was already made.",
}

# Somebody was not there, or not in time; a new payment may succeed later.
_UNWELL: Final = {
    StatusReason.CLEARING_TIMED_OUT: "Clearing did not finish in time.",
    StatusReason.CLEARING_ABORTED: "Clearing stopped at an error of its own.",
    StatusReason.SETTLEMENT_TIMED_OUT: "Settlement did not finish in time.",
    StatusReason.CREDITOR_AGENT_TIMED_OUT: "The creditor's bank gave no answer in time.",
    StatusReason.INSTRUCTED_AGENT_TIMED_OUT: "The next bank gave no answer in time.",
    StatusReason.AGENT_OFFLINE: "A bank on the way is not connected.",
    StatusReason.CREDITOR_AGENT_OFFLINE: "The creditor's bank is not connected.",
    StatusReason.CREDITOR_AGENT_ERROR: "The creditor's bank stopped at an error of its own.",
    StatusReason.INSTRUCTED_AGENT_ERROR: "The next bank stopped at an error of its own.",
    StatusReason.SETTLEMENT_SYSTEM_UNAVAILABLE: "The settlement system cannot be reached.",
    StatusReason.BANK_SYSTEM_PROCESSING_ERROR: "A bank or node could not work on the payment.",
}

# A rule says no.
_REFUSED: Final = {
    StatusReason.SETTLEMENT_ABORTED: "The quote has expired, is used, or does not fit.",
    StatusReason.INCORRECT_ACCOUNT: "An account number is wrong or missing.",
    StatusReason.INVALID_DEBTOR_ACCOUNT: "The debtor's account number is wrong or missing.",
    StatusReason.INVALID_CREDITOR_ACCOUNT: "The creditor's account number is wrong or missing.",
    StatusReason.CLOSED_ACCOUNT: "The account is closed.",
    StatusReason.BLOCKED_ACCOUNT: "The account takes no postings at present.",
    StatusReason.CLOSED_CREDITOR_ACCOUNT: "The creditor's account is closed.",
    StatusReason.TRANSACTION_FORBIDDEN: "The agreement does not allow this kind of payment.",
    StatusReason.TRANSACTION_NOT_SUPPORTED: "The account cannot take this kind of payment.",
    StatusReason.PAYMENT_NOT_RECEIVED: "The payment spoken of is not known here.",
    StatusReason.AGENT_SUSPENDED: "A bank on the way is suspended; see its notice.",
    StatusReason.CREDITOR_AGENT_SUSPENDED: "The creditor's bank is suspended; see its notice.",
    StatusReason.INCORRECT_AGENT: "A bank on the way is not the one agreed.",
    StatusReason.ZERO_AMOUNT: "The amount is zero.",
    StatusReason.NOT_ALLOWED_AMOUNT: "The amount is over what agreement or rules allow.",
    StatusReason.NOT_ALLOWED_CURRENCY: "The agreement does not cover this currency.",
    StatusReason.INSUFFICIENT_FUNDS: "The bank has too little liquidity; it may add some.",
    StatusReason.AMOUNT_TOO_LOW: "The amount is under the least the agreement allows.",
    StatusReason.WRONG_AMOUNT: "The amount is not the one quoted or agreed.",
    StatusReason.AMOUNT_EXCEEDS_CLEARING_LIMIT: "The amount is over the clearing's own limit.",
    StatusReason.AMOUNT_EXCEEDS_AGREED_LIMIT: "The amount is over the bank's own limit.",
    StatusReason.LIMIT_EXCEEDED: "A limit agreed with the customer would be passed.",
    StatusReason.AMOUNT_EXCEEDS_SETTLEMENT_LIMIT: "A cap on unsettled positions would be passed.",
    StatusReason.INCONSISTENT_WITH_END_CUSTOMER: "Account and customer do not belong together.",
    StatusReason.MISSING_CREDITOR_ADDRESS: "The creditor's address is missing or wrong.",
    StatusReason.UNKNOWN_END_CUSTOMER: "The bank does not know this customer.",
    StatusReason.MISSING_DEBTOR_ADDRESS: "The debtor's address is missing or wrong.",
    StatusReason.MISSING_DEBTOR_NAME: "The debtor's name is missing.",
    StatusReason.MISSING_CREDITOR_NAME: "The creditor's name is missing.",
    StatusReason.EXECUTION_DATE_TOO_FAR_IN_FUTURE: "The date asked for is too far ahead.",
    StatusReason.CREDITOR_BANK_NOT_REGISTERED: "The creditor's bank takes no part in this link.",
    StatusReason.INCORRECT_CURRENCY: "The currency is not the one this payment needs.",
    StatusReason.REQUESTED_BY_CUSTOMER: "The debtor asked to withdraw the payment.",
    StatusReason.DEBTOR_BANK_NOT_REGISTERED: "The debtor's bank takes no part in this link.",
    StatusReason.INVALID_DATE: "The settlement date is missing or impossible.",
    StatusReason.FUTURE_DATE_NOT_SUPPORTED: "Payments for a later date are not taken.",
    StatusReason.SETTLEMENT_FAILED: "Settlement did not succeed; see the settlement's record.",
    StatusReason.FRAUD: "A bank suspects fraud; follow the fraud procedure.",
    StatusReason.END_CUSTOMER_DECEASED: "The customer has died.",
    StatusReason.CUSTOMER_REASON_NOT_SPECIFIED: "The customer gave no reason.",
    StatusReason.REASON_NOT_SPECIFIED: "The bank gave no reason; ask it.",
    StatusReason.NARRATIVE: "The reason is in the text beside the code.",
    StatusReason.INVALID_DEBTOR_BANK_IDENTIFIER: "The debtor's bank is missing or unknown.",
    StatusReason.INVALID_CREDITOR_BANK_IDENTIFIER: "The creditor's bank is missing or unknown.",
    StatusReason.INVALID_DEBTOR_MEMBER_ID: "The debtor's bank has no such member id.",
    StatusReason.INVALID_CREDITOR_MEMBER_ID: "The creditor's bank has no such member id.",
    StatusReason.INVALID_INTERMEDIARY_AGENT: "An intermediary is missing or not allowed.",
    StatusReason.MISSING_DEBTOR_ACCOUNT_OR_IDENTIFICATION: "The law wants more about the debtor.",
    StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS: "The law wants the debtor's particulars.",
    StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS: "The law wants the creditor's particulars.",
    StatusReason.REGULATORY_REASON: "A law or regulation stops the payment; see the case.",
    StatusReason.INVALID_PURPOSE: "The purpose is missing, or is none the rules allow.",
    StatusReason.INVALID_REGULATORY_INFORMATION: "What must be reported is missing or wrong.",
    StatusReason.INVALID_REMITTANCE_INFORMATION: "The law wants the number of a document.",
    StatusReason.INVALID_CUT_OFF_TIME: "The payment came after the cut-off.",
}

# The money stays where it is.
_BLOCKED: Final = {
    StatusReason.BLOCKED_AMOUNT: "The money is blocked by law; only the authority frees it.",
}


def _rules(
    status: PaymentStatus, http_status: int, hints: Mapping[StatusReason, str]
) -> dict[StatusReason, ReasonRule]:
    return {reason: ReasonRule(status, http_status, hint) for reason, hint in hints.items()}


# Total: every reason has its rule.
REASONS: Final[Mapping[StatusReason, ReasonRule]] = MappingProxyType(
    _rules(PaymentStatus.RJCT, 400, _BROKEN)
    | _rules(PaymentStatus.RJCT, 409, _REPEATED)
    | _rules(PaymentStatus.RJCT, 422, _REFUSED)
    | _rules(PaymentStatus.RJCT, 503, _UNWELL)
    | _rules(PaymentStatus.BLCK, 422, _BLOCKED)
)

# Total: every reason for a return has its sentence.
RETURN_REASONS: Final[Mapping[ReturnReason, str]] = MappingProxyType(
    {
        ReturnReason.INCORRECT_ACCOUNT: "The account number is wrong.",
        ReturnReason.INVALID_CREDITOR_ACCOUNT: "The creditor's account number is wrong.",
        ReturnReason.CLOSED_ACCOUNT: "The account is closed.",
        ReturnReason.BLOCKED_ACCOUNT: "The account takes no postings at present.",
        ReturnReason.TRANSACTION_FORBIDDEN: "The account may not take this kind of payment.",
        ReturnReason.INCORRECT_AGENT: "A bank on the way was not the right one.",
        ReturnReason.NOT_ALLOWED_AMOUNT: "The amount is over what is allowed.",
        ReturnReason.NOT_ALLOWED_CURRENCY: "The account cannot be credited in this currency.",
        ReturnReason.DUPLICATION: "The same thing was sent twice.",
        ReturnReason.WRONG_AMOUNT: "The amount is not the one agreed.",
        ReturnReason.INCONSISTENT_WITH_END_CUSTOMER: "Account and customer do not fit.",
        ReturnReason.MISSING_CREDITOR_ADDRESS: "The creditor's address is missing or wrong.",
        ReturnReason.UNKNOWN_END_CUSTOMER: "The bank does not know this customer.",
        ReturnReason.BANK_ERROR: "A bank made a mistake.",
        ReturnReason.INCORRECT_CURRENCY: "The currency is not the right one.",
        ReturnReason.REQUESTED_BY_CUSTOMER: "The debtor asked for it.",
        ReturnReason.TECHNICAL_PROBLEM: "A technical fault made the payment.",
        ReturnReason.INVALID_DATE: "The settlement date was wrong.",
        ReturnReason.DUPLICATE_PAYMENT: "The same payment was made twice.",
        ReturnReason.SETTLEMENT_FAILED: "Settlement did not succeed.",
        ReturnReason.FOLLOWING_CANCELLATION_REQUEST: "The recall was granted.",
        ReturnReason.FRAUD: "The payment is held to be fraudulent.",
        ReturnReason.RETURN_REQUESTED_BY_CUSTOMER: "The creditor gives the money back.",
        ReturnReason.END_CUSTOMER_DECEASED: "The customer has died.",
        ReturnReason.CUSTOMER_REASON_NOT_SPECIFIED: "The customer gave no reason.",
        ReturnReason.REASON_NOT_SPECIFIED: "The bank gave no reason.",
        ReturnReason.NARRATIVE: "The reason is in the text beside the code.",
        ReturnReason.INVALID_CREDITOR_BANK_IDENTIFIER: "The creditor's bank is unknown.",
        ReturnReason.MISSING_DEBTOR_NAME_OR_ADDRESS: "The law wants more about the debtor.",
        ReturnReason.MISSING_CREDITOR_NAME_OR_ADDRESS: "The law wants more about the creditor.",
        ReturnReason.REGULATORY_REASON: "A law or regulation stops the payment.",
        ReturnReason.UNRESOLVED_INVESTIGATION: "An enquiry found no way to mend the payment.",
        ReturnReason.UNDUE_PAYMENT: "The money was not owed.",
    }
)

# Total: every reason for a recall has its sentence.
CANCELLATION_REASONS: Final[Mapping[CancellationReason, str]] = MappingProxyType(
    {
        CancellationReason.INVALID_CREDITOR_ACCOUNT: "The creditor's account number is wrong.",
        CancellationReason.INCORRECT_AGENT: "A bank on the way is not the right one.",
        CancellationReason.WRONG_AMOUNT: "The amount is not the one agreed.",
        CancellationReason.COVER_CANCELLED: "The payment's cover will not come.",
        CancellationReason.INCORRECT_CURRENCY: "The currency is not the right one.",
        CancellationReason.REQUESTED_BY_CUSTOMER: "The debtor asks for it.",
        CancellationReason.UNRESOLVED_INVESTIGATION: "An enquiry found no other way.",
        CancellationReason.TIMED_OUT: "No answer came in time.",
        CancellationReason.INVALID_DATE: "The settlement date is wrong.",
        CancellationReason.DUPLICATE_PAYMENT: "The same payment was made twice.",
        CancellationReason.DEBTOR_ERROR: "The debtor made a mistake.",
        CancellationReason.FRAUDULENT_ORIGIN: "The payment was made by fraud.",
        CancellationReason.INDEMNITY_REQUESTED: "An indemnity is to be agreed on.",
        CancellationReason.RETURN_REQUESTED_BY_CUSTOMER: "A customer asks for the money back.",
        CancellationReason.NARRATIVE: "The reason is in the text beside the code.",
        CancellationReason.TECHNICAL_PROBLEM: "A technical fault made the payment.",
        CancellationReason.UNAUTHORISED_PAYMENT: "The debtor did not authorise the payment.",
        CancellationReason.UNDUE_PAYMENT: "The money was not owed.",
    }
)

# Total: every status has its sentence.
PAYMENT_STATUSES: Final[Mapping[PaymentStatus, str]] = MappingProxyType(
    {
        PaymentStatus.RCVD: "Received.",
        PaymentStatus.PDNG: "Pending; held, reviewed and queued look the same from outside.",
        PaymentStatus.ACTC: "Well formed and from whom it says.",
        PaymentStatus.ACCP: "The customer's profile was checked as well.",
        PaymentStatus.ACSP: "Accepted, settlement under way.",
        PaymentStatus.ACWP: "Accepted, not yet posted to the creditor.",
        PaymentStatus.ACSC: "Settled, finally.",
        PaymentStatus.ACCC: "Settled and credited to the creditor.",
        PaymentStatus.RJCT: "Rejected.",
        PaymentStatus.BLCK: "Blocked: the money goes neither forward nor back.",
        PaymentStatus.CANC: "Cancelled at the sender's request.",
    }
)
