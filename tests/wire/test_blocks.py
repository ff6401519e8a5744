"""A document in blocks is refused for what a whole one is refused for, wherever it is cut."""

import io
from collections import deque
from collections.abc import Iterable
from itertools import repeat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.blocks import BLOCK, BULK, BulkLimits, Scan
from tallystick.wire.unread import LIMITS
from tallystick.wire.xml.growing import Growing, held_at, is_followed, prune
from tests.every import for_each
from tests.wire.iso20022.crowds import Pieces
from tests.wire.test_xml import HOSTILE

SMALL = 5_000  # of what is larger, single bytes are not tried


def read(raw: bytes, size: int = BLOCK, limits: BulkLimits = BULK) -> str:
    """The root's name in its brackets, or the code by which the bytes are refused."""
    growing = Growing(io.BytesIO(raw), limits, size)
    try:
        for _ in growing.steps():
            continue
    except RemoteMessageError as flaw:
        return growing.gravest(flaw).code
    assert growing.root is not None
    return f"<{growing.root.tag}>"


def read_whole(raw: bytes) -> str:
    """The same of a document that is not cut."""
    try:
        return f"<{xml.parse(raw).tag}>"
    except RemoteMessageError as refused:
        return refused.code


@pytest.mark.slow
@for_each("name", [name for name in HOSTILE if name != "too wide"])
def test_what_is_hostile_is_refused(name: str) -> None:
    """By the same code, in blocks of any size."""
    code, raw = HOSTILE[name]
    limits = BulkLimits(size=LIMITS.size)
    for size in (1, 2, 3, 7, 64, BLOCK) if len(raw) < SMALL else (1_000, BLOCK):
        assert read(raw, size, limits) == code, size


PIECES = (
    *("<a", "</a>", ">", "<b/>", " k='v'", "&amp;", "x", "]]>", "<!--", "-->", "<![CDATA[", "\r"),
    *("\n", " xmlns='urn:x'", "é", "\U0001f600", "\x00", "<!DOCTYPE", "<?x?>", "\ufeff"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(1, 9))
@example(["<a", ">", "]]>", "</a>"], 1)
@example(["\ufeff", "<a", "/>"], 1)
@example(["<a", ">", "é", "\x00"], 1)
def test_any_pieces_are_read_alike(pieces: list[str], size: int) -> None:
    """An element or the same refusal, wherever they are cut."""
    raw = "".join(pieces).encode()
    assert read(raw, size) == read_whole(raw)
    wrapped = b"<a>" + raw + b"</a>"
    assert read(wrapped, size) == read_whole(wrapped)


@given(st.binary(max_size=40), st.integers(1, 9))
@example(b"\xef\xbb\xbf", 1)
@example(b"<a>\xe9</a>", 4)
@example(b"<a/>\xc3", 1)
@example(b"<?xml", 2)
def test_any_bytes_are_read_alike(raw: bytes, size: int) -> None:
    """Nothing else comes out of bytes from outside."""
    assert read(raw, size) == read_whole(raw)


@pytest.mark.parametrize(
    ("raw", "place"),
    [(b"<a>\xe9</a>", 3), ("<a>éé".encode() + b"\xc0</a>", 7), (b"<a/>\xc3", 4)],
)
def test_the_byte_that_is_no_utf_8_is_told(raw: bytes, place: int) -> None:
    """Counted from the beginning, not from its block's."""
    for size in range(1, 12):
        refusal = Scan(io.BytesIO(raw), BULK, size).gravest()
        assert refusal is not None
        assert refusal.detail == f"The XML is not UTF-8 at byte {place}."


def test_a_text_is_one_however_it_is_cut() -> None:
    """Nothing is lost or put in between blocks."""
    raw = "<?xml version='1.0'?><a>é\r\n&#13;中<![CDATA[<&]]>\U0001f600</a>".encode()
    for size in range(1, len(raw)):
        growing = Growing(io.BytesIO(raw), BULK, size)
        for _ in growing.steps():
            continue
        assert growing.root is not None
        assert growing.root.text == xml.parse(raw).text


NARROW = BulkLimits(size=200, attributes=2, namespaces=2, namespace=20, text=3, stretch=60)


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("<a>", b"<a k='1' l='2'>xyz</a>"),
        ("xml-too-large", b"<a>" + b"<b/>" * 50 + b"</a>"),
        ("xml-too-many-attributes", b"<a><b k='1' l='2' m='3'/></a>"),
        ("xml-too-many-namespaces", b"<a xmlns='u' xmlns:b='u'><b xmlns='v'/></a>"),
        ("<{u}a>", b"<a xmlns='u'><b xmlns='u'/><b xmlns='u'/><b xmlns='u'/></a>"),
        ("xml-namespace-too-long", b"<a xmlns='urn:" + b"x" * 20 + b"'/>"),
        ("xml-text-too-long", b"<a>wxyz</a>"),
        ("xml-text-too-long", b"<a k='wxyz'/>"),
        ("xml-text-too-long", b"<a>w<!-- -->x<![CDATA[y]]>&#122;</a>"),
        ("xml-text-too-long", b"<a k='" + b"&#120;" * 11 + b"'/>"),
        ("xml-too-many-namespaces", b"<a k='xmlnsxmlnsxmlns'/>"),
    ],
)
def test_limits_are_the_callers_to_narrow(code: str, raw: bytes) -> None:
    """Each limit holds at the number given, whatever the blocks are."""
    for size in (1, 3, 10, BLOCK) if b"xmlnsxmlns" not in raw else (1, 3):
        assert read(raw, size, NARROW) == code, size


