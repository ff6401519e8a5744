"""The core's bench measures what it says, on few payments."""

from pathlib import Path

import pytest

from tallystick.proof.bench.core import GROUP, measure, memory_of, run_once

FIGURES = (
    "payments_per_second",
    "commands_per_second",
    "cpu_per_payment",
    "closed_per_second",
    "commit_p50",
    "commit_p99",
    "commits",
    "share_of_invariants",
    "memory_per_open_payment",
    "memory_per_settled_payment",
)


@pytest.mark.slow
def test_every_figure_is_measured(tmp_path: Path) -> None:
    """Each once for each run, and none is nothing."""
    figures = measure(payments=GROUP, accounts=50, runs=1, folder=tmp_path)
    assert tuple(figure.metric for figure in figures) == FIGURES
    assert all(figure.value > 0 and len(figure.samples) == 1 for figure in figures)


@pytest.mark.slow
def test_each_payment_is_three_commands(tmp_path: Path) -> None:
    """A quote, an order and an answer, and what closes the cycles; checking is a part of it."""
    run = run_once(tmp_path, payments=3 * GROUP, accounts=50)
    assert (run.payments, run.commands - 3 * run.payments) == (3 * GROUP, 2 * 4)
    assert 0 < run.checking_seconds < run.cpu_seconds < 2 * run.seconds


@pytest.mark.slow
def test_an_open_payment_takes_more_than_its_identifiers(tmp_path: Path) -> None:
    """What stays of an open payment is seen: some hundred bytes, and far less than its message."""
    memory = memory_of(tmp_path, accounts=50)
    assert 500 < memory.open < 5_000
    assert 500 < memory.settled < 5_000
