"""Leaving: what is done with leaves the state with its cycle, and is remembered for ever."""

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.commands import EvictSettled
from tallystick.core.events import AssignmentsClosed, PaymentsClosed
from tallystick.core.orders import ClosingRecord
from tallystick.proof.auditor import figures, slips
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.script import Acted, Script, no


def evict_settled(books: Books, _at: int, command: EvictSettled, acted: Acted) -> Script:
    """As many leave as are asked to and may; which of them first is the core's choice."""
    free = [sheet for sheet in books.sheets.values() if figures.may_leave(books, sheet)]
    done = [slip for slip in books.slips.values() if slips.may_leave(books, slip)]
    if not (free or done) or command.count < 1:
        yield no("evict")
        return
    records, asked = [figures.record_of(sheet) for sheet in free], list(map(slips.record_of, done))
    left, event = 0, acted.following
    if isinstance(event, PaymentsClosed):
        left += len(event.records)
        yield PaymentsClosed(tuple(_own(record, records) for record in event.records))
        event = acted.following
    if isinstance(event, AssignmentsClosed):
        left += len(event.records)
        yield AssignmentsClosed(tuple(_own_slip(record, asked) for record in event.records))
    may = len(free) + len(done)
    if left != min(command.count, may):
        raise AuditError(f"{may} payments and assignments may leave, {left} do.")


def _own(record: ClosingRecord, records: list[ClosingRecord]) -> ClosingRecord:
    """Return our own record of a payment that leaves, once."""
    for own in records:
        if own.payment_id == record.payment_id:
            records.remove(own)
            return own
    raise AuditError(f"Payment {record.payment_id} leaves twice, or before its cycle is settled.")


def _own_slip(record: AssignmentRecord, records: list[AssignmentRecord]) -> AssignmentRecord:
    """Return our own record of an assignment that leaves, once."""
    for own in records:
        if own.assignment_id == record.assignment_id:
            records.remove(own)
            return own
    raise AuditError(f"Assignment {record.assignment_id} leaves twice, or before its time.")
