"""XML from outside, too large to be held: what its bytes say against it, block by block.

What `unread` refuses of a whole document is refused here of one that comes in pieces, and
a breach across the border of two blocks is found as any other. A document's bytes are
looked at to their end before it is refused, so that it is refused for the gravest of what
is wrong with them, as a whole document is.
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Protocol

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.unread import MARK, refuse_declaration, refused

BLOCK: Final = 64 * 1024

_HEAD: Final = 64 * 1024
_DOCTYPE: Final = b"<!DOCTYPE"
# Of what a whole document is refused first, though it be found last.
_SIZE, _NUL, _ENCODING, _DECLARED, _DOCUMENT_TYPE, _NAMESPACES, _STRETCH = range(7)


class BulkLimits(msgspec.Struct, frozen=True):
    """How large a document may be that is read block by block and never held whole.

    `size` is in bytes. `transactions` counts the elements of repeating groups.
    `elements` counts what must be held at once: the elements of one transaction and of what
    stands around the transactions; up to a block more may pass. An element that is not
    closed when `whole` elements are held is judged by its parts. `attributes`, `namespace`
    and `text` are as in `unread.Limits`; `namespaces` counts the different declarations, of
    a prefix and a name, in the whole document. `stretch` is in bytes from one tag's
    beginning to the next. `flaws` is how many breaches of a schema are told.
    """

    size: int = 1024 * 1024 * 1024
    transactions: int = 1_000_000
    elements: int = 10_000
    whole: int = 1_000
    attributes: int = 64
    namespaces: int = 1_000
    namespace: int = 512
    text: int = 256 * 1024
    stretch: int = 2 * 1024 * 1024
    flaws: int = 1_000


BULK: Final = BulkLimits()


class Readable(Protocol):
    """Where bytes come from: a file, a socket's file, or what stands for one."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


class Block(msgspec.Struct, frozen=True, gc=False):
    """A piece of a document, and what about it must be looked at more closely.

    `is_tagless`: no tag begins in it. `has_signs`: one of its tags may have more
    attributes than allowed.
    """

    content: bytes
    is_tagless: bool
    has_signs: bool


class Scan:
    """One document's bytes, on their way to the parser."""

    def __init__(self, stream: Readable, limits: BulkLimits, size: int = BLOCK) -> None:
        self._stream = stream
        self._limits = limits
        self._size = size
        self._found: dict[int, RemoteMessageError] = {}
        self._text = _Utf8()
        self._run = _Run()
        self._total = 0
        self._end = b""  # of what came before, as far as a word may have begun in it
        self._looked_at = self._look()

    def blocks(self) -> Iterator[Block]:
        """Yield the document piece by piece, the byte order mark left out.

        Raises:
            RemoteMessageError: the document is refused for its bytes; nothing of the
                block that holds the breach has been handed out.
        """
        for block in self._looked_at:
            if self._found:
                break
            yield block
        grave = self.gravest()
        if grave is not None:
            raise grave

    def gravest(self) -> RemoteMessageError | None:
        """Look at all that is still to come; return what the bytes are refused for, if so."""
        for _ in self._looked_at:
            continue
        return self._found[min(self._found)] if self._found else None

    def _look(self) -> Iterator[Block]:
        head = self._head()
        declared = refuse_declaration(head)
        if declared is not None:
            self._found[_DECLARED] = declared
        while head:
            yield self._block(head)
            if _SIZE in self._found:
                return
            head = self._gathered(self._size)
        self._find(_ENCODING, self._text.rest())

    def _head(self) -> bytes:
        """Return the first block: as long as its declaration, at least, and without a mark."""
        head = self._gathered(max(self._size, len(MARK)))
        head = head.removeprefix(MARK) or self._gathered(self._size)
        while len(head) < _HEAD and (head.startswith(b"<?xml") or b"<?xml".startswith(head)):
            if b"?>" in head or not (more := self._gathered(self._size)):
                break
            head += more
        return head

    def _gathered(self, size: int) -> bytes:
        """Return so many bytes, however small the pieces are that they come in."""
        pieces = []
        while size and (piece := self._stream.read(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _block(self, content: bytes) -> Block:
        limits, before = self._limits, self._end
        self._total += len(content)
        if self._total > limits.size:
            self._find(_SIZE, f"has more than the {limits.size} bytes that are allowed")
        if b"\x00" in content:
            self._find(_NUL, "holds a NUL, which no XML does")
        self._find(_ENCODING, self._text.next(content))
        if _DOCTYPE in content or _DOCTYPE in before + content[: len(_DOCTYPE)]:
            self._find(_DOCUMENT_TYPE, "has a DOCTYPE, and none is heard out")
        self._end = (before + content)[1 - len(_DOCTYPE) :]
        has_signs = self._run.goes_on(before, content, limits.attributes)
        if self._run.longest > limits.stretch:
            self._find(_STRETCH, f"goes on for more than {limits.stretch} bytes without a tag")
        if self._run.declared > limits.namespaces:
            self._find(_NAMESPACES, f"declares more than {limits.namespaces} namespaces")
        return Block(content, b"<" not in content, has_signs)

    def _find(self, rank: int, what: str) -> None:
        if what and rank not in self._found:
            self._found[rank] = refused(_CODES[rank], what)


_CODES: Final = {
    _SIZE: "too-large",
    _NUL: "control-character",
    _ENCODING: "encoding",
    _DOCUMENT_TYPE: "doctype",
    _NAMESPACES: "too-many-namespaces",
    _STRETCH: "text-too-long",
}


class _Utf8:
    """Whether what has come so far is UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._total = 0
        self._is_broken = False

    def next(self, content: bytes, *, is_last: bool = False) -> str:
        """Return what is wrong, nothing for nothing."""
        pending, _ = self._decoder.getstate()
        self._total += len(content)
        if self._is_broken or (not pending and content.isascii()):
            return ""
        try:
            self._decoder.decode(content, is_last)
        except UnicodeDecodeError as broken:
            self._is_broken = True
            start = self._total - len(content) - len(pending) + broken.start
            return f"is not UTF-8 at byte {start}"
        return ""

    def rest(self) -> str:
        """Return what is wrong with the end."""
        return self.next(b"", is_last=True)


class _Run:
    """What has come since the last `<`: how much, and with how many signs in it.

    `declared` counts the word that declares a namespace, where a run has a block for itself.
    """

    def __init__(self) -> None:
        self.longest = 0
        self.declared = 0
        self._signs = 0
        self._length = 0

    def goes_on(self, before: bytes, content: bytes, attributes: int) -> bool:
        """Take a block in; return whether a tag may have more attributes than allowed."""
        first, last = content.find(b"<"), content.rfind(b"<")
        if first < 0:
            self._length += len(content)
            self._signs += content.count(b"=")
            self.declared += (before[-4:] + content).count(b"xmlns")
            self.longest = self._length
            return self._signs > attributes
        self.longest = self._length + first
        has_signs = self._signs + content.count(b"=", 0, first) > attributes
        self._length, self.declared = len(content) - last, 0
        self._signs = content.count(b"=", last)
        return has_signs or _signs_beyond(attributes).search(content) is not None


@cache
def _signs_beyond(attributes: int) -> re.Pattern[bytes]:
    """Return what finds more signs than so many between one `<` and the next.

    A search takes time in proportion to the text and to the number, whatever the text is.
    """
    return re.compile(rb"=(?:[^<=]*=){%d}" % attributes)
