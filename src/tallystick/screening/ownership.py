"""Who counts as listed because listed ones hold enough in it: the 50 % rules, regime by regime.

A list says who holds what in an entity (`Entry.holdings`). What a regime makes of it is a
rule of its own, told with its source in `RULES`. Nothing is multiplied down a chain: an
entity that counts is blocked itself, so what it holds counts whole, and what an entity
holds that does not count is left out whole (OFAC, FAQ 401).

Shares count ten-thousandths. The same lists give the same answer in any order. What is odd in the
lists (an owner that nobody knows, more than the whole, a share that is not told) is a note
for people and stops nothing.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from tallystick.screening.holdings import (
    WHOLE,
    Note,
    NoteKind,
    Shareholding,
    Shareholdings,
    percent,
)
from tallystick.screening.lists import Listing, ListVersion, Regime, brought

HALF: Final = WHOLE // 2

# Of one entity, in words: so many holdings, and of each so many steps. The rest is counted.
_STAKES_TOLD: Final = 4
_ROAD_TOLD: Final = 6


class OwnershipRule(msgspec.Struct, frozen=True):
    """When an entity counts as listed for who holds what in it.

    It must be held to at least `share_min` ten-thousandths. Where `is_aggregate`, the
    shares of all who are listed count together; else those of one, with what counts as its own.
    `by_control`: whoever directs it without owning it is enough. `source` is where it stands.
    """

    share_min: int
    is_aggregate: bool
    by_control: bool
    source: str


# The EU's threshold was "more than 50 %" until the Council's best practices of 3 July 2024. The
# UN and lists of no law say nothing of what their entries own.
RULES: Final[Mapping[Regime, OwnershipRule]] = MappingProxyType(
    {
        Regime.US: OwnershipRule(
            HALF,
            is_aggregate=True,
            by_control=False,
            source="OFAC, Revised Guidance on Entities Owned by Persons Whose Property and "
            "Interests in Property Are Blocked (13 August 2014); FAQ 398, 399 and 401",
        ),
        Regime.EU: OwnershipRule(
            HALF,
            is_aggregate=True,
            by_control=True,
            source="Council of the EU, Best Practices for the effective implementation of "
            "restrictive measures, 11623/24 (3 July 2024), ownership and control",
        ),
        Regime.UK: OwnershipRule(
            HALF + 1,
            is_aggregate=False,
            by_control=True,
            source="The Russia (Sanctions) (EU Exit) Regulations 2019, regulation 7, and its like "
            "in other regulations; OFSI, general guidance, 4.1.4 (no aggregation)",
        ),
    }
)


class Stake(msgspec.Struct, frozen=True, gc=False):
    """One holding that counts: who holds it, how much, and whether the owner is listed itself.

    An owner that is not listed counts as listed, and is told as an `Inferred` of its own.
    """

    list: str
    owner: str
    name: str
    share: int
    is_control: bool
    is_listed: bool


class Inferred(msgspec.Struct, frozen=True):
    """An entity that is not listed and counts as listed under a regime's rule.

    `share` is what those hold in it together who make it count; `stakes` are their holdings, by
    size. `why` says all of it in one line, down to who is listed.
    """

    regime: Regime
    list: str
    entity: str
    name: str
    share: int
    stakes: tuple[Stake, ...]
    why: str


class Inference(NamedTuple):
    """What is inferred from lists, in the order of regime, list and entity, and what is odd."""

    inferred: tuple[Inferred, ...]
    notes: tuple[Note, ...]


class Counted(NamedTuple):
    """Lists with those entries alone that are listed or count as listed.

    `why` tells of each inferred one, by list and entity, for what it counts.
    """

    lists: tuple[ListVersion, ...]
    why: Mapping[Listing, str]


def infer(
    lists: Iterable[ListVersion], rules: Mapping[Regime, OwnershipRule] = RULES
) -> Inference:
    """Return which entities count as listed that are not, by the rule of each list's regime.

    A regime without a rule infers nothing. It takes time in proportion to the holdings; where
    what several hold is not added up, to those that count for each person who is listed.
    """
    inferred: list[Inferred] = []
    notes: list[Note] = []
    for found in _by_regime(lists, rules):
        inferred += found.inferred()
        notes += sorted({*found.holdings.notes, *found.open_questions()})
    return Inference(tuple(inferred), tuple(notes))


def _by_regime(
    lists: Iterable[ListVersion], rules: Mapping[Regime, OwnershipRule]
) -> Iterator["_Ownership"]:
    by_regime: dict[Regime, list[ListVersion]] = {}
    for version in sorted(lists, key=lambda each: each.name):
        if version.regime in rules:
            by_regime.setdefault(version.regime, []).append(version)
    for regime in sorted(by_regime):
        yield _Ownership(regime, rules[regime], by_regime[regime])


def counted_as_listed(
    lists: Sequence[ListVersion], rules: Mapping[Regime, OwnershipRule] = RULES
) -> Counted:
    """Return the lists as they are screened against: whoever does not count is left out.

    A list of which all are listed is returned as it is.
    """
    if _all_listed(lists):
        return Counted(tuple(lists), {})
    why = {(each.list, each.entity): each.why for each in infer(lists, rules).inferred}
    return Counted(tuple(_counting(version, why) for version in lists), why)


def _all_listed(lists: Iterable[ListVersion]) -> bool:
    return all(entry.is_listed for version in lists for entry in version.entries)


def paths_of(
    lists: Sequence[ListVersion], rules: Mapping[Regime, OwnershipRule] = RULES
) -> dict[Listing, bytes]:
    """Return a SHA-256 of the whole ownership path of each inferred entity, by list and entity.

    It is another when a holding by which the entity counts changes, or one of an owner that
    is not listed itself, on to whoever is listed. `why` tells no more than the nearest steps.
    """
    if _all_listed(lists):
        return {}
    return {
        listing: digest
        for found in _by_regime(lists, rules)
        for listing, digest in found.paths().items()
    }


def newly_counted(old: Sequence[ListVersion], new: Sequence[ListVersion]) -> frozenset[Listing]:
    """Return who counts by the new lists and did not by the old, or otherwise or for others.

    A company is among them when its owner is listed anew, though its own entry is as it was.
    """
    before, after = counted_as_listed(old), counted_as_listed(new)
    for_others = {each for each, why in after.why.items() if before.why.get(each) != why}
    return brought(before.lists, after.lists) | for_others


def _counting(version: ListVersion, why: Mapping[Listing, str]) -> ListVersion:
    entries = tuple(
        entry
        for entry in version.entries
        if entry.is_listed or (version.name, entry.entity) in why
    )
    return msgspec.structs.replace(version, entries=entries)


class _Road(NamedTuple):
    """Who is listed at the end of a chain of holdings, and the names of those between."""

    end: int
    through: tuple[str, ...]


class _Ownership:
    """The holdings of one regime's lists, and who counts by its rule.

    `claims` has what makes an entity count, `ranks` the order in which they came to: each is
    explained by those before it, so that no explanation goes round in a circle.
    """

    def __init__(self, regime: Regime, rule: OwnershipRule, lists: Sequence[ListVersion]) -> None:
        self.regime = regime
        self.rule = rule
        self.holdings = Shareholdings(lists)
        self.claims: dict[int, list[Shareholding]] = {}
        self.ranks: dict[int, int] = {}
        self._roads: dict[int, _Road] = {}
        if rule.is_aggregate:
            self._spread(self.holdings.listed)
        else:
            self._spread_from_each()
        self._roads_of_all()

    def _spread_from_each(self) -> None:
        covered: set[int] = set()
        for person in self._persons():
            if person not in covered:
                covered |= self._spread((person,))

    def _persons(self) -> list[int]:
        """Return who is listed, first those whom nobody has by one holding alone.

        Whoever counts for another has all that the other has, so the first cover most of the
        rest, and one that is covered need not be gone into again.
        """
        had = {each.asset for each in self.holdings.all if self._is_enough(each)}
        return sorted(self.holdings.listed, key=lambda person: (person in had, person))

    def _is_enough(self, holding: Shareholding) -> bool:
        by_control = self.rule.by_control and holding.is_control
        return by_control or holding.share >= self.rule.share_min

    def _spread(self, persons: Iterable[int]) -> set[int]:
        """Go on from persons to all that counts for them together, and return it with them."""
        reached = set(persons)
        waiting = deque(sorted(reached))
        shares: dict[int, int] = {}
        claims: dict[int, list[Shareholding]] = {}
        order: list[int] = []
        while waiting:
            for holding in self.holdings.of.get(waiting.popleft(), ()):
                asset = holding.asset
                claims.setdefault(asset, []).append(holding)
                shares[asset] = shares.get(asset, 0) + holding.share
                enough = shares[asset] >= self.rule.share_min or self._is_enough(holding)
                if enough and asset not in reached:
                    reached.add(asset)
                    order.append(asset)
                    waiting.append(asset)
        for asset in order:
            if asset not in self.ranks and not self.holdings.is_listed(asset):
                self.ranks[asset] = len(self.ranks)
                self.claims[asset] = sorted(claims[asset], key=_size)
        return reached

    def inferred(self) -> Iterator[Inferred]:
        """Yield who counts, in the order of list and entity."""
        for place in sorted(self.ranks):
            stakes = tuple(map(self._stake, self.claims[place]))
            yield Inferred(
                self.regime,
                self.holdings.names[place],
                self.holdings.entries[place].entity,
                self.holdings.name(place),
                sum(stake.share for stake in stakes),
                stakes,
                self._why(place),
            )

    def paths(self) -> dict[Listing, bytes]:
        """Return a digest of each one's claims, and of what stands behind those before it."""
        encode = msgspec.msgpack.Encoder().encode
        found: dict[int, bytes] = {}
        for place in self.ranks:
            told = [(self._stake(each), found.get(each.owner, b"")) for each in self.claims[place]]
            found[place] = sha256(encode((self.regime, told))).digest()
        return {
            (self.holdings.names[place], self.holdings.entries[place].entity): digest
            for place, digest in found.items()
        }

    def open_questions(self) -> Iterator[Note]:
        """Yield what who counts has in who does not, and the rule leaves to people."""
        counts = {*self.holdings.listed, *self.ranks}
        held: dict[int, int] = {}
        for holding in self.holdings.all:
            if holding.owner not in counts or holding.asset in counts:
                continue
            held[holding.asset] = held.get(holding.asset, 0) + holding.share
            owner = self.holdings.name(holding.owner)
            if holding.is_control:
                text = f"{owner} controls it, which by the rule is no ownership"
                yield self.holdings.note(holding.asset, NoteKind.CONTROL_ALONE, text)
            elif not holding.share:
                text = f"{owner} holds something in it, and nobody says how much"
                yield self.holdings.note(holding.asset, NoteKind.SHARE_UNTOLD, text)
        for asset, share in held.items():
            if share >= self.rule.share_min:
                text = f"several hold {percent(share)} in it, which the rule does not add up"
                yield self.holdings.note(asset, NoteKind.NOT_ADDED_UP, text)

    def _stake(self, holding: Shareholding) -> Stake:
        owner = holding.owner
        return Stake(
            self.holdings.names[owner],
            self.holdings.entries[owner].entity,
            self.holdings.name(owner),
            holding.share,
            holding.is_control,
            self.holdings.is_listed(owner),
        )

    def _why(self, place: int) -> str:
        claims = self.claims[place]
        if len(claims) == 1:
            return f"{self._extent(claims[0], 'owned')} by {self._told_road(claims[0])}"
        told = [
            f"{self._extent(each)} by {self._told_road(each)}" for each in claims[:_STAKES_TOLD]
        ]
        if more := len(claims) - _STAKES_TOLD:
            told += [f"{more} more"] if more > 0 else []
        total = percent(sum(each.share for each in claims))
        return f"owned {total} in all: {', '.join(told)}"

    def _extent(self, holding: Shareholding, verb: str = "") -> str:
        is_control = self.rule.by_control and holding.is_control
        owned = f"{verb} {percent(holding.share)}".strip() if holding.share else ""
        told = (owned, "controlled" if is_control else "")
        return " and ".join(filter(None, told)) or "held"

    def _told_road(self, holding: Shareholding) -> str:
        """Return who is listed at the end of a holding, and through whom, the nearest first."""
        end, through = self._road(holding.owner)
        told = [*through[:_ROAD_TOLD], *(["…"] if len(through) > _ROAD_TOLD else [])]
        road = f"{self.holdings.name(end)} (listed)"
        return f"{road} through {', '.join(told)}" if told else road

    def _road(self, owner: int) -> _Road:
        """Return how a holder is one of who is listed; of a long road the nearest steps."""
        return self._roads.get(owner) or _Road(owner, ())

    def _roads_of_all(self) -> None:
        """Find everybody's road by that of whom it was counted for, who came before."""
        for place in self.ranks:
            end, through = self._road(self._before(place).owner)
            self._roads[place] = _Road(end, (self.holdings.name(place), *through[:_ROAD_TOLD]))

    def _before(self, place: int) -> Shareholding:
        """Return the largest claim by one who is listed or came to count before."""
        return next(
            each
            for each in self.claims[place]
            if self.holdings.is_listed(each.owner) or self.ranks[each.owner] < self.ranks[place]
        )


def _size(holding: Shareholding) -> tuple[int, bool, int]:
    return -holding.share, not holding.is_control, holding.owner
