"""CBPR+ rules on who somebody is: addresses, agents and parties.

Since 14 November 2026 an address is structured, or hybrid: town and country in their own
elements, and up to two lines beside them. One of lines alone is refused.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Kind, Node, Reading
from tallystick.wire.iso20022.profiles.rules import Found, Rule

# A request to take back, or a report, tells an address as it once came; these bring it.
_PAYMENTS: Final = ("pacs.002", "pacs.004", "pacs.008", "pacs.009", "pacs.010", "pain.001")
_LINES_MAX: Final = 2
# A shorter value, a house number or a country's code, is in too many lines by chance.
_REPEATED_LENGTH: Final = 4
_BESIDE_LINES: Final = frozenset({"AdrLine", "AdrTp", "Ctry"})
_WORD: Final = re.compile(r"\w+")


def _unstructured(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.ADDRESS):
        if node.parts.keys() <= {"AdrLine", "AdrTp"}:
            yield Found(node)


def _without_town(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.ADDRESS):
        parts = node.parts
        if not ("TwnNm" in parts and "Ctry" in parts) and not parts.keys() <= {"AdrLine", "AdrTp"}:
            yield from (Found(node, name) for name in ("TwnNm", "Ctry") if name not in parts)


def _too_many_lines(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.ADDRESS):
        if "AdrLine" in node.parts:
            yield from (Found(line) for line in node.parts["AdrLine"][_LINES_MAX:])


def _repeating(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.ADDRESS):
        if "AdrLine" in node.parts:
            lines = node.parts["AdrLine"]
            whole = " ".join([line.text for line in lines]).casefold()
            values = [
                _padded(part.text)
                for name, (part, *_) in node.parts.items()
                if name not in _BESIDE_LINES and _may_be_in(whole, part.text)
            ]
            if values:
                yield from (Found(line) for line in lines if _is_in(_padded(line.text), values))


def _may_be_in(lines: str, value: str) -> bool:
    """Tell whether it pays to look closer: a value long enough, whose first word is there."""
    if len(value) < _REPEATED_LENGTH:
        return False
    word = _WORD.search(value)
    return word is not None and word[0].casefold() in lines


def _is_in(line: str, values: list[str]) -> bool:
    return any(value in line for value in values)


def _padded(text: str) -> str:
    """Return the words of a text in one case with a space around each, to find whole words."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _agents_half_told(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.AGENT):
        if ("Nm" in node.parts) != ("PstlAdr" in node.parts):
            yield Found(node, "PstlAdr" if "Nm" in node.parts else "Nm")


def _agents_unknown(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.AGENT):
        parts = node.parts
        if not ("BICFI" in parts or "ClrSysMmbId" in parts or "Nm" in parts):
            yield Found(node, "BICFI")


def _parties_half_told(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.PARTY):
        if "PstlAdr" in node.parts and "Nm" not in node.parts:
            yield Found(node, "Nm")


_UNDERLYING: Final = ("UndrlygCstmrCdtTrf/Dbtr", "UndrlygCstmrCdtTrf/Cdtr")
_ENDS: Final = {
    "pacs.002": ("StsRsnInf/Orgtr",),
    "pacs.004": ("RtrChain/Dbtr/Pty", "RtrChain/Cdtr/Pty", "RtrRsnInf/Orgtr"),
    "pacs.008": ("Dbtr", "Cdtr"),
    "pacs.009": _UNDERLYING,
}
_BY_BIC_ALONE: Final = {
    "pacs.004": ("RtrChain/Dbtr/Pty", "RtrChain/Cdtr/Pty"),
    "pacs.008": ("Dbtr", "Cdtr"),
    "pacs.009": _UNDERLYING,
}


def _parties(reading: Reading, places: Mapping[str, tuple[str, ...]]) -> Iterator[Node]:
    for transaction in reading.transactions:
        for place in places[reading.family]:
            yield from transaction.each(place)


def _parties_unnamed(reading: Reading) -> Iterator[Found]:
    for party in _parties(reading, _ENDS):
        if "Nm" not in party.parts and not party.each("Id/OrgId/AnyBIC"):
            yield Found(party, "Nm")


def _parties_told_twice(reading: Reading) -> Iterator[Found]:
    for party in _parties(reading, _BY_BIC_ALONE):
        if ("Nm" in party.parts or "PstlAdr" in party.parts) and party.each("Id/OrgId/AnyBIC"):
            yield Found(party)


ADDRESS_RULES: Final = (
    Rule(
        "cbpr-address-unstructured",
        StatusReason.INVALID_FILE_FORMAT,
        "//PstlAdr/AdrLine",
        "An address is structured or hybrid; one of lines alone is refused since "
        "14 November 2026.",
        _unstructured,
        _PAYMENTS,
        needs="AdrLine",
    ),
    Rule(
        "cbpr-address-town",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//PstlAdr/TwnNm, //PstlAdr/Ctry",
        "An address has its town and its country in elements of their own.",
        _without_town,
        _PAYMENTS,
        needs="PstlAdr",
    ),
    Rule(
        "cbpr-address-lines",
        StatusReason.INVALID_FILE_FORMAT,
        "//PstlAdr/AdrLine",
        "Beside its structured elements an address has at most two lines.",
        _too_many_lines,
        _PAYMENTS,
        needs="AdrLine",
    ),
    Rule(
        "cbpr-address-repeats",
        StatusReason.INVALID_FILE_FORMAT,
        "//PstlAdr/AdrLine",
        "A line of an address does not repeat what a structured element says.",
        _repeating,
        _PAYMENTS,
        needs="AdrLine",
    ),
    Rule(
        "cbpr-agent-name-and-address",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//FinInstnId/Nm, //FinInstnId/PstlAdr",
        "An agent's name and its address stand together or not at all.",
        _agents_half_told,
        _PAYMENTS,
    ),
    Rule(
        "cbpr-agent-known",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//FinInstnId/BICFI",
        "An agent is told by BIC, by its number in a clearing system, or by name and address.",
        _agents_unknown,
        _PAYMENTS,
    ),
    Rule(
        "cbpr-party-name",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//PstlAdr, //Nm",
        "A party whose address is told has a name.",
        _parties_half_told,
        (*_PAYMENTS, "camt.052"),
        needs="PstlAdr",
    ),
    Rule(
        "cbpr-party-known",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//Dbtr/Nm, //Cdtr/Nm, //Orgtr/Nm",
        "A debtor, a creditor or whoever gives a reason is told by name or by BIC.",
        _parties_unnamed,
        tuple(_ENDS),
    ),
    Rule(
        "cbpr-party-by-bic",
        StatusReason.INVALID_FILE_FORMAT,
        "//Dbtr/Id/OrgId/AnyBIC, //Cdtr/Id/OrgId/AnyBIC",
        "A debtor or creditor told by BIC has neither name nor address beside it.",
        _parties_told_twice,
        tuple(_BY_BIC_ALONE),
        needs="AnyBIC",
    ),
)
