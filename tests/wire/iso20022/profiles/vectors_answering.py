"""Named vectors of the rules on answers, and of those on texts and values."""

from typing import Final

from tests.wire.iso20022.profiles.bases import (
    ADDRESS,
    COVER,
    CREDITOR_ACCOUNT,
    DEBIT,
    INITIATION,
    OWN_TRANSFER,
    RETURN,
    STATUS,
    TRANSFER,
)
from tests.wire.iso20022.profiles.bases_answering import (
    NOTIFICATION,
    RECALL,
    REPORT,
    RESOLUTION,
    STATEMENT,
)
from tests.wire.iso20022.profiles.vectors import Vector

_TX: Final = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf"
_OWN: Final = "/Document/FICdtTrf/CdtTrfTxInf"
_STATUS: Final = "/Document/FIToFIPmtStsRpt/TxInfAndSts"
_RETURN: Final = "/Document/PmtRtr/TxInf"
_RESOLVED: Final = "/Document/RsltnOfInvstgtn/CxlDtls/TxInfAndSts"
_REASON: Final = "<StsRsnInf><Orgtr><Nm>Bank</Nm></Orgtr><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
_REFUSAL: Final = "<CxlStsRsnInf><Rsn><Cd>CUST</Cd></Rsn></CxlStsRsnInf>"

