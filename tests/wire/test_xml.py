"""The XML door: whatever the bytes are, an element or one kind of error, within bounds."""

import re
from threading import Thread

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.unread import LIMITS, Limits
from tests.every import for_each

# What XML 1.0 leaves out of its characters (its section 2.2).
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DEEP = xml.DEPTH_MAX
ENTITIES = "".join(
    f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 30)
)
BOMB = f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]><a>&e29;</a>'
QUADRATIC = f'<!DOCTYPE a [<!ENTITY e "{"x" * 50_000}">]><a>{"&e;" * 50_000}</a>'

HOSTILE: dict[str, tuple[str, bytes]] = {
    "nothing": ("xml-malformed", b""),
    "blanks": ("xml-malformed", b" \n "),
    "no XML": ("xml-malformed", b"not xml"),
    "json": ("xml-malformed", b'{"a": 1}'),
    "cut off": ("xml-malformed", b"<a><b>text</b>"),
    "cut off in a tag": ("xml-malformed", b"<a><b te"),
    "two roots": ("xml-malformed", b"<a/><b/>"),
    "crossed tags": ("xml-malformed", b"<a><b></a></b>"),
    "an attribute twice": ("xml-malformed", b'<a k="1" k="2"/>'),
    "an unknown prefix": ("xml-malformed", b"<p:a/>"),
    "an unknown entity": ("xml-malformed", b"<a>&nbsp;</a>"),
    "a bare ampersand": ("xml-malformed", b"<a>R&D</a>"),
    "billion laughs": ("xml-doctype", BOMB.encode()),
    "quadratic growth": ("xml-doctype", QUADRATIC.encode()),
    "a file from outside": (
        "xml-doctype",
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    ),
    "a parameter entity": (
        "xml-doctype",
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><a/>',
    ),
    "a bare DOCTYPE": ("xml-doctype", b"<!DOCTYPE a><a/>"),
    "a DOCTYPE in a text": ("xml-doctype", b"<a><![CDATA[<!DOCTYPE a>]]></a>"),
    "UTF-16 with a mark": ("xml-control-character", "<a>x</a>".encode("utf-16")),
    "UTF-16 without a mark": ("xml-control-character", "<a/>".encode("utf-16-le")),
    "UTF-16 without a NUL": ("xml-encoding", b"\xff\xfe" + "中中".encode("utf-16-le")),
    "UTF-32": ("xml-control-character", "<a/>".encode("utf-32")),
    "UTF-7": ("xml-encoding", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'),
    "a UTF-7 DOCTYPE": (
        "xml-encoding",
        b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>",
    ),
    "Latin-1": ("xml-encoding", b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>'),
    "Latin-1 in ASCII": ("xml-encoding", b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>'),
    "EBCDIC": ("xml-encoding", '<?xml version="1.0"?><a/>'.encode("cp500")),
    "bytes that are no UTF-8": ("xml-encoding", b"<a>\xe9</a>"),
    "an overlong form": ("xml-encoding", b"<a>\xc0\xbc</a>"),
    "half a pair": ("xml-encoding", b"<a>\xed\xa0\x80</a>"),
    "XML 1.1": ("xml-declaration", b'<?xml version="1.1"?><a/>'),
    "a declaration with more": ("xml-declaration", b'<?xml version="1.0" x="1"?><a/>'),
    "a late declaration": ("xml-malformed", b' <?xml version="1.0"?><a/>'),
    "a NUL": ("xml-control-character", b"<a>x\x00y</a>"),
    "a NUL by number": ("xml-malformed", b"<a>&#0;</a>"),
    "a control character": ("xml-malformed", b"<a>\x01</a>"),
    "an escape by number": ("xml-malformed", b"<a>&#27;</a>"),
    "half a pair by number": ("xml-malformed", b"<a>&#xD800;</a>"),
    "no character": ("xml-malformed", "<a>\uffff</a>".encode()),
    "too deep": ("xml-malformed", b"<a>" * (DEEP + 1) + b"</a>" * (DEEP + 1)),
    "far too deep": ("xml-malformed", b"<a>" * 9_000),
    "too wide": ("xml-too-many-elements", b"<a>" + b"<b/>" * 10_000 + b"</a>"),
    "too large": ("xml-too-large", b"<a>" + b" " * LIMITS.size + b"</a>"),
    "too many attributes": (
        "xml-too-many-attributes",
        b"<a %s/>" % b" ".join(b'a%d="1"' % n for n in range(65)),
    ),
    "far too many attributes": (
        "xml-too-many-attributes",
        b"<a %s/>" % b" ".join(b'a%d="1"' % n for n in range(50_000)),
    ),
    "too many namespaces": (
        "xml-too-many-namespaces",
        b"<a %s/>" % b" ".join(b'xmlns:a%d="urn:%d"' % (n, n) for n in range(1_001)),
    ),
    "a namespace too long": (
        "xml-namespace-too-long",
        b"<a xmlns = '" + b"n" * 513 + b"'/>",
    ),
    "a namespace too long behind a prefix": (
        "xml-namespace-too-long",
        b'<a xmlns:b="urn:b"><b:c xmlns:d="' + b"n" * 513 + b'"/></a>',
    ),
    "a namespace too long with quotes in it": (
        "xml-namespace-too-long",
        b'<a xmlns="' + b"n'" * 257 + b'"/>',
    ),
    "the word that declares, over and over before a text": (
        "xml-text-too-long",
        b"<a>" + b"xmlns " * 999 + b"x" * 3_900_000 + b"</a>",
    ),
    "a text too long": ("xml-text-too-long", b"<a>" + b"x" * (256 * 1024 + 1) + b"</a>"),
    "a value too long": ("xml-text-too-long", b'<a k="' + b"x" * (256 * 1024 + 1) + b'"/>'),
    "a name too long": ("xml-malformed", b"<" + b"a" * 60_000 + b"/>"),
}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<a><b:" + b"n" * 300 + b" xmlns:b='urn:b'/></a>", "xml-name-too-long"),
        (b"<a><" + b"n" * 256 + b"/></a>", "<a>"),
        (b"<a><![CDATA[<" + b"n" * 300 + b"]]></a>", "<a>"),
    ],
)
def test_a_name_has_a_bound(raw: bytes, code: str) -> None:
    """Whatever is wrong deep below is told with the names of all around; a text is no name."""
    assert read(raw) == code


@for_each("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    """By the code it deserves, in one sentence of bounded length."""
    code, raw = HOSTILE[name]
    with pytest.raises(RemoteMessageError) as caught:
        xml.parse(raw)
    assert caught.value.code == code
    assert caught.value.detail.startswith("The XML ")
    assert caught.value.detail.endswith(".")
    assert len(caught.value.detail) < 400
    assert caught.value.detail.isprintable()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<a>x</a>", "x"),
        (b'<a xmlns="' + b"n" * 512 + b'">x</a>', "x"),
        (b'<a b="' + b"n" * 513 + b'">xmlns=""</a>', 'xmlns=""'),
        (b"\xef\xbb\xbf<a>x</a>", "x"),
        (b'<?xml version="1.0"?>\n<a>x</a>\n', "x"),
        (b"<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a>x</a>", "x"),
        ("<?xml version = '1.0' encoding = 'UTF-8'?><a>é中</a>".encode(), "é中"),
        (b"<a><![CDATA[<b>&]]></a>", "<b>&"),
        (b"<a>&lt;&amp;&#233;&#x1F600;</a>", "<&é\U0001f600"),
        (b"<a>x<!-- no -->y<?no?>z</a>", "xyz"),
        (b"<a>1\r\n2\r3&#13;</a>", "1\n2\n3\r"),
    ],
)
def test_lawful_documents_are_read(raw: bytes, text: str) -> None:
    """With a mark or a declaration or without; comments and instructions leave no trace."""
    root = xml.parse(raw)
    assert root.text == text
    assert len(root) == 0


@pytest.mark.parametrize(
    "raw",
    [
        b"<a>" * DEEP + b"</a>" * DEEP,
        b"<a>" + b"<b/>" * 9_999 + b"</a>",
        b"<a %s/>" % b" ".join(b'a%d="1"' % n for n in range(64)),
        b"<a>" + b"x" * (256 * 1024) + b"</a>",
        b"<a>" + b"=" * 1_000 + b"</a>",
        b"<a>" + b"<b>x</b>" * 9_999 + b" " * (256 * 1024) + b"</a>",
    ],
    ids=["depth", "elements", "attributes", "text", "signs", "size"],
)
def test_the_bounds_themselves_are_allowed(raw: bytes) -> None:
    """A bound refuses what is past it, and what only looks like it."""
    assert xml.parse(raw).tag == "a"


def test_limits_are_the_callers_to_narrow() -> None:
    """Each limit holds at the number given."""
    narrow = Limits(size=60, elements=2, attributes=1, namespaces=1, text=3)
    assert xml.parse(b"<a><b>xyz</b></a>", narrow).tag == "a"
    for code, raw in (
        ("xml-too-large", b"<a>" + b" " * 60 + b"</a>"),
        ("xml-too-many-elements", b"<a><b/><b/></a>"),
        ("xml-too-many-attributes", b'<a k="" l=""/>'),
        ("xml-too-many-namespaces", b'<a xmlns="urn:a"><b xmlns="urn:b"/></a>'),
        ("xml-text-too-long", b"<a>wxyz</a>"),
        ("xml-text-too-long", b'<a k="wxyz"/>'),
    ):
        with pytest.raises(RemoteMessageError) as caught:
            xml.parse(raw, narrow)
        assert caught.value.code == code


def read(raw: bytes) -> str:
    """The root's name in its brackets, or the code by which the bytes are refused."""
    try:
        return f"<{xml.parse(raw).tag}>"
    except RemoteMessageError as refused:
        return refused.code


@given(st.binary(max_size=60))
@example(b"\xef\xbb\xbf")
@example(b"<?xml")
@example(b"<?xml version='1.0' encoding='UTF-8'?>")
def test_any_bytes_are_an_element_or_one_error(raw: bytes) -> None:
    """Nothing else comes out."""
    assert read(raw).startswith(("<", "xml-"))


@given(st.lists(st.sampled_from(["<a", "</a>", ">", "<b/>", " k='v'", "&", "x", "]]>", "<!--"])))
def test_any_pieces_are_an_element_or_one_error(pieces: list[str]) -> None:
    """Nor from what nearly is XML."""
    assert read("".join(pieces).encode()) in {"<a>", "<b>", "xml-malformed"}


@given(st.text())
@example("\r\n\t<&>\"']]>")
def test_a_text_is_escaped_so_that_it_is_read_again(text: str) -> None:
    """Between tags and between quotes; what no XML may hold is our own mistake."""
    try:
        raw = f"<a k={xml.quoted(text)}>{xml.escaped(text)}</a>".encode()
    except LocalMessageError:
        assert UNWRITABLE.search(text)
        return
    assert not UNWRITABLE.search(text)
    root = xml.parse(raw)
    assert (root.text or "", root.get("k")) == (text, text)
    assert xml.is_special(text) == (xml.escaped(text) != text)


def test_every_special_letter_is_told() -> None:
    """Alone or among others: what must be escaped, and what no XML may hold."""
    for number in (*range(0x11_000), 0x1F_FFE, 0x10_FFFF):
        letter = chr(number)
        is_special = letter in "&<>\r" or UNWRITABLE.search(letter) is not None
        assert xml.is_special(letter) == xml.is_special(f"я {letter} a") == is_special, number


def test_names_are_told_without_their_namespace() -> None:
    """A name and its namespace, or neither."""
    root = xml.parse(b'<p:a xmlns:p="urn:x"><b/></p:a>')
    assert (xml.local_name(root), xml.namespace(root)) == ("a", "urn:x")
    assert (xml.local_name(root[0]), xml.namespace(root[0])) == ("b", "")


def test_a_path_counts_siblings_of_one_name() -> None:
    """It starts with the outermost element of the same namespace."""
    root = xml.parse(b'<w><d xmlns="urn:x"><a/><b/><a><c/></a></d></w>')
    assert xml.path_of(root[0][2][0]) == "/d/a[2]/c"
    assert xml.path_of(root[0]) == "/d"
    assert xml.path_of(root) == "/w"


def test_the_canonical_form_has_the_namespaces_around() -> None:
    """A part of a document is as canonical as the whole, with no namespace put in."""
    root = xml.parse(b'<w xmlns:q="urn:q"><d xmlns="urn:x"  k = "v"><a><b/></a></d></w>')
    assert xml.canonical(root[0]) == (b'<d xmlns="urn:x" xmlns:q="urn:q" k="v"><a><b></b></a></d>')


def test_a_relative_namespace_has_no_canonical_form() -> None:
    """The one thing that is lawful to read and cannot be compared."""
    with pytest.raises(RemoteMessageError, match="no canonical form") as caught:
        xml.canonical(xml.parse(b'<a xmlns="relative"/>'))
    assert caught.value.code == "xml-canonical"


def test_blanks_are_dropped_in_the_own_namespace_alone() -> None:
    """What somebody else wrote keeps its white space, and so does every text."""
    root = xml.parse(b'<a xmlns="urn:x">\n <b> </b>\n <c xmlns="urn:y"> <d/> </c> </a>')
    xml.drop_blanks(root)
    assert xml.verbatim(root) == '<a xmlns="urn:x"><b> </b><c xmlns="urn:y"> <d/> </c></a>'


SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:x" targetNamespace="urn:x"
  elementFormDefault="qualified"><xs:element name="a"><xs:complexType><xs:sequence>
  <xs:element name="b" type="xs:int" maxOccurs="unbounded"/>
  <xs:element name="c" minOccurs="0"><xs:complexType><xs:simpleContent>
  <xs:extension base="xs:string"><xs:attribute name="k" type="xs:int"/></xs:extension>
  </xs:simpleContent></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element></xs:schema>
"""


@pytest.mark.parametrize("prefix", ["", "p"])
def test_a_schema_tells_every_flaw_with_its_place(prefix: str) -> None:
    """By names and positions, however the names were written."""
    dot = f"{prefix}:" if prefix else ""
    mark = f"xmlns:{prefix}" if prefix else "xmlns"
    raw = (
        f'<w><{dot}a {mark}="urn:x"><{dot}b>1</{dot}b><{dot}b>two</{dot}b><{dot}b>three</{dot}b>'
        f'<{dot}c k="x">\n</{dot}c><d xmlns=""/></{dot}a></w>'
    )
    schema = xml.Schema(SCHEMA)
    element = xml.parse(raw.encode())[0]
    found = [(flaw.code, flaw.path) for flaw in schema.flaws(element)]
    assert found == [
        ("cvc-datatype-valid-1-2-1", "/a/b[2]"),
        ("cvc-datatype-valid-1-2-1", "/a/b[3]"),
        ("cvc-datatype-valid-1-2-1", "/a/c"),
        ("element-content", "/a/d"),
    ]
    assert "two" in schema.flaws(element)[0].text
    assert "urn:x" not in schema.flaws(element)[0].text


def test_a_schema_accepts_what_keeps_it() -> None:
    """And then tells no flaw."""
    schema = xml.Schema(SCHEMA)
    element = xml.parse(b'<a xmlns="urn:x"><b>1</b></a>')
    assert schema.flaws(element) == ()


def test_many_flaws_are_all_told() -> None:
    """As many as the bound on elements lets in, each in its place."""
    raw = b'<a xmlns="urn:x">' + b"<b>x</b>" * 5_000 + b"</a>"
    found = xml.Schema(SCHEMA).flaws(xml.parse(raw))
    assert len(found) == 5_000
    assert found[-1].path == "/a/b[5000]"


def test_no_thread_is_told_anothers_flaws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the other judges by the same schema between a verdict and its flaws."""
    schema, paths = xml.Schema(SCHEMA), xml.Paths
    ours, others = (
        xml.parse(f'<a xmlns="urn:x"><b>{text}</b></a>'.encode()) for text in ("ours", "others")
    )

    def meanwhile(root: xml.Element) -> xml.Paths:
        monkeypatch.setattr(xml, "Paths", paths)
        thread = Thread(target=schema.flaws, args=(others,))
        thread.start()
        thread.join()
        return paths(root)

    monkeypatch.setattr(xml, "Paths", meanwhile)
    (flaw,) = schema.flaws(ours)
    assert "ours" in flaw.text


@pytest.mark.parametrize(
    ("path", "named"),
    [(None, "/a"), ("/*", "/a"), ("/*/*[2]", "/a/b[2]"), ("/*/*[1]/@k", "/a/b[1]/@k")],
)
def test_what_the_parser_names_has_a_path(path: str | None, named: str) -> None:
    """Nothing, an element, and what is no element."""
    root = xml.parse(b'<a xmlns="urn:x"><b/><b/></a>')
    assert xml.Paths(root).named(path) == named
