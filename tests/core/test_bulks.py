"""Bulk in the core: all of a file or nothing of it, and nothing before the seal.

Everything that is done here is watched by an auditor.
"""

from collections.abc import Sequence

import msgspec
import pytest
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core.agreements import Agreement
from tallystick.core.bulks import (
    BULK_IDLE_MS,
    BULK_REMEMBERED_MS,
    OPEN_BULKS_MAX,
    ORDERS_AT_ONCE_MAX,
    STAGED_BY_PARTICIPANT_MAX,
)
from tallystick.core.machine import decide, evolve
from tallystick.core.orders import Order, StagedOrder
from tallystick.core.state import State
from tallystick.proof.auditor import Auditor
from tallystick.terms.reasons import GroupStatus, StatusReason
from tests.core.pair import BANKS, CLEAR, HIT, NORTH, SOUTH, START, Pair, at_par

BANK, OTHER_BANK = BANKS[NORTH]
FILE = b"the whole file"


class WatchedPair(Pair):
    """Two machines, each with an auditor that predicts what it does."""

    def __init__(self, agreement: Agreement | None = None) -> None:
        self.auditors = {node: Auditor(node) for node in (NORTH, SOUTH)}
        super().__init__(agreement or at_par())

    @override
    def do(self, node: str, command: c.AnyCommand) -> list[e.AnyEvent]:
        state = self.states[node]
        happened = decide(state, self.at, command)
        told = evolve(state, self.at, happened)
        self.auditors[node].observe(self.at, command, happened, told)
        self.outbox.extend((node, effect) for effect in told)
        self.events[node] += happened
        return happened

    # What the north's door does.

    def orders(self, count: int) -> list[Order]:
        """Write so many orders of the north's first bank, of 1.00 each."""
        return [self.order(NORTH, 100) for _ in range(count)]

    def open(self, bulk_id: str = "bulk", content: bytes = FILE, bank: str = BANK) -> list[str]:
        """Open a bulk; return what happened."""
        command = c.OpenBulk(bulk_id, self.agreement.agreement_id, bank, content)
        return kinds(self.do(NORTH, command))

    def stage(self, first: int, orders: Sequence[Order], bulk_id: str = "bulk") -> list[str]:
        """Stage orders from a number on."""
        staged = tuple(StagedOrder(order, self.verdict) for order in orders)
        return kinds(self.do(NORTH, c.StageOrders(bulk_id, first, staged)))

    def seal(self, count: int, total: int, **over: object) -> list[e.AnyEvent]:
        """Say what the file is."""
        words: dict[str, object] = {"currency": "EUR", "content": FILE, "bulk_id": "bulk"}
        words = {**words, "count": count, "control_sum": total, **over}
        return self.do(NORTH, c.SealBulk(**words))  # type: ignore[arg-type]

    def release(self, number: int, **over: object) -> list[e.AnyEvent]:
        """Take up an order."""
        return self.do(NORTH, c.ReleaseOrder("bulk", number, **over))  # type: ignore[arg-type]

    def group(self) -> list[tuple[GroupStatus, StatusReason | None]]:
        """Return what the north's bank was told of its bulk, from now on."""
        told = [effect for _, effect in self.outbox if isinstance(effect, f.TellBulk)]
        return [(effect.status, effect.reason) for effect in told]


def kinds(happened: Sequence[e.AnyEvent]) -> list[str]:
    """Return the kinds of events."""
    return [type(event).__name__ for event in happened]


@pytest.fixture
def pair() -> WatchedPair:
    """Return two machines with banks and money, at rest."""
    pair = WatchedPair()
    pair.deliver()
    return pair


@pytest.fixture
def staged(pair: WatchedPair) -> tuple[WatchedPair, list[Order]]:
    """Return a bulk of five orders, staged and not sealed."""
    orders = pair.orders(5)
    pair.open()
    pair.stage(1, orders[:3])
    pair.stage(4, orders[3:])
    return pair, orders


Staged = tuple[WatchedPair, list[Order]]


