"""`tallystick verify`: what it answers, of every kind of file that one may give it."""

import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec
import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.journal.entries import GENESIS, entry_hash
from tallystick.node.replay import BrokenEntryError, prove
from tallystick.node.wiring import JOURNAL, open_store
from tallystick.proof.stores import inspected, operator_of
from tallystick.proof.verify import audit_after, verify
from tests.core.pair import NORTH, SOUTH
from tests.proof.tampering import COMMAND, Forger, change, cut_behind, flipped, rows
from tests.proof.two_stores import TwoStores

pytestmark = pytest.mark.slow


class Answer(NamedTuple):
    """What a command answered."""

    code: ExitCode
    out: str
    err: str

    @property
    def told(self) -> Any:
        """The one object that it wrote."""
        return msgspec.json.decode(self.out)


Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run `tallystick verify` with these words."""

    def asked(*words: str | Path) -> Answer:
        code = run(root(), ["verify", *map(str, words)])
        return Answer(code, *capsys.readouterr())

    return asked


def test_a_store_is_proved_from_its_folder_or_its_file(lived: Path, ask: Ask) -> None:
    """Both names mean the same store, and the answer has the words of the contract."""
    for store in (lived / NORTH, lived / NORTH / JOURNAL):
        answer = ask(store, "--json")
        assert answer.code is ExitCode.GOOD
        assert list(answer.told) == ["valid", "entries", "head", "first_bad", "error"]
        forger = Forger(lived / NORTH)
        count = len(forger.bodies)
        head = forger.hashes[count].hex()
        assert list(answer.told.values()) == [True, count, head, None, None]
        assert re.search(rf"^{count} entries proved in [\d.]+ s: \d+ entries/s\n$", answer.err)


def test_a_no_names_the_entry(stores: Path, ask: Ask) -> None:
    """To scripts and to people alike."""
    forger = Forger(stores / NORTH)
    forger.write(40, flipped(forger.bodies[40], 9))
    answer = ask(stores / NORTH, "--json")
    assert answer.code is ExitCode.NO
    assert answer.told["valid"] is False
    assert (answer.told["entries"], answer.told["first_bad"]) == (39, 40)
    assert answer.told["head"] == forger.hashes[39].hex()
    assert "entry 40" in answer.told["error"]
    answer = ask(stores / NORTH)
    assert answer.code is ExitCode.NO
    assert "not valid: entry 40: " in answer.out


def test_heads_are_counted_and_their_end_is_told(lived: Path, ask: Ask) -> None:
    """People learn up to where the other operator knows."""
    for name, peer in ((NORTH, SOUTH), (SOUTH, NORTH)):
        answer = ask(lived / name, "--heads", lived / peer, "--json")
        assert answer.code is ExitCode.GOOD
        heard = Forger(lived / peer)
        commands = [heard.entry(sequence)[COMMAND] for sequence in heard.bodies]
        heads = {each[7][0] for each in commands if each[0] == "HearPeer"}
        assert f"{len(heads)} heads " in answer.err
        assert f"after entry {max(heads)} it knows nothing" in answer.err


def test_a_cut_store_is_a_no_with_heads(lived: Path, tmp_path: Path, ask: Ask) -> None:
    """The exit code alone tells a script."""
    cut_behind(lived / NORTH, tmp_path / "cut", 70)
    assert ask(tmp_path / "cut").code is ExitCode.GOOD
    answer = ask(tmp_path / "cut", "--heads", lived / SOUTH, "--json")
    assert answer.code is ExitCode.NO
    assert 70 < answer.told["first_bad"] < 80
    assert "cut or rewritten" in answer.told["error"]


def test_a_changed_entry_before_a_lost_head_is_named_first(stores: Path, ask: Ask) -> None:
    """Of two faults the earlier one is told, whichever way it was found."""
    forger = Forger(stores / NORTH)
    forger.write(90, flipped(forger.bodies[90]))
    forger.write(50, forger.bodies[50], flipped(forger.hashes[50]))
    answer = ask(stores / NORTH, "--heads", stores / SOUTH, "--json")
    assert answer.told["first_bad"] == 50


def test_a_live_store_is_proved_as_it_stands(tmp_path: Path, ask: Ask) -> None:
    """Its node may have it open, and may have written to it a moment ago."""
    pair = TwoStores(tmp_path).found()
    pair.send(NORTH, 10_000)
    answer = ask(tmp_path / NORTH, "--heads", tmp_path / SOUTH, "--json")
    assert answer.code is ExitCode.GOOD
    assert answer.told["entries"] == pair.stores[NORTH].head()[0]
    pair.send(SOUTH, 10_000)
    pair.close()


def test_what_a_node_writes_meanwhile_is_not_looked_at(tmp_path: Path) -> None:
    """The books of one instant are proved, not those of several."""
    pair = TwoStores(tmp_path).found()
    with inspected(tmp_path / NORTH / JOURNAL) as store:
        before = store.head()
        pair.send(NORTH, 10_000)
        assert store.head() == before != pair.stores[NORTH].head()
        assert len(list(store.entries(0))) == before[0]
    pair.close()


def test_an_empty_journal_is_proved(tmp_path: Path, ask: Ask) -> None:
    """Nothing has happened, and nothing is wrong with that."""
    open_store(tmp_path / "fresh").close()
    answer = ask(tmp_path / "fresh", "--json")
    assert answer.code is ExitCode.GOOD
    assert (answer.told["entries"], answer.told["head"]) == (0, GENESIS.hex())


def test_an_empty_journal_may_have_a_snapshot(tmp_path: Path) -> None:
    """A node may keep its state before anything has happened."""
    pair = TwoStores(tmp_path)
    pair.nodes[NORTH].save_snapshot()
    pair.close()
    assert verify(tmp_path / NORTH / JOURNAL).valid


@pytest.mark.slow
@pytest.mark.parametrize("last", [1, 2, 3, 12])
def test_a_young_journal_knows_its_operator(lived: Path, tmp_path: Path, last: int) -> None:
    """From its first words on, though no entry says whose it is."""
    for name in (NORTH, SOUTH):
        cut_behind(lived / name, tmp_path / name, last)
        with inspected(tmp_path / name / JOURNAL) as store:
            assert operator_of(store) == name
        assert verify(tmp_path / name / JOURNAL).valid


def test_the_entries_alone_tell_whose_they_are(stores: Path) -> None:
    """Whoever was heard from is the other one."""
    for name in (NORTH, SOUTH):
        for table in ("outbox", "destinations"):
            change(stores / name / JOURNAL, f"DELETE FROM {table}")
        with inspected(stores / name / JOURNAL) as store:
            assert operator_of(store) == name


def test_books_that_break_a_promise_at_the_end_are_no(lived: Path) -> None:
    """Every entry may be as it was decided: what they add up to is looked at as well."""
    with inspected(lived / NORTH / JOURNAL) as store:
        *_, (sealed, _, state, _) = prove(store.entries(0), NORTH)
    audit_after(state, sealed.sequence)
    next(iter(state.ledger.accounts.values())).balance += 1
    with pytest.raises(BrokenEntryError, match=f"entry {sealed.sequence}: .* sum to zero"):
        audit_after(state, sealed.sequence)


def test_progress_is_told(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long proof is seen to go on."""
    monkeypatch.setattr("tallystick.proof.verify.PROGRESS", 50)
    remarks: list[str] = []
    assert verify(lived / NORTH / JOURNAL, None, remarks.append).valid
    assert remarks[:2] == ["50 entries proved", "100 entries proved"]


