"""A command that has answered does not wait for the solver, nor is torn down by it."""

import os
import subprocess
import sys

import pytest

COMMAND = """
import atexit, threading
from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import leave
from tallystick.clearing.optimiser.beside import Beside
atexit.register(print, "taken down")
stage = Beside({stage})
stage.outcome(0.1)
print("answered")
leave(ExitCode.NO)
"""


@pytest.mark.parametrize(
    ("stage", "printed"),
    [("threading.Event().wait", "answered\n"), ("int", "answered\ntaken down\n")],
)
def test_the_interpreter_is_taken_down_only_if_nothing_is_under_way(
    stage: str, printed: str
) -> None:
    command = [sys.executable, "-c", COMMAND.format(stage=stage)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, printed, "")


def test_an_answer_that_nobody_could_read_is_not_given() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", COMMAND.format(stage="threading.Event().wait")]
    env = {**os.environ, "PYTHONUNBUFFERED": ""}  # it is found out at the end
    done = subprocess.run(
        command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, env=env
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (3, "")
