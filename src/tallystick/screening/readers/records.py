"""Records of a list in XML, one after the other, while the file is read and let go again.

The large lists have more than a hundred megabytes. A record is handed out when it is whole
and then taken out of the document, so that memory grows with what is made of it alone.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, wraps
from io import BytesIO
from typing import Final

from tallystick.screening.lists import Edition
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.blocks import BulkLimits
from tallystick.wire.unread import refused
from tallystick.wire.xml import Element
from tallystick.wire.xml.growing import Growing, held_at, is_followed, prune

# A list comes from its publisher by the operator's own hand, and is larger than any message.
LIMITS: Final = BulkLimits(size=512 * 1024 * 1024, elements=250_000)

_HEAD: Final = 4_096
_NAMES_KEPT: Final = 4_096

# The names of records, each with the name of the element that must stand around it.
Places = Mapping[str, str]


def has_root(file: ListFile, root: str) -> bool:
    """Tell whether the file looks like a document whose root has this name."""
    head = file.raw[:_HEAD]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and any(
        f"{mark}{root}{end}".encode() in head for mark in "<:" for end in (" ", ">", "\r", "\n")
    )


def records(file: ListFile, root: str, places: Places) -> Iterator[Element]:
    """Yield the root, of which no more than the attributes are there, then each record.

    A record is good until the next is asked for. What was handed out means nothing if an
    error comes after it.

    Raises:
        RemoteMessageError: the file is no well-formed XML in UTF-8, exceeds a bound, or has
            another root.
    """
    growing = Growing(BytesIO(file.raw), LIMITS)
    waiting: deque[Element] = deque()
    has_begun = False
    try:
        for begun in growing.steps(*places):
            whole = growing.root
            assert whole is not None, "it is there from the first step"
            if not has_begun:
                yield _of_name(file, whole, root)
            has_begun = True
            waiting += (each for each in begun if _is_record(each, places))
            yield from _closed(waiting)
            _refuse_many(whole)
        yield from waiting
    except RemoteMessageError as flaw:
        grave = growing.gravest(flaw)
        raise _told(file, grave) from flaw


def _of_name(file: ListFile, whole: Element, root: str) -> Element:
    if named(whole) != root:
        detail = f"the document is no {root}"
        raise RemoteMessageError(detail, code="root", field=named(whole)[:60], ref=file.name)
    return whole


def _is_record(element: Element, places: Places) -> bool:
    around = element.getparent()
    return around is not None and named(around) == places[named(element)]


def _closed(waiting: deque[Element]) -> Iterator[Element]:
    """Yield the records that are whole, and take them out of the document."""
    last: dict[Element, Element] = {}
    while waiting and is_followed(waiting[0]):
        element = waiting.popleft()
        yield element
        around = element.getparent()
        assert around is not None, "a record stands in something"
        last[around] = element
    for around, element in last.items():
        prune(around, 0, around[:].index(element) + 1)


def _refuse_many(whole: Element) -> None:
    if held_at(whole) > LIMITS.elements:
        detail = f"has more than {LIMITS.elements} elements that must be held at once"
        raise refused("too-many-elements", detail)


def _told(file: ListFile, flaw: RemoteMessageError) -> RemoteMessageError:
    return RemoteMessageError(flaw.detail, code=flaw.code, field=flaw.field, ref=file.name)


@lru_cache(maxsize=_NAMES_KEPT)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def named(element: Element) -> str:
    """Return the element's name without its namespace."""
    return _local(element.tag)


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of this name, in order."""
    return (child for child in element[:] if _local(child.tag) == name)


def below(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements at the end of a path of names, each a child of the one before."""
    found: Iterable[Element] = (element,)
    for name in names:
        found = [child for each in found for child in children(each, name)]
    yield from found


def words(element: Element) -> str:
    """Return the element's text, with one blank between its words.

    Raises:
        RemoteMessageError: elements stand within the text, which would be lost with what is
            behind them. Whoever reads a file says which it was (`reading`).
    """
    if len(element):
        detail = f"an element {named(element[0])[:60]} stands where there is nothing but text"
        raise RemoteMessageError(detail, code="element-in-text", field=_path(element))
    return " ".join((element.text or "").split())


def _path(element: Element) -> str:
    around = element.getparent()
    return named(element) if around is None else f"{_path(around)}/{named(element)}"


def reading(read: Callable[[ListFile], Edition]) -> Callable[[ListFile], Edition]:
    """Return the reader, whose every error names the file that it reads."""

    @wraps(read)
    def read_file(file: ListFile) -> Edition:
        try:
            return read(file)
        except RemoteMessageError as flaw:
            raise flaw if flaw.ref else _told(file, flaw) from flaw

    return read_file


def text(element: Element, *names: str) -> str:
    """Return the text of the first element at the end of a path, "" without one."""
    return next(map(words, below(element, *names)), "")


def texts(element: Element, *names: str) -> Iterator[str]:
    """Yield the texts of the elements at the end of a path that have any."""
    return filter(None, map(words, below(element, *names)))


def name_of_parts(element: Element, parts: Sequence[str], like: re.Pattern[str]) -> str:
    """Return a name of its parts: the known ones in order, then others that are like them."""
    others = (named(each) for each in element[:] if like.fullmatch(named(each)))
    in_order = dict.fromkeys((*parts, *others))
    return " ".join(found for part in in_order for found in texts(element, part))


def broken_record(file: ListFile, place: str, rule: str, detail: str) -> RemoteMessageError:
    """Return the error of a list in XML that breaks a rule; `place` says which record."""
    return RemoteMessageError(detail, code=rule, field=place, ref=file.name)
