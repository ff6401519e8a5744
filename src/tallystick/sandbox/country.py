"""An invented country: its operator, its banks, its people, and whom its lists name."""

import csv
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from tallystick.node.tables import read_tables, struct_from
from tallystick.screening.readers import own

COUNTRIES: Final = ("ru", "cn", "sg", "th", "de", "jp", "kw")
PUBLISHED_ON: Final = "2026-01-01"


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a country's file."""


class BankSign(Table, frozen=True):
    """A bank, as its sign has it."""

    bic: str
    name: str
    town: str


class People(Table, frozen=True):
    """What people and firms are called there, and where they live."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    firms: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]


class Listed(Table, frozen=True):
    """Whom the operator's lists name: payments of the first are refused, of the others held."""

    refused: tuple[str, ...]
    watched: tuple[str, ...]


class Country(Table, frozen=True):
    """One side of a link.

    `account` is the form of an account number, `#` for each digit that differs; with
    `is_iban` it is what follows the check digits of an IBAN. `amounts` are the least and the
    most of an ordinary payment, in minor units.
    """

    code: str
    operator_id: str
    operator: str
    settlement_system: str
    currency: str
    account: str
    amounts: tuple[int, int]
    provider: str
    banks: tuple[BankSign, ...]
    people: People
    lists: Listed
    is_iban: bool = False

    @property
    def folder(self) -> str:
        """What its part of a folder is called."""
        return self.code.lower()


class ListFile(NamedTuple):
    """A list that a country's operator screens against: its name and its file, CSV."""

    name: str
    text: str


def country_of(operator_id: str) -> Country:
    """Return the country of an operator.

    Raises:
        KeyError: no country has it.
    """
    return {each.operator_id: each for each in map(_country, COUNTRIES)}[operator_id]


def _country(name: str) -> Country:
    raw = (files("tallystick.sandbox") / "countries" / f"{name}.toml").read_bytes()
    return struct_from(read_tables(raw, name), Country, name, Path())


def refuse_list(country: Country) -> ListFile:
    """Return the list a hit on which refuses a payment."""
    return _list_file(f"{country.operator_id}-SANCTIONS", country.lists.refused)


def watch_list(country: Country) -> ListFile:
    """Return the list a hit on which holds a payment until two people release it."""
    return _list_file(f"{country.operator_id}-WATCH", country.lists.watched)


def _list_file(name: str, names: tuple[str, ...]) -> ListFile:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(own.COLUMNS)
    for number, each in enumerate(names, start=1):
        row = (name, PUBLISHED_ON, f"{name}-{number}", each, "primary", "unknown", "", "")
        rows.writerow(row)
    return ListFile(name, text.getvalue())
