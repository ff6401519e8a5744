"""The log: one event a line, as JSON on standard error, with the node's name on it.

A line carries ids, reasons and numbers, never a name, an account or a text of a
message: those live in the vault. The clock is the node's own, so that lines and
entries can be laid side by side.
"""

import sys
from collections.abc import Callable, MutableMapping
from typing import Any, BinaryIO, TypeAlias

import msgspec
import structlog
from structlog.typing import FilteringBoundLogger

from tallystick.terms.instants import Instant, format_instant

Log: TypeAlias = FilteringBoundLogger
_Line: TypeAlias = MutableMapping[str, Any]

_encoder = msgspec.json.Encoder(enc_hook=str)


def open_log(
    node: str,
    now_ms: Callable[[], Instant],
    stream: BinaryIO | None = None,
    level: str = "info",
) -> Log:
    """Return the log of one node, on standard error unless told otherwise.

    What is below the level is not written.
    """

    def stamp(_logger: object, level: str, line: _Line) -> _Line:
        head = {"at": format_instant(now_ms()), "level": level, "event": line.pop("event", "")}
        return {**head, **line}

    log: Log = structlog.wrap_logger(
        structlog.BytesLogger(stream or sys.stderr.buffer),
        processors=[stamp, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        node=node,
    )
    # Bound once: until then a logger is made anew for every line, also for one not written.
    return log.bind()


def _render(_logger: object, _level: str, line: _Line) -> bytes:
    return _encoder.encode(line)
