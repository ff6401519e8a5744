"""Bulk: all of a file, or nothing of it, and nothing before it is known to be whole.

What was staged is kept here by its numbers, and counted and added up anew each time. Where a
transaction is refused alone, it counts like any other, and is never an order.
"""

from typing import Final

from tallystick.core.commands import (
    DropBulk,
    OpenBulk,
    ReleaseOrder,
    SealBulk,
    StageOrders,
    SubmitPayment,
)
from tallystick.core.events import (
    BulkDropped,
    BulkForgotten,
    BulkOpened,
    BulkRepeated,
    BulkSealed,
    OrderRefused,
    OrderReleased,
    OrdersStaged,
)
from tallystick.core.orders import RefusedTransaction, StagedOrder
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.files import File
from tallystick.proof.auditor.script import Script, no
from tallystick.proof.auditor.sending import submit_payment
from tallystick.terms.reasons import StatusReason

# What the rules say of a bulk, written down a second time.
OPEN_AT_ONCE: Final = 4
ORDERS_OF_ONE: Final = 100_000
ORDERS_OF_ALL: Final = 200_000
ORDERS_A_PART: Final = 500
REFUSED_OF_ONE: Final = 900
REFUSED_OF_A_BANK: Final = 50_000
SUM_OF_ONE: Final = 3_999_999_999_999_999_996
PATIENCE_MS: Final = 60_000
MEMORY_MS: Final = 1_209_600_000


def open_bulk(books: Books, at: int, command: OpenBulk) -> Script:
    """A file is opened once under its name; another one under it only if the first was dropped."""
    known = books.files.get(command.bulk_id)
    if known is not None and known.dropped_for is None:
        if (known.sender, known.content) != (command.participant_id, command.content):
            yield no(command.bulk_id, StatusReason.DUPLICATE_MESSAGE_ID)
        elif known.is_sealed:
            yield BulkRepeated(command.bulk_id)
        return
    reason = _bars(books, command)
    if reason is not None:
        yield no(command.bulk_id, reason)
        return
    words = command.agreement_id, command.participant_id, command.content
    link = books.links[command.agreement_id]
    refusal = link.texts[link.current].bulk_refusal
    yield BulkOpened(command.bulk_id, *words, books.openings + 1, at + PATIENCE_MS, refusal)


def _bars(books: Books, command: OpenBulk) -> StatusReason | None:
    link = books.links.get(command.agreement_id)
    if link is None or not link.current:
        return StatusReason.TRANSACTION_FORBIDDEN
    member = link.members.get(command.participant_id)
    if member is None or member.operator_id != books.operator_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    if member.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    theirs = [file for file in books.files.values() if file.sender == command.participant_id]
    many = len([file for file in theirs if file.is_open]) >= OPEN_AT_ONCE
    return StatusReason.LIMIT_EXCEEDED if many else None


def stage_orders(books: Books, at: int, command: StageOrders) -> Script:
    """Orders are staged in their order, each number once; what comes again changes nothing."""
    file = books.files.get(command.bulk_id)
    lines = _lines(command)
    if file is None or not file.is_open or not 1 <= len(lines) <= ORDERS_A_PART:
        yield no(command.bulk_id)
        return
    begin = command.first - 1
    if 0 <= begin < file.size:
        there = [_staged(file, number) for number in range(command.first, begin + len(lines) + 1)]
        if there != [_known_by(each) for each in lines]:
            yield no(command.bulk_id)
        return
    if begin != file.size:
        yield no(command.bulk_id)
        return
    reason = _bars_lines(file, lines) or _bars_sum(file, lines) or _bars_more(books, file, command)
    if reason is not None:
        yield no(command.bulk_id, reason)
        return
    due_at = at + PATIENCE_MS
    words = file.opening, command.first, command.orders, due_at
    yield OrdersStaged(file.bulk_id, *words, command.refused)


Line = StagedOrder | RefusedTransaction


def _lines(command: StageOrders) -> list[Line]:
    """Return what is staged line by line; none where a number stands outside, or twice."""
    last = command.first + len(command.orders) + len(command.refused) - 1
    places = sorted(each.number for each in command.refused)
    if places != sorted(set(places)) or any(not command.first <= n <= last for n in places):
        return []
    lines: list[Line] = list(command.orders)
    for each in sorted(command.refused, key=lambda refused: refused.number):
        lines.insert(each.number - command.first, each)
    return lines


def _known_by(line: Line) -> object:
    return line.order if isinstance(line, StagedOrder) else line.content


def _staged(file: File, number: int) -> object:
    line = file.orders.get(number) or file.refused.get(number)
    return None if line is None else _known_by(line)


def _staged_first(file: File) -> list[Line]:
    """Return the first line that was staged, if any was: its currency is the file's."""
    line = file.orders.get(1) or file.refused.get(1)
    return [] if line is None else [line]


def _money(line: Line) -> tuple[int, str]:
    counted = line.order if isinstance(line, StagedOrder) else line
    return counted.amount, counted.currency


