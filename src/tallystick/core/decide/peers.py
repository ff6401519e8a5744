"""The other node's stream: each item once, in order, and no item trusted."""

from collections.abc import Callable

from tallystick.core.commands import HearPeer
from tallystick.core.decide import (
    assignee,
    assigner,
    cycles,
    inward,
    outward,
    registry,
    resolution,
    settlement,
)
from tallystick.core.decide.refusals import refused
from tallystick.core.events import AnyEvent, CaseKind, CaseOpened, PeerHeard
from tallystick.core.items import (
    NO_ITEMS,
    AgreementSigned,
    Assigned,
    AssignmentAnswered,
    AttemptStarted,
    Decided,
    Declared,
    Forwarded,
    LegFailed,
    LegHeld,
    LinesShown,
    ReleaseDecided,
    ResolutionSigned,
    RootSigned,
    StillPending,
    VoidDecided,
    WithdrawalAsked,
    chain_on,
    item_digest,
)
from tallystick.core.state import State
from tallystick.terms.reasons import StatusReason


def hear_peer(state: State, at: int, command: HearPeer) -> list[AnyEvent]:
    """Take the next item of the stream; one heard before changes nothing.

    An item that does not come next is not taken: the link asks for the gap.
    """
    stream = state.peers.get(command.operator_id)
    expected = (stream.received if stream else 0) + 1
    if command.sequence < expected:
        return []
    if command.sequence > expected:
        text = f"item {command.sequence} came before item {expected}"
        return refused(command.operator_id, StatusReason.TRANSACTION_FORBIDDEN, text)
    before = stream.received_chain if stream else NO_ITEMS
    chain = chain_on(before, item_digest(command.item))
    heard = PeerHeard(command.operator_id, command.sequence, chain, command.head[0])
    return [*_heard(state, at, command), heard]


def _heard(state: State, at: int, command: HearPeer) -> list[AnyEvent]:
    item = command.item
    if isinstance(item, AgreementSigned):
        return registry.hear_agreement(state, at, command.operator_id, item)
    pact = state.pacts.get(item.agreement_id)
    if pact is None or pact.peer_id != command.operator_id or not pact.current:
        text = f"item {command.sequence} is of an agreement that is not in force with it"
        return [CaseOpened(item.agreement_id, CaseKind.PEER_BREACH, text)]
    hear_whole = _WHOLE_HEARERS.get(type(item))
    if hear_whole is not None:
        return hear_whole(state, at, command, item)
    return _HEARERS[type(item)](state, at, item)


# What the command brings besides the item is asked for as well.
_WHOLE_HEARERS: dict[type, Callable[..., list[AnyEvent]]] = {
    Forwarded: inward.hear_forwarded,
    Assigned: assignee.hear_assigned,
    AssignmentAnswered: assigner.hear_answer,
}
_HEARERS: dict[type, Callable[..., list[AnyEvent]]] = {
    WithdrawalAsked: inward.hear_withdrawal,
    StillPending: outward.hear_pending,
    Decided: outward.hear_decision,
    Declared: cycles.hear_declaration,
    RootSigned: cycles.hear_signature,
    LinesShown: cycles.hear_lines,
    LegHeld: settlement.hear_leg_held,
    LegFailed: settlement.hear_leg_failed,
    ReleaseDecided: settlement.hear_release,
    VoidDecided: settlement.hear_void,
    AttemptStarted: settlement.hear_attempt,
    ResolutionSigned: resolution.hear_resolution,
}
