"""A bank as a load needs one: it hands in what was written beforehand and takes every payment.

It does what `sandbox.online.teller` does and no more than that: it reads by the cursor,
answers each presentation once, and notes the final statuses. It signs what it hands in.
It trusts its node and judges neither what it reads nor whose signature it bears: what a
real bank spends on that it does not spend on the node's machine.
"""

import asyncio
import re
from collections.abc import Mapping
from itertools import count
from types import MappingProxyType
from typing import Final

import msgspec

from tallystick.node.clock import Clock
from tallystick.node.doors.asked import SIGNATURE_HEADER
from tallystick.proof.bench.lines import Answer, Lines
from tallystick.sandbox import letters
from tallystick.sandbox.bank import FINAL
from tallystick.sandbox.letters import Presented
from tallystick.sandbox.signing import Signing
from tallystick.terms.errors import LinkError
from tallystick.terms.reasons import PaymentStatus

CONNECTIONS: Final = 48  # a node works on 64 requests of one party at once
WAIT_S: Final = 20
AT_ONCE: Final = 200
PAUSE_S: Final = 0.05
_UNWELL: Final = frozenset({429, 500, 502, 503, 504})
_REFUSED: Final = 400
_FINAL: Final[Mapping[str, PaymentStatus]] = MappingProxyType({s.value: s for s in FINAL})
_BLANKS: Final = ("-payment-", "-message-", "-answer-", "-sender-")
_STATUS: Final = re.compile(r"<TxSts>([A-Z]{4})</TxSts>")
_MESSAGE_ID: Final = re.compile(r"<MsgId>([^<]{1,35})</MsgId>")
_SENDER: Final = re.compile(r"<Fr><FIId><FinInstnId><BICFI>([A-Z0-9]{8,11})</BICFI>")


class _Told(msgspec.Struct, gc=False):
    number: int
    message: str
    payment_id: str
    content: str


class _Mailbox(msgspec.Struct, gc=False):
    messages: list[_Told]


_read_mailbox: Final = msgspec.json.Decoder(_Mailbox).decode


class LoadBank:
    """One bank of a load."""

    def __init__(self, agreement_id: str, lines: Lines, clock: Clock, signing: Signing) -> None:
        self.bic = signing.bank
        self._signing = signing
        self.faults: list[str] = []
        self._lines = lines
        self._clock = clock
        self._path = f"/v1/messages?agreement={agreement_id}"
        self._numbers = count(1)
        self._forms: dict[str, str] = {}
        self._heard = 0
        self._awaited: dict[str, asyncio.Future[PaymentStatus]] = {}
        self._answering: set[asyncio.Task[None]] = set()

    def message_id(self) -> str:
        """Return an id that this bank has given to no message before."""
        return f"{self.bic}-L{next(self._numbers):09}"

    def request(self, raw: bytes) -> bytes:
        """Return the request that hands in a message, signed now."""
        signature = self._signing.sign(raw, self._clock.now_ms())
        head = (
            f"POST {self._path} HTTP/1.1\r\nhost: node\r\n{SIGNATURE_HEADER}: {signature}\r\n"
            f"content-type: application/xml\r\ncontent-length: {len(raw)}\r\n\r\n"
        )
        return head.encode() + raw

    async def hand_in(self, request: bytes) -> Answer:
        """Send a request, again and again for as long as the node is unwell.

        Raises:
            LinkError: a connection broke, and nobody knows what arrived.
        """
        while True:
            answer = await self._lines.ask(request)
            if answer.status not in _UNWELL:
                return answer
            await asyncio.sleep(PAUSE_S)

    def expect(self, payment_id: str) -> asyncio.Future[PaymentStatus]:
        """Return what will hold a payment's final status."""
        future: asyncio.Future[PaymentStatus] = asyncio.get_running_loop().create_future()
        self._awaited[payment_id] = future
        return future

    async def listen(self) -> None:
        """Read what the node tells, for as long as the task lives."""
        while True:
            query = f"after={self._heard}&wait={WAIT_S}&limit={AT_ONCE}"
            request = f"GET /v1/messages?{query} HTTP/1.1\r\nhost: node\r\n\r\n"
            try:
                answer = await self.hand_in(request.encode())
            except LinkError as lost:
                self.faults.append(str(lost))
                await asyncio.sleep(PAUSE_S)
                continue
            if answer.status >= _REFUSED:
                raise LinkError(f"{self.bic} is refused: {answer.body!r}", outcome_known=True)
            for told in _read_mailbox(answer.body).messages:
                self._hear(told)

    def _hear(self, told: _Told) -> None:
        if told.number != self._heard + 1:
            self.faults.append(f"message {told.number} came after {self._heard}")
        self._heard = told.number
        if told.message.startswith("pacs.008"):
            task = asyncio.create_task(self._answer(told))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
            return
        status = _STATUS.search(told.content)
        final = _FINAL.get(status[1]) if status else None
        awaited = self._awaited.pop(told.payment_id, None) if final else None
        if awaited is not None and final is not None and not awaited.done():
            awaited.set_result(final)

    async def _answer(self, told: _Told) -> None:
        """Take a payment that is presented."""
        named, sender = _MESSAGE_ID.search(told.content), _SENDER.search(told.content)
        assert named is not None, "every message has an id"
        assert sender is not None, "and a header, as every bank of a load writes it"
        form = self._forms.get(told.message) or self._form(told.message)
        words = (told.payment_id, named[1], self.message_id(), sender[1])
        for blank, word in zip(_BLANKS, words, strict=True):
            form = form.replace(blank, word)
        try:
            answer = await self.hand_in(self.request(form.encode()))
        except LinkError as lost:
            self.faults.append(f"an answer was lost: {lost}")
            return
        if answer.status >= _REFUSED:
            self.faults.append(f"an answer was refused: {answer.body[:200]!r}")

    def _form(self, message: str) -> str:
        """Write an answer to presentations in this version, with blanks to be filled in."""
        payment_id, named, own, sender = _BLANKS
        presented = Presented(payment_id, payment_id, named, message, "", sender, self.bic)
        raw = letters.answer(presented, None, own, self._clock.now_ms())
        form = self._forms[message] = raw.decode()
        return form

    async def close(self) -> None:
        """Let nothing be under way any more, and close every connection."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        await self._lines.close()
