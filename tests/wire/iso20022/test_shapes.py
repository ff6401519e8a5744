"""A message of a known shape is read as the parser would read it, or left to the parser."""

from itertools import chain, pairwise
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.documents import chart_of
from tallystick.wire.iso20022.facets import judge_of
from tallystick.wire.iso20022.grammar import Message, Text, supported, types_of
from tallystick.wire.iso20022.messages import compose, received_in
from tallystick.wire.iso20022.schema import simple_type
from tallystick.wire.iso20022.shapes import BYTES_MAX, KEPT_MAX, TURN, Shapes, Views
from tallystick.wire.iso20022.views import Amount
from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.unread import LIMITS, Limits
from tests.every import for_each
from tests.wire.iso20022 import letters, samples
from tests.wire.iso20022.forests import grown
from tests.wire.iso20022.mutants import TEXTS
from tests.wire.iso20022.samples import PACS_002_10, PACS_008_08, PACS_008_13

ALONE = compose(letters.PLAIN_TRANSFER, PACS_008_08)
WRAPPED = compose(letters.FULL_TRANSFER, PACS_008_08, letters.ENVELOPE)
QUOTED = compose(letters.QUOTED_TRANSFER, PACS_008_13)
REPORT = compose(letters.FULL_REPORT, PACS_002_10)
STRAY = ("", " ", "x", "hello")
SAMPLES = 8  # of a version
LETTERS = (ALONE, WRAPPED, QUOTED, REPORT)


def taught(*learnt: bytes) -> Shapes:
    """Shapes that have met each of these messages twice."""
    shapes = Shapes(chart_of)
    for raw in learnt * 2:
        shapes.learn(raw, xml.parse(raw))
    return shapes


def parsed(raw: bytes, limits: Limits = LIMITS) -> tuple[Views, list[Leaf]] | None:
    """What the parser and the schema make of a message, None if they refuse it."""
    try:
        root = xml.parse(raw, limits)
        received = received_in(root)
    except RemoteMessageError:
        return None
    return Views(received.message, received.document, received.header), leaves_of(root)


def read_by(shapes: Shapes, raw: bytes) -> tuple[Views, list[Leaf]] | None:
    """What a known shape makes of it, None if it leaves it to the parser."""
    read = shapes.read(raw, LIMITS)
    return None if read is None else (read.views, read.leaves())


@pytest.mark.parametrize("raw", LETTERS)
def test_a_message_that_comes_again_is_read_without_the_parser(raw: bytes) -> None:
    """The second of its kind is learnt from, the third is read; views and version are the same."""
    shapes = Shapes(chart_of)
    for _ in range(2):
        assert shapes.read(raw, LIMITS) is None
        shapes.learn(raw, xml.parse(raw))
    assert read_by(shapes, raw) == parsed(raw)
    assert parsed(raw) is not None


def test_another_text_is_another_payment() -> None:
    """Of the texts alone, each in its own place."""
    payment = msgspec.structs.replace(
        letters.PLAIN_PAYMENT,
        end_to_end_id="E2E-2",
        interbank_settlement_amount=Amount(1, "CNY"),
    )
    other = msgspec.structs.replace(letters.PLAIN_TRANSFER, transactions=(payment,))
    read = taught(ALONE).read(compose(other, PACS_008_08), LIMITS)
    assert read is not None
    assert read.views == Views(PACS_008_08, other, None)


def pieces_of(raw: bytes) -> list[str]:
    """Texts and tags in turn."""
    return raw.decode().replace(">", "<").split("<")


def joined(pieces: list[str]) -> bytes:
    """The message of these texts and tags."""
    tags = [*(f"<{tag}>" for tag in pieces[1::2]), ""]
    return "".join(chain.from_iterable(zip(pieces[::2], tags, strict=True))).encode()


def places_of(pieces: list[str]) -> list[int]:
    """Where texts are, and one place between other tags."""
    tags = ["/", *pieces[1::2], "/"]
    pairs = enumerate(pairwise(tags))
    return [2] + [2 * at for at, (one, next_) in pairs if one[0] != "/" and next_[0] == "/"]


