"""The pages of settings and of the agreement tell every key of every table."""

import ast

import pytest

from tests.house.setting_pages import _meanings, agreement_keys, settings


def test_every_table_is_told_once() -> None:
    """Outer ones before those within them."""
    heads = [line[4:] for line in settings().splitlines() if line.startswith("### ")]
    assert heads[0] == "The file"
    assert len(heads) == len(set(heads))
    assert heads.index("`[[peer]]`") + 1 == heads.index("`[[peer.key]]`")
    assert "`[[end.calendar.offset]]`" in agreement_keys()


def test_a_key_has_its_value_and_its_default() -> None:
    """In words for people."""
    page = settings()
    assert "| `port` | 0 to 65,535 | `8443` | The port; 0 takes any that is free. |" in page
    assert "| `on_hit` | `hold`, `refuse`, `block` | `hold` |" in page
    assert "| `operator_id` | name | must be there |" in page
    assert "| `certificates` | row of paths | must be there |" in page


def test_a_key_without_a_meaning_is_found() -> None:
    """Each has its sentence below it."""
    told = 'class Listen:\n    port: int = 1\n    """The\n    port."""'
    (good,) = ast.parse(told).body
    assert isinstance(good, ast.ClassDef)
    assert _meanings(good) == {"port": "The port."}
    (bare,) = ast.parse("class Listen:\n    port: int = 1").body
    assert isinstance(bare, ast.ClassDef)
    with pytest.raises(AssertionError, match=r"Listen\.port has no meaning"):
        _meanings(bare)
