"""What a text may be by its type, judged without a parser, on the safe side.

A judge here says yes only where the schema says yes of the same text. Where it says no,
the schema may still say yes: of forms that nobody writes, such as a plus sign before an
amount. Whoever is told no asks the schema.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeAlias

from tallystick.wire.iso20022.grammar import Text

Judge: TypeAlias = Callable[[str], object]  # true for yes

_BOOLEANS: Final = frozenset({"true", "false", "1", "0"})
_DATE: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
    "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?"
)
_DAY: Final = len("2026-11-28")


def judge_of(kind: Text) -> Judge | None:
    """Return what judges a text of a simple type; None for a type that only a schema judges.

    The text holds no control character but tabs and line feeds, and nothing that is
    markup: what is left to judge is the type's own.
    """
    judges = [_of_primitive(kind)]
    if kind.codes:
        judges.append(frozenset(kind.codes).__contains__)
    if kind.pattern:
        # The patterns of the standard mean the same here: classes, counts and choices.
        judges.append(re.compile(kind.pattern).fullmatch)
    return _all(judges)


def _all(judges: Sequence[Judge | None]) -> Judge | None:
    """Return what asks them all; None if one of them is nobody."""
    known = [judge for judge in judges if judge is not None]
    if len(known) < len(judges):
        return None
    told = [judge for judge in known if judge is not anything] or [anything]
    if len(told) == 1:
        return told[0]
    return lambda text: all(judge(text) for judge in told)


def _of_primitive(kind: Text) -> Judge | None:
    match kind.primitive:
        case "string":
            return _of_length(kind)
        case "decimal":
            return _decimal(kind)
        case "boolean":
            return _BOOLEANS.__contains__
        case "date":
            return _is_date
        case "dateTime":
            return _is_date_time
        case _:
            return None


def _of_length(kind: Text) -> Judge:
    if kind.length is None:
        return anything
    shortest, longest = map(int, kind.length)
    return lambda text: shortest <= len(text) <= longest


def anything(_text: str) -> bool:
    """Say yes."""
    return True


def _decimal(kind: Text) -> Judge | None:
    if kind.digits is None or kind.least not in {"", "0"}:
        return None
    total, fraction = map(int, kind.digits)
    decimals = rf"(?:\.[0-9]{{1,{fraction}}})?" if fraction else ""
    form = re.compile(rf"[0-9]{{1,{total}}}{decimals}").fullmatch
    # The point is one character more.
    return lambda text: form(text) and len(text) <= total + ("." in text)


def _is_date(text: str) -> bool:
    if _DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date_time(text: str) -> bool:
    return _TIME.fullmatch(text, _DAY) is not None and _is_date(text[:_DAY])
