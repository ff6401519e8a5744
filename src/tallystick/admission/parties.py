"""Which two banks a payment is between here: who hands it in, and who is to take it.

Both are participants of the link, and theirs are the accounts that are debited and
credited. The debtor agent may stand behind the one and the creditor agent behind the
other, as where banks pay through correspondents: they are in the message, are
screened, and have no account here. To pay the creditor agent past the bank that the
sender instructs would be to route the payment another way than it says.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.credit_transfer import (
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
)
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.payment_return import PaymentReturn, ReturnedTransaction
from tallystick.wire.iso20022.views import Agent, PartyOrAgent
from tallystick.wire.leaves import Leaf

_HEAD_OFFICE = "XXX"
_NOBODY = Agent()


class Transfer(NamedTuple):
    """A message of one payment: its version, its parts, the payment, and every text in it."""

    message: Message
    header: BusinessApplicationHeader | None
    document: FIToFICustomerCreditTransfer
    transaction: CreditTransferTransaction
    leaves: Sequence[Leaf]


class Return(NamedTuple):
    """A message that returns one payment, or a part of it: as a transfer is read."""

    message: Message
    header: BusinessApplicationHeader | None
    document: PaymentReturn
    transaction: ReturnedTransaction
    leaves: Sequence[Leaf]


class Mention(NamedTuple):
    """An agent, and the element that names it."""

    field: str
    agent: Agent

    @property
    def id(self) -> str:
        """By what it takes part, "" if by nothing."""
        return agent_id(self.agent)


def agent_id(agent: Agent) -> str:
    """Return by what an agent takes part: BIC, number in a clearing system, LEI, or name."""
    if agent.bic:
        return agent.bic
    if agent.member_id:
        name = _system_of(agent)
        return f"{name}:{agent.member_id}" if name else agent.member_id
    return agent.lei or " ".join(agent.name.split())


def mention_of(field: str, somebody: PartyOrAgent | None) -> Mention:
    """Return a bank that a message names as a party or as an agent, as an agent.

    A party is known by its BIC or LEI, or else by its name.
    """
    agent = somebody.agent if somebody is not None else None
    party = somebody.party if somebody is not None else None
    if agent is None and party is not None:
        agent = Agent(bic=party.bic, lei=party.lei, name=party.name)
    return Mention(field, agent or Agent())


def _system_of(agent: Agent) -> str:
    system = agent.clearing_system
    return (system.code or system.proprietary) if system is not None else ""


def debited_in(transfer: Transfer | Return) -> Mention:
    """Return who hands a payment in and is debited; nobody else may send its message.

    It is the instructing agent, else whom the header is from, else the debtor agent: the
    first of them who is known by anything.
    """
    instructing, _ = _settling_agents(transfer)
    if instructing is not None and agent_id(instructing):
        return Mention("InstgAgt", instructing)
    sender = transfer.header.sender_agent if transfer.header is not None else None
    if sender is not None and agent_id(sender):
        return Mention("AppHdr/Fr", sender)
    return Mention("DbtrAgt", transfer.transaction.debtor_agent or _NOBODY)


def credited_in(transfer: Transfer | Return) -> Mention:
    """Return who is asked to take a payment and is credited.

    It is the instructed agent, else the creditor agent: the first who is known by anything.
    """
    _, instructed = _settling_agents(transfer)
    if instructed is not None and agent_id(instructed):
        return Mention("InstdAgt", instructed)
    return Mention("CdtrAgt", transfer.transaction.creditor_agent or _NOBODY)


def _settling_agents(transfer: Transfer | Return) -> tuple[Agent | None, Agent | None]:
    """Return the instructing and the instructed agent, each if it is named."""
    document, transaction = transfer.document, transfer.transaction
    return (
        transaction.instructing_agent or document.instructing_agent,
        transaction.instructed_agent or document.instructed_agent,
    )


def is_same_agent(first: Agent, second: Agent) -> bool:
    """Tell whether two mentions are of one agent, by what both of them say.

    A BIC of eight characters is the head office's, and a number in a clearing system is
    the same whether the system is named or not.
    """
    if first.bic and second.bic:
        return first.bic.removesuffix(_HEAD_OFFICE) == second.bic.removesuffix(_HEAD_OFFICE)
    if first.member_id and second.member_id and not (first.bic or second.bic):
        systems = {_system_of(first), _system_of(second)} - {""}
        return first.member_id == second.member_id and len(systems) < 2
    return agent_id(first) == agent_id(second)
