"""Our stream to the other node: each item numbered once, chained to the one before it."""

from tallystick.core.effects import AnyEffect, TellPeer
from tallystick.core.items import Item, chain_on, item_digest
from tallystick.core.state import State


def to_peer(state: State, agreement_id: str, item: Item) -> AnyEffect:
    """Number an item of our stream to the agreement's other node, and return what tells it."""
    peer_id = state.pacts[agreement_id].peer_id
    stream = state.peers[peer_id]
    stream.sent += 1
    before = stream.sent_chain
    stream.sent_chain = chain_on(before, item_digest(item))
    return TellPeer(peer_id, stream.sent, item, before)
