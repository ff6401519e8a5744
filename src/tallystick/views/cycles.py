"""Cycles, open and settled: counts and totals of both directions, roots, signatures, legs.

A cycle that is settled has left the state, and is told from the journal's entries, as
far as they are followed. Cycles are for the operator's people.
"""

from typing import Final, NamedTuple

import msgspec

from tallystick.core import events
from tallystick.core.agreements import Agreement
from tallystick.core.state import Cycle, Declaration, Direction, Pact, Settlement
from tallystick.terms.money import Rate
from tallystick.views.chronicle import cycle_subject
from tallystick.views.rates import RateView
from tallystick.views.viewers import Books, entries_about

CYCLES_AT_ONCE: Final = 100  # each that is settled is read from a dozen entries


class DirectionView(msgspec.Struct, frozen=True):
    """The payments of a cycle that `decider_id` decides, in minor units of both currencies.

    Before it is declared, count and totals are of what is counted so far and `root` is
    empty.
    """

    decider_id: str
    is_declared: bool
    count: int
    debtor_total: int
    debtor_currency: str
    creditor_total: int
    creditor_currency: str
    root: str


class LegView(msgspec.Struct, frozen=True):
    """One payment between the operators that settles a cycle.

    `countervalue` is what it is worth in the other end's currency at the cycle's rate;
    `valid_until` until when the proof of its hold is valid, null without a proof.
    """

    settlement_system: str
    currency: str
    payer: str
    payee: str
    amount: int
    countervalue: int
    valid_until: int | None
    is_settled: bool


class AttemptView(msgspec.Struct, frozen=True):
    """The last attempt to settle a cycle."""

    attempt: int
    started_at: int
    is_released: bool
    is_voided: bool
    legs: list[LegView]


class CycleView(msgspec.Struct, frozen=True):
    """A cycle of an agreement.

    `state` is open, closed (our direction alone), declared (both), matched, unequal,
    signed, settling or settled. `rate` is null where no rate squares the agreement, and
    as yet not fixed. `decider_id` decides its settlement.
    """

    agreement_id: str
    cycle: int
    state: str
    rate: RateView | None
    ours: DirectionView
    theirs: DirectionView
    tally_root: str
    is_funded: bool
    is_signed_here: bool
    is_signed_there: bool
    decider_id: str
    settlement: AttemptView | None
    closed_at: int | None
    settled_at: int | None


class CycleList(msgspec.Struct, frozen=True):
    """Cycles of an agreement, the oldest first; `last` is the number to go on from."""

    cycles: list[CycleView]
    last: int
    more: bool


class _Found(NamedTuple):
    """A cycle, its rate, and the instants that the state does not keep."""

    cycle: Cycle
    rate: Rate | None
    closed_at: int | None
    settled_at: int | None


def cycles(books: Books, agreement_id: str, after: int = 0, limit: int = 100) -> CycleList | None:
    """Return an agreement's cycles after a number, `CYCLES_AT_ONCE` at most; None for no such."""
    pact = books.state.pacts.get(agreement_id)
    if pact is None or not pact.signed_by_both:
        return None if pact is None else CycleList([], after, more=False)
    until = min(after + min(limit, CYCLES_AT_ONCE), pact.open_cycle)
    numbers = range(after + 1, until + 1)
    found = [_view(pact, _found(books, pact, number)) for number in numbers]
    return CycleList(found, max(after, until), more=until < pact.open_cycle)


def cycle(books: Books, agreement_id: str, number: int) -> CycleView | None:
    """Return one cycle, None if there is none of this number yet."""
    pact = books.state.pacts.get(agreement_id)
    if pact is None or not pact.signed_by_both or not 1 <= number <= pact.open_cycle:
        return None
    return _view(pact, _found(books, pact, number))


def _found(books: Books, pact: Pact, number: int) -> _Found:
    """Return a cycle as the state has it, else as its entries tell it."""
    told = _told(books, pact, number)
    live = pact.cycles.get(number)
    if live is None:
        return told
    is_mutual = pact.agreement_of(number).is_mutual
    return told._replace(cycle=live, rate=(live.rate or told.rate) if is_mutual else None)


def _told(books: Books, pact: Pact, number: int) -> _Found:
    found = Cycle(number)
    closed_at = settled_at = None
    for entry in entries_about(books, cycle_subject(pact.agreement_id, number)):
        for event in entry.events:
            if not isinstance(event, events.CycleEvent) or event.agreement_id != pact.agreement_id:
                continue
            if event.cycle == number - 1:
                _fix_rate(pact, found, event)
            elif event.cycle == number:
                _follow(found, event, entry.at)
                if isinstance(event, events.CycleClosed):
                    closed_at = entry.at
                elif isinstance(event, events.CycleSettled):
                    settled_at = entry.at
    return _Found(found, _rate(pact, found), closed_at, settled_at)


