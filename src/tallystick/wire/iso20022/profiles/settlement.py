"""Rules on the money of a transfer: how it settles, what is charged, which amounts agree."""

from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final

from tallystick.terms.currencies import EXPONENTS
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Kind, Node, Reading
from tallystick.wire.iso20022.profiles.rules import Finder, Found, Rule, unlike

_SETTLED: Final = ("pacs.004", "pacs.008", "pacs.009")
_CUSTOMER: Final = ("pacs.008",)
_METALS: Final = frozenset({"XAG", "XAU", "XPD", "XPT", "XTS", "XXX"})
_MONEY: Final = frozenset(
    {
        *("IntrBkSttlmAmt", "InstdAmt", "TtlIntrBkSttlmAmt", "OrgnlIntrBkSttlmAmt"),
        *("RtrdIntrBkSttlmAmt", "RtrdInstdAmt", "TtlRtrdIntrBkSttlmAmt"),
    }
)
# A rate is rounded where it is written; its product may be off by so much of itself.
_TOLERANCE: Final = Decimal("0.001")
_EXACT: Final = Context(prec=40)

# By settlement method, what its settlement information may not hold.
_REIMBURSEMENT: Final = ("InstgRmbrsmntAgt", "InstdRmbrsmntAgt", "ThrdRmbrsmntAgt")
_NOT_WITH: Final = {
    "INDA": (*_REIMBURSEMENT, "ClrSys"),
    "INGA": (*_REIMBURSEMENT, "ClrSys"),
    "COVE": ("SttlmAcct", "ClrSys"),
    "CLRG": ("SttlmAcct", *_REIMBURSEMENT),
}


def _commodities(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.AMOUNT):
        if node.mark in _METALS and node.name in _MONEY:
            yield Found(node)


def _contrary_settlement(reading: Reading) -> Iterator[Found]:
    for node in reading.body.each("GrpHdr/SttlmInf"):
        for name in _NOT_WITH[node.says("SttlmMtd")]:
            yield from map(Found, node.each(name))


def _without_reimbursement(reading: Reading) -> Iterator[Found]:
    for node in reading.body.each("GrpHdr/SttlmInf"):
        if node.says("SttlmMtd") == "COVE" and not (
            node.each("InstgRmbrsmntAgt") or node.each("InstdRmbrsmntAgt")
        ):
            yield Found(node, "InstgRmbrsmntAgt")


def _amounts(reading: Reading) -> Iterator[tuple[Node, Node | None, Node]]:
    """Yield each transaction with its instructed and its settled amount."""
    names = ("InstdAmt", "IntrBkSttlmAmt")
    if reading.family == "pacs.004":
        names = ("RtrdInstdAmt", "RtrdIntrBkSttlmAmt")
    for transaction in reading.transactions:
        settled = transaction.at(names[1])
        assert settled is not None, "the schema asks for the settled amount"
        yield transaction, transaction.at(names[0]), settled


def _pairs(reading: Reading) -> Iterator[tuple[Node, Node, Node]]:
    """Yield each transaction whose two amounts are of one currency, with both."""
    for transaction, instructed, settled in _amounts(reading):
        if instructed is not None and instructed.mark == settled.mark:
            yield transaction, instructed, settled


def _rate_missing(reading: Reading) -> Iterator[Found]:
    for transaction, instructed, settled in _amounts(reading):
        if (
            instructed is not None
            and instructed.mark != settled.mark
            and "XchgRate" not in transaction.parts
        ):
            yield Found(transaction, "XchgRate")


def _rate_needless(reading: Reading) -> Iterator[Found]:
    for transaction, instructed, settled in _amounts(reading):
        rate = transaction.at("XchgRate")
        if rate is not None and (instructed is None or instructed.mark == settled.mark):
            yield Found(rate)


def _rate_untrue(reading: Reading) -> Iterator[Found]:
    for transaction, instructed, settled in _amounts(reading):
        rate = transaction.at("XchgRate")
        if rate is None or instructed is None or instructed.mark == settled.mark:
            continue
        if "ChrgsInf" not in transaction.parts and not _is_product(instructed, rate, settled):
            yield Found(rate)


def _is_product(instructed: Node, rate: Node, settled: Node) -> bool:
    product = _EXACT.multiply(Decimal(instructed.text), Decimal(rate.text))
    unit = Decimal(1).scaleb(-EXPONENTS.get(settled.mark, 2))
    allowed = _EXACT.add(_EXACT.multiply(product, _TOLERANCE), unit)
    return abs(_EXACT.subtract(product, Decimal(settled.text))) <= allowed


def _needing_charges(bearer: str) -> Finder:
    def find(reading: Reading) -> Iterator[Found]:
        for transaction in reading.transactions:
            if transaction.says("ChrgBr") == bearer and "ChrgsInf" not in transaction.parts:
                yield Found(transaction, "ChrgsInf")

    return find


def _charged_twice(reading: Reading) -> Iterator[Found]:
    for transaction in reading.transactions:
        if transaction.says("ChrgBr") == "DEBT":
            yield from map(Found, transaction.each("ChrgsInf")[1:])


