"""Everybody is judged by one measure, and the page has a place for each table of a run."""

import numpy as np
import pytest

from tallystick.clearing.instance.draft import Account, Draft, Legs, instance_of
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.study.currencies import first_rates
from tallystick.proof.bench.answers import Answered
from tests.house.measured import BLOCK
from tests.peers import page, pssimpy
from tests.peers.measure import AT_ONCE, RULES, SEARCHED, Case, Judged, compared, core, left, plain

SMALL = Case(60, 0.05)
with_pssimpy = pytest.mark.skipif(not pssimpy.is_there(), reason="the extra `peers` is not there")


def everything(instance: Instance) -> Answered:
    """Settle all, whatever accounts have."""
    return Answered(np.ones(len(instance.bundles), dtype=np.bool_), 1.5)


def queued(available: int, *amounts: int) -> Instance:
    """Return payments of the first bank to others, one each, and what it has."""
    count = len(amounts)
    number = np.arange(count, dtype=np.int32)
    zero = np.zeros(count, np.int32)
    return instance_of(
        Draft(
            bundles=[f"P{each}" for each in range(count)],
            participants=[f"B{each}" for each in range(count + 1)],
            rates=first_rates(1),
            urgent=np.zeros(count, np.bool_),
            legs=Legs(number, zero, number + np.int32(1), zero, np.array(amounts, np.int64)),
            accounts=[Account(0, 0, available)],
        )
    )


def test_whoever_overdraws_is_told_so() -> None:
    """All settle, so the gross is settled, and some accounts are below zero."""
    judged = compared([plain(SMALL, 1), plain(SMALL, 2)], {"all": everything}, 0.2)
    assert list(judged) == [AT_ONCE, SEARCHED, *RULES.values(), "all"]
    assert judged["all"].of_gross == pytest.approx(1)
    assert judged["all"].seconds == 1.5
    assert judged["all"].below > 0
    assert 0 < judged["all"].overdrawn < 1
    assert all(each.below == each.overdrawn == 0 for each in list(judged.values())[:-1])
    assert judged[SEARCHED].of_gross >= judged[AT_ONCE].of_gross >= judged[RULES["fifo"]].of_gross


def test_the_tightest_bound_is_no_looser_than_the_certificate() -> None:
    """And both are of the same value."""
    (judged,) = (compared([core(SMALL, 1)], {}, 0.2)[SEARCHED],)
    assert 0 < judged.of_gross <= judged.of_certificate <= judged.of_search <= 1 + 1e-6


def test_what_is_left_is_what_accounts_have_after_all_has_settled() -> None:
    """Nothing comes from nowhere."""
    instance = queued(10, 8, 7)
    assert left(instance, np.array([True, True])).ravel().tolist() == [-5, 8, 7]
    assert left(instance, np.array([False, True])).ravel().tolist() == [3, 0, 7]


@with_pssimpy
@pytest.mark.parametrize("settle", [pssimpy.day, pssimpy.queue])
def test_pssimpy_tries_each_payment_by_itself(settle: pssimpy.Settle) -> None:
    """A later one passes the first, which never fits; two that fit one by one overdraw."""
    answered = settle(queued(10, 50, 8, 7))
    assert answered.settled.tolist() == [False, True, True]
    assert answered.seconds > 0


@with_pssimpy
def test_pssimpy_lends_nothing() -> None:
    """A payment above the balance stays where it is."""
    assert not pssimpy.day(queued(10, 11)).settled.any()


@with_pssimpy
def test_both_ways_of_asking_pssimpy_settle_the_same_where_passes_are_few() -> None:
    """A day has 36 of them."""
    instance = plain(SMALL, 1)
    assert pssimpy.day(instance).settled.tolist() == pssimpy.queue(instance).settled.tolist()


def test_pssimpy_is_not_asked_what_it_does_not_know() -> None:
    """Two currencies would be added up as one."""
    with pytest.raises(AssertionError, match="one currency"):
        pssimpy.tables_of(core(SMALL, 1))


def test_the_page_has_a_place_for_every_table() -> None:
    """And each was measured."""
    text = page.PAGE.read_text(encoding="utf-8")
    places = {block[2]: block[0] for block in BLOCK.finditer(text)}
    assert places.keys() == {"setting", "plain", "core"}
    assert [name for name, each in places.items() if each.count("\n") < 2] == []


def test_a_table_tells_no_share_of_the_bound_for_what_overdraws() -> None:
    """It is in no competition with what does not."""
    fair = Judged(0.5, 0.9, 0.95, 0.6, 0.0, 0.0, 1.0)
    over = fair._replace(of_gross=0.8, below=3.5, overdrawn=0.1)
    lines = page.plain_table({SMALL: {"fair": fair, "over": over}}).splitlines()
    assert lines[2] == "| 60 | 5 % | fair | 50.00 % | 95.00 % | 60.0 % | 0.0 | 0.00 % | 1 |"
    assert lines[3] == "| 60 | 5 % | over | 80.00 % | - | 60.0 % | 3.5 | 10.00 % | 1 |"
    assert "| 90.00 % | 95.00 % |" in page.core_table({SMALL: {"fair": fair}})


def test_the_setting_names_machine_and_versions() -> None:
    """And how long the run took."""
    told = page.setting_lines("x86_64, 2 cores", ["PSSimPy 0.1.5"], 12.4)
    assert told == "x86_64, 2 cores; PSSimPy 0.1.5; the run took 12 minutes.\n"
