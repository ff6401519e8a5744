"""What goes to a terminal: texts that others wrote, made harmless in this one place.

A file's name is any bytes, and a message's text may hold what moves a cursor or turns
the order of the letters round. Such characters are shown by their numbers. In JSON they
are escaped as JSON does it, so that a reader has them back; bytes of a name that are no
UTF-8 are shown by their numbers there too, since JSON has no place for them.
"""

import re
from pathlib import Path
from typing import Final

import click
import msgspec

# C0 but tab and line feed, C1, marks and overrides of direction, line separators, surrogates.
_UNFIT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ESCAPED_BYTE: Final = 0xDC00  # Python's word for a byte of a name that is no UTF-8, less the byte


def shown(text: str) -> str:
    """Return a text with every character that is more than a sign shown by its number."""
    return _UNFIT.sub(_number, text)


def name_of(path: Path | str) -> str:
    """Return a file's name as it is shown: on one line, whatever bytes it is made of."""
    return shown(str(path)).replace("\n", "\\x0a").replace("\t", "\\x09")


def as_json(told: object) -> str:
    """Return a line of JSON that holds only signs."""
    try:
        text = msgspec.json.encode(told)
    except UnicodeEncodeError:
        text = msgspec.json.encode(_whole(msgspec.to_builtins(told)))
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text.decode())


def show(text: str, *, err: bool = False) -> None:
    """Print a text, made harmless."""
    click.echo(shown(text), err=err)


def _number(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number >> 7 == (_ESCAPED_BYTE + 0x80) >> 7:
        number -= _ESCAPED_BYTE
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def _whole(value: object) -> object:
    """Return the value with its surrogates shown by their numbers."""
    if isinstance(value, str):
        return _SURROGATE.sub(_number, value)
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value
