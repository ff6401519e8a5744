"""Messages between invented banks that keep every rule of their profile, to be broken by tests."""

from typing import Final

_XSD: Final = "urn:iso:std:iso:20022:tech:xsd:"
NORTH: Final = "AAAAGB2LXXX"
SOUTH: Final = "BBBBUS33XXX"
UETR: Final = "8a562c67-ca16-48ba-b074-65581be6f001"
AT: Final = "2026-11-23T10:15:30+00:00"
ADDRESS: Final = (
    "<PstlAdr><StrtNm>Long Street</StrtNm><PstCd>12345</PstCd><TwnNm>Newtown</TwnNm>"
    "<Ctry>GB</Ctry><AdrLine>behind the gate</AdrLine><AdrLine>ring twice</AdrLine></PstlAdr>"
)


def agent(name: str, bic: str) -> str:
    """An agent in a role, by BIC."""
    return f"<{name}><FinInstnId><BICFI>{bic}</BICFI></FinInstnId></{name}>"


def party(name: str, who: str) -> str:
    """A party in a role, by name and address."""
    return f"<{name}><Nm>{who}</Nm>{ADDRESS}</{name}>"


def wrapped(message: str, body: str, service: str = "swift.cbprplus.04") -> str:
    """A document behind its header."""
    ends = "".join(
        f"<{end}><FIId><FinInstnId><BICFI>{bic}</BICFI></FinInstnId></FIId></{end}>"
        for end, bic in (("Fr", NORTH), ("To", SOUTH))
    )
    return (
        f'<W><AppHdr xmlns="{_XSD}head.001.001.02">{ends}<BizMsgIdr>MSG-1</BizMsgIdr>'
        f"<MsgDefIdr>{message}</MsgDefIdr><BizSvc>{service}</BizSvc><CreDt>{AT}</CreDt>"
        f"<Prty>NORM</Prty></AppHdr>{document(message, body)}</W>"
    )


def document(message: str, body: str) -> str:
    """A document alone."""
    return f'<Document xmlns="{_XSD}{message}">{body}</Document>'


def group(inside: str = "") -> str:
    """A group header."""
    return f"<GrpHdr><MsgId>MSG-1</MsgId><CreDtTm>{AT}</CreDtTm>{inside}</GrpHdr>"


AGENTS: Final = agent("InstgAgt", NORTH) + agent("InstdAgt", SOUTH)
SETTLED: Final = group("<NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>INDA</SttlmMtd></SttlmInf>")
IDS: Final = (
    f"<PmtId><InstrId>I-1</InstrId><EndToEndId>E2E-1</EndToEndId><UETR>{UETR}</UETR></PmtId>"
)
KIND: Final = "<PmtTpInf><InstrPrty>NORM</InstrPrty><SvcLvl><Cd>{}</Cd></SvcLvl></PmtTpInf>"
MONEY: Final = (
    '<IntrBkSttlmAmt Ccy="EUR">1000.00</IntrBkSttlmAmt><IntrBkSttlmDt>2026-11-24</IntrBkSttlmDt>'
)
DEBTOR: Final = party("Dbtr", "Ivan Example")
CREDITOR: Final = party("Cdtr", "Example Trading")
REMITTANCE: Final = "<RmtInf><Ustrd>Invoice #7 &amp; thanks</Ustrd></RmtInf>"
DEBTOR_ACCOUNT: Final = "<DbtrAcct><Id><IBAN>GB82WEST12345698765432</IBAN></Id></DbtrAcct>"
CREDITOR_ACCOUNT: Final = "<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>"
INSTRUCTED: Final = '<InstdAmt Ccy="EUR">1000.00</InstdAmt>'
ENDS: Final = (
    f"{DEBTOR}{DEBTOR_ACCOUNT}{agent('DbtrAgt', NORTH)}{agent('CdtrAgt', 'CCCCDEFF')}"
    f"{CREDITOR}{CREDITOR_ACCOUNT}"
)
INSTRUCTIONS: Final = (
    "<InstrForCdtrAgt><Cd>PHOB</Cd></InstrForCdtrAgt>"
    "<InstrForCdtrAgt><Cd>CHQB</Cd></InstrForCdtrAgt>"
)

