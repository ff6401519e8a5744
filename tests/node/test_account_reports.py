"""Account reports are lawful in each version, prove out in the message, and are signed."""

import pytest

from tallystick.links.originals import Original, OriginalPayment
from tallystick.links.peer import Identity
from tallystick.node.account_reports import (
    NOTIFICATION,
    REPORT,
    STATEMENT,
    VERSIONS,
    Addressed,
    Query,
    Reporter,
    Signed,
    Standing,
    account_number,
    supported,
)
from tallystick.node.report_entries import PaymentNotes
from tallystick.views.account_book import Booking
from tallystick.views.postings import BookingKind
from tallystick.views.statements import (
    PAGE_MAX,
    NotifiedBookings,
    Period,
    StatementPage,
    totals_of,
)
from tallystick.wire.iso20022.account_reports import (
    AccountReport,
    Balance,
    BankToCustomerAccountReport,
    BankToCustomerDebitCreditNotification,
    BankToCustomerStatement,
)
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import Received, receive
from tallystick.wire.iso20022.views import Agent
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.jws import Expected
from tests.core.pair import NORTH, START
from tests.node.linked_nodes import SIGNING

UETR = "8a562c67-ca16-48ba-b074-65581be6f001"
BANK = "NOBKRUMM"
ACCOUNT = f"participant:{BANK}:RUB"
IDENTITY = Identity(NORTH, "1", SIGNING[NORTH])
REPORTER = Reporter(IDENTITY)
ORIGINAL = Original(
    Message("pacs.008.001.13"), "M-1", "2026-09-21T10:00:00Z", OriginalPayment("I-1", "E2E-1")
)
NOTES = {UETR: PaymentNotes(BANK, "SOBKCNSH", ORIGINAL)}
TO = Addressed(BANK, BANK, START, Query("Q-1", "camt.060.001.05", "2026-09-21T10:00:00Z"), NOTES)
FAMILIES = (REPORT, STATEMENT, NOTIFICATION)
ALL = [Message(f"{family}.{version}") for family in FAMILIES for version in VERSIONS]


def bookings(
    *amounts: int, kinds: tuple[BookingKind, ...] = tuple(BookingKind)
) -> tuple[Booking, ...]:
    """Return bookings of these amounts, of all kinds in turn, the first a payment."""
    booked, balance = [], 1_000
    for number, amount in enumerate(amounts, start=1):
        balance += amount
        kind = kinds[(number - 1) % len(kinds)].value
        on = ("2026-09-21", "2026-09-21")
        booked.append(Booking(number, 40 + number, START, *on, amount, balance, kind, UETR))
    return tuple(booked)


def page_of(
    booked: tuple[Booking, ...], account_id: str = ACCOUNT, number: int = 1, of: int = 1
) -> StatementPage:
    """Return a page with these bookings."""
    closing = booked[-1].balance if booked else 1_000
    period = Period("2026-09-21", "2026-09-21")
    currency = account_id.rsplit(":", 1)[1]
    balances = (1_000, closing)
    return StatementPage(
        account_id,
        currency,
        period,
        number,
        of,
        *balances,
        booked,
        balances,
        totals_of(booked),
        "2026-09-18",
    )


def written(message: Message, page: StatementPage, available: int | None = 77) -> Signed:
    """Write what a version is for."""
    if message.startswith(STATEMENT):
        return REPORTER.statement(page, message, TO)
    if message.startswith(REPORT):
        return REPORTER.report(page, message, TO, Standing(START, available))
    return REPORTER.notification(NotifiedBookings(page.account_id, page.bookings), message, TO)


def report_in(received: Received) -> AccountReport:
    """Return what a message says of its one account."""
    match received.document:
        case BankToCustomerStatement(statements=(report,)):
            return report
        case BankToCustomerAccountReport(reports=(report,)):
            return report
        case BankToCustomerDebitCreditNotification(notifications=(report,)):
            return report
        case _:
            pytest.fail(f"{received.message} is no account report")


def signed_amount(balance: Balance) -> int:
    """Return a balance with its sign."""
    return balance.amount.minor if balance.credit_debit == "CRDT" else -balance.amount.minor


