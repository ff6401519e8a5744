"""Whatever is changed in a store, wherever and however skilled the hand: the place is named.

Each test changes a copy of a store that was proved before. A change is found at the entry
it was made in, or at the first later one that depends on it; a change that only the other
operator can know of is found with that operator's store, and only so.
"""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.journal.entries import entry_hash
from tallystick.node.wiring import JOURNAL
from tallystick.proof.heads import told_heads
from tallystick.proof.stores import inspected
from tallystick.proof.verify import Verification, verify
from tests.core.pair import NORTH, SOUTH
from tests.proof.tampering import COMMAND, PREVIOUS, Forger, change, cut_behind, flipped

pytestmark = pytest.mark.slow

SOMEWHERE = 40  # an entry in the midst of things


def judged(folder: Path, *, with_heads: bool = False) -> Verification:
    """Verify NORTH's store, with what SOUTH remembers or without."""
    peer = folder / SOUTH / JOURNAL if with_heads else None
    return verify(folder / NORTH / JOURNAL, peer)


def assert_named(found: Verification, first: int, last: int | None = None) -> None:
    """See that the fault is named at an entry, or at the latest at another."""
    assert found.valid is False, found
    assert found.first_bad is not None, found
    assert first <= found.first_bad <= (last or first), found
    assert f"entry {found.first_bad}" in str(found.error)


def heads_of_north(folder: Path) -> list[int]:
    """Return the entries of NORTH that SOUTH heard of as heads."""
    with inspected(folder / SOUTH / JOURNAL) as south:
        return sorted({sequence for sequence, _ in told_heads(south, NORTH)})


def test_the_untouched_store_is_proved(stores: Path) -> None:
    """What the tests below change was right before, to its last entry."""
    found = judged(stores, with_heads=True)
    assert (found.valid, found.first_bad, found.error) == (True, None, None)
    assert found.entries == len(Forger(stores / NORTH).bodies) > 100


