"""The other node's stream: each item once, in its order, and none trusted."""

import pytest

from tallystick.core import commands as c
from tallystick.core import events, items
from tallystick.core.items import NO_ITEMS, chain_on, item_digest
from tallystick.core.orders import Decision
from tallystick.core.state import State, signature_key
from tallystick.terms.merkle import root
from tallystick.terms.money import Rate
from tests.core.pair import NORTH, SOUTH, gross, mutual
from tests.core.slow_pair import SlowPair, item, refusal

BOTH = (NORTH, SOUTH)


def next_of(pair: SlowPair, node: str) -> int:
    """Return the number of the item that a node hears next."""
    return pair.states[node].peers[pair.other(node)].received + 1


def test_an_item_that_skips_a_number_is_not_taken() -> None:
    """The link asks for the gap, and sends it again in its order."""
    pair = SlowPair(mutual())
    expected = next_of(pair, SOUTH)
    declared = items.Declared("RUB-CNY", 1, 0, 0, 0, root([]))
    happened = pair.do(SOUTH, c.HearPeer(NORTH, expected + 1, declared))
    assert refusal(happened) == f"item {expected + 1} came before item {expected}"
    assert next_of(pair, SOUTH) == expected
    assert pair.pact(SOUTH).open_cycle == 1


def test_an_item_heard_again_changes_nothing() -> None:
    """However often, whatever it says now."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.close()
    last = next_of(pair, SOUTH) - 1
    declared = items.Declared("RUB-CNY", 2, 0, 0, 0, root([]))
    for sequence in range(last + 1):
        assert pair.do(SOUTH, c.HearPeer(NORTH, sequence, declared)) == []


@pytest.mark.parametrize("agreement_id", ["OTHER", "SGD-THB"])
def test_an_item_of_an_agreement_not_in_force_is_a_breach(agreement_id: str) -> None:
    """One that is not here, or that only one has signed; the stream goes on."""
    pair = SlowPair(mutual())
    pair.do(SOUTH, c.AdoptAgreement(gross(), b"text"))
    expected = next_of(pair, SOUTH)
    forged = items.Declared(agreement_id, 1, 0, 0, 0, root([]))
    happened = pair.forge(SOUTH, forged)
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert next_of(pair, SOUTH) == expected + 1


def test_a_stranger_says_nothing_of_our_agreement() -> None:
    """An operator that is no party to it is not heard on it."""
    pair = SlowPair(mutual())
    declared = items.Declared("RUB-CNY", 1, 0, 0, 0, root([]))
    happened = pair.do(SOUTH, c.HearPeer("WEST", 1, declared))
    assert isinstance(happened[0], events.CaseOpened)
    signed = items.AgreementSigned("RUB-CNY", 2, b"text")
    happened = pair.do(SOUTH, c.HearPeer("WEST", 2, signed))
    assert isinstance(happened[0], events.CaseOpened)
    assert pair.pact(SOUTH).open_cycle == 1
    assert pair.pact(SOUTH).signed_by_both == (1,)


def test_a_decision_on_what_is_not_open_is_a_breach() -> None:
    """A payment nobody knows, or one that the other side does not decide."""
    pair = SlowPair(mutual())
    order = pair.send(NORTH, 100_000)
    decided = items.Decided("RUB-CNY", order.payment_id, Decision.ACCEPTED, 1)
    happened = pair.forge(SOUTH, items.Decided("RUB-CNY", "nowhere", Decision.REJECTED))
    assert isinstance(happened[0], events.CaseOpened)
    refusing = items.Decided("RUB-CNY", order.payment_id, Decision.REJECTED)
    for node, forged in ((NORTH, refusing), (SOUTH, refusing)):
        happened = pair.forge(node, forged)
        assert isinstance(happened[0], events.CaseOpened)
        assert happened[0].kind is events.CaseKind.PEER_BREACH
        assert pair.payment(node, order.payment_id).state == "settled"
    assert pair.forge(NORTH, decided)[:-1] == []


def test_a_rate_that_is_not_of_the_agreement_is_a_breach() -> None:
    """The declaration that brings it is not taken."""
    pair = SlowPair(mutual())
    for odd in (
        Rate("USD", "EUR", 1, 1),
        Rate("CNY", "RUB", 12, 1),
        Rate("RUB", "CNY", 1, 10**14),
    ):
        happened = pair.forge(SOUTH, items.Declared("RUB-CNY", 1, 0, 0, 0, root([]), odd))
        assert isinstance(happened[0], events.CaseOpened)
        assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert pair.pact(SOUTH).declared_there == 0


def test_both_ends_of_a_stream_have_one_chain() -> None:
    """What one has sent is what the other has heard, item by item, parked ones included."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.send(SOUTH, 5_000)
    pair.stop(item(items.Forwarded, NORTH))
    lost = pair.send(NORTH, 50_000).payment_id
    pair.park(SOUTH, lost)
    pair.let_go()
    pair.close()
    for node in BOTH:
        sent = pair.states[node].peers[pair.other(node)]
        heard = pair.states[pair.other(node)].peers[node]
        assert (sent.sent, sent.sent_chain) == (heard.received, heard.received_chain)


def test_a_chain_is_of_all_its_items() -> None:
    """Another item, or another order, is another chain; it begins at a value of its own."""
    first = item_digest(items.StillPending("RUB-CNY", "one"))
    second = item_digest(items.StillPending("RUB-CNY", "two"))
    chains = {
        NO_ITEMS,
        chain_on(NO_ITEMS, first),
        chain_on(NO_ITEMS, second),
        chain_on(chain_on(NO_ITEMS, first), second),
        chain_on(chain_on(NO_ITEMS, second), first),
    }
    assert len(chains) == 5


def test_a_node_without_any_agreement_hears_a_first_signature() -> None:
    """It knows nobody yet, and remembers who signed."""
    pair = SlowPair(mutual())
    state = State("WEST")
    pair.states["WEST"], pair.events["WEST"] = state, []
    signed = items.AgreementSigned("NORTH-WEST", 1, b"text")
    pair.do("WEST", c.HearPeer(NORTH, 1, signed))
    assert state.signed_there == {signature_key(NORTH, "NORTH-WEST"): {1: b"text"}}
    assert state.peers[NORTH].received == 1
