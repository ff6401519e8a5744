"""The bench of the whole road drives real nodes, and counts what it should."""

from pathlib import Path

import pytest

from tallystick.proof.bench import end_to_end
from tallystick.proof.bench.end_to_end import Trial, measure
from tallystick.proof.bench.load import Arrival, Load
from tallystick.terms.reasons import PaymentStatus


def test_a_load_is_as_fast_as_it_was_done() -> None:
    """What is offered in a second and settled in four was no load of its rate."""
    settled = PaymentStatus.ACSC.value
    load = Load(4, (Arrival(settled, 0.5), Arrival("", 9.0), *[Arrival(settled, 3.5)] * 2))
    assert load.settled_a_second == 3 / 4.25
    assert Load(4, (Arrival("", 20.0),)).settled_a_second == 0


@pytest.mark.slow
def test_every_payment_of_a_small_load_settles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is dropped, each is timed from when it was due, and the CPU is told."""

    async def asked_alone(_trials: object, asked: Trial) -> Trial:
        return asked

    monkeypatch.setattr(end_to_end, "WARM_UP", 4)
    monkeypatch.setattr(end_to_end._Trials, "highest", asked_alone)
    figures = {each.metric: each.value for each in measure(20, 2, tmp_path)}
    assert figures["dropped"] == 0
    # Forty payments: the last was due 1.95 s after the first, and took as long as any at most.
    longest = 1.95 + figures["latency_max"] / 1_000
    assert 40 / longest - 0.01 <= figures["payments_per_second"] <= 40 / 1.95
    assert 0 < figures["latency_p50"] <= figures["latency_p99"] <= figures["latency_max"]
    # Which rooms are met in so short a time is chance: the rooms are sampled.
    assert figures["cpu_nodes"] > 0 < figures["cpu_banks"]
    assert "cpu_sockets_and_tls" in figures
