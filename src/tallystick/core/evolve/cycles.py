"""What a cycle's events do to the state."""

from tallystick.core import events
from tallystick.core.evolve.payments import ripen
from tallystick.core.evolve.registry import open_next_version
from tallystick.core.ledger import clearing_account, leg_hold
from tallystick.core.netting import leg_reference
from tallystick.core.state import Cycle, Declaration, Pact, Settlement, State


def rate_fixed(state: State, _at: int, event: events.CycleRateFixed) -> None:
    """Keep the rate for the next cycle."""
    state.pacts[event.agreement_id].next_rate = event.rate


def closed(state: State, _at: int, event: events.CycleClosed) -> None:
    """Close our direction and open the next cycle, perhaps under a new version."""
    pact, cycle = _cycle(state, event)
    cycle.ours.declaration = _declaration(event)
    pact.open_cycle = event.cycle + 1
    following = pact.cycle(pact.open_cycle)
    if event.next_rate is not None:
        following.rate, pact.next_rate = event.next_rate, None
    open_next_version(pact)
    ripen(state, clearing_account(pact.agreement_id, pact.currency))


def declaration_heard(state: State, _at: int, event: events.DeclarationHeard) -> None:
    """Keep what the other node declared, and the next rate if it fixes it."""
    pact, cycle = _cycle(state, event)
    cycle.theirs.declaration = _declaration(event)
    pact.declared_there = event.cycle
    fixes = pact.agreement_of(event.cycle).rate_fixer == pact.peer_id
    if fixes and event.next_rate is not None:
        pact.cycle(event.cycle + 1).rate = event.next_rate
        ripen(state, clearing_account(pact.agreement_id, pact.currency))


def _cycle(state: State, event: events.CycleEvent) -> tuple[Pact, Cycle]:
    pact = state.pacts[event.agreement_id]
    return pact, pact.cycle(event.cycle)


def _declaration(event: events.CycleClosed | events.DeclarationHeard) -> Declaration:
    return Declaration(event.count, event.debtor_total, event.creditor_total, event.root)


def matched(state: State, _at: int, event: events.CycleMatched) -> None:
    """Keep the tally root that both halves give."""
    _cycle(state, event)[1].root = event.root


def unequal(state: State, _at: int, event: events.CycleUnequal) -> None:
    """Stop the cycle."""
    _cycle(state, event)[1].is_unequal = True


def signed(state: State, _at: int, event: events.CycleSigned) -> None:
    """Keep our signature."""
    _cycle(state, event)[1].signed_root = event.root


def signature_heard(state: State, _at: int, event: events.SignatureHeard) -> None:
    """Keep the other operator's signature."""
    _cycle(state, event)[1].their_root = event.root


def settlement_started(state: State, at: int, event: events.SettlementStarted) -> None:
    """Begin an attempt; one that stays unanswered is asked about."""
    pact, cycle = _cycle(state, event)
    cycle.settlement = Settlement(event.attempt, event.legs, at)
    _ask_later(state, at, pact, event.cycle, event.attempt)


def _ask_later(state: State, at: int, pact: Pact, cycle: int, attempt: int) -> None:
    ask_at = at + pact.agreement_of(cycle).time_outs.settlement_ms
    state.timers.set(ask_at, "settlement", f"{pact.agreement_id}/{cycle}/{attempt}")


def leg_reserved(state: State, _at: int, event: events.LegReserved) -> None:
    """Hold what our leg takes."""
    pact, settlement = _settlement(state, event)
    reference = leg_reference(pact, event.cycle, settlement.attempt, event.leg)
    state.ledger.hold(leg_hold(reference), event.postings)


def _settlement(state: State, event: events.CycleEvent) -> tuple[Pact, Settlement]:
    pact, cycle = _cycle(state, event)
    assert cycle.settlement is not None, "settlement has started"
    return pact, cycle.settlement


def leg_proved(state: State, _at: int, event: events.LegProved) -> None:
    """Keep the proof."""
    _settlement(state, event)[1].proofs[event.leg] = (event.proof, event.valid_until)


def released(state: State, at: int, event: events.SettlementReleased) -> None:
    """From here on nobody voids."""
    pact, settlement = _settlement(state, event)
    settlement.is_released = True
    _ask_later(state, at, pact, event.cycle, event.attempt)


def voided(state: State, _at: int, event: events.SettlementVoided) -> None:
    """End the attempt and free what our legs held."""
    pact, settlement = _settlement(state, event)
    settlement.is_voided = True
    for index in range(len(settlement.legs)):
        reference = leg_reference(pact, event.cycle, event.attempt, index)
        if leg_hold(reference) in state.ledger.holds:
            state.ledger.void(leg_hold(reference))


def leg_settled(state: State, _at: int, event: events.LegSettled) -> None:
    """Follow the settlement system in our books: the payer's hold, the payee's postings."""
    pact, settlement = _settlement(state, event)
    settlement.settled = (*settlement.settled, event.leg)
    reference = leg_reference(pact, event.cycle, settlement.attempt, event.leg)
    state.early.pop(reference, None)
    if leg_hold(reference) in state.ledger.holds:
        state.ledger.post(leg_hold(reference))
    for posting in event.postings:
        state.ledger.transfer(posting)


def settled(state: State, _at: int, event: events.CycleSettled) -> None:
    """Book the exchange difference; the cycle's payments may leave the state."""
    pact, cycle = _cycle(state, event)
    for posting in event.postings:
        state.ledger.transfer(posting)
    cycle.is_settled = True
    pact.last_settled = max(pact.last_settled, event.cycle)
    for ids in (cycle.ours.payment_ids, cycle.theirs.payment_ids, cycle.uncounted):
        state.leaving.extend(ids)
    state.assignments_leaving.extend(cycle.assignments)
    _forget(pact, event.cycle)
    ripen(state, clearing_account(pact.agreement_id, pact.currency))


def _forget(pact: Pact, number: int) -> None:
    """Drop a settled cycle, unless its rate is the last one known."""
    following = pact.cycles.get(number + 1)
    if following is not None and following.rate is None:
        following.rate = pact.cycles[number].rate
    del pact.cycles[number]


def queried(state: State, at: int, event: events.SettlementQueried) -> None:
    """Ask again later if this has no answer either."""
    _ask_later(state, at, state.pacts[event.agreement_id], event.cycle, event.attempt)