@pytest.mark.parametrize(
    "raw",
    [
        b"<w><p:a/></w>",
        b"<p:a><b/></p:a>",
        b"<a:b:c/>",
        b"<w><a:/></w>",
        b'<w p:k="1"/>',
        b'<w xmlns:p=""/>',
        b"<w><?a:b x?></w>",
        b'<w><a xmlns="http://www.w3.org/2000/xmlns/"/></w>',
    ],
)
def test_names_without_their_namespace_are_refused(raw: bytes) -> None:
    """At the latest at the end, as in a whole document."""
    for size in (1, 5, BLOCK):
        assert read(raw, size) == read_whole(raw) == "xml-malformed", size


X = b"x" * BLOCK
ENDLESS: dict[str, tuple[str, Iterable[bytes]]] = {
    "a text": ("xml-text-too-long", [b"<a>", *[X] * 200]),
    "a text in pieces": ("xml-text-too-long", [b"<a>", *[b"<![CDATA[" + X + b"]]>"] * 200]),
    "a tag": ("xml-text-too-long", [b"<a ", *[b"k" + X + b'="" '] * 200]),
    "a value": ("xml-text-too-long", [b'<a k="', *[X] * 200]),
    "a name": ("xml-malformed", [b"<a", *[X] * 20]),
    "a comment": ("xml-text-too-long", [b"<a><!--", *[X] * 200]),
    "a declaration": ("xml-declaration", [b"<?xml ", *[b" " * BLOCK] * 20]),
    "no element": ("xml-too-large", [b"<!-- -->" * 1_000] * 400),
    "declarations": ("xml-too-many-namespaces", [b"<a ", *[b'xmlns:a="urn:b" ' * 4_096] * 20]),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_does_not_end_is_refused(name: str) -> None:
    """Before it is all in memory."""
    code, pieces = ENDLESS[name]
    growing = Growing(Pieces(pieces), BulkLimits(size=50 * 1024 * 1024))
    with pytest.raises(RemoteMessageError) as caught:
        deque(growing.steps(), 0)
    assert caught.value.code == code


def test_a_stream_without_end_is_not_read_without_end() -> None:
    """It is looked at for the gravest refusal, and no further than the limit."""
    pieces = Pieces(repeat(b"<a>" * 1_000))
    growing = Growing(pieces, BulkLimits(size=1_000_000))
    with pytest.raises(RemoteMessageError) as caught:
        deque(growing.steps(), 0)
    assert caught.value.code == "xml-malformed"
    assert growing.gravest(caught.value).code == "xml-too-large"
    assert pieces.total < 1_000_000 + 2 * BLOCK


def test_what_is_complete_can_be_taken_out() -> None:
    """While the rest goes on, and without a trace in it."""
    growing = Growing(io.BytesIO(b"<a>" + b"<b>x</b>\n" * 100 + b"</a>"), BULK, 90)
    seen = 0
    for _ in growing.steps():
        root = growing.root
        assert root is not None
        assert not is_followed(root)
        count = len(root) - 1
        prune(root, 0, count)
        seen += count
        assert held_at(root) == 2
        assert root.text is None
    assert seen == 99


def test_elements_are_told_as_they_begin() -> None:
    """By name, of any namespace or none, and no other."""
    raw = b'<w><a/><x:b xmlns:x="urn:x"/><c><b/></c><w/></w>'
    growing = Growing(io.BytesIO(raw), BULK, 10)
    begun = [each.tag for step in growing.steps("b") for each in step]
    assert begun == ["{urn:x}b", "b"]
