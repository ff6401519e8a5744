"""Seeds of the simulated world, run one after another, and what they reached together."""

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import NamedTuple

from tallystick.proof.planted import CATALOGUE, Bug
from tallystick.proof.planted_around import AROUND
from tallystick.proof.planted_bulks import BULKS
from tallystick.proof.planted_exemptions import EXEMPTIONS
from tallystick.proof.planted_questions import QUESTIONS
from tallystick.proof.planted_requests import REQUESTS
from tallystick.proof.planted_rules import RULES
from tallystick.proof.planted_screening import SCREENING
from tallystick.proof.world.coverage import Coverage
from tallystick.proof.world.scenery import agreement_for
from tallystick.proof.world.world import World


class SeedRun(NamedTuple):
    """One seed: a digest that the same code repeats, and the promises it saw broken."""

    seed: int
    digest: str
    steps: int
    violations: list[str]
    seconds: float


def run_seed(seed: int, coverage: Coverage) -> SeedRun:
    """Run one world, and add to the coverage what it reached."""
    begun = perf_counter()
    world = World(seed, agreement_for(seed))
    verdict = world.run()
    coverage.add(world.coverage)
    seconds = perf_counter() - begun
    return SeedRun(seed, verdict.digest, verdict.steps, verdict.violations, seconds)


def run_seeds(seeds: Iterable[int], coverage: Coverage) -> Iterator[SeedRun]:
    """Run one seed after another."""
    for seed in seeds:
        yield run_seed(seed, coverage)


def find_planted(seeds: Iterable[int]) -> Iterator[tuple[str, int | None]]:
    """Plant each bug of the catalogues, and say by which seed it was found, if by any."""
    screening = *SCREENING, *EXEMPTIONS
    for bug in (*CATALOGUE, *QUESTIONS, *screening, *REQUESTS, *BULKS, *RULES, *AROUND):
        yield bug.name, first_finding(bug, seeds)


def first_finding(bug: Bug, seeds: Iterable[int]) -> int | None:
    """Return the first seed whose world, with the bug planted, sees a promise broken."""
    undo = bug.install()
    try:
        for seed in seeds:
            if _is_found(seed):
                return seed
    finally:
        undo()
    return None


def _is_found(seed: int) -> bool:
    """Whether a world with a planted bug sees a promise broken, or breaks down itself."""
    world = World(seed, agreement_for(seed))
    world.is_hunted = True
    try:
        return bool(world.run().violations)
    except Exception:  # noqa: BLE001 - a planted bug may break anything; breaking down is finding
        return True
