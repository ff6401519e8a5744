"""A bank's teller: it hands in the bank's messages, and brings the bank what its node tells.

It signs what it hands in, and a message whose signature is not the node's it does not bring.
The bank decides; the teller carries. It reads the node's messages by the cursor up to
which its bank has heard, so a node that was killed and came back tells them on from
there, and it answers presentations with the same bytes as often as need be.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from tallystick.core.assignments import Outcome
from tallystick.core.commands import AnswerPresentation, RequestQuote
from tallystick.core.effects import Present, TellStatus, TellSystemEvent
from tallystick.links.system_events import effect_in
from tallystick.node.clock import Clock
from tallystick.sandbox import letters
from tallystick.sandbox.bank import FINAL, Ask, Bank
from tallystick.sandbox.case_letters import (
    Envelope,
    answer_letter,
    is_question,
    number_of,
    outcome_in,
)
from tallystick.sandbox.letters import Presented
from tallystick.sandbox.online.door import Answer, Door
from tallystick.sandbox.signing import Signing
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.documents import Document
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.payment_return import PaymentReturn
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport
from tallystick.wire.iso20022.system_notices import SystemEventNotification

WAIT_S: Final = 20
PATIENCE_S: Final = 60.0
AT_ONCE: Final = 200
ANSWERERS: Final = 8


class Told(NamedTuple):
    """One message of the node's: its number, whether it presents a payment, and its effect."""

    number: int
    effect: Present | TellStatus | TellSystemEvent
    presented: Presented | None = None


