"""What every store promises, kept by each of them."""

from collections.abc import Callable
from typing import get_args

import msgspec
import pytest

from tallystick.core import effects as f
from tallystick.core.assignments import Outcome
from tallystick.core.commands import PassTime
from tallystick.core.events import TimePassed
from tallystick.core.items import Decided
from tallystick.core.orders import ClosingRecord, Decision, Portion
from tallystick.journal.entries import GENESIS, Draft, Sealed, entry_hash
from tallystick.journal.entries import Chain as SealedChain
from tallystick.journal.port import Batch, OutboxRow, Snapshot, Store
from tallystick.terms.errors import StoreError
from tallystick.terms.parties import Side
from tallystick.terms.reasons import GroupStatus, PaymentStatus, StatusReason
from tests.journal.chains import (
    AT,
    BANK,
    MARKED,
    PEER,
    AnyStore,
    Chain,
    assignment,
    entry_after,
    everything,
    key_of,
    mark,
    record,
    vault_row,
    with_more,
)

Reopen = Callable[[], AnyStore]
IDS = ("P1", "P2", "P3", "P4")


def full_store(reopen: Reopen) -> tuple[AnyStore, Chain]:
    """Return a store with something of everything, and what would write the next batch."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1", "P2", tell=(BANK, PEER)))
    store.commit(
        with_more(chain.batch("P3"), closings=[record("P1")], returned=[mark("P1", "R1")])
    )
    store.acknowledge(BANK, 2)
    store.save(Snapshot(*chain.head, b"the state"))
    return store, chain


def refusal(store: AnyStore, batch: Batch) -> StoreError:
    """Return why a batch is refused; nothing of it is there afterwards."""
    before = everything(store, IDS)
    with pytest.raises(StoreError) as caught:
        store.commit(batch)
    assert everything(store, IDS) == before
    assert caught.value.outcome_known
    return caught.value


def test_a_store_is_what_the_port_asks_for(reopen: Reopen) -> None:
    """Each store has every promise of the port; the type checker compares the signatures."""
    store: Store = reopen()
    promises = [name for name in vars(Store) if not name.startswith("_")]
    assert len(promises) > 10
    assert all(callable(getattr(store, name)) for name in promises)


def test_a_new_store_is_empty(reopen: Reopen) -> None:
    """An empty journal has a head of its own, and nothing else."""
    store = reopen()
    assert everything(store, IDS) == (
        (0, GENESIS), [], {}, {}, {}, {}, {each: ([], None) for each in IDS}, [], None,
    )  # fmt: skip


def test_entries_come_back_in_order(reopen: Reopen) -> None:
    """What was committed is read as it was, after any entry."""
    store, chain = reopen(), Chain()
    batches = [chain.batch("P1", "P2"), chain.batch(), chain.batch("P3")]
    for batch in batches:
        store.commit(batch)
    entries = [sealed for batch in batches for sealed in batch.entries]
    assert [each.sequence for each in entries] == [1, 2, 3, 4]
    for after in range(6):
        assert list(store.entries(after)) == entries[after:]
    assert store.head() == chain.head == (4, entries[-1].hash)


def test_who_reads_on_sees_what_comes_meanwhile(reopen: Reopen) -> None:
    """A reader of entries goes on into those that were committed after it began."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1"))
    reading = store.entries(0)
    assert next(reading).sequence == 1
    store.commit(chain.batch("P2"))
    assert [each.sequence for each in reading] == [2]


@pytest.mark.slow
def test_many_entries_are_read_to_the_end(reopen: Reopen) -> None:
    """However long the journal is, nothing of it is left out."""
    store, chain = reopen(), Chain()
    ids = [f"P{i}" for i in range(2_500)]
    store.commit(chain.batch(*ids))
    assert [each.sequence for each in store.entries(0)] == list(range(1, 2_501))
    assert [row.payment_id for row in store.vault_rows()] == ids


def forged(sealed: Sealed, **words: object) -> Sealed:
    """Return a sealed entry with something changed."""
    parts = {"sequence": sealed.sequence, "body": sealed.body, "hash": sealed.hash, **words}
    return Sealed(**parts)  # type: ignore[arg-type]


