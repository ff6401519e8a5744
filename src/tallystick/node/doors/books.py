"""What a party may read: its own payments and money, and what everybody may know."""

from tallystick.core.state import State
from tallystick.node.doors.asked import (
    CycleNamed,
    CyclesSought,
    Nothing,
    PaymentNamed,
    PaymentsSought,
)
from tallystick.node.doors.inside import UNKNOWN, Inside, Refusal, books, viewer
from tallystick.node.doors.told import (
    Agreements,
    Cases,
    Participants,
    PeerTold,
    Positions,
    Providers,
    Reasons,
    Status,
)
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.node.runner import Runner
from tallystick.terms.instants import Instant
from tallystick.views import cycles, history, payments, positions, reference, review
from tallystick.views.cycles import CycleList, CycleView
from tallystick.views.history import CycleHistory, PaymentHistory
from tallystick.views.payments import PaymentList, PaymentView


async def read_payments(
    inside: Inside, party: Party, asked: PaymentsSought
) -> PaymentList | Refusal:
    """Tell a participant its payments, a person of the operator all payments."""
    looking = viewer(party)
    return await inside.runner.read(
        lambda node: payments.payments(
            books(inside, node), looking, asked.after, asked.limit, asked.state
        )
    )


async def read_payment(inside: Inside, party: Party, asked: PaymentNamed) -> PaymentView | Refusal:
    """Tell how a payment stands; another's is as if it were not there."""
    looking = viewer(party)
    found = await inside.runner.read(
        lambda node: payments.payment(books(inside, node), looking, asked.payment_id)
    )
    return found or _no_payment(asked)


async def read_history(
    inside: Inside, party: Party, asked: PaymentNamed
) -> PaymentHistory | Refusal:
    """Tell what happened to a payment: a participant what it was told, people everything."""
    looking = viewer(party)
    found = await inside.runner.read(
        lambda node: history.payment_history(books(inside, node), looking, asked.payment_id)
    )
    return found or _no_payment(asked)


def _no_payment(asked: PaymentNamed) -> Refusal:
    return Refusal(UNKNOWN, f"There is no payment {asked.payment_id} of yours.")


async def read_cycles(inside: Inside, _party: Party, asked: CyclesSought) -> CycleList | Refusal:
    """Tell an agreement's cycles, open and settled."""
    found = await inside.runner.read(
        lambda node: cycles.cycles(books(inside, node), asked.agreement, asked.after, asked.limit)
    )
    return found or Refusal(UNKNOWN, f"There is no agreement {asked.agreement} in force here.")


async def read_cycle(inside: Inside, _party: Party, asked: CycleNamed) -> CycleView | Refusal:
    """Tell how a cycle stands."""
    found = await inside.runner.read(
        lambda node: cycles.cycle(books(inside, node), asked.agreement, asked.cycle)
    )
    return found or Refusal(UNKNOWN, f"There is no cycle {asked.cycle} of {asked.agreement}.")


async def read_cycle_history(
    inside: Inside, _party: Party, asked: CycleNamed
) -> CycleHistory | Refusal:
    """Tell what happened to a cycle."""
    return await inside.runner.read(
        lambda node: history.cycle_history(books(inside, node), asked.agreement, asked.cycle)
    )


async def read_positions(inside: Inside, party: Party, _asked: Nothing) -> Positions | Refusal:
    """Tell a party its accounts, a person of the operator all accounts."""
    looking = viewer(party)
    return Positions(
        await inside.runner.read(lambda node: positions.positions(node.state, looking))
    )


async def read_agreements(inside: Inside, _party: Party, _asked: Nothing) -> Agreements | Refusal:
    """Tell which agreements there are."""
    return Agreements(await inside.runner.read(lambda node: reference.agreements(node.state)))


async def read_participants(
    inside: Inside, party: Party, _asked: Nothing
) -> Participants | Refusal:
    """Tell who takes part."""
    looking = viewer(party)
    return Participants(
        await inside.runner.read(lambda node: reference.participants(node.state, looking))
    )


async def read_providers(inside: Inside, party: Party, _asked: Nothing) -> Providers | Refusal:
    """Tell who exchanges, and at what standing rate."""
    looking = viewer(party)
    return Providers(
        await inside.runner.read(lambda node: reference.providers(node.state, looking))
    )


async def read_reasons(_inside: Inside, _party: Party, _asked: Nothing) -> Reasons | Refusal:
    """Tell what each reason means."""
    return Reasons(reference.reasons())


async def read_cases(inside: Inside, _party: Party, _asked: Nothing) -> Cases | Refusal:
    """Tell what has to be looked into."""
    return Cases(await inside.runner.read(lambda node: review.cases(node.state)))


async def read_status(inside: Inside, _party: Party, _asked: Nothing) -> Status | Refusal:
    """Tell how the node stands, and why it does not decide if it does not."""
    runner = inside.runner
    return await runner.read(lambda node: _status(runner, node))


def _status(runner: Runner, node: Node) -> Status:
    state, (head, head_hash) = node.state, node.head
    why, now = runner.halted_because, runner.around.clock.now_ms()
    return Status(
        state.operator_id,
        head,
        head_hash.hex(),
        now,
        not why,
        why,
        runner.inbox_length,
        len(state.payments),
        review.count_held(state),
        len(state.cases),
        _peers(node),
        state.bundle.hex(),
        state.bundle_valid_until,
        runner.lists_because or _stale(state, now),
    )


def _stale(state: State, now: Instant) -> str:
    """Return why the lists in force clear nothing, "" if they do."""
    if not state.bundle:
        return "no lists are in force"
    return "the lists in force are too old" if now >= state.bundle_valid_until else ""


def _peers(node: Node) -> list[PeerTold]:
    acknowledged = node.store.acknowledged()
    return [
        PeerTold(
            operator_id,
            stream.received,
            stream.sent,
            acknowledged.get(f"peer:{operator_id}", 0),
            node.known_head(operator_id),
            node.clock_of(operator_id),
        )
        for operator_id, stream in node.state.peers.items()
    ]
