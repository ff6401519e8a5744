"""The message tables are what their generator writes, and it stops at what it cannot say."""

import pytest

from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import read_type, supported, types_of
from tools.differences import differences, told_by_difference
from tools.schema_facts import read_schema
from tools.write_tables import TABLES, WIDTH, schema_folder, tables

pytestmark = pytest.mark.slow

XS = "http://www.w3.org/2001/XMLSchema"


def test_the_tables_are_what_the_generator_writes() -> None:
    """Nobody wrote in them by hand; `python -m tools.write_tables` writes them anew."""
    folder = schema_folder()
    if not folder.is_dir():
        pytest.skip("the published schemas are not at TALLYSTICK_TEST_DATA")
    written = tables(folder)
    there = {path.name: path.read_text() for path in TABLES.glob("*.py")}
    del there["__init__.py"]
    assert there == written


def test_what_is_told_by_difference_is_what_the_schemas_say() -> None:
    """Read back, every type of every version has the elements, in order, of the published one."""
    folder = schema_folder()
    if not folder.is_dir():
        pytest.skip("the published schemas are not at TALLYSTICK_TEST_DATA")
    for message in supported():
        _root, rows = read_schema(xml.parse((folder / f"{message}.xsd").read_bytes()))
        ours = {name: kind for name, kind in types_of(message).items() if name != "Document"}
        assert ours == {name: read_type(name, rows[name]) for name in ours}, message


A_ROW = "A B, C? D, E{0,3} D, F+ G"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("A B, C? D, E{0,3} D, F+ G", []),
        ("A B, C? D, E{0,3} D, F+ H", ["G -> H"]),
        ("A B, C? D, E{0,3} D, F* H", ["G -> H", "F* H"]),
        ("A B, C? D, E{0,3} G, F+ G", ["E{0,3} G"]),
        ("A B, C? D, F+ G", ["- E"]),
        ("X Y, A B, C? D, Z? Y, E{0,3} D, F+ G", ["+ X Y after -", "+ Z? Y after C"]),
        ("A B, C? D, E{0,3} D, F+ G, Y Y, Z Z", ["+ Y Y after F", "+ Z Z after Y"]),
        ("C? D, A B, E{0,3} D, F+ G", None),
        ("A B | C? D", None),
        ("string 1..35", None),
    ],
)
def test_a_difference_is_told_in_the_notation(new: str, told: list[str] | None) -> None:
    """What differs and nothing else; what the notation cannot say is told whole."""
    assert differences(A_ROW, new) == told


def test_a_difference_is_told_where_it_is_short() -> None:
    """From the earlier type of the same stem that is nearest, else the row stands as it is."""
    wide = ", ".join(f"Element{number} Type{number}" for number in range(9))
    rows = {
        "A1": wide,
        "A10": f"{wide}, New Type9",
        "A2": wide.replace("Type8", "Type18"),
        "A3Choice": wide.replace(", ", " | "),
        "B4": f"{wide}, New Type9",
    }
    assert told_by_difference(rows) == {
        **rows,
        "A10": "like A1: + New Type9 after Element8",
        "A2": "like A1: Type8 -> Type18",
    }


def test_the_tables_are_of_the_house_width() -> None:
    """So that nothing else reshapes them."""
    lines = [line for path in TABLES.glob("*.py") for line in path.read_text().splitlines()]
    assert max(map(len, lines)) <= WIDTH


def schema(definition: str) -> xml.Element:
    """A schema of one definition."""
    return xml.parse(f'<xs:schema xmlns:xs="{XS}">{definition}</xs:schema>'.encode())


def complex_type(content: str) -> str:
    """A complex type of some content."""
    return f'<xs:complexType name="A1">{content}</xs:complexType>'


def simple_type(facets: str) -> str:
    """A simple type of some facets."""
    restriction = f'<xs:restriction base="xs:string">{facets}</xs:restriction>'
    return f'<xs:simpleType name="A1">{restriction}</xs:simpleType>'


ELEMENT = '<xs:element name="B" type="C"/>'


@pytest.mark.parametrize(
    ("definition", "row"),
    [
        (simple_type(""), "string"),
        (
            simple_type('<xs:minLength value="1"/><xs:maxLength value="35"/>'),
            "string 1..35",
        ),
        (
            simple_type('<xs:pattern value="a, b | c"/><xs:enumeration value="X"/>'),
            "string = X ~ a, b | c",
        ),
        (complex_type(f"<xs:sequence>{ELEMENT}</xs:sequence>"), "B C"),
        (
            complex_type(
                '<xs:choice><xs:element name="B" type="C" minOccurs="0"/>'
                '<xs:element name="D" type="C" maxOccurs="unbounded"/></xs:choice>'
            ),
            "B? C | D+ C",
        ),
        (
            complex_type(
                '<xs:sequence><xs:element name="B" type="C" minOccurs="2" maxOccurs="3"/>'
                '<xs:element name="D" type="C" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>'
            ),
            "B{2,3} C, D* C",
        ),
    ],
)
def test_a_definition_becomes_a_row(definition: str, row: str) -> None:
    """In the notation that the package reads."""
    assert read_schema(schema(definition)) == ("", {"A1": row})


@pytest.mark.parametrize(
    "definition",
    [
        '<xs:group name="A1"/>',
        simple_type('<xs:minExclusive value="1"/>'),
        simple_type('<xs:minLength value="1"/>'),
        simple_type('<xs:enumeration value="TWO WORDS"/>'),
        complex_type(f"<xs:all>{ELEMENT}</xs:all>"),
        complex_type(f'<xs:sequence minOccurs="0">{ELEMENT}</xs:sequence>'),
        complex_type(f"<xs:choice>{ELEMENT}</xs:choice>"),
        complex_type('<xs:sequence><xs:element name="B" type="C" nillable="true"/></xs:sequence>'),
        complex_type(
            '<xs:sequence><xs:element name="B" type="C" minOccurs="2" maxOccurs="unbounded"/>'
            "</xs:sequence>"
        ),
        complex_type('<xs:sequence><xs:any processContents="strict"/></xs:sequence>'),
        complex_type(f'<xs:sequence>{ELEMENT}</xs:sequence><xs:attribute name="k"/>'),
    ],
)
def test_what_the_notation_cannot_say_stops_the_generator(definition: str) -> None:
    """A fact is never lost in silence."""
    with pytest.raises((AssertionError, ValueError, KeyError)):
        read_schema(schema(definition))