def test_nothing_is_decided_before_the_seal(staged: Staged) -> None:
    """No payment is there, none can be released, and nobody is told anything."""
    pair, _ = staged
    assert pair.states[NORTH].payments == {}
    assert kinds(pair.release(1)) == ["CommandRefused"]
    assert not [effect for _, effect in pair.outbox if not isinstance(effect, f.Answer)]


def test_a_released_order_goes_the_way_of_any_order(staged: Staged) -> None:
    """The very events that it would have had by itself, then that it was released."""
    pair, orders = staged
    pair.seal(5, 500)
    for number, order in enumerate(orders, 1):
        alone = decide(pair.states[NORTH], pair.at, c.SubmitPayment(order, CLEAR))
        *happened, released = pair.release(number)
        assert happened == alone
        assert isinstance(released, e.OrderReleased)
        assert (released.payment_id, released.is_stored) == (order.payment_id, True)
    pair.deliver()
    stored = pair.states[NORTH].payments
    assert {str(stored[order.payment_id].state) for order in orders} == {"settled"}
    assert pair.states[NORTH].releasing == {}


def test_one_may_be_refused_while_others_settle(pair: WatchedPair) -> None:
    """Each for its own reason, by its own bank, money and lists."""
    orders = pair.orders(3)
    orders[1] = msgspec.structs.replace(orders[1], creditor_agent="NOBANKXX")
    pair.open()
    pair.stage(1, orders[:2])
    pair.verdict = HIT
    pair.stage(3, orders[2:])
    pair.verdict = CLEAR
    pair.seal(3, 300)
    for number in (1, 2, 3):
        pair.release(number)
    pair.deliver()
    states = [str(pair.states[NORTH].payments[o.payment_id].state) for o in orders]
    assert states == ["settled", "refused", "held"]


def test_lists_that_changed_meanwhile_are_looked_at_again(staged: Staged) -> None:
    """A verdict from before the change passes no decision point, though nobody noticed yet."""
    pair, orders = staged
    pair.seal(5, 500)
    pair.do(NORTH, c.ActivateBundle(b"newer lists", START + 10**12))
    assert not [effect for _, effect in pair.outbox if isinstance(effect, f.ScreenAgain)]
    received, held, released = pair.release(1)
    assert kinds([received, released]) == ["PaymentReceived", "OrderReleased"]
    assert isinstance(held, e.PaymentHeld)
    assert held.cause is e.HoldCause.SCREEN_AGAIN
    again = [effect for _, effect in pair.outbox if isinstance(effect, f.ScreenAgain)]
    assert again == [f.ScreenAgain(orders[0].payment_id)]


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"count": 4}, StatusReason.INVALID_NUMBER_OF_TRANSACTIONS),
        ({"count": 6}, StatusReason.INVALID_NUMBER_OF_TRANSACTIONS),
        ({"count": 0}, StatusReason.INVALID_NUMBER_OF_TRANSACTIONS),
        ({"total": 501}, StatusReason.INVALID_CONTROL_SUM),
        ({"currency": "RUB"}, StatusReason.INVALID_CONTROL_SUM),
        ({"content": b"another file"}, StatusReason.DUPLICATE_MESSAGE_ID),
    ],
)
def test_a_bulk_that_is_not_what_it_says_is_dropped(
    staged: Staged, over: dict[str, object], reason: StatusReason
) -> None:
    """As a whole, with its reason; nothing of it is kept, and no payment ever was there."""
    pair, _ = staged
    (dropped,) = pair.seal(**{"count": 5, "total": 500, **over})  # type: ignore[arg-type]
    assert isinstance(dropped, e.BulkDropped)
    assert dropped.reason is reason
    assert pair.group() == [(GroupStatus.RJCT, reason)]
    erased = [effect.name for _, effect in pair.outbox if isinstance(effect, f.Erase)]
    assert erased == ["bulk/1/1", "bulk/1/4"]
    assert not pair.states[NORTH].bulks["bulk"].orders
    assert not pair.states[NORTH].payments
    assert kinds(pair.release(1)) == kinds(pair.seal(5, 500)) == ["CommandRefused"]


