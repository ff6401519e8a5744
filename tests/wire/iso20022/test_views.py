"""The typed views of every family: written, read, and held against the tree."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import msgspec
import pytest
from lxml import etree

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.terms.money import format_amount
from tallystick.wire import xml
from tallystick.wire.iso20022.business_header import BUSINESS_HEADER
from tallystick.wire.iso20022.charts import Chart, Inner, stops
from tallystick.wire.iso20022.documents import CHARTS, chart_of
from tallystick.wire.iso20022.grammar import Message, supported, types_of
from tallystick.wire.iso20022.messages import HEADER, compose, receive, write
from tallystick.wire.iso20022.readers import read_view
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.iso20022.tree import decode, encode
from tallystick.wire.iso20022.views import Amount
from tallystick.wire.iso20022.writers import write_view
from tests.every import for_each
from tests.wire.iso20022 import envelopes, families, letters, samples
from tests.wire.iso20022.filled import (
    Place,
    filled,
    places_in,
    route_of,
    small,
    top_of,
    with_field,
)

pytestmark = pytest.mark.slow

VIEWED = [message for message in supported() if chart_of(message)]
VIEWLESS = [message for message in supported() if not chart_of(message)]


def chart(message: Message) -> Chart[Any]:
    """The chart of a version that has one."""
    found = chart_of(message)
    assert found is not None
    return found


def comes_back(view: Any, message: Message) -> None:
    """What is written is lawful, and is read again as it was."""
    raw = write_view(view, chart(message), message).encode()
    element = xml.parse(raw)
    assert schema_of(message).flaws(element) == ()
    assert read_view(element, chart(message), message) == view


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_every_field_comes_back_in_every_version(message: Message) -> None:
    """Each field that the version has a place for is written in some letter, and read again."""
    chance = Random(message)
    place = top_of(chart(message), message)
    unsaid = {
        (inner.type, field)
        for inner in places_in(place)
        for field in set(inner.chart.places) - set(route_of(inner).absent)
    }
    for _ in range(60):
        view = filled(place, chance)
        comes_back(view, message)
        unsaid -= set(_said(view, place))
        if not unsaid:
            return
    raise AssertionError(unsaid)


def _said(view: Any, place: Place) -> Iterator[tuple[str, str]]:
    """Yield the type and the field of all that a view holds."""
    for stop in stops(route_of(place).fork):
        value = getattr(view, stop.field)
        if value in ("", None, ()):
            continue
        yield place.type, stop.field
        for each in value if isinstance(value, tuple) else (value,):
            if stop.chart is not None:
                yield from _said(each, Place(stop.chart, stop.type, place.message))


@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_any_fields_come_back(message: Message) -> None:
    """Few or many, whichever are there; what must be there is."""
    chance = Random(message)
    for fullness in (0.0, 0.05, 0.3):
        comes_back(filled(top_of(chart(message), message), chance, fullness), message)


@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_what_is_written_is_valid_as_published(message: Message) -> None:
    """The published schema accepts a letter of every field."""
    chance = Random(f"{message} published")
    official = samples.official(message)
    for fullness in (0.7, 0.0):
        view = filled(top_of(chart(message), message), chance, fullness)
        official.assertValid(etree.fromstring(write_view(view, chart(message), message)))


def _field_places() -> dict[tuple[Chart[Any], str], list[Place]]:
    """Every field of every chart, with the places in any version that it has."""
    found: dict[tuple[Chart[Any], str], list[Place]] = {}
    for message in VIEWED:
        for inner in places_in(top_of(chart(message), message)):
            absent = route_of(inner).absent
            for field in inner.chart.places:
                places = found.setdefault((inner.chart, field), [])
                places += [] if field in absent else [inner]
    return found


FIELD_PLACES = _field_places()


def test_every_field_has_a_place_in_some_version() -> None:
    """No field is mapped to an element that nobody has, at any depth."""
    nowhere = [(each.view, field) for (each, field), places in FIELD_PLACES.items() if not places]
    assert nowhere == []
    assert len(FIELD_PLACES) > 400


def test_every_alternative_is_some_versions_place() -> None:
    """A place behind a ` | ` is there because some version has it, and no earlier one."""
    for (each, field), places in FIELD_PLACES.items():
        place = each.places[field]
        paths = (place.path if isinstance(place, Inner) else place).split(" | ")
        used = {_laid_at(inner, field) for inner in places}
        assert used == {path.replace("*", "") for path in paths}, (each.view, field)


def _laid_at(place: Place, field: str) -> str:
    return next(stop.path for stop in stops(route_of(place).fork) if stop.field == field)


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_what_a_version_has_no_place_for_is_refused(message: Message) -> None:
    """At whatever depth it is said; nothing is dropped in silence."""
    chance = Random(f"{message} absent")
    place = top_of(chart(message), message)
    full = [filled(place, chance) for _ in range(6)]
    for inner, paths in places_in(place).items():
        for field in route_of(inner).absent:
            value = _some_value(FIELD_PLACES[inner.chart, field][0], field)
            changed = (with_field(view, (*path, field), value) for path in paths for view in full)
            said = next((view for view in changed if view is not None), None)
            assert said is not None, (paths, field)
            with pytest.raises(LocalMessageError) as caught:
                write_view(said, place.chart, message)
            assert (caught.value.code, caught.value.field) == ("no-place", field)


@cache
def _some_value(place: Place, field: str) -> Any:
    chance = Random(f"{place.type} {field}")
    for _ in range(200):
        value = getattr(filled(place, chance, 0.5), field)
        if value not in ("", None, ()):
            return value
    raise AssertionError(field)


@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_a_field_that_must_be_given_is_always_there(message: Message) -> None:
    """Whatever a view cannot do without, every version makes its sender say, at any depth."""
    for inner in places_in(top_of(chart(message), message)):
        route = route_of(inner)
        due = {each.name for each in msgspec.structs.fields(inner.chart.view) if each.required}
        assert not due & set(route.absent)
        assert len(route.absent) < len(inner.chart.places), inner
        for stop in stops(route.fork):
            if stop.field in due:
                _assert_due(inner, stop)


def _assert_due(place: Place, stop: Any) -> None:
    name = place.type
    for step in stop.path.split("/"):
        kind: Any = types_of(place.message)[name]
        child = next(each for each in kind.children if each.name == step)
        assert child.least == 1, f"{place.chart.view.__name__}.{stop.field} may be absent"
        assert not kind.is_choice
        name = child.type


@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_what_a_version_demands_a_view_can_say(message: Message) -> None:
    """An element that must be there has a field, so that a view can be a lawful message."""
    for inner in places_in(top_of(chart(message), message)):
        _assert_sayable(route_of(inner).fork, inner.type, message)


def _assert_sayable(fork: Any, type_name: str, message: Message) -> None:
    kind: Any = types_of(message)[type_name]
    for child in kind.children:
        node = fork.get(child.name)
        if isinstance(node, dict):
            _assert_sayable(node, child.type, message)
        elif node is None:
            assert kind.is_choice or child.least == 0, f"{type_name}/{child.name}"


# The independent reading: what a tree has at the places of a chart, without any reader.
# A place is told by all the paths it may have, of which a version has one at most.
Paths = tuple[str, ...]


def paths_of(place: str | Inner, before: Paths) -> Paths:
    """Every path that a place may have in some version."""
    told = place.path if isinstance(place, Inner) else place
    ways = told.replace("*", "").split(" | ")
    return tuple(f"{start}/{way}".strip("/") for start in before for way in ways)


def all_places(each: Chart[Any], before: Paths) -> Iterator[Paths]:
    """Every text's place in a chart and the charts within it."""
    for place in each.places.values():
        paths = paths_of(place, before)
        if isinstance(place, Inner):
            yield from all_places(place.chart, paths)
        else:
            yield paths


