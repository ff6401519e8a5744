"""What an account book notes of an agreement: whose calendar dates its bookings."""

import msgspec

from tallystick.core.agreements import Agreement
from tallystick.terms.calendars import Calendar


class VersionNotes(msgspec.Struct, frozen=True, array_like=True):
    """What a version says: our end's calendar, who pays whom, and from which cycle on."""

    is_mutual: bool
    from_cycle: int
    calendar: Calendar


class PactNotes(msgspec.Struct, array_like=True):
    """One agreement, as far as its events have told: our end, its versions, who signed them.

    `current` is the version in force, 0 for none: the newest that both have signed whose
    first cycle is open or past.
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

    def adopt(self, agreement: Agreement, digest: bytes, operator_id: str) -> None:
        """Note a version that this operator has signed."""
        own = agreement.index_of(operator_id)
        end, other = agreement.ends[own], agreement.ends[1 - own]
        self.currency, self.settlement_system = end.currency, end.settlement_system
        self.peer_id = other.operator_id
        self.versions[agreement.version] = VersionNotes(
            agreement.is_mutual, agreement.from_cycle, end.calendar
        )
        self.ours[agreement.version] = digest
        self._begin()

    def hear(self, operator_id: str, version: int, digest: bytes) -> None:
        """Note that another operator has signed a version."""
        self.theirs.setdefault(operator_id, {})[version] = digest
        self._begin()

    def close(self, cycle: int) -> None:
        """Note that our direction of a cycle is closed: the next one is open."""
        self.open_cycle = cycle + 1
        self.current = self._newest()

    def _begin(self) -> None:
        # A further version waits for the cycle that opens next.
        if not self.current:
            self.current = self._newest()

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
