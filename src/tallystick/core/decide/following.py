"""What becomes possible because of something else, done by one command each.

Waiting payments leave in the order of priority and age; a queue is strict,
nobody overtakes the first, however small. A cycle that waited for a frozen
payment or for a statement is compared and signed once it has come. A recall that
waited for its payment's decision goes on with it.
"""

from tallystick.core.commands import Proceed
from tallystick.core.decide import inward, outward
from tallystick.core.decide.assigner import recall_on
from tallystick.core.decide.cycles import advance
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import AnyEvent, QueueWaited
from tallystick.core.state import CYCLES_RIPE, RECALL_RIPE, State
from tallystick.terms.parties import Side


def proceed(state: State, at: int, _command: Proceed) -> list[AnyEvent]:
    """Do the first thing that is ripe; if it turns out that it is not, note that it waits on."""
    key = next(iter(state.ripe), None)
    if key is None:
        return not_allowed("proceed", "nothing waits that could go on")
    if key.startswith(CYCLES_RIPE):
        return advance(state, state.pacts[key.removeprefix(CYCLES_RIPE)]) or [QueueWaited(key)]
    if key.startswith(RECALL_RIPE):
        return recall_on(state, at, key.removeprefix(RECALL_RIPE))
    return _release(state, at, key) or [QueueWaited(key)]


def _release(state: State, at: int, account_id: str) -> list[AnyEvent]:
    payment = state.payments[state.queues[account_id][0][2]]
    pact = state.pacts[payment.order.agreement_id]
    if payment.order.payment_id in pact.frozen:
        return []
    go_on = outward.go_on if payment.side is Side.DEBTOR else inward.go_on
    return go_on(state, at, pact, payment)
