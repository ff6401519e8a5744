"""What invented banks write to their node: credit transfers, lawful or broken, and answers.

A bank writes in the version that it has: pacs.008.001.13, which has a place for a quote, or
.08, which has none and takes the standing rate.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from tallystick.links.status_reports import REPORTS
from tallystick.sandbox.customers import Customer
from tallystick.terms.instants import Instant, format_instant
from tallystick.terms.reasons import PaymentStatus, ReturnReason, StatusReason
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.credit_transfer import (
    AgreedRate,
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
    PaymentType,
)
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.originals import OriginalMessage, ReasonInformation
from tallystick.wire.iso20022.payment_return import (
    PaymentReturn,
    ReturnChain,
    ReturnedTransaction,
)
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.views import (
    Account,
    Address,
    Agent,
    Amount,
    Coded,
    Identifier,
    Party,
    PartyOrAgent,
)

OLDER: Final = Message("pacs.008.001.08")
NEWER: Final = Message("pacs.008.001.13")
RETURN: Final = Message("pacs.004.001.14")
# A rate has at most eleven digits in a message, and stands for the quote that is named.
_RATE_DIGITS: Final = 11


class Quoted(NamedTuple):
    """A quote as far as a message names it: its id, and its rate as decimal text."""

    quote_id: str
    rate: str
    unit_currency: str
    quoted_currency: str


class Transfer(NamedTuple):
    """What a bank has to write of one payment; the amount is in minor units."""

    uetr: str
    debtor_agent: str
    creditor_agent: str
    debtor: Customer
    creditor: Customer
    amount: int
    currency: str
    text: str
    quoted: Quoted | None = None
    is_urgent: bool = False
    purpose: str = ""


class Presented(NamedTuple):
    """What a creditor's bank answers to: a payment, and the message that presented it.

    `came` is what it brings, in minor units of its currency. Of a return, `uetr` is that of
    what it returns and `instruction_id` its RtrId.
    """

    payment_id: str
    uetr: str
    message_id: str
    message: str
    account: str
    debtor_agent: str
    creditor_agent: str
    instruction_id: str = ""
    came: tuple[int, str] = (0, "")
    transaction: CreditTransferTransaction | None = None


class Back(NamedTuple):
    """A part of a presented payment that its bank sends back, in minor units, and why."""

    presented: Presented
    return_id: str
    amount: int
    reason: ReturnReason


def credit_transfer(transfer: Transfer, message: Message, message_id: str, at: Instant) -> bytes:
    """Return a payment's message, behind its header.

    Raises:
        LocalMessageError: it names a quote in a version that has no place for one.
    """
    written = format_instant(at)
    document = FIToFICustomerCreditTransfer(
        message_id=message_id,
        creation_date_time=written,
        number_of_transactions=1,
        settlement_method="CLRG",
        instructing_agent=Agent(bic=transfer.debtor_agent),
        instructed_agent=Agent(bic=transfer.creditor_agent),
        transactions=(_transaction(transfer, message_id, written[:10]),),
    )
    header = _header(
        (transfer.debtor_agent, transfer.creditor_agent), message, message_id, written
    )
    return write(document, message, header)


def _header(
    banks: tuple[str, str], message: Message, message_id: str, written: str
) -> BusinessApplicationHeader:
    """Return the header of a message from the first of two banks to the second."""
    sender, recipient = banks
    return BusinessApplicationHeader(
        sender_agent=Agent(bic=sender),
        recipient_agent=Agent(bic=recipient),
        business_message_id=message_id,
        message_definition=message,
        creation_date_time=written,
    )


def _transaction(transfer: Transfer, reference: str, on: str) -> CreditTransferTransaction:
    return CreditTransferTransaction(
        instruction_id=reference,
        end_to_end_id=reference,
        uetr=transfer.uetr,
        payment_type=PaymentType(priority="HIGH" if transfer.is_urgent else "NORM"),
        interbank_settlement_amount=Amount(transfer.amount, transfer.currency),
        interbank_settlement_date=on,
        agreed_rate=_agreed(transfer.quoted) if transfer.quoted else None,
        charge_bearer="SHAR",
        debtor=_party(transfer.debtor),
        debtor_account=_account(transfer.debtor),
        debtor_agent=Agent(bic=transfer.debtor_agent),
        creditor_agent=Agent(bic=transfer.creditor_agent),
        creditor=_party(transfer.creditor),
        creditor_account=_account(transfer.creditor),
        purpose=Coded(code=transfer.purpose) if transfer.purpose else None,
        remittance_information=(transfer.text,),
    )


def _agreed(quoted: Quoted) -> AgreedRate:
    whole, _, decimals = quoted.rate.partition(".")
    decimals = decimals[: _RATE_DIGITS - len(whole)]
    return AgreedRate(
        f"{whole}.{decimals}" if decimals else whole,
        quoted.unit_currency,
        quoted.quoted_currency,
        quote_id=quoted.quote_id,
    )


def _party(customer: Customer) -> Party:
    address = Address(
        street_name=customer.street,
        building_number=customer.number,
        town_name=customer.town,
        country=customer.country,
    )
    return Party(name=customer.name, address=address)


def _account(customer: Customer) -> Account:
    if customer.is_iban:
        return Account(iban=customer.account)
    return Account(other=Identifier(customer.account))


def answer(
    presented: Presented, reason: StatusReason | None, message_id: str, at: Instant
) -> bytes:
    """Return a bank's answer to a presentation, behind its header: a promise, or why not."""
    status = PaymentStatus.ACCP if reason is None else PaymentStatus.RJCT
    reasons = (StatusReasonInformation(Coded(code=reason)),) if reason is not None else ()
    told = TransactionStatus(
        original_message=OriginalMessage(presented.message_id, presented.message),
        original_instruction_id=presented.instruction_id,
        original_uetr=presented.uetr,
        status=status,
        reasons=reasons,
    )
    written, message = format_instant(at), REPORTS[Message(presented.message)]
    document = FIToFIPaymentStatusReport(
        message_id=message_id, creation_date_time=written, transactions=(told,)
    )
    banks = presented.creditor_agent, presented.debtor_agent
    return write(document, message, _header(banks, message, message_id, written))


