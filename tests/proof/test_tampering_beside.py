"""Whatever is changed in a store beside its entries: the entry it belongs to is named.

Vault rows, payment keys, the outbox, closing records and the snapshot.
"""

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from tallystick.core.state import State
from tallystick.journal.entries import GENESIS
from tallystick.node.replay import snapshot_of
from tallystick.node.wiring import JOURNAL, KEYS
from tallystick.proof.verify import verify
from tests.core.pair import NORTH
from tests.proof.tampering import Forger, altered, change, flipped, leaves, rows

pytestmark = pytest.mark.slow

_decode = msgspec.msgpack.decode
_encode = msgspec.msgpack.encode


@pytest.fixture
def journal(stores: Path) -> Path:
    """The journal of NORTH, to be changed."""
    return stores / NORTH / JOURNAL


def assert_named(journal: Path, sequence: int, *words: str) -> None:
    """See that the fault is named at an entry, in these words."""
    found = verify(journal)
    assert (found.valid, found.first_bad) == (False, sequence), found
    assert f"entry {sequence}" in str(found.error)
    assert all(word in str(found.error) for word in words), found


def assert_placeless(journal: Path, *words: str) -> None:
    """See that a fault that belongs to no entry is told in these words."""
    found = verify(journal)
    assert (found.valid, found.first_bad) == (False, None), found
    assert all(word in str(found.error) for word in words), found


# The vault.

VAULT = "SELECT place, payment, sequence, kind, ciphertext FROM vault ORDER BY place"


def test_swapped_vault_rows_are_named(journal: Path) -> None:
    """Two texts in each other's place are told without any key."""
    first, second = rows(journal, VAULT)[2:4]
    for one, other in ((first, second), (second, first)):
        change(journal, "UPDATE vault SET ciphertext = ? WHERE place = ?", other[4], one[0])
    assert_named(journal, first[2], "vault")


@pytest.mark.parametrize(
    ("column", "value"),
    [("ciphertext", b"other"), ("kind", "evidence"), ("payment", 1), ("payment", 999_999)],
)
def test_a_changed_vault_row_is_named(journal: Path, column: str, value: object) -> None:
    """Its text, what it is, and whose it is."""
    place, _, sequence, *_ = rows(journal, VAULT)[5]
    change(journal, f"UPDATE vault SET {column} = ? WHERE place = ?", value, place)
    assert_named(journal, sequence, "vault")


@pytest.mark.parametrize("moved_to", [0, -3, 2, 10**6])
def test_a_moved_vault_row_is_named(journal: Path, moved_to: int) -> None:
    """A row that says it belongs to another entry is missing at its own, or in the way."""
    place, _, sequence, *_ = rows(journal, VAULT)[5]
    change(journal, "UPDATE vault SET sequence = ? WHERE place = ?", moved_to, place)
    assert_named(journal, min(sequence, moved_to), "vault")


def test_a_missing_vault_row_is_named(journal: Path) -> None:
    """A row cannot be made away with."""
    place, _, sequence, *_ = rows(journal, VAULT)[5]
    change(journal, "DELETE FROM vault WHERE place = ?", place)
    assert_named(journal, sequence, "vault")


@pytest.mark.parametrize("sequence", [2, 110, 5000])
def test_an_added_vault_row_is_named(journal: Path, sequence: int) -> None:
    """A row more than an entry was made with is named with it."""
    *_, (place, payment, *_) = rows(journal, VAULT)
    statement = "INSERT INTO vault VALUES(?, ?, ?, 'message', x'00')"
    change(journal, statement, place + 1, payment, sequence)
    assert_named(journal, min(sequence, len(Forger(journal.parent).bodies) + 1), "vault")


def test_a_renamed_payment_is_named(journal: Path) -> None:
    """Whose a vault row is cannot be changed by giving the payment another name."""
    _, payment, sequence, *_ = rows(journal, VAULT)[4]
    change(journal, "UPDATE payments SET payment_id = 'other' WHERE number = ?", payment)
    assert_named(journal, sequence, "vault")


# The payment keys.