@pytest.mark.parametrize("message", ALL)
@pytest.mark.parametrize("currency", ["RUB", "JPY", "KWD"])
def test_every_version_is_lawful_and_says_the_same(message: Message, currency: str) -> None:
    """By its schema: amounts, directions, dates, references and codes of all kinds of bookings."""
    booked = bookings(-700, 20, -3, -4, 9_000_001, -6, 7, -8, 9)
    raw = written(message, page_of(booked, f"participant:{BANK}:{currency}")).content
    received = receive(raw)
    assert received.message == message
    assert received.header is not None
    assert received.header.recipient_agent == Agent(bic=BANK)
    report = report_in(received)
    assert [each.amount.minor for each in report.entries] == [abs(b.amount) for b in booked]
    assert {each.amount.currency for each in report.entries} == {currency}
    assert [each.credit_debit == "CRDT" for each in report.entries] == [
        b.amount > 0 for b in booked
    ]
    assert [each.reference for each in report.entries] == [str(b.number) for b in booked]
    first = report.entries[0]
    assert (first.status.code, first.value_date) == ("BOOK", "2026-09-21")
    code = first.bank_transaction_code
    assert (code.domain, code.family, code.sub_family) == ("PMNT", "ICDT", "XBCT")
    (transaction,) = first.details[0].transactions
    assert (transaction.uetr, transaction.end_to_end_id) == (UETR, "E2E-1")
    assert transaction.debtor_agent == Agent(bic=BANK)
    assert report.all_entries is not None
    assert report.all_entries.number == len(booked)
    assert report.account.currency == currency


@pytest.mark.slow
@pytest.mark.parametrize("message", ALL)
def test_a_full_page_can_be_read_by_whoever_has_our_own_bounds(message: Message) -> None:
    """Of payments with every reference that there may be, in the default limits of a reader."""
    full = Original(
        ORIGINAL.message,
        ORIGINAL.message_id,
        ORIGINAL.creation_date_time,
        OriginalPayment("I" * 35, "E" * 35, "T" * 35, UETR),
    )
    to = TO._replace(notes={UETR: PaymentNotes(BANK, "SOBKCNSH", full)})
    page = page_of(bookings(*range(1, PAGE_MAX + 1), kinds=(BookingKind.PAYMENT,)))
    if message.startswith(NOTIFICATION):
        told = NotifiedBookings(page.account_id, page.bookings)
        raw = REPORTER.notification(told, message, to).content
    elif message.startswith(REPORT):
        raw = REPORTER.report(page, message, to, Standing(START, 77)).content
    else:
        raw = REPORTER.statement(page, message, to).content
    assert len(report_in(receive(raw)).entries) == PAGE_MAX


@pytest.mark.parametrize("message", [each for each in ALL if not each.startswith(NOTIFICATION)])
def test_the_balances_in_a_message_prove_out(message: Message) -> None:
    """Opening and the entries come to closing; below zero is a debit."""
    for booked in ((), bookings(-5_000, 3)):
        report = report_in(receive(written(message, page_of(booked)).content))
        balances = {each.kind.code: each for each in report.balances}
        closing = balances["ITBD" if message.startswith(REPORT) else "CLBD"]
        entries = sum(
            each.amount.minor if each.credit_debit == "CRDT" else -each.amount.minor
            for each in report.entries
        )
        assert signed_amount(balances["OPBD"]) + entries == signed_amount(closing)
        assert balances["PRCD"].date == "2026-09-18"
        assert signed_amount(balances["PRCD"]) == signed_amount(balances["OPBD"])
        assert ("ITAV" in balances) == message.startswith(REPORT)


@pytest.mark.parametrize(("number", "opening", "closing"), [(1, "", "INTM"), (2, "INTM", "INTM")])
def test_a_page_in_the_middle_says_so(number: int, opening: str, closing: str) -> None:
    """Its balances are intermediate, and it is not the last."""
    page = page_of(bookings(5), number=number, of=3)
    for message in (Message("camt.053.001.13"), Message("camt.052.001.08")):
        report = report_in(receive(written(message, page).content))
        first, last = (
            each.sub_kind.code if each.sub_kind else ""
            for each in report.balances
            if each.kind.code in ("OPBD", "CLBD", "ITBD")
        )
        assert (first, last) == (opening, closing)
        assert (report.page_number, report.is_last_page) == (number, False)
        assert "ITAV" not in {each.kind.code for each in report.balances}


@pytest.mark.parametrize("message", ALL)
def test_the_numbers_of_the_journal_are_not_told(message: Message) -> None:
    """They would tell how much happens for others: who booked in between changes no byte."""
    booked = bookings(-700, 20, -3)
    later = tuple(each._replace(sequence=each.sequence + 1_000) for each in booked)
    assert written(message, page_of(booked)).content == written(message, page_of(later)).content


