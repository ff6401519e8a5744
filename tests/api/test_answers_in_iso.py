"""A bank that accepts XML is answered with a message: lawful, signed, and saying the same."""

from pathlib import Path
from typing import Any

import pytest

from tallystick.links.receipts import NOT_PROVIDED
from tallystick.links.status_reports import ANOTHER_MESSAGE
from tallystick.node.doors.asked import SIGNATURE_HEADER
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport, TransactionStatus
from tallystick.wire.iso20022.system_notices import MessageReject, ReceiptAcknowledgement
from tallystick.wire.iso20022.views import Party
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import Algorithm, VerificationKey
from tests.admission.messages import (
    UETR,
    credit_transfer,
    requested,
    status_report,
    status_request,
    transaction,
)
from tests.api.served import ANN, BANK, OTHER_BANK, SOUTH_BANK, Answer, Served, serve
from tests.api.test_letters import said, settled
from tests.api.test_messages import QUOTE, paid
from tests.core.pair import NORTH
from tests.node.linked_nodes import SIGNING

pytestmark = pytest.mark.slow

XML = "application/xml"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def document_in(answer: Answer) -> Any:
    """Return the document that an answer is, judged by its schema."""
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    return receive(answer.body).document


def status_in(answer: Answer) -> TransactionStatus:
    """Return what a pacs.002 says of its one payment."""
    document = document_in(answer)
    assert isinstance(document, FIToFIPaymentStatusReport)
    (told,) = document.transactions
    return told


def rejection_in(answer: Answer) -> MessageReject:
    """Return the admi.002 that an answer is."""
    document = document_in(answer)
    assert isinstance(document, MessageReject)
    return document


async def asked(served: Served, *raws: bytes) -> list[Answer]:
    """Send messages as a bank that reads XML, one after the other."""
    bank = served.client(BANK)
    return [await bank.submit(raw, accept=XML) for raw in raws]


def test_an_order_that_is_taken_is_acknowledged(tmp_path: Path) -> None:
    """By the id of its message, whatever its payment waits for."""

    async def scene(served: Served, raw: bytes) -> Answer:
        await served.client(BANK).say("POST", "/v1/quotes", **QUOTE)
        (answer,) = await asked(served, raw)
        return answer

    suspect = credit_transfer(transaction(creditor=Party(name="Richard Roe")))
    answers = [
        serve(lambda served, raw=raw: scene(served, raw), tmp_path)  # type: ignore[misc]
        for raw in (credit_transfer(), suspect)
    ]
    for answer in answers:
        document = document_in(answer)
        assert answer.status == 202
        assert isinstance(document, ReceiptAcknowledgement)
        (receipt,) = document.receipts
        assert (receipt.related_reference, receipt.status) == ("MSG-1", "RCVD")
        assert receipt.related_message_name == "pacs.008.001.13"
    # Of a payment that people look at, the answer says what it says of any other.
    first, second = (receive(answer.body).document for answer in answers)
    assert isinstance(first, ReceiptAcknowledgement)
    assert isinstance(second, ReceiptAcknowledgement)
    assert first.receipts == second.receipts


def test_an_answer_is_signed_for_the_bank(tmp_path: Path) -> None:
    """Over its exact bytes, of the instant of the answer."""

    async def scene(served: Served) -> tuple[Answer, int]:
        (answer,) = await asked(served, credit_transfer())
        return answer, served.runner.around.clock.now_ms()

    answer, at = serve(scene, tmp_path)
    keys = {"1": VerificationKey(Algorithm.ED25519, SIGNING[NORTH].public_key())}
    expected = jws.Expected(recipient=BANK.id, earliest=at, latest=at)
    signature = answer.headers[SIGNATURE_HEADER]
    assert jws.verify(signature, answer.body, keys, expected).at == at


def test_a_refused_order_is_told_by_its_status(tmp_path: Path) -> None:
    """In the generation of its message, under the HTTP status that its JSON has."""

    async def scene(served: Served) -> list[Answer]:
        raw = credit_transfer()  # its quote was never taken
        (told,) = await asked(served, raw)
        return [told, *await asked(served, raw), await served.client(BANK).submit(raw)]

    told, again, in_json = serve(scene, tmp_path)
    status = status_in(told)
    assert receive(told.body).message == "pacs.002.001.15"
    assert (status.status, status.reasons[0].reason.code) == ("RJCT", "AB04")  # type: ignore[union-attr]
    assert status.original_uetr == UETR
    assert status.original_message is not None
    assert status.original_message.message_id == "MSG-1"
    assert told.status == again.status == in_json.status == 422
    assert told.body == again.body  # time stood still, so nothing else was to be said


