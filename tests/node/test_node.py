"""A node on its own disk: what it keeps, sends, takes in, and survives."""

import pytest

from tallystick.core.lifecycle import PaymentState
from tallystick.journal.entries import encode
from tallystick.journal.memory import MemoryStore
from tallystick.links.peer import Delivered, Identity
from tallystick.node.engine import Input
from tallystick.node.node import ITEMS_AT_ONCE, MESSAGE, Node
from tallystick.proof.world.disk import Disk
from tallystick.terms.errors import RemoteMessageError, StoreError
from tallystick.wire.seal import Attachment
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.node.linked_nodes import PUBLIC, SIGNING, LinkedNodes, message_of
from tests.node.steps import HEARD_BEFORE, RUB_CNY, UNKNOWN_CASE


@pytest.fixture
def nodes(founded: LinkedNodes) -> LinkedNodes:
    """Return two nodes under an agreement, this test's own."""
    return founded.branch()


def standing(nodes: LinkedNodes, name: str, payment_id: str) -> PaymentState:
    """Return where a payment stands at a node."""
    return nodes.state(name).payments[payment_id].state


def has_heard_of(nodes: LinkedNodes, name: str, payment_id: str) -> bool:
    """Tell whether a node knows a payment."""
    return payment_id in nodes.state(name).payments


# From order to settlement, by envelopes alone.


def test_a_step_follows_the_commit_of_the_one_before(nodes: LinkedNodes) -> None:
    """Two steps at once could take the id of a payment that is just leaving for a new one."""
    node = nodes.nodes[NORTH]
    first = node.step(nodes.at, [Input(UNKNOWN_CASE)])
    with pytest.raises(AssertionError, match="follows the commit"):
        node.step(nodes.at, [])
    node.commit(first)
    node.commit(node.step(nodes.at, [Input(UNKNOWN_CASE)]))


@pytest.mark.parametrize(("sender", "amount"), [(NORTH, 125_000), (SOUTH, 9_000)])
def test_a_payment_goes_from_one_node_to_the_other(
    nodes: LinkedNodes, sender: str, amount: int
) -> None:
    """Two nodes that know each other by envelopes alone settle it at both ends."""
    payment_id = nodes.send(sender, amount)
    for name in (NORTH, SOUTH):
        assert standing(nodes, name, payment_id) is PaymentState.SETTLED


def test_both_halves_of_a_cycle_are_equal(nodes: LinkedNodes) -> None:
    """What each counted by itself gives one root, signed by both, and settled."""
    for number in range(4):
        nodes.send(NORTH, 100_000 + number)
        nodes.send(SOUTH, 8_000 + number)
    nodes.close_cycle()
    pacts = [nodes.state(name).pacts[RUB_CNY] for name in (NORTH, SOUTH)]
    assert [pact.last_settled for pact in pacts] == [1, 1]
    assert [nodes.state(name).payments for name in (NORTH, SOUTH)] == [{}, {}]
    assert [pact.frozen for pact in pacts] == [{}, {}]


# What is committed, and what is told.


