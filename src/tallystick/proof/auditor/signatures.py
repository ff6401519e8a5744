"""How a payment ends whose decider cannot say: two people at each operator sign one record."""

from hashlib import sha256
from typing import Final

from tallystick.core.commands import CloseCase, ParkItem, SignResolution
from tallystick.core.events import (
    CaseClosed,
    CaseKind,
    ItemParked,
    PaymentAccepted,
    PaymentHeardBlocked,
    PaymentRejected,
    PaymentResolved,
    PaymentSettled,
    ResolutionConfirmed,
    ResolutionHeard,
    ResolutionProposed,
)
from tallystick.core.items import ResolutionSigned
from tallystick.core.orders import Decision
from tallystick.proof.auditor import asking
from tallystick.proof.auditor.books import (
    OUT_OF_HAND,
    Books,
    Link,
    Sheet,
    Signatures,
    Stage,
    Stream,
)
from tallystick.proof.auditor.moving import has_expired
from tallystick.proof.auditor.screening import is_clear_now
from tallystick.proof.auditor.script import Script, case, no
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_MOVED: Final = (Decision.ACCEPTED, Decision.BLOCKED)


def park_item(books: Books, _at: int, command: ParkItem) -> Script:
    """Only the next item of a stream can be set aside; what it concerns is frozen."""
    stream = books.received.get(command.operator_id, Stream())
    if command.sequence != stream.number + 1:
        yield no(command.digest.hex())
        return
    chain = sha256(stream.chain + command.digest).digest()
    yield ItemParked(
        command.operator_id,
        command.sequence,
        command.digest,
        chain,
        "" if command.asks or command.answers else command.agreement_id,
        "" if command.asks or command.answers else _concerned(books, command),
    )
    yield case(command.digest.hex(), CaseKind.PARKED_ITEM)
    yield from asking.park(books, command)


def _concerned(books: Books, command: ParkItem) -> str:
    """Return which payment a parked item freezes: none that is another's, or still ours alone."""
    if books.in_state(command.payment_id) is None:
        return command.payment_id
    sheet = books.under(command.agreement_id, command.payment_id)
    theirs = sheet is not None and (sheet.side is Side.CREDITOR or sheet.stage in OUT_OF_HAND)
    return command.payment_id if theirs else ""


def close_case(books: Books, _at: int, command: CloseCase) -> Script:
    """Only an open case can be put away."""
    if command.case_id in books.cases:
        yield CaseClosed(command.case_id, command.person)
    else:
        yield no(command.case_id)


def sign_resolution(books: Books, at: int, command: SignResolution) -> Script:
    """The first person proposes, a second confirms; the other operator's two make it good."""
    link = books.links.get(command.agreement_id)
    signed = Signatures(command.outcome, command.cycle)
    subject = command.payment_id
    if link is None or not _can_end(books, at, link, subject, signed):
        yield no(subject)
        return
    if _has_bound_itself(books, link, subject, signed):
        yield no(command.payment_id)
        return
    words = command.agreement_id, command.payment_id, command.outcome, command.cycle
    known = books.signatures.get((command.agreement_id, command.payment_id))
    same = known is not None and (known.outcome, known.cycle) == (command.outcome, command.cycle)
    if known is None or not same or not known.first_person:
        yield ResolutionProposed(*words, command.person)
    elif known.is_signed_here or known.first_person == command.person:
        yield no(command.payment_id)
    else:
        yield ResolutionConfirmed(*words, command.person)
        # What an item without a payment stopped is this operator's own affair.
        if known.is_signed_there or command.payment_id in link.parked:
            yield from _resolve(books, at, link, command.payment_id)


def hear_resolution(books: Books, at: int, item: ResolutionSigned) -> Script:
    """Take the other operator's signature; with both the payment ends so."""
    link = books.links[item.agreement_id]
    known = books.under(item.agreement_id, item.payment_id) is not None
    if not known and item.payment_id not in link.frozen:
        yield case(item.payment_id, CaseKind.PEER_BREACH)
        return
    if _has_bound_itself(books, link, item.payment_id, Signatures(item.outcome, item.cycle)):
        yield case(item.payment_id, CaseKind.RESOLUTION_STALE)
        return
    yield ResolutionHeard(item.agreement_id, item.payment_id, item.outcome, item.cycle)
    if books.signatures[item.agreement_id, item.payment_id].is_signed_here:
        yield from _resolve(books, at, link, item.payment_id)


def _has_bound_itself(books: Books, link: Link, payment_id: str, other: Signatures) -> bool:
    """Tell whether we, as the decider, have signed other words: they bind from then on."""
    sheet = books.under(link.agreement_id, payment_id)
    known = books.signatures.get((link.agreement_id, payment_id))
    if known is None or not known.is_signed_here:
        return False
    decides = sheet is None or sheet.side is Side.CREDITOR
    return decides and (known.outcome, known.cycle) != (other.outcome, other.cycle)


def _can_end(books: Books, at: int, link: Link, payment_id: str, signed: Signatures) -> bool:
    """Tell whether the payment can (still) end so, and not against what is final here."""
    sheet = books.under(link.agreement_id, payment_id)
    rejected = signed.outcome is Decision.REJECTED and not signed.cycle
    if sheet is None:
        return rejected and payment_id in (*link.frozen, *link.parked)
    if sheet.is_done:
        moved = sheet.decision in _MOVED
        return (
            (signed.outcome, signed.cycle) == (sheet.decision, sheet.cycle)
            if moved
            else (rejected)
        )
    if sheet.side is Side.CREDITOR:
        return rejected or _can_accept(books, at, sheet, signed)
    if sheet.stage not in OUT_OF_HAND:
        return False
    compared = signed.cycle in link.rounds and bool(link.rounds[signed.cycle].root)
    return rejected or (signed.outcome in _MOVED and not compared)


def _can_accept(books: Books, at: int, sheet: Sheet, signed: Signatures) -> bool:
    """The decider accepts by signature what is clear and reserved, in the cycle then open."""
    clear = is_clear_now(books, at, sheet) and not has_expired(sheet.agreed, at)
    ready = bool(sheet.reserved) and clear
    asked = sheet.stage in (Stage.WITH_BANK, Stage.HELD)
    return signed.outcome is Decision.ACCEPTED and not signed.cycle and ready and asked


def _resolve(books: Books, at: int, link: Link, payment_id: str) -> Script:
    signed = books.signatures[link.agreement_id, payment_id]
    sheet = books.under(link.agreement_id, payment_id)
    if not _can_end(books, at, link, payment_id, signed):
        yield case(payment_id, CaseKind.RESOLUTION_STALE)
        return
    yield PaymentResolved(payment_id, link.agreement_id)
    if sheet is None or sheet.is_done:
        return
    if signed.outcome is Decision.REJECTED:
        yield PaymentRejected(payment_id, StatusReason.REASON_NOT_SPECIFIED)
        return
    cycle = link.open_round if sheet.side is Side.CREDITOR else signed.cycle
    if cycle:  # else the decider's own answer is still to come
        blocked = signed.outcome is Decision.BLOCKED
        yield (PaymentHeardBlocked if blocked else PaymentAccepted)(payment_id, cycle)
        yield PaymentSettled(payment_id)
