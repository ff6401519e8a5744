"""Moulds: what is known of every message with the same tags, taken from one that was accepted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart
from tallystick.wire.iso20022.facets import Judge, anything, judge_of
from tallystick.wire.iso20022.grammar import (
    Group,
    Marked,
    Message,
    Text,
    Type,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.plans import Plan, Taking, plan_of, taking
from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.unread import Limits

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_LOCATIONS: Final = (f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation")
# How much is kept of one shape at most: every leaf of it has a path of its own.
ELEMENTS_MAX: Final = 1_000
LETTERS_MAX: Final = 65_536
BLANK: Final = " \t\n"  # what may stand between elements; a carriage return is read as a line feed
# A chart of the view of a version; None for a version that has none.
Charts: TypeAlias = Callable[[Message], Chart[Any] | None]


class Mould(NamedTuple):
    """How messages of one shape are judged and read.

    Of the pieces of a message, `texts` takes its texts, in the order of the document, and
    `judges` are theirs; `blanks` takes what is between its other tags. `needs`
    is what limits must allow of elements, attributes and namespaces' names. `document` and
    `header` are None where the message has no such part.
    """

    message: Message
    needs: Limits
    texts: Taking
    judges: tuple[Judge, ...]
    blanks: Taking
    document: Plan | None
    header: Plan | None
    leaves: tuple["Imprint", ...]


class Imprint(NamedTuple):
    """Where a leaf comes from: its path, and the number of its text.

    An attribute has no number: it is a part of the tags, and the same leaf each time. Of
    the texts of the message that was learnt from nothing is kept.
    """

    path: str
    number: int | None
    leaf: Leaf | None


def mould_of(root: xml.Element, pieces: Sequence[str], charts: Charts) -> Mould | None:
    """Return the mould of a message that the schemas of its parts accept.

    None if its tags do not tell all that the schema knows (a comment, an instruction, an
    element of anybody's, one that names its own type, one that closes itself), if a text
    is for the schema alone to judge, if a part has no view, or if too much would be kept.
    """
    elements = list(root.iter())
    openings = _openings(pieces)
    if len(openings) != len(elements) or any(map(_names_its_type, elements)):
        return None
    if len(elements) > ELEMENTS_MAX:
        return None
    places = {
        element: place
        for element, place in zip(elements, openings, strict=True)
        if not len(element)
    }
    header, document = parts = parts_of(root)
    judges: dict[xml.Element, Judge] = dict.fromkeys(places, anything)
    if not all(_judge(part, judges) and charts(version_of(part)) for part in parts.present()):
        return None
    numbers = {element: number for number, element in enumerate(places)}
    texts = tuple(places.values())
    blanks = tuple(sorted(set(range(0, len(pieces), 2)).difference(texts)))
    # A text between elements would be a leaf of its own, and an empty one is none: only
    # without both does each leaf tell by its turn where it comes from.
    if any(pieces[at].strip(BLANK) for at in blanks) or not all(pieces[at] for at in texts):
        return None
    imprints = _imprints(root, elements, numbers)
    if sum(len(each.path) for each in imprints) > LETTERS_MAX:
        return None
    return Mould(
        version_of(parts.subject),
        _needs(elements, pieces),
        taking(texts),
        tuple(judges[element] for element in places),
        taking(blanks),
        _plan(document, charts, numbers),
        _plan(header, charts, numbers),
        imprints,
    )


def _imprints(
    root: xml.Element, elements: Sequence[xml.Element], numbers: Mapping[xml.Element, int]
) -> tuple[Imprint, ...]:
    """Return where each leaf comes from; no text is empty, and none stands between elements."""
    sources: list[int | None] = []
    for element in elements:
        sources += [None] * len(element.attrib)
        if element in numbers:
            sources.append(numbers[element])
    return tuple(
        Imprint(leaf.path, number, leaf if number is None else None)
        for leaf, number in zip(leaves_of(root), sources, strict=True)
    )


def _openings(pieces: Sequence[str]) -> list[int]:
    """Return the place of the text behind each opening tag; none at all if a tag is no tag."""
    tags = pieces[1::2]
    first = 1 if tags[0].startswith("?xml") else 0
    if any(tag.startswith(("!", "?")) or tag.endswith("/") for tag in tags[first:]):
        return []
    return [
        2 * number + 2
        for number, tag in enumerate(tags)
        if number >= first and not tag.startswith("/")
    ]


def _names_its_type(element: xml.Element) -> bool:
    return any(name.startswith(_XSI) and name not in _LOCATIONS for name in element.attrib)


def _judge(part: xml.Element, judges: dict[xml.Element, Judge]) -> bool:
    """Find the judge of every text of a part; tell whether each has one."""
    message = version_of(part)
    return _judge_below(part, root_of(message).type, types_of(message), judges)


def _judge_below(
    element: xml.Element,
    type_name: str,
    types: Mapping[str, Type],
    judges: dict[xml.Element, Judge],
) -> bool:
    kind = types[type_name]
    if isinstance(kind, Marked):
        kind = types[kind.text]
    if isinstance(kind, Text):
        judge = judge_of(kind)
        judges[element] = judge or anything
        return judge is not None
    if not isinstance(kind, Group) or not len(element):
        return False
    inner = {child.name: child.type for child in kind.children}
    return all(
        _judge_below(child, inner[xml.local_name(child)], types, judges) for child in element
    )


def _needs(elements: Sequence[xml.Element], pieces: Sequence[str]) -> Limits:
    names = {name for element in elements for name in element.nsmap.values()}
    return Limits(
        size=0,
        elements=sum(not tag.startswith("/") for tag in pieces[1::2]),
        attributes=max(len(element.attrib) for element in elements),
        namespaces=0,
        namespace=max(map(len, names), default=0),
        name=max(len(tag.split(maxsplit=1)[0]) for tag in pieces[1::2]),
        text=0,
    )


def _plan(
    part: xml.Element | None, charts: Charts, numbers: Mapping[xml.Element, int]
) -> Plan | None:
    if part is None:
        return None
    message = version_of(part)
    chart = charts(message)
    assert chart is not None, "whoever plans has asked whether there is a view"
    return plan_of(part, chart, message, numbers)
