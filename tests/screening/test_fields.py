"""Every text of a message is screened, or has the form of something that names nobody."""

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
from tallystick.wire.leaves import PATH_MAX, Leaf, leaves_of
from tallystick.wire.xml import parse
from tests.every import for_each
from tests.screening.lists_at_hand import SHARED

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


@pytest.mark.parametrize("message", ["pacs.004", "pacs.008", "pacs.009", "camt.056"])
def test_every_leaf_of_the_standard_is_classified_by_hand(message: str) -> None:
    """In the largest message of each version no leaf is left to the rule for the unknown."""
    folder = SHARED / "messages" / "iso20022_synthetic"
    files = sorted(folder.glob(f"{message}.*max.xml"))
    if not files:
        pytest.skip("the synthetic messages are not at TALLYSTICK_TEST_DATA")
    unknown = {
        leaf.path
        for file in files
        for leaf in leaves_of(parse(file.read_bytes()))
        if known_treatment(leaf.path) is None
    }
    assert not unknown


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
