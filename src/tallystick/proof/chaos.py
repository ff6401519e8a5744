"""Chaos: two nodes under load, killed at random moments and started again, over and over.

A kill is SIGKILL to the process, wherever it is: between a commit and its answer, in
the middle of a write. Whoever was told something must find it true afterwards, whoever
was not may ask again. At the end every message has its end, the cycle settles, and the
two stores are held against each other.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.proof.demo.course import Watch, mismatch
from tallystick.proof.demo.day import Day, Errand, Findings
from tallystick.sandbox.chance import Chance, chance
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.plan import SHARES, Ending, Kind
from tallystick.sandbox.stage import Stage
from tallystick.terms.reasons import StatusReason

MESSAGES_AT_ONCE: Final = 240
REST_S: Final = (0.1, 2.0)

# Nobody waits for quotes to expire while nodes die: that would be a test of patience.
KINDS: Final[Mapping[Kind, int]] = MappingProxyType(
    {kind: share for kind, share in SHARES.items() if kind is not Kind.EXPIRED}
)
# What a payment may come to when a node was away for too long; no other change is allowed.
LATE: Final = frozenset(
    {
        StatusReason.CLEARING_TIMED_OUT,
        StatusReason.CLEARING_ABORTED,
        StatusReason.SETTLEMENT_TIMED_OUT,
        StatusReason.SETTLEMENT_ABORTED,
        StatusReason.CREDITOR_AGENT_TIMED_OUT,
        StatusReason.INSTRUCTED_AGENT_TIMED_OUT,
    }
)


class Killing(NamedTuple):
    """What is to be done: so many kills on this stage, in this folder."""

    stage: Stage
    rounds: int
    folder: Path
    seed: int


class Survived(NamedTuple):
    """What came of it."""

    kills: Mapping[str, int]
    findings: Findings
    late: int
    wrong: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, nothing happened twice, and both halves are equal."""
        findings = self.findings
        sums = [amount for books in findings.books for amount in books.sums.values()]
        return (
            not self.wrong
            and not findings.difference
            and not findings.reconciliation.pending
            and not any(sums)
            and findings.are_roots_equal
            and not findings.how_many(Ending.PENDING)
        )


class Reaper:
    """Kills one node or the other at a moment that a seed draws, and starts it again."""

    def __init__(self, day: Day, rounds: int, draw: Chance, watch: Watch) -> None:
        self._day = day
        self._rounds = rounds
        self._draw = draw
        self._watch = watch
        self.kills: Counter[str] = Counter()

    async def reap(self) -> None:
        """Kill so often, and leave both nodes at work."""
        for number in range(1, self._rounds + 1):
            await asyncio.sleep(self._draw.uniform(*REST_S))
            await self._strike(self._draw.randrange(2), number)

    async def _strike(self, place: int, number: int) -> None:
        street = self._day.street
        officer = street.officers[place]
        self._watch.say(f"kill {number} of {self._rounds}: {officer.operator_id}")
        await street.nodes[place].restart()
        self.kills[officer.operator_id] += 1
        await officer.in_force()


async def survive(killing: Killing, watch: Watch) -> Survived:
    """Send payments while nodes are killed, settle what came of it, and look at both stores.

    Raises:
        LinkError: a node did not come back, or the cycle was not settled.
        StoreError: a store is broken.
    """
    errand = Errand(killing.stage, MESSAGES_AT_ONCE, killing.folder, killing.seed, shares=KINDS)
    day = Day(errand, watch)
    reaper = Reaper(day, killing.rounds, chance(killing.seed, "reaper"), watch)
    try:
        await day.course.open()
        reaping = asyncio.create_task(reaper.reap())
        while not reaping.done():
            await day.send(MESSAGES_AT_ONCE)
        await reaping
        findings = await day.finish()
    finally:
        await day.street.close()
    return judged(reaper.kills, findings)


def judged(kills: Mapping[str, int], findings: Findings) -> Survived:
    """Say what was late, and what was wrong: whatever came otherwise and was not late."""
    late = [each for each in findings.observed if not each.is_expected and _is_late(each)]
    odd = {mismatch(each) for each in late}
    wrong = tuple(text for text in findings.oddities if text not in odd)
    return Survived(dict(kills), findings, len(late), wrong)


def _is_late(observed: Observed) -> bool:
    return observed.outcome.ending is Ending.REFUSED and observed.outcome.word in LATE
