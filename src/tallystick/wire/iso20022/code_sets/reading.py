"""Reading a newer edition of code sets from a file, as it is published or as a plain table.

Three forms are known by what they hold: the published JSON Schema of all sets
(`{"definitions": {SET: {"enum": [CODE, ...]}}}`, where a set without `enum` has no codes
told), one set in JSON (`{"name": SET, "codes": {CODE: TEXT}}`), and comma-separated
lines under the heading `set,code` or `set,code,valid_from,valid_to`, with dates
YYYY-MM-DD or nothing. Texts are not read.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.terms.instants import is_date
from tallystick.wire.iso20022.code_sets.sets import ALWAYS, CodeSet, CodeSets, Validity

SIZE_MAX: Final = 4 << 20  # bytes; the whole publication has a tenth of it
CODES_MAX: Final = 100_000  # in all sets; the whole publication has some three thousand

_NAME: Final = re.compile(r"External[A-Za-z0-9]{1,80}Code")
_CODE: Final = re.compile(r"[!-~]{1,35}")
_HEADINGS: Final = (["set", "code"], ["set", "code", "valid_from", "valid_to"])


class _Row(NamedTuple):
    """One code of one set, and where the file says so."""

    where: str
    name: Any
    code: Any
    validity: Validity = ALWAYS


def read_code_sets(raw: bytes, edition: str) -> CodeSets:
    """Return the code sets in a file, as of an edition: YYYY-MM or YYYY-MM-DD.

    Raises:
        RemoteMessageError: the file is too large, is not of a known form, or has a name,
            code or date that is none, or one code twice in a set. The field says where.
        LocalMessageError: the edition is no month and no date.
    """
    if not (is_date(edition) or is_date(f"{edition}-01")):
        detail = f"An edition is YYYY-MM or YYYY-MM-DD, not {edition[:40]!r}."
        raise LocalMessageError(detail, code="code-set-edition")
    if len(raw) > SIZE_MAX:
        raise _wrong("code-sets-too-large", f"has more than {SIZE_MAX} bytes", "")
    text = _text(raw)
    rows = _json_rows(text) if text.lstrip()[:1] in {"{", "["} else _csv_rows(text)
    return CodeSets(
        CodeSet(name, edition, MappingProxyType(codes)) for name, codes in _gathered(rows).items()
    )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise _wrong("code-sets-form", "is not UTF-8", f"byte {broken.start + 1}") from broken


def _gathered(rows: Iterable[_Row]) -> dict[str, dict[str, Validity]]:
    """Return the codes of each set; what breaks a rule is refused."""
    sets: dict[str, dict[str, Validity]] = {}
    for count, row in enumerate(rows):
        _refuse_row(row)
        if count == CODES_MAX:
            raise _wrong("code-sets-too-large", f"has more than {CODES_MAX} codes", row.where)
        codes = sets.setdefault(row.name, {})
        if row.code in codes:
            told = f"has {row.code} twice in {row.name}"
            raise _wrong("code-set-repeats", told, row.where)
        codes[row.code] = row.validity
    if not sets:
        raise _wrong("code-sets-form", "has no codes", "")
    return sets


def _refuse_row(row: _Row) -> None:
    if not _is_text(row.name, _NAME):
        told = f"has {_shown(row.name)} where the name of a set, External...Code, is due"
        raise _wrong("code-set-name", told, row.where)
    if not _is_text(row.code, _CODE):
        told = f"has {_shown(row.code)} where a code, 1 to 35 characters without a blank, is due"
        raise _wrong("code-form", told, row.where)
    first, last = row.validity
    for on in filter(None, row.validity):
        if not is_date(on):
            raise _wrong("code-date", f"has {_shown(on)} where a date is due", row.where)
    if last and first > last:
        raise _wrong("code-date", f"has a code that ends before it begins, {first}", row.where)


def _is_text(found: object, form: re.Pattern[str]) -> bool:
    return isinstance(found, str) and form.fullmatch(found) is not None


def _json_rows(text: str) -> Iterator[_Row]:
    try:
        whole = json.loads(text, object_pairs_hook=_named)
    except json.JSONDecodeError as broken:
        where = f"line {broken.lineno}, column {broken.colno}"
        raise _wrong("code-sets-form", f"is not JSON: {broken.msg}", where) from broken
    except (ValueError, RecursionError) as broken:
        raise _wrong("code-sets-form", "is not JSON that can be read", "") from broken
    match whole:
        case {"definitions": dict(definitions)}:
            for name, definition in definitions.items():
                yield from _enumerated(name, definition)
        case {"name": name, "codes": dict(codes)}:
            yield from (_Row(f"codes/{_cut(code)}", name, code) for code in codes)
        case _:
            told = "is JSON without definitions of sets, and without a name and codes of one"
            raise _wrong("code-sets-form", told, "")


def _enumerated(name: str, definition: object) -> Iterator[_Row]:
    where = f"definitions/{_cut(name)}"
    match definition:
        case {"enum": list(codes)}:
            for number, code in enumerate(codes):
                yield _Row(f"{where}/enum/{number}", name, code)
        case {"enum": _}:
            raise _wrong("code-sets-form", "has an enum that is no list of codes", where)
        case dict():
            return
        case _:
            raise _wrong("code-sets-form", "has a definition that is no object", where)


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, in which nothing may be told twice."""
    told = dict(pairs)
    if len(told) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        again = next(name for name, count in counts.items() if count > 1)
        raise _wrong("code-set-repeats", f"has {_shown(again)} twice in one object", "")
    return told


def _csv_rows(text: str) -> Iterator[_Row]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = next(lines, [])
        if heading not in _HEADINGS:
            told = "is neither JSON nor headed set,code or set,code,valid_from,valid_to"
            raise _wrong("code-sets-form", told, "line 1")
        for cells in lines:
            if cells:
                yield _row(cells, len(heading), f"line {lines.line_num}")
    except csv.Error as broken:
        where = f"line {lines.line_num}"
        raise _wrong("code-sets-form", f"is not comma-separated: {broken}", where) from broken


def _row(cells: list[str], width: int, where: str) -> _Row:
    if len(cells) != width:
        told = f"has {len(cells)} cells in a line under {width} headings"
        raise _wrong("code-sets-form", told, where)
    name, code, *dates = cells
    return _Row(where, name, code, Validity(*dates) if any(dates) else ALWAYS)


def _shown(found: object) -> str:
    return ascii(found[:80]) if isinstance(found, str) else f"a {type(found).__name__}"


def _cut(text: str) -> str:
    return ascii(text[:80])[1:-1]


def _wrong(code: str, told: str, where: str) -> RemoteMessageError:
    return RemoteMessageError(f"The file of code sets {told}.", code=code, field=where)
