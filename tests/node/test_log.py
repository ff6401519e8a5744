"""A line of the log is one JSON object that says whose it is, when, and what."""

import io
import json

from tallystick.node.log import open_log


def test_a_line_is_an_object() -> None:
    """Instant, level, event and node first, then what the event says."""
    stream = io.BytesIO()
    log = open_log("NORTH", lambda: 1_790_000_000_000, stream)
    log.info("request", party="NOBKRUMM", status=202)
    log.bind(peer="SOUTH").error("peer-lost", reason=ValueError("gone"))
    first, second = stream.getvalue().splitlines()
    assert list(json.loads(first).items()) == [
        ("at", "2026-09-21T14:13:20.000Z"),
        ("level", "info"),
        ("event", "request"),
        ("node", "NORTH"),
        ("party", "NOBKRUMM"),
        ("status", 202),
    ]
    assert json.loads(second)["reason"] == "gone"
    assert json.loads(second)["peer"] == "SOUTH"


def test_what_is_below_the_level_is_not_written() -> None:
    """Nor made."""
    stream = io.BytesIO()
    log = open_log("NORTH", lambda: 0, stream, "error")
    log.info("request")
    assert stream.getvalue() == b""


def test_a_text_makes_no_second_line() -> None:
    """Whoever writes a line's end into a value forges no line."""
    stream = io.BytesIO()
    open_log("NORTH", lambda: 0, stream).info("request", party='x"}\n{"event":"forged')
    assert len(stream.getvalue().splitlines()) == 1