def agree(shapes: Shapes, raw: bytes) -> bool:
    """Whether a message is read by its shape; if it is, then as the parser reads it."""
    read = read_by(shapes, raw)
    assert read is None or read == parsed(raw), raw
    return read is not None


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(samples.VIEWED))
def test_whatever_is_written_into_a_known_shape(message: Message) -> None:
    """Any text at any place, between elements too: what is read is what the parser reads."""
    originals = [etree.tostring(each) for each in samples.valid_parts(message)[:SAMPLES]]
    originals += [tree.encode(grown(message, seed)) for seed in range(6)]
    originals = [raw for raw in originals if len(raw) <= BYTES_MAX]
    shapes, chance = taught(*originals), Random(message)
    read = 0
    for raw in originals:
        pieces = pieces_of(raw)
        if joined(pieces) != raw:
            continue
        for _ in range(20):
            changed = list(pieces)
            changed[chance.choice(places_of(pieces))] = chance.choice(TEXTS)
            read += agree(shapes, joined(changed))
    # Of some there are no samples, and what is drawn of them closes itself, or anybody's.
    assert read or not message.startswith(("pacs.008", "pacs.002"))


@pytest.mark.parametrize("reference", ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"])
def test_the_five_references_are_read(reference: str) -> None:
    """Names have ampersands; each counts as the one character that it stands for."""
    shapes = taught(ALONE)
    longest = [ALONE.replace(b"E2E-1", reference.encode() * count) for count in (1, 35, 36)]
    assert [agree(shapes, raw) for raw in longest] == [True, True, False]


SPOILT = {
    "white space before the declaration": (0, 0, b" "),
    "a byte order mark": (0, 0, b"\xef\xbb\xbf"),
    "text between elements": (ALONE.index(b"<GrpHdr>"), 0, b"x"),
    "a no-break space between elements": (ALONE.index(b"<GrpHdr>"), 0, b"\xc2\xa0"),
    "text behind the document": (len(ALONE), 0, b"x"),
    "brackets the other way round": (ALONE.index(b"><GrpHdr>"), 9, b"<>GrpHdr<"),
    "a reference": (ALONE.index(b"E2E-1"), 1, b"&#69;"),
    "a reference between elements": (ALONE.index(b"<GrpHdr>"), 0, b"&lt;"),
    "a reference in a tag": (ALONE.index(b'"CNY"'), 5, b'"CN&amp;"'),
    "a lonely ampersand": (ALONE.index(b"E2E-1"), 1, b"&"),
    "a carriage return": (ALONE.index(b"E2E-1"), 1, b"\r"),
    "a control character": (ALONE.index(b"E2E-1"), 1, b"\x01"),
    "half a character": (ALONE.index(b"E2E-1"), 1, b"\xc3"),
    "no character": (ALONE.index(b"E2E-1"), 1, b"\xef\xbf\xbf"),
    "a closing bracket": (ALONE.index(b"E2E-1"), 1, b"]]>"),
    "a comment": (ALONE.index(b"E2E-1"), 0, b"<!---->"),
    "an instruction": (ALONE.index(b"E2E-1"), 0, b"<?a b?>"),
    "another currency": (ALONE.index(b'"CNY"'), 5, b'"RUB"'),
}


@for_each("name", SPOILT)
def test_what_is_not_plain_is_left_to_the_parser(name: str) -> None:
    """Be it lawful or not."""
    place, length, piece = SPOILT[name]
    raw = ALONE[:place] + piece + ALONE[place + length :]
    assert taught(ALONE).read(raw, LIMITS) is None


@given(
    st.lists(st.tuples(st.integers(0, len(ALONE)), st.sampled_from(b"<>/ ax\n\t\"'")), max_size=4)
)
def test_bytes_that_change_are_never_read_otherwise(changes: list[tuple[int, int]]) -> None:
    """Wherever a byte is put in, markup or not."""
    raw = bytearray(ALONE)
    for place, byte in changes:
        raw.insert(place, byte)
    agree(taught(ALONE), bytes(raw))


@pytest.mark.parametrize(
    "old",
    [
        b"<GrpHdr><MsgId>",  # a type of its own
        b"<FinInstnId><BICFI>AAAARUMMXXX</BICFI></FinInstnId>",  # an element that closes itself
    ],
)
def test_what_tags_do_not_tell_is_not_learnt(old: bytes) -> None:
    """It is lawful, and for the schema to judge each time."""
    typed = (
        b'<GrpHdr><MsgId xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="Max35Text">'
    )
    new = {b"<GrpHdr><MsgId>": typed}.get(old, b"<FinInstnId/>")
    raw = ALONE.replace(old, new, 1)
    assert parsed(raw) is not None
    assert taught(raw).read(raw, LIMITS) is None


def test_what_anybody_put_in_is_not_learnt() -> None:
    """Supplementary data may hold anything, and what is in it is no text of ours."""
    anything = b"<SplmtryData><Envlp><a xmlns='urn:a'>1</a></Envlp></SplmtryData>"
    raw = ALONE.replace(b"</CdtTrfTxInf>", anything + b"</CdtTrfTxInf>")
    assert parsed(raw) is not None
    assert taught(raw).read(raw, LIMITS) is None


@pytest.mark.parametrize(
    "limits",
    [
        Limits(size=len(ALONE) - 1),
        Limits(elements=10),
        Limits(attributes=0),
        Limits(namespaces=0),
        Limits(namespace=10),
        Limits(name=5),
        Limits(text=10),
    ],
)
def test_limits_hold_for_known_shapes_too(limits: Limits) -> None:
    """Whatever they are, and whoever was allowed more before."""
    shapes = taught(ALONE)
    assert parsed(ALONE, limits) is None
    assert shapes.read(ALONE, limits) is None
    assert shapes.read(ALONE, LIMITS) is not None


def test_leaves_come_with_their_paths() -> None:
    """Of the header, the attributes and the wrapper too."""
    raw = WRAPPED.replace(b"<BusinessMessage>", b"<BusinessMessage><Of a='b'>us</Of>", 1)
    read = taught(raw).read(raw, LIMITS)
    assert read is not None
    paths = [leaf.path for leaf in read.leaves()]
    assert paths[:3] == ["BusinessMessage/Of/@a", "BusinessMessage/Of", paths[2]]
    assert paths[2].startswith("BusinessMessage/AppHdr/")
    assert any(path.endswith("/IntrBkSttlmAmt/@Ccy") for path in paths)
    changed = raw.replace(b">us<", b"><", 1)
    assert read_by(taught(raw), changed) == parsed(changed)


@pytest.mark.parametrize(
    "around",
    [
        b"<Env>hello%s<a></a></Env>",  # one leaf more, and one less
        b"<Env>hello%s</Env>",
        b"<Env><a></a>%s</Env>",
        b"<Env>%s</Env>",
    ],
)
def test_leaves_keep_their_paths_whatever_was_learnt(around: bytes) -> None:
    """What is screened as what follows from the path: one turn off, and a country is a street."""
    document = ALONE.split(b"?>", 1)[1]
    shapes = taught(around % document)
    for name in (b"zz", b""):
        raw = around.replace(b"></a>", b">" + name + b"</a>").replace(b"hello", b"") % document
        read = read_by(shapes, raw)
        assert read is None or read == parsed(raw)


def test_a_large_message_is_not_kept() -> None:
    """Its tags would be."""
    line = b"<AdrLine>" + b"x" * 70 + b"</AdrLine>"
    assert BYTES_MAX < 64 * 1024
    address = b"<PstlAdr>" + line * 7 + b"</PstlAdr>"
    start = ALONE.index(b"<CdtTrfTxInf>")
    payment = ALONE[start : ALONE.index(b"</CdtTrfTxInf>")].replace(
        b"<Nm>Ivan Example</Nm>", b"<Nm>Ivan Example</Nm>" + address
    )
    raw = ALONE[:start] + (payment + b"</CdtTrfTxInf>") * 20 + ALONE[start:]
    assert len(raw) > BYTES_MAX
    assert parsed(raw) is not None
    assert taught(raw).read(raw, LIMITS) is None


@pytest.mark.slow
def test_only_so_many_shapes_are_kept() -> None:
    """Where there is no room few are learnt, and one that was not used makes it."""
    blank = [ALONE.replace(b"<GrpHdr>", b"<GrpHdr" + b" " * n + b">") for n in range(KEPT_MAX + 1)]
    shapes = taught(*blank)
    assert shapes.read(blank[0], LIMITS) is not None
    for _ in range(TURN - 1):  # it had its turn to wait once, where there was no room
        assert shapes.read(blank[-1], LIMITS) is None
        shapes.learn(blank[-1], xml.parse(blank[-1]))
    kept = [shapes.read(raw, LIMITS) is not None for raw in blank]
    assert (kept[0], kept[1], kept[-1]) == (True, False, True)
    assert kept.count(True) == KEPT_MAX


def test_nothing_is_kept_of_what_a_message_said() -> None:
    """A name that was learnt from is in nobody's memory once its payment's key is erased."""
    read = taught(ALONE).read(ALONE, LIMITS)
    assert read is not None
    kept = repr(read.mould.leaves)
    assert "IntrBkSttlmAmt/@Ccy" in kept
    assert not any(leaf.text in kept for leaf in read.leaves() if "/Nm" in leaf.path)


def test_a_shape_with_long_paths_is_not_kept() -> None:
    """Each of its leaves would have one."""
    name = b"n" * 250
    inner = b"".join(b"<e%d>x</e%d>" % (number, number) for number in range(300))
    document = ALONE.split(b"?>", 1)[1]
    raw = b"<Env>" + document + b"<%s>%s</%s></Env>" % (name, inner, name)
    assert parsed(raw) is not None
    assert taught(raw).read(raw, LIMITS) is None


def test_whatever_was_learnt_from_others_are_read_as_they_are() -> None:
    """Messages of the same tags and any texts teach; what is read is as the parser has it."""
    document = ALONE.split(b"?>", 1)[1]
    original = b"<Env a='1'>" + document + b"<b>y</b><c><d>z</d></c></Env>"
    pieces, chance = pieces_of(original), Random("teachers")
    for _ in range(60):
        teacher = list(pieces)
        for _ in range(chance.choice((1, 2, 3))):
            teacher[2 * chance.randrange(len(pieces) // 2)] = chance.choice(STRAY)
        if parsed(joined(teacher)) is not None:
            agree(taught(joined(teacher)), original)


def simple_types() -> dict[str, Text]:
    """Every simple type of every version."""
    return {
        name: kind
        for message in supported()
        for name, kind in types_of(message).items()
        if isinstance(kind, Text)
    }


def schema_of_all(kinds: dict[str, Text]) -> Any:
    """A schema with an element for each simple type."""
    elements = "".join(f'<xs:element name="{name}" type="{name}"/>' for name in kinds)
    types = "".join(map(simple_type, kinds.values()))
    return etree.XMLSchema(
        etree.fromstring(
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{types}{elements}</xs:schema>'
        )
    )


MORE = (
    *("2026-11-22T10:15:30+13:59", "2026-11-22T10:15:30+14:00", "2026-11-22T23:59:60"),
    *("0000-01-01", "2026-13-01", "2024-02-29", "2023-02-29", "٢٠٢٦-11-22", "2026-11-2"),
    *("123456789012345678", "1234567890123.12345", "12345678901234567.8", "00000000000000000001"),
    *("0.0", "12.", "१२", "true ", "FALSE", "AbC1", "+7-916", "RUB\n", "x" * 2000, "é" * 35),
)


@pytest.mark.slow
def test_a_judge_says_yes_only_where_the_schema_does() -> None:
    """For every simple type and many a text; and to plain texts it does say yes."""
    kinds = simple_types()
    schema = schema_of_all(kinds)
    said = dict.fromkeys(kinds, 0)
    drawn: dict[str, set[str]] = {}
    for leaf in _drawn_leaves():
        drawn.setdefault(leaf.type, set()).add(leaf.text)
    for name, kind in kinds.items():
        judge = judge_of(kind)
        if judge is None:
            continue
        for text in (*TEXTS, *MORE, *kind.codes, *drawn.get(name, ())):
            element = etree.Element(name)
            element.text = text
            if judge(text):
                said[name] += 1
                assert schema.validate(element), (name, text)
    silent = {name for name, count in said.items() if not count}
    assert all(judge_of(kinds[name]) is None or kinds[name].pattern for name in silent), silent


def _drawn_leaves() -> list[tree.Leaf]:
    return [leaf for message in supported() for _, leaf in grown(message, 3).leaves()]
