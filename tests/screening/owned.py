"""Lists made for the tests: some who are listed, and companies that are not and whose they are."""

from collections.abc import Iterable, Mapping

from tallystick.screening.lists import (
    EntityType,
    Entry,
    Holding,
    ListedName,
    ListVersion,
    NameKind,
    Regime,
)

Held = Mapping[str, Iterable[tuple[str, int] | tuple[str, int, bool]]]


def held_by(entity: str, holdings: Iterable[tuple[str, int] | tuple[str, int, bool]]) -> Entry:
    """Return an unlisted company and who holds what in it."""
    names = (ListedName(NameKind.PRIMARY, f"Company {entity}"),)
    held = tuple(sorted(Holding(*each) for each in holdings))
    return Entry(entity, EntityType.ENTITY, names, holdings=held, is_listed=False)


def person(entity: str) -> Entry:
    """Return somebody listed."""
    return Entry(entity, EntityType.INDIVIDUAL, (ListedName(NameKind.PRIMARY, f"Lord {entity}"),))


def version(
    held: Held, listed: str = "X Y Z", regime: Regime = Regime.US, name: str = "Own"
) -> ListVersion:
    """Return a list of some who are listed and of companies that are not."""
    entries = [*map(person, listed.split()), *(held_by(*each) for each in held.items())]
    return ListVersion(name, "2026-01-05", (), tuple(entries), regime)
