"""`tallystick reconcile`: two halves that match, and each way in which they may not."""

from pathlib import Path

import msgspec
import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.core.commands import AdoptAgreement
from tallystick.core.state import State
from tallystick.journal.entries import GENESIS
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch
from tallystick.journal.vault import Vault
from tallystick.node.engine import Engine, Input
from tallystick.node.wiring import JOURNAL, open_store
from tallystick.proof.reconcile import reconcile
from tallystick.proof.verify import verify
from tallystick.proof.world.disk import Disk
from tallystick.proof.world.scenery import agreement_for
from tallystick.proof.world.world import World
from tests.core.pair import NORTH, SOUTH, START, end, mutual
from tests.node.linked_nodes import CountedEntropy
from tests.proof.conftest import Reconciled
from tests.proof.tampering import Forger, change, cut_behind, flipped, rows

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_halves_at_rest_match(lived: Path, reconciled: Reconciled) -> None:
    """After a life in which everything happened, nothing is pending and the roots are equal."""
    answer = reconciled(lived)
    assert answer.code is ExitCode.GOOD
    assert answer.differences == []
    assert list(answer.total) == ["difference", "root_a", "root_b"]
    assert answer.total["difference"] == 0
    assert answer.total["root_a"] == answer.total["root_b"]
    assert answer.err == "28 payments crossed the link; pending: 0\n"


def test_it_is_the_same_from_the_other_side(lived: Path) -> None:
    """Which store is named first changes the order of the answer and nothing else."""
    north, south = lived / NORTH / JOURNAL, lived / SOUTH / JOURNAL
    assert reconcile(north, south) == reconcile(south, north)


# Closing records and what they are compared by.

RECORD = (
    "SELECT payment, record FROM closings JOIN payments ON number = payment WHERE payment_id = ?"
)
# The places in a closing record.
STATE, REASON, AMOUNT_THERE, CURRENCY_HERE, CYCLE, DECISION = 3, 4, 10, 9, 12, 13


def spoil(folder: Path, name: str, payment_id: str, place: int, value: object) -> None:
    """Change one field of a closing record."""
    journal = folder / name / JOURNAL
    ((payment, packed),) = rows(journal, RECORD, payment_id)
    record = msgspec.msgpack.decode(packed)
    record[place] = value
    changed = msgspec.msgpack.encode(record)
    change(journal, "UPDATE closings SET record = ? WHERE payment = ?", changed, payment)


@pytest.mark.parametrize(
    "changed",
    [
        (STATE, "withdrawn", "state", "settled"),
        (REASON, "AC04", "reason", ""),
        (6, "EVILRUMM", "debtor_agent", "NOBKRUMM"),
        (7, "EVILCNSH", "creditor_agent", "SOBKCNSH"),
        (8, 7, "debtor_amount", 10_700),
        (CURRENCY_HERE, "USD", "debtor_currency", "RUB"),
        (AMOUNT_THERE, 7, "creditor_amount", 845),
        (11, "USD", "creditor_currency", "CNY"),
        (CYCLE, 9, "cycle", 1),
    ],
)
def test_a_field_that_differs_is_told(
    stores: Path, reconciled: Reconciled, changed: tuple[int, object, str, object]
) -> None:
    """By payment, by name, and as each half has it."""
    place, value, field, before = changed
    spoil(stores, SOUTH, "pay-2", place, value)
    answer = reconciled(stores)
    assert answer.code is ExitCode.NO
    assert answer.differences == [{"uetr": "pay-2", "field": field, "a": before, "b": value}]
    assert answer.total["difference"] == 1
    assert answer.total["root_a"] == answer.total["root_b"]


