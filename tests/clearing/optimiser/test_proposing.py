"""What the optimiser proposes is feasible, proved, above what systems do, and as good as known."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tallystick.clearing.optimiser import guess, proposing
from tallystick.clearing.optimiser.branching import branch
from tallystick.clearing.optimiser.budget import EndedBy, WithinTime
from tallystick.clearing.optimiser.diving import Dives
from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.optimiser.values import urgent_first
from tallystick.clearing.study.families import FAMILIES, generate
from tests.clearing.optimiser.proposals import first, hold, optimum, proposed, searched
from tests.clearing.what_if.days import crowded_day


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_keeps_every_rule(family: str) -> None:
    size = {"bundles": 300} if "bundles" in FAMILIES[family].reads else {}
    instance = generate(family, {"seed": 3, **size}).instance
    hold(instance, first(instance))


@pytest.mark.parametrize("seconds", [0.0, 1e-3])
def test_a_solver_without_time_tells_no_bound_below_what_settles(seconds: float) -> None:
    instance = generate("core", {"seed": 1, "bundles": 2000, "banks": 40}).instance
    whole = Problem.of(instance, urgent_first(instance, 100))
    problem = whole.restricted(settleable(whole.rows))
    relaxation = relax(problem, Effort(float("inf"), 1))
    search = Search.of(problem, relaxation)
    settled = search.settled(search.rounded(relaxation.share, 1), 1)
    found = branch(problem, relaxation, settled, 500, Effort(seconds, 1))
    assert problem.value @ settled <= found.bound <= relaxation.bound


@pytest.mark.parametrize("seed", range(4))
def test_a_search_finds_the_optimum_of_a_small_day(seed: int) -> None:
    options = {"seed": seed, "bundles": 11, "banks": 4, "urgent": 0.2, "liquidity": 0.2}
    instance = generate("core", options).instance
    proposal = searched(instance)
    hold(instance, proposal)
    assert proposal.objective == optimum(instance)
    bound = proposal.search_bound or float(proposal.certificate.bound)
    assert bound >= float(proposal.objective) * (1 - 1e-6)


@pytest.mark.parametrize("family", ["ring", "cycle", "cycle-short"])
def test_a_known_optimum_is_found(family: str) -> None:
    study = generate(family, {"seed": 5, "bundles": 120})
    proposal = searched(study.instance)
    hold(study.instance, proposal)
    assert study.known is not None
    assert proposal.objective == study.known.optimum


def test_the_certificate_comes_to_a_planted_optimum() -> None:
    study = generate("planted", {"seed": 5, "bundles": 120})
    proposal = first(study.instance)
    hold(study.instance, proposal)
    assert study.known is not None
    assert study.known.optimum is not None
    assert 0 <= proposal.certificate.bound / study.known.optimum - 1 < 1e-9


def test_a_day_of_a_thousand_comes_near_the_bound_of_the_search() -> None:
    instance = generate("core", {"seed": 1, "bundles": 1000, "banks": 30}).instance
    proposal = first(instance)
    hold(instance, proposal)
    assert float(proposal.objective) >= 0.9 * float(searched(instance, 1).objective)


def test_the_same_work_gives_the_same_set() -> None:
    instance = generate("core", {"seed": 2, "bundles": 200, "banks": 14}).instance
    one, two = searched(instance), searched(instance)
    assert (one.settled == two.settled).all()
    assert one.certificate.multipliers == two.certificate.multipliers


def test_guesses_from_dives_keep_every_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a day that is not proved before, so that there are guesses."""
    monkeypatch.setattr(proposing, "_DIVING_FROM", 0)
    monkeypatch.setattr(guess, "_WHOLE_ALL", 0)
    monkeypatch.setattr(guess, "_WHOLE", 100)
    dived: list[int] = []
    share = Dives.share

    def counted(dives: Dives, seed: int, effort: Effort) -> NDArray[np.float64] | None:
        dived.append(seed)
        return share(dives, seed, effort)

    monkeypatch.setattr(Dives, "share", counted)
    instance = generate("core", {"seed": 2, "bundles": 300, "banks": 20}).instance
    one, two = searched(instance), searched(instance)
    hold(instance, one)
    assert dived
    assert (one.settled == two.settled).all()
    assert one.search_bound == two.search_bound


def test_a_deadline_that_is_over_leaves_the_floor_and_a_certificate() -> None:
    instance = generate("core", {"seed": 2, "bundles": 300, "banks": 20}).instance
    budget = WithinTime(lambda: 5.0, 0.0)
    budget.begin()
    proposal = proposed(instance, budget)
    hold(instance, proposal)
    assert proposal.ended_by == EndedBy.TIME_LIMIT
    assert proposal.search_bound is None


def test_what_waits_for_nothing_settles_whole() -> None:
    options = {"seed": 4, "bundles": 100, "banks": 10, "bilateral": 0.0, "multilateral": 0.0}
    instance = generate("core", options).instance
    rich = replace(instance, available=np.full_like(instance.available, 2**62 - 1))
    proposal = first(rich)
    hold(rich, proposal)
    assert proposal.settled.all()
    assert proposal.is_optimal
    assert proposal.certificate.bound == proposal.objective


def test_nothing_waiting_settles_nothing() -> None:
    instance = generate("core", {"seed": 4, "bundles": 100, "banks": 10}).instance
    empty = replace(
        instance,
        bundles=(),
        urgent=instance.urgent[:0],
        first_leg=instance.first_leg[:1],
        debtor=instance.debtor[:0],
        creditor=instance.creditor[:0],
        currency=instance.currency[:0],
        amount=instance.amount[:0],
    )
    proposal = searched(empty)
    assert proposal.objective == proposal.certificate.bound == 0


@pytest.mark.parametrize("seed", [144, 2369])
def test_the_floor_is_of_the_whole_queue(seed: int) -> None:
    """Who may never settle changes which others Bech and Soramaki's algorithm leaves out."""
    instance = crowded_day(seed).instance
    over = WithinTime(lambda: 1.0, 0.0)
    hold(instance, proposed(instance, over))
    hold(instance, first(instance))
