"""Where the published schemas and sample messages are, and the oracle made of them."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tallystick.wire.iso20022.grammar import NAMESPACE, Message, is_supported, supported

ROOT = Path(__file__).parents[3]
INPUTS = ROOT / os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data") / "messages"
FOLDERS = ("iso20022", "iso20022_synthetic")

PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)
ALL = supported()
HEADER, PACS_002_10, PACS_002_15, PACS_008_08, PACS_008_13 = ALL


def inputs() -> Path:
    """The folder of the inputs; a test that needs it is skipped where it is not."""
    if not INPUTS.is_dir():
        pytest.skip("the published schemas and samples are not at TALLYSTICK_TEST_DATA")
    return INPUTS


@cache
def official(message: Message) -> Any:
    """The published schema of a version, compiled by libxml2 with nothing of ours between."""
    return etree.XMLSchema(etree.parse(inputs() / "xsd" / f"{message}.xsd"))


@cache
def sample_parts() -> dict[Path, list[tuple[Message, Any]]]:
    """Every header and document of a supported version, by the file it is in."""
    found: dict[Path, list[tuple[Message, Any]]] = {}
    for folder in FOLDERS:
        for path in sorted((inputs() / folder).glob("*.xml")):
            parts = list(_parts(etree.parse(path, PARSER).getroot()))
            if parts:
                found[path] = parts
    return found


def _parts(root: Any) -> Iterator[tuple[Message, Any]]:
    for element in root.iter("{*}AppHdr", "{*}Document"):
        name = etree.QName(element).namespace or ""
        message = name.removeprefix(NAMESPACE)
        if is_supported(message) and message.startswith("head.") == element.tag.endswith("AppHdr"):
            yield Message(message), element


@cache
def valid_parts(message: Message) -> list[Any]:
    """The samples of a version that the published schema accepts, each a document of its own."""
    return [
        etree.fromstring(etree.tostring(element, with_tail=False))
        for parts in sample_parts().values()
        for version, element in parts
        if version == message and official(message).validate(element)
    ]


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
