"""The figures of a study, as a paper would print them: SVG and PNG, the same bytes each time.

Colours are those of Okabe and Ito, which people who cannot tell red from green tell apart; each
rule, up to twelve, has a mark and a line of its own besides, for a print without colours.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, inf, log
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib.style as matplotlib_style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tallystick.clearing.what_if.measures import Measures
from tallystick.clearing.what_if.rules import Kind, Rule
from tallystick.clearing.what_if.scenarios import Scenario, Study
from tallystick.clearing.what_if.writing import settled_share

_HOUR: Final = 3600
_MINUTE: Final = 60
_LEVELS_MAX: Final = 3
_MARK_EVERY: Final = 24
# Labels of marks need so much of the width.
_LABEL_WIDTH: Final = 0.18
# What a legend takes of a figure, in inches: a line, the key of a look, and a letter behind it.
_LINE: Final = 0.19
_KEY: Final = 0.5
_LETTER: Final = 0.06
_PLAIN: Final = 100
_CLOCK: Final = "hours from the opening"
_STYLE: Final[Any] = {  # its own type names every setting there is
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "axes.labelsize": 8.5,
    "font.size": 8.5,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "lines.markersize": 4,
    "savefig.dpi": 200,
    "svg.hashsalt": "tallystick",
}
_BOUND_COLOUR: Final = "#555555"
_KINDS: Final = {
    Kind.GROSS: "Gross",
    Kind.GROSS_OPTIMISER: "Gross, optimiser every {}",
    Kind.GROSS_GRIDLOCK: "Gross, Bech-Soramäki every {}",
    Kind.CYCLES: "Optimised cycles of {}",
}


class _Look(NamedTuple):
    colour: str
    mark: str
    line: str | tuple[int, tuple[float, ...]]


_LOOKS: Final = (
    _Look("#0072B2", "o", "-"),
    _Look("#D55E00", "s", "--"),
    _Look("#009E73", "^", "-."),
    _Look("#CC79A7", "D", ":"),
    _Look("#E69F00", "v", (0, (8, 2))),
    _Look("#56B4E9", "P", (0, (4, 1, 1, 1, 1, 1))),
)


class _Panel(NamedTuple):
    """One figure of a day, drawn by level, and what its axis says."""

    title: str
    label: str
    figure: Callable[[Measures], float | None]


def _used(measures: Measures) -> float | None:
    return None if measures.netting_ratio is None else 100 * (1 - measures.netting_ratio)


_PANELS: Final = (
    _Panel("(a) Settled", "value settled, %", lambda each: 100 * settled_share(each)),
    _Panel("(b) Delay", "delay indicator", lambda each: each.delays.indicator),
    _Panel("(c) Liquidity", "liquidity used, % of settled", _used),
)


def draw(study: Study, folder: Path) -> list[Path]:
    """Draw the figures into a folder and return their files.

    `liquidity` shows by liquidity what settles, how late, and by how much liquidity used; `day`
    shows what waits through the day, and how much settles how soon.

    Raises:
        OSError: a file cannot be written.
    """
    # Whatever the settings of whoever runs it.
    with matplotlib_style.context(_STYLE, after_reset=True):
        figures = {"liquidity": _by_liquidity(study), "day": _through_the_day(study)}
        return [each for name, figure in figures.items() for each in _saved(figure, folder, name)]


def _saved(figure: Figure, folder: Path, name: str) -> list[Path]:
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    figure.savefig(svg, metadata={"Date": None, "Creator": None})
    figure.savefig(png, metadata={"Software": None})
    return [svg, png]


def _by_liquidity(study: Study) -> Figure:
    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    for axes, panel in zip(figure.subplots(1, len(_PANELS)), _PANELS, strict=True):
        for rule, style in _styles(study).items():
            scenarios = study.of_rule(rule)
            shares = [panel.figure(each.measures) for each in scenarios]
            axes.plot([*map(_available, scenarios)], shares, **style)
        axes.set(title=panel.title, xlabel="liquidity, % of value", ylabel=panel.label)
        _scale(axes, study)
    _draw_bound(figure.axes[0], study)
    _tell_looks(figure)
    return figure


def _scale(axes: Axes, study: Study) -> None:
    """Show liquidity by its order of magnitude, with a mark at each level that was tried."""
    levels = sorted({_available(each) for each in study.scenarios})
    is_log = levels[0] > 0 and len(levels) > 1
    if is_log:
        axes.set_xscale("log")
        axes.minorticks_off()
    axes.set_xticks(levels, _labels(levels, [*map(log, levels)] if is_log else levels))
    _from_zero(axes)


def _from_zero(axes: Axes) -> None:
    """Begin at 0, with room above whatever there is."""
    most = float(axes.dataLim.ymax)
    axes.set_ylim(0, 1.05 * most if 0 < most < inf else None)


def _labels(levels: Sequence[float], places: Sequence[float]) -> list[str]:
    """Return what stands at each level's mark: nothing where it would run into the one before."""
    labels, room = [], _LABEL_WIDTH * (places[-1] - places[0])
    free = -inf
    for level, place in zip(levels, places, strict=True):
        labels.append(_percent(level) if place >= free else "")
        free = place + room if labels[-1] else free
    return labels


