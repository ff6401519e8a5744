"""An id is known for ever: what has left the state comes back with the command that names it."""

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    recall_id,
)
from tallystick.core.assignments import Outcome as AnswerOutcome
from tallystick.core.events import (
    AnyEvent,
    AssignmentRepeated,
    CaseKind,
    CaseOpened,
    CommandRefused,
    OrderRefused,
    PaymentReceived,
    PaymentRefused,
    StatusRepeated,
)
from tallystick.core.items import Assigned, AssignmentAnswered, Forwarded, StillPending
from tallystick.core.orders import ClosingRecord, Order, OrderKind, Terms
from tallystick.core.screening_commands import ReleaseHeld
from tallystick.core.state import State
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch, Store
from tallystick.node.records import with_records
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tests.core.pair import BANKS, CLEAR, NORTH, SOUTH
from tests.journal.chains import entry_after
from tests.node.linked_nodes import LinkedNodes
from tests.node.steps import CREDITOR, DEBTOR, HEARD_BEFORE, UNKNOWN_CASE, a_quote, an_order


@pytest.fixture
def nodes(founded: LinkedNodes) -> LinkedNodes:
    """Return two nodes whose first cycle is settled and whose payments have left."""
    nodes = founded.branch()
    nodes.send(NORTH, 100_000)
    nodes.submit(NORTH, 50_000, creditor_agent="NOBANKXX")
    nodes.close_cycle()
    assert nodes.state(NORTH).payments == nodes.state(SOUTH).payments == {}
    return nodes


def completed(state: State, store: Store, command: c.AnyCommand) -> c.AnyCommand:
    """Return one command with its records."""
    return with_records(state, store, [command])[0]


def settled(nodes: LinkedNodes) -> Order:
    """Return the order of the payment that was settled in the first cycle."""
    for sealed in nodes.stores[NORTH].entries(0):
        for event in _events(sealed.body):
            if isinstance(event, PaymentReceived) and event.terms is not None:
                return event.order
    raise AssertionError


def _events(body: bytes) -> list[AnyEvent]:
    fields: list[object] = msgspec.msgpack.decode(body)
    return msgspec.convert(fields[6], list[AnyEvent])


def happened(nodes: LinkedNodes, name: str, command: c.AnyCommand) -> list[AnyEvent]:
    """Return what a command made happen at a node."""
    return nodes.do(name, command)[0].events


# Through a node.


def test_an_order_that_comes_again_is_answered_as_before(nodes: LinkedNodes) -> None:
    """The same id and content, years later: the stored answer."""
    order = settled(nodes)
    assert happened(nodes, NORTH, c.SubmitPayment(order, CLEAR)) == [
        StatusRepeated(order.payment_id, DEBTOR, PaymentStatus.ACSC, None)
    ]
    assert nodes.state(NORTH).payments == {}


def test_a_refused_order_that_comes_again_is_refused_as_before(nodes: LinkedNodes) -> None:
    """A refusal is remembered with its reason."""
    (repeated,) = happened(nodes, NORTH, c.AskStatus("pay-2", DEBTOR))
    reason = StatusReason.CREDITOR_BANK_NOT_REGISTERED
    assert repeated == StatusRepeated("pay-2", DEBTOR, PaymentStatus.RJCT, reason)


def test_an_id_is_never_used_twice(nodes: LinkedNodes) -> None:
    """Another order under a known id is refused, whether it was settled or not."""
    for payment_id in (settled(nodes).payment_id, "pay-2"):
        other = an_order(payment_id, content=b"another")
        (refused,) = happened(nodes, NORTH, c.SubmitPayment(other, CLEAR))
        assert isinstance(refused, OrderRefused)
        assert refused.reason is StatusReason.DUPLICATION


def test_a_bank_may_ask_for_ever(nodes: LinkedNodes) -> None:
    """Debtor's and creditor's bank hear again what they were told; a stranger hears nothing."""
    payment_id = settled(nodes).payment_id
    for name, bank in ((NORTH, DEBTOR), (SOUTH, CREDITOR)):
        (repeated,) = happened(nodes, name, c.AskStatus(payment_id, bank))
        assert repeated == StatusRepeated(payment_id, bank, PaymentStatus.ACSC, None)
    (refused,) = happened(nodes, NORTH, c.AskStatus(payment_id, BANKS[NORTH][1]))
    assert not isinstance(refused, StatusRepeated)


