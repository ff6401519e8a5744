"""What an account book notes of an agreement: whose calendar dates its bookings."""

from typing import Final

import msgspec

from tallystick.core.agreements import Agreement
from tallystick.terms.calendars import Calendar
from tallystick.terms.instants import BusinessDate, Instant

# What has no agreement to date it is dated by UTC, every day.
NO_CALENDAR: Final = Calendar(weekend=())


class VersionNotes(msgspec.Struct, frozen=True, array_like=True):
    """What a version says: our end's calendar, who pays whom, and from which cycle on."""

    is_mutual: bool
    from_cycle: int
    calendar: Calendar


class PactNotes(msgspec.Struct, array_like=True):
    """One agreement, as far as its events have told: our end, its versions, who signed them.

    `current` is the version in force, 0 for none: the newest that both have signed whose
    first cycle is open or past. `reached` is the business date at which the one before it ended:
    by another calendar a date may begin again that was over, and was stated.
    """

    agreement_id: str
    currency: str = ""
    settlement_system: str = ""
    peer_id: str = ""
    versions: dict[int, VersionNotes] = {}
    ours: dict[int, bytes] = {}
    theirs: dict[str, dict[int, bytes]] = {}
    open_cycle: int = 1
    current: int = 0
    reached: BusinessDate = ""

    def adopt(self, agreement: Agreement, digest: bytes, operator_id: str, at: Instant) -> None:
        """Note a version that this operator has signed."""
        own = agreement.index_of(operator_id)
        end, other = agreement.ends[own], agreement.ends[1 - own]
        self.currency, self.settlement_system = end.currency, end.settlement_system
        self.peer_id = other.operator_id
        self.versions[agreement.version] = VersionNotes(
            agreement.is_mutual, agreement.from_cycle, end.calendar
        )
        self.ours[agreement.version] = digest
        self._begin(at)

    def hear(self, operator_id: str, version: int, digest: bytes, at: Instant) -> None:
        """Note that another operator has signed a version."""
        self.theirs.setdefault(operator_id, {})[version] = digest
        self._begin(at)

    def close(self, cycle: int, at: Instant) -> None:
        """Note that our direction of a cycle is closed: the next one is open."""
        self.open_cycle = cycle + 1
        self._go_on(at)

    def _begin(self, at: Instant) -> None:
        # A further version waits for the cycle that opens next.
        if not self.current:
            self._go_on(at)

    def _go_on(self, at: Instant) -> None:
        newest = self._newest()
        if self.current and newest != self.current:
            self.reached = self.business_date(at)
        self.current = newest

    def business_date(self, at: Instant) -> BusinessDate:
        """Return the date of a booking of this instant; none that was left comes back."""
        return max((self.calendar or NO_CALENDAR).business_date(at), self.reached)

    def _newest(self) -> int:
        theirs = self.theirs.get(self.peer_id, {})
        begun = [
            version
            for version, digest in self.ours.items()
            if theirs.get(version) == digest
            and self.versions[version].from_cycle <= self.open_cycle
        ]
        return max(begun, default=0)

    @property
    def calendar(self) -> Calendar | None:
        """The calendar of our end in the version in force, None if none is."""
        return self.versions[self.current].calendar if self.current else None
