"""After a start a node decides nothing until the others have said that its disk is the newest."""

from copy import deepcopy

import pytest

from tallystick.core import commands as c
from tallystick.core.lifecycle import PaymentState
from tallystick.journal.entries import encode
from tallystick.journal.port import Store
from tallystick.node.node import Node
from tallystick.terms.errors import RemoteMessageError, StoreError
from tests.core.pair import NORTH, SOUTH
from tests.node.linked_nodes import LinkedNodes
from tests.node.steps import UNKNOWN_CASE


@pytest.fixture
def nodes(founded: LinkedNodes) -> LinkedNodes:
    """Return two nodes under an agreement, this test's own."""
    return founded.branch()


def backup(nodes: LinkedNodes, name: str = NORTH) -> Store:
    """Return a copy of a node's disk as it is now."""
    return deepcopy(nodes.stores[name])


def put_back(nodes: LinkedNodes, disk: Store, name: str = NORTH) -> Node:
    """Start a node from a disk."""
    nodes.stores[name] = disk
    return nodes.restart(name)


def refusal(nodes: LinkedNodes, name: str = NORTH) -> StoreError:
    """Return the error by which a node refuses to decide."""
    before = (encode(nodes.state(name)), nodes.nodes[name].head)
    with pytest.raises(StoreError) as caught:
        nodes.do(name, UNKNOWN_CASE)
    assert (encode(nodes.state(name)), nodes.nodes[name].head) == before
    assert (caught.value.code, caught.value.outcome_known) == ("books-behind", True)
    return caught.value


def words(nodes: LinkedNodes, times: int = 3) -> None:
    """Carry envelopes both ways, whatever the nodes make of them."""
    for _ in range(times):
        nodes.exchange()


# The other's word.


def test_a_start_waits_for_the_other_s_word(nodes: LinkedNodes) -> None:
    """It decides nothing, not even a refusal, and says why."""
    nodes.restart(NORTH)
    assert "has not confirmed yet" in refusal(nodes).detail
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    assert "has not confirmed yet" in refusal(nodes).detail
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert nodes.nodes[NORTH].may_decide
    nodes.do(NORTH, UNKNOWN_CASE)


def test_the_other_goes_on_meanwhile(nodes: LinkedNodes) -> None:
    """Who did not start need not wait for who did."""
    nodes.restart(NORTH)
    assert nodes.nodes[SOUTH].may_decide
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    nodes.do(SOUTH, UNKNOWN_CASE)


def test_an_envelope_from_before_the_start_does_not_confirm(nodes: LinkedNodes) -> None:
    """Late on its way, it cannot know what was told since."""
    old = nodes.envelope(SOUTH)
    node = nodes.restart(NORTH)
    fresh_and_unaware = nodes.envelope(SOUTH)
    for raw in (old, fresh_and_unaware, old):
        nodes.hear(NORTH, raw)
        assert not node.may_decide
    words(nodes, 1)
    assert node.may_decide


def test_a_word_to_an_earlier_start_does_not_confirm_a_later_one(nodes: LinkedNodes) -> None:
    """Each start draws a session of its own."""
    nodes.restart(NORTH)
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    to_the_first = nodes.envelope(SOUTH)
    second = nodes.restart(NORTH)
    nodes.hear(NORTH, to_the_first)
    assert not second.may_decide
    words(nodes, 1)
    assert second.may_decide


def test_an_old_envelope_does_not_unsay_a_word(nodes: LinkedNodes) -> None:
    """Once confirmed, a node stays so."""
    old = nodes.envelope(SOUTH)
    node = nodes.restart(NORTH)
    words(nodes, 1)
    nodes.hear(NORTH, old)
    assert node.may_decide


def test_items_that_come_before_the_word_come_again(nodes: LinkedNodes) -> None:
    """What a node may not take yet is not lost."""
    payment_id = nodes.submit(SOUTH, 9_000)
    nodes.restart(NORTH)
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert payment_id not in nodes.state(NORTH).payments
    nodes.settle_down()
    assert nodes.state(NORTH).payments[payment_id].state is PaymentState.SETTLED


def test_a_clock_that_was_ahead_and_set_right_shuts_nobody_out(nodes: LinkedNodes) -> None:
    """What was sealed by it looks newer than all that follows; an answer counts all the same."""
    nodes.at += 3_600_000
    nodes.exchange()
    nodes.at -= 3_600_000
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    restarted = nodes.restart(SOUTH)
    words(nodes, 2)
    assert restarted.may_decide


def test_a_stranger_s_word_confirms_nothing(nodes: LinkedNodes) -> None:
    """An envelope that is not the other's is no word of it."""
    node = nodes.restart(NORTH)
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    forged = bytearray(nodes.envelope(SOUTH))
    forged[-1] ^= 1
    with pytest.raises(RemoteMessageError):
        node.hear(bytes(forged))
    assert not node.may_decide


# An old disk.


def assert_behind(nodes: LinkedNodes, name: str = NORTH) -> None:
    """See that a node knows its disk to be an old one, and keeps to it."""
    words(nodes)
    assert nodes.nodes[name].is_behind
    assert not nodes.nodes[name].may_decide
    assert "it is an old one" in refusal(nodes, name).detail


