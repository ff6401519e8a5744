"""The bench of the whole road: two nodes as processes, banks on both sides, mutual TLS, screening.

Payments go both ways by a fixed schedule; each is read, checked, screened at both nodes,
presented to the creditor's bank, decided, settled and told. Both journals are durable on
the disk of the folder. Everything runs on this one machine, the banks too: what they use
of it is told apart.
"""

import asyncio
import re
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import uvloop

from tallystick.node.cpu_sampling import OUTSIDE
from tallystick.proof.bench.load import Load, drive, load_banks, plain_plan, write_all
from tallystick.proof.bench.load_bank import LoadBank
from tallystick.proof.bench.metric import Metric, metric, percentile
from tallystick.proof.demo.course import Course
from tallystick.proof.demo.premises import HOST
from tallystick.proof.demo.street import Street
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.stage import stage_of
from tallystick.terms.errors import LinkError
from tallystick.terms.instants import DAY_MS

AGREEMENT = "RUB-CNY"
WARM_UP = 400
CLOSE_UP_S = 15
P99_MAX_S = 1.0
STEP = 1.25
TICKS_A_SECOND = 100
_OPERATIONS = re.compile(r"^\[operations\].*$", re.MULTILINE)
_AGE = re.compile(r"^age_max_ms = .*$", re.MULTILINE)
_ROOM = re.compile(rb'tallystick_cpu_seconds_total\{room="([^"]+)"\} ([0-9.e+-]+)')
_JOURNAL = re.compile(rb"tallystick_journal_cpu_seconds_total ([0-9.e+-]+)")


class Cpu(NamedTuple):
    """CPU seconds used so far: by the nodes, by their rooms, by everybody else here."""

    nodes: float
    rooms: Mapping[str, float]
    banks: float

    def since(self, before: "Cpu") -> "Cpu":
        """Return what was used from then to now."""
        rooms = {name: used - before.rooms.get(name, 0.0) for name, used in self.rooms.items()}
        return Cpu(self.nodes - before.nodes, rooms, self.banks - before.banks)


class Trial(NamedTuple):
    """One load, and what CPU it took."""

    load: Load
    cpu: Cpu

    @property
    def holds(self) -> bool:
        """Whether nothing was dropped and hardly anybody waited for long."""
        load = self.load
        return not load.dropped and percentile(load.latencies, 0.99) < P99_MAX_S


class _Silent:
    """Nobody looks on."""

    def say(self, text: str) -> None:
        """Tell nobody."""

    def begin(self, count: int, seconds_at_least: float) -> None:
        """Tell nobody."""

    def seen(self, observed: Observed) -> None:
        """Tell nobody."""


def measure(rate: int, seconds: int, folder: Path | None = None) -> list[Metric]:
    """Drive the road at a rate for so long, find the highest rate that holds, and tell of both."""
    with TemporaryDirectory(dir=folder) as place:
        return uvloop.run(_measured(Path(place), rate, seconds))


async def _measured(folder: Path, rate: int, seconds: int) -> list[Metric]:
    street = Street.prepare(stage_of(AGREEMENT), folder)
    for premises in street.premises:
        _sample_cpu(premises.config)
        _take_old_signatures(premises.config)
    course = Course(street, _Silent())
    try:
        await course.open()
        # The sandbox's tellers go home; what the banks read now is for the load's own.
        await street.leave()
        async with _attended(street) as banks:
            trials = _Trials(course, banks)
            await trials.run(WARM_UP, 100)
            asked = await trials.run(rate * seconds, rate)
            highest = await trials.highest(asked)
    finally:
        await street.close()
    return [*_figures(asked, seconds), *_highest_figures(highest)]


def _sample_cpu(config: Path) -> None:
    """Have a node say which room uses the CPU."""
    text = config.read_text()
    sampled, found = _OPERATIONS.subn(r"\g<0>\ncpu_sampling = true", text, 1)
    assert found, "the settings have a table of operations"
    config.write_text(sampled)


def _take_old_signatures(config: Path) -> None:
    """Have a node take what was signed before the load began, however long it goes on."""
    text = config.read_text()
    patient, found = _AGE.subn(f"age_max_ms = {DAY_MS}", text, 1)
    assert found, "the settings say how old a signature may be"
    config.write_text(patient)


