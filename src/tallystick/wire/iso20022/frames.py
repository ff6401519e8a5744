"""The elements of a growing document that are still open, and what of each has been judged.

An open element is kept with its judged children taken out again, except the first of each
row of a repeating element: to a content model, one of an unbounded element is as good as
many in a row. So the schema says of what is left what it would say of the whole, and only
places must be counted here: how many children there have been, not how many there are.
"""

from collections import Counter
from itertools import groupby
from typing import NamedTuple, TypeAlias

from tallystick.wire.iso20022.grammar import Child, Group, Message, namespace_of, types_of
from tallystick.wire.xml import Element, local_name, steps_of
from tallystick.wire.xml.growing import prune

_BLANK = " \t\r\n"


class Step(NamedTuple):
    """One name on a path, and which of its namesakes it is; `of` tells how many there are."""

    name: str
    tag: str
    place: int
    of: Counter[str]

    def told(self) -> str:
        """Return the step as a path has it, once all its namesakes are there."""
        return f"{self.name}[{self.place}]" if self.of[self.tag] > 1 else self.name


Path: TypeAlias = "tuple[Step | str, ...]"


def told(path: Path) -> str:
    """Return a path by names, once the document is whole."""
    return "".join(f"/{each.told() if isinstance(each, Step) else each}" for each in path)


class Frame:
    """One open element: its type, its path, and how far it has been judged.

    `passed` counts the judged children by tag; `kept` of them are still there. `texts` is
    how many texts among those are more than white space. `is_new` until it is first judged,
    `is_bare` until the text before the first child is among those judged.
    """

    def __init__(self, element: Element, group: Group, message: Message, path: Path) -> None:
        self.element = element
        self.path = path
        self.passed: Counter[str] = Counter()
        self.kept = 0
        self.texts = 0
        self.is_new = True
        self.is_bare = True
        self.is_closed = False
        self._message = message
        space = namespace_of(message)
        self._children = {f"{{{space}}}{each.name}": each for each in group.children}

    @property
    def complete(self) -> int:
        """How many children are there to their end."""
        count = len(self.element)
        return count if self.is_closed else max(count - 1, 0)

    def complete_texts(self) -> int:
        """Return how many texts, of those there to their end, are more than white space."""
        texts = [child.tail for child in self.element[self.kept : self.complete]]
        if self.is_bare and (self.is_closed or len(self.element)):
            texts.append(self.element.text)
        return self.texts + sum(map(_is_text, texts))

    def steps(self) -> list[Step]:
        """Return the step to each child that is there and not judged before."""
        counted = self.passed.copy()
        steps = []
        for child in self.element[self.kept :]:
            counted[child.tag] += 1
            steps.append(Step(local_name(child), child.tag, counted[child.tag], self.passed))
        return steps

    def places(self) -> dict[str, int]:
        """Return the position of each child that is there, by the parser's word for it."""
        return {step: place for place, step in enumerate(steps_of(self.element))}

    def pass_on(self) -> int:
        """Note that all that is complete is judged, take out what need not stay.

        Returns how many repeating elements have been passed.
        """
        complete = self.complete
        self.texts = self.complete_texts()
        tags = [child.tag for child in self.element[self.kept : complete]]
        self.passed.update(tags)
        repeating = sum(self._is_repeating(tag) for tag in tags)
        self.is_bare = self.is_bare and not self.is_closed and not len(self.element)
        self.is_new = False
        self._prune([*self._last_tag(), *tags], complete)
        self.kept = self.complete
        return repeating

    def _last_tag(self) -> list[str]:
        return [self.element[self.kept - 1].tag] if self.kept else []

    def _prune(self, tags: list[str], stop: int) -> None:
        """Take out all but the first of each row of a repeating element, from behind."""
        for tag, row in [(tag, len(list(row))) for tag, row in groupby(tags)][::-1]:
            start = stop - row + 1
            if row > 1 and self._is_repeating(tag):
                self.texts -= sum(_is_text(each.tail) for each in self.element[start:stop])
                prune(self.element, start, stop)
            stop -= row

    def _is_repeating(self, tag: str) -> bool:
        child = self._children.get(tag)
        return child is not None and child.most is None

    def type_of(self, child: Element) -> str:
        """Return the type of a child by name, nothing for one that has no place here."""
        known = self._children.get(child.tag)
        return known.type if known is not None else ""

    def inner(self) -> "Frame | None":
        """Return a frame for the last child, None if it is no open group."""
        if self.is_closed or not len(self.element):
            return None
        child = self.element[-1]
        kind = self._kind(self._children.get(child.tag))
        if kind is None:
            return None
        return Frame(child, kind, self._message, (*self.path, self.steps()[-1]))

    def _kind(self, child: Child | None) -> Group | None:
        kind = types_of(self._message)[child.type] if child is not None else None
        return kind if isinstance(kind, Group) else None


def _is_text(text: str | None) -> bool:
    return text is not None and bool(text.strip(_BLANK))
