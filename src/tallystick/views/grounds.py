"""What verdicts rest on, for the operator's people: policies and good-guy entries."""

from collections.abc import Callable

import msgspec

from tallystick.core.grounds import PolicyInForce, PolicyProposal
from tallystick.core.state import State


class PolicyView(msgspec.Struct, frozen=True):
    """The policy in force: its digest and number, who put it in force, since when, its text.

    The text is empty if the node's folder has it no more.
    """

    digest: str
    version: int
    first_person: str
    second_person: str
    since: int
    text: str


class PolicyWaiting(msgspec.Struct, frozen=True):
    """The policy that the settings propose, and who has confirmed it; "" if nobody has yet."""

    digest: str
    confirmed_by: str
    text: str


class GoodGuyView(msgspec.Struct, frozen=True):
    """A good-guy entry; without `confirmed_by` it waits for the second person.

    Of the party there is a digest alone: `seen_in` is the payment whose message names it.
    """

    good_guy_id: str
    list: str
    entity: str
    reason: str
    expires_at: int
    proposed_by: str
    confirmed_by: str
    seen_in: str


def policy_in_force(
    policy: PolicyInForce | None, text: Callable[[bytes], str]
) -> PolicyView | None:
    """Return the policy in force, None if there is none: then everything is held."""
    if policy is None:
        return None
    people = policy.first_person, policy.second_person
    digest = policy.digest
    return PolicyView(digest.hex(), policy.version, *people, policy.since, text(digest))


def policy_waiting(proposal: PolicyProposal | None, digest: bytes, text: str) -> PolicyWaiting:
    """Return the policy of the settings, with the first person's word for it if there is one."""
    is_same = proposal is not None and proposal.digest == digest
    person = proposal.person if proposal is not None and is_same else ""
    return PolicyWaiting(digest.hex(), person, text)


def good_guys(state: State) -> list[GoodGuyView]:
    """Return the entries, in the order in which they were proposed."""
    return [
        GoodGuyView(
            entry.good_guy_id,
            entry.list_name,
            entry.entity_id,
            entry.reason.value,
            entry.expires_at,
            entry.proposed_by,
            entry.confirmed_by,
            entry.seen_in,
        )
        for entry in state.good_guys.values()
    ]
