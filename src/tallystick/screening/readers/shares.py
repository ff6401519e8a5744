"""Shares of ownership as lists write them, as ten-thousandths of the whole."""

import re
from decimal import Decimal
from typing import Final

WHOLE: Final = 10_000

_PER_CENT: Final = 100
# `50`, `50.5%`, `50-75%`, `more than 50`, `>= 25 %`.
_SHARE: Final = re.compile(r"[^\d]*(\d{1,3}(?:[.,]\d{1,12})?) *%?(?: *(?:-|–|to) *\d.*)?[^\d]*")  # noqa: RUF001


def share_of(text: str) -> int | None:
    """Return the share that the words say, of a range its least; None if they say none.

    What is finer than a ten-thousandth is dropped: nobody owns more than was written.
    """
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        return None
    share = int(Decimal(found[1].replace(",", ".")) * _PER_CENT)
    return share if share <= WHOLE else None
