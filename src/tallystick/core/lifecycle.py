"""The life of a payment: every state, and every step from one to the next.

One machine with two sides. On the debtor side a payment is received, perhaps
held or queued, reserved and forwarded; until it is forwarded the debtor node
alone may refuse it, from then on the creditor node alone decides. On the
creditor side it has arrived, is perhaps held or queued, reserved, presented to
the creditor's bank, and decided.

The table is the whole truth. A step that is not in it is refused and changes
nothing; `evolve` meets such a step only through a bug, and stops.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tallystick.terms.errors import InvariantError
from tallystick.terms.parties import Side


class PaymentState(StrEnum):
    """Where a payment stands on this node."""

    RECEIVED = "received"
    ARRIVED = "arrived"
    HELD = "held"
    QUEUED = "queued"
    RESERVED = "reserved"
    FORWARDED = "forwarded"
    PRESENTED = "presented"
    WITHDRAWING = "withdrawing"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    REFUSED = "refused"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TIMED_OUT = "timed out"
    BLOCKED = "blocked"
    RETURNED = "returned"


class Step(StrEnum):
    """What happens to a payment; each step is one event."""

    HOLD = "hold"
    QUEUE = "queue"
    RESERVE = "reserve"
    FORWARD = "forward"
    PRESENT = "present"
    ASK_WITHDRAWAL = "ask withdrawal"
    ACCEPT = "accept"
    SETTLE = "settle"
    REFUSE = "refuse"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    TIME_OUT = "time out"
    BLOCK = "block"
    RETURN = "return"


S = PaymentState
FINAL = frozenset(
    {
        S.SETTLED,
        S.REFUSED,
        S.REJECTED,
        S.WITHDRAWN,
        S.TIMED_OUT,
        S.BLOCKED,
        S.RETURNED,
    }
)

_OUTWARD: dict[Step, tuple[tuple[S, ...], S]] = {
    Step.HOLD: ((S.RECEIVED, S.HELD, S.QUEUED), S.HELD),
    Step.QUEUE: ((S.RECEIVED, S.HELD), S.QUEUED),
    Step.RESERVE: ((S.RECEIVED, S.HELD, S.QUEUED), S.RESERVED),
    Step.FORWARD: ((S.RESERVED,), S.FORWARDED),
    Step.REFUSE: ((S.RECEIVED, S.HELD, S.QUEUED), S.REFUSED),
    Step.BLOCK: ((S.RECEIVED, S.HELD, S.QUEUED), S.BLOCKED),
    Step.TIME_OUT: ((S.HELD, S.QUEUED), S.TIMED_OUT),
    Step.ASK_WITHDRAWAL: ((S.FORWARDED,), S.WITHDRAWING),
    Step.ACCEPT: ((S.FORWARDED, S.WITHDRAWING), S.ACCEPTED),
    Step.REJECT: ((S.FORWARDED, S.WITHDRAWING), S.REJECTED),
    Step.WITHDRAW: ((S.WITHDRAWING,), S.WITHDRAWN),
    Step.SETTLE: ((S.ACCEPTED,), S.SETTLED),
    Step.RETURN: ((S.SETTLED,), S.RETURNED),
}
# Arrived and reserved last no longer than the command that brings them about.
_WAITING = (S.HELD, S.QUEUED, S.PRESENTED)
_INWARD: dict[Step, tuple[tuple[S, ...], S]] = {
    Step.HOLD: ((S.ARRIVED, S.HELD, S.QUEUED, S.PRESENTED), S.HELD),
    Step.QUEUE: ((S.ARRIVED, S.HELD), S.QUEUED),
    Step.RESERVE: ((S.ARRIVED, S.HELD, S.QUEUED), S.RESERVED),
    Step.PRESENT: ((S.RESERVED, S.HELD), S.PRESENTED),
    Step.ACCEPT: ((S.PRESENTED, S.HELD), S.ACCEPTED),
    Step.BLOCK: ((S.RESERVED, S.PRESENTED, S.HELD), S.BLOCKED),
    Step.REJECT: ((S.ARRIVED, *_WAITING), S.REJECTED),
    Step.WITHDRAW: (_WAITING, S.WITHDRAWN),
    Step.SETTLE: ((S.ACCEPTED,), S.SETTLED),
    Step.RETURN: ((S.SETTLED,), S.RETURNED),
}


def _spread(side: Side, steps: dict[Step, tuple[tuple[S, ...], S]]) -> dict["Key", S]:
    return {(side, start, step): end for step, (starts, end) in steps.items() for start in starts}


Key = tuple[Side, PaymentState, Step]
TABLE: Mapping[Key, PaymentState] = MappingProxyType(
    {**_spread(Side.DEBTOR, _OUTWARD), **_spread(Side.CREDITOR, _INWARD)}
)
_TABLE = dict(TABLE)


def permits(side: Side, state: PaymentState, step: Step) -> bool:
    """Whether the table has this step."""
    return (side, state, step) in _TABLE


def after(side: Side, state: PaymentState, step: Step) -> PaymentState:
    """Return the state that the step leads to.

    Raises:
        InvariantError: the table has no such step; the caller should have asked.
    """
    try:
        return _TABLE[side, state, step]
    except KeyError:
        detail = f"a payment that is {state} on the {side} side cannot {step}"
        raise InvariantError(detail) from None
