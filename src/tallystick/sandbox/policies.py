"""The two people of the sandbox confirm a policy: without that nothing passes a node."""

from typing import Final

from tallystick.core.screening_commands import ConfirmPolicy

TWO_PEOPLE: Final = ("ann", "bo")


def confirmed_by_two(agreement_id: str, digest: bytes, version: int = 1) -> list[ConfirmPolicy]:
    """Return the words of both people for the policy of this digest."""
    return [ConfirmPolicy(agreement_id, digest, version, person) for person in TWO_PEOPLE]
