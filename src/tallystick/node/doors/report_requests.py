"""A camt.060 is answered at once, by the reports that it asks for.

It changes nothing, so it becomes no command. What it cannot be given is refused by the
request's own place in the message, and then nothing of it is answered.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from tallystick.admission.desk import MESSAGE_LIMITS
from tallystick.node.account_reports import NOTIFICATION, REPORT, STATEMENT, Query
from tallystick.node.doors.asked import BookingsSought, ReportSought, StatementSought
from tallystick.node.doors.inside import UNCLEAR, UNKNOWN, UNSUPPORTED, Flaw, Inside, Refusal
from tallystick.node.doors.queues import ANSWER_CHARACTERS
from tallystick.node.doors.reports import read_bookings, read_report, read_statement
from tallystick.node.doors.told import MessageTaken, ReportTold
from tallystick.node.parties import Party
from tallystick.terms.errors import RemoteMessageError
from tallystick.views.statements import PAGE_MAX
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.reporting_request import AccountReportingRequest, ReportingRequest
from tallystick.wire.iso20022.views import Account, PartyOrAgent

REQUESTS_MAX: Final = 16


class Requested(NamedTuple):
    """A request for reports, and which message it is."""

    query: Query
    requests: Sequence[ReportingRequest]


def requested(raw: bytes) -> Requested:
    """Read a request for reports.

    Raises:
        RemoteMessageError: it cannot be read, or breaks its schema.
    """
    received = receive(raw, MESSAGE_LIMITS)
    document = received.document
    if not isinstance(document, AccountReportingRequest):
        raise RemoteMessageError("It is no request for reports.", code="unsupported-version")
    query = Query(document.message_id, received.message, document.creation_date_time)
    return Requested(query, document.requests)


async def answer_request(inside: Inside, party: Party, asked: Requested) -> MessageTaken | Refusal:
    """Tell the reports that a message asks for; of a long one, the pages that an answer holds."""
    if len(asked.requests) > REQUESTS_MAX:
        detail = f"A message asks for {REQUESTS_MAX} reports at most."
        return _refusal(UNSUPPORTED, detail, "RptgReq")
    told: list[ReportTold] = []
    for place, request in enumerate(asked.requests, start=1):
        room = ANSWER_CHARACTERS - sum(len(each.content) for each in told)
        answers = await _answer(inside, party, request, asked.query, room)
        if isinstance(answers, Refusal):
            return _placed(answers, place)
        told += answers
    return MessageTaken(asked.query.message, "", "", None, told)


async def _answer(
    inside: Inside, party: Party, request: ReportingRequest, query: Query, room: int
) -> list[ReportTold] | Refusal:
    refusal = _objection(party, request)
    if refusal is not None:
        return refusal
    name = request.requested_message_name
    account = _number(request.account)
    if name.startswith(NOTIFICATION):
        return await _notified(inside, party, request, query)
    told: list[ReportTold] = []
    while not told or (told[-1].page < told[-1].pages and room > 0):
        number = len(told) + 1
        if name.startswith(REPORT):
            page = await read_report(inside, party, ReportSought(account, name, number), query)
        else:
            sought = _statement(request, account, number)
            if isinstance(sought, Refusal):
                return sought
            page = await read_statement(inside, party, sought, query)
        if isinstance(page, Refusal):
            return page
        told.append(page)
        room -= len(page.content)
    return told


def _objection(party: Party, request: ReportingRequest) -> Refusal | None:
    """Say why a request cannot be answered, whatever the account."""
    name = request.requested_message_name
    if not name.startswith((REPORT, STATEMENT, NOTIFICATION)):
        return _refusal(UNSUPPORTED, f"{name} is no report that is written here.", "ReqdMsgNmId")
    if party.id not in _ids(request.account_owner):
        return _refusal(UNKNOWN, "The account owner is not you.", "AcctOwnr")
    if request.entry_status is not None:
        return _refusal(UNSUPPORTED, "Entries are told all, not chosen.", "ReqdTxTp")
    return None


def _statement(request: ReportingRequest, account: str, number: int) -> StatementSought | Refusal:
    if not request.from_date:
        return _refusal(UNCLEAR, "A statement is of a period: name its dates.", "RptgPrd")
    try:
        first = dt.date.fromisoformat(request.from_date)
        last = dt.date.fromisoformat(request.to_date) if request.to_date else None
    except ValueError:
        detail = "A statement is of dates of the form YYYY-MM-DD."
        return _refusal(UNCLEAR, detail, "RptgPrd/FrToDt")
    return StatementSought(first, last, account, request.requested_message_name, number)


async def _notified(
    inside: Inside, party: Party, request: ReportingRequest, query: Query
) -> list[ReportTold] | Refusal:
    """Tell what was booked from a number on."""
    text = request.from_sequence
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 2**53):
        detail = "A notification is of entries from a number on: name it, from 1."
        return _refusal(UNCLEAR, detail, "RptgSeq/FrSeq")
    sought = BookingsSought(
        after=int(text) - 1,
        limit=PAGE_MAX,
        account=_number(request.account),
        message=request.requested_message_name,
    )
    found = await read_bookings(inside, party, sought, query)
    if isinstance(found, Refusal):
        return found
    return [found.notification] if found.notification is not None else []


def _ids(owner: PartyOrAgent) -> set[str]:
    """Return by what an owner may be known here."""
    ids: set[str] = set()
    if owner.agent is not None:
        agent = owner.agent
        ids |= {agent.bic, agent.lei, agent.other.id if agent.other is not None else ""}
        if agent.clearing_system is not None:
            ids.add(f"{agent.clearing_system.code}:{agent.member_id}")
    if owner.party is not None:
        party = owner.party
        ids |= {party.bic, party.lei, *(each.id for each in party.organisation_ids)}
    return ids - {""}


def _number(account: Account | None) -> str:
    if account is None:
        return ""
    return account.other.id if account.other is not None else account.iban


def _refusal(code: str, detail: str, field: str) -> Refusal:
    return Refusal(code, detail, errors=(Flaw("request", code, field, detail),))


def _placed(refusal: Refusal, place: int) -> Refusal:
    """Name the request that is refused by its place in the message."""
    told = refusal.errors or (Flaw("request", refusal.code, "", refusal.detail),)
    where = f"RptgReq[{place}]"
    errors = tuple(
        Flaw(each.rule, each.code, f"{where}/{each.path}".rstrip("/"), each.text) for each in told
    )
    return Refusal(refusal.code, refusal.detail, errors=errors)
