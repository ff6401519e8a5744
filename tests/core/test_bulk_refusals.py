"""A transaction of a bulk that can be no order: refused alone, or with all the others.

Everything that is done here is watched by an auditor.
"""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core.agreements import Agreement, BulkRefusal
from tallystick.core.bulks import BULK_REMEMBERED_MS, ORDERS_AT_ONCE_MAX, REFUSED_MAX
from tallystick.core.invariants import audit
from tallystick.core.orders import Order, RefusedTransaction, StagedOrder
from tallystick.core.state import State
from tallystick.journal.entries import encode
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX
from tallystick.terms.reasons import GroupStatus, StatusReason
from tests.core.pair import NORTH, at_par
from tests.core.test_bulks import BANK, FILE, WatchedPair, kinds

ACCOUNT, MISSING = StatusReason.INCORRECT_ACCOUNT, StatusReason.REQUIRED_ELEMENT_MISSING


class RefusingPair(WatchedPair):
    """Two machines whose agreement has each such transaction refused alone."""

    def __init__(self, agreement: Agreement | None = None) -> None:
        super().__init__(agreement or at_par(bulk_refusal=BulkRefusal.EACH))
        self.deliver()

    def stage_all(
        self, first: int, orders: Sequence[Order], *refused: RefusedTransaction
    ) -> list[str]:
        """Stage orders, and refused transactions among them."""
        staged = tuple(StagedOrder(order, self.verdict) for order in orders)
        return kinds(self.do(NORTH, c.StageOrders("bulk", first, staged, refused)))

    def groups(self) -> list[f.TellBulk]:
        """Return what the north's bank was told of its bulks."""
        return [effect for _, effect in self.outbox if isinstance(effect, f.TellBulk)]


def faulty(number: int, **over: object) -> RefusedTransaction:
    """Return a transaction of 2.00 with a wrong account."""
    words = {"number": number, "amount": 200, "currency": "EUR", "reason": ACCOUNT}
    content = sha256(b"%d" % number).digest()
    return RefusedTransaction(**{"content": content, **words, **over})  # type: ignore[arg-type]


@pytest.fixture
def pair() -> RefusingPair:
    """Return two machines with banks and money, at rest, and an open bulk."""
    pair = RefusingPair()
    pair.open()
    return pair


@pytest.fixture
def mixed(pair: RefusingPair) -> RefusingPair:
    """Return a bulk of which the second, the third and the last of six are refused."""
    orders = pair.orders(3)
    pair.stage_all(1, orders[:1], faulty(2))
    pair.stage_all(3, orders[1:], faulty(3), faulty(6, reason=MISSING))
    return pair


def test_the_others_go_on(mixed: RefusingPair) -> None:
    """Orders are released by their numbers in the file; what was refused is no payment."""
    mixed.seal(6, 900)
    happened = [kinds(mixed.release(number))[0] for number in (1, 2, 3, 4, 5, 6)]
    received, refused = "PaymentReceived", "CommandRefused"
    assert happened == [received, refused, refused, received, received, refused]
    mixed.deliver()
    assert len(mixed.states[NORTH].payments) == 3
    bulk = mixed.states[NORTH].bulks["bulk"]
    assert (bulk.staged, len(bulk.refused), bulk.taken_up, bulk.repeated) == (6, 3, 3, 0)
    assert mixed.states[NORTH].releasing == {}
    audit(mixed.states[NORTH])


def test_all_is_told_at_the_seal_and_nothing_before(mixed: RefusingPair) -> None:
    """Once, each refused transaction under its number with its reason; the same file, again."""
    assert mixed.groups() == []
    mixed.seal(6, 900)
    told = ((2, ACCOUNT), (3, ACCOUNT), (6, MISSING))
    expected = f.TellBulk(BANK, "bulk", 1, GroupStatus.PART, None, told)
    assert mixed.groups() == [expected]
    for number in (1, 4, 5):
        mixed.release(number)
    mixed.deliver()
    assert mixed.groups() == []
    assert mixed.open() == ["BulkRepeated"]
    assert mixed.groups() == [expected]


