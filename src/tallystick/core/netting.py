"""What the operators owe each other for a cycle, and what paying it does to the books.

In the mutual model each payment makes one obligation: the debtor's operator owes
the creditor's operator what the latter paid out, in the latter's currency. Per
cycle the two sums are netted at the cycle's rate; the net debtor pays in the
settlement currency. What then remains on a clearing account is the exchange
difference of the flows that its operator quoted.
"""

from tallystick.core.events import SettlementLeg
from tallystick.core.ledger import (
    Posting,
    clearing_account,
    difference_account,
    mirror_account,
    reserve_account,
    treasury_account,
)
from tallystick.core.room import across
from tallystick.core.state import Cycle, Declaration, Pact
from tallystick.terms.money import Rounding


def leg_reference(pact: Pact, cycle: int, attempt: int, leg: int) -> str:
    """Return the reference of one leg: the same at both nodes and at the settlement system."""
    return f"{pact.agreement_id}/{cycle}/{attempt}/{leg}"


def legs_of(pact: Pact, cycle: Cycle) -> tuple[SettlementLeg, ...]:
    """Return what settles the cycle: N = sum(b) - r * sum(a'), rounded half to even, once."""
    agreement = pact.agreement_of(cycle.number)
    if not agreement.is_mutual:
        return ()
    held, other = agreement.settlement_index, 1 - agreement.settlement_index
    rate = pact.rate_of(cycle.number)
    owed_to_holder = _declared_by(pact, cycle, held).creditor_total
    owed_to_other = _declared_by(pact, cycle, other).creditor_total
    net = owed_to_holder - across(rate, owed_to_other, other, Rounding.HALF_EVEN)
    if not net:
        return ()
    ends = agreement.ends
    payer, payee = (other, held) if net > 0 else (held, other)
    return (
        SettlementLeg(
            ends[held].settlement_system,
            ends[held].currency,
            ends[payer].operator_id,
            ends[payee].operator_id,
            abs(net),
            across(rate, abs(net), held, Rounding.HALF_EVEN),
        ),
    )


def _declared_by(pact: Pact, cycle: Cycle, index: int) -> Declaration:
    direction = cycle.ours if index == pact.own else cycle.theirs
    assert direction.declaration is not None, "a signed cycle is declared by both"
    return direction.declaration


def _is_own_currency(pact: Pact, leg: SettlementLeg) -> bool:
    """Whether the leg is paid at our own settlement system, and so from the clearing account."""
    return leg.settlement_system == pact.settlement_system and leg.currency == pact.currency


def payers_postings(pact: Pact, leg: SettlementLeg) -> tuple[Posting, ...]:
    """Return what a leg that we pay does to our books."""
    clearing = clearing_account(pact.agreement_id, pact.currency)
    mirror = mirror_account(leg.settlement_system, leg.currency)
    if _is_own_currency(pact, leg):
        return (Posting(clearing, mirror, leg.amount),)
    reserve = reserve_account(leg.settlement_system, leg.currency)
    bought = Posting(clearing, treasury_account(pact.currency), leg.countervalue)
    paid = Posting(reserve, mirror, leg.amount)
    return (bought, paid) if leg.countervalue else (paid,)


def payees_postings(pact: Pact, leg: SettlementLeg, source: str) -> tuple[Posting, ...]:
    """Return what a leg paid to us does to our books; the money comes from `source`."""
    clearing = clearing_account(pact.agreement_id, pact.currency)
    if _is_own_currency(pact, leg):
        return (Posting(source, clearing, leg.amount),)
    reserve = reserve_account(leg.settlement_system, leg.currency)
    got = Posting(source, reserve, leg.amount)
    sold = Posting(treasury_account(pact.currency), clearing, leg.countervalue)
    return (got, sold) if leg.countervalue else (got,)


def difference_postings(
    pact: Pact, cycle: Cycle, legs: tuple[SettlementLeg, ...]
) -> tuple[Posting, ...]:
    """Return the posting of what the settled cycle leaves on our clearing account."""
    if not pact.agreement_of(cycle.number).is_mutual:
        return ()
    remains = cycle.theirs.posted - cycle.ours.posted
    for leg in legs:
        own = leg.amount if _is_own_currency(pact, leg) else leg.countervalue
        remains += own if leg.payee == pact.operator_id else -own
    if not remains:
        return ()
    clearing = clearing_account(pact.agreement_id, pact.currency)
    difference = difference_account(pact.agreement_id, pact.currency)
    if remains > 0:
        return (Posting(clearing, difference, remains),)
    return (Posting(difference, clearing, -remains),)
