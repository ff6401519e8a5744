"""Rules of Nexus, release 1, for what it asks beyond the harmonised messages of CPMI.

Source of facts: the Nexus message guidelines as published up to May 2026. Nexus speaks
acmt.023 and acmt.024 in version 03, of which no schema is public; version 04 is judged
in its place.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Kind, Reading
from tallystick.wire.iso20022.profiles.rules import (
    Finder,
    Found,
    Rule,
    lacking,
    unlike,
)
from tallystick.wire.iso20022.profiles.texts import too_long_remittance

_TRANSFER: Final = ("pacs.008",)
_STATUS: Final = ("pacs.002",)
_REQUEST: Final = ("acmt.023",)
_REPORT: Final = ("acmt.024",)
_LINES_MAX: Final = 2
_TRANSACTION: Final = "CdtTrfTxInf"
_YES: Final = frozenset({"true", "1"})


def _several(reading: Reading) -> Iterator[Found]:
    return map(Found, reading.transactions[1:])


def _too_many(path: str, most: int) -> Finder:
    """Return what finds, in each transaction, all at a path that is one too many."""

    def find(reading: Reading) -> Iterator[Found]:
        for transaction in reading.transactions:
            yield from map(Found, transaction.each(path)[most:])

    return find


def _without_town(reading: Reading) -> Iterator[Found]:
    for transaction in reading.transactions:
        for end in ("Dbtr", "Cdtr"):
            for name in ("TwnNm", "Ctry"):
                if not transaction.each(f"{end}/PstlAdr/{name}"):
                    yield Found(transaction, f"{end}/PstlAdr/{name}")


def _too_many_lines(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.ADDRESS):
        yield from map(Found, node.each("AdrLine")[_LINES_MAX:])


def _named_agents(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.AGENT):
        yield from map(Found, node.each("Nm"))


def _contacts(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.PARTY):
        yield from map(Found, node.each("CtctDtls"))


def _unexplained(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        if each.says("TxSts") == "RJCT" and not each.each("StsRsnInf/Rsn"):
            yield Found(each, "StsRsnInf/Rsn")


def _asking_for_nothing(reading: Reading) -> Iterator[Found]:
    for asked in reading.body.each("Vrfctn"):
        account = asked.at("PtyAndAcctId/Acct")
        if account is None or not (account.each("Prxy") or account.each("Id")):
            yield Found(asked, "PtyAndAcctId/Acct/Prxy")


def _proxies_of_no_kind(reading: Reading) -> Iterator[Found]:
    for proxy in reading.body.each("Vrfctn/PtyAndAcctId/Acct/Prxy"):
        if not proxy.each("Tp"):
            yield Found(proxy, "Tp")


def _no_without_reason(reading: Reading) -> Iterator[Found]:
    for report in reading.body.each("Rpt"):
        if report.says("Vrfctn") not in _YES and "Rsn" not in report.parts:
            yield Found(report, "Rsn")


def _yes_without_account(reading: Reading) -> Iterator[Found]:
    for report in reading.body.each("Rpt"):
        if report.says("Vrfctn") in _YES and not report.each("UpdtdPtyAndAcctId/Acct"):
            yield Found(report, "UpdtdPtyAndAcctId/Acct")


def _telling_after_no(reading: Reading) -> Iterator[Found]:
    for report in reading.body.each("Rpt"):
        if report.says("Vrfctn") not in _YES:
            yield from map(Found, report.each("UpdtdPtyAndAcctId"))


def _mandatory(rule_id: str, path: str, text: str) -> Rule:
    """Return the rule that every transfer has what stands at a path."""
    code = StatusReason.REQUIRED_ELEMENT_MISSING
    return Rule(
        rule_id, code, f"{_TRANSACTION}/{path}", text, lacking(_TRANSACTION, path), _TRANSFER
    )


def _refused(rule_id: str, where: str, text: str, find: Finder, families: tuple[str, ...]) -> Rule:
    return Rule(rule_id, StatusReason.INVALID_FILE_FORMAT, where, text, find, families)


NEXUS_RULES: Final = (
    _refused(
        "nexus-one-transaction",
        _TRANSACTION,
        "A message holds one transaction.",
        _several,
        (*_TRANSFER, *_STATUS),
    ),
    _mandatory("nexus-uetr", "PmtId/UETR", "A payment has its UETR; all else is told by it."),
    _mandatory(
        "nexus-acceptance",
        "AccptncDtTm",
        "A payment says when its sender's order was accepted; time-outs run from there.",
    ),
    _mandatory(
        "nexus-source-settlement",
        "IntrmyAgt1",
        "The first intermediary is the settlement account provider in the payer's country.",
    ),
    _mandatory(
        "nexus-destination-settlement",
        "IntrmyAgt2",
        "The second intermediary is the settlement account provider in the payee's country.",
    ),
    _mandatory("nexus-instructed", "InstdAmt", "The instructed amount is told."),
    _mandatory("nexus-debtor-account", "DbtrAcct", "The debtor's account is told."),
    _mandatory("nexus-creditor-account", "CdtrAcct", "The creditor's account is told."),
    _refused(
        "nexus-settlement-method",
        "GrpHdr/SttlmInf/SttlmMtd",
        "A payment settles in a clearing system: CLRG.",
        unlike("CLRG", within="GrpHdr/SttlmInf/SttlmMtd"),
        _TRANSFER,
    ),
    Rule(
        "nexus-clearing-system",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "GrpHdr/SttlmInf/ClrSys",
        "The instant payment system that settles is told.",
        lacking("GrpHdr/SttlmInf", "ClrSys"),
        _TRANSFER,
    ),
    _refused(
        "nexus-service-level",
        f"{_TRANSACTION}/PmtTpInf/SvcLvl",
        "A payment has one service level at most.",
        _too_many("PmtTpInf/SvcLvl", 1),
        _TRANSFER,
    ),
    Rule(
        "nexus-town",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        f"{_TRANSACTION}/Dbtr/PstlAdr, {_TRANSACTION}/Cdtr/PstlAdr",
        "Debtor and creditor are told with town and country.",
        _without_town,
        _TRANSFER,
    ),
    _refused(
        "nexus-address-lines",
        "//PstlAdr/AdrLine",
        "An address has at most two lines.",
        _too_many_lines,
        _TRANSFER,
    ),
    _refused(
        "nexus-agent-name",
        "//FinInstnId/Nm",
        "An agent is told by its number or BIC, not by name.",
        _named_agents,
        _TRANSFER,
    ),
    _refused(
        "nexus-contact", "//CtctDtls", "Nobody's contact details travel.", _contacts, _TRANSFER
    ),
    _refused(
        "nexus-remittance",
        f"{_TRANSACTION}/RmtInf/Ustrd",
        "Unstructured remittance information is one text at most.",
        _too_many("RmtInf/Ustrd", 1),
        _TRANSFER,
    ),
    Rule(
        "nexus-remittance-length",
        StatusReason.INVALID_FILE_FORMAT,
        f"{_TRANSACTION}/RmtInf/Strd",
        "Structured remittance information has at most 9,000 characters in all.",
        too_long_remittance,
        _TRANSFER,
        needs="Strd",
    ),
    Rule(
        "nexus-original-uetr",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "TxInfAndSts/OrgnlUETR",
        "A status tells the UETR of its payment.",
        lacking("TxInfAndSts", "OrgnlUETR"),
        _STATUS,
    ),
    Rule(
        "nexus-status",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "TxInfAndSts/TxSts",
        "A status report tells the transaction's status.",
        lacking("", "TxInfAndSts/TxSts"),
        _STATUS,
    ),
    Rule(
        "nexus-reject-reason",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "TxInfAndSts/StsRsnInf/Rsn",
        "A rejection has its reason.",
        _unexplained,
        _STATUS,
    ),
    Rule(
        "nexus-proxy",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "Vrfctn/PtyAndAcctId/Acct/Prxy",
        "Who asks tells a proxy, or an account; nobody is looked up by name.",
        _asking_for_nothing,
        _REQUEST,
    ),
    Rule(
        "nexus-proxy-kind",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "Vrfctn/PtyAndAcctId/Acct/Prxy/Tp",
        "A proxy is told with its kind.",
        _proxies_of_no_kind,
        _REQUEST,
    ),
    Rule(
        "nexus-verification-reason",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "Rpt/Rsn",
        "A no has its reason.",
        _no_without_reason,
        _REPORT,
    ),
    Rule(
        "nexus-verification-account",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "Rpt/UpdtdPtyAndAcctId/Acct",
        "A yes tells the account to pay to.",
        _yes_without_account,
        _REPORT,
    ),
    _refused(
        "nexus-verification-silence",
        "Rpt/UpdtdPtyAndAcctId",
        "A no tells nothing of anybody's account.",
        _telling_after_no,
        _REPORT,
    ),
)
