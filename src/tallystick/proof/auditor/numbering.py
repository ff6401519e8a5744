"""Our stream to the other node, numbered by the auditor's own count."""

from tallystick.core import effects, items
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books, Stream


def to_peer(books: Books, agreement_id: str, item: items.Item) -> effects.AnyEffect:
    """Number an item in our stream: without a gap, each number once."""
    peer_id = books.links[agreement_id].there.operator_id
    stream = books.sent.setdefault(peer_id, Stream())
    before = stream.chain
    stream.go_on(figures.digest_of(item))
    return effects.TellPeer(peer_id, stream.number, item, before)
