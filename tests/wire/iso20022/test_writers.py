"""What is written, to the byte: held against a plain writer that asks a view and the tables."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from textwrap import dedent
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

import msgspec
import pytest

from tallystick.terms.currencies import EXPONENTS
from tallystick.terms.errors import LocalMessageError
from tallystick.wire.iso20022 import drafting
from tallystick.wire.iso20022.charts import Chart, Inner, body_of
from tallystick.wire.iso20022.documents import chart_of
from tallystick.wire.iso20022.drafting import draft_of
from tallystick.wire.iso20022.grammar import (
    NAMESPACE,
    Child,
    Group,
    Message,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.views import AGENT, Amount
from tallystick.wire.iso20022.writers import write_view
from tests.every import for_each
from tests.wire.iso20022 import letters, samples
from tests.wire.iso20022.filled import filled, top_of

pytestmark = pytest.mark.slow

NOTHING = ("", None, ())
Path: TypeAlias = tuple[str, ...]


def chart(message: Message) -> Chart[Any]:
    """The chart of a version that has one."""
    found = chart_of(message)
    assert found is not None
    return found


# The plain writer: for each field the whole elements at its place, then all in the tables' order.
def plainly_written(view: Any, message: Message) -> str:
    """Write a view by its chart, slowly."""
    root, body = root_of(message), body_of(message)
    inner = _content(view, chart(message), body.type, message)
    if body != root:
        inner = _element(body.name, inner)
    return f'<{root.name} xmlns="{NAMESPACE}{message}">{inner}</{root.name}>'


def _element(name: str, inner: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{inner}</{name}>"


def _content(view: Any, own: Chart[Any], type_name: str, message: Message) -> str:
    places: dict[Path, list[str]] = {}
    for field, place in own.places.items():
        found = _place(place, type_name, message)
        if found is None:
            assert getattr(view, field) in NOTHING, field
            continue
        path, star, kind = found
        inner_chart = place.chart if isinstance(place, Inner) else None
        value = getattr(view, field)
        values = value if star is not None else () if value in NOTHING else (value,)
        last = len(path) if star is None else star + 1
        places[path[:last]] = [
            _wrapped(each, path[last - 1 :], inner_chart, kind, message) for each in values
        ]
    return _in_order(type_name, (), places, message)


def _place(
    place: str | Inner, type_name: str, message: Message
) -> tuple[Path, int | None, str] | None:
    """Return the first of the paths that the version has: its steps, its star, its type."""
    told = place.path if isinstance(place, Inner) else place
    for way in told.split(" | "):
        kind: str | None = type_name
        for step in way.replace("*", "").split("/"):
            child = _children(kind, message).get(step) if kind else None
            kind = child.type if child else None
        if kind:
            steps = way.split("/")
            star = next((at for at, step in enumerate(steps) if step.endswith("*")), None)
            return tuple(way.replace("*", "").split("/")), star, kind
    return None


def _children(type_name: str, message: Message) -> Mapping[str, Child]:
    kind = types_of(message)[type_name]
    return {each.name: each for each in kind.children} if isinstance(kind, Group) else {}


def _wrapped(
    value: Any, names: Path, inner: Chart[Any] | None, type_name: str, message: Message
) -> str:
    *around, name = names
    match value:
        case Amount(minor=minor, currency=currency):
            text = format(Decimal(minor).scaleb(-EXPONENTS[currency]), "f")
            whole = _element(name, text, f' Ccy="{currency}"')
        case bool():
            whole = _element(name, str(value).lower())
        case int():
            whole = _element(name, str(value))
        case str():
            whole = _element(name, escape(value, {"\r": "&#13;"}))
        case _:
            assert inner is not None
            whole = _element(name, _content(value, inner, type_name, message))
    for each in reversed(around):
        whole = _element(each, whole)
    return whole


def _in_order(
    type_name: str, before: Path, places: Mapping[Path, list[str]], message: Message
) -> str:
    """Return what stands within an element; what says nothing is not there, if it may not be."""
    found = ""
    is_due = isinstance(kind := types_of(message)[type_name], Group) and not kind.is_choice
    for name, child in _children(type_name, message).items():
        path = (*before, name)
        below = [each for each in places if each[: len(path)] == path]
        if path in places:
            found += "".join(places[path])
        elif any(places[each] for each in below) or (
            below and not before and child.least and is_due
        ):
            found += _element(name, _in_order(child.type, path, places, message))
    return found


TEXTS = (
    *("", "a & b", "<Nm>", "</Nm><Nm>", "x > y", "]]>", "one\r\ntwo", "\t", " ", "%s", "{0}", "%"),
    *("\\'\"", "Общество", "中国", "\U0001f600", "&amp;", "true", "\x7f\x85\xa0\u2028\ufffd"),
)


def varied(value: Any, chance: Random) -> Any:
    """Return a view with some of what it says unsaid, and some said in letters of any kind."""
    if chance.random() < 0.5 and not isinstance(value, msgspec.Struct | tuple):
        return value
    match value:
        case bool():
            return chance.random() < 0.3
        case int():
            return chance.choice((0, 1, 10**18))
        case str():
            return chance.choice(TEXTS)
        case Amount(currency=currency):
            return Amount(chance.choice((0, 1, 9, 10, 99, 100, 12345, 10**18 - 1)), currency)
        case tuple():
            few = chance.random() < 0.2
            return () if few else tuple(varied(each, chance) for each in value)
        case msgspec.Struct():
            return msgspec.structs.replace(value, **dict(_changes(value, chance)))
        case _:
            return value


def _changes(view: Any, chance: Random) -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(view):
        value = getattr(view, field.name)
        if value in NOTHING:  # the version may have no place for more
            continue
        is_dropped = field.default is None and chance.random() < 0.2
        yield field.name, None if is_dropped else varied(value, chance)


@pytest.mark.parametrize("message", samples.each(samples.VIEWED))
def test_what_is_written_is_as_plainly_written(message: Message) -> None:
    """Whatever a view says: the same bytes, with each special letter escaped."""
    chance = Random(f"{message} plainly")
    for fullness in (0.0, 0.1, 0.5, 1.0):
        view = filled(top_of(chart(message), message), chance, fullness)
        for each in (view, *(varied(view, chance) for _ in range(4))):
            assert write_view(each, chart(message), message) == plainly_written(each, message)


def amounts_in(view: Any, own: Chart[Any]) -> Iterator[tuple[Path, int, str]]:
    """Yield where each amount of a view is, by fields and places, and the name of its element."""
    for field, place in own.places.items():
        value = getattr(view, field)
        for at, each in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(each, Amount):
                assert isinstance(place, str)
                yield (field,), at, place.rpartition("/")[2]
            elif isinstance(place, Inner) and each is not None:
                for path, inner_at, name in amounts_in(each, place.chart):
                    yield (field, str(at), *path), inner_at, name


def with_amount(view: Any, path: Path, value: Any) -> Any:
    """Return the view with another amount at a place that `amounts_in` yielded."""
    field, *rest = path
    if not rest:
        return msgspec.structs.replace(view, **{field: value})
    held, at = getattr(view, field), int(rest[0])
    if not isinstance(held, tuple):
        return msgspec.structs.replace(view, **{field: with_amount(held, tuple(rest[1:]), value)})
    inner = with_amount(held[at], tuple(rest[1:]), value)
    return msgspec.structs.replace(view, **{field: (*held[:at], inner, *held[at + 1 :])})


def test_the_draft_that_is_told_is_one_that_is_made() -> None:
    """The lines in the module's own words stand in the draft, in this order."""
    type_name = "BranchAndFinancialInstitutionIdentification6"
    draft = draft_of(AGENT, type_name, samples.PACS_008_08)
    told = dedent(str(drafting.__doc__).partition("field:\n")[2].partition("\nA draft")[0]).split(
        "\n"
    )
    lines = iter(draft.source.split("\n"))
    assert len(told) > 10
    assert all(line in lines for line in told if line)
    assert set(draft.calls) == {"write_address"}


