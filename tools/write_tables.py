"""Write the tables of src/tallystick/wire/iso20022/tables from the published schemas' facts.

`python -m tools.write_tables` reads the schemas of the supported messages below
`TALLYSTICK_TEST_DATA` (default ../shared/data) and writes what `tallystick.wire.iso20022.grammar`
reads: names, order, occurrence, types and facets, and no word of their annotations.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from tallystick.wire.xml import parse
from tools.differences import parts_of_name, told_by_difference
from tools.families import DIVISIONS, FAMILIES, PROMISES, SUBJECTS
from tools.schema_facts import read_schema

ROOT: Final = Path(__file__).parents[1]
TABLES: Final = ROOT / "src" / "tallystick" / "wire" / "iso20022" / "tables"
WIDTH: Final = 99

HEAD: Final = '''"""Types: {promise}.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final
'''

Rows: TypeAlias = dict[str, str]


def schema_folder() -> Path:
    """Return the folder of the published schemas."""
    inputs = Path(os.environ.get("TALLYSTICK_TEST_DATA", ROOT.parent / "shared" / "data"))
    return inputs / "messages" / "xsd"


def tables(folder: Path) -> dict[str, str]:
    """Return the text of every table, by file name."""
    roots: Rows = {}
    rows: Rows = {}
    users: dict[str, set[str]] = {}
    for family, messages in FAMILIES.items():
        for message in messages:
            roots[message], found = read_schema(parse((folder / f"{message}.xsd").read_bytes()))
            for name, row in found.items():
                assert rows.setdefault(name, row) == row, f"{name} has two meanings"
                users.setdefault(name, set()).add(family)
    shelves = shelved(rows, users)
    told = told_by_difference(rows)
    return {
        f"{shelf}.py": module(
            shelf,
            {name: told[name] for name in names},
            {message: roots[message] for message in FAMILIES.get(shelf, ())},
        )
        for shelf, names in shelves.items()
    }


def shelved(rows: Rows, users: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Return the types of each table, each type once, in the order of their names."""
    subjects = {subject: led_to(rows, roots) for subject, roots in SUBJECTS.items()}
    divisions = {
        division: (family, led_to(rows, roots)) for division, (family, roots) in DIVISIONS.items()
    }
    shelves: dict[str, list[str]] = {shelf: [] for shelf in PROMISES}
    for name in sorted(rows, key=parts_of_name):
        if is_simple(rows[name]):
            shelf = "values"
        elif len(users[name]) == 1:
            (family,) = users[name]
            apart = [
                key for key, (of, names) in divisions.items() if of == family and name in names
            ]
            shelf = apart[0] if apart else family
        else:
            shelf = next(subject for subject, names in subjects.items() if name in names)
        shelves[shelf].append(name)
    return shelves


def is_simple(row: str) -> bool:
    """Tell whether the row is of a simple type: its first word is a primitive."""
    return row[0].islower() and not row.startswith("any ")


def led_to(rows: Rows, roots: tuple[str, ...]) -> set[str]:
    """Return the types whose names begin so, and every type that they lead to."""
    open_names = [name for name in rows if name.startswith(roots)]
    names = set(open_names)
    while open_names:
        row = rows[open_names.pop()]
        for word in row.replace(",", " ").split():
            if word in rows and word not in names:
                names.add(word)
                open_names.append(word)
    return names


def module(shelf: str, rows: Rows, roots: Rows) -> str:
    """Return the text of one table."""
    parts = [HEAD.format(promise=PROMISES[shelf])]
    if roots:
        parts.append(dictionary("MESSAGES", roots))
    if rows:
        parts.append(dictionary("TYPES", rows))
    return "\n".join(parts)


def dictionary(name: str, rows: Rows) -> str:
    """Return a dictionary of rows, each broken into lines of the house's width."""
    lines = [line for key, row in rows.items() for line in entry(key, row)]
    return "\n".join([f"{name}: Final = {{", *lines, "}", ""])


def entry(key: str, row: str) -> list[str]:
    """Return the lines of one row."""
    whole = f"    {quoted(key)}: {quoted(row)},"
    if len(whole) <= WIDTH:
        return [whole]
    lines = [""]
    for piece in pieces(row):
        if len(f"        {quoted(lines[-1] + piece)}") > WIDTH:
            lines.append("")
        lines[-1] += piece
    return [f"    {quoted(key)}: (", *(f"        {quoted(line)}" for line in lines), "    ),"]


def pieces(row: str) -> list[str]:
    """Return where a row may be broken: between elements, else between words."""
    return re.split("(?<= )" if is_simple(row) else r"(?<=, )|(?<= \| )", row)


def quoted(text: str) -> str:
    """Return the text as Python has it between double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> None:
    """Write every table anew."""
    for name, text in tables(schema_folder()).items():
        (TABLES / name).write_text(text)


if __name__ == "__main__":
    main()