def _prepaid_untold(reading: Reading) -> Iterator[Found]:
    for transaction, instructed, settled in _pairs(reading):
        if transaction.says("ChrgBr") != "DEBT":
            continue
        if Decimal(settled.text) > Decimal(instructed.text):
            charges = transaction.each("ChrgsInf/Amt")
            if not charges:
                yield Found(transaction, "ChrgsInf")
            yield from (Found(charge) for charge in charges if not Decimal(charge.text))


def _deducted_untold(reading: Reading) -> Iterator[Found]:
    for transaction, instructed, settled in _pairs(reading):
        if "ChrgsInf" in transaction.parts:
            continue
        if Decimal(settled.text) < Decimal(instructed.text):
            yield Found(transaction, "ChrgsInf")


def _grown(reading: Reading) -> Iterator[Found]:
    for transaction, instructed, settled in _pairs(reading):
        is_debtors = transaction.says("ChrgBr") == "DEBT"
        if not is_debtors and Decimal(settled.text) > Decimal(instructed.text):
            yield Found(settled)


SETTLEMENT_RULES: Final = (
    Rule(
        "cbpr-commodity",
        StatusReason.NOT_ALLOWED_CURRENCY,
        "//IntrBkSttlmAmt/@Ccy, //InstdAmt/@Ccy",
        "Nobody is paid in a metal, in the test currency or in none.",
        _commodities,
    ),
    Rule(
        "cbpr-settlement-method",
        StatusReason.INVALID_FILE_FORMAT,
        "GrpHdr/SttlmInf/SttlmMtd",
        "A transfer settles at one of its two agents or by cover: INDA, INGA or COVE.",
        unlike("INDA", "INGA", "COVE", within="GrpHdr/SttlmInf/SttlmMtd"),
        _SETTLED,
    ),
    Rule(
        "cbpr-settlement-agreement",
        StatusReason.INVALID_FILE_FORMAT,
        "GrpHdr/SttlmInf",
        "A settlement account stands with INDA and INGA alone, reimbursement agents with COVE.",
        _contrary_settlement,
        _SETTLED,
    ),
    Rule(
        "cbpr-settlement-cover",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "GrpHdr/SttlmInf/InstgRmbrsmntAgt",
        "A transfer with cover tells at least one of its two reimbursement agents.",
        _without_reimbursement,
        _CUSTOMER,
    ),
    Rule(
        "cbpr-rate-missing",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//XchgRate",
        "Where instructed and settled amount differ in currency, the exchange rate is told.",
        _rate_missing,
        ("pacs.004", *_CUSTOMER),
    ),
    Rule(
        "cbpr-rate-needless",
        StatusReason.INVALID_FILE_FORMAT,
        "//XchgRate",
        "An exchange rate stands between two amounts of different currencies alone.",
        _rate_needless,
        ("pacs.004", *_CUSTOMER),
        needs="XchgRate",
    ),
    Rule(
        "cbpr-rate-agreement",
        StatusReason.WRONG_AMOUNT,
        "//XchgRate",
        "Where nothing is charged, the instructed amount at the exchange rate is the settled "
        "one, within a thousandth and a minor unit.",
        _rate_untrue,
        _CUSTOMER,
        needs="XchgRate",
    ),
    Rule(
        "cbpr-charge-bearer",
        StatusReason.INVALID_FILE_FORMAT,
        "//ChrgBr",
        "Charges are borne by creditor, by debtor, or shared: CRED, DEBT or SHAR.",
        unlike("CRED", "DEBT", "SHAR", within="CdtTrfTxInf/ChrgBr"),
        _CUSTOMER,
    ),
    Rule(
        "cbpr-charges-creditor",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//ChrgsInf",
        "Where the creditor bears the charges they are told, at zero if nothing is taken.",
        _needing_charges("CRED"),
        ("pacs.004", *_CUSTOMER),
    ),
    Rule(
        "cbpr-charges-debtor",
        StatusReason.INVALID_FILE_FORMAT,
        "CdtTrfTxInf/ChrgsInf",
        "Where the debtor bears the charges they are told once at most.",
        _charged_twice,
        _CUSTOMER,
        needs="ChrgsInf",
    ),
    Rule(
        "cbpr-charges-prepaid",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "CdtTrfTxInf/ChrgsInf/Amt",
        "Charges that the debtor pays in advance, on top of the instructed amount, are told "
        "and not zero.",
        _prepaid_untold,
        _CUSTOMER,
    ),
    Rule(
        "cbpr-charges-deducted",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//ChrgsInf",
        "What settles for less than was instructed, in the same currency, tells the charges.",
        _deducted_untold,
        ("pacs.004", *_CUSTOMER),
    ),
    Rule(
        "cbpr-amounts-agree",
        StatusReason.WRONG_AMOUNT,
        "CdtTrfTxInf/IntrBkSttlmAmt",
        "No more settles than was instructed, unless the debtor pays charges on top.",
        _grown,
        _CUSTOMER,
    ),
)
