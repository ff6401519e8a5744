"""What can happen to a bulk: a file of many orders, staged before any of them is decided."""

from tallystick.core.agreements import BulkRefusal
from tallystick.core.events.shared import Event
from tallystick.core.orders import RefusedTransaction, StagedOrder
from tallystick.terms.reasons import StatusReason


class BulkEvent(Event, frozen=True):
    """Something happened to one bulk."""

    bulk_id: str


class BulkOpened(BulkEvent, frozen=True):
    """A bulk is being staged; past `deadline_at` without news of it, it is dropped.

    `opening` is its number among all that were ever opened here: what the vault keeps of it
    is named by that, since a bulk that was dropped may be opened again. `refusal` is that of
    the agreement in force, and stays the bulk's own.
    """

    agreement_id: str
    participant_id: str
    content: bytes
    opening: int
    deadline_at: int
    refusal: BulkRefusal = BulkRefusal.WHOLE


class OrdersStaged(BulkEvent, frozen=True):
    """These orders are staged, numbered from `first` on; nothing of them is decided.

    The `refused` among them cannot be orders, and are never released.
    """

    opening: int
    first: int
    orders: tuple[StagedOrder, ...]
    deadline_at: int
    refused: tuple[RefusedTransaction, ...] = ()


class BulkSealed(BulkEvent, frozen=True):
    """The bulk is whole and adds up: its orders are released one by one from now on.

    One that has no orders, since each of its transactions is refused, is forgotten past
    `forget_at`; of any other that is 0.
    """

    forget_at: int = 0


class BulkDropped(BulkEvent, frozen=True):
    """The bulk is refused as a whole; none of its orders was ever a payment.

    Past `forget_at` nothing is remembered of it.
    """

    reason: StatusReason
    forget_at: int


class BulkRepeated(BulkEvent, frozen=True):
    """The same file came again; how the bulk stands is told again."""


class OrderReleased(BulkEvent, frozen=True):
    """An order of the bulk was taken up; `is_stored` says whether it became a payment.

    After the last one the bulk is forgotten past `forget_at`; before, that is 0.
    """

    number: int
    payment_id: str
    is_stored: bool
    forget_at: int


class BulkForgotten(BulkEvent, frozen=True):
    """Nothing is remembered of the bulk any more; its payments are."""