def held_by(view: Any, each: Chart[Any], before: Paths) -> Iterator[tuple[Paths, Any]]:
    """Every text that a view holds, with its place, in order."""
    for field, place in each.places.items():
        value, paths = getattr(view, field), paths_of(place, before)
        for one in value if isinstance(value, tuple) else (value,):
            if one in ("", None):
                continue
            if isinstance(place, Inner):
                yield from held_by(one, place.chart, paths)
            else:
                yield paths, one


def agree(text: str, mark: str, value: Any) -> bool:
    """Tell whether a leaf says what a view holds."""
    match value:
        case bool():
            return (text.strip() in {"true", "1"}) is value
        case int():
            return int(text) == value
        case Amount(minor=minor, currency=currency):
            return mark == currency and Decimal(text) == Decimal(format_amount(minor, currency))
        case _:
            return value in (text, text.strip())


def assert_view_is_tree(view: Any, element: Any, message: Message) -> None:
    """Compare a view with the leaves of the tree, both ways."""
    leaves: dict[str, list[tuple[str, str]]] = defaultdict(list)
    tree = decode(element, message)
    for path, leaf in tree.leaves():
        leaves[path.partition("/")[2]].append((leaf.text, dict(leaf.attributes).get("Ccy", "")))
    top = ("",) if tree.root.name == "AppHdr" else (xml.local_name(element[0]),)
    held: dict[Paths, list[Any]] = defaultdict(list)
    for paths, value in held_by(view, chart(message), top):
        held[paths].append(value)
    for paths in all_places(chart(message), top):
        texts = [each for path in paths for each in leaves.get(path, []) if each[0]]
        assert len(texts) == len(held[paths]), paths
        assert all(agree(*text, value) for text, value in zip(texts, held[paths], strict=True))


