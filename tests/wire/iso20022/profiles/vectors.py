"""Named vectors of CBPR+'s own rules: a message, a piece of it, what stands there instead.

Each breaks one rule and no other; the message it starts from breaks none.
"""

from typing import Final, NamedTuple

from tests.wire.iso20022.profiles.bases import (
    CONVERTED,
    COVER,
    COVERED,
    DEBIT,
    INITIATION,
    INSTRUCTED,
    NORTH,
    OWN_TRANSFER,
    PREPAID,
    QUESTION,
    REMITTANCE,
    RETURN,
    SOUTH,
    STATUS,
    STRAIGHT,
    TRANSFER,
    UETR,
    agent,
)
from tests.wire.iso20022.profiles.bases_answering import (
    RECALL,
    STATEMENT,
)


class Vector(NamedTuple):
    """A rule, and how a message that keeps it is changed so that it breaks it, at a path."""

    rule: str
    message: str
    old: str
    new: str
    path: str


_TX: Final = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf"
_OWN: Final = "/Document/FICdtTrf/CdtTrfTxInf"
_STATUS: Final = "/Document/FIToFIPmtStsRpt/TxInfAndSts"
_RETURN: Final = "/Document/PmtRtr/TxInf"
_DEBTOR: Final = f"{_TX}/Dbtr/PstlAdr"
_TOWN: Final = (
    "<StrtNm>Long Street</StrtNm><PstCd>12345</PstCd><TwnNm>Newtown</TwnNm><Ctry>GB</Ctry>"
)
# The first address in a transfer is the debtor's.
_AT_DEBTOR: Final = "<Dbtr><Nm>Ivan Example</Nm><PstlAdr>"
_CHARGE: Final = f'<ChrgsInf><Amt Ccy="EUR">10.00</Amt>{agent("Agt", NORTH)}</ChrgsInf>'
_HEADER: Final = TRANSFER[TRANSFER.index("<AppHdr") : TRANSFER.index("<Document")]
_SECOND: Final = TRANSFER[TRANSFER.index("<CdtTrfTxInf>") : TRANSFER.index("</FIToFIC")]

