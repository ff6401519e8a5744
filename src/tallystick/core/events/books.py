"""What can happen to the prefunded money: in, out, and compared."""

from tallystick.core.events.shared import Event
from tallystick.core.ledger import Posting


class Funded(Event, frozen=True):
    """Money came in at a settlement system and is on its owner's account."""

    settlement_system: str
    reference: str
    posting: Posting


class LegEarly(Event, frozen=True):
    """Money of a settlement leg came before we knew that the leg is due; it is kept apart."""

    settlement_system: str
    reference: str
    posting: Posting


class StatementTaken(Event, frozen=True):
    """The system's balance and what our books say beyond it (0: they agree)."""

    settlement_system: str
    currency: str
    balance: int
    difference: int


class StatementAsked(Event, frozen=True):
    """A statement that differed is asked for again."""

    settlement_system: str
    currency: str


class DefundingRequested(Event, frozen=True):
    """Money is held to be paid out at a settlement system."""

    defunding_id: str
    settlement_system: str
    posting: Posting


class DefundingQueried(Event, frozen=True):
    """A payment out has no answer: the system is asked how it stands."""

    defunding_id: str


class Defunded(Event, frozen=True):
    """The money was paid out."""

    defunding_id: str


class DefundingRefused(Event, frozen=True):
    """The money was not paid out and is available again."""

    defunding_id: str
