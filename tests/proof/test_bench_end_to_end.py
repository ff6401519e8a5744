"""The bench of the whole road drives real nodes, and counts what it should."""

from pathlib import Path

import pytest

from tallystick.proof.bench import end_to_end
from tallystick.proof.bench.end_to_end import Trial, measure


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
    assert (figures["payments_per_second"], figures["dropped"]) == (20, 0)
    assert 0 < figures["latency_p50"] <= figures["latency_p99"] <= figures["latency_max"]
    # Which rooms are met in so short a time is chance: the rooms are sampled.
    assert figures["cpu_nodes"] > 0 < figures["cpu_banks"]
    assert "cpu_sockets_and_tls" in figures
