"""The least flow that leaves every participant's net position as it is, as kernels.

Obligations are arcs of a graph; what is left of them when as much as possible is set off is the
least flow within their amounts that moves the same net positions. It is a minimum-cost flow in
which a unit costs 1 on every arc, solved by the primal-dual method (Ahuja, Magnanti
and Orlin, *Network Flows*, 1993, section 9.8): potentials rise by the least that opens a way, then
all ways of that length are filled by pushes. All is in integers, so the flow is
exact and the potentials prove it (see `set_off`). As each rise makes the shortest way longer,
there are no more rises than its length at the end, which in the graphs of trade is some tens; in a
graph made for the purpose it may be the number of nodes, each rise a look at all arcs.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.kernels import kernel

FAR: Final = 2**31 - 1
"""No way, or none yet."""


class Network(NamedTuple):
    """A graph with the flow in it. Each arc is seen from both ends, by an entry at each node.

    Node n has the entries from `first[n]` to `first[n + 1]`: arc e as e where it leaves n, as ~e
    where it comes to n; `other[i]` is the node at the other end of entry i.
    """

    first: NDArray[np.int64]
    entries: NDArray[np.int32]
    other: NDArray[np.int32]
    amount: NDArray[np.int64]
    flow: NDArray[np.int64]
    """What is left of each arc's amount; from 0 up."""
    surplus: NDArray[np.int64]
    """What a node has yet to send; negative at a *goal*, which has yet to receive."""
    potential: NDArray[np.int32]
    """The cost of the cheapest way to a node from those that have yet to send."""
    level: NDArray[np.int32]
    """How many steps at least, free of cost, a node is away from a goal; `FAR` for no way."""
    line: NDArray[np.int32]
    """The nodes in the order in which they were reached."""
    place: NDArray[np.int64]
    """The entry of each node that is to be tried next."""
    cost: NDArray[np.int32]
    """What a way to a node costs beyond the potentials, as far as it is known."""
    waiting: NDArray[np.int32]
    """The nodes to which a way costs more than what is looked at now."""


def network(
    debtor: NDArray[np.int32], creditor: NDArray[np.int32], amount: NDArray[np.int64], nodes: int
) -> Network:
    """Return the graph of these arcs: nothing flows, and each node has its net debit to send."""
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
        cost=np.zeros(nodes, dtype=np.int32),
        waiting=np.zeros(nodes, dtype=np.int32),
    )


@kernel
def room(net: Network, entry: int) -> int:
    """Return how much more may go along an arc, or, against it, how much may be taken back."""
    if entry >= 0:
        return int(net.amount[entry] - net.flow[entry])
    return int(net.flow[~entry])


@kernel
def dearer(net: Network, node: int, at: int) -> int:
    """Return what a step costs beyond the difference of the potentials.

    It is never negative where there is room for the step.
    """
    step = 1 if net.entries[at] >= 0 else -1
    return int(step + net.potential[node] - net.potential[net.other[at]])


@kernel
def line_up(net: Network, sign: int) -> int:
    """Put all nodes of a sign, 1 for a surplus and -1 for goals, in line; return their number."""
    reached = 0
    for node in range(len(net.surplus)):
        if net.surplus[node] * sign > 0:
            net.line[reached] = node
            reached += 1
    return reached


@kernel
def measure(net: Network) -> int:
    """Set the levels: how many steps, free of cost, a node is away from a goal.

    Those with a surplus that can reach a goal then stand in the line; return their number.
    """
    net.level[:] = FAR
    net.place[:] = net.first[:-1]
    reached, done, waiting = line_up(net, -1), 0, 0
    for at in range(reached):
        net.level[net.line[at]] = 0
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
        if net.surplus[node] > 0:
            net.line[waiting] = node
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
    """Send along an arc what a node has and it has room for; return if its end now has to send."""
    entry, other = net.entries[at], net.other[at]
    most = min(net.surplus[node], room(net, entry))
    if entry >= 0:
        net.flow[entry] += most
    else:
        net.flow[~entry] -= most
    was_idle = net.surplus[other] <= 0
    net.surplus[node] -= most
    net.surplus[other] += most
    return bool(was_idle and net.surplus[other] > 0)


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
def fill(net: Network) -> None:
    """Send all surplus that can reach a goal free of cost.

    Surplus is pushed from node to node, a level nearer to the goals each time, in the order in
    which it came (Goldberg and Tarjan, 1988). What can reach none stays where it was pushed to.
    """
    tail = measure(net)
    while tail > 0:
        head, tried = 0, 0
        # As soon as that has cost as much as measuring anew would, the levels are measured anew.
        while head < tail and tried < len(net.entries):
            node = net.line[head % len(net.line)]
            head += 1
            tail, more = discharge(net, node, tail)
            tried += more
        tail = measure(net)


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
            if net.cost[other] <= net.cost[node] or room(net, net.entries[at]) == 0:
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
def rise(net: Network, sources: int) -> int:
    """Raise the potentials until some surplus can reach a goal; return by how much.

    It is `FAR` where none ever can. Those with a surplus stand in the line. The ways are found in
    the order of their cost (Dijkstra, 1959; Dial, 1969).
    """
    net.cost[:] = FAR
    for at in range(sources):
        net.cost[net.line[at]] = 0
    reached, done, now, waiting = sources, 0, 0, 0
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
def solve(net: Network) -> bool:
    """Move all surplus at the least cost; return whether it could be moved."""
    sources = line_up(net, 1)
    while sources > 0:
        if rise(net, sources) == FAR:
            return False
        fill(net)
        sources = line_up(net, 1)
    return True
