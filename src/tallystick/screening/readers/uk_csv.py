"""The UK's lists as CSV: the UK Sanctions List, and the consolidated list of OFSI.

The two are lists of their own: OFSI's has financial sanctions alone, and knows an entity by
its group id. The first line says when the file was made, the second names the columns, and
an entity has as many rows as it needs. Names are as in XML; `(1) Ruritania (2) Tule` in one
cell are two values. OFSI tells of ships in a remark.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tallystick.screening.lists import Draft, Edition, Regime
from tallystick.screening.readers import uk
from tallystick.screening.readers.births import birth_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.rows import ListFile, Row, broken, first_cells, rows_of

OFSI: Final = "UK OFSI Consolidated"

_MARK: Final = b"\xef\xbb\xbf"
_BEGINNINGS: Final = (b"Last Updated", b"Report Date")

# The columns of each form of the CSV by role; a name and an address have several.
_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    uk.NAME: {
        "id": "Unique ID",
        "type": "Designation Type",
        "kind": "Name type",
        "strength": "Alias strength",
        "script": "Name non-latin script",
        "programme": "Regime Name",
        "country": "Address Country",
        "born": "D.O.B",
        "nationality": "Nationality(/ies)",
        "birthplace": "Country of birth",
        "passport": "Passport number",
        "national": "National Identifier number",
        "business": "Business registration number (s)",
        "ship": "IMO number",
        "flag": "Current believed flag of ship",
        "built": "Year Built",
        "hull": "Hull identification number (HIN)",
    },
    OFSI: {
        "id": "Group ID",
        "type": "Group Type",
        "kind": "Alias Type",
        "strength": "Alias Quality",
        "script": "Name Non-Latin Script",
        "programme": "Regime",
        "country": "Country",
        "born": "DOB",
        "nationality": "Nationality",
        "birthplace": "Country of Birth",
        "passport": "Passport Number",
        "national": "National Identification Number",
        "remark": "Other Information",
    },
}
_CELLS: Final = tuple(f"Name {number}" for number in range(1, 7))
_ADDRESS_CELLS: Final = {
    uk.NAME: (*(f"Address Line {number}" for number in range(1, 7)), "Address Postal Code",
           "Address Country"),
    OFSI: (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country"),
}  # fmt: skip


def table_of(file: ListFile) -> str | None:
    """Return which of the lists a CSV file holds; None if it is none."""
    if (
        not file.raw.removeprefix(b"\xef\xbb\xbf")
        .lstrip(b'"')
        .startswith((b"Last Updated", b"Report Date"))
    ):
        return None
    try:
        header = set(_header(file))
    except StopIteration:
        return None
    names = (name for name, columns in _COLUMNS.items() if header >= {columns["id"], "Name 6"})
    return next(names, None)


def _known(name: str) -> Iterator[str]:
    """Yield every column that is read of a list."""
    yield from dict.fromkeys((*_CELLS, *_COLUMNS[name].values(), *_ADDRESS_CELLS[name]))


def read(file: ListFile) -> Edition:
    """Return the edition that a CSV file holds.

    Raises:
        RemoteMessageError: it is no CSV in UTF-8 or bears no date, or an entity has no id
            or no name.
    """
    name = table_of(file)
    assert name is not None, "whoever reads it has looked at the header"
    header = _header(file)
    drafts, entities = Drafts(file), dict[str, tuple[int, Draft]]()
    drafts.columns(_known(name), header)
    for row in list(rows_of(file, 0))[2:]:
        cells = _cells(file, header, row)
        told = {
            role: cells[column] for role, column in _COLUMNS[name].items() if cells.get(column)
        }
        entity = told.get("id", "")
        if not entity and any(cells.values()):
            raise broken(file.name, row.line, "record", "the record has no id")
        if entity:
            _line, draft = entities.setdefault(entity, (row.line, Draft()))
            _take_row(drafts, draft, told, cells, _ADDRESS_CELLS[name])
    for entity, (line, draft) in entities.items():
        drafts.add(f"line {line}", entity, draft)
    return drafts.edition(name, _dated(file), Regime.UK)


def _take_row(
    drafts: Drafts,
    draft: Draft,
    told: Mapping[str, str],
    cells: Mapping[str, str],
    address: Sequence[str],
) -> None:
    if "type" in told:
        draft.type = uk.type_of(drafts, told["type"])
    whole = " ".join(cells.get(part, "") for part in _CELLS)
    draft.name(uk.kind_of(told.get("kind", ""), told.get("strength", "")), whole)
    draft.address(*(cells.get(part, "") for part in address))
    uk.take(drafts, draft, {role: (value,) for role, value in told.items()})


def _cells(file: ListFile, header: Sequence[str], row: Row) -> dict[str, str]:
    if len(row.cells) != len(header):
        detail = f"the record has {len(row.cells)} cells, not {len(header)}"
        raise broken(file.name, row.line, "cells", detail)
    cells: dict[str, str] = {}
    for column, cell in zip(header, row.cells, strict=True):
        cells.setdefault(column, cell.strip())
    return cells


def _header(file: ListFile) -> list[str]:
    rows = rows_of(file, 0)
    next(rows)
    return [cell.strip() for cell in next(rows).cells]


def _dated(file: ListFile) -> str:
    """Return the date on the first line: `Last Updated,06/03/2026`, `Report Date: 06-Mar-2026`."""
    first = " ".join(first_cells(file.raw)).partition("Updated")
    words_of_date = first[2] or first[0].partition(":")[2]
    return birth_of(words_of_date.strip(" :,"))
