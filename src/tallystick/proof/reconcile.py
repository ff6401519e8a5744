"""Lay the two halves of a link side by side and name every difference.

Each half speaks from its own store alone. What one side cannot know yet is no
difference but pending: a payment on its way, or decided and the answer on its way. What
it must know, because it has heard the item that says so, it must have.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from tallystick.core.lifecycle import PaymentState
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


class Difference(msgspec.Struct, frozen=True):
    """One thing that the halves do not have alike; None where a half has nothing."""

    uetr: str
    field: str
    a: Value
    b: Value


class Reconciliation(msgspec.Struct, frozen=True):
    """Every difference, each store's root over its tally lines, and what is still under way."""

    differences: list[Difference]
    root_a: str
    root_b: str
    payments: int
    pending: int


class _Pair(NamedTuple):
    a: Halves
    b: Halves

    def by_role(self, key: Key) -> tuple[Halves, Halves]:
        """Return the half of the payment's debtor, and that of its decider."""
        return (self.a, self.b) if self.a.operator_id == key[1] else (self.b, self.a)


def reconcile(journal_a: Path, journal_b: Path) -> Reconciliation:
    """Compare the stores with these journal files.

    Raises:
        SettingError: they are not the two halves of one link.
        StoreError: a store is broken: its word counts nothing.
    """
    pair = _read(journal_a, journal_b)
    keys = sorted({*pair.a.halves, *pair.b.halves, *pair.a.lines, *pair.b.lines})
    differences: list[Difference] = []
    pending = pair.a.at_home + pair.b.at_home
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
    same_half = pair.a.halves.get(key) == pair.b.halves.get(key)
    if not same_half or pair.a.lines.get(key) != pair.b.lines.get(key):
        return False
    half = pair.a.half(key)
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
    a, b = pair.a.half(key), pair.b.half(key)
    is_pending = _is_pending(pair, key)
    if a is not None and b is not None:
        yield from _unequal(key, _FIXED, (a, b))
        if not is_pending:
            yield from _unequal(key, _compared(pair, key, a, b), (a, b))
    elif not is_pending and not _is_parked_for_good(pair, key):
        yield Difference(key[0], "uetr", key[0] if a else None, key[0] if b else None)
    yield from _line_differences(pair, key, is_pending=is_pending)


def _is_parked_for_good(pair: _Pair, key: Key) -> bool:
    """Whether its decider set the payment aside unseen, and people ended it without money."""
    debtor, decider = pair.by_role(key)
    paid = debtor.half(key)
    return paid is not None and not paid.cycle and key[0] in decider.parked


def _compared(pair: _Pair, key: Key, a: Half, b: Half) -> tuple[str, ...]:
    """Say what of two endings must be alike."""
    by_people = key[0] in pair.a.resolved or key[0] in pair.b.resolved
    if by_people and not a.cycle and not b.cycle:
        # People sign no more than that it moved no money.
        return ("cycle",)
    if {a.state, b.state} == {PaymentState.SETTLED, PaymentState.RETURNED}:
        _, decider = pair.by_role(key)
        if _is_pending(pair, (a.returned_by or b.returned_by, decider.operator_id)):
            return ("reason", "cycle")
    return ("state", "reason", "cycle", "returned_by")


def _line_differences(pair: _Pair, key: Key, *, is_pending: bool) -> Iterator[Difference]:
    a, b = pair.a.line(key), pair.b.line(key)
    if a is not None and b is not None:
        yield from _unequal(key, _LINE, (a, b), "line.")
    elif a is not b and not is_pending:
        cycles = (f"cycle {line.cycle}" if line else None for line in (a, b))
        yield Difference(key[0], "line", *cycles)


def _unequal(
    key: Key,
    fields: tuple[str, ...],
    both: tuple[Half, Half] | tuple[TallyLine, TallyLine],
    prefix: str = "",
) -> Iterator[Difference]:
    for field in fields:
        a, b = (getattr(each, field) for each in both)
        if a != b:
            yield Difference(key[0], prefix + field, a, b)
