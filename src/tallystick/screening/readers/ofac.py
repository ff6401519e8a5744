"""OFAC's lists as CSV: the SDN list and the consolidated non-SDN list, which have one form.

An edition is up to four files: the primary records, alternate names, addresses, and
the remainder of remarks longer than a record holds. They are known by their width and
bear no header, no date and no name of their list, so a file of the non-SDN list is
known by its name, which begins with `cons`. An empty cell reads `-0-`. Individuals are
listed as `LAST, First`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import (
    Draft,
    Edition,
    EntityType,
    NameKind,
    Regime,
    list_version,
    source_file,
)
from tallystick.screening.readers.remarks import take_remarks
from tallystick.screening.readers.rows import ListFile, Row, broken, first_cells, rows_of

SDN: Final = "OFAC SDN"
NON_SDN: Final = "OFAC Consolidated"

PRIMARY: Final = "primary"
ALTERNATES: Final = "alternates"
ADDRESSES: Final = "addresses"
REMAINDERS: Final = "remainders"

_WIDTHS: Final = {PRIMARY: 12, ALTERNATES: 5, ADDRESSES: 6, REMAINDERS: 2}
_PARTS: Final = {width: part for part, width in _WIDTHS.items()}
_NOTHING: Final = "-0-"
_TYPES: Final = {
    "individual": EntityType.INDIVIDUAL,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
    _NOTHING: EntityType.ENTITY,
}
_ALIASES: Final = {"aka", "fka", "nka"}
_REMARKS_MAX: Final = 1000
# `SDGT] [SYRIA` are two.
_PROGRAMMES: Final = re.compile(r"\]\s*\[")

Parts = Mapping[str, ListFile]


def part_of(file: ListFile) -> tuple[str, str] | None:
    """Return the list and the part of it that a file holds; None if it is not of this form."""
    cells = first_cells(file.raw)
    part = _PARTS.get(len(cells))
    if part is None or not (cells[0].isdigit() or _is_header(cells)):
        return None
    return list_of(file), part


def list_of(file: ListFile) -> str:
    """Return which of OFAC's two lists a file in one of its formats is of, by its name."""
    return NON_SDN if file.name.lower().startswith("cons") else SDN


def read(name: str, parts: Parts) -> Edition:
    """Return the edition that the parts make.

    Raises:
        RemoteMessageError: a file breaks a rule of the format.
    """
    rows = {part: _rows(file, part) for part, file in parts.items()}
    drafts: dict[str, Draft] = {}
    remarks = _take_primary(drafts, parts, rows.get(PRIMARY, ()))
    primary = frozenset(drafts)
    cut = _continue(remarks, rows.get(REMAINDERS, ()))
    missed = sum(
        take_remarks(drafts.setdefault(entity, Draft()), text) for entity, text in remarks.items()
    )
    for row in rows.get(ALTERNATES, ()):
        _take_alternate(drafts.setdefault(row.cells[0], Draft()), parts[ALTERNATES], row)
    named = {entity: draft for entity, draft in drafts.items() if draft.names}
    homeless = sum(not _take_address(named, row) for row in rows.get(ADDRESSES, ()))
    files = [source_file(part, file.raw, len(rows[part])) for part, file in parts.items()]
    version = list_version(name, "", files, named, Regime.US)
    counts = (len(named.keys() - primary), cut, missed, homeless)
    return Edition(version, tuple(_notes(name, counts)))


def _is_header(cells: Sequence[str]) -> bool:
    return cells[0].lower() in {"id", "ent_num"}


def _rows(file: ListFile, part: str) -> list[Row]:
    rows = list(rows_of(file, _WIDTHS[part]))
    if rows and _is_header(rows[0].cells):
        del rows[0]
    for row in rows:
        if not row.cells[0].isdigit():
            detail = f"{row.cells[0][:20]!r} is no entity number"
            raise broken(file.name, row.line, "entity-number", detail)
    return rows


def _filled(cell: str) -> str:
    return "" if cell.strip() == _NOTHING else cell


def _take_primary(drafts: dict[str, Draft], parts: Parts, rows: Sequence[Row]) -> dict[str, str]:
    """Take the primary records; return each entity's remarks, which may go on elsewhere."""
    remarks = {}
    for row in rows:
        entity, name, kind = row.cells[:3]
        if entity in drafts:
            detail = f"entity {entity} is listed twice"
            raise broken(parts[PRIMARY].name, row.line, "entity-twice", detail)
        if kind.strip() not in _TYPES or not _filled(name).strip():
            detail = f"entity {entity} has no name, or a type that is not known: {kind[:20]!r}"
            raise broken(parts[PRIMARY].name, row.line, "record", detail)
        draft = drafts[entity] = Draft()
        draft.type = _TYPES[kind.strip()]
        draft.name(NameKind.PRIMARY, name)
        draft.identifier(IdentifierKind.DOCUMENT, _filled(row.cells[5]))  # a ship's call sign
        draft.country(_filled(row.cells[9]))
        for programme in _PROGRAMMES.split(_filled(row.cells[3])):
            draft.programme(programme)
        remarks[entity] = _filled(row.cells[11])
    return remarks


def _continue(remarks: dict[str, str], remainders: Sequence[Row]) -> int:
    """Join remarks to their remainders; return how many are cut off and go on nowhere."""
    cut = {entity for entity, text in remarks.items() if len(text) >= _REMARKS_MAX}
    for row in remainders:
        entity, remainder = row.cells
        remarks[entity] = remarks.get(entity, "") + remainder
        cut.discard(entity)
    for entity in cut:
        remarks[entity] = remarks[entity].rpartition(";")[0]
    return len(cut)


def _take_alternate(draft: Draft, file: ListFile, row: Row) -> None:
    _entity, _number, kind, name, _remarks = row.cells
    if kind not in _ALIASES or not _filled(name).strip():
        detail = f"an alternate name is empty, or of a kind that is not known: {kind[:20]!r}"
        raise broken(file.name, row.line, "alternate", detail)
    draft.name(NameKind.ALIAS, name)


def _take_address(drafts: Mapping[str, Draft], row: Row) -> bool:
    """Take an address; return whether anybody of this edition lives there."""
    draft = drafts.get(row.cells[0])
    if draft is None:
        return False
    street, place, country = map(_filled, row.cells[2:5])
    draft.address(street, place, country)
    draft.country(country)
    return True


def _notes(name: str, counts: Sequence[int]) -> Iterator[str]:
    texts = (
        "entities are in no primary file; parts of two editions?",
        "remarks are cut off, and no file has their remainder",
        "dates and numbers in remarks are not understood",
        "addresses are of nobody in the other files; parts of two editions?",
    )
    for count, text in zip(counts, texts, strict=True):
        if count:
            yield f"{name}: {count} {text}"
