"""How alike two names are, by fixed rules, and the evidence for it.

A score is a whole number of ten-thousandths. Names of the same words, however ordered, spaced
or adorned, have the scores of their rules. Below those stand names that are alike: word
stands for word, by the rules of `matching.likeness`, and what is left over counts against it.
Nothing but the two names decides: no list, and nothing that was asked before.
"""

from enum import StrEnum
from typing import Final

import msgspec

from tallystick.screening.lists import NameKind
from tallystick.screening.matching.alignment import SHARE_MAX, Alignment, Span, align
from tallystick.screening.matching.keys import CUT_LETTERS_MIN
from tallystick.screening.matching.likeness import ALIKE_MAX, WordRule
from tallystick.screening.matching.words import Role, Word, parts_of, plain_text
from tallystick.screening.names import (
    Words,
    bracketed,
    joined,
    natural_order,
    normalise,
    telling,
    without,
)
from tallystick.screening.scripts.across import compare_across
from tallystick.screening.scripts.writings import ARABIC, HAN, HANGUL, HEBREW, KANA, writing_of

SCORE_MAX: Final = 10_000
# A hit, where nobody says otherwise.
THRESHOLD: Final = 8_500
# Whoever is less alike is told to nobody, since nothing known besides would make it a hit.
FLOOR: Final = 7_500
# What `Policy.matcher` names: it rides in every verdict, as other rules would judge otherwise.
MATCHER: Final = "words-1"

# Whatever is longer is no name. No list has half as much, and to hold every word of it against
# every word of another would cost minutes.
WORDS_MAX: Final = 64
LETTERS_MAX: Final = 1_024

# A text of so many telling words may be a name cut off at a field's end, if it is long enough.
_CUT_WORDS_MIN: Final = 2
_CUT_FROM: Final = 9_000
_CUT_STEP: Final = 700

# How much of two names is the same where they begin to be a hit, and the most that names which
# are only alike come to: less than any of the same words.
_SHARE_OF_HIT: Final = 8_300
_ALIKE_MAX: Final = 9_150
# Scripts that leave vowels out or write syllables.
_READ: Final = (ARABIC, HEBREW, HANGUL, HAN, KANA)
# How much is the same at the floor.
SHARE_FLOOR: Final = FLOOR * _SHARE_OF_HIT // THRESHOLD


class Rule(StrEnum):
    """By which rule a field was found to name somebody listed."""

    EXACT = "same-words"
    SPACING = "other-spaces"
    ORDER = "other-order"
    TELLING = "forms-and-titles-aside"
    ALIKE = "alike-words"
    SCRIPT = "alike-in-another-script"
    CUT = "cut-off-text"
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
"""What each rule scores that scores always the same."""


class WordPair(msgspec.Struct, frozen=True):
    """Which words of the field stood for which listed words, by which rule, and how surely.

    `share` counts thousandths.
    """

    rule: WordRule
    query: Words
    listed: Words
    share: int


class Evidence(msgspec.Struct, frozen=True):
    """Which words of the field stood for which listed words, by which rule.

    `aside` are the words of either that were not counted, or counted against it. Where the
    words are alike and not the same, `pairs` tells them one by one.
    """

    rule: Rule
    query: Words
    listed: Words
    aside: Words = ()
    pairs: tuple[WordPair, ...] = ()


class Match(msgspec.Struct, frozen=True):
    """How alike two names are, and why."""

    score: int
    evidence: tuple[Evidence, ...]


class Name(msgspec.Struct, frozen=True):
    """A name made ready: its words as written, those that tell, and every order it may stand in.

    `orders` holds the words as written and, of an individual listed as `LAST, First`,
    as spoken. It `must_be_read` when its script does not tell letter by letter how it is spelt in
    Latin.
    """

    words: Words
    telling: Words
    orders: tuple[Words, ...]
    bracketed: Words
    must_be_read: bool

    @property
    def parts(self) -> tuple[Word, ...]:
        """The words as spoken, made ready to be compared one by one."""
        return parts_of(self.orders[-1])

    @property
    def plain(self) -> bytes:
        """The words as spoken in small ASCII letters; empty if no letter can be romanised."""
        return plain_text(self.orders[-1])

    @property
    def spaceless(self) -> str:
        """The name as spoken without its spaces."""
        return joined(self.orders[-1])


def name_of(text: str, words: Words | None = None, *, may_be_inverted: bool = False) -> Name:
    """Return a text made ready to be compared; its normal words, if they are at hand."""
    if words is None:
        words = normalise(text)
    orders: tuple[Words, ...] = (words,)
    if may_be_inverted and "," in text:
        orders = tuple(dict.fromkeys((words, normalise(natural_order(text)))))
    return Name(
        words,
        telling(text, words),
        orders,
        bracketed(text),
        not text.isascii() and any(writing_of(word) in _READ for word in words),
    )


def is_too_long(words: Words) -> bool:
    """Tell whether a text has more words or letters than any name."""
    return len(words) > WORDS_MAX or sum(map(len, words)) > LETTERS_MAX