# Files that are no such store.


def other_database(path: Path) -> None:
    """Make a database that is somebody else's."""
    path.unlink()
    change(path, "CREATE TABLE accounts(id)")


def with_version(version: int) -> Callable[[Path], object]:
    """Return what makes a journal one of another release."""
    return lambda path: change(path, "UPDATE format SET version = ?", version)


WRONG: dict[str, tuple[Callable[[Path], object], ExitCode, str]] = {
    "empty": (lambda path: path.write_bytes(b""), ExitCode.NO, "another database"),
    "random": (lambda path: path.write_bytes(bytes(range(256)) * 99), ExitCode.NO, "no database"),
    "text": (lambda path: path.write_text("Dear operator,"), ExitCode.NO, "no database"),
    "other": (other_database, ExitCode.NO, "another database"),
    "renamed": (
        lambda path: change(path, "UPDATE format SET holds = 'a diary'"),
        ExitCode.NO,
        "another database",
    ),
    "without a format": (
        lambda path: change(path, "DELETE FROM format"),
        ExitCode.NO,
        "another database",
    ),
    "older": (with_version(0), ExitCode.COULD_NOT_TELL, "has format 0; this release reads"),
    "newer": (with_version(4), ExitCode.COULD_NOT_TELL, "has format 4; this release reads"),
    "without entries": (
        lambda path: change(path, "DROP TABLE entries"),
        ExitCode.NO,
        "no such table",
    ),
    "without a vault": (lambda path: change(path, "DROP TABLE vault"), ExitCode.NO, "vault"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_no_store_is_told_in_a_sentence(stores: Path, ask: Ask, kind: str) -> None:
    """Never by a traceback; its exit code is no, or could not tell."""
    spoil, code, words = WRONG[kind]
    spoil(stores / NORTH / JOURNAL)
    answer = ask(stores / NORTH, "--json")
    assert answer.code is code
    assert answer.told["valid"] is (False if code is ExitCode.NO else None)
    assert words in answer.told["error"]
    assert "Traceback" not in answer.err


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRONG)
def test_a_broken_store_of_the_other_operator_tells_nothing(
    stores: Path, ask: Ask, kind: str
) -> None:
    """Our own books are not to blame for it."""
    WRONG[kind][0](stores / SOUTH / JOURNAL)
    answer = ask(stores / NORTH, "--heads", stores / SOUTH, "--json")
    if kind == "without a vault":  # its heads can be read all the same
        assert answer.code is ExitCode.GOOD
    else:
        assert answer.code is ExitCode.COULD_NOT_TELL
        assert "the other operator's store counts nothing" in answer.told["error"]


def test_a_broken_chain_of_the_other_operator_tells_nothing(stores: Path, ask: Ask) -> None:
    """Its heads count while its own chain holds; what is wrong with ours is told all the same."""
    forger = Forger(stores / SOUTH)
    forger.write(100, flipped(forger.bodies[100]))
    answer = ask(stores / NORTH, "--heads", stores / SOUTH, "--json")
    assert answer.code is ExitCode.COULD_NOT_TELL
    ours = Forger(stores / NORTH)
    ours.write(30, flipped(ours.bodies[30]))
    answer = ask(stores / NORTH, "--heads", stores / SOUTH, "--json")
    assert (answer.code, answer.told["first_bad"]) == (ExitCode.NO, 30)


def test_a_stranger_can_tell_nothing_of_completeness(
    lived: Path, tmp_path: Path, ask: Ask
) -> None:
    """A store that never heard ours, because it is too young or of another link."""
    cut_behind(lived / SOUTH, tmp_path / "young", 1)
    answer = ask(lived / NORTH, "--heads", tmp_path / "young", "--json")
    assert answer.code is ExitCode.COULD_NOT_TELL
    assert "never heard NORTH" in answer.told["error"]


def test_a_store_held_by_another_program_is_not_judged(stores: Path, ask: Ask) -> None:
    """In use is no answer."""
    with closing(apsw.Connection(str(stores / NORTH / JOURNAL))) as held:
        list(held.execute("PRAGMA locking_mode=EXCLUSIVE"))
        list(held.execute("BEGIN EXCLUSIVE"))
        answer = ask(stores / NORTH, "--json")
    assert answer.code is ExitCode.COULD_NOT_TELL
    assert answer.told["valid"] is None
    assert "in use" in answer.told["error"]
    assert "could not tell: " not in answer.err


def test_wrong_use_is_told_as_such(lived: Path, tmp_path: Path, ask: Ask) -> None:
    """No such file, a folder without a journal, and both stores one operator's."""
    for words in (
        [tmp_path / "nowhere"],
        [tmp_path],
        [lived / NORTH, "--heads", tmp_path],
        [lived / NORTH, "--heads", lived / NORTH],
        [lived / NORTH, "--heads", lived / f"{NORTH}-backup"],
    ):
        answer = ask(*words)
        assert answer.code is ExitCode.WRONG_USE
        assert answer.out == ""
        assert "Error: " in answer.err


def test_could_not_tell_is_said_to_people(stores: Path, ask: Ask) -> None:
    """In words that are neither yes nor no."""
    change(stores / NORTH / JOURNAL, "UPDATE format SET version = 7")
    answer = ask(stores / NORTH)
    assert answer.code is ExitCode.COULD_NOT_TELL
    assert answer.out.startswith("could not tell: a Tallystick journal has format 7")


NESTED = b"\x91" * 200_000 + b"\x01"


def with_nested(body: bytes) -> bytes:
    """Return an encoded array with one more member, nested deeper than anybody can read."""
    assert 0x90 <= body[0] < 0x9F, "a short array"
    return bytes([body[0] + 1]) + body[1:] + NESTED


def test_what_is_nested_too_deep_is_named(stores: Path) -> None:
    """In an entry, and in an effect: no depth of bytes makes the proof itself fail."""
    journal, forger = stores / NORTH / JOURNAL, Forger(stores / NORTH)
    body = with_nested(forger.bodies[1])
    forger.write(1, body, entry_hash(body))
    assert verify(journal).first_bad == 1
    forger.restore()
    query = "SELECT last, effects FROM outbox WHERE destination = 'peer:SOUTH' ORDER BY last"
    last, packed = rows(journal, query)[2]
    ((entry, effect),) = msgspec.msgpack.decode(packed)
    nested = b"\x91\x92" + msgspec.msgpack.encode(entry)
    nested += with_nested(msgspec.msgpack.encode(effect))
    statement = "UPDATE outbox SET effects = ? WHERE destination = 'peer:SOUTH' AND last = ?"
    change(journal, statement, nested, last)
    assert verify(journal).first_bad == entry


def test_a_moved_store_is_the_same_store(lived: Path, tmp_path: Path, ask: Ask) -> None:
    """Neither its name nor its place is part of it; no key beside it is needed."""
    shutil.copy(lived / NORTH / JOURNAL, tmp_path / "evidence.db")
    answer = ask(tmp_path / "evidence.db", "--json")
    assert answer.code is ExitCode.GOOD
    assert "keys were not looked at" in answer.err
