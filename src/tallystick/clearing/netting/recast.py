"""Recast: settle without those who cannot pay in, and see who then cannot.

Payments from and to a failed participant that are not settled yet are dropped, in every currency,
and the positions of the others are computed anew. Whoever counted on what the failed one owed may
be short now, and fails in the next round. What is settled already is not touched: that would be an
unwind (CPMI-IOSCO, *Principles for financial market infrastructures*, principles 8 and 9). Each
round takes out one participant at least, so there is an end, and all who are short in a round
fail in it together, so no order decides who does.
"""

from collections.abc import Collection, Iterator, Sequence
from operator import index

import msgspec
import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.netting.flows import BilateralFlows, multilateral_net, without
from tallystick.clearing.netting.payments import SUM_MAX


class Shortfall(msgspec.Struct, frozen=True):
    """What a participant cannot pay in of one currency: its net debit is more than it has."""

    participant: int
    currency: int
    due: int
    available: int


class Round(msgspec.Struct, frozen=True):
    """Who fails together, ascending, and what each is short of in the positions of that round.

    Somebody that was told to have failed may be short of nothing, as when a court has spoken.
    """

    failed: tuple[int, ...]
    shortfalls: tuple[Shortfall, ...]


class Recast(msgspec.Struct, frozen=True):
    """What is left to be settled, and why no more.

    `flows` is what everybody in it can pay in for. `dropped[c]` is the gross amount in currency c
    that does not settle and stays owed: it is what this rule does not cover.
    """

    rounds: tuple[Round, ...]
    flows: BilateralFlows
    dropped: tuple[int, ...]


def recast(
    flows: BilateralFlows, failed: Collection[int], available: Sequence[Sequence[int]]
) -> Recast:
    """Leave out who is told to have failed, then round by round who cannot pay in without them.

    `available[c][p]` is what participant p has to pay in with in currency c: minor units, not
    negative, of any size. The first round is of those told, if there are any. A round costs a look
    at each arc. Raises `ValueError` for what is available, `IndexError` for a participant that is
    none.
    """
    means = _means(available, flows.currencies, flows.participants)
    rounds, left = [], flows
    shortfalls = _shortfalls(left, means)
    falling = sorted(set(map(index, failed))) or _short(shortfalls)
    while falling:
        mine = (each for each in shortfalls if each.participant in falling)
        rounds.append(Round(tuple(falling), tuple(mine)))
        left = without(left, falling)
        shortfalls = _shortfalls(left, means)
        falling = _short(shortfalls)
    dropped = zip(flows.sums(), left.sums(), strict=True)
    return Recast(tuple(rounds), left, tuple(before - after for before, after in dropped))


def _means(
    available: Sequence[Sequence[int]], currencies: int, participants: int
) -> NDArray[np.int64]:
    """Return what is available as an array; more than any net debit can be counts as that."""
    if [len(row) for row in available] != [participants] * currencies:
        raise ValueError("What is available is told for each currency and participant.")
    for currency, row in enumerate(available):
        for participant, means in enumerate(row):
            if means < 0:
                what = f"{means} of currency {currency} is available to participant {participant}"
                raise ValueError(f"{what}: no means are negative.")
    return np.array([[min(index(each), SUM_MAX) for each in row] for row in available], np.int64)


def _shortfalls(flows: BilateralFlows, means: NDArray[np.int64]) -> list[Shortfall]:
    return list(_found(-multilateral_net(flows), means))


def _found(due: NDArray[np.int64], means: NDArray[np.int64]) -> Iterator[Shortfall]:
    """Yield who is short of what, by participant and currency."""
    for participant, currency in np.argwhere((due > means).T).tolist():
        place = currency, participant
        yield Shortfall(participant, currency, int(due[place]), int(means[place]))


def _short(shortfalls: Sequence[Shortfall]) -> list[int]:
    return list(dict.fromkeys(each.participant for each in shortfalls))