def compare(query: Name, listed: Name, kind: NameKind = NameKind.PRIMARY) -> Match | None:
    """Return how the query matches a listed name of the kind; None if no word stands for any.

    Either may stand in any order; a text without letters matches nothing, and neither does one
    that is too long for a name.
    """
    if is_too_long(query.words) or is_too_long(listed.words):
        return None
    rule = same_by(query, listed)
    if rule is not None:
        return Match(weighed(SCORES[rule], kind), (_evidence(rule, query, listed),))
    if query.must_be_read is not listed.must_be_read:
        return _compare_across(query, listed, kind)
    if not query.parts or not listed.parts:
        return None
    found = align(query.parts, listed.parts)
    alike, cut = _alike_score(found.share), _cut_score(query, listed)
    if not max(alike, cut):
        return None
    rule = Rule.CUT if cut > alike else Rule.ALIKE
    return Match(weighed(max(alike, cut), kind), (_alike_evidence(rule, query, listed, found),))


def _compare_across(query: Name, listed: Name, kind: NameKind) -> Match | None:
    """Return how a name in a script that must be read matches one that need not, either asked."""
    original, latin = (query, listed) if query.must_be_read else (listed, query)
    found = compare_across(original.words, latin.words)
    if not found.score:
        return None
    pairs = tuple(
        WordPair(
            WordRule.READ,
            each.original if query.must_be_read else each.latin,
            each.latin if query.must_be_read else each.original,
            each.score * ALIKE_MAX // SCORE_MAX,
        )
        for each in found.pairs
    )
    evidence = Evidence(Rule.SCRIPT, query.words, listed.words, found.aside, pairs)
    return Match(weighed(_below_the_same(found.score), kind), (evidence,))


def weighed(score: int, kind: NameKind) -> int:
    """Return a score by what kind the name is; a weak alias, which tells little, counts less."""
    return score * 4 // 5 if kind is NameKind.WEAK else score


def same_by(query: Name, listed: Name) -> Rule | None:
    """Return the rule by which two names have the same words; None if they have not."""
    if not query.words or not listed.words:
        return None
    if any(each in listed.orders for each in query.orders):
        return Rule.EXACT
    spaceless = {joined(each) for each in listed.orders}
    if any(joined(each) in spaceless for each in query.orders):
        return Rule.SPACING
    if sorted(query.words) == sorted(listed.words):
        return Rule.ORDER
    is_same = sorted(query.telling) == sorted(listed.telling)
    return Rule.TELLING if is_same and not _differ_in_brackets(query, listed) else None


def _differ_in_brackets(query: Name, listed: Name) -> bool:
    """Tell whether both say something in brackets, and not the same: two branches of a bank."""
    return bool(query.bracketed and listed.bracketed) and query.bracketed != listed.bracketed


def _alike_score(share: int) -> int:
    """Return the score of names of which so much is the same, in order of how much."""
    if share < _SHARE_OF_HIT:
        return THRESHOLD * share // _SHARE_OF_HIT
    room = SCORE_MAX - THRESHOLD
    over = (share - _SHARE_OF_HIT) * room // (SHARE_MAX - _SHARE_OF_HIT)
    return _below_the_same(THRESHOLD + over)


def _below_the_same(score: int) -> int:
    """Return a score drawn together from the threshold on, below that of the same words."""
    over = max(score - THRESHOLD, 0)
    return min(score, THRESHOLD) + over * (_ALIKE_MAX - THRESHOLD) // (SCORE_MAX - THRESHOLD)


def _cut_score(query: Name, listed: Name) -> int:
    """Return the score of two names of which one goes on where the other ends; else 0."""
    short, long = sorted((query, listed), key=_letters)
    begun, whole = short.spaceless, long.spaceless
    if len(begun) < CUT_LETTERS_MIN or not whole.startswith(begun):
        return 0
    words = sum(part.role is Role.NAME for part in short.parts)
    missing = len(whole) - len(begun)
    return _CUT_FROM - _CUT_STEP * missing // len(whole) if words >= _CUT_WORDS_MIN else 0


def _letters(name: Name) -> int:
    return len(name.spaceless)


def _evidence(rule: Rule, query: Name, listed: Name) -> Evidence:
    if rule is not Rule.TELLING:
        return Evidence(rule, query.words, listed.words)
    aside = (
        *without(query.words, query.telling),
        *without(listed.words, listed.telling),
    )
    return Evidence(rule, query.telling, listed.telling, aside)


def _alike_evidence(rule: Rule, query: Name, listed: Name, found: Alignment) -> Evidence:
    ours, theirs = query.parts, listed.parts
    aside = (
        *(ours[place].text for place in found.left_of_query),
        *(theirs[place].text for place in found.left_of_listed),
    )
    pairs = tuple(
        WordPair(alike.rule, _texts(ours, here), _texts(theirs, there), alike.share)
        for here, there, alike in found.pairs
    )
    return Evidence(rule, query.words, listed.words, aside, pairs)


def _texts(parts: tuple[Word, ...], span: Span) -> Words:
    return tuple(part.text for part in parts[span.start : span.end])