def test_only_what_follows_is_written(reopen: Reopen) -> None:
    """A gap, a repetition, another chain, a wrong number or hash: all of the batch is refused."""
    store, chain = full_store(reopen)
    head = store.head()
    good = entry_after(head)
    next_good = entry_after((good.sequence, good.hash))
    forgeries: list[tuple[str, list[Sealed]]] = [
        ("comes where", [entry_after((head[0] + 1, head[1]))]),
        ("comes where", list(store.entries(head[0] - 1))),
        ("comes where", [good, good]),
        ("comes where", [next_good, good]),
        ("comes where", [forged(good, sequence=good.sequence + 1)]),
        ("comes where", [forged(entry_after((head[0] + 1, head[1])), sequence=good.sequence)]),
        ("does not follow", [entry_after((head[0], GENESIS))]),
        ("does not follow", [good, entry_after((good.sequence, GENESIS))]),
        ("the hash", [forged(good, hash=GENESIS)]),
        ("the hash", [good, forged(next_good, hash=good.hash)]),
        ("is no entry", [Sealed(good.sequence, b"\x00", entry_hash(b"\x00"))]),
    ]
    for words, entries in forgeries:
        assert words in refusal(store, Batch(entries)).detail
    assert chain.head == head
    store.commit(Batch([good, next_good]))
    assert store.head() == (next_good.sequence, next_good.hash)


@pytest.mark.slow
@pytest.mark.parametrize("numbers", [[4], [2], [0], [-1], [3, 5], [3, 3], [4, 3]])
def test_outbox_numbers_go_on_without_a_gap(reopen: Reopen, numbers: list[int]) -> None:
    """A number that is not the next for its destination refuses the batch."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1", "P2"))
    batch = chain.batch()
    rows = [OutboxRow(BANK, number, 3, f.Present("NOBKRUMM", "P1")) for number in numbers]
    assert "is not the next" in refusal(store, with_more(batch, outbox=rows)).detail
    store.commit(with_more(batch, outbox=[OutboxRow(BANK, 3, 3, f.Present("NOBKRUMM", "P1"))]))
    assert store.outbox_heads() == {BANK: 3}


@pytest.mark.slow
def test_the_outbox_is_read_from_any_number_on(reopen: Reopen) -> None:
    """Every range of a queue comes back in order, however the commits were cut."""
    store, chain = reopen(), Chain()
    told: list[OutboxRow] = []
    for count in (1, 300, 2, 1, 1, 513, *[1] * 40):
        batch = chain.statuses(BANK, count)
        told += batch.outbox
        store.commit(with_more(batch, outbox=[*batch.outbox, chain.effect(PEER, told[0].effect)]))
    assert store.outbox(BANK, 0, 10**6) == told
    for after in (0, 1, 2, 299, 300, 301, 302, 556, 557, 558, 817, len(told) - 1, len(told), 9999):
        for limit in (0, 1, 2, 255, 256, 257, 512):
            assert store.outbox(BANK, after, limit) == told[after : after + limit]
    assert store.outbox("nobody", 0, 9) == []
    assert store.outbox_heads() == {BANK: len(told), PEER: 46}


def test_effects_of_every_kind_come_back_as_they_were(reopen: Reopen) -> None:
    """An effect leaves as it was caused, whatever it is."""
    kinds: tuple[f.AnyEffect, ...] = (
        f.TellPeer("SOUTH", 1, Decided("RUB-CNY", "P1", Decision.ACCEPTED, 1), b"c" * 32),
        f.TellStatus("NOBKRUMM", "P1", PaymentStatus.RJCT, next(iter(StatusReason))),
        f.TellBulk("NOBKRUMM", "B1", 1, GroupStatus.RJCT, next(iter(StatusReason))),
        f.Present("NOBKRUMM", "P1"),
        f.TellSystemEvent("NOBKRUMM", f.SystemEventKind.CYCLE_CLOSED, "RUB-CNY", 3),
        f.TellProvider("FXHOUSE", "P1", "Q1", PaymentStatus.ACSC),
        f.Answer("P1", next(iter(StatusReason))),
        f.Instruct("RTGS", f.InstructionKind.HOLD, "L1", "RUB", 5, "SOUTH"),
        f.ScreenAgain("P1"),
        f.CallPeople("P1", "the halves differ"),
        f.Remember(record("P1")),
        f.Erase("bulk/1/1"),
        f.MarkReturned("P1", "R1", Portion(3, 4)),
        f.PresentAssignment("NOBKRUMM", "recall:P1"),
        f.TellAnswer("NOBKRUMM", "recall:P1", Outcome.REJECTED, "CUST"),
        f.TellAnswer("NOBKRUMM", "recall:P1", None, ""),
        f.RememberAssignment(assignment("recall:P1")),
        f.ReportPayment("R", b"d", "P1", Side.DEBTOR, "2026-03-02", 5, "RUB", b"p", "CN", (), ()),
    )
    assert {type(each) for each in kinds} == set(get_args(f.AnyEffect))
    store, chain = reopen(), Chain()
    store.commit(with_more(chain.batch(), outbox=[chain.effect(BANK, each) for each in kinds]))
    assert tuple(row.effect for row in reopen().outbox(BANK, 0, 99)) == kinds


def test_what_arrived_is_noted(reopen: Reopen) -> None:
    """Acknowledgements only rise, never past what was given out, and outlive a close."""
    store, chain = reopen(), Chain()
    store.commit(chain.statuses(BANK, 5))
    for number, noted in ((3, 3), (2, 3), (0, 3), (4, 4), (99, 5), (5, 5)):
        store.acknowledge(BANK, number)
        assert store.acknowledged() == {BANK: noted}
    store.acknowledge("nobody", 7)
    assert store.acknowledged() == {BANK: 5}
    store = reopen()
    assert store.acknowledged() == {BANK: 5}
    store.commit(chain.statuses(BANK, 1))
    assert (store.acknowledged(), store.outbox_heads()) == ({BANK: 5}, {BANK: 6})
    assert len(store.outbox(BANK, 0, 99)) == 6


def test_closing_records_are_kept_and_marked(reopen: Reopen) -> None:
    """A closed payment is known for ever; one that was returned says by which return."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1", "P2"))
    store.commit(with_more(chain.batch(), closings=[record("P1"), record("P3")]))
    marked = with_more(
        chain.batch(), closings=[record("P2")], returned=[mark("P1", "R1"), mark("P2", "R2")]
    )
    store.commit(marked)
    assert store.closings(["P1", "P2", "P3", "P4"]) == {
        "P1": with_returned("P1", "R1"),
        "P2": with_returned("P2", "R2"),
        "P3": record("P3"),
    }
    assert store.closings([]) == {}


