"""A newer edition is read from a file, whole or not at all, and every error says where."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire.iso20022.code_sets import CodeSets, Validity, published, read_code_sets
from tallystick.wire.iso20022.code_sets.reading import CODES_MAX, SIZE_MAX
from tests.every import for_each
from tools.write_code_sets import EDITION, set_folder

PURPOSE = "ExternalPurpose1Code"


def codes_in(sets: CodeSets) -> dict[str, dict[str, Validity]]:
    """All that the sets hold."""
    return {each.name: dict(each.codes) for each in sets}


def test_a_table_of_lines_is_read() -> None:
    """With dates or without, with either end of line, with a byte order mark, quoted."""
    raw = (
        '\ufeffset,code,valid_from,valid_to\r\n"ExternalPurpose1Code",GDDS,,\r\n'
        "ExternalPurpose1Code,SUPP,2025-01-01,\r\n\r\nExternalX1Code,OLD,2020-02-29,2026-12-31\n"
    )
    sets = read_code_sets(raw.encode(), "2026-11-30")
    assert codes_in(sets) == {
        PURPOSE: {"GDDS": Validity(), "SUPP": Validity("2025-01-01", "")},
        "ExternalX1Code": {"OLD": Validity("2020-02-29", "2026-12-31")},
    }
    assert {each.edition for each in sets} == {"2026-11-30"}
    bare = read_code_sets(b"set,code\nExternalPurpose1Code,GDDS\n", "2026-11")
    assert codes_in(bare) == {PURPOSE: {"GDDS": Validity()}}


def test_the_published_forms_are_read() -> None:
    """The schema of all sets, in which a set may have no codes told, and a set alone."""
    definitions = {
        PURPOSE: {"type": "string", "enum": ["GDDS", "A"]},
        "ExternalOpen1Code": {"type": "string"},
    }
    schema = {"$schema": "told", "definitions": definitions}
    alone = {"name": PURPOSE, "codes": {"GDDS": "told", "A": ""}, "description": "told"}
    for form in (schema, alone):
        sets = read_code_sets(json.dumps(form, indent=1).encode(), "2026-11")
        assert codes_in(sets) == {PURPOSE: {"GDDS": Validity(), "A": Validity()}}


def test_both_publications_say_what_the_table_says() -> None:
    """The schema of all sets and the sets alone are two sources; our table agrees with both."""
    folder = set_folder()
    if not folder.is_dir():
        pytest.skip("the published code sets are not at TALLYSTICK_TEST_DATA")
    whole = read_code_sets((folder / "external_code_sets.json").read_bytes(), EDITION)
    for ours in published():
        theirs = whole.get(ours.name)
        assert theirs is not None
        assert (dict(theirs.codes), theirs.edition) == (dict(ours.codes), ours.edition)
    alone = CodeSets([])
    for path in folder.glob("external_*_code.json"):
        alone = alone.renewed(read_code_sets(path.read_bytes(), EDITION))
    assert codes_in(alone) == codes_in(whole)
    assert len(whole) == 128


def lines(*rows: str, head: str = "set,code,valid_from,valid_to") -> bytes:
    """A table of lines."""
    return "\n".join([head, *rows, ""]).encode()


GOOD = f"{PURPOSE},GDDS,,"
TOLD: dict[str, Any] = {"name": PURPOSE, "codes": {"GDDS": ""}}


@pytest.mark.slow
@for_each(
    ("raw", "code", "where", "words"),
    [
        (b"", "code-sets-form", "line 1", "neither JSON nor headed set,code"),
        (b"<xml/>", "code-sets-form", "line 1", "neither JSON nor headed"),
        (lines(GOOD, head="code,set,valid_from,valid_to"), "code-sets-form", "line 1", "headed"),
        (lines(head="set,code"), "code-sets-form", "", "no codes"),
        (lines(GOOD, f"{PURPOSE},SUPP"), "code-sets-form", "line 3", "2 cells in a line under 4"),
        (lines(f"{PURPOSE},GDDS,,,"), "code-sets-form", "line 2", "5 cells"),
        (lines(GOOD, GOOD), "code-set-repeats", "line 3", "GDDS twice in ExternalPurpose1Code"),
        (lines("Purpose,GDDS,,"), "code-set-name", "line 2", "'Purpose' where the name"),
        (lines(f"{PURPOSE},TWO WORDS,,"), "code-form", "line 2", "'TWO WORDS' where a code"),
        (lines(f"{PURPOSE},,,"), "code-form", "line 2", "'' where a code"),
        (lines(f"{PURPOSE},{'A' * 36},,"), "code-form", "line 2", "where a code"),
        (lines(f"{PURPOSE},Ä,,"), "code-form", "line 2", r"'\\xc4' where a code"),
        (lines(f"{PURPOSE},A,2025-02-29,"), "code-date", "line 2", "'2025-02-29' where a date"),
        (lines(f"{PURPOSE},A,,2025"), "code-date", "line 2", "'2025' where a date"),
        (lines(f"{PURPOSE},A,2025-02-02,2025-02-01"), "code-date", "line 2", "before it begins"),
        (lines(f'{PURPOSE},"A'), "code-sets-form", "line 2", "not comma-separated"),
        (b"set,code\n\xff", "code-sets-form", "byte 10", "not UTF-8"),
        (b'{"name": 1,\n x}', "code-sets-form", "line 2, column 2", "not JSON"),
        (b'{"a": ' * 5_000, "code-sets-form", "", "not JSON that can be read"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "code-sets-form", "", "not JSON that can be read"),
        (b"[]", "code-sets-form", "", "without definitions"),
        (b'{"definitions": []}', "code-sets-form", "", "without definitions"),
        (b'{"definitions": {}}', "code-sets-form", "", "no codes"),
        (b'{"name": "ExternalX1Code"}', "code-sets-form", "", "without a name and codes"),
        (json.dumps(TOLD | {"name": 7}).encode(), "code-set-name", "codes/GDDS", "a int where"),
        (json.dumps(TOLD | {"codes": {}}).encode(), "code-sets-form", "", "no codes"),
        (
            b'{"name": "ExternalX1Code", "codes": {"A": "", "A": ""}}',
            "code-set-repeats",
            "",
            "'A'",
        ),
        (
            b'{"definitions": {"ExternalX1Code": {"enum": ["A", null]}}}',
            "code-form",
            "definitions/ExternalX1Code/enum/1",
            "a NoneType where a code",
        ),
        (
            b'{"definitions": {"ExternalX1Code": {"enum": ["A", "A"]}}}',
            "code-set-repeats",
            "definitions/ExternalX1Code/enum/1",
            "A twice",
        ),
        (
            b'{"definitions": {"ExternalX1Code": {"enum": {}}}}',
            "code-sets-form",
            "definitions/ExternalX1Code",
            "no list of codes",
        ),
        (
            b'{"definitions": {"ExternalX1Code": true}}',
            "code-sets-form",
            "definitions/ExternalX1Code",
            "no object",
        ),
        (b" " * (SIZE_MAX + 1), "code-sets-too-large", "", "more than 4194304 bytes"),
        (
            lines(*(f"{PURPOSE},C{number}" for number in range(CODES_MAX + 1)), head="set,code"),
            "code-sets-too-large",
            "line 100002",
            "more than 100000 codes",
        ),
    ],
    ids=lambda each: str(each)[:40],
)
def test_a_file_that_breaks_a_rule_is_refused(
    raw: bytes, code: str, where: str, words: str
) -> None:
    """The error says what, where and which rule."""
    with pytest.raises(RemoteMessageError, match=words) as caught:
        read_code_sets(raw, "2026-11")
    assert (caught.value.code, caught.value.field) == (code, where)
    assert len(caught.value.detail) < 300


@pytest.mark.parametrize("edition", ["", "2026", "2026-13", "2026-11-31", "2Q2026", "2026-11-1"])
def test_an_edition_has_a_date(edition: str) -> None:
    """A month or a day; it is ours to say."""
    with pytest.raises(LocalMessageError, match="YYYY-MM") as caught:
        read_code_sets(lines(GOOD), edition)
    assert caught.value.code == "code-set-edition"


FORMS = (lines(GOOD), json.dumps(TOLD).encode(), b'{"definitions": {"ExternalX1Code": {}}}')


@given(st.binary(max_size=60), st.sampled_from(FORMS), st.integers(0, 60), st.integers(0, 60))
@example(b"\x00", FORMS[0], 30, 30)
def test_whatever_the_bytes_are_they_are_read_or_refused(
    odd: bytes, form: bytes, start: int, end: int
) -> None:
    """Nothing but the one error is raised."""
    for raw in (odd, form[:start] + odd + form[end:]):
        with suppress(RemoteMessageError):
            sets = read_code_sets(raw, "2026-11")
            assert sum(len(each.codes) for each in sets)
