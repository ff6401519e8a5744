"""Meters: what a node counts and times, in the form that monitors read.

Each node has a registry of its own, so that two in one process do not count each
other's work. Nothing here decides anything, and no label is anybody's id.
"""

from collections import Counter as Counted
from collections.abc import Mapping
from contextlib import AbstractContextManager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from tallystick.core.effects import TellStatus
from tallystick.node.engine import Step

SHORT_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
SCREENING_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1.0)
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)


class Meters:
    """The counters of one node."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "tallystick_requests",
            "Requests answered, by route and HTTP status.",
            ("route", "status"),
            registry=registry,
        )
        self._told = Counter(
            "tallystick_payment_statuses",
            "What banks were told of their payments, by status and reason.",
            ("status", "reason"),
            registry=registry,
        )
        self._envelopes = Counter(
            "tallystick_envelopes",
            "Envelopes, by what became of them.",
            ("what",),
            registry=registry,
        )
        self._entries = Counter("tallystick_entries", "Entries committed.", registry=registry)
        self._inbox = Gauge("tallystick_inbox", "Inputs that wait.", registry=registry)
        self._lag = Gauge(
            "tallystick_outbox_lag",
            "Rows not acknowledged yet, by kind of destination.",
            ("kind",),
            registry=registry,
        )
        self._journal_cpu = Counter(
            "tallystick_journal_cpu_seconds",
            "CPU that the journal's own thread used.",
            registry=registry,
        )
        self._times = _Times(registry)
        self._answered: dict[tuple[str, int], tuple[Counter, Histogram]] = {}

    # The doors.

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        meters = self._answered.get((route, status))
        if meters is None:
            # Found once: looking a label up costs more than counting.
            meters = self._requests.labels(route, str(status)), self._times.request.labels(route)
            self._answered[route, status] = meters
        meters[0].inc()
        meters[1].observe(seconds)

    def screening(self) -> AbstractContextManager[object]:
        """Time one message at the desk."""
        return self._times.screening.time()

    # The runner.

    def turn(self, inputs: int) -> None:
        """Count the inputs of a turn."""
        self._times.batch.observe(inputs)

    def stepping(self) -> AbstractContextManager[object]:
        """Time the machine over one turn."""
        return self._times.turn.time()

    def commit(self) -> AbstractContextManager[object]:
        """Time a commit."""
        return self._times.commit.time()

    def wrote(self, cpu_s: float) -> None:
        """Count the CPU that the journal's thread used."""
        self._journal_cpu.inc(cpu_s)

    def committed(self, step: Step, waiting: int) -> None:
        """Count what became durable, and how many inputs wait now."""
        self._entries.inc(len(step.batch.entries))
        self._inbox.set(waiting)
        effects = [row.effect for row in step.batch.outbox]
        told = Counted((e.status, e.reason) for e in effects if type(e) is TellStatus)
        for (status, reason), times in told.items():
            self._told.labels(status, reason or "").inc(times)

    # The links.

    def envelope_sent(self) -> None:
        """Count an envelope that the other node took."""
        self._envelopes.labels("sent").inc()

    def envelope_lost(self) -> None:
        """Count an envelope that the other node did not take."""
        self._envelopes.labels("lost").inc()

    def envelope_heard(self) -> None:
        """Count an envelope of the other node's that was taken."""
        self._envelopes.labels("heard").inc()

    def envelope_refused(self) -> None:
        """Count an envelope that was refused."""
        self._envelopes.labels("refused").inc()

    def lag(self, heads: Mapping[str, int], acknowledged: Mapping[str, int]) -> None:
        """Note how much each kind of destination has not acknowledged."""
        lags: dict[str, int] = {}
        for destination, head in heads.items():
            kind = destination.partition(":")[0]
            lags[kind] = lags.get(kind, 0) + head - acknowledged.get(destination, 0)
        for kind, rows in lags.items():
            self._lag.labels(kind).set(rows)

    def text(self) -> bytes:
        """Return all of it as monitors read it."""
        return generate_latest(self.registry)


class _Times:
    """How long things take, and how much is taken at once."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.request = Histogram(
            "tallystick_request_seconds",
            "How long requests took, with the wait for news that some of them ask for.",
            ("route",),
            buckets=SHORT_S,
            registry=registry,
        )
        self.turn = _timed(registry, "turn", "How long the machine took over one turn.")
        self.commit = _timed(registry, "commit", "How long one commit took.")
        self.batch = Histogram(
            "tallystick_batch_inputs",
            "Inputs taken in one turn.",
            buckets=BATCHES,
            registry=registry,
        )
        self.screening = Histogram(
            "tallystick_screening_seconds",
            "How long one message took at the desk: reading, checking, screening.",
            buckets=SCREENING_S,
            registry=registry,
        )


def _timed(registry: CollectorRegistry, name: str, text: str) -> Histogram:
    return Histogram(f"tallystick_{name}_seconds", text, buckets=SHORT_S, registry=registry)
