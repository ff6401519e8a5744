"""Changing a document that is nobody else's: an element is taken out, or put in."""

from typing import Any

from tallystick.wire import xml


def take_out(element: xml.Element) -> None:
    """Take an element, never a root, out of its document; the text behind it stays."""
    inner: Any = element  # the parser's own; the protocol promises no change
    parent, previous = inner.getparent(), inner.getprevious()
    if inner.tail and previous is None:
        parent.text = (parent.text or "") + inner.tail
    elif inner.tail:
        previous.tail = (previous.tail or "") + inner.tail
    parent.remove(inner)


def put_in(parent: xml.Element, position: int, text: str) -> xml.Element:
    """Put what a text of XML says in as a child before that at a position, and return it.

    It comes under a prefix for its namespace that is in force there, if there is one.
    """
    outer: Any = parent
    child = xml.parse(text.encode())
    outer.insert(position, child)
    return child
