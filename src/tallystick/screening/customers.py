"""Customers and counterparties on file: screened whole, or against what a change of lists brought.

A file of customers is CSV in UTF-8 with a header, one name a row, in any order of columns:

| column | what it holds |
|---|---|
| `customer` | the customer's id; rows with one id are one customer |
| `name` | one name, with a letter or digit in it |
| `type` | `individual`, `entity`, `vessel`, `aircraft` or `unknown`; may be missing |
| `birth` | `YYYY-MM-DD`; may be missing |
| `countries` | ISO 3166-1 codes, separated by semicolons; may be missing |
| `address` | one line; may be missing |
| `identifiers` | account, document and other numbers, separated by semicolons; may be missing |

Rows are read one at a time, so a file may be of any length.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TextIO

import msgspec

from tallystick.screening.fields import Field, FieldKind
from tallystick.screening.index import Index
from tallystick.screening.lists import EntityType
from tallystick.screening.names import normalise
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.screening.policy import Policy
from tallystick.screening.readers.rows import broken
from tallystick.screening.verdict import Finding, findings
from tallystick.terms.identifiers import is_country
from tallystick.terms.instants import is_date

REQUIRED: Final = ("customer", "name")
COLUMNS: Final = (*REQUIRED, "type", "birth", "countries", "address", "identifiers")

_TYPES: Final = frozenset(EntityType)


class Customer(NamedTuple):
    """One row: who, the line it stands on, and what is screened of it."""

    customer: str
    name: str
    line: int
    fields: tuple[Field, ...]


class Screening(msgspec.Struct, frozen=True):
    """What was found of one row, field by field; only fields that hit."""

    customer: str
    name: str
    findings: tuple[Finding, ...]


class _Cells(NamedTuple):
    """The texts of a row, "" where the file has no such column."""

    customer: str
    name: str
    type: str
    birth: str
    countries: str
    address: str
    identifiers: str


def customers_of(file: TextIO, file_name: str) -> Iterator[Customer]:
    """Yield the customers of a file that was opened with `newline=""`.

    Raises:
        RemoteMessageError: it has no such header, or a row breaks a rule of the columns.
    """
    rows = csv.reader(file, strict=True)
    line = 1
    try:
        columns = [cell.strip() for cell in next(rows, [])]
        _refuse_header(columns, file_name)
        # A column that is not there is the cell behind the last.
        places = [columns.index(each) if each in columns else len(columns) for each in COLUMNS]
        for row in rows:
            line = rows.line_num
            if len(row) != len(columns):
                detail = f"the record has {len(row)} cells, not {len(columns)}"
                raise broken(file_name, line, "cells", detail)
            row.append("")
            yield _customer(_Cells(*[row[place].strip() for place in places]), file_name, line)
    except UnicodeDecodeError as error:
        raise broken(file_name, line + 1, "not-utf-8", "the file is not UTF-8") from error
    except csv.Error as error:
        detail = f"the record is not CSV: {error}"
        raise broken(file_name, line + 1, "not-csv", detail) from error


def screened(index: Index, policy: Policy, customers: Iterable[Customer]) -> Iterator[Screening]:
    """Yield the rows that hit, in the order of the file."""
    for customer in customers:
        found = findings(index.search, policy, customer.fields)
        if hits := [each for each in found if each.hits]:
            yield Screening(customer.customer, customer.name, tuple(hits))


def _refuse_header(columns: Sequence[str], file_name: str) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    twice = [name for name in dict.fromkeys(columns) if columns.count(name) > 1]
    for names, rule, detail in (
        (missing, "column-missing", "the header has no column"),
        (unknown, "column-unknown", "the header has a column that is not known:"),
        (twice, "column-twice", "the header names twice"),
    ):
        if names:
            raise broken(file_name, 1, rule, f"{detail} {names[0][:30]!r}")


def _customer(cells: _Cells, file_name: str, line: int) -> Customer:
    if fault := _fault(cells):
        rule, detail = fault
        raise broken(file_name, line, rule, detail)
    known = _known(cells) if cells.type or cells.birth or cells.countries else NOTHING_KNOWN
    fields = [Field("name", FieldKind.NAME, cells.name, known)]
    if cells.address:
        fields.append(Field("address", FieldKind.ADDRESS, cells.address))
    for number, identifier in enumerate(_parts(cells.identifiers), start=1):
        path = f"identifiers[{number}]"
        fields.append(Field(path, FieldKind.IDENTIFIER, identifier))
    return Customer(cells.customer, cells.name, line, tuple(fields))


def _known(cells: _Cells) -> Particulars:
    return Particulars(
        (cells.birth,) if cells.birth else (),
        tuple(sorted(set(_parts(cells.countries)))),
        EntityType(cells.type or EntityType.UNKNOWN),
    )


def _fault(cells: _Cells) -> tuple[str, str] | None:
    """Return the rule that a row breaks, and in words how."""
    if not cells.customer or not cells.name:
        return "empty", "customer and name must be filled"
    if not cells.name[0].isalnum() and not normalise(cells.name):
        return "name", f"{cells.name[:20]!r} has no letter and no digit to be found by"
    if cells.type and cells.type not in _TYPES:
        return "type", f"{cells.type[:20]!r} is no type of entity"
    if cells.birth and not is_date(cells.birth):
        return "birth", f"{cells.birth[:20]!r} is not a date YYYY-MM-DD"
    if cells.countries and not all(map(is_country, _parts(cells.countries))):
        return "countries", f"{cells.countries[:30]!r} are not ISO 3166-1 codes"
    return None


def _parts(cell: str) -> list[str]:
    return [part for text in cell.split(";") if (part := text.strip())] if cell else []