def test_a_late_promise_is_answered_with_the_decision(nodes: LinkedNodes) -> None:
    """The creditor's bank answers long after: it hears what was decided."""
    payment_id = settled(nodes).payment_id
    (repeated,) = happened(nodes, SOUTH, c.AnswerPresentation(payment_id, CREDITOR))
    assert repeated == StatusRepeated(payment_id, CREDITOR, PaymentStatus.ACSC, None)


def forwarded_again(nodes: LinkedNodes, order: Order) -> c.HearPeer:
    """Return the item by which the north forwards an order once more."""
    terms = Terms(100_000, "RUB", 7_900, "CNY", 0, NORTH, "quote-1", nodes.at + 600_000)
    sequence = nodes.state(SOUTH).peers[NORTH].received + 1
    item = Forwarded(order.agreement_id, 1, order, terms)
    return c.HearPeer(NORTH, sequence, item, CLEAR)


def test_a_payment_that_was_decided_long_ago_is_not_decided_again(nodes: LinkedNodes) -> None:
    """The other node forwards it once more: a breach that people look into, and no money."""
    opened, _ = happened(nodes, SOUTH, forwarded_again(nodes, settled(nodes)))
    assert isinstance(opened, CaseOpened)
    assert opened.kind is CaseKind.PEER_BREACH
    assert nodes.state(SOUTH).payments == {}


def returned(nodes: LinkedNodes) -> Order:
    """Return an order that sends back all that the settled payment brought."""
    return nodes.order(
        SOUTH,
        7_900,
        kind=OrderKind.RETURN,
        original_id=settled(nodes).payment_id,
        at_fault=Side.DEBTOR,
    )


def test_a_payment_that_left_can_be_returned(nodes: LinkedNodes) -> None:
    """Both nodes look the original up, and both mark it."""
    order = returned(nodes)
    nodes.step(SOUTH, nodes.submission(SOUTH, order))
    nodes.settle_down()
    for name in (NORTH, SOUTH):
        record = nodes.stores[name].closings([order.original_id])[order.original_id]
        assert record.returned_by == order.payment_id


def test_a_payment_is_returned_once(nodes: LinkedNodes) -> None:
    """A second return is refused: in the same step, later, and after the first has left."""
    orders = [returned(nodes) for _ in range(4)]
    inputs = [nodes.submission(SOUTH, order) for order in orders[:2]]
    replies = nodes.step(SOUTH, *inputs)
    assert [_refusal(reply.events) for reply in replies] == [None, StatusReason.DUPLICATION]
    nodes.settle_down()
    replies = nodes.step(SOUTH, nodes.submission(SOUTH, orders[2]))
    assert _refusal(replies[0].events) is StatusReason.DUPLICATION
    nodes.close_cycle()
    assert nodes.state(SOUTH).payments == {}
    replies = nodes.step(SOUTH, nodes.submission(SOUTH, orders[3]))
    assert _refusal(replies[0].events) is StatusReason.DUPLICATION


def _refusal(events: list[AnyEvent]) -> StatusReason | None:
    last = events[-1]
    return last.reason if isinstance(last, PaymentRefused) else None


def test_what_is_looked_up_stands_in_the_journal(nodes: LinkedNodes) -> None:
    """The entry holds the record: replay needs no store to decide the same again."""
    order = settled(nodes)
    happened(nodes, NORTH, c.SubmitPayment(order, CLEAR))
    *_, last = nodes.stores[NORTH].entries(0)
    known = nodes.stores[NORTH].closings([order.payment_id])[order.payment_id]
    entry = msgspec.msgpack.decode(last.body)
    assert msgspec.convert(entry[5][3], ClosingRecord) == known


# The look-up itself.


def record(payment_id: str) -> ClosingRecord:
    """Return a closing record."""
    words = ("RUB-CNY", Side.DEBTOR, "settled", "", b"", DEBTOR, CREDITOR)
    return ClosingRecord(payment_id, *words, 100, "RUB", 8, "CNY", 1)


