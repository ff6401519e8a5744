"""Leaving: final payments of settled cycles leave the state, and are remembered for ever."""

from tallystick.core.commands import EvictSettled
from tallystick.core.events import PaymentsClosed
from tallystick.core.orders import ClosingRecord
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.script import Acted, Script, no


def evict_settled(books: Books, _at: int, command: EvictSettled, acted: Acted) -> Script:
    """As many leave as are asked to and may; which of them first is the core's choice."""
    free = [sheet for sheet in books.sheets.values() if figures.may_leave(books, sheet)]
    if not free or command.count < 1:
        yield no("evict")
        return
    event = acted.following
    chosen = event.records if isinstance(event, PaymentsClosed) else ()
    if len(chosen) != min(command.count, len(free)):
        raise AuditError(f"{len(free)} payments may leave, {len(chosen)} do.")
    records = [figures.record_of(sheet) for sheet in free]
    yield PaymentsClosed(tuple(_own(record, records) for record in chosen))


def _own(record: ClosingRecord, records: list[ClosingRecord]) -> ClosingRecord:
    """Return our own record of a payment that leaves, once."""
    for own in records:
        if own.payment_id == record.payment_id:
            records.remove(own)
            return own
    raise AuditError(f"Payment {record.payment_id} leaves twice, or before its cycle is settled.")