TRANSFER: Final = wrapped(
    "pacs.008.001.08",
    f"<FIToFICstmrCdtTrf>{SETTLED}<CdtTrfTxInf>{IDS}{KIND.format('G001')}{MONEY}"
    f"{INSTRUCTED}<ChrgBr>SHAR</ChrgBr>{AGENTS}{ENDS}{INSTRUCTIONS}{REMITTANCE}"
    "</CdtTrfTxInf></FIToFICstmrCdtTrf>",
)
STRAIGHT: Final = TRANSFER.replace("swift.cbprplus.04", "swift.cbprplus.stp.04").replace(
    "<DbtrAgt><FinInstnId><BICFI>AAAAGB2L", "<DbtrAgt><FinInstnId><BICFI>AAAAFRPP"
)
CONVERTED: Final = TRANSFER.replace(
    INSTRUCTED, '<InstdAmt Ccy="USD">1250.00</InstdAmt><XchgRate>0.8</XchgRate>'
)
COVERED: Final = TRANSFER.replace(
    "<SttlmMtd>INDA</SttlmMtd>", f"<SttlmMtd>COVE</SttlmMtd>{agent('InstgRmbrsmntAgt', NORTH)}"
)
PREPAID: Final = (
    TRANSFER.replace("SHAR</ChrgBr>", "DEBT</ChrgBr>CHARGED")
    .replace("1000.00</InstdAmt>", "990.00</InstdAmt>")
    .replace("CHARGED", f'<ChrgsInf><Amt Ccy="EUR">10.00</Amt>{agent("Agt", NORTH)}</ChrgsInf>')
)
OWN_ENDS: Final = agent("Dbtr", NORTH) + agent("Cdtr", "CCCCDEFF")
OWN_TRANSFER: Final = wrapped(
    "pacs.009.001.08",
    f"<FICdtTrf>{SETTLED}<CdtTrfTxInf>{IDS}{KIND.format('G004')}{MONEY}{AGENTS}{OWN_ENDS}"
    "</CdtTrfTxInf></FICdtTrf>",
)
COVER: Final = wrapped(
    "pacs.009.001.08",
    f"<FICdtTrf>{SETTLED}<CdtTrfTxInf>{IDS}{KIND.format('G001')}{MONEY}{AGENTS}{OWN_ENDS}"
    f"<UndrlygCstmrCdtTrf>{ENDS}{REMITTANCE}</UndrlygCstmrCdtTrf></CdtTrfTxInf></FICdtTrf>",
    "swift.cbprplus.cov.04",
)
ORIGINAL: Final = (
    "<OrgnlGrpInf><OrgnlMsgId>MSG-0</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.08</OrgnlMsgNmId>"
    "</OrgnlGrpInf><OrgnlInstrId>I-1</OrgnlInstrId><OrgnlEndToEndId>E2E-1</OrgnlEndToEndId>"
    f"<OrgnlUETR>{UETR}</OrgnlUETR>"
)
STATUS: Final = wrapped(
    "pacs.002.001.10",
    f"<FIToFIPmtStsRpt>{group()}<TxInfAndSts>{ORIGINAL}<TxSts>RJCT</TxSts><StsRsnInf>"
    "<Orgtr><Nm>Bank</Nm></Orgtr><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
    f"{AGENTS}</TxInfAndSts></FIToFIPmtStsRpt>",
)
RETURN: Final = wrapped(
    "pacs.004.001.09",
    f"<PmtRtr>{SETTLED}<TxInf><RtrId>R-1</RtrId>{ORIGINAL}"
    '<OrgnlIntrBkSttlmAmt Ccy="EUR">1000.00</OrgnlIntrBkSttlmAmt>'
    '<RtrdIntrBkSttlmAmt Ccy="EUR">1000.00</RtrdIntrBkSttlmAmt>'
    f"<IntrBkSttlmDt>2026-11-25</IntrBkSttlmDt><ChrgBr>SHAR</ChrgBr>{AGENTS}<RtrChain>"
    "<Dbtr><Pty><Nm>Ivan</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Trading</Nm></Pty></Cdtr></RtrChain>"
    "<RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>PART</AddtlInf></RtrRsnInf></TxInf></PmtRtr>",
)
QUESTION: Final = wrapped(
    "pacs.028.001.03",
    f"<FIToFIPmtStsReq>{group()}<TxInf>{ORIGINAL}{AGENTS}</TxInf></FIToFIPmtStsReq>",
)
DEBIT: Final = wrapped(
    "pacs.010.001.03",
    f"<FIDrctDbt>{group('<NbOfTxs>1</NbOfTxs><CtrlSum>10.00</CtrlSum>')}<CdtInstr>"
    '<CdtId>C-1</CdtId><TtlIntrBkSttlmAmt Ccy="EUR">10.00</TtlIntrBkSttlmAmt>'
    f"<IntrBkSttlmDt>2026-11-24</IntrBkSttlmDt>{AGENTS}{agent('Cdtr', SOUTH)}<DrctDbtTxInf>"
    f'{IDS}<IntrBkSttlmAmt Ccy="EUR">10.00</IntrBkSttlmAmt>{agent("Dbtr", NORTH)}'
    "</DrctDbtTxInf></CdtInstr></FIDrctDbt>",
)
INITIATION: Final = wrapped(
    "pain.001.001.09",
    f"<CstmrCdtTrfInitn>{group('<NbOfTxs>1</NbOfTxs><CtrlSum>7.50</CtrlSum><InitgPty/>')}"
    "<PmtInf><PmtInfId>MSG-1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>1</NbOfTxs>"
    f"<ReqdExctnDt><Dt>2026-11-24</Dt></ReqdExctnDt>{DEBTOR}{DEBTOR_ACCOUNT}"
    f'{agent("DbtrAgt", NORTH)}<CdtTrfTxInf>{IDS}<Amt><InstdAmt Ccy="EUR">7.50</InstdAmt>'
    f"</Amt>{CREDITOR}</CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn>",
)
