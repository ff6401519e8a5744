"""The tree keeps everything: samples and drawn documents come back as they were."""

from decimal import Decimal

import pytest
from hypothesis import given
from lxml import etree

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.grammar import Message, namespace_of
from tallystick.wire.iso20022.roundtrip import round_trip
from tests.drawing import examples, part_of
from tests.wire.iso20022 import samples
from tests.wire.iso20022.forests import SEEDS, grown

SPACE = namespace_of(samples.PACS_002_10)


def report(content: str, marks: str = "") -> bytes:
    """A status report with something after its header."""
    return (
        f'<Document xmlns="{SPACE}"{marks}><FIToFIPmtStsRpt><GrpHdr><MsgId>1</MsgId>'
        f"<CreDtTm>2026-11-22T10:15:30</CreDtTm></GrpHdr>{content}</FIToFIPmtStsRpt></Document>"
    ).encode()


def supplement(content: str, marks: str = "") -> bytes:
    """A status report with supplementary data."""
    return report(f"<SplmtryData><Envlp>{content}</Envlp></SplmtryData>", marks)


def again(raw: bytes) -> bytes:
    """What comes back of a status report."""
    return tree.encode(tree.decode(xml.parse(raw), samples.PACS_002_10))


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(samples.ALL))
def test_every_valid_sample_comes_back_the_same(message: Message) -> None:
    """Canonical XML before and after is the same, told by a comparison that is not ours."""
    parts = samples.valid_parts(message)
    assert len(parts) > 1 or message not in samples.FIRST
    for element in parts:
        raw = etree.tostring(element)
        back = tree.encode(tree.decode(xml.parse(raw), message))
        assert samples.canonical(etree.fromstring(back)) == samples.canonical(element)


@pytest.mark.slow
def test_the_round_trip_of_a_file_compares_every_part() -> None:
    """Of every sample file, valid ones come back the same and others say why not."""
    outcomes = []
    for path in part_of([*samples.sample_parts()]):
        raw = path.read_bytes()
        outcome, verdict = round_trip(raw), check(raw)
        assert outcome.same == verdict.is_valid, path.name
        assert outcome.message == verdict.message
        assert (outcome.error is None) == outcome.same
        outcomes.append(outcome.same)
    assert outcomes.count(True) > len(outcomes) // 5


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(samples.ALL))
def test_a_drawn_tree_comes_back_leaf_by_leaf(message: Message) -> None:
    """Whatever the tables allow is written and read without loss."""

    @examples(40 if message in samples.FIRST else 5)
    @given(SEEDS)
    def holds(seed: int) -> None:
        comes_back(message, seed)

    holds()


def comes_back(message: Message, seed: int) -> None:
    """Write and read one drawn tree."""
    drawn = grown(message, seed)
    raw = tree.encode(drawn)
    back = tree.decode(xml.parse(raw), message)
    assert list(back.leaves()) == list(drawn.leaves())
    for _, leaf in drawn.leaves():
        assert drawn.value(leaf) is not None
    assert samples.canonical(etree.fromstring(tree.encode(back))) == samples.canonical(
        etree.fromstring(raw)
    )


@pytest.mark.parametrize(
    "content",
    [
        '<a xmlns="">plain</a>',
        '<x:a xmlns:x="urn:x" x:k="1" k="2"/>',
        "<u:a>by a prefix from outside</u:a>",
        '<u:a xmlns:u="urn:other">the same prefix for another</u:a>',
        '<a xmlns="urn:x"> mixed <b>content</b> &amp; <c/>\n tail</a>',
        "<a>in the message's own namespace <Nm/></a>",
        "<u:a><![CDATA[<not> & markup]]></u:a>",
        "<u:a>&#13;&#10;&#9;</u:a>",
        "<u:a k='&quot;&#10;&#13;&lt;'/>",
    ],
)
def test_what_anybody_put_in_comes_back_as_it_was(content: str) -> None:
    """Supplementary data keep their text, prefixes and namespaces."""
    raw = supplement(content, ' xmlns:u="urn:u"')
    assert check(raw).is_valid
    assert xml.canonical(xml.parse(again(raw))) == xml.canonical(xml.parse(raw))


@pytest.mark.parametrize(
    "marks",
    [
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a b"',
        ' xmlns:unused="urn:unused"',
    ],
)
def test_marks_of_the_document_come_back(marks: str) -> None:
    """Declarations that nobody uses and schema locations that nobody follows are kept."""
    raw = report("", marks)
    assert check(raw).is_valid
    assert xml.canonical(xml.parse(again(raw))) == xml.canonical(xml.parse(raw))


def test_prefixes_may_change_inside_a_document() -> None:
    """A prefix, a default namespace and its end come back where they were."""
    raw = (
        f'<d:Document xmlns:d="{SPACE}" xmlns="urn:x"><d:FIToFIPmtStsRpt xmlns="">'
        f'<GrpHdr xmlns="{SPACE}"><MsgId>1</MsgId><e:CreDtTm xmlns:e="{SPACE}">'
        "2026-11-22T10:15:30</e:CreDtTm></GrpHdr></d:FIToFIPmtStsRpt></d:Document>"
    ).encode()
    assert check(raw).is_valid
    assert xml.canonical(xml.parse(again(raw))) == xml.canonical(xml.parse(raw))


