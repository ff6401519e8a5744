"""Of which version a message is: by its Document's own namespace, and by nothing else."""

import pytest

from tallystick.node.doors.versions import message_in
from tallystick.terms.errors import RemoteMessageError
from tests.admission.messages import credit_transfer, header_of
from tests.admission.questions import recall

NAME = "urn:iso:std:iso:20022:tech:xsd:"
OTHER = f"{NAME}pacs.002.001.10".encode()
RAW = credit_transfer()
START = b'<Document xmlns="' + NAME.encode() + b'pacs.008.001.13">'


def test_a_usual_message_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bare, behind a header, and under a prefix."""

    def parse(*_words: object) -> None:
        raise AssertionError("it was parsed")

    behind = credit_transfer(header=header_of())
    monkeypatch.setattr("tallystick.node.doors.versions.xml.parse", parse)
    assert message_in(RAW) == "pacs.008.001.13"
    assert message_in(behind) == "pacs.008.001.13"
    prefixed = START.replace(b"<Document", b"<p:Document").replace(b"xmlns=", b"xmlns:p=")
    assert message_in(prefixed + b"</p:Document>") == "pacs.008.001.13"
    spread = START.replace(b" xmlns", b"\n  a='1>2'\r\n\txmlns").replace(b'">', b'" b="c">')
    assert message_in(RAW.replace(START, spread)) == "pacs.008.001.13"


MENTIONED = (
    RAW.replace(b"Anna Ivanova", OTHER),
    RAW.replace(b"?>", b"?><!-- <Document xmlns='" + OTHER + b"'> -->", 1),
    RAW.replace(START, START.replace(b" xmlns", b" x='" + OTHER + b"' xmlns")),
    RAW.replace(START, START.replace(b" xmlns", b" xmlns:x='" + OTHER + b"' xmlns")),
    RAW.replace(b"?>", b"?><?note <Document xmlns='" + OTHER + b"'>?>", 1),
    RAW.replace(START, START.replace(b"urn:", b"&#117;rn:")).replace(b"Anna", OTHER),
    RAW.replace(b"</Document>", b"<!-- <Document x='" + OTHER + b"'/> --></Document>"),
)


@pytest.mark.parametrize("raw", MENTIONED)
def test_a_name_elsewhere_says_nothing(raw: bytes) -> None:
    """Not in a text, a comment, an instruction, or another attribute."""
    assert raw != RAW
    assert message_in(raw) == "pacs.008.001.13"


def test_each_message_is_told_by_itself() -> None:
    """Of every family, whatever stands before it."""
    assert message_in(recall()) == "camt.056.001.08"
    assert message_in(credit_transfer(header=header_of())) == "pacs.008.001.13"


@pytest.mark.parametrize("raw", [b"", b"<a/>", b"<Document/>", b"<Document xmlns='x'/>"])
def test_what_is_of_no_version_is_refused(raw: bytes) -> None:
    """With a reason, as everywhere."""
    with pytest.raises(RemoteMessageError):
        message_in(raw)
