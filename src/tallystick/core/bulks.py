"""A bulk: many orders that come as one file, and are decided one by one or not at all.

It is opened, its orders are staged in their order, and it is sealed once it is whole and
adds up to what its file says. Nothing of it is decided before. From then on each order is
released, and goes the way that any order goes; an order may be refused while others settle.
A bulk that is dropped was never there: none of its orders became a payment.

Where its agreement says so, a transaction that cannot be an order is refused alone. It has
its number, and counts in the sum, but is no order: it is never released.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import count, islice

import msgspec

from tallystick.core.agreements import BulkRefusal
from tallystick.core.orders import RefusedTransaction, StagedOrder
from tallystick.terms.reasons import GroupStatus, StatusReason

# Bounds of memory: a staged order takes about a kilobyte of it.
OPEN_BULKS_MAX = 4
STAGED_BY_PARTICIPANT_MAX = 100_000
STAGED_MAX = 200_000
ORDERS_AT_ONCE_MAX = 500
# With more refused transactions a bulk is dropped: its report would have more elements than
# any reader of ours takes.
REFUSED_MAX = 900
# And of one participant so many are remembered with its bulks, a hundred bytes each.
REFUSED_BY_PARTICIPANT_MAX = 50_000
# Of a bulk that is not sealed this must be heard now and then, or it is dropped.
BULK_IDLE_MS = 60_000
# So long is a bulk known after its end; its payments are known for ever.
BULK_REMEMBERED_MS = 14 * 86_400_000


class BulkState(StrEnum):
    """How far a bulk has come."""

    OPEN = "open"
    SEALED = "sealed"
    DROPPED = "dropped"


class Bulk(msgspec.Struct, array_like=True):
    """One bulk of one participant.

    `staged` transactions have come, of `total` minor units of `currency`. The orders up to
    the number `released` were taken up, and `orders` are the others, by their numbers.
    `refused` are the transactions that cannot be orders, and `contents` the digests of their
    messages as long as the bulk is open. `firsts` are the numbers with
    which each staged part began. `repeated` orders became no payment, since their ids were
    known already; `closed` counts, by status, the payments that have left the state.
    `due_at` is when an open bulk is dropped, and one that has ended is forgotten; 0 while
    orders are released. `refusal` says what is refused for a transaction that is no order.
    """

    bulk_id: str
    agreement_id: str
    participant_id: str
    content: bytes
    opening: int
    due_at: int
    state: BulkState = BulkState.OPEN
    staged: int = 0
    total: int = 0
    currency: str = ""
    released: int = 0
    orders: dict[int, StagedOrder] = {}
    firsts: list[int] = []
    repeated: int = 0
    closed: dict[str, int] = {}
    reason: StatusReason | None = None
    refusal: BulkRefusal = BulkRefusal.WHOLE
    refused: dict[int, StatusReason] = {}
    contents: dict[int, bytes] = {}

    @property
    def is_open(self) -> bool:
        """Whether orders may still be staged."""
        return self.state is BulkState.OPEN

    @property
    def is_releasing(self) -> bool:
        """Whether it is sealed, and has orders that are not taken up yet."""
        return self.state is BulkState.SEALED and self.released < self.staged

    @property
    def taken_up(self) -> int:
        """How many of its orders were taken up."""
        is_sealed = self.state is BulkState.SEALED
        return self.staged - len(self.refused) - len(self.orders) if is_sealed else 0

    @property
    def status(self) -> GroupStatus:
        """How it stands as a whole."""
        if self.is_open:
            return GroupStatus.PDNG
        if self.reason is not None or len(self.refused) == self.staged:
            return GroupStatus.RJCT
        return GroupStatus.PART if self.refused else GroupStatus.ACTC

    def next_orders(self, most: int) -> list[int]:
        """Return the numbers of the next orders to release, so many at most."""
        numbers = range(self.released + 1, self.staged + 1)
        return list(islice((each for each in numbers if each not in self.refused), most))

    def reach(self, number: int) -> None:
        """Have every order up to a number taken up; what is refused after it is passed over."""
        after = count(number + 1)
        self.released = next(each for each in after if each not in self.refused) - 1

    def first_of(self, number: int) -> int:
        """Return the first number of the part with which an order was staged."""
        return self.firsts[bisect_right(self.firsts, number) - 1]

    def is_last_of_part(self, number: int) -> bool:
        """Whether an order is the last one of the part with which it was staged."""
        after = bisect_right(self.firsts, number)
        last = self.firsts[after] - 1 if after < len(self.firsts) else self.staged
        return all(each in self.refused for each in range(number + 1, last + 1))


def kept_under(opening: int, first: int = 0) -> str:
    """Name what the vault keeps of a bulk: its header, or the part that begins at a number."""
    return f"{_KEPT}{opening}/{first}" if first else f"{_KEPT}{opening}"


def is_of_bulk(name: str) -> bool:
    """Whether what the vault keeps under a name is a bulk's, and no payment's."""
    return name.startswith(_KEPT)


def numbered(
    first: int, orders: Sequence[StagedOrder], refused: Sequence[RefusedTransaction]
) -> Mapping[int, StagedOrder | RefusedTransaction]:
    """Return what a part stages by its numbers; nothing if the refused ones' do not fit in it."""
    numbers = range(first, first + len(orders) + len(refused))
    alone = {each.number: each for each in refused}
    if len(alone) != len(refused) or not all(number in numbers for number in alone):
        return {}
    others = iter(orders)
    return {n: alone[n] if n in alone else next(others) for n in numbers}


# No UETR begins so, and a return's identifier is one too.
_KEPT = "bulk/"
