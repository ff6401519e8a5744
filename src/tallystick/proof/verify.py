"""Prove one node's books: every entry decided again, and all that lies beside compared.

It needs the store alone: no key, no running node. It holds the state and little
else, however long the journal is. What it cannot show by itself, that nothing was
cut off the end, the other operator's store shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import msgspec

from tallystick.core.invariants import audit
from tallystick.core.state import State
from tallystick.journal.entries import GENESIS
from tallystick.journal.inspector import Inspector
from tallystick.journal.reader import FIRST
from tallystick.node.replay import BrokenEntryError, Replayed, prove
from tallystick.proof.beside import Beside, KeptSnapshot, Outbox, VaultRows, unplaced
from tallystick.proof.beside_assignments import AssignmentRecords
from tallystick.proof.beside_closings import Closings
from tallystick.proof.heads import UNHEARD, UNRELIABLE, compare_heads, reliable
from tallystick.proof.stores import inspected, operator_of
from tallystick.terms.errors import InvariantError, SettingError, StoreError

Tell = Callable[[str], None]

PROGRESS = 100_000
# What keeps us from telling, where anything else tells against the store.
UNTOLD = frozenset(
    {
        "store-format",
        "store-full",
        "store-in-use",
        "store-library",
        "store-missing",
        "store-read-only",
        "store-unwell",
        UNHEARD,
        UNRELIABLE,
    }
)


class Verification(msgspec.Struct, frozen=True):
    """Whether the books are proved; `valid` is None if it could not be told.

    So many `entries` were decided again with the same outcome, `head` is the hash of the
    last of them. `first_bad` is the first entry with which something is wrong, None where
    the fault belongs to no entry.
    """

    valid: bool | None
    entries: int
    head: str
    first_bad: int | None = None
    error: str | None = None


@dataclass
class _Reached:
    """How far the proof has come: entries proved, and the hash of the last of them."""

    entries: int = 0
    head: bytes = GENESIS


def verify(
    journal: Path, peer: Path | None = None, tell: Tell = lambda _remark: None
) -> Verification:
    """Prove the store with this journal file, against the other operator's if there is one.

    `tell` takes remarks for people.

    Raises:
        SettingError: both stores are the same operator's.
    """
    reached = _Reached()
    fault = _fault_in(lambda: _prove(journal, peer, reached, tell))
    proved, head = reached.entries, reached.head.hex()
    if fault is None:
        return Verification(valid=True, entries=proved, head=head)
    if fault.code in UNTOLD:
        return Verification(valid=None, entries=proved, head=head, error=str(fault))
    place = fault.sequence if isinstance(fault, BrokenEntryError) else None
    return Verification(
        valid=False, entries=proved, head=head, first_bad=place, error=fault.detail
    )


def _fault_in(check: Callable[[], None]) -> StoreError | None:
    try:
        check()
    except StoreError as fault:
        return fault
    return None


def _prove(journal: Path, peer: Path | None, reached: _Reached, tell: Tell) -> None:
    with inspected(journal) as store:
        operator_id = operator_of(store)
        found = [_fault_in(lambda: _replay(store, operator_id, reached, tell))]
        if peer is not None:
            found.append(_fault_in(lambda: _compare_with(peer, store, operator_id, tell)))
        faults = [fault for fault in found if fault is not None]
        if faults:
            raise _first(faults)
        whole = store.unsound()
        if whole:
            raise unplaced(whole)


def _first(faults: list[StoreError]) -> StoreError:
    """Return the fault at the earliest entry; what tells against the store goes first."""
    telling = [fault for fault in faults if fault.code not in UNTOLD] or faults
    placed = [fault for fault in telling if isinstance(fault, BrokenEntryError)]
    return min(placed, key=lambda fault: fault.sequence) if placed else telling[0]


def _replay(store: Inspector, operator_id: str, reached: _Reached, tell: Tell) -> None:
    """Prove every entry, each with what belongs to it, then what is left."""
    vault = VaultRows(store)
    snapshot = KeptSnapshot(store, operator_id)
    records = (Closings(store), AssignmentRecords(store))
    parts: tuple[Beside, ...] = (vault, Outbox(store), *records, snapshot)
    state, begun = State(operator_id), perf_counter()
    try:
        for replayed in prove(store.entries(FIRST), operator_id):
            state = replayed.state
            _follow(parts, replayed, reached)
            if reached.entries % PROGRESS == 0:
                tell(f"{reached.entries} entries proved")
    except StoreError as fault:
        raise _at_entry(fault, reached.entries + 1) from fault
    for part in parts:
        part.end(state, reached.entries)
    audit_after(state, reached.entries)
    _tell_all(tell, store, vault, reached, perf_counter() - begun)


def _follow(parts: tuple[Beside, ...], replayed: Replayed, reached: _Reached) -> None:
    for part in parts:
        part.follow(replayed)
    reached.entries, reached.head = replayed.entry.sequence, replayed.sealed.hash


def _at_entry(fault: StoreError, sequence: int) -> StoreError:
    """Name the entry at which something could not be read."""
    if isinstance(fault, BrokenEntryError) or fault.code in UNTOLD:
        return fault
    return BrokenEntryError(sequence, f"it, or what belongs to it, is lost: {fault.detail}")


def audit_after(state: State, head: int) -> None:
    """See that the books as a whole keep their promises after the last entry.

    Raises:
        BrokenEntryError: they do not.
    """
    try:
        audit(state)
    except InvariantError as broken:
        detail = f"the books after it break a promise: {broken}"
        raise BrokenEntryError(head, detail) from broken


def _tell_all(
    tell: Tell, store: Inspector, vault: VaultRows, reached: _Reached, seconds: float
) -> None:
    speed = reached.entries / seconds if seconds else 0
    tell(f"{reached.entries} entries proved in {seconds:.2f} s: {speed:.0f} entries/s")
    if not store.has_keys:
        tell("no file of payment keys lies beside the journal: keys were not looked at")
    elif vault.keys.erased:
        tell(f"{vault.keys.erased} payments have no key any more: it was erased")


def _compare_with(peer: Path, store: Inspector, operator_id: str, tell: Tell) -> None:
    """See that every head is there that the other operator heard."""
    with reliable(peer) as other:
        if operator_id and operator_of(other) == operator_id:
            raise SettingError(f"both stores are {operator_id}'s", field="--heads", ref=str(peer))
        count, highest = compare_heads(store, other, operator_id)
    tell(
        f"{count} heads that the other operator heard are there; "
        f"of what came after entry {highest} it knows nothing"
    )
