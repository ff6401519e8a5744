"""Code sets are dated, are found in messages wherever the grammar has them, and are renewed."""

import re
from enum import StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import settings as drawn_examples

from tallystick.terms.instants import is_date
from tallystick.terms.reasons import (
    CancellationReason,
    PaymentStatus,
    ReturnReason,
    StatusReason,
)
from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.code_sets import (
    CodeSet,
    CodeSets,
    UnknownCode,
    Validity,
    meaning_of,
    published,
    unknown_codes,
)
from tallystick.wire.iso20022.code_sets.meanings import MEANINGS
from tallystick.wire.iso20022.code_sets.sets import ALWAYS
from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.parts import parts_of, version_of
from tests.wire.iso20022 import letters, samples
from tests.wire.iso20022.forests import SEEDS, grown

ON = "2026-11-22"
PACS_008, PACS_008_13 = Message("pacs.008.001.08"), Message("pacs.008.001.13")
OURS = {
    "ExternalStatusReason1Code": StatusReason,
    "ExternalReturnReason1Code": ReturnReason,
    "ExternalCancellationReason1Code": CancellationReason,
    "ExternalPaymentTransactionStatus1Code": PaymentStatus,
}


def code_set(name: str, **codes: Validity) -> CodeSet:
    """A set of an edition of ours."""
    return CodeSet(name, "2026-11", MappingProxyType(codes))


@pytest.mark.parametrize("name", OURS)
def test_every_reason_of_ours_is_in_its_set(name: str) -> None:
    """And has a sentence of ours; a code we never say has none."""
    kind: type[StrEnum] = OURS[name]
    found = published().get(name)
    assert found is not None
    assert all(found.has(code, ON) for code in kind)
    assert all(meaning_of(name, code) for code in kind)
    assert set(MEANINGS[name]) == set(kind)
    assert set(MEANINGS) == set(OURS)


def test_a_code_has_no_meaning_but_in_its_set() -> None:
    """Nor has one that is no code of ours."""
    assert meaning_of("ExternalStatusReason1Code", "AC04") == "The account is closed."
    assert meaning_of("ExternalPurpose1Code", "AC04") == ""
    assert meaning_of("ExternalStatusReason1Code", "XXXX") == ""


def test_every_set_of_ours_is_dated() -> None:
    """By the month of the edition, and there is a set for nearly every type."""
    assert len(published()) == len(list(published())) > 50
    assert all(is_date(f"{each.edition}-01") for each in published())
    assert [each.name for each in published()] == sorted(each.name for each in published())


@pytest.mark.parametrize(
    ("on", "new", "old", "short"),
    [
        ("2024-12-31", False, True, False),
        ("2025-01-01", True, True, True),
        ("2025-01-02", True, True, False),
        ("2026-12-31", True, True, False),
        ("2027-01-01", True, False, False),
    ],
)
def test_a_code_is_valid_from_one_date_to_another(
    on: str, *, new: bool, old: bool, short: bool
) -> None:
    """Both dates count, and where there is none there is no bound."""
    found = code_set(
        "ExternalX1Code",
        NEW=Validity("2025-01-01", ""),
        OLD=Validity("", "2026-12-31"),
        SHORT=Validity("2025-01-01", "2025-01-01"),
        EVER=Validity(),
    )
    assert (found.has("NEW", on), found.has("OLD", on)) == (new, old)
    assert found.has("SHORT", on) is short
    assert found.has("EVER", on)
    assert not found.has("ever", on)


def test_a_newer_set_takes_the_older_one_s_place() -> None:
    """The others stay, and neither of the two collections is changed."""
    older = CodeSets([code_set("ExternalA1Code", A=ALWAYS), code_set("ExternalB1Code", B=ALWAYS)])
    newer = CodeSets([code_set("ExternalB1Code", C=ALWAYS), code_set("ExternalD1Code", D=ALWAYS)])
    both = older.renewed(newer)
    assert [(each.name, *each.codes) for each in both] == [
        ("ExternalA1Code", "A"),
        ("ExternalB1Code", "C"),
        ("ExternalD1Code", "D"),
    ]
    assert (len(older), len(newer), len(both)) == (2, 2, 3)


def letter(old: str, new: str) -> xml.Element:
    """The document of a letter of ours, with something in it changed."""
    raw = compose(letters.PLAIN_TRANSFER, PACS_008).decode()
    assert old in raw
    return xml.parse(raw.replace(old, new).encode())


def test_a_lawful_letter_has_no_unknown_code() -> None:
    """In the document as in the header."""
    raw = compose(letters.QUOTED_TRANSFER, PACS_008_13, letters.ENVELOPE)
    for part in parts_of(xml.parse(raw)).present():
        assert unknown_codes(part, version_of(part), published(), ON) == []


def test_an_unknown_code_is_told_with_its_place() -> None:
    """The path by names, with a position among siblings of one name; the type; the code."""
    raw = compose(letters.QUOTED_TRANSFER, PACS_008_13)
    root = xml.parse(raw.replace(b">CNAPS<", b">CNAPX<"))
    found = unknown_codes(root, PACS_008_13, published(), ON)
    kinds = {(each.type, each.code) for each in found}
    assert kinds == {("ExternalClearingSystemIdentification1Code", "CNAPX")}
    for each in found:
        assert xml.path_of(element_at(root, each.path)) == each.path
        assert each.path.endswith("/FinInstnId/ClrSysMmbId/ClrSysId/Cd")


def element_at(root: xml.Element, path: str) -> xml.Element:
    """The element at a path by names."""
    element = root
    for step in path.split("/")[2:]:
        name, _, place = step.partition("[")
        alike = [each for each in element if xml.local_name(each) == name]
        element = alike[int(place.rstrip("]") or 1) - 1]
    return element