@pytest.fixture
def store() -> MemoryStore:
    """Return a store that remembers two payments."""
    store = MemoryStore()
    store.commit(Batch((), closings=[record("old"), record("older")]))
    return store


FRESH = State(NORTH)
TERMS = Terms(100, "RUB", 8, "CNY", 0, NORTH, "quote", 1)


def forwarded(order: Order) -> c.HearPeer:
    """Return the item that forwards an order."""
    return c.HearPeer(SOUTH, 1, Forwarded("RUB-CNY", 1, order, TERMS), CLEAR)


NAMING_OLD = (
    c.SubmitPayment(an_order("old"), CLEAR),
    forwarded(an_order("old")),
    c.AskStatus("old", DEBTOR),
    c.AnswerPresentation("old", CREDITOR),
)


@pytest.mark.parametrize("command", NAMING_OLD)
def test_a_command_that_names_an_old_payment_brings_its_record(
    store: MemoryStore, command: c.AnyCommand
) -> None:
    """And is otherwise the command it was."""
    found = completed(FRESH, store, command)
    assert found == msgspec.structs.replace(command, known=record("old"))


@pytest.mark.parametrize("known", [record("forged"), record("old")])
@pytest.mark.parametrize("command", NAMING_OLD)
def test_nobody_brings_a_record_of_his_own(command: c.AnyCommand, known: ClosingRecord) -> None:
    """What the store does not remember is not known, whoever says so."""
    claimed = msgspec.structs.replace(command, known=known)
    assert completed(FRESH, MemoryStore(), claimed) == command


@pytest.mark.parametrize("hand_in", [lambda order: c.SubmitPayment(order, CLEAR), forwarded])
def test_a_return_brings_the_record_of_its_original(
    store: MemoryStore, hand_in: type[c.SubmitPayment]
) -> None:
    """Its own record too, if it has one; a payment that names nothing brings nothing."""
    for payment_id, original_id in (
        ("new", "old"),
        ("older", "old"),
        ("new", "newer"),
        ("new", ""),
        ("older", ""),
    ):
        command = hand_in(an_order(payment_id, original_id=original_id))  # type: ignore[call-arg]
        found = completed(FRESH, store, command)
        known = record("older") if payment_id == "older" else None
        original = record("old") if original_id == "old" else None
        assert found == msgspec.structs.replace(command, known=known, original=original)


def test_a_payment_in_the_state_is_not_looked_up(nodes: LinkedNodes) -> None:
    """What the books hold speaks for itself."""
    payment_id = nodes.send(NORTH, 60_000)
    state = nodes.state(NORTH)
    remembers = MemoryStore()
    remembers.commit(Batch((), closings=[record(payment_id), record("old")]))
    for command in (
        c.SubmitPayment(an_order(payment_id), CLEAR),
        c.SubmitPayment(an_order("new", original_id=payment_id), CLEAR),
        c.AskStatus(payment_id, DEBTOR),
        c.AnswerPresentation(payment_id, CREDITOR),
    ):
        assert completed(state, remembers, command) == command
    both = c.SubmitPayment(an_order(payment_id, original_id="old"), CLEAR)
    expected = msgspec.structs.replace(both, original=record("old"))
    assert completed(state, remembers, both) == expected


@pytest.mark.parametrize(
    "command",
    [
        UNKNOWN_CASE,
        HEARD_BEFORE,
        a_quote(),
        c.PassTime(),
        c.HearPeer(SOUTH, 3, StillPending("RUB-CNY", "old")),
        ReleaseHeld("old", "ann"),
        c.RecordVerdict("old", CLEAR),
    ],
)
def test_any_other_command_stays_as_it_is(store: MemoryStore, command: c.AnyCommand) -> None:
    """Nothing is looked up for whoever needs no record."""
    assert completed(FRESH, store, command) is command


# Assignments.


def recalled(nodes: LinkedNodes) -> Assignment:
    """Return the recall of the payment that has left, answered by the creditor's bank."""
    payment_id = settled(nodes).payment_id
    words = (recall_id(payment_id), "RUB-CNY", AssignmentKind.RECALL, DEBTOR, CREDITOR)
    asked = Assignment(*words, b"the recall", payment_id)
    nodes.do(NORTH, c.Assign(asked))
    nodes.settle_down()
    said = (asked.assignment_id, CREDITOR, AnswerOutcome.CANCELLED, "", b"the answer")
    nodes.do(SOUTH, c.AnswerAssignment(*said))
    nodes.settle_down()
    return asked


