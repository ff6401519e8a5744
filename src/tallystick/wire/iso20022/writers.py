"""Writers: from a typed view to the text of a document, by a chart.

A writer takes the elements in the tables' order and writes what the view holds. It does
not know the facets; whoever sends the text has it judged by the schema first.
"""

from collections.abc import Callable, Iterator
from functools import cache
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

# Writes one value: a text, an amount, a view.
Writer: TypeAlias = Callable[[Any], str]
# The elements around a field, from the one that holds its view inwards.
Path: TypeAlias = tuple[str, ...]
_ABSENT: Final = ("", None, ())


class Slot(NamedTuple):
    """A place for a field's value, or for nothing but the elements that are always there.

    A yes-or-no or a number is written whatever it is, all else when there is any of it.
    """

    field: str
    write: Writer | None
    path: Path
    is_number: bool = False


def write_view(view: msgspec.Struct, chart: Chart[Any], message: Message) -> str:
    """Return the text of a document or header, with its namespace and nothing around it.

    Raises:
        LocalMessageError: the view holds what this version has no place for, an amount
            of an unknown currency, or a character that no XML may hold.
    """
    content = _writer(chart, body_of(message).type, message)(view)
    root, body = root_of(message), body_of(message)
    if body != root:
        content = f"<{body.name}>{content}</{body.name}>"
    return f'<{root.name} xmlns="{namespace_of(message)}">{content}</{root.name}>'


@cache
def _writer(chart: Chart[Any], type_name: str, message: Message) -> Writer:
    route = lay(chart, type_name, types_of(message))
    slots = list(_slots(route.fork, type_name, chart, message))
    paths = list(dict.fromkeys([(), *(slot.path for slot in slots)]))
    ways = [[_way(start, end) for end in paths] for start in paths]
    fields = {field: place for place, field in enumerate(chart.view.__struct_fields__)}
    # Where nothing is ever written, the field past the last stands: a blank that is present.
    rows = [
        (
            fields.get(slot.field, len(fields)),
            slot.write or _nothing,
            paths.index(slot.path),
            slot.is_number,
        )
        for slot in slots
    ]
    absent = [(fields[field], field) for field in route.absent]

    def write(view: msgspec.Struct) -> str:
        values = (*astuple(view), True)
        for place, field in absent:
            if values[place] not in _ABSENT:
                raise _no_place(field, message)
        text, here = [], 0
        for place, element, path, is_kept in rows:
            value = values[place]
            if value or (is_kept and value is not None):
                if path != here:
                    text.append(ways[here][path])
                    here = path
                text.append(element(value))
        text.append(ways[here][0])
        return "".join(text)

    return write


def _nothing(_: bool) -> str:  # noqa: FBT001 - stands for a writer
    return ""


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
            write = _element(child.name, node, chart, message)
            yield Slot(node.field, write, path or (), is_number(chart.view, node.field))
        elif node is not None and child.most != 1:
            yield _column(child.name, node, chart, message, path or ())
        elif node is not None:
            inner = (*(path or ()), child.name)
            if path is None and child.least and not kind.is_choice:
                yield Slot("", None, inner)
            yield from _slots(node, child.type, chart, message, inner)


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
    element = _one(inner, found, chart, message)
    return Slot(
        found.field,
        lambda values: "".join([f"{opening}{element(value)}{closing}" for value in values]),
        path,
    )


def _element(name: str, stop: Stop, chart: Chart[Any], message: Message) -> Writer:
    one = _one(name, stop, chart, message)
    return (lambda values: "".join([one(value) for value in values])) if stop.is_many else one


def _one(name: str, stop: Stop, chart: Chart[Any], message: Message) -> Writer:
    kind = types_of(message)[stop.type]
    if stop.chart is not None:
        inner = _writer(stop.chart, stop.type, message)
        return lambda view: f"<{name}>{inner(view)}</{name}>"
    if isinstance(kind, Marked):
        return lambda amount: _amount(name, amount)
    if isinstance(kind, Text) and kind.primitive == "boolean":
        return lambda flag: f"<{name}>{'true' if flag else 'false'}</{name}>"
    if is_number(chart.view, stop.field):
        return lambda count: f"<{name}>{count}</{name}>"
    return xml.writer_of(name)


def _amount(name: str, amount: Amount) -> str:
    try:
        text = format_amount(amount.minor, amount.currency)
    except MessageError as broken:
        raise LocalMessageError(broken.detail, code=broken.code, field=name) from broken
    return f'<{name} Ccy="{amount.currency}">{text}</{name}>'


def _no_place(field: str, message: Message) -> LocalMessageError:
    detail = f"{message} has no place for {field.replace('_', ' ')}."
    return LocalMessageError(detail, code="no-place", field=field)
