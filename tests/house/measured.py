"""Pages whose tables are measured: a run writes each into its place, and nobody by hand."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

BLOCK: Final = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def renewed(page: str, tables: Mapping[str, str]) -> str:
    """Return a page with each of its measured tables as the run found it.

    Raises:
        KeyError: the page has a place for a table that the run does not write.
    """
    return BLOCK.sub(lambda block: f"{block[1]}{tables[block[2]]}{block[3]}", page)


def write(tables: Mapping[str, str], path: Path) -> None:
    """Write the measured tables into a page."""
    path.write_text(renewed(path.read_text(encoding="utf-8"), tables), encoding="utf-8")