def test_an_id_that_is_taken_is_no_status_of_its_payment(tmp_path: Path) -> None:
    """Another message under it is refused in the words of the mailbox."""

    async def scene(served: Served) -> Answer:
        await paid(served)
        other = credit_transfer(transaction(debtor=Party(name="Somebody Else")))
        (answer,) = await asked(served, other)
        return answer

    answer = serve(scene, tmp_path)
    status = status_in(answer)
    assert answer.status == 409
    assert (status.status, status.original_message) == ("RJCT", None)
    assert status.reasons[0].additional_information == (ANOTHER_MESSAGE,)


def test_a_broken_message_is_rejected_with_its_flaws(tmp_path: Path) -> None:
    """The first by its code, its place and its words, the others beside."""
    broken = credit_transfer()
    for good, bad in ((b"<NbOfTxs>1<", b"<NbOfTxs>one<"), (b"<ChrgBr>SHAR<", b"<ChrgBr>HALF<")):
        assert good in broken
        broken = broken.replace(good, bad)
    (answer,) = serve(lambda served: asked(served, broken), tmp_path)
    rejection = rejection_in(answer)
    assert answer.status == 400
    assert rejection.related_reference == "MSG-1"
    assert rejection.reason.startswith("cvc-")
    assert rejection.error_location.endswith("/NbOfTxs")
    assert rejection.reason_description.startswith("schema: ")
    assert "ChrgBr" in rejection.additional_information


