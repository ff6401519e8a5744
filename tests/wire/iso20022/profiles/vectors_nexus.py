"""Named vectors of the rules of Nexus."""

from typing import Final

from tests.wire.iso20022.profiles.bases import (
    ADDRESS,
    CREDITOR_ACCOUNT,
    DEBTOR_ACCOUNT,
    INSTRUCTED,
    SOUTH,
    UETR,
    agent,
)
from tests.wire.iso20022.profiles.bases_answering import (
    LINKED,
    LINKED_STATUS,
    LOOK_UP,
    LOOKED_UP,
    NOT_FOUND,
    PROXY,
)
from tests.wire.iso20022.profiles.vectors import Vector

_TX: Final = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf"
_STATUS: Final = "/Document/FIToFIPmtStsRpt/TxInfAndSts"
_LINK_GROUP: Final = "/Document/FIToFICstmrCdtTrf/GrpHdr/SttlmInf"
_SECOND: Final = LINKED_STATUS[
    LINKED_STATUS.index("<TxInfAndSts>") : LINKED_STATUS.index("</FIToFIPmtStsRpt>")
]
_UPDATE: Final = LOOKED_UP[LOOKED_UP.index("<UpdtdPtyAndAcctId>") : LOOKED_UP.index("</Rpt>")]
_LEVEL: Final = "<SvcLvl><Cd>SDVA</Cd></SvcLvl>"
NEXUS: Final = {
    "two statuses": Vector(
        "nexus-one-transaction", LINKED_STATUS, _SECOND, _SECOND + _SECOND, f"{_STATUS}[2]"
    ),
    "linked without UETR": Vector(
        "nexus-uetr", LINKED, f"<UETR>{UETR}</UETR>", "", f"{_TX}/PmtId/UETR"
    ),
    "accepted at no time": Vector(
        "nexus-acceptance",
        LINKED,
        "<AccptncDtTm>2026-11-23T10:15:30+00:00</AccptncDtTm>",
        "",
        f"{_TX}/AccptncDtTm",
    ),
    "no provider at the source": Vector(
        "nexus-source-settlement",
        LINKED,
        agent("IntrmyAgt1", "DDDDSGSG"),
        "",
        f"{_TX}/IntrmyAgt1",
    ),
    "no provider at the destination": Vector(
        "nexus-destination-settlement",
        LINKED,
        agent("IntrmyAgt2", "EEEETHBK"),
        "",
        f"{_TX}/IntrmyAgt2",
    ),
    "nothing instructed": Vector("nexus-instructed", LINKED, INSTRUCTED, "", f"{_TX}/InstdAmt"),
    "no debtor's account": Vector(
        "nexus-debtor-account", LINKED, DEBTOR_ACCOUNT, "", f"{_TX}/DbtrAcct"
    ),
    "no creditor's account": Vector(
        "nexus-creditor-account", LINKED, CREDITOR_ACCOUNT, "", f"{_TX}/CdtrAcct"
    ),
    "linked and settled at an agent": Vector(
        "nexus-settlement-method", LINKED, ">CLRG<", ">INDA<", f"{_LINK_GROUP}/SttlmMtd"
    ),
    "clearing system untold": Vector(
        "nexus-clearing-system",
        LINKED,
        "<ClrSys><Prtry>SGFAST</Prtry></ClrSys>",
        "",
        f"{_LINK_GROUP}/ClrSys",
    ),
    "two service levels": Vector(
        "nexus-service-level", LINKED, _LEVEL, _LEVEL + _LEVEL, f"{_TX}/PmtTpInf/SvcLvl[2]"
    ),
    "debtor in no town": Vector(
        "nexus-town",
        LINKED,
        "<Dbtr><Nm>Ivan Example</Nm>" + ADDRESS,
        "<Dbtr><Nm>Ivan Example</Nm>",
        f"{_TX}/Dbtr/PstlAdr/TwnNm",
    ),
    "linked address of three lines": Vector(
        "nexus-address-lines",
        LINKED,
        "<Dbtr><Nm>Ivan Example</Nm>" + ADDRESS,
        "<Dbtr><Nm>Ivan Example</Nm>"
        + ADDRESS.replace("<AdrLine>ring", "<AdrLine>please</AdrLine><AdrLine>ring"),
        f"{_TX}/Dbtr/PstlAdr/AdrLine[3]",
    ),
    "agent by name": Vector(
        "nexus-agent-name",
        LINKED,
        f"<CdtrAgt><FinInstnId><BICFI>{SOUTH}</BICFI>",
        f"<CdtrAgt><FinInstnId><BICFI>{SOUTH}</BICFI><Nm>Bank</Nm>",
        f"{_TX}/CdtrAgt/FinInstnId/Nm",
    ),
    "debtor's telephone": Vector(
        "nexus-contact",
        LINKED,
        "</Dbtr>",
        "<CtctDtls><PhneNb>+44-1632960000</PhneNb></CtctDtls></Dbtr>",
        f"{_TX}/Dbtr/CtctDtls",
    ),
    "two texts of remittance": Vector(
        "nexus-remittance",
        LINKED,
        "</Ustrd>",
        "</Ustrd><Ustrd>more</Ustrd>",
        f"{_TX}/RmtInf/Ustrd[2]",
    ),
    "too much structured remittance by link": Vector(
        "nexus-remittance-length",
        LINKED,
        "<Ustrd>rent</Ustrd>",
        f"<Strd><AddtlRmtInf>{'x' * 140}</AddtlRmtInf></Strd>" * 65,
        f"{_TX}/RmtInf/Strd",
    ),
    "status of no UETR": Vector(
        "nexus-original-uetr",
        LINKED_STATUS,
        f"<OrgnlUETR>{UETR}</OrgnlUETR>",
        "",
        f"{_STATUS}/OrgnlUETR",
    ),
    "status untold": Vector(
        "nexus-status", LINKED_STATUS, "<TxSts>RJCT</TxSts>", "", f"{_STATUS}/TxSts"
    ),
    "linked and rejected without a reason": Vector(
        "nexus-reject-reason",
        LINKED_STATUS,
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>",
        "",
        f"{_STATUS}/StsRsnInf/Rsn",
    ),
    "looked up by name": Vector(
        "nexus-proxy",
        LOOK_UP,
        f"<Acct>{PROXY}</Acct>",
        "<Pty><Nm>Ivan</Nm></Pty>",
        "/Document/IdVrfctnReq/Vrfctn/PtyAndAcctId/Acct/Prxy",
    ),
    "proxy of no kind": Vector(
        "nexus-proxy-kind",
        LOOK_UP,
        "<Tp><Cd>MBNO</Cd></Tp>",
        "",
        "/Document/IdVrfctnReq/Vrfctn/PtyAndAcctId/Acct/Prxy/Tp",
    ),
    "no without a reason": Vector(
        "nexus-verification-reason",
        NOT_FOUND,
        "<Rsn><Cd>AC01</Cd></Rsn>",
        "",
        "/Document/IdVrfctnRpt/Rpt/Rsn",
    ),
    "yes without an account": Vector(
        "nexus-verification-account",
        LOOKED_UP,
        _UPDATE,
        "",
        "/Document/IdVrfctnRpt/Rpt/UpdtdPtyAndAcctId/Acct",
    ),
    "no that tells an account": Vector(
        "nexus-verification-silence",
        NOT_FOUND,
        "<Rsn><Cd>AC01</Cd></Rsn>",
        f"<Rsn><Cd>AC01</Cd></Rsn>{_UPDATE}",
        "/Document/IdVrfctnRpt/Rpt/UpdtdPtyAndAcctId",
    ),
}
