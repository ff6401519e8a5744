"""A bank's message comes in: it is admitted, taken, and answered with how what it asks stands.

The message is parsed once where nothing is wrong with it; all that is wrong with it
is looked for only when something is.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tallystick.admission.desk import MESSAGE_LIMITS, SIGNATURE, Admitted, Refused, Sought
from tallystick.admission.usage import fault_by_profile
from tallystick.core import events
from tallystick.core.commands import AnyCommand
from tallystick.core.rule_sets import Broken
from tallystick.links.rule_words import PLACES, words_of
from tallystick.node.doors.admitting import ORDERS, Judged, desk_for, taken_as
from tallystick.node.doors.asked import SIGNATURE_HEADER, Message
from tallystick.node.doors.assigned import assignment_taken, is_assigned
from tallystick.node.doors.inside import (
    INVALID,
    SIGNATURE_REFUSED,
    UNSUPPORTED,
    Flaw,
    Inside,
    Refusal,
    refusal_in,
)
from tallystick.node.doors.report_requests import Requested, answer_request, requested
from tallystick.node.doors.told import MessageTaken
from tallystick.node.doors.versions import message_in
from tallystick.node.engine import Personal, Reply
from tallystick.node.hearing import input_of
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import REASONS, PaymentStatus, StatusReason
from tallystick.wire.iso20022.check import check

Standing = tuple[PaymentStatus, StatusReason | None]

REQUEST: Final = "camt.060"
FLAWS_MAX: Final = 100
_NOT_TAKEN: Final = ("unsupported-version", "no-view")
_PENDING: Final[Standing] = (PaymentStatus.PDNG, None)


class Outcome(NamedTuple):
    """What came of a message: the answer, the message's version if it was judged, what happened.

    `asked` is what the core was asked; None for a message that did not come so far.
    """

    told: MessageTaken | Refusal
    message: str = ""
    asked: AnyCommand | None = None
    happened: Sequence[events.AnyEvent] = ()


async def submit(inside: Inside, party: Party, asked: Message) -> MessageTaken | Refusal:
    """Take a message as what it is admitted as: an order, a question, or an answer to one."""
    return (await submitted(inside, party, asked)).told


async def submitted(inside: Inside, party: Party, asked: Message) -> Outcome:
    """Take a message, and return all that came of it."""
    raw, judging = asked.content, inside.judging
    try:
        judged = await judging.judge(party.id, len(raw), lambda: _judged(inside, party, asked))
    except RemoteMessageError as broken:
        # Nobody else waits while all that is wrong with a message is found.
        told = broken
        return Outcome(await judging.beside(party.id, lambda: _flawed(raw, told)))
    if isinstance(judged, Refusal):
        return Outcome(judged)
    message, found = judged
    if isinstance(found, Requested):
        return Outcome(await answer_request(inside, party, found), message)
    admitted = await _finished(inside, found) if isinstance(found, Sought) else found
    if isinstance(admitted, Refused):
        return Outcome(_refused(admitted), message)
    command, personal, _nobody, original, _key = input_of(admitted)
    if asked.signature and personal:
        # Beside the message that it signs; of what is not kept, it is not kept either.
        personal += (Personal(SIGNATURE, asked.signature.encode()),)
    reply = await inside.runner.take(command, personal, original)
    return Outcome(_answered(message, command, reply), message, command, reply.events)


async def _finished(inside: Inside, sought: Sought) -> Admitted | Refused:
    """Admit an answer with the message of its question, if that is still there."""
    return sought.finish(await inside.runner.read(lambda node: _stored(node, sought)))


def _stored(node: Node, sought: Sought) -> bytes:
    beside = node.attachments(sought.assignment_id)
    return beside[0].content if beside else b""


def _refused(admitted: Refused) -> Refusal:
    """Tell all the faults that were found, the first as the reason."""
    faults = ((admitted.reason, admitted.field, admitted.text), *admitted.others)
    flaws = tuple(Flaw("admission", reason.value, field, text) for reason, field, text in faults)
    return Refusal(admitted.reason.value, f"{admitted.text}.", errors=flaws)


def _judged(
    inside: Inside, sender: Party, asked: Message
) -> tuple[str, Judged | Requested] | Refusal:
    """Verify, read and judge a message: this is the dear part, and all of it is here."""
    unsigned = _unsigned(inside, sender, asked)
    if unsigned is not None:
        return unsigned
    message = message_in(asked.content)
    if message.startswith(REQUEST):
        return message, requested(asked.content)
    taken = taken_as(message)
    desk = desk_for(inside.runner.desks, asked.agreement, is_answer=taken.is_answer)
    if isinstance(desk, Refusal):
        return desk
    # Where there are several agreements, an answer names its own to the core alone.
    is_known = bool(asked.agreement) or len(inside.runner.desks) == 1 or not taken.is_answer
    fault = fault_by_profile(desk.profile, asked.content, MESSAGE_LIMITS) if is_known else None
    if fault is not None:
        return message, fault
    with inside.runner.around.meters.screening():
        return message, taken.admit(desk, sender.id, asked)


def _unsigned(inside: Inside, sender: Party, asked: Message) -> Refusal | None:
    """Say why the bytes are not taken for the sender's own, before any of them is read."""
    around = inside.runner.around
    now = around.clock.now_ms()
    try:
        inside.signatures.verify(sender, asked.signature, asked.content, now)
    except RemoteMessageError as wrong:
        around.log.warning("signature-refused", party=sender.id, code=wrong.code)
        flaw = Flaw("signature", wrong.code, SIGNATURE_HEADER, wrong.detail)
        return Refusal(SIGNATURE_REFUSED, wrong.detail, errors=(flaw,))
    return None