ANSWERS: Final = {
    "rejected without a reason": Vector(
        "cbpr-reject-reason", STATUS, _REASON, "", f"{_STATUS}/StsRsnInf/Rsn"
    ),
    "rejected and settled": Vector(
        "cbpr-reject-date",
        STATUS,
        _REASON,
        f"{_REASON}<FctvIntrBkSttlmDt><Dt>2026-11-24</Dt></FctvIntrBkSttlmDt>",
        f"{_STATUS}/FctvIntrBkSttlmDt",
    ),
    "status of a message without version": Vector(
        "cbpr-original-message",
        STATUS,
        ">pacs.008.001.08</OrgnlMsgNmId>",
        ">pacs.008</OrgnlMsgNmId>",
        f"{_STATUS}/OrgnlGrpInf/OrgnlMsgNmId",
    ),
    "return of a statement of accounts": Vector(
        "cbpr-return-message",
        RETURN,
        ">pacs.008.001.08</OrgnlMsgNmId>",
        ">camt.052.001.08</OrgnlMsgNmId>",
        f"{_RETURN}/OrgnlGrpInf/OrgnlMsgNmId",
    ),
    "returned without a reason": Vector(
        "cbpr-return-reason",
        RETURN,
        "<RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>PART</AddtlInf></RtrRsnInf>",
        "",
        f"{_RETURN}/RtrRsnInf/Rsn",
    ),
    "more returned than settled": Vector(
        "cbpr-return-amount",
        RETURN,
        ">1000.00</RtrdIntrBkSttlmAmt>",
        ">1000.01</RtrdIntrBkSttlmAmt>",
        f"{_RETURN}/RtrdIntrBkSttlmAmt",
    ),
    "original amount twice": Vector(
        "cbpr-return-original",
        RETURN,
        "</RtrRsnInf>",
        '</RtrRsnInf><OrgnlTxRef><IntrBkSttlmAmt Ccy="EUR">1000.00</IntrBkSttlmAmt></OrgnlTxRef>',
        f"{_RETURN}/OrgnlTxRef/IntrBkSttlmAmt",
    ),
    "return in part for a reason of one's own": Vector(
        "cbpr-return-partial",
        RETURN,
        "<Rsn><Cd>AC04</Cd></Rsn>",
        "<Rsn><Prtry>OURS</Prtry></Rsn>",
        f"{_RETURN}/RtrRsnInf/Rsn/Cd",
    ),
    "recall without a reason": Vector(
        "cbpr-recall-reason",
        RECALL,
        "<CxlRsnInf><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>sent in error</AddtlInf></CxlRsnInf>",
        "",
        "/Document/FIToFIPmtCxlReq/Undrlyg/TxInf/CxlRsnInf/Rsn",
    ),
    "narrative without words": Vector(
        "cbpr-narrative",
        RECALL,
        "<AddtlInf>sent in error</AddtlInf>",
        "",
        "/Document/FIToFIPmtCxlReq/Undrlyg/TxInf/CxlRsnInf/AddtlInf",
    ),
    "rejected for a reason in no words": Vector(
        "cbpr-narrative", STATUS, "<Cd>AC04", "<Cd>NARR", f"{_STATUS}/StsRsnInf/AddtlInf"
    ),
    "resolution that is none": Vector(
        "cbpr-resolution-status",
        RESOLUTION,
        "<Conf>RJCR",
        "<Conf>INFO",
        "/Document/RsltnOfInvstgtn/Sts/Conf",
    ),
    "refused and accepted": Vector(
        "cbpr-resolution-agreement",
        RESOLUTION,
        "<TxCxlSts>RJCR",
        "<TxCxlSts>ACCR",
        f"{_RESOLVED}/TxCxlSts",
    ),
    "refused without a reason": Vector(
        "cbpr-resolution-reason", RESOLUTION, _REFUSAL, "", f"{_RESOLVED}/CxlStsRsnInf/Rsn"
    ),
    "page zero": Vector(
        "cbpr-page-number",
        REPORT,
        "<PgNb>1<",
        "<PgNb>0<",
        "/Document/BkToCstmrAcctRpt/Rpt/RptPgntn/PgNb",
    ),
    "booked at no date": Vector(
        "cbpr-entry-date",
        NOTIFICATION,
        "<ValDt><Dt>2026-11-23</Dt></ValDt>",
        "",
        "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry/BookgDt",
    ),
    "interest that does not add up": Vector(
        "cbpr-interest-sum",
        NOTIFICATION,
        ">3.00<",
        ">5.00<",
        "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry/NtryDtls/TxDtls/Intrst/TtlIntrstAndTaxAmt",
    ),
    "balance that does not add up": Vector(
        "cbpr-balance",
        STATEMENT,
        ">102.50<",
        ">107.50<",
        "/Document/BkToCstmrStmt/Stmt/Bal[2]/Amt",
    ),
}
TEXTS: Final = {
    "letter beyond FIN X in an identification": Vector(
        "cbpr-characters", TRANSFER, ">E2E-1<", ">E2E_1<", f"{_TX}/PmtId/EndToEndId"
    ),
    "sign in a reason's words": Vector(
        "cbpr-characters",
        RECALL,
        "sent in error",
        "sent in error!",
        "/Document/FIToFIPmtCxlReq/Undrlyg/TxInf/CxlRsnInf/AddtlInf",
    ),
    "letter beyond Latin in a name": Vector(
        "cbpr-characters-wide", TRANSFER, "Ivan Example", "Иван Example", f"{_TX}/Dbtr/Nm"
    ),
    "line break in remittance information": Vector(
        "cbpr-characters-wide", TRANSFER, "thanks", "\nthanks", f"{_TX}/RmtInf/Ustrd"
    ),
    "time in UTC by letter": Vector(
        "cbpr-date-time",
        TRANSFER,
        "<CreDt>2026-11-23T10:15:30+00:00",
        "<CreDt>2026-11-23T10:15:30Z",
        "/AppHdr/CreDt",
    ),
    "time of no place": Vector(
        "cbpr-date-time",
        TRANSFER,
        "<CreDtTm>2026-11-23T10:15:30+00:00",
        "<CreDtTm>2026-11-23T10:15:30",
        "/Document/FIToFICstmrCdtTrf/GrpHdr/CreDtTm",
    ),
    "slash in front": Vector(
        "cbpr-slashes", TRANSFER, "<InstrId>I-1", "<InstrId>/I-1", f"{_TX}/PmtId/InstrId"
    ),
    "slash behind": Vector(
        "cbpr-slashes",
        STATUS,
        "<OrgnlInstrId>I-1",
        "<OrgnlInstrId>I-1/",
        f"{_STATUS}/OrgnlInstrId",
    ),
    "two slashes": Vector(
        "cbpr-slashes", TRANSFER, "<InstrId>I-1", "<InstrId>I//1", f"{_TX}/PmtId/InstrId"
    ),
    "slash at the sixteenth place": Vector(
        "cbpr-slashes-end-to-end",
        OWN_TRANSFER,
        "<EndToEndId>E2E-1",
        "<EndToEndId>123456789012345/7",
        f"{_OWN}/PmtId/EndToEndId",
    ),
    "too much structured remittance": Vector(
        "cbpr-remittance-length",
        COVER,
        "<Ustrd>Invoice #7 &amp; thanks</Ustrd>",
        f"<Strd><AddtlRmtInf>{'x' * 140}</AddtlRmtInf></Strd>" * 65,
        f"{_OWN}/UndrlygCstmrCdtTrf/RmtInf/Strd",
    ),
}
VALUES: Final = {
    "bank in no country": Vector(
        "bic", TRANSFER, "CCCCDEFF", "CCCCZZFF", f"{_TX}/CdtrAgt/FinInstnId/BICFI"
    ),
    "IBAN with a wrong digit": Vector(
        "iban",
        TRANSFER,
        "DE89370400440532013000",
        "DE88370400440532013000",
        f"{_TX}/CdtrAcct/Id/IBAN",
    ),
    "LEI with a wrong digit": Vector(
        "lei",
        TRANSFER,
        "<BICFI>CCCCDEFF</BICFI>",
        "<BICFI>CCCCDEFF</BICFI><LEI>529900T8BM49AURSDO50</LEI>",
        f"{_TX}/CdtrAgt/FinInstnId/LEI",
    ),
    "country that is none": Vector(
        "country",
        INITIATION,
        "<Cdtr><Nm>Example Trading</Nm>" + ADDRESS,
        "<Cdtr><Nm>Example Trading</Nm>" + ADDRESS.replace(">GB<", ">UK<"),
        "/Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Cdtr/PstlAdr/Ctry",
    ),
    "currency that is none": Vector(
        "currency",
        OWN_TRANSFER,
        '<IntrBkSttlmAmt Ccy="EUR">',
        '<IntrBkSttlmAmt Ccy="EUX">',
        f"{_OWN}/IntrBkSttlmAmt",
    ),
    "account in a currency that is none": Vector(
        "currency",
        TRANSFER,
        CREDITOR_ACCOUNT,
        CREDITOR_ACCOUNT.replace("</Id><", "</Id><Ccy>EUX</Ccy><"),
        f"{_TX}/CdtrAcct/Ccy",
    ),
    "cents of a yen": Vector(
        "decimals",
        OWN_TRANSFER,
        '<IntrBkSttlmAmt Ccy="EUR">',
        '<IntrBkSttlmAmt Ccy="JPY">',
        f"{_OWN}/IntrBkSttlmAmt",
    ),
    "tenth of a cent": Vector(
        "decimals",
        OWN_TRANSFER,
        ">1000.00<",
        ">1000.001<",
        f"{_OWN}/IntrBkSttlmAmt",
    ),
    "reason out of no code set": Vector(
        "external-code", STATUS, "<Cd>AC04", "<Cd>ZZ99", f"{_STATUS}/StsRsnInf/Rsn/Cd"
    ),
    "count of what is not there": Vector(
        "count",
        INITIATION,
        "<PmtMtd>TRF</PmtMtd><NbOfTxs>1<",
        "<PmtMtd>TRF</PmtMtd><NbOfTxs>2<",
        "/Document/CstmrCdtTrfInitn/PmtInf/NbOfTxs",
    ),
    "control sum that does not add up": Vector(
        "control-sum",
        INITIATION,
        "<CtrlSum>7.50<",
        "<CtrlSum>7.51<",
        "/Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum",
    ),
    "total that does not add up": Vector(
        "total",
        DEBIT,
        ">10.00</TtlIntrBkSttlmAmt>",
        ">11.00</TtlIntrBkSttlmAmt>",
        "/Document/FIDrctDbt/CdtInstr/TtlIntrBkSttlmAmt",
    ),
    "total in another currency": Vector(
        "total",
        DEBIT,
        '<TtlIntrBkSttlmAmt Ccy="EUR">',
        '<TtlIntrBkSttlmAmt Ccy="USD">',
        "/Document/FIDrctDbt/CdtInstr/TtlIntrBkSttlmAmt",
    ),
}
