"""The least flow that leaves every participant's net position as it is, as kernels.

Obligations are arcs of a graph; what is left of them when as much as possible is set off is the
least flow within their amounts that moves the same net positions. It is a minimum-cost flow in
which a unit costs 1 on every arc, solved by the primal-dual method (Ford and Fulkerson; Ahuja,
Magnanti and Orlin, *Network Flows*, section 9.8): potentials rise by the least that opens a way,
then all ways of that length are filled, as Dinitz fills them. All is in integers, so the flow is
exact and the potentials prove it (see `set_off`). As each rise makes the shortest way longer,
there are no more rises than its length at the end, which in the graphs of trade is some tens; in a
graph made for the purpose it may be the number of nodes, each rise a look at all arcs.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.netting.kernels import Read32, Read64, kernel

_FAR: Final = 2**31 - 1


class Network(NamedTuple):
    """A graph with the flow in it. Each arc is seen from both ends, by an entry at each node.

    Entry `entries[i]` for i from `first[n]` to `first[n + 1]` is seen from node n: arc e as e where
    it leaves n, as ~e where it comes to n; `other[i]` is the node at its other end.
    """

    first: Read64
    entries: Read32
    other: Read32
    amount: Read64
    flow: NDArray[np.int64]
    """What is left of each arc's amount; from 0 up."""
    surplus: NDArray[np.int64]
    """What a node has yet to send; negative where it has yet to receive."""
    potential: NDArray[np.int32]
    """The cost of the cheapest way to a node from those that have yet to send."""
    level: NDArray[np.int32]
    """How many steps a node is away by ways that cost nothing more; -1 where there is none."""
    line: NDArray[np.int32]
    """The nodes in the order in which they were reached."""
    place: NDArray[np.int64]
    """The entry of each node that is to be tried next; beside it, where a search keeps nodes."""


def network(
    debtor: NDArray[np.int32], creditor: NDArray[np.int32], amount: NDArray[np.int64], nodes: int
) -> Network:
    """Return the graph of these arcs, with nothing flowing and each node's net position to move."""
    ends = np.concatenate([debtor, creditor])
    arcs = np.arange(len(debtor), dtype=np.int32)
    order = np.argsort(ends, kind="stable")
    surplus = np.zeros(nodes, dtype=np.int64)
    np.add.at(surplus, debtor, amount)
    np.subtract.at(surplus, creditor, amount)
    return Network(
        first=np.searchsorted(ends[order], np.arange(nodes + 1)).astype(np.int64),
        entries=np.concatenate([arcs, ~arcs])[order],
        other=np.concatenate([creditor, debtor])[order],
        amount=amount,
        flow=np.zeros(len(debtor), dtype=np.int64),
        surplus=surplus,
        potential=np.zeros(nodes, dtype=np.int32),
        level=np.zeros(nodes, dtype=np.int32),
        line=np.zeros(nodes, dtype=np.int32),
        place=np.zeros(nodes + 1, dtype=np.int64),
    )


@kernel
def room(net: Network, entry: int) -> int:
    """Return how much more may go along an arc, or, against it, how much may be taken back."""
    if entry >= 0:
        return net.amount[entry] - net.flow[entry]
    return net.flow[~entry]


@kernel
def dearer(net: Network, node: int, at: int) -> int:
    """Return what a step costs beyond the difference of the potentials; never negative."""
    step = 1 if net.entries[at] >= 0 else -1
    return step + net.potential[node] - net.potential[net.other[at]]


@kernel
def start(net: Network) -> int:
    """Put the nodes that have yet to send into the line, and return how many there are."""
    net.level[:] = -1
    reached = 0
    for node in range(len(net.surplus)):
        if net.surplus[node] > 0:
            net.level[node] = 0
            net.line[reached] = node
            reached += 1
    return reached


@kernel
def reach(net: Network, sources: int) -> tuple[int, int]:
    """Set the levels; return how many nodes were reached, and the level of the nearest goal or -1.

    A goal is a node that has yet to receive. Nothing is looked for beyond the nearest.
    """
    reached, goal, done = sources, -1, 0
    while done < reached:
        node = net.line[done]
        done += 1
        if net.level[node] == goal:
            break
        for at in range(net.first[node], net.first[node + 1]):
            other = net.other[at]
            if net.level[other] < 0 and dearer(net, node, at) == 0 and room(net, net.entries[at]):
                net.level[other] = net.level[node] + 1
                net.line[reached] = other
                reached += 1
                if net.surplus[other] < 0:
                    goal = net.level[other]
    return reached, goal


@kernel
def widen(net: Network, done: int, reached: int, cost: NDArray[np.int32], open_: int) -> int:
    """Look on from the line's nodes; keep what costs more for later, and return how many wait."""
    while done < reached:
        node = net.line[done]
        done += 1
        for at in range(net.first[node], net.first[node + 1]):
            other = net.other[at]
            if cost[other] <= cost[node] or not room(net, net.entries[at]):
                continue
            told = cost[node] + dearer(net, node, at)
            if told >= cost[other]:
                continue
            if cost[other] == _FAR:
                net.place[open_] = other
                open_ += 1
            cost[other] = told
            if told == cost[node]:
                net.line[reached] = other
                reached += 1
    return open_
