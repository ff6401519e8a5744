"""What messages about other messages share: which message, which payment of it, and why."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    AGENT,
    CODED,
    PARTY,
    PARTY_OR_AGENT,
    Account,
    Agent,
    Amount,
    Coded,
    Party,
    PartyOrAgent,
)


class ReasonInformation(msgspec.Struct, frozen=True, gc=False):
    """Why something is asked, refused or sent back, and who says it."""

    reason: Coded | None = None
    originator: Party | None = None
    additional_information: tuple[str, ...] = ()


class OriginalMessage(msgspec.Struct, frozen=True, gc=False):
    """The message that one transaction was in."""

    message_id: str
    message_name: str
    creation_date_time: str = ""


class OriginalTransaction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the original message said of one payment, as far as it is repeated."""

    interbank_settlement_amount: Amount | None = None
    instructed_amount: Amount | None = None
    interbank_settlement_date: str = ""
    settlement_method: str = ""
    clearing_system: Coded | None = None
    remittance_information: tuple[str, ...] = ()
    creditor_references: tuple[str, ...] = ()
    ultimate_debtor: PartyOrAgent | None = None
    debtor: PartyOrAgent | None = None
    debtor_account: Account | None = None
    debtor_agent: Agent | None = None
    debtor_agent_account: Account | None = None
    creditor_agent: Agent | None = None
    creditor_agent_account: Account | None = None
    creditor: PartyOrAgent | None = None
    creditor_account: Account | None = None
    ultimate_creditor: PartyOrAgent | None = None
    purpose: Coded | None = None


REASON: Final = Chart(
    ReasonInformation,
    {
        "reason": Inner("Rsn", CODED),
        "originator": Inner("Orgtr", PARTY),
        "additional_information": "AddtlInf*",
    },
)
ORIGINAL_MESSAGE: Final = Chart(
    OriginalMessage,
    {
        "message_id": "OrgnlMsgId",
        "message_name": "OrgnlMsgNmId",
        "creation_date_time": "OrgnlCreDtTm",
    },
)
ORIGINAL_TRANSACTION: Final = Chart(
    OriginalTransaction,
    {
        "interbank_settlement_amount": "IntrBkSttlmAmt",
        "instructed_amount": "Amt/InstdAmt",
        "interbank_settlement_date": "IntrBkSttlmDt",
        "settlement_method": "SttlmInf/SttlmMtd",
        "clearing_system": Inner("SttlmInf/ClrSys", CODED),
        "remittance_information": "RmtInf/Ustrd*",
        "creditor_references": "RmtInf/Strd*/CdtrRefInf/Ref",
        "ultimate_debtor": Inner("UltmtDbtr", PARTY_OR_AGENT),
        "debtor": Inner("Dbtr", PARTY_OR_AGENT),
        "debtor_account": Inner("DbtrAcct", ACCOUNT),
        "debtor_agent": Inner("DbtrAgt", AGENT),
        "debtor_agent_account": Inner("DbtrAgtAcct", ACCOUNT),
        "creditor_agent": Inner("CdtrAgt", AGENT),
        "creditor_agent_account": Inner("CdtrAgtAcct", ACCOUNT),
        "creditor": Inner("Cdtr", PARTY_OR_AGENT),
        "creditor_account": Inner("CdtrAcct", ACCOUNT),
        "ultimate_creditor": Inner("UltmtCdtr", PARTY_OR_AGENT),
        "purpose": Inner("Purp", CODED),
    },
)
