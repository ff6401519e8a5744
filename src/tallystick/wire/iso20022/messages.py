"""The way in and the way out: bytes to checked views, and views to checked bytes.

`receive` refuses whatever the schema of its version refuses, so a view is always of a
lawful message. `compose` has what it wrote judged by the same schema, so that nothing
unlawful leaves; `write` is the same without the judge.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.documents import Document, chart_of
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.readers import read_view
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.iso20022.shapes import Shapes
from tallystick.wire.iso20022.writers import write_view
from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.unread import LIMITS, Limits
from tallystick.wire.xml import local_name

# The header's version that is written where none is asked for; all are read.
HEADER: Final = Message("head.001.001.02")
WRAPPER: Final = "BusinessMessage"

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'


class Received(msgspec.Struct, frozen=True, gc=False):
    """A lawful message: its version, its document and its header, either of which may be none."""

    message: Message
    document: Document | None
    header: BusinessApplicationHeader | None


# The charts are looked up by what a message is called, once for each shape.
_SHAPES: Final = Shapes(chart_of)


def receive(raw: bytes, limits: Limits = LIMITS) -> Received:
    """Return the checked views of a message.

    Raises:
        RemoteMessageError: it cannot be read, is of no supported version or of one that
            has no view (`no-view`), breaks its schema (the first flaw is told), or has an
            amount that its currency does not allow. Nothing else is raised.
    """
    known = _SHAPES.read(raw, limits)
    return Received(*known.views) if known is not None else _parsed(raw, limits)[0]


class Whole(NamedTuple):
    """A lawful message, and every text and attribute in it."""

    received: Received
    leaves: Sequence[Leaf]


def receive_whole(raw: bytes, limits: Limits = LIMITS) -> Whole:
    """Return the checked views of a message, and its leaves.

    Raises:
        RemoteMessageError: as `receive`.
    """
    known = _SHAPES.read(raw, limits)
    if known is not None:
        return Whole(Received(*known.views), known.leaves())
    received, root = _parsed(raw, limits)
    return Whole(received, leaves_of(root))


def _parsed(raw: bytes, limits: Limits) -> tuple[Received, xml.Element]:
    root = xml.parse(raw, limits)
    _held = xml.held(root)
    received = received_in(root)
    _SHAPES.learn(raw, root)
    return received, root


def received_in(root: xml.Element) -> Received:
    """Return the checked views of a message that is parsed already.

    Raises:
        RemoteMessageError: as `receive`, except that it cannot be read.
    """
    header, document = parts = parts_of(root)
    header_view = None if header is None else _view(header)
    document_view = None if document is None else _view(document)
    return Received(version_of(parts.subject), document_view, header_view)


def _view(part: xml.Element) -> Any:  # noqa: ANN401 - of the chart's view
    message = version_of(part)
    chart = chart_of(message)
    if chart is None:
        raise RemoteMessageError(_no_view(message), code="no-view", field=f"/{local_name(part)}")
    flaws = schema_of(message).flaws(part)
    if flaws:
        first = flaws[0]
        raise RemoteMessageError(first.text, code=first.code, field=first.path)
    return read_view(part, chart, message)


def _no_view(message: Message) -> str:
    return f"{message} is supported as a whole tree, and has no view."


def write(
    document: Document,
    message: Message,
    header: BusinessApplicationHeader | None = None,
    header_message: Message = HEADER,
) -> bytes:
    """Return the bytes of a document in a version, in a wrapper behind its header if it has one.

    Raises:
        LocalMessageError: the version has no view (`no-view`) or another than this one
            (`other-view`), has no place for something the view holds, or a text or amount
            cannot be written.
    """
    text = _written(document, message)
    if header is not None:
        text = f"<{WRAPPER}>{_written(header, header_message)}{text}</{WRAPPER}>"
    return f"{_DECLARATION}{text}".encode()


def _written(view: msgspec.Struct, message: Message) -> str:
    chart = chart_of(message)
    if chart is None:
        raise LocalMessageError(_no_view(message), code="no-view")
    if not isinstance(view, chart.view):
        detail = f"{message} is written from {chart.view.__name__}, not {type(view).__name__}."
        raise LocalMessageError(detail, code="other-view")
    return write_view(view, chart, message)


def compose(
    document: Document,
    message: Message,
    header: BusinessApplicationHeader | None = None,
    header_message: Message = HEADER,
) -> bytes:
    """Return the bytes of a document that its version's schema accepts.

    Raises:
        LocalMessageError: as `write`, or the schema refuses what was written.
    """
    raw = write(document, message, header, header_message)
    for part in parts_of(xml.parse(raw)).present():
        flaws = schema_of(version_of(part)).flaws(part)
        if flaws:
            first = flaws[0]
            raise LocalMessageError(first.text, code=first.code, field=first.path)
    return raw
