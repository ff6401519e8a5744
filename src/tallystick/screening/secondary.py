"""Secondary evidence: what is known of a party besides its name moves the score of its name.

Agreement brings a score nearer to certainty by a share of what is missing to it, so scores
near the top keep their order and none but an identifier's reaches it. What disagrees takes
a step off, small enough that the very name of somebody listed stays a hit: lists err about
births, and people move. A weak alias is a hit only where a birth agrees too.

All scores are whole numbers of ten-thousandths. The steps are our own; that there are such,
and that a weak alias alone is none, is asked by the Wolfsberg Group's guidance on sanctions
screening (2019) and by OFAC's on weak aliases.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from tallystick.screening.countries import country_code
from tallystick.screening.lists import EntityType, Entry, NameKind
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.screening.score import SCORE_MAX


class SecondaryRule(StrEnum):
    """What agrees or disagrees between a party and whoever is listed."""

    BIRTH_SAME = "same-birth"
    BIRTH_WITHIN = "birth-within-what-is-listed"
    BIRTH_OTHER = "other-birth"
    COUNTRY_SAME = "same-country"
    COUNTRY_OTHER = "other-country"
    TYPE_OTHER = "other-type"


class Secondary(msgspec.Struct, frozen=True):
    """One thing that agrees or not: what the message says, what the list says."""

    rule: SecondaryRule
    said: tuple[str, ...]
    listed: tuple[str, ...]


# A name alone, however exact, is no certainty: scores from here on are drawn together, so
# that the same words come to 9,700 and leave room for what is known besides.
NAME_ALONE_FROM: Final = 9_000
NAME_ALONE_MAX: Final = 9_700

# Of what is missing to certainty, in percent.
NEARER: Final = {
    SecondaryRule.BIRTH_SAME: 50,
    SecondaryRule.BIRTH_WITHIN: 25,
    SecondaryRule.COUNTRY_SAME: 10,
}
# Off the score, in ten-thousandths.
STEPS: Final = {
    SecondaryRule.BIRTH_OTHER: 1_000,
    SecondaryRule.TYPE_OTHER: 1_000,
    SecondaryRule.COUNTRY_OTHER: 200,
}
WEAK_WITH_BIRTH: Final = 300

# Lists are often a year out, and forms with a day and a month exchanged are common.
_YEARS_APART: Final = 1
_BIRTHS: Final = frozenset({SecondaryRule.BIRTH_SAME, SecondaryRule.BIRTH_WITHIN})
_PERSON: Final = EntityType.INDIVIDUAL
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ENTRIES_KEPT: Final = 65_536


class Weighed(NamedTuple):
    """A score after all that is known, and what moved it."""

    score: int
    secondary: tuple[Secondary, ...]


def weigh(score: int, kind: NameKind, entry: Entry, known: Particulars) -> Weighed:
    """Return what a name's score comes to with what is known besides it.

    `score` is the name's own, where a weak alias already counts four fifths.
    """
    found = tuple(_compared(entry, known)) if known != NOTHING_KNOWN else ()
    rules = frozenset(each.rule for each in found)
    if kind is NameKind.WEAK and rules & _BIRTHS:
        score = min(score * 5 // 4, SCORE_MAX) - WEAK_WITH_BIRTH
    score = _alone(score)
    for rule, percent in NEARER.items():
        if rule in rules:
            score += (SCORE_MAX - score) * percent // 100
    score -= sum(step for rule, step in STEPS.items() if rule in rules)
    return Weighed(max(score, 0), found)


def _alone(score: int) -> int:
    over = score - NAME_ALONE_FROM
    if over <= 0:
        return score
    room, kept = SCORE_MAX - NAME_ALONE_FROM, NAME_ALONE_MAX - NAME_ALONE_FROM
    return NAME_ALONE_FROM + over * kept // room


def _compared(entry: Entry, known: Particulars) -> Iterator[Secondary]:
    if known.births and entry.births and (rule := _birth(known.births, entry.births)):
        yield Secondary(rule, known.births, entry.births)
    countries = _countries(entry.countries)
    if known.countries and countries:
        is_shared = not countries.isdisjoint(known.countries)
        rule = SecondaryRule.COUNTRY_SAME if is_shared else SecondaryRule.COUNTRY_OTHER
        yield Secondary(rule, known.countries, entry.countries)
    both_known = EntityType.UNKNOWN not in (known.type, entry.type)
    if both_known and (known.type is _PERSON) is not (entry.type is _PERSON):
        yield Secondary(SecondaryRule.TYPE_OTHER, (known.type,), (entry.type,))


@lru_cache(maxsize=_ENTRIES_KEPT)
def _countries(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(country_code, words)))


def _birth(said: Iterable[str], listed: Iterable[str]) -> SecondaryRule | None:
    """Return what the births nearest to each other make; None if they are near, or unreadable."""
    found = {_nearness(one, other) for one in said for other in listed}
    for rule in (SecondaryRule.BIRTH_SAME, SecondaryRule.BIRTH_WITHIN, None):
        if rule in found:
            return rule
    return SecondaryRule.BIRTH_OTHER


def _nearness(said: str, listed: str) -> SecondaryRule | None:
    first, _, last = listed.partition("/")
    last = last or first
    if not all(map(_DATE.fullmatch, (said, first, last))):
        return None
    if said == first == last:
        return SecondaryRule.BIRTH_SAME
    if first <= said[: len(first)] and said[: len(last)] <= last:
        return SecondaryRule.BIRTH_WITHIN
    year = int(said[:4])
    is_near = int(first[:4]) - _YEARS_APART <= year <= int(last[:4]) + _YEARS_APART
    return None if is_near else SecondaryRule.BIRTH_OTHER