def with_returned(payment_id: str, returned_by: str) -> ClosingRecord:
    """Return a closing record that bears the mark of a return."""
    return msgspec.structs.replace(record(payment_id), returned_by=returned_by, returned=MARKED)


def test_a_payment_is_closed_once_and_marked_when_closed(reopen: Reopen) -> None:
    """Closing it again, or marking one that is not closed, refuses the batch."""
    store, chain = full_store(reopen)
    batch = chain.batch("P4")
    for closings in ([record("P1")], [record("P2"), record("P2")], [record("P3"), record("P1")]):
        refusal(store, with_more(batch, closings=closings))
    for payment_id in ("P2", "P4", "P9"):
        refusal(store, with_more(batch, returned=[mark("P1", "R2"), mark(payment_id, "R1")]))
    store.commit(batch)


def test_a_payment_has_its_vault_rows_and_one_key(reopen: Reopen) -> None:
    """Rows come back in the order of writing, under the key that came first."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1", "P2"))
    later = [vault_row("P2", 3, "evidence"), vault_row("P1", 3, "answer"), vault_row("P2", 3, "a")]
    store.commit(with_more(chain.batch(), vault=later))
    assert store.vault("P2") == [vault_row("P2", 2), later[0], later[2]]
    assert store.vault("P1") == [vault_row("P1", 1), later[1]]
    assert list(store.vault_rows()) == [vault_row("P1", 1), vault_row("P2", 2), *later]
    assert (store.vault("P9"), store.key("P9")) == ([], None)
    assert (store.key("P1"), store.key("P2")) == (key_of("P1"), key_of("P2"))


def test_no_row_without_a_key_and_no_second_key(reopen: Reopen) -> None:
    """What could not be read, or would make something unreadable, is refused."""
    store, chain = full_store(reopen)
    batch = chain.batch("P4")
    for keys in ([("P4", b"a"), ("P4", b"b")], [("P4", b"a"), ("P2", b"b")], [("P1", b"a")]):
        refusal(store, with_more(batch, keys=keys, vault=[]))
    for vault in ([vault_row("P9", 4)], [vault_row("P4", 4), vault_row("P8", 4)]):
        refusal(store, with_more(batch, vault=vault))
    refusal(store, with_more(batch, keys=[]))
    store.commit(batch)
    assert store.key("P4") == key_of("P4")


def test_a_refused_key_leaves_no_trace(reopen: Reopen) -> None:
    """After a batch that was refused, the same payment may come with another key."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1"))
    batch = chain.batch("P2", "P3")
    refusal(store, with_more(batch, returned=[mark("P9", "R1")]))
    other = [("P3", b"another key of P3"), ("P2", b"another key of P2")]
    store.commit(with_more(batch, keys=other))
    store = reopen()
    assert [store.key(each) for each in ("P1", "P2", "P3")] == [
        key_of("P1"),
        other[1][1],
        other[0][1],
    ]


