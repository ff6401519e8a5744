"""A type told by what differs from an earlier one of the same kind.

Versions of a message differ little, and a row that only says how is shorter and tells
more. `like A1: B -> C, - X, Y? D, + Z E after W` has A1's elements, with type C wherever
A1 has B, without X, with Y as it is told here, and with Z behind W (`after -`: first).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

_STEM: Final = re.compile(r"(.*?)(V?\d+)?(Choice)?")
_SHORTER: Final = (3, 4)  # a difference must be shorter than so much of the whole


class Item(NamedTuple):
    """An element of a row: its name with how often it occurs, and its type."""

    often: str
    type: str

    @property
    def name(self) -> str:
        """The element's name alone."""
        return re.split(r"[?*+{]", self.often)[0]


def told_by_difference(rows: Mapping[str, str]) -> dict[str, str]:
    """Return the rows, each complex one by its difference from an earlier one where that is short.

    An earlier one is one of the same stem and a smaller number.
    """
    families: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for name in rows:
        stem, number, choice = parts_of_name(name)
        families.setdefault((stem, choice), []).append((number, name))
    return {name: _shortest(name, rows, families) for name in rows}


def parts_of_name(name: str) -> tuple[str, int, str]:
    """Return a type's name in parts: stem, number (0 for none), and whether it is a choice."""
    found = _STEM.fullmatch(name)
    assert found is not None, f"{name} is no name of a type"
    stem, number, choice = found.groups()
    return stem, int((number or "0").removeprefix("V")), choice or ""


def _shortest(
    name: str, rows: Mapping[str, str], families: Mapping[tuple[str, str], list[tuple[int, str]]]
) -> str:
    stem, number, choice = parts_of_name(name)
    whole = rows[name]
    earlier = [each for count, each in families[stem, choice] if count < number]
    told = [
        f"like {each}{': ' if changes else ''}{', '.join(changes)}"
        for each in earlier
        if (changes := differences(rows[each], whole)) is not None
    ]
    best = min(told, key=len, default=whole)
    return best if len(best) * _SHORTER[1] < len(whole) * _SHORTER[0] else whole


def differences(old: str, new: str) -> list[str] | None:
    """Return what leads from one row to another, None if the notation cannot say it."""
    before, after = _items(old), _items(new)
    if before is None or after is None or (" | " in old) != (" | " in new):
        return None
    shared = [name for name in after if name in before]
    if shared != [name for name in before if name in after]:
        return None
    renamed = _renamed([(before[name], after[name]) for name in shared])
    changes = [f"{one} -> {other}" for one, other in renamed.items()]
    changes += [f"- {name}" for name in before if name not in after]
    changes += _anew(before, after, renamed)
    return changes


def _items(row: str) -> dict[str, Item] | None:
    if row[0].islower() or "@" in row:
        return None
    items = [Item(*piece.split(" ")) for piece in re.split(r", | \| ", row)]
    return {item.name: item for item in items}


def _renamed(pairs: list[tuple[Item, Item]]) -> dict[str, str]:
    """Return which type became which, where all elements that had the one have the other."""
    became: dict[str, set[str]] = {}
    for one, other in pairs:
        became.setdefault(one.type, set()).add(other.type)
    return {
        one: other for one, (other, *more) in sorted(_lists(became)) if not more and one != other
    }


def _lists(became: Mapping[str, set[str]]) -> Iterator[tuple[str, list[str]]]:
    for one, others in became.items():
        yield one, sorted(others)


def _anew(
    before: Mapping[str, Item], after: Mapping[str, Item], renamed: Mapping[str, str]
) -> Iterator[str]:
    last = "-"
    for name, item in after.items():
        old = before.get(name)
        if old is None:
            yield f"+ {item.often} {item.type} after {last}"
        elif old.often != item.often or renamed.get(old.type, old.type) != item.type:
            yield f"{item.often} {item.type}"
        last = name
