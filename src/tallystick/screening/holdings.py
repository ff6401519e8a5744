"""Who holds what, over the lists of one regime: holdings with both ends found, and what is odd.

A holding names its owner by an id of its own list; one that is not there is looked for
on the other lists of the regime, where ids may be of one publisher. What another list
may mean too is left alone, and told.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from tallystick.screening.lists import Entry, Holding, ListVersion

WHOLE: Final = 10_000


class NoteKind(StrEnum):
    """What is odd about a holding, and what became of it."""

    OWNER_UNKNOWN = "owner-unknown"
    """No list of the regime has the owner: the holding does not count."""
    OWNER_AMBIGUOUS = "owner-ambiguous"
    """Several other lists have an entity of the owner's id: the holding does not count."""
    OWNER_TWICE = "owner-twice"
    """One owner is told with several shares: the largest counts."""
    OVER_WHOLE = "over-whole"
    """All that is held comes to more than the whole: the shares count as told."""
    SHARE_WRONG = "share-wrong"
    """A share is below nothing or above the whole: below nothing it does not count."""
    SHARE_UNTOLD = "share-untold"
    """Who counts as listed holds something, and nobody says how much: it does not count."""
    CONTROL_ALONE = "control-alone"
    """Who counts as listed controls it, where the rule speaks of ownership: it does not count."""
    NOT_ADDED_UP = "not-added-up"
    """Several who count hold enough together, and the rule does not add up: it does not count."""


class Note(msgspec.Struct, frozen=True, order=True, gc=False):
    """One oddity: on which list, about which entity, and what in plain words."""

    list: str
    entity: str
    kind: NoteKind
    text: str


class Shareholding(msgspec.Struct, frozen=True, gc=False):
    """What one owner holds in one asset, both by their place in `Shareholdings.entries`."""

    owner: int
    asset: int
    share: int
    is_control: bool


class Shareholdings:
    """The entries of some lists by place, and every holding between two of them.

    Places go by list name and entity, so that the order of the input does not matter.
    `of` has the holdings of each owner, `listed` the places of who is listed itself.
    """

    def __init__(self, lists: Iterable[ListVersion]) -> None:
        self.names: list[str] = []
        self.entries: list[Entry] = []
        self.notes: list[Note] = []
        self._places: dict[tuple[str, str], int] = {}
        self._elsewhere: dict[str, list[int]] = {}
        for version in sorted(lists, key=lambda each: each.name):
            for entry in sorted(version.entries, key=lambda each: each.entity):
                self._take(version.name, entry)
        self.listed = tuple(place for place, entry in enumerate(self.entries) if entry.is_listed)
        self.all: list[Shareholding] = []
        self.of: dict[int, list[Shareholding]] = {}
        for asset, entry in enumerate(self.entries):
            if entry.holdings:
                self._resolve(asset, entry)

    def is_listed(self, place: int) -> bool:
        """Tell whether the entity at a place is listed itself."""
        return self.entries[place].is_listed

    def name(self, place: int) -> str:
        """Return an entity's first name as listed; one without a name goes by its id."""
        entry = self.entries[place]
        return entry.names[0].text if entry.names else entry.entity

    def note(self, place: int, kind: NoteKind, text: str) -> Note:
        """Return a note about the entity at a place."""
        return Note(self.names[place], self.entries[place].entity, kind, text)

    def _take(self, name: str, entry: Entry) -> None:
        place = len(self.entries)
        self.names.append(name)
        self.entries.append(entry)
        self._places[name, entry.entity] = place
        self._elsewhere.setdefault(entry.entity, []).append(place)

    def _resolve(self, asset: int, entry: Entry) -> None:
        found: dict[int, Shareholding] = {}
        for holding in sorted(entry.holdings):
            owner = self._owner(asset, holding)
            if owner is None or owner == asset:
                continue  # what a company holds in itself makes it nobody's
            if not 0 <= holding.share <= WHOLE:
                text = f"its owner {holding.owner} is told with {percent(holding.share)}"
                self.notes.append(self.note(asset, NoteKind.SHARE_WRONG, text))
            told = Shareholding(owner, asset, max(holding.share, 0), holding.is_control)
            found[owner] = self._larger(found[owner], told) if owner in found else told
        total = sum([each.share for each in found.values()])
        # Readers round each share up by less than one, and three thirds are no more than all.
        if total - WHOLE >= max(len(found), 1):
            text = f"{percent(total)} are held in it, more than the whole"
            self.notes.append(self.note(asset, NoteKind.OVER_WHOLE, text))
        for each in found.values():
            self.all.append(each)
            self.of.setdefault(each.owner, []).append(each)

    def _owner(self, asset: int, holding: Holding) -> int | None:
        here = self._places.get((self.names[asset], holding.owner))
        if here is not None:
            return here
        elsewhere: Sequence[int] = self._elsewhere.get(holding.owner, ())
        if len(elsewhere) == 1:
            return elsewhere[0]
        kind = NoteKind.OWNER_AMBIGUOUS if elsewhere else NoteKind.OWNER_UNKNOWN
        lists = ", ".join(self.names[place] for place in elsewhere) or "no list of its regime"
        text = f"its owner {holding.owner} is on {lists}"
        self.notes.append(self.note(asset, kind, text))
        return None

    def _larger(self, known: Shareholding, told: Shareholding) -> Shareholding:
        """Return the larger of two holdings of one owner; they are mostly one, told twice."""
        if told.share != known.share:
            text = f"its owner {self.name(told.owner)} is told with several shares"
            self.notes.append(self.note(told.asset, NoteKind.OWNER_TWICE, text))
        share = max(told.share, known.share)
        is_control = told.is_control or known.is_control
        return Shareholding(told.owner, told.asset, share, is_control)


def percent(share: int) -> str:
    """Return ten-thousandths as people read them: `62.50 %`."""
    whole, part = divmod(abs(share), 100)
    return f"{'-' if share < 0 else ''}{whole}.{part:02} %"
