"""Bulk: staged whole or not at all, then released order by order.

Nothing of a bulk is decided before its seal. What the file says of itself, how many orders
and of which sum, is compared there with what was staged; if it differs, the whole bulk is
dropped. What was refused alone counts there as well, and is never released.
"""

from collections.abc import Mapping

from tallystick.core.agreements import BulkRefusal
from tallystick.core.bulks import (
    BULK_IDLE_MS,
    BULK_REMEMBERED_MS,
    OPEN_BULKS_MAX,
    ORDERS_AT_ONCE_MAX,
    REFUSED_BY_PARTICIPANT_MAX,
    REFUSED_MAX,
    STAGED_BY_PARTICIPANT_MAX,
    STAGED_MAX,
    Bulk,
    numbered,
)
from tallystick.core.commands import (
    DropBulk,
    OpenBulk,
    ReleaseOrder,
    SealBulk,
    StageOrders,
    SubmitPayment,
)
from tallystick.core.decide.outward import submit_payment
from tallystick.core.decide.refusals import not_allowed, refused
from tallystick.core.events import (
    AnyEvent,
    BulkDropped,
    BulkForgotten,
    BulkOpened,
    BulkRepeated,
    BulkSealed,
    OrderRefused,
    OrderReleased,
    OrdersStaged,
    PaymentReceived,
)
from tallystick.core.orders import Order, RefusedTransaction, StagedOrder
from tallystick.core.state import State
from tallystick.terms.money import BALANCE_MAX
from tallystick.terms.reasons import StatusReason

_Transaction = StagedOrder | RefusedTransaction
_Part = Mapping[int, _Transaction]


def open_bulk(state: State, at: int, command: OpenBulk) -> list[AnyEvent]:
    """Open a bulk; one that is there already goes on, or is told of again."""
    bulk = state.bulks.get(command.bulk_id)
    if bulk is not None and not _may_open_again(bulk):
        return _known_already(bulk, command)
    reason = _objection_to_sender(state, command)
    if reason is not None:
        return refused(command.bulk_id, *reason)
    opened = BulkOpened(
        command.bulk_id,
        command.agreement_id,
        command.participant_id,
        command.content,
        state.openings + 1,
        at + BULK_IDLE_MS,
        state.pacts[command.agreement_id].agreement.bulk_refusal,
    )
    return [opened]


def _may_open_again(bulk: Bulk) -> bool:
    """Nothing of a dropped bulk ever was: it may come again, mended or not."""
    return bulk.reason is not None


def _known_already(bulk: Bulk, command: OpenBulk) -> list[AnyEvent]:
    if (bulk.participant_id, bulk.content) != (command.participant_id, command.content):
        text = "another file came under this message identifier"
        return refused(bulk.bulk_id, StatusReason.DUPLICATE_MESSAGE_ID, text)
    return [] if bulk.is_open else [BulkRepeated(bulk.bulk_id)]


def _objection_to_sender(state: State, command: OpenBulk) -> tuple[StatusReason, str] | None:
    pact = state.pacts.get(command.agreement_id)
    if pact is None or not pact.current:
        return StatusReason.TRANSACTION_FORBIDDEN, "no such agreement is in force here"
    sender = pact.participants.get(command.participant_id)
    if sender is None or sender.operator_id != pact.operator_id:
        text = f"{command.participant_id} is no participant here"
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED, text
    if sender.is_suspended:
        return StatusReason.AGENT_SUSPENDED, f"{command.participant_id} is suspended"
    theirs = [b for b in state.bulks.values() if b.participant_id == command.participant_id]
    if sum(bulk.is_open for bulk in theirs) >= OPEN_BULKS_MAX:
        return StatusReason.LIMIT_EXCEEDED, f"{OPEN_BULKS_MAX} bulks of this bank are open already"
    return None


