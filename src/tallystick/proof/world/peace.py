"""What peace means: nothing is left to happen, and both halves are equal."""

from typing import TYPE_CHECKING

from tallystick.core.effects import SystemEventKind
from tallystick.core.invariants import audit
from tallystick.core.state import State
from tallystick.sandbox.bank import Bank
from tallystick.terms.errors import InvariantError
from tallystick.terms.reasons import PaymentStatus

_CLOSED = SystemEventKind.CYCLE_CLOSED

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World


def unrest(world: "World") -> list[str]:
    """Return what has yet to happen before all is quiet."""
    left: list[str] = []
    for site in world.sites.values():
        if site.node is None or not site.node.may_decide:
            return [f"{site.operator_id} is not up"]
        left += _undone(site.node.state)
        left += _unheard(site)
        for name, system in world.systems.items():
            if len(system.streams.get(site.operator_id, [])) > site.node.state.systems.get(
                name, 0
            ):
                left.append(f"{name} is not heard out at {site.operator_id}")
    for bank in world.banks.values():
        left += [f"order {o.payment_id} has no final answer" for o in bank.unanswered()]
        asked = bank.office.unanswered()
        left += [f"{each.assignment_id} has no answer at {each.assigner}" for each in asked]
    return left + _unsettled(world)


def _undone(state: State) -> list[str]:
    left = [
        f"payment {payment_id} is {payment.state} at {state.operator_id}"
        for payment_id, payment in state.payments.items()
        if not payment.is_final
    ]
    left += [
        f"{name} is {question.state} at {state.operator_id}"
        for name, question in state.assignments.items()
        if not question.is_ended
    ]
    left += [
        f"bulk {name} is {bulk.state} at {state.operator_id}"
        for name, bulk in state.bulks.items()
        if bulk.is_open or bulk.is_releasing
    ]
    left += [f"defunding {name} is open at {state.operator_id}" for name in state.defundings]
    for pact in state.pacts.values():
        left += [f"{name} is frozen at {state.operator_id}" for name in pact.frozen]
        for number, cycle in pact.cycles.items():
            if cycle.ours.payment_ids or cycle.theirs.payment_ids or cycle.ours.declaration:
                left.append(f"cycle {number} is not settled at {state.operator_id}")
    return left


def _unheard(site: "Site") -> list[str]:
    done = site.disk.acknowledged()
    return [
        f"{destination} has not heard {site.operator_id} out"
        for destination, head in site.disk.outbox_heads().items()
        if head > done.get(destination, 0)
    ]


def _unsettled(world: "World") -> list[str]:
    numbers = {
        site.node.state.pacts[world.agreement.agreement_id].last_settled
        for site in world.sites.values()
        if site.node is not None
    }
    return [] if len(numbers) == 1 else ["the nodes have settled different cycles"]


def inequality(world: "World") -> list[str]:
    """Return what is not equal, now that all is quiet."""
    found: list[str] = []
    for site in world.sites.values():
        if site.node is None:
            continue
        try:
            audit(site.node.state)
        except InvariantError as error:
            found.append(f"{site.operator_id}: {error}")
        found += _prefunding(world, site)
        found += _untold(world, site)
    return found + _customers(world)


def _prefunding(world: "World", site: "Site") -> list[str]:
    """Compare each mirror account with what the settlement system really holds."""
    assert site.node is not None
    found = []
    for name, system in world.systems.items():
        mirror = site.node.state.ledger.accounts[f"mirror:{name}:{system.currency}"]
        holds = system.balances.get(site.operator_id, 0)
        if -mirror.balance != holds:
            found.append(f"{name} holds {holds} for {site.operator_id}, not {-mirror.balance}")
    return found


def _untold(world: "World", site: "Site") -> list[str]:
    """Every bank of a site has heard of every cycle that closed there, once and in order."""
    assert site.node is not None
    closed = site.node.state.pacts[world.agreement.agreement_id].open_cycle - 1
    found = []
    for bank in world.banks.values():
        if world.site_of(bank) is site:
            heard = [e.number for e in bank.system_events if e.kind is _CLOSED]
            if heard != list(range(1, closed + 1)):
                found.append(f"{bank.participant_id} heard of cycles {heard} of {closed} closed")
    return found


def _customers(world: "World") -> list[str]:
    """Every payment that the debtor's bank knows as settled was credited once, and no other."""
    found = []
    banks = list(world.banks.values())
    credited = {name for bank in banks for name in bank.credited}
    for bank in banks:
        for payment_id, answer in bank.answers.items():
            if payment_id not in bank.orders:
                continue
            settled = answer.status is PaymentStatus.ACSC
            if settled != (payment_id in credited):
                told = f"{payment_id}: its sender was told {answer.status}"
                found.append(f"{told}, {_credit(banks, payment_id)}")
    return found


def _credit(banks: list[Bank], payment_id: str) -> str:
    times = sum(bank.credited.get(payment_id, 0) for bank in banks)
    return f"its customer was credited {times} times"
