"""Figures as they stand in a file: plain digits, and nothing else that Python would take."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from tallystick.clearing.instance.faults import Faults, Rule, quoted
from tallystick.clearing.instance.instance import Amounts

AMOUNT_MAX: Final = 2**63 - 1
DIGITS_MAX: Final = 100
"""The digits of the longest figure that is read at all; a limit may stand for no limit."""

_INTEGER: Final = re.compile(r"-?[0-9]+")
_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SURELY_64_BITS: Final = 18


def amounts_of(column: Sequence[str], lines: Sequence[int], faults: Faults) -> Amounts:
    """Return a column of amounts, each from 1 to 2^63 - 1; 0 stands for one that is refused."""
    together = "".join(column)
    lengths = set(map(len, column))
    is_plain = together.isascii() and together.isdigit()
    if not is_plain or min(lengths) < 1 or max(lengths) > _SURELY_64_BITS:
        return _told_amounts(column, lines, faults)
    found: Amounts = np.fromiter(map(int, column), np.int64, len(column))
    return found if found.all() else _told_amounts(column, lines, faults)


def _told_amounts(column: Sequence[str], lines: Sequence[int], faults: Faults) -> Amounts:
    found = np.zeros(len(column), np.int64)
    for place, text in enumerate(column):
        amount = integer(text, lines[place], faults)
        if amount is None:
            continue
        if amount < 1:
            faults.add(lines[place], Rule.AMOUNT_NOT_POSITIVE, "the amount is not above 0")
        elif amount > AMOUNT_MAX:
            words = f"the amount {quoted(text)} is above 2^63 - 1"
            faults.add(lines[place], Rule.AMOUNT_TOO_LARGE, words)
        else:
            found[place] = amount
    return found


def figure(text: str, line: int, faults: Faults) -> int | None:
    """Return an available amount or a limit, 0 or more; None if it is refused."""
    found = integer(text, line, faults)
    if found is not None and found < 0:
        faults.add(line, Rule.AMOUNT_NEGATIVE, f"the amount {quoted(text)} is below 0")
        return None
    return found


def integer(text: str, line: int, faults: Faults) -> int | None:
    """Return an integer; None if it is refused."""
    if not _INTEGER.fullmatch(text):
        faults.add(line, Rule.NOT_INTEGER, f"{quoted(text)} is no integer in plain digits")
        return None
    if len(text) > DIGITS_MAX:
        words = f"the amount has more than {DIGITS_MAX} digits"
        faults.add(line, Rule.AMOUNT_TOO_LARGE, words)
        return None
    return int(text)


def rate(text: str, line: int, faults: Faults) -> Fraction | None:
    """Return what one minor unit is worth in the reference currency; None if it is refused."""
    is_decimal = len(text) <= DIGITS_MAX and _DECIMAL.fullmatch(text)
    found = Fraction(text) if is_decimal else Fraction()
    if not found:
        words = f"the rate {quoted(text)} is no decimal number above 0 in plain digits"
        faults.add(line, Rule.RATE_NOT_POSITIVE, words)
        return None
    return found
