"""Writers: from a typed view to the text of a document, by a chart.

A writer takes the elements in the tables' order and writes what the view holds. It does
not know the facets; whoever sends the text has it judged by the schema first.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import compress
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from msgspec.structs import astuple

from tallystick.terms.errors import LocalMessageError, MessageError
from tallystick.terms.money import format_amount
from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart, Fork, Stop, body_of, is_number, lay
from tallystick.wire.iso20022.grammar import (
    Group,
    Marked,
    Message,
    Text,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.views import Amount

# What is written, markup and text in turn; the last markup is not among it yet.
Pieces: TypeAlias = list[str]
# Writes a value behind some markup; returns the markup that comes next.
Writer: TypeAlias = Callable[[Any, Pieces, str], str]
# The elements around a field, from the one that holds its view inwards.
Path: TypeAlias = tuple[str, ...]
_ABSENT: Final = ("", None, ())


class Slot(NamedTuple):
    """A place for a field's value, or for nothing but the elements that are always there.

    A yes-or-no or a number is written whatever it is, all else when there is any of it.
    `element` is the name of what holds nothing but the field's text, else there is `write`.
    """

    field: str
    write: Writer | None
    path: Path
    element: str = ""
    is_number: bool = False


def write_view(view: msgspec.Struct, chart: Chart[Any], message: Message) -> str:
    """Return the text of a document or header, with its namespace and nothing around it.

    Raises:
        LocalMessageError: the view holds what this version has no place for, an amount
            of an unknown currency, or a character that no XML may hold.
    """
    root, body = root_of(message), body_of(message)
    pieces: Pieces = []
    opening, closing = f'<{root.name} xmlns="{namespace_of(message)}">', f"</{root.name}>"
    if body != root:
        opening, closing = f"{opening}<{body.name}>", f"</{body.name}>{closing}"
    last = _writer(chart, body.type, message)(view, pieces, opening)
    # One look at all texts together, of which few have anything that must be escaped.
    if xml.is_special("".join(pieces[1::2])):
        pieces[1::2] = map(xml.escaped, pieces[1::2])
    return "".join([*pieces, last, closing])


class _Row(NamedTuple):
    """A slot as it is gone through: what stands before the text and behind it, or who writes."""

    opening: str
    closing: str
    write: Writer | None
    path: int


@cache
def _writer(chart: Chart[Any], type_name: str, message: Message) -> Writer:
    route = lay(chart, type_name, types_of(message))
    slots = list(_slots(route.fork, type_name, chart, message))
    paths = list(dict.fromkeys([(), *(slot.path for slot in slots)]))
    ways = [[_way(start, end) for end in paths] for start in paths]
    fields = {field: place for place, field in enumerate(chart.view.__struct_fields__)}
    rows = [
        _Row(f"<{slot.element}>", f"</{slot.element}>", slot.write, paths.index(slot.path))
        for slot in slots
    ]
    # Where nothing is ever written, the field past the last stands: a blank that is present.
    in_order = _in_order([fields.get(slot.field, len(fields)) for slot in slots])
    kept = [place for place, slot in enumerate(slots) if slot.is_number]
    absent = [(fields[field], field) for field in route.absent]

    def write(view: msgspec.Struct, pieces: Pieces, before: str) -> str:
        fields = (*astuple(view), True)
        for place, field in absent:
            if fields[place] not in _ABSENT:
                raise _no_place(field, message)
        values = in_order(fields)
        present: Sequence[object] = _present(values, kept) if kept else values
        here = 0
        for value, row in zip(compress(values, present), compress(rows, present), strict=True):
            opening, closing, element, path = row
            if path != here:
                before += ways[here][path]
                here = path
            if element is None:
                pieces += (before + opening, value)
                before = closing
            else:
                before = element(value, pieces, before)
        return before + ways[here][0]

    return write


def _in_order(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda fields: tuple(fields[place] for place in places)


def _present(values: Sequence[Any], kept: Sequence[int]) -> list[bool]:
    """Return which values are written: those that say something, be it a no or a naught."""
    present = [bool(value) for value in values]
    for place in kept:
        present[place] = values[place] is not None
    return present


def _nothing(_value: bool, _pieces: Pieces, before: str) -> str:  # noqa: FBT001 - a writer
    return before


def _way(start: Path, end: Path) -> str:
    """Return the tags between the inside of one path and that of another."""
    shared = 0
    while shared < min(len(start), len(end)) and start[shared] == end[shared]:
        shared += 1
    closing = "".join(f"</{name}>" for name in reversed(start[shared:]))
    return closing + "".join(f"<{name}>" for name in end[shared:])


def _slots(
    fork: Fork, type_name: str, chart: Chart[Any], message: Message, path: Path | None = None
) -> Iterator[Slot]:
    """Yield the slots of a group in the tables' order.

    `path` is None for the view's own element; a group that a version always has is there
    even if the view has nothing to put in it.
    """
    kind = types_of(message)[type_name]
    assert isinstance(kind, Group)
    for child in kind.children:
        node = fork.get(child.name)
        if isinstance(node, Stop):
            yield _slot(child.name, node, chart, message, path or ())
        elif node is not None and child.most != 1:
            yield _column(child.name, node, chart, message, path or ())
        elif node is not None:
            inner = (*(path or ()), child.name)
            if path is None and child.least and not kind.is_choice:
                yield Slot("", _nothing, inner)
            yield from _slots(node, child.type, chart, message, inner)


def _slot(name: str, stop: Stop, chart: Chart[Any], message: Message, path: Path) -> Slot:
    one = _one(name, stop, chart, message)
    number = is_number(chart.view, stop.field)
    if stop.is_many:
        write = one or _text_writer(name)
        return Slot(stop.field, _each(write), path, is_number=number)
    return Slot(stop.field, one, path, name, is_number=number)


def _column(name: str, fork: Fork, chart: Chart[Any], message: Message, path: Path) -> Slot:
    """Return the slot of a repeated element that holds one field's values, one in each."""
    names, node = [name], fork
    while True:
        ((inner, found),) = node.items()
        if isinstance(found, Stop):
            break
        names.append(inner)
        node = found
    opening, closing = _way((), tuple(names)), _way(tuple(names), ())
    element = _one(inner, found, chart, message) or _text_writer(inner)

    def write(value: object, pieces: Pieces, before: str) -> str:
        return element(value, pieces, before + opening) + closing

    return Slot(found.field, _each(write), path)


