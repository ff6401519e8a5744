"""What stopped the machine is remembered over its deaths, and set aside at the second."""

from pathlib import Path

import pytest

from tallystick.node.deaths import Deaths
from tallystick.terms.errors import SettingError

ONE, OTHER = b"one", b"other"


def test_two_deaths_park_an_input(tmp_path: Path) -> None:
    """Over two starts, and no other input with it."""
    assert not Deaths(tmp_path / "deaths.json").record(ONE)
    again = Deaths(tmp_path / "deaths.json")
    assert not again.has_parked
    assert again.record(ONE)
    third = Deaths(tmp_path / "deaths.json")
    assert third.has_parked
    assert third.is_parked(ONE)
    assert not third.is_parked(OTHER)


def test_a_broken_record_stops_the_start(tmp_path: Path) -> None:
    """It is named; nothing is guessed."""
    (tmp_path / "deaths.json").write_text("{")
    with pytest.raises(SettingError, match="record of deaths"):
        Deaths(tmp_path / "deaths.json")
