"""The runner tells nothing before it is durable, and begins again after every failure."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tallystick.admission.desk import Admitted, Desk
from tallystick.admission.items import Told
from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core import machine
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Order
from tallystick.core.state import State
from tallystick.journal.port import Store
from tallystick.node.engine import ORDER_BYTES_MAX, Personal, Reply
from tallystick.node.node import MESSAGE
from tallystick.node.runner import Runner
from tallystick.terms.errors import LinkError, StoreError
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import CLEAR, NORTH, SOUTH
from tests.node.linked_nodes import LinkedNodes, message_of
from tests.node.running import AT_ONCE, FailingStore, Running, run, until
from tests.node.steps import UNKNOWN_CASE


@pytest.fixture
def linked() -> LinkedNodes:
    """Return two nodes with banks, money and lists."""
    return LinkedNodes().found()


async def hand_in(runner: Runner, order: Order) -> Reply:
    """Hand in an order with its message."""
    text = message_of(order.payment_id)
    return await runner.take(c.SubmitPayment(order, CLEAR), (Personal(MESSAGE, text),))


def state_of(running: Running, name: str, payment_id: str) -> PaymentState | None:
    """Return how a payment stands in the durable books of a node."""
    payment = running.linked.fresh(name).state.payments.get(payment_id)
    return payment.state if payment else None


def stop_at(monkeypatch: pytest.MonkeyPatch, is_poison: Callable[[c.AnyCommand], bool]) -> None:
    """Have the machine stop at a command."""
    decide = machine.decide

    def trip(state: State, at: int, command: c.AnyCommand) -> list[e.AnyEvent]:
        if is_poison(command):
            raise AssertionError("a bug that one input wakes")
        return decide(state, at, command)

    monkeypatch.setattr("tallystick.node.engine.decide", trip)


async def set_aside(running: Running, poison: Order, good: Order) -> PaymentState | None:
    """Hand in what stops the machine until it is refused; return how another order stands."""
    runner = running.runners[NORTH]
    for _ in range(2):
        with pytest.raises(StoreError, match="stopped at an error"):
            await hand_in(runner, poison)
        await until(runner, lambda: not runner.halted_because)
    with pytest.raises(LinkError, match="stopped the machine twice"):
        await hand_in(runner, poison)
    await hand_in(runner, good)
    return state_of(running, NORTH, good.payment_id)


def test_what_is_answered_is_durable(linked: LinkedNodes, tmp_path: Path) -> None:
    """A node opened anew from the store knows every order that was answered."""
    orders = [linked.order(NORTH, 1_000 + number) for number in range(20)]

    async def scene(running: Running) -> list[PaymentState | None]:
        runner = running.runners[NORTH]
        await asyncio.gather(*(hand_in(runner, order) for order in orders))
        return [state_of(running, NORTH, order.payment_id) for order in orders]

    states = run(scene, linked, tmp_path)
    assert set(states) <= {PaymentState.FORWARDED, PaymentState.REJECTED}


def test_items_cross_and_are_acknowledged(linked: LinkedNodes, tmp_path: Path) -> None:
    """What one node filed the other hears, and says so, without anybody asking."""
    order = linked.order(NORTH, 5_000)

    async def scene(running: Running) -> tuple[int, int]:
        await hand_in(running.runners[NORTH], order)
        head = running.runners[NORTH].head_of("peer:SOUTH")
        store = linked.stores[NORTH]
        await until(
            running.runners[NORTH], lambda: store.acknowledged().get("peer:SOUTH", 0) >= head
        )
        return head, len(await running.runners[SOUTH].read(lambda n: list(n.state.payments)))

    head, _arrived = run(scene, linked, tmp_path)
    assert head > 0


def test_what_a_cut_wire_lost_is_sent_again(linked: LinkedNodes, tmp_path: Path) -> None:
    """Once it is whole again, from the last acknowledgement."""
    order = linked.order(NORTH, 5_000)

    async def scene(running: Running) -> int:
        running.wires[NORTH].is_cut = True
        await hand_in(running.runners[NORTH], order)
        head = running.runners[NORTH].head_of("peer:SOUTH")
        running.wires[NORTH].is_cut = False
        south = running.runners[SOUTH]
        node = await south.read(lambda node: node)
        await until(south, lambda: node.heard(NORTH) == head)
        return node.heard(NORTH)

    assert run(scene, linked, tmp_path) > 0


@pytest.mark.slow
@pytest.mark.parametrize("outcome_known", [True, False])
def test_a_failed_commit_opens_the_books_again(
    linked: LinkedNodes, tmp_path: Path, *, outcome_known: bool
) -> None:
    """Who asked is told that it failed; asking again finds what is true on the disk."""
    order = linked.order(NORTH, 5_000)
    failure = StoreError("the disk failed", outcome_known=outcome_known)
    linked.stores[NORTH] = cast("Store", FailingStore(linked.stores[NORTH], failure))

    async def scene(running: Running) -> PaymentState | None:
        runner = running.runners[NORTH]
        with pytest.raises(StoreError, match="the disk failed"):
            await hand_in(runner, order)
        await until(runner, lambda: not runner.halted_because)
        await hand_in(runner, order)
        return state_of(running, NORTH, order.payment_id)

    # The other node has no desk here, and what nobody has screened it rejects.
    assert run(scene, linked, tmp_path) in (PaymentState.FORWARDED, PaymentState.REJECTED)


@pytest.mark.slow
def test_an_input_that_stops_the_machine_twice_is_refused(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The node lives on, and everything else is taken."""
    poison, good = linked.order(NORTH, 666), linked.order(NORTH, 5_000)
    stop_at(monkeypatch, lambda command: getattr(command, "order", None) == poison)

    async def scene(running: Running) -> PaymentState | None:
        return await set_aside(running, poison, good)

    assert run(scene, linked, tmp_path) in (PaymentState.FORWARDED, PaymentState.REJECTED)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["order", "answer", "question"])