def _flawed(raw: bytes, broken: RemoteMessageError) -> Refusal:
    """Tell all that is wrong with a message that could not be taken.

    Of a kind that is not taken, nothing else is told, whatever else is wrong with it.
    """
    if broken.code in _NOT_TAKEN:
        flaw = Flaw("unsupported-version", broken.code, broken.field, broken.detail)
        return Refusal(UNSUPPORTED, broken.detail, errors=(flaw,))
    found = check(raw, MESSAGE_LIMITS).errors
    told = tuple(Flaw(e.rule, e.code, e.path, e.text) for e in found[:FLAWS_MAX])
    flaws = told or (Flaw("message", broken.code, broken.field, broken.detail),)
    more = f" The first {FLAWS_MAX} of {len(found)} flaws are told." if found[FLAWS_MAX:] else ""
    return Refusal(INVALID, f"The message is broken: {broken.detail}{more}", errors=flaws)


def _answered(message: str, command: AnyCommand, reply: Reply) -> MessageTaken | Refusal:
    """Return how what was asked stands: for an order that was refused, as a refusal."""
    refusal = refusal_in(reply)
    if refusal is not None:
        return refusal
    if is_assigned(command):
        return assignment_taken(message, command, reply.events)
    status, reason = standing_after(reply.events)
    payment_id = _payment_in(reply.events)
    if message.startswith(ORDERS) and status is PaymentStatus.RJCT and reason is not None:
        hint = REASONS[reason].hint
        flaws = _flaws_by_rule(reply.events)
        return Refusal(reason.value, hint, payment_id, status.value, reason.value, flaws)
    return MessageTaken(message, payment_id, status.value, reason.value if reason else None)


def _flaws_by_rule(happened: Sequence[events.AnyEvent]) -> tuple[Flaw, ...]:
    """Say which rule of currency control an order broke, and what is missing of it where."""
    return tuple(
        flaw
        for event in happened
        if isinstance(event, events.RuleBroken)
        for flaw in _flaws_of(event.broken)
    )


def _flaws_of(broken: Broken) -> list[Flaw]:
    _rule, *sentences = words_of(broken)
    paths = [PLACES[each] for each in broken.missing] or ["IntrBkSttlmAmt"]
    return [
        Flaw("currency-control", broken.rule_id, path, text)
        for path, text in zip(paths, sentences, strict=True)
    ]


def standing_after(happened: Sequence[events.AnyEvent]) -> Standing:
    """Return how a payment stands after what happened to it at once, as its bank is told."""
    standing, is_ours = _PENDING, False
    for event in happened:
        match event:
            case events.PaymentReceived():
                is_ours = True
            case events.StatusRepeated():
                standing = event.status, event.reason
            case events.PaymentRefused() | events.PaymentTimedOut() | events.PaymentRejected():
                standing = PaymentStatus.RJCT, event.reason
            case events.PaymentSettled():
                standing = PaymentStatus.ACSC, None
            case events.PaymentBlocked() if is_ours:
                standing = PaymentStatus.BLCK, None
            case events.PaymentBlocked():
                standing = PaymentStatus.RJCT, StatusReason.REGULATORY_REASON
            case _:
                continue
    return standing


def _payment_in(happened: Sequence[events.AnyEvent]) -> str:
    for event in happened:
        match event:
            case events.PaymentReceived():
                return event.order.payment_id
            case events.PaymentEvent():
                return event.payment_id
            case _:
                continue
    return ""
