"""The first answer of a process that does nothing else: from nothing to what settles.

This module loads what an answer needs and no more. The kernels come from numba's cache once such a
process has filled it: the bench may have another, since what screens chooses its own for the
process.
"""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.solution.verifier import passed
from tallystick.proof.bench.answers import URGENT_WEIGHT, at_once
from tallystick.proof.bench.instance_files import read_files

_PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")
_PROGRAM: Final = """
import sys
from pathlib import Path
from tallystick.proof.bench.first_answer import answer
print(*answer(Path(sys.argv[1])))
"""


class Fresh(NamedTuple):
    """CPU seconds from the start of the interpreter, and the most memory, in MB."""

    seconds: float
    megabytes: float


def first_answer(folder: Path) -> Fresh:
    """Return what the first answer to the instance of a folder takes in a process of its own.

    Raises:
        CalledProcessError: the process failed, as where its solution does not verify.
    """
    told = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PROGRAM, str(folder)], capture_output=True, text=True, check=True
    )
    return Fresh(*map(float, told.stdout.split()))


def answer(folder: Path) -> Fresh:
    """Answer in this process, and return what it has taken so far."""
    instance = read_files(folder)
    answered = at_once(instance, urgent_first(instance, URGENT_WEIGHT))
    seconds = time.process_time()
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    assert not passed(instance, answered.settled), "what settles keeps every account and limit"
    return Fresh(seconds, int(_PEAK.findall(status)[0]) / 1024)
