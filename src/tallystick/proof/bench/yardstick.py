"""The yardstick: what the machine itself can do just now.

Figures of two machines, or of two hours on a shared one, compare only through it. Many
virtual machines share a core between two, and their neighbours take what they take: so
the bare interpreter is timed on one core, and on all cores at once.
"""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tallystick.proof.bench.metric import Metric, metric

TURNS = 4_000_000
TIMES = 3


def interpreter_speed(turns: int = TURNS) -> float:
    """Return how many million turns of an empty loop the interpreter makes in a second."""
    begun = time.perf_counter()
    for _ in range(turns):
        pass
    return turns / (time.perf_counter() - begun) / 1e6


def yardstick(name: str) -> list[Metric]:
    """Measure the interpreter alone, then on all cores at once; together they are a sum."""
    alone = [interpreter_speed() for _ in range(TIMES)]
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as every:
        # Once before it counts, so that all of them have started.
        list(every.map(interpreter_speed, [TURNS] * cores))
        together = [sum(every.map(interpreter_speed, [2 * TURNS] * cores)) for _ in range(TIMES)]
    return [
        metric(name, "interpreter_alone", "M/s", alone),
        metric(name, "interpreter_all_cores", "M/s", together),
    ]
