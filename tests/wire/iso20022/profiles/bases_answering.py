"""More messages that keep every rule of their profile: recalls, reports, and those of Nexus."""

from typing import Final

from tests.wire.iso20022.profiles.bases import (
    AT,
    CREDITOR,
    CREDITOR_ACCOUNT,
    DEBTOR,
    DEBTOR_ACCOUNT,
    IDS,
    INSTRUCTED,
    NORTH,
    ORIGINAL,
    SOUTH,
    UETR,
    agent,
    document,
    group,
    wrapped,
)

_ASSIGNED: Final = (
    f"<Assgnmt><Id>MSG-1</Id><Assgnr>{agent('Agt', NORTH)}</Assgnr>"
    f"<Assgne>{agent('Agt', SOUTH)}</Assgne><CreDtTm>{AT}</CreDtTm></Assgnmt>"
)
RECALL: Final = wrapped(
    "camt.056.001.08",
    f"<FIToFIPmtCxlReq>{_ASSIGNED}<Undrlyg><TxInf>{ORIGINAL}<CxlRsnInf>"
    "<Rsn><Cd>NARR</Cd></Rsn><AddtlInf>sent in error</AddtlInf></CxlRsnInf></TxInf></Undrlyg>"
    "</FIToFIPmtCxlReq>",
)
RESOLUTION: Final = wrapped(
    "camt.029.001.09",
    f"<RsltnOfInvstgtn>{_ASSIGNED}<Sts><Conf>RJCR</Conf></Sts><CxlDtls><TxInfAndSts>{ORIGINAL}"
    "<TxCxlSts>RJCR</TxCxlSts><CxlStsRsnInf><Rsn><Cd>CUST</Cd></Rsn></CxlStsRsnInf>"
    "</TxInfAndSts></CxlDtls></RsltnOfInvstgtn>",
)
_ACCOUNT: Final = "<Acct><Id><Othr><Id>9</Id></Othr></Id><Ownr><Nm>Ivan</Nm></Ownr></Acct>"


def _entry(amount: str, side: str) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        "<Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>2026-11-23</Dt></ValDt>"
        "<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd></Ntry>"
    )


def _balance(kind: str, amount: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-23</Dt></Dt></Bal>"
    )


_PAGE: Final = "Pgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></"
REPORT: Final = wrapped(
    "camt.052.001.08",
    f"<BkToCstmrAcctRpt>{group()}<Rpt><Id>R</Id><Rpt{_PAGE}RptPgntn>{_ACCOUNT}"
    f"{_entry('5.00', 'CRDT')}</Rpt></BkToCstmrAcctRpt>",
)
STATEMENT: Final = wrapped(
    "camt.053.001.08",
    f"<BkToCstmrStmt>{group()}<Stmt><Id>S</Id><Stmt{_PAGE}StmtPgntn>"
    f"<CpyDplctInd>COPY</CpyDplctInd>{_ACCOUNT}"
    f"{_balance('OPBD', '100.00')}{_balance('CLBD', '102.50')}"
    f"{_entry('5.00', 'CRDT')}{_entry('2.50', 'DBIT')}</Stmt></BkToCstmrStmt>",
).replace("<Prty>", "<CpyDplct>COPY</CpyDplct><Prty>")
NOTIFICATION: Final = wrapped(
    "camt.054.001.08",
    f"<BkToCstmrDbtCdtNtfctn>{group()}<Ntfctn><Id>N</Id>{_ACCOUNT}"
    + _entry("5.00", "CRDT").replace(
        "</Ntry>",
        '<NtryDtls><TxDtls><Intrst><TtlIntrstAndTaxAmt Ccy="EUR">3.00</TtlIntrstAndTaxAmt>'
        '<Rcrd><Amt Ccy="EUR">4.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Rcrd>'
        '<Rcrd><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Intrst></TxDtls>'
        "</NtryDtls></Ntry>",
    )
    + "</Ntfctn></BkToCstmrDbtCdtNtfctn>",
)
LINKED: Final = document(
    "pacs.008.001.11",
    "<FIToFICstmrCdtTrf>"
    + group(
        "<NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>CLRG</SttlmMtd>"
        "<ClrSys><Prtry>SGFAST</Prtry></ClrSys></SttlmInf>"
    )
    + f"<CdtTrfTxInf>{IDS}<PmtTpInf><SvcLvl><Cd>SDVA</Cd></SvcLvl></PmtTpInf>"
    '<IntrBkSttlmAmt Ccy="SGD">100.00</IntrBkSttlmAmt>'
    f"<AccptncDtTm>{AT}</AccptncDtTm>{INSTRUCTED}<ChrgBr>SHAR</ChrgBr>"
    f"{agent('IntrmyAgt1', 'DDDDSGSG')}{agent('IntrmyAgt2', 'EEEETHBK')}{DEBTOR}{DEBTOR_ACCOUNT}"
    f"{agent('DbtrAgt', NORTH)}{agent('CdtrAgt', SOUTH)}{CREDITOR}{CREDITOR_ACCOUNT}"
    "<RmtInf><Ustrd>rent</Ustrd></RmtInf></CdtTrfTxInf></FIToFICstmrCdtTrf>",
)
LINKED_STATUS: Final = document(
    "pacs.002.001.13",
    f"<FIToFIPmtStsRpt>{group()}<TxInfAndSts><OrgnlUETR>{UETR}</OrgnlUETR><TxSts>RJCT</TxSts>"
    "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></FIToFIPmtStsRpt>",
)
_ASKED: Final = f"<Assgnmt><MsgId>MSG-1</MsgId><CreDtTm>{AT}</CreDtTm>" + "".join(
    f"<{role}>{agent('Agt', bic)}</{role}>" for role, bic in (("Assgnr", NORTH), ("Assgne", SOUTH))
)
PROXY: Final = "<Prxy><Tp><Cd>MBNO</Cd></Tp><Id>+66-812345678</Id></Prxy>"
LOOK_UP: Final = document(
    "acmt.023.001.04",
    f"<IdVrfctnReq>{_ASKED}</Assgnmt><Vrfctn><Id>V-1</Id><PtyAndAcctId>"
    f"<Acct>{PROXY}</Acct></PtyAndAcctId></Vrfctn></IdVrfctnReq>",
)
LOOKED_UP: Final = document(
    "acmt.024.001.04",
    f"<IdVrfctnRpt>{_ASKED}</Assgnmt><Rpt><OrgnlId>V-1</OrgnlId><Vrfctn>true</Vrfctn>"
    "<UpdtdPtyAndAcctId><Pty><Nm>J*** S****</Nm></Pty>"
    "<Acct><Id><Othr><Id>0987654321</Id></Othr></Id></Acct></UpdtdPtyAndAcctId></Rpt>"
    "</IdVrfctnRpt>",
)
NOT_FOUND: Final = document(
    "acmt.024.001.04",
    f"<IdVrfctnRpt>{_ASKED}</Assgnmt><Rpt><OrgnlId>V-1</OrgnlId><Vrfctn>false</Vrfctn>"
    "<Rsn><Cd>AC01</Cd></Rsn></Rpt></IdVrfctnRpt>",
)
