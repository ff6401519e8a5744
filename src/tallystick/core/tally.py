"""The tally: what two operators compare, line by line and root against root.

A tally line says of one payment what both nodes must agree on. Its own leg is
taken from this node's own postings, the other leg from the payment as this node
itself sent or received it, never from what the other declared. Lines stand in
the order of their payment ids; a direction without lines has the empty root.
"""

from hashlib import sha256

import msgspec

from tallystick.core.orders import Decision
from tallystick.core.state import Declaration, Direction, Pact, Payment, State
from tallystick.terms.merkle import leaf_hash, root
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side

_CYCLE_DOMAIN = b"\x02"


class TallyLine(msgspec.Struct, frozen=True, array_like=True, tag="tallystick.line.1", gc=False):
    """One payment as both halves of the tally must have it; amounts in minor units."""

    agreement_id: str
    cycle: int
    payment_id: str
    decision: Decision
    debtor_agent: str
    creditor_agent: str
    debtor_currency: str
    debtor_amount: int
    creditor_currency: str
    creditor_amount: int


def line_of(payment: Payment) -> TallyLine:
    """Return the line of a payment that moved money."""
    order, terms = payment.order, payment.known_terms
    ours_is_debtor = payment.side is Side.DEBTOR
    assert payment.decision is not None, f"payment {order.payment_id} is not decided"
    return TallyLine(
        order.agreement_id,
        payment.cycle,
        order.payment_id,
        payment.decision,
        order.debtor_agent,
        order.creditor_agent,
        terms.debtor_currency,
        payment.posted if ours_is_debtor else terms.debtor_amount,
        terms.creditor_currency,
        terms.creditor_amount if ours_is_debtor else payment.posted,
    )


def lines_of(state: State, direction: Direction) -> list[TallyLine]:
    """Return a direction's lines in their order."""
    return [line_of(state.payments[payment_id]) for payment_id in sorted(direction.payment_ids)]


def encode_line(line: TallyLine) -> bytes:
    """Return the canonical bytes of a line."""
    return _ENCODER.encode(line)


_ENCODER = msgspec.msgpack.Encoder()


def declare(lines: list[TallyLine]) -> Declaration:
    """Return count, totals and root of lines that are in their order."""
    return Declaration(
        len(lines),
        sum(line.debtor_amount for line in lines),
        sum(line.creditor_amount for line in lines),
        root([leaf_hash(encode_line(line)) for line in lines]),
    )


def tally_root(
    pact: Pact, cycle: int, rate: Rate | None, both: tuple[Declaration, Declaration]
) -> bytes:
    """Return the root that both operators sign; `both` is in the order of the ends that decide."""
    body = _ENCODER.encode(("tallystick.cycle.1", pact.agreement_id, cycle, rate, *both))
    return sha256(_CYCLE_DOMAIN + body).digest()