def test_a_disk_that_lacks_what_we_told_is_noticed(nodes: LinkedNodes) -> None:
    """The other heard more of us than we know to have sent."""
    old = backup(nodes)
    nodes.send(NORTH, 100_000)
    put_back(nodes, old)
    assert_behind(nodes)


def test_a_disk_that_lacks_what_we_heard_is_noticed(nodes: LinkedNodes) -> None:
    """We once acknowledged more than we know: a decision must not be forgotten."""
    payment_id = nodes.submit(NORTH, 100_000)
    nodes.hear(SOUTH, nodes.envelope(NORTH))
    nodes.do(SOUTH, c.AnswerPresentation(payment_id, "SOBKCNSH"))
    old = backup(nodes)
    nodes.settle_down()
    assert nodes.state(NORTH).payments[payment_id].state is PaymentState.SETTLED
    sent = nodes.state(NORTH).peers[SOUTH].sent
    assert put_back(nodes, old).state.peers[SOUTH].sent == sent
    assert_behind(nodes)


def test_a_disk_that_lacks_only_our_own_doings_is_noticed(nodes: LinkedNodes) -> None:
    """The other has seen a longer journal of ours, though no stream moved."""
    old = backup(nodes)
    nodes.do(NORTH, UNKNOWN_CASE)
    nodes.exchange()
    put_back(nodes, old)
    assert_behind(nodes)


def test_a_disk_that_went_on_otherwise_is_noticed(nodes: LinkedNodes) -> None:
    """As long as the other's memory of us, and with another last item."""
    old = backup(nodes)
    nodes.submit(NORTH, 100_000)
    late = nodes.envelope(NORTH)
    put_back(nodes, old)
    words(nodes)
    assert nodes.nodes[NORTH].may_decide
    nodes.hear(SOUTH, late)
    nodes.submit(NORTH, 200_000)
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert "it is an old one" in refusal(nodes).detail


def test_a_fork_further_back_is_noticed(nodes: LinkedNodes) -> None:
    """An acknowledgement is held against our own chain wherever it ends."""
    old = backup(nodes)
    nodes.submit(NORTH, 100_000)
    late = nodes.envelope(NORTH)
    put_back(nodes, old)
    words(nodes)
    nodes.hear(SOUTH, late)
    for amount in (200_000, 300_000):
        nodes.submit(NORTH, amount)
    with pytest.raises(RemoteMessageError, match="is not the one we heard"):
        nodes.hear(SOUTH, nodes.envelope(NORTH))
    nodes.hear(NORTH, nodes.envelope(SOUTH))
    assert "it is an old one" in refusal(nodes).detail


def test_an_old_disk_is_noticed_by_an_envelope_of_any_age(nodes: LinkedNodes) -> None:
    """What the other once held it holds: no session is needed to know better."""
    old = backup(nodes)
    nodes.send(NORTH, 100_000)
    raw = nodes.envelope(SOUTH)
    node = put_back(nodes, old)
    node.hear(raw)
    assert node.is_behind


def test_a_node_that_was_found_behind_stays_so(nodes: LinkedNodes) -> None:
    """No later word unsays it: only another disk helps."""
    early = nodes.envelope(SOUTH)
    old = backup(nodes)
    nodes.send(NORTH, 100_000)
    put_back(nodes, old)
    assert_behind(nodes)
    nodes.hear(NORTH, early)
    assert_behind(nodes)


def test_the_newest_disk_is_the_way_out(nodes: LinkedNodes) -> None:
    """Put back, it goes on where it was, and nothing was lost or done twice."""
    old = backup(nodes)
    nodes.send(NORTH, 100_000)
    newest = nodes.stores[NORTH]
    put_back(nodes, old)
    assert_behind(nodes)
    assert put_back(nodes, newest).state.at == nodes.at
    nodes.settle_down()
    payment_id = nodes.send(NORTH, 50_000)
    for name in (NORTH, SOUTH):
        assert nodes.state(name).payments[payment_id].state is PaymentState.SETTLED
    nodes.close_cycle()
    assert [nodes.state(name).pacts["RUB-CNY"].last_settled for name in (NORTH, SOUTH)] == [1, 1]


def test_the_disk_of_the_decider_is_noticed_too(nodes: LinkedNodes) -> None:
    """An acceptance that the debtor's node has heard cannot be forgotten by who gave it."""
    old = backup(nodes, SOUTH)
    payment_id = nodes.send(NORTH, 100_000)
    assert nodes.state(SOUTH).payments[payment_id].state is PaymentState.SETTLED
    put_back(nodes, old, SOUTH)
    assert_behind(nodes, SOUTH)


def test_what_nobody_else_heard_of_is_not_missed(nodes: LinkedNodes) -> None:
    """The limit: a disk that lacks what no envelope ever told of looks like the newest."""
    words(nodes, 1)
    old = backup(nodes)
    nodes.do(NORTH, UNKNOWN_CASE)
    node = put_back(nodes, old)
    words(nodes)
    assert node.may_decide


def test_a_copy_of_the_newest_disk_is_as_good(nodes: LinkedNodes) -> None:
    """A restored backup that lacks nothing goes on."""
    nodes.send(NORTH, 100_000)
    node = put_back(nodes, backup(nodes))
    words(nodes)
    assert (node.may_decide, node.is_behind) == (True, False)