def _bars_lines(file: File, lines: list[Line]) -> StatusReason | None:
    _amount, currency = _money([*_staged_first(file), *lines][0])
    for each in lines:
        order = each.order if isinstance(each, StagedOrder) else None
        if order and (order.debtor_agent, order.agreement_id) != (file.sender, file.agreement_id):
            return StatusReason.INCORRECT_AGENT
        if _money(each)[1] != currency:
            return StatusReason.INCORRECT_CURRENCY
    return None


def _bars_sum(file: File, lines: list[Line]) -> StatusReason | None:
    amounts = [_money(each)[0] for each in lines]
    if any(amount < 0 for amount in amounts):
        return StatusReason.INVALID_AMOUNT
    return StatusReason.LIMIT_EXCEEDED if sum(amounts, file.total) > SUM_OF_ONE else None


def _bars_more(books: Books, file: File, command: StageOrders) -> StatusReason | None:
    orders, refused = command.orders, command.refused
    if refused and not file.spares_others:
        return StatusReason.TRANSACTION_FORBIDDEN
    if len(file.refused) + len(refused) > REFUSED_OF_ONE:
        return StatusReason.LIMIT_EXCEEDED
    if refused and _remembered(books, file.sender) + len(refused) > REFUSED_OF_A_BANK:
        return StatusReason.LIMIT_EXCEEDED
    of_one = sum(_kept(each) for each in books.files.values() if each.sender == file.sender)
    of_all = sum(_kept(each) for each in books.files.values())
    full = of_one + len(orders) > ORDERS_OF_ONE or of_all + len(orders) > ORDERS_OF_ALL
    return StatusReason.LIMIT_EXCEEDED if full else None


def _remembered(books: Books, sender: str) -> int:
    theirs = [file for file in books.files.values() if file.sender == sender]
    return sum(len(file.refused) for file in theirs if file.dropped_for is None)


def _kept(file: File) -> int:
    return 0 if file.dropped_for is not None else len(file.orders) - file.taken


def seal_bulk(books: Books, at: int, command: SealBulk) -> Script:
    """What a file says of itself is what was staged of it, or nothing of it is decided."""
    file = books.files.get(command.bulk_id)
    if file is None or file.dropped_for is not None:
        yield no(command.bulk_id)
        return
    reason = _untrue(file, command)
    if file.is_sealed:
        if reason is not None:
            yield no(command.bulk_id)
    elif reason is not None:
        yield BulkDropped(command.bulk_id, reason, at + MEMORY_MS)
    else:
        yield BulkSealed(command.bulk_id, 0 if file.orders else at + MEMORY_MS)


def _untrue(file: File, command: SealBulk) -> StatusReason | None:
    if command.count < 1 or command.count != file.size:
        return StatusReason.INVALID_NUMBER_OF_TRANSACTIONS
    _amount, currency = _money(*_staged_first(file))
    if (command.control_sum, command.currency) != (file.total, currency):
        return StatusReason.INVALID_CONTROL_SUM
    return StatusReason.DUPLICATE_MESSAGE_ID if command.content != file.content else None


def drop_bulk(books: Books, at: int, command: DropBulk) -> Script:
    """What is not sealed may be dropped, once."""
    file = books.files.get(command.bulk_id)
    if file is None or not file.is_open:
        yield no(command.bulk_id)
    else:
        yield BulkDropped(command.bulk_id, command.reason, at + MEMORY_MS)


def release_order(books: Books, at: int, command: ReleaseOrder) -> Script:
    """The next order of a sealed bulk is taken up like any other order."""
    file = books.files.get(command.bulk_id)
    left = _left(file) if file is not None and file.is_sealed else []
    if not left or command.number != left[0][0]:
        yield no(command.bulk_id)
        return
    staged = left[0][1]
    order = staged.order
    was_known = order.payment_id in books.sheets
    if command.reason is not None:
        words = order.debtor_agent, order.payment_id, command.reason
        yield OrderRefused(*words, order.content)
    else:
        records = command.known, command.original
        alone = SubmitPayment(order, staged.verdict, *records, facts=staged.facts)
        yield from submit_payment(books, at, alone)
    is_stored = not was_known and order.payment_id in books.sheets
    forget_at = at + MEMORY_MS if len(left) == 1 else 0
    yield OrderReleased(
        command.bulk_id,
        command.number,
        order.payment_id,
        is_stored=is_stored,
        forget_at=forget_at,
    )


def _left(file: File) -> list[tuple[int, StagedOrder]]:
    """Return the orders that were not taken up, by their numbers."""
    return list(file.orders.items())[file.taken :]


def due(books: Books, at: int, event: BulkDropped | BulkForgotten) -> Script | None:
    """Say what time makes of a bulk: what is left open is dropped, what has ended is forgotten."""
    file = books.files.get(event.bulk_id)
    if file is None or not is_due(file, at):
        return None
    if file.is_open:
        late = StatusReason.CLEARING_TIMED_OUT
        return iter([BulkDropped(file.bulk_id, late, at + MEMORY_MS)])
    return iter([BulkForgotten(file.bulk_id)])


def is_due(file: File, at: int) -> bool:
    """Whether the time of a bulk has run out."""
    return 0 < file.due_at <= at
