"""Set-off: obligations are cancelled in cycles, so far as that changes nobody's net position.

The most that can be set off is the largest circulation within the obligations: at each participant
as much is cancelled of what it owes as of what it is owed, and of no obligation more than there is
(Fleischman, Dini and Littera, *Liquidity-saving through obligation-clearing and mutual credit*,
2020). A part of an obligation may be cancelled. Currencies are set off each for itself.

That it is the most is proved by one integer for each currency and participant, its *potential* p.
Of any circulation x the value is the sum of x * (1 + p[debtor] - p[creditor]) over all
obligations, since the potentials cancel out along every cycle. So it is at most the sum of
amount * max(0, 1 + p[debtor] - p[creditor]), whatever the potentials are. Where a circulation's
value is that bound, none has more: whoever checks needs no solver and need not trust one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.netting.circulation import network, solve
from tallystick.clearing.netting.flows import BilateralFlows, multilateral_net


@dataclass(frozen=True, slots=True, eq=False)
class SetOff:
    """By how much each bilateral flow is reduced, and the potentials that prove it maximal.

    `reduction[i]` minor units are cancelled of arc i of the flows. `potential` has a row for each
    currency and a column for each participant. `flaws` tells whether it is what it says.
    """

    reduction: NDArray[np.int64]
    potential: NDArray[np.int32]

    def remaining(self, flows: BilateralFlows) -> BilateralFlows:
        """Return what is still owed; all net positions are what they were."""
        is_left = self.reduction < flows.amount
        kept = flows.kept(is_left)
        return kept.of(kept.amount - self.reduction[is_left])


def maximum_set_off(flows: BilateralFlows) -> SetOff:
    """Set off as much as can be, exactly, and prove it.

    Where several set-offs are maximal, the same flows give the same one. Time grows with the arcs
    times the length of the longest way that money takes; see `circulation`.
    """
    row = flows.currency.astype(np.int64) * flows.participants
    ends = np.concatenate([row + flows.debtor, row + flows.creditor])
    accounts, nodes = np.unique(ends, return_inverse=True)
    debtor, creditor = nodes.astype(np.int32).reshape(2, len(flows))
    net = network(debtor, creditor, flows.amount, len(accounts))
    is_moved = solve(net)  # not within the assertion: who leaves those out would cancel everything
    assert is_moved, "The obligations themselves move all net positions."
    potential = np.zeros(flows.currencies * flows.participants, dtype=np.int32)
    potential[accounts] = net.potential
    shape = flows.currencies, flows.participants
    return SetOff(flows.amount - net.flow, potential.reshape(shape))


def flaws(flows: BilateralFlows, told: SetOff) -> tuple[str, ...]:
    """Return why this is no maximum set-off of these flows, a sentence for each rule it breaks.

    Nothing is returned of one that is. Whoever told it is not trusted, and all is exact.
    """
    return (
        tuple(_misshapen(flows, told)) or tuple(_unlawful(flows, told)) or _unproved(flows, told)
    )


def values(flows: BilateralFlows, told: SetOff) -> list[int]:
    """Return how much is cancelled in each currency, in minor units."""
    return flows.of(told.reduction).sums()


def bounds(flows: BilateralFlows, potential: NDArray[np.int32]) -> list[int]:
    """Return what the potentials prove that no set-off can exceed in each currency."""
    of = potential.astype(np.int64)
    weight = 1 + of[flows.currency, flows.debtor] - of[flows.currency, flows.creditor]
    return [
        _weighed(weight[each], flows.amount[each])
        for each in (flows.currency == currency for currency in range(flows.currencies))
    ]


def _weighed(weight: NDArray[np.int64], amount: NDArray[np.int64]) -> int:
    """Return the sum of the amounts times their weights, of the positive weights alone."""
    is_positive = weight > 0
    weights, at = np.unique(weight[is_positive], return_inverse=True)
    sums = np.zeros(len(weights), dtype=np.int64)  # each within a currency's sum
    np.add.at(sums, at, amount[is_positive])
    return sum(int(each) * int(times) for times, each in zip(weights, sums, strict=True))


def _misshapen(flows: BilateralFlows, told: SetOff) -> Iterator[str]:
    of_all = flows.currencies, flows.participants
    yield from _form("reduction", told.reduction, flows.amount.shape, "int64")
    yield from _form("potential", told.potential, of_all, "int32")


def _form(
    name: str, array: NDArray[np.signedinteger], shape: tuple[int, ...], kind: str
) -> Iterator[str]:
    if array.shape != shape or array.dtype != kind:
        yield f"{name} is {array.shape} of {array.dtype}, not {shape} of {kind}"


def _unlawful(flows: BilateralFlows, told: SetOff) -> Iterator[str]:
    is_within = (told.reduction >= 0) & (told.reduction <= flows.amount)
    if not is_within.all():
        at = int(np.argmin(is_within))
        yield f"arc {at} of {flows.amount[at]} is reduced by {told.reduction[at]}"
        return
    net = multilateral_net(flows.of(told.reduction))
    if net.any():
        currency, participant = (int(each) for each in np.argwhere(net)[0])
        change = int(net[currency, participant])
        yield f"it changes participant {participant}'s net by {-change:+} in currency {currency}"


def _unproved(flows: BilateralFlows, told: SetOff) -> tuple[str, ...]:
    pairs = zip(values(flows, told), bounds(flows, told.potential), strict=True)
    return tuple(
        f"in currency {currency} {value} is cancelled, and {bound} is not ruled out"
        for currency, (value, bound) in enumerate(pairs)
        if value != bound
    )