def _each(one: Writer) -> Writer:
    """Return what writes several values, one behind the other."""

    def write(values: Sequence[object], pieces: Pieces, before: str) -> str:
        for value in values:
            before = one(value, pieces, before)
        return before

    return write


def _one(name: str, stop: Stop, chart: Chart[Any], message: Message) -> Writer | None:
    """Return what writes one value with its element; None for a text, which is as it is."""
    kind = types_of(message)[stop.type]
    if stop.chart is not None:
        return _view_writer(name, _writer(stop.chart, stop.type, message))
    if isinstance(kind, Marked):
        return _amount_writer(name)
    if isinstance(kind, Text) and kind.primitive == "boolean":
        return _word_writer(name, lambda flag: "true" if flag else "false")
    if is_number(chart.view, stop.field):
        return _word_writer(name, str)
    return None


def _view_writer(name: str, inner: Writer) -> Writer:
    opening, closing = f"<{name}>", f"</{name}>"
    return lambda view, pieces, before: inner(view, pieces, before + opening) + closing


def _text_writer(name: str) -> Writer:
    return _word_writer(name, lambda text: text)


def _word_writer(name: str, word: Callable[[Any], str]) -> Writer:
    opening, closing = f"<{name}>", f"</{name}>"

    def write(value: object, pieces: Pieces, before: str) -> str:
        pieces += (before + opening, word(value))
        return closing

    return write


def _amount_writer(name: str) -> Writer:
    closing = f"</{name}>"

    def write(amount: Amount, pieces: Pieces, before: str) -> str:
        try:
            text = format_amount(amount.minor, amount.currency)
        except MessageError as broken:
            raise LocalMessageError(broken.detail, code=broken.code, field=name) from broken
        pieces += (f'{before}<{name} Ccy="{amount.currency}">', text)
        return closing

    return write


def _no_place(field: str, message: Message) -> LocalMessageError:
    detail = f"{message} has no place for {field.replace('_', ' ')}."
    return LocalMessageError(detail, code="no-place", field=field)