def without_minor_unit(message: Message, element: Any) -> bool:
    """Tell whether a document has an amount of gold, which no account here is kept in."""
    leaves = decode(element, message).leaves()
    return any(dict(leaf.attributes).get("Ccy") == "XAU" for _, leaf in leaves)


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_a_view_holds_what_the_tree_holds(message: Message) -> None:
    """Every valid sample is read, and its view has each text at its place and no other."""
    for sample in samples.valid_parts(message):
        element = xml.parse(etree.tostring(sample))
        if without_minor_unit(message, element):
            with pytest.raises(RemoteMessageError, match="XAU has no minor unit"):
                receive(etree.tostring(sample))
            continue
        received = receive(etree.tostring(sample))
        view = received.document if received.document is not None else received.header
        assert_view_is_tree(view, element, message)
        comes_back(view, message)


def test_samples_of_most_versions_are_there() -> None:
    """The test above has something to read."""
    counts = {message: len(samples.valid_parts(message)) for message in VIEWED}
    assert sum(counts.values()) > 500
    assert sum(count > 0 for count in counts.values()) > 45


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(VIEWED))
def test_a_view_of_any_tree_holds_what_the_tree_holds(message: Message) -> None:
    """Also of trees that nobody wrote, with any elements that the version has."""
    for seed in range(6):
        element = xml.parse(encode(small(message, seed)))
        assert_view_is_tree(read_view(element, chart(message), message), element, message)


@pytest.mark.parametrize("message", VIEWLESS)
def test_a_version_without_a_view_is_refused_plainly(message: Message) -> None:
    """It is supported as a tree; nobody may take it for something it is not."""
    raw = encode(small(message, 0))
    with pytest.raises(RemoteMessageError) as caught:
        receive(raw)
    assert (caught.value.code, caught.value.field) == ("no-view", "/Document")
    assert message in str(caught.value)
    with pytest.raises(LocalMessageError) as ours:
        write(letters.PLAIN_TRANSFER, message)
    assert ours.value.code == "no-view"


def test_the_versions_without_a_view_are_few() -> None:
    """And named here, so that a new one is noticed."""
    assert {message[:8] for message in VIEWLESS} == {
        "camt.103",
        "pacs.010",
        "pain.013",
        "pain.014",
    }


def test_a_view_is_not_written_as_another_family() -> None:
    """Which would write its fields into places that mean something else."""
    with pytest.raises(LocalMessageError) as caught:
        write(letters.PLAIN_TRANSFER, Message("pacs.009.001.08"))
    assert caught.value.code == "other-view"
    assert "FinancialInstitutionCreditTransfer" in str(caught.value)


@pytest.mark.parametrize("message", [each for each in supported() if each.startswith("head")])
def test_a_header_travels_in_any_version(message: Message) -> None:
    """It is read in each; .02 is written where none is asked for."""
    raw = compose(
        letters.PLAIN_TRANSFER, samples.PACS_008_08, envelopes.ENVELOPES[message], message
    )
    assert message.encode() in raw
    received = receive(raw)
    assert (received.message, received.header) == (
        samples.PACS_008_08,
        envelopes.ENVELOPES[message],
    )
    assert received.document == letters.PLAIN_TRANSFER
    usual = compose(letters.PLAIN_TRANSFER, samples.PACS_008_08, letters.ENVELOPE)
    assert HEADER.encode() in usual


def test_the_first_header_has_no_market_practice() -> None:
    """Whoever writes one there is told so."""
    view = msgspec.structs.replace(letters.ENVELOPE, market_practice_registry="www")
    with pytest.raises(LocalMessageError, match="no place for market practice registry"):
        write_view(view, BUSINESS_HEADER, Message("head.001.001.01"))


@for_each(("letter", "message"), families.LETTERS)
def test_a_letter_of_each_family_comes_back(letter: Any, message: Message) -> None:
    """Letters written by hand, as a payment system would write them."""
    received = receive(compose(letter, message))
    assert (received.document, received.message) == (letter, message)
    samples.official(message).assertValid(etree.fromstring(compose(letter, message)))


def test_each_family_has_a_letter() -> None:
    """In each of its versions."""
    told = {message for _, message in families.LETTERS}
    by_hand = {
        message for message in VIEWED if message[:8] not in {"head.001", "pacs.002", "pacs.008"}
    }
    assert told == by_hand
    assert set(CHARTS) == {message[:8] for message in VIEWED}
