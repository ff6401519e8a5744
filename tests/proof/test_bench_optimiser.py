"""The optimiser's bench measures what it says, and no figure stands for a wrong solution."""

import json
from collections.abc import Mapping

import numpy as np
import pytest
from click.testing import CliRunner

from tallystick.clearing.netting.flows import BilateralFlows, multilateral_net
from tallystick.clearing.netting.payments import Payments
from tallystick.clearing.netting.set_off import SetOff, maximum_set_off
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import generate
from tallystick.cli.bench import bench
from tallystick.proof.bench import answers, netting, optimiser
from tallystick.proof.bench.held import Held
from tallystick.proof.bench.metric import Metric
from tallystick.proof.bench.optimiser import UNITS, Sizes, measure
from tallystick.terms.errors import InvariantError

FEW = Sizes(bundles=(60, 90), banks=12, seconds=0.0, netted=500, obligations=80, firms=20)
INSTANCE = generate("core", {"seed": 1, "bundles": 60, "banks": 8, "urgent": 0.1}).instance
WEIGHTS = urgent_first(INSTANCE, 100)


@pytest.mark.slow
def test_every_figure_is_measured() -> None:
    """Each once a round and a size; each set of each instance was verified."""
    figures = {(figure.name, figure.metric): figure for figure in measure(1, FEW)}
    told: dict[str, Mapping[str, str]] = {
        "optimiser, 60 bundles": UNITS,
        "optimiser, 90 bundles": UNITS,
        "netting, 500 payments": netting.UNITS_OF_NET,
        "set-off, 80 obligations": netting.UNITS_OF_SET_OFF,
    }
    assert {key: each.unit for key, each in figures.items()} == {
        (name, what): unit for name, units in told.items() for what, unit in units.items()
    }
    assert {len(each.samples) for each in figures.values()} == {1}
    assert all(sample >= 0 for each in figures.values() for sample in each.samples)
    shares = [each for each in figures.values() if each.unit == "%"]
    assert all(sample <= 100 for each in shares for sample in each.samples)
    for bundles in FEW.bundles:
        of = {what: figures[f"optimiser, {bundles} bundles", what] for what in UNITS}
        assert list(of["verified"].samples) == [4]
        assert of["payments_per_second"].value > 0
        assert of["fast_share"].value >= of["fifo_share"].value
        assert of["fast_share"].value >= of["bech_soramaki_share"].value
        assert of["peak_memory"].value > 30
        assert of["cold_start"].value > 0


def test_shares_are_of_what_the_certificate_proves() -> None:
    """The search's own bound is no looser, so the share of it is no less."""
    told = answers.figures(INSTANCE, 0.5)
    assert told.keys() == answers.UNITS.keys()
    assert 0 < told["fast_share"] <= told["timed_share"] <= told["timed_search_share"] <= 100.01


def test_a_set_that_passes_an_account_is_an_error() -> None:
    """No figure is told of it."""
    held = Held(INSTANCE, WEIGHTS)
    with pytest.raises(InvariantError, match="passes"):
        held.worth(np.ones(len(INSTANCE.bundles), dtype=np.bool_))
    assert held.count == 0


def test_a_bound_that_is_not_proved_is_an_error() -> None:
    """Multipliers prove one number and no other."""
    proposal = answers.at_once(INSTANCE, WEIGHTS).proposal
    assert proposal is not None
    multipliers = {bound: each for bound, each in proposal.multipliers() if each}
    held = Held(INSTANCE, WEIGHTS)
    bound = proposal.certificate.bound
    assert held.bound(multipliers, bound) == bound
    with pytest.raises(InvariantError, match="was claimed"):
        held.bound(multipliers, bound - 1)


def test_a_rule_that_overdraws_ends_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever settles is held to the rules, what systems do today included."""
    everything = answers.Answered(np.ones(len(INSTANCE.bundles), dtype=np.bool_), 0.1)
    monkeypatch.setattr(answers, "by_rules", lambda _: {"fifo": everything})
    with pytest.raises(InvariantError, match="passes"):
        answers.figures(INSTANCE, 0.0)


def test_a_wrong_net_position_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain sum of the payments is what a position must be."""
    payments = netting.invented_payments(50, 5, 1)
    assert netting.netted(payments).keys() == netting.UNITS_OF_NET.keys()
    net = multilateral_net
    monkeypatch.setattr(netting, "multilateral_net", lambda flows: net(flows) + 1)
    with pytest.raises(InvariantError, match="net position"):
        netting.netted(payments)


def test_a_set_off_that_is_not_the_most_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its potentials prove that no more can be set off, or it is none."""
    there, back = np.array([0, 1], np.int32), np.array([1, 0], np.int32)
    owed = Payments(there, back, np.zeros(2, np.int32), np.array([5, 7]), 2, 1)
    assert netting.set_off(owed)["set_off_share"] == pytest.approx(100 * 10 / 12)
    best = maximum_set_off

    def nothing(flows: BilateralFlows) -> SetOff:
        told = best(flows)
        return SetOff(np.zeros_like(told.reduction), told.potential)

    monkeypatch.setattr(netting, "maximum_set_off", nothing)
    with pytest.raises(InvariantError, match="no maximum"):
        netting.set_off(owed)


def test_invented_payments_name_two_participants() -> None:
    """The same seed invents the same, and nobody pays itself."""
    one, same, other = (netting.invented_payments(300, 4, seed) for seed in (1, 1, 2))
    assert (one.debtor != one.creditor).all()
    assert np.array_equal(one.amount, same.amount)
    assert not np.array_equal(one.amount, other.amount)


@pytest.mark.slow
def test_the_command_line_measures_sizes_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each size once, in the order given, with its name on every line."""
    asked: list[tuple[int, Sizes]] = []

    def measured(rounds: int, sizes: Sizes) -> list[Metric]:
        asked.append((rounds, sizes))
        return measure(1, FEW._replace(bundles=(70,)))

    monkeypatch.setattr(optimiser, "measure", measured)
    words = ["optimiser", "--bundles", "50", "--bundles", "40", "--liquidity", "2"]
    answer = CliRunner().invoke(bench, [*words, "--time-limit", "0", "--json"])
    assert answer.exit_code == 0
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    throughput = [line for line in lines if line["metric"] == "payments_per_second"]
    assert [(line["name"], line["unit"]) for line in throughput] == [
        ("optimiser, 70 bundles", "1/s")
    ]
    assert asked == [(3, Sizes(bundles=(50, 40), liquidity=0.02, seconds=0.0))]


def test_a_size_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip ends with 2, as any wrong use does, and before anything is measured."""
    monkeypatch.setattr(optimiser, "one_core", lambda: pytest.fail("it began to measure"))
    words = ["optimiser", "--bundles", "1000", "--bundles", "0", "--rounds", "1"]
    answer = CliRunner().invoke(bench, words)
    assert answer.exit_code == 2
    assert "bundles is not from" in answer.output