def test_an_erased_key_is_told_and_no_fault(stores: Path, journal: Path) -> None:
    """After its retention a payment's key goes, and the books stay proved."""
    remarks: list[str] = []
    change(stores / NORTH / KEYS, "UPDATE keys SET wrapped = NULL WHERE number IN (2, 3)")
    assert verify(journal, None, remarks.append).valid
    assert any("2 payments have no key any more" in remark for remark in remarks)


def test_a_key_that_never_was_is_named(stores: Path, journal: Path) -> None:
    """A vault row whose payment has no key at all was never written by a node."""
    _, payment, sequence, *_ = rows(journal, VAULT)[4]
    change(stores / NORTH / KEYS, "DELETE FROM keys WHERE number = ?", payment)
    assert_named(journal, sequence, "key")


def test_keys_of_another_journal_are_named(stores: Path, journal: Path) -> None:
    """The keys' file says after which entry it was written, and it was never beyond the last."""
    change(stores / NORTH / KEYS, "UPDATE follows SET sequence = 20")
    assert_named(journal, 20, "keys")
    change(stores / NORTH / KEYS, "UPDATE follows SET sequence = 2000")
    assert_named(journal, len(Forger(journal.parent).bodies) + 1, "keys")


def test_without_the_keys_the_rest_is_proved(stores: Path, journal: Path) -> None:
    """Keys may be kept elsewhere, and a remark says that nobody looked at them."""
    (stores / NORTH / KEYS).unlink()
    remarks: list[str] = []
    assert verify(journal, None, remarks.append).valid
    assert any("keys were not looked at" in remark for remark in remarks)


def test_a_damaged_file_of_keys_is_told(stores: Path, journal: Path) -> None:
    """What lies in its place and is not one counts against the store."""
    (stores / NORTH / KEYS).write_bytes(b"no keys at all" * 1000)
    assert_placeless(journal, "payment keys", "no database")


# The outbox.

BANK = "participant:NOBKRUMM"
BLOCKS = "SELECT destination, last, effects FROM outbox WHERE destination = ? ORDER BY place"


def test_a_changed_effect_is_named(journal: Path) -> None:
    """Whatever of an effect is changed is named at the entry that sent it."""
    name, last, packed = rows(journal, BLOCKS, "peer:SOUTH")[3]
    statement = "UPDATE outbox SET effects = ? WHERE destination = ? AND last = ?"
    effects = _decode(packed)
    for place in leaves(effects):
        change(journal, statement, _encode(altered(effects, place)), name, last)
        assert_named(journal, effects[0][0])
    change(journal, statement, b"\xc1", name, last)
    assert_named(journal, effects[0][0], "lost")


def test_a_removed_effect_is_named(journal: Path) -> None:
    """One that later ones outlive cannot have been dropped by right."""
    name, last, packed = rows(journal, BLOCKS, BANK)[4]
    change(journal, "DELETE FROM outbox WHERE destination = ? AND last = ?", name, last)
    assert_named(journal, _decode(packed)[0][0], BANK)


def test_the_oldest_effects_may_be_dropped_once_they_have_arrived(journal: Path) -> None:
    """What the destination has heard is no longer needed; what it has not is missing."""
    blocks = rows(journal, BLOCKS, BANK)
    for name, last, _ in blocks[:3]:
        change(journal, "DELETE FROM outbox WHERE destination = ? AND last = ?", name, last)
    assert verify(journal).valid
    change(journal, "DELETE FROM outbox WHERE destination = ?", BANK)
    assert verify(journal).valid
    statement = "UPDATE destinations SET acknowledged = ? WHERE destination = ?"
    change(journal, statement, blocks[1][1], BANK)
    assert_named(journal, _decode(blocks[2][2])[0][0], BANK)


@pytest.mark.parametrize("entry", [20, -1, 4000])
def test_an_added_effect_is_named(journal: Path, entry: int) -> None:
    """One that no entry sent is named with the entry it pretends to be of."""
    named = min(entry, len(Forger(journal.parent).bodies) + 1)
    name, last, packed = rows(journal, BLOCKS, BANK)[-1]
    effects = [[entry, each[1]] for each in _decode(packed)]
    statement = "INSERT INTO outbox VALUES(NULL, ?, ?, ?)"
    change(journal, statement, name, last + len(effects), _encode(effects))
    assert_named(journal, named, BANK)


