"""Who bears what a participant has failed to pay in, to the last minor unit.

A *shortfall* is what is missing of one participant's pay-in in one currency. It is borne by the
defaulter's own resources first, then by the survivors as the agreement's rule has it (CPMI-IOSCO,
*Principles for financial market infrastructures*, principles 4 and 13; the two kinds of rule are
*defaulter-pays* and *survivors-pay*). Rules follow one another: what one leaves uncovered is the
shortfall of the next. What none covers stays in `uncovered`, for people to see.

All are Python's integers, of any size; nothing is rounded but by the largest remainder, and the
shares and what is uncovered sum to the shortfall exactly.
"""

from collections.abc import Sequence

import msgspec


class Allocation(msgspec.Struct, frozen=True):
    """How a shortfall is borne: share i by the i-th of those asked. Minor units, none negative."""

    shares: tuple[int, ...]
    uncovered: int


def largest_remainder(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount in proportion to weights; the shares sum to it exactly.

    Each exact share is rounded down. The units left over go one each to the largest remainders,
    and of equal remainders to whoever stands first (Hamilton's method). So a share is its exact
    one rounded down or up, and nobody of weight 0 bears anything. Raises `ValueError` if the
    amount or a weight is negative, or if there is an amount and no weight to bear it.
    """
    _check_not_negative("amount", [amount])
    _check_not_negative("weight", weights)
    whole = sum(weights)
    if not whole:
        if amount:
            raise ValueError(f"An amount of {amount} has no positive weight to be split by.")
        return (0,) * len(weights)
    parts = [divmod(amount * weight, whole) for weight in weights]
    left = amount - sum(share for share, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))
    favoured = set(by_remainder[:left])
    return tuple(share + (at in favoured) for at, (share, _) in enumerate(parts))


def defaulter_pays(shortfall: int, resources: Sequence[int]) -> Allocation:
    """Draw on the defaulter's own resources in the order given, each up to what it is worth.

    The order is the agreement's: collateral, its contribution to the default fund, and so on; the
    values are after haircuts, in the shortfall's currency. Raises `ValueError` if the shortfall or
    a resource is negative.
    """
    _check_not_negative("shortfall", [shortfall])
    _check_not_negative("resource", resources)
    shares, left = [], shortfall
    for worth in resources:
        shares.append(min(worth, left))
        left -= shares[-1]
    return Allocation(tuple(shares), left)


def survivors_pay(shortfall: int, weights: Sequence[int], caps: Sequence[int]) -> Allocation:
    """Split a shortfall over the survivors in proportion to weights, nobody above a cap.

    The weights are what the agreement states: bilateral lines given to the defaulter, payments
    settled with it, default-fund contributions. Whoever's exact share comes to its cap or more
    bears its cap, and the others share what is left, by the same weights, until all is borne or
    all bear their caps. Raises `ValueError` if a number is negative, or there is not one cap for
    each weight.
    """
    if len(weights) != len(caps):
        raise ValueError(f"{len(caps)} caps for {len(weights)} weights: there is one for each.")
    for name, numbers in ("shortfall", [shortfall]), ("weight", weights), ("cap", caps):
        _check_not_negative(name, numbers)
    shares = [0] * len(weights)
    left, bearing = shortfall, [at for at, weight in enumerate(weights) if weight]
    while capped := _capped(left, bearing, weights, caps):
        for at in capped:
            shares[at] = caps[at]
        left -= sum(caps[at] for at in capped)
        bearing = [at for at in bearing if at not in capped]
    if bearing:
        last = largest_remainder(left, [weights[at] for at in bearing])
        for at, share in zip(bearing, last, strict=True):
            shares[at] = share
    return Allocation(tuple(shares), shortfall - sum(shares))


def _capped(
    left: int, bearing: Sequence[int], weights: Sequence[int], caps: Sequence[int]
) -> frozenset[int]:
    """Return those of whom an exact share of what is left would be their cap or more."""
    whole = sum(weights[at] for at in bearing)
    return frozenset(at for at in bearing if left * weights[at] >= caps[at] * whole)


def _check_not_negative(name: str, numbers: Sequence[int]) -> None:
    for at, number in enumerate(numbers):
        if number < 0:
            raise ValueError(f"{name} {number} (number {at}) is negative.")
