"""Names as they are compared: one normal form for what is listed and what is asked.

A name becomes a sequence of words. Letters lose their case and their marks, by
Unicode's decomposition (NFKD) and case folding and by a short table of letters that
do not decompose; digits of every script become ASCII. Apostrophes and invisible
characters vanish, dotted initials are one word (`S.A.` is `sa`), and every other
character that is neither letter nor digit parts two words. No letter and no digit is
lost. The vowel signs of Indian and South-East Asian scripts count as letters, the
points of Arabic and Hebrew as marks.

Marks without end are parted (UAX #15, Stream-Safe Text Format): to order a run of them costs
the square of its length, and whoever writes a text may put in as many as it takes.
"""

import re
from typing import Final, TypeAlias
from unicodedata import category, combining, decimal, normalize

from tallystick.screening.forms import SET_ASIDE

Words: TypeAlias = tuple[str, ...]

# Letters that Unicode does not decompose, as passports write them without their mark.
_LETTERS: Final = {
    "æ": "ae",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",  # noqa: RUF001 - the dotless letter of Turkish
    "ł": "l",
    "ŋ": "n",
    "ø": "o",
    "œ": "oe",
    "þ": "th",
    "ŧ": "t",
    "ə": "e",
}

# What stands for an apostrophe, an ayn or a hamza; the Arabic stretching sign; fillers.
_VANISHING: Final = frozenset("'`´‘’‚‛′ʹʻʼʽʾʿˈˊˋ\u0640\u034f\u115f\u1160\u17b4\u17b5\u3164")  # noqa: RUF001
_UNSEEN: Final = (
    ("\x7f", "\x9f"),
    ("\u180b", "\u180f"),
    ("\u2065", "\u2065"),
    ("\ufe00", "\ufe0f"),
    ("\ufff0", "\ufff8"),
    ("\U00016fe4", "\U00016fe4"),
    ("\U000e0000", "\U000e0fff"),
)
# So many marks a letter has at the most before the rest is parted from it, and by what; and
# what is no mark and becomes one.
_MARKS_MAX: Final = 30
_PARTING: Final = "\u034f"
_BECOMING_MARKS: Final = "\u0f73\u0f75\u0f81\uff9e\uff9f"
_MARKS: Final = re.compile(b"\1{%d}(?=\1)" % _MARKS_MAX)
# Letters that make a flag two by two, and alone are seen as letters.
_FLAGS: Final = {chr(0x1F1E6 + place): chr(ord("a") + place) for place in range(26)}
_BRACKETS: Final = "("
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_INITIALS: Final = re.compile(
    r"(?<![^\W_])(?:(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?|(?:[^\W\d_]\.){2,})"
)


class _Characters(dict[int, str]):
    """What stands for a character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _standing_for(chr(code))
        return found


def normalise(text: str) -> Words:
    """Return the words of a name in the order written; a text without letters has none."""
    if text.isascii():
        plain = text.encode().translate(_PLAIN, _ASCII_VANISHING).decode()
    else:
        folded = normalize("NFKD", normalize("NFKD", _parted(text)).casefold())
        plain = folded.translate(_CHARACTERS)
    if "." in plain:
        plain = _INITIALS.sub(lambda found: f"{found[0].replace('.', '')} ", plain)
        plain = plain.replace(".", " ")
    return tuple(plain.split())


def joined(words: Words) -> str:
    """Return the key under which spaces do not count."""
    return "".join(words)


def ordered(words: Words) -> str:
    """Return the key under which the order of words does not count."""
    return " ".join(sorted(words))


def telling(text: str, words: Words) -> Words:
    """Return those of a text's words that tell who is meant, in order.

    What stands in brackets, company forms, titles and articles are left out, each
    unless nothing else would be left.
    """
    if _BRACKETS in text:
        words = normalise(_BRACKETED.sub(" ", text)) or words
    return tuple(word for word in words if word not in SET_ASIDE) or words


def bracketed(text: str) -> Words:
    """Return the words that stand in brackets."""
    if _BRACKETS not in text:
        return ()
    return tuple(word for part in _BRACKETED.findall(text) for word in normalise(part))


def natural_order(text: str) -> str:
    """Return `LAST, First` as `First LAST`, and any other text as it is."""
    last, comma, first = text.partition(",")
    return f"{first} {last}" if comma and "," not in first else text


def without(words: Words, kept: Words) -> Words:
    """Return the words that are not among those kept, each as often as it is in excess."""
    rest = list(words)
    for word in kept:
        if word in rest:
            rest.remove(word)
    return tuple(rest)


def _parted(text: str) -> str:
    """Return a text in which no more than `_MARKS_MAX` marks stand in a row."""
    if len(text) <= _MARKS_MAX:
        return text
    marks = bytes([combining(char) > 0 or char in _BECOMING_MARKS for char in text])
    ends = [found.end() for found in _MARKS.finditer(marks)]
    if not ends:
        return text
    bounds = zip((0, *ends), (*ends, len(text)), strict=True)
    return _PARTING.join([text[start:end] for start, end in bounds])


def _standing_for(char: str) -> str:
    kind = category(char)
    if char in _VANISHING or kind in ("Cf", "Me") or _is_mark(char) or _is_unseen(char):
        return ""
    if kind == "Nd":
        return str(decimal(char))
    if char in _FLAGS:
        return _FLAGS[char]
    if kind[0] in "LMN":
        return _LETTERS.get(char, char)
    return "." if char == "." else " "


def _is_mark(char: str) -> bool:
    # Canonical combining classes 10 to 36 are the points of Hebrew, Arabic and Syriac, those
    # from 200 on what stands above or below a letter, class 1 what lies over it; the classes
    # between hold vowels and viramas.
    place = combining(char)
    return place == 1 or 10 <= place <= 36 or place >= 200


def _is_unseen(char: str) -> bool:
    """Whether nobody sees the character: it may stand within a word and part nothing."""
    # Variation selectors choose a glyph; the rest is not assigned and told to be ignored, or
    # a control beyond ASCII, which XML 1.0 lets pass.
    return any(first <= char <= last for first, last in _UNSEEN)


_CHARACTERS: Final = _Characters()
# The same for ASCII, which most texts are, with the case of letters, as bytes for bytes.
_ASCII: Final = [chr(code) for code in range(128)]
_ASCII_VANISHING: Final = "".join(char for char in _ASCII if not _standing_for(char)).encode()
_PLAIN: Final = "".join(_standing_for(char.lower()) or " " for char in _ASCII).encode().ljust(256)