@pytest.mark.parametrize("message", samples.each(samples.VIEWED))
def test_an_amount_of_no_currency_is_told_by_its_element(message: Message) -> None:
    """At whatever depth, and before any letter that no XML may hold."""
    view = filled(top_of(chart(message), message), Random(f"{message} amounts"))
    for path, _, name in amounts_in(view, chart(message)):
        for currency, code in (
            ("ZZZ", "currency-unknown"),
            ("XAU", "currency-without-minor-unit"),
        ):
            changed = with_amount(view, path, Amount(1, currency))
            with pytest.raises(LocalMessageError) as caught:
                write_view(changed, chart(message), message)
            assert (caught.value.code, caught.value.field) == (code, name)


def test_the_amounts_tried_are_many() -> None:
    """The test above has something to try."""
    message = samples.PACS_008_13
    view = filled(top_of(chart(message), message), Random(1))
    assert len([*amounts_in(view, chart(message))]) > 4


@for_each("letter", ["\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_letter_that_no_xml_may_hold_is_refused(letter: str) -> None:
    """Wherever it stands among letters that must be escaped; the first of several is told."""
    transaction = msgspec.structs.replace(
        letters.PLAIN_TRANSFER.transactions[0],
        end_to_end_id=f"& я {letter}",
        remittance_information=("\x01",),
    )
    view = msgspec.structs.replace(letters.PLAIN_TRANSFER, transactions=(transaction,))
    with pytest.raises(LocalMessageError, match=f"U\\+{ord(letter):04X}") as caught:
        write_view(view, chart(samples.PACS_008_08), samples.PACS_008_08)
    assert caught.value.code == "xml-character"
