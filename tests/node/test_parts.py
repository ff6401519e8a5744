"""The parts a node is made of: a store in a folder, and bytes that nobody can guess."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tallystick.core import commands as c
from tallystick.journal.entries import GENESIS, encode
from tallystick.node import wiring
from tallystick.node.entropy import SystemEntropy
from tallystick.node.replay import prove, recover
from tallystick.terms.errors import StoreError
from tests.core.pair import NORTH
from tests.node.linked_nodes import LinkedNodes


def test_the_system_s_bytes_are_never_given_out_twice() -> None:
    """32 bytes each time, over more draws than one block holds, and from two sources."""
    sources = (SystemEntropy(), SystemEntropy())
    drawn = [source.key() for source in sources for _ in range(600)]
    assert {len(key) for key in drawn} == {32}
    assert len(set(drawn)) == 1_200
    assert len({key[:8] for key in drawn} | {key[8:16] for key in drawn}) == 2_400


@pytest.fixture
def reopen(tmp_path: Path) -> Callable[[], None]:
    """Open the store of a folder and close it at once."""

    def again() -> None:
        wiring.open_store(tmp_path / "north").close()

    return again


def test_a_folder_is_made_and_found_again(tmp_path: Path) -> None:
    """The books that a node left on a durable store are there for the next start."""
    folder = tmp_path / "countries" / "north"
    store = wiring.open_store(folder)
    assert store.head() == (0, GENESIS)
    nodes = LinkedNodes()
    nodes.stores[NORTH] = store
    nodes.restart(NORTH)
    nodes.found()
    payment_id = nodes.send(NORTH, 100_000)
    nodes.nodes[NORTH].save_snapshot()
    nodes.do(NORTH, c.CloseCase("no such case", "ann"))
    live, head = encode(nodes.state(NORTH)), store.head()
    store.close()
    again = wiring.open_store(folder)
    nodes.stores[NORTH] = again
    assert (encode(recover(again, NORTH).state), again.head()) == (live, head)
    assert encode([*prove(again.entries(0), NORTH)][-1].state) == live
    assert nodes.restart(NORTH).attachments(payment_id)[0].content.startswith(b"<Document>")
    again.close()


def test_a_folder_has_one_writer(tmp_path: Path, reopen: Callable[[], None]) -> None:
    """A second process is turned away as long as the first is there."""
    first = wiring.open_store(tmp_path / "north")
    with pytest.raises(StoreError):
        reopen()
    first.close()
    reopen()


def test_a_store_in_memory_begins_empty() -> None:
    """Each is its own."""
    assert wiring.memory_store().head() == (0, GENESIS)
    assert wiring.memory_store() is not wiring.memory_store()
