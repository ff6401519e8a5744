"""CBPR+ rules on text: character sets, slashes in references, dates with their offset.

Source of facts: the CBPR+ user handbook's chapter on characters, as open tools and banks
restate it. All text is narrow but for names, addresses, remittance information, e-mail
addresses, proxies, and the place of birth.
"""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Kind, Node, Reading
from tallystick.wire.iso20022.profiles.rules import Finder, Found, Rule

_NARROW: Final = re.compile(r"[0-9a-zA-Z/\-?:().,'+ ]*")
_WIDE: Final = re.compile(r"""[0-9a-zA-Z/\-?:().,'+ !#$%&*=^_`{|}~";<>@\[\\\]]*""")
_OFFSET: Final = re.compile(r"[+-](?:0[0-9]|1[0-4]):[0-5][0-9]")
_OFFSET_LENGTH: Final = 6
_SLASHED: Final = frozenset({"InstrId", "OrgnlInstrId"})
# So much of an end-to-end identification went into the older messages' reference.
_REFERENCE_LENGTH: Final = 16


def _beyond(kind: Kind, allowed: re.Pattern[str]) -> Finder:
    matches = allowed.fullmatch

    def find(reading: Reading) -> Iterator[Found]:
        nodes = reading.of(kind)
        if matches("".join([node.text for node in nodes])):
            return iter(())  # no need to look at each
        return (Found(node) for node in nodes if not matches(node.text))

    return find


def _without_offset(reading: Reading) -> Iterator[Found]:
    return (
        Found(node)
        for node in reading.of(Kind.DATE_TIME)
        if not _OFFSET.fullmatch(node.text[-_OFFSET_LENGTH:])
    )


def _is_ill_slashed(text: str) -> bool:
    return text.startswith("/") or text.endswith("/") or "//" in text


def _ill_slashed(reading: Reading) -> Iterator[Found]:
    return (
        Found(node)
        for node in reading.of(Kind.NARROW_TEXT)
        if "/" in node.text and node.name in _SLASHED and _is_ill_slashed(node.text)
    )


def _ill_slashed_ends(reading: Reading) -> Iterator[Found]:
    for node in reading.body.each("CdtTrfTxInf/PmtId/EndToEndId"):
        start = node.text[:_REFERENCE_LENGTH]
        if start.startswith("/") or start[15:] == "/" or "//" in start:
            yield Found(node)


def too_long_remittance(reading: Reading) -> Iterator[Found]:
    """Find structured remittance information of more than 9,000 characters in all."""
    for node in reading.of(Kind.REMITTANCE):
        structured = node.each("Strd")
        if structured and sum(map(_length, structured)) > _STRUCTURED_MAX:
            yield Found(node, "Strd")


_STRUCTURED_MAX: Final = 9_000


def _length(node: Node) -> int:
    below = sum(_length(part) for several in node.parts.values() for part in several)
    return len(node.text) + below


TEXT_RULES: Final = (
    Rule(
        "cbpr-characters",
        StatusReason.INVALID_FILE_FORMAT,
        "//text()",
        "Text other than names, addresses and remittance information is of FIN X: "
        "letters, digits, space and / - ? : ( ) . , ' +",
        _beyond(Kind.NARROW_TEXT, _NARROW),
    ),
    Rule(
        "cbpr-characters-wide",
        StatusReason.INVALID_FILE_FORMAT,
        "//Nm, //PstlAdr, //RmtInf",
        "Names, addresses and remittance information are of FIN X and the signs "
        '! # $ % & * = ^ _ ` { } ~ " ; < > @ [ \\ ] and the vertical bar.',
        _beyond(Kind.WIDE_TEXT, _WIDE),
    ),
    Rule(
        "cbpr-date-time",
        StatusReason.INVALID_DATE,
        "//CreDtTm, /AppHdr/CreDt",
        "A date and time has its offset from UTC in hours and minutes.",
        _without_offset,
    ),
    Rule(
        "cbpr-slashes",
        StatusReason.INVALID_FILE_FORMAT,
        "//InstrId, //OrgnlInstrId",
        "An instruction's identification neither begins nor ends with a slash and has no two "
        "in a row.",
        _ill_slashed,
    ),
    Rule(
        "cbpr-slashes-end-to-end",
        StatusReason.INVALID_FILE_FORMAT,
        "CdtTrfTxInf/PmtId/EndToEndId",
        "In the first sixteen characters neither the first nor the sixteenth is a slash, "
        "and no two stand in a row.",
        _ill_slashed_ends,
        ("pacs.009",),
    ),
    Rule(
        "cbpr-remittance-length",
        StatusReason.INVALID_FILE_FORMAT,
        "//RmtInf/Strd",
        "Structured remittance information has at most 9,000 characters in all.",
        too_long_remittance,
        needs="Strd",
    ),
)