def test_a_repetition_that_stops_the_machine_twice_is_refused(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What the store remembers of a settled payment, and newer lists, make it no other input."""
    order = linked.order(NORTH, 5_000)
    linked.step(NORTH, linked.submission(NORTH, order))
    linked.settle_down()
    linked.close_cycle()
    linked.do(NORTH, UNKNOWN_CASE)
    assert order.payment_id not in linked.state(NORTH).payments
    name = order.payment_id
    told: dict[str, c.AnyCommand] = {
        "order": c.SubmitPayment(order, CLEAR),
        "answer": c.AnswerPresentation(name, "NOBKRUMM"),
        "question": c.AskStatus(name, "NOBKRUMM"),
    }
    stop_at(monkeypatch, lambda command: getattr(command, "known", None) is not None)

    async def scene(running: Running) -> None:
        runner = running.runners[NORTH]
        for _ in range(2):
            with pytest.raises(StoreError, match="stopped at an error"):
                await runner.take(told[kind])
            await until(runner, lambda: not runner.halted_because)
        again = told[kind]
        if isinstance(again, c.SubmitPayment):
            again = c.SubmitPayment(order, Verdict(Outcome.CLEAR, b"newer lists", b"s", b"e"))
        with pytest.raises(LinkError, match="stopped the machine twice"):
            await runner.take(again)

    run(scene, linked, tmp_path)


def test_what_happens_by_itself_is_no_input_s_fault(
    linked: LinkedNodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a bug that a timer wakes nobody's order is accused, whatever comes with it."""
    node, asked = linked.nodes[NORTH], linked.submission(NORTH, linked.order(NORTH, 5_000))
    stop_at(monkeypatch, lambda command: command == asked.command)
    with pytest.raises(AssertionError, match="one input wakes"):
        node.step(linked.at, [asked])
    assert node.taking == asked.command
    node = linked.restart(NORTH)
    linked.exchange()
    linked.exchange()
    stop_at(monkeypatch, lambda command: isinstance(command, c.PassTime))
    with pytest.raises(AssertionError, match="one input wakes"):
        # The quote runs out, so something is due before the order is looked at.
        node.step(linked.at + 3_600_000, [asked])
    assert node.taking is None


@pytest.mark.slow
def test_an_item_that_stops_the_machine_twice_is_parked(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stream goes on without it, its payment is frozen, and people are called."""
    poison, good = linked.order(NORTH, 666), linked.order(NORTH, 5_000)
    stop_at(
        monkeypatch,
        lambda command: getattr(getattr(command, "item", None), "order", None) == poison,
    )

    async def scene(running: Running) -> tuple[list[str], bool]:
        north, south = running.runners[NORTH], running.runners[SOUTH]
        await hand_in(north, poison)
        await hand_in(north, good)
        head = north.head_of("peer:SOUTH")
        store = linked.stores[NORTH]
        await until(north, lambda: store.acknowledged().get("peer:SOUTH", 0) >= head)
        pact = await south.read(lambda node: node.state.pacts["RUB-CNY"])
        return list(pact.frozen), pact.is_stopped

    assert run(scene, linked, tmp_path) == ([poison.payment_id], True)


@pytest.mark.slow
def test_an_input_that_cannot_be_written_down_twice_is_refused(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is sealed in one go: what cannot be sealed is found all the same."""
    poison, good = linked.order(NORTH, 666), linked.order(NORTH, 5_000)
    decide = machine.decide

    def spoil(state: object, at: int, command: object) -> list[object]:
        events: list[object] = list(decide(state, at, command))  # type: ignore[arg-type]
        if isinstance(command, c.SubmitPayment) and command.order.amount == 666:
            # No 64 bits hold it, and so no entry.
            events.append(e.SystemHeard("RTGS-NORTH", 2**70))
        return events

    monkeypatch.setattr("tallystick.node.engine.decide", spoil)

    async def scene(running: Running) -> PaymentState | None:
        return await set_aside(running, poison, good)

    assert run(scene, linked, tmp_path) in (PaymentState.FORWARDED, PaymentState.REJECTED)


@pytest.mark.slow
def test_an_item_that_trips_the_desk_twice_is_parked(
    linked: LinkedNodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug in reading or screening stops a stream no more than one in the machine."""
    poison, good = linked.order(NORTH, 666), linked.order(NORTH, 5_000)

    def trip(_desk: object, told: Told) -> Admitted:
        order = getattr(told.item, "order", None)
        if order is not None and order.amount == 666:
            raise ValueError("a bug that one message wakes")
        return Admitted(c.HearPeer(told.operator_id, told.sequence, told.item, head=told.head))

    monkeypatch.setattr("tallystick.node.hearing.admit_item", trip)

    async def scene(running: Running) -> list[str]:
        north, south = running.runners[NORTH], running.runners[SOUTH]
        south.desks = {"RUB-CNY": cast("Desk", object())}
        await hand_in(north, poison)
        await hand_in(north, good)
        head = north.head_of("peer:SOUTH")
        store = linked.stores[NORTH]
        await until(north, lambda: store.acknowledged().get("peer:SOUTH", 0) >= head)
        return list((await south.read(lambda node: node.state.pacts["RUB-CNY"])).frozen)

    assert run(scene, linked, tmp_path) == [poison.payment_id]


def test_a_full_inbox_refuses_before_anything_is_stored(
    linked: LinkedNodes, tmp_path: Path
) -> None:
    """And says when to come again."""

    async def scene(running: Running) -> LinkError:
        with pytest.raises(LinkError) as refused:
            await running.runners[NORTH].take(c.CloseCase("none", "anna"))
        return refused.value

    error = run(scene, linked, tmp_path, AT_ONCE._replace(inbox_max=0))
    assert (error.code, error.outcome_known) == ("overloaded", True)
    assert error.retry_after_ms > 0


@pytest.mark.slow
def test_a_jump_of_the_clock_stops_decisions(linked: LinkedNodes, tmp_path: Path) -> None:
    """Until two people have confirmed it; reading goes on."""

    async def scene(running: Running) -> str:
        runner = running.runners[NORTH]
        running.clock.at += 60_000
        await until(runner, lambda: bool(runner.halted_because))
        why = runner.halted_because
        with pytest.raises(StoreError, match="the clock jumped"):
            await runner.take(c.CloseCase("none", "anna"))
        assert await runner.read(lambda node: node.head[0]) > 0
        runner.around.guard.confirm("anna")
        runner.around.guard.confirm("boris")
        await runner.take(c.CloseCase("none", "anna"))
        return why

    assert run(scene, linked, tmp_path) == "the clock jumped by 60000 ms"


class Forgetful(FailingStore):
    """A store that cannot keep how far others have heard us, once it is told to fail."""

    fails = False

    def keep_acknowledgements(self) -> None:
        """Fail."""
        if self.fails:
            raise StoreError("the disk failed", outcome_known=True)


def test_who_asks_is_answered_though_nothing_was_to_be_written(
    linked: LinkedNodes, tmp_path: Path
) -> None:
    """A turn without an entry can fail too, and nobody waits for ever."""
    order = linked.order(NORTH, 5_000)
    too_large = (Personal(MESSAGE, bytes(ORDER_BYTES_MAX + 1)),)
    store = Forgetful(linked.stores[NORTH])
    linked.stores[NORTH] = cast("Store", store)

    async def scene(running: Running) -> None:
        store.fails = True
        with pytest.raises(StoreError, match="the disk failed"):
            async with asyncio.timeout(10):
                await running.runners[NORTH].take(c.SubmitPayment(order, CLEAR), too_large)
        store.fails = False

    run(scene, linked, tmp_path)


def test_a_node_that_waits_to_open_its_books_stops_at_once(
    linked: LinkedNodes, tmp_path: Path
) -> None:
    """It may be waiting for half a minute; whoever stops it does not."""
    order = linked.order(NORTH, 5_000)
    failures = [StoreError("the disk failed", outcome_known=True)] * 9
    linked.stores[NORTH] = cast("Store", FailingStore(linked.stores[NORTH], *failures))

    async def scene(running: Running) -> None:
        runner = running.runners[NORTH]
        with pytest.raises(StoreError):
            await hand_in(runner, order)
        async with asyncio.timeout(10):
            await runner.stop()

    run(scene, linked, tmp_path, AT_ONCE._replace(reopen_s=(600.0,)))


def test_stopping_takes_what_has_come_in_and_nothing_more(
    linked: LinkedNodes, tmp_path: Path
) -> None:
    """A snapshot is kept, so that the next start is short."""
    order = linked.order(NORTH, 5_000)

    async def scene(running: Running) -> bool:
        runner = running.runners[NORTH]
        asked = asyncio.create_task(hand_in(runner, order))
        await asyncio.sleep(0)
        await runner.stop()
        await asked
        with pytest.raises(StoreError, match="stopping"):
            await hand_in(runner, order)
        return linked.stores[NORTH].snapshot() is not None

    assert run(scene, linked, tmp_path)
    assert order.payment_id in linked.fresh(NORTH).state.payments
