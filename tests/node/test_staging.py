"""What the node does for bulk: it keeps what was staged, releases it in turns, and lets it go."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core import machine
from tallystick.core.agreements import BulkRefusal
from tallystick.core.orders import Order, RefusedTransaction, StagedOrder
from tallystick.core.state import State
from tallystick.journal.entries import unseal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Store
from tallystick.links.bulk_reports import REFERENCES
from tallystick.node.engine import Input, Personal
from tallystick.node.node import MESSAGE
from tallystick.node.runner import RELEASED_AT_ONCE
from tallystick.node.staging import packed
from tallystick.node.wiring import JOURNAL
from tallystick.proof.verify import verify
from tallystick.terms.errors import StoreError
from tallystick.terms.reasons import StatusReason
from tests.core.pair import BANKS, CLEAR, NORTH, mutual
from tests.node.linked_nodes import LinkedNodes, message_of
from tests.node.running import Running, run, until
from tests.node.steps import an_order
from tests.proof.two_stores import TwoStores

BANK = BANKS[NORTH][0]


def orders(count: int, name: str = "pay") -> list[Order]:
    """Return orders that nobody has handed in yet."""
    return [an_order(f"{name}-{number}", "") for number in range(1, count + 1)]


def opened(bulk_id: str = "bulk") -> Input:
    """Return the opening of a bulk, with its header."""
    command = c.OpenBulk(bulk_id, "RUB-CNY", BANK, b"file")
    return Input(command, (Personal(MESSAGE, b"its header"),))


def part(first: int, some: Sequence[Order], bulk_id: str = "bulk") -> Input:
    """Return a staged part, with the messages of its orders."""
    staged = tuple(StagedOrder(order, CLEAR) for order in some)
    kept = [(Personal(MESSAGE, message_of(order.payment_id)),) for order in some]
    return Input(c.StageOrders(bulk_id, first, staged), (packed(kept),))


def sealed(some: Sequence[Order], bulk_id: str = "bulk") -> Input:
    """Return the seal of a bulk."""
    total = sum(order.amount for order in some)
    return Input(c.SealBulk(bulk_id, len(some), total, "RUB", b"file"))


def staged_in(nodes: LinkedNodes, some: Sequence[Order], bulk_id: str = "bulk") -> None:
    """Have the north stage and seal a bulk, in parts of two orders."""
    nodes.step(NORTH, opened(bulk_id))
    for start in range(0, len(some), 2):
        nodes.step(NORTH, part(start + 1, some[start : start + 2], bulk_id))
    nodes.step(NORTH, sealed(some, bulk_id))


def release(nodes: LinkedNodes, count: int) -> list[tuple[str, int]]:
    """Have the north take up some orders; return which."""
    inputs = nodes.nodes[NORTH].releases(count)
    nodes.step(NORTH, *inputs)
    commands = [asked.command for asked in inputs]
    return [(x.bulk_id, x.number) for x in commands if isinstance(x, c.ReleaseOrder)]


def keys(store: Store) -> list[bool]:
    """Tell of the header and the parts of the first bulk whether their keys are there."""
    names = ["bulk/1", "bulk/1/1", "bulk/1/3", "bulk/1/5"]
    return [store.key(name) is not None for name in names]


@pytest.fixture
def nodes(founded: LinkedNodes) -> LinkedNodes:
    """Return two nodes with banks and money."""
    return founded.branch()


def test_what_was_staged_is_kept_under_its_payment_once_it_is_one(nodes: LinkedNodes) -> None:
    """Under the payment's own key; the part's key goes when each of its orders was taken up."""
    some = orders(5)
    staged_in(nodes, some)
    store = nodes.stores[NORTH]
    assert keys(store) == [True, True, True, True]
    assert [store.vault(order.payment_id) for order in some] == [[]] * 5
    release(nodes, 3)
    assert keys(store) == [True, False, True, True]
    release(nodes, 2)
    assert keys(store) == [True, False, False, False]
    for order in some:
        (kept,) = nodes.nodes[NORTH].attachments(order.payment_id)
        assert kept.content == message_of(order.payment_id)


def test_another_payment_s_message_is_not_touched(nodes: LinkedNodes) -> None:
    """An order may bear the id of a payment that is there: its message and key stay."""
    order = nodes.order(NORTH, 1_000)
    nodes.step(
        NORTH, Input(c.SubmitPayment(order, CLEAR), (Personal(MESSAGE, b"the first message"),))
    )
    staged_in(nodes, [an_order(order.payment_id, "", content=b"x"), *orders(1)])
    release(nodes, 2)
    (kept,) = nodes.nodes[NORTH].attachments(order.payment_id)
    assert kept.content == b"the first message"


def test_a_bulk_survives_the_process(nodes: LinkedNodes) -> None:
    """Half staged, half released: it goes on where it was."""
    some = orders(4)
    nodes.step(NORTH, opened())
    nodes.step(NORTH, part(1, some[:2]))
    nodes.nodes[NORTH].save_snapshot()
    nodes.restart(NORTH)
    nodes.settle_down()
    nodes.step(NORTH, part(3, some[2:]))
    nodes.step(NORTH, sealed(some))
    assert release(nodes, 3) == [("bulk", 1), ("bulk", 2), ("bulk", 3)]
    nodes.restart(NORTH)
    nodes.settle_down()
    assert release(nodes, 3) == [("bulk", 4)]
    assert not nodes.nodes[NORTH].is_releasing


def test_each_bulk_gets_its_share(nodes: LinkedNodes) -> None:
    """A long one does not keep a short one waiting."""
    staged_in(nodes, orders(6, "long"), "long")
    staged_in(nodes, orders(2, "short"), "short")
    taken = release(nodes, 4)
    assert taken == [("long", 1), ("long", 2), ("short", 1), ("short", 2)]
    assert release(nodes, 3) == [("long", 3), ("long", 4), ("long", 5)]


@pytest.fixture
def sparing() -> LinkedNodes:
    """Return two nodes whose agreement has each transaction refused alone that is no order."""
    return LinkedNodes(mutual(bulk_refusal=BulkRefusal.EACH)).found()


def refused(number: int) -> RefusedTransaction:
    """Return a transaction that can be no order."""
    reason = StatusReason.INCORRECT_ACCOUNT
    return RefusedTransaction(number, 500, "RUB", b"refused %d" % number, reason)


def mixed_part(first: int, lines: Sequence[Order | RefusedTransaction]) -> Input:
    """Return a staged part with refused transactions in it."""
    staged = tuple(StagedOrder(x, CLEAR) for x in lines if isinstance(x, Order))
    alone = tuple(x for x in lines if isinstance(x, RefusedTransaction))
    kept = [
        (Personal(MESSAGE, message_of(x.payment_id)),) if isinstance(x, Order) else ()
        for x in lines
    ]
    command = c.StageOrders("bulk", first, staged, alone)
    return Input(command, (packed(kept),) if staged else ())


def test_what_was_refused_survives_the_process(sparing: LinkedNodes) -> None:
    """With its numbers, before the seal and between releases; the others keep their messages."""
    some = orders(3)
    lines: list[Order | RefusedTransaction] = [
        refused(1),
        some[0],
        refused(3),
        some[1],
        some[2],
        refused(6),
    ]
    sparing.step(NORTH, opened())
    sparing.step(NORTH, mixed_part(1, lines[:2]))
    sparing.nodes[NORTH].save_snapshot()
    sparing.restart(NORTH)
    sparing.settle_down()
    sparing.step(NORTH, mixed_part(1, lines[:2]))
    sparing.step(NORTH, mixed_part(3, lines[2:]))
    total = 3 * 500 + sum(order.amount for order in some)
    told = Personal(REFERENCES, b"what they said")
    sparing.step(NORTH, Input(c.SealBulk("bulk", 6, total, "RUB", b"file"), (told,)))
    assert release(sparing, 2) == [("bulk", 2), ("bulk", 4)]
    sparing.restart(NORTH)
    sparing.settle_down()
    assert release(sparing, 2) == [("bulk", 5)]
    assert sorted(sparing.state(NORTH).payments) == ["pay-1", "pay-2", "pay-3"]
    assert keys(sparing.stores[NORTH])[:3] == [True, False, False]
    (kept,) = sparing.nodes[NORTH].attachments("pay-3")
    assert kept.content == message_of("pay-3")
    assert sparing.nodes[NORTH].kept("bulk/1", REFERENCES) == (b"what they said",)


def test_what_refused_transactions_said_goes_with_the_bulk_s_key(sparing: LinkedNodes) -> None:
    """It lies under the key of the file's header, and is in no entry."""
    sparing.step(NORTH, opened())
    sparing.step(NORTH, mixed_part(1, [refused(1), refused(2)]))
    assert keys(sparing.stores[NORTH]) == [True, False, False, False]
    told = Personal(REFERENCES, b"what they said")
    sparing.step(NORTH, Input(c.SealBulk("bulk", 2, 1_000, "RUB", b"file"), (told,)))
    assert not sparing.nodes[NORTH].is_releasing
    assert sparing.nodes[NORTH].kept("bulk/1", REFERENCES) == (b"what they said",)
    sparing.stores[NORTH].erase("bulk/1")
    assert sparing.nodes[NORTH].kept("bulk/1", REFERENCES) == ()
    assert all(b"what they said" not in sealed.body for sealed in sparing.stores[NORTH].entries(0))


