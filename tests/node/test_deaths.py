"""What stopped the machine is remembered over its deaths, and set aside at the second."""

from pathlib import Path

import pytest

from tallystick.node.deaths import Deaths
from tallystick.terms.errors import SettingError

ONE, OTHER = b"one", b"other"


def test_after_a_death_inputs_are_taken_singly(tmp_path: Path) -> None:
    """Among several nobody knows which it was, so none is blamed."""
    deaths = Deaths(tmp_path / "deaths.json")
    assert not deaths.one_by_one
    deaths.record([ONE, OTHER])
    again = Deaths(tmp_path / "deaths.json")
    assert again.one_by_one
    assert not again.is_parked(ONE)


def test_two_deaths_alone_park_an_input(tmp_path: Path) -> None:
    """Over two starts, and no other input with it."""
    for _ in range(2):
        Deaths(tmp_path / "deaths.json").record([ONE])
    again = Deaths(tmp_path / "deaths.json")
    assert again.is_parked(ONE)
    assert not again.is_parked(OTHER)


def test_a_quiet_machine_takes_several_at_once_again(tmp_path: Path) -> None:
    """And still knows what it parked."""
    deaths = Deaths(tmp_path / "deaths.json")
    deaths.record([ONE])
    deaths.record([ONE])
    deaths.settled()
    again = Deaths(tmp_path / "deaths.json")
    assert not again.one_by_one
    assert again.is_parked(ONE)


def test_a_broken_record_stops_the_start(tmp_path: Path) -> None:
    """It is named; nothing is guessed."""
    (tmp_path / "deaths.json").write_text("{")
    with pytest.raises(SettingError, match="record of deaths"):
        Deaths(tmp_path / "deaths.json")
