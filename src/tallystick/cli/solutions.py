"""Folders of solutions: written by the optimiser, and checked against their instance."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np

from tallystick.clearing.instance.faults import InstanceError
from tallystick.clearing.instance.form import SETTLED
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.settled import read_settled, write_settled
from tallystick.clearing.instance.writing import Sink, decimal_text
from tallystick.clearing.optimiser.proposing import Proposal
from tallystick.clearing.optimiser.values import exact_value
from tallystick.clearing.solution.multipliers import (
    CERTIFICATE,
    read_multipliers,
    write_multipliers,
)
from tallystick.clearing.solution.result import RESULT, Claims, Result, ResultError, read_claims
from tallystick.clearing.solution.verifier import Passed, objective, passed, proved
from tallystick.cli.instances import sentences

_WEIGHT: Final = 100
_PLACES: Final = 120
"""The decimals of a bound as it is told: more than any that the optimiser proves has."""


def result_of(
    instance: Instance, proposal: Proposal, urgent_weight: int, seconds: float
) -> Result:
    """Return what a proposal comes to."""
    ones = np.ones(len(instance.bundles), dtype=np.int64)
    return Result(
        objective=proposal.objective,
        upper_bound=proposal.certificate.bound,
        search_bound=proposal.search_bound,
        value=exact_value(instance, ones, proposal.settled),
        gross_value=exact_value(instance, ones, np.ones(len(ones), dtype=np.bool_)),
        settled=int(proposal.settled.sum()),
        urgent_weight=urgent_weight,
        seconds=seconds,
        ended_by=proposal.ended_by,
        status="optimal" if proposal.is_optimal else "feasible",
    )


def save(instance: Instance, proposal: Proposal, result: Result, folder: Path) -> None:
    """Write the three files of a solution, each whole or not at all.

    result.json is the last, and one that was there goes first: it never stands beside files of
    another solution.

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULT).unlink(missing_ok=True)
    writers: Mapping[str, Callable[[Sink], object]] = {
        SETTLED: lambda sink: write_settled(instance, proposal.settled, sink),
        CERTIFICATE: lambda sink: write_multipliers(instance, proposal.multipliers(), sink),
        RESULT: lambda sink: sink.write(result.text()),
    }
    for name, write in writers.items():
        with _replaced(folder / name) as sink:
            write(sink)


@contextmanager
def _replaced(path: Path) -> Iterator[Sink]:
    """Give a file to write to, which takes the place of the one there when all is written."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)  # it may be a link, through which a file elsewhere is lost
    try:
        with beside.open("x", encoding="utf-8", newline="") as sink:
            yield sink
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class Check:
    """What the check of a solution came to: what is wrong, and what its files really prove.

    They prove nothing, None, if they cannot be read as a solution of the instance.
    """

    faults: tuple[str, ...]
    objective: Fraction | None = None
    upper_bound: Fraction | None = None
    remark: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is feasible, and its bound proved."""
        return not self.faults

    def told(self) -> dict[str, object]:
        """Return it for JSON; values as text, since a number there may be cut."""
        return {
            "verified": self.stands,
            "faults": list(self.faults),
            "objective": None if self.objective is None else decimal_text(self.objective),
            "upper_bound": None if self.upper_bound is None else _decimal(self.upper_bound),
            "remark": self.remark,
        }


def checked(instance: Instance, folder: Path, urgent_weight: int | None) -> Check:
    """Return whether the solution in a folder stands; no weight given, as result.json has it.

    Raises:
        OSError: a file cannot be read.
    """
    files = (RESULT, SETTLED, CERTIFICATE)
    if missing := [f"{name} is missing" for name in files if not (folder / name).exists()]:
        return Check(tuple(missing))
    try:
        return _checked(instance, folder, urgent_weight)
    except (InstanceError, ResultError) as broken:
        return Check(_told(broken))


def _told(wrong: InstanceError | ResultError) -> tuple[str, ...]:
    return tuple(sentences(wrong)) if isinstance(wrong, InstanceError) else (str(wrong),)


def _checked(instance: Instance, folder: Path, urgent_weight: int | None) -> Check:
    claims = read_claims((folder / RESULT).read_bytes())
    with (folder / SETTLED).open(encoding="utf-8", newline="") as texts:
        settled = read_settled(texts, instance)
    with (folder / CERTIFICATE).open(encoding="utf-8", newline="") as texts:
        multipliers = read_multipliers(texts, instance)
    weight = urgent_weight or claims.urgent_weight or _WEIGHT
    weights = np.where(instance.urgent, weight, 1).astype(np.int64)
    bound = proved(instance, weights, multipliers)
    worth = objective(instance, weights, settled)
    faults = [_passed(instance, each) for each in passed(instance, settled)]
    if bound > claims.upper_bound:
        claim = _decimal(claims.upper_bound)
        faults.append(f"{RESULT} claims a bound of {claim}; proved is {_decimal(bound)}")
    return Check(tuple(faults), worth, bound, _remark(claims, worth))


def _passed(instance: Instance, each: Passed) -> str:
    bound = each.bounded
    creditor = "" if bound.creditor is None else f" to {instance.participants[bound.creditor]}"
    return (
        f"{bound.kind} of {instance.participants[bound.participant]}{creditor} in "
        f"{instance.currencies[bound.currency]}: {each.taken} is taken, {each.limit} is there"
    )


def _remark(claims: Claims, worth: Fraction) -> str:
    if claims.objective is None or claims.objective == worth:
        return ""
    claim = _decimal(claims.objective)
    return f"{RESULT} says that the objective is {claim}; it is {decimal_text(worth)}"


def _decimal(value: Fraction) -> str:
    """Return a value as decimal text: as it is, or the next above it with so many decimals.

    A fraction may have more digits than Python turns into text.
    """
    scale = 10**_PLACES
    sign = "-" if value < 0 else ""
    return sign + decimal_text(Fraction(abs(ceil(value * scale)), scale))
