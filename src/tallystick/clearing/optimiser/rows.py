"""From an instance to rows: what each account has and each limit lets pass, in exact integers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.kernels import Read32, Read64, kernel
from tallystick.clearing.optimiser.table import Standing, Table
from tallystick.clearing.solution.bounded import ACCOUNT, BILATERAL, MULTILATERAL, Bounded

_NONE: Final = -1


KINDS: Final = (ACCOUNT, BILATERAL, MULTILATERAL)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Every row that some bundle takes of or brings to, and the entries of all bundles in them.

    A row is told by its kind (a place in `KINDS`), participant, creditor (-1 but for a bilateral
    limit) and currency. In minor units of its currency, no settled set may take more of it, what
    is brought deducted, than `limit`:

    - account: what the participant pays, less what it receives, up to what it has available;
    - bilateral: what it pays to the creditor, less what that pays to it;
    - multilateral: what it pays to those to whom it has no bilateral limit, less what they pay
      to it (the definition of T2's optimisation of liquidity).
    """

    kind: NDArray[np.int8]
    participant: NDArray[np.int32]
    creditor: NDArray[np.int32]
    currency: NDArray[np.int32]
    limit: NDArray[np.int64]
    first: NDArray[np.int64]
    """Bundle g's entries are those from `first[g]` to `first[g + 1]`."""
    row: NDArray[np.int32]
    amount: NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.limit)

    def taken(self, settled: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return what the bundles that settle take of each row, exactly."""
        taken = np.zeros(len(self), dtype=np.int64)
        add_taken(self.first, self.row, self.amount, settled.view(np.uint8), taken)
        return taken

    def restricted(self, kept: NDArray[np.bool_]) -> "Rows":
        """Return the rows with the entries of some bundles alone."""
        entries = np.repeat(kept, np.diff(self.first))
        first = np.zeros(int(kept.sum()) + 1, dtype=np.int64)
        np.cumsum(np.diff(self.first)[kept], out=first[1:])
        return replace(self, first=first, row=self.row[entries], amount=self.amount[entries])

    def standing(self, settled: NDArray[np.bool_]) -> Standing:
        """Return the standing in which these bundles settle."""
        return Standing(settled.astype(np.uint8), self.limit - self.taken(settled))

    def table(self, value: NDArray[np.float64], order: NDArray[np.int64]) -> Table:
        """Return the entries as the kernels read them, each row's bundles in the order given."""
        first_in = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.row, minlength=len(self)), out=first_in[1:])
        bundle_in = np.empty(len(self.row), dtype=np.int32)
        amount_in = np.empty(len(self.row), dtype=np.int64)
        listed = Listed(first_in[:-1].copy(), bundle_in, amount_in)
        list_bundles(order, self.first, self.row, self.amount, listed)
        return Table(self.first, self.row, self.amount, value, first_in, bundle_in, amount_in)


def rows_of(instance: Instance) -> Rows:
    """Return the rows of an instance; sums of a row stay within 2^62, as the reader sees to."""
    accounts = instance.available.size
    sides = _sides(instance)
    used = np.zeros(
        accounts + len(instance.bilateral.amount) + len(instance.multilateral.amount), np.bool_
    )
    for side in sides:
        used[side[side >= 0]] = True
    number = np.where(used, np.cumsum(used) - 1, _NONE).astype(np.int32)
    entries = np.stack([np.where(side >= 0, number[side], _NONE) for side in sides], axis=1)
    first, row, amount = _gathered(instance, np.ascontiguousarray(entries).ravel())
    return Rows(*_keys(instance, used), first, row, amount)


def bounded(rows: Rows) -> Iterator[Bounded]:
    """Yield what each row bounds, as a certificate names it."""
    keys = (rows.kind.tolist(), rows.participant.tolist(), rows.creditor.tolist())
    for kind, participant, creditor, currency in zip(*keys, rows.currency.tolist(), strict=True):
        yield Bounded(KINDS[kind], participant, None if creditor < 0 else creditor, currency)


def _sides(instance: Instance) -> tuple[NDArray[np.int64], ...]:
    """Return, for each leg, the rows it takes of and those it brings to; -1 for none.

    In turn: the debtor's account, the creditor's, the bilateral limit it counts against, the one
    it gives room in, and the multilateral limits likewise.
    """
    debtor, creditor = instance.debtor.astype(np.int64), instance.creditor.astype(np.int64)
    currencies = len(instance.currencies)
    currency = instance.currency.astype(np.int64)
    paying, paid = debtor * currencies + currency, creditor * currencies + currency
    many = len(instance.participants)
    out = _found(_bilateral_keys(instance), paying * many + creditor)
    back = _found(_bilateral_keys(instance), paid * many + debtor)
    limits = instance.multilateral
    keys = limits.debtor.astype(np.int64) * currencies + limits.currency
    multilateral_out = np.where(out < 0, _found(keys, paying), _NONE)
    multilateral_back = np.where(back < 0, _found(keys, paid), _NONE)
    accounts = instance.available.size
    bilateral, multilateral = accounts, accounts + len(instance.bilateral.amount)
    return (
        paying,
        paid,
        *(np.where(each < 0, _NONE, each + bilateral) for each in (out, back)),
        *(
            np.where(each < 0, _NONE, each + multilateral)
            for each in (multilateral_out, multilateral_back)
        ),
    )