def stage_orders(state: State, at: int, command: StageOrders) -> list[AnyEvent]:
    """Stage the next transactions; those that are staged already change nothing."""
    bulk = state.bulks.get(command.bulk_id)
    if bulk is None or not bulk.is_open:
        return not_allowed(command.bulk_id, "no such bulk is open")
    if not 0 < len(command.orders) + len(command.refused) <= ORDERS_AT_ONCE_MAX:
        text = f"1 to {ORDERS_AT_ONCE_MAX} orders are staged at once"
        return not_allowed(command.bulk_id, text)
    part = numbered(command.first, command.orders, command.refused)
    if not part:
        return not_allowed(command.bulk_id, "a refused transaction has its number in the part")
    if 0 < command.first <= bulk.staged:
        return _staged_already(bulk, part)
    if command.first != bulk.staged + 1:
        text = f"order {bulk.staged + 1} is the next, not {command.first}"
        return not_allowed(command.bulk_id, text)
    reason = (
        _objection_to_orders(bulk, part)
        or _objection_to_sum(bulk, part)
        or _objection_to_refused(state, bulk, len(command.refused))
        or _objection_to_size(state, bulk, len(command.orders))
    )
    if reason is not None:
        return refused(command.bulk_id, *reason)
    staged = OrdersStaged(
        bulk.bulk_id,
        bulk.opening,
        command.first,
        command.orders,
        at + BULK_IDLE_MS,
        command.refused,
    )
    return [staged]


def _staged_already(bulk: Bulk, part: _Part) -> list[AnyEvent]:
    """Whatever verdict or reason they come with now: the first one stands, in its turn."""
    if all(_is_staged(bulk, number, each) for number, each in part.items()):
        return []
    return not_allowed(bulk.bulk_id, "other orders are staged under these numbers")


def _is_staged(bulk: Bulk, number: int, came: _Transaction) -> bool:
    if isinstance(came, RefusedTransaction):
        return bulk.contents.get(number) == came.content
    there = bulk.orders.get(number)
    return there is not None and there.order == came.order


def _objection_to_orders(bulk: Bulk, part: _Part) -> tuple[StatusReason, str] | None:
    told = [each if isinstance(each, RefusedTransaction) else each.order for each in part.values()]
    currency = bulk.currency or told[0].currency
    for each in told:
        if isinstance(each, Order) and not _is_sender_s(bulk, each):
            return StatusReason.INCORRECT_AGENT, "an order is not of the bank that sends the bulk"
        if each.currency != currency:
            return StatusReason.INCORRECT_CURRENCY, f"a bulk is in one currency: {currency}"
    return None


def _objection_to_sum(bulk: Bulk, part: _Part) -> tuple[StatusReason, str] | None:
    """No sum passes what an account may hold: it is written down, and could not settle."""
    amounts = [
        each.amount if isinstance(each, RefusedTransaction) else each.order.amount
        for each in part.values()
    ]
    if min(amounts) < 0:
        return StatusReason.INVALID_AMOUNT, "an amount is negative"
    if bulk.total + sum(amounts) > BALANCE_MAX:
        return StatusReason.LIMIT_EXCEEDED, f"a bulk comes to {BALANCE_MAX} minor units at most"
    return None


def _is_sender_s(bulk: Bulk, order: Order) -> bool:
    sender = order.agreement_id, order.debtor_agent
    return sender == (bulk.agreement_id, bulk.participant_id)


def _objection_to_refused(state: State, bulk: Bulk, count: int) -> tuple[StatusReason, str] | None:
    """A transaction is refused alone where the agreement says so, and not too many are."""
    if not count:
        return None
    if bulk.refusal is BulkRefusal.WHOLE:
        text = "the agreement has a bulk refused as a whole for one transaction"
        return StatusReason.TRANSACTION_FORBIDDEN, text
    if len(bulk.refused) + count > REFUSED_MAX:
        text = f"more than {REFUSED_MAX} of its transactions cannot be orders"
        return StatusReason.LIMIT_EXCEEDED, text
    bulks = (each for each in state.bulks.values() if each.participant_id == bulk.participant_id)
    if sum(len(each.refused) for each in bulks) + count > REFUSED_BY_PARTICIPANT_MAX:
        text = f"more than {REFUSED_BY_PARTICIPANT_MAX} refused of this bank would be remembered"
        return StatusReason.LIMIT_EXCEEDED, text
    return None


