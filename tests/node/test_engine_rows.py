"""What a step leaves beside its entries: rows of the vault, effects, closing records."""

from collections.abc import Sequence
from itertools import chain

import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.assignments import AssignmentKind, AssignmentRecord, AssignmentState
from tallystick.core.events import AnyEvent, PaymentReceived, PaymentRefused
from tallystick.core.items import StillPending
from tallystick.core.orders import ClosingRecord, Portion
from tallystick.core.state import State
from tallystick.journal.entries import GENESIS, Entry, encode, unseal, vault_digest
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import OutboxRow
from tallystick.journal.vault import Vault
from tallystick.node.engine import (
    EVICTED_AT_ONCE,
    ORDER_BYTES_MAX,
    Engine,
    Input,
    Personal,
    Step,
    destination_of,
)
from tallystick.terms.errors import InvariantError
from tallystick.terms.parties import Side
from tallystick.terms.reasons import GroupStatus, PaymentStatus, StatusReason
from tests.core.pair import BANKS, CLEAR, NORTH, SOUTH, START
from tests.node.linked_nodes import MASTER, CountedEntropy, LinkedNodes, message_of
from tests.node.steps import (
    CREDITOR,
    DEBTOR,
    HEARD_BEFORE,
    RUB_CNY,
    UNKNOWN_CASE,
    a_message,
    a_quote,
    an_order,
    engine_on,
    entries,
    kinds,
    step,
    submitted,
)

# The vault.


def stored_by(done: Step, number: int = -1) -> Entry:
    """Return an entry of a step after holding its digest against its vault rows."""
    entry = entries(done)[number]
    rows = [row for row in done.batch.vault if row.sequence == entry.sequence]
    assert entry.vault == vault_digest(rows)
    return entry


def test_a_stored_payment_keeps_what_came_with_it(engine: Engine) -> None:
    """The message lies in the vault under the payment's own key, and opens with it."""
    step(engine, a_quote())
    extra = Personal("signature", b"<ds:Signature/>")
    order = an_order()
    inputs = [Input(c.SubmitPayment(order, CLEAR), (a_message("pay"), extra))]
    done = engine.step(START, inputs)
    entry = stored_by(done)
    vault = Vault(MASTER[NORTH])
    ((payment_id, wrapped),) = done.batch.keys
    key = vault.unwrap("pay", wrapped)
    assert payment_id == "pay"
    assert [(row.payment_id, row.kind, row.sequence) for row in done.batch.vault] == [
        ("pay", "message", entry.sequence),
        ("pay", "signature", entry.sequence),
    ]
    assert [vault.decrypt(key, row) for row in done.batch.vault] == [
        message_of("pay"),
        b"<ds:Signature/>",
    ]


def test_nothing_personal_stands_outside_the_vault(engine: Engine) -> None:
    """Neither entry nor outbox nor ciphertext shows a name."""
    step(engine, a_quote())
    done = engine.step(START, [submitted(an_order())])
    assert b"Anna" in message_of("pay")
    assert b"Anna" not in encode(done.batch)


def test_a_refused_payment_that_is_stored_keeps_its_message(engine: Engine) -> None:
    """Who was refused may ask why: the order stays, and so does what came with it."""
    done = engine.step(START, [submitted(an_order(creditor_agent="NOBANKXX"))])
    assert [type(event) for event in stored_by(done).events] == [PaymentReceived, PaymentRefused]
    assert [row.payment_id for row in done.batch.vault] == ["pay"]


def test_a_repetition_keeps_nothing(engine: Engine) -> None:
    """The same order again, or another under its id: no row, no key, no digest."""
    step(engine, a_quote())
    engine.step(START, [submitted(an_order())])
    misuse = an_order(amount=7, content=b"another")
    done = engine.step(START, [submitted(an_order()), submitted(misuse)])
    assert len(done.batch.entries) == 2
    assert (list(done.batch.vault), list(done.batch.keys)) == ([], [])
    assert [entry.vault for entry in entries(done)] == [b"", b""]


@pytest.mark.parametrize("command", [a_quote(), UNKNOWN_CASE, HEARD_BEFORE, c.PassTime()])
def test_what_stores_no_payment_keeps_nothing(engine: Engine, command: c.AnyCommand) -> None:
    """There is no payment under whose key it could lie."""
    done = engine.step(START, [Input(command, (a_message("pay"),))])
    assert (list(done.batch.vault), list(done.batch.keys)) == ([], [])
    assert [entry.vault for entry in entries(done)] == [b""] * len(done.batch.entries)


def test_a_payment_without_a_message_has_no_key(engine: Engine) -> None:
    """Nothing came with it, nothing is kept, and nobody has a key to lose."""
    done = step(engine, a_quote(), c.SubmitPayment(an_order(), CLEAR))
    assert (list(done.batch.vault), list(done.batch.keys)) == ([], [])