def test_an_account_without_a_bound_has_no_available_balance() -> None:
    """Nothing is said of what has no end."""
    raw = written(Message("camt.052.001.08"), page_of(()), available=None).content
    assert [each.kind.code for each in report_in(receive(raw)).balances] == [
        "PRCD",
        "OPBD",
        "ITBD",
    ]


def test_an_erased_payment_keeps_its_entry() -> None:
    """With what the books know of it, and nothing of its message."""
    to = TO._replace(notes={UETR: PaymentNotes(BANK, "SOBKCNSH")})
    raw = REPORTER.statement(page_of(bookings(-5)), Message("camt.053.001.08"), to).content
    (entry,) = report_in(receive(raw)).entries
    (transaction,) = entry.details[0].transactions
    assert (transaction.uetr, transaction.end_to_end_id, transaction.message_id) == (UETR, "", "")
    assert b"E2E-1" not in raw


def test_a_return_is_known_by_the_payment_that_it_returns() -> None:
    """Its own id is none that a message has room for; its UETR is the original's."""
    own_id = f"{UETR}/RTR-1"
    references = OriginalPayment("RTR-1", "E2E-1", "", UETR)
    original = Original(Message("pacs.004.001.09"), "M-2", "2026-09-21T10:00:00Z", references)
    (booking,) = bookings(5, kinds=(BookingKind.RETURN,))
    to = TO._replace(notes={own_id: PaymentNotes(BANK, "SOBKCNSH", original)})
    page = page_of((booking._replace(reference=own_id),))
    raw = REPORTER.statement(page, Message("camt.053.001.13"), to).content
    (entry,) = report_in(receive(raw)).entries
    (transaction,) = entry.details[0].transactions
    assert (transaction.uetr, transaction.instruction_id) == (UETR, "RTR-1")
    assert entry.bank_transaction_code.sub_family == "RRTN"


def test_it_is_signed_for_who_asked() -> None:
    """Over its bytes, of the instant at which it was written."""
    content, signature = written(Message("camt.053.001.08"), page_of(()))
    keys = {"1": IDENTITY.signer().verification_key()}
    window = Expected(recipient=BANK, earliest=START, latest=START)
    assert jws.verify(signature, content, keys, window).at == START


@pytest.mark.parametrize(
    "account_id", ["participant:CHBCC:12345678901234567890123456789012345:KWD", "blocked:X:JPY"]
)
def test_a_long_name_of_an_account_has_a_number(account_id: str) -> None:
    """Of as many characters as a message has room for; a short one is its own."""
    raw = written(Message("camt.053.001.08"), page_of((), account_id)).content
    account = report_in(receive(raw)).account
    assert account.other is not None
    assert account.other.id == account_number(account_id)
    assert account.name == account_id
    assert (account.other.id == account_id) == (len(account_id) <= 34)


def test_a_report_keeps_its_name_and_a_message_does_not() -> None:
    """Written again at another instant, it is the same statement in another message."""
    later = TO._replace(at=START + 1)
    message, page = Message("camt.053.001.08"), page_of(())
    first, second = (receive(REPORTER.statement(page, message, to).content) for to in (TO, later))
    assert report_in(first).id == report_in(second).id
    assert first.document != second.document
    assert isinstance(first.document, BankToCustomerStatement)
    assert isinstance(second.document, BankToCustomerStatement)
    assert first.document.message_id != second.document.message_id
    assert first.document.original_query_id == "Q-1"


def test_versions_are_known_by_name() -> None:
    """A family's own name is its first version; others are not written."""
    assert supported("camt.053", STATEMENT) == "camt.053.001.08"
    assert supported("camt.053.001.13", STATEMENT) == "camt.053.001.13"
    for name in ("camt.053.001.12", "camt.052.001.08", "camt.053.", ""):
        assert supported(name, STATEMENT) is None


def test_a_sum_without_room_is_left_out() -> None:
    """The entries tell it; a message of more than eighteen digits would be none."""
    booked = bookings(10**18 - 1, kinds=(BookingKind.PAYMENT,)) * 2
    raw = written(Message("camt.054.001.08"), page_of(booked)).content
    report = report_in(receive(raw))
    assert report.credit_entries is not None
    assert (report.credit_entries.number, report.credit_entries.sum) == (2, "")
