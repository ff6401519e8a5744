"""A file in blocks has the verdict of the whole file: the same errors in the same order."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.blocks import BLOCK, BULK, BulkLimits
from tallystick.wire.iso20022.bulk import check_bulk, check_file, read_bulk
from tallystick.wire.iso20022.check import Report, check
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.judging import Staged
from tallystick.wire.iso20022.tree import Branch, decode, decode_part
from tallystick.wire.unread import LIMITS, Limits
from tests.drawing import part_of
from tests.every import for_each
from tests.wire.iso20022 import samples
from tests.wire.iso20022.crowds import Pieces, broken, crowded, parted, transfers
from tests.wire.iso20022.mutants import broken_bytes
from tests.wire.iso20022.test_check import BARE, HEADER, UNSUPPORTED, VECTORS, WRAPPED

pytestmark = pytest.mark.slow

# Several groups in one body, groups in groups, three deep, and a group alone.
MESSAGES = tuple(
    Message(name)
    for name in (
        *("pacs.008.001.08", "pacs.008.001.13", "pacs.002.001.10", "pacs.004.001.14"),
        *("pacs.009.001.08", "pain.001.001.09", "camt.029.001.09", "camt.053.001.08"),
        *("camt.056.001.08", "pacs.028.001.03", "admi.007.001.01", "camt.025.001.05"),
    )
)
ENTIRE = BulkLimits(flaws=1_000_000)
ROOMY = BulkLimits(elements=1_000_000)


def is_same(whole: Report, streamed: Report) -> bool:
    """The same report; of what cannot be read, the same code in the parser's words."""
    if whole.errors and whole.errors[0].rule == "xml":
        return [(each.rule, each.code) for each in whole.errors] == [
            (each.rule, each.code) for each in streamed.errors
        ]
    return whole == streamed


def agree(raw: bytes, chance: Random, context: object = "") -> Report:
    """Compare both verdicts, in few blocks or many, opening elements from some number on."""
    few = len(raw) // 40 + 1
    size, parts = chance.choice((few, few * 2, 200, 1_000)), chance.choice((0, 5, 50, 1_000))
    limits = BulkLimits(whole=parts, flaws=1_000_000)
    whole, streamed = check(raw), check_bulk(io.BytesIO(raw), limits, size)
    assert is_same(whole, streamed), (context, size, parts, raw, whole, streamed)
    return whole


@pytest.mark.slow
@for_each("name", VECTORS)
def test_a_flaw_is_told_alike(name: str) -> None:
    """Each of the negative vectors, in any blocks."""
    text, old, new, code, _ = VECTORS[name]
    raw = text.replace(old, new).encode()
    for seed in range(5):
        assert agree(raw, Random(seed)).errors[0].code == code


FILES = {
    "bare": BARE,
    "header": HEADER,
    "wrapped": WRAPPED,
    "apart": f"<w><h>{HEADER}</h><b><c>{BARE}</c></b><junk>text</junk></w>",
    "header behind": f"<s:w xmlns:s='urn:s' xmlns='urn:x'>{BARE}{HEADER}</s:w>",
    "nothing": "<w/>",
    "no message": "<w>Document</w>",
    "deep": f"{'<w>' * 8}{BARE}{'</w>' * 8}",
    "too deep": f"{'<w>' * 9}{BARE}{'</w>' * 9}",
    "several": f"<w>{BARE}{BARE}</w>",
    "several headers": f"<w>{HEADER}{BARE}{HEADER}</w>",
    "several of two versions": f"<w>{BARE}{BARE.replace('001.08', '001.13')}</w>",
    "a document in a document": BARE.replace("</CdtTrfTxInf>", f"{BARE}</CdtTrfTxInf>"),
    "a document in a header": HEADER.replace("</AppHdr>", f"{BARE}</AppHdr>"),
    "two roots": f"{BARE}{BARE}",
    "cut off": BARE[:-20],
    "more behind": f"{BARE}x",
    "header of no version": WRAPPED.replace("head.001.001.02", "head.001.001.99"),
    "both broken": WRAPPED.replace("false", "no").replace("SLEV", "FREE"),
    **{name: BARE.replace(old, new) for name, (old, new, _) in UNSUPPORTED.items()},
}


