"""A document that is read block by block: its elements, while it grows and is pruned.

What has been looked at is taken out again, so that memory does not grow with the
document. Only what stands before an element that is there already is ever taken out: the
parser still writes to the last text, and to every element that is not closed.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from lxml import etree

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.blocks import BLOCK, Block, BulkLimits, Readable, Scan
from tallystick.wire.unread import refused
from tallystick.wire.xml import SAFELY, Element, broken

_TOO_LONG: Final = etree.XPath(
    "boolean(//text()[string-length() > $most] | //@*[string-length() > $most])"
)
_TOO_MANY: Final = etree.XPath("boolean(//*[count(@*) > $most])")
_COUNT: Final = etree.XPath("count(//*)")


class Growing:
    """One document on its way in.

    `root` is None until it has begun; `arrived` is how many tags came with the last block.
    """

    def __init__(self, stream: Readable, limits: BulkLimits, size: int = BLOCK) -> None:
        self.root: Element | None = None
        self.arrived = 0
        self._limits = limits
        self._size = size
        self._scan = Scan(stream, limits, size)
        self._declared: set[tuple[str, str]] = set()
        self._is_near = (False, False)  # whether a bound was near, in this block and before it

    def steps(self, *names: str) -> Iterator[list[Element]]:
        """Yield, after each block, the elements of these names that began in it, in order.

        The root is there at the first step; the last step is after the end. The elements
        are good until the next step.

        Raises:
            RemoteMessageError: what was read is not XML as `xml.parse` takes it, or exceeds
                a limit. What was handed out before means nothing then.
        """
        blocks = self._scan.blocks()
        tag, first = self._beginning(blocks)
        parser = etree.XMLPullParser(
            events=("start", "start-ns"), tag=[tag, *(f"{{*}}{name}" for name in names)], **SAFELY
        )
        wanted = frozenset(names)
        # In the same pieces, or the parser may not have begun with the root when the other had.
        for block in first[:-1]:
            _feed(parser, block.content)
        for block in chain(first[-1:], blocks):
            _feed(parser, block.content)
            begun = self._begun(parser)
            self.arrived = block.content.count(b"<")
            if self.root is None:
                break
            self._refuse_by_tree(block)
            yield [each for each in begun if each.tag.rpartition("}")[2] in wanted]
        _end(parser)
        # The parser looks at four bytes only once there is a fifth, or the end.
        begun, self.arrived = self._begun(parser), 0
        if self.root is None:  # the parser has a name there that it refuses at the end
            raise broken("the name of the root is of no namespace that is declared")
        yield [each for each in begun if each.tag.rpartition("}")[2] in wanted]

    def gravest(self, flaw: RemoteMessageError) -> RemoteMessageError:
        """Return what the document is refused for, of which a flaw has been found.

        The rest of its bytes is looked at: what they say against it goes first.
        """
        return self._scan.gravest() or flaw

    def _beginning(self, blocks: Iterator[Block]) -> tuple[str, list[Block]]:
        """Return the root's tag, and the blocks that had to be read to know it."""
        parser = etree.XMLPullParser(events=("start",), **SAFELY)
        first = []
        for block in blocks:
            first.append(block)
            _feed(parser, block.content)
            for _event, root in parser.read_events():
                return root.tag, first
            if len(first) * self._size > self._limits.stretch:
                raise refused("too-large", f"has no tag in {self._limits.stretch} bytes")
        _end(parser)
        for _event, root in parser.read_events():
            return root.tag, first
        raise broken("no element found")

    def _begun(self, parser: etree.XMLPullParser) -> list[Element]:
        begun: list[Element] = []
        for event, what in parser.read_events():
            if event == "start":
                begun.append(what)
            else:
                self._declare(*what)
        if self.root is None and begun:
            self.root = begun[0]
        return begun

    def _declare(self, prefix: str, name: str) -> None:
        if len(name) > self._limits.namespace:
            most = self._limits.namespace
            raise refused("namespace-too-long", f"has a namespace of more than {most} characters")
        self._declared.add((prefix, name))
        if len(self._declared) > self._limits.namespaces:
            most = self._limits.namespaces
            raise refused("too-many-namespaces", f"declares more than {most} namespaces")

    def _refuse_by_tree(self, block: Block) -> None:
        # Walks the tree only where something may be too long or too many, and once more
        # after that, since the parser may have kept some of the block back.
        assert self.root is not None, "the root began in a block before, or in this"
        most = self._limits.text
        is_near = block.is_tagless or block.has_signs or _open_text(self.root) > most - 2 * BLOCK
        self._is_near = (is_near, self._is_near[0])
        if not any(self._is_near):
            return
        if _TOO_MANY(self.root, most=self._limits.attributes):
            detail = f"has an element with more than {self._limits.attributes} attributes"
            raise refused("too-many-attributes", detail)
        if _TOO_LONG(self.root, most=most):
            raise refused("text-too-long", f"has a text of more than {most} characters")


def _feed(parser: etree.XMLPullParser, content: bytes) -> None:
    try:
        parser.feed(content)
    except (etree.LxmlError, ValueError) as flawed:
        raise broken(str(flawed)) from flawed


def _end(parser: etree.XMLPullParser) -> None:
    try:
        parser.close()
    except (etree.LxmlError, ValueError) as flawed:
        raise broken(str(flawed)) from flawed


def _open_text(element: Element) -> int:
    """Return the length of the longest text that may still go on: none stands behind it."""
    longest = 0
    while len(element):
        longest = max(longest, len(element.tail or ""))
        element = element[-1]
    return max(longest, len(element.tail or ""), len(element.text or ""))


def held_at(element: Element) -> int:
    """Return how many elements are held of the whole document around an element."""
    return int(_COUNT(element))


def is_followed(element: Element) -> bool:
    """Return whether an element is closed, since another stands behind it or around it."""
    each: Any = element  # the parser's own, of which the others know less
    while each is not None:
        if each.getnext() is not None:
            return True
        each = each.getparent()
    return False


def prune(element: Element, start: int, stop: int) -> None:
    """Take out children, and the texts behind them.

    The element is closed, or a child stands behind those taken out.
    """
    parent: Any = element
    del parent[start:stop]
