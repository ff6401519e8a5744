"""Rows of a CSV list with the line each began on, and the error that names file, line, rule."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from tallystick.terms.errors import RemoteMessageError

# OFAC's files end with the end-of-file mark of CP/M.
_END_OF_FILE = "\x1a"


class ListFile(NamedTuple):
    """One file as it was given: its name, without folders, and its bytes."""

    name: str
    raw: bytes


class Row(NamedTuple):
    """One record of a CSV file and the line it began on, counted from 1."""

    line: int
    cells: tuple[str, ...]


def broken(file: str, line: int, rule: str, detail: str) -> RemoteMessageError:
    """Return the error of a list file that breaks a rule."""
    return RemoteMessageError(detail, code=rule, field=f"line {line}", ref=file)


def text_of(file: ListFile) -> str:
    """Return the text of a file, which is UTF-8.

    Raises:
        RemoteMessageError: it is not; the line is that of the first broken byte.
    """
    try:
        return file.raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.raw.count(b"\n", 0, error.start) + 1
        detail = "the file is not UTF-8 text"
        raise broken(file.name, line, "not-utf-8", detail) from error


def rows_of(file: ListFile, width: int, delimiter: str = ",") -> Iterator[Row]:
    """Yield the rows of a CSV file without its end mark, each of the given width; 0 is any.

    Raises:
        RemoteMessageError: not UTF-8, not CSV, a row of another width, or something stands
            behind the end mark.
    """
    line = 1
    # No translation of ends of lines: one within a cell is part of it.
    lines = StringIO(text_of(file), newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    has_ended = False
    try:
        for cells in reader:
            is_end = _is_end(cells)
            if has_ended and not is_end and any(map(str.strip, cells)):
                detail = "a record stands behind the end-of-file mark: are these two files?"
                raise broken(file.name, line, "after-the-end", detail)
            has_ended = has_ended or is_end
            if cells and not has_ended:
                yield _row(file, line, cells, width)
            line = reader.line_num + 1
    except csv.Error as error:
        raise broken(file.name, line, "not-csv", f"the record is not CSV: {error}") from error


def _is_end(cells: list[str]) -> bool:
    return cells[:1] == [_END_OF_FILE] and not any(map(str.strip, cells[1:]))


def first_cells(raw: bytes, delimiter: str = ",") -> tuple[str, ...]:
    """Return the cells of the first record of what may be a CSV file; none if it is not."""
    first_line = raw[:65_536].removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    try:
        return tuple(next(csv.reader([first_line.decode()], delimiter=delimiter, strict=True), ()))
    except (UnicodeDecodeError, csv.Error):
        return ()


def _row(file: ListFile, line: int, cells: list[str], width: int) -> Row:
    if width and len(cells) != width:
        detail = f"the record has {len(cells)} cells, not {width}"
        raise broken(file.name, line, "cells", detail)
    return Row(line, tuple(cells))
