"""Money in, money out, and what the settlement system says there is.

An account is credited on the settlement system's notice and never before. Money
that is to be paid out is held until the system's answer; the answer may be late,
then it is asked for. A statement must agree with the books to the last unit.
"""

from collections.abc import Callable

from tallystick.core.commands import HearSettlementSystem, RequestDefunding
from tallystick.core.decide.refusals import not_allowed, refused
from tallystick.core.decide.settlement import (
    LegKey,
    is_leg_of,
    known_leg,
    prove_leg,
    refuse_leg,
    settle_leg,
)
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    Defunded,
    DefundingRefused,
    DefundingRequested,
    Funded,
    LegEarly,
    StatementTaken,
    SystemHeard,
)
from tallystick.core.ledger import Posting, mirror_account, reserve_account, suspense_account
from tallystick.core.notices import (
    Credited,
    Held,
    HoldRefused,
    PaidOut,
    PayOutRefused,
    Released,
    Statement,
)
from tallystick.core.state import State
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX
from tallystick.terms.reasons import StatusReason

_AT_HOME = ("participant", "provider")
_PAID_OUT_AT_HOME = (*_AT_HOME, "fees", "suspense")


def hear_settlement_system(state: State, at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    """Take the next notice of a system's stream; one heard before changes nothing."""
    expected = state.systems.get(command.settlement_system, 0) + 1
    if command.sequence < expected:
        return []
    if command.sequence > expected:
        text = f"notice {command.sequence} came before notice {expected}"
        return refused(command.settlement_system, StatusReason.TRANSACTION_FORBIDDEN, text)
    events = _HEARERS[type(command.notice)](state, at, command)
    return [*events, SystemHeard(command.settlement_system, command.sequence)]


def _credited(state: State, _at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    """Credit the owner; money for an owner we do not know is kept apart, and people are called."""
    notice = command.notice
    assert isinstance(notice, Credited)
    system, currency = command.settlement_system, notice.currency
    if not 0 < notice.amount <= AMOUNT_MAX:
        return [_odd(notice.reference, f"a credit of {notice.amount} {currency}")]
    if _is_too_much(state, system, notice):
        return [_odd(notice.reference, f"more {currency} in all than can be")]
    mirror = mirror_account(system, currency)
    known = _belongs(state, notice.account_id, system, currency, _AT_HOME)
    owner = notice.account_id if known else suspense_account(currency)
    funded = Funded(system, notice.reference, Posting(mirror, owner, notice.amount))
    if known:
        return [funded]
    text = f"{notice.amount} {currency} came in for {notice.account_id}, which is not an account"
    return [funded, CaseOpened(notice.reference, CaseKind.UNKNOWN_OWNER, text)]


def _is_too_much(state: State, system: str, notice: Credited | Released) -> bool:
    """Whether books that took it, and what is reckoned from them, could not be written down."""
    return _balance_at(state, system, notice.currency) + notice.amount > BALANCE_MAX


def _balance_at(state: State, system: str, currency: str) -> int:
    """Return what lies at a system by our books: the other side of its mirror."""
    account = state.ledger.accounts.get(mirror_account(system, currency))
    return -account.balance if account is not None else 0


def _belongs(
    state: State, account_id: str, settlement_system: str, currency: str, at_home: tuple[str, ...]
) -> bool:
    """Whether an account's money lies at this settlement system, in this currency."""
    account = state.ledger.accounts.get(account_id)
    if account is None or account.currency != currency:
        return False
    if account_id == reserve_account(settlement_system, currency):
        return True
    home = any(
        (pact.settlement_system, pact.currency) == (settlement_system, currency)
        for pact in state.pacts.values()
    )
    return home and account_id.split(":", 1)[0] in at_home


def _odd(reference: str, what: str) -> CaseOpened:
    return CaseOpened(reference, CaseKind.SYSTEM_BREACH, f"the settlement system tells of {what}")


def _statement(state: State, _at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    """Compare; where the books agree, the cycles that waited for it may be signed."""
    notice = command.notice
    assert isinstance(notice, Statement)
    system, currency = command.settlement_system, notice.currency
    difference = _balance_at(state, system, currency) - notice.balance
    taken = StatementTaken(system, currency, notice.balance, difference)
    if difference:
        text = f"our books say {difference} {currency} more than the system's statement"
        return [taken, CaseOpened(f"{system}:{currency}", CaseKind.PREFUNDING_DIFFERS, text)]
    return [taken]


def _paid_out(state: State, _at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    notice = command.notice
    assert isinstance(notice, PaidOut)
    return [Defunded(notice.reference)] if notice.reference in state.defundings else []


def _pay_out_refused(state: State, _at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    notice = command.notice
    assert isinstance(notice, PayOutRefused)
    return [DefundingRefused(notice.reference)] if notice.reference in state.defundings else []


def _held(state: State, at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    notice = command.notice
    assert isinstance(notice, Held)
    leg = parse_reference(notice.reference)
    if leg is None or not is_leg_of(state, leg, state.operator_id, command.settlement_system):
        return [_odd(notice.reference, "a hold of a leg that is not ours")]
    return prove_leg(state, at, leg, notice.proof, notice.valid_until)


def _hold_refused(state: State, _at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    notice = command.notice
    assert isinstance(notice, HoldRefused)
    leg = parse_reference(notice.reference)
    if leg is None or not is_leg_of(state, leg, state.operator_id, command.settlement_system):
        return []
    return refuse_leg(state, leg)


def _released(state: State, _at: int, command: HearSettlementSystem) -> list[AnyEvent]:
    """Settle the leg; money that comes before we know of the leg is kept apart until we do."""
    notice = command.notice
    assert isinstance(notice, Released)
    leg = parse_reference(notice.reference)
    if leg is None or not 0 < notice.amount <= AMOUNT_MAX:
        return [_odd(notice.reference, "a release that is no leg of a settlement")]
    if _is_settled_already(state, leg):
        return []
    known = known_leg(state, leg)
    if known is None:
        return _early(state, command.settlement_system, notice)
    told = (command.settlement_system, notice.currency, notice.amount)
    if told != (known.settlement_system, known.currency, known.amount):
        return [_odd(notice.reference, f"{told[2]} {told[1]}, not {known.amount}")]
    settled = settle_leg(state, leg)
    return settled or [_odd(notice.reference, "a release of a leg that is not held")]


def _early(state: State, system: str, notice: Released) -> list[AnyEvent]:
    if notice.reference in state.early:
        return []
    if _is_too_much(state, system, notice):
        return [_odd(notice.reference, f"more {notice.currency} in all than can be")]
    mirror, apart = mirror_account(system, notice.currency), suspense_account(notice.currency)
    return [LegEarly(system, notice.reference, Posting(mirror, apart, notice.amount))]


def _is_settled_already(state: State, leg: LegKey) -> bool:
    pact = state.pacts.get(leg[0])
    cycle = pact.cycles.get(leg[1]) if pact else None
    if pact is None:
        return False
    if cycle is None:
        return leg[1] <= pact.last_settled
    return cycle.settlement is not None and leg[3] in cycle.settlement.settled


def parse_reference(reference: str) -> LegKey | None:
    """Read a leg's reference: agreement, cycle, attempt, index; None if it is no such thing."""
    parts = reference.rsplit("/", 3)
    if len(parts) != 4 or not all(_is_number(part) for part in parts[1:]):
        return None
    return parts[0], int(parts[1]), int(parts[2]), int(parts[3])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


_HEARERS: dict[type, Callable[[State, int, HearSettlementSystem], list[AnyEvent]]] = {
    Credited: _credited,
    Statement: _statement,
    PaidOut: _paid_out,
    PayOutRefused: _pay_out_refused,
    Held: _held,
    HoldRefused: _hold_refused,
    Released: _released,
}


def request_defunding(state: State, _at: int, command: RequestDefunding) -> list[AnyEvent]:
    """Hold money and have it paid out to its owner at the settlement system where it lies."""
    subject, system = command.defunding_id, command.settlement_system
    if subject in state.defundings or subject in state.defunded:
        return refused(subject, StatusReason.DUPLICATION, "this id was used already")
    account = state.ledger.accounts.get(command.account_id)
    currency = account.currency if account else ""
    if not _belongs(state, command.account_id, system, currency, _PAID_OUT_AT_HOME):
        return not_allowed(subject, f"{command.account_id} has no money at {system} to pay out")
    if not 0 < command.amount <= AMOUNT_MAX:
        return not_allowed(subject, "the amount is positive and has at most 18 digits")
    lies_there = command.amount <= _lies_at(state, system, currency)
    if not lies_there or not state.ledger.covers(command.account_id, command.amount):
        return refused(subject, StatusReason.INSUFFICIENT_FUNDS, "not so much is available")
    posting = Posting(command.account_id, mirror_account(system, currency), command.amount)
    return [DefundingRequested(subject, system, posting)]


def _lies_at(state: State, settlement_system: str, currency: str) -> int:
    """Return what the system holds for us, less what is on its way out."""
    mirror = mirror_account(settlement_system, currency)
    leaving = sum(
        defunding.posting.amount
        for defunding in state.defundings.values()
        if defunding.posting.credit == mirror
    )
    return -state.ledger.accounts[mirror].balance - leaving
