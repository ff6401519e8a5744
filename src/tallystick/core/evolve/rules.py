"""What the events of currency control do to the state."""

from tallystick.core import events
from tallystick.core.rule_sets import Accumulation, RulesProposal
from tallystick.core.state import Payment, State
from tallystick.terms.disclosures import last_day_of
from tallystick.terms.instants import DAY_MS

# A business date is never behind the date of UTC by more: offset, and when a local day begins.
BEHIND_DAYS = 3


def rules_proposed(state: State, _at: int, event: events.RulesProposed) -> None:
    """Remember the first person."""
    state.rules_proposed = RulesProposal(event.rules, event.digest, event.person)


def rules_adopted(state: State, _at: int, _event: events.RulesAdopted) -> None:
    """Judge by these rules from now on; what is reserved keeps what it was judged by."""
    proposed = state.rules_proposed
    assert proposed is not None, "somebody proposed it"
    state.rule_set, state.rules_digest = proposed.rules, proposed.digest
    state.rules_proposed = None


def rules_applied(state: State, _at: int, event: events.RulesApplied) -> None:
    """Count the payment wherever it counts, as reserved."""
    payment = state.payments[event.payment_id]
    payment.judged_by = event.digest
    payment.counted, payment.reported = event.counted, event.reported
    for period, name in event.counted:
        if period not in state.accumulations:
            state.accumulations[period] = {}
            over_at = (last_day_of(period) + BEHIND_DAYS) * DAY_MS
            state.timers.set(over_at, "period", period)
        persons = state.accumulations[period]
        persons.setdefault(name, Accumulation()).reserved += event.amount


def rule_broken(state: State, _at: int, event: events.RuleBroken) -> None:
    """Remember what the payment's bank is told."""
    state.payments[event.payment_id].broken = event.broken


def period_ended(state: State, _at: int, event: events.PeriodEnded) -> None:
    """Forget what was counted in it."""
    del state.accumulations[event.period]


def count_for_good(state: State, payment: Payment) -> None:
    """Count a settled payment as definite; what belongs to a period that is over is passed by."""
    for period, name in payment.counted:
        if period in state.accumulations:
            found = state.accumulations[period][name]
            found.reserved -= payment.own_amount
            found.definite += payment.own_amount


def count_no_more(state: State, payment: Payment) -> None:
    """Take back what a payment counted that ended without paying; nothing is kept of nothing."""
    for period, name in payment.counted:
        if period in state.accumulations:
            persons = state.accumulations[period]
            persons[name].reserved -= payment.own_amount
            if persons[name] == Accumulation():
                del persons[name]
