"""The whole programme of a small instance, written down from its payments, and its optimum.

It shares nothing with the optimiser but the solver: its rows come from the legs and limits one by
one, as docs/reference/commands.md words them. The solver's floats may take a set that is a few
units over; such a set is cut off, and the next best one is looked for.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.values import Weights
from tallystick.clearing.solution.verifier import objective, passed

_highs: Final[Any] = highspy
_CUTS_MAX: Final = 50


class _Row(NamedTuple):
    """What each bundle takes of a bound, and how much there is."""

    taken: Mapping[int, int]
    limit: int


class Truth(NamedTuple):
    """What the whole programme came to.

    `least` settles by a set that keeps all, exactly. No set is worth more than `most`, as far as
    the solver's floats go. If it came to the end of its tree, no set is worth more than `least`.
    """

    least: Fraction
    most: float
    is_whole: bool


def truth(instance: Instance, weights: Weights, nodes: int = 500) -> Truth:
    """Return what can settle at most, in the reference currency, within so many nodes."""
    solver, unit = _programme(instance, weights)
    solver.setOptionValue("mip_max_nodes", nodes)
    settled, is_whole = _solved(solver)
    for _ in range(_CUTS_MAX):
        if not is_whole or not passed(instance, settled):
            break
        _cut_off(solver, settled)
        settled, is_whole = _solved(solver)
    if passed(instance, settled):
        assert not is_whole, "the solver's floats lead nowhere"
        settled = np.zeros_like(settled)
    most = -unit * float(solver.getInfo().mip_dual_bound)
    return Truth(objective(instance, weights.of, settled), most, is_whole)


def _solved(solver: Any) -> tuple[NDArray[np.bool_], bool]:
    """Return the best that the solver finds, and whether it came to the end of its tree."""
    solver.run()
    is_whole = solver.getModelStatus() == _highs.HighsModelStatus.kOptimal
    return np.array(solver.getSolution().col_value) > 0.5, is_whole


def _programme(instance: Instance, weights: Weights) -> tuple[Any, float]:
    """Return the programme, and what one of its units is worth."""
    solver = _highs.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own interface
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.0)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    worth = [
        float(objective(instance, weights.of, alone))
        for alone in np.eye(len(instance.bundles), dtype=np.bool_)
    ]
    largest = max(worth)
    for each in worth:
        column = solver.addVariable(lb=0, ub=1, obj=-each / largest)
        solver.changeColIntegrality(column.index, _highs.HighsVarType.kInteger)
    for row in _rows(instance):
        _add(solver, row.taken, row.limit)
    return solver, largest


def _add(solver: Any, taken: Mapping[int, float], limit: float) -> None:
    # By a power of two, which changes no digit: rows of like size whatever the currency is.
    size = 2.0 ** np.frexp(max(map(abs, taken.values())))[1]
    places = np.array(list(taken), dtype=np.int32)
    entries = np.array([each / size for each in taken.values()])
    solver.addRow(-_highs.kHighsInf, limit / size, len(places), places, entries)


def _cut_off(solver: Any, settled: NDArray[np.bool_]) -> None:
    """Leave out one set: one bundle of it at least is not settled, or another one is."""
    taken = {place: 1.0 if each else -1.0 for place, each in enumerate(settled.tolist())}
    _add(solver, taken, int(settled.sum()) - 1)


def _rows(instance: Instance) -> Iterator[_Row]:
    """Yield what each account has and each limit lets pass."""
    flows = _flows(instance)
    for participant, currency in np.ndindex(instance.available.shape):
        flow = [each for each in flows if each.currency == currency]
        others = [other for other in range(len(instance.participants)) if other != participant]
        limit = int(instance.available[participant, currency])
        yield _Row(_net(flow, participant, others), limit)
    yield from _limits(instance, flows)


def _limits(instance: Instance, flows: Sequence["_Flow"]) -> Iterator[_Row]:
    two, many = instance.bilateral, instance.multilateral
    keys = list(
        zip(two.debtor.tolist(), two.creditor.tolist(), two.currency.tolist(), strict=True)
    )
    for (debtor, creditor, currency), limit in zip(keys, two.amount.tolist(), strict=True):
        flow = [each for each in flows if each.currency == currency]
        yield _Row(_net(flow, debtor, [creditor]), limit)
    for debtor, currency, limit in zip(
        many.debtor.tolist(), many.currency.tolist(), many.amount.tolist(), strict=True
    ):
        flow = [each for each in flows if each.currency == currency]
        others = [
            other
            for other in range(len(instance.participants))
            if (debtor, other, currency) not in keys
        ]
        yield _Row(_net(flow, debtor, others), limit)


class _Flow(NamedTuple):
    """One leg: the bundle that it is of, who pays whom, and what."""

    bundle: int
    debtor: int
    creditor: int
    currency: int
    amount: int


def _flows(instance: Instance) -> list[_Flow]:
    counts = np.diff(instance.first_leg)
    arrays = (instance.debtor, instance.creditor, instance.currency, instance.amount)
    bundles = np.repeat(np.arange(len(counts)), counts).tolist()
    columns = (each.tolist() for each in arrays)
    return [_Flow(*leg) for leg in zip(bundles, *columns, strict=True)]


def _net(flows: Sequence[_Flow], payer: int, others: Sequence[int]) -> dict[int, int]:
    """Return by bundle what a participant pays some others, less what they pay it."""
    taken: defaultdict[int, int] = defaultdict(int)
    taken[0] += 0  # a row of nothing is a row
    for each in flows:
        if each.debtor == payer and each.creditor in others:
            taken[each.bundle] += each.amount
        if each.creditor == payer and each.debtor in others:
            taken[each.bundle] -= each.amount
    return dict(taken)
