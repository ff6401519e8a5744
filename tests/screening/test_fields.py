"""Every text of a message is screened, or has the form of something that names nobody."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.fields import (
    Field,
    FieldKind,
    Unscreened,
    known_treatment,
    screened_fields,
    treatment_of,
)
from tallystick.wire.iso20022.grammar import (
    Group,
    Marked,
    Message,
    Text,
    root_of,
    supported,
    types_of,
)
from tallystick.wire.leaves import PATH_MAX, Leaf, leaves_of
from tallystick.wire.xml import parse
from tests.every import for_each

TRANSFER = "Document/FIToFICstmrCdtTrf/CdtTrfTxInf"

TREATMENTS = (
    ("Dbtr/Nm", "Aldous Dunmore", FieldKind.NAME),
    ("UltmtCdtr/CtctDtls/Nm", "Aldous Dunmore", FieldKind.NAME),
    ("CdtrAgt/FinInstnId/BICFI", "ASTRRUMM", FieldKind.BIC),
    ("Dbtr/PstlAdr/Ctry", "RU", FieldKind.COUNTRY),
    ("Dbtr/PstlAdr/AdrLine[2]", "1 Quay Street", FieldKind.ADDRESS),
    ("DbtrAcct/Id/IBAN", "DE89370400440532013000", FieldKind.ACCOUNT),
    ("CdtrAcct/Id/Othr/Id", "40817", FieldKind.ACCOUNT),
    ("CdtrAgtAcct/Id/Othr/Id", "30101", FieldKind.ACCOUNT),
    ("CdtrAcct/Prxy/Id", "+79990000000", FieldKind.WALLET),
    ("Dbtr/Id/PrvtId/Othr[1]/Id", "X7654321", FieldKind.IDENTIFIER),
    ("Dbtr/Id/OrgId/LEI", "529900T8BM49AURSDO55", FieldKind.IDENTIFIER),
    ("RmtInf/Ustrd", "for Aldous", FieldKind.TEXT),
    ("PmtId/EndToEndId", "ALDOUS DUNMORE", FieldKind.TEXT),
    ("Purp/Cd", "SALA", Unscreened.CODE),
    ("Purp/Cd", "Aldous Dunmore", FieldKind.TEXT),
    ("Purp/Prtry", "SALA", FieldKind.TEXT),
    ("IntrBkSttlmAmt", "100.00", Unscreened.NUMBER),
    ("IntrBkSttlmAmt/@Ccy", "RUB", Unscreened.CURRENCY),
    ("IntrBkSttlmAmt", "a hundred to Aldous", FieldKind.TEXT),
    ("IntrBkSttlmDt", "2026-03-01", Unscreened.DATE),
    ("AccptncDtTm", "2026-03-01T10:00:00.123+03:00", Unscreened.DATE),
    ("IntrBkSttlmDt", "tomorrow", FieldKind.TEXT),
    ("PmtId/UETR", "174c245f-2682-4291-ad67-2a41e530cd27", Unscreened.REFERENCE),
    ("PmtId/TxId", "ALDOUS-DUNMORE", FieldKind.TEXT),
    ("Dbtr/CtctDtls/PhneNb", "+7-9990000000", Unscreened.TELEPHONE),
    ("Dbtr/CtctDtls/PhneNb", "ask Aldous", FieldKind.TEXT),
    ("AppHdr/MsgDefIdr", "pacs.008.001.08", Unscreened.VERSION),
    ("SignatureValue", "QUJD" * 19 + "\nQUI=", Unscreened.SIGNATURE),
    ("SplmtryData/Envlp/Whatever", "Aldous Dunmore", FieldKind.TEXT),
    ("Dbtr/@note", "Aldous Dunmore", FieldKind.TEXT),
)


@for_each(("path", "text", "treatment"), TREATMENTS)
def test_a_leaf_is_screened_as_what_it_is(
    path: str, text: str, treatment: FieldKind | Unscreened
) -> None:
    """By its place; a text that has not the form its place claims is free text."""
    assert treatment_of(f"{TRANSFER}/{path}", text) is treatment


STEPS = st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=8)


@given(st.lists(STEPS, min_size=1, max_size=5).map("/".join), st.text(min_size=1))
def test_what_the_table_does_not_know_is_free_text(path: str, text: str) -> None:
    """A new version's new element never goes unseen."""
    if known_treatment(path) is None:
        assert treatment_of(path, text) is FieldKind.TEXT


