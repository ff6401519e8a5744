"""A bank's message comes in: it is admitted, taken, and answered with how its payment stands.

The message is parsed once where nothing is wrong with it; all that is wrong with it
is looked for only when something is.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tallystick.admission.answers import admit_answer
from tallystick.admission.desk import MESSAGE_LIMITS, SIGNATURE, Admitted, Desk, Refused
from tallystick.admission.orders import admit_order
from tallystick.core import events
from tallystick.node.doors.asked import SIGNATURE_HEADER, Message
from tallystick.node.doors.inside import (
    INVALID,
    SIGNATURE_REFUSED,
    UNCLEAR,
    UNKNOWN,
    UNSUPPORTED,
    Flaw,
    Inside,
    Refusal,
    refusal_in,
)
from tallystick.node.doors.told import MessageTaken
from tallystick.node.engine import Personal, Reply
from tallystick.node.hearing import input_of
from tallystick.node.parties import Party
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import REASONS, PaymentStatus, StatusReason
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.messages import receive

Standing = tuple[PaymentStatus, StatusReason | None]

ORDER, ANSWER = "pacs.008", "pacs.002"
FLAWS_MAX: Final = 100
_VERSION: Final = re.compile(
    rb"urn:iso:std:iso:20022:tech:xsd:((?!head)[a-z]{4}\.[0-9]{3}\.[0-9]{3}\.[0-9]{2})"
)
_NOT_TAKEN: Final = ("unsupported-version", "no-view")
_PENDING: Final[Standing] = (PaymentStatus.PDNG, None)


async def submit(inside: Inside, party: Party, asked: Message) -> MessageTaken | Refusal:
    """Take a credit transfer as an order, or a status report as a bank's answer."""
    raw, judging = asked.content, inside.judging
    try:
        judged = await judging.judge(party.id, len(raw), lambda: _judged(inside, party, asked))
    except RemoteMessageError as broken:
        # Nobody else waits while all that is wrong with a message is found.
        told = broken
        return await judging.beside(party.id, lambda: _flawed(raw, told))
    if isinstance(judged, Refusal):
        return judged
    message, admitted = judged
    if isinstance(admitted, Refused):
        flaw = Flaw("admission", admitted.reason.value, admitted.field, admitted.text)
        return Refusal(admitted.reason.value, f"{admitted.text}.", errors=(flaw,))
    command, personal, _nobody, original = input_of(admitted)
    if asked.signature and personal:
        # Beside the message that it signs; of what is not kept, it is not kept either.
        personal += (Personal(SIGNATURE, asked.signature.encode()),)
    return _answered(message, await inside.runner.take(command, personal, original))


def _judged(
    inside: Inside, sender: Party, asked: Message
) -> tuple[str, Admitted | Refused] | Refusal:
    """Verify, read and judge a message: this is the dear part, and all of it is here."""
    unsigned = _unsigned(inside, sender, asked)
    if unsigned is not None:
        return unsigned
    message = message_in(asked.content)
    desk = desk_of(inside.runner.desks, asked.agreement, message)
    if isinstance(desk, Refusal):
        return desk
    with inside.runner.around.meters.screening():
        return message, _admit(desk, sender.id, message, asked)


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


def message_in(raw: bytes) -> str:
    """Return which message version the bytes are of.

    One name of a version among the bytes says it; where there are several, or none,
    they are read to find out.

    Raises:
        RemoteMessageError: they cannot be read, or are of no supported version.
    """
    names = set(_VERSION.findall(raw))
    if len(names) == 1:
        return str(names.pop(), "ascii")
    return receive(raw, MESSAGE_LIMITS).message


def desk_of(desks: Mapping[str, Desk], agreement_id: str, message: str) -> Desk | Refusal:
    """Return the desk of the agreement named, or of the only one there is."""
    if agreement_id:
        named = desks.get(agreement_id)
        return named or Refusal(UNKNOWN, f"There is no agreement {agreement_id} here.")
    if len(desks) == 1 or (desks and message.startswith(ANSWER)):
        # An answer names its payment, and so its agreement.
        return next(iter(desks.values()))
    if not desks:
        return Refusal(UNKNOWN, "There is no agreement here yet.")
    return Refusal(UNCLEAR, "There is more than one agreement: name one, as ?agreement=ID.")


def _admit(desk: Desk, sender: str, message: str, asked: Message) -> Admitted | Refused:
    """Judge a message at its desk."""
    if message.startswith(ORDER):
        return admit_order(desk, sender, asked.content, asked.quote_id)
    if message.startswith(ANSWER):
        return admit_answer(desk, sender, asked.content)
    raise RemoteMessageError(f"{message} is not taken here.", code="unsupported-version")


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


def _answered(message: str, reply: Reply) -> MessageTaken | Refusal:
    """Return how the payment stands: for an order that was refused, as a refusal."""
    refusal = refusal_in(reply)
    if refusal is not None:
        return refusal
    status, reason = standing_after(reply.events)
    payment_id = _payment_in(reply.events)
    if message.startswith(ORDER) and status is PaymentStatus.RJCT and reason is not None:
        hint = REASONS[reason].hint
        return Refusal(reason.value, hint, payment_id, status.value, reason.value)
    return MessageTaken(message, payment_id, status.value, reason.value if reason else None)


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