class StubbornStore(MemoryStore):
    """A store whose keys cannot be erased for a while."""

    is_stubborn = True

    @override
    def erase(self, payment_id: str) -> None:
        """Erase, or fail as where a reader keeps the key in the log."""
        if self.is_stubborn:
            raise StoreError("a reader is there", outcome_known=False)
        super().erase(payment_id)


def test_a_key_that_cannot_be_erased_is_erased_later(nodes: LinkedNodes) -> None:
    """After a later commit; or, if the process died meanwhile, at the next start."""
    store = StubbornStore()
    store.__dict__ |= nodes.stores[NORTH].__dict__
    nodes.stores[NORTH] = store
    nodes.restart(NORTH)
    nodes.settle_down()
    staged_in(nodes, orders(6))
    release(nodes, 2)
    assert keys(store) == [True, True, True, True]
    store.is_stubborn = False
    release(nodes, 2)
    assert keys(store) == [True, False, False, True]
    store.is_stubborn = True
    release(nodes, 2)
    nodes.restart(NORTH)
    assert keys(store) == [True, False, False, True]
    store.is_stubborn = False
    nodes.restart(NORTH)
    assert keys(store) == [True, False, False, False]


def test_an_order_whose_message_is_lost_is_refused_unread(nodes: LinkedNodes) -> None:
    """Nobody could be shown such a payment; the others go on."""
    staged_in(nodes, orders(4))
    nodes.stores[NORTH].erase("bulk/1/1")
    release(nodes, 4)
    assert sorted(nodes.state(NORTH).payments) == ["pay-3", "pay-4"]
    assert nodes.state(NORTH).bulks["bulk"].repeated == 2


