"""What happens at the link as such, told to the banks of our end and to nobody else's.

A cycle's close and a new version concern all of them, a suspension the bank itself. That
the machine stops deciding, or goes on, is no event of the core: it is the runner's, which
then decides nothing that could be told.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from tallystick.core import events
from tallystick.core.effects import AnyEffect, SystemEventKind, TellSystemEvent
from tallystick.core.state import Pact, State


def _all(pact: Pact, kind: SystemEventKind, number: int) -> list[AnyEffect]:
    """Tell every bank of our end, suspended ones too: what is under way of theirs goes on."""
    own, agreement_id = pact.operator_id, pact.agreement_id
    return [
        TellSystemEvent(name, kind, agreement_id, number)
        for name, participant in pact.participants.items()
        if participant.operator_id == own
    ]


def closing(pact: Pact, cycle: int) -> list[AnyEffect]:
    """Tell that a cycle is closed and the next open, and of the version that came with it."""
    told = _all(pact, SystemEventKind.CYCLE_CLOSED, cycle)
    if pact.current_since == pact.open_cycle:
        told += _all(pact, SystemEventKind.VERSION_IN_FORCE, pact.current)
    return told


def in_force_by(state: State, agreement_id: str, version: int) -> list[AnyEffect]:
    """Tell of a version whose second signature brings it into force in the open cycle."""
    pact = state.pacts.get(agreement_id)
    if pact is None or pact.current != version:
        return []
    return _all(pact, SystemEventKind.VERSION_IN_FORCE, version)


def _heard(state: State, _at: int, event: events.AgreementHeard) -> list[AnyEffect]:
    """Tell of the version if the other operator's signature was the one that it wanted."""
    return in_force_by(state, event.agreement_id, event.version)


def _suspended(state: State, _at: int, event: events.ParticipantSuspended) -> list[AnyEffect]:
    """Tell a bank of ours that its new payments are stopped."""
    return _one(state, event, SystemEventKind.SUSPENDED)


def _reinstated(state: State, _at: int, event: events.ParticipantReinstated) -> list[AnyEffect]:
    """Tell a bank of ours that it may send and receive again."""
    return _one(state, event, SystemEventKind.REINSTATED)


def _one(
    state: State,
    event: events.ParticipantSuspended | events.ParticipantReinstated,
    kind: SystemEventKind,
) -> list[AnyEffect]:
    pact = state.pacts[event.agreement_id]
    if pact.participants[event.participant_id].operator_id != state.operator_id:
        return []
    return [TellSystemEvent(event.participant_id, kind, event.agreement_id)]


# What is told of these alone; of a cycle's close and an adoption, others are told more.
TOLD: Final[Mapping[type, Callable[[State, int, Any], list[AnyEffect]]]] = MappingProxyType(
    {
        events.AgreementHeard: _heard,
        events.ParticipantSuspended: _suspended,
        events.ParticipantReinstated: _reinstated,
    }
)
