"""A message is read whole, once, and whatever a schema accepts can be judged."""

from random import Random
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.parts import Parts, parts_of, version_of
from tallystick.wire.iso20022.profiles import PROFILES
from tallystick.wire.iso20022.profiles.reading import Kind, Node, Reading, paths, read
from tallystick.wire.iso20022.profiles.rules import flaws
from tallystick.wire.iso20022.schema import schema_of
from tests.drawing import part_of
from tests.wire.iso20022 import mutants, samples
from tests.wire.iso20022.profiles import bases, bases_answering


def reading_of(text: str) -> Reading:
    """A message, read."""
    reading = read(parts_of(xml.parse(text.encode())))
    assert reading is not None
    return reading


def texts_of(node: Node) -> list[str]:
    """Every text below a node."""
    below = [
        text for several in node.parts.values() for each in several for text in texts_of(each)
    ]
    return below if node.parts else [node.text]


def test_every_text_is_read() -> None:
    """None is lost, nor any read twice."""
    reading = reading_of(bases.TRANSFER)
    assert reading.header is not None
    told = [*texts_of(reading.header), *texts_of(reading.root)]
    written = [each.text for each in etree.fromstring(bases.TRANSFER).iter() if not len(each)]
    assert sorted(told) == sorted(written)


def test_texts_and_groups_are_found_by_kind() -> None:
    """Wherever they stand: the header's first."""
    reading = reading_of(bases.COVER)
    found = {kind: [node.name for node in reading.of(kind)] for kind in Kind}
    assert found[Kind.BIC] == ["BICFI"] * 8
    assert [node.text for node in reading.of(Kind.BIC)][:2] == [bases.NORTH, bases.SOUTH]
    assert found[Kind.AMOUNT] == ["IntrBkSttlmAmt"]
    assert found[Kind.ADDRESS] == ["PstlAdr", "PstlAdr"]
    assert found[Kind.PARTY] == ["Dbtr", "Cdtr"]
    assert found[Kind.REMITTANCE] == ["RmtInf"]
    assert set(found[Kind.WIDE_TEXT]) == {"Nm", "StrtNm", "PstCd", "TwnNm", "AdrLine", "Ustrd"}
    assert "EndToEndId" in found[Kind.NARROW_TEXT]
    assert reading.of(Kind.CODE)[0].mark == "ExternalServiceLevel1Code"


def test_text_is_wide_inside_remittance_alone() -> None:
    """A reference is narrow elsewhere, though of the same type."""
    text = bases.TRANSFER.replace(
        "<Ustrd>Invoice #7 &amp; thanks</Ustrd>",
        "<Strd><CdtrRefInf><Ref>a#b</Ref></CdtrRefInf></Strd>",
    )
    reading = reading_of(text)
    assert "Ref" in [node.name for node in reading.of(Kind.WIDE_TEXT)]
    assert "Ref" not in [node.name for node in reading.of(Kind.NARROW_TEXT)]


def test_blanks_mean_nothing_around_numbers_alone() -> None:
    """The schema takes them off there, and leaves them on in a text."""
    text = bases.OWN_TRANSFER.replace(">1000.00<", "> 1000.00\n<").replace(">E2E-1<", "> E2E-1 <")
    (transaction,) = reading_of(text).transactions
    assert transaction.says("IntrBkSttlmAmt") == "1000.00"
    assert transaction.says("PmtId/EndToEndId") == " E2E-1 "


def test_nodes_are_asked_by_path() -> None:
    """All, the first, its text; across elements that repeat; nothing where nothing is."""
    body = reading_of(bases_answering.STATEMENT).body
    assert [node.text for node in body.each("Stmt/Ntry/Amt")] == ["5.00", "2.50"]
    assert body.says("Stmt/Bal/Amt") == "100.00"
    assert body.each("Stmt/Nothing/Amt") == []
    assert body.at("Nothing") is None
    assert body.says("Stmt/Nothing") == ""


def test_paths_tell_positions_among_several() -> None:
    """As the schema's flaws do."""
    told = [path for _, path in paths(reading_of(bases_answering.STATEMENT).root)]
    assert "/Document/BkToCstmrStmt/Stmt/Bal[2]/Tp/CdOrPrtry/Cd" in told
    assert len(told) == len(set(told))


def test_a_header_alone_is_no_reading() -> None:
    """There is no document in it."""
    header = bases.TRANSFER[bases.TRANSFER.index("<AppHdr") : bases.TRANSFER.index("<Document")]
    assert read(parts_of(xml.parse(header.encode()))) is None


# Each profile, as if it took every version that has a schema.
WIDENED = [
    replace(profile, versions=tuple(samples.ALL), headers=()) for profile in PROFILES.values()
]


def judged(part: Any) -> int:
    """How many flaws the profiles find in a document; 0 where a schema finds any."""
    try:
        version = version_of(part)
    except RemoteMessageError:
        return 0
    if schema_of(version).flaws(part):
        return 0
    return sum(len(flaws(profile, Parts(None, part))) for profile in WIDENED)


@pytest.mark.slow
def test_every_sample_can_be_judged() -> None:
    """Of every version, taken or not: no rule leans on what a schema does not ask for."""
    found = [
        judged(part)
        for parts in part_of([*samples.sample_parts().values()])
        for message, part in parts
        if not message.startswith("head.")
    ]
    assert len(found) > 60
    assert sum(found) > 3 * len(found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_every_mutant_that_a_schema_accepts_can_be_judged(seed: int) -> None:
    """Broken at random, and still lawful."""
    chance = Random(seed)
    originals = [
        parts_of(xml.parse(text.encode())).document
        for module in (bases, bases_answering)
        for text in vars(module).values()
        if isinstance(text, str) and text.startswith(("<W>", "<Document"))
    ]
    for original in originals:
        for _ in range(10):
            judged(mutants.mutant(chance, original))