def _percent(share: float) -> str:
    """Return a share as percent, in two figures or more, as a reader would write it."""
    percent = 100 * share
    return f"{percent:.2g}" if percent < _PLAIN or percent >= _PLAIN**3 else f"{percent:,.0f}"


def _draw_bound(axes: Axes, study: Study) -> None:
    """Show what no rule can pass, and room above it."""
    levels = sorted(study.bounds)
    places = [_available(study.of_level(level)[0]) for level in levels]
    bounds = [100 * study.bounds[each] for each in levels]
    axes.plot(places, bounds, color=_BOUND_COLOUR, linewidth=0.9, linestyle=(0, (1, 1)),
              marker="_", markersize=7, label="Upper bound for any rule")  # fmt: skip
    axes.set_ylim(0, 102)


def _through_the_day(study: Study) -> Figure:
    levels = _shown(sorted(study.bounds))
    figure = Figure(figsize=(7.2, 4.6), layout="constrained")
    above, below = figure.subplots(2, len(levels), sharey="row", squeeze=False)
    for level, waiting, within in zip(levels, above, below, strict=True):
        scenarios = study.of_level(level)
        for place, scenario in enumerate(scenarios):
            style = {**_styles(study)[scenario.rule], "markevery": (2 * place, _MARK_EVERY)}
            waiting.plot(*_waiting(scenario), **style)
            within.plot(*_within(scenario), **style)
        waiting.set(title=f"liquidity {_percent(_available(scenarios[0]))} %", xlabel=_CLOCK)
        within.set(xlabel="hours from its arrival")
    above[0].set(ylabel="value waiting, %")
    below[0].set(ylabel="value settled within, %")
    for axes in figure.axes:
        _from_zero(axes)
    _tell_looks(figure)
    return figure


def _tell_looks(figure: Figure) -> None:
    """Show below the plots which rule looks how, and make the figure higher for many."""
    handles, labels = figure.axes[0].get_legend_handles_labels()
    widest = _KEY + _LETTER * max(map(len, labels))
    columns = max(min(int(figure.get_figwidth() / widest), 3), 1)
    lines = ceil(len(labels) / columns)
    figure.set_figheight(figure.get_figheight() + _LINE * max(lines - 2, 0))
    figure.legend(handles, labels, loc="outside lower center", ncols=columns)


def _shown(levels: Sequence[Fraction]) -> list[Fraction]:
    """Return at most three levels: the least, the middle and the most."""
    if len(levels) <= _LEVELS_MAX:
        return [*levels]
    return [levels[0], levels[len(levels) // 2], levels[-1]]


def _styles(study: Study) -> dict[Rule, dict[str, Any]]:
    """Return how each rule is drawn; past six with hollow marks, past twelve again."""
    rules = dict.fromkeys(each.rule for each in study.scenarios)
    styles: dict[Rule, dict[str, Any]] = {}
    for place, rule in enumerate(rules):
        again, number = divmod(place, len(_LOOKS))
        look = _LOOKS[number]
        styles[rule] = {"color": look.colour, "marker": look.mark, "linestyle": look.line,
                        "label": _words(rule)}  # fmt: skip
        if again % 2:
            styles[rule] |= {"markerfacecolor": "white", "linewidth": 0.8}
    return styles


def _words(rule: Rule) -> str:
    minutes, seconds = divmod(rule.every, _MINUTE)
    return _KINDS[rule.kind].format(f"{rule.every} s" if seconds else f"{minutes} min")


def _available(scenario: Scenario) -> float:
    value = scenario.measures.value
    return float(scenario.measures.liquidity_available / value) if value else 0.0


def _waiting(scenario: Scenario) -> tuple[list[float], list[float]]:
    """Return the hours of a day, and what waited then, in percent of the gross value."""
    gross = scenario.measures.value or 1
    hours = [each.second / _HOUR for each in scenario.course]
    return hours, [
        float(100 * (each.arrived_value - each.settled_value) / gross) for each in scenario.course
    ]


def _within(scenario: Scenario) -> tuple[list[float], list[float]]:
    """Return hours, and what settled within these of its arrival, in percent."""
    gross = scenario.measures.value or 1
    return [each / _HOUR for each, _ in scenario.within], [
        float(100 * value / gross) for _, value in scenario.within
    ]
