"""One version of another: what is kept, what is told as lost, and what is refused."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from lxml import etree

from tallystick.terms.errors import LocalMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import (
    Group,
    Marked,
    Message,
    Text,
    namespace_of,
    root_of,
    supported,
    types_of,
)
from tallystick.wire.iso20022.mapping import Lost, Translation, translate
from tallystick.wire.iso20022.moves import MOVES, _moves
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.iso20022.tree import Branch, Foreign, Part, Tree, decode, encode
from tallystick.wire.iso20022.writers import write_view
from tests.every import for_each
from tests.wire.iso20022 import envelopes, families, letters, samples
from tests.wire.iso20022.filled import small
from tests.wire.iso20022.samples import PACS_008_08, PACS_008_13
from tests.wire.iso20022.test_views import chart

FAMILIES: dict[str, list[Message]] = {
    family: [message for message in supported() if message.startswith(family)]
    for family in dict.fromkeys(message[:8] for message in supported())
}
SIBLINGS = [family for family in FAMILIES if len(FAMILIES[family]) > 1]


def whole(raw: bytes | str, message: Message) -> Tree:
    """The tree of a document."""
    return decode(xml.parse(raw.encode() if isinstance(raw, str) else raw), message)


def written(view: Any, message: Message) -> Tree:
    """The tree of a view."""
    return whole(write_view(view, chart(message), message), message)


def said(part: Part) -> Iterator[str]:
    """Every text, attribute and foreign part; what holds nothing says ""."""
    if isinstance(part, Foreign):
        yield part.xml
        return
    yield from (value for _, value in part.attributes)
    if not isinstance(part, Branch):
        yield part.text
    for inner in part.parts if isinstance(part, Branch) else ():
        yield from said(inner)


def assert_accounted(tree: Tree, found: Translation) -> None:
    """Whatever the source says is in the result or told as lost, once; and nothing else is."""
    before = Counter(said(tree.root))
    after = Counter(said(found.tree.root)) + Counter(lost.text for lost in found.lost)
    del before[""], after[""]  # an element that says nothing, told by its path alone
    assert before == after
    assert len({lost.path for lost in found.lost}) == len(found.lost)
    assert all(lost.path.startswith("/") and lost.code and lost.reason for lost in found.lost)


def assert_honest(tree: Tree, to: Message) -> str:
    """Translate, and hold the translation to its promises; return how it ended."""
    try:
        found = translate(tree, to)
    except LocalMessageError as error:
        refused = error
    else:
        return assert_kept(tree, found)
    assert refused.code == "missing-element"
    assert refused.field in str(refused)
    return "refused"


def assert_kept(tree: Tree, found: Translation) -> str:
    """Hold a translation to its promises; return whether it is whole."""
    to = found.tree.message
    assert schema_of(to).flaws(xml.parse(encode(found.tree))) == ()
    assert_accounted(tree, found)
    if found.lost:
        return "with losses"
    back = translate(found.tree, tree.message)
    assert back.lost == ()
    assert encode(back.tree) == encode(tree)
    return "whole"


@pytest.mark.slow
@for_each("family", SIBLINGS)
def test_nothing_is_dropped_in_silence(family: str) -> None:
    """Of trees that hold anything a version has, with prefixes and without, to each version."""
    outcomes = Counter(
        assert_honest(small(source, seed), target)
        for source, target in permutations(FAMILIES[family], 2)
        for seed in range(2)
    )
    assert outcomes["whole"] + outcomes["with losses"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("family", SIBLINGS)
def test_nothing_is_dropped_in_silence_of_many(family: str) -> None:
    """Of sixty trees a version."""
    for source, target in permutations(FAMILIES[family], 2):
        for seed in range(2, 64):
            assert_honest(small(source, seed), target)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["camt.056", "head.001", "pacs.002", "pacs.008"])
def test_samples_are_translated_or_refused(family: str) -> None:
    """A valid sample of each version to each other version of a few families."""
    tell_of_samples(family, 1)


@pytest.mark.slow
@pytest.mark.parametrize("family", SIBLINGS)
def test_all_samples_are_translated_or_refused(family: str) -> None:
    """Every valid sample, to each other version of its family."""
    tell_of_samples(family, 1_000)


def tell_of_samples(family: str, most: int) -> None:
    """Hold the translations of samples to their promises, and to the published schema."""
    for source, target in permutations(FAMILIES[family], 2):
        for sample in samples.valid_parts(source)[:most]:
            tree = whole(etree.tostring(sample), source)
            if assert_honest(tree, target) != "refused":
                raw = encode(translate(tree, target).tree)
                samples.official(target).assertValid(etree.fromstring(raw))


@for_each("message", supported())
def test_a_version_of_itself_is_the_same(message: Message) -> None:
    """Not a copy, not even of its spelling."""
    tree = small(message, 1)
    assert translate(tree, message) == Translation(tree, ())
    assert translate(tree, message).tree is tree


def test_another_family_is_refused() -> None:
    """A return is no payment, whatever they share."""
    with pytest.raises(LocalMessageError, match="is not translated") as caught:
        translate(written(letters.PLAIN_TRANSFER, PACS_008_08), Message("pacs.004.001.09"))
    assert caught.value.code == "other-family"


def test_a_full_payment_comes_to_the_newest_version_and_back() -> None:
    """Each version has a place for all of it; only the time of acceptance moves."""
    tree = written(letters.FULL_TRANSFER, PACS_008_08)
    found = translate(tree, PACS_008_13)
    assert found.lost == ()
    assert found.tree == written(letters.FULL_TRANSFER, PACS_008_13)
    assert translate(found.tree, PACS_008_08) == Translation(tree, ())


def test_what_an_older_version_has_no_place_for_is_told() -> None:
    """With its path, its text and the reason."""
    found = translate(written(letters.QUOTED_TRANSFER, PACS_008_13), PACS_008_08)
    top = "/Document/FIToFICstmrCdtTrf"
    told = {lost.path.removeprefix(top): (lost.text, lost.code) for lost in found.lost}
    assert told == {
        "/GrpHdr/XpryDtTm": ("2026-11-22T10:25:30+03:00", "no-element"),
        "/CdtTrfTxInf/AddtlDtTm/XpryDtTm": ("2026-11-22T10:20:30+03:00", "no-element"),
        "/CdtTrfTxInf/AgrdRate/UnitCcy": ("CNY", "no-element"),
        "/CdtTrfTxInf/AgrdRate/QtdCcy": ("RUB", "no-element"),
        "/CdtTrfTxInf/AgrdRate/PreAgrdXchgRate": ("13.1", "no-element"),
        "/CdtTrfTxInf/AgrdRate/QtnDtTm": ("2026-11-22T10:10:00+03:00", "no-element"),
        "/CdtTrfTxInf/AgrdRate/QtId": (letters.QUOTE, "no-element"),
        "/CdtTrfTxInf/AgrdRate/FXAgt/FinInstnId/BICFI": ("AAAARUMMXXX", "no-element"),
        "/CdtTrfTxInf/Dbtr/PstlAdr/CareOf": ("Petr", "no-element"),
        "/CdtTrfTxInf/Dbtr/PstlAdr/UnitNb": ("4B", "no-element"),
    }


def altered(old: str, new: str, message: Message = PACS_008_13) -> Tree:
    """A plain transfer with a piece of it changed."""
    raw = write_view(letters.PLAIN_TRANSFER, chart(message), message)
    assert raw.count(old) == 1
    tree = whole(raw.replace(old, new), message)
    assert schema_of(message).flaws(xml.parse(encode(tree))) == ()
    return tree


INSTRUCTION = "<InstrForCdtrAgt><Cd>CHQB</Cd></InstrForCdtrAgt>"
TYPED = "http://www.w3.org/2001/XMLSchema-instance"
TOP = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf"
TOWN = "x" * 36
LONG = Lost(f"{TOP}/Dbtr/PstlAdr/TwnNm", TOWN, "too-long", "36 characters, and 35 are allowed")


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("Ivan Example</Nm>", f"I</Nm><PstlAdr><TwnNm>{TOWN}</TwnNm></PstlAdr>", [LONG]),
        (
            "</DbtrAgt>",
            "</DbtrAgt><DbtrAgtAcct><Ccy>RUB</Ccy></DbtrAgtAcct>",
            [
                Lost(
                    f"{TOP}/DbtrAgtAcct/Ccy",
                    "RUB",
                    "incomplete",
                    f"{TOP}/DbtrAgtAcct/Id would be needed beside it",
                )
            ],
        ),
        (
            "</Cdtr>",
            f"</Cdtr>{INSTRUCTION}{INSTRUCTION.replace('CHQB', 'NEW1')}",
            [
                Lost(
                    f"{TOP}/InstrForCdtrAgt[2]/Cd",
                    "NEW1",
                    "other-code",
                    "no code of Instruction3Code",
                )
            ],
        ),
        (
            "<UETR>",
            f'<UETR xmlns:x="{TYPED}" x:type="UUIDv4Identifier">',
            [
                Lost(
                    f"{TOP}/PmtId/UETR/@{{{TYPED}}}type",
                    "UUIDv4Identifier",
                    "attribute",
                    "it speaks of the schema of its own version",
                )
            ],
        ),
    ],
)
def test_each_loss_has_its_reason(old: str, new: str, lost: list[Lost]) -> None:
    """A text too long, something needed beside it, a code of no set, an attribute."""
    tree = altered(old, new)
    found = translate(tree, PACS_008_08)
    assert list(found.lost) == lost
    assert_accounted(tree, found)


def test_an_empty_element_without_a_place_is_told() -> None:
    """By its path; it says nothing, but it was there."""
    found = translate(altered("<ChrgBr>", "<AddtlDtTm/><ChrgBr>"), PACS_008_08)
    assert [(lost.path, lost.text) for lost in found.lost] == [(f"{TOP}/AddtlDtTm", "")]


def test_more_than_a_version_has_room_for_is_told() -> None:
    """The first stay, the others are told with their positions."""
    message = Message("head.001.001.02")
    tree = written(envelopes.ENVELOPES[message], message)
    oldest = Message("head.001.001.01")
    found = translate(tree, oldest)
    told = [lost for lost in found.lost if lost.code == "too-many"]
    assert {lost.path.split("/")[2] for lost in told} == {"Rltd[2]"}
    assert {lost.reason for lost in told} == {"the version has at most 1 of them"}
    assert {lost.path for lost in found.lost if lost.code == "no-element"} > {"/AppHdr/BizPrcgDt"}


def test_a_signature_does_not_outlive_its_version() -> None:
    """It is over bytes that are no longer there."""
    message = Message("head.001.001.02")
    tree = next(small(message, seed) for seed in range(99) if _is_signed(small(message, seed)))
    found = translate(tree, Message("head.001.001.03"))
    (lost,) = [lost for lost in found.lost if lost.path == "/AppHdr/Sgntr/*"]
    assert lost.code == "signature"
    assert "xmldsig" in lost.text


def _is_signed(tree: Tree) -> bool:
    return any(isinstance(part, Branch) and part.name == "Sgntr" for part in tree.root.parts)


def test_what_a_version_demands_is_not_invented() -> None:
    """The refusal names it, and why what is there will not do."""
    view = letters.ENVELOPE
    raw = write_view(view, chart(Message("head.001.001.02")), Message("head.001.001.02"))
    tree = whole(raw.replace(":30Z</CreDt>", ":30+03:00</CreDt>"), Message("head.001.001.02"))
    with pytest.raises(LocalMessageError) as caught:
        translate(tree, Message("head.001.001.01"))
    assert (caught.value.code, caught.value.field) == ("missing-element", "/AppHdr/CreDt")
    assert "demands /AppHdr/CreDt (not of the form .*Z)" in str(caught.value)


@pytest.mark.parametrize(
    ("source", "target", "before", "after"),
    [
        ("camt.025.001.05", "camt.025.001.08", "<StsCd>COMP</StsCd>", "<Sts><Cd>COMP</Cd></Sts>"),
        (
            "acmt.023.001.02",
            "acmt.023.001.04",
            "<Acct><Othr><Id>8</Id></Othr></Acct>",
            "<Acct><Id><Othr><Id>8</Id></Othr></Id></Acct>",
        ),
    ],
)
def test_what_moved_is_moved_and_moved_back(
    source: str, target: str, before: str, after: str
) -> None:
    """As the table of moves says."""
    tree = written(families.BY_FAMILY[source[:8]], Message(source))
    assert encode(tree).decode().count(before) == 1
    found = translate(tree, Message(target))
    assert found.lost == ()
    assert encode(found.tree).decode().count(after) == 1
    assert translate(found.tree, Message(source)).tree == tree


def test_a_prefix_that_was_declared_around_it_moves_with_it() -> None:
    """What is taken out of an element still knows its namespace."""
    space = namespace_of(PACS_008_13)
    inner = f'<AddtlDtTm xmlns:q="{space}"><q:AccptncDtTm>2026-11-22T10:15:29Z</q:AccptncDtTm>'
    tree = altered("<ChrgBr>", f"{inner}</AddtlDtTm><ChrgBr>")
    found = translate(tree, PACS_008_08)
    assert found.lost == ()
    raw = encode(found.tree)
    assert f'<q:AccptncDtTm xmlns:q="{namespace_of(PACS_008_08)}">'.encode() in raw
    samples.official(PACS_008_08).assertValid(etree.fromstring(raw))


def _pairs() -> Iterator[tuple[Message, Message, str, str]]:
    """Yield every two types that stand at one place in two versions of a family."""
    for source, target in (two for each in FAMILIES.values() for two in permutations(each, 2)):
        seen = set()
        names = [(root_of(source).type, root_of(target).type)]
        while names:
            one, other = names.pop()
            if (one, other) in seen or (one == other != "Document"):
                continue
            seen.add((one, other))
            yield source, target, one, other
            kind, wanted = types_of(source)[one], types_of(target)[other]
            if isinstance(kind, Group) and isinstance(wanted, Group):
                there = {child.name: child.type for child in wanted.children}
                names += [
                    (child.type, there[child.name])
                    for child in kind.children
                    if child.name in there
                ]


@pytest.mark.slow
def test_every_move_is_made_between_some_versions() -> None:
    """The table holds nothing that no version needs, and each move has a way back."""
    made = {
        way
        for source, target, one, other in _pairs()
        for way in _moves(one, other, source, target)
    }
    assert made == {way for each in MOVES for way in (tuple(each), (each.newer, each.older))}


def test_numbers_have_the_same_digits_in_every_version() -> None:
    """What facets are compared by covers all that versions differ in."""
    count = 0
    for source, target, one, other in _pairs():
        kind, wanted = types_of(source)[one], types_of(target)[other]
        assert isinstance(kind, Marked) == isinstance(wanted, Marked)
        if isinstance(kind, Text) and isinstance(wanted, Text):
            assert (kind.digits, kind.least) == (wanted.digits, wanted.least)
            count += 1
    assert count > 20
