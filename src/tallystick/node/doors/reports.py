"""What was booked to an account, as messages: a closed day, the day so far, entry by entry.

Nothing is told of an account before the account book has followed the journal as far as
it was when somebody asked. The day so far is told as it stood then, and its last balance is
held against the ledger's before it leaves.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tallystick.links.originals import Original, read_original
from tallystick.node.account_reports import (
    NO_QUERY,
    NOTIFICATION,
    REPORT,
    STATEMENT,
    Addressed,
    Query,
    Reporter,
    Signed,
    Standing,
    account_number,
    supported,
)
from tallystick.node.doors.asked import BookingsSought, ReportSought, StatementSought
from tallystick.node.doors.inside import (
    CURSOR_AHEAD,
    DAY_OPEN,
    UNCLEAR,
    UNKNOWN,
    UNSUPPORTED,
    Inside,
    Refusal,
    viewer,
)
from tallystick.node.doors.told import BookingsTold, ReportTold, StatementTold
from tallystick.node.inbox import unwell
from tallystick.node.node import Node
from tallystick.node.parties import Party, Role
from tallystick.node.report_entries import PaymentNotes, is_of_payment
from tallystick.terms.errors import LocalMessageError
from tallystick.terms.instants import Instant, days_between
from tallystick.views.account_book import Booking
from tallystick.views.business_days import first_open, today
from tallystick.views.positions import AccountView, positions
from tallystick.views.statements import (
    DAYS_MAX,
    NotifiedBookings,
    Period,
    StatementPage,
    bookings_after,
    report_page,
    statement_page,
)
from tallystick.wire.iso20022.grammar import Message

# Two bells: one rings when the account book has grown, one when somebody seeks its newest.
ACCOUNTS: Final = "accounts"
ACCOUNTS_SOUGHT: Final = "accounts sought"
FOLLOWS_WITHIN_S: Final = 5.0
PAYMENTS_AT_ONCE: Final = 32
_OWNED: Final = ("participant", "provider")


class Seen(NamedTuple):
    """An account, and the books, at the moment at which somebody asks.

    `first_open` is the first business date that is not over, `today` which dates may be booked
    on now; `head` is the number of the journal's last entry.
    """

    account: AccountView
    head: int
    at: Instant
    first_open: str
    today: Period
    reporter: Reporter


async def read_statement(
    inside: Inside, party: Party, asked: StatementSought, query: Query = NO_QUERY
) -> StatementTold | Refusal:
    """Tell a page of what was booked to an account on a date that is over, or on several."""
    message = supported(asked.message, STATEMENT)
    if message is None:
        return _unsupported(asked.message, STATEMENT)
    seen = await see(inside, party, asked.account)
    if isinstance(seen, Refusal):
        return seen
    period = Period(asked.date.isoformat(), (asked.until or asked.date).isoformat())
    refusal = _objection(seen, period)
    if refusal is not None:
        return refusal
    page = statement_page(inside.accounts, seen.account.account_id, period, asked.page)
    if page is None:
        return _no_page(asked.page)
    to = await _addressed(inside, party, seen, page.bookings, query)
    signed = await _written(inside, party, lambda: seen.reporter.statement(page, message, to))
    return signed if isinstance(signed, Refusal) else _told(message, page, signed)


def _objection(seen: Seen, period: Period) -> Refusal | None:
    """Say why nothing can be stated of a period."""
    if period.to_on < period.from_on or days_between(*period) >= DAYS_MAX:
        detail = f"A statement is of one date, or up to a later one, of {DAYS_MAX} days at most."
        return Refusal(UNCLEAR, detail)
    if period.to_on < seen.first_open:
        return None
    if period.to_on > seen.today.to_on:
        return Refusal(DAY_OPEN, f"The business day {period.to_on} has not begun yet.")
    detail = f"The business day {period.to_on} is not over: ask for a report of it (camt.052)."
    return Refusal(DAY_OPEN, detail)


async def read_report(
    inside: Inside, party: Party, asked: ReportSought, query: Query = NO_QUERY
) -> StatementTold | Refusal:
    """Tell a page of what has been booked to an account today, and how it stands."""
    message = supported(asked.message, REPORT)
    if message is None:
        return _unsupported(asked.message, REPORT)
    seen = await see(inside, party, asked.account)
    if isinstance(seen, Refusal):
        return seen
    account = seen.account
    period = _day_so_far(inside, seen)
    page = report_page(inside.accounts, account.account_id, period, asked.page, seen.head)
    if page is None:
        return _no_page(asked.page)
    if page.whole[1] != account.balance:
        inside.accounts.is_doubtful = True
        raise unwell("the account book does not end at the ledger's balance: it is made anew")
    to = await _addressed(inside, party, seen, page.bookings, query)
    standing = Standing(seen.at, account.available)
    signed = await _written(
        inside, party, lambda: seen.reporter.report(page, message, to, standing)
    )
    return signed if isinstance(signed, Refusal) else _told(message, page, signed, standing)


def _day_so_far(inside: Inside, seen: Seen) -> Period:
    """Return today, up to the last booking's date, should a calendar have gone back."""
    last = inside.accounts.last_by(seen.account.account_id, seen.head)
    from_on, to_on = seen.today
    return Period(from_on, max(to_on, last.booked_on) if last is not None else to_on)


