"""The findings of a demo that went well, made by hand."""

from pathlib import Path

from tallystick.proof.demo.books import Books, CycleBooks
from tallystick.proof.demo.day import Findings
from tallystick.proof.reconcile import Reconciliation
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.plan import draw_plan
from tallystick.sandbox.stage import stage_of

STAGE = stage_of("RUB-CNY")


def books(operator_id: str, root: str = "aa") -> Books:
    cycles = {1: CycleBooks(1, root, (), is_settled=True)}
    return Books(operator_id, cycles=cycles, sums={"RUB": 0, "CNY": 0})


def findings(**over: object) -> Findings:
    """Return the findings of sixty messages that all came as expected, with some words changed."""
    planned = draw_plan(STAGE, 60, 1).planned
    observed = tuple(Observed(each, each.expected, str(each.number), 20.0) for each in planned)
    both = (books("VOLGA"), books("YANGTZE"))
    whole = Reconciliation([], "aa", "aa", 60, 0)
    found = Findings(STAGE, observed, 2.0, both, whole, (Path("a"), Path("b")), (), 59, 1.5)
    return found._replace(**over)  # type: ignore[arg-type]
