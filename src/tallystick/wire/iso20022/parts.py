"""Where a message is in what was received: a document, a header, or both in a wrapper.

A wrapper is any element around them, of anybody's; it is not read. A file holds one
message: at most one header and at most one document, in either order.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.iso20022.grammar import (
    NAMESPACE,
    Message,
    namespace_of,
    root_of,
    supported,
)
from tallystick.wire.xml import Element, local_name, namespace

WRAPPERS_MAX: Final = 8
_NAMES: Final = frozenset({"AppHdr", "Document"})
# Each version by the one tag that its outermost element may have.
_BY_TAG: Final = {
    f"{{{namespace_of(message)}}}{root_of(message).name}": message for message in supported()
}
_MESSAGE: Final = re.compile(r"[a-z]{4}\.\d{3}\.\d{3}\.\d{2}")


class Parts(NamedTuple):
    """The header and the document of one message; one of them may be missing, not both."""

    header: Element | None
    document: Element | None

    @property
    def subject(self) -> Element:
        """The document, or the header where it stands alone."""
        part = self.header if self.document is None else self.document
        assert part is not None, "one of the parts is there"
        return part

    def present(self) -> Iterator[Element]:
        """Yield the parts that are there, the header first."""
        yield from (part for part in self if part is not None)


def parts_of(root: Element) -> Parts:
    """Return the parts of the message below, or at, a root element.

    Raises:
        RemoteMessageError: there is none, or more than one.
    """
    return chosen_of(list(_search(root, WRAPPERS_MAX)), root)


def chosen_of(found: list[Element], root: Element) -> Parts:
    """Return the parts of the message among all headers and documents of a root element.

    Raises:
        RemoteMessageError: there is none, or more than one.
    """
    headers = [each for each in found if local_name(each) == "AppHdr"]
    documents = [each for each in found if local_name(each) == "Document"]
    if not found:
        detail = "There is no Document and no AppHdr."
        raise RemoteMessageError(detail, code="no-message", field=f"/{local_name(root)}")
    if len(headers) > 1 or len(documents) > 1:
        detail = f"There are {len(headers)} headers and {len(documents)} documents, not one each."
        raise RemoteMessageError(detail, code="several-messages", field=f"/{local_name(root)}")
    return Parts(headers[0] if headers else None, documents[0] if documents else None)


def _search(element: Element, depth: int) -> Iterator[Element]:
    if local_name(element) in _NAMES:
        yield element
    elif depth:
        for child in element:
            yield from _search(child, depth - 1)


def name_of(part: Element) -> str | None:
    """Return the message version a part says it is, None if it is none of ISO 20022's."""
    name = namespace(part).removeprefix(NAMESPACE)
    return name if _MESSAGE.fullmatch(name) else None


def version_of(part: Element) -> Message:
    """Return the supported version of a part.

    Raises:
        RemoteMessageError: the version is not supported.
    """
    message = _BY_TAG.get(part.tag)
    if message is None:
        said = name_of(part) or f"the namespace {namespace(part)[:80]!r}"
        raise RemoteMessageError(
            f"{said} in {local_name(part)} is not a supported message version.",
            code="unsupported-version",
            field=f"/{local_name(part)}",
        )
    return message
