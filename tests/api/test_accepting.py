"""What a client would rather be answered in."""

import pytest

from tallystick.api.accepting import ACCEPT_MAX, JSON, XML, preferred

OFFERED = (JSON, *XML)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ([], JSON),
        (["*/*"], JSON),
        (["application/*"], JSON),
        (["application/json"], JSON),
        (["application/xml"], "application/xml"),
        (["text/xml"], "text/xml"),
        (["APPLICATION/XML ; charset=utf-8"], "application/xml"),
        (["text/*"], "text/xml"),
        (["application/xml, application/json"], JSON),
        (["application/xml, application/json;q=0.9"], "application/xml"),
        (["application/json;q=0.8, text/xml;q=0.801"], "text/xml"),
        (["application/json;q=0.8", "text/xml;q=0.9"], "text/xml"),
        (["*/*;q=0.1, application/xml"], "application/xml"),
        (["*/*, application/json;q=0"], "application/xml"),
        (["application/json;q=0, application/xml;q=0, */*"], "text/xml"),
        (["text/html"], ""),
        (["application/xml;q=0"], ""),
    ],
)
def test_the_heaviest_type_is_preferred(said: list[str], chosen: str) -> None:
    """The most exact range counts for each type, the first on offer among equals."""
    headers = [(b"accept", each.encode()) for each in said]
    assert preferred({"headers": headers}, OFFERED) == chosen


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"xml",
        b"application/xml/json",
        b"application/xml;q=2",
        b"application/xml;q=1.001",
        b"application/xml;q=-1",
        b"application/xml;q=0.1234",
        b"*/xml",
        b",;,;q=1,",
        b"\xff\xfe",
        b"application/xml," + b"a/b," * ACCEPT_MAX,
    ],
)
def test_nonsense_is_as_if_nothing_were_said(said: bytes) -> None:
    """The answer comes in JSON, and nobody is refused for it."""
    assert preferred({"headers": [(b"accept", said)]}, OFFERED) == JSON


def test_nonsense_beside_a_good_range_is_passed_over() -> None:
    """What can be read counts."""
    headers = [(b"accept", b"xml;;, application/xml, application/json;q=high")]
    assert preferred({"headers": headers}, OFFERED) == "application/xml"
