"""The follower of the chronicle: which payments and cycles each entry is about, and whose."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

import apsw
from typing_extensions import override

from tallystick.core import events
from tallystick.core.orders import Order
from tallystick.journal.database import Database, Layout, insert
from tallystick.views.chronicle import (
    CHRONICLE,
    EVERYBODY,
    cycle_subject,
    entries_of,
    party_list,
    payment_subject,
)
from tallystick.views.journal_follower import JournalFollower, Write
from tallystick.views.reading import Happened, read_events

# What names a payment besides the payment's own events.
_NAMING: Final = (
    events.PaymentEvent,
    events.OrderRefused,
    events.ForwardRefused,
    events.ItemParked,
    events.ResolutionProposed,
    events.ResolutionConfirmed,
    events.ResolutionHeard,
    events.InformationReceived,
    events.InformationLate,
)


class _Listing(NamedTuple):
    party: int
    sequence: int
    payment_id: str


class Follower(JournalFollower):
    """What keeps one chronicle; it belongs to one thread at a time."""

    LAYOUT: ClassVar[Layout] = CHRONICLE
    TABLES: ClassVar[tuple[str, ...]] = ("happened", "told")

    @override
    def _recall(self, database: Database) -> None:
        """Do nothing: nothing of it is at hand in memory."""

    @override
    def _taken(self, happened: Sequence[Happened]) -> Write:
        listings = list(self._listings(happened))
        subjects = list(_subjects(happened))

        def write(connection: apsw.Connection) -> None:
            insert(connection, "INSERT INTO happened", subjects)
            insert(connection, "INSERT INTO told", listings)

        return write

    def _listings(self, happened: Iterable[Happened]) -> Iterator[_Listing]:
        """Yield which payment comes into whose list."""
        incoming: dict[str, Order | None] = {}
        for entry in happened:
            for event in entry.events:
                for party_id, payment_id in self._parties(event, incoming):
                    yield _Listing(party_list(party_id), entry.sequence, payment_id)

    def _parties(
        self, event: events.AnyEvent, incoming: dict[str, Order | None]
    ) -> Iterator[tuple[str, str]]:
        """Yield who learns of a payment; `incoming` are this chunk's, None once presented."""
        match event:
            case events.PaymentReceived(order=order):
                yield EVERYBODY, order.payment_id
                yield order.debtor_agent, order.payment_id
            case events.PaymentArrived(order=order):
                yield EVERYBODY, order.payment_id
                incoming[order.payment_id] = order
            case events.PaymentPresented(payment_id=payment_id):
                order_or_none = self._unpresented(payment_id, incoming)
                incoming[payment_id] = None
                if order_or_none is not None:
                    yield order_or_none.creditor_agent, payment_id
            case _:
                return

    def _unpresented(self, payment_id: str, incoming: dict[str, Order | None]) -> Order | None:
        """Return the order of a payment that arrived, None if it was presented before."""
        if payment_id in incoming:
            return incoming[payment_id]
        found = None
        for sequence in entries_of(self._database, payment_subject(payment_id)):
            sealed = self._journal.entry(sequence)
            for event in read_events(sealed).events if sealed is not None else ():
                match event:
                    case events.PaymentArrived(order=order) if order.payment_id == payment_id:
                        found = order
                    case events.PaymentPresented() if event.payment_id == payment_id:
                        return None
        return found


def _subjects(happened: Sequence[Happened]) -> Iterator[tuple[int, int]]:
    """Yield (subject, entry), each once."""
    for entry in happened:
        named = dict.fromkeys(each for event in entry.events for each in subjects_of(event))
        for subject in named:
            yield subject, entry.sequence


def subjects_of(event: events.AnyEvent) -> list[int]:
    """Return the payments and cycles that an event is about."""
    match event:
        case events.PaymentReceived() | events.PaymentArrived():
            return [payment_subject(event.order.payment_id)]
        case events.InformationRequested():
            return [payment_subject(event.assignment.payment_id)]
        case events.PaymentsClosed():
            return [payment_subject(record.payment_id) for record in event.records]
        case events.CommandRefused():
            return [payment_subject(event.subject)]
        case events.CycleClosed() | events.DeclarationHeard() if event.next_rate is not None:
            # It also fixes the rate of the cycle that follows.
            cycles = (event.cycle, event.cycle + 1)
            return [cycle_subject(event.agreement_id, each) for each in cycles]
        case events.CycleEvent():
            return [cycle_subject(event.agreement_id, event.cycle)]
        case _ if isinstance(event, _NAMING):
            return [payment_subject(event.payment_id)]
        case _:
            return []
