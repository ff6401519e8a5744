"""Plans: how a view is made of a message's texts, once its elements are known.

A plan does what a reader does, without the elements: which text becomes which field of
which view. It serves every message that has the same elements.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import Parameter, signature
from operator import itemgetter
from typing import Any, Final, TypeAlias

import msgspec

from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart, Fork, Stop, body_of, laid
from tallystick.wire.iso20022.grammar import Marked, Message, root_of, types_of
from tallystick.wire.iso20022.readers import amount_of, meaning_of

# Makes a view of a message's texts, in the order of the places that the plan was given.
Plan: TypeAlias = Callable[[Sequence[str]], Any]
# Takes some of many values.
Taking: TypeAlias = Callable[[Sequence[Any]], tuple[Any, ...]]
# Makes one value of those that are there: the texts, then what was made before it.
_Making: TypeAlias = Callable[[list[Any]], Any]
# What fields that are absent are, in every view; these values are there before the texts.
_ABSENT: Final = ("", None, ())


def plan_of(
    part: xml.Element, chart: Chart[Any], message: Message, places: Mapping[xml.Element, int]
) -> Plan:
    """Return the plan of an accepted document or header, and of all that have its elements.

    `places` says which of the message's texts is whose, for every element that is a text.
    The plan raises MessageError for an amount that its currency does not allow.
    """
    planner = _Planner(message, places)
    body = part if body_of(message) == root_of(message) else part[0]
    planner.view(body, chart, body_of(message).type)
    makings = tuple(planner.makings)

    def read(texts: Sequence[str]) -> Any:  # noqa: ANN401 - of the chart's view
        values: list[Any] = [*_ABSENT, *texts]
        for make in makings:
            values.append(make(values))
        return values[-1]

    return read


class _Planner:
    """A plan as it grows: what is made, one after the other, the outermost view last."""

    def __init__(self, message: Message, places: Mapping[xml.Element, int]) -> None:
        self.makings: list[_Making] = []
        self._message = message
        self._places = places

    def view(self, element: xml.Element, chart: Chart[Any], type_name: str) -> int:
        """Plan a view; return the place of its value, as `_add` does."""
        route = laid(chart, type_name, self._message)
        found: dict[str, int | list[int]] = {}
        self._visit(element, route.fork, chart, found)
        places = [
            self._add(taking(each)) if isinstance(each, list) else each for each in found.values()
        ]
        return self._add(_making(chart.view, dict(zip(found, places, strict=True))))

    def _add(self, making: _Making) -> int:
        self.makings.append(making)
        return len(_ABSENT) + len(self._places) + len(self.makings) - 1

    def _visit(
        self,
        element: xml.Element,
        fork: Fork,
        chart: Chart[Any],
        found: dict[str, int | list[int]],
    ) -> None:
        for child in element:
            node = fork.get(xml.local_name(child))
            if isinstance(node, Stop):
                place = self._value(child, node, chart)
                many = found.setdefault(node.field, []) if node.is_many else None
                if isinstance(many, list):
                    many.append(place)
                else:
                    found[node.field] = place
            elif node is not None:
                self._visit(child, node, chart, found)

    def _value(self, element: xml.Element, stop: Stop, chart: Chart[Any]) -> int:
        if stop.chart is not None:
            return self.view(element, stop.chart, stop.type)
        place = len(_ABSENT) + self._places[element]
        if isinstance(types_of(self._message)[stop.type], Marked):
            currency = element.get("Ccy") or ""
            return self._add(lambda values: amount_of(values[place], currency))
        meaning = meaning_of(stop, chart, self._message)
        if meaning is None:
            return place
        return self._add(lambda values: meaning(values[place]))


def taking(places: Sequence[int]) -> Taking:
    """Return what takes the values at some places, as a tuple however few they are."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[place] for place in places)


def _making(view: type[msgspec.Struct], places: Mapping[str, int]) -> _Making:
    """Return what makes a view; by position where it can, which takes a third of the time."""
    row = _row(view, places)
    if row is not None:
        in_order = taking(row)
        return lambda values: view(*in_order(values))
    fields, in_order = tuple(places), taking(tuple(places.values()))
    return lambda values: view(**dict(zip(fields, in_order(values), strict=True)))


def _row(view: type[msgspec.Struct], places: Mapping[str, int]) -> list[int] | None:
    """Return the place of every field in order, None for a view that is not made by position."""
    absent = _absent_places(view)
    if absent is None:
        return None
    row = [
        places.get(name, place) for name, place in zip(view.__struct_fields__, absent, strict=True)
    ]
    return [place for place in row if place is not None] if None not in row else None


@cache
def _absent_places(view: type[msgspec.Struct]) -> tuple[int | None, ...] | None:
    """Return the place of what stands for each field where it is absent, if order makes a view."""
    kinds = {each.kind for each in signature(view).parameters.values()}
    if Parameter.KEYWORD_ONLY in kinds:
        return None
    return tuple(_place_of(field.default) for field in msgspec.structs.fields(view))


def _place_of(default: object) -> int | None:
    """Return the place of what stands for an absent field, None if it has no place."""
    return next((place for place, each in enumerate(_ABSENT) if each is default), None)
