"""camt.060, AccountReportingRequest: please report on these accounts."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    AGENT,
    CODED,
    PARTY_OR_AGENT,
    Account,
    Agent,
    Coded,
    PartyOrAgent,
)


class ReportingRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Which report is asked for: of which account, over which period, of which entries."""

    id: str = ""
    requested_message_name: str
    account: Account | None = None
    account_owner: PartyOrAgent
    account_servicer: Agent | None = None
    from_date: str = ""
    to_date: str = ""
    from_time: str = ""
    to_time: str = ""
    period_kind: str = ""
    from_sequence: str = ""
    to_sequence: str = ""
    sequences: tuple[str, ...] = ()
    excluded_sequences: tuple[str, ...] = ()
    entry_status: Coded | None = None
    credit_debit: str = ""
    balances: tuple[Coded, ...] = ()


class AccountReportingRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message of one or more requests."""

    message_id: str
    creation_date_time: str
    sender: PartyOrAgent | None = None
    requests: tuple[ReportingRequest, ...]


REPORTING_REQUEST: Final = Chart(
    ReportingRequest,
    {
        "id": "Id",
        "requested_message_name": "ReqdMsgNmId",
        "account": Inner("Acct", ACCOUNT),
        "account_owner": Inner("AcctOwnr", PARTY_OR_AGENT),
        "account_servicer": Inner("AcctSvcr", AGENT),
        "from_date": "RptgPrd/FrToDt/FrDt",
        "to_date": "RptgPrd/FrToDt/ToDt",
        "from_time": "RptgPrd/FrToTm/FrTm",
        "to_time": "RptgPrd/FrToTm/ToTm",
        "period_kind": "RptgPrd/Tp",
        "from_sequence": "RptgSeq/FrSeq",
        "to_sequence": "RptgSeq/ToSeq",
        "sequences": "RptgSeq/EQSeq*",
        "excluded_sequences": "RptgSeq/NEQSeq*",
        "entry_status": Inner("ReqdTxTp/Sts", CODED),
        "credit_debit": "ReqdTxTp/CdtDbtInd",
        "balances": Inner("ReqdBalTp*/CdOrPrtry", CODED),
    },
)
ACCOUNT_REPORTING_REQUEST: Final = Chart(
    AccountReportingRequest,
    {
        "message_id": "GrpHdr/MsgId",
        "creation_date_time": "GrpHdr/CreDtTm",
        "sender": Inner("GrpHdr/MsgSndr", PARTY_OR_AGENT),
        "requests": Inner("RptgReq*", REPORTING_REQUEST),
    },
)