@dataclass
class Teller:
    """The teller of one bank; `holders` are the names of its customers by their accounts."""

    bank: Bank
    door: Door
    clock: Clock
    signing: Signing
    holders: Mapping[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    written: int = 0
    _awaited: dict[str, asyncio.Future[TellStatus]] = field(default_factory=dict)
    _message_ids: dict[str, str] = field(default_factory=dict)
    _presented: dict[str, Presented] = field(default_factory=dict)
    _asked: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    _answers: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _answering: int = 0

    @property
    def is_idle(self) -> bool:
        """Whether no answer of the bank's is waiting or under way."""
        return self._answers.empty() and not self._answering

    def message_id(self) -> str:
        """Return an id that this bank has given to no message before."""
        self.written += 1
        return f"{self.bank.participant_id}-{self.written:09}"

    async def ask_quote(self, ask: RequestQuote) -> Answer:
        """Ask for a firm offer."""
        words = {
            "quote_id": ask.quote_id,
            "agreement": ask.agreement_id,
            "amount": ask.amount,
            "fixed": ask.fixed.value,
            "provider": ask.provider_id,
        }
        return await self.door.post("/v1/quotes", words)

    async def hand_in(self, raw: bytes) -> Answer:
        """Sign a message and hand it in; the same bytes may be handed in again."""
        signature = self.signing.sign(raw, self.clock.now_ms())
        return await self.door.submit(raw, self.bank.agreement_id, signature)

    def expect(self, payment_id: str, message_id: str) -> asyncio.Future[TellStatus]:
        """Return what will hold the payment's final status, told of this message of ours."""
        self._message_ids[payment_id] = message_id
        future: asyncio.Future[TellStatus] = asyncio.get_running_loop().create_future()
        return self._awaited.setdefault(payment_id, future)

    async def ask(self, raw: bytes) -> str:
        """Hand in a question, and return what its answer comes to, or by which code it is refused.

        Raises:
            LinkError: the node did not answer.
            TimeoutError: no answer was told in time.
        """
        answer = await self.hand_in(raw)
        words = answer.words()
        if not answer.is_good:
            return f"refused {words.get('code', answer.status)}"
        awaited = self._answer_to(words["assignment_id"])
        return await asyncio.wait_for(asyncio.shield(awaited), PATIENCE_S)

    def _answer_to(self, assignment_id: str) -> asyncio.Future[str]:
        """Return what holds, or will hold, the answer to a question."""
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        return self._asked.setdefault(assignment_id, future)

    def presented(self, payment_id: str) -> Presented:
        """Return a payment that was presented to the bank.

        Raises:
            KeyError: none of this id was.
        """
        return self._presented[payment_id]

    async def attend(self) -> None:
        """Listen to the node and answer it, for as long as the task lives."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            for _ in range(ANSWERERS):
                group.create_task(self._answer())

    async def _listen(self) -> None:
        while True:
            after = self.bank.heard
            answer = await self.door.get("/v1/messages", after=after, wait=WAIT_S, limit=AT_ONCE)
            if not answer.is_good:
                self.faults.append(f"messages after {after}: {answer.body[:200]!r}")
                await asyncio.sleep(1)
                continue
            for message in answer.words()["messages"]:
                self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        """Bring a message to the bank if its node signed it; the bank acts on no other."""
        content, signature = message["content"].encode(), message.get("signature", "")
        fault = self.signing.fault(content, signature, self.clock.now_ms())
        if not fault and message.get("assignment_id"):
            self._consider(message)
        elif not fault:
            self._hear(self._read(message))
        else:
            self.faults.append(f"message {message['number']}: {fault}")
            self.bank.heard = message["number"]

    def _consider(self, message: dict[str, Any]) -> None:
        """Answer another bank's question, or note the answer to one of the bank's own."""
        number = message["number"]
        if number != self.bank.heard + 1:
            self.faults.append(f"message {number} came after {self.bank.heard}")
        self.bank.heard = number
        received = receive(message["content"].encode())
        if is_question(received):
            envelope = Envelope(self.message_id(), self.clock.now_ms())
            self._answers.put_nowait(answer_letter(received, self.holders, envelope))
            return
        outcome = outcome_in(received.document)
        awaited = self._answer_to(message["assignment_id"])
        if outcome != Outcome.PENDING and not awaited.done():
            awaited.set_result(outcome)

    def _read(self, message: dict[str, Any]) -> Told:
        """Return what a message says, as the effect that the node sent."""
        document = receive(message["content"].encode()).document
        payment_id, participant = message["payment_id"], self.bank.participant_id
        if isinstance(document, FIToFICustomerCreditTransfer | PaymentReturn):
            presented = _presented(document, message)
            return Told(message["number"], Present(participant, payment_id), presented)
        if isinstance(document, SystemEventNotification):
            return Told(message["number"], effect_in(participant, document))
        return Told(message["number"], self._status(payment_id, document))

    def _status(self, payment_id: str, document: Document | None) -> TellStatus:
        assert isinstance(document, FIToFIPaymentStatusReport), "a node tells of nothing else"
        told = document.transactions[0]
        reason = told.reasons[0].reason if told.reasons else None
        ours = self._message_ids.get(payment_id, "")
        original = told.original_message.message_id if told.original_message else ""
        # What names no message of ours, or another, is about another message.
        misused = ours and original != ours
        return TellStatus(
            self.bank.participant_id,
            payment_id or told.original_uetr,
            PaymentStatus(told.status),
            StatusReason(reason.code) if reason is not None else None,
            (original or "another message").encode() if misused else b"",
        )

    def _hear(self, told: Told) -> None:
        effect = told.effect
        payment_id = "" if isinstance(effect, TellSystemEvent) else effect.payment_id
        before = self.bank.answers.get(payment_id)
        account = told.presented.account if told.presented else ""
        asks = self.bank.hear(told.number, effect, account)
        if self.bank.heard != told.number:
            self.faults.append(f"message {told.number} came after {self.bank.heard}")
            return
        if told.presented is not None:
            self._presented[told.presented.payment_id] = told.presented
        for ask in asks:
            self._plan(ask)
        if isinstance(effect, TellStatus) and not effect.content:
            self._note(effect, before)

    def _note(self, effect: TellStatus, before: TellStatus | None) -> None:
        """Tell whoever waits for a final status; one that goes back on its word is a fault."""
        if effect.status not in FINAL:
            return
        if before is not None and before.status in FINAL and before != effect:
            self.faults.append(f"{effect.payment_id}: {before.status}, and then {effect.status}")
        awaited = self._awaited.get(effect.payment_id)
        if awaited is not None and not awaited.done():
            awaited.set_result(effect)

    def _plan(self, ask: Ask) -> None:
        command = ask.command
        assert isinstance(command, AnswerPresentation), "a bank asks no more of its own accord"
        presented = self._presented[command.payment_id]
        raw = letters.answer(presented, command.reason, self.message_id(), self.clock.now_ms())
        if not ask.after_ms:
            self._answers.put_nowait(raw)
            return
        loop = asyncio.get_running_loop()
        loop.call_later(ask.after_ms / 1000, self._answers.put_nowait, raw)

    async def _answer(self) -> None:
        while True:
            raw = await self._answers.get()
            self._answering += 1
            answer = await self.hand_in(raw)
            self._answering -= 1
            if not answer.is_good:
                self.faults.append(f"an answer was refused: {answer.body[:300]!r}")


def _presented(
    document: FIToFICustomerCreditTransfer | PaymentReturn, message: dict[str, Any]
) -> Presented:
    """Return what a message presents, with what it brings on the terms beside it."""
    terms = message.get("terms") or {}
    came = terms.get("creditor_amount", 0), terms.get("creditor_currency", "")
    if isinstance(document, PaymentReturn):
        return _presented_return(document, message, came)
    payment = document.transactions[0]
    return Presented(
        message["payment_id"],
        payment.uetr,
        document.message_id,
        message["message"],
        number_of(payment.creditor_account),
        payment.debtor_agent.bic,
        payment.creditor_agent.bic,
        came=came,
        transaction=payment,
    )


def _presented_return(
    document: PaymentReturn, message: dict[str, Any], came: tuple[int, str]
) -> Presented:
    back = document.transactions[0]
    chain, sender, recipient = back.return_chain, back.debtor_agent, back.creditor_agent
    assert chain is not None, "an invented bank says the way back"
    assert sender is not None, "and from which bank"
    assert recipient is not None, "to which"
    return Presented(
        message["payment_id"],
        back.original_uetr,
        document.message_id,
        message["message"],
        number_of(chain.creditor_account),
        sender.bic,
        recipient.bic,
        back.return_id,
        came,
    )
