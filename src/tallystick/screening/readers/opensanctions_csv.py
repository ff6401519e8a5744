"""OpenSanctions' targets as CSV (`targets.simple.csv`): one target a row.

The header names the columns; several values in a cell stand between semicolons. Nothing in
it says of which kind an identifier is: an IMO number, a LEI, a BIC and a hexadecimal wallet
address are known by their form, and anything else is a document's number. A target without a
sanction is left. Nothing is told of who owns whom, nor which alias is weak.
"""

from collections.abc import Mapping
from typing import Final

from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.lists import Draft, Edition, EntityType, NameKind, Regime
from tallystick.screening.readers.births import birth_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.opensanctions import NAME
from tallystick.screening.readers.rows import ListFile, first_cells, rows_of
from tallystick.terms.identifiers import is_bic, is_lei

_NEEDED: Final = {
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers",
    "sanctions", "last_seen",
}  # fmt: skip
_TYPES: Final = {
    "Person": EntityType.INDIVIDUAL,
    "Company": EntityType.ENTITY,
    "Organization": EntityType.ENTITY,
    "PublicBody": EntityType.ENTITY,
    "Vessel": EntityType.VESSEL,
    "Airplane": EntityType.AIRCRAFT,
}
_SEPARATOR: Final = ";"
_IMO: Final = "IMO"
_WALLET: Final = "0x"
_WALLET_LETTERS: Final = 42


def is_list(file: ListFile) -> bool:
    """Tell whether the file's first record is the header."""
    return set(first_cells(file.raw)) >= _NEEDED


def read(file: ListFile) -> Edition:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is no CSV in UTF-8 or nothing says when it was made, or a
            target has no id, no name, or another's id.
    """
    header = first_cells(file.raw)
    drafts = Drafts(file)
    published_on = ""
    for row in list(rows_of(file, len(header)))[1:]:
        cells = dict(zip(header, (cell.strip() for cell in row.cells), strict=True))
        published_on = max(published_on, cells["last_seen"][:10])
        if cells["sanctions"]:
            drafts.add(f"line {row.line}", cells["id"], _draft(drafts, cells))
        else:
            drafts.missed["targets bear no sanction and were left"] += 1
    return drafts.edition(NAME, published_on, Regime.OTHER)


def _draft(drafts: Drafts, cells: Mapping[str, str]) -> Draft:
    draft = Draft()
    draft.type = _TYPES.get(cells["schema"], EntityType.UNKNOWN)
    draft.name(NameKind.PRIMARY, cells["name"])
    for alias in _values(cells, "aliases"):
        draft.name(NameKind.ALIAS, alias)
    for born in _values(cells, "birth_date"):
        drafts.birth(draft, birth_of(born))
    for code in _values(cells, "countries"):
        draft.country(code.partition("-")[0].upper())
    for address in _values(cells, "addresses"):
        draft.address(address)
    for column in ("sanctions", "program_ids"):
        for programme in _values(cells, column):
            draft.programme(programme)
    for text in _values(cells, "identifiers"):
        draft.identifier(_kind(text), text.removeprefix(_IMO))
    return draft


def _values(cells: Mapping[str, str], column: str) -> list[str]:
    values = (value.strip() for value in cells.get(column, "").split(_SEPARATOR))
    return [value for value in values if value]


def _kind(text: str) -> IdentifierKind:
    if text.startswith(_IMO) and text.removeprefix(_IMO).isdecimal():
        return IdentifierKind.IMO
    if text.startswith(_WALLET) and len(text) == _WALLET_LETTERS:
        return IdentifierKind.WALLET
    if is_lei(text):
        return IdentifierKind.LEI
    return IdentifierKind.BIC if text.isalpha() and is_bic(text) else IdentifierKind.DOCUMENT
