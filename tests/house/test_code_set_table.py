"""The table of code sets is what its tool writes, and holds codes alone."""

import pytest

from tallystick.wire.iso20022.code_sets.table import CODES, WITHOUT_SET
from tools.write_code_sets import TABLE, entry, external_types, set_folder, table
from tools.write_tables import WIDTH


def test_the_table_is_what_the_tool_writes() -> None:
    """Nobody wrote in it by hand; `python -m tools.write_code_sets` writes it anew."""
    folder = set_folder()
    if not folder.is_dir():
        pytest.skip("the published code sets are not at TALLYSTICK_TEST_DATA")
    assert TABLE.read_text() == table(folder)


def test_every_external_type_has_its_set_or_is_named_as_without() -> None:
    """No type of the messages is forgotten, and no set is for nothing."""
    assert sorted([*CODES, *WITHOUT_SET]) == external_types()


def test_the_table_holds_codes_alone() -> None:
    """Sorted, each once, and none with the words of a definition about it."""
    for codes in map(str.split, CODES.values()):
        assert codes
        assert codes == sorted(set(codes))
        assert all(code.isalnum() for code in codes)


def test_a_long_set_is_broken_between_codes() -> None:
    """Whatever its length, it comes back whole and in lines of the house's width."""
    codes = [f"C{number:03}" for number in range(200)]
    text = entry("ExternalLong1Code", codes)
    assert max(map(len, text.splitlines())) <= WIDTH
    pieces = [line.strip().strip('"') for line in text.splitlines()[1:-1]]
    assert len(pieces) > 5
    assert "".join(f"{piece} " if piece[-1] != " " else piece for piece in pieces).split() == codes


def test_a_code_with_a_blank_stops_the_tool() -> None:
    """The notation could not say it."""
    with pytest.raises(AssertionError, match="a code with a blank in ExternalX1Code"):
        entry("ExternalX1Code", ["TWO WORDS"])
