"""What one edition of a list says otherwise than another, entity by entity.

An entity is the same in two editions if it has the same id in both. One that changed tells
which of its parts did: what was taken away and what was added.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from tallystick.screening.lists import Entry, Holding, ListVersion


class ChangeKind(StrEnum):
    """What happened to an entity between two editions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class PartChange(msgspec.Struct, frozen=True):
    """Of one part of an entry, such as its names, what was taken away and what was added."""

    part: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


class Change(msgspec.Struct, frozen=True):
    """What happened to one entity. `name` is its first name in the newer edition it is in."""

    entity: str
    kind: ChangeKind
    name: str
    parts: tuple[PartChange, ...] = ()


class ListChange(msgspec.Struct, frozen=True):
    """What happened to one list between two bundles; a date is "" where the list bears none.

    `old_count` and `new_count` are entities, 0 in a bundle that does not have the list.
    """

    list: str
    old_on: str
    new_on: str
    old_count: int
    new_count: int
    changes: tuple[Change, ...]

    def count(self, kind: ChangeKind) -> int:
        """Return to how many entities this happened."""
        return sum(each.kind is kind for each in self.changes)


_PARTS: Final = tuple(field for field in Entry.__struct_fields__ if field != "entity")


def diff(old: ListVersion | None, new: ListVersion | None) -> tuple[Change, ...]:
    """Return what happened to each entity, in the order of their ids; None is no edition."""
    before, after = _by_entity(old), _by_entity(new)
    return tuple(_changes(before, after))


def bundle_diff(old: Iterable[ListVersion], new: Iterable[ListVersion]) -> tuple[ListChange, ...]:
    """Return what happened to each list of two bundles, in the order of their names."""
    before = {each.name: each for each in old}
    after = {each.name: each for each in new}
    return tuple(
        _of_list(name, before.get(name), after.get(name)) for name in sorted(before | after)
    )


def _of_list(name: str, old: ListVersion | None, new: ListVersion | None) -> ListChange:
    old_on, new_on = (each.published_on if each else "" for each in (old, new))
    old_count, new_count = (each.count if each else 0 for each in (old, new))
    return ListChange(name, old_on, new_on, old_count, new_count, diff(old, new))


def _by_entity(version: ListVersion | None) -> dict[str, Entry]:
    return {each.entity: each for each in version.entries} if version else {}


def _changes(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[Change]:
    for entity in sorted(before.keys() | after.keys()):
        old, new = before.get(entity), after.get(entity)
        if old is None:
            yield Change(entity, ChangeKind.ADDED, _name(after[entity]))
        elif new is None:
            yield Change(entity, ChangeKind.REMOVED, _name(old))
        elif old != new:
            yield Change(entity, ChangeKind.CHANGED, _name(new), tuple(_part_changes(old, new)))


def _part_changes(old: Entry, new: Entry) -> Iterator[PartChange]:
    for part in _PARTS:
        before, after = _texts(getattr(old, part)), _texts(getattr(new, part))
        if before != after:
            removed = tuple(text for text in before if text not in after)
            added = tuple(text for text in after if text not in before)
            yield PartChange(part, removed, added)


def _texts(value: object) -> tuple[str, ...]:
    """Return a part of an entry as texts; one value is one text."""
    return tuple(map(_text, value)) if isinstance(value, tuple) else (_text(value),)


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Holding():
            share = f"{value.share // 100}.{value.share % 100:02} %"
            return f"{value.owner}: {share}{', control' if value.is_control else ''}"
        case msgspec.Struct():
            return ": ".join(str(each) for each in msgspec.structs.astuple(value))
        case _:
            return str(value)


def _name(entry: Entry) -> str:
    return entry.names[0].text if entry.names else ""