def test_equal_texts_of_one_entry_are_not_seen_to_be_equal(engine: Engine) -> None:
    """Each row has a place of its own: no two are encrypted alike."""
    twice = (a_message("pay"), a_message("pay"))
    order = an_order(creditor_agent="NOBANKXX")
    rows = engine.step(START, [Input(c.SubmitPayment(order, CLEAR), twice)]).batch.vault
    assert len({row.ciphertext for row in rows}) == 2
    assert len({row.ciphertext[4:] for row in rows}) == 2


def test_each_payment_has_a_key_of_its_own(engine: Engine) -> None:
    """One key forgotten leaves every other payment readable."""
    names = [f"pay-{number}" for number in range(5)]
    inputs = [submitted(an_order(name, creditor_agent="NOBANKXX")) for name in names]
    done = engine.step(START, inputs)
    vault = Vault(MASTER[NORTH])
    keys = [vault.unwrap(payment_id, wrapped) for payment_id, wrapped in done.batch.keys]
    assert [payment_id for payment_id, _ in done.batch.keys] == names
    assert len(set(keys)) == 5
    digests = {stored_by(done, number).vault for number in range(5)}
    assert len(digests) == 5


# The outbox.


def numbered(rows: Sequence[OutboxRow]) -> dict[str, list[int]]:
    """Return the numbers given out for each destination."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.destination, []).append(row.number)
    return found


def test_each_effect_names_the_entry_that_caused_it(engine: Engine) -> None:
    """An effect leaves because of one entry, and says of which."""
    done = step(engine, a_quote(), c.SubmitPayment(an_order(), CLEAR), a_quote("other"))
    assert {row.entry for row in done.batch.outbox} == {entries(done)[1].sequence}


def test_numbers_have_no_gap_over_restarts(founded: LinkedNodes) -> None:
    """For each destination 1, 2, 3 and so on, however often the node began anew."""
    linked = founded.branch()
    for number in range(12):
        if number % 4 == 3:
            linked.restart((NORTH, SOUTH)[number // 4 % 2])
            linked.settle_down()
        linked.send((NORTH, SOUTH)[number % 2], 50_000 + number)
    linked.close_cycle()
    for name in (NORTH, SOUTH):
        store = linked.stores[name]
        heads = store.outbox_heads()
        assert {f"participant:{BANKS[name][0]}", f"system:RTGS-{name}"} < set(heads)
        rows = list(chain.from_iterable(store.outbox(each, 0, 10**6) for each in heads))
        assert numbered(rows) == {each: list(range(1, heads[each] + 1)) for each in heads}
        told = [row for row in rows if isinstance(row.effect, f.TellPeer)]
        assert [row.effect.sequence for row in told] == [row.number for row in told]  # type: ignore[union-attr]


def test_a_step_is_a_lawful_batch(founded: LinkedNodes) -> None:
    """What an engine makes, a store that refuses every gap takes."""
    linked = founded.branch()
    engine, store = engine_on(linked), linked.stores[NORTH]
    for number in range(5):
        order = an_order(f"pay-{number}", f"quote-{number}")
        inputs = [Input(a_quote(f"quote-{number}")), submitted(order), Input(UNKNOWN_CASE)]
        store.commit(engine.step(START + number, inputs).batch)
        assert store.head() == engine.head
    assert [store.outbox_heads()["peer:SOUTH"], len(store.vault("pay-3"))] == [6, 1]


RECORD = ClosingRecord(
    "pay", RUB_CNY, Side.DEBTOR, "settled", "", b"", DEBTOR, CREDITOR, 1, "RUB", 1, "CNY", 1
)
ASSIGNED = AssignmentRecord(
    "recall:pay",
    RUB_CNY,
    AssignmentKind.RECALL,
    Side.DEBTOR,
    DEBTOR,
    CREDITOR,
    "pay",
    b"",
    AssignmentState.EXPIRED,
)
DESTINATIONS: tuple[tuple[f.AnyEffect, str], ...] = (
    (f.TellPeer(SOUTH, 1, StillPending(RUB_CNY, "pay"), b""), "peer:SOUTH"),
    (f.TellStatus(DEBTOR, "pay", PaymentStatus.ACSC), f"participant:{DEBTOR}"),
    (f.TellBulk(DEBTOR, "bulk", 1, GroupStatus.ACTC), f"participant:{DEBTOR}"),
    (f.Present(CREDITOR, "pay"), f"participant:{CREDITOR}"),
    (
        f.TellSystemEvent(DEBTOR, f.SystemEventKind.CYCLE_CLOSED, RUB_CNY, 1),
        f"participant:{DEBTOR}",
    ),
    (f.TellProvider("FXHOUSE", "pay", "quote", PaymentStatus.ACSC), "provider:FXHOUSE"),
    (f.Instruct("RTGS", f.InstructionKind.HOLD, "ref", "RUB", 5), "system:RTGS"),
    (f.PresentAssignment(CREDITOR, "recall:pay"), f"participant:{CREDITOR}"),
    (f.TellAnswer(DEBTOR, "recall:pay", None, ""), f"participant:{DEBTOR}"),
    (f.ScreenAgain("pay"), "screening"),
    (f.CallPeople("pay", "look"), "people"),
    (
        f.ReportPayment(
            "rule", b"", "pay", Side.DEBTOR, "2026-01-05", 5, "RUB", b"", "CN", (), ()
        ),
        "authorities",
    ),
)


@pytest.mark.parametrize(("effect", "destination"), DESTINATIONS)
def test_each_effect_has_its_queue(effect: f.AnyEffect, destination: str) -> None:
    """Whoever reads one queue hears all that is for it, and nothing else."""
    assert destination_of(effect) == destination


def test_every_kind_of_effect_is_told_somewhere() -> None:
    """None of them is forgotten: twelve leave by the outbox, five stay."""
    by_outbox = {type(effect) for effect, _ in DESTINATIONS}
    stay = {f.Answer, f.Erase, f.Remember, f.MarkReturned, f.RememberAssignment}
    assert by_outbox | stay == set(f.AnyEffect.__args__)
    assert not by_outbox & stay


@pytest.mark.parametrize(
    "effect",
    [
        f.Answer("pay", StatusReason.DUPLICATION),
        f.Remember(RECORD),
        f.MarkReturned("pay", "back", Portion(1, 2)),
        f.RememberAssignment(ASSIGNED),
        f.Erase("bulk/1/1"),
    ],
)
def test_what_stays_here_has_no_queue(effect: f.AnyEffect) -> None:
    """An answer or a record that stood in an outbox would be our own mistake."""
    with pytest.raises(InvariantError, match="does not leave by the outbox"):
        destination_of(effect)


# Eviction.


def many_refused(linked: LinkedNodes, count: int) -> None:
    """Have the north refuse so many payments in the open cycle."""
    orders = [an_order(f"pay-{number}", creditor_agent="NOBANKXX") for number in range(count)]
    linked.step(NORTH, *(submitted(order) for order in orders))


def test_payments_of_a_settled_cycle_leave_at_the_end_of_a_step(founded: LinkedNodes) -> None:
    """As many as go at once; the rest with the next step; each leaves a closing record."""
    linked = founded.branch()
    many_refused(linked, EVICTED_AT_ONCE + 8)
    linked.do(NORTH, c.CloseCycle(RUB_CNY, 1))
    evictions: list[int] = []
    payments = len(linked.state(NORTH).payments)
    for _ in range(4):
        linked.settle_down()
    left: list[AnyEvent] = []
    for sealed in linked.stores[NORTH].entries(0):
        entry = unseal(sealed)
        if isinstance(entry.command, c.EvictSettled):
            evictions.append(len(entry.events[0].records))  # type: ignore[union-attr]
            left += entry.events
    assert payments == EVICTED_AT_ONCE + 8
    assert evictions == [EVICTED_AT_ONCE, 8]
    assert (len(linked.state(NORTH).payments), linked.state(NORTH).leaving) == (0, [])
    names = [f"pay-{number}" for number in range(payments)]
    assert list(linked.stores[NORTH].closings(names)) == names


def test_eviction_comes_after_every_input(founded: LinkedNodes) -> None:
    """Whatever an input names is still there, or was looked up: nothing leaves in between."""
    linked = founded.branch()
    many_refused(linked, 2)
    engine = engine_on(linked)
    cycle = engine.state.pacts[RUB_CNY].cycles[1]
    assert cycle.uncounted == ["pay-0", "pay-1"]
    engine.state.leaving.extend(cycle.uncounted)
    cycle.uncounted.clear()
    done = step(engine, c.AskStatus("pay-0", DEBTOR), UNKNOWN_CASE)
    assert kinds(done) == ["AskStatus", "CloseCase", "EvictSettled"]
    assert [record.payment_id for record in done.batch.closings] == ["pay-0", "pay-1"]
    assert engine.state.payments == {}


def test_an_empty_store_takes_the_first_batch() -> None:
    """Books begin with any command, and the store follows the engine from its first entry."""
    fresh = Engine(State(NORTH), (0, GENESIS), {}, Vault(bytes(32)), CountedEntropy("first"))
    store = MemoryStore()
    store.commit(step(fresh, UNKNOWN_CASE).batch)
    assert store.head() == fresh.head
    assert fresh.head[0] == 1


def test_an_order_too_large_to_travel_is_not_taken(engine: Engine) -> None:
    """Nothing of it is stored, and whoever sent it is told which rule."""
    order, head = an_order(), engine.head
    large = Personal("message", b"x" * (ORDER_BYTES_MAX + 1))
    done = engine.step(START, [Input(c.SubmitPayment(order, CLEAR), (large,))])
    assert (list(done.batch.entries), engine.head) == ([], head)
    answer = f.Answer(order.payment_id, StatusReason.INVALID_FILE_FORMAT)
    assert done.replies[0].answers == [answer]
