"""Views drawn from their charts: any fields a version has a place for, of values it allows."""

from functools import cache
from random import Random
from typing import Any, NamedTuple

import msgspec
from typing_extensions import override

from tallystick.wire.iso20022.charts import (
    Chart,
    Fork,
    Route,
    Stop,
    body_of,
    is_number,
    lay,
    stops,
)
from tallystick.wire.iso20022.grammar import (
    Child,
    Group,
    Marked,
    Message,
    Text,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.tree import PLAIN, Branch, Leaf, Part, Spelling, Tree
from tallystick.wire.iso20022.views import Amount
from tests.wire.iso20022.forests import _Grower

CURRENCIES = ("RUB", "CNY", "JPY", "KWD")


class Place(NamedTuple):
    """A view of a chart as it stands in a version: on which type its chart is laid."""

    chart: Chart[Any]
    type: str
    message: Message


def top_of(chart: Chart[Any], message: Message) -> Place:
    """The place of a version's whole document."""
    return Place(chart, body_of(message).type, message)


@cache
def route_of(place: Place) -> Route:
    """Lay a place's chart over its type."""
    return lay(place.chart, place.type, types_of(place.message))


def filled(place: Place, chance: Random, fullness: float = 1.0) -> Any:
    """Return a view, with every field that can be there at once if the fullness is 1."""
    return _Filler(place.message, chance, fullness).view(place)


class _Small(_Grower):
    """Grows trees whose amounts their currencies have."""

    @override
    def part(self, child: Child) -> Part:
        """One element."""
        if isinstance(kind := self.types[child.type], Marked):
            text, currency = str(self.chance.randrange(10**6)), self.chance.choice(CURRENCIES)
            return Leaf(child.name, child.type, text, ((kind.attribute, currency),), self.spelling)
        return super().part(child)


class _Filler:
    """One view's worth of choices."""

    def __init__(self, message: Message, chance: Random, fullness: float) -> None:
        self.message = message
        self.types = types_of(message)
        self.chance = chance
        self.fullness = fullness
        self.grower = _Grower(self.types, chance, PLAIN, fullness)

    def view(self, place: Place) -> Any:
        fields: dict[str, Any] = {}
        self._fill(route_of(place).fork, place.type, place, fields)
        return place.chart.view(**fields)

    def _fill(self, fork: Fork, type_name: str, place: Place, fields: dict[str, Any]) -> None:
        for child in self._chosen(fork, type_name):
            node = fork[child.name]
            if not isinstance(node, Stop) and child.most != 1:
                column = _end(node)
                fields[column.field] = self._some(column, child, place)
            elif not isinstance(node, Stop):
                self._fill(node, child.type, place, fields)
            elif node.is_many:
                fields[node.field] = self._some(node, child, place)
            else:
                fields[node.field] = self._value(node, place)

    def _chosen(self, fork: Fork, type_name: str) -> list[Child]:
        kind = self.types[type_name]
        assert isinstance(kind, Group)
        known = [child for child in kind.children if child.name in fork]
        if kind.is_choice:
            return [self.chance.choice(known)]
        return [each for each in known if each.least or self.chance.random() < self.fullness]

    def _some(self, stop: Stop, child: Child, place: Place) -> tuple[Any, ...]:
        most = 2 if child.most is None else min(child.most, 2)
        return tuple(self._value(stop, place) for _ in range(self.chance.randint(1, most)))

    def _value(self, stop: Stop, place: Place) -> Any:
        kind = self.types[stop.type]
        if stop.chart is not None:
            return self.view(Place(stop.chart, stop.type, self.message))
        if isinstance(kind, Marked):
            return Amount(self.chance.randrange(10**9), self.chance.choice(CURRENCIES))
        assert isinstance(kind, Text)
        text = self.grower.text(kind)
        if kind.primitive == "boolean":
            return text.strip() in {"true", "1"}
        return int(text) if stop.field in numbers_of(place) else text


@cache
def numbers_of(place: Place) -> frozenset[str]:
    """The fields of a place's view that hold a number, or yes or no."""
    fields = place.chart.view.__struct_fields__
    return frozenset(field for field in fields if is_number(place.chart.view, field))


def _end(fork: Fork) -> Stop:
    """Return the one stop below a fork."""
    ((_, node),) = fork.items()
    return node if isinstance(node, Stop) else _end(node)


def paths_in(place: Place) -> dict[tuple[str, ...], Place]:
    """Return the place of each view within a version's document, by the fields that lead to it."""
    found: dict[tuple[str, ...], Place] = {(): place}
    for stop in stops(route_of(place).fork):
        if stop.chart is not None:
            below = paths_in(Place(stop.chart, stop.type, place.message))
            found |= {(stop.field, *path): inner for path, inner in below.items()}
    return found


def places_in(place: Place) -> dict[Place, list[tuple[str, ...]]]:
    """Return each different place, which has one reader and one writer, with its paths."""
    found: dict[Place, list[tuple[str, ...]]] = {}
    for path, inner in paths_in(place).items():
        found.setdefault(inner, []).append(path)
    return found


def small(message: Message, seed: int) -> Tree:
    """Return a tree with few of the elements it may have; of an odd seed, with a prefix."""
    spelling, declared = (PLAIN, PLAIN)
    if seed % 2:
        spelling = Spelling("d")
        declared = Spelling("d", (("d", namespace_of(message)), ("u", "urn:unused")))
    grower = _Small(types_of(message), Random(seed), spelling, (0.05, 0.15, 0.25)[seed % 3])
    root = grower.part(root_of(message))
    assert isinstance(root, Branch)
    return Tree(message, msgspec.structs.replace(root, spelling=declared))


def with_field(view: Any, path: tuple[str, ...], value: Any) -> Any | None:
    """Return the view with one field changed at a path, None where nothing is on the way."""
    held = getattr(view, path[0], None)
    if len(path) == 1:
        return msgspec.structs.replace(view, **{path[0]: value})
    if not held:
        return None
    first = held[0] if isinstance(held, tuple) else held
    inner = with_field(first, path[1:], value)
    if inner is None:
        return None
    changed = (inner, *held[1:]) if isinstance(held, tuple) else inner
    return msgspec.structs.replace(view, **{path[0]: changed})
