"""The follower: it reads the journal a chunk at a time and writes the chronicle.

It reads the store by a connection of its own, so the writer waits for nobody, and has a
file of its own, so nobody waits for it. Of an entry it reads the events alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from tallystick.core import events
from tallystick.core.orders import Order
from tallystick.journal.database import Access, Database, insert
from tallystick.journal.entries import GENESIS, Sealed
from tallystick.views.chronicle import (
    CHRONICLE,
    EVERYBODY,
    cycle_subject,
    entries_of,
    party_list,
    payment_subject,
)
from tallystick.views.reading import Happened, read_events

ENTRIES_AT_ONCE: Final = 1000
_HOW_FAR: Final = "SELECT sequence, hash FROM followed"
# What names a payment besides the payment's own events.
_NAMING: Final = (
    events.PaymentEvent,
    events.OrderRefused,
    events.ForwardRefused,
    events.ItemParked,
    events.ResolutionProposed,
    events.ResolutionConfirmed,
    events.ResolutionHeard,
)


class Journal(Protocol):
    """What is followed: a store, or its reader with a connection of its own."""

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order."""

    def entry(self, sequence: int) -> Sealed | None:
        """Return one entry by its sequence, None if there is none."""


class _Followed(NamedTuple):
    sequence: int
    hash: bytes


class _Listing(NamedTuple):
    party: int
    sequence: int
    payment_id: str


_NOTHING: Final = _Followed(0, GENESIS)


class Follower:
    """What keeps one chronicle; it belongs to one thread at a time."""

    def __init__(self, path: Path, journal: Journal) -> None:
        """Open the chronicle, or make it; one of another journal is emptied first.

        Raises:
            StoreError: the file cannot be opened, or is not a chronicle.
        """
        self._journal = journal
        self._database = Database(path, CHRONICLE, Access.CREATE)
        self._followed = self._database.row(_Followed, _HOW_FAR) or _NOTHING
        if self._followed != _NOTHING and not self._is_of_journal():
            self._forget()

    def _is_of_journal(self) -> bool:
        found = self._journal.entry(self._followed.sequence)
        return found is not None and found.hash == self._followed.hash

    def _forget(self) -> None:
        with self._database.writing() as connection:
            list(connection.execute("DELETE FROM happened; DELETE FROM told"))
            list(connection.execute("DELETE FROM followed"))
        self._followed = _NOTHING

    def catch_up(self, limit: int = ENTRIES_AT_ONCE) -> bool:
        """Follow up to `limit` entries in one commit; return whether there may be more.

        Raises:
            StoreError: the journal or the chronicle cannot be read or written.
        """
        chunk = list(islice(self._journal.entries(self._followed.sequence), limit))
        if not chunk:
            return False
        happened = [read_events(sealed) for sealed in chunk]
        last = _Followed(chunk[-1].sequence, chunk[-1].hash)
        listings = list(self._listings(happened))
        with self._database.writing() as connection:
            insert(connection, "INSERT INTO happened", list(_subjects(happened)))
            insert(connection, "INSERT INTO told", listings)
            connection.execute("INSERT OR REPLACE INTO followed VALUES(1, ?, ?)", last)
        self._followed = last
        return len(chunk) == limit

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

    def close(self) -> None:
        """Close the chronicle; the journal is whoever's it was."""
        self._database.close()


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
