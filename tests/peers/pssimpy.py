"""PSSimPy, a simulator of large-value payment systems, asked to settle a queue that waits.

It comes with the extra `peers`. It knows one currency and no limits. All payments arrive in its
first window, and none is lent anything: its collateralised credit against no collateral. Two ways
of asking are measured: the simulation of a day as its users run it, a try of the queue every
quarter of an hour from 8:00 to 17:00, with the logs that it writes; and its payment system alone,
tried until nothing settles any more.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.proof.bench.answers import Answered

PACKAGE: Final = "PSSimPy"
_OPENING: Final = "08:00"
_SETTLED: Final = 2  # its code of a payment that succeeded
_PASSES_MAX: Final = 10_000

Settle = Callable[[Instance], Answered]


def is_there() -> bool:
    """Return whether it is installed."""
    return find_spec(PACKAGE) is not None


def its_version() -> str:
    """Return its version."""
    return version(PACKAGE)


def day(instance: Instance) -> Answered:
    """Return what its simulation of a day settles, and the CPU seconds that it takes."""
    return _timed(instance, _simulated)


def queue(instance: Instance) -> Answered:
    """Return what its queue settles if it is tried until nothing more does."""
    return _timed(instance, _tried)


def _timed(instance: Instance, settle: Callable[[Mapping[str, Any]], Iterator[Any]]) -> Answered:
    transaction: Any = import_module(PACKAGE).Transaction
    asked = tables_of(instance)
    begun = time.process_time()
    settled = _places(settle(asked), len(instance.bundles))
    seconds = time.process_time() - begun
    transaction.clear_instances()
    return Answered(settled, seconds)


def _places(transactions: Iterator[Any], bundles: int) -> NDArray[np.bool_]:
    settled = np.zeros(bundles, dtype=np.bool_)
    for each in transactions:
        settled[each.bundle] = each.status_code == _SETTLED
    return settled


def tables_of(instance: Instance) -> dict[str, dict[str, list[Any]]]:
    """Return an instance as its own tables: banks, accounts and transactions."""
    assert len(instance.currencies) == 1, "it knows one currency"
    assert not len(instance.bilateral.amount) + len(instance.multilateral.amount), "no limits"
    names = instance.participants
    return {
        "banks": {"name": list(names)},
        "accounts": {
            "id": list(names),
            "owner": list(names),
            "balance": instance.available[:, 0].tolist(),
        },
        "transactions": {
            "sender_account": [names[each] for each in instance.debtor.tolist()],
            "recipient_account": [names[each] for each in instance.creditor.tolist()],
            "amount": instance.amount.tolist(),
            "time": [_OPENING] * len(instance.amount),
            "bundle": list(range(len(instance.bundles))),
        },
    }


def _simulated(asked: Mapping[str, Any]) -> Iterator[Any]:
    with TemporaryDirectory() as folder:
        simulation = _simulation(asked, Path(folder) / "day")
        simulation.run()
    return (transaction for transaction, _day, _time in simulation.transactions)


def _tried(asked: Mapping[str, Any]) -> Iterator[Any]:
    with TemporaryDirectory() as folder:
        simulation = _simulation(asked, Path(folder) / "queue")
    waiting = {transaction for transaction, _day, _time in simulation.transactions}
    entered = waiting
    for _ in range(_PASSES_MAX):
        if not simulation.system.process(entered, 1, _OPENING)["Processed"]:
            break
        entered = set()
    return iter(waiting)


def _simulation(asked: Mapping[str, Any], logs: Path) -> Any:
    simulator: Any = import_module(f"{PACKAGE}.simulator")
    queues: Any = import_module(f"{PACKAGE}.queues")
    credit: Any = import_module(f"{PACKAGE}.credit_facilities")
    handlers: Any = import_module(f"{PACKAGE}.constraint_handler")
    return simulator.BasicSim(
        str(logs),
        **asked,
        queue=queues.FIFOQueue(),
        credit_facility=credit.SimpleCollateralized(),
        constraint_handler=handlers.PassThroughHandler(),
    )
