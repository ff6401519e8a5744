"""Readers: from an element that the schema accepts to a typed view, by a chart.

A reader visits only what its chart names. What a schema cannot say and a view must hold
to, the decimals of a currency, is found here.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias, TypeVar

import msgspec

from tallystick.terms.errors import MessageError, RemoteMessageError
from tallystick.terms.money import parse_amount
from tallystick.wire import xml
from tallystick.wire.iso20022.charts import (
    Chart,
    Fork,
    Stop,
    body_of,
    is_number,
    lay,
    stops,
)
from tallystick.wire.iso20022.grammar import (
    Marked,
    Message,
    Text,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.views import Amount

View = TypeVar("View", bound=msgspec.Struct)
Reader: TypeAlias = Callable[[xml.Element], Any]
# Takes what one element holds into the fields, by name, of the view that is being read.
Step: TypeAlias = Callable[[xml.Element, dict[str, Any]], None]


def read_view(element: xml.Element, chart: Chart[View], message: Message) -> View:
    """Return the view of an accepted document or header.

    Raises:
        RemoteMessageError: an amount has more decimals than its currency, or a currency
            that has none; `field` is the element's path.
    """
    body = element if body_of(message) == root_of(message) else element[0]
    view: View = _reader(chart, body_of(message).type, message)(body)
    return view


def read_part(element: xml.Element, chart: Chart[View], type_name: str, message: Message) -> View:
    """Return the view of one element of an accepted document, of a type by name.

    Raises:
        RemoteMessageError: as `read_view`.
    """
    view: View = _reader(chart, type_name, message)(element)
    return view


@cache
def _reader(chart: Chart[Any], type_name: str, message: Message) -> Reader:
    route = lay(chart, type_name, types_of(message))
    steps = _steps(route.fork, chart, message)
    many = [stop.field for stop in stops(route.fork) if stop.is_many]
    view = chart.view

    def read(element: xml.Element) -> Any:  # noqa: ANN401 - of the chart's view
        fields: dict[str, Any] = {}
        for child in element[:]:
            step = steps.get(child.tag)
            if step is not None:
                step(child, fields)
        for field in many:
            if field in fields:
                fields[field] = tuple(fields[field])
        return view(**fields)

    return read


def _steps(fork: Fork, chart: Chart[Any], message: Message) -> dict[str, Step]:
    space = namespace_of(message)
    return {
        f"{{{space}}}{name}": _taking(node, chart, message)
        if isinstance(node, Stop)
        else _descending(_steps(node, chart, message))
        for name, node in fork.items()
    }


def _descending(steps: dict[str, Step]) -> Step:
    def descend(element: xml.Element, fields: dict[str, Any]) -> None:
        for child in element[:]:
            step = steps.get(child.tag)
            if step is not None:
                step(child, fields)

    return descend


def _taking(stop: Stop, chart: Chart[Any], message: Message) -> Step:
    read, field = _value_reader(stop, chart, message), stop.field

    def take(element: xml.Element, fields: dict[str, Any]) -> None:
        fields[field] = read(element)

    def take_text(element: xml.Element, fields: dict[str, Any]) -> None:
        fields[field] = element.text or ""

    def take_one_more(element: xml.Element, fields: dict[str, Any]) -> None:
        fields.setdefault(field, []).append(read(element))

    if stop.is_many:
        return take_one_more
    return take_text if read is _text else take


def _value_reader(stop: Stop, chart: Chart[Any], message: Message) -> Reader:
    if stop.chart is not None:
        return _reader(stop.chart, stop.type, message)
    if isinstance(types_of(message)[stop.type], Marked):
        return _amount
    meaning = meaning_of(stop, chart, message)
    return _text if meaning is None else lambda element: meaning(element.text or "")


def meaning_of(stop: Stop, chart: Chart[Any], message: Message) -> Callable[[str], Any] | None:
    """Return what a text of a field means: how it is made a value, None if it is one already."""
    kind = types_of(message)[stop.type]
    assert isinstance(kind, Text), f"{stop.path} is no text"
    if kind.primitive == "boolean":
        return _flag
    if is_number(chart.view, stop.field):
        return int
    # Around dates, times and numbers white space means nothing.
    return None if kind.primitive == "string" else str.strip


def amount_of(text: str, currency: str) -> Amount:
    """Return an amount as a message says it.

    Raises:
        MessageError: it has more decimals than its currency, or a currency that has none.
    """
    return Amount(parse_amount(text.strip(), currency), currency)


def _text(element: xml.Element) -> str:
    return element.text or ""


def _flag(text: str) -> bool:
    return text.strip() in {"true", "1"}


def _amount(element: xml.Element) -> Amount:
    try:
        return amount_of(element.text or "", element.get("Ccy") or "")
    except MessageError as broken:
        raise RemoteMessageError(
            broken.detail, code=broken.code, field=xml.path_of(element)
        ) from broken
