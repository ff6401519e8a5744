"""Prefunded money: in and out on a settlement system's word, and compared to the last unit."""

from tallystick.core.commands import HearSettlementSystem, RequestDefunding
from tallystick.core.events import (
    CaseKind,
    Defunded,
    DefundingRefused,
    DefundingRequested,
    Funded,
    LegEarly,
    StatementTaken,
    SystemHeard,
)
from tallystick.core.ledger import Posting
from tallystick.core.notices import (
    Credited,
    Held,
    HoldRefused,
    PaidOut,
    PayOutRefused,
    Released,
    Statement,
)
from tallystick.proof.auditor import accounts, figures, squaring
from tallystick.proof.auditor.books import Books
from tallystick.proof.auditor.script import Script, case, no
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX
from tallystick.terms.reasons import StatusReason


def hear_settlement_system(books: Books, at: int, command: HearSettlementSystem) -> Script:
    """Take each notice once and in order; a gap is refused, a repetition is nothing."""
    system = command.settlement_system
    expected = books.noticed.get(system, 0) + 1
    if command.sequence > expected:
        yield no(system)
    if command.sequence != expected:
        return
    yield from _noticed(books, at, command)
    yield SystemHeard(system, command.sequence)


def _noticed(books: Books, at: int, command: HearSettlementSystem) -> Script:
    notice, system = command.notice, command.settlement_system
    match notice:
        case Credited():
            yield from _credited(books, system, notice)
        case Statement():
            yield from _stated(books, system, notice)
        case PaidOut() | PayOutRefused():
            yield from _about_pay_out(books, notice)
        case Held() | HoldRefused():
            yield from _about_hold(books, at, system, notice)
        case Released():
            yield from _released(books, system, notice)


def _about_pay_out(books: Books, notice: PaidOut | PayOutRefused) -> Script:
    pay_out = books.pay_outs.get(notice.reference)
    if pay_out is not None and not pay_out.is_done:
        done = isinstance(notice, PaidOut)
        yield (Defunded if done else DefundingRefused)(notice.reference)


def _about_hold(books: Books, at: int, system: str, notice: Held | HoldRefused) -> Script:
    """A system may speak of the hold of a leg that we pay there, and of no other."""
    leg = accounts.read_reference(notice.reference)
    known = squaring.known_leg(books, leg) if leg is not None else None
    ours = known is not None and (known.payer, known.settlement_system) == (
        books.operator_id,
        system,
    )
    if isinstance(notice, HoldRefused):
        if leg is not None and ours:
            yield from squaring.leg_refused(books, leg)
    elif leg is not None and ours:
        yield from squaring.leg_proved(books, at, leg, notice.proof, notice.valid_until)
    else:
        yield case(notice.reference, CaseKind.SYSTEM_BREACH)


def _credited(books: Books, system: str, notice: Credited) -> Script:
    """Credit the owner; money for nobody we know is kept apart, and people are called."""
    if not _can_lie_there(books, system, notice):
        yield case(notice.reference, CaseKind.SYSTEM_BREACH)
        return
    where = system, notice.currency
    known = figures.has_money_at(books, notice.account_id, *where, accounts.FUNDED)
    owner = notice.account_id if known else accounts.suspense(notice.currency)
    source = accounts.mirror(system, notice.currency)
    yield Funded(system, notice.reference, Posting(source, owner, notice.amount))
    if not known:
        yield case(notice.reference, CaseKind.UNKNOWN_OWNER)


def _can_lie_there(books: Books, system: str, notice: Credited | Released) -> bool:
    """Tell whether it is an amount, and with all that is there no more than books can hold."""
    in_all = _lying(books, system, notice.currency) + notice.amount
    return 0 < notice.amount <= AMOUNT_MAX and in_all <= BALANCE_MAX


def _lying(books: Books, system: str, currency: str) -> int:
    account = books.accounts.get(accounts.mirror(system, currency))
    return 0 if account is None else -account.balance


def _stated(books: Books, system: str, notice: Statement) -> Script:
    """Compare to the last unit; what waited for it may be signed where the books agree."""
    ours = _lying(books, system, notice.currency)
    yield StatementTaken(system, notice.currency, notice.balance, ours - notice.balance)
    if ours != notice.balance:
        yield case(f"{system}:{notice.currency}", CaseKind.PREFUNDING_DIFFERS)


def _released(books: Books, system: str, notice: Released) -> Script:
    """Settle the leg; money of a leg that is not known yet is kept apart until it is."""
    leg = accounts.read_reference(notice.reference)
    if leg is None or not 0 < notice.amount <= AMOUNT_MAX:
        yield case(notice.reference, CaseKind.SYSTEM_BREACH)
        return
    known = squaring.known_leg(books, leg)
    told = system, notice.currency, notice.amount
    if _is_over(books, leg):
        return
    if known is None and notice.reference in books.early:
        return
    if known is None and not _can_lie_there(books, system, notice):
        yield case(notice.reference, CaseKind.SYSTEM_BREACH)
    elif known is None:
        source = accounts.mirror(system, notice.currency)
        apart = Posting(source, accounts.suspense(notice.currency), notice.amount)
        yield LegEarly(system, notice.reference, apart)
    elif told != (known.settlement_system, known.currency, known.amount):
        yield case(notice.reference, CaseKind.SYSTEM_BREACH)
    elif squaring.can_settle(books, leg):
        yield from squaring.leg_settled(books, leg)
    else:
        yield case(notice.reference, CaseKind.SYSTEM_BREACH)


def _is_over(books: Books, leg: squaring.Leg) -> bool:
    link = books.links.get(leg[0])
    page = link.rounds.get(leg[1]) if link is not None else None
    if page is None:
        return False
    return page.is_settled or (page.attempt is not None and leg[3] in page.attempt.settled)


def request_defunding(books: Books, _at: int, command: RequestDefunding) -> Script:
    """Pay an owner's available money out to it where it lies, once per id."""
    subject, system = command.defunding_id, command.settlement_system
    account = books.accounts.get(command.account_id)
    currency = "" if account is None else account.currency
    words = command.account_id, system, currency, accounts.PAID_OUT
    if subject in books.pay_outs:
        yield no(subject, StatusReason.DUPLICATION)
    elif not figures.has_money_at(books, *words) or not 0 < command.amount <= AMOUNT_MAX:
        yield no(subject)
    elif not _is_there(books, system, currency, command):
        yield no(subject, StatusReason.INSUFFICIENT_FUNDS)
    else:
        outside = accounts.mirror(system, currency)
        posting = Posting(command.account_id, outside, command.amount)
        yield DefundingRequested(subject, system, posting)


def _is_there(books: Books, system: str, currency: str, command: RequestDefunding) -> bool:
    """Tell whether the owner has so much, and so much lies at the system."""
    lies_there = command.amount <= figures.lies_at(books, system, currency)
    return lies_there and figures.can_pay(books, command.account_id, command.amount)
