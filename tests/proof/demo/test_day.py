"""Whole demos: two nodes as processes, everybody around them behind sockets."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from typing_extensions import override

from tallystick.proof.demo.course import Course
from tallystick.proof.demo.day import Day, Errand, Findings
from tallystick.proof.verify import verify
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.plan import SHARES, Ending, Kind
from tallystick.sandbox.stage import AGREEMENTS, Stage, stage_by, stage_of

# Waiting for a quote to expire takes its time; one agreement of each model is enough.
WITH_EXPIRY = ("RUB-CNY", "SGD-THB")
WITHOUT_EXPIRY: Mapping[Kind, int] = {
    kind: share for kind, share in SHARES.items() if kind is not Kind.EXPIRED
}
# What runs out while a node is away, and so many milliseconds after which it does not.
RUNS_OUT = {"quote_life_ms": 480_000, "payment_ms": 240_000, "answer_ms": 120_000}


class Onlooker:
    """Whoever looks on keeps what was seen."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.count = 0
        self.observed: list[Observed] = []

    def say(self, text: str) -> None:
        self.words.append(text)

    def begin(self, count: int, seconds_at_least: float) -> None:
        assert seconds_at_least >= 0
        self.count += count

    def seen(self, observed: Observed) -> None:
        self.observed.append(observed)


async def lived(day: Day) -> Findings:
    try:
        return await day.run()
    finally:
        await day.street.close()


def assert_good(found: Findings, watch: Onlooker) -> None:
    assert found.oddities == ()
    assert found.is_good
    assert found.how_many(Ending.PENDING) == 0
    assert found.difference == 0
    assert found.are_roots_equal
    assert found.how_many(Ending.SETTLED) > len(found.observed) / 2
    assert Counter(watch.observed) == Counter(found.observed)
    first, second = found.stores
    for store, other in ((first, second), (second, first)):
        assert verify(store, other).valid


@pytest.mark.slow
@pytest.mark.parametrize("name", AGREEMENTS)
def test_a_day_of_each_agreement(tmp_path: Path, name: str) -> None:
    """Every outcome as reckoned, both halves alike, and each store proved against the other."""
    shares: Mapping[Kind, int] = SHARES if name in WITH_EXPIRY else WITHOUT_EXPIRY
    watch = Onlooker()
    errand = Errand(stage_of(name), 60, tmp_path, shares=shares)
    found = asyncio.run(lived(Day(errand, watch)))
    assert_good(found, watch)
    assert {each.planned.kind for each in found.observed} >= {*shares}
    assert found.stores[0] == tmp_path / name_of_folder(name) / "journal.sqlite"


def name_of_folder(name: str) -> str:
    return stage_of(name).sides[0].country.folder


@pytest.mark.slow
def test_nodes_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    """Each is killed and started again while payments are under way; all comes as reckoned."""
    watch = Onlooker()
    errand = Errand(patient("RUB-CNY"), 150, tmp_path, shares={Kind.UNKNOWN_ACCOUNT: 40})

    async def rough() -> Findings:
        day = Day(errand, watch)
        try:
            await day.course.open()
            sending = asyncio.create_task(day.send(errand.payments))
            for node in day.street.nodes:
                await until_seen(watch, len(watch.observed) + 15, sending)
                await node.restart()
            await sending
            return await day.finish()
        finally:
            await day.street.close()

    assert_good(asyncio.run(rough()), watch)


def patient(name: str) -> Stage:
    """Return a stage where nothing runs out, however long a machine takes to start a node."""
    text = stage_of(name).text.decode()
    for limit, late in RUNS_OUT.items():
        text, changed = re.subn(rf"(?m)^{limit} = [0-9_]+", f"{limit} = {late}", text)
        assert changed == 1
    return stage_by(text.encode(), name, 1)


async def until_seen(watch: Onlooker, count: int, sending: asyncio.Task[None]) -> None:
    """Return once so many messages are over, or all are."""
    while len(watch.observed) < count and not sending.done():
        await asyncio.wait([sending], timeout=0.02)


@pytest.mark.slow
def test_a_day_may_go_on(tmp_path: Path) -> None:
    """Both nodes start again, a few more messages go out, and a second cycle is settled."""
    watch = Onlooker()
    errand = Errand(stage_of("JPY-KWD"), 20, tmp_path, shares={Kind.NO_FUNDS: 100})

    async def longer() -> Findings:
        day = Day(errand, watch)
        over = asyncio.Event()
        try:
            await day.run()
            day.watch = day.course.watch = Impatient(watch, over, 44)
            return await day.trickle(over, 12, 0.05)
        finally:
            await day.street.close()

    found = asyncio.run(longer())
    assert found.oddities == ()
    assert found.is_good
    assert len(found.books[0].cycles) == 2
    assert Kind.NO_FUNDS in {each.planned.kind for each in found.observed[20:]}


class Impatient(Onlooker):
    """Whoever looks on, and has enough after so many messages."""

    def __init__(self, watch: Onlooker, over: asyncio.Event, count: int) -> None:
        super().__init__()
        self.observed = watch.observed
        self.over, self.enough = over, count

    @override
    def seen(self, observed: Observed) -> None:
        super().seen(observed)
        if len(self.observed) >= self.enough:
            self.over.set()


def test_a_course_has_no_cycle_before_it_closes_one(tmp_path: Path) -> None:
    """What has not begun has nothing to tell."""
    day = Day(Errand(stage_of("RUB-CNY"), 1, tmp_path), Onlooker())
    assert isinstance(day.course, Course)
    assert day.course.cycles == []
    assert day.course.oddities([]) == []
