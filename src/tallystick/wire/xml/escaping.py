"""Escaping: what makes a text fit to stand between tags or quotes."""

import re
from typing import Final

from tallystick.terms.errors import LocalMessageError

# What a text between tags may not hold as it is; what no XML may hold at all is among it.
_SPECIAL: Final = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL_BYTES: Final = bytes(number for number in range(128) if _SPECIAL.match(chr(number)))
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_QUOTES: Final = str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


def escaped(text: str) -> str:
    """Return the text as XML writes it between tags.

    Raises:
        LocalMessageError: it holds a character that no XML may hold.
    """
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def is_special(text: str) -> bool:
    """Tell whether a text holds what must be escaped between tags, or may not be there at all."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # half of a letter that takes two
        return True
    # Bytes are looked through in a quarter of the time.
    is_plain = len(raw.translate(None, _SPECIAL_BYTES)) == len(raw)
    return not is_plain or "\ufffe" in text or "\uffff" in text


def quoted(value: str) -> str:
    """Return an attribute's value between its quotes.

    Raises:
        LocalMessageError: it holds a character that no XML may hold.
    """
    return f'"{escaped(value).translate(_IN_QUOTES)}"'


def _escape(found: re.Match[str]) -> str:
    try:
        return _ESCAPES[found[0]]
    except KeyError:
        detail = f"A text holds U+{ord(found[0]):04X}, which no XML may hold."
        raise LocalMessageError(detail, code="xml-character") from None