@pytest.mark.slow
def test_an_order_that_stops_the_machine_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the second time it is refused unread, and the node goes on."""
    stopped: list[int] = []

    def trip(state: State, at: int, command: c.AnyCommand) -> list[e.AnyEvent]:
        if isinstance(command, c.ReleaseOrder) and command.number == 2 and not command.reason:
            stopped.append(command.number)
            raise AssertionError("a bug that one order wakes")
        return machine.decide(state, at, command)

    monkeypatch.setattr("tallystick.node.engine.decide", trip)

    async def scene(running: Running) -> None:
        some = orders(3)
        for asked in (opened(), part(1, some), sealed(some)):
            await running.runners[NORTH].take(asked.command, asked.personal)
        await until(running.runners[NORTH], lambda: _is_released(linked))

    linked = LinkedNodes().found()
    run(scene, linked, tmp_path)
    assert stopped == [2, 2]
    assert sorted(linked.fresh(NORTH).state.payments) == ["pay-1", "pay-3"]


def _is_released(linked: LinkedNodes) -> bool:
    """Whether all of the bulk was taken up, by the store."""
    bulk = linked.fresh(NORTH).state.bulks.get("bulk")
    return bulk is not None and 0 < bulk.staged == bulk.released


def test_a_store_with_bulks_is_proved(tmp_path: Path) -> None:
    """Sealed, dropped and half released: every entry holds, and all that lies beside."""
    nodes = TwoStores(tmp_path)
    nodes.found()
    staged_in(nodes, orders(5))
    release(nodes, 3)
    nodes.step(NORTH, opened("dropped"))
    nodes.step(NORTH, part(1, orders(2, "gone"), "dropped"))
    nodes.step(NORTH, Input(c.SealBulk("dropped", 3, 1, "RUB", b"file")))
    nodes.close()
    told: list[str] = []
    proved = verify(tmp_path / NORTH / JOURNAL, tell=told.append)
    assert (proved.valid, proved.error) == (True, None)
    assert not [remark for remark in told if "no key any more" in remark]


def test_a_store_with_refused_transactions_is_proved(tmp_path: Path) -> None:
    """What the seal brought lies in the vault under the bulk's own key, as its entry says."""
    nodes = TwoStores(tmp_path)
    nodes.agreement = mutual(bulk_refusal=BulkRefusal.EACH)
    nodes.found()
    some = orders(1)
    nodes.step(NORTH, opened())
    nodes.step(NORTH, mixed_part(1, [refused(1), some[0]]))
    told = Personal(REFERENCES, b"what it said")
    total = 500 + some[0].amount
    nodes.step(NORTH, Input(c.SealBulk("bulk", 2, total, "RUB", b"file"), (told,)))
    nodes.nodes[NORTH].save_snapshot()
    release(nodes, 1)
    nodes.close()
    proved = verify(tmp_path / NORTH / JOURNAL, tell=lambda _remark: None)
    assert (proved.valid, proved.error) == (True, None)


def test_others_are_not_kept_waiting(tmp_path: Path) -> None:
    """A payment that comes while a bulk is released goes with the next turn, before its rest."""

    async def scene(running: Running) -> int:
        runner = running.runners[NORTH]
        some = orders(3 * RELEASED_AT_ONCE)
        for asked in (opened(), part(1, some), sealed(some)):
            await runner.take(asked.command, asked.personal)
        alone = an_order("alone", "")
        await runner.take(c.SubmitPayment(alone, CLEAR), (Personal(MESSAGE, b"x"),))
        before = await runner.read(lambda node: node.state.bulks["bulk"].released)
        await until(runner, lambda: not linked.fresh(NORTH).is_releasing)
        return before

    linked = LinkedNodes().found()
    assert run(scene, linked, tmp_path) <= 2 * RELEASED_AT_ONCE
    entries = [unseal(each) for each in linked.stores[NORTH].entries(0)]
    released = [any(isinstance(ev, e.OrderReleased) for ev in x.events) for x in entries]
    assert sum(released) == 3 * RELEASED_AT_ONCE
