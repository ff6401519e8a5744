"""The page of a message version: every element, how often it occurs, of which type, for whom.

Written from the table and, where the version has a typed view, its chart. What a version
uses at several places is told once, in a part of its own.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tallystick.wire.iso20022.charts import Chart, Fork, Stop, body_of, lay
from tallystick.wire.iso20022.documents import chart_of
from tallystick.wire.iso20022.grammar import (
    Child,
    Group,
    Marked,
    Message,
    Text,
    Type,
    Wildcard,
    root_of,
    types_of,
)

Row = tuple[str, str, str, str]
_HEAD: Final = "| element | occurs | type | field |\n| --- | --- | --- | --- |\n"


def page_of(message: Message) -> str:
    """Return the page of a version in Markdown."""
    return _Page(message).text()


class _Page:
    """One version's page."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.types = types_of(message)
        self.charts: dict[str, Chart[Any]] = {}
        places = Counter(child.type for kind in self.types.values() for child in _children(kind))
        self.parts = [name for name in self.types if places[name] > 1 and self.is_wide(name)]

    def is_wide(self, name: str) -> bool:
        """Whether a type holds more than a choice of texts."""
        children = _children(self.types[name])
        return any(_children(self.types[child.type]) for child in children) or len(children) > 2

    def text(self) -> str:
        """The whole page."""
        body = body_of(self.message)
        chart = chart_of(self.message)
        fork = lay(chart, body.type, self.types).fork if chart else {}
        around = "" if body == root_of(self.message) else "Document/"
        lines = [
            f"# {self.message}\n\nEvery element stands below `{around}{body.name}`, ",
            f"a `{body.type}`. A type with a part of its own is told there.\n\n",
            *self.table(body.type, fork),
        ]
        for name in self.parts:
            chart = self.charts.get(name)
            fork = lay(chart, name, self.types).fork if chart else {}
            lines += [f"\n## {name}\n\n", *self.table(name, fork)]
        lines += ["\n## Texts\n\n| type | what it may be |\n| --- | --- |\n", *self.values()]
        return "".join(lines)

    def table(self, name: str, fork: Fork) -> Iterator[str]:
        """The table of a type's elements."""
        kind = self.types[name]
        if isinstance(kind, Group) and kind.is_choice:
            yield "One of these.\n\n"
        yield _HEAD
        for row in self.rows(name, fork, ""):
            yield f"| {' | '.join(row)} |\n"

    def rows(self, name: str, fork: Fork, path: str) -> Iterator[Row]:
        """The rows of a type's elements, and of all below them that have no part of their own."""
        for child in _children(self.types[name]):
            node = fork.get(child.name, {})
            place = f"{path}{child.name}"
            field = f"`{node.field}`" if isinstance(node, Stop) else ""
            yield f"`{place}`", _occurs(child), self.told(child.type), field
            inner = self.below(node)
            if child.type not in self.parts:
                yield from self.rows(child.type, inner, f"{place}/")

    def below(self, node: "Fork | Stop") -> Fork:
        """What a field's own view, or the fork, names of the elements below."""
        if not isinstance(node, Stop):
            return node
        if node.chart is None:
            return {}
        self.charts.setdefault(node.type, node.chart)
        return lay(node.chart, node.type, self.types).fork

    def told(self, name: str) -> str:
        """A type's name, with a link to its part and a word on what it is."""
        kind = self.types[name]
        match kind:
            case Group(is_choice=is_choice):
                told = f"[{name}](#{name.lower()})" if name in self.parts else name
                return f"{told}, one of" if is_choice else told
            case Marked():
                return f"{kind.text} with `{kind.attribute}`"
            case Wildcard(namespace=namespace):
                return f"any element of {'any namespace' if namespace == '##any' else namespace}"
            case Text():
                return name

    def values(self) -> Iterator[str]:
        """The rows of the simple types."""
        for name in sorted(self.types):
            kind = self.types[name]
            if isinstance(kind, Text):
                yield f"| {name} | {_value(kind)} |\n"


def _children(kind: Type) -> tuple[Child, ...]:
    return kind.children if isinstance(kind, Group) else ()


def _occurs(child: Child) -> str:
    return f"{child.least}..{'n' if child.most is None else child.most}"


def _value(kind: Text) -> str:
    words = [kind.primitive]
    if kind.length:
        words.append(f"of {kind.length[0]} to {kind.length[1]} characters")
    if kind.digits:
        words.append(f"of at most {kind.digits[0]} digits, {kind.digits[1]} of them decimals")
    if kind.least:
        words.append(f"from {kind.least}")
    if kind.codes:
        words.append(f"out of {', '.join(f'`{code}`' for code in kind.codes)}")
    if kind.pattern:
        words.append(f"of the form `{kind.pattern}`")
    return " ".join(words)
