"""What an event of a cycle does to the auditor's books."""

from tallystick.core import events
from tallystick.proof.auditor import accounts, figures
from tallystick.proof.auditor.books import Attempt, Books, Round, Sums
from tallystick.proof.auditor.breach import AuditError


def _page(books: Books, event: events.CycleEvent) -> Round:
    return books.links[event.agreement_id].round(event.cycle)


def _attempt(books: Books, event: events.CycleEvent) -> Attempt:
    attempt = _page(books, event).attempt
    if attempt is None:
        raise AuditError(f"Cycle {event.cycle} is settled without an attempt to settle it.")
    return attempt


def rate_fixed(books: Books, event: events.CycleRateFixed) -> None:
    """The next cycle has its rate."""
    books.links[event.agreement_id].rate_ahead = event.rate


def _sums(event: events.CycleClosed | events.DeclarationHeard) -> Sums:
    return Sums(event.count, event.debtor_total, event.creditor_total, event.root)


def closed(books: Books, event: events.CycleClosed) -> None:
    """Our direction is declared, the next cycle opens, perhaps under another version."""
    link = books.links[event.agreement_id]
    link.round(event.cycle).declared_here = _sums(event)
    link.open_round = event.cycle + 1
    following = link.round(link.open_round)
    if event.next_rate is not None:
        following.rate, link.rate_ahead = event.next_rate, None
    link.current = figures.version_in(books, link, link.open_round)
    link.opened_under[link.open_round] = link.current


def declared(books: Books, event: events.DeclarationHeard) -> None:
    """The other's direction is declared, and the next rate told by whoever fixes it."""
    link = books.links[event.agreement_id]
    link.round(event.cycle).declared_there = _sums(event)
    link.heard_round = event.cycle
    fixer = figures.text_in(books, link, event.cycle).rate_fixer
    if event.next_rate is not None and fixer == link.there.operator_id:
        link.round(event.cycle + 1).rate = event.next_rate


def matched(books: Books, event: events.CycleMatched) -> None:
    """Both halves give this root."""
    _page(books, event).root = event.root


def unequal(books: Books, event: events.CycleUnequal) -> None:
    """The cycle stops."""
    _page(books, event).is_unequal = True


def signed(books: Books, event: events.CycleSigned) -> None:
    """We have signed."""
    _page(books, event).signed_here = event.root


def signature(books: Books, event: events.SignatureHeard) -> None:
    """The other has signed."""
    _page(books, event).signed_there = event.root


def started(books: Books, event: events.SettlementStarted) -> None:
    """An attempt begins, with two signatures under one root."""
    page = _page(books, event)
    if page.is_unequal or not page.signed_here or page.signed_here != page.signed_there:
        raise AuditError(f"Cycle {event.cycle} is settled without two signatures of one root.")
    page.attempt = Attempt(event.attempt, event.legs, books.at, books.at)


def _leg_name(books: Books, event: events.LegReserved | events.LegSettled) -> str:
    number = _attempt(books, event).number
    return accounts.reference_of(event.agreement_id, event.cycle, number, event.leg)


def leg_reserved(books: Books, event: events.LegReserved) -> None:
    """What our leg takes is set aside."""
    books.set_aside(f"leg/{_leg_name(books, event)}", event.postings)


def leg_proved(books: Books, event: events.LegProved) -> None:
    """A leg is held until then."""
    _attempt(books, event).proofs[event.leg] = event.valid_until


def released(books: Books, event: events.SettlementReleased) -> None:
    """Nobody voids from here on."""
    attempt = _attempt(books, event)
    attempt.is_released, attempt.asked_at = True, books.at


def voided(books: Books, event: events.SettlementVoided) -> None:
    """The attempt ends, and what it held is free."""
    attempt = _attempt(books, event)
    if attempt.is_released:
        raise AuditError(
            f"Attempt {event.attempt} of cycle {event.cycle} is voided after release."
        )
    attempt.is_voided = True
    for leg in range(len(attempt.legs)):
        name = accounts.reference_of(event.agreement_id, event.cycle, event.attempt, leg)
        if f"leg/{name}" in books.holds:
            books.set_free(f"leg/{name}")


def leg_settled(books: Books, event: events.LegSettled) -> None:
    """What was set aside moves, or what came is taken in."""
    name = _leg_name(books, event)
    _attempt(books, event).settled.append(event.leg)
    books.early.pop(name, None)
    if f"leg/{name}" in books.holds:
        books.move(books.set_free(f"leg/{name}"))
    books.move(event.postings)


def settled(books: Books, event: events.CycleSettled) -> None:
    """The cycle is over."""
    books.move(event.postings)
    _page(books, event).is_settled = True


def asked(books: Books, event: events.SettlementQueried) -> None:
    """The system was asked how it stands."""
    _attempt(books, event).asked_at = books.at
