"""What the desks judge by besides the lists: the policy in force, and the good-guy entries.

The settings propose a policy; the books say which one two people have put in force. The
desks judge by that one, whatever the settings say by now. What they know is a copy of
the books: a verdict by an older one is not current, and the core asks for another.
"""

from collections.abc import Mapping

from tallystick.admission.desk import Desk
from tallystick.core.grounds import GoodGuy
from tallystick.core.state import Pact, State
from tallystick.node.policy_shelf import PolicyShelf
from tallystick.screening.good_guys import GoodGuys
from tallystick.screening.policy import Policy, read_policy
from tallystick.terms.errors import SettingError


class Grounds:
    """The policies of one node's legs: what its settings propose, and where all texts are."""

    def __init__(self, proposed: Mapping[str, Policy], shelf: PolicyShelf) -> None:
        self.proposed = proposed
        self.shelf = shelf
        self._followed: tuple[int, ...] = ()

    def follow(self, desks: Mapping[str, Desk], state: State) -> Mapping[str, Desk]:
        """Return the desks as they judge by these books; the same ones if nothing has changed."""
        now = state.regroundings, *(pact.current for pact in state.pacts.values())
        if now == self._followed:
            return desks
        self._followed = now
        return self.applied(desks, state)

    def applied(self, desks: Mapping[str, Desk], state: State) -> dict[str, Desk]:
        """Return the desks as they judge by these books.

        Where no policy is in force, its text cannot be read any more, it lacks a list that the
        agreement names by now, or has an exemption that it does not, a desk judges by what the
        settings propose: the core then holds what it judged.
        """
        counting = frozenset(map(_counting, state.good_guys.values())) - {""}
        return {
            name: desk._replace(
                policy=self._policy(name, desk, state),
                good_guys=GoodGuys(counting, desk.good_guys.contents),
            )
            for name, desk in desks.items()
        }

    def _policy(self, agreement_id: str, desk: Desk, state: State) -> Policy:
        proposed = self.proposed.get(agreement_id, desk.policy)
        pact = state.pacts.get(agreement_id)
        in_force = pact.policy if pact is not None else None
        if pact is None or in_force is None or in_force.digest == proposed.digest:
            return proposed
        policy = self._on_shelf(in_force.digest)
        return policy if policy is not None and _is_enough(pact, policy) else proposed

    def unfit(self, state: State) -> list[str]:
        """Name the agreements whose policy in force cannot be judged by any more."""
        return [
            name
            for name, pact in state.pacts.items()
            if name in self.proposed
            and pact.policy is not None
            and pact.policy.digest != self.proposed[name].digest
            and not self._is_fit(pact, pact.policy.digest)
        ]

    def _is_fit(self, pact: Pact, digest: bytes) -> bool:
        policy = self._on_shelf(digest)
        return policy is not None and policy.digest == digest and _is_enough(pact, policy)

    def _on_shelf(self, digest: bytes) -> Policy | None:
        try:
            return read_policy(self.shelf.text(digest))
        except SettingError:
            return None


def _is_enough(pact: Pact, policy: Policy) -> bool:
    """Tell whether a policy does what the version in force asks of our end.

    It has every list, and no exemption but one that the version names, on the same legal basis.
    """
    if not pact.current:
        return True
    end, exemption = pact.own_end, policy.exemption
    agreed = exemption is None or (exemption.id, exemption.legal_basis) in end.exemptions
    return agreed and all(name in policy.by_list for name in end.screening_lists)


def _counting(entry: GoodGuy) -> str:
    return entry.good_guy_id if entry.confirmed_by else ""
