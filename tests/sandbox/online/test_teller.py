"""A teller carries between its bank and the node: by number, once each, whatever comes between."""

import asyncio
from pathlib import Path

import pytest
from starlette.responses import JSONResponse

from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.effects import SystemEventKind, TellSystemEvent
from tallystick.links.system_events import NOTIFICATION, notification
from tallystick.node.clock import SystemClock
from tallystick.node.parties import Party, Role
from tallystick.sandbox import letters
from tallystick.sandbox.bank import Bank
from tallystick.sandbox.case_letters import Envelope, answer_letter, question_letter
from tallystick.sandbox.letters import NEWER, Transfer
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.questions import Question
from tallystick.sandbox.stage import stage_of
from tallystick.terms.reasons import PaymentStatus
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import receive, write
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.verification import IdentificationVerificationReport
from tallystick.wire.iso20022.views import Coded
from tallystick.wire.signatures import jws
from tests.sandbox.online.fake_node import FakeNode, problem, with_node

pytestmark = pytest.mark.slow  # whoever speaks over sockets takes his time

BIC = "BRZKRUM0"
STAGE = stage_of("RUB-CNY")
FIRST, SECOND = "8a562c67-ca16-48ba-b074-65581be6f001", "8a562c67-ca16-48ba-b074-65581be6f002"
REPORT = Message("pacs.002.001.15")


def teller_at(node: FakeNode) -> Teller:
    bank = next(each for each in STAGE.banks() if each.participant_id == BIC)
    return Teller(bank, node.door(BIC), SystemClock(), node.home.signing_of(BIC))


def presentation(payment_id: str, account: str = "") -> bytes:
    """Return a credit transfer to a customer of the bank, or to another account."""
    here, there = STAGE.sides
    creditor = here.clienteles[BIC].customers[0]
    transfer = Transfer(
        payment_id,
        there.bics[0],
        BIC,
        there.clienteles[there.bics[0]].customers[0],
        creditor._replace(account=account or creditor.account),
        500_000,
        "CNY",
        "Rent 12",
    )
    return letters.credit_transfer(transfer, NEWER, f"MSG-{payment_id[-3:]}", 1_800_000_000_000)


def report(payment_id: str, status: str, message_id: str = "", reason: str = "") -> bytes:
    """Return a node's status report, of a message of this id or of none."""
    told = TransactionStatus(
        original_message=OriginalMessage(message_id, NEWER) if message_id else None,
        original_uetr=payment_id,
        status=status,
        reasons=(StatusReasonInformation(Coded(code=reason)),) if reason else (),
    )
    document = FIToFIPaymentStatusReport(
        message_id="N-1", creation_date_time="2026-11-25T10:00:00Z", transactions=(told,)
    )
    return write(document, REPORT)


async def attended(teller: Teller, until: int) -> None:
    """Let the teller listen until its bank has heard so many messages and answered them."""
    attending = asyncio.create_task(teller.attend())
    while teller.bank.heard < until or not teller.is_idle:
        assert not attending.done(), attending.exception()
        await asyncio.wait([attending], timeout=0.02)
    attending.cancel()
    await asyncio.gather(attending, return_exceptions=True)
    await teller.door.close()


def answered(raw: bytes) -> tuple[str, str, str]:
    """Return of which payment an answer is, its status and its reason."""
    document = receive(raw).document
    assert isinstance(document, FIToFIPaymentStatusReport)
    told = document.transactions[0]
    reason = told.reasons[0].reason if told.reasons else None
    return told.original_uetr, told.status, reason.code if reason else ""


def test_presentations_are_answered_by_the_bank(tmp_path: Path) -> None:
    """A known account is promised, an unknown one refused; an unwell node hears it again."""

    async def act(node: FakeNode) -> None:
        node.answers = [problem(503, code="unwell")]
        node.say(NEWER, FIRST, presentation(FIRST))
        await attended(teller := teller_at(node), 1)
        assert node.taken[0] == node.taken[1]
        assert answered(node.taken[1]) == (FIRST, "ACCP", "")
        node.taken.clear()
        node.say(NEWER, SECOND, presentation(SECOND, "40817810000000000000"))
        teller.door = node.door(BIC)
        await attended(teller, 2)
        assert [answered(raw) for raw in node.taken] == [(SECOND, "RJCT", "AC01")]
        assert teller.faults == []
        assert node.asked_after[0] == 0
        assert 1 in node.asked_after

    with_node(tmp_path, act)


def test_a_final_status_is_told_to_whoever_waits(tmp_path: Path) -> None:
    """What is pending, or about another message under the same id, is not the end."""

    async def act(node: FakeNode) -> None:
        teller = teller_at(node)
        awaited = teller.expect(FIRST, "OURS")
        node.say(REPORT, FIRST, report(FIRST, "PDNG", "OURS"))
        node.say(REPORT, FIRST, report(FIRST, "RJCT", "", "AM05"))
        node.say(REPORT, FIRST, report(FIRST, "ACSC", "OURS"))
        await attended(teller, 3)
        assert awaited.result().status is PaymentStatus.ACSC
        assert teller.faults == []
        assert bank_of(teller).answers[FIRST].status is PaymentStatus.ACSC

    with_node(tmp_path, act)


