"""What settlement is bounded by, as a certificate names it."""

from typing import Final, NamedTuple

ACCOUNT: Final = "account"
BILATERAL: Final = "bilateral"
MULTILATERAL: Final = "multilateral"


class Bounded(NamedTuple):
    """An account or a limit, by numbers of the instance: what a multiplier is for.

    `creditor` is that of a bilateral limit, and None for an account or a multilateral limit.
    """

    kind: str
    participant: int
    creditor: int | None
    currency: int
