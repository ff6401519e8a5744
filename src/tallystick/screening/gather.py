"""From paths to list versions: whichever files are lists, one edition of each list.

A file named by hand must be a list. In a folder, what is no list is left out, and
told. Each file is read once however often it is named; two files that hold the same part of
one list are two editions, and that is an error, since nobody could say which holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from tallystick.screening.lists import COUNTRIES, ListVersion
from tallystick.screening.readers import addresses, ofac, own, un
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.errors import RemoteMessageError

FILE_BYTES_MAX: Final = 512 * 1024 * 1024

# The list and the part of it that a file holds.
Place: TypeAlias = tuple[str, str]

_WHOLE: Final = "list"
_RESERVED: Final = frozenset({ofac.SDN, ofac.NON_SDN, un.NAME, addresses.NAME, COUNTRIES})


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
    files = {path: _file(path) for path in sorted(named | set(_below(paths)))}
    places = {path: place_of(file) for path, file in files.items()}
    left_out = [path for path, place in places.items() if place is None]
    for path in left_out:
        if path in named:
            raise _refused("not-a-list", f"{path} is of no list format that is known", path)
    lists, notes = _read(_parts((files[path], place) for path, place in places.items()))
    return Gathered(lists, notes, tuple(map(str, left_out)))


def place_of(file: ListFile) -> Place | None:
    """Return the list and the part of it that a file holds; None if it is no list."""
    if un.is_list(file):
        return un.NAME, _WHOLE
    if own.is_list(file):
        return _own_name(file), _WHOLE
    if asset := addresses.asset_of(file):
        return addresses.NAME, asset
    return ofac.part_of(file)


def _own_name(file: ListFile) -> str:
    name = own.name_of(file)
    if name in _RESERVED:
        detail = f"{name!r} is the name of another list; a bank's own list has its own"
        raise RemoteMessageError(detail, code="reserved-name", ref=file.name)
    return name


def _below(paths: Iterable[Path]) -> Iterator[Path]:
    for folder in filter(Path.is_dir, paths):
        yield from (each.resolve() for each in folder.rglob("*") if each.is_file())


def _file(path: Path) -> ListFile:
    size = path.stat().st_size
    if size > FILE_BYTES_MAX:
        raise _refused("too-large", f"{path} has {size} bytes, over {FILE_BYTES_MAX}", path)
    return ListFile(path.name, path.read_bytes())


def _parts(
    placed: Iterable[tuple[ListFile, Place | None]],
) -> dict[str, dict[str, ListFile]]:
    """Return the files of each list by part, or refuse two of one part."""
    lists: dict[str, dict[str, ListFile]] = {}
    for file, place in placed:
        if place is None:
            continue
        name, part = place
        parts = lists.setdefault(name, {})
        if part in parts:
            detail = (
                f"two editions of {name}: {parts[part].name} and {file.name} are both its {part}"
            )
            raise RemoteMessageError(detail, code="two-editions", ref=file.name)
        parts[part] = file
    return lists


def _read(
    lists: dict[str, dict[str, ListFile]],
) -> tuple[tuple[ListVersion, ...], tuple[str, ...]]:
    versions: list[ListVersion] = []
    notes: tuple[str, ...] = ()
    for name, parts in sorted(lists.items()):
        if name in {ofac.SDN, ofac.NON_SDN}:
            version, told = ofac.read(name, parts)
            notes += told
        elif name == addresses.NAME:
            version = addresses.read(parts)
        else:
            version = (un if name == un.NAME else own).read(parts[_WHOLE])
        versions.append(version)
    return tuple(versions), notes


def _refused(rule: str, detail: str, path: Path) -> RemoteMessageError:
    return RemoteMessageError(detail, code=rule, ref=path.name)