def test_what_was_refused_is_in_count_and_sum(mixed: RefusingPair) -> None:
    """The file's own figures are those of all that is in it."""
    (dropped,) = mixed.seal(6, 300)
    assert isinstance(dropped, e.BulkDropped)
    assert dropped.reason is StatusReason.INVALID_CONTROL_SUM
    # Of a bulk that is dropped nothing else is told, and nothing is kept.
    assert [(each.status, each.refused) for each in mixed.groups()] == [(GroupStatus.RJCT, ())]
    assert mixed.states[NORTH].bulks["bulk"].refused == {}
    assert mixed.open(content=b"mended") == ["BulkOpened"]


def test_where_none_can_be_an_order_the_whole_is_refused(pair: RefusingPair) -> None:
    """It is known all the same, as long as any other bulk, and then forgotten."""
    pair.stage_all(1, [], faulty(1), faulty(2))
    (sealed,) = pair.seal(2, 400)
    assert isinstance(sealed, e.BulkSealed)
    (told,) = pair.groups()
    assert (told.status, told.reason) == (GroupStatus.RJCT, None)
    assert told.refused == ((1, ACCOUNT), (2, ACCOUNT))
    assert pair.states[NORTH].releasing == {}
    assert pair.open() == ["BulkRepeated"]
    audit(pair.states[NORTH])
    pair.wait(BULK_REMEMBERED_MS - 1_000)
    assert "bulk" in pair.states[NORTH].bulks
    pair.wait(2_000)
    assert pair.states[NORTH].bulks == {}


def test_a_part_comes_again_with_what_was_refused_of_it(mixed: RefusingPair) -> None:
    """It changes nothing, whatever the reason is now; another transaction there is refused."""
    orders = [mixed.states[NORTH].bulks["bulk"].orders[n].order for n in (1, 4, 5)]
    again = mixed.stage_all(1, orders, faulty(2, reason=MISSING), faulty(3), faulty(6))
    assert again == []
    odd = (
        mixed.stage_all(1, orders, faulty(2, content=b"other"), faulty(3), faulty(6)),
        mixed.stage_all(1, orders[:1], faulty(2), faulty(3), faulty(4)),
        mixed.stage_all(1, [*orders, orders[0]], faulty(2), faulty(3)),
    )
    assert odd == (["CommandRefused"],) * 3
    assert mixed.states[NORTH].bulks["bulk"].total == 900


@pytest.mark.parametrize(
    "refused",
    [
        [faulty(3)],
        [faulty(0)],
        [faulty(1), faulty(1)],
        [faulty(1, currency="RUB")],
    ],
    ids=["after", "before", "twice", "currency"],
)
def test_numbers_are_without_a_gap(pair: RefusingPair, refused: list[RefusedTransaction]) -> None:
    """Each transaction has the number that it has in the file, and the file's currency."""
    assert pair.stage_all(1, pair.orders(1), *refused) == ["CommandRefused"]
    assert pair.states[NORTH].bulks["bulk"].staged == 0


def test_so_many_are_refused_alone_and_no_more(pair: RefusingPair) -> None:
    """Past the bound the part is refused with a reason, and whoever stages drops the bulk."""
    for first in range(1, REFUSED_MAX + 1, ORDERS_AT_ONCE_MAX):
        after = min(first + ORDERS_AT_ONCE_MAX, REFUSED_MAX + 1)
        assert pair.stage_all(first, [], *map(faulty, range(first, after))) == ["OrdersStaged"]
    one_more = faulty(REFUSED_MAX + 1)
    (refused,) = pair.do(NORTH, c.StageOrders("bulk", one_more.number, (), (one_more,)))
    assert isinstance(refused, e.CommandRefused)
    assert refused.reason is StatusReason.LIMIT_EXCEEDED
    assert pair.stage_all(REFUSED_MAX + 1, pair.orders(1)) == ["OrdersStaged"]