@given(st.sampled_from([path for path, _text, _treatment in TREATMENTS]))
def test_a_sentence_is_screened_wherever_it_stands(path: str) -> None:
    """No place is so safe that words in it are not read."""
    assert isinstance(treatment_of(path, "pay Aldous Dunmore now"), FieldKind)


def test_leaves_without_text_are_left_out() -> None:
    """And the others keep their order."""
    leaves = [Leaf("Dbtr/Nm", "B"), Leaf("Dbtr/Nm", " \n"), Leaf("ChrgBr", "SHAR"), Leaf("X", "A")]
    assert screened_fields(leaves) == (
        Field("Dbtr/Nm", FieldKind.NAME, "B"),
        Field("X", FieldKind.TEXT, "A"),
    )


def test_leaves_are_found_wherever_text_is() -> None:
    """In elements, in attributes, between elements, in whatever namespace."""
    raw = (
        b'<d:Document xmlns:d="urn:d"><Dbtr note="n"><Nm>A</Nm><AdrLine>1</AdrLine> between '
        b"<AdrLine>2</AdrLine></Dbtr><Empty/>"
        b"<e:Amt xmlns:e='urn:e' Ccy='RUB'>5</e:Amt></d:Document>"
    )
    assert leaves_of(parse(raw)) == [
        Leaf("Document/Dbtr/@note", "n"),
        Leaf("Document/Dbtr", "between"),
        Leaf("Document/Dbtr/Nm", "A"),
        Leaf("Document/Dbtr/AdrLine[1]", "1"),
        Leaf("Document/Dbtr/AdrLine[2]", "2"),
        Leaf("Document/Amt/@Ccy", "RUB"),
        Leaf("Document/Amt", "5"),
    ]


def leaf_types(message: Message) -> Iterator[tuple[str, Text]]:
    """Yield every leaf that a version's schema has, and the type of its text.

    A type within itself is followed once. What anybody may write into an extension is no leaf
    of the schema.
    """
    types = types_of(message)

    def below(path: str, name: str, around: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
        kind = types[name]
        if isinstance(kind, Text):
            yield path, kind
        elif isinstance(kind, Marked):
            yield from below(path, kind.text, around)
            yield from below(f"{path}/@{kind.attribute}", kind.attribute_type, around)
        elif isinstance(kind, Group) and around.count(name) < 2:
            for child in kind.children:
                yield from below(f"{path}/{child.name}", child.type, (*around, name))

    root = root_of(message)
    return below(root.name, root.type, ())


@cache
def treatments() -> dict[Message, list[tuple[str, Text, FieldKind | Unscreened | None]]]:
    """Return every leaf of every supported version, its type, and what the table says of it."""
    return {
        message: [(path, text, known_treatment(path)) for path, text in leaf_types(message)]
        for message in supported()
    }


@for_each("message", supported())
@pytest.mark.slow
def test_every_leaf_of_every_supported_message_is_classified_by_hand(message: Message) -> None:
    """As screened, or not and why; none is left to the rule for what the table does not know."""
    leaves = treatments()[message]
    assert leaves
    assert [path for path, _text, known in leaves if known is None] == []


MADE_BY_MACHINES = {Unscreened.REFERENCE, Unscreened.VERSION, Unscreened.TELEPHONE}


@for_each("message", supported())
def test_only_what_can_name_nobody_is_left_unscreened(message: Message) -> None:
    """By its schema it is no words, or in this place it is no words as long as it has the form."""
    for path, text, treatment in treatments()[message]:
        if not isinstance(treatment, Unscreened) or treatment in MADE_BY_MACHINES:
            continue
        narrowed = text.primitive != "string" or text.codes or text.pattern
        assert narrowed or isinstance(treatment_of(path, "Aldous Dunmore"), FieldKind), path


def test_the_path_of_a_deep_extension_is_told_by_its_end() -> None:
    """Names as long and nested as deep as anybody likes cost no more than a message does."""
    name = "N" * 200
    deep = "".join(f"<{name}>" for _ in range(50))
    back = "".join(f"</{name}>" for _ in range(50))
    raw = f"<Document>{deep}<Nm>Anna</Nm><Nm>Boris</Nm>{back}</Document>".encode()
    leaves = leaves_of(parse(raw))
    assert [leaf.text for leaf in leaves] == ["Anna", "Boris"]
    assert all(len(leaf.path) <= PATH_MAX for leaf in leaves)
    assert leaves[0].path.endswith(f"{name}/Nm[1]")
    assert [field.kind for field in screened_fields(leaves)] == [FieldKind.NAME] * 2