@for_each("name", FILES)
def test_a_file_is_told_alike(name: str) -> None:
    """Headers, wrappers, several messages or none, what is cut off or unsupported."""
    for seed in range(6):
        agree(FILES[name].encode(), Random(seed))


SUPPLEMENT = (
    '<SplmtryData><Envlp><x xmlns="urn:x"/></Envlp></SplmtryData>',
    f"<SplmtryData><Envlp>{BARE}</Envlp></SplmtryData>",
    f"<SplmtryData><Envlp>{BARE.replace('SLEV', 'FREE')}</Envlp></SplmtryData>",
    "<SplmtryData><Envlp><CdtTrfTxInf>nothing</CdtTrfTxInf></Envlp></SplmtryData>",
)


def test_single_bytes_are_told_as_one_block() -> None:
    """The smallest of blocks."""
    for raw in (HEADER.encode(), WRAPPED.replace("SLEV", "FREE").encode(), b"<w/>", b"<w>"):
        limits = BulkLimits(whole=0)
        assert is_same(check(raw), check_bulk(io.BytesIO(raw), limits, 1))
        assert is_same(check(raw), check_bulk(Pieces(bytes([each]) for each in raw), limits))


@pytest.mark.parametrize("supplement", SUPPLEMENT)
def test_what_is_anybodys_is_judged_alike(supplement: str) -> None:
    """In the envelope, a whole document is judged by its schema, and its parts are not."""
    raw = BARE.replace("</FIToFICstmrCdtTrf>", f"{supplement * 3}</FIToFICstmrCdtTrf>").encode()
    for seed in range(5):
        report = agree(raw, Random(seed))
        assert report.is_valid == ("FREE" not in supplement)


def confirm(message: Message, count: int) -> None:
    """Compare the verdicts on crowded documents, most of them broken near the top."""
    chance = Random(f"{message} {count}")
    verdicts = []
    for number in range(count):
        root = crowded(message, chance.randrange(2**32))
        root = broken(chance, root) if number % 5 else root
        raw = etree.tostring(root)
        raw = broken_bytes(chance, raw) if number % 7 == 1 else raw
        if raw.count(b"<") < LIMITS.elements // 4:
            verdicts.append(agree(raw, chance, (message, number)).is_valid)
    assert {True, False} <= set(verdicts)


@pytest.mark.slow
@pytest.mark.parametrize("message", MESSAGES)
def test_broken_documents_are_told_alike(message: Message) -> None:
    """Order, number, names, texts, marks and types, at every depth."""
    confirm(message, 20)


@pytest.mark.slow
@pytest.mark.parametrize("message", MESSAGES)
def test_many_broken_documents_are_told_alike(message: Message) -> None:
    """A hundred of each."""
    confirm(message, 100)


@pytest.mark.slow
def test_sample_files_are_told_alike() -> None:
    """Whatever real banks and their vendors wrote."""
    verdicts = [agree(path.read_bytes(), Random(path.name)) for path in part_of(samples.files())]
    assert sum(each.is_valid for each in verdicts) > len(verdicts) // 5


