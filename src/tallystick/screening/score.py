"""How alike two names are, by fixed rules, and the evidence for it.

A score is a whole number of ten-thousandths. Only the rules below give any; a name to
which none applies is no match. Whatever finds more, say by spelling or sound, answers
with the same `Match`, and nothing around it changes.
"""

from enum import StrEnum
from typing import Final

import msgspec

from tallystick.screening.lists import NameKind
from tallystick.screening.names import Words, joined, natural_order, normalise, telling, without

SCORE_MAX: Final = 10_000
# A hit, where nobody says otherwise.
THRESHOLD: Final = 8_500
# What `Policy.matcher` names: it rides in every verdict, as other rules would judge otherwise.
MATCHER: Final = "exact-3"


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
    ACCOUNT_BANK = "account-at-the-same-bank"
    DOCUMENT = "same-document-number"
    COUNTRY = "country-of-policy"


SCORES: Final = {
    Rule.EXACT: 10_000,
    Rule.SPACING: 9_700,
    Rule.ORDER: 9_500,
    Rule.TELLING: 9_200,
    Rule.WITHIN: 9_000,
    Rule.WORD: 7_000,
    Rule.IDENTIFIER: 10_000,
    Rule.INSTITUTION: 9_000,
    Rule.ACCOUNT_BANK: 9_000,
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


def name_of(text: str, *, may_be_inverted: bool = False) -> Name:
    """Return a text made ready to be compared."""
    words = normalise(text)
    orders: tuple[Words, ...] = (words,)
    if may_be_inverted and "," in text:
        orders = tuple(dict.fromkeys((words, normalise(natural_order(text)))))
    return Name(words, telling(text, words), orders)


def compare(query: Name, listed: Name, kind: NameKind = NameKind.PRIMARY) -> Match | None:
    """Return how the query matches a listed name of the kind; None if by no rule.

    Either may stand in any order; a text without letters matches nothing.
    """
    rule = _rule(query, listed)
    if rule is None:
        return None
    return Match(weighed(rule, kind), (_evidence(rule, query, listed),))


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
    return Rule.TELLING if sorted(query.telling) == sorted(listed.telling) else None


def _evidence(rule: Rule, query: Name, listed: Name) -> Evidence:
    if rule is not Rule.TELLING:
        return Evidence(rule, query.words, listed.words)
    aside = (
        *without(query.words, query.telling),
        *without(listed.words, listed.telling),
    )
    return Evidence(rule, query.telling, listed.telling, aside)
