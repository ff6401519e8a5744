"""Fuzz a door: `python -m tools.fuzz run TARGET`, or `all` of them, one after the other.

What it finds new is gathered in `.fuzz/corpus/TARGET`, and what breaks a promise in
`.fuzz/finds`. With `--with-samples` the published samples at TALLYSTICK_TEST_DATA are seeds
too, and what grows from them goes to a folder of its own, since nothing of theirs is kept here.
`python -m tools.fuzz keep TARGET` puts the fewest inputs that reach all that was reached into
the repository; `replay TARGET FILE...` feeds files and tells what comes.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
GROWN: Final = ROOT / ".fuzz"
NAMES: Final = ("messages", "bulk", "signatures", "translate", "seal", "payloads", "texts")
# What is looked into: the doors themselves, not the tables that they read once.
SEEN: Final = ("tallystick.wire", "tallystick.node.agreement_text", "tallystick.node.tables")
INPUT_MAX: Final = 64 * 1024
HELD_MAX: Final = 2_048  # MB
HANGS: Final = 60  # seconds; what takes two has broken its promise before
SAMPLES: Final = "-with-samples"


def main() -> int:
    """Run one of the three commands; the number of finds is the exit code."""
    asked = _asked(sys.argv[1:])
    names = NAMES if asked.target == "all" else (asked.target,)
    if asked.command == "run":
        return sum(_started(name, asked) for name in names)
    if asked.command == "fuzz":
        _fuzz(asked)
    if asked.command == "keep":
        for name in names:
            kept = import_module("tools.fuzz.keeping").keep(name, GROWN / "corpus" / name)
            sys.stdout.write(f"{kept}\n")
        return 0
    return _replayed(asked.target, asked.files)


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("command", choices=("run", "fuzz", "keep", "replay"))
    parser.add_argument("target", choices=(*NAMES, "all"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--with-samples", action="store_true")
    return parser.parse_args(words)


def _started(name: str, asked: argparse.Namespace) -> int:
    """Fuzz in a process of its own, which libFuzzer ends; return whether it found anything."""
    words = [f"--seconds={asked.seconds}", *(["--with-samples"] * asked.with_samples)]
    whole = [sys.executable, "-m", "tools.fuzz", "fuzz", name, *words]
    return int(subprocess.run(whole, cwd=ROOT, check=False).returncode != 0)  # noqa: S603 - our own


def _fuzz(asked: argparse.Namespace) -> None:
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=list(SEEN)):
        targets: Any = import_module("tools.fuzz.targets")
    target = targets.TARGETS[asked.target]

    def bent(raw: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.3:
            mutated: bytes = atheris.Mutate(raw, most)
            return mutated
        return target.bend(raw, chance)[:most]  # type: ignore[no-any-return]

    folder = GROWN / "corpus" / f"{asked.target}{SAMPLES if asked.with_samples else ''}"
    _sow(folder, [*targets.seeds_of(asked.target), *(_samples() if asked.with_samples else ())])
    (GROWN / "finds").mkdir(parents=True, exist_ok=True)
    words = [
        f"-max_total_time={asked.seconds}",
        f"-max_len={INPUT_MAX}",
        f"-rss_limit_mb={HELD_MAX}",
        f"-timeout={HANGS}",
        f"-artifact_prefix={GROWN / 'finds'}/{asked.target}-",
        "-len_control=0",
        "-print_final_stats=1",
        str(folder),
    ]
    atheris.Setup(
        [sys.argv[0], *words], lambda raw: targets.feed(target, raw), custom_mutator=bent
    )
    atheris.Fuzz()


def _sow(folder: Path, seeds: Sequence[bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for raw in seeds:
        (folder / sha256(raw).hexdigest()[:16]).write_bytes(raw)


def _samples() -> list[bytes]:
    samples: Any = import_module("tests.wire.iso20022.samples")
    found = [path.read_bytes() for path in samples.files()]
    return [raw for raw in found if len(raw) <= INPUT_MAX]


def _replayed(name: str, files: Sequence[Path]) -> int:
    targets: Any = import_module("tools.fuzz.targets")
    finds = 0
    for path in files:
        try:
            targets.feed(targets.TARGETS[name], path.read_bytes())
        except Exception as find:  # noqa: BLE001 - whatever comes out is what is asked for
            finds += 1
            sys.stdout.write(f"{path}: {type(find).__name__}: {find}\n")
    return finds


if __name__ == "__main__":
    sys.exit(main())
