"""A bank's message comes in, and is answered with a message: what its own stack expects.

The answer says what the other answer says (`messages`), and nothing more: whoever
waits is acknowledged in the same words, whatever it is that he waits for. A status is
told of a payment alone, and by what the core said of it. What was refused before the core
saw it is rejected as a message: the id that it names may be another payment's.
"""

from typing import NamedTuple

from tallystick.admission.desk import MESSAGE_LIMITS
from tallystick.core import events
from tallystick.core.commands import AskStatus, SubmitPayment
from tallystick.core.effects import TellStatus
from tallystick.links.originals import Original, read_original
from tallystick.links.receipts import Correspondent, Fault, Handed, Letter, handed_in
from tallystick.node.doors.asked import Message
from tallystick.node.doors.inside import UNSUPPORTED, Inside, Refusal
from tallystick.node.doors.messages import Outcome, submitted
from tallystick.node.doors.told import MessageTaken, Told
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.instants import Instant
from tallystick.terms.reasons import REASONS, PaymentStatus, StatusReason


class MessageLetter(Told, frozen=True):
    """An answer in ISO 20022 and what it says: that the message was taken, or why not.

    `message` is its version; `signature` is the node's detached JWS over the bytes of
    `content`, for the participant, of the instant of the answer.
    """

    message: str
    content: bytes
    signature: str
    said: MessageTaken | Refusal


async def submit_for_letter(
    inside: Inside, party: Party, asked: Message
) -> MessageLetter | Refusal:
    """Take a message as `messages.submit` does, and answer it with a signed message."""
    # Who writes is known first: once the message is taken, nothing may keep us from saying so.
    writer = await inside.runner.read(lambda node: Correspondent(node.identity))
    outcome = _in_one_letter(await submitted(inside, party, asked))
    if isinstance(outcome.told, MessageTaken) and outcome.told.reports:
        (report,) = outcome.told.reports
        content = report.content.encode()
        return MessageLetter(report.message, content, report.signature, outcome.told)
    raw, judging = asked.content, inside.judging
    about = await judging.judge(party.id, len(raw), lambda: handed_in(raw, MESSAGE_LIMITS))
    original = await _original_of(inside, outcome, raw)
    answer = Answering(writer, party.id, about, inside.runner.around.clock.now_ms())
    letter = answer.letter(outcome, original)
    return MessageLetter(letter.message, letter.content, letter.signature, outcome.told)


def _in_one_letter(outcome: Outcome) -> Outcome:
    """Refuse what would be answered with several messages: a letter is one."""
    told = outcome.told
    if isinstance(told, Refusal) or len(told.reports) < 2:
        return outcome
    detail = "It asks for more than one message: ask for one report or page, or for JSON."
    return outcome._replace(told=Refusal(UNSUPPORTED, detail))


async def _original_of(inside: Inside, outcome: Outcome, raw: bytes) -> Original | None:
    """Return the references of the message that a status would be about, None for none."""
    match outcome.asked:
        case SubmitPayment():
            return read_original(raw)
        case AskStatus(payment_id=payment_id):
            known = inside.runner.originals.of(payment_id)
            return known or await inside.runner.read(lambda node: _stored(node, payment_id))
        case _:
            return None


def _stored(node: Node, payment_id: str) -> Original | None:
    """Return the references of a stored payment's message, None once it is erased."""
    beside = node.attachments(payment_id)
    return read_original(beside[0].content) if beside else None


class Answering(NamedTuple):
    """Who answers whom about which message, and when."""

    writer: Correspondent
    bank: str
    about: Handed
    at: Instant

    def letter(self, outcome: Outcome, original: Original | None) -> Letter:
        """Answer by a status where the core told one, and acknowledge or reject all else."""
        told, asked = outcome.told, outcome.asked
        effect = _status_in(self.bank, outcome)
        if effect is not None:
            original = None if effect.content else original
            return self.writer.status(effect, original, self.about, self.at)
        if isinstance(told, MessageTaken):
            return self.writer.acknowledgement(self.bank, self.about, self.at)
        if isinstance(asked, AskStatus):
            return self.writer.not_known(self.bank, asked.payment_id, self.about, self.at)
        return self.writer.rejection(self.bank, self.about, _faults(told), self.at)


def _status_in(bank: str, outcome: Outcome) -> TellStatus | None:
    """Return the status that a bank is told at once of the payment that it asks for or after.

    A new order that is pending has none to tell yet, whatever it waits for.
    """
    told, asked = outcome.told, outcome.asked
    for event in outcome.happened:
        if isinstance(event, events.OrderRefused):
            status = REASONS[event.reason].status
            return TellStatus(bank, event.payment_id, status, event.reason, event.content)
    is_pending = told.status in ("", PaymentStatus.PDNG)
    if isinstance(asked, AskStatus):
        is_pending = isinstance(told, Refusal)
    elif not isinstance(asked, SubmitPayment):
        return None
    if is_pending:
        return None
    reason = StatusReason(told.reason) if told.reason else None
    told_of = (each for each in outcome.happened if isinstance(each, events.RuleBroken))
    rule = next(told_of, None)
    broken = rule.broken if rule is not None else None
    return TellStatus(bank, told.payment_id, PaymentStatus(told.status), reason, broken=broken)


def _faults(refusal: Refusal) -> list[Fault]:
    """Return all that a refusal names, or its own code where it names nothing."""
    named = [Fault(each.rule, each.code, each.path, each.text) for each in refusal.errors]
    return named or [Fault("message", refusal.code, "", refusal.detail)]
