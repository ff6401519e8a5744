"""Dates as lists write them, as the dates and ranges of an entry (ISO 8601).

`21 Mar 1961`, `21/03/1961`, `dd/mm/1961`, `1961-03-21`, `Mar 1961`, `1961` are dates, each as
precise as it is written. `1960 to 1962` and `between 1960 and 1962` are ranges. Of a date that
its list calls approximate, the years before and after are meant as well.
"""

import re
from typing import Final

from tallystick.terms.instants import is_date

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_ABOUT: Final = re.compile(r"^(?:circa|approximately|approx\.?|about|around|c\.?) +")
_SPAN: Final = re.compile(r"(?:between |from )?(.+?)(?: to | and |/| ?- ?)(.+)")
_YEAR: Final = re.compile(r"\d{4}")
_DECADE: Final = re.compile(r"(?:early |mid[- ]|late )?(\d{3})0'?s")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:t.*|[-+]\d\d:\d\d|z)?")
_WORDED: Final = re.compile(r"(?:(\d{1,2})[ -])?([a-z]{3})[a-z]*\.?[ -](\d{4})")
_SLASHED: Final = re.compile(r"(\d{1,2}|dd)/(\d{1,2}|mm)/(\d{4})")
_LAST_MONTH: Final = 12


def birth_of(words: str) -> str:
    """Return the date or range that the words say, "" if they say none that is understood."""
    text = " ".join(words.lower().split())
    bare = _ABOUT.sub("", text)
    found = _date(bare) or _span(bare)
    return around(found) if found and bare != text else found


def date_of_parts(year: str, month: str = "", day: str = "") -> str:
    """Return a date of its parts, as precise as they are; "" without a year or for no date.

    An empty or zero part is not known.
    """
    if not _YEAR.fullmatch(year) or not int(year):
        return ""
    months, days = (int(part) if part.isdecimal() else 0 for part in (month, day))
    if not months:
        return year
    if not 1 <= months <= _LAST_MONTH:
        return ""
    if not days:
        return f"{year}-{months:02}"
    whole = f"{year}-{months:02}-{days:02}"
    return whole if is_date(whole) else ""


def span_of(first: str, last: str) -> str:
    """Return the range from one of these dates to another, or the date where both are the same.

    A range over all days of one year or month is that year or month. Where one end is
    missing, or the second is before the first, there is no range but "".
    """
    if not first or not last or first[: len(last)] > last[: len(first)]:
        return ""
    if first == last:
        return first
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return first[:4]
    if first.endswith("-01") and last[:7] == first[:7] and is_date(last) and _ends_month(last):
        return first[:7]
    return f"{first}/{last}"


def around(found: str) -> str:
    """Return what an approximate date or range stands for: a year more on either side."""
    first, _slash, last = found.partition("/")
    start, stop = int(first[:4]), int((last or first)[:4])
    return f"{max(start - 1, 1):04}/{min(stop + 1, 9_999):04}"


def _ends_month(on: str) -> bool:
    return not is_date(f"{on[:8]}{int(on[8:]) + 1:02}")


def _span(text: str) -> str:
    if decade := _DECADE.fullmatch(text):
        return f"{decade[1]}0/{decade[1]}9"
    ends = _SPAN.fullmatch(text)
    return span_of(_date(ends[1]), _date(ends[2])) if ends else ""


def _date(text: str) -> str:
    if _YEAR.fullmatch(text):
        return date_of_parts(text)
    if iso := _ISO.fullmatch(text):
        return date_of_parts(iso[1], iso[2], iso[3] or "")
    if slashed := _SLASHED.fullmatch(text):
        day, month, year = slashed.groups()
        return date_of_parts(year, month.strip("m"), day.strip("d"))
    worded = _WORDED.fullmatch(text)
    if worded and worded[2] in _MONTHS:
        day, month, year = worded.groups()
        return date_of_parts(year, str(_MONTHS.index(month) + 1), day or "")
    return ""
