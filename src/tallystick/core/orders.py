"""What one bank asks of the link, and the terms on which it is asked.

Nothing here is personal data: agents, amounts, identifiers and keyed digests.
Names, accounts and remittance text stay in the vault.
"""

from enum import StrEnum

import msgspec

from tallystick.core.rule_sets import UNTOLD, Facts
from tallystick.terms.money import Rate
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Verdict


class OrderKind(StrEnum):
    """What the payment is for."""

    TRANSFER = "transfer"
    RETURN = "return"


class Decision(StrEnum):
    """What the creditor node, the one decider, made of a forwarded payment."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"

    @property
    def is_final_debit(self) -> bool:
        """Whether the debtor node must settle: the money has left for good."""
        return self in _FINAL_DEBITS


_FINAL_DEBITS = (Decision.ACCEPTED, Decision.BLOCKED)


class Order(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A payment order as far as the core must know it.

    `payment_id` is the UETR of a transfer; a return has an id of its own and
    names the payment it returns in `original_id`. `debtor_agent` and `creditor_agent`
    are the participants that settle; other banks may stand behind them. `amount` is in
    minor units of `currency`, the currency of the node where the order was received.
    `content` is a keyed digest of the whole message, to tell a repetition
    (the same id and content) from a misuse of the id. A return says whose fault it is,
    and so in whose currency it is measured, and its `reason` by ISO's code.
    """

    payment_id: str
    agreement_id: str
    debtor_agent: str
    creditor_agent: str
    amount: int
    currency: str
    content: bytes
    quote_id: str = ""
    priority: Priority = Priority.NORMAL
    kind: OrderKind = OrderKind.TRANSFER
    original_id: str = ""
    at_fault: Side | None = None
    reason: str = ""


class StagedOrder(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An order of a bulk, with the verdict that was found when it was staged.

    `facts` are what its message tells for the rules of currency control.
    """

    order: Order
    verdict: Verdict
    facts: Facts = UNTOLD


class RefusedTransaction(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A transaction of a bulk that cannot be an order, and the reason; it is never released.

    `number` is its place in the file, `amount` is in minor units of `currency`: the file's sum
    has it. `content` is a keyed digest of the transaction's message.
    """

    number: int
    amount: int
    currency: str
    content: bytes
    reason: StatusReason


class Terms(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Both amounts of a payment and on whose word they rest.

    Amounts and `fee` are minor units; the fee is in the debtor's currency and
    comes on top of `debtor_amount`. `expires_at` 0 means that the terms do not
    expire (one currency only, no quote).
    """

    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    fee: int
    provider_id: str
    quote_id: str
    expires_at: int

    @property
    def is_quoted(self) -> bool:
        """Whether the terms rest on a provider's offer, and so count as its exposure."""
        return self.expires_at > 0

    def has_expired(self, at: int) -> bool:
        """Whether the terms no longer hold at this instant."""
        return 0 < self.expires_at <= at


class Quote(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A firm offer: single use, absolute expiry, both amounts, all fees, the rounding rule.

    `rate` is the final rate, the tier's and the participant's improvements in it.
    """

    quote_id: str
    agreement_id: str
    participant_id: str
    terms: Terms
    rate: Rate
    rounding: str
    issued_at: int


class Portion(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A part of a payment: so much of what the debtor sent and so much of what the creditor got.

    Each is in minor units of its own currency, and both count: half of the one and half of
    the other are the whole. Nothing is rounded.
    """

    debtor_amount: int = 0
    creditor_amount: int = 0

    def plus(self, other: "Portion") -> "Portion":
        """Return both parts together."""
        return Portion(
            self.debtor_amount + other.debtor_amount, self.creditor_amount + other.creditor_amount
        )

    def is_within(self, sent: int, came: int) -> bool:
        """Whether it is no more than a payment of these two amounts."""
        return self._left(sent, came) >= 0

    def exhausts(self, sent: int, came: int) -> bool:
        """Whether less than a minor unit of either amount is left of such a payment."""
        return self._left(sent, came) < min(sent, came)

    def _left(self, sent: int, came: int) -> int:
        return sent * came - self.debtor_amount * came - self.creditor_amount * sent


NOTHING = Portion()


class ClosingRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What remains of a payment once its cycle is settled and it has left the state.

    The store keeps it for ever; admission looks it up and hands it back inside
    the command, so that a known id is known for ever. `was_presented` says whether the
    creditor's bank ever heard of it; if not, it may not learn later that it was there.
    `returned` is what has gone back of it, `returned_by` the last return.
    """

    payment_id: str
    agreement_id: str
    side: Side
    state: str
    reason: str
    content: bytes
    debtor_agent: str
    creditor_agent: str
    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    cycle: int
    decision: Decision | None = None
    returned_by: str = ""
    was_presented: bool = False
    returned: Portion = NOTHING
    kind: OrderKind = OrderKind.TRANSFER

    @property
    def is_returned(self) -> bool:
        """Whether nothing is left of it that could go back."""
        return self.returned != NOTHING and self.returned.exhausts(*self.amounts)

    @property
    def amounts(self) -> tuple[int, int]:
        """What was sent and what came, each in minor units of its currency."""
        return self.debtor_amount, self.creditor_amount
