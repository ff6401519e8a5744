"""The message tables are what their generator writes, and it stops at what it cannot say."""

import pytest

from tallystick.wire import xml
from tools.write_tables import TABLES, WIDTH, read_schema, schema_folder, tables

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
