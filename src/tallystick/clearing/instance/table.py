"""A CSV file read in blocks of columns, which are found by the header in whatever order.

The file is text with or without a byte order mark; lines end by LF or CRLF. A line with
nothing on it is no row. A row's line is the one it begins on.
"""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, count, islice
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.faults import Faults, Rule, quoted

# So few that a block stays in the processor's cache: 32,768 rows take four times as long.
ROWS_A_BLOCK: Final = 512
_BYTE_ORDER_MARK: Final = "\ufeff"
_Reader: TypeAlias = Any  # csv has no name for what csv.reader returns

Codes: TypeAlias = NDArray[np.int32]
Lines: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]


class Block(NamedTuple):
    """Some rows: the line that each begins on, and their cells by column, as they were asked."""

    lines: list[int]
    columns: tuple[tuple[str, ...], ...]


class Names(defaultdict[str, int]):
    """Numbers of names, given in the order in which the names are first asked for."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        # No method of ours is called for a new name: there are a million of them.
        super().__init__(count().__next__)
        for name in names:
            self[name]  # to ask is to give a number

    def codes(self, column: Sequence[str]) -> Codes:
        """Return the numbers of a column of names."""
        return np.fromiter(map(self.__getitem__, column), np.int32, len(column))


def blocks(texts: Iterable[str], wanted: Sequence[str], faults: Faults) -> Iterator[Block]:
    """Yield a file's rows in blocks; whatever cannot be read is told in `faults` and left out.

    `texts` are the lines of a file that was opened with `newline=""`.
    """
    reader = csv.reader(_without_mark(texts), strict=True)
    try:
        header = next(reader, [])
        if not _is_header(header, wanted, faults):
            return
        places = [header.index(name) for name in wanted]
        yield from _blocks(reader, places, faults)
    except UnicodeDecodeError:
        words = "there is no UTF-8 text from here on, or not far behind"
        faults.add(reader.line_num + 1, Rule.NOT_UTF_8, words)
    except csv.Error as error:
        faults.add(reader.line_num, Rule.NOT_CSV, f"this is not CSV: {error}")


def rows(
    texts: Iterable[str], wanted: Sequence[str], faults: Faults
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield a file's rows one by one, each with its line; for files that are never long."""
    for block in blocks(texts, wanted, faults):
        yield from zip(block.lines, zip(*block.columns, strict=True), strict=True)


def tell_names(
    names: Collection[str], codes: Codes, lines: Lines, faults: Faults, empty: Rule
) -> Mask:
    """Tell in `faults` of every row whose name is unfit; return which rows these are."""
    unfit = _unfit_numbers(names)
    found: Mask = np.isin(codes, unfit) if unfit else np.zeros(len(codes), np.bool_)
    if found.any():
        listed = list(names)
        for place in np.flatnonzero(found):
            rule, words = _unfit(listed[codes[place]], empty)
            faults.add(int(lines[place]), rule, words)
    return found


def _unfit_numbers(names: Collection[str]) -> list[int]:
    # Names without any blank are the rule, and a million are seen to be so at once.
    together = "".join(names)
    if "" not in names and " " not in together and together.isprintable():
        return []
    return [number for number, name in enumerate(names) if not _is_fit(name)]


def tell_rows(found: Mask, lines: Lines, faults: Faults, rule: Rule, words: str) -> Mask:
    """Tell in `faults` of every row that is marked; return the marks."""
    for line in lines[found].tolist():
        faults.add(line, rule, words)
    return found


def unfit_name(name: str, empty: Rule) -> tuple[Rule, str] | None:
    """Return what is wrong with a name, if anything is."""
    return None if _is_fit(name) else _unfit(name, empty)


def _is_fit(name: str) -> bool:
    """Whether a name shows what it is: `X` and `X` with a blank behind would be two accounts."""
    return name != "" and name.isprintable() and name.strip() == name


def _unfit(name: str, empty: Rule) -> tuple[Rule, str]:
    if name.strip():
        return Rule.NAME_UNFIT, f"{quoted(name)} has a blank at an end, or what cannot be seen"
    return empty, f"the {empty.removesuffix('-empty')} is empty"


def _without_mark(texts: Iterable[str]) -> Iterator[str]:
    lines = iter(texts)
    return chain((line.removeprefix(_BYTE_ORDER_MARK) for line in islice(lines, 1)), lines)


def _is_header(header: Sequence[str], wanted: Sequence[str], faults: Faults) -> bool:
    missing = [name for name in wanted if name not in header]
    unknown = [name for name in header if name not in wanted]
    twice = [name for name in wanted if header.count(name) > 1]
    for names, rule, words in (
        (missing, Rule.COLUMN_MISSING, "the header has no column"),
        (unknown, Rule.COLUMN_UNKNOWN, "the header has a column that is not known:"),
        (twice, Rule.COLUMN_TWICE, "the header has twice the column"),
    ):
        for name in names:
            faults.add(1, rule, f"{words} {quoted(name)}")
    return not (missing or unknown or twice)


def _blocks(reader: _Reader, places: Sequence[int], faults: Faults) -> Iterator[Block]:
    width = len(places)
    in_order = itemgetter(*places) if width > 1 else tuple
    for lines, cells in _raw_blocks(reader):
        if set(map(len, cells)) != {width}:
            lines, cells = _of_width(lines, cells, width, faults)  # noqa: PLW2901
        if cells:
            yield Block(lines, in_order(tuple(zip(*cells, strict=True))))


def _raw_blocks(reader: _Reader) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Yield lines and rows; what stands before a place that cannot be read is yielded first."""
    while True:
        lines: list[int] = []
        cells: list[list[str]] = []
        broken: Exception | None = None
        before = reader.line_num
        try:
            for row in islice(reader, ROWS_A_BLOCK):
                lines.append(before + 1)
                cells.append(row)
                before = reader.line_num
        except (UnicodeDecodeError, csv.Error) as error:
            broken = error
        if cells:
            yield lines, cells
        if broken is not None:
            raise broken
        if len(cells) < ROWS_A_BLOCK:
            return


def _of_width(
    lines: list[int], cells: list[list[str]], width: int, faults: Faults
) -> tuple[list[int], list[list[str]]]:
    fit: list[tuple[int, list[str]]] = []
    for line, row in zip(lines, cells, strict=True):
        if len(row) == width:
            fit.append((line, row))
        elif row:
            faults.add(line, Rule.CELL_COUNT, f"the row has {len(row)} cells, not {width}")
    return [line for line, _ in fit], [row for _, row in fit]
