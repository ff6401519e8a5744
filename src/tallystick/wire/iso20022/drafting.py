"""Drafting: the Python source of what writes a view, by a chart and the tables.

Which elements there are, in which order and in what groups is the same for every message
of a version. So it is asked once, when the source is drafted, and what is left for each
message is a straight line of tests, one for each field:

    def write(view, tags, texts):
        tags.append('<FinInstnId>')
        if view.bic:
            tags.append('<BICFI>')
            tags.append(view.bic)
            texts.append(view.bic)
            tags.append('</BICFI>')
        if view.address is not None:
            tags.append('<PstlAdr>')
            write_address(view.address, tags, texts)
            tags.append('</PstlAdr>')
        tags.append('</FinInstnId>')

A draft is made of names alone: of fields, as the views have them, and of elements, as the
tables do. Nothing that a message says is ever in it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from tallystick.wire.iso20022.charts import Chart, Fork, Route, Stop, is_number, stops
from tallystick.wire.iso20022.grammar import Group, Marked, Text, Type

_ELEMENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")


def draft_of(chart: Chart[Any], route: Route, type_name: str, types: Mapping[str, Type]) -> str:
    """Return the source of `write(view, tags, texts)`, for the chart as it is laid over a type.

    What it writes it puts behind the `tags`; each text of the view that is among it, and
    may need to be escaped, it puts right away behind the `texts` too.

    It calls by these names: `amount(amount, element)` for an amount's element,
    `no_place(field)` for the error to raise, and `write_` with a field's name for what
    writes the view that the field holds.
    """
    drafter = _Drafter(chart, types)
    body = [*drafter.refusals(route.absent), *drafter.whole(route.fork, type_name)]
    return "\n".join(_under("def write(view, tags, texts):", body))


class _Drafter:
    """Yields the lines that write a view of a chart."""

    def __init__(self, chart: Chart[Any], types: Mapping[str, Type]) -> None:
        assert all(field.isidentifier() for field in chart.places)
        self._view = chart.view
        self._types = types

    def refusals(self, absent: Iterable[str]) -> Iterator[str]:
        """Yield what refuses a field that has no place."""
        for field in absent:
            said = f"view.{field} is not None" if is_number(self._view, field) else f"view.{field}"
            yield from _under(f"if {said}:", [f"raise no_place('{field}')"])

    def whole(self, fork: Fork, type_name: str) -> Iterator[str]:
        """Yield what writes the content of the view's element.

        A group that a version always has is there even if the view has nothing to put in it.
        """
        kind = self._types[type_name]
        assert isinstance(kind, Group)
        due = [each.name for each in kind.children if each.least and not kind.is_choice]
        return self._group(fork, kind, due)

    def _group(self, fork: Fork, kind: Type, due: Collection[str]) -> Iterator[str]:
        """Yield what writes a group's elements, in the tables' order; those due in any case."""
        assert isinstance(kind, Group)
        for child in kind.children:
            node = fork.get(child.name)
            if isinstance(node, Stop):
                yield from self._place(child.name, node)
            elif node is not None and child.most != 1:
                yield from self._column(child.name, node)
            elif node is not None:
                inner = self._group(node, self._types[child.type], ())
                lines = _within([child.name], inner)
                yield from lines if child.name in due else _under(f"if {self._any(node)}:", lines)

    def _place(self, name: str, stop: Stop) -> Iterator[str]:
        if stop.is_many:
            return _under(f"for each in view.{stop.field}:", self._one([name], stop, "each"))
        return _under(f"if {self._said(stop)}:", self._one([name], stop, f"view.{stop.field}"))

    def _column(self, name: str, fork: Fork) -> Iterator[str]:
        """Yield what writes a repeated element that holds one field's values, one in each."""
        names: list[str] = [name]
        node: Fork | Stop = fork
        while not isinstance(node, Stop):
            ((inner, node),) = node.items()
            names.append(inner)
        return _under(f"for each in view.{node.field}:", self._one(names, node, "each"))

    def _one(self, names: Sequence[str], stop: Stop, value: str) -> Iterator[str]:
        """Yield what writes one value, within the elements of these names."""
        kind = self._types[stop.type]
        if stop.chart is not None:
            return _within(names, [f"write_{stop.field}({value}, tags, texts)"])
        if isinstance(kind, Marked):
            return _within(names[:-1], [f"tags.append(amount({value}, '{names[-1]}'))"])
        if isinstance(kind, Text) and kind.primitive == "boolean":
            return _within(names, [f"tags.append('true' if {value} else 'false')"])
        if is_number(self._view, stop.field):
            return _within(names, [f"tags.append(f'{{{value}}}')"])
        return _within(names, [f"tags.append({value})", f"texts.append({value})"])

    def _any(self, fork: Fork) -> str:
        return " or ".join(map(self._said, stops(fork)))

    def _said(self, stop: Stop) -> str:
        """Return the test whether a field says something; a no and a naught say something too."""
        is_text = isinstance(self._types[stop.type], Text) and stop.chart is None
        if stop.is_many or (is_text and not is_number(self._view, stop.field)):
            return f"view.{stop.field}"
        return f"view.{stop.field} is not None"


def _under(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield head
    yield from (f"    {line}" for line in lines)


def _within(names: Sequence[str], lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines between those that write the tags of the elements around."""
    assert all(map(_ELEMENT.fullmatch, names))
    opening = "".join(f"<{name}>" for name in names)
    closing = "".join(f"</{name}>" for name in reversed(names))
    yield from [f"tags.append('{opening}')"] if names else []
    yield from lines
    yield from [f"tags.append('{closing}')"] if names else []
