"""How the core says no where nothing is stored: the reason, and in words what and which rule."""

from tallystick.core.events import AnyEvent, CommandRefused
from tallystick.terms.reasons import StatusReason


def refused(subject: str, reason: StatusReason, text: str) -> list[AnyEvent]:
    """Return the one event of a command that changes nothing."""
    return [CommandRefused(subject, reason, text)]


def not_allowed(subject: str, text: str) -> list[AnyEvent]:
    """Refuse what the rules do not let this party do now (AG01)."""
    return refused(subject, StatusReason.TRANSACTION_FORBIDDEN, text)
