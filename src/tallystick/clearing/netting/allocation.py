"""Who bears what a participant has failed to pay in, to the last minor unit.

A *shortfall* is what is missing of one participant's pay-in in one currency. It is borne by the
defaulter's own resources first, then by the survivors as the agreement's rule has it (CPMI-IOSCO,
*Principles for financial market infrastructures*, principles 4 and 13; the two kinds of rule are
*defaulter-pays* and *survivors-pay*). Rules follow one another: what one leaves uncovered is the
shortfall of the next. What none covers stays in `uncovered`, for people to see.

All is worked out in Python's integers of any size, whatever integers are given. Nothing is rounded
but by the largest remainder, and the shares and what is uncovered sum to the shortfall exactly.
"""

from collections.abc import Iterable, Sequence
from operator import index
from typing import SupportsIndex

import msgspec


class Allocation(msgspec.Struct, frozen=True):
    """How a shortfall is borne: share i by the i-th of those asked. Minor units, none negative."""

    shares: tuple[int, ...]
    uncovered: int


def largest_remainder(amount: SupportsIndex, weights: Iterable[SupportsIndex]) -> tuple[int, ...]:
    """Split an amount in proportion to weights; the shares sum to it exactly.

    Each exact share is rounded down. The units left over go one each to the largest remainders,
    and of equal remainders to whoever stands first (Hamilton's method). So a share is its exact
    one rounded down or up, and nobody of weight 0 bears anything. Raises `ValueError` if the
    amount or a weight is negative, or if there is an amount and no weight to bear it.
    """
    [total], counts = _whole("amount", [amount]), _whole("weight", weights)
    whole = sum(counts)
    if not whole:
        if total:
            raise ValueError(f"An amount of {total} has no positive weight to be split by.")
        return (0,) * len(counts)
    parts = [divmod(total * count, whole) for count in counts]
    left = total - sum(share for share, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    favoured = set(by_remainder[:left])
    return tuple(share + (at in favoured) for at, (share, _) in enumerate(parts))


def defaulter_pays(shortfall: SupportsIndex, resources: Iterable[SupportsIndex]) -> Allocation:
    """Draw on the defaulter's own resources in the order given, each up to what it is worth.

    The order is the agreement's: collateral, its contribution to the default fund, and so on; the
    values are after haircuts, in the shortfall's currency. Raises `ValueError` if the shortfall or
    a resource is negative.
    """
    [left] = _whole("shortfall", [shortfall])
    shares: list[int] = []
    for worth in _whole("resource", resources):
        shares.append(min(worth, left))
        left -= shares[-1]
    return Allocation(tuple(shares), left)


def survivors_pay(
    shortfall: SupportsIndex, weights: Iterable[SupportsIndex], caps: Iterable[SupportsIndex]
) -> Allocation:
    """Split a shortfall over the survivors in proportion to weights, nobody above a cap.

    The weights are what the agreement states: bilateral lines given to the defaulter, payments
    settled with it, default-fund contributions. Whoever's exact share comes to its cap or more
    bears its cap, and the others share what is left, by the same weights, until all is borne or
    all bear their caps. Raises `ValueError` if a number is negative, or there is not one cap for
    each weight.
    """
    [left] = _whole("shortfall", [shortfall])
    counts, most = _whole("weight", weights), _whole("cap", caps)
    if len(counts) != len(most):
        raise ValueError(f"{len(most)} caps for {len(counts)} weights: there is one for each.")
    shares = [0] * len(counts)
    bearing = [at for at, count in enumerate(counts) if count]
    while capped := _capped(left, bearing, counts, most):
        for at in capped:
            shares[at] = most[at]
            left -= most[at]
        bearing = [at for at in bearing if at not in capped]
    if not bearing:
        return Allocation(tuple(shares), left)
    last = largest_remainder(left, [counts[at] for at in bearing])
    for at, share in zip(bearing, last, strict=True):
        shares[at] = share
    return Allocation(tuple(shares), 0)


def _capped(
    left: int, bearing: Sequence[int], weights: Sequence[int], caps: Sequence[int]
) -> frozenset[int]:
    """Return those of whom an exact share of what is left would be their cap or more."""
    whole = sum(weights[at] for at in bearing)
    return frozenset(at for at in bearing if left * weights[at] >= caps[at] * whole)


def _whole(name: str, numbers: Iterable[SupportsIndex]) -> list[int]:
    """Return Python's own integers: an array's numbers would wrap where a product is too large."""
    whole = [index(number) for number in numbers]
    for at, number in enumerate(whole):
        if number < 0:
            raise ValueError(f"{name} {number} (number {at}) is negative.")
    return whole
