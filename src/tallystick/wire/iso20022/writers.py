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

# What makes a text fit to stand between tags, where any is not.
Escape: TypeAlias = Callable[[str], str]
# Writes a value with its element, and notes its texts; they are escaped if there is an escape.
Writer: TypeAlias = Callable[[Any, list[str], Escape | None], str]
# The elements around a field, from the one that holds its view inwards.
Path: TypeAlias = tuple[str, ...]
FORMS_MAX: Final = 256  # of one view in one version that are kept


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
    write, texts = _writer(chart, body.type, message), list[str]()
    content = write(view, texts, None)
    # One look at all texts together: few have anything that must be escaped.
    if xml.is_special("".join(texts)):
        content = write(view, texts, xml.escaped)
    if body != root:
        content = f"<{body.name}>{content}</{body.name}>"
    return f'<{root.name} xmlns="{namespace_of(message)}">{content}</{root.name}>'


class Form(NamedTuple):
    """How a view is written that says just these fields: its text with gaps, and what fills them.

    `fill` takes the values for the gaps; those at `inner` are written by somebody, those at
    `plain` are texts as they are.
    """

    text: str
    fill: Callable[[Sequence[Any]], tuple[Any, ...]]
    inner: tuple[tuple[int, Writer], ...]
    plain: tuple[int, ...]


@cache
def _writer(chart: Chart[Any], type_name: str, message: Message) -> Writer:
    route = lay(chart, type_name, types_of(message))
    fields = chart.view.__struct_fields__
    slots = list(_slots(route.fork, type_name, chart, message))
    absent = {fields.index(field) for field in route.absent}
    every = range(len(fields))
    numbers = [at for at in every if is_number(chart.view, fields[at])]
    forms: dict[tuple[int, ...], Form] = {}

    def write(view: msgspec.Struct, texts: list[str], escape: Escape | None) -> str:
        values = astuple(view)
        said = tuple(compress(every, _said(values, numbers) if numbers else values))
        form = forms.get(said)
        if form is None:
            for at in absent.intersection(said):
                raise _no_place(fields[at], message)
            form = _form(slots, fields, said)
            if len(forms) < FORMS_MAX:
                forms[said] = form
        return _written(form, values, texts, escape)

    return write


def _said(values: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
    """Return what is true where something is said: a no and a naught say something too."""
    said = list(values)
    for at in numbers:
        said[at] = values[at] is not None
    return said


def _written(form: Form, values: Sequence[Any], texts: list[str], escape: Escape | None) -> str:
    text, fill, inner, plain = form
    fillings = list(fill(values))
    for at in plain:
        texts.append(fillings[at])
        if escape is not None:
            fillings[at] = escape(fillings[at])
    for at, write in inner:
        fillings[at] = write(fillings[at], texts, escape)
    return text % tuple(fillings)


def _form(slots: Sequence[Slot], fields: Sequence[str], said: Sequence[int]) -> Form:
    """Return the form of a view that says something in these fields, by their places."""
    places = {fields[at]: at for at in said}
    text, here, filled = list[str](), Path(), list[Slot]()
    for slot in slots:
        if slot.field and slot.field not in places:
            continue
        text.append(_way(here, slot.path))
        here = slot.path
        if slot.field:
            text.append("%s" if slot.write else f"<{slot.element}>%s</{slot.element}>")
            filled.append(slot)
    return Form(
        "".join([*text, _way(here, Path())]),
        _filling([places[slot.field] for slot in filled]),
        tuple((at, slot.write) for at, slot in enumerate(filled) if slot.write is not None),
        tuple(at for at, slot in enumerate(filled) if slot.write is None),
    )


def _filling(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[place] for place in places)


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
                yield Slot("", None, inner)
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

    def write(value: object, texts: list[str], escape: Escape | None) -> str:
        return f"{opening}{element(value, texts, escape)}{closing}"

    return Slot(found.field, _each(write), path)


def _each(one: Writer) -> Writer:
    """Return what writes several values, one behind the other."""
    return lambda values, texts, escape: "".join([one(each, texts, escape) for each in values])


def _one(name: str, stop: Stop, chart: Chart[Any], message: Message) -> Writer | None:
    """Return what writes one value with its element; None for a text, which is as it is."""
    kind = types_of(message)[stop.type]
    if stop.chart is not None:
        return _view_writer(name, _writer(stop.chart, stop.type, message))
    if isinstance(kind, Marked):
        return _amount_writer(name)
    if isinstance(kind, Text) and kind.primitive == "boolean":
        return lambda flag, _texts, _escape: f"<{name}>{'true' if flag else 'false'}</{name}>"
    if is_number(chart.view, stop.field):
        return lambda count, _texts, _escape: f"<{name}>{count}</{name}>"
    return None


def _view_writer(name: str, inner: Writer) -> Writer:
    return lambda view, texts, escape: f"<{name}>{inner(view, texts, escape)}</{name}>"


def _text_writer(name: str) -> Writer:
    def write(text: str, texts: list[str], escape: Escape | None) -> str:
        texts.append(text)
        return f"<{name}>{text if escape is None else escape(text)}</{name}>"

    return write


def _amount_writer(name: str) -> Writer:
    def write(amount: Amount, _texts: list[str], _escape: Escape | None) -> str:
        try:
            text = format_amount(amount.minor, amount.currency)
        except MessageError as broken:
            raise LocalMessageError(broken.detail, code=broken.code, field=name) from broken
        return f'<{name} Ccy="{amount.currency}">{text}</{name}>'

    return write


def _no_place(field: str, message: Message) -> LocalMessageError:
    detail = f"{message} has no place for {field.replace('_', ' ')}."
    return LocalMessageError(detail, code="no-place", field=field)
