"""A root stands for its list, and a path proves one item of it and no other."""

from hashlib import sha256
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.terms.merkle import (
    EMPTY_ROOT,
    LEFT,
    RIGHT,
    Step,
    leaf_hash,
    node_hash,
    path,
    root,
    verify_path,
)
from tests.every import for_each

items = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def tree_of_the_rfc(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word and slowly: the model we are compared with."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(tree_of_the_rfc(leaves[:split]), tree_of_the_rfc(leaves[split:]))


def flipped(octets: bytes, bit: int) -> bytes:
    """The same bytes but for one bit."""
    changed = bytearray(octets)
    changed[bit // 8 % len(octets)] ^= 1 << bit % 8
    return bytes(changed)


def test_the_empty_list_has_a_root() -> None:
    """An empty cycle is defined: its root is the hash of nothing."""
    assert root([]) == EMPTY_ROOT == sha256(b"").digest()


def test_one_item_is_its_own_root() -> None:
    """A list of one needs no node and its path no step."""
    leaf = leaf_hash(b"only")
    assert root([leaf]) == leaf
    assert path([leaf], 0) == ()
    assert verify_path(leaf, (), leaf)


def test_leaves_and_nodes_are_hashed_apart() -> None:
    """No inner node can be passed off as an item."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert node_hash(left, right) == sha256(b"\x01" + left + right).digest()
    assert leaf_hash(left + right) == sha256(b"\x00" + left + right).digest()
    assert leaf_hash(left + right) != node_hash(left, right)


@for_each("length", range(34))
def test_the_tree_is_that_of_the_rfc(length: int) -> None:
    """Level by level gives what the standard's recursion gives, for every shape."""
    leaves = [leaf_hash(bytes([number])) for number in range(length)]
    assert root(leaves) == tree_of_the_rfc(leaves)


@given(items)
def test_every_item_has_a_path(contents: list[bytes]) -> None:
    """Whatever stands in the list can be proved from the root alone."""
    leaves = [leaf_hash(content) for content in contents]
    top = root(leaves)
    for index, leaf in enumerate(leaves):
        assert verify_path(leaf, path(leaves, index), top)


@given(items, st.data())
def test_a_flipped_bit_breaks_the_proof(contents: list[bytes], draw: st.DataObject) -> None:
    """A leaf, a root or a step that differs in one bit proves nothing."""
    leaves = [leaf_hash(content) for content in contents]
    index = draw.draw(st.integers(0, len(leaves) - 1))
    bit = draw.draw(st.integers(0, 255))
    leaf, steps, top = leaves[index], path(leaves, index), root(leaves)
    assert not verify_path(flipped(leaf, bit), steps, top)
    assert not verify_path(leaf, steps, flipped(top, bit))
    for number, (side, sibling) in enumerate(steps):
        spoiled = (*steps[:number], (side, flipped(sibling, bit)), *steps[number + 1 :])
        assert not verify_path(leaf, spoiled, top)


@given(items, st.data())
def test_a_path_proves_the_place_too(contents: list[bytes], draw: st.DataObject) -> None:
    """Sides swapped, the path of another item or a missing step prove nothing."""
    leaves = [leaf_hash(bytes([number]) + content) for number, content in enumerate(contents)]
    index = draw.draw(st.integers(0, len(leaves) - 1))
    leaf, steps, top = leaves[index], path(leaves, index), root(leaves)
    swapped = tuple((LEFT if side == RIGHT else RIGHT, sibling) for side, sibling in steps)
    for wrong in (swapped, steps[1:], steps[:-1]):
        assert wrong == steps or not verify_path(leaf, wrong, top)
    for other in range(len(leaves)):
        assert verify_path(leaf, path(leaves, other), top) is (other == index)


@for_each(
    "steps",
    [
        None,
        5,
        "left",
        [None],
        [()],
        [(LEFT,)],
        [(LEFT, b"short")],
        [(LEFT, "t" * 32)],
        [("up", b"s" * 32)],
        [([], b"s" * 32)],
        [(LEFT, b"s" * 32, b"more")],
        [(LEFT, None)],
        [(LEFT, b"s" * 32)] * 65,
    ],
)
def test_a_malformed_path_is_no_proof_and_no_error(steps: object) -> None:
    """What a stranger hands in is answered with no, never with an exception."""
    leaf = leaf_hash(b"item")
    assert verify_path(leaf, cast("Any", steps), leaf) is False


def test_a_path_is_never_longer_than_any_tree_is_high() -> None:
    """Sixty-four steps are enough for any list; a longer path is not even reckoned."""
    leaf = sibling = leaf_hash(b"item")
    top = leaf
    for _ in range(64):
        top = node_hash(top, sibling)
    assert verify_path(leaf, [(RIGHT, sibling)] * 64, top)
    assert not verify_path(leaf, [(RIGHT, sibling)] * 65, node_hash(top, sibling))


@pytest.mark.parametrize("spoiled", [None, "text", 7, b""])
def test_a_malformed_leaf_or_root_is_no_proof_and_no_error(spoiled: object) -> None:
    """The same holds for the leaf and the root."""
    leaf = leaf_hash(b"item")
    steps: tuple[Step, ...] = ((RIGHT, leaf),)
    assert verify_path(cast("Any", spoiled), steps, node_hash(leaf, leaf)) is False
    assert verify_path(leaf, steps, cast("Any", spoiled)) is False


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_path_to_a_leaf_that_is_not_there(index: int) -> None:
    """An index beyond the list is the caller's mistake, and said so."""
    with pytest.raises(IndexError, match="not among the 3"):
        path([leaf_hash(b"x")] * 3, index)
