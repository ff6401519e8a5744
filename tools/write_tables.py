"""Write the tables of src/tallystick/wire/iso20022/tables from the published schemas' facts.

`python -m tools.write_tables` reads the schemas of the supported messages below
`TALLYSTICK_TEST_DATA` (default ../shared/data) and writes what `tallystick.wire.iso20022.grammar`
reads: names, order, occurrence, types and facets, and no word of their annotations. A
construct that the notation cannot say stops the tool, so that nothing is lost in silence.
"""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tallystick.wire.xml import Element, local_name, parse

ROOT: Final = Path(__file__).parents[1]
TABLES: Final = ROOT / "src" / "tallystick" / "wire" / "iso20022" / "tables"
WIDTH: Final = 99

# Each family has its own table, and what it alone uses stands there.
FAMILIES: Final = {
    "business_header": ("head.001.001.02",),
    "credit_transfer": ("pacs.008.001.08", "pacs.008.001.13"),
    "status_report": ("pacs.002.001.10", "pacs.002.001.15"),
}
# What several families use goes where its subject is: the first whose roots lead to it.
SUBJECTS: Final = {
    "parties": (
        "BranchAndFinancialInstitutionIdentification",
        "PartyIdentification",
        "Party44Choice",
        "CashAccount",
    ),
    "remittance": ("RemittanceInformation",),
    "payments": ("",),
}
PROMISES: Final = {
    "values": "what a text in an element may be",
    "parties": "parties, agents, accounts and where they are",
    "remittance": "what a payment is for, and what tax is in it",
    "payments": "what several kinds of message say of a payment",
    "business_header": "head.001, the header that travels before a message",
    "credit_transfer": "pacs.008, a customer's credit transfer between banks",
    "status_report": "pacs.002, how a payment stands",
}

HEAD: Final = '''"""Types: {promise}.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final
'''

Rows = dict[str, str]


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
    return {
        f"{shelf}.py": module(
            shelf,
            {name: rows[name] for name in names},
            {message: roots[message] for message in FAMILIES.get(shelf, ())},
        )
        for shelf, names in shelves.items()
    }


def read_schema(schema: Element) -> tuple[str, Rows]:
    """Return what a schema's document is, and the row of every type it defines.

    The document's own type has one name and a different content in each version, so
    it is told with the message and not among the types.
    """
    root = ""
    rows: Rows = {}
    for definition in schema:
        name = definition.attrib["name"]
        match local_name(definition):
            case "element":
                root = f"{name} {definition.attrib['type']}"
            case "simpleType":
                rows[name] = simple_row(one(definition))
            case "complexType":
                rows[name] = complex_row(one(definition))
            case other:
                raise ValueError(f"no notation for {other} {name}")
    if "Document" in rows:
        root = f"Document {rows.pop('Document')}"
    return root, rows


def one(element: Element) -> Element:
    """Return the only child."""
    assert len(element) == 1, f"{element.attrib} has {len(element)} parts"
    return element[0]


def simple_row(restriction: Element) -> str:
    """Return a simple type: its primitive and facets."""
    facets: dict[str, list[str]] = {}
    for facet in restriction:
        facets.setdefault(local_name(facet), []).append(facet.attrib["value"])
    values = facets.pop("enumeration", [])
    assert not any(" " in value for value in values), f"a code with a blank in {values}"
    single = {name: alone for name, (alone,) in facets.items()}
    words = [restriction.attrib["base"].removeprefix("xs:")]
    if "maxLength" in single:
        words.append(f"{single.pop('minLength')}..{single.pop('maxLength')}")
    if "totalDigits" in single:
        words.append(f"{single.pop('totalDigits')}.{single.pop('fractionDigits')}")
    if "minInclusive" in single:
        words.append(f">= {single.pop('minInclusive')}")
    if values:
        words.append(f"= {' '.join(values)}")
    if "pattern" in single:
        words.append(f"~ {single.pop('pattern')}")
    assert not single, f"no notation for {single}"
    return " ".join(words)


def complex_row(content: Element) -> str:
    """Return a complex type: a sequence, a choice, a text with an attribute, or a wildcard."""
    kind = local_name(content)
    if kind == "simpleContent":
        extension = one(content)
        attribute = one(extension)
        assert attribute.attrib["use"] == "required", "only required attributes"
        held = f"@{attribute.attrib['name']} {attribute.attrib['type']}"
        return f"{extension.attrib['base']} {held}"
    assert kind in {"sequence", "choice"}, f"no notation for {kind}"
    assert not content.attrib, "a group has no occurrence of its own"
    if local_name(content[0]) == "any":
        wildcard = one(content).attrib
        assert wildcard["processContents"] == "lax", "only lax wildcards"
        assert set(wildcard) == {"namespace", "processContents"}, f"no notation for {wildcard}"
        return f"any {wildcard['namespace']}"
    assert kind == "sequence" or len(content) > 1, "a choice of one"
    joint = ", " if kind == "sequence" else " | "
    return joint.join(element_words(each) for each in content)


def element_words(element: Element) -> str:
    """Return an element of a group: its name, how often it occurs, its type."""
    words = dict(element.attrib)
    least, most = words.pop("minOccurs", "1"), words.pop("maxOccurs", "1")
    assert set(words) == {"name", "type"}, f"no notation for {words}"
    assert len(element) == 0, "only named types"
    return f"{words['name']}{occurrence(least, most)} {words['type']}"


def occurrence(least: str, most: str) -> str:
    """Return how often an element occurs, as patterns say it."""
    marks = {
        ("1", "1"): "",
        ("0", "1"): "?",
        ("0", "unbounded"): "*",
        ("1", "unbounded"): "+",
    }
    assert (least, most) in marks or most != "unbounded", f"no notation for {least}..{most}"
    return marks.get((least, most), f"{{{least},{most}}}")


def shelved(rows: Rows, users: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Return the types of each table, each type once, in the order of their names."""
    subjects = {
        subject: reached(rows, [name for name in rows if name.startswith(roots)])
        for subject, roots in SUBJECTS.items()
    }
    shelves: dict[str, list[str]] = {shelf: [] for shelf in PROMISES}
    for name in sorted(rows):
        if is_simple(rows[name]):
            shelf = "values"
        elif len(users[name]) == 1:
            (shelf,) = users[name]
        else:
            shelf = next(subject for subject, names in subjects.items() if name in names)
        shelves[shelf].append(name)
    return shelves


def is_simple(row: str) -> bool:
    """Tell whether the row is of a simple type: its first word is a primitive or it has facets."""
    return row[0].islower() and not row.startswith("any ")


def reached(rows: Rows, roots: Iterable[str]) -> set[str]:
    """Return the roots and every type that they lead to."""
    names, open_names = set(roots), list(roots)
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
    """Return where a row may be broken: between elements, or between words if it has none."""
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
