"""camt.110 and .111: a question about a payment, an entry or an account, and its answer.

An answer repeats the question's own particulars (`investigation`) as they were asked.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.originals import ORIGINAL_TRANSACTION, OriginalTransaction
from tallystick.wire.iso20022.status_report import STATUS_REASON, StatusReasonInformation
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    CODED,
    PARTY_OR_AGENT,
    Account,
    Amount,
    Coded,
    PartyOrAgent,
)


class UnderlyingInstruction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A customer's payment that is asked after, as its own message said it."""

    message_id: str = ""
    message_name: str = ""
    message_date_time: str = ""
    payment_information_id: str = ""
    instruction_id: str = ""
    end_to_end_id: str = ""
    uetr: str = ""
    instructed_amount: Amount | None = None
    requested_execution_date: str = ""
    requested_execution_date_time: str = ""
    original_transaction: OriginalTransaction | None = None


class UnderlyingInterbank(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A payment between banks that is asked after, as its own message said it."""

    message_id: str = ""
    message_name: str = ""
    message_date_time: str = ""
    instruction_id: str = ""
    end_to_end_id: str = ""
    transaction_id: str = ""
    uetr: str = ""
    interbank_settlement_amount: Amount | None = None
    interbank_settlement_date: str = ""
    original_transaction: OriginalTransaction | None = None


class UnderlyingEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An entry of an account that is asked after."""

    account: Account | None = None
    message_id: str = ""
    message_name: str = ""
    message_date_time: str = ""
    statement_id: str = ""
    entry_reference: str = ""
    uetr: str = ""
    amount: Amount | None = None
    value_date: str = ""
    value_date_time: str = ""


class Investigation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who asks whom about what. One of the underlying things at most is told."""

    message_id: str
    requestor_investigation_id: str = ""
    responder_investigation_id: str = ""
    exchange_id: str = ""
    action: Coded | None = None
    kind: Coded
    sub_kind: Coded | None = None
    underlying_instrument: Coded | None = None
    underlying_instruction: UnderlyingInstruction | None = None
    underlying_interbank: UnderlyingInterbank | None = None
    underlying_entry: UnderlyingEntry | None = None
    underlying_account: Account | None = None
    underlying_other_id: str = ""
    underlying_other_scheme: str = ""
    underlying_other_issuer: str = ""
    requestor: PartyOrAgent
    responder: PartyOrAgent
    request_originator: PartyOrAgent | None = None
    expected_responder: PartyOrAgent | None = None
    service_levels: tuple[Coded, ...] = ()


class InvestigationReason(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that is asked, and in which words."""

    sequence: str = ""
    reason: Coded
    reason_sub_kind: Coded | None = None
    narrative: str = ""
    related_investigation_id: str = ""


class InvestigationRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """camt.110: a message that asks."""

    investigation: Investigation
    reasons: tuple[InvestigationReason, ...]


class InvestigationAnswer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is answered to one reason.

    It is one of: how the payment stands, whether a debit is authorised, or words. Other
    kinds of answer are in the tree alone.
    """

    original_sequence: str = ""
    original_reason: Coded | None = None
    original_reason_sub_kind: Coded | None = None
    transaction_status: Coded | None = None
    status_reasons: tuple[StatusReasonInformation, ...] = ()
    is_debit_authorised: bool | None = None
    amount_to_debit: Amount | None = None
    value_date_to_debit: str = ""
    debit_reason: str = ""
    narrative: str = ""
    related_investigation_id: str = ""
    originator: PartyOrAgent | None = None


class InvestigationResponse(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """camt.111: a message that answers."""

    message_id: str
    responder_investigation_id: str = ""
    status: str
    status_reason: Coded | None = None
    next_responder: PartyOrAgent | None = None
    answers: tuple[InvestigationAnswer, ...] = ()
    investigation: Investigation


UNDERLYING_INSTRUCTION: Final = Chart(
    UnderlyingInstruction,
    {
        "message_id": "OrgnlGrpInf/OrgnlMsgId",
        "message_name": "OrgnlGrpInf/OrgnlMsgNmId",
        "message_date_time": "OrgnlGrpInf/OrgnlCreDtTm",
        "payment_information_id": "OrgnlPmtInfId",
        "instruction_id": "OrgnlInstrId",
        "end_to_end_id": "OrgnlEndToEndId",
        "uetr": "OrgnlUETR",
        "instructed_amount": "OrgnlInstdAmt",
        "requested_execution_date": "ReqdExctnDt/Dt",
        "requested_execution_date_time": "ReqdExctnDt/DtTm",
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
UNDERLYING_INTERBANK: Final = Chart(
    UnderlyingInterbank,
    {
        "message_id": "OrgnlGrpInf/OrgnlMsgId",
        "message_name": "OrgnlGrpInf/OrgnlMsgNmId",
        "message_date_time": "OrgnlGrpInf/OrgnlCreDtTm",
        "instruction_id": "OrgnlInstrId",
        "end_to_end_id": "OrgnlEndToEndId",
        "transaction_id": "OrgnlTxId",
        "uetr": "OrgnlUETR",
        "interbank_settlement_amount": "OrgnlIntrBkSttlmAmt",
        "interbank_settlement_date": "OrgnlIntrBkSttlmDt",
        "original_transaction": Inner("OrgnlTxRef", ORIGINAL_TRANSACTION),
    },
)
UNDERLYING_ENTRY: Final = Chart(
    UnderlyingEntry,
    {
        "account": Inner("OrgnlAcct", ACCOUNT),
        "message_id": "OrgnlGrpInf/OrgnlMsgId",
        "message_name": "OrgnlGrpInf/OrgnlMsgNmId",
        "message_date_time": "OrgnlGrpInf/OrgnlCreDtTm",
        "statement_id": "OrgnlStmtId",
        "entry_reference": "OrgnlNtryRef",
        "uetr": "OrgnlUETR",
        "amount": "OrgnlNtryAmt",
        "value_date": "OrgnlNtryValDt/Dt",
        "value_date_time": "OrgnlNtryValDt/DtTm",
    },
)
INVESTIGATION: Final = Chart(
    Investigation,
    {
        "message_id": "MsgId",
        "requestor_investigation_id": "RqstrInvstgtnId",
        "responder_investigation_id": "RspndrInvstgtnId",
        "exchange_id": "EIR",
        "action": Inner("ReqActn/Actn", CODED),
        "kind": Inner("InvstgtnTp", CODED),
        "sub_kind": Inner("InvstgtnSubTp", CODED),
        "underlying_instrument": Inner("UndrlygInstrm", CODED),
        "underlying_instruction": Inner("Undrlyg/Initn", UNDERLYING_INSTRUCTION),
        "underlying_interbank": Inner("Undrlyg/IntrBk", UNDERLYING_INTERBANK),
        "underlying_entry": Inner("Undrlyg/StmtNtry", UNDERLYING_ENTRY),
        "underlying_account": Inner("Undrlyg/Acct", ACCOUNT),
        "underlying_other_id": "Undrlyg/Othr/Id",
        "underlying_other_scheme": "Undrlyg/Othr/SchmeNm",
        "underlying_other_issuer": "Undrlyg/Othr/Issr",
        "requestor": Inner("Rqstr", PARTY_OR_AGENT),
        "responder": Inner("Rspndr", PARTY_OR_AGENT),
        "request_originator": Inner("ReqOrgtr", PARTY_OR_AGENT),
        "expected_responder": Inner("XpctdRspndr", PARTY_OR_AGENT),
        "service_levels": Inner("SvcLvl*", CODED),
    },
)
INVESTIGATION_REASON: Final = Chart(
    InvestigationReason,
    {
        "sequence": "Seq",
        "reason": Inner("Rsn", CODED),
        "reason_sub_kind": Inner("RsnSubTp", CODED),
        "narrative": "AddtlReqData/ReqNrrtv",
        "related_investigation_id": "RltdInvstgtnData/InvstgtnId",
    },
)
INVESTIGATION_REQUEST: Final = Chart(
    InvestigationRequest,
    {
        "investigation": Inner("InvstgtnReq", INVESTIGATION),
        "reasons": Inner("InvstgtnData*", INVESTIGATION_REASON),
    },
)
INVESTIGATION_ANSWER: Final = Chart(
    InvestigationAnswer,
    {
        "original_sequence": "OrgnlInvstgtnSeq",
        "original_reason": Inner("OrgnlInvstgtnRsn", CODED),
        "original_reason_sub_kind": Inner("OrgnlInvstgtnRsnSubTp", CODED),
        "transaction_status": Inner("RspnData/TxSts/Sts", CODED),
        "status_reasons": Inner("RspnData/TxSts/StsRsnInf*", STATUS_REASON),
        "is_debit_authorised": "RspnData/DbtAuthstn/DbtAuthstn",
        "amount_to_debit": "RspnData/DbtAuthstn/AmtToDbt",
        "value_date_to_debit": "RspnData/DbtAuthstn/ValDtToDbt",
        "debit_reason": "RspnData/DbtAuthstn/Rsn",
        "narrative": "RspnData/RspnNrrtv",
        "related_investigation_id": "RltdInvstgtnData/InvstgtnId",
        "originator": Inner("RspnOrgtr", PARTY_OR_AGENT),
    },
)
INVESTIGATION_RESPONSE: Final = Chart(
    InvestigationResponse,
    {
        "message_id": "InvstgtnRspn/MsgId",
        "responder_investigation_id": "InvstgtnRspn/RspndrInvstgtnId",
        "status": "InvstgtnRspn/InvstgtnSts/Sts",
        "status_reason": Inner("InvstgtnRspn/InvstgtnSts/StsRsn", CODED),
        "next_responder": Inner("InvstgtnRspn/NxtRspndr", PARTY_OR_AGENT),
        "answers": Inner("InvstgtnRspn/InvstgtnData*", INVESTIGATION_ANSWER),
        "investigation": Inner("OrgnlInvstgtnReq", INVESTIGATION),
    },
)
