"""The `screen` commands as a script calls them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run

Call = Callable[..., tuple[ExitCode, list[Any], str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a call of the command line that gives exit code, JSON lines and errors."""

    def answer(*words: str | Path) -> tuple[ExitCode, list[Any], str]:
        code = run(root(), ["screen", *map(str, words)])
        told = capsys.readouterr()
        return code, [json.loads(line) for line in told.out.splitlines()], told.err

    return answer