def test_an_effect_for_a_stranger_is_told(journal: Path) -> None:
    """A destination that nothing was ever sent to."""
    statement = "INSERT INTO destinations VALUES('participant:EVILRUMM', 0, 0)"
    change(journal, statement)
    assert_placeless(journal, "EVILRUMM")


@pytest.mark.parametrize("column", ["head", "acknowledged"])
def test_a_wrong_number_of_a_destination_is_named(journal: Path, column: str) -> None:
    """Nothing was sent beyond the last number, and no more can have been heard."""
    *_, (_, _, packed) = rows(journal, BLOCKS, BANK)
    statement = f"UPDATE destinations SET {column} = head + 1 WHERE destination = ?"
    change(journal, statement, BANK)
    assert_named(journal, _decode(packed)[-1][0], BANK)


# The closing records.

CLOSINGS = "SELECT payment, record, mark FROM closings ORDER BY payment"


def closing_entry(journal: Path) -> int:
    """Return the entry by which the payments of cycle 1 left."""
    forger = Forger(journal.parent)
    return next(each for each in forger.bodies if forger.entry(each)[5][0] == "EvictSettled")


def returning_entry(journal: Path, returned_by: str) -> int:
    """Return the entry in which a return was settled."""
    forger = Forger(journal.parent)
    for sequence in forger.bodies:
        if ["PaymentSettled", returned_by] in forger.entry(sequence)[6]:
            return sequence
    raise LookupError(returned_by)


def test_a_changed_closing_record_is_named(journal: Path) -> None:
    """Whatever of it is changed, at the entry by which the payment left."""
    payment, packed, _ = rows(journal, CLOSINGS)[0]
    record, entry = _decode(packed), closing_entry(journal)
    for place in leaves(record):
        changed = _encode(altered(record, place))
        change(journal, "UPDATE closings SET record = ? WHERE payment = ?", changed, payment)
        assert_named(journal, entry)


def test_a_removed_closing_record_is_named(journal: Path) -> None:
    """An id that was used must stay used."""
    change(journal, "DELETE FROM closings WHERE payment = 3")
    assert_named(journal, closing_entry(journal), "closing record")


def test_swapped_closing_records_are_named(journal: Path) -> None:
    """Two records under each other's payment."""
    first, second = rows(journal, CLOSINGS)[:2]
    for one, other in ((first, second), (second, first)):
        change(journal, "UPDATE closings SET record = ? WHERE payment = ?", other[1], one[0])
    assert_named(journal, closing_entry(journal), "closing record")


def test_an_added_closing_record_is_told(journal: Path) -> None:
    """A payment that no entry closed, known to nobody or still open."""
    record = rows(journal, CLOSINGS)[0][1]
    change(journal, "INSERT INTO payments VALUES(900, 'never-was')")
    change(journal, "INSERT INTO closings VALUES(900, ?, NULL)", record)
    assert_placeless(journal, "never-was")
    change(journal, "DELETE FROM closings WHERE payment = 900")
    *_, (_, still_open, *_) = rows(journal, VAULT)
    change(journal, "INSERT INTO closings VALUES(?, ?, NULL)", still_open, record)
    assert_placeless(journal, "still open")


def test_a_changed_mark_of_return_is_named(journal: Path) -> None:
    """A mark made away with would let the money be sent back twice."""
    marked = "SELECT payment, mark FROM closings WHERE mark IS NOT NULL"
    (payment, packed), *_ = rows(journal, marked)
    mark = _decode(packed)
    entry = returning_entry(journal, mark[0])
    others = [_encode(altered(mark, place)) for place in leaves(mark)]
    assert len(others) == 3
    for other in (None, *others):
        statement = "UPDATE closings SET mark = ? WHERE payment = ?"
        change(journal, statement, other, payment)
        assert_named(journal, entry, "returned")


def test_an_added_mark_of_return_is_named(journal: Path) -> None:
    """A mark that no entry made would keep a customer from its money."""
    free = "SELECT payment FROM closings WHERE mark IS NULL ORDER BY payment"
    mark = _encode(["nobody", [1, 1]])
    statement = "UPDATE closings SET mark = ? WHERE payment = ?"
    change(journal, statement, mark, rows(journal, free)[0][0])
    assert_named(journal, closing_entry(journal), "nobody")