@asynccontextmanager
async def _attended(street: Street) -> AsyncIterator[dict[str, LoadBank]]:
    """Let the load's banks listen within the block.

    Raises:
        LinkError: a bank was told what it should not have been, or was refused.
    """
    banks = load_banks(street)
    listening = [asyncio.create_task(bank.listen()) for bank in banks.values()]
    try:
        yield banks
    finally:
        for task in listening:
            task.cancel()
        ended = await asyncio.gather(*listening, return_exceptions=True)
        for bank in banks.values():
            await bank.close()
    faults = [repr(each) for each in ended if not isinstance(each, asyncio.CancelledError)]
    faults += [fault for bank in banks.values() for fault in bank.faults]
    if faults:
        raise LinkError(f"{len(faults)} faults, the first: {faults[0]}", outcome_known=True)


class _Trials:
    """One load after another on one street."""

    def __init__(self, course: Course, banks: Mapping[str, LoadBank]) -> None:
        self._course = course
        self._banks = banks
        self._seeds = count(1)

    async def run(self, payments: int, rate: int) -> Trial:
        """Fund, write and drive so many payments."""
        street = self._course.street
        plan = plain_plan(street.stage, payments, next(self._seeds))
        await self._course.fund(plan)
        due = write_all(self._banks, plan, street.clock.now_ms())
        before = await _cpu(street)
        load = await drive(due, rate)
        return Trial(load, (await _cpu(street)).since(before))

    async def highest(self, asked: Trial) -> Trial:
        """Raise the rate until it holds no longer; if it never held, lower it until it does."""
        best, rate = asked, asked.load.rate
        factor = STEP if asked.holds else 1 / STEP
        while rate >= 2:
            rate = int(rate * factor)
            trial = await self.run(rate * CLOSE_UP_S, rate)
            if factor > 1 and not trial.holds:
                return best
            best = trial
            if factor < 1 and trial.holds:
                return best
        return best


# What it cost.


async def _cpu(street: Street) -> Cpu:
    nodes = sum(_used(node.pid) for node in street.nodes)
    rooms: dict[str, float] = {}
    for premises in street.premises:
        text = await asyncio.to_thread(_metrics, premises.operations_port)
        for name, used in _rooms(text):
            rooms[name] = rooms.get(name, 0.0) + used
    return Cpu(nodes, rooms, time.process_time())


def _used(pid: int) -> float:
    """Return the CPU seconds of a process, by the kernel's own count (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _metrics(port: int) -> bytes:
    with urllib.request.urlopen(f"http://{HOST}:{port}/metrics", timeout=10) as answer:
        told: bytes = answer.read()
    return told


def _rooms(text: bytes) -> Iterator[tuple[str, float]]:
    for name, used in _ROOM.findall(text):
        yield name.decode(), float(used)
    for used in _JOURNAL.findall(text):
        yield "journal's thread", float(used)


# What is told of it.


def _figures(trial: Trial, seconds: int) -> list[Metric]:
    load = trial.load
    name = f"end-to-end {load.rate} payments/s for {seconds} s, {AGREEMENT}"
    latencies = load.latencies or [0.0]
    return [
        metric(name, "payments_per_second", "1/s", [load.settled_a_second]),
        metric(name, "dropped", "1", [float(load.dropped)]),
        *(
            metric(name, f"latency_p{share}", "ms", [percentile(latencies, share / 100) * 1e3])
            for share in (50, 95, 99)
        ),
        metric(name, "latency_max", "ms", [max(latencies) * 1e3]),
        *_costs(name, trial),
    ]


def _costs(name: str, trial: Trial) -> Iterator[Metric]:
    """Yield the CPU of a payment at both nodes together, by room, and at the banks."""
    count = len(trial.load.arrivals)
    cpu = trial.cpu
    sampled = {room: used for room, used in cpu.rooms.items() if room != OUTSIDE}
    rest = cpu.nodes - sum(sampled.values())
    yield metric(name, "cpu_nodes", "us", [cpu.nodes / count * 1e6])
    for room, used in sorted(sampled.items(), key=lambda each: -each[1]):
        yield metric(name, f"cpu_{room}", "us", [used / count * 1e6])
    yield metric(name, "cpu_sockets_and_tls", "us", [rest / count * 1e6])
    yield metric(name, "cpu_banks", "us", [cpu.banks / count * 1e6])


def _highest_figures(trial: Trial) -> list[Metric]:
    name = f"end-to-end highest rate that holds for {CLOSE_UP_S} s, {AGREEMENT}"
    load = trial.load
    latencies = load.latencies or [0.0]
    return [
        metric(name, "highest_rate", "1/s", [float(load.rate if trial.holds else 0)]),
        metric(name, "latency_p99", "ms", [percentile(latencies, 0.99) * 1e3]),
    ]
