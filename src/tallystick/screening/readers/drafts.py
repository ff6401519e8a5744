"""What readers of whole files share: records become drafts, each under an id of its own.

An entity without an id or a name, and an id that two records bear, are refused: nobody
could say later whom a hit meant.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from tallystick.screening.lists import (
    Draft,
    Edition,
    Regime,
    list_version,
    source_file,
)
from tallystick.screening.readers.records import broken_record, named
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.instants import is_date
from tallystick.wire.xml import Element


class Drafts:
    """The entities of one file so far, and how much of it was not understood, by what it was."""

    def __init__(self, file: ListFile) -> None:
        self.by_entity: dict[str, Draft] = {}
        self.missed: Counter[str] = Counter()
        self.records = 0
        self._file = file

    def add(self, place: str, entity: str, draft: Draft) -> None:
        """Take what a record says.

        Raises:
            RemoteMessageError: it has no id, no name, or another's id.
        """
        self.records += 1
        if not entity or not draft.names:
            raise broken_record(self._file, place, "record", "an entity has no id or no name")
        if entity in self.by_entity:
            detail = f"entity {entity} is listed twice"
            raise broken_record(self._file, place, "entity-twice", detail)
        self.by_entity[entity] = draft

    def birth(self, draft: Draft, on: str) -> None:
        """Take a date that its list has; one that is not understood is counted."""
        if not draft.birth(on):
            self.missed["dates are not understood"] += 1

    def columns(self, known: Iterable[str], header: Collection[str]) -> None:
        """Count the columns that are known and not there: their publisher may name them anew."""
        for each in known:
            if each not in header:
                self.missed[f"columns {each!r} are not there"] += 1

    def sections(self, root: Element | None, known: Collection[str]) -> None:
        """Count the sections of a document, read to its end, that are of none of these names."""
        for each in root[:] if root is not None else ():
            if named(each) not in known:
                self.missed[f"sections {named(each)[:60]} are not known and were left"] += 1

    def edition(self, name: str, published_on: str, regime: Regime) -> Edition:
        """Return the edition of a list of this one file.

        Raises:
            RemoteMessageError: it bears no date, or names nobody.
        """
        if not is_date(published_on):
            detail = "the list does not say when it was published"
            raise broken_record(self._file, "", "date", detail)
        files = [source_file("list", self._file.raw, self.records)]
        version = list_version(name, published_on, files, self.by_entity, regime)
        return Edition(version, tuple(self.notes(name)))

    def notes(self, name: str) -> Iterator[str]:
        """Yield what people must be told of what was not understood."""
        for what, count in sorted(self.missed.items()):
            yield f"{name}: {count} {what}"
