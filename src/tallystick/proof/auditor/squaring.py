"""Settling a cycle: every leg held and proved, released by one decider, not voided after."""

from typing import Final, TypeAlias

from tallystick.core.commands import RestartSettlement
from tallystick.core.events import (
    CaseKind,
    CycleSettled,
    LegProved,
    LegRefused,
    LegReserved,
    LegSettled,
    SettlementLeg,
    SettlementQueried,
    SettlementReleased,
    SettlementStarted,
    SettlementVoided,
)
from tallystick.core.items import AttemptStarted, LegFailed, LegHeld, ReleaseDecided, VoidDecided
from tallystick.proof.auditor import accounts, figures, tally
from tallystick.proof.auditor.books import Attempt, Books, Link, Round
from tallystick.proof.auditor.script import Script, case, no

# Agreement, cycle, attempt and index of one leg.
Leg: TypeAlias = tuple[str, int, int, int]
# How many time-outs of a settlement the decider waits for its holds.
_PATIENCE: Final = 20


def decides(link: Link, cycle: int) -> bool:
    """Tell whether we decide the settlement of a cycle: the ends take turns by its number."""
    return link.first_text.ends[cycle % 2].operator_id == link.here.operator_id


def start(books: Books, link: Link, page: Round, number: int) -> Script:
    """Begin an attempt; what we owe is set aside, what came early is taken in."""
    legs = tally.legs_of(books, link, page.number)
    yield SettlementStarted(link.agreement_id, page.number, number, legs)
    if not legs:
        yield from _finish(books, link, page)
    for index, leg in enumerate(legs):
        if leg.payer == books.operator_id:
            yield from _set_aside(books, link, page, index)
        else:
            yield from _take_early(books, link, page, index)


def _finish(books: Books, link: Link, page: Round) -> Script:
    remains = tally.remainder(books, link, page.number)
    yield CycleSettled(link.agreement_id, page.number, remains)


def _attempt(page: Round) -> Attempt:
    assert page.attempt is not None, "an attempt is begun before it goes on"
    return page.attempt


def _set_aside(books: Books, link: Link, page: Round, index: int) -> Script:
    attempt = _attempt(page)
    postings = tally.paying(books, link, page.number, attempt.legs[index])
    if all(figures.can_pay(books, posting.debit, posting.amount) for posting in postings):
        yield LegReserved(link.agreement_id, page.number, index, postings)
        return
    yield case(f"{link.agreement_id}/{page.number}", CaseKind.SETTLEMENT_SHORT)
    yield LegRefused(link.agreement_id, page.number, attempt.number, index)
    if decides(link, page.number):
        yield from _void(link, page)


def _void(link: Link, page: Round) -> Script:
    """End an attempt and call people: only they begin another."""
    yield SettlementVoided(link.agreement_id, page.number, _attempt(page).number)
    yield case(f"{link.agreement_id}/{page.number}", CaseKind.SETTLEMENT_SHORT)


def _take_early(books: Books, link: Link, page: Round, index: int) -> Script:
    attempt = _attempt(page)
    reference = (link.agreement_id, page.number, attempt.number, index)
    came = books.early.get(accounts.reference_of(*reference))
    if came is None:
        return
    if came != attempt.legs[index].amount:
        yield case(accounts.reference_of(*reference), CaseKind.SYSTEM_BREACH)
        return
    source = accounts.suspense(attempt.legs[index].currency)
    yield from _leg_final(books, link, page, index, source)


def _leg_final(books: Books, link: Link, page: Round, index: int, source: str) -> Script:
    attempt = _attempt(page)
    leg = attempt.legs[index]
    paying = leg.payer == books.operator_id
    postings = () if paying else tally.being_paid(books, link, page.number, leg, source)
    yield LegSettled(link.agreement_id, page.number, index, postings)
    if len(attempt.settled) == len(attempt.legs):
        yield from _finish(books, link, page)


def known_leg(books: Books, leg: Leg) -> SettlementLeg | None:
    """Return the leg that a reference names, of any attempt begun here in an open cycle."""
    agreement_id, cycle, number, index = leg
    link = books.links.get(agreement_id)
    page = link.rounds.get(cycle) if link is not None else None
    if (
        page is None
        or page.attempt is None
        or page.is_settled
        or not 0 < number <= page.attempt.number
    ):
        return None
    return page.attempt.legs[index] if 0 <= index < len(page.attempt.legs) else None


def under_way(books: Books, leg: Leg) -> tuple[Link, Round, Attempt] | None:
    """Find the attempt that a word about a leg belongs to; None if it is over or never was."""
    agreement_id, cycle, number, _index = leg
    link = books.links.get(agreement_id)
    page = link.rounds.get(cycle) if link is not None else None
    if link is None or page is None or page.attempt is None or page.is_settled:
        return None
    if page.attempt.number != number or page.attempt.is_voided:
        return None
    return link, page, page.attempt


def leg_proved(books: Books, at: int, leg: Leg, proof: bytes, valid_until: int) -> Script:
    """Take a proof once; the decider then judges."""
    found = under_way(books, leg)
    if found is None:
        return
    link, page, attempt = found
    known = attempt.is_released or leg[3] in attempt.proofs
    if known or not 0 <= leg[3] < len(attempt.legs):
        return
    yield LegProved(*leg, proof, valid_until)
    if decides(link, page.number):
        yield from judge(books, at, link, page)