def test_what_happens_at_the_link_is_heard(tmp_path: Path) -> None:
    """In its place among the statuses, about no payment."""

    async def act(node: FakeNode) -> None:
        teller = teller_at(node)
        closed = TellSystemEvent(BIC, SystemEventKind.CYCLE_CLOSED, "RUB-CNY", 3)
        awaited = teller.expect(FIRST, "OURS")
        node.say(NOTIFICATION, "", notification(closed, 1_800_000_000_000))
        node.say(REPORT, FIRST, report(FIRST, "ACSC", "OURS"))
        await attended(teller, 2)
        assert awaited.result().status is PaymentStatus.ACSC
        assert bank_of(teller).system_events == [closed]
        assert teller.faults == []

    with_node(tmp_path, act)


def test_a_node_that_goes_back_on_its_word_is_told_of(tmp_path: Path) -> None:
    """Finality is the one thing that no later message may touch."""

    async def act(node: FakeNode) -> None:
        teller = teller_at(node)
        awaited = teller.expect(FIRST, "OURS")
        node.say(REPORT, FIRST, report(FIRST, "ACSC", "OURS"))
        node.say(REPORT, FIRST, report(FIRST, "RJCT", "OURS", "AC01"))
        await attended(teller, 2)
        assert awaited.result().status is PaymentStatus.ACSC
        assert teller.faults == [f"{FIRST}: ACSC, and then RJCT"]

    with_node(tmp_path, act)


def test_what_the_bank_hands_in_is_signed(tmp_path: Path) -> None:
    """By its listed key, for its node, and anew each time."""

    async def act(node: FakeNode) -> None:
        teller = teller_at(node)
        raw = presentation(FIRST)
        for _ in range(2):
            assert (await teller.hand_in(raw)).is_good
        keys = node.signatures[Party(BIC, Role.PARTICIPANT)]
        expected = jws.Expected(recipient="VOLGA", earliest=node.now, latest=2 * node.now)
        for signature in node.beside:
            assert jws.verify(signature, raw, keys, expected).key_id == "1"
        await teller.door.close()

    with_node(tmp_path, act)


def test_what_the_node_did_not_sign_is_told_of(tmp_path: Path) -> None:
    """The bank does not act on it, and hears what comes after it."""

    async def act(node: FakeNode) -> None:
        teller = teller_at(node)
        awaited = teller.expect(FIRST, "OURS")
        forged = report(FIRST, "RJCT", "OURS", "AC01")
        node.say(REPORT, FIRST, forged, signed=report(FIRST, "ACSC", "OURS"))
        node.say(REPORT, FIRST, report(FIRST, "ACSC", "OURS"))
        node.say(REPORT, SECOND, report(SECOND, "ACSC"))
        del node.messages[2]["signature"]
        await attended(teller, 3)
        assert awaited.result().status is PaymentStatus.ACSC
        assert SECOND not in bank_of(teller).answers
        first, second = teller.faults
        assert first.startswith("message 1: The signature is refused: it does not fit")
        assert second.startswith("message 3: The signature is refused")

    with_node(tmp_path, act)


def test_a_number_left_out_is_told_of(tmp_path: Path) -> None:
    """The bank takes only the next; it asks on from where it is."""

    async def act(node: FakeNode) -> None:
        teller = teller_at(node)
        node.say(REPORT, FIRST, report(FIRST, "PDNG", "OURS"))
        node.say(REPORT, FIRST, report(FIRST, "ACSC", "OURS"))
        left_out = node.messages.pop(0)
        node.messages.append(left_out)
        node.messages[0]["number"], left_out["number"] = 2, 1
        await attended(teller, 1)
        assert any("came after 0" in fault for fault in teller.faults)

    with_node(tmp_path, act)


def bank_of(teller: Teller) -> Bank:
    return teller.bank


def test_a_question_is_answered_and_an_answer_is_noted(tmp_path: Path) -> None:
    """Both are counted like every message, and neither is a payment's."""

    async def act(node: FakeNode) -> None:
        here, there = STAGE.sides
        customer = here.clienteles[BIC].customers[0]
        asked = Question(
            1, AssignmentKind.VERIFICATION, there.bics[0], BIC, Outcome.MATCHED, customer=customer
        )
        raw = question_letter(asked, Envelope("Q-1", 1_800_000_000_000))
        node.say("acmt.023.001.04", "", raw)
        node.messages[-1]["assignment_id"] = "verification:1"
        received = receive(raw)
        answer = answer_letter(received, {customer.account: customer.name}, Envelope("A", 1))
        node.say("acmt.024.001.04", "", answer)
        node.messages[-1]["assignment_id"] = "verification:2"
        node.answers = [JSONResponse({"assignment_id": "verification:2"}, 202) for _ in "12"]
        teller = teller_at(node)
        teller.holders = here.clienteles[BIC].holders()
        outcome, _ = await asyncio.gather(teller.ask(raw), attended(teller, 2))
        assert outcome == "matched"
        assert teller.bank.heard == 2
        assert not teller.faults
        (document,) = (receive(each).document for each in node.taken if each != raw)
        assert isinstance(document, IdentificationVerificationReport)
        assert document.reports[0].is_verified
        await teller.door.close()

    with_node(tmp_path, act)


def test_a_question_that_is_refused_is_told_by_its_code(tmp_path: Path) -> None:
    """Nobody waits for an answer to it."""

    async def act(node: FakeNode) -> None:
        node.answers = [problem(422, code="AM21")]
        teller = teller_at(node)
        assert await teller.ask(b"<Document/>") == "refused AM21"
        await teller.door.close()

    with_node(tmp_path, act)
