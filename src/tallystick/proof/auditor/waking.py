"""Proceeding: whoever waits goes on as soon as there is room, the first of each queue first.

Which queue or cycle is looked at first is the core's choice; that the first of a queue
goes on, that nobody overtakes it, and that nobody who could go on is passed over is not.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.core.commands import Proceed
from tallystick.core.events import (
    AssignmentEvent,
    CommandRefused,
    CycleEvent,
    PaymentEvent,
    QueueWaited,
)
from tallystick.proof.auditor import asking, figures, rounds
from tallystick.proof.auditor.books import Books, Link, Round, Sheet
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.moving import go_on
from tallystick.proof.auditor.script import Acted, Script, no

_CYCLES: Final = "cycles of "


def proceed(books: Books, at: int, _command: Proceed, acted: Acted) -> Script:
    """Look at what the core chose, and follow it."""
    match acted.following:
        case CommandRefused():
            _nobody_could(books, at)
            yield no("proceed")
        case QueueWaited(account_id=key):
            _first_could_not(books, at, key)
            yield QueueWaited(key)
        case CycleEvent() as event:
            link = books.links[event.agreement_id]
            yield from _advance(books, link, link.round(event.cycle))
        case AssignmentEvent(assignment_id=assignment_id):
            yield from _recall(books, at, assignment_id)
        case PaymentEvent(payment_id=payment_id):
            yield from _first(books, at, payment_id)
        case event:
            raise AuditError(f"Proceeding does not lead to this: {event}.")


def _advance(books: Books, link: Link, page: Round) -> Script:
    """Take one closed cycle on: to be compared, or to be signed once its statement is there."""
    if page.root and page.is_stated:
        yield from rounds.sign(books, link, page)
    else:
        yield from rounds.compare(books, link, page)


def _recall(books: Books, at: int, assignment_id: str) -> Script:
    for slip in asking.recalls_that_can_go_on(books):
        if slip.asked.assignment_id == assignment_id:
            yield from asking.recall_on(books, at, slip)
            return
    raise AuditError(f"Assignment {assignment_id} goes on, and nothing it waits for has come.")


def _queues(books: Books) -> dict[str, Sheet]:
    """Return the first of each queue."""
    accounts = {sheet.waits_on for sheet in books.sheets.values() if sheet.waits_on}
    return {account: figures.waiting_on(books, account)[0] for account in sorted(accounts)}


def _could(script: Script) -> bool:
    return next(script, None) is not None


def _cycles_that_could(books: Books, link: Link) -> Iterator[Round]:
    for page in list(link.rounds.values()):
        if not page.is_settled and _could(_advance(books, link, page)):
            yield page


def _nobody_could(books: Books, at: int) -> None:
    for account_id, sheet in _queues(books).items():
        if figures.has_room(books, sheet):
            _first_could_not(books, at, account_id)
    for slip in asking.recalls_that_can_go_on(books):
        raise AuditError(f"{slip.asked.assignment_id} waits for a payment that is decided.")
    for agreement_id in books.links:
        _first_could_not(books, at, _CYCLES + agreement_id)


def _first_could_not(books: Books, at: int, key: str) -> None:
    if key.startswith(_CYCLES):
        link = books.links[key.removeprefix(_CYCLES)]
        for page in _cycles_that_could(books, link):
            raise AuditError(f"Cycle {page.number} could be compared or signed and still waits.")
    else:
        sheet = _queues(books).get(key)
        if sheet is not None and _could(go_on(books, at, sheet)):
            raise AuditError(f"Payment {sheet.payment_id} has room on {key} and still waits.")


def _first(books: Books, at: int, payment_id: str) -> Script:
    sheet = books.in_state(payment_id)
    if sheet is None or _queues(books).get(sheet.waits_on) is not sheet:
        raise AuditError(f"Payment {payment_id} goes on although it is not the first that waits.")
    yield from go_on(books, at, sheet)
