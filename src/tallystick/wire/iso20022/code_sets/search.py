"""Finding in a message the codes that its code sets do not have.

Of what type an element is follows from its name and, where that is not enough, from the
names of the elements around it, outwards as far as needed. The grammar tells, once for
each version, how far that is; most elements need a name or two.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from tallystick.terms.instants import BusinessDate
from tallystick.wire.iso20022.code_sets.sets import CodeSets
from tallystick.wire.iso20022.grammar import Child, Group, Message, namespace_of, root_of, types_of
from tallystick.wire.xml import Element, local_name

EXTERNAL: Final = "External"  # what the names of all these types begin with


class UnknownCode(NamedTuple):
    """A code that the set of its type does not have on the date asked for."""

    path: str
    type: str
    code: str


# What a tag means: a type, None for one without a code set, or what the tag around it tells.
Answer: TypeAlias = "str | dict[str, Answer] | None"
# Groups that hold an element of one name, or lead to it, each with the type it has there.
Holders: TypeAlias = AbstractSet[tuple[str, str | None]]
# For each type the elements that have it: the group of each, and its tag.
Around: TypeAlias = dict[str, set[tuple[str, str]]]


def unknown_codes(
    part: Element, message: Message, code_sets: CodeSets, on: BusinessDate
) -> list[UnknownCode]:
    """Return the codes of a document or header that are not valid on the date, in order.

    The part is one that the schema of its version accepts. A type without a set has no
    unknown codes, and what stands in foreign parts is nobody's code. Takes time in
    proportion to the size of the part.
    """
    answers = _answers(message)
    places: _Places | None = None
    unknown: list[UnknownCode] = []
    for element in part.iter(*answers) if answers else ():
        name = _type_of(element, answers)
        code_set = None if name is None else code_sets.get(name)
        code = element.text or ""
        if code_set is None or code_set.has(code, on):
            continue
        places = places or _Places(part, message)
        place = places.of(element)
        if place is not None and place.type == code_set.name:
            unknown.append(UnknownCode(place.path, place.type, code))
    return unknown


def _type_of(element: Element, answers: "dict[str, Answer]") -> str | None:
    """Return the type that the names tell; they tell nothing true in a foreign part."""
    answer = answers[element.tag]
    around: Element | None = element
    while isinstance(answer, dict):
        around = None if around is None else around.getparent()
        answer = None if around is None else answer.get(around.tag)
    return answer


@cache
def _answers(message: Message) -> "dict[str, Answer]":
    """Return what each tag means that may hold a code of some set."""
    holders: dict[str, set[tuple[str, str | None]]] = {}
    around: Around = {}
    for holder, child in _elements(message):
        answer = child.type if child.type.startswith(EXTERNAL) else None
        holders.setdefault(child.name, set()).add((holder, answer))
        around.setdefault(child.type, set()).add((holder, _tag(message, child.name)))
    return {
        _tag(message, name): _answer(found, around)
        for name, found in holders.items()
        if any(answer is not None for _, answer in found)
    }


def _elements(message: Message) -> Iterator[tuple[str, Child]]:
    """Yield every element of every group of a version, with the name of the group."""
    for holder, kind in types_of(message).items():
        for child in kind.children if isinstance(kind, Group) else ():
            yield holder, child


def _tag(message: Message, name: str) -> str:
    return f"{{{namespace_of(message)}}}{name}"


def _answer(holders: Holders, around: Around) -> Answer:
    """Return what the holders agree on, or what each name around them makes of it."""
    answers = {answer for _, answer in holders}
    if len(answers) == 1:
        return answers.pop()
    outer: dict[str, set[tuple[str, str | None]]] = {}
    for holder, answer in holders:
        for beyond, tag in around.get(holder, ()):
            outer.setdefault(tag, set()).add((beyond, answer))
    return {tag: _answer(found, around) for tag, found in outer.items()}


class _Place(NamedTuple):
    """Where an element stands, by names, and its type there."""

    path: str
    type: str


class _Places:
    """The places of elements, told exactly from the outermost inwards, each parent's once."""

    def __init__(self, part: Element, message: Message) -> None:
        self._types = types_of(message)
        self._space = namespace_of(message)
        root = root_of(message)
        self._known: dict[Element, _Place | None] = {part: _Place(f"/{root.name}", root.type)}

    def of(self, element: Element) -> _Place | None:
        """Return the place of an element below the part, None for one in a foreign part."""
        if element not in self._known:
            parent = element.getparent()
            assert parent is not None, "the element stands below the part"
            self._note(parent)
        return self._known[element]

    def _note(self, parent: Element) -> None:
        """Take in the places of all children."""
        place, children = self.of(parent), parent[:]
        totals = Counter(child.tag for child in children)
        seen: Counter[str] = Counter()
        for child in children:
            seen[child.tag] += 1
            kind = None if place is None else self._type(place.type, child.tag)
            step = local_name(child)
            if totals[child.tag] > 1:
                step = f"{step}[{seen[child.tag]}]"
            known = None if place is None or kind is None else _Place(f"{place.path}/{step}", kind)
            self._known[child] = known

    def _type(self, holder: str, tag: str) -> str | None:
        kind = self._types[holder]
        children = kind.children if isinstance(kind, Group) else ()
        return next(
            (each.type for each in children if f"{{{self._space}}}{each.name}" == tag), None
        )
