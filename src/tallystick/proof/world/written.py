"""What a disk really holds of an entry, held against what had to leave because of it.

The entries alone say what was decided; that it was also told, kept and remembered
is seen only in the outbox, the vault and the closing records.
"""

from collections import defaultdict

from tallystick.core.effects import (
    Answer,
    AnyEffect,
    Erase,
    MarkReturned,
    Remember,
    RememberAssignment,
    TellBulk,
)
from tallystick.core.events import (
    BulkSealed,
    HoldNoted,
    InformationRequested,
    OrdersStaged,
    PaymentArrived,
    PaymentReceived,
)
from tallystick.journal.entries import Entry, vault_digest
from tallystick.node.engine import destination_of
from tallystick.proof.world.disk import Disk

Leaving = list[tuple[str, AnyEffect]]


class Written:
    """The reader of one site's disk; it goes on where it left off."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._rows: defaultdict[int, Leaving] = defaultdict(list)

    def read(self, disk: Disk) -> None:
        """Read every outbox row that was not read yet."""
        for destination, head in disk.outbox_heads().items():
            after = self._seen.get(destination, 0)
            if head <= after:
                continue
            rows = disk.outbox(destination, after, head - after)
            numbers = [row.number for row in rows]
            assert numbers == list(range(after + 1, head + 1)), f"{destination} has a gap"
            for row in rows:
                self._rows[row.entry].append((row.destination, row.effect))
            self._seen[destination] = head

    def faults(self, disk: Disk, entry: Entry, effects: list[AnyEffect]) -> list[str]:
        """Return what the disk lacks of an entry, or has beyond it."""
        stays = Answer | Erase | Remember | MarkReturned | RememberAssignment
        left = [e for e in effects if not isinstance(e, stays)]
        wanted = sorted((destination_of(effect), repr(effect)) for effect in left)
        found = sorted((name, repr(effect)) for name, effect in self._rows.pop(entry.sequence, []))
        faults = [] if wanted == found else ["the outbox holds something else than had to leave"]
        faults += _unremembered(disk, effects) + _unkept(disk, entry)
        return faults + _unreferred(disk, entry, effects)


def _unreferred(disk: Disk, entry: Entry, effects: list[AnyEffect]) -> list[str]:
    """What refused transactions are told by is kept with the bulk, once it is sealed."""
    for effect in effects:
        if isinstance(effect, TellBulk) and isinstance(entry.events[0], BulkSealed):
            of_bulk = disk.vault(f"bulk/{effect.opening}")
            rows = [row for row in of_bulk if row.sequence == entry.sequence]
            if len(rows) != bool(effect.refused) or vault_digest(rows) != entry.vault:
                return [f"the references of bulk {effect.bulk_id} are not kept"]
    return []


def _unremembered(disk: Disk, effects: list[AnyEffect]) -> list[str]:
    faults = []
    for effect in effects:
        if isinstance(effect, Remember):
            kept = disk.closings([effect.record.payment_id]).get(effect.record.payment_id)
            if kept is None or kept.state != effect.record.state:
                faults.append(f"no closing record of {effect.record.payment_id}")
        elif isinstance(effect, MarkReturned):
            kept = disk.closings([effect.payment_id]).get(effect.payment_id)
            if kept is None or not kept.returned_by:
                faults.append(f"{effect.payment_id} is not marked as returned")
        elif isinstance(effect, RememberAssignment):
            name = effect.record.assignment_id
            if disk.assignments([name]).get(name) != effect.record:
                faults.append(f"no record of {name}")
    return faults


def _unkept(disk: Disk, entry: Entry) -> list[str]:
    """A stored payment's message is in the vault, and the entry holds its digest."""
    for event in entry.events:
        if isinstance(event, PaymentReceived | PaymentArrived):
            payment_id = event.order.payment_id
            rows = [row for row in disk.vault(payment_id) if row.sequence == entry.sequence]
            if not rows or vault_digest(rows) != entry.vault or disk.key(payment_id) is None:
                return [f"the message of {payment_id} is not in the vault"]
        elif isinstance(event, HoldNoted | InformationRequested):
            payment_id = _about(event)
            rows = [row for row in disk.vault(payment_id) if row.sequence == entry.sequence]
            if len(rows) != 1 or vault_digest(rows) != entry.vault:
                return [f"what was noted or asked about {payment_id} is not kept"]
        elif isinstance(event, OrdersStaged):
            # Its key may be gone already: the watch looks after the commit.
            rows = disk.vault(f"bulk/{event.opening}/{event.first}")
            if len(rows) != bool(event.orders) or vault_digest(rows) != entry.vault:
                return [f"the orders of bulk {event.bulk_id} from {event.first} are not kept"]
    return []


def _about(event: HoldNoted | InformationRequested) -> str:
    if isinstance(event, InformationRequested):
        return event.assignment.payment_id
    return event.payment_id