@pytest.mark.parametrize("column", ["body", "hash"])
def test_a_changed_column_is_named(stores: Path, column: str) -> None:
    """A byte of an entry, or of its hash, is at that entry."""
    forger = Forger(stores / NORTH)
    body, hashed = forger.bodies[SOMEWHERE], forger.hashes[SOMEWHERE]
    if column == "body":
        forger.write(SOMEWHERE, flipped(body, len(body) // 2))
    else:
        forger.write(SOMEWHERE, body, flipped(hashed))
    assert_named(judged(stores), SOMEWHERE)


@pytest.mark.parametrize("number", [-5, 0, 41_000])
def test_a_changed_number_is_named(stores: Path, number: int) -> None:
    """An entry that stands elsewhere is missing where it stood, or is one too many."""
    change(
        stores / NORTH / JOURNAL,
        "UPDATE entries SET sequence = ? WHERE sequence = ?",
        number,
        SOMEWHERE,
    )
    found = judged(stores)
    assert found.valid is False
    assert found.first_bad == (SOMEWHERE if number > 0 else 1)


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.tuples(st.integers(1, 110), st.integers(0, 10**6), st.integers(1, 255)))
def test_any_byte_of_any_entry_is_named(stores: Path, place: tuple[int, int, int]) -> None:
    """No byte of an entry can change without that entry being named."""
    sequence, offset, mask = place
    forger = Forger(stores / NORTH)
    body = bytearray(forger.bodies[sequence])
    body[offset % len(body)] ^= mask
    forger.write(sequence, bytes(body))
    found = judged(stores)
    forger.restore()
    assert_named(found, sequence)


@pytest.mark.slow
def test_a_field_changed_and_hashed_anew_is_named(stores: Path) -> None:
    """Whichever field it is: deciding again tells, or the next entry, which follows another."""
    forger = Forger(stores / NORTH)
    fields = forger.fields(max(forger.bodies) - 1)
    assert len(fields) > 800
    for sequence, place in random.Random(1).sample(list(fields.values()), 200):
        forger.rehash(sequence, forger.alter(sequence, place))
        assert_named(judged(stores), sequence, sequence + 1)
        forger.restore()


@pytest.mark.slow
def test_a_chain_made_anew_is_found_by_what_the_other_operator_remembers(stores: Path) -> None:
    """Whichever field it is: it is found at the latest at the next head that the other heard."""
    forger, heads = Forger(stores / NORTH), heads_of_north(stores)
    for sequence, place in random.Random(2).sample(list(forger.fields(heads[-1]).values()), 200):
        forger.rechain(sequence, forger.alter(sequence, place))
        latest = min(head for head in heads if head >= sequence)
        assert_named(judged(stores, with_heads=True), sequence, latest)
        forger.restore()


def test_what_no_event_depends_on_is_found_with_heads_alone(stores: Path) -> None:
    """How many may be put away at once, the entry alone tells: only its hash protects it."""
    forger, heads = Forger(stores / NORTH), heads_of_north(stores)
    sequence, place = forger.fields(heads[-1])["command", "EvictSettled", (1,)]
    forger.rechain(sequence, forger.alter(sequence, place))
    assert judged(stores).valid
    latest = min(head for head in heads if head >= sequence)
    assert_named(judged(stores, with_heads=True), latest)


def test_who_refused_a_held_payment_cannot_be_changed(stores: Path) -> None:
    """The person stands in the command and in the event: one without the other is named."""
    forger = Forger(stores / NORTH)
    fields = forger.fields(max(forger.bodies))
    for field in (("command", "RefuseHeld", (2,)), ("event", "HeldRefused", (2,))):
        sequence, place = fields[field]
        forger.rechain(sequence, forger.alter(sequence, place))
        assert_named(judged(stores), sequence)
        forger.restore()


def test_a_command_cannot_be_given_another_closing_record(stores: Path) -> None:
    """What the store remembered of an old payment is still what it remembers, field by field."""
    forger = Forger(stores / NORTH)
    given = [
        (sequence, place)
        for sequence, place in forger.fields(max(forger.bodies)).values()
        if forger.entry(sequence)[COMMAND][0] == "SubmitPayment" and place[:2] == (COMMAND, 3)
    ]
    assert len(given) == 20
    for sequence, place in given:
        forger.rechain(sequence, forger.alter(sequence, place))
        assert_named(judged(stores), sequence)
        forger.restore()


def test_a_field_too_many_is_named(stores: Path) -> None:
    """Words that a reader would pass over are no part of an entry, not even of the last."""
    forger = Forger(stores / NORTH)
    last = max(forger.bodies)
    forger.rehash(last, forger.with_more(last))
    assert_named(judged(stores), last)


def test_a_removed_entry_is_named(stores: Path) -> None:
    """The place where it stood is named."""
    change(stores / NORTH / JOURNAL, "DELETE FROM entries WHERE sequence = ?", SOMEWHERE)
    assert_named(judged(stores), SOMEWHERE)


def test_swapped_entries_are_named(stores: Path) -> None:
    """Two entries in each other's place are named at the first of them."""
    forger = Forger(stores / NORTH)
    other = SOMEWHERE + 7
    forger.write(SOMEWHERE, forger.bodies[other], forger.hashes[other])
    forger.write(other, forger.bodies[SOMEWHERE], forger.hashes[SOMEWHERE])
    assert_named(judged(stores), SOMEWHERE)


def test_a_doubled_entry_is_named(stores: Path) -> None:
    """The last entry a second time is one too many."""
    forger = Forger(stores / NORTH)
    last = max(forger.bodies)
    change(
        stores / NORTH / JOURNAL,
        "INSERT INTO entries VALUES(?, ?, ?)",
        last + 1,
        forger.bodies[last],
        forger.hashes[last],
    )
    assert_named(judged(stores), last + 1)


def test_an_entry_made_up_at_the_end_is_named(stores: Path) -> None:
    """A well chained entry that nobody would have decided so is named."""
    forger = Forger(stores / NORTH)
    last = max(forger.bodies)
    entry = forger.entry(SOMEWHERE)
    entry[0], entry[PREVIOUS] = last + 1, forger.hashes[last]
    body = forger.encode(entry)
    statement = "INSERT INTO entries VALUES(?, ?, ?)"
    change(stores / NORTH / JOURNAL, statement, last + 1, body, entry_hash(body))
    assert_named(judged(stores), last + 1)


def test_entries_cut_off_alone_leave_their_traces(stores: Path) -> None:
    """What lies beside the entries tells that there were more of them."""
    change(stores / NORTH / JOURNAL, "DELETE FROM entries WHERE sequence > ?", SOMEWHERE)
    found = judged(stores)
    assert found.valid is False
    assert found.entries == SOMEWHERE
    assert found.first_bad == SOMEWHERE + 1


@pytest.mark.parametrize("last", [0, 1, 2, 39, 66, 100, 108])
def test_a_clean_cut_is_found_with_heads_alone(stores: Path, tmp_path: Path, last: int) -> None:
    """A store cut off without a trace is proved, and is not what the other operator remembers."""
    cut_behind(stores / NORTH, tmp_path / "cut", last)
    journal = tmp_path / "cut" / JOURNAL
    assert verify(journal).valid
    found = verify(journal, stores / SOUTH / JOURNAL)
    assert_named(found, min(head for head in heads_of_north(stores) if head > last))


def test_what_came_after_the_last_head_can_be_cut(stores: Path, tmp_path: Path) -> None:
    """Of entries that the other operator never heard of, nobody can say that they were there."""
    last = heads_of_north(stores)[-1]
    cut_behind(stores / SOUTH, tmp_path / "south", len(Forger(stores / SOUTH).bodies) - 2)
    heard = heads_of_north(stores)[-2]
    assert heard < last
    cut_behind(stores / NORTH, tmp_path / "cut", heard)
    assert verify(tmp_path / "cut" / JOURNAL, tmp_path / "south" / JOURNAL).valid


def test_an_old_backup_is_found_with_heads(stores: Path) -> None:
    """An old copy put back in good faith is proved, and told all the same."""
    backup = stores / f"{NORTH}-backup" / JOURNAL
    found = verify(backup)
    assert found.valid
    later = min(head for head in heads_of_north(stores) if head > found.entries)
    assert_named(verify(backup, stores / SOUTH / JOURNAL), later)


def test_a_changed_agreement_is_named(stores: Path) -> None:
    """The text that both signed cannot change under its digest, not even at the first entry."""
    forger = Forger(stores / NORTH)
    forger.rehash(1, forger.encode(forger.entry(1)).replace(b"SOUTH", b"SOUTI"))
    assert_named(judged(stores), 1, 2)