NOISE = (
    (b"", "xml-malformed"),
    (b"\x00\x01", "xml-control-character"),
    (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>', "xml-doctype"),
    (b"<a>\xff</a>", "xml-encoding"),
    (b"<a/>", "no-message"),
    ("<\ufffe\u202e\u009b>".encode(), "xml-malformed"),
    (credit_transfer().replace(b"001.13", b"001.77"), "unsupported-version"),
    (credit_transfer().replace(b"<MsgId>MSG-1<", b"<MsgId>" + b"x" * 40 + b"<"), "cvc-"),
)


def test_what_cannot_be_read_is_rejected_without_its_id(tmp_path: Path) -> None:
    """By the stated word in its place, and the digest of its bytes beside."""
    answers = serve(lambda served: asked(served, *(raw for raw, _ in NOISE)), tmp_path)
    for (raw, code), answer in zip(NOISE, answers, strict=True):
        rejection = rejection_in(answer)
        assert rejection.reason.startswith(code)
        has_id = b"MSG-1" in raw
        assert rejection.related_reference == ("MSG-1" if has_id else NOT_PROVIDED)
        assert rejection.additional_information.startswith("SHA-256 of the message: ")


def test_very_many_flaws_have_an_end(tmp_path: Path) -> None:
    """What has no place is counted."""
    empty = b"<RmtInf>" + b"<Ustrd></Ustrd>" * 2_000 + b"</RmtInf>"
    raw = credit_transfer().replace(b"</CdtTrfTxInf>", empty + b"</CdtTrfTxInf>", 1)
    (answer,) = serve(lambda served: asked(served, raw), tmp_path)
    rejection = rejection_in(answer)
    assert 10 < len(rejection.additional_information.splitlines()) <= 101
    assert len(answer.body) < 64_000


def test_a_message_of_nobody_is_rejected(tmp_path: Path) -> None:
    """One that is not signed, or not the sender's own, is no order: the payment is not named."""

    async def scene(served: Served) -> list[Answer]:
        bank, other = served.client(BANK), served.client(OTHER_BANK)
        unsigned = await bank.submit(credit_transfer(), signature="", accept=XML)
        return [unsigned, await other.submit(credit_transfer(), accept=XML)]

    unsigned, foreign = serve(scene, tmp_path)
    assert (unsigned.status, rejection_in(unsigned).reason) == (401, "signature-missing")
    assert rejection_in(foreign).reason == "AGNT"


def test_a_bank_s_answer_is_acknowledged(tmp_path: Path) -> None:
    """The final notice comes by its mailbox; one that answers nothing is rejected."""

    async def scene(served: Served) -> list[Answer]:
        south = served.other.client(SOUTH_BANK)
        nothing = await south.submit(status_report("ACTC"), accept=XML)
        await paid(served)
        await south.get("/v1/messages?wait=5")
        return [nothing, await south.submit(status_report("ACTC"), accept=XML)]

    nothing, answered = serve(scene, tmp_path)
    assert rejection_in(nothing).reason == "AG01"
    assert isinstance(document_in(answered), ReceiptAcknowledgement)


def test_json_stays_the_default(tmp_path: Path) -> None:
    """Who says nothing, or takes what comes, reads JSON."""

    async def scene(served: Served) -> list[Answer]:
        bank, raw = served.client(BANK), credit_transfer()
        return [
            await bank.submit(raw, accept=each) for each in ("", "*/*", "text/html", "nonsense")
        ]

    for answer in serve(scene, tmp_path):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.code == "AB04"


@pytest.mark.parametrize("version", ["pacs.028.001.03", "pacs.028.001.06"])
def test_a_status_request_is_answered_at_once_and_by_the_mailbox(
    tmp_path: Path, version: str
) -> None:
    """Both banks are told how their payment stands, in the generation of its own message."""
    question = status_request(message=Message(version))

    async def scene(served: Served) -> list[Answer]:
        (*_, told) = await settled(served)
        (answer,) = await asked(served, question)
        (in_json,) = [await served.client(BANK).submit(question)]
        later = await served.client(BANK).get(f"/v1/messages?after={told.words['last']}&wait=5")
        south = await served.other.client(SOUTH_BANK).submit(question, accept=XML)
        return [answer, in_json, later, south]

    answer, in_json, later, south = serve(scene, tmp_path)
    for each in (answer, south):
        assert each.status == 202
        assert receive(each.body).message == "pacs.002.001.15"
        assert status_in(each).status == "ACSC"
        assert status_in(each).original_uetr == UETR
    assert (in_json.status, in_json.words["status"]) == (202, "ACSC")
    assert in_json.words["message"] == version
    assert [letter["payment_id"] for letter in later.words["messages"]] == [UETR, UETR]


def test_a_pending_payment_is_told_pending(tmp_path: Path) -> None:
    """A question is answered by a status whatever it is, and a refusal is no refused question."""

    async def scene(served: Served) -> list[Answer]:
        await paid(served)
        (pending,) = await asked(served, status_request())
        other = transaction(uetr=UNKNOWN, agreed_rate=None, creditor=Party(name="Wang"))
        await asked(served, credit_transfer(other, message_id="MSG-2"))
        (refused,) = await asked(served, status_request(requested(original_uetr=UNKNOWN)))
        return [pending, refused]

    pending, refused = serve(scene, tmp_path)
    assert status_in(pending).status == "PDNG"
    assert pending.status == refused.status == 202


def test_what_was_never_presented_is_unknown(tmp_path: Path) -> None:
    """In the very words of a payment that does not exist, in both forms."""

    async def scene(served: Served) -> list[Answer]:
        place = f"/v1/participants/{SOUTH_BANK.id}/suspension"
        await served.other.client(ANN).say("POST", place, agreement="RUB-CNY")
        await paid(served)
        told = await served.client(BANK).get("/v1/messages?wait=5")
        assert said(told.words["messages"][-1])[0] == "RJCT"
        south = served.other.client(SOUTH_BANK)
        raws = [status_request(), status_request(requested(original_uetr=UNKNOWN))]
        in_xml = [await south.submit(each, accept=XML) for each in raws]
        arrived = await served.other.runner.read(lambda node: UETR in node.state.payments)
        assert arrived
        return [*in_xml, *[await south.submit(each) for each in raws]]

    kept, none, kept_json, none_json = serve(scene, tmp_path)
    told, nothing = status_in(kept), status_in(none)
    assert (told.status, nothing.status) == ("", "")
    assert told.reasons == nothing.reasons
    assert told.reasons[0].reason.code == "AG09"  # type: ignore[union-attr]
    assert (kept.status, kept_json.words) == (none.status, none_json.words)
    assert receive(kept.body).message == receive(none.body).message
