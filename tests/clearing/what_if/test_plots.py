"""The plots of a study: what stands in them, read from their SVG."""

import re
import warnings
from fractions import Fraction
from pathlib import Path

import matplotlib as mpl
import pytest

from tallystick.clearing.what_if.day import Weighing
from tallystick.clearing.what_if.plots import draw
from tallystick.clearing.what_if.rules import rule_of
from tallystick.clearing.what_if.scenarios import Study, study_of
from tests.clearing.what_if.days import written_day

pytestmark = pytest.mark.slow

TWELVE = ("gross", *(f"gross+optimiser:{60 * each}" for each in range(1, 12)))


def small_study(*levels: str, rules: tuple[str, ...] = ("gross",), amount: int = 100) -> Study:
    """Return the study of one payment, of which A has the whole amount."""
    day = written_day(
        (3,),
        3600,
        Weighing(),
        payments=f"a,A,B,EUR,{amount},1",
        accounts=f"A,EUR,{amount}",
        rates="EUR,1",
    )
    return study_of(day, [*map(rule_of, rules)], [*map(Fraction, levels)], 1, lambda _: None)


def drawn(study: Study, folder: Path) -> str:
    """Return the plot by liquidity, as SVG."""
    folder.mkdir()
    return {each.name: each for each in draw(study, folder)}["liquidity.svg"].read_text()


def words(svg: str) -> list[str]:
    """Return the texts of a plot, which matplotlib notes beside the outlines of their letters."""
    return re.findall("<!-- (.*?) -->", svg)


def test_levels_are_written_as_people_write_them(tmp_path: Path) -> None:
    levels = ("0.031", "1.1", "25", "400")
    told = words(drawn(small_study(*levels, amount=1000), tmp_path / "a"))
    assert [told.count(each) for each in ("3.1", "110", "2,500", "40,000")] == [3, 3, 3, 3]
    assert not [each for each in told if "e+" in each]


def test_labels_of_levels_do_not_run_into_each_other(tmp_path: Path) -> None:
    told = words(drawn(small_study("0.5", "0.51", "0.52", "1"), tmp_path / "a"))
    assert [told.count(each) for each in ("50", "51", "52")] == [3, 0, 0]


def test_twelve_rules_are_told_apart_without_colours(tmp_path: Path) -> None:
    svg = drawn(small_study("1", "2", rules=TWELVE), tmp_path / "a")
    legend = svg[svg.index('<g id="legend_1">') :]
    lines = re.findall(r'<g id="line2d_\d+">(.*?)</g>\s*</g>', legend, re.DOTALL)
    colourless = {
        re.sub("#(?!ffffff)[0-9a-f]{6}", "", "".join(re.findall(' (?:d|style)="(.*?)"', line)))
        for line in (re.sub(r' d="M [\d.]+ [\d.]+ *\n.*?"', "", each) for each in lines)
    }
    assert len(lines) == len(colourless) == len(TWELVE) + 1


def test_many_rules_leave_room_for_the_plots(tmp_path: Path) -> None:
    rules = tuple(f"gross+bech-soramaki:{60 * each}" for each in range(1, 41))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns if the legend leaves none
        svg = drawn(small_study("1", rules=rules), tmp_path / "a")
    height = re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)
    assert height is not None
    assert float(height[1]) > 20 * 14 + 144  # points: twenty lines of them, and two inches


def test_the_bound_is_seen_at_one_level(tmp_path: Path) -> None:
    svg = drawn(small_study("1"), tmp_path / "a")
    assert re.search(r'<use [^>]*style="[^"]*#555555', svg)


def test_the_settings_of_whoever_draws_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn(small_study("1", "2"), tmp_path / "a")
    monkeypatch.setitem(mpl.rcParams, "axes.facecolor", "red")
    monkeypatch.setitem(mpl.rcParams, "svg.fonttype", "none")
    assert drawn(small_study("1", "2"), tmp_path / "b") == before


@pytest.mark.parametrize("amount", [1, 10**18])
def test_a_day_on_which_nothing_settles_is_drawn(amount: int, tmp_path: Path) -> None:
    study = small_study("0.1", "0.2", amount=amount)
    assert not any(each.measures.settled for each in study.scenarios)
    assert "liquidity used, % of settled" in words(drawn(study, tmp_path / "a"))