def payment_return(back: Back, message_id: str, at: Instant) -> bytes:
    """Return the message of a return, behind its header; it has no quote."""
    presented, written = back.presented, format_instant(at)
    banks = presented.creditor_agent, presented.debtor_agent
    document = PaymentReturn(
        message_id=message_id,
        creation_date_time=written,
        number_of_transactions=1,
        settlement_method="CLRG",
        instructing_agent=Agent(bic=banks[0]),
        instructed_agent=Agent(bic=banks[1]),
        transactions=(_returned(back, written[:10]),),
    )
    return write(document, RETURN, _header(banks, RETURN, message_id, written))


def _returned(back: Back, on: str) -> ReturnedTransaction:
    presented = back.presented
    paid = presented.transaction
    assert paid is not None, "what is returned was presented as a credit transfer"
    chain = ReturnChain(
        debtor=PartyOrAgent(party=paid.creditor),
        debtor_account=paid.creditor_account,
        debtor_agent=Agent(bic=presented.creditor_agent),
        creditor_agent=Agent(bic=presented.debtor_agent),
        creditor=PartyOrAgent(party=paid.debtor),
        creditor_account=paid.debtor_account,
    )
    return ReturnedTransaction(
        return_id=back.return_id,
        original_message=OriginalMessage(presented.message_id, presented.message),
        original_end_to_end_id=paid.end_to_end_id,
        original_uetr=presented.uetr,
        returned_interbank_settlement_amount=Amount(back.amount, presented.came[1]),
        interbank_settlement_date=on,
        return_chain=chain,
        reasons=(ReasonInformation(Coded(code=back.reason)),),
    )


class Breakage(NamedTuple):
    """One way to break a message, and the rule by which a receiver must find it."""

    name: str
    rule: str
    spoil: Callable[[bytes], bytes]


BREAKAGES: Final = (
    Breakage("cut off in the middle", "xml", lambda raw: raw[: len(raw) // 2]),
    Breakage(
        "a document type before it",
        "xml",
        lambda raw: raw.replace(b"?>", b"?><!DOCTYPE Document>", 1),
    ),
    Breakage(
        "no charge bearer", "schema", lambda raw: raw.replace(b"<ChrgBr>SHAR</ChrgBr>", b"", 1)
    ),
    Breakage(
        "a settlement method that does not exist",
        "schema",
        lambda raw: raw.replace(b"<SttlmMtd>CLRG", b"<SttlmMtd>CASH", 1),
    ),
    Breakage(
        "an amount in words",
        "schema",
        lambda raw: raw.replace(b"</IntrBkSttlmAmt>", b" and a half</IntrBkSttlmAmt>", 1),
    ),
    Breakage(
        "a version that does not exist",
        "unsupported-version",
        lambda raw: raw.replace(b":pacs.008.001.", b":pacs.008.007.", 1),
    ),
)
