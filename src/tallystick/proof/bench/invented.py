"""Invented people, companies and ships for the screening bench: a list, and ordinary names.

Nobody here exists. Names are made of the syllables of a few invented tongues, and some words are
common and most are rare, as in real lists: a matcher's work hangs on how many bear one word. An
entity has a name and some others, of which some are spelt otherwise, shortened or reordered. The
ordinary names come from the same tongues and partly the same words. The same seed gives
the same names.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from tallystick.sandbox.chance import Chance, chance
from tallystick.screening.bundle import Bundle, bundle_of
from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import (
    Draft,
    EntityType,
    NameKind,
    Regime,
    list_version,
    source_file,
)

NAMES: Final = 40_000  # on the invented list, as on OFAC's and the UN's together
PUBLISHED_ON: Final = "2026-11-02"
LIST: Final = "Invented list"

_PERSON_SHARE: Final = 0.55
_COMPANY_SHARE: Final = 0.35
_ORDINARY_COMPANY: Final = 0.03
_ORDINARY_TONGUES: Final = (0, 0, 0, 1, 1, 1, 3, 3, 3, 3, 2)  # short words are fewer
_LISTED_GIVEN: Final = 0.4  # of ordinary names, with such a word of a list
_LISTED_FAMILY: Final = 0.25
_ALIASES_MAX: Final = 4
_FORMS: Final = ("LTD", "LLC", "CO.", "GMBH", "S.A.", "JSC", "TRADING", "HOLDING", "FZE")
_TRADES: Final = ("SHIPPING", "OIL", "STEEL", "EXPORT", "TRADING", "MARINE", "MINING", "FOODS")


class Tongue(NamedTuple):
    """What the words of an invented tongue are made of, and how many syllables they have."""

    onsets: tuple[str, ...]
    vowels: tuple[str, ...]
    ends: tuple[str, ...]
    syllables: tuple[int, int]


def _tongue(onsets: str, vowels: str, ends: str, syllables: tuple[int, int]) -> Tongue:
    no_end = (end.strip("-") for end in ends.split())
    return Tongue(tuple(onsets.split()), tuple(vowels.split()), tuple(no_end), syllables)


# A part that stands twice is twice as common; a dash is no end at all.
TONGUES: Final = (
    _tongue(
        "b d f g h j k kh l m n q r s sh t w y z", "a a i u aa ou", "b d d f l m n r s h", (2, 3)
    ),
    _tongue(
        "b v g d k l m n p r s t sh ch zh tr", "a e i o u ya", "ov ev in sky ko nik ich an", (2, 3)
    ),
    _tongue(
        "b ch d f g h j l m n p q r sh t w x y zh", "a ai ao e i iu o u ua", "- - n ng", (1, 1)
    ),
    _tongue(
        "b c d f g h l m n p r s t v br gr tr pl", "a e i o u ie ue", "- s z n l r o a", (2, 3)
    ),
)


class Words(NamedTuple):
    """The words of a tongue by how common they are: given names and family names."""

    given: tuple[str, ...]
    family: tuple[str, ...]


def invented_bundle(names: int = NAMES, seed: int = 0) -> Bundle:
    """Return a bundle of one invented list of at least so many names."""
    draw = chance(seed, "list")
    vocabulary = vocabulary_of(seed)
    drafts: dict[str, Draft] = {}
    made = 0
    while made < names:
        draft = _entity(draw, vocabulary)
        drafts[f"I-{len(drafts):06}"] = draft
        made += len(draft.names)
    file = source_file("list", f"{seed}/{names}".encode(), len(drafts))
    return bundle_of([list_version(LIST, PUBLISHED_ON, [file], drafts, Regime.OTHER)])


def ordinary_names(count: int, seed: int = 0) -> list[str]:
    """Return so many names of ordinary people and some companies, in the order drawn."""
    draw = chance(seed, "ordinary")
    vocabulary = vocabulary_of(seed)
    return list(islice(_ordinary(draw, vocabulary), count))


def _ordinary(draw: Chance, vocabulary: tuple[Words, ...]) -> Iterator[str]:
    while True:
        at = draw.choice(_ORDINARY_TONGUES)
        words, tongue = vocabulary[at], TONGUES[at]
        # Most words of ordinary names are on no list, and few of the others are frequent there.
        family = _either(draw, _LISTED_FAMILY, words.family, tongue)
        if draw.random() < _ORDINARY_COMPANY:
            yield f"{family} {_spoken(draw, tongue)} {draw.choice(_FORMS)}"
            continue
        count = draw.choice((1, 2, 2))
        given = [_either(draw, _LISTED_GIVEN, words.given, tongue) for _ in range(count)]
        yield " ".join((*given, family))


def _either(draw: Chance, share: float, words: tuple[str, ...], tongue: Tongue) -> str:
    """Return one of the words, each as likely, or, of the rest of the share, a new one."""
    return draw.choice(words) if draw.random() < share else _spoken(draw, tongue)


@cache
def vocabulary_of(seed: int) -> tuple[Words, ...]:
    """Return the words of each tongue."""
    draw = chance(seed, "words")
    return tuple(
        Words(_words(draw, tongue, 1_500), _words(draw, tongue, 9_000)) for tongue in TONGUES
    )


def _words(draw: Chance, tongue: Tongue, count: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_spoken(draw, tongue) for _ in range(count)))


def _word(draw: Chance) -> str:
    return _spoken(draw, draw.choice(TONGUES))


def _spoken(draw: Chance, tongue: Tongue) -> str:
    count = draw.randint(*tongue.syllables)
    parts = [draw.choice(tongue.onsets) + draw.choice(tongue.vowels) for _ in range(count)]
    return "".join((*parts, draw.choice(tongue.ends))).capitalize()


def _frequent(draw: Chance, words: tuple[str, ...]) -> str:
    """Return a word, the n-th of them n times more rarely than the first (Zipf)."""
    return words[int(len(words) ** draw.random()) - 1]


def _entity(draw: Chance, vocabulary: tuple[Words, ...]) -> Draft:
    words = draw.choice(vocabulary)
    draft = Draft()
    kind = draw.random()
    if kind < _PERSON_SHARE:
        _person(draft, draw, words)
    elif kind < _PERSON_SHARE + _COMPANY_SHARE:
        _company(draft, draw, words)
    else:
        _ship(draft, draw, words)
    return draft


def _person(draft: Draft, draw: Chance, words: Words) -> None:
    draft.type = EntityType.INDIVIDUAL
    family = _frequent(draw, words.family)
    given = [_frequent(draw, words.given) for _ in range(draw.choice((1, 2, 2, 3)))]
    draft.name(NameKind.PRIMARY, f"{family.upper()}, {' '.join(given)}")
    for _ in range(draw.randint(0, _ALIASES_MAX)):
        parts = [*given, family]
        at = draw.randrange(len(parts))
        if len(parts) > 2 and draw.randrange(2):
            del parts[at]
        else:
            parts[at] = _respelt(draw, parts[at])
        draft.name(NameKind.ALIAS, " ".join(parts))
    if not draw.randrange(8):
        draft.name(NameKind.WEAK, _frequent(draw, words.given))
    draft.births.add(f"{draw.randint(1940, 2004)}-{draw.randint(1, 12):02}")
    draft.identifiers.add(Identifier(IdentifierKind.DOCUMENT, f"P{draw.randint(10**6, 10**7)}"))


def _company(draft: Draft, draw: Chance, words: Words) -> None:
    draft.type = EntityType.ENTITY
    name = _frequent(draw, words.family).upper()
    rest = [draw.choice(_TRADES), draw.choice(_FORMS)]
    if draw.randrange(2):
        rest.insert(0, _frequent(draw, words.family).upper())
    draft.name(NameKind.PRIMARY, " ".join((name, *rest)))
    for _ in range(draw.randint(0, 2)):
        draft.name(NameKind.ALIAS, " ".join((_respelt(draw, name), *rest[:-1])))


def _ship(draft: Draft, draw: Chance, words: Words) -> None:
    draft.type = EntityType.VESSEL
    name = f"{_frequent(draw, words.given)} {draw.choice((_word(draw), str(draw.randint(1, 99))))}"
    draft.name(NameKind.PRIMARY, name.upper())
    draft.identifiers.add(Identifier(IdentifierKind.IMO, f"9{draw.randint(10**5, 10**6 - 1)}"))


def _respelt(draw: Chance, word: str) -> str:
    """Return a word with one letter in its midst changed, doubled or left out."""
    at = draw.randrange(1, max(2, len(word) - 1))
    middle = draw.choice((draw.choice("aeiouhy"), word[at - 1], ""))
    letter = middle.upper() if word.isupper() else middle.lower()
    return f"{word[:at]}{letter}{word[at + 1 :]}"