@pytest.mark.slow
@given(st.integers(0, 2**32), st.integers(1, 500))
def test_every_transaction_is_handed_out_as_it_stands(seed: int, size: int) -> None:
    """Streamed trees are those of the whole document, each once, in order, by its number."""
    message = Message("pacs.008.001.08")
    raw = etree.tostring(crowded(message, seed))
    size = max(size, len(raw) // 40)
    staged: list[tuple[str, int, object]] = []

    def stage(each: Staged) -> None:
        assert each.is_lawful
        part = decode_part(each.element, each.type, each.message)
        staged.append((each.name, each.number, part))

    assert read_bulk(io.BytesIO(raw), ROOMY, size, stage).report.is_valid
    body = decode(xml.parse(raw, Limits(elements=ROOMY.elements)), message).root.parts[0]
    assert isinstance(body, Branch)
    assert [part for _, _, part in staged] == list(body.parts)
    numbers = [number for name, number, _ in staged if name == "CdtTrfTxInf"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_faulty_transaction_is_found_at_once_and_by_number() -> None:
    """None behind it is handed out as lawful, though the file goes on."""
    pieces = transfers(500)
    pieces[300] = pieces[300].replace(b"SLEV", b"FREE")
    lawful: dict[bool, list[int]] = {True: [], False: []}

    def stage(each: Staged) -> None:
        if each.name == "CdtTrfTxInf":
            lawful[each.is_lawful].append(each.number)

    report = read_bulk(Pieces(pieces), BULK, 2_000, stage).report
    (error,) = report.errors
    assert error.path == "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[300]/ChrgBr"
    assert lawful[True] + lawful[False] == list(range(1, 501))
    assert lawful[True][-1] < 300
    assert lawful[True][-1] > 290


def test_the_last_transaction_decides() -> None:
    """A file that turns bad at its very end is bad, and so is one that is cut off there."""
    pieces = transfers(2_000)
    assert check_bulk(Pieces(pieces)) == Report("pacs.008.001.08", ())
    assert [each.code for each in check_bulk(Pieces(pieces[:-1])).errors] == ["xml-malformed"]
    pieces[-2] = pieces[-2].replace(b"<UETR>", b"<UETR>x")
    (error,) = check_bulk(Pieces(pieces)).errors
    assert error.path.startswith("/Document/FIToFICstmrCdtTrf/CdtTrfTxInf[2000]/PmtId/UETR")


def test_flaws_are_told_to_a_limit() -> None:
    """That there are more is told too; nothing else is lost."""
    pieces = [each.replace(b"SLEV", b"FREE") for each in transfers(100)]
    limits = BulkLimits(flaws=10)
    errors = check_bulk(Pieces(pieces), limits).errors
    assert [each.code for each in errors] == ["cvc-enumeration-valid"] * 10 + ["more-flaws"]
    assert errors[:10] == check(b"".join(pieces)).errors[:10]
    assert len(check_bulk(Pieces(pieces[:11] + pieces[-1:]), limits).errors) == 10


BEFORE, ONE, AFTER = parted()
JUNK = b"<junk/>" * 100
HOSTILE = {
    "wide around": ("xml-too-many-elements", [b"<w>", *[JUNK] * 30, b"</w>"]),
    "wide behind": (
        "xml-too-many-elements",
        [b"<w>", b"".join([BEFORE, ONE, AFTER]).partition(b"?>")[2], *[JUNK] * 30],
    ),
    "wide header": ("xml-too-many-elements", [BEFORE, b"<GrpHdr>", *[JUNK] * 30]),
    "wide transaction": ("xml-too-many-elements", [BEFORE, ONE, b"<CdtTrfTxInf>", *[JUNK] * 30]),
    "too many": ("xml-too-many-transactions", [BEFORE, *[ONE] * 301, AFTER]),
    "deep": ("xml-malformed", [BEFORE, b"<CdtTrfTxInf>", b"<a>" * 300]),
    "a bomb": ("xml-doctype", [b'<!DOCTYPE a [<!ENTITY e "ha">]>', BEFORE, ONE, AFTER]),
    "a late DOCTYPE": ("xml-doctype", [BEFORE, *[ONE] * 50, b"<![CDATA[<!DOCTYPE a>]]>", AFTER]),
    "wide, and no UTF-8": ("xml-encoding", [b"<w>", *[JUNK] * 30, b"\xff"]),
    "malformed, and a NUL": ("xml-control-character", [b"<w><a></b>", *[JUNK] * 30, b"\x00"]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str) -> None:
    """Within the bounds, by the gravest of what is wrong."""
    code, pieces = HOSTILE[name]
    report = check_bulk(Pieces(pieces), BulkLimits(elements=500, transactions=300), 1_000)
    assert report.message is None
    assert [(each.rule, each.code) for each in report.errors] == [("xml", code)]


def test_the_bounds_themselves_are_allowed() -> None:
    """So many transactions; and many elements, if they are closed one after another."""
    limits = BulkLimits(elements=500, transactions=300, whole=100)
    assert check_bulk(Pieces([BEFORE, *[ONE] * 300, AFTER]), limits, 1_000).is_valid
    charge = b'<ChrgsInf><Amt Ccy="RUB">1</Amt><Agt><FinInstnId/></Agt></ChrgsInf>'
    charged = ONE.replace(b"</ChrgBr>", b"</ChrgBr>" + charge * 295)
    assert check_bulk(Pieces([BEFORE, charged, AFTER]), limits, 1_000).is_valid


def test_a_transaction_handed_out_is_whole() -> None:
    """One too large to be held is refused then, though its verdict could be told."""
    charge = b'<ChrgsInf><Amt Ccy="RUB">1</Amt><Agt><FinInstnId/></Agt></ChrgsInf>'
    pieces = [BEFORE, ONE.replace(b"</ChrgBr>", b"</ChrgBr>" + charge * 295), AFTER]
    with pytest.raises(RemoteMessageError) as caught:
        read_bulk(Pieces(pieces), BulkLimits(elements=500), 1_000, lambda _: None)
    assert caught.value.code == "xml-too-many-elements"


def test_a_file_is_read_by_the_road_of_its_size() -> None:
    """A message at once, with all its flaws; what is larger in blocks, without a break."""
    assert check_file(io.BytesIO(BARE.encode())) == check(BARE.encode())
    pieces = transfers(600)  # of more elements than a message may have
    whole = b"".join(pieces)
    assert [each.code for each in check(whole).errors] == ["xml-too-many-elements"]
    assert check_file(Pieces(pieces)).is_valid
    padded = whole.replace(b"<PmtId>", b"<PmtId><!--" + b"x" * 8_000 + b"-->")
    assert len(padded) > LIMITS.size
    assert check_file(io.BytesIO(padded), ENTIRE).is_valid
    assert not check_file(io.BytesIO(padded[:-1]), ENTIRE).is_valid


WEIGH = """
import sys
from collections.abc import Iterator
from tallystick.cli.group import root, run
code = run(root(), ["message", "check", "--profile", "iso", sys.argv[1]])
print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0], int(code))
"""


@pytest.mark.slow
def test_memory_stays_flat(tmp_path: Path) -> None:
    """100,000 transactions of 150 MB are judged in less than 100 MB of memory."""
    if not Path("/proc/self/status").exists():
        pytest.skip("there is nothing here that tells how much memory was needed")
    # Through a pipe with a name: so much on the disk would keep every other test's fsync waiting.
    pipe = tmp_path / "large.xml"
    os.mkfifo(pipe)
    words = [sys.executable, "-c", WEIGH, str(pipe)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as weighed:
        with pipe.open("wb") as out:
            written = sum(map(out.write, spacious(100_000)))
        told, _ = weighed.communicate()
    assert written > 140_000_000
    assert "large.xml: valid pacs.008.001.08" in told
    *_, weight, _, code = told.split()
    assert int(code) == 0
    assert int(weight) < 100 * 1024


def spacious(count: int) -> Iterator[bytes]:
    """A message of so many transactions, written in lines and with a note in each."""
    note = b"<RmtInf><Ustrd>" + b"x" * 140 + b"</Ustrd></RmtInf>"
    before, *ones, after = transfers(count)
    yield before
    for one in ones:
        whole = one.replace(b"</CdtTrfTxInf>", note + b"</CdtTrfTxInf>")
        yield whole.replace(b"><", b">\n                    <")
    yield after


def test_the_block_is_smaller_than_a_text() -> None:
    """Else a text could pass its bound unseen."""
    assert BULK.text > 3 * BLOCK