def _fix_rate(pact: Pact, cycle: Cycle, event: events.CycleEvent) -> None:
    """Take the rate that the close of the cycle before fixed, on its fixer's word."""
    agreement = pact.agreement_of(event.cycle)
    match event:
        case events.CycleClosed() if event.next_rate is not None:
            cycle.rate = event.next_rate
        case events.DeclarationHeard() if agreement.rate_fixer == pact.peer_id:
            cycle.rate = event.next_rate
        case _:
            return


def _rate(pact: Pact, cycle: Cycle) -> Rate | None:
    agreement = pact.agreement_of(cycle.number)
    if not agreement.is_mutual:
        return None
    if cycle.rate is None and cycle.number == 1:
        return pact.versions[pact.signed_by_both[0]].opening_rate
    return cycle.rate


def _follow(cycle: Cycle, event: events.CycleEvent, at: int) -> None:
    """Let an event happen to a cycle as it is shown."""
    match event:
        case events.CycleClosed():
            cycle.ours.declaration = _declaration(event)
        case events.DeclarationHeard():
            cycle.theirs.declaration = _declaration(event)
        case events.CycleMatched():
            cycle.root = event.root
        case events.CycleUnequal():
            cycle.is_unequal = True
        case events.CycleSigned():
            cycle.signed_root, cycle.is_funded = event.root, True
        case events.SignatureHeard():
            cycle.their_root = event.root
        case _:
            _settle(cycle, event, at)


def _settle(cycle: Cycle, event: events.CycleEvent, at: int) -> None:
    match event:
        case events.SettlementStarted():
            cycle.settlement = Settlement(event.attempt, event.legs, at)
        case events.CycleSettled():
            cycle.is_settled = True
        case _ if cycle.settlement is not None:
            _go_on(cycle.settlement, event)
        case _:
            return


def _go_on(settlement: Settlement, event: events.CycleEvent) -> None:
    match event:
        case events.LegProved():
            settlement.proofs[event.leg] = (event.proof, event.valid_until)
        case events.SettlementReleased():
            settlement.is_released = True
        case events.SettlementVoided():
            settlement.is_voided = True
        case events.LegSettled():
            settlement.settled = (*settlement.settled, event.leg)
        case _:
            return


def _declaration(event: events.CycleClosed | events.DeclarationHeard) -> Declaration:
    return Declaration(event.count, event.debtor_total, event.creditor_total, event.root)


def _view(pact: Pact, found: _Found) -> CycleView:
    cycle, agreement = found.cycle, pact.agreement_of(found.cycle.number)
    return CycleView(
        pact.agreement_id,
        cycle.number,
        state_of(cycle),
        RateView.of(found.rate) if found.rate is not None else None,
        _direction(agreement, pact.own, cycle.ours.declaration, _ours_so_far(cycle.ours)),
        _direction(
            agreement, 1 - pact.own, cycle.theirs.declaration, _theirs_so_far(cycle.theirs)
        ),
        cycle.root.hex(),
        cycle.is_funded,
        bool(cycle.signed_root),
        bool(cycle.their_root),
        agreement.decider_of(cycle.number),
        _attempt(cycle.settlement) if cycle.settlement is not None else None,
        found.closed_at,
        found.settled_at,
    )


def state_of(cycle: Cycle) -> str:
    """Return in one word how far a cycle has come."""
    is_closed, is_heard = cycle.ours.declaration is not None, cycle.theirs.declaration is not None
    words = (
        (cycle.is_settled, "settled"),
        (cycle.is_unequal, "unequal"),
        (cycle.settlement is not None, "settling"),
        (bool(cycle.signed_root), "signed"),
        (bool(cycle.root), "matched"),
        (is_closed and is_heard, "declared"),
        (is_closed, "closed"),
    )
    return next((word for holds, word in words if holds), "open")


def _direction(
    agreement: Agreement, decider: int, declared: Declaration | None, so_far: Declaration
) -> DirectionView:
    """Return a direction; the payments that an end decides are paid out in its currency."""
    told = declared or so_far
    deciding, other = agreement.ends[decider], agreement.ends[1 - decider]
    return DirectionView(
        deciding.operator_id,
        declared is not None,
        told.count,
        told.debtor_total,
        other.currency,
        told.creditor_total,
        deciding.currency,
        told.root.hex(),
    )


def _ours_so_far(ours: Direction) -> Declaration:
    return Declaration(len(ours.payment_ids), ours.other_leg, ours.posted, b"")


def _theirs_so_far(theirs: Direction) -> Declaration:
    return Declaration(len(theirs.payment_ids), theirs.posted, theirs.other_leg, b"")


def _attempt(settlement: Settlement) -> AttemptView:
    return AttemptView(
        settlement.attempt,
        settlement.started_at,
        settlement.is_released,
        settlement.is_voided,
        [_leg(settlement, index) for index in range(len(settlement.legs))],
    )


def _leg(settlement: Settlement, index: int) -> LegView:
    leg = settlement.legs[index]
    proof = settlement.proofs.get(index)
    return LegView(
        leg.settlement_system,
        leg.currency,
        leg.payer,
        leg.payee,
        leg.amount,
        leg.countervalue,
        proof[1] if proof is not None else None,
        index in settlement.settled,
    )
