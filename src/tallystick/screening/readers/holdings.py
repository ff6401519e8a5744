"""A bank's own knowledge of who holds what in whom: a plain CSV that joins a list by its ids.

| column | what it holds |
|---|---|
| `list` | the name of the list that the owners are on, the same in every row |
| `owner` | the id of who holds: an entity of that list, or one that this file names |
| `owned` | the id of whom it is held in: an entity of that list, or one of the bank's own |
| `share` | per cent, `50` or `12.5`; empty where it is not known |
| `control` | `yes` where the owner directs it, whatever it owns; else `no` or empty |
| `name` | the name of the owned, needed where the list does not have it |
| `type` | what the owned is, as in a bank's own list; `entity` where it is empty |
| `countries` | separated by semicolons; may be empty |

The last three columns may be left out. Whom the list does not have is not listed by being
named here: it is known for who holds it, and the law of the list says what follows.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from tallystick.screening.lists import (
    Draft,
    Edition,
    EntityType,
    Entry,
    Holding,
    ListVersion,
    NameKind,
    source_file,
)
from tallystick.screening.readers.rows import ListFile, broken, first_cells, rows_of
from tallystick.screening.readers.shares import share_of

COLUMNS: Final = ("list", "owner", "owned", "share", "control")
OPTIONAL: Final = ("name", "type", "countries")
PART: Final = "holdings"

_SEPARATOR: Final = re.compile(r"\s*;\s*")
_SHARE: Final = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_ANSWERS: Final = {"yes": True, "no": False, "": False}


class _Row(msgspec.Struct, frozen=True):
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def is_list(file: ListFile) -> bool:
    """Tell whether the file's first record is the header."""
    header = _header(file)
    more = header[len(COLUMNS) :]
    return header[: len(COLUMNS)] == COLUMNS and more == OPTIONAL[: len(more)]


def list_of(file: ListFile) -> str:
    """Return the list that the holdings belong to.

    Raises:
        RemoteMessageError: the file is not CSV, has no row, or is of two lists.
    """
    rows = _rows(file)
    if not rows:
        raise broken(file.name, 1, "list-empty", "the file tells of no holding")
    for row in rows:
        if not row["list"] or row["list"] != rows[0]["list"]:
            raise broken(file.name, row.line, "two-editions", "the rows are of two lists or none")
    return rows[0]["list"]


def join(edition: Edition, file: ListFile) -> Edition:
    """Return the edition with what the file adds to it; the file is one more part of it.

    Raises:
        RemoteMessageError: a row breaks a rule of the columns, or speaks of an entity that
            neither the list nor the file has.
    """
    version, rows = edition.version, _rows(file)
    there = {each.entity: each for each in version.entries}
    for row in rows:
        _refuse(file, row)
    there |= _unlisted(file, [row for row in rows if row["owned"] not in there])
    for row in rows:
        if row["owner"] not in there:
            detail = f"{version.name} has no entity {row['owner'][:40]!r}, and no row names it"
            raise broken(file.name, row.line, "unknown-entity", detail)
        there[row["owned"]] = _held(there[row["owned"]], row)
    files = tuple(sorted((*version.files, source_file(PART, file.raw, len(rows)))))
    entries = tuple(there[entity] for entity in sorted(there))
    return edition._replace(version=_with(version, files=files, entries=entries))


def _with(version: ListVersion, **parts: object) -> ListVersion:
    return msgspec.structs.replace(version, **parts)


def _header(file: ListFile) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in first_cells(file.raw))


def _rows(file: ListFile) -> list[_Row]:
    header = _header(file)
    return [
        _Row(row.line, dict(zip(header, map(str.strip, row.cells), strict=True)))
        for row in rows_of(file, len(header))
    ][1:]


def _refuse(file: ListFile, row: _Row) -> None:
    share, kind = row["share"], row["type"]
    rules = (
        (not row["owner"] or not row["owned"], "empty", "owner and owned must be filled"),
        (row["owner"] == row["owned"], "self", "nobody holds itself"),
        (share and not _is_share(share), "share", f"{share[:20]!r} is no share in per cent"),
        (row["control"] not in _ANSWERS, "control", "control is yes, no or empty"),
        (kind and kind not in list(EntityType), "type", f"{kind[:20]!r} is no type of entity"),
    )
    for is_broken, rule, detail in rules:
        if is_broken:
            raise broken(file.name, row.line, rule, detail)


def _is_share(text: str) -> bool:
    return _SHARE.fullmatch(text) is not None and share_of(text) is not None


def _unlisted(file: ListFile, rows: Sequence[_Row]) -> dict[str, Entry]:
    """Return the entities that the list does not have; of several names the first is primary.

    The first by its letters, so that the order of the rows does not count.
    """
    drafts: dict[str, Draft] = {}
    for row in sorted(rows, key=lambda each: (not each["name"], each["name"])):
        draft = drafts.get(row["owned"])
        if draft is None:
            draft = drafts[row["owned"]] = _draft(file, row)
        draft.name(NameKind.ALIAS, row["name"])
        for country in _SEPARATOR.split(row["countries"]):
            draft.country(country)
    return {owned: draft.entry(owned) for owned, draft in drafts.items()}


def _draft(file: ListFile, row: _Row) -> Draft:
    if not row["name"]:
        detail = f"the list has no entity {row['owned'][:40]!r}, so its name must be told"
        raise broken(file.name, row.line, "unknown-entity", detail)
    draft = Draft()
    draft.is_listed = False
    draft.type = EntityType(row["type"] or EntityType.ENTITY)
    draft.name(NameKind.PRIMARY, row["name"])
    return draft


def _held(entry: Entry, row: _Row) -> Entry:
    share = share_of(row["share"]) or 0
    holding = Holding(row["owner"], share, _ANSWERS[row["control"]])
    return msgspec.structs.replace(entry, holdings=tuple(sorted({*entry.holdings, holding})))
