"""Account reports as ISO 20022 has them: camt.052, .053 and .054, written and signed.

Balances, by the external code set of balance types:

    OPBD  opening booked, of the first date; on a later page it is intermediate (INTM)
    PRCD  previously closed booked, beside it: the same amount on the date it closed
    CLBD  closing booked, of a period that is over; on a page that is not the last, INTM
    ITBD  interim booked, of a day that goes on, as it stood when it was asked for
    ITAV  interim available: what of it is not spoken for

A page's totals (TxsSummry) are those of the entries in it.
"""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from tallystick.links.peer import Identity
from tallystick.node.report_entries import (
    PaymentNotes,
    agent_of,
    amount_of,
    direction_of,
    entries_of,
)
from tallystick.terms.identifiers import is_bic, is_lei
from tallystick.terms.instants import Instant, format_instant
from tallystick.terms.money import format_amount
from tallystick.views.statements import NotifiedBookings, StatementPage, Totals, totals_of
from tallystick.wire.iso20022.account_reports import (
    AccountReport,
    Balance,
    BankToCustomerAccountReport,
    BankToCustomerDebitCreditNotification,
    BankToCustomerStatement,
    EntryTotals,
    ReportedAccount,
)
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.views import Coded, Identifier, Party
from tallystick.wire.signatures import jws

REPORT, STATEMENT, NOTIFICATION = "camt.052", "camt.053", "camt.054"
VERSIONS: Final = ("001.08", "001.11", "001.13")
_NUMBER_MAX: Final = 34
_DIGITS_MAX: Final = 18
_INTERMEDIATE: Final = Coded(code="INTM")
_Document: TypeAlias = (
    BankToCustomerStatement | BankToCustomerAccountReport | BankToCustomerDebitCreditNotification
)


class Query(NamedTuple):
    """The message by which a report was asked for; of none where it was a plain request."""

    message_id: str = ""
    message: str = ""
    creation_date_time: str = ""


NO_QUERY: Final = Query()


class Addressed(NamedTuple):
    """For whom a report is, when it is written, what asked for it, and what it says of payments.

    `owner` is whose account it is, which for an operator's own accounts is nobody: "".
    """

    recipient: str
    owner: str
    at: Instant
    query: Query = NO_QUERY
    notes: Mapping[str, PaymentNotes] = MappingProxyType({})


class Standing(NamedTuple):
    """How an account stands within the day: what is available, None where that is unbounded."""

    at: Instant
    available: int | None


class Signed(NamedTuple):
    """A message and our signature over it, beside it."""

    content: bytes
    signature: str


def supported(name: str, family: str) -> Message | None:
    """Return the version of a family that a name stands for, None if we write none by it.

    A family's own name stands for its first version.
    """
    named = f"{family}.{VERSIONS[0]}" if name == family else name
    return Message(named) if named in {f"{family}.{each}" for each in VERSIONS} else None


def account_number(account_id: str) -> str:
    """Return by what messages name an account: its id, or where that is too long a digest."""
    if len(account_id) <= _NUMBER_MAX:
        return account_id
    return sha256(account_id.encode()).hexdigest()[:32]


class Reporter:
    """Writes and signs one operator's account reports."""

    def __init__(self, identity: Identity) -> None:
        """Take the operator."""
        self._operator_id = identity.operator_id
        self._signer = identity.signer()

    def statement(self, page: StatementPage, message: Message, to: Addressed) -> Signed:
        """Return a page of a statement of a period that is over (camt.053).

        Raises:
            LocalMessageError: an amount has more digits than a message has room for.
        """
        document = BankToCustomerStatement(
            message_id=_message_id(to, page.account_id, _named(page)),
            creation_date_time=format_instant(to.at),
            page_number=page.number,
            is_last_page=page.is_last,
            original_query_id=to.query.message_id,
            original_query_name=to.query.message,
            original_query_date_time=to.query.creation_date_time,
            statements=(self._report(page, to, _closed_balances(page)),),
        )
        return self._signed(document, document.message_id, message, to)

    def report(
        self, page: StatementPage, message: Message, to: Addressed, standing: Standing
    ) -> Signed:
        """Return a page of a report of a day that goes on (camt.052).

        Raises:
            LocalMessageError: as `statement`.
        """
        document = BankToCustomerAccountReport(
            message_id=_message_id(to, page.account_id, _named(page)),
            creation_date_time=format_instant(to.at),
            page_number=page.number,
            is_last_page=page.is_last,
            original_query_id=to.query.message_id,
            original_query_name=to.query.message,
            original_query_date_time=to.query.creation_date_time,
            reports=(self._report(page, to, _interim_balances(page, standing)),),
        )
        return self._signed(document, document.message_id, message, to)

    def notification(self, notified: NotifiedBookings, message: Message, to: Addressed) -> Signed:
        """Return the notification of some bookings (camt.054).

        Raises:
            LocalMessageError: as `statement`.
        """
        account_id, bookings = notified
        currency = _currency(account_id)
        named = f"{bookings[0].number}-{bookings[-1].number}" if bookings else "none"
        all_of, credits_, debits = _summary(totals_of(bookings), currency)
        told = AccountReport(
            id=_reference(account_id, named),
            creation_date_time=format_instant(to.at),
            account=self._account(account_id, to.owner),
            all_entries=all_of,
            credit_entries=credits_,
            debit_entries=debits,
            entries=tuple(entries_of(currency, bookings, to.notes)),
        )
        document = BankToCustomerDebitCreditNotification(
            message_id=_message_id(to, account_id, named),
            creation_date_time=format_instant(to.at),
            original_query_id=to.query.message_id,
            original_query_name=to.query.message,
            original_query_date_time=to.query.creation_date_time,
            notifications=(told,),
        )
        return self._signed(document, document.message_id, message, to)

    def _report(
        self, page: StatementPage, to: Addressed, balances: tuple[Balance, ...]
    ) -> AccountReport:
        account_id, currency = page.account_id, page.currency
        all_of, credits_, debits = _summary(totals_of(page.bookings), currency)
        return AccountReport(
            id=_reference(account_id, f"{page.period.from_on}/{page.period.to_on}"),
            page_number=page.number,
            is_last_page=page.is_last,
            creation_date_time=format_instant(to.at),
            account=self._account(account_id, to.owner),
            balances=balances,
            all_entries=all_of,
            credit_entries=credits_,
            debit_entries=debits,
            entries=tuple(entries_of(currency, page.bookings, to.notes)),
        )

    def _account(self, account_id: str, owner: str) -> ReportedAccount:
        return ReportedAccount(
            other=Identifier(account_number(account_id)),
            currency=_currency(account_id),
            name=account_id[:70],
            owner=_owner(owner or self._operator_id),
            servicer=agent_of(self._operator_id),
        )

    def _signed(
        self, document: _Document, message_id: str, message: Message, to: Addressed
    ) -> Signed:
        header = BusinessApplicationHeader(
            sender_agent=agent_of(self._operator_id),
            recipient_agent=agent_of(to.recipient),
            business_message_id=message_id,
            message_definition=message,
            creation_date_time=format_instant(to.at),
        )
        content = write(document, message, header)
        return Signed(content, jws.sign(content, self._signer, to.recipient, to.at))