@pytest.mark.parametrize(("name", "missing_in"), [(NORTH, "a"), (SOUTH, "b")])
def test_a_payment_of_one_half_only_is_told(
    stores: Path, reconciled: Reconciled, name: str, missing_in: str
) -> None:
    """Whichever half it is missing in."""
    ((payment, _),) = rows(stores / name / JOURNAL, RECORD, "pay-3")
    change(stores / name / JOURNAL, "DELETE FROM closings WHERE payment = ?", payment)
    answer = reconciled(stores)
    expected = {"uetr": "pay-3", "field": "uetr", "a": "pay-3", "b": "pay-3"}
    assert answer.differences == [{**expected, missing_in: None}]


def test_a_payment_refused_at_home_is_in_one_half_by_right(
    stores: Path, reconciled: Reconciled
) -> None:
    """Nobody misses it, there or here."""
    ((payment, packed),) = rows(stores / NORTH / JOURNAL, RECORD, "pay-9")
    assert msgspec.msgpack.decode(packed)[STATE] == "refused"
    assert rows(stores / SOUTH / JOURNAL, RECORD, "pay-9") == []
    change(stores / NORTH / JOURNAL, "DELETE FROM closings WHERE payment = ?", payment)
    assert reconciled(stores).differences == []


def test_blocked_there_is_settled_here(stores: Path, reconciled: Reconciled) -> None:
    """Money frozen by the decider has left the debtor for good: one ending in two words."""
    blocked = "block-at-SOUTH-13"
    states = [
        msgspec.msgpack.decode(rows(stores / name / JOURNAL, RECORD, blocked)[0][1])[STATE]
        for name in (NORTH, SOUTH)
    ]
    assert states == ["settled", "blocked"]
    spoil(stores, NORTH, blocked, DECISION, "accepted")
    told = {"uetr": blocked, "field": "state", "a": "settled", "b": "blocked"}
    assert reconciled(stores).differences == [told]


def test_a_return_that_one_half_does_not_know_is_told(
    stores: Path, reconciled: Reconciled
) -> None:
    """Money sent back is sent back in both books."""
    marked = "SELECT payment FROM closings WHERE mark IS NOT NULL"
    ((payment,),) = rows(stores / SOUTH / JOURNAL, marked)
    statement = "UPDATE closings SET mark = NULL WHERE payment = ?"
    change(stores / SOUTH / JOURNAL, statement, payment)
    told = reconciled(stores).differences
    assert [(each["field"], each["b"]) for each in told] == [
        ("state", "settled"),
        ("returned_by", ""),
    ]
    assert {each["uetr"] for each in told} == {"pay-4"}


# Tally lines, as the postings give them.


def test_a_posting_that_differs_is_told_by_its_line(stores: Path, reconciled: Reconciled) -> None:
    """The terms agree in both books, and yet another amount was posted."""
    forger = Forger(stores / SOUTH)
    sequence, place = next(
        (each, (6, index, 2, 0, 2))
        for each in forger.bodies
        for index, event in enumerate(forger.entry(each)[6])
        if event[0] == "PaymentReserved" and event[1] == "pay-1"
    )
    forger.rechain(sequence, forger.alter(sequence, place))
    answer = reconciled(stores)
    told = {"uetr": "pay-1", "field": "line.creditor_amount", "a": 790, "b": 791}
    assert answer.differences == [told]
    assert answer.total["root_a"] != answer.total["root_b"]


def test_a_store_cut_short_differs(lived: Path, tmp_path: Path, reconciled: Reconciled) -> None:
    """What the longer store knows to be final, the other must have: payments and lines."""
    cut_behind(lived / NORTH, tmp_path / NORTH, len(Forger(lived / NORTH).bodies))
    cut_behind(lived / SOUTH, tmp_path / SOUTH, 100)
    answer = reconciled(tmp_path)
    assert answer.code is ExitCode.NO
    fields = {(each["field"], each["b"]) for each in answer.differences}
    # A payment whose return is missing is returned in one half alone.
    assert fields == {("uetr", None), ("line", None), ("state", "settled"), ("returned_by", "")}
    assert len(answer.differences) == answer.total["difference"] >= 4


