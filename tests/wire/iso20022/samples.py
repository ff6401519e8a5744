"""Where the published schemas and sample messages are, and the oracle made of them."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tallystick.wire.iso20022.documents import chart_of
from tallystick.wire.iso20022.grammar import NAMESPACE, Message, supported

ROOT = Path(__file__).parents[3]
INPUTS = ROOT / os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data") / "messages"
FOLDERS = ("iso20022", "iso20022_synthetic")

NAMELESS = ("AppHdr", "Document")  # without a namespace
PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)
ALL = supported()
VIEWED = tuple(message for message in ALL if chart_of(message))  # those with a typed view
# What the quick checks try, one of each family that moves money or undoes it; the rest is slow.
QUICK = (
    *("head.001.001.02", "pacs.008.001.08", "pacs.008.001.13"),
    *("pacs.002.001.10", "pacs.002.001.15"),
    *("pacs.004.001.09", "pacs.009.001.12", "camt.056.001.08", "camt.029.001.09"),
    *("camt.053.001.13", "pain.001.001.09", "acmt.024.001.04", "admi.007.001.01"),
)
HEADER = Message("head.001.001.02")
PACS_002_10, PACS_002_15 = Message("pacs.002.001.10"), Message("pacs.002.001.15")
PACS_008_08, PACS_008_13 = Message("pacs.008.001.08"), Message("pacs.008.001.13")
FIRST = (HEADER, PACS_002_10, PACS_002_15, PACS_008_08, PACS_008_13)  # the most is asked of these


def each(messages: Iterable[Message]) -> list[Any]:
    """The versions as parameters of a test, those that are not tried quickly as slow ones."""
    return [
        pytest.param(each, marks=() if each in QUICK else pytest.mark.slow) for each in messages
    ]


def inputs() -> Path:
    """The folder of the inputs; a test that needs it is skipped where it is not."""
    if not INPUTS.is_dir():
        pytest.skip("the published schemas and samples are not at TALLYSTICK_TEST_DATA")
    return INPUTS


@cache
def official(message: Message) -> Any:
    """The published schema of a version, compiled by libxml2 with nothing of ours between."""
    return etree.XMLSchema(etree.parse(inputs() / "xsd" / f"{message}.xsd"))


def files() -> list[Path]:
    """Every sample file, of whatever version."""
    found = [path for folder in FOLDERS for path in sorted((inputs() / folder).glob("*.xml"))]
    assert len(found) > 500
    return found


def parts_in(path: Path) -> list[tuple[Message | None, Any]]:
    """The headers and documents of a file, each with its version if that is supported."""
    root = etree.parse(path, PARSER).getroot()
    return [(_version(each), each) for each in root.iter("{*}AppHdr", "{*}Document", *NAMELESS)]


def _version(element: Any) -> Message | None:
    name = etree.QName(element)
    message = (name.namespace or "").removeprefix(NAMESPACE)
    is_placed = message.startswith("head.") == (name.localname == "AppHdr")
    return Message(message) if message in ALL and is_placed else None


@cache
def sample_parts() -> dict[Path, list[tuple[Message, Any]]]:
    """Every header and document of a supported version, by the file it is in."""
    found = {
        path: [(message, each) for message, each in parts_in(path) if message is not None]
        for path in files()
    }
    return {path: parts for path, parts in found.items() if parts}


@cache
def valid_parts(message: Message) -> list[Any]:
    """The samples of a version that the published schema accepts, each a document of its own.

    Namespaces that its wrapper declared for others are not repeated on it.
    """
    return [
        _on_its_own(element)
        for parts in sample_parts().values()
        for version, element in parts
        if version == message and official(message).validate(element)
    ]


def _on_its_own(element: Any) -> Any:
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    etree.cleanup_namespaces(copy)
    return copy


def canonical(element: Any) -> bytes:
    """Canonical XML without comments, instructions and the white space between elements."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    etree.strip_tags(copy, etree.Comment, etree.ProcessingInstruction)
    own = etree.QName(copy).namespace
    for each in copy.iter(f"{{{own}}}*"):
        if len(each):
            pieces = [each.text, *(child.tail for child in each)]
            assert not "".join(piece or "" for piece in pieces).strip(), "mixed content"
            each.text = None
            for child in each:
                child.tail = None
    text: bytes = etree.tostring(copy, method="c14n", with_comments=False)
    return text
