"""From paths to list versions: whichever files are lists, one edition of each list.

A file named by hand must be a list. In a folder, what is no list is left out, and
told. Each file is read once however often it is named; two files that hold the same part of
one list, or the same list in two forms, are two editions, and that is an error, since nobody
could say which holds.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from tallystick.screening.lists import COUNTRIES, Edition, ListVersion
from tallystick.screening.names import normalise
from tallystick.screening.readers import (
    addresses,
    eu,
    eu_csv,
    holdings,
    ofac,
    ofac_advanced,
    ofac_xml,
    opensanctions,
    opensanctions_csv,
    own,
    uk,
    uk_csv,
    un,
)
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.errors import RemoteMessageError

FILE_BYTES_MAX: Final = 512 * 1024 * 1024

Parts: TypeAlias = Mapping[str, ListFile]

_WHOLE: Final = "list"
_ENTITIES_TOLD: Final = 10
_RESERVED: Final = frozenset(
    {
        ofac.SDN, ofac.NON_SDN, un.NAME, eu.NAME, uk.NAME, uk_csv.OFSI, opensanctions.NAME,
        addresses.NAME, COUNTRIES,
    }
)  # fmt: skip


class Place(NamedTuple):
    """The list and the part of it that a file holds."""

    list: str
    part: str


class Form(NamedTuple):
    """A form that lists are published in: what a file of it holds, and how its parts are read."""

    place_of: Callable[[ListFile], Place | None]
    read: Callable[[str, Parts], Edition]


class Placed(NamedTuple):
    """A file, what it holds, and the form it has."""

    file: ListFile
    place: Place
    form: Form


class Gathered(NamedTuple):
    """The lists found, what is to be told about them, and the files that are no lists."""

    lists: tuple[ListVersion, ...]
    notes: tuple[str, ...]
    left_out: tuple[str, ...]


def gather(paths: Sequence[Path]) -> Gathered:
    """Read every list at the paths; folders are read whole, in sorted order.

    Raises:
        RemoteMessageError: a file named is no list, breaks a rule of its format, or two
            editions of one list are there.
        OSError: a file cannot be read.
    """
    named = {path.resolve() for path in paths if not path.is_dir()}
    placed = {path: _placed(path) for path in sorted(named | set(_below(paths)))}
    left_out = [path for path, each in placed.items() if each is None]
    for path in left_out:
        if path in named:
            raise _refused("not-a-list", f"{path} is of no list format that is known", path)
    editions = _read(_by_list(filter(None, placed.values())))
    notes = tuple(note for each in editions for note in each.notes)
    return Gathered(tuple(each.version for each in editions), notes, tuple(map(str, left_out)))


def place_of(file: ListFile) -> Place | None:
    """Return the list and the part of it that a file holds; None if it is no list.

    Raises:
        RemoteMessageError: it is a bank's own file, and breaks a rule of its format.
    """
    found = _found(file)
    return found.place if found else None


def _found(file: ListFile) -> Placed | None:
    placed = ((form, form.place_of(file)) for form in _FORMS)
    return next((Placed(file, place, form) for form, place in placed if place is not None), None)


def _one(
    name: str, is_list: Callable[[ListFile], bool], read: Callable[[ListFile], Edition]
) -> Form:
    """Return the form of a list that is one file."""

    def place(file: ListFile) -> Place | None:
        return Place(name, _WHOLE) if is_list(file) else None

    return Form(place, lambda _name, parts: read(parts[_WHOLE]))


def _ofac_xml(is_list: Callable[[ListFile], bool], read: Callable[[ListFile], Edition]) -> Form:
    def place(file: ListFile) -> Place | None:
        return Place(ofac.list_of(file), _WHOLE) if is_list(file) else None

    return Form(place, lambda _name, parts: read(parts[_WHOLE]))


def _uk_table(file: ListFile) -> Place | None:
    name = uk_csv.table_of(file)
    return Place(name, _WHOLE) if name else None


def _own(file: ListFile) -> Place | None:
    if not own.is_list(file):
        return None
    name = own.name_of(file)
    if name in _RESERVED:
        detail = f"{name!r} is the name of another list; a bank's own list has its own"
        raise RemoteMessageError(detail, code="reserved-name", ref=file.name)
    return Place(name, _WHOLE)


def _holdings(file: ListFile) -> Place | None:
    return Place(holdings.list_of(file), holdings.PART) if holdings.is_list(file) else None


def _addresses(file: ListFile) -> Place | None:
    asset = addresses.asset_of(file)
    return Place(addresses.NAME, asset) if asset else None


def _ofac(file: ListFile) -> Place | None:
    found = ofac.part_of(file)
    return Place(*found) if found else None


def _missing(name: str, parts: Parts) -> Edition:
    (file,) = parts.values()
    detail = f"the holdings are of {name}, and no file of that list is there"
    raise RemoteMessageError(detail, code="list-missing", ref=file.name)


_JOINED: Final = Form(_holdings, _missing)

# What has a header or a root of its own goes first; OFAC's CSV is known by its width alone.
_FORMS: Final = (
    _one(un.NAME, un.is_list, un.read),
    _one(eu.NAME, eu.is_list, eu.read),
    _one(uk.NAME, uk.is_list, uk.read),
    _ofac_xml(ofac_xml.is_list, ofac_xml.read),
    _ofac_xml(ofac_advanced.is_list, ofac_advanced.read),
    _one(opensanctions.NAME, opensanctions.is_list, opensanctions.read),
    _one(opensanctions.NAME, opensanctions_csv.is_list, opensanctions_csv.read),
    _one(eu.NAME, eu_csv.is_list, eu_csv.read),
    Form(_uk_table, lambda _name, parts: uk_csv.read(parts[_WHOLE])),
    Form(_own, lambda _name, parts: Edition(own.read(parts[_WHOLE]))),
    _JOINED,
    Form(_addresses, lambda _name, parts: Edition(addresses.read(parts))),
    Form(_ofac, ofac.read),
)


def _below(paths: Iterable[Path]) -> Iterator[Path]:
    for folder in filter(Path.is_dir, paths):
        yield from (each.resolve() for each in folder.rglob("*") if each.is_file())


def _placed(path: Path) -> Placed | None:
    size = path.stat().st_size
    if size > FILE_BYTES_MAX:
        raise _refused("too-large", f"{path} has {size} bytes, over {FILE_BYTES_MAX}", path)
    return _found(ListFile(path.name, path.read_bytes()))


def _by_list(placed: Iterable[Placed]) -> dict[str, dict[str, Placed]]:
    """Return the files of each list by part, or refuse two of one part, or of two forms."""
    lists: dict[str, dict[str, Placed]] = {}
    for each in placed:
        parts = lists.setdefault(each.place.list, {})
        for other in parts.values():
            if _JOINED in (each.form, other.form) and each.form is not other.form:
                continue
            if other.form is not each.form or other.place == each.place:
                raise _two_editions(each, other)
        parts[each.place.part] = each
    return lists


def _two_editions(each: Placed, other: Placed) -> RemoteMessageError:
    name, part = each.place
    what = f"its {part}" if each.form is other.form else f"{name} in two forms"
    detail = f"two editions of {name}: {other.file.name} and {each.file.name} are both {what}"
    return RemoteMessageError(detail, code="two-editions", ref=each.file.name)


def _read(lists: Mapping[str, Mapping[str, Placed]]) -> list[Edition]:
    return [_edition(name, dict(parts)) for name, parts in sorted(lists.items())]


def _edition(name: str, parts: dict[str, Placed]) -> Edition:
    joined = parts.pop(holdings.PART, None) if len(parts) > 1 else None
    form = next(iter(parts.values())).form
    edition = form.read(name, {part: each.file for part, each in parts.items()})
    whole = holdings.join(edition, joined.file) if joined else edition
    return whole._replace(notes=(*whole.notes, *_nameless(whole.version)))


def _nameless(version: ListVersion) -> Iterator[str]:
    """Yield what is to be told of names that no text can be compared with, and whose they are.

    In a published list one is no reason to go without the list; in a bank's own it is refused.
    """
    without = [
        entry.entity
        for entry in version.entries
        for name in entry.names
        if not normalise(name.text)
    ]
    if without:
        whose = ", ".join([*dict.fromkeys(without)][:_ENTITIES_TOLD])
        yield (
            f"{version.name}: {len(without)} names have no letter and no digit to be found by; "
            f"of {whose}"
        )


def _refused(rule: str, detail: str, path: Path) -> RemoteMessageError:
    return RemoteMessageError(detail, code=rule, ref=path.name)
