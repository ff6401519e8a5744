"""A camt.060 is answered by the reports it asks for, or refused by its place in the message."""

from pathlib import Path

import pytest

from tallystick.node.doors.asked import SIGNATURE_HEADER
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose, receive
from tallystick.wire.iso20022.reporting_request import AccountReportingRequest, ReportingRequest
from tallystick.wire.iso20022.system_notices import MessageReject
from tallystick.wire.iso20022.views import Account, Agent, Coded, Identifier, PartyOrAgent
from tests.api.served import BANK, OTHER_BANK, Answer, Served, serve
from tests.api.test_letters import settled
from tests.api.test_reports import (
    ACCOUNT,
    OTHER_ACCOUNT,
    TODAY,
    balances_of,
    next_day,
    reports_of,
)


def request_for(*requests: ReportingRequest, version: str = "001.05") -> bytes:
    """Return a camt.060."""
    document = AccountReportingRequest(
        message_id="Q-1", creation_date_time="2026-09-22T10:00:00Z", requests=requests
    )
    return compose(document, Message(f"camt.060.{version}"))


def wanted(name: str, **over: object) -> ReportingRequest:
    """Return a bank's request for a report of its own account."""
    words: dict[str, object] = {
        "requested_message_name": name,
        "account_owner": PartyOrAgent(agent=Agent(bic=BANK.id)),
    }
    return ReportingRequest(**{**words, **over})  # type: ignore[arg-type]


PERIOD = {"from_date": TODAY, "to_date": TODAY, "period_kind": "ALLL"}


@pytest.mark.slow
@pytest.mark.parametrize("version", ["001.05", "001.07"])
def test_a_request_is_answered_with_its_reports(tmp_path: Path, version: str) -> None:
    """A message may ask for several, each in its own version; each names the request."""
    raw = request_for(
        wanted("camt.052.001.13"),
        wanted("camt.053.001.11", **PERIOD, account=Account(other=Identifier(ACCOUNT))),
        wanted("camt.054", from_sequence="2"),
        wanted("camt.054", from_sequence="3"),
        version=version,
    )

    async def scene(served: Served) -> Answer:
        await settled(served)
        next_day(served)
        return await served.keeping_accounts(served.client(BANK).submit(raw))

    answer = serve(scene, tmp_path)
    assert answer.status == 202
    assert (answer.words["message"], answer.words["payment_id"]) == (f"camt.060.{version}", "")
    told = answer.words["reports"]
    assert [each["message"] for each in told] == [
        "camt.052.001.13",
        "camt.053.001.11",
        "camt.054.001.08",
    ]
    for each in told:
        document = receive(each["content"].encode()).document
        assert getattr(document, "original_query_id", "") == "Q-1"
    assert balances_of(reports_of(told[1]["content"]))["CLBD"] == 999_900_000
    assert [each.reference for each in reports_of(told[2]["content"]).entries] == ["2"]


def test_a_bank_that_reads_xml_is_answered_with_the_report_itself(tmp_path: Path) -> None:
    """One report is one message; what asks for several is refused as such."""
    one = request_for(wanted("camt.052.001.13"))
    two = request_for(wanted("camt.052.001.13"), wanted("camt.052.001.08"))

    async def scene(served: Served) -> list[Answer]:
        await settled(served)
        bank = served.client(BANK)
        return [
            await served.keeping_accounts(bank.submit(raw, accept="application/xml"))
            for raw in (one, two)
        ]

    first, second = serve(scene, tmp_path)
    assert (first.status, receive(first.body).message) == (202, "camt.052.001.13")
    assert first.headers[SIGNATURE_HEADER]
    assert balances_of(reports_of(first.body.decode()))["ITBD"] == 999_900_000
    assert second.status == 422
    rejection = receive(second.body).document
    assert isinstance(rejection, MessageReject)
    assert rejection.reason == "unsupported"


REFUSED = (
    (wanted("camt.053.001.09", **PERIOD), 422, "RptgReq[1]"),
    (wanted("pacs.008.001.08"), 422, "RptgReq[1]/ReqdMsgNmId"),
    (wanted("camt.053.001.08"), 400, "RptgReq[1]/RptgPrd"),
    (wanted("camt.053.001.08", **{**PERIOD, "to_date": "2026-12-01"}), 409, "RptgReq[1]"),
    (wanted("camt.054.001.08"), 400, "RptgReq[1]/RptgSeq/FrSeq"),
    (wanted("camt.054.001.08", from_sequence="0"), 400, "RptgReq[1]/RptgSeq/FrSeq"),
    (wanted("camt.054.001.08", from_sequence="9" * 35), 400, "RptgReq[1]/RptgSeq/FrSeq"),
    (wanted("camt.054.001.08", from_sequence="77"), 409, "RptgReq[1]"),
    (
        wanted("camt.052", account_owner=PartyOrAgent(agent=Agent(bic=OTHER_BANK.id))),
        404,
        "RptgReq[1]/AcctOwnr",
    ),
    (wanted("camt.052", account=Account(other=Identifier(OTHER_ACCOUNT))), 404, "RptgReq[1]"),
    (
        wanted("camt.052", entry_status=Coded(code="BOOK"), credit_debit="CRDT"),
        422,
        "RptgReq[1]/ReqdTxTp",
    ),
)


def test_what_cannot_be_reported_is_refused_by_its_place(tmp_path: Path) -> None:
    """Nothing of such a message is answered."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        many = request_for(*[wanted("camt.052")] * 17)
        second = request_for(wanted("camt.052"), wanted("camt.099"))
        raws = [*(request_for(request) for request, _, _ in REFUSED), many, second]
        return [await served.keeping_accounts(bank.submit(raw)) for raw in raws]

    *answers, many, second = serve(scene, tmp_path)
    for answer, (_, status, path) in zip(answers, REFUSED, strict=True):
        assert (answer.status, answer.words["errors"][0]["path"]) == (status, path)
    assert (many.status, many.words["errors"][0]["path"]) == (422, "RptgReq")
    assert second.words["errors"][0]["path"] == "RptgReq[2]/ReqdMsgNmId"


def test_a_request_without_a_signature_is_refused(tmp_path: Path) -> None:
    """As any other message of a bank."""
    answer = serve(
        lambda s: s.client(BANK).submit(request_for(wanted("camt.052")), "", ""), tmp_path
    )
    assert (answer.status, answer.code) == (401, "signature-refused")


def test_a_broken_request_is_told_every_flaw(tmp_path: Path) -> None:
    """By the rules of its schema."""
    raw = request_for(wanted("camt.052")).replace(b"<ReqdMsgNmId>", b"<ReqdMsgNmID>", 1)
    raw = raw.replace(b"</ReqdMsgNmId>", b"</ReqdMsgNmID>", 1)
    answer = serve(lambda served: served.client(BANK).submit(raw), tmp_path)
    assert (answer.status, answer.code) == (400, "invalid")
    assert answer.words["errors"]