class Unwell(LinkedNodes):
    """Nodes whose north has a disk with a fate."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = Disk()
        self.stores[NORTH] = self.disk
        self.restart(NORTH)
        self.found()


def test_a_step_is_nothing_until_it_is_committed() -> None:
    """A process that dies in between has done nothing at all."""
    nodes = Unwell()
    before, head = encode(nodes.state(NORTH)), nodes.disk.head()
    nodes.nodes[NORTH].step(nodes.at, [Input(UNKNOWN_CASE)])
    assert nodes.nodes[NORTH].head[0] == head[0] + 1
    again = nodes.restart(NORTH)
    assert (encode(again.state), again.head, nodes.disk.head()) == (before, head, head)


@pytest.mark.parametrize("fate", ["fails", "full", "gone", "unheard"])
def test_a_commit_that_failed_or_was_not_heard_of_gives_no_reply(fate: str) -> None:
    """No answer without a commit; whoever opens the disk again finds all of it or nothing."""
    nodes, is_written = Unwell(), fate == "unheard"
    order = nodes.order(NORTH, 100_000)
    before, head = encode(nodes.state(NORTH)), nodes.disk.head()
    nodes.disk.fate = fate
    with pytest.raises(StoreError):
        nodes.step(NORTH, nodes.submission(NORTH, order))
    after = encode(nodes.state(NORTH))
    nodes.disk.fate = "sound"
    again = nodes.restart(NORTH)
    assert encode(again.state) == (after if is_written else before)
    assert (nodes.disk.head() == head) is not is_written
    nodes.settle_down()
    nodes.step(NORTH, nodes.submission(NORTH, order))
    nodes.settle_down()
    assert standing(nodes, SOUTH, order.payment_id) is PaymentState.SETTLED
    assert nodes.disk.outbox_heads()[f"peer:{SOUTH}"] == nodes.state(NORTH).peers[SOUTH].sent


def test_a_step_in_which_nothing_happened_does_not_touch_the_disk() -> None:
    """There is nothing to write, and so nothing that could fail."""
    nodes = Unwell()
    nodes.disk.fate = "full"
    assert [reply.events for reply in nodes.do(NORTH, HEARD_BEFORE)] == [[]]
    with pytest.raises(StoreError):
        nodes.do(NORTH, UNKNOWN_CASE)


def test_replies_are_given_after_the_commit(nodes: LinkedNodes) -> None:
    """The replies of a step are those of its commit, in the order of the inputs."""
    node = nodes.nodes[NORTH]
    step = node.step(nodes.at, [Input(UNKNOWN_CASE, ticket=n) for n in range(3)])
    assert [reply.ticket for reply in node.commit(step)] == [0, 1, 2]


def test_no_envelope_tells_of_what_is_not_durable(nodes: LinkedNodes) -> None:
    """Between step and commit nothing is sealed: an acknowledgement could not be taken back."""
    nodes.submit(NORTH, 100_000)
    sender, delivered = nodes.nodes[SOUTH].hear(nodes.envelope(NORTH))
    inputs = [nodes.input_of(SOUTH, sender, each) for each in delivered]
    step = nodes.nodes[SOUTH].step(nodes.at, inputs)
    with pytest.raises(AssertionError, match="only what is durable"):
        nodes.envelope(SOUTH)
    nodes.nodes[SOUTH].commit(step)
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert nodes.stores[NORTH].acknowledged()["peer:SOUTH"] == 2


# Lost, repeated, late.


def test_a_lost_envelope_is_sent_again(nodes: LinkedNodes) -> None:
    """What was not acknowledged is in the next envelope, with what came since."""
    lost = nodes.submit(NORTH, 100_000)
    nodes.envelope(NORTH)
    later = nodes.submit(NORTH, 50_000)
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    assert has_heard_of(nodes, SOUTH, lost)
    assert has_heard_of(nodes, SOUTH, later)


def test_a_repeated_envelope_changes_nothing(nodes: LinkedNodes) -> None:
    """Heard twice, or once more after all is settled, an envelope leaves no trace."""
    nodes.submit(NORTH, 100_000)
    raw = nodes.envelope(NORTH)
    nodes.hear(SOUTH, raw)
    for _ in range(2):
        before = (nodes.stores[SOUTH].head(), encode(nodes.state(SOUTH)))
        nodes.hear(SOUTH, raw)
        assert (nodes.stores[SOUTH].head(), encode(nodes.state(SOUTH))) == before
        nodes.settle_down()


def test_items_that_were_heard_and_not_committed_come_again(nodes: LinkedNodes) -> None:
    """A process that died over them hears them from the next envelope."""
    payment_id = nodes.submit(NORTH, 100_000)
    nodes.nodes[SOUTH].hear(nodes.envelope(NORTH))
    nodes.restart(SOUTH)
    assert not has_heard_of(nodes, SOUTH, payment_id)
    nodes.settle_down()
    assert standing(nodes, SOUTH, payment_id) is PaymentState.SETTLED


def test_only_what_was_heard_is_acknowledged(nodes: LinkedNodes) -> None:
    """The outbox knows how far the other has come, and never goes back."""
    store = nodes.stores[NORTH]
    assert store.acknowledged()["peer:SOUTH"] == 1
    nodes.submit(NORTH, 100_000)
    early = nodes.envelope(SOUTH)
    nodes.hear(NORTH, early)
    assert store.acknowledged()["peer:SOUTH"] == 1
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert store.acknowledged()["peer:SOUTH"] == 2
    nodes.hear(NORTH, early)
    assert store.acknowledged()["peer:SOUTH"] == 2


def test_an_envelope_that_is_refused_counts_for_nothing(nodes: LinkedNodes) -> None:
    """Neither its items nor its acknowledgement nor its session are taken."""
    nodes.submit(NORTH, 100_000)
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    raw = bytearray(nodes.envelope(SOUTH))
    raw[-1] ^= 1
    before = (nodes.stores[NORTH].acknowledged(), nodes.envelope(NORTH))
    with pytest.raises(RemoteMessageError):
        nodes.nodes[NORTH].hear(bytes(raw))
    assert (nodes.stores[NORTH].acknowledged(), nodes.envelope(NORTH)) == before


def test_more_items_than_fit_come_in_several_envelopes(nodes: LinkedNodes) -> None:
    """Hundreds of payments at once arrive all, in order, each with its message."""
    orders = [nodes.order(NORTH, 1_000 + number) for number in range(ITEMS_AT_ONCE + 30)]
    nodes.step(NORTH, *(nodes.submission(NORTH, order) for order in orders))
    heard: list[Delivered] = []
    for _ in range(2):
        sender, delivered = nodes.nodes[SOUTH].hear(nodes.envelope(NORTH))
        heard += delivered
        inputs = [nodes.input_of(SOUTH, sender, each) for each in delivered]
        nodes.step(SOUTH, *inputs)
        nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert [each.sequence for each in heard] == list(range(2, len(orders) + 2))
    assert list(nodes.state(SOUTH).payments) == [order.payment_id for order in orders]
    assert [each.attachments[0].content for each in heard] == [
        message_of(order.payment_id) for order in orders
    ]


def test_what_is_sealed_can_be_opened_however_large_the_messages(nodes: LinkedNodes) -> None:
    """Messages of a megabyte each travel a few at a time, and the stream never stands still."""
    orders = [nodes.order(NORTH, 1_000 + number) for number in range(12)]
    for order in orders:
        submission = nodes.submission(NORTH, order)
        large = submission.personal[0]._replace(content=bytes(1_000_000))
        nodes.step(NORTH, submission._replace(personal=(large,)))
    envelopes = 0
    while len(nodes.state(SOUTH).payments) < len(orders):
        nodes.exchange()
        envelopes += 1
    assert envelopes == 2


# What travels beside a payment.


def test_a_message_travels_from_vault_to_vault(nodes: LinkedNodes) -> None:
    """The bytes that the bank sent are those that the other operator keeps."""
    payment_id = nodes.send(NORTH, 100_000)
    expected = (Attachment(MESSAGE, message_of(payment_id)),)
    assert nodes.arrived[SOUTH][payment_id] == [(MESSAGE, message_of(payment_id))]
    for name in (NORTH, SOUTH):
        assert nodes.nodes[name].attachments(payment_id) == expected
        assert nodes.restart(name).attachments(payment_id) == expected


def test_what_else_came_with_a_payment_stays_here(nodes: LinkedNodes) -> None:
    """Only the message is for the other operator; our own notes are not."""
    order = nodes.order(NORTH, 100_000)
    submission = nodes.submission(NORTH, order)
    note = submission.personal[0]._replace(kind="note", content=b"seen by ann")
    nodes.step(NORTH, submission._replace(personal=(*submission.personal, note)))
    attached = nodes.nodes[NORTH].attachments(order.payment_id)
    assert [each.kind for each in attached] == [MESSAGE]
    assert len(nodes.stores[NORTH].vault(order.payment_id)) == 2


def test_a_payment_whose_key_was_erased_has_nothing_beside_it(nodes: LinkedNodes) -> None:
    """The item still travels, the books are whole, and the message is gone for ever."""
    payment_id = nodes.submit(NORTH, 100_000)
    nodes.stores[NORTH].erase(payment_id)
    assert nodes.nodes[NORTH].attachments(payment_id) == ()
    nodes.settle_down()
    assert standing(nodes, NORTH, payment_id) is PaymentState.SETTLED
    assert nodes.arrived[SOUTH][payment_id] == []
    assert nodes.nodes[SOUTH].attachments(payment_id) == ()


def test_a_payment_that_there_never_was_has_nothing_beside_it(nodes: LinkedNodes) -> None:
    """Nobody's message is nobody's."""
    assert nodes.nodes[NORTH].attachments("no such payment") == ()


def test_another_master_key_opens_nothing(nodes: LinkedNodes) -> None:
    """A store without its master key says so, and gives nothing away."""
    payment_id = nodes.submit(NORTH, 100_000)
    nodes.nodes[NORTH].vault = nodes.nodes[SOUTH].vault
    with pytest.raises(StoreError, match="does not open"):
        nodes.nodes[NORTH].attachments(payment_id)


# Starting.


def test_a_start_from_a_snapshot_is_the_same_start(nodes: LinkedNodes) -> None:
    """What happened after it is added to it; a later one takes its place."""
    for _ in range(2):
        nodes.nodes[NORTH].save_snapshot()
        kept = nodes.stores[NORTH].snapshot()
        assert kept is not None
        assert (kept.sequence, kept.hash) == nodes.stores[NORTH].head()
        nodes.send(NORTH, 100_000)
        live = encode(nodes.state(NORTH))
        assert encode(nodes.restart(NORTH).state) == live
        nodes.settle_down()


def test_the_books_of_another_operator_do_not_open(nodes: LinkedNodes) -> None:
    """A node that is given the wrong disk does not start."""
    nodes.send(NORTH, 100_000)
    identity = Identity(SOUTH, "1", SIGNING[SOUTH])
    for _ in range(2):
        with pytest.raises(StoreError):
            Node(
                identity,
                PUBLIC,
                nodes.stores[NORTH],
                nodes.nodes[SOUTH].vault,
                nodes.entropy[SOUTH],
            )
        nodes.nodes[NORTH].save_snapshot()


def test_two_nodes_that_both_died_come_back_together(nodes: LinkedNodes) -> None:
    """Each hears the other's new session from the other's first words."""
    payment_id = nodes.submit(NORTH, 100_000)
    for name in (NORTH, SOUTH):
        nodes.restart(name)
        assert not nodes.nodes[name].may_decide
    nodes.settle_down()
    assert standing(nodes, SOUTH, payment_id) is PaymentState.SETTLED


def test_a_node_that_dies_after_every_step_loses_nothing(nodes: LinkedNodes) -> None:
    """However often both begin anew, each payment is settled once at both."""
    sent = []
    for number in range(6):
        sent.append(nodes.submit((NORTH, SOUTH)[number % 2], 10_000 + number))
        for _ in range(3):
            nodes.restart(NORTH)
            nodes.restart(SOUTH)
            nodes.exchange()
            nodes.exchange()
    nodes.settle_down()
    for name in (NORTH, SOUTH):
        assert [standing(nodes, name, each) for each in sent] == [PaymentState.SETTLED] * 6
    told = nodes.stores[NORTH].outbox(f"participant:{BANKS[NORTH][0]}", 0, 10**6)
    assert len({row.number for row in told}) == len(told)


def test_an_empty_disk_is_a_new_node() -> None:
    """Without books it knows no other node, and waits for nobody."""
    store = MemoryStore()
    nodes = LinkedNodes()
    nodes.stores[NORTH] = store
    assert nodes.restart(NORTH).may_decide
    nodes.do(NORTH, UNKNOWN_CASE)
    assert store.head()[0] == 1
