"""Foreign parts are kept whole, each with all the namespaces around it, up to a bound."""

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.mapping import translate_document
from tallystick.wire.iso20022.parts import parts_of
from tallystick.wire.iso20022.roundtrip import round_trip
from tests.admission.messages import NEWEST, credit_transfer

PART = b"<SplmtryData><Envlp><a/></Envlp></SplmtryData>"


def hostile(namespaces: int, parts: int) -> bytes:
    """Return a lawful message of so many long namespaces and so many foreign parts."""
    declared = "".join(f' xmlns:n{at}="urn:{"x" * 500}{at}"' for at in range(namespaces))
    raw = credit_transfer().replace(b"<Document", b"<Document" + declared.encode(), 1)
    return raw.replace(b"</FIToFICstmrCdtTrf>", PART * parts + b"</FIToFICstmrCdtTrf>")


@pytest.mark.slow
def test_what_would_take_gigabytes_is_refused() -> None:
    """With a sentence, by whoever takes a document for a tree."""
    raw = hostile(900, 2_500)
    found = round_trip(raw)
    assert not found.same
    assert found.error is not None
    assert "foreign parts" in found.error
    with pytest.raises(RemoteMessageError) as refused:
        translate_document(raw, Message("pacs.008.001.08"))
    assert refused.value.code == "foreign-too-large"


def test_many_foreign_parts_are_kept() -> None:
    """As long as they have room; each document has all of it."""
    document = parts_of(xml.parse(hostile(2, 500))).document
    assert document is not None
    for _ in range(2):
        (body,) = tree.decode(document, NEWEST).root.parts
        assert isinstance(body, tree.Branch)
        names = [part.name for part in body.parts if isinstance(part, tree.Branch)]
        assert names.count("SplmtryData") == 500


def test_the_bound_is_of_all_parts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last that has room is kept, the next is not."""
    document = parts_of(xml.parse(hostile(0, 3))).document
    assert document is not None
    whole = tree.decode(document, NEWEST)
    (body,) = whole.root.parts
    assert isinstance(body, tree.Branch)
    texts = [xml.verbatim(each) for each in document.iter() if xml.local_name(each) == "a"]
    monkeypatch.setattr(tree, "FOREIGN_MAX", sum(map(len, texts)))
    assert tree.decode(document, NEWEST) == whole
    monkeypatch.setattr(tree, "FOREIGN_MAX", sum(map(len, texts)) - 1)
    with pytest.raises(RemoteMessageError, match="foreign parts"):
        tree.decode(document, NEWEST)
