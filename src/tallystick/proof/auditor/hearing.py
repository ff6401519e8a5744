"""The other node's stream: each item once, in order, and no item trusted."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from tallystick.core import items
from tallystick.core.commands import HearPeer
from tallystick.core.events import CaseKind, PeerHeard
from tallystick.proof.auditor import (
    asking,
    figures,
    membership,
    receiving,
    rounds,
    sending,
    signatures,
    squaring,
)
from tallystick.proof.auditor.books import Books, Stream
from tallystick.proof.auditor.script import Script, case, no

HEARD: Final[Mapping[type, Callable[[Books, int, Any], Script]]] = {
    items.WithdrawalAsked: receiving.hear_withdrawal,
    items.StillPending: sending.hear_pending,
    items.Decided: sending.hear_decided,
    items.Declared: rounds.hear_declared,
    items.RootSigned: rounds.hear_signature,
    items.LinesShown: rounds.hear_lines,
    items.LegHeld: squaring.hear_leg_held,
    items.LegFailed: squaring.hear_leg_failed,
    items.ReleaseDecided: squaring.hear_release,
    items.VoidDecided: squaring.hear_void,
    items.AttemptStarted: squaring.hear_attempt,
    items.ResolutionSigned: signatures.hear_resolution,
}


def hear_peer(books: Books, at: int, command: HearPeer) -> Script:
    """An item heard before is nothing, one that does not come next is refused."""
    stream = books.received.get(command.operator_id, Stream())
    expected = stream.number + 1
    if command.sequence > expected:
        yield no(command.operator_id)
    if command.sequence != expected:
        return
    yield from _heard(books, at, command)
    chain = sha256(stream.chain + figures.digest_of(command.item)).digest()
    yield PeerHeard(command.operator_id, command.sequence, chain, command.head[0])


def _heard(books: Books, at: int, command: HearPeer) -> Script:
    item = command.item
    if isinstance(item, items.AgreementSigned):
        yield from membership.hear_agreement(books, command.operator_id, item)
        return
    link = books.links.get(item.agreement_id)
    with_it = link is not None and link.there.operator_id == command.operator_id
    if link is None or not with_it or not link.current:
        yield case(item.agreement_id, CaseKind.PEER_BREACH)
    elif isinstance(item, items.Forwarded):
        yield from receiving.hear_forwarded(books, at, command, item)
    elif isinstance(item, items.Assigned):
        yield from asking.hear_assigned(books, at, command, item)
    elif isinstance(item, items.AssignmentAnswered):
        yield from asking.hear_answered(books, at, command, item)
    else:
        yield from HEARD[type(item)](books, at, item)