def test_what_is_remembered_of_one_bank_is_bounded(
    pair: RefusingPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of bulks that have ended too, until they are forgotten; orders pass nevertheless."""
    monkeypatch.setattr("tallystick.core.decide.bulks.REFUSED_BY_PARTICIPANT_MAX", 3)
    monkeypatch.setattr("tallystick.proof.auditor.bulks.REFUSED_OF_A_BANK", 3)
    assert pair.stage_all(1, [], faulty(1), faulty(2)) == ["OrdersStaged"]
    pair.seal(2, 400)
    pair.open("second")
    assert pair.stage(1, pair.orders(1), "second") == ["OrdersStaged"]
    for last, happened in ((3, "CommandRefused"), (2, "OrdersStaged")):
        refused = tuple(map(faulty, range(2, last + 1)))
        staged = pair.do(NORTH, c.StageOrders("second", 2, (), refused))
        assert kinds(staged) == [happened]


def test_where_the_whole_is_refused_no_transaction_is_alone() -> None:
    """As the agreement had it when the bulk was opened; it says so where it says nothing."""
    pair = RefusingPair(at_par())
    pair.open()
    assert pair.stage_all(1, pair.orders(1), faulty(2)) == ["CommandRefused"]
    assert pair.stage_all(1, pair.orders(1)) == ["OrdersStaged"]


def test_a_part_is_let_go_of_after_its_last_order(mixed: RefusingPair) -> None:
    """What was refused in it, before or behind, is not waited for."""
    mixed.seal(6, 900)
    erased = []
    for number in (1, 4, 5):
        mixed.release(number)
        erased.append([each.name for _, each in mixed.outbox if isinstance(each, f.Erase)])
    assert erased == [["bulk/1/1"], ["bulk/1/1"], ["bulk/1/1", "bulk/1/3"]]


def test_a_known_id_is_repeated_beside_what_was_refused(pair: RefusingPair) -> None:
    """Refused, released and repeated come to all that was staged."""
    (order,) = pair.orders(1)
    pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    pair.stage_all(1, [order, *pair.orders(1)], faulty(2))
    pair.seal(3, 400)
    assert [kinds(pair.release(n))[0] for n in (1, 3)] == ["StatusRepeated", "PaymentReceived"]
    bulk = pair.states[NORTH].bulks["bulk"]
    assert (bulk.taken_up, bulk.repeated, len(bulk.refused)) == (2, 1, 1)


def test_what_was_refused_is_in_a_snapshot(mixed: RefusingPair) -> None:
    """It survives the process, before the seal and after."""
    for told in (0, 1):
        state = mixed.states[NORTH]
        read = msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=State)
        assert read == state
        mixed.states[NORTH] = read
        mixed.seal(6, 900)
        assert len(mixed.groups()) == 1, told


def test_what_was_written_before_there_were_such_is_read_as_it_was() -> None:
    """An agreement, a command and a bulk of an older journal lack the newer fields."""
    agreement = msgspec.to_builtins(at_par())[:-1]
    assert msgspec.convert(agreement, Agreement).bulk_refusal is BulkRefusal.WHOLE
    staged = c.StageOrders("bulk", 1, ())
    opened = e.BulkOpened("bulk", "EUR-EUR", BANK, FILE, 1, 2)
    sealed = e.BulkSealed("bulk")
    for each in (staged, opened, sealed):
        older = msgspec.msgpack.encode(msgspec.msgpack.decode(msgspec.msgpack.encode(each))[:-1])
        assert msgspec.msgpack.decode(older, type=type(each)) == each


def test_no_bulk_comes_to_more_than_an_account_may_hold(pair: RefusingPair) -> None:
    """Orders and refused transactions together; and a snapshot can hold the sum."""
    (order,) = pair.orders(1)
    largest = msgspec.structs.replace(order, amount=AMOUNT_MAX)
    refused = (faulty(3, amount=AMOUNT_MAX), faulty(4, amount=AMOUNT_MAX - 100))
    assert pair.stage_all(1, [largest] * 2, *refused) == ["OrdersStaged"]
    assert pair.stage_all(5, [], faulty(5, amount=101)) == ["CommandRefused"]
    assert pair.stage_all(5, [order, order]) == ["CommandRefused"]
    assert pair.stage_all(5, [order]) == ["OrdersStaged"]
    assert pair.states[NORTH].bulks["bulk"].total == BALANCE_MAX
    assert encode(pair.states[NORTH])


def test_a_refused_transaction_takes_nothing_from_the_sum(pair: RefusingPair) -> None:
    """A negative amount would let an order pass that the file does not tell of."""
    assert pair.stage_all(1, [], faulty(1, amount=-1)) == ["CommandRefused"]
