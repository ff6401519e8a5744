"""A bank's pacs.008 becomes an order; what no order can be made of is refused with a reason."""

from tallystick.admission.desk import EVIDENCE, MESSAGE, Admitted, Desk, Refused
from tallystick.core.commands import SubmitPayment
from tallystick.core.orders import Order
from tallystick.terms.parties import Priority
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.credit_transfer import (
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
)
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.views import Agent


def admit_order(desk: Desk, sender: str, raw: bytes) -> Admitted | Refused:
    """Return the command for a credit transfer that a participant sent, with its verdict.

    Raises:
        RemoteMessageError: the bytes cannot be read, or break their schema.
    """
    document = receive(raw).document
    if not isinstance(document, FIToFICustomerCreditTransfer):
        return _no(StatusReason.INVALID_FILE_FORMAT, "Document", "it is no credit transfer")
    if len(document.transactions) != 1:
        return _no(StatusReason.INVALID_FILE_FORMAT, "NbOfTxs", "one payment a message here")
    transaction = document.transactions[0]
    fault = _fault_of(sender, document, transaction)
    if fault is not None:
        return fault
    order = order_of(desk, document, raw)
    screened = desk.screen(order.payment_id, raw)
    kept = ((MESSAGE, raw), (EVIDENCE, screened.evidence))
    return Admitted(SubmitPayment(order, screened.verdict), kept)


def _fault_of(
    sender: str, document: FIToFICustomerCreditTransfer, transaction: CreditTransferTransaction
) -> Refused | None:
    """Say why a lawful message cannot be an order of this sender's."""
    if not transaction.uetr:
        return _no(StatusReason.REQUIRED_ELEMENT_MISSING, "PmtId/UETR", "a payment needs a UETR")
    if document.number_of_transactions != 1:
        return _no(StatusReason.INVALID_FILE_FORMAT, "NbOfTxs", "it does not count its payment")
    instructing = document.instructing_agent_of(transaction)
    if instructing is not None and agent_id(instructing) != sender:
        return _no(StatusReason.INCORRECT_AGENT, "InstgAgt", "it is not the sender")
    if agent_id(transaction.debtor_agent) != sender:
        return _no(StatusReason.INCORRECT_AGENT, "DbtrAgt", "it is not the sender")
    if not agent_id(transaction.creditor_agent):
        return _no(StatusReason.INCORRECT_AGENT, "CdtrAgt", "it has no BIC, member id or LEI")
    return None


def _no(reason: StatusReason, field: str, text: str) -> Refused:
    return Refused(reason, field, text)


def order_of(desk: Desk, document: FIToFICustomerCreditTransfer, raw: bytes) -> Order:
    """Return the order that a checked message of one payment makes."""
    transaction = document.transactions[0]
    amount = transaction.interbank_settlement_amount
    kind = document.payment_type_of(transaction)
    urgent = kind is not None and kind.priority == "HIGH"
    rate = transaction.agreed_rate
    return Order(
        transaction.uetr,
        desk.agreement_id,
        agent_id(transaction.debtor_agent),
        agent_id(transaction.creditor_agent),
        amount.minor,
        amount.currency,
        desk.content_digest(raw),
        rate.quote_id if rate is not None else "",
        Priority.URGENT if urgent else Priority.NORMAL,
    )


def agent_id(agent: Agent) -> str:
    """Return by what an agent takes part: BIC, number in a clearing system, or LEI, if any."""
    if agent.bic:
        return agent.bic
    if agent.member_id:
        system = agent.clearing_system
        name = (system.code or system.proprietary) if system is not None else ""
        return f"{name}:{agent.member_id}" if name else agent.member_id
    return agent.lei
