"""Replay: the state again from the journal, and proof that the rules still say the same.

Recovery takes the newest snapshot and lets the events after it happen again.
Proof begins at the beginning: it decides every command again, compares what
happens now with what happened then, and names the first entry that differs.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from tallystick.core.effects import AnyEffect
from tallystick.core.machine import decide, evolve
from tallystick.core.state import State
from tallystick.journal.entries import (
    FORMAT,
    GENESIS,
    RULES,
    Entry,
    Sealed,
    encode,
    entry_hash,
    unseal,
)
from tallystick.journal.port import Snapshot, Store
from tallystick.terms.errors import InvariantError, StoreError, TallystickError

_STATE = msgspec.msgpack.Decoder(State)


def snapshot_of(state: State, head: tuple[int, bytes]) -> Snapshot:
    """Return the state as it can be kept."""
    return Snapshot(head[0], head[1], encode(state))


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
    for sealed in store.entries(head[0]):
        entry = _read(sealed, head)
        happen(state, entry)
        head = (sealed.sequence, sealed.hash)
    return Recovered(state, head)


def _revive(kept: Snapshot) -> State:
    try:
        return _STATE.decode(kept.state)
    except msgspec.DecodeError as broken:
        detail = f"the snapshot after entry {kept.sequence} cannot be read: {broken}"
        raise StoreError(detail, outcome_known=True) from broken


def _read(sealed: Sealed, head: tuple[int, bytes]) -> Entry:
    """Return an entry that follows the head; anything else is a broken journal."""
    if entry_hash(sealed.body) != sealed.hash:
        raise _broken(sealed.sequence, "its hash does not fit its bytes")
    try:
        entry = unseal(sealed)
    except (msgspec.DecodeError, ValueError, TypeError) as broken:
        raise _broken(sealed.sequence, f"it cannot be read: {broken}") from broken
    if (sealed.sequence, entry.sequence) != (head[0] + 1, head[0] + 1):
        raise _broken(head[0] + 1, f"entry {sealed.sequence} stands in its place")
    if entry.previous != head[1]:
        raise _broken(sealed.sequence, "it does not chain to the entry before it")
    if entry.format != FORMAT or entry.rules != RULES:
        raise _broken(sealed.sequence, f"format {entry.format}, rules {entry.rules}: not ours")
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


class Proved(NamedTuple):
    """An entry that was decided again with the same events, and the state after it."""

    sealed: Sealed
    entry: Entry
    state: State


def prove(entries: Iterable[Sealed], operator_id: str) -> Iterator[Proved]:
    """Decide every command again from the beginning, and yield each entry that holds.

    Raises:
        BrokenEntryError: an entry is not what was decided, or what we would decide.
    """
    state, head = State(operator_id), (0, GENESIS)
    for sealed in entries:
        entry = _read(sealed, head)
        _decide_again(state, entry)
        head = (sealed.sequence, sealed.hash)
        yield Proved(sealed, entry, state)


def _decide_again(state: State, entry: Entry) -> None:
    try:
        now = decide(state, entry.at, entry.command)
        if encode(now) != encode(entry.events):
            raise _broken(entry.sequence, "deciding its command again gives other events")
        evolve(state, entry.at, entry.events)
    except InvariantError as broken:
        raise _broken(entry.sequence, f"it breaks a promise of the books: {broken}") from broken
    except TallystickError:
        raise
    except (KeyError, AttributeError, TypeError, ValueError, AssertionError, IndexError) as broken:
        # A forged entry may make the machine trip over anything; the entry is named all the same.
        raise _broken(entry.sequence, f"the machine cannot take it: {broken!r}") from broken
