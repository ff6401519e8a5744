"""Write the table of src/tallystick/wire/iso20022/code_sets from the published sets' facts.

`python -m tools.write_code_sets` reads the published external code sets below
`TALLYSTICK_TEST_DATA` (default ../shared/data) and writes the codes of every type that the
tables of the messages use, and no word of their definitions. For another edition, change
`EDITION` with the files.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from tallystick.wire.iso20022.tables import TYPES
from tools.write_tables import ROOT, WIDTH, quoted

TABLE: Final = ROOT / "src" / "tallystick" / "wire" / "iso20022" / "code_sets" / "table.py"
# The files bear no date. The sets were published by the Registration Authority no later.
EDITION: Final = "2025-05"

HEAD: Final = '''"""The external code sets of ISO 20022: all that a message here may need.

Written by tools/write_code_sets.py from the facts of the published sets; not by hand.
"""

from typing import Final

# The month of the edition; its day is not told.
EDITION: Final = "{edition}"

# The types of the messages for which the edition has no set.
WITHOUT_SET: Final = (
{without})

CODES: Final = {{
{codes}}}
'''


class _Published(msgspec.Struct):
    """What is read of a published set: its name and its codes, not what they mean."""

    name: str
    codes: dict[str, str]


def set_folder() -> Path:
    """Return the folder of the published sets."""
    inputs = Path(os.environ.get("TALLYSTICK_TEST_DATA", ROOT.parent / "shared" / "data"))
    return inputs / "messages" / "codes"


def external_types() -> list[str]:
    """Return the types of the supported messages whose codes stand outside the schemas."""
    return sorted(name for name in TYPES if name.startswith("External"))


def table(folder: Path) -> str:
    """Return the text of the table."""
    sets: dict[str, list[str]] = {}
    for path in sorted(folder.glob("external_*_code.json")):
        found = msgspec.json.decode(path.read_bytes(), type=_Published)
        assert found.name not in sets, f"{found.name} is published twice"
        sets[found.name] = sorted(found.codes)
    types = external_types()
    told = {name: sets[name] for name in types if name in sets}
    without = [name for name in types if name not in sets]
    return HEAD.format(
        edition=EDITION,
        without="".join(f"    {quoted(name)},\n" for name in without),
        codes="".join(entry(name, codes) for name, codes in told.items()),
    )


def entry(name: str, codes: list[str]) -> str:
    """Return the lines of one set, each of the house's width at most."""
    assert not any(len(code.split()) != 1 for code in codes), f"a code with a blank in {name}"
    whole = f"    {quoted(name)}: {quoted(' '.join(codes))},\n"
    if len(whole) <= WIDTH + 1:
        return whole
    lines = [""]
    for code in codes[:-1]:
        add(lines, f"{code} ")
    add(lines, codes[-1])
    rows = "".join(f"        {quoted(line)}\n" for line in lines)
    return f"    {quoted(name)}: (\n{rows}    ),\n"


def add(lines: list[str], piece: str) -> None:
    """Add a piece to the last line, or to a new one where it has no room."""
    if len(f"        {quoted(lines[-1] + piece)}") > WIDTH:
        lines.append("")
    lines[-1] += piece


if __name__ == "__main__":
    TABLE.write_text(table(set_folder()))
