"""The policy of our leg: two different people put it in force, and nothing passes without one."""

from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import AnyEvent, PolicyActivated, PolicyProposed
from tallystick.core.screening_commands import ConfirmPolicy
from tallystick.core.state import Pact, State
from tallystick.terms.good_guys import DIGEST_BYTES


def confirm_policy(state: State, _at: int, command: ConfirmPolicy) -> list[AnyEvent]:
    """Take a person's word for a policy; the second one's puts it in force.

    A word for another policy than the one that waits takes its place: it is a first one.
    """
    agreement_id, digest, version, person = (
        command.agreement_id,
        command.digest,
        command.version,
        command.person,
    )
    pact = state.pacts.get(agreement_id)
    fault = _fault(pact, command)
    if pact is None or fault:
        return not_allowed(agreement_id, fault)
    waiting = pact.next_policy
    if waiting is None or waiting.digest != digest:
        return [PolicyProposed(agreement_id, digest, version, person)]
    if waiting.person == person:
        return not_allowed(agreement_id, "two different people put a policy in force")
    return [PolicyActivated(agreement_id, digest, version, waiting.person, person)]


def _fault(pact: Pact | None, command: ConfirmPolicy) -> str:
    if pact is None:
        return "the agreement is not adopted here"
    if len(command.digest) != DIGEST_BYTES:
        return "a policy is named by the SHA-256 of its text"
    policy = pact.policy
    if policy is not None and policy.digest == command.digest:
        return "this policy is in force already"
    following = policy.version + 1 if policy is not None else 1
    return "" if command.version == following else f"the next policy is version {following}"