def _objection_to_size(state: State, bulk: Bulk, count: int) -> tuple[StatusReason, str] | None:
    """Bound what is kept in memory, of one participant and of all."""
    kept = theirs = 0
    for each in state.bulks.values():
        kept += len(each.orders)
        theirs += len(each.orders) if each.participant_id == bulk.participant_id else 0
    if theirs + count > STAGED_BY_PARTICIPANT_MAX:
        text = f"more than {STAGED_BY_PARTICIPANT_MAX} orders of this bank would be staged"
        return StatusReason.LIMIT_EXCEEDED, text
    if kept + count > STAGED_MAX:
        return StatusReason.LIMIT_EXCEEDED, f"more than {STAGED_MAX} orders would be staged here"
    return None


def seal_bulk(state: State, at: int, command: SealBulk) -> list[AnyEvent]:
    """Seal a bulk that is what its file says; one that is not is dropped."""
    bulk = state.bulks.get(command.bulk_id)
    if bulk is None or bulk.reason is not None:
        return not_allowed(command.bulk_id, "no such bulk is open")
    reason = _difference(bulk, command)
    if not bulk.is_open:
        # It is sealed, and its sum and count were right: the same words are no news.
        return not_allowed(bulk.bulk_id, "it is sealed as something else") if reason else []
    if reason is not None:
        return [_dropped(bulk, at, reason)]
    return [BulkSealed(bulk.bulk_id, 0 if bulk.orders else at + BULK_REMEMBERED_MS)]


def _difference(bulk: Bulk, command: SealBulk) -> StatusReason | None:
    """Say what a file tells of itself and is not so."""
    if not command.count or command.count != bulk.staged:
        return StatusReason.INVALID_NUMBER_OF_TRANSACTIONS
    if (command.control_sum, command.currency) != (bulk.total, bulk.currency):
        return StatusReason.INVALID_CONTROL_SUM
    return None if command.content == bulk.content else StatusReason.DUPLICATE_MESSAGE_ID


def _dropped(bulk: Bulk, at: int, reason: StatusReason) -> BulkDropped:
    return BulkDropped(bulk.bulk_id, reason, at + BULK_REMEMBERED_MS)


def drop_bulk(state: State, at: int, command: DropBulk) -> list[AnyEvent]:
    """Drop an open bulk; what is sealed is decided order by order, and cannot be dropped."""
    bulk = state.bulks.get(command.bulk_id)
    if bulk is None or not bulk.is_open:
        return not_allowed(command.bulk_id, "no such bulk is open")
    return [_dropped(bulk, at, command.reason)]


def release_order(state: State, at: int, command: ReleaseOrder) -> list[AnyEvent]:
    """Take up the next order of a sealed bulk, as if it had come by itself."""
    bulk = state.bulks.get(command.bulk_id)
    if bulk is None or not bulk.is_releasing or command.number != bulk.released + 1:
        return not_allowed(command.bulk_id, "this order is not the next of a sealed bulk")
    staged = bulk.orders[command.number]
    order = staged.order
    if command.reason is not None:
        refusal = OrderRefused(order.debtor_agent, order.payment_id, command.reason, order.content)
        happened: list[AnyEvent] = [refusal]
    else:
        records = command.known, command.original
        submitted = SubmitPayment(order, staged.verdict, *records, facts=staged.facts)
        happened = submit_payment(state, at, submitted)
    is_stored = isinstance(happened[0], PaymentReceived)
    forget_at = at + BULK_REMEMBERED_MS if len(bulk.orders) == 1 else 0
    released = OrderReleased(bulk.bulk_id, command.number, order.payment_id, is_stored, forget_at)
    return [*happened, released]


def bulk_due(state: State, at: int, bulk_id: str) -> list[AnyEvent]:
    """Drop an open bulk of which nothing was heard, and forget one that ended long ago."""
    bulk = state.bulks.get(bulk_id)
    if bulk is None or not 0 < bulk.due_at <= at:
        return []
    if bulk.is_open:
        return [_dropped(bulk, at, StatusReason.CLEARING_TIMED_OUT)]
    return [BulkForgotten(bulk_id)]
