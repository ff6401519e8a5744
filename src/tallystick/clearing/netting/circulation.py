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

from tallystick.clearing.netting.kernels import kernel

FAR: Final = 2**31 - 1
"""No way, or none yet."""


class Network(NamedTuple):
    """A graph with the flow in it. Each arc is seen from both ends, by an entry at each node.

    Entry `entries[i]` for i from `first[n]` to `first[n + 1]` is seen from node n: arc e as e where
    it leaves n, as ~e where it comes to n; `other[i]` is the node at its other end.
    """

    first: NDArray[np.int64]
    entries: NDArray[np.int32]
    other: NDArray[np.int32]
    amount: NDArray[np.int64]
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
    """The entry of each node that is to be tried next."""
    way: NDArray[np.int64]
    """The entries of the way that is looked for."""
    cost: NDArray[np.int32]
    """What a way to a node costs beyond the potentials, as far as it is known."""
    waiting: NDArray[np.int32]
    """The nodes to which a way costs more than what is looked at now."""


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
        amount=amount.copy(),
        flow=np.zeros(len(debtor), dtype=np.int64),
        surplus=surplus,
        potential=np.zeros(nodes, dtype=np.int32),
        level=np.zeros(nodes, dtype=np.int32),
        line=np.zeros(nodes, dtype=np.int32),
        place=np.zeros(nodes, dtype=np.int64),
        way=np.zeros(nodes, dtype=np.int64),
        cost=np.zeros(nodes, dtype=np.int32),
        waiting=np.zeros(nodes, dtype=np.int32),
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
def measure(net: Network) -> int:
    """Set the levels: how many steps, free of cost, a node is away from a goal; return who waits.

    Those that wait stand in the line: the nodes with a surplus that can reach a goal.
    """
    nodes, reached, done = len(net.level), 0, 0
    net.level[:] = FAR
    for node in range(nodes):
        net.place[node] = net.first[node]
        if net.surplus[node] < 0:
            net.level[node] = 0
            net.line[reached] = node
            reached += 1
    while done < reached:
        node = net.line[done]
        done += 1
        for at in range(net.first[node], net.first[node + 1]):
            other = net.other[at]
            if net.level[other] == FAR and dearer(net, node, at) == 0:
                if room(net, ~net.entries[at]):
                    net.level[other] = net.level[node] + 1
                    net.line[reached] = other
                    reached += 1
    waiting = 0
    for at in range(reached):
        if net.surplus[net.line[at]] > 0:
            net.line[waiting] = net.line[at]
            waiting += 1
    return waiting


@kernel
def lift(net: Network, node: int) -> None:
    """Set a node's level anew, when no step of the old one leads on from it."""
    least = FAR - 1
    for at in range(net.first[node], net.first[node + 1]):
        level = net.level[net.other[at]]
        if level < least and dearer(net, node, at) == 0 and room(net, net.entries[at]):
            least = level
    net.level[node] = least + 1
    net.place[node] = net.first[node]


@kernel
def push(net: Network, node: int, at: int) -> bool:
    """Send what a node has, and an arc has room for, along it; return whether that woke its end."""
    entry, other = net.entries[at], net.other[at]
    most = min(net.surplus[node], room(net, entry))
    if entry >= 0:
        net.flow[entry] += most
    else:
        net.flow[~entry] -= most
    was_idle = net.surplus[other] <= 0
    net.surplus[node] -= most
    net.surplus[other] += most
    return was_idle and net.surplus[other] > 0


@kernel
def discharge(net: Network, node: int, tail: int) -> tuple[int, int]:
    """Send a node's surplus a level nearer to the goals, until it is gone or the node is lifted.

    Whoever has a surplus by it goes to the end of the line. Return that end and the entries tried.
    """
    begun = net.place[node]
    while net.place[node] < net.first[node + 1]:
        at = net.place[node]
        other = net.other[at]
        if net.level[other] == net.level[node] - 1 and dearer(net, node, at) == 0:
            if room(net, net.entries[at]):
                if push(net, node, at):
                    net.line[tail % len(net.line)] = other
                    tail += 1
                if net.surplus[node] == 0:
                    return tail, 1 + at - begun
        net.place[node] += 1
    lift(net, node)
    if net.level[node] < FAR:
        net.line[tail % len(net.line)] = node
        tail += 1
    return tail, 2 * (net.first[node + 1] - net.first[node])


@kernel
def fill(net: Network) -> bool:
    """Send all surplus that can reach a goal free of cost; return whether there was any."""
    tail = measure(net)
    any_ = tail > 0
    while tail > 0:
        head, tried = 0, 0
        # As soon as lifting has cost as much as measuring anew would, that is done.
        while head < tail and tried < len(net.entries):
            node = net.line[head % len(net.line)]
            head += 1
            tail, more = discharge(net, node, tail)
            tried += more
        tail = measure(net)
    return any_


@kernel
def look_on(net: Network, done: int, reached: int, waiting: int) -> tuple[int, int]:
    """Go on from the line's nodes, free of cost; what costs more waits. Return both counts.

    The first is -1 where a goal stands in the line: then nothing more is looked for.
    """
    while done < reached:
        node = net.line[done]
        done += 1
        if net.surplus[node] < 0:
            return -1, waiting
        for at in range(net.first[node], net.first[node + 1]):
            other = net.other[at]
            if net.cost[other] <= net.cost[node] or not room(net, net.entries[at]):
                continue
            told = net.cost[node] + dearer(net, node, at)
            if told < net.cost[other]:
                if told == net.cost[node]:
                    net.line[reached] = other
                    reached += 1
                elif net.cost[other] == FAR:
                    net.waiting[waiting] = other
                    waiting += 1
                net.cost[other] = told
    return reached, waiting


@kernel
def next_cost(net: Network, waiting: int, now: int) -> int:
    """Return the least cost above the one reached, of those that wait; `FAR` if none waits."""
    least = FAR
    for at in range(waiting):
        cost = net.cost[net.waiting[at]]
        if now < cost < least:
            least = cost
    return least


@kernel
def call_up(net: Network, reached: int, waiting: int, now: int) -> tuple[int, int]:
    """Put those that waited for this cost into the line; return both counts."""
    left = 0
    for at in range(waiting):
        node = net.waiting[at]
        if net.cost[node] == now:
            net.line[reached] = node
            reached += 1
        elif net.cost[node] > now:
            net.waiting[left] = node
            left += 1
    return reached, left


@kernel
def rise(net: Network, reached: int) -> int:
    """Raise the potentials until a goal can be reached from the line's nodes; return by how much.

    It is `FAR` where none ever can be.
    """
    done, now, waiting = 0, 0, 0
    while True:
        reached, waiting = look_on(net, done, reached, waiting)
        if reached < 0:
            break
        now = next_cost(net, waiting, now)
        if now == FAR:
            return now
        done = reached
        reached, waiting = call_up(net, reached, waiting, now)
    for node in range(len(net.cost)):
        net.potential[node] += min(net.cost[node], now)
    return now


@kernel
def start(net: Network) -> int:
    """Put the nodes with a surplus into the line, where a way costs nothing; return their number."""
    net.cost[:] = FAR
    reached = 0
    for node in range(len(net.surplus)):
        if net.surplus[node] > 0:
            net.cost[node] = 0
            net.line[reached] = node
            reached += 1
    return reached


@kernel
def solve(net: Network) -> bool:
    """Move all surplus at the least cost; return whether it could be moved."""
    reached = start(net)
    while reached > 0:
        if rise(net, reached) == FAR:
            return False
        fill(net)
        reached = start(net)
    return True
