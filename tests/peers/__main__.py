"""Measure the optimiser beside others, and write it to the documents.

`make peers`, or `python -m tests.peers`. It wants the extra `peers`; without it the figures of
the others are printed and the document stays as it is.
"""

import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Final

from tallystick.clearing.instance.instance import Instance
from tallystick.proof.bench.metric import machine
from tests.house.measured import write
from tests.peers import page, pssimpy
from tests.peers.measure import (
    CORE,
    LIQUIDITY,
    PLAIN,
    SECONDS,
    SEEDS,
    Case,
    Contestant,
    Judged,
    compared,
    core,
    plain,
)

PACKAGES: Final = ("highspy", "numba", "numpy")
PEERS: Final[Mapping[str, Contestant]] = {
    "PSSimPy, its queue until nothing settles": pssimpy.queue,
    "PSSimPy, a day": pssimpy.day,
}


def main() -> int:
    """Measure, print the tables, and write them when all was measured."""
    begun = time.monotonic()
    peers = PEERS if pssimpy.is_there() else {}
    _warm(peers)
    tables = {
        "plain": page.plain_table(_measured(plain, PLAIN, peers)),
        "core": page.core_table(_measured(core, CORE, {})),
    }
    for name, text in tables.items():
        sys.stdout.write(f"{name}\n{text}\n")
    if not peers:
        _tell("Without PSSimPy nothing is written. It comes with the extra:")
        _tell("  python -m pip install -c constraints.txt -e '.[dev,peers]'")
        return 0
    versions = [f"PSSimPy {pssimpy.its_version()}"]
    versions += [f"{name} {version(name)}" for name in PACKAGES]
    setting = page.setting_lines(machine(), versions, (time.monotonic() - begun) / 60)
    write({**tables, "setting": setting}, page.PAGE)
    _tell(f"written: {page.PAGE.name}")
    return 0


def _warm(peers: Mapping[str, Contestant]) -> None:
    """Have everybody loaded and compiled before anything is timed."""
    compared([plain(Case(50, 0.1), 1)], peers, 1.0)


def _measured(
    make: Callable[[Case, int], Instance], sizes: tuple[int, ...], peers: Mapping[str, Contestant]
) -> dict[Case, dict[str, Judged]]:
    found = {}
    for case in (Case(bundles, share) for bundles in sizes for share in LIQUIDITY):
        _tell(f"{make.__name__}, {case.bundles}, {case.liquidity:.0%} ...")
        found[case] = compared([make(case, seed) for seed in SEEDS], peers, SECONDS)
    return found


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
