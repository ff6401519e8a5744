"""Whose an account is: the name that was asked about, held against its holder's.

The account's bank tells its node the holder's name; the bank that asks is told what this
comparison found, and never the name. It is told more only where it nearly knew: the first
letter of each word, so that a payer sees a slip of the pen.
"""

from typing import Final
from unicodedata import category, normalize

from tallystick.core.assignments import Outcome
from tallystick.screening.names import Words, without
from tallystick.screening.score import Name, name_of, same_by

# Of a name of several words, so many must be asked about at the least.
CLOSE_WORDS_MIN: Final = 2
# A word of so many letters may have one wrong, missing, too many, or two exchanged.
SLIP_LETTERS_MIN: Final = 4
# In names that differ in more words than so many, nothing is close.
PAIRED_WORDS_MAX: Final = 4
# A name may leave out so many words of the other: two given names, or a father's and a
# mother's. Whoever asks about more is not misspelling, but trying many names at once.
LEFT_OUT_MAX: Final = 2
# As long as a name may be in a message (Max140Text).
DISPLAY_MAX: Final = 140
_HIDDEN: Final = "***"
_JOINER: Final = "\u200d"


def found_of(asked: str, holder: str) -> Outcome:
    """Return what the asked name is to the holder's: MATCHED, CLOSE or DIFFERENT.

    UNKNOWN where either has no letter by which it could be compared.
    """
    query, known = name_of(asked, may_be_inverted=True), name_of(holder, may_be_inverted=True)
    if not query.words or not known.words:
        return Outcome.UNKNOWN
    if same_by(query, known):
        return Outcome.MATCHED
    return Outcome.CLOSE if _is_close(query, known) else Outcome.DIFFERENT


def _is_close(query: Name, known: Name) -> bool:
    """Whether all words of the shorter name stand in the longer, slips and initials allowed.

    One word alone is close to a name of one word; of longer ones it would be a guess that pays.
    """
    shorter, longer = sorted((query.telling, known.telling), key=len)
    if len(shorter) < min(CLOSE_WORDS_MIN, len(longer)):
        return False
    if len(longer) - len(shorter) > LEFT_OUT_MAX:
        return False
    rest, others = without(shorter, longer), without(longer, shorter)
    if len(rest) > PAIRED_WORDS_MAX:
        return False
    has_whole = any(len(word) > 1 for word in without(shorter, rest))
    return _pairs_up(rest, others, has_whole=has_whole)


def _pairs_up(words: Words, others: Words, *, has_whole: bool) -> bool:
    """Whether each word fits another of its own; not all of them may be initials alone."""
    if not words:
        return has_whole
    word = words[0]
    return any(
        _pairs_up(
            words[1:],
            without(others, (each,)),
            has_whole=has_whole or min(len(word), len(each)) > 1,
        )
        for each in dict.fromkeys(others)
        if _fits(word, each)
    )


def _fits(word: str, other: str) -> bool:
    if min(len(word), len(other)) == 1:
        return word[0] == other[0]
    return min(len(word), len(other)) >= SLIP_LETTERS_MIN and _is_slip(word, other)


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours are exchanged."""
    first = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if first is None:
        return abs(len(word) - len(other)) == 1
    after, others = word[first:], other[first:]
    return (
        after[1:] == others[1:]
        or after[1:] == others
        or after == others[1:]
        or (after[:2] == others[:2][::-1] and after[2:] == others[2:])
    )


def masked(name: str) -> str:
    """Return a name as it is shown to whoever asked: the first letter of each word, and stars.

    The letter is what a reader takes for one, with its marks. A word of one letter, by itself
    a whole name in some scripts, is shown only if it is the first. What is masked already stays
    as it is, and how long a word is, is not told.
    """
    words = normalize("NFC", name).split()
    shown = [_masked_word(word, is_first=not place) for place, word in enumerate(words)]
    return " ".join(shown)[:DISPLAY_MAX].strip()


def _masked_word(word: str, *, is_first: bool) -> str:
    first = _first_letter(word)
    is_alone = first == word and not is_first
    return _HIDDEN if is_alone or not first[:1].isalnum() else f"{first}{_HIDDEN}"


def _first_letter(word: str) -> str:
    """Return a word's first letter with all that stands on or is joined to it."""
    end = 1
    while end < len(word) and (
        category(word[end])[0] == "M" or _JOINER in word[end - 1 : end + 1]
    ):
        end += 1
    return word[:end]


def shown_in(raw: bytes) -> str:
    """Return a masked name as the other node sent it, masked once more; "" if it is no text."""
    try:
        name = raw[: 4 * DISPLAY_MAX].decode()
    except UnicodeDecodeError:
        return ""
    return masked(name) if name.isprintable() else ""