def test_a_part_that_comes_again_changes_nothing(staged: Staged) -> None:
    """In whole or in smaller parts; other orders under the same numbers are refused."""
    pair, orders = staged
    assert (
        pair.stage(1, orders[:3]) == pair.stage(2, orders[1:4]) == pair.stage(5, orders[4:]) == []
    )
    assert pair.stage(1, orders[1:3]) == ["CommandRefused"]
    assert pair.stage(4, [*orders[3:], *pair.orders(1)]) == ["CommandRefused"]
    assert pair.stage(7, pair.orders(1)) == pair.stage(0, pair.orders(1)) == ["CommandRefused"]
    assert kinds(pair.seal(5, 500)) == ["BulkSealed"]


def test_what_no_bulk_may_hold_is_refused(pair: WatchedPair) -> None:
    """Another bank's orders, another agreement's, two currencies, none, or too many at once."""
    pair.open()
    (order,) = pair.orders(1)
    for over in (
        {"debtor_agent": OTHER_BANK},
        {"agreement_id": "OTHER"},
    ):
        other = msgspec.structs.replace(order, **over)
        assert pair.stage(1, [other]) == ["CommandRefused"]
    rouble = msgspec.structs.replace(order, currency="RUB")
    assert pair.stage(1, [order, rouble]) == ["CommandRefused"]
    assert pair.stage(1, []) == pair.stage(1, [order] * 501) == ["CommandRefused"]
    assert pair.stage(1, [order], "no such bulk") == ["CommandRefused"]


def test_who_may_open_a_bulk(pair: WatchedPair) -> None:
    """A participant of this node that is not suspended, and not too many at once."""
    assert pair.open(bank=BANKS[SOUTH][0]) == pair.open(bank="NOBANKXX") == ["CommandRefused"]
    agreement_id = pair.agreement.agreement_id
    pair.do(NORTH, c.SuspendParticipant(OTHER_BANK, agreement_id, "ann"))
    assert pair.open(bank=OTHER_BANK) == ["CommandRefused"]
    for number in range(OPEN_BULKS_MAX):
        assert pair.open(f"bulk-{number}") == ["BulkOpened"]
    assert pair.open("one more") == ["CommandRefused"]
    pair.do(NORTH, c.DropBulk("bulk-0", StatusReason.INVALID_FILE_FORMAT))
    assert pair.open("one more") == ["BulkOpened"]


@pytest.mark.slow
def test_what_one_bank_stages_is_bounded(pair: WatchedPair) -> None:
    """What is kept in memory has a bound; released orders make room again."""
    (order,) = pair.orders(1)
    part = [order] * ORDERS_AT_ONCE_MAX
    pair.open()
    for first in range(1, STAGED_BY_PARTICIPANT_MAX + 1, ORDERS_AT_ONCE_MAX):
        assert pair.stage(first, part) == ["OrdersStaged"]
    assert pair.stage(STAGED_BY_PARTICIPANT_MAX + 1, [order]) == ["CommandRefused"]
    pair.open("second")
    assert pair.stage(1, [order], "second") == ["CommandRefused"]
    pair.seal(STAGED_BY_PARTICIPANT_MAX, STAGED_BY_PARTICIPANT_MAX * 100)
    pair.release(1)
    assert pair.stage(1, [order], "second") == ["OrdersStaged"]


def test_a_bulk_that_nobody_seals_is_dropped_in_time(staged: Staged) -> None:
    """Each part gives it time anew; what is sealed cannot be dropped by anybody."""
    pair, _ = staged
    pair.wait(BULK_IDLE_MS - 1_000)
    pair.stage(6, pair.orders(1))
    pair.wait(BULK_IDLE_MS - 1_000)
    assert pair.states[NORTH].bulks["bulk"].is_open
    pair.wait(2_000)
    assert pair.states[NORTH].bulks["bulk"].reason is StatusReason.CLEARING_TIMED_OUT


