"""Judging a file of any number of transactions, read block by block, in memory that stays flat.

The verdict is that of `check` on the whole file, whatever the file is; the bounds are others.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.blocks import BLOCK, BULK, BulkLimits, Readable
from tallystick.wire.iso20022.check import SCHEMA_ALONE, Problem, Report, check, problem_of
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.judging import Judge, Stage
from tallystick.wire.iso20022.parts import WRAPPERS_MAX, chosen_of, name_of, version_of
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.unread import LIMITS, refused
from tallystick.wire.xml import Element, local_name
from tallystick.wire.xml.growing import Growing, held_at, prune

_NAMES: Final = ("AppHdr", "Document")


def check_file(file: Readable, limits: BulkLimits = BULK, profile: str = SCHEMA_ALONE) -> Report:
    """Return the verdict on a file: at once on one of a message's size, in blocks on a larger.

    A profile beyond the schema judges whole messages: to it, what is larger is too large.

    Raises:
        OSError: the file cannot be read.
    """
    pieces, size = [], 0
    while size <= LIMITS.size and (piece := file.read(LIMITS.size + 1 - size)):
        pieces.append(piece)
        size += len(piece)
    raw = b"".join(pieces)
    is_small = size <= LIMITS.size and raw.count(b"<") - raw.count(b"</") <= LIMITS.elements
    if is_small or profile != SCHEMA_ALONE:
        return check(raw, profile=profile)
    return check_bulk(_Resumed(raw, file), limits)


class _Resumed:
    """A file from its beginning, of which some has been read."""

    def __init__(self, begun: bytes, rest: Readable) -> None:
        self._begun = begun
        self._at = 0
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """Return what was read before, then what comes."""
        if self._at < len(self._begun):
            self._at += size
            return self._begun[self._at - size : self._at]
        self._begun = b""
        return self._rest.read(size)


def check_bulk(stream: Readable, limits: BulkLimits = BULK, size: int = BLOCK) -> Report:
    """Return the verdict on a file that is read in blocks of a size.

    What cannot be read, or is no message, is so for the whole file, wherever that shows.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        return read_bulk(stream, limits, size).report
    except RemoteMessageError as broken:
        return Report(None, (problem_of("xml", broken),))


class Read(msgspec.Struct, frozen=True):
    """A file to its end: the verdict, and what is left of its document once it is read.

    `document` has of each row of a repeating element only the first still. `header` is the
    business application header, which is held whole.
    """

    report: Report
    document: Element | None
    message: Message | None
    header: Element | None = None


def read_bulk(
    stream: Readable, limits: BulkLimits = BULK, size: int = BLOCK, stage: Stage | None = None
) -> Read:
    """Read a file to its end, handing out the parts of its document's body as they come.

    Nothing that was handed out may be believed before this returns without an error in the
    report. With a `stage`, each such part is held whole, and is good until it returns.

    Raises:
        RemoteMessageError: the file cannot be read, or exceeds a limit.
        OSError: the same, for another reason.
    """
    reading = _Reading(limits, stage)
    growing = Growing(stream, limits, size)
    try:
        for begun in growing.steps(*_NAMES):
            root = growing.root
            assert root is not None, "it is there from the first step"
            reading.go_on(root, begun, growing.arrived)
        return reading.end()
    except RemoteMessageError as flaw:
        raise growing.gravest(flaw) from flaw


class _Reading:
    """A file on its way in: its parts, and the judge of its document."""

    def __init__(self, limits: BulkLimits, stage: Stage | None) -> None:
        self._limits = limits
        self._stage = stage
        self._found: list[Element] = []
        self._judge: Judge | None = None
        self._unjudged: list[Element] = []
        self._root: Element | None = None

    def go_on(self, root: Element, begun: list[Element], arrived: int) -> None:
        """Take in what came: the parts that began, and so many tags."""
        self._root = root
        for part in begun:
            if _is_part(part):
                self._found.append(part)
                self._open(part)
        if self._judge is not None:
            self._judge.go_on(arrived)
        for part in self._unjudged:
            _empty(part)
        is_judging = self._judge is not None and not self._judge.is_done
        if not is_judging and held_at(root) > self._limits.elements:
            detail = f"has more than {self._limits.elements} elements that must be held at once"
            raise refused("too-many-elements", detail)

    def _open(self, part: Element) -> None:
        if local_name(part) != "Document":
            return
        is_first = self._judge is None and not self._unjudged
        try:
            message = version_of(part)
        except RemoteMessageError:
            is_first = False
        else:
            if is_first:
                self._judge = Judge(part, message, self._limits, self._stage)
        if not is_first:
            self._unjudged.append(part)

    def end(self) -> Read:
        """Return what the file is, now that it is whole."""
        assert self._root is not None, "a file without an element cannot be read"
        if self._judge is not None:
            self._judge.end()
        try:
            parts = chosen_of(self._found, self._root)
        except RemoteMessageError as broken:
            return Read(Report(None, (problem_of("message", broken),)), None, None)
        name = name_of(parts.subject)
        try:
            versions = [version_of(part) for part in parts.present()]
        except RemoteMessageError as broken:
            report = Report(name, (problem_of("unsupported-version", broken),))
            return Read(report, None, None)
        flaws = tuple(self._flaws(parts.header))
        return Read(Report(name, flaws), parts.document, versions[-1], parts.header)

    def _flaws(self, header: Element | None) -> Iterator[Problem]:
        if header is not None:
            for flaw in schema_of(version_of(header)).flaws(header):
                yield Problem("schema", flaw.code, flaw.path, flaw.text)
        if self._judge is not None:
            for flaw in self._judge.flaws():
                yield Problem("schema", flaw.code, flaw.path, flaw.text)


def _is_part(element: Element) -> bool:
    """Tell whether an element is a header or a document as `parts_of` finds them."""
    above = 0
    outer = element.getparent()
    while outer is not None:
        above += 1
        if above > WRAPPERS_MAX or local_name(outer) in _NAMES:
            return False
        outer = outer.getparent()
    return True


def _empty(element: Element) -> None:
    """Take out, at every depth, what is complete of a part that is not judged."""
    while len(element):
        prune(element, 0, len(element) - 1)
        element = element[-1]