def _named(page: StatementPage) -> str:
    return f"{page.period.from_on}/{page.period.to_on}/{page.number}"


def _reference(account_id: str, named: str) -> str:
    """Name a report by what it is of: whoever asks for it again finds it under the same name."""
    return sha256(f"{account_id} {named}".encode()).hexdigest()[:32]


def _message_id(to: Addressed, account_id: str, named: str) -> str:
    """Name one message: the same report written at another instant is another message."""
    return _reference(account_id, f"{named} {to.at} {to.recipient} {to.query.message_id}")


def _currency(account_id: str) -> str:
    return account_id.rsplit(":", 1)[1]


def _owner(party_id: str) -> Party:
    if is_bic(party_id):
        return Party(bic=party_id)
    if is_lei(party_id):
        return Party(lei=party_id)
    return Party(organisation_ids=(Identifier(party_id[:_NUMBER_MAX]),))


def _closed_balances(page: StatementPage) -> tuple[Balance, ...]:
    closing = _balance("CLBD", page.closing, page.currency, page.period.to_on)
    if not page.is_last:
        closing = _balance("CLBD", page.closing, page.currency, page.period.to_on, _INTERMEDIATE)
    return (*_opening_balances(page), closing)


def _opening_balances(page: StatementPage) -> tuple[Balance, ...]:
    on, currency = page.period.from_on, page.currency
    if not page.is_first:
        return (_balance("OPBD", page.opening, currency, on, _INTERMEDIATE),)
    opening = _balance("OPBD", page.opening, currency, on)
    if not page.previous_on:
        return (opening,)
    return (_balance("PRCD", page.opening, currency, page.previous_on), opening)


def _interim_balances(page: StatementPage, standing: Standing) -> tuple[Balance, ...]:
    opening, currency, at = _opening_balances(page), page.currency, format_instant(standing.at)
    if not page.is_last:
        on = page.period.to_on
        return (*opening, _balance("ITBD", page.closing, currency, on, _INTERMEDIATE))
    interim = (*opening, _balance("ITBD", page.closing, currency, at))
    if standing.available is None:
        return interim
    return (*interim, _balance("ITAV", standing.available, currency, at))


def _balance(
    code: str, minor: int, currency: str, when: str, sub_kind: Coded | None = None
) -> Balance:
    """Return a balance of a date, or of an instant."""
    is_date = len(when) == len("2026-01-01")
    return Balance(
        kind=Coded(code=code),
        sub_kind=sub_kind,
        amount=amount_of(minor, currency),
        credit_debit=direction_of(minor),
        date=when if is_date else "",
        date_time="" if is_date else when,
    )


def _summary(totals: Totals, currency: str) -> tuple[EntryTotals, EntryTotals, EntryTotals]:
    """Return the totals of all, of the credits and of the debits."""
    count, both = totals.credits + totals.debits, totals.credited + totals.debited
    return (
        _totals(count, both, currency),
        _totals(totals.credits, totals.credited, currency),
        _totals(totals.debits, totals.debited, currency),
    )


def _totals(count: int, minor: int, currency: str) -> EntryTotals:
    # A sum of more digits than a message has room for is left out; the entries tell it.
    text = format_amount(minor, currency) if len(str(minor)) <= _DIGITS_MAX else ""
    return EntryTotals(number=count, sum=text)