async def read_bookings(
    inside: Inside, party: Party, asked: BookingsSought, query: Query = NO_QUERY
) -> BookingsTold | Refusal:
    """Tell what was booked to an account after a number; wait for something if that was asked."""
    message = supported(asked.message, NOTIFICATION)
    if message is None:
        return _unsupported(asked.message, NOTIFICATION)
    seen = await see(inside, party, asked.account)
    if isinstance(seen, Refusal):
        return seen
    account_id = seen.account.account_id
    last = inside.accounts.last_by(account_id, seen.head)
    if asked.after > (last.number if last is not None else 0):
        detail = f"Nothing was ever booked under number {asked.after}; ask on from a lower one."
        return Refusal(CURSOR_AHEAD, detail)
    found = await _awaited(inside, account_id, asked)
    if not found.bookings:
        return BookingsTold(account_id, None, asked.after, more=False)
    seen = seen._replace(at=max(seen.at, inside.runner.around.clock.now_ms()))
    to = await _addressed(inside, party, seen, found.bookings, query)
    signed = await _written(inside, party, lambda: seen.reporter.notification(found, message, to))
    if isinstance(signed, Refusal):
        return signed
    number = found.bookings[-1].number
    report = ReportTold(message, account_id, signed.content.decode(), signed.signature)
    more = bool(inside.accounts.bookings(account_id, number, 1))
    return BookingsTold(account_id, report, number, more)


async def _awaited(inside: Inside, account_id: str, asked: BookingsSought) -> NotifiedBookings:
    """Return what was booked after a number, once there is something or time is up."""
    bells, loop = inside.runner.bells, asyncio.get_running_loop()
    until = loop.time() + asked.wait
    while True:
        count = bells.count(ACCOUNTS)
        found = bookings_after(inside.accounts, account_id, asked.after, asked.limit)
        left = until - loop.time()
        if found.bookings or left <= 0 or inside.patience.is_over:
            return found
        bells.ring(ACCOUNTS_SOUGHT)
        await bells.wait(ACCOUNTS, count, left)


async def see(inside: Inside, party: Party, named: str) -> Seen | Refusal:
    """Return an account that a party may see, once the account book has caught up with it.

    Raises:
        StoreError: the account book does not catch up in time.
    """
    seen = await inside.runner.read(lambda node: _seen(inside, node, party, named))
    if isinstance(seen, Seen):
        await _followed(inside, seen.head)
    return seen


def _seen(inside: Inside, node: Node, party: Party, named: str) -> Seen | Refusal:
    account = _chosen(positions(node.state, viewer(party)), named)
    if isinstance(account, Refusal):
        return account
    around, state = inside.runner.around, node.state
    now = max(around.clock.now_ms(), state.at)
    sure = max(around.clock.now_ms() - around.guard.step_max_ms, state.at)
    return Seen(
        account,
        node.head[0],
        now,
        first_open(state, sure),
        today(state, now),
        Reporter(node.identity),
    )