def test_an_empty_store_lacks_everything(lived: Path, tmp_path: Path) -> None:
    """It does not even say whose it is."""
    open_store(tmp_path / "fresh").close()
    found = reconcile(lived / NORTH / JOURNAL, tmp_path / "fresh" / JOURNAL)
    assert len([each for each in found.differences if each.field == "uetr"]) == found.payments
    assert found.payments == 28


# Wrong use, broken stores, and whole worlds.


def test_stores_that_are_no_pair_are_wrong_use(
    lived: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One operator's twice; strangers'; no such file."""
    north, stranger = str(lived / NORTH), tmp_path / "stranger"
    _make_stranger(stranger)
    for words, said in (
        ([north, north], "both are the books of NORTH"),
        ([north, str(stranger)], "NORTH and EAST have no agreement"),
        ([north, str(tmp_path)], "is no file"),
        ([north], "Missing argument"),
    ):
        assert run(root(), ["reconcile", *words]) is ExitCode.WRONG_USE
        told = capsys.readouterr()
        assert told.out == ""
        assert said in told.err


def _make_stranger(folder: Path) -> None:
    """Make the young store of an operator of another link."""
    ends = (end("EAST", "RUB"), end("WEST", "CNY"))
    agreement = mutual(agreement_id="EAST-WEST", ends=ends, rate_fixer="EAST")
    store = open_store(folder)
    engine = Engine(State("EAST"), (0, GENESIS), {}, Vault(bytes(32)), CountedEntropy("EAST"))
    adopted = engine.step(START, [Input(AdoptAgreement(agreement, b"digest"))])
    store.commit(adopted.batch)
    store.close()


def test_a_broken_store_cannot_be_reconciled(
    stores: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its word counts nothing, and `verify` says more."""
    forger = Forger(stores / SOUTH)
    forger.write(60, flipped(forger.bodies[60]))
    words = ["reconcile", str(stores / NORTH), str(stores / SOUTH)]
    assert run(root(), words) is ExitCode.COULD_NOT_TELL
    told = capsys.readouterr()
    assert told.out == ""
    assert "entry 60: " in told.err
    assert "tallystick verify" in told.err


def test_people_are_told_in_lines(stores: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json: a line a difference, and how many there are."""
    spoil(stores, SOUTH, "pay-2", AMOUNT_THERE, 7)
    assert run(root(), ["reconcile", str(stores / NORTH), str(stores / SOUTH)]) is ExitCode.NO
    first, last = capsys.readouterr().out.splitlines()
    assert first == "pay-2: creditor_amount: 845 | 7"
    assert last.startswith("1 differences; the tally roots are the same: ")


def keep(disk: Disk, folder: Path) -> None:
    """Write a simulated disk into a store of its own."""
    held = disk._store
    assert isinstance(held, MemoryStore)
    outbox = [row for rows_of_one in held._outbox.values() for row in rows_of_one]
    store = open_store(folder)
    keys = [(name, key or b"it was erased") for name, key in held._keys.items()]
    records = list(held._closings.values()), list(held._assignments.values())
    store.commit(
        Batch(held._entries, held._vault, keys, outbox, records[0], assignments=records[1])
    )
    for name in (name for name, key in held._keys.items() if not key):
        store.erase(name)
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 10, 16, 49])
def test_worlds_at_peace_are_proved_and_match(tmp_path: Path, seed: int) -> None:
    """Whatever befell two nodes, once all is quiet both are proved and their halves equal."""
    world = World(seed, agreement_for(seed))
    assert world.run().violations == []
    for name, site in world.sites.items():
        keep(site.disk, tmp_path / name)
    for name, peer in ((NORTH, SOUTH), (SOUTH, NORTH)):
        assert verify(tmp_path / name / JOURNAL, tmp_path / peer / JOURNAL).valid
    found = reconcile(tmp_path / NORTH / JOURNAL, tmp_path / SOUTH / JOURNAL)
    assert (found.differences, found.pending) == ([], 0)
    assert found.root_a == found.root_b
    assert found.payments > 5