# The records of assignments.

RECORDS = "SELECT assignment_id, record FROM assignments ORDER BY assignment_id"


def test_a_changed_record_of_an_assignment_is_named(journal: Path) -> None:
    """Whatever of it is changed, at the entry by which the assignment left."""
    name, packed = rows(journal, RECORDS)[0]
    record, entry = _decode(packed), closing_entry(journal)
    for place in leaves(record):
        changed = _encode(altered(record, place))
        statement = "UPDATE assignments SET record = ? WHERE assignment_id = ?"
        change(journal, statement, changed, name)
        assert verify(journal).valid is False
    assert_named(journal, entry)


def test_a_removed_record_of_an_assignment_is_named(journal: Path) -> None:
    """What was asked once must stay known."""
    change(journal, "DELETE FROM assignments WHERE assignment_id LIKE 'recall:%'")
    assert_named(journal, closing_entry(journal), "the record of assignment recall:")


def test_an_added_record_of_an_assignment_is_told(journal: Path) -> None:
    """An assignment that no entry closed."""
    record = rows(journal, RECORDS)[0][1]
    change(journal, "INSERT INTO assignments VALUES('recall:never-was', ?)", record)
    assert_placeless(journal, "recall:never-was")


def test_a_return_is_given_no_recall_but_the_one_that_is_kept(journal: Path) -> None:
    """By it a return is let pass that says it follows a recall: it is held against the store."""
    record = _decode(rows(journal, RECORDS)[0][1])
    forger = Forger(journal.parent)
    sequence = next(n for n in forger.bodies if forger.entry(n)[5][0] == "SubmitPayment")
    for given, is_kept in (
        (record, True),
        ([*record[:8], "answered", "cancelled", "", True], False),
    ):
        entry = forger.entry(sequence)
        entry[5][5] = given
        forger.rechain(sequence, forger.encode(entry))
        if is_kept:
            assert verify(journal).valid
        else:
            assert_named(journal, sequence, "that it was given is not kept")
        forger.restore()


# The snapshot.


def snapshot(journal: Path) -> tuple[int, bytes, bytes]:
    """Return the row of the snapshot."""
    ((sequence, entry_hash, state),) = rows(journal, "SELECT * FROM snapshots")
    return sequence, entry_hash, state


def test_a_changed_snapshot_is_named(journal: Path) -> None:
    """Even one whose own digest was set right."""
    sequence, _, state = snapshot(journal)
    content = state[32:].replace(b"NORTH", b"NORTI", 1)
    for forged in (flipped(state, 900), flipped(state), sha256(content).digest() + content):
        change(journal, "UPDATE snapshots SET state = ?", forged)
        assert_named(journal, sequence, "snapshot")


def test_a_snapshot_of_another_entry_is_named(journal: Path) -> None:
    """It stands after the entry by whose hash it is named, and after no other."""
    sequence, entry_hash, _ = snapshot(journal)
    change(journal, "UPDATE snapshots SET hash = ?", flipped(entry_hash))
    assert_named(journal, sequence, "snapshot")
    change(journal, "UPDATE snapshots SET hash = ?, sequence = 30", entry_hash)
    assert_named(journal, 30, "snapshot")
    change(journal, "UPDATE snapshots SET sequence = 3000")
    assert_named(journal, len(Forger(journal.parent).bodies) + 1, "snapshot")
    change(journal, "UPDATE snapshots SET sequence = -1")
    assert_placeless(journal, "snapshot")


def test_a_snapshot_of_empty_books_is_empty(journal: Path) -> None:
    """One may have been kept before anything happened."""
    empty = snapshot_of(State(NORTH), (0, GENESIS)).state
    change(journal, "UPDATE snapshots SET sequence = 0, hash = ?, state = ?", GENESIS, empty)
    assert verify(journal).valid
    change(journal, "UPDATE snapshots SET state = ?", flipped(empty, 60))
    assert_placeless(journal, "snapshot")


def test_a_store_needs_no_snapshot(journal: Path) -> None:
    """It only makes a start shorter."""
    change(journal, "DELETE FROM snapshots")
    assert verify(journal).valid
