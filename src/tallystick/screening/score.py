"""How alike two names are, by fixed rules, and the evidence for it.

A score is a whole number of ten-thousandths. Only the rules below give any; a name to
which none applies is no match. Whatever finds more, say by spelling or sound, answers
with the same `Match`, and nothing around it changes.
"""

from enum import StrEnum
from typing import Final

import msgspec

from tallystick.screening.lists import NameKind
from tallystick.screening.matching.alignment import align
from tallystick.screening.matching.words import Role, Word, other_words, word_of
from tallystick.screening.names import bracketed_in, Words, joined, natural_order, normalise, telling, without

CUT_LETTERS_MIN: Final = 16
SCORE_MAX: Final = 10_000
# A hit, where nobody says otherwise.
THRESHOLD: Final = 8_500
# What `Policy.matcher` names: it rides in every verdict, as other rules would judge otherwise.
MATCHER: Final = "words-1"


class Rule(StrEnum):
    """By which rule a field was found to name somebody listed."""

    EXACT = "same-words"
    SPACING = "other-spaces"
    ORDER = "other-order"
    TELLING = "forms-and-titles-aside"
    WITHIN = "within-text"
    WORD = "one-word-within-text"
    IDENTIFIER = "same-identifier"
    INSTITUTION = "same-institution-other-branch"
    DOCUMENT = "same-document-number"
    COUNTRY = "country-of-policy"
    ALIKE = "alike-words"


SCORES: Final = {
    Rule.EXACT: 10_000,
    Rule.SPACING: 9_700,
    Rule.ORDER: 9_500,
    Rule.TELLING: 9_200,
    Rule.WITHIN: 9_000,
    Rule.WORD: 7_000,
    Rule.IDENTIFIER: 10_000,
    Rule.INSTITUTION: 9_000,
    Rule.DOCUMENT: 9_000,
    Rule.COUNTRY: 10_000,
}


class Evidence(msgspec.Struct, frozen=True):
    """Which words of the field stood for which listed words, by which rule.

    `aside` are the words of either that were not counted.
    """

    rule: Rule
    query: Words
    listed: Words
    aside: Words = ()


class Match(msgspec.Struct, frozen=True):
    """How alike two names are, and why."""

    score: int
    evidence: tuple[Evidence, ...]


class Name(msgspec.Struct, frozen=True):
    """A name made ready: its words as written, those that tell, and every order it may stand in.

    `orders` holds the words as written and, of an individual listed as `LAST, First`,
    as spoken.
    """

    words: Words
    telling: Words
    orders: tuple[Words, ...]
    parts: tuple[Word, ...]
    bracketed: frozenset[str]
    spaceless: str


def name_of(text: str, *, may_be_inverted: bool = False) -> Name:
    """Return a text made ready to be compared."""
    words = normalise(text)
    orders: tuple[Words, ...] = (words,)
    if may_be_inverted and "," in text:
        orders = tuple(dict.fromkeys((words, normalise(natural_order(text)))))
    return Name(words, telling(text, words), orders, parts_of(orders[-1]), bracketed_in(text) if "(" in text else frozenset(), joined(orders[-1]))


def parts_of(words: Words) -> tuple[Word, ...]:
    """Return the words made ready to be compared one by one."""
    if all(map(str.isascii, words)):
        return tuple(map(word_of, words))
    looks_latin = any(word[0] < "\x7f" or any(c < "\x7f" and c.isalpha() for c in word) for word in words)
    return tuple(
        part
        for word in words
        for part in ((word_of(word),) if word.isascii() else other_words(word, looks_latin=looks_latin))
    )


def compare(query: Name, listed: Name, kind: NameKind = NameKind.PRIMARY) -> Match | None:
    """Return how the query matches a listed name of the kind; None if by no rule.

    Either may stand in any order; a text without letters matches nothing.
    """
    rule = _rule(query, listed)
    if rule is None:
        return _alike(query, listed, kind)
    return Match(weighed(rule, kind), (_evidence(rule, query, listed),))


def _alike(query: Name, listed: Name, kind: NameKind) -> Match | None:
    if not query.parts or not listed.parts:
        return None
    found = align(query.parts, listed.parts)
    score = found.share * 8_500 // 8_300 if found.share < 8_300 else 8_500 + (found.share - 8_300) * 650 // 1_700
    score = max(score, _cut_score(query, listed))
    if not score: return None
    if kind is NameKind.WEAK: score=score*4//5
    return Match(score, (Evidence(Rule.ALIKE, query.words, listed.words),))


def weighed(rule: Rule, kind: NameKind) -> int:
    """Return the score by a rule; a weak alias, which tells little, counts four fifths."""
    return SCORES[rule] * 4 // 5 if kind is NameKind.WEAK else SCORES[rule]


def _rule(query: Name, listed: Name) -> Rule | None:
    if not query.words or not listed.words:
        return None
    if any(each in listed.orders for each in query.orders):
        return Rule.EXACT
    spaceless = {joined(each) for each in listed.orders}
    if any(joined(each) in spaceless for each in query.orders):
        return Rule.SPACING
    if sorted(query.words) == sorted(listed.words):
        return Rule.ORDER
    if sorted(query.telling) == sorted(listed.telling) and not _differ_in_brackets(query, listed):
        return Rule.TELLING
    return None


def _differ_in_brackets(query: Name, listed: Name) -> bool:
    return bool(query.bracketed and listed.bracketed and query.bracketed != listed.bracketed)


def _cut_score(query: Name, listed: Name) -> int:
    """Return the score of a name that goes on where the other was cut off; 0 if it does not."""
    short, long = sorted((query, listed), key=lambda n: len(n.spaceless))
    if len(short.spaceless) < CUT_LETTERS_MIN or short.bracketed:
        return 0
    if not long.spaceless.startswith(short.spaceless): return 0
    if sum(part.role in (Role.NAME, Role.NUMBER) for part in short.parts) < 2: return 0
    missing = len(long.spaceless) - len(short.spaceless)
    return 9_000 - 1_000 * missing // len(long.spaceless)


def _evidence(rule: Rule, query: Name, listed: Name) -> Evidence:
    if rule is not Rule.TELLING:
        return Evidence(rule, query.words, listed.words)
    aside = (
        *without(query.words, query.telling),
        *without(listed.words, listed.telling),
    )
    return Evidence(rule, query.telling, listed.telling, aside)
