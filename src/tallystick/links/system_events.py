"""What happens at the link, as an admi.004 to a participant that it concerns.

The code is one of our own: the schema leaves it to the system, and no code of ISO's set of
system events (cut-offs and hours of certain systems) means what happens here. A bank
that took the close of a cycle for a cut-off would stop sending, where it need not.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tallystick.core.effects import SystemEventKind, TellSystemEvent
from tallystick.terms.instants import Instant, format_instant
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.system_notices import SystemEvent, SystemEventNotification

NOTIFICATION: Final = Message("admi.004.001.02")
CODES: Final[Mapping[SystemEventKind, str]] = MappingProxyType(
    {
        SystemEventKind.CYCLE_CLOSED: "CYCL",
        SystemEventKind.SUSPENDED: "SUSP",
        SystemEventKind.REINSTATED: "REIN",
        SystemEventKind.VERSION_IN_FORCE: "VERS",
    }
)
_PARAMETER_MAX: Final = 35


def notification(effect: TellSystemEvent, at: Instant) -> bytes:
    """Return the message of one event: its code, in words, when, and what it is about.

    The parameters are the agreement's id, cut to the 35 characters that there are, and the
    number of the closed cycle or of the version in force, where there is one.
    """
    event = SystemEvent(
        code=CODES[effect.kind],
        parameters=_parameters(effect),
        description=_description(effect),
        date_time=format_instant(at),
    )
    return write(SystemEventNotification(event=event), NOTIFICATION)


def effect_in(participant_id: str, document: SystemEventNotification) -> TellSystemEvent:
    """Return what a participant is told by such a message, as the core told it.

    Raises:
        ValueError: it is not one of ours.
    """
    event = document.event
    kind = next((each for each, code in CODES.items() if code == event.code), None)
    if kind is None or not event.parameters:
        detail = f"event {event.code} is none of ours"
        raise ValueError(detail)
    agreement_id, *number = event.parameters
    return TellSystemEvent(participant_id, kind, agreement_id, int(number[0]) if number else 0)


def _parameters(effect: TellSystemEvent) -> tuple[str, ...]:
    number = (str(effect.number),) if effect.number else ()
    return (effect.agreement_id[:_PARAMETER_MAX], *number)


def _description(effect: TellSystemEvent) -> str:
    name, number = effect.agreement_id, effect.number
    match effect.kind:
        case SystemEventKind.CYCLE_CLOSED:
            return f"Cycle {number} of {name} is closed, cycle {number + 1} is open."
        case SystemEventKind.SUSPENDED:
            return f"New payments of this participant under {name} are stopped."
        case SystemEventKind.REINSTATED:
            return f"This participant may send and receive under {name} again."
        case SystemEventKind.VERSION_IN_FORCE:
            return f"Version {number} of {name} is in force for new payments."
