"""`result.json`: what a solution comes to, exactly where it is a value."""

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from tallystick.clearing.instance.writing import decimal_text
from tallystick.terms.errors import MessageError

RESULT: Final = "result.json"
WEIGHT_MAX: Final = 10**6
"""The most that the value of an urgent bundle may count for."""
_GAP_DIGITS: Final = 12
# A number in the file is as long as it must be; this is far beyond any.
_LENGTH_MAX: Final = 1000


class ResultError(MessageError):
    """The file is no result of an optimiser."""

    code = "result-broken"


@dataclass(frozen=True, slots=True)
class Result:
    """What result.json says; values in the reference currency.

    `objective` and `upper_bound` are weighted, `value` and `gross_value` are not.
    """

    objective: Fraction
    upper_bound: Fraction
    search_bound: float | None
    value: Fraction
    gross_value: Fraction
    settled: int
    urgent_weight: int
    seconds: float
    ended_by: str
    status: str

    @property
    def gap(self) -> Fraction:
        """The share of the bound that is not reached."""
        return 1 - self.objective / self.upper_bound if self.upper_bound else Fraction(0)

    def text(self) -> str:
        """Return the file: every value in full, as a decimal number."""
        return msgspec.json.format(self.line()) + "\n"

    def line(self) -> str:
        """Return the same on one line."""
        told = {
            "objective": _number(self.objective),
            "upper_bound": _number(self.upper_bound),
            "gap": _number(Fraction(round(self.gap * 10**_GAP_DIGITS), 10**_GAP_DIGITS)),
            "search_bound": self.search_bound,
            "value": _number(self.value),
            "gross_value": _number(self.gross_value),
            "settled": self.settled,
            "urgent_weight": self.urgent_weight,
            "seconds": round(self.seconds, 3),
            "ended_by": self.ended_by,
            "status": self.status,
        }
        return msgspec.json.encode(told).decode()


@dataclass(frozen=True, slots=True)
class Claims:
    """What of a result can be checked; None where it says nothing."""

    upper_bound: Fraction
    objective: Fraction | None
    urgent_weight: int | None


def read_claims(text: str | bytes) -> Claims:
    """Return what a result claims.

    Raises:
        ResultError: it is no JSON object with a number `upper_bound`, has an unfit weight, or
            tells something twice.
    """
    try:
        told = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_decimal,
            parse_constant=_decimal,
            object_pairs_hook=_once,
        )
    except (ArithmeticError, ValueError, RecursionError) as wrong:
        raise ResultError(f"{RESULT} cannot be read: {wrong}", ref=RESULT) from wrong
    if not isinstance(told, dict) or not isinstance(told.get("upper_bound"), Decimal):
        raise ResultError(f"{RESULT} has no number `upper_bound`", ref=RESULT)
    objective = told.get("objective")
    return Claims(
        Fraction(told["upper_bound"]),
        Fraction(objective) if isinstance(objective, Decimal) else None,
        _weight(told.get("urgent_weight")),
    )


def _weight(told: object) -> int | None:
    """Return the weight of urgent bundles; None if nothing is told of it."""
    if told is None:
        return None
    if isinstance(told, Decimal) and 1 <= told <= WEIGHT_MAX and told == int(told):
        return int(told)
    raise ResultError(f"`urgent_weight` of {RESULT} is none from 1 to {WEIGHT_MAX}", ref=RESULT)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object; not one that tells something twice: readers differ on which counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("something is told twice")
    return found


def _decimal(text: str) -> Decimal:
    """Return a number as it stands there; not one that would only fill memory."""
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > _LENGTH_MAX or len(text) > _LENGTH_MAX:
        raise ValueError(f"{text[:40]} is no number that a result has")
    return number


def _number(value: Fraction) -> msgspec.Raw:
    return msgspec.Raw(decimal_text(value).encode())
