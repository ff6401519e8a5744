"""Messages of a shape that is known: read by their texts alone.

A message is its tags and its texts. What a bank sends today has, tag by tag, the shape
of what it sent yesterday, and that one's elements the schema has accepted, each in its
place and each attribute with it. So of the next one only the texts are judged, each by
its type (`facets`), and the views made of them (`plans`), without a parser. Whatever is
not surely lawful so is for the parser and the schema to judge: nothing is ever refused
here, and nothing accepted that they refuse.
"""

import re
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

from tallystick.terms.errors import MessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.moulding import BLANK, Charts, Mould, mould_of
from tallystick.wire.leaves import Leaf
from tallystick.wire.unread import Limits

BYTES_MAX: Final = 16_384  # of a message whose shape is kept
KEPT_MAX: Final = 256
TURN: Final = 64  # where there is no room, one of so many is learnt
MET_MAX: Final = 4_096  # shapes met once: one is kept when it comes again

# What is no markup, and no control character but tab and line feed. A carriage return is
# one too: a parser reads it as a line feed.
_PLAIN: Final = bytes(
    byte for byte in range(256) if byte in b"\t\n" or (byte >= 0x20 and byte not in b"<>")
)
# The references that need no declaration (XML 1.0, 4.6).
_NAMED: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_REFERENCE: Final = re.compile("|".join(_NAMED))
_NO_CHARACTERS: Final = ("\ufffe", "\uffff")

K = TypeVar("K")
V = TypeVar("V")
# The tags of a message as they were written, in order, with what no tag holds between them.
Tags: TypeAlias = str


class Views(NamedTuple):
    """What a message is: its version, and the views of its parts."""

    message: Message
    document: Any
    header: Any


class Reading(NamedTuple):
    """A lawful message, read by its texts."""

    views: Views
    texts: Sequence[str]
    mould: Mould

    def leaves(self) -> list[Leaf]:
        """Return every text and attribute with its path; an empty text is none."""
        texts = self.texts
        return [
            leaf or Leaf(path, texts[number or 0])
            for path, number, leaf in self.mould.leaves
            if leaf or texts[number or 0]
        ]


class Shapes:
    """The shapes that came before; whatever is in it, a reading differs in time alone."""

    def __init__(self, charts: Charts) -> None:
        """Read messages by these charts; a version without one is never read here."""
        self._charts = charts
        self._known: dict[Tags, Mould] = {}
        self._met: dict[int, bool] = {}
        self._used: set[Tags] = set()
        self._waited = 0
        self._learning = Lock()

    def read(self, raw: bytes, limits: Limits) -> Reading | None:
        """Return the views of a message, None for one that only a parser can judge."""
        pieces = _pieces(raw)
        if pieces is None:
            return None
        tags = _tags(pieces)
        mould = self._known.get(tags)
        if mould is None:
            return None
        self._used.add(tags)
        if not _is_within(limits, mould.needs, raw, pieces):
            return None
        return _read(mould, pieces)

    def learn(self, raw: bytes, root: xml.Element) -> None:
        """Note the shape of a message that the parser and the schema have accepted.

        To learn one costs as much as to parse twenty messages. So one that comes for the
        first time is only remembered, since much of what strangers send comes once; and
        where there is no room, few are learnt, and one makes room that nobody has sent since.
        """
        pieces = _pieces(raw)
        if pieces is None:
            return
        tags = _tags(pieces)
        with self._learning:
            if tags in self._known or not self._has_met(tags) or not self._has_turn():
                return
        mould = mould_of(root, pieces, self._charts)
        if mould is not None:
            with self._learning:
                self._make_room()
                self._known[tags] = mould

    def _has_turn(self) -> bool:
        """Tell whether one may be learnt now: any while there is room, then one of many."""
        if len(self._known) < KEPT_MAX:
            return True
        self._waited = (self._waited + 1) % TURN
        return self._waited == 0

    def _make_room(self) -> None:
        """Let the oldest go that has not been used; the used ones begin anew."""
        while len(self._known) >= KEPT_MAX:
            oldest = next(iter(self._known))
            mould = self._known.pop(oldest)
            if oldest in self._used:
                self._used.discard(oldest)
                self._known[oldest] = mould

    def _has_met(self, tags: Tags) -> bool:
        number = hash(tags)
        has_met = number in self._met
        _keep(self._met, number, True, MET_MAX)  # noqa: FBT003 - what is kept of it
        return has_met


def _keep(kept: dict[K, V], key: K, value: V, most: int) -> None:
    """Keep one more; the one that was kept first makes room."""
    if len(kept) >= most and key not in kept:
        del kept[next(iter(kept))]
    kept[key] = value


def _pieces(raw: bytes) -> list[str] | None:
    """Return texts and tags in turn, a text first and last; None for what is not so plain."""
    if len(raw) > BYTES_MAX:
        return None
    marks = raw.translate(None, _PLAIN)
    if marks != b"<>" * (len(marks) // 2):
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    if not text.isascii() and any(each in text for each in _NO_CHARACTERS):
        return None
    pieces = text.replace(">", "<").split("<")
    return _resolved(pieces) if "&" in text else pieces


def _tags(pieces: Sequence[str]) -> Tags:
    # One text, since to compare and to digest one is far quicker than to do so with many.
    return "<".join(pieces[1::2])


def _resolved(pieces: list[str]) -> list[str] | None:
    """Return the pieces with their texts' references resolved; None if one has another kind."""
    for place, piece in enumerate(pieces):
        if "&" in piece:
            pieces[place], count = _REFERENCE.subn(lambda found: _NAMED[found[0]], piece)
            if count < piece.count("&") or place % 2:
                return None
    return pieces


def _is_within(limits: Limits, needs: Limits, raw: bytes, pieces: Sequence[str]) -> bool:
    return (
        len(raw) <= limits.size
        and needs.elements <= limits.elements
        and needs.attributes <= limits.attributes
        and (len(raw) <= limits.namespaces or raw.count(b"xmlns") <= limits.namespaces)
        and needs.namespace <= limits.namespace
        and needs.name <= limits.name
        and (len(raw) <= limits.text or max(map(len, pieces)) <= limits.text)
    )


def _read(mould: Mould, pieces: Sequence[str]) -> Reading | None:
    texts = mould.texts(pieces)
    for judge, text in zip(mould.judges, texts, strict=True):
        if not judge(text):
            return None
    # Nothing may stand before a declaration, and between elements white space alone.
    if pieces[0] or "".join(mould.blanks(pieces)).strip(BLANK):
        return None
    try:
        document = mould.document(texts) if mould.document else None
        header = mould.header(texts) if mould.header else None
    except MessageError:
        return None
    return Reading(Views(mould.message, document, header), texts, mould)
