"""The corpus that is kept: of all that was found, the fewest small inputs that reach as much.

What an input reaches are the steps from line to line that it takes through the doors. The
smallest inputs are asked first, and one is kept that takes a step that none before it took.
"""

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final, NamedTuple

from tools.fuzz.targets import TARGETS, Target, feed, seeds_of

CORPUS: Final = Path(__file__).parents[2] / "tests" / "wire" / "corpus"
ROOMS: Final = ("/tallystick/wire/", "/tallystick/node/agreement_text", "/tallystick/node/tables")
SUFFIX: Final = ".seed"  # no text: some are not even UTF-8
KEPT_MAX: Final = 150_000  # bytes of one target
Step = tuple[CodeType, int, int]


class Kept(NamedTuple):
    """What came of it: how many inputs and steps there were, and how many are kept."""

    name: str
    found: int
    kept: int
    size: int
    steps_of_seeds: int
    steps: int


def kept_files(name: str) -> list[Path]:
    """Return the inputs of a target that the repository keeps, sorted by name."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())


def keep(name: str, grown: Path) -> Kept:
    """Keep of a folder what reaches more than the seeds do; finds that are kept stay."""
    target, reached = TARGETS[name], set[Step]()
    for raw in seeds_of(name):
        feed(target, raw)  # what is made at the first use is no step of anybody's
        reached |= _steps(target, raw)
    begun, size, count = len(reached), 0, 0
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in kept_files(name):
        if path.name.startswith("find-"):
            reached |= _steps(target, path.read_bytes())
        else:
            path.unlink()
    found = sorted(
        (path.read_bytes() for path in grown.glob("*")), key=lambda raw: (len(raw), raw)
    )
    for raw in found:
        steps = _steps(target, raw)
        if steps <= reached or size + len(raw) > KEPT_MAX:
            continue
        reached |= steps
        (folder / f"{sha256(raw).hexdigest()[:16]}{SUFFIX}").write_bytes(raw)
        size, count = size + len(raw), count + 1
    return Kept(name, len(found), count, size, begun, len(reached))


def _steps(target: Target, raw: bytes) -> set[Step]:
    steps: set[Step] = set()
    sys.settrace(_tracer(steps))
    try:
        feed(target, raw)
    finally:
        sys.settrace(None)
    return steps


def _tracer(steps: set[Step]) -> Callable[[FrameType, str, Any], Any]:
    seen: dict[CodeType, bool] = {}

    def called(frame: FrameType, _event: str, _value: Any) -> Any:  # noqa: ANN401 - as sys has it
        code = frame.f_code
        if code not in seen:
            seen[code] = any(room in code.co_filename for room in ROOMS)
        return _stepper(code, steps) if seen[code] else None

    return called


def _stepper(code: CodeType, steps: set[Step]) -> Callable[[FrameType, str, Any], Any]:
    last = 0

    def stepped(frame: FrameType, event: str, _value: Any) -> Any:  # noqa: ANN401 - as sys has it
        nonlocal last
        if event == "line":
            steps.add((code, last, frame.f_lineno))
            last = frame.f_lineno
        return stepped

    return stepped
