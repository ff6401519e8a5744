"""The chronicle says the same however it was followed, and is nobody's truth."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from tallystick.core.commands import ActivateBundle
from tallystick.core.events import PaymentPresented
from tallystick.core.screening_commands import ReleaseHeld
from tallystick.journal.entries import Sealed, unseal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Store
from tallystick.terms.errors import StoreError
from tallystick.terms.verdicts import Outcome
from tallystick.views.chronicle import (
    EVERYBODY,
    Chronicle,
    cycle_subject,
    payment_subject,
)
from tallystick.views.following import Follower, subjects_of
from tests.core.pair import BANKS, BUNDLE, NORTH, SOUTH, START
from tests.node.history import KeptNodes, journal, store_of, verdict
from tests.node.linked_nodes import YEAR_MS, LinkedNodes
from tests.views.reading import NAMES, RUB_CNY, followed

IDS = [f"pay-{number}" for number in range(1, 40)]


def all_of(chronicle: Chronicle) -> object:
    """Return everything that a chronicle says of the scene."""
    lists = [EVERYBODY, *BANKS[NORTH], *BANKS[SOUTH], "NOBANKXX"]
    return (
        chronicle.followed,
        [chronicle.entries_of(payment_subject(each)) for each in IDS],
        [chronicle.entries_of(cycle_subject(RUB_CNY, each)) for each in range(6)],
        [chronicle.payments_of(each, 0, 1_000) for each in lists],
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_it_does_not_matter_how_much_is_followed_at_once(
    history: KeptNodes, tmp_path: Path, name: str
) -> None:
    """Entry by entry, or all at once."""
    store = history.stores[name]
    whole = all_of(followed(tmp_path / "whole", store))
    for at_once in (5, 64):
        assert all_of(followed(tmp_path / f"by {at_once}", store, at_once)) == whole


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_of_a_subject_is_found(history: KeptNodes, tmp_path: Path, name: str) -> None:
    """By reading the whole journal one finds no other entries than by the chronicle."""
    chronicle = followed(tmp_path / "chronicle", history.stores[name])
    entries = [unseal(sealed) for sealed in journal(history, name)]
    subjects = [payment_subject(each) for each in IDS]
    for subject in [*subjects, *(cycle_subject(RUB_CNY, each) for each in range(1, 5))]:
        by_hand = [
            entry.sequence
            for entry in entries
            if any(subject in subjects_of(event) for event in entry.events)
        ]
        assert chronicle.entries_of(subject) == by_hand
    assert chronicle.entries_of(subjects[0])


def test_it_goes_on_where_it_was_left(history: KeptNodes, tmp_path: Path) -> None:
    """A process that ends leaves nothing half done."""
    store = history.stores[NORTH]
    path = tmp_path / "chronicle"
    more = True
    while more:
        follower = Follower(path, store)
        more = follower.catch_up(30)
        follower.close()
    assert all_of(Chronicle(path)) == all_of(followed(tmp_path / "whole", store))


def test_one_that_has_nothing_to_follow_says_nothing(tmp_path: Path) -> None:
    """An empty journal has an empty chronicle."""
    chronicle = followed(tmp_path / "chronicle", store_of([]))
    assert all_of(chronicle) == (0, [[]] * len(IDS), [[]] * 6, [[]] * 6)


def test_one_of_another_journal_is_made_anew(history: KeptNodes, tmp_path: Path) -> None:
    """After a restore from a backup the journal may be shorter, or another one."""
    path = tmp_path / "chronicle"
    followed(path, history.stores[NORTH]).close()
    shorter = store_of(journal(history, NORTH)[:40])
    assert all_of(followed(path, shorter)) == all_of(followed(tmp_path / "shorter", shorter))
    south: Store = history.stores[SOUTH]
    assert all_of(followed(path, south)) == all_of(followed(tmp_path / "south", south))


def test_no_chronicle_is_read_where_there_is_none(tmp_path: Path) -> None:
    """Whoever reads it does not make it."""
    with pytest.raises(StoreError):
        Chronicle(tmp_path / "nowhere")


class Damaged(MemoryStore):
    """A store that has one entry, of bytes that are none."""

    @override
    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield it."""
        yield Sealed(after + 1, b"\xc1", b"hash")


def test_an_entry_that_cannot_be_read_stops_the_follower(tmp_path: Path) -> None:
    """It says which, and has followed nothing of the chunk."""
    follower = Follower(tmp_path / "chronicle", Damaged())
    for _ in range(2):
        with pytest.raises(StoreError, match="entry 1 cannot be read"):
            follower.catch_up(1)


def test_a_further_presentation_is_not_listed_again(tmp_path: Path) -> None:
    """Held in between and presented again, a payment is in its creditor agent's list once."""
    nodes = LinkedNodes().found()
    payment_id = presented_twice(nodes)
    store = nodes.stores[SOUTH]
    events = [event for sealed in store.entries(0) for event in unseal(sealed).events]
    assert sum(isinstance(event, PaymentPresented) for event in events) == 2
    for at_once in (1, 1_000):
        chronicle = followed(tmp_path / f"by {at_once}", store, at_once)
        listed = chronicle.payments_of(BANKS[SOUTH][0], 0, 10)
        assert [each.payment_id for each in listed] == [payment_id]


def presented_twice(nodes: LinkedNodes) -> str:
    """Have a payment presented, held after a hit of new lists, released and presented again."""
    nodes.banks_answer = False
    payment_id = nodes.send(NORTH, 50_000)
    nodes.verdicts[SOUTH, payment_id] = verdict(Outcome.HOLD)
    nodes.do(SOUTH, ActivateBundle(BUNDLE, START + 2 * YEAR_MS))
    nodes.settle_down()
    for person in ("ann", "bo"):
        nodes.do(SOUTH, ReleaseHeld(payment_id, person))
    nodes.settle_down()
    return payment_id
