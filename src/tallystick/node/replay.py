"""Replay: the state again from the journal, and proof that the rules still say the same.

Recovery takes the newest snapshot and lets the events after it happen again.
Proof begins at the beginning: it decides every command again, compares what
happens now with what happened then, and names the first entry that differs.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

import msgspec

from tallystick.core.effects import AnyEffect
from tallystick.core.machine import decide, evolve
from tallystick.core.rules import FIRST, RULES
from tallystick.core.state import State
from tallystick.journal.entries import (
    FORMAT,
    GENESIS,
    Entry,
    Sealed,
    encode,
    entry_hash,
    is_form_of,
    unseal,
)
from tallystick.journal.port import Snapshot, Store
from tallystick.terms.errors import StoreError, TallystickError

_STATE = msgspec.msgpack.Decoder(State)


def snapshot_of(state: State, head: tuple[int, bytes]) -> Snapshot:
    """Return the state as it can be kept."""
    content = encode(state)
    return Snapshot(head[0], head[1], sha256(content).digest() + content)


def is_snapshot_of(kept: Snapshot, state: State, head: tuple[int, bytes]) -> bool:
    """Tell whether a snapshot is of this state, in its form of today or an earlier one."""
    ours = snapshot_of(state, head)
    if kept == ours or (kept.sequence, kept.hash) != head:
        return kept == ours
    try:
        whole = encode(_revive(kept))
    except StoreError:
        return False
    return whole == ours.state[32:] and is_form_of(kept.state[32:], whole)


class Recovered(NamedTuple):
    """A state and the entry it stands after."""

    state: State
    head: tuple[int, bytes]


def recover(store: Store, operator_id: str) -> Recovered:
    """Return the state that the journal leads to.

    Raises:
        StoreError: the journal cannot be read, is another operator's, or does not chain.
    """
    kept = store.snapshot()
    state, head = State(operator_id), (0, GENESIS)
    if kept is not None:
        state, head = _revive(kept), (kept.sequence, kept.hash)
    if state.operator_id != operator_id:
        detail = f"these are the books of {state.operator_id}, not of {operator_id}"
        raise StoreError(detail, outcome_known=True)
    for sealed, entry in chained(store.entries(head[0]), head):
        with _named(entry):
            happen(state, entry)
        head = (sealed.sequence, sealed.hash)
    if head != store.head():
        raise _broken(head[0], "the snapshot stands after an entry that is not in the journal")
    return Recovered(state, head)


def chained(
    entries: Iterable[Sealed], head: tuple[int, bytes] = (0, GENESIS)
) -> Iterator[tuple[Sealed, Entry]]:
    """Yield each entry that follows the one before it, the first one `head`.

    Raises:
        BrokenEntryError: one does not.
    """
    rules = FIRST
    for sealed in entries:
        entry = _read(sealed, head)
        if not rules <= entry.rules <= RULES:
            raise _broken(sealed.sequence, f"rules {entry.rules} after rules {rules}: not ours")
        yield sealed, entry
        head, rules = (sealed.sequence, sealed.hash), entry.rules


def _revive(kept: Snapshot) -> State:
    digest, content = kept.state[:32], kept.state[32:]
    if sha256(content).digest() != digest:
        raise _broken(kept.sequence, "the snapshot after it is damaged")
    try:
        return _STATE.decode(content)
    except (msgspec.DecodeError, ValueError) as broken:
        raise _broken(kept.sequence, f"the snapshot after it cannot be read: {broken}") from broken


def _read(sealed: Sealed, head: tuple[int, bytes]) -> Entry:
    if entry_hash(sealed.body) != sealed.hash:
        raise _broken(sealed.sequence, "its hash does not fit its bytes")
    try:
        entry = unseal(sealed)
    except (msgspec.DecodeError, ValueError, TypeError, RecursionError) as broken:
        raise _broken(sealed.sequence, f"it cannot be read: {broken}") from broken
    if (sealed.sequence, entry.sequence) != (head[0] + 1, head[0] + 1):
        raise _broken(head[0] + 1, f"entry {sealed.sequence} stands in its place")
    if entry.previous != head[1]:
        raise _broken(sealed.sequence, "it does not chain to the entry before it")
    if entry.format != FORMAT:
        raise _broken(sealed.sequence, f"format {entry.format}: not ours")
    return entry


def happen(state: State, entry: Entry) -> list[AnyEffect]:
    """Let an entry's events happen to a state, and return what left the node because of them."""
    return evolve(state, entry.at, entry.events)


class BrokenEntryError(StoreError):
    """The journal is broken at an entry: `sequence` names it."""

    code = "entry-broken"

    def __init__(self, sequence: int, detail: str) -> None:
        super().__init__(f"entry {sequence}: {detail}", outcome_known=True, ref=str(sequence))
        self.sequence = sequence


def _broken(sequence: int, detail: str) -> BrokenEntryError:
    return BrokenEntryError(sequence, detail)


class Replayed(NamedTuple):
    """An entry that happened again, the state after it, and what left the node because of it."""

    sealed: Sealed
    entry: Entry
    state: State
    effects: list[AnyEffect]


def prove(entries: Iterable[Sealed], operator_id: str) -> Iterator[Replayed]:
    """Decide every command again from the beginning, and yield each entry that holds.

    Raises:
        BrokenEntryError: an entry is not what was decided, or what we would decide.
    """
    state = State(operator_id)
    for sealed, entry in chained(entries):
        with _named(entry):
            _decide_again(state, sealed, entry)
            effects = happen(state, entry)
        yield Replayed(sealed, entry, state, effects)


def retrace(entries: Iterable[Sealed], operator_id: str) -> Iterator[Replayed]:
    """Let everything happen again from the beginning, without asking whether it was right.

    Raises:
        BrokenEntryError: an entry does not follow the one before it, or cannot have happened.
    """
    state = State(operator_id)
    for sealed, entry in chained(entries):
        with _named(entry):
            effects = happen(state, entry)
        yield Replayed(sealed, entry, state, effects)


def _decide_again(state: State, sealed: Sealed, entry: Entry) -> None:
    # A reader passes over fields that it does not know: only our own form has none.
    if not is_form_of(sealed.body, encode(entry)):
        raise _broken(entry.sequence, "its bytes are not in the one form of an entry")
    if encode(decide(state, entry.at, entry.command, entry.rules)) != encode(entry.events):
        raise _broken(entry.sequence, "deciding its command again gives other events")


@contextmanager
def _named(entry: Entry) -> Iterator[None]:
    """Name the entry that the machine trips over: a forged one may make it trip over anything."""
    try:
        yield
    except StoreError:
        raise
    except TallystickError as broken:
        raise _broken(entry.sequence, f"it breaks a promise of the books: {broken}") from broken
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as broken:
        raise _broken(entry.sequence, f"the machine cannot take it: {broken!r}") from broken