def _bilateral_keys(instance: Instance) -> NDArray[np.int64]:
    limits = instance.bilateral
    account = limits.debtor.astype(np.int64) * len(instance.currencies) + limits.currency
    return account * len(instance.participants) + limits.creditor


def _found(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each wanted key stands; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), _NONE, dtype=np.int64)
    span = 1 + int(max(keys.max(), wanted.max(initial=0)))
    if span <= len(wanted):
        place = np.full(span, _NONE, dtype=np.int64)
        place[keys] = np.arange(len(keys))
        return place[wanted]
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    return np.where(keys[order][at] == wanted, order[at], _NONE)


class _Keys(NamedTuple):
    kind: NDArray[np.int8]
    participant: NDArray[np.int32]
    creditor: NDArray[np.int32]
    currency: NDArray[np.int32]
    limit: NDArray[np.int64]


def _keys(instance: Instance, used: NDArray[np.bool_]) -> _Keys:
    """Return what the rows that are used bound."""
    accounts = np.arange(instance.available.size)
    currencies = max(len(instance.currencies), 1)
    two, many = instance.bilateral, instance.multilateral
    sizes = (len(accounts), len(two.amount), len(many.amount))
    kind = np.repeat(np.arange(3, dtype=np.int8), sizes)
    participant = np.concatenate([accounts // currencies, two.debtor, many.debtor])
    creditor = np.concatenate(
        [np.full(len(accounts), _NONE), two.creditor, np.full(len(many.amount), _NONE)]
    )
    currency = np.concatenate([accounts % currencies, two.currency, many.currency])
    limit = np.concatenate([instance.available.ravel(), two.amount, many.amount])
    return _Keys(
        kind[used],
        participant[used].astype(np.int32),
        creditor[used].astype(np.int32),
        currency[used].astype(np.int32),
        limit[used],
    )


def _gathered(
    instance: Instance, sides: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
    """Return the entries by bundle, those of one bundle in one row added up."""
    legs = len(instance.amount)
    first = np.zeros(len(instance.bundles) + 1, dtype=np.int64)
    row, amount = np.empty(6 * legs, dtype=np.int32), np.empty(6 * legs, dtype=np.int64)
    entry_of = np.full(int(sides.max(initial=_NONE)) + 1, _NONE, dtype=np.int64)
    gather(instance.first_leg, instance.amount, sides, first, Entries(row, amount, entry_of))
    return first, row[: first[-1]].copy(), amount[: first[-1]].copy()


class Entries(NamedTuple):
    """The entries as they are gathered, and where each row's newest is."""

    row: NDArray[np.int32]
    amount: NDArray[np.int64]
    entry_of: NDArray[np.int64]


@kernel
def gather(
    first_leg: Read64,
    amount_of: Read64,
    sides: NDArray[np.int32],
    first: NDArray[np.int64],
    entries: Entries,
) -> None:
    """Write each bundle's entries: six sides a leg, the even ones taken of, the odd brought to."""
    end = 0
    for bundle in range(len(first) - 1):
        start = end
        for place in range(6 * first_leg[bundle], 6 * first_leg[bundle + 1]):
            row = sides[place]
            if row < 0:
                continue
            moved = amount_of[place // 6] if place % 2 == 0 else -amount_of[place // 6]
            if entries.entry_of[row] < start:
                entries.entry_of[row] = end
                entries.row[end], entries.amount[end] = row, 0
                end += 1
            entries.amount[entries.entry_of[row]] += moved
        first[bundle + 1] = end


@kernel
def add_taken(
    first: Read64,
    row: Read32,
    amount: Read64,
    settled: NDArray[np.uint8],
    taken: NDArray[np.int64],
) -> None:
    """Add to each row what the bundles that settle take of it."""
    for bundle in range(len(settled)):
        if settled[bundle]:
            for entry in range(first[bundle], first[bundle + 1]):
                taken[row[entry]] += amount[entry]


class Listed(NamedTuple):
    """Each row's bundles as they are listed, and where each row's next one goes."""

    place: NDArray[np.int64]
    bundle_in: NDArray[np.int32]
    amount_in: NDArray[np.int64]


@kernel
def list_bundles(order: Read64, first: Read64, row: Read32, amount: Read64, into: Listed) -> None:
    """Write the bundles of each row in the order given, and what each takes of it."""
    for number in range(len(order)):
        bundle = order[number]
        for entry in range(first[bundle], first[bundle + 1]):
            place = into.place[row[entry]]
            into.bundle_in[place] = bundle
            into.amount_in[place] = amount[entry]
            into.place[row[entry]] = place + 1
