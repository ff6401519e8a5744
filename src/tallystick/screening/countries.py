"""The country that the words of a list mean, as its ISO 3166-1 code.

Lists write countries as they like: `Korea, North`, `IRAN (ISLAMIC REPUBLIC OF)`, `Burma`,
`Afghan`, `RUS`. What is not surely one country of today has no code: a union that is no
more, two countries at once, a region that two countries claim.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tallystick.screening.country_words import WORDS
from tallystick.screening.names import normalise
from tallystick.terms.identifiers import is_country

_RECORD: Final = re.compile(r"\n(?! )")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)?")
_BEFORE: Final = re.compile(r"^.*: *")  # `Region: Gaza`, `Branch Office 11: Iran`
_AFTER: Final = re.compile(r"[.;].*$")  # `United States. Also believed to be Syrian`
_MORE: Final = re.compile(r" (?:by birth|citizen(?:ship)?|national(?:ity)?|passport)\b.*$")
_MAYBE: Final = re.compile(r"^(?:possibly|probably|believed to be|formerly) ")
_ARTICLE: Final = "the"
_KOSOVO: Final = "XK"
_KEPT: Final = 8_192


def _key(words: str) -> str:
    return " ".join(word for word in normalise(words) if word != _ARTICLE)


def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for record in _RECORD.split(WORDS.strip()):
        code, letters, names = record.split(maxsplit=2)
        for words in (letters, *names.split("|")):
            codes[_key(words)] = code
    return codes


_CODES: Final = _codes()


@lru_cache(maxsize=_KEPT)
def country_code(words: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of the country meant, "" if that is not known.

    Codes count in capitals alone: `na` says that nothing is known. Kosovo is `XK`.
    """
    text = words.strip()
    if is_country(text) or text == _KOSOVO:
        return text
    return next((_CODES[key] for key in _readings(text) if key in _CODES), "")


def _readings(text: str) -> Iterator[str]:
    """Yield what the words may mean, the most literal first."""
    yield _key(text)
    if bracketed := _BRACKETED.search(text):
        yield _key(f"{bracketed[1]} {text[: bracketed.start()]}")  # `Iran (Islamic Republic of)`
    bare = _BRACKETED.sub(" ", text)
    for part in (text, bare, _BEFORE.sub("", bare), _AFTER.sub("", bare)):
        first, comma, last = part.partition(",")
        if comma:
            yield _key(f"{last} {first}")  # `Congo, Republic of the`
        yield _key(part)
        key = _MORE.sub("", _key(part))
        yield _MAYBE.sub("", key)
