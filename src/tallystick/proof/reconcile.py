"""Lay the two halves of a link side by side and name every difference.

Each half speaks from its own store alone. What one side cannot know yet is no
difference but pending: a payment on its way, or decided and the answer on its way. What
it must know, because it has heard the item that says so, it must have.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from tallystick.core.tally import TallyLine
from tallystick.proof.halves import Half, Halves, Key
from tallystick.proof.stores import inspected, operator_of
from tallystick.terms.errors import SettingError, StoreError

_FIXED = (
    "debtor_amount",
    "debtor_currency",
    "creditor_amount",
    "creditor_currency",
    "debtor_agent",
    "creditor_agent",
)
_LINE = ("agreement_id", "cycle", "decision", *_FIXED)

Value = str | int | None


class Difference(msgspec.Struct, frozen=True, rename={"first": "a", "second": "b"}):
    """One thing that the halves do not have alike; None where a half has nothing."""

    uetr: str
    field: str
    first: Value
    second: Value


class Reconciliation(msgspec.Struct, frozen=True):
    """Every difference, each store's root over its tally lines, and what is still under way."""

    differences: list[Difference]
    root_a: str
    root_b: str
    payments: int
    pending: int


class _Pair(NamedTuple):
    first: Halves
    second: Halves

    def by_role(self, key: Key) -> tuple[Halves, Halves]:
        """Return the half of the payment's debtor, and that of its decider."""
        return (
            (self.first, self.second)
            if self.first.operator_id == key[1]
            else (self.second, self.first)
        )


def reconcile(journal_a: Path, journal_b: Path) -> Reconciliation:
    """Compare the stores with these journal files.

    Raises:
        SettingError: they are not the two halves of one link.
        StoreError: a store is broken: its word counts nothing.
    """
    return compared(*_read(journal_a, journal_b))


def compared(first: Halves, second: Halves) -> Reconciliation:
    """Compare all that two operators have of the link between them."""
    pair = _Pair(first, second)
    keys = sorted({*pair.first.halves, *pair.second.halves, *pair.first.lines, *pair.second.lines})
    differences: list[Difference] = []
    pending = pair.first.at_home + pair.second.at_home
    for key in keys:
        found = [] if _are_equal(pair, key) else list(_differences(pair, key))
        differences += found
        pending += not found and _is_pending(pair, key)
    root_a, root_b = (half.root().hex() for half in pair)
    return Reconciliation(differences, root_a, root_b, len(keys), pending)


def _read(journal_a: Path, journal_b: Path) -> _Pair:
    operators = [_operator(journal) for journal in (journal_a, journal_b)]
    if operators[0] and operators[0] == operators[1]:
        raise SettingError(f"both are the books of {operators[0]}", ref=str(journal_b))
    first = _halves(journal_a, *operators)
    second = _halves(journal_b, *reversed(operators))
    if all(operators) and not (first.is_linked or second.is_linked):
        raise SettingError(f"{' and '.join(operators)} have no agreement", ref=str(journal_b))
    return _Pair(first, second)


def _operator(journal: Path) -> str:
    with inspected(journal) as store:
        return operator_of(store)


def _halves(journal: Path, operator_id: str, peer_id: str) -> Halves:
    try:
        with inspected(journal) as store:
            return Halves(store, operator_id, peer_id)
    except StoreError as broken:
        broken.ref = broken.ref or str(journal)
        raise


def _are_equal(pair: _Pair, key: Key) -> bool:
    """Whether all is over and alike, which is the rule."""
    same_half = pair.first.halves.get(key) == pair.second.halves.get(key)
    if not same_half or pair.first.lines.get(key) != pair.second.lines.get(key):
        return False
    half = pair.first.half(key)
    return half is not None and half.is_final


def _is_pending(pair: _Pair, key: Key) -> bool:
    """Whether one half cannot know yet what the other knows, or neither does."""
    debtor, decider = pair.by_role(key)
    paid, decided = debtor.half(key), decider.half(key)
    if paid is None:
        return False
    if decided is None:
        told = debtor.sent.get(key, 0) <= decider.received
        return not paid.is_final and (not told or key[0] in decider.parked)
    if paid.is_final:
        # People have signed how it ends, and their signatures are on their way.
        return not decided.is_final and key[0] in debtor.resolved
    if not decided.is_final:
        return True
    told = decider.answered.get(key, 0) <= debtor.received
    return not told or key[0] in debtor.frozen


def _differences(pair: _Pair, key: Key) -> Iterator[Difference]:
    first, second = pair.first.half(key), pair.second.half(key)
    is_pending = _is_pending(pair, key)
    if first is not None and second is not None:
        yield from _unequal(key, _FIXED, (first, second))
        if not is_pending:
            yield from _unequal(key, _compared(pair, key, first, second), (first, second))
    elif not is_pending and not _is_parked_for_good(pair, key):
        yield Difference(key[0], "uetr", key[0] if first else None, key[0] if second else None)
    yield from _line_differences(pair, key, is_pending=is_pending)


def _is_parked_for_good(pair: _Pair, key: Key) -> bool:
    """Whether its decider set the payment aside unseen, and people ended it without money."""
    debtor, decider = pair.by_role(key)
    paid = debtor.half(key)
    return paid is not None and not paid.cycle and key[0] in decider.parked


def _compared(pair: _Pair, key: Key, first: Half, second: Half) -> tuple[str, ...]:
    """Say what of two endings must be alike."""
    by_people = key[0] in pair.first.resolved or key[0] in pair.second.resolved
    if by_people and not first.cycle and not second.cycle:
        # People sign no more than that it moved no money.
        return ("cycle",)
    if first.returned != second.returned:
        # Both hear of returns in one order: the last that the further one knows is on its way.
        further = max(first, second, key=_gone_back)
        _, decider = pair.by_role(key)
        if _is_pending(pair, (further.returned_by, decider.operator_id)):
            return ("reason", "cycle")
    return ("state", "reason", "cycle", "returned_by")


def _gone_back(half: Half) -> tuple[int, int]:
    return half.returned.debtor_amount, half.returned.creditor_amount


def _line_differences(pair: _Pair, key: Key, *, is_pending: bool) -> Iterator[Difference]:
    first, second = pair.first.line(key), pair.second.line(key)
    if first is not None and second is not None:
        yield from _unequal(key, _LINE, (first, second), "line.")
    elif first is not second and not is_pending:
        cycles = (f"cycle {line.cycle}" if line else None for line in (first, second))
        yield Difference(key[0], "line", *cycles)


def _unequal(
    key: Key,
    fields: tuple[str, ...],
    both: tuple[Half, Half] | tuple[TallyLine, TallyLine],
    prefix: str = "",
) -> Iterator[Difference]:
    for field in fields:
        first, second = (getattr(each, field) for each in both)
        if first != second:
            yield Difference(key[0], prefix + field, first, second)