def test_a_key_comes_with_the_first_word_of_a_payment(reopen: Reopen) -> None:
    """A payment that was closed without ever having a key has none, and is given none.

    A key that came with a refused batch is nobody's, whoever comes next.
    """
    store, chain = reopen(), Chain()
    batch = chain.batch("P1")
    refusal(store, with_more(batch, returned=[mark("P9", "R1")]))
    bare = with_more(batch, keys=[], vault=[], closings=[record("P1"), record("P2")])
    refusal(store, with_more(bare, vault=batch.vault))
    store.commit(bare)
    batch = chain.batch("P3")
    for payment_id in ("P1", "P2"):
        assert store.key(payment_id) is None
        refusal(store, with_more(batch, keys=[(payment_id, b"late")], vault=[]))
    store.commit(batch)
    assert [store.key(each) for each in IDS] == [None, None, key_of("P3"), None]


def test_a_closed_payment_is_not_given_its_numbers_old_key(reopen: Reopen) -> None:
    """A key of a refused batch does not become the key of another payment."""
    store, chain = reopen(), Chain()
    batch = chain.batch("P1")
    refusal(store, with_more(batch, returned=[mark("P9", "R1")]))
    store.commit(with_more(batch, keys=[], vault=[], closings=[record("P2")]))
    assert (store.key("P1"), store.key("P2")) == (None, None)
    assert store.closings(IDS) == {"P2": record("P2")}


def test_an_erased_key_is_gone_for_ever(reopen: Reopen) -> None:
    """The rows stay and nothing can be added; the other payments are untouched."""
    store, chain = reopen(), Chain()
    store.commit(chain.batch("P1", "P2"))
    for payment_id in ("P1", "P1", "P9"):
        store.erase(payment_id)
    store = reopen()
    assert (store.key("P1"), store.key("P2")) == (None, key_of("P2"))
    assert store.vault("P1") == [vault_row("P1", 1)]
    batch = chain.batch()
    refusal(store, with_more(batch, vault=[vault_row("P1", 3)]))
    refusal(store, with_more(batch, keys=[("P1", b"new")]))
    store.commit(batch)


def test_the_newest_snapshot_wins(reopen: Reopen) -> None:
    """Whatever the order of saving, and a later word on the same entry replaces the first."""
    store, chain = reopen(), Chain()
    store.save(Snapshot(0, GENESIS, b"nothing"))
    store.commit(chain.batch("P1"))
    first = chain.head
    store.commit(chain.batch("P2"))
    for head, state, newest in (
        (chain.head, b"two", b"two"),
        (first, b"one", b"two"),
        (chain.head, b"two again", b"two again"),
    ):
        store.save(Snapshot(*head, state))
        assert store.snapshot() == Snapshot(*chain.head, newest)
    assert reopen().snapshot() == Snapshot(*chain.head, b"two again")


def test_a_snapshot_is_of_this_journal(reopen: Reopen) -> None:
    """One that is named by an entry the journal does not have is refused."""
    store, _ = full_store(reopen)
    kept = store.snapshot()
    for head in ((3, GENESIS), (9, GENESIS), (0, b""), (-1, GENESIS), (1, store.head()[1])):
        with pytest.raises(StoreError, match="not of this journal"):
            store.save(Snapshot(*head, b"forged"))
    assert store.snapshot() == kept


def test_a_store_that_was_closed_is_found_whole(reopen: Reopen) -> None:
    """All that was committed is there, and the next batch follows it."""
    store, chain = full_store(reopen)
    before = everything(store, IDS)
    store = reopen()
    assert everything(store, IDS) == before
    store.commit(chain.batch("P4", tell=(PEER, "system:RTGS")))
    assert (store.head(), store.outbox_heads()) == (chain.head, chain.outbox_heads)
    assert store.key("P4") == key_of("P4")
    assert next(reopen().entries(3)).sequence == 4


def test_an_empty_batch_changes_nothing(reopen: Reopen) -> None:
    """Whoever has nothing to write may say so."""
    store, _ = full_store(reopen)
    before = everything(store, IDS)
    store.commit(Batch([]))
    assert everything(store, IDS) == before


def test_a_chain_sealed_in_one_go_is_as_good_as_entries_sealed_one_by_one(reopen: Reopen) -> None:
    """It holds the same entries, and no store takes it but after the head that it follows."""
    store, _ = full_store(reopen)
    head = store.head()
    drafts: list[Draft] = [(AT, PassTime(), [TimePassed(AT)], b"")] * 2
    sealed = SealedChain.sealed(head, drafts)
    assert list(sealed) == [
        (first := entry_after(head)),
        entry_after((first.sequence, first.hash)),
    ]
    for foreign in ((head[0] + 1, head[1]), (head[0], GENESIS)):
        refusal(store, Batch(SealedChain.sealed(foreign, drafts)))
    assert "the hash" in refusal(store, Batch([forged(sealed[0], hash=GENESIS)])).detail
    store.commit(Batch(sealed))
    assert store.head() == sealed.head == (sealed[-1].sequence, sealed[-1].hash)
