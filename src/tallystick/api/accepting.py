"""What a client would rather be answered in, as its Accept header says (RFC 9110, 12.5.1).

A header that says nothing, or nothing that can be read, is one that takes whatever comes.
A range that is not well formed is passed over, the others count.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.types import Scope

JSON: Final = "application/json"
XML: Final = ("application/xml", "text/xml")
ACCEPT_MAX: Final = 1024  # characters; who says more is answered as if he had said nothing

_WORD: Final = r"[!#$%&'+.^_`|~0-9A-Za-z-]+"
_TYPE: Final = re.compile(rf"\*/\*|{_WORD}/(?:\*|{_WORD})")
_WEIGHT: Final = re.compile(r"[Qq]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_WHOLE: Final = 1_000


class _Range(NamedTuple):
    """A range of media types and its weight in thousandths."""

    type: str
    weight: int

    def precision(self, media_type: str) -> int:
        """Return how exactly the range names a type; 0 if it does not."""
        wider = f"{media_type.partition('/')[0]}/*"
        return {media_type: 3, wider: 2, "*/*": 1}.get(self.type, 0)


def preferred(scope: Scope, offered: Sequence[str]) -> str:
    """Return which of the types on offer the client likes best, the first among equals.

    Returns the first if it says nothing, and "" if it takes none of them.
    """
    ranges = _ranges(scope)
    if not ranges:
        return offered[0]
    weights = [_weight(ranges, media_type) for media_type in offered]
    best = max(weights)
    return offered[weights.index(best)] if best else ""


def _weight(ranges: Sequence[_Range], media_type: str) -> int:
    """Return the weight of the range that names a type most exactly, 0 if none does."""
    named = [(each.precision(media_type), each.weight) for each in ranges]
    precision, weight = max(named)
    return weight if precision else 0


def _ranges(scope: Scope) -> list[_Range]:
    said = b",".join(value for name, value in scope["headers"] if name == b"accept")
    if len(said) > ACCEPT_MAX:
        return []
    parts = said.decode("latin-1").split(",")
    return [found for part in parts if (found := _range(part.strip())) is not None]


def _range(text: str) -> _Range | None:
    """Return the range that a text is, None if it is not well formed."""
    media_type, *parameters = [part.strip() for part in text.split(";")]
    if not _TYPE.fullmatch(media_type):
        return None
    # What follows the weight extends the range, and nothing here is extended.
    weights = [each for each in parameters if each[:2].lower() == "q="][:1]
    if not weights:
        return _Range(media_type.lower(), _WHOLE)
    told = _WEIGHT.fullmatch(weights[0])
    return _Range(media_type.lower(), _thousandths(told[1])) if told is not None else None


def _thousandths(weight: str) -> int:
    whole, _, digits = weight.partition(".")
    return int(whole) * _WHOLE + int(digits.ljust(3, "0"))
