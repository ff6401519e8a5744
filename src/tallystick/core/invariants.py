"""What must always be true, checked where it could have been broken.

`check` follows every command and looks only at what its events touched; `audit`
looks at everything. Both raise `InvariantError`: a broken promise stops the node.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from tallystick.core import events
from tallystick.core.assignments import AssignmentKind, AssignmentState
from tallystick.core.ledger import Posting, held_by_account, payment_hold, sums_by_currency
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import State, is_frozen
from tallystick.terms.errors import InvariantError


def check(state: State, happened: Sequence[events.AnyEvent]) -> None:
    """Check what these events touched: no account under its floor, no double spending."""
    for event in happened:
        check_touched = _CHECKS.get(type(event))
        if check_touched is not None:
            check_touched(state, event)


def _check_reserved(state: State, event: events.PaymentReserved) -> None:
    # A later event of the same command may have posted or voided the hold already.
    if state.payments[event.payment_id].is_reserved:
        _check_accounts(state, event.postings)


def _check_accounts(state: State, postings: Sequence[Posting]) -> None:
    accounts = state.ledger.accounts
    for posting in postings:
        account = accounts[posting.debit]
        if account.held < posting.amount or not account.covers(0):
            detail = f"account {account.account_id}: {account.balance} with {account.held} held"
            raise InvariantError(detail)


def _check_settled(state: State, event: events.PaymentSettled) -> None:
    payment_id = event.payment_id
    payment = state.payments[payment_id]
    clear = payment.verdict.is_clear or payment.decided_elsewhere
    if payment_hold(payment_id) in state.ledger.holds or not payment.cycle or not clear:
        detail = f"payment {payment_id} is settled in cycle {payment.cycle} with a hold or unclear"
        raise InvariantError(detail)


def _check_all_accounts(state: State, _event: events.AnyEvent | None = None) -> None:
    for account in state.ledger.accounts.values():
        if not account.covers(0) or account.held < 0:
            detail = f"account {account.account_id}: {account.balance} with {account.held} held"
            raise InvariantError(detail)


_CHECKS: dict[type, Callable[[State, Any], None]] = {
    events.PaymentReserved: _check_reserved,
    events.PaymentSettled: _check_settled,
    events.LegReserved: _check_all_accounts,
    events.LegSettled: _check_all_accounts,
    events.CycleSettled: _check_all_accounts,
    events.SettlementVoided: _check_all_accounts,
    events.DefundingRequested: _check_all_accounts,
}


def audit(state: State) -> None:
    """Check everything: the books, the holds, the queues, the counters."""
    _check_all_accounts(state)
    sums = sums_by_currency(state.ledger)
    if any(sums.values()):
        detail = f"the postings do not sum to zero: {sums}"
        raise InvariantError(detail)
    held = held_by_account(state.ledger)
    for account in state.ledger.accounts.values():
        if account.held != held.get(account.account_id, 0):
            detail = f"account {account.account_id}: {account.held} held, holds say otherwise"
            raise InvariantError(detail)
    _audit_payments(state)
    _audit_waiting(state)
    _audit_assignments(state)
    _audit_bulks(state)
    _audit_accumulations(state)


def _audit_payments(state: State) -> None:
    for payment_id, payment in state.payments.items():
        if payment.is_reserved != (payment_hold(payment_id) in state.ledger.holds):
            detail = f"payment {payment_id} and its hold do not agree"
            raise InvariantError(detail)
        waits = payment.state is PaymentState.QUEUED and not is_frozen(state, payment)
        if waits != bool(payment.queued_on):
            detail = f"payment {payment_id} is {payment.state} and waits on {payment.queued_on!r}"
            raise InvariantError(detail)


def _audit_waiting(state: State) -> None:
    states = (PaymentState.HELD, PaymentState.QUEUED)
    waiting = {key for key, payment in state.payments.items() if payment.state in states}
    if waiting != state.waiting.keys():
        detail = f"held or queued is {sorted(waiting)}, noted is {sorted(state.waiting)}"
        raise InvariantError(detail)


def _audit_assignments(state: State) -> None:
    """What has ended leaves once, what waits for a payment is a recall, what is open counts."""
    ended = sorted(key for key, asked in state.assignments.items() if asked.is_ended)
    cycles = [cycle for pact in state.pacts.values() for cycle in pact.cycles.values()]
    noted = sorted(chain(state.assignments_leaving, *(cycle.assignments for cycle in cycles)))
    if ended != noted:
        detail = f"assignments that ended are {ended}, those to leave are {noted}"
        raise InvariantError(detail)
    waiting = {
        asked.assignment.payment_id
        for asked in state.assignments.values()
        if asked.state is AssignmentState.WITHDRAWING
    }
    if waiting != state.recalled.keys():
        detail = f"recalls wait for {sorted(waiting)}, noted is {sorted(state.recalled)}"
        raise InvariantError(detail)
    _audit_enquiries(state)


def _audit_enquiries(state: State) -> None:
    for pact in state.pacts.values():
        open_here = [
            asked.assignment.assigner
            for asked in state.assignments.values()
            if asked.assignment.agreement_id == pact.agreement_id
            and asked.assignment.kind is AssignmentKind.ENQUIRY
            and not asked.is_ended
        ]
        for name, participant in pact.participants.items():
            if participant.asking.enquiries != open_here.count(name):
                detail = f"{name} is said to have {participant.asking.enquiries} enquiries open"
                raise InvariantError(detail)


def _audit_bulks(state: State) -> None:
    """Staged, released and refused are all of a bulk; what is dropped has nothing left."""
    for bulk_id, bulk in state.bulks.items():
        left = [] if bulk.reason is not None else bulk.next_orders(bulk.staged)
        if list(bulk.orders) != left or (bulk.is_open and bulk.released):
            detail = f"bulk {bulk_id}: {bulk.released} of {bulk.staged} released, not as is kept"
            raise InvariantError(detail)
        if bulk.is_releasing != (bulk_id in state.releasing):
            detail = f"bulk {bulk_id} has orders to release and is not noted, or the other way"
            raise InvariantError(detail)


def _audit_accumulations(state: State) -> None:
    """What counts as reserved is what the payments that are reserved now come to."""
    due: dict[tuple[str, str], int] = {}
    for payment in state.payments.values():
        if payment.is_reserved:
            for place in payment.counted:
                due[place] = due.get(place, 0) + payment.own_amount
    for period, names in state.accumulations.items():
        for name, found in names.items():
            if found.reserved != due.get((period, name), 0) or found.definite < 0:
                detail = f"{name} counts {found} in {period}, reserved are {due}"
                raise InvariantError(detail)