PURPOSE = "<Purp><Cd>{}</Cd></Purp>"


@pytest.mark.parametrize("code", ["gdds", " GDDS", "GDDS ", "GDD", "ZZZZ", "GDDS&#10;"])
def test_a_code_is_taken_letter_by_letter(code: str) -> None:
    """Case and blanks count, as they do to whoever reads the message."""
    after = "</Cdtr>"
    root = letter(after, f"{after}{PURPOSE.format(code)}")
    (found,) = unknown_codes(root, PACS_008, published(), ON)
    assert found.type == "ExternalPurpose1Code"
    assert found.path == "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf/Purp/Cd"
    known = letter(after, f"{after}{PURPOSE.format('GDDS')}")
    assert unknown_codes(known, PACS_008, published(), ON) == []


def test_a_code_out_of_its_time_is_unknown() -> None:
    """By the date that is asked for."""
    after = "</Cdtr>"
    root = letter(after, f"{after}{PURPOSE.format('GDDS')}")
    ended = code_set("ExternalPurpose1Code", GDDS=Validity("", "2026-11-21"))
    sets = published().renewed(CodeSets([ended]))
    assert unknown_codes(root, PACS_008, sets, "2026-11-21") == []
    (found,) = unknown_codes(root, PACS_008, sets, "2026-11-22")
    assert found.code == "GDDS"


def test_a_type_without_a_set_has_no_unknown_codes() -> None:
    """What nobody told us may be right."""
    after = "</Cdtr>"
    root = letter(after, f"{after}{PURPOSE.format('ZZZZ')}")
    assert unknown_codes(root, PACS_008, CodeSets([]), ON) == []


def test_what_stands_in_a_foreign_part_is_nobody_s_code() -> None:
    """Even if its elements bear the message's own names."""
    space = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"
    names = "FIToFICstmrCdtTrf", "CdtTrfTxInf", "Purp", "Cd"
    inner = "".join(f"<{name}>" for name in names) + "ZZZZ"
    inner += "".join(f"</{name}>" for name in reversed(names))
    envelope = f'<x:any xmlns:x="urn:x" xmlns="{space}">{inner}</x:any>'
    extra = f"<SplmtryData><Envlp>{envelope}</Envlp></SplmtryData>"
    root = letter("</CdtTrfTxInf>", f"{extra}</CdtTrfTxInf>")
    assert unknown_codes(root, PACS_008, published(), ON) == []


POSITION = re.compile(r"\[\d+\]")


def external_leaves(grown_tree: tree.Tree) -> list[UnknownCode]:
    """Every code of a tree that is of an external type, found by walking all of it."""
    return [
        UnknownCode(f"/{path}", leaf.type, leaf.text)
        for path, leaf in grown_tree.leaves()
        if leaf.type.startswith("External")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(supported()))
def test_codes_are_found_wherever_the_grammar_has_them(message: Message) -> None:
    """In any document, exactly those that a walk through the whole of it finds."""

    @drawn_examples(max_examples=8)
    @given(SEEDS)
    def holds(seed: int) -> None:
        drawn = grown(message, seed)
        codes = external_leaves(drawn)
        # Every other code is known, so that both answers are asked for.
        sets: dict[str, dict[str, Validity]] = {each.type: {} for each in codes}
        for each in codes[::2]:
            sets[each.type][each.code] = ALWAYS
        ours = CodeSets(CodeSet(name, "2026-11", known) for name, known in sets.items())
        root = xml.parse(tree.encode(drawn))
        found = unknown_codes(root, message, ours, ON)
        assert [each._replace(path=POSITION.sub("", each.path)) for each in found] == [
            each for each in codes if each.code not in sets[each.type]
        ]
        assert [xml.path_of(element_at(root, each.path)) for each in found] == [
            each.path for each in found
        ]

    holds()


# What generated samples hold where a code is due.
PLACEHOLDERS = ("EXCd", "EXTx", "EXRe", "TEST-ExternalLo")


def test_published_samples_have_few_unknown_codes() -> None:
    """What others publish as examples mostly holds published codes; made-up codes are found."""
    found = [
        each.code
        for path, parts in samples.sample_parts().items()
        if path.parent.name == "iso20022"
        for message, part in parts
        for each in unknown_codes(part, message, published(), "2025-06-01")
        if each.code not in PLACEHOLDERS
    ]
    assert "XT99" in found
    assert len(found) < 50


def test_a_deep_foreign_part_does_no_harm() -> None:
    """As deep as any message may be, with names of ours at the bottom and on the way."""
    space = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"
    inner = f'<Purp xmlns="{space}">' + "<Cd>" * 240 + "ZZZZ" + "</Cd>" * 240 + "</Purp>"
    extra = f"<SplmtryData><Envlp>{inner}</Envlp></SplmtryData>"
    root = letter("</CdtTrfTxInf>", f"{extra}</CdtTrfTxInf>")
    assert unknown_codes(root, PACS_008, published(), ON) == []


def test_many_unknown_codes_are_told_in_good_time() -> None:
    """Work grows with the size of the part alone, also where siblings are many."""
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    balances = "<Bal><Tp><CdOrPrtry><Cd>ABCD</Cd></CdOrPrtry></Tp></Bal>" * 2_400
    statement = f"<BkToCstmrStmt><Stmt>{balances}</Stmt></BkToCstmrStmt>"
    root = xml.parse(f'<Document xmlns="{space}">{statement}</Document>'.encode())
    found = unknown_codes(root, Message("camt.053.001.08"), published(), ON)
    assert len(found) == 2_400
    assert found[-1].path == "/Document/BkToCstmrStmt/Stmt/Bal[2400]/Tp/CdOrPrtry/Cd"
