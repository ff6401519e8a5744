"""CBPR+ rules on what answers a payment: status, return, recall and its resolution, reports."""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Node, Reading
from tallystick.wire.iso20022.profiles.rules import Found, Rule, unlike

_STATUS: Final = ("pacs.002",)
_RETURN: Final = ("pacs.004",)
_RECALL: Final = ("camt.056",)
_RESOLUTION: Final = ("camt.029",)
_REPORTS: Final = ("camt.052", "camt.053", "camt.054")
_EXACT: Final = Context(prec=60)
_ORIGINAL: Final = re.compile(r"pacs\.0(?:03|04|08|09|10)\.001\.[0-9]{2}")
_RETURNED: Final = re.compile(
    r"pacs\.00[289]\.001\.[0-9]{2}|camt\.05[34]\.001\.[0-9]{2}|MT ?(?:103|202|205|900|910|940|950)"
)
_PARTIAL: Final = "PART"


def _rejections(reading: Reading) -> Iterator[Node]:
    return (each for each in reading.transactions if each.says("TxSts") == "RJCT")


def _unexplained(reading: Reading) -> Iterator[Found]:
    for rejection in _rejections(reading):
        if not rejection.each("StsRsnInf/Rsn"):
            yield Found(rejection, "StsRsnInf/Rsn")


def _settled_though_rejected(reading: Reading) -> Iterator[Found]:
    for rejection in _rejections(reading):
        yield from map(Found, rejection.each("FctvIntrBkSttlmDt"))


def _unknown_originals(reading: Reading) -> Iterator[Found]:
    for name in reading.body.each("TxInfAndSts/OrgnlGrpInf/OrgnlMsgNmId"):
        if not _ORIGINAL.fullmatch(name.text):
            yield Found(name)


def _unknown_returned(reading: Reading) -> Iterator[Found]:
    for name in reading.body.each("TxInf/OrgnlGrpInf/OrgnlMsgNmId"):
        if not _RETURNED.fullmatch(name.text):
            yield Found(name)


