"""Rules on what a group says of its transactions: how many they are and what they add up to."""

from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Node, Reading
from tallystick.wire.iso20022.profiles.rules import Found, Rule

_TRANSFERS: Final = ("pacs.004", "pacs.008", "pacs.009", "pacs.010")
_COUNTED: Final = (*_TRANSFERS, "pain.001")
# What a transaction's amount is called, by message.
_AMOUNTS: Final = {"pacs.004": "RtrdIntrBkSttlmAmt", "pain.001": "Amt/InstdAmt"}
# Wide enough that a sum of ten thousand amounts of eighteen digits is exact.
_EXACT: Final = Context(prec=60)


def _sum(amounts: list[Node]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = _EXACT.add(total, Decimal(amount.text))
    return total


def _groups(reading: Reading) -> Iterator[tuple[Node, list[Node]]]:
    """Yield each group with its transactions: the whole message, and the parts of a pain.001."""
    header = reading.body.at("GrpHdr")
    assert header is not None, "the schema asks for a group header"
    whole = reading.transactions
    yield header, whole
    for part in reading.body.each("PmtInf"):
        yield part, part.each("CdtTrfTxInf")


def _amounts(reading: Reading, inside: list[Node]) -> list[Node]:
    path = _AMOUNTS.get(reading.family, "IntrBkSttlmAmt")
    return [amount for each in inside for amount in each.each(path)]


def _wrong_counts(reading: Reading) -> Iterator[Found]:
    for group, inside in _groups(reading):
        said = group.at("NbOfTxs")
        # A pacs.010 may count its credit instructions or what is in them.
        allowed = {len(inside), len(reading.body.each("CdtInstr")) or len(inside)}
        if said is not None and int(said.text) not in allowed:
            yield Found(said)


def _wrong_control_sums(reading: Reading) -> Iterator[Found]:
    for group, inside in _groups(reading):
        said, amounts = group.at("CtrlSum"), _amounts(reading, inside)
        # An equivalent amount is no instructed amount, and cannot be added.
        if (
            said is not None
            and len(amounts) == len(inside)
            and Decimal(said.text) != _sum(amounts)
        ):
            yield Found(said)


def _wrong_totals(reading: Reading) -> Iterator[Found]:
    name = "TtlRtrdIntrBkSttlmAmt" if reading.family == "pacs.004" else "TtlIntrBkSttlmAmt"
    groups = [
        (reading.body.at(f"GrpHdr/{name}"), reading.transactions),
        *((each.at(name), each.each("DrctDbtTxInf")) for each in reading.body.each("CdtInstr")),
    ]
    for said, inside in groups:
        if said is not None:
            amounts = _amounts(reading, inside)
            is_one_currency = all(amount.mark == said.mark for amount in amounts)
            if not is_one_currency or Decimal(said.text) != _sum(amounts):
                yield Found(said)


SUM_RULES: Final = (
    Rule(
        "count",
        StatusReason.INVALID_FILE_FORMAT,
        "GrpHdr/NbOfTxs",
        "The number of transactions is how many there are.",
        _wrong_counts,
        _COUNTED,
    ),
    Rule(
        "control-sum",
        StatusReason.WRONG_AMOUNT,
        "GrpHdr/CtrlSum",
        "The control sum is what the transactions' amounts add up to, whatever their currency.",
        _wrong_control_sums,
        _COUNTED,
        needs="CtrlSum",
    ),
    Rule(
        "total",
        StatusReason.WRONG_AMOUNT,
        "GrpHdr/TtlIntrBkSttlmAmt",
        "The total is what the interbank amounts add up to, in the one currency of them all.",
        _wrong_totals,
        _TRANSFERS,
    ),
)
