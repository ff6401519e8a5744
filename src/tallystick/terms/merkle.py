"""Merkle trees: one hash that stands for a list, and a short proof that an item is in it.

The tree is that of RFC 6962, section 2.1: a leaf is hashed behind a zero byte and an
inner node behind a one byte, so neither can be passed off as the other; a list whose
length is not a power of two is split at the largest power of two below it. All
functions but `leaf_hash` work on leaf hashes.
"""

from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Final, TypeAlias

LEFT: Final = "left"
RIGHT: Final = "right"
EMPTY_ROOT: Final = sha256(b"").digest()

# Where the sibling stands, and its hash.
Step: TypeAlias = tuple[str, bytes]

_STEPS_MAX: Final = 64  # no list has more than 2**64 items


def leaf_hash(item: bytes) -> bytes:
    """Return the hash of one item."""
    return sha256(b"\x00" + item).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the hash that stands for the leaf hashes in their order."""
    level = leaves
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else EMPTY_ROOT


def path(leaves: Sequence[bytes], index: int) -> tuple[Step, ...]:
    """Return the siblings from one leaf up to the root, the lowest first.

    Raises:
        IndexError: There is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"Leaf {index} is not among the {len(leaves)} of the tree.")
    steps: list[Step] = []
    level = leaves
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            steps.append((LEFT if sibling < index else RIGHT, level[sibling]))
        level, index = _level_above(level), index >> 1
    return tuple(steps)


def verify_path(leaf: bytes, steps: Sequence[Step], expected_root: bytes) -> bool:
    """Tell whether the path leads from the leaf hash to the root.

    Whatever a stranger hands in, the answer is yes or no, never an exception.
    """
    try:
        return _leads_to(leaf, steps, expected_root)
    except (TypeError, ValueError):
        return False


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    # Pairing from the left and lifting the odd one out unchanged is the RFC's split.
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    if len(level) % 2:
        above.append(level[-1])
    return above


def _leads_to(leaf: bytes, steps: Sequence[Step], expected_root: bytes) -> bool:
    if len(steps) > _STEPS_MAX:
        return False
    reached = leaf
    for side, sibling in steps:
        if len(sibling) != sha256().digest_size or side not in {LEFT, RIGHT}:
            return False
        reached = node_hash(sibling, reached) if side == LEFT else node_hash(reached, sibling)
    return compare_digest(reached, expected_root)
