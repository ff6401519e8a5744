"""Texts that hide a name from a machine and not from whoever reads them.

Beside the text as it stands, these readings of it are looked through:

- without the escapes of JSON (RFC 8259, section 7), which a text in JSON within XML may have;
- and without the names of JSON's members and the tags of XML, which part what they name: a name
  told in two members, as IVMS101 has it, stands together to whoever reads them;
- the other way round from U+202E on, behind which a screen shows letters from right to left
  (Unicode Standard Annex 9, section 2.2);
- with letters for the digits and signs that stand for them within a word of letters.

What a text says as it stands is never given up for a reading of it.
"""

import re
from collections.abc import Iterator
from typing import Final

_DISGUISE: Final = re.compile("[34@$\\\\\u202e{<]")
_NAMING: Final = re.compile(r"""["'][^"'\\]*["']\s*:|<[^<>]*>""")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|[bfnrt])")
_OVERRIDE: Final = "\u202e"
_OVERRIDDEN: Final = re.compile("\u202e([^\u202c]*)")
# Whatever its letters: a pattern that asks for a sign among them takes the square of a long word.
_WORD: Final = re.compile(r"[\w@$]+")
_STANDING_FOR: Final = str.maketrans("34@$", "eaas")
# A word of fewer letters is a name of its own: `MP3`, `A4`.
_LETTERS_MIN: Final = 3


def readings_of(text: str) -> tuple[str, ...]:
    """Return what a text says to its reader besides what it says as it stands, each once.

    Nearly every text has none. There are seventeen at the most, none longer than the text.
    """
    if _DISGUISE.search(text) is None:
        return ()
    shown = (way for each in _told_by(text) for way in _ways_round(each))
    found = dict.fromkeys(each for way in shown for each in (way, _WORD.sub(_lettered, way)))
    found.pop(text, None)
    return tuple(found)


def _told_by(text: str) -> Iterator[str]:
    plain = text
    for plain in _unescaped(text):
        yield plain
    if "{" in plain or "<" in plain:
        yield _NAMING.sub(" ", plain)


def _unescaped(text: str) -> Iterator[str]:
    yield text
    if "\\" in text:
        plain = _ESCAPE.sub(_escaped, text)
        # Two escapes are one character beyond the first plane; one of them alone is none.
        yield plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else " "


def _ways_round(text: str) -> Iterator[str]:
    """Yield a text, with its overridden parts turned round, and the whole turned round.

    The last is for embeddings within embeddings, by which a part may seem to end before it does.
    """
    yield text
    if _OVERRIDE in text:
        yield _OVERRIDDEN.sub(lambda found: found[1][::-1], text)
        yield text[::-1]


def _lettered(found: re.Match[str]) -> str:
    word = found[0]
    # Nearly every word is one or the other, and stays as it is.
    if word.isalpha() or word.isdigit():
        return word
    letters = sum(map(str.isalpha, word))
    is_of_letters = letters >= _LETTERS_MIN and 2 * letters >= len(word)
    return word.translate(_STANDING_FOR) if is_of_letters else word
