"""What the events of funding, statements, time and streams do to the state."""

from tallystick.core import events
from tallystick.core.evolve.payments import ripen
from tallystick.core.evolve.review import freeze
from tallystick.core.ledger import Posting, mirror_account, pay_out_hold
from tallystick.core.state import (
    CYCLES_RIPE,
    Defunding,
    PeerStream,
    Resolution,
    State,
    payment_of,
    resolution_key,
)
from tallystick.terms.parties import Side

PATIENCE_MS = 30_000


def funded(state: State, _at: int, event: events.Funded) -> None:
    """Credit the owner; whoever waited for the money may go on."""
    _open_kept_apart(state, event.settlement_system, event.posting)
    state.ledger.transfer(event.posting)
    ripen(state, event.posting.credit)


def _open_kept_apart(state: State, settlement_system: str, posting: Posting) -> None:
    """Open what money in a currency that is new to us needs: it is booked, not lost."""
    if posting.debit not in state.ledger.accounts:
        currency = posting.debit.rsplit(":", 1)[1]
        state.ledger.open(mirror_account(settlement_system, currency), currency, None)
        state.ledger.open(posting.credit, currency, 0)


def leg_early(state: State, _at: int, event: events.LegEarly) -> None:
    """Keep the money apart until the leg is known."""
    _open_kept_apart(state, event.settlement_system, event.posting)
    state.ledger.transfer(event.posting)
    state.early[event.reference] = event.posting.amount


def statement_taken(state: State, at: int, event: events.StatementTaken) -> None:
    """Note which closed cycles this statement found funded; one that differs is asked again."""
    mirror = mirror_account(event.settlement_system, event.currency)
    before = state.differences.get(mirror, 0)
    state.differences[mirror] = event.difference
    if event.difference and not before:
        key = f"{event.settlement_system}:{event.currency}"
        state.timers.set(at + PATIENCE_MS, "statement", key)
    for pact in state.pacts.values():
        if (pact.settlement_system, pact.currency) == (event.settlement_system, event.currency):
            for cycle in pact.cycles.values():
                if cycle.ours.declaration is not None:
                    cycle.is_funded = not event.difference
            state.ripe[CYCLES_RIPE + pact.agreement_id] = 1


def statement_asked(state: State, at: int, event: events.StatementAsked) -> None:
    """Ask again as long as the statement differs; once it agrees, the timer is passed over."""
    key = f"{event.settlement_system}:{event.currency}"
    state.timers.set(at + PATIENCE_MS, "statement", key)


def defunding_requested(state: State, at: int, event: events.DefundingRequested) -> None:
    """Hold the money until the settlement system answers."""
    state.ledger.hold(pay_out_hold(event.defunding_id), (event.posting,))
    defunding = Defunding(event.settlement_system, event.posting)
    state.defundings[event.defunding_id] = defunding
    state.timers.set(at + PATIENCE_MS, "defunding", event.defunding_id)


def defunding_queried(state: State, at: int, event: events.DefundingQueried) -> None:
    """Ask again later if this has no answer either."""
    state.timers.set(at + PATIENCE_MS, "defunding", event.defunding_id)


def defunded(state: State, _at: int, event: events.Defunded) -> None:
    """Post what was paid out."""
    state.ledger.post(pay_out_hold(event.defunding_id))
    done = state.defundings.pop(event.defunding_id)
    state.defunded[event.defunding_id] = done.posting.amount


def defunding_refused(state: State, _at: int, event: events.DefundingRefused) -> None:
    """Make the money available again."""
    state.ledger.void(pay_out_hold(event.defunding_id))
    defunding = state.defundings.pop(event.defunding_id)
    ripen(state, defunding.posting.debit)


def case_opened(state: State, _at: int, event: events.CaseOpened) -> None:
    """Keep what people have to look into."""
    state.cases[f"{event.kind.value}: {event.case_id}"] = event.text


def case_closed(state: State, _at: int, event: events.CaseClosed) -> None:
    """Put the case away."""
    del state.cases[event.case_id]


def time_passed(state: State, _at: int, _event: events.TimePassed) -> None:
    """Go on to the next instant at which something is due."""
    state.timers.drop_first()


def peer_heard(state: State, _at: int, event: events.PeerHeard) -> None:
    """Remember how far the other node's stream has come."""
    stream = state.peers.get(event.operator_id)
    if stream is None:
        stream = state.peers[event.operator_id] = PeerStream()
    stream.received, stream.received_chain = event.sequence, event.chain
    stream.head = max(stream.head, event.head)


def system_heard(state: State, _at: int, event: events.SystemHeard) -> None:
    """Remember how far the settlement system's stream has come."""
    state.systems[event.settlement_system] = event.sequence


def resolution_proposed(state: State, _at: int, event: events.ResolutionProposed) -> None:
    """Remember the first person; another record in its place starts anew."""
    known = _resolution(state, event)
    known.first_person, known.is_signed_here = event.person, False


def resolution_confirmed(state: State, _at: int, event: events.ResolutionConfirmed) -> None:
    """Count this operator's signature; at the decider the payment is frozen from here on."""
    _resolution(state, event).is_signed_here = True
    payment = payment_of(state, event.agreement_id, event.payment_id)
    if payment is not None and payment.side is Side.CREDITOR and not payment.is_final:
        freeze(state, event.agreement_id, event.payment_id, "its end is being signed")


def resolution_heard(state: State, _at: int, event: events.ResolutionHeard) -> None:
    """Count the other operator's signature."""
    _resolution(state, event).is_signed_there = True


def _resolution(
    state: State,
    event: events.ResolutionProposed | events.ResolutionConfirmed | events.ResolutionHeard,
) -> Resolution:
    """Return the record of these words; one of other words gives way to it."""
    key = resolution_key(event.agreement_id, event.payment_id)
    known = state.resolutions.get(key)
    if known is None or (known.outcome, known.cycle) != (event.outcome, event.cycle):
        known = state.resolutions[key] = Resolution(event.outcome, event.cycle)
    return known