def _returned_without_reason(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        if not each.each("RtrRsnInf/Rsn"):
            yield Found(each, "RtrRsnInf/Rsn")


def _original_amount(transaction: Node) -> Node | None:
    return transaction.at("OrgnlIntrBkSttlmAmt") or transaction.at("OrgnlTxRef/IntrBkSttlmAmt")


def _returned_too_much(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        original, returned = _original_amount(each), each.at("RtrdIntrBkSttlmAmt")
        if original is None or returned is None or original.mark != returned.mark:
            continue
        if Decimal(returned.text) > Decimal(original.text):
            yield Found(returned)


def _originals_twice(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        for own, kept in (
            ("OrgnlIntrBkSttlmAmt", "OrgnlTxRef/IntrBkSttlmAmt"),
            ("OrgnlIntrBkSttlmDt", "OrgnlTxRef/IntrBkSttlmDt"),
        ):
            again = each.at(kept)
            if again is not None and own in each.parts:
                yield Found(again)


def _partial_uncoded(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        for reason in each.each("RtrRsnInf"):
            is_partial = any(word.text == _PARTIAL for word in reason.each("AddtlInf"))
            if is_partial and not reason.each("Rsn/Cd"):
                yield Found(reason, "Rsn/Cd")


def _recalled_without_reason(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        if not each.each("CxlRsnInf/Rsn"):
            yield Found(each, "CxlRsnInf/Rsn")


def _narrative_unsaid(reading: Reading) -> Iterator[Found]:
    for each in reading.transactions:
        for name in ("CxlRsnInf", "CxlStsRsnInf", "RtrRsnInf", "StsRsnInf"):
            for reason in each.each(name):
                if reason.says("Rsn/Cd") == "NARR" and "AddtlInf" not in reason.parts:
                    yield Found(reason, "AddtlInf")


def _refused_without_reason(reading: Reading) -> Iterator[Found]:
    if reading.body.says("Sts/Conf") == "RJCR":
        inside = reading.transactions
        if not any(each.each("CxlStsRsnInf/Rsn") for each in inside):
            yield Found(inside[0] if inside else reading.body, "CxlStsRsnInf/Rsn")


def _unlike_statuses(reading: Reading) -> Iterator[Found]:
    said = reading.body.says("Sts/Conf")
    for status in reading.body.each("CxlDtls/TxInfAndSts/TxCxlSts"):
        if said in _STATUSES and status.text != _STATUSES[said]:
            yield Found(status)


# The status of the one transaction that goes with the resolution's.
_STATUSES: Final = {"CNCL": "ACCR", "RJCR": "RJCR", "PDCR": "PDCR"}


def _reports(reading: Reading) -> Iterator[Node]:
    for name in ("Rpt", "Stmt", "Ntfctn"):
        yield from reading.body.each(name)


def _page_zero(reading: Reading) -> Iterator[Found]:
    for report in _reports(reading):
        for name in ("RptPgntn/PgNb", "StmtPgntn/PgNb", "NtfctnPgntn/PgNb"):
            yield from (Found(page) for page in report.each(name) if not int(page.text))


def _undated(reading: Reading) -> Iterator[Found]:
    for entry in reading.body.each("Ntfctn/Ntry"):
        is_dated = "BookgDt" in entry.parts or "ValDt" in entry.parts
        if entry.says("Sts/Cd") == "BOOK" and not is_dated:
            yield Found(entry, "BookgDt")


def _wrong_interest(reading: Reading) -> Iterator[Found]:
    for report in _reports(reading):
        for interest in (
            *report.each("Ntry/Intrst"),
            *report.each("Ntry/NtryDtls/TxDtls/Intrst"),
        ):
            said, records = interest.at("TtlIntrstAndTaxAmt"), interest.each("Rcrd")
            if said is not None and records and not _add_up(said, records):
                yield Found(said)


def _add_up(said: Node, records: list[Node]) -> bool:
    return abs(_sum(records)) == Decimal(said.text)


def _sum(records: list[Node]) -> Decimal:
    """Return what entries or records add up to, with credits above zero and debits below."""
    total = Decimal(0)
    for record in records:
        amount = Decimal(record.says("Amt"))
        signed = -amount if record.says("CdtDbtInd") == "DBIT" else amount
        total = _EXACT.add(total, signed)
    return total


def _unbalanced(reading: Reading) -> Iterator[Found]:
    for statement in reading.body.each("Stmt"):
        balances = {balance.says("Tp/CdOrPrtry/Cd"): balance for balance in statement.each("Bal")}
        opening, closing = balances.get("OPBD"), balances.get("CLBD")
        booked = [each for each in statement.each("Ntry") if each.says("Sts/Cd") == "BOOK"]
        if opening is None or closing is None or not booked or not _is_whole(statement):
            continue
        marks = {each.mark for node in (opening, closing, *booked) for each in node.each("Amt")}
        if len(marks) == 1 and _sum([opening, *booked]) != _sum([closing]):
            yield Found(closing.at("Amt"))


def _is_whole(statement: Node) -> bool:
    pages = statement.at("StmtPgntn")
    return pages is None or (int(pages.says("PgNb")) == 1 and pages.says("LastPgInd") in _YES)


_YES: Final = frozenset({"true", "1"})


ANSWER_RULES: Final = (
    Rule(
        "cbpr-reject-reason",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "TxInfAndSts/StsRsnInf/Rsn",
        "A rejection has its reason.",
        _unexplained,
        _STATUS,
    ),
    Rule(
        "cbpr-reject-date",
        StatusReason.INVALID_DATE,
        "TxInfAndSts/FctvIntrBkSttlmDt",
        "What is rejected has no date of settlement.",
        _settled_though_rejected,
        _STATUS,
        needs="FctvIntrBkSttlmDt",
    ),
    Rule(
        "cbpr-original-message",
        StatusReason.INVALID_FILE_FORMAT,
        "TxInfAndSts/OrgnlGrpInf/OrgnlMsgNmId",
        "A status is of a pacs.003, pacs.004, pacs.008, pacs.009 or pacs.010, told with its "
        "version.",
        _unknown_originals,
        _STATUS,
    ),
    Rule(
        "cbpr-return-message",
        StatusReason.INVALID_FILE_FORMAT,
        "TxInf/OrgnlGrpInf/OrgnlMsgNmId",
        "A return is of a pacs.008 or pacs.009, or answers a pacs.002, camt.053, camt.054 or one "
        "of the older messages that these replaced.",
        _unknown_returned,
        _RETURN,
    ),
    Rule(
        "cbpr-return-reason",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "TxInf/RtrRsnInf/Rsn",
        "A return has its reason.",
        _returned_without_reason,
        _RETURN,
    ),
    Rule(
        "cbpr-return-amount",
        StatusReason.WRONG_AMOUNT,
        "TxInf/RtrdIntrBkSttlmAmt",
        "No more comes back than was settled.",
        _returned_too_much,
        _RETURN,
    ),
    Rule(
        "cbpr-return-original",
        StatusReason.INVALID_FILE_FORMAT,
        "TxInf/OrgnlTxRef/IntrBkSttlmAmt, TxInf/OrgnlTxRef/IntrBkSttlmDt",
        "The original amount and date are told once, not again among the original's elements.",
        _originals_twice,
        _RETURN,
        needs="OrgnlTxRef",
    ),
    Rule(
        "cbpr-return-partial",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "TxInf/RtrRsnInf/Rsn/Cd",
        "A return in part, marked PART, has its reason as a code.",
        _partial_uncoded,
        _RETURN,
        needs="AddtlInf",
    ),
    Rule(
        "cbpr-recall-reason",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "Undrlyg/TxInf/CxlRsnInf/Rsn",
        "A recall has its reason.",
        _recalled_without_reason,
        _RECALL,
    ),
    Rule(
        "cbpr-narrative",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//CxlRsnInf/AddtlInf, //CxlStsRsnInf/AddtlInf, //RtrRsnInf/AddtlInf, "
        "//StsRsnInf/AddtlInf",
        "Where the reason is NARR, the words are there.",
        _narrative_unsaid,
        (*_RECALL, *_RESOLUTION, *_RETURN, *_STATUS),
    ),
    Rule(
        "cbpr-resolution-status",
        StatusReason.INVALID_FILE_FORMAT,
        "Sts/Conf",
        "A recall is granted, refused or pending: CNCL, RJCR or PDCR.",
        unlike("CNCL", "RJCR", "PDCR", within="Sts/Conf"),
        _RESOLUTION,
    ),
    Rule(
        "cbpr-resolution-agreement",
        StatusReason.INVALID_FILE_FORMAT,
        "CxlDtls/TxInfAndSts/TxCxlSts",
        "The transaction's status goes with the resolution's: ACCR with CNCL, and else the same.",
        _unlike_statuses,
        _RESOLUTION,
    ),
    Rule(
        "cbpr-resolution-reason",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "CxlDtls/TxInfAndSts/CxlStsRsnInf/Rsn",
        "A recall that is refused has its reason.",
        _refused_without_reason,
        _RESOLUTION,
    ),
    Rule(
        "cbpr-page-number",
        StatusReason.INVALID_FILE_FORMAT,
        "//PgNb",
        "Pages are counted from one.",
        _page_zero,
        _REPORTS,
    ),
    Rule(
        "cbpr-entry-date",
        StatusReason.INVALID_DATE,
        "Ntfctn/Ntry/BookgDt, Ntfctn/Ntry/ValDt",
        "A booked entry of a notification has the date it was booked, its value date, or both.",
        _undated,
        ("camt.054",),
    ),
    Rule(
        "cbpr-interest-sum",
        StatusReason.WRONG_AMOUNT,
        "//Intrst/TtlIntrstAndTaxAmt",
        "Interest and tax in all is what its records add up to.",
        _wrong_interest,
        _REPORTS,
        needs="TtlIntrstAndTaxAmt",
    ),
    Rule(
        "cbpr-balance",
        StatusReason.WRONG_AMOUNT,
        "Stmt/Bal/Amt",
        "The closing balance is the opening balance and the entries booked between.",
        _unbalanced,
        ("camt.053",),
    ),
)
