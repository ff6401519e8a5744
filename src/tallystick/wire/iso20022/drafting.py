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
        view_address = view.address
        if view_address is not None:
            tags.append('<PstlAdr>')
            write_address(view_address, tags, texts)
            tags.append('</PstlAdr>')
        tags.append('</FinInstnId>')

A draft is made of names alone: of fields, as the views have them, and of elements, as the
tables do. Nothing that a message says is ever in it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, get_origin

import msgspec

from tallystick.wire.iso20022.charts import Chart, Fork, Stop, is_number, laid, stops
from tallystick.wire.iso20022.grammar import Group, Marked, Message, Text, types_of

# To call what writes a view of so few texts costs more than to write it where it is.
FEW_TEXTS: Final = 8
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]*")
_ELEMENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")


class Draft(NamedTuple):
    """The source of `write(view, tags, texts)`, and the names of the writers that it calls.

    What it writes it puts behind the `tags`. Each text among it that may have to be
    escaped it puts behind the `texts` too, before anything else comes behind the tags.

    It also calls `amount(amount, element)`, for an amount with its element, and
    `no_place(field)`, for the error to raise.
    """

    source: str
    calls: dict[str, Stop]


def draft_of(chart: Chart[Any], type_name: str, message: Message) -> Draft:
    """Return the draft of what writes a view within an element of a type of a version."""
    calls: dict[str, Stop] = {}
    lines = _Drafter(chart, message, "view", calls).whole(type_name)
    return Draft("\n".join(_under("def write(view, tags, texts):", lines)), calls)


class _Drafter:
    """Yields the lines that write a view, which is in a variable of a name."""

    def __init__(
        self, chart: Chart[Any], message: Message, name: str, calls: dict[str, Stop]
    ) -> None:
        assert all(map(_FIELD.fullmatch, chart.places))
        self._chart = chart
        self._message = message
        self._types = types_of(message)
        self._name = name
        self._calls = calls
        # A text says nothing by being empty, as do several of anything; all else by being None.
        self._emptied = {
            each.name
            for each in msgspec.structs.fields(chart.view)
            if each.type is str or get_origin(each.type) is tuple
        }

    def whole(self, type_name: str) -> Iterator[str]:
        """Yield what writes all that the view says.

        A group that a version always has is there even if the view has nothing to put in it.
        """
        route, kind = laid(self._chart, type_name, self._message), self._types[type_name]
        assert isinstance(kind, Group)
        for field in route.absent:
            yield from _under(f"if {self._said(field)}:", [f"raise no_place('{field}')"])
        due = [each.name for each in kind.children if each.least and not kind.is_choice]
        yield from self._group(route.fork, type_name, due)

    def _group(self, fork: Fork, type_name: str, due: Collection[str] = ()) -> Iterator[str]:
        """Yield what writes a group's elements in the tables' order; those due in any case."""
        kind = self._types[type_name]
        assert isinstance(kind, Group)
        for child in kind.children:
            node = fork.get(child.name)
            if isinstance(node, Stop):
                yield from self._place([child.name], node)
            elif node is not None and child.most != 1:
                yield from self._column(child.name, node)
            elif node is not None:
                lines = _within([child.name], self._group(node, child.type))
                yield from lines if child.name in due else self._if_any(stops(node), lines)

    def _column(self, name: str, fork: Fork) -> Iterator[str]:
        """Yield what writes a repeated element that holds one field's values, one in each."""
        names: list[str] = [name]
        node: Fork | Stop = fork
        while not isinstance(node, Stop):
            ((inner, node),) = node.items()
            names.append(inner)
        return self._place(names, node)

    def _place(self, names: Sequence[str], stop: Stop) -> Iterator[str]:
        """Yield what writes a field, each value of it within elements of these names."""
        value, alone = f"{self._name}.{stop.field}", f"{self._name}_{stop.field}"
        if stop.is_many:
            lines = _under(f"for {alone} in {value}:", self._one(names, stop, alone))
            yield from self._if_any([stop], lines)
        elif stop.chart is not None:
            yield f"{alone} = {value}"
            yield from _under(f"if {alone} is not None:", self._one(names, stop, alone))
        else:
            yield from self._if_any([stop], self._one(names, stop, value))

    def _one(self, names: Sequence[str], stop: Stop, value: str) -> Iterator[str]:
        kind = self._types[stop.type]
        if stop.chart is not None:
            return _within(names, self._inner(stop.chart, stop, value))
        if isinstance(kind, Marked):
            return _within(names[:-1], [f"tags.append(amount({value}, '{names[-1]}'))"])
        if isinstance(kind, Text) and kind.primitive == "boolean":
            return _within(names, [f"tags.append('true' if {value} else 'false')"])
        if is_number(self._chart.view, stop.field):
            return _within(names, [f"tags.append(f'{{{value}}}')"])
        return _within(names, [f"tags.append({value})", f"texts.append({value})"])

    def _inner(self, chart: Chart[Any], stop: Stop, name: str) -> Iterator[str]:
        """Yield what writes a view that the view holds, from a variable of its own."""
        if _count(chart, stop.type, self._message) > FEW_TEXTS:
            self._calls[f"write_{stop.field}"] = stop
            yield f"write_{stop.field}({name}, tags, texts)"
        else:
            yield from _Drafter(chart, self._message, name, self._calls).whole(stop.type)

    def _if_any(self, below: Iterable[Stop], lines: Iterable[str]) -> Iterator[str]:
        """Yield the lines, under the condition that any of the fields says something."""
        return _under(f"if {' or '.join(self._said(stop.field) for stop in below)}:", lines)

    def _said(self, field: str) -> str:
        """Return the test whether a field says something; a no and a naught say something too."""
        value = f"{self._name}.{field}"
        return value if field in self._emptied else f"{value} is not None"


@cache
def _count(chart: Chart[Any], type_name: str, message: Message) -> int:
    """Return how many texts a view may have, with those of the views in it."""
    return sum(
        1 if stop.chart is None else _count(stop.chart, stop.type, message)
        for stop in stops(laid(chart, type_name, message).fork)
    )


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
