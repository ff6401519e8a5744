"""Charts: which element of a message holds which field of a typed view.

A chart maps a view's fields to element paths. From it and the tables come, for each
version, a reader (elements to view) and a writer (view to text), so that the two cannot
disagree. A path marks with `*` the one element on it that repeats; its field is a tuple.
Paths apart by ` | ` are the places a field has in different versions; the first that a
version has counts. A field without a place in a version is empty when read there, and
refused when written: nothing is dropped in silence.

How a text is read follows from the table and the field: an amount with its currency
becomes minor units, a yes-or-no a bool, a count an int; all else stays text.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import msgspec

from tallystick.wire.iso20022.grammar import (
    Child,
    Group,
    Message,
    Type,
    root_of,
    types_of,
)

View = TypeVar("View", bound=msgspec.Struct)


class Inner(NamedTuple):
    """A field that is a view of its own: where its element is, and its chart."""

    path: str
    chart: "Chart[Any]"


class Chart(Generic[View]):
    """The places of a view's fields in the element that holds it."""

    def __init__(self, view: type[View], places: Mapping[str, str | Inner]) -> None:
        assert set(places) == set(view.__struct_fields__), f"{view} and its places differ"
        self.view = view
        self.places = places


class Stop(NamedTuple):
    """The end of a field's path: which field it is, and what its element holds there."""

    field: str
    is_many: bool
    type: str
    chart: Chart[Any] | None
    path: str


Fork: TypeAlias = "dict[str, Fork | Stop]"


class Route(NamedTuple):
    """A chart laid over one version's type: forks by element name, with a stop for each field.

    `absent` are the fields that the version has no place for.
    """

    fork: Fork
    absent: tuple[str, ...]


def body_of(message: Message) -> Child:
    """Return the element a chart begins in: a document's only child, or a header itself."""
    root = root_of(message)
    if root.type != "Document":
        return root
    kind = types_of(message)["Document"]
    assert isinstance(kind, Group)
    return kind.children[0]


@cache
def laid(chart: Chart[Any], type_name: str, message: Message) -> Route:
    """Return the chart as `lay` lays it over a type of a version; done once for each."""
    return lay(chart, type_name, types_of(message))


def lay(chart: Chart[Any], type_name: str, types: Mapping[str, Type]) -> Route:
    """Lay a chart over a type: find each field's place among the type's elements."""
    fork: Fork = {}
    absent = []
    for field in chart.view.__struct_fields__:
        place = chart.places[field]
        paths, inner = (place.path, place.chart) if isinstance(place, Inner) else (place, None)
        for path in paths.split(" | "):
            found = _found(path, type_name, types)
            if found is not None:
                stop = Stop(field, "*" in path, found, inner, path.replace("*", ""))
                _set(fork, path.replace("*", "").split("/"), stop)
                break
        else:
            absent.append(field)
    return Route(fork, tuple(absent))


def _found(path: str, type_name: str, types: Mapping[str, Type]) -> str | None:
    """Return the type at the end of a path, None if the path leads nowhere here."""
    for step in path.split("/"):
        kind = types[type_name]
        assert isinstance(kind, Group), f"{path} goes into a text"
        child = next((each for each in kind.children if each.name == step.rstrip("*")), None)
        if child is None:
            return None
        assert child.most == 1 or step.endswith("*"), f"{path}: {step} repeats"
        type_name = child.type
    return type_name


def _set(fork: Fork, steps: list[str], stop: Stop) -> None:
    for step in steps[:-1]:
        inner = fork.setdefault(step, {})
        assert isinstance(inner, dict), f"{stop.path} goes on where another field ends"
        fork = inner
    assert steps[-1] not in fork, f"{stop.path} is the place of two fields"
    fork[steps[-1]] = stop


def stops(fork: Fork) -> Iterator[Stop]:
    """Yield every stop below a fork."""
    for node in fork.values():
        if isinstance(node, Stop):
            yield node
        else:
            yield from stops(node)


def is_number(view: type[msgspec.Struct], field: str) -> bool:
    """Tell whether the field holds a whole number, or yes or no."""
    return field in _numbers_of(view)


@cache
def _numbers_of(view: type[msgspec.Struct]) -> frozenset[str]:
    kinds = {int, int | None, bool, bool | None}
    return frozenset(each.name for each in msgspec.structs.fields(view) if each.type in kinds)
