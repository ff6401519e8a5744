"""What the events of policies, good-guy entries and holds do to the state."""

from msgspec.structs import replace

from tallystick.core import events
from tallystick.core.grounds import PolicyInForce, PolicyProposal
from tallystick.core.state import State


def policy_proposed(state: State, at: int, event: events.PolicyProposed) -> None:
    """Remember the first person's word; there is one proposal at a time."""
    proposal = PolicyProposal(event.digest, event.version, event.person, at)
    state.pacts[event.agreement_id].next_policy = proposal


def policy_activated(state: State, at: int, event: events.PolicyActivated) -> None:
    """Decide by this policy from now on."""
    pact = state.pacts[event.agreement_id]
    people = event.first_person, event.second_person
    pact.policy = PolicyInForce(event.digest, event.version, *people, at)
    pact.next_policy = None
    state.regroundings += 1


def good_guy_proposed(state: State, _at: int, event: events.GoodGuyProposed) -> None:
    """Keep the entry until it is confirmed, ended, or its time has run out."""
    entry = event.entry
    state.good_guys[entry.good_guy_id] = entry
    state.timers.set(entry.expires_at, "good guy", entry.good_guy_id)


def good_guy_confirmed(state: State, _at: int, event: events.GoodGuyConfirmed) -> None:
    """Let the entry count."""
    entry = state.good_guys[event.good_guy_id]
    state.good_guys[event.good_guy_id] = replace(entry, confirmed_by=event.person)
    state.regroundings += 1


def good_guy_ended(
    state: State, _at: int, event: events.GoodGuyRevoked | events.GoodGuyExpired
) -> None:
    """Forget the entry."""
    del state.good_guys[event.good_guy_id]
    state.regroundings += 1


def escalated(state: State, _at: int, event: events.PaymentEscalated) -> None:
    """Ask for a supervisor's word from now on."""
    state.payments[event.payment_id].is_escalated = True


def release_proposed(state: State, _at: int, event: events.ReleaseProposed) -> None:
    """Remember the first person."""
    payment = state.payments[event.payment_id]
    payment.released_by, payment.released_for = event.person, event.reason
    payment.released_as = event.standing


def release_withdrawn(state: State, _at: int, event: events.ReleaseWithdrawn) -> None:
    """Forget the first person's word."""
    state.payments[event.payment_id].released_by = ""
