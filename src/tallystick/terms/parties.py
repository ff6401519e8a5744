"""Who stands on which side of a payment, and how urgent the payment is."""

from enum import IntEnum, StrEnum


class Side(StrEnum):
    """The end of a payment a node speaks for: the payer's or the payee's."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"

    @property
    def other(self) -> "Side":
        """The opposite end."""
        return Side.CREDITOR if self is Side.DEBTOR else Side.DEBTOR


class Priority(IntEnum):
    """How a payment waits in a queue: the smaller number goes first."""

    URGENT = 0
    NORMAL = 1