HEADERS: Final = {
    "no header": Vector("cbpr-header", TRANSFER, _HEADER, "", "/AppHdr"),
    "header from an organisation": Vector(
        "cbpr-header-agents",
        TRANSFER,
        f"<Fr><FIId><FinInstnId><BICFI>{NORTH}</BICFI></FinInstnId></FIId></Fr>",
        "<Fr><OrgId/></Fr>",
        "/AppHdr/Fr/FIId/FinInstnId/BICFI",
    ),
    "header from another": Vector(
        "cbpr-header-from",
        TRANSFER,
        f"<Fr><FIId><FinInstnId><BICFI>{NORTH}",
        "<Fr><FIId><FinInstnId><BICFI>ZZZZGB2L",
        "/AppHdr/Fr/FIId/FinInstnId/BICFI",
    ),
    "header of a recall from another": Vector(
        "cbpr-header-from",
        RECALL,
        f"<Fr><FIId><FinInstnId><BICFI>{NORTH}",
        "<Fr><FIId><FinInstnId><BICFI>ZZZZGB2L",
        "/AppHdr/Fr/FIId/FinInstnId/BICFI",
    ),
    "header of a debit from another": Vector(
        "cbpr-header-from",
        DEBIT,
        f"<Fr><FIId><FinInstnId><BICFI>{NORTH}",
        "<Fr><FIId><FinInstnId><BICFI>ZZZZGB2L",
        "/AppHdr/Fr/FIId/FinInstnId/BICFI",
    ),
    "header to another": Vector(
        "cbpr-header-to",
        TRANSFER,
        f"<To><FIId><FinInstnId><BICFI>{SOUTH}",
        "<To><FIId><FinInstnId><BICFI>BBBBUS33NYC",
        "/AppHdr/To/FIId/FinInstnId/BICFI",
    ),
    "header of another version": Vector(
        "cbpr-header-definition",
        TRANSFER,
        "<MsgDefIdr>pacs.008.001.08",
        "<MsgDefIdr>pacs.008.001.09",
        "/AppHdr/MsgDefIdr",
    ),
    "header with an identifier of its own": Vector(
        "cbpr-header-id",
        RECALL,
        "<BizMsgIdr>MSG-1",
        "<BizMsgIdr>MSG-2",
        "/AppHdr/BizMsgIdr",
    ),
    "header without a service": Vector(
        "cbpr-header-service",
        TRANSFER,
        "<BizSvc>swift.cbprplus.04</BizSvc>",
        "",
        "/AppHdr/BizSvc",
    ),
    "service of nobody's": Vector(
        "cbpr-header-service", TRANSFER, "swift.cbprplus.04", "swift.iap.01", "/AppHdr/BizSvc"
    ),
    "cover service without a cover": Vector(
        "cbpr-header-service", OWN_TRANSFER, "cbprplus.04", "cbprplus.cov.04", "/AppHdr/BizSvc"
    ),
    "cover without its service": Vector(
        "cbpr-header-service", COVER, "cbprplus.cov.04", "cbprplus.04", "/AppHdr/BizSvc"
    ),
    "straight-through status": Vector(
        "cbpr-header-service", STATUS, "cbprplus.04", "cbprplus.stp.04", "/AppHdr/BizSvc"
    ),
    "header of another priority": Vector(
        "cbpr-header-priority", TRANSFER, "<Prty>NORM", "<Prty>HIGH", "/AppHdr/Prty"
    ),
    "duplicate under the header of a copy": Vector(
        "cbpr-header-copy",
        STATEMENT,
        "<CpyDplctInd>COPY",
        "<CpyDplctInd>DUPL",
        "/Document/BkToCstmrStmt/Stmt/CpyDplctInd",
    ),
}
TRANSFERS: Final = {
    "two transactions": Vector(
        "cbpr-one-transaction", TRANSFER, _SECOND, _SECOND + _SECOND, f"{_TX}[2]"
    ),
    "no UETR": Vector("cbpr-uetr", TRANSFER, f"<UETR>{UETR}</UETR>", "", f"{_TX}/PmtId/UETR"),
    "initiation without UETR": Vector(
        "cbpr-uetr",
        INITIATION,
        f"<UETR>{UETR}</UETR>",
        "",
        "/Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/PmtId/UETR",
    ),
    "status without the payment's UETR": Vector(
        "cbpr-original-uetr",
        STATUS,
        f"<OrgnlUETR>{UETR}</OrgnlUETR>",
        "",
        f"{_STATUS}/OrgnlUETR",
    ),
    "question without a transaction": Vector(
        "cbpr-original-uetr",
        QUESTION,
        QUESTION[QUESTION.index("<TxInf>") : QUESTION.index("</FIToFIPmtStsReq>")],
        "",
        "/Document/FIToFIPmtStsReq/TxInf/OrgnlUETR",
    ),
    "no instruction identification": Vector(
        "cbpr-instruction-id", OWN_TRANSFER, "<InstrId>I-1</InstrId>", "", f"{_OWN}/PmtId/InstrId"
    ),
    "instructed agent without a BIC": Vector(
        "cbpr-agents-by-bic",
        TRANSFER,
        agent("InstdAgt", SOUTH),
        "<InstdAgt><FinInstnId><ClrSysMmbId><MmbId>1</MmbId></ClrSysMmbId></FinInstnId>"
        "</InstdAgt>",
        f"{_TX}/InstdAgt/FinInstnId/BICFI",
    ),
    "service level of an institution's own transfer": Vector(
        "cbpr-service-level", TRANSFER, "G001", "G004", f"{_TX}/PmtTpInf/SvcLvl/Cd"
    ),
    "service level of a customer's transfer": Vector(
        "cbpr-service-level", OWN_TRANSFER, "G004", "G001", f"{_OWN}/PmtTpInf/SvcLvl/Cd"
    ),
    "cover with its bank's service level": Vector(
        "cbpr-service-level", COVER, "G001", "G004", f"{_OWN}/PmtTpInf/SvcLvl/Cd"
    ),
    "instruction given twice": Vector(
        "cbpr-instruction-once",
        TRANSFER,
        "<Cd>CHQB</Cd>",
        "<Cd>PHOB</Cd>",
        f"{_TX}/InstrForCdtrAgt[2]/Cd",
    ),
    "telecommunication beside telephone": Vector(
        "cbpr-instruction-contrary",
        TRANSFER,
        "<Cd>CHQB</Cd>",
        "<Cd>TELB</Cd>",
        f"{_TX}/InstrForCdtrAgt[2]/Cd",
    ),
    "hold beside cheque": Vector(
        "cbpr-instruction-contrary",
        TRANSFER,
        "<Cd>PHOB</Cd>",
        "<Cd>HOLD</Cd>",
        f"{_TX}/InstrForCdtrAgt[1]/Cd",
    ),
    "remittance structured and not": Vector(
        "cbpr-remittance-mixed",
        TRANSFER,
        "</Ustrd>",
        "</Ustrd><Strd><AddtlRmtInf>more</AddtlRmtInf></Strd>",
        f"{_TX}/RmtInf",
    ),
    "underlying remittance structured and not": Vector(
        "cbpr-remittance-mixed",
        COVER,
        "</Ustrd>",
        "</Ustrd><Strd><AddtlRmtInf>more</AddtlRmtInf></Strd>",
        f"{_OWN}/UndrlygCstmrCdtTrf/RmtInf",
    ),
    "remittance with the transfer and apart": Vector(
        "cbpr-remittance-twice",
        TRANSFER,
        REMITTANCE,
        f"<RltdRmtInf><RmtId>1</RmtId></RltdRmtInf>{REMITTANCE}",
        f"{_TX}/RltdRmtInf",
    ),
    "straight through without IBAN": Vector(
        "cbpr-stp-iban",
        STRAIGHT,
        "<IBAN>DE89370400440532013000</IBAN>",
        "<Othr><Id>532013000</Id></Othr>",
        f"{_TX}/CdtrAcct/Id/IBAN",
    ),
    "part with an identification of its own": Vector(
        "cbpr-part-id",
        INITIATION,
        "<PmtInfId>MSG-1",
        "<PmtInfId>P-1",
        "/Document/CstmrCdtTrfInitn/PmtInf/PmtInfId",
    ),
}
_SETTLED: Final = "/Document/FIToFICstmrCdtTrf/GrpHdr/SttlmInf"
SETTLEMENT: Final = {
    "paid in gold": Vector(
        "cbpr-commodity",
        RETURN,
        '<OrgnlIntrBkSttlmAmt Ccy="EUR">',
        '<OrgnlIntrBkSttlmAmt Ccy="XAU">',
        f"{_RETURN}/OrgnlIntrBkSttlmAmt",
    ),
    "paid in the test currency": Vector(
        "cbpr-commodity",
        OWN_TRANSFER,
        '<IntrBkSttlmAmt Ccy="EUR">',
        '<IntrBkSttlmAmt Ccy="XTS">',
        f"{_OWN}/IntrBkSttlmAmt",
    ),
    "settled in a clearing system": Vector(
        "cbpr-settlement-method", TRANSFER, ">INDA<", ">CLRG<", f"{_SETTLED}/SttlmMtd"
    ),
    "reimbursement without cover": Vector(
        "cbpr-settlement-agreement", COVERED, ">COVE<", ">INGA<", f"{_SETTLED}/InstgRmbrsmntAgt"
    ),
    "account beside a cover": Vector(
        "cbpr-settlement-agreement",
        COVERED,
        "COVE</SttlmMtd>",
        "COVE</SttlmMtd><SttlmAcct><Id><Othr><Id>9</Id></Othr></Id></SttlmAcct>",
        f"{_SETTLED}/SttlmAcct",
    ),
    "cover without reimbursement": Vector(
        "cbpr-settlement-cover", TRANSFER, ">INDA<", ">COVE<", f"{_SETTLED}/InstgRmbrsmntAgt"
    ),
    "two currencies and no rate": Vector(
        "cbpr-rate-missing", CONVERTED, "<XchgRate>0.8</XchgRate>", "", f"{_TX}/XchgRate"
    ),
    "one currency and a rate": Vector(
        "cbpr-rate-needless",
        TRANSFER,
        INSTRUCTED,
        f"{INSTRUCTED}<XchgRate>1</XchgRate>",
        f"{_TX}/XchgRate",
    ),
    "rate that does not lead there": Vector(
        "cbpr-rate-agreement", CONVERTED, ">0.8<", ">0.79<", f"{_TX}/XchgRate"
    ),
    "rate the other way round": Vector(
        "cbpr-rate-agreement", CONVERTED, ">0.8<", ">1.25<", f"{_TX}/XchgRate"
    ),
    "charges by service level": Vector(
        "cbpr-charge-bearer", TRANSFER, ">SHAR<", ">SLEV<", f"{_TX}/ChrgBr"
    ),
    "creditor's charges untold": Vector(
        "cbpr-charges-creditor", TRANSFER, ">SHAR<", ">CRED<", f"{_TX}/ChrgsInf"
    ),
    "debtor's charges twice": Vector(
        "cbpr-charges-debtor", PREPAID, _CHARGE, _CHARGE + _CHARGE, f"{_TX}/ChrgsInf[2]"
    ),
    "prepaid charges untold": Vector(
        "cbpr-charges-prepaid", PREPAID, _CHARGE, "", f"{_TX}/ChrgsInf"
    ),
    "prepaid charges of zero": Vector(
        "cbpr-charges-prepaid", PREPAID, ">10.00</Amt>", ">0</Amt>", f"{_TX}/ChrgsInf/Amt"
    ),
    "deduction untold": Vector(
        "cbpr-charges-deducted",
        TRANSFER,
        ">1000.00</InstdAmt>",
        ">1010.00</InstdAmt>",
        f"{_TX}/ChrgsInf",
    ),
    "more settled than instructed": Vector(
        "cbpr-amounts-agree",
        TRANSFER,
        ">1000.00</InstdAmt>",
        ">990.00</InstdAmt>",
        f"{_TX}/IntrBkSttlmAmt",
    ),
}
ADDRESSES: Final = {
    "address of lines alone": Vector(
        "cbpr-address-unstructured",
        TRANSFER,
        f"{_AT_DEBTOR}{_TOWN}",
        _AT_DEBTOR,
        _DEBTOR,
    ),
    "address without a town": Vector(
        "cbpr-address-town",
        TRANSFER,
        f"{_AT_DEBTOR}{_TOWN}",
        f"{_AT_DEBTOR}<StrtNm>Long Street</StrtNm><Ctry>GB</Ctry>",
        f"{_DEBTOR}/TwnNm",
    ),
    "address without a country": Vector(
        "cbpr-address-town",
        TRANSFER,
        f"{_AT_DEBTOR}{_TOWN}",
        f"{_AT_DEBTOR}<TwnNm>Newtown</TwnNm>",
        f"{_DEBTOR}/Ctry",
    ),
    "address of three lines": Vector(
        "cbpr-address-lines",
        TRANSFER,
        f"{_AT_DEBTOR}{_TOWN}",
        f"{_AT_DEBTOR}{_TOWN}<AdrLine>please</AdrLine>",
        f"{_DEBTOR}/AdrLine[3]",
    ),
    "town again in a line": Vector(
        "cbpr-address-repeats",
        TRANSFER,
        f"{_AT_DEBTOR}{_TOWN}<AdrLine>behind the gate",
        f"{_AT_DEBTOR}{_TOWN}<AdrLine>12345, NEWTOWN",
        f"{_DEBTOR}/AdrLine[1]",
    ),
    "street again in a line, across a comma": Vector(
        "cbpr-address-repeats",
        TRANSFER,
        f"{_AT_DEBTOR}{_TOWN}<AdrLine>behind the gate",
        f"{_AT_DEBTOR}{_TOWN}<AdrLine>(long, street) 7",
        f"{_DEBTOR}/AdrLine[1]",
    ),
    "agent by name without address": Vector(
        "cbpr-agent-name-and-address",
        TRANSFER,
        "<BICFI>CCCCDEFF</BICFI>",
        "<BICFI>CCCCDEFF</BICFI><Nm>Bank</Nm>",
        f"{_TX}/CdtrAgt/FinInstnId/PstlAdr",
    ),
    "agent by nothing": Vector(
        "cbpr-agent-known",
        TRANSFER,
        "<BICFI>CCCCDEFF</BICFI>",
        "",
        f"{_TX}/CdtrAgt/FinInstnId/BICFI",
    ),
    "address of nobody": Vector(
        "cbpr-party-name",
        INITIATION,
        "<Nm>Ivan Example</Nm>",
        "",
        "/Document/CstmrCdtTrfInitn/PmtInf/Dbtr/Nm",
    ),
    "nobody gives a reason": Vector(
        "cbpr-party-known",
        STATUS,
        "<Orgtr><Nm>Bank</Nm></Orgtr>",
        "<Orgtr/>",
        f"{_STATUS}/StsRsnInf/Orgtr/Nm",
    ),
    "creditor by BIC and name": Vector(
        "cbpr-party-by-bic",
        RETURN,
        "<Cdtr><Pty><Nm>Trading</Nm>",
        "<Cdtr><Pty><Nm>Trading</Nm><Id><OrgId><AnyBIC>TTTTGB2L</AnyBIC></OrgId></Id>",
        f"{_RETURN}/RtrChain/Cdtr/Pty",
    ),
}