def test_a_prefix_of_two_for_one_namespace_may_be_taken_for_another() -> None:
    """The attribute keeps its namespace; by which of its prefixes it is told is not kept."""
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    raw = report("", f' xmlns:a="{instance}" xmlns:b="{instance}"').replace(
        b"<MsgId>", b'<MsgId xmlns:b="urn:x" a:type="Max35Text">'
    )
    assert check(raw).is_valid
    back = xml.parse(again(raw))
    assert back[0][0][0].attrib == {f"{{{instance}}}type": "Max35Text"}


def test_white_space_comments_and_instructions_are_left_out() -> None:
    """They say nothing; white space in a text stays."""
    raw = report(
        "\n <TxInfAndSts> <!-- c --><?pi x?>\n<OrgnlTxId> <!-- c -->7 </OrgnlTxId></TxInfAndSts>"
    )
    assert again(raw).endswith(
        b"</GrpHdr><TxInfAndSts><OrgnlTxId> 7 </OrgnlTxId></TxInfAndSts>"
        b"</FIToFIPmtStsRpt></Document>"
    )
    assert round_trip(raw).same


def test_an_element_of_nothing_keeps_its_white_space() -> None:
    """It stands between no elements, and a stranger could not tell that it means nothing."""
    raw = report(
        "<TxInfAndSts>\n <InstgAgt>\n  <FinInstnId> \n </FinInstnId></InstgAgt></TxInfAndSts>"
    )
    assert b"<InstgAgt><FinInstnId> \n </FinInstnId></InstgAgt>" in again(raw)
    assert round_trip(raw).same


def test_leaves_say_what_they_mean() -> None:
    """Each leaf has its path, its type and its value."""
    raw = report(
        "<TxInfAndSts><OrgnlTxRef><IntrBkSttlmAmt Ccy='RUB'> 12.50 </IntrBkSttlmAmt>"
        "<IntrBkSttlmDt>2026-11-22</IntrBkSttlmDt>"
        "<MndtRltdInf><AmdmntInd>1</AmdmntInd></MndtRltdInf></OrgnlTxRef></TxInfAndSts>"
    )
    assert check(raw).is_valid
    found = tree.decode(xml.parse(raw), samples.PACS_002_10)
    values = {
        path.rpartition("/")[2]: (leaf.type, found.value(leaf)) for path, leaf in found.leaves()
    }
    assert values == {
        "MsgId": ("Max35Text", "1"),
        "CreDtTm": ("ISODateTime", "2026-11-22T10:15:30"),
        "IntrBkSttlmAmt": ("ActiveOrHistoricCurrencyAndAmount", Decimal("12.50")),
        "IntrBkSttlmDt": ("ISODate", "2026-11-22"),
        "AmdmntInd": ("TrueFalseIndicator", True),
    }
    paths = [path for path, _ in found.leaves()]
    assert paths[0] == "Document/FIToFIPmtStsRpt/GrpHdr/MsgId"


def test_a_binary_leaf_is_its_bytes() -> None:
    """Base64 is read, blanks and all."""
    leaf = tree.Leaf("ElctrncSgntr", "Max10KBinary", "SGVs bG8=")
    root = tree.Branch("Document", "Document", (leaf,))
    assert tree.Tree(samples.PACS_008_13, root).value(leaf) == b"Hello"


@pytest.mark.parametrize("content", ["<Nothing/>", "<x xmlns='urn:x'/>"])
def test_an_element_without_a_place_is_not_decoded(content: str) -> None:
    """A tree is of what the version knows, nothing else."""
    with pytest.raises(RemoteMessageError, match="has no place") as caught:
        again(report(content))
    assert caught.value.code == "schema"


def test_another_root_is_not_decoded() -> None:
    """A header is no document."""
    with pytest.raises(RemoteMessageError, match="has no place"):
        tree.decode(xml.parse(b"<AppHdr/>"), samples.PACS_002_10)


@pytest.mark.parametrize("text", ["\x00", "a\x0bb", "\ud800", "\uffff"])
def test_a_character_that_no_xml_holds_is_not_written(text: str) -> None:
    """It is our mistake, and nothing leaves."""
    leaf = tree.Leaf("MsgId", "Max35Text", text)
    root = tree.Branch("Document", "Document", (leaf,))
    with pytest.raises(LocalMessageError) as caught:
        tree.encode(tree.Tree(samples.PACS_002_10, root))
    assert caught.value.code == "xml-character"


def test_an_invalid_file_has_no_round_trip() -> None:
    """The first flaw is the reason, with its place."""
    outcome = round_trip(report("<Nothing/>"))
    assert outcome.message == "pacs.002.001.10"
    assert not outcome.same
    assert outcome.error is not None
    assert "(field /Document/FIToFIPmtStsRpt/Nothing)" in outcome.error


def test_what_cannot_be_made_canonical_is_not_called_the_same() -> None:
    """Canonical XML knows no relative namespaces; the message is valid all the same."""
    raw = supplement('<a xmlns="relative"/>')
    assert check(raw).is_valid
    outcome = round_trip(raw)
    assert (outcome.same, outcome.message) == (False, "pacs.002.001.10")
    assert outcome.error is not None
    assert "canonical" in outcome.error