def test_a_payment_that_has_left_is_recalled_by_its_record(nodes: LinkedNodes) -> None:
    """Both nodes look it up; the answer comes back, and with its cycle the recall leaves too."""
    asked = recalled(nodes)
    question = nodes.state(NORTH).assignments[asked.assignment_id]
    assert question.outcome is AnswerOutcome.CANCELLED
    nodes.close_cycle()
    for name in (NORTH, SOUTH):
        assert nodes.state(name).assignments == {}
        record = nodes.stores[name].assignments([asked.assignment_id])[asked.assignment_id]
        assert (record.state, record.outcome) == ("answered", AnswerOutcome.CANCELLED)


def test_an_assignment_is_known_for_ever(nodes: LinkedNodes) -> None:
    """Asked again it is answered as before; another under its id is refused; an answer is late."""
    asked = recalled(nodes)
    nodes.close_cycle()
    (repeated,) = happened(nodes, NORTH, c.Assign(asked))
    assert isinstance(repeated, AssignmentRepeated)
    assert repeated.outcome is AnswerOutcome.CANCELLED
    other = msgspec.structs.replace(asked, content=b"another")
    (refused,) = happened(nodes, NORTH, c.Assign(other))
    assert isinstance(refused, CommandRefused)
    assert refused.reason is StatusReason.DUPLICATE_PAYMENT
    said = (asked.assignment_id, CREDITOR, AnswerOutcome.REJECTED, "", b"")
    (late,) = happened(nodes, SOUTH, c.AnswerAssignment(*said))
    assert isinstance(late, CommandRefused)
    assert late.text == "it has ended: an answer comes too late"


def test_items_of_an_assignment_come_with_its_record(nodes: LinkedNodes) -> None:
    """What the other node asks or answers is completed by what is remembered of the id."""
    asked = recalled(nodes)
    nodes.close_cycle()
    state, store = nodes.state(SOUTH), nodes.stores[SOUTH]
    record = store.assignments([asked.assignment_id])[asked.assignment_id]
    original = store.closings([asked.payment_id])[asked.payment_id]
    heard = c.HearPeer(NORTH, 99, Assigned("RUB-CNY", asked), subject=b"digest")
    full = msgspec.structs.replace(heard, assigned=record, original=original)
    assert completed(state, store, heard) == full
    answer = AssignmentAnswered("RUB-CNY", asked.assignment_id, None, "", b"")
    told = c.HearPeer(NORTH, 99, answer)
    assert completed(state, store, told) == msgspec.structs.replace(told, assigned=record)


@pytest.mark.parametrize("outcome", [AnswerOutcome.CANCELLED, AnswerOutcome.REJECTED])
def test_a_return_comes_with_the_record_of_its_originals_recall(
    nodes: LinkedNodes, outcome: AnswerOutcome
) -> None:
    """Whether it may say that it follows a recall is known though the recall has long left."""
    order = msgspec.structs.replace(returned(nodes), reason="FOCR")
    name = recall_id(order.original_id)
    kept = AssignmentRecord(
        name,
        order.agreement_id,
        AssignmentKind.RECALL,
        Side.CREDITOR,
        order.creditor_agent,
        order.debtor_agent,
        order.original_id,
        b"asked",
        AssignmentState.ANSWERED,
        outcome,
    )
    for each in (NORTH, SOUTH):
        store = nodes.stores[each]
        store.commit(Batch([entry_after(store.head())], assignments=[kept]))
    asked = completed(nodes.state(SOUTH), nodes.stores[SOUTH], c.SubmitPayment(order, CLEAR))
    assert isinstance(asked, c.SubmitPayment)
    assert asked.recall == kept
    item = Forwarded(
        order.agreement_id, 1, order, Terms(7_900, "CNY", 98_000, "RUB", 0, "", "", 0)
    )
    heard = completed(nodes.state(NORTH), nodes.stores[NORTH], c.HearPeer(SOUTH, 1, item, CLEAR))
    assert isinstance(heard, c.HearPeer)
    assert heard.assigned == kept
