"""Shares of ownership as lists write them, as ten-thousandths of the whole."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

WHOLE: Final = 10_000

_PER_CENT: Final = 100
# `50`, `50.5%`, `50-75%`, `more than 50`, `>= 25 %`.
_SHARE: Final = re.compile(r"([^\d]*)(\d{1,3}(?:[.,]\d{1,12})?) *%?(?: *(?:-|–|to) *\d.*)?[^\d]*")  # noqa: RUF001
_AT_MOST: Final = re.compile(
    r"<|≤|\b(?:less|under|below|up to|at most|no more|not more|max)", re.IGNORECASE
)
_MORE: Final = re.compile(r">(?! *=)|\b(?:more than|over|above|exceed)", re.IGNORECASE)


def share_of(text: str) -> int | None:
    """Return the share that the words say, of a range its least; None if they say none.

    What is finer than a ten-thousandth counts as one, and so does `more than`: 33.333 % and
    16.667 % are a half, and who has more than a half is above it. What has no least, such as
    `less than 50`, is no share.
    """
    found = _SHARE.fullmatch(text.strip())
    if found is None or _AT_MOST.search(found[1]):
        return None
    share = Decimal(found[2].replace(",", ".")) * _PER_CENT
    if _MORE.search(found[1]):
        counted = int(share.to_integral_value(ROUND_FLOOR)) + 1
    else:
        counted = int(share.to_integral_value(ROUND_CEILING))
    return counted if counted <= WHOLE else None
