"""The policies of our legs, and good-guy entries: two people say yes to each.

A policy is what the settings propose: there is no other way to bring one in. A good-guy entry
is of a party in a payment that is here, and of what a list says now.
"""

from tallystick.admission.good_guys import Likeness, likeness_in
from tallystick.core.screening_commands import (
    ConfirmGoodGuy,
    ConfirmPolicy,
    ProposeGoodGuy,
    RevokeGoodGuy,
)
from tallystick.node.doors.asked import GoodGuyNamed, GoodGuyProposal, Nothing, PolicyNamed
from tallystick.node.doors.inside import INVALID, UNKNOWN, Inside, Refusal, act
from tallystick.node.doors.told import Act, GoodGuys, Policies, PolicyTold
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.node.runner import Runner
from tallystick.screening.policy import Policy, text_of
from tallystick.terms.instants import DAY_MS
from tallystick.views import grounds as views


async def read_policies(inside: Inside, _party: Party, _asked: Nothing) -> Policies | Refusal:
    """Tell by which policy each leg is screened, and which one waits for two people."""
    runner = inside.runner
    return await runner.read(lambda node: Policies(_policies(runner, node)))


def _policies(runner: Runner, node: Node) -> list[PolicyTold]:
    grounds = runner.grounds
    proposed = grounds.proposed if grounds is not None else {}

    def text(digest: bytes) -> str:
        return grounds.shelf.text(digest).decode() if grounds is not None else ""

    return [
        PolicyTold(
            name,
            views.policy_in_force(pact.policy, text),
            _waiting(node, name, proposed.get(name)),
        )
        for name, pact in node.state.pacts.items()
    ]


def _waiting(node: Node, agreement_id: str, policy: Policy | None) -> views.PolicyWaiting | None:
    pact = node.state.pacts[agreement_id]
    if policy is None or (pact.policy is not None and pact.policy.digest == policy.digest):
        return None
    return views.policy_waiting(pact.next_policy, policy.digest, text_of(policy).decode())


async def confirm_policy(inside: Inside, party: Party, asked: PolicyNamed) -> Act | Refusal:
    """Say yes to the policy that the settings propose, as the first or second of two people."""
    runner = inside.runner
    proposed = runner.grounds.proposed if runner.grounds is not None else {}
    policy = proposed.get(asked.agreement)
    if policy is None:
        return Refusal(UNKNOWN, f"The settings propose no policy for {asked.agreement}.")
    if policy.digest.hex() != asked.digest:
        detail = f"The settings propose {policy.digest.hex()} for {asked.agreement}, no other."
        return Refusal(INVALID, detail)
    version = await runner.read(lambda node: _next_version(node, asked.agreement))
    command = ConfirmPolicy(asked.agreement, policy.digest, version, party.id)
    return await act(inside, asked.agreement, command)


def _next_version(node: Node, agreement_id: str) -> int:
    pact = node.state.pacts.get(agreement_id)
    in_force = pact.policy if pact is not None else None
    return in_force.version + 1 if in_force is not None else 1


async def read_good_guys(inside: Inside, _party: Party, _asked: Nothing) -> GoodGuys | Refusal:
    """Tell the good-guy entries, those that wait for a second person included."""
    return GoodGuys(await inside.runner.read(lambda node: views.good_guys(node.state)))


async def propose_good_guy(inside: Inside, party: Party, asked: GoodGuyProposal) -> Act | Refusal:
    """Say, as the first of two people, that a party of a payment is not the listed entity."""
    found = await inside.runner.read(lambda node: _likeness(inside.runner, node, asked))
    if isinstance(found, Refusal):
        return found
    expires_at = inside.runner.around.clock.now_ms() + asked.days * DAY_MS
    command = ProposeGoodGuy(
        found.party,
        asked.list,
        asked.entity,
        found.content,
        asked.reason,
        expires_at,
        party.id,
        asked.payment_id,
    )
    return await act(inside, found.good_guy_id, command)


def _likeness(runner: Runner, node: Node, asked: GoodGuyProposal) -> Likeness | Refusal:
    payment = node.state.payments.get(asked.payment_id)
    desk = runner.desks.get(payment.order.agreement_id) if payment is not None else None
    beside = node.attachments(asked.payment_id) if desk is not None else ()
    if desk is None or not beside:
        return Refusal(UNKNOWN, f"The message of payment {asked.payment_id} is not here.")
    found = likeness_in(desk, beside[0].content, asked.path, (asked.list, asked.entity))
    return found if isinstance(found, Likeness) else Refusal(INVALID, found)


async def confirm_good_guy(inside: Inside, party: Party, asked: GoodGuyNamed) -> Act | Refusal:
    """Say so too, as the second person."""
    return await act(inside, asked.good_guy_id, ConfirmGoodGuy(asked.good_guy_id, party.id))


async def revoke_good_guy(inside: Inside, party: Party, asked: GoodGuyNamed) -> Act | Refusal:
    """End an entry."""
    return await act(inside, asked.good_guy_id, RevokeGoodGuy(asked.good_guy_id, party.id))
