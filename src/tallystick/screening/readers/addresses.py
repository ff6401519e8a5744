"""Sanctioned digital-currency addresses as text: one address a line, one file an asset.

The file's name tells the asset (`sanctioned_addresses_XBT.txt`). Who holds an address is
not said, so each address is an entity of its own, and its own name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import Draft, ListVersion, NameKind, list_version, source_file
from tallystick.screening.readers.rows import ListFile, broken, text_of

NAME: Final = "Sanctioned addresses"

_FILE: Final = re.compile(r"sanctioned_addresses_([A-Z0-9]{2,10})\.txt")
_ADDRESS: Final = re.compile(r"[!-~]{20,120}")


def asset_of(file: ListFile) -> str | None:
    """Return the asset a file is about; None if it is not of this form."""
    found = _FILE.fullmatch(file.name)
    return found[1] if found else None


def read(files: Mapping[str, ListFile]) -> ListVersion:
    """Return the edition that the files make, one for each asset.

    Raises:
        RemoteMessageError: a line is no address, or a file has none.
    """
    drafts: dict[str, Draft] = {}
    sources = []
    for asset, file in files.items():
        addresses = list(_addresses(file))
        if not addresses:
            raise broken(file.name, 1, "list-empty", "the file has no address: is it whole?")
        sources.append(source_file(asset, file.raw, len(addresses)))
        for address in addresses:
            draft = drafts.setdefault(address, Draft())
            draft.name(NameKind.PRIMARY, address)
            draft.identifiers.add(Identifier(IdentifierKind.WALLET, address))
    return list_version(NAME, "", sources, drafts)


def _addresses(file: ListFile) -> Iterator[str]:
    for line, text in enumerate(text_of(file).splitlines(), start=1):
        address = text.strip()
        if address and not _ADDRESS.fullmatch(address):
            raise broken(file.name, line, "address", f"{address[:30]!r} is no address")
        if address:
            yield address