def _chosen(accounts: Sequence[AccountView], named: str) -> AccountView | Refusal:
    if named:
        found = [
            each
            for each in accounts
            if named in (each.account_id, account_number(each.account_id))
        ]
        return found[0] if found else Refusal(UNKNOWN, f"There is no account {named} of yours.")
    if len(accounts) == 1:
        return accounts[0]
    if not accounts:
        return Refusal(UNKNOWN, "You have no account here.")
    return Refusal(UNCLEAR, "There is more than one account: name one, as ?account=ID.")


async def _followed(inside: Inside, head: int) -> None:
    """Wait until the account book has followed so far."""
    bells, loop = inside.runner.bells, asyncio.get_running_loop()
    until = loop.time() + FOLLOWS_WITHIN_S
    while True:
        count = bells.count(ACCOUNTS)
        if inside.accounts.followed >= head:
            return
        left = until - loop.time()
        if left <= 0:
            raise unwell("the account book has not caught up with the journal yet")
        bells.ring(ACCOUNTS_SOUGHT)
        await bells.wait(ACCOUNTS, count, left)


async def _addressed(
    inside: Inside, party: Party, seen: Seen, bookings: Sequence[Booking], query: Query
) -> Addressed:
    """Say to whom a report goes, and find what it says of payments, some at a time.

    A provider is told neither agents nor references; of the references of a message, which
    are in the vault, its bank alone is told.
    """
    owner = seen.account.owner if seen.account.kind in _OWNED else ""
    notes: dict[str, PaymentNotes] = {}
    if party.role is not Role.PROVIDER:
        ids = list(dict.fromkeys(each.reference for each in bookings if is_of_payment(each)))
        for start in range(0, len(ids), PAYMENTS_AT_ONCE):
            notes |= await _noted(inside, party, ids[start : start + PAYMENTS_AT_ONCE])
    return Addressed(party.id, owner, seen.at, query, notes)


async def _noted(inside: Inside, party: Party, ids: Sequence[str]) -> dict[str, PaymentNotes]:
    agents = await inside.runner.read(lambda node: _agents(node, ids))
    if party.role is not Role.PARTICIPANT:
        return {each: PaymentNotes(*agents[each]) for each in agents}
    raws = await inside.runner.read(lambda node: [_stored(node, each) for each in agents])
    read = await inside.judging.beside(party.id, lambda: [_original(raw) for raw in raws])
    return {
        each: PaymentNotes(*agents[each], original)
        for each, original in zip(agents, read, strict=True)
    }


def _agents(node: Node, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the debtor and the creditor agent of payments, live or closed."""
    live = node.state.payments
    records = node.store.closings([each for each in ids if each not in live])
    found = {each: live[each].order for each in ids if each in live} | records
    return {each: (found[each].debtor_agent, found[each].creditor_agent) for each in found}


def _stored(node: Node, payment_id: str) -> bytes:
    """Return a payment's message, empty once it is erased."""
    beside = node.attachments(payment_id)
    return beside[0].content if beside else b""


def _original(raw: bytes) -> Original | None:
    return read_original(raw) if raw else None


async def _written(inside: Inside, party: Party, write: Callable[[], Signed]) -> Signed | Refusal:
    """Write and sign a message beside the loop: a page of many entries takes a while."""
    try:
        return await inside.judging.beside(party.id, write)
    except LocalMessageError as unwritable:
        detail = f"No message has room for this: {unwritable.detail} Read /v1/positions."
        return Refusal(UNSUPPORTED, detail)


def _told(
    message: Message, page: StatementPage, signed: Signed, standing: Standing | None = None
) -> StatementTold:
    return StatementTold(
        message,
        page.account_id,
        signed.content.decode(),
        signed.signature,
        page.number,
        page.of,
        *page.period,
        *page.whole,
        *page.totals,
        standing.available if standing is not None else None,
    )


def _unsupported(name: str, family: str) -> Refusal:
    return Refusal(UNSUPPORTED, f"{name} is no version of {family} that is written here.")


def _no_page(number: int) -> Refusal:
    return Refusal(UNKNOWN, f"There is no page {number} of it.")
