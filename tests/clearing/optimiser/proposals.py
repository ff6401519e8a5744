"""Small instances, the proposals for them, and what is true of every proposal."""

from fractions import Fraction
from itertools import product

import numpy as np

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.budget import Budget, FirstOnly, WithinWork
from tallystick.clearing.optimiser.proposing import Proposal, propose
from tallystick.clearing.optimiser.queue_rules import (
    bech_soramaki,
    fifo_with_bypass,
    queue_of,
)
from tallystick.clearing.optimiser.rows import rows_of
from tallystick.clearing.optimiser.values import Weights, exact_value, urgent_first
from tallystick.clearing.solution.verifier import objective, passed, proved


def proposed(instance: Instance, budget: Budget, urgent_weight: int = 100) -> Proposal:
    """Return the proposal for an instance, which is told to nobody."""
    return propose(instance, urgent_first(instance, urgent_weight), budget, lambda _: None)


def searched(instance: Instance, rounds: int = 2) -> Proposal:
    """Return the proposal of a few rounds of search."""
    return proposed(instance, WithinWork(rounds))


def first(instance: Instance) -> Proposal:
    """Return the first good proposal."""
    return proposed(instance, FirstOnly(WithinWork(0)))


def floors(instance: Instance, weights: Weights) -> list[Fraction]:
    """Return what FIFO with bypass and Bech and Soramaki settle, weighted."""
    rows, queue = rows_of(instance), queue_of(instance)
    table = rows.table(np.zeros(len(queue)), queue)
    settled = [rule(rows, table, queue).settled for rule in (fifo_with_bypass, bech_soramaki)]
    return [exact_value(instance, weights.of, each.astype(np.bool_)) for each in settled]


def hold(instance: Instance, proposal: Proposal, urgent_weight: int = 100) -> None:
    """See that a proposal is feasible, above the floor, and proved, by the verifier."""
    weights = urgent_first(instance, urgent_weight)
    assert not passed(instance, proposal.settled)
    assert objective(instance, weights.of, proposal.settled) == proposal.objective
    assert proposal.objective >= max(floors(instance, weights))
    multipliers = {bound: each for bound, each in proposal.multipliers() if each}
    assert proved(instance, weights.of, multipliers) == proposal.certificate.bound
    assert proposal.objective <= proposal.certificate.bound


def optimum(instance: Instance, urgent_weight: int = 100) -> Fraction:
    """Return the most that can settle, by trying every subset."""
    weights = urgent_first(instance, urgent_weight)
    subsets = map(np.array, product((False, True), repeat=len(instance.bundles)))
    return max(
        objective(instance, weights.of, settled)
        for settled in subsets
        if not passed(instance, settled)
    )
