"""The auditor's page of one bulk: everything that was staged of it, each under its number."""

from dataclasses import dataclass, field

from tallystick.core.orders import RefusedTransaction, StagedOrder
from tallystick.terms.reasons import StatusReason


@dataclass
class File:
    """A bulk as one opening of it came here, with everything that was staged of it.

    Orders and refused transactions are each under their numbers in the file. `firsts` are the
    numbers with which its parts began; `taken` orders were taken up, of
    which `repeated` became no payment.
    `spares_others` says that a transaction which is no order is refused alone.
    """

    bulk_id: str
    agreement_id: str
    sender: str
    content: bytes
    opening: int
    due_at: int
    spares_others: bool = False
    orders: dict[int, StagedOrder] = field(default_factory=dict)
    refused: dict[int, RefusedTransaction] = field(default_factory=dict)
    firsts: list[int] = field(default_factory=list)
    is_sealed: bool = False
    dropped_for: StatusReason | None = None
    taken: int = 0
    repeated: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is neither sealed nor dropped."""
        return not self.is_sealed and self.dropped_for is None

    @property
    def size(self) -> int:
        """How many transactions were staged."""
        return len(self.orders) + len(self.refused)

    @property
    def total(self) -> int:
        """What all of them come to: one that is refused alone counts like any other."""
        amounts = [each.order.amount for each in self.orders.values()]
        return sum(amounts) + sum(each.amount for each in self.refused.values())
