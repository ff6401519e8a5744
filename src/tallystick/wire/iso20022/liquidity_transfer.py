"""camt.050, LiquidityCreditTransfer: money moved between two accounts at one settlement system."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import ACCOUNT, AGENT, Account, Agent, Amount


class LiquidityCreditTransfer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One transfer.

    Its amount has a currency, or is decimal text in the system's own currency
    (`amount_without_currency`); never both.
    """

    message_id: str
    creation_date_time: str = ""
    instruction_id: str = ""
    end_to_end_id: str = ""
    transaction_id: str = ""
    uetr: str = ""
    creditor: Agent | None = None
    creditor_account: Account | None = None
    amount: Amount | None = None
    amount_without_currency: str = ""
    debtor: Agent | None = None
    debtor_account: Account | None = None
    settlement_date: str = ""


LIQUIDITY_TRANSFER: Final = Chart(
    LiquidityCreditTransfer,
    {
        "message_id": "MsgHdr/MsgId",
        "creation_date_time": "MsgHdr/CreDtTm",
        "instruction_id": "LqdtyCdtTrf/LqdtyTrfId/InstrId",
        "end_to_end_id": "LqdtyCdtTrf/LqdtyTrfId/EndToEndId",
        "transaction_id": "LqdtyCdtTrf/LqdtyTrfId/TxId",
        "uetr": "LqdtyCdtTrf/LqdtyTrfId/UETR",
        "creditor": Inner("LqdtyCdtTrf/Cdtr", AGENT),
        "creditor_account": Inner("LqdtyCdtTrf/CdtrAcct", ACCOUNT),
        "amount": "LqdtyCdtTrf/TrfdAmt/AmtWthCcy",
        "amount_without_currency": "LqdtyCdtTrf/TrfdAmt/AmtWthtCcy",
        "debtor": Inner("LqdtyCdtTrf/Dbtr", AGENT),
        "debtor_account": Inner("LqdtyCdtTrf/DbtrAcct", ACCOUNT),
        "settlement_date": "LqdtyCdtTrf/SttlmDt",
    },
)
