"""What settles of a queue at one moment: the sets that a system can act on as it goes on."""

from math import inf

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.optimiser.problem import Problem, settleable
from tallystick.clearing.optimiser.queue_rules import bech_soramaki
from tallystick.clearing.optimiser.relaxation import relax
from tallystick.clearing.optimiser.run import Run, Stage
from tallystick.clearing.optimiser.search import Search
from tallystick.clearing.optimiser.solver import Effort
from tallystick.clearing.optimiser.walking import fill


def settled_by_queue(problem: Problem, queue: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return what settles by Bech and Soramaki's algorithm, in the order of the queue."""
    table = problem.rows.table(problem.value, queue)
    return bech_soramaki(problem.rows, table, queue).settled.astype(np.bool_)


def settled_at_once(problem: Problem, queue: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the best set that the relaxation and the first walks find; it keeps every row.

    It is never worth less than what Bech and Soramaki's algorithm settles, as far as floats tell,
    and nothing more fits into it.
    """
    kept = settleable(problem.rows)
    settled = np.zeros(len(problem), dtype=np.bool_)
    if not kept.any():
        return settled
    run = Run.of(problem.restricted(kept), _unheard)
    # Of the whole queue: who may never settle changes which of the others it leaves out.
    run.offer("Bech and Soramaki", settled_by_queue(problem, queue)[kept])
    relaxation = relax(run.problem, Effort(inf, 0), solvings=1)
    search = Search.of(run.problem, relaxation)
    for walk in search.first(relaxation.share):
        run.offer("walk", walk.settled)
    standing = run.problem.rows.standing(run.settled)
    fill(search.table, standing, search.by_value)  # the algorithm for gridlocks may leave room
    settled[kept] = standing.settled
    return settled


def _unheard(stage: Stage) -> None:
    """Tell nobody."""