def test_a_sealed_bulk_cannot_be_dropped(staged: Staged) -> None:
    """Its orders are decided each for itself, however long it takes."""
    pair, _ = staged
    pair.seal(5, 500)
    dropped = pair.do(NORTH, c.DropBulk("bulk", StatusReason.INVALID_FILE_FORMAT))
    assert kinds(dropped) == ["CommandRefused"]
    pair.wait(10 * BULK_IDLE_MS)
    assert kinds(pair.release(1))[0] == "PaymentReceived"
    assert kinds(pair.seal(5, 500)) == []
    assert kinds(pair.seal(4, 500)) == ["CommandRefused"]


def test_a_file_is_known_by_its_name(staged: Staged) -> None:
    """The same again goes on or is told again; another is refused, unless it was dropped."""
    pair, orders = staged
    assert pair.open() == []
    assert pair.open(content=b"another file") == ["CommandRefused"]
    pair.seal(6, 600)
    assert pair.open(content=b"mended") == ["BulkOpened"]
    assert pair.states[NORTH].bulks["bulk"].opening == 2
    pair.stage(1, orders)
    pair.seal(5, 500, content=b"mended")
    assert pair.open(content=b"mended") == ["BulkRepeated"]
    assert pair.group()[-2:] == [(GroupStatus.ACTC, None)] * 2


def test_a_bulk_that_has_ended_is_forgotten_and_its_payments_are_not(staged: Staged) -> None:
    """Two weeks after its end; its identifiers stay refused, as of any payment."""
    pair, orders = staged
    pair.seal(5, 500)
    for number in range(1, 6):
        pair.release(number)
    pair.deliver()
    pair.wait(BULK_REMEMBERED_MS - 1_000)
    assert "bulk" in pair.states[NORTH].bulks
    pair.wait(2_000)
    assert pair.states[NORTH].bulks == {}
    again = pair.do(NORTH, c.SubmitPayment(orders[0], CLEAR))
    assert kinds(again) == ["StatusRepeated"]


def test_an_id_that_is_known_is_not_taken_twice(pair: WatchedPair) -> None:
    """Twice in one file, or handed in by itself before: counted, and told like any repetition."""
    orders = pair.orders(3)
    pair.do(NORTH, c.SubmitPayment(orders[0], CLEAR))
    twin = msgspec.structs.replace(orders[1], content=b"written twice")
    pair.open()
    pair.stage(1, [*orders, twin])
    pair.seal(4, 400)
    happened = [kinds(pair.release(number))[0] for number in (1, 2, 3, 4)]
    assert happened == ["StatusRepeated", "PaymentReceived", "PaymentReceived", "OrderRefused"]
    assert pair.states[NORTH].bulks["bulk"].repeated == 2


def test_an_order_that_stops_the_machine_is_passed_over(staged: Staged) -> None:
    """It is refused unread, and the others go on."""
    pair, _ = staged
    pair.seal(5, 500)
    reason = StatusReason.BANK_SYSTEM_PROCESSING_ERROR
    assert kinds(pair.release(1, reason=reason)) == ["OrderRefused", "OrderReleased"]
    assert kinds(pair.release(2))[0] == "PaymentReceived"


def test_payments_of_a_bulk_are_counted_when_they_leave(staged: Staged) -> None:
    """How they stood for good is told of the bulk as long as it is known."""
    pair, _ = staged
    pair.seal(5, 500)
    for number in range(1, 6):
        pair.release(number)
    pair.deliver()
    pair.close()
    while pair.states[NORTH].leaving:
        pair.do(NORTH, c.EvictSettled(2))
    assert pair.states[NORTH].bulks["bulk"].closed == {"ACSC": 5}


def test_a_bulk_is_in_a_snapshot(staged: Staged) -> None:
    """What is staged survives the process, and goes on as if nothing had been."""
    pair, _ = staged
    state = pair.states[NORTH]
    read = msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=State)
    assert read == state
    pair.states[NORTH] = read
    assert kinds(pair.seal(5, 500)) == ["BulkSealed"]
    assert kinds(pair.release(1))[0] == "PaymentReceived"