def judge(books: Books, at: int, link: Link, page: Round) -> Script:
    """Release with all proofs valid long enough; void when one is not; else wait."""
    attempt = _attempt(page)
    margin_ms = figures.text_in(books, link, page.number).time_outs.margin_ms
    if any(valid_until < at + margin_ms for valid_until in attempt.proofs.values()):
        yield from _void(link, page)
    elif len(attempt.proofs) == len(attempt.legs):
        yield SettlementReleased(link.agreement_id, page.number, attempt.number)


def leg_refused(books: Books, leg: Leg) -> Script:
    """The decider ends an attempt of which a leg is not to be had; after a release nobody does."""
    found = under_way(books, leg)
    if found is None:
        return
    link, page, attempt = found
    if attempt.is_released:
        yield case(f"{leg[0]}/{leg[1]}", CaseKind.PEER_BREACH)
        return
    yield LegRefused(*leg)
    if decides(link, page.number):
        yield from _void(link, page)


def can_settle(books: Books, leg: Leg) -> bool:
    """Tell whether a leg can become final: its attempt goes on, and what we pay is set aside."""
    found = under_way(books, leg)
    if found is None or leg[3] in found[2].settled:
        return False
    paying = found[2].legs[leg[3]].payer == books.operator_id
    return not paying or is_set_aside(books, found[0], found[1])


def is_set_aside(books: Books, link: Link, page: Round) -> bool:
    """Tell whether every leg that we pay in an attempt is held in our own books."""
    attempt = _attempt(page)
    return all(
        f"leg/{accounts.reference_of(link.agreement_id, page.number, attempt.number, index)}"
        in books.holds
        for index, leg in enumerate(attempt.legs)
        if leg.payer == books.operator_id
    )


def leg_settled(books: Books, leg: Leg) -> Script:
    """Follow the settlement system."""
    found = under_way(books, leg)
    if found is None:
        return
    link, page, attempt = found
    known = attempt.legs[leg[3]]
    source = accounts.mirror(known.settlement_system, known.currency)
    yield from _leg_final(books, link, page, leg[3], source)


def hear_leg_held(books: Books, at: int, item: LegHeld) -> Script:
    """Take the other operator's proof of its own leg."""
    leg = item.agreement_id, item.cycle, item.attempt, item.leg
    if _is_theirs(books, leg):
        yield from leg_proved(books, at, leg, item.proof, item.valid_until)
    else:
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)


def _is_theirs(books: Books, leg: Leg) -> bool:
    known = known_leg(books, leg)
    return known is not None and known.payer == books.links[leg[0]].there.operator_id


def hear_leg_failed(books: Books, _at: int, item: LegFailed) -> Script:
    """Take the other operator's word that its leg is not to be had."""
    leg = item.agreement_id, item.cycle, item.attempt, item.leg
    if _is_theirs(books, leg):
        yield from leg_refused(books, leg)
    else:
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)


def hear_release(books: Books, _at: int, item: ReleaseDecided) -> Script:
    """Do as the decider decided, once."""
    found = under_way(books, (item.agreement_id, item.cycle, item.attempt, 0))
    if found is None or decides(found[0], item.cycle) or found[2].is_released:
        return
    if is_set_aside(books, found[0], found[1]):
        yield SettlementReleased(item.agreement_id, item.cycle, item.attempt)
    else:
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)


def hear_void(books: Books, _at: int, item: VoidDecided) -> Script:
    """Do as the decider decided, but never after a release."""
    found = under_way(books, (item.agreement_id, item.cycle, item.attempt, 0))
    if found is None or decides(found[0], item.cycle):
        return
    if found[2].is_released:
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)
    else:
        yield SettlementVoided(item.agreement_id, item.cycle, item.attempt)


def hear_attempt(books: Books, _at: int, item: AttemptStarted) -> Script:
    """Begin the decider's next attempt after a void."""
    link = books.links[item.agreement_id]
    page = _voided(link, item.cycle)
    if page is None or decides(link, item.cycle):
        return
    if item.attempt == _attempt(page).number + 1:
        yield from start(books, link, page, item.attempt)


def _voided(link: Link, cycle: int) -> Round | None:
    page = link.rounds.get(cycle)
    is_voided = page is not None and page.attempt is not None and page.attempt.is_voided
    return page if is_voided else None


def restart_settlement(books: Books, _at: int, command: RestartSettlement) -> Script:
    """Only the decider tries again, and only after a void."""
    link = books.links.get(command.agreement_id)
    page = _voided(link, command.cycle) if link is not None else None
    if link is None or page is None or not decides(link, command.cycle):
        yield no(command.agreement_id)
    else:
        yield from start(books, link, page, _attempt(page).number + 1)


def ask_again(books: Books, at: int, link: Link, page: Round) -> Script:
    """An attempt without an answer is asked about; the decider may have to void it."""
    attempt = _attempt(page)
    if decides(link, page.number) and not attempt.is_released:
        limits = figures.text_in(books, link, page.number).time_outs
        if at >= attempt.started_at + _PATIENCE * limits.settlement_ms:
            yield from _void(link, page)
            return
        judged = list(judge(books, at, link, page))
        if judged:
            yield from judged
            return
    yield SettlementQueried(link.agreement_id, page.number, attempt.number)
