"""`tallystick message codes` tells what the tables hold."""

import json

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.wire.iso20022.code_sets import published


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines of a command that went well."""
    assert run(root(), ["message", "codes", *words]) is ExitCode.GOOD
    return capsys.readouterr().out.splitlines()


def test_every_set_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With its edition and its count, for machines and for people."""
    lines = [json.loads(line) for line in said(capsys, "--json")]
    assert lines == [
        {"set": each.name, "edition": each.edition, "count": len(each.codes)}
        for each in published()
    ]
    words = said(capsys)
    assert len(words) == len(lines)
    assert "ExternalChargeType1Code  2025-05  14" in words


def test_the_codes_of_a_set_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Sorted, with our word on those that a node uses."""
    lines = [
        json.loads(line) for line in said(capsys, "--set", "ExternalReturnReason1Code", "--json")
    ]
    assert [line["code"] for line in lines] == sorted({line["code"] for line in lines})
    assert {
        "code": "AC04",
        "valid_from": None,
        "valid_to": None,
        "meaning": "The account is closed.",
    } in lines
    assert "AC04  The account is closed." in said(capsys, "--set", "ExternalReturnReason1Code")
    assert said(capsys, "--set", "ExternalInvestigationStatus1Code")[0].isalpha()


def test_a_set_that_is_not_there_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    """Told by name."""
    code = run(root(), ["message", "codes", "--set", "Purpose"])
    assert code is ExitCode.WRONG_USE
    assert "there is no set 'Purpose'" in capsys.readouterr().err
