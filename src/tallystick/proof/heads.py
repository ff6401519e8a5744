"""What the other operator holds against us: how long our journal was, as we signed it.

A chain shows order, not that nothing was cut off its end, nor that it was not made
anew as a whole. But with every envelope an operator signs the head of its journal,
and the other operator's journal keeps that head with what it heard. A journal that
no longer has such a head was cut or rewritten.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tallystick.core.commands import HearPeer
from tallystick.journal.batches import Head
from tallystick.journal.entries import GENESIS
from tallystick.journal.inspector import Inspector
from tallystick.journal.reader import FIRST
from tallystick.node.replay import BrokenEntryError, chained
from tallystick.proof.stores import inspected
from tallystick.terms.errors import StoreError

UNRELIABLE = "peer-unreliable"
UNHEARD = "peer-unheard"


@contextmanager
def reliable(peer: Path) -> Iterator[Inspector]:
    """Open the other operator's store for as long as the block lasts.

    Raises:
        StoreError: it cannot be opened, so that its word counts nothing.
    """
    with ExitStack() as held:
        with _told_as_theirs():
            other = held.enter_context(inspected(peer))
        yield other


@contextmanager
def _told_as_theirs() -> Iterator[None]:
    """Say that what goes wrong within the block tells nothing about our own store."""
    try:
        yield
    except StoreError as broken:
        detail = f"the other operator's store counts nothing: {broken}"
        raise StoreError(detail, outcome_known=True, code=UNRELIABLE) from broken


def told_heads(peer: Inspector, operator_id: str) -> Iterator[Head]:
    """Yield the heads of an operator's journal that the other operator heard, in its order.

    Of a journal that does not say whose it is, any operator's heads count.

    Raises:
        StoreError: the other operator's journal is broken, so that its word counts nothing.
    """
    before: Head = (0, b"")
    entries = chained(peer.entries(FIRST))
    while True:
        with _told_as_theirs():
            found = next(entries, None)
        if found is None:
            return
        command = found[1].command
        if not isinstance(command, HearPeer) or operator_id not in ("", command.operator_id):
            continue
        if command.head[1] and command.head != before:
            before = command.head
            yield before


def compare_heads(store: Inspector, peer: Inspector, operator_id: str) -> tuple[int, int]:
    """Return how many heads of ours the other operator heard, and the highest of them.

    Raises:
        BrokenEntryError: the journal does not have one; the lowest is named.
        StoreError: the other operator's journal is broken, or has never heard us.
    """
    count, highest, missing = 0, 0, 0
    for sequence, entry_hash in told_heads(peer, operator_id):
        count, highest = count + 1, max(highest, sequence)
        found = store.hash_at(sequence) if sequence else GENESIS
        if found != entry_hash:
            missing = min(missing or sequence, sequence)
    if missing:
        detail = "its operator once signed another: the journal was cut or rewritten"
        raise BrokenEntryError(missing, detail)
    if not count:
        detail = f"the other operator's journal has never heard {operator_id or 'anybody'}"
        raise StoreError(detail, outcome_known=True, code=UNHEARD)
    return count, highest
