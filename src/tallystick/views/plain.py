"""Events as plain words and values, for people: what happened, and its details."""

from enum import Enum
from typing import Any

import msgspec

from tallystick.core.events import AnyEvent
from tallystick.core.tally import TallyLine
from tallystick.terms.money import Rate

_read_line = msgspec.msgpack.Decoder(TallyLine).decode


def words_of(event: AnyEvent) -> str:
    """Return what happened as words: "payment received"."""
    name = type(event).__name__
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.strip()


def details_of(event: AnyEvent) -> dict[str, Any]:
    """Return an event's fields as JSON has them: bytes in hex, rates as ratios."""
    return {name: _plain(value) for name, value in msgspec.structs.asdict(event).items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever an event holds
    match value:
        case Enum():
            return value.value
        case bytes():
            return value.hex()
        case Rate():
            return f"{value.numerator}/{value.denominator}"
        case msgspec.Struct():
            return {name: _plain(each) for name, each in msgspec.structs.asdict(value).items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case _:
            return value


def line_details(lines: tuple[bytes, ...]) -> list[Any]:
    """Return tally lines by their fields; one that the other node made up stays in hex."""
    return [_line(line) for line in lines]


def _line(line: bytes) -> Any:  # noqa: ANN401 - fields or hex
    try:
        return _plain(_read_line(line))
    except (msgspec.DecodeError, ValueError, RecursionError):
        return line.hex()
