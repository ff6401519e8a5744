"""The auditor's own tally: lines, sums and root, worked out from its own sheets.

The bytes are those that both operators agreed to hash: MessagePack arrays behind a
name, in the order of the payment ids, under the tree of RFC 6962, section 2.1.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from msgspec import msgpack

from tallystick.core.events import SettlementLeg
from tallystick.core.ledger import Posting
from tallystick.proof.auditor import accounts, figures
from tallystick.proof.auditor.books import Books, Link, Sheet, Sums
from tallystick.proof.auditor.breach import AuditError
from tallystick.terms.merkle import EMPTY_ROOT, leaf_hash, node_hash
from tallystick.terms.parties import Side

_CYCLE: Final = b"\x02"


def line_of(sheet: Sheet) -> bytes:
    """Return a payment's line: our own leg as it was posted, the other's as it was agreed."""
    order, terms = sheet.order, sheet.agreed
    if sheet.decision is None or not sheet.posted:
        raise AuditError(f"Payment {sheet.payment_id} is counted but moved nothing here.")
    own = sheet.posted[0].amount
    sent = own if sheet.side is Side.DEBTOR else terms.debtor_amount
    received = own if sheet.side is Side.CREDITOR else terms.creditor_amount
    words = ("tallystick.line.1", order.agreement_id, sheet.cycle, order.payment_id)
    agents = (sheet.decision.value, order.debtor_agent, order.creditor_agent)
    legs = (terms.debtor_currency, sent, terms.creditor_currency, received)
    return msgpack.encode([*words, *agents, *legs])


def lines_of(books: Books, link: Link, cycle: int, side: Side) -> list[bytes]:
    """Return a cycle's lines of one direction."""
    return [line_of(sheet) for sheet in figures.counted(books, link, cycle, side)]


def shown(books: Books, link: Link, cycle: int) -> tuple[bytes, ...]:
    """Return all lines of a cycle as they are shown in a dispute: what we decided comes first."""
    ours = lines_of(books, link, cycle, Side.CREDITOR)
    return (*ours, *lines_of(books, link, cycle, Side.DEBTOR))


def sums_of(books: Books, link: Link, cycle: int, side: Side) -> Sums:
    """Return count, totals and root of one direction as our own books have it."""
    sheets = figures.counted(books, link, cycle, side)
    ours = sum(sheet.posted[0].amount for sheet in sheets)
    if side is Side.CREDITOR:
        totals = sum(sheet.agreed.debtor_amount for sheet in sheets), ours
    else:
        totals = ours, sum(sheet.agreed.creditor_amount for sheet in sheets)
    return Sums(len(sheets), *totals, tree_root([leaf_hash(line_of(sheet)) for sheet in sheets]))


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root as the RFC defines it: split at the largest power of two below."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(tree_root(leaves[:split]), tree_root(leaves[split:]))


def root_of(books: Books, link: Link, cycle: int, ours: Sums, theirs: Sums) -> bytes:
    """Return the tally root of equal halves, the ends in their agreed order."""
    rate = None
    if link.first_text.is_mutual:
        told = figures.rate_in(books, link, cycle)
        rate = [told.base, told.counter, told.numerator, told.denominator]
    both = [ours, theirs] if link.own == 0 else [theirs, ours]
    ends = [[s.count, s.debtor_total, s.creditor_total, s.root] for s in both]
    words = ["tallystick.cycle.1", link.agreement_id, cycle, rate, *ends]
    return sha256(_CYCLE + msgpack.encode(words)).digest()


def legs_of(books: Books, link: Link, cycle: int) -> tuple[SettlementLeg, ...]:
    """Return what settles a cycle: N = sum(b) - r * sum(a'), in the settlement currency.

    One operator paid out b in the settlement currency, the other a' in its own; each is
    owed what it paid out. The net is rounded once, half to even.
    """
    text = figures.text_in(books, link, cycle)
    if not text.is_mutual:
        return ()
    holder = text.settlement_index
    rate = figures.rate_in(books, link, cycle)
    to_other = figures.across(rate, _owed_to(link, cycle, 1 - holder), from_end=1 - holder)
    net = _owed_to(link, cycle, holder) - round(to_other)
    if net == 0:
        return ()
    payee = holder if net > 0 else 1 - holder
    return (
        SettlementLeg(
            text.ends[holder].settlement_system,
            text.ends[holder].currency,
            text.ends[1 - payee].operator_id,
            text.ends[payee].operator_id,
            abs(net),
            round(figures.across(rate, abs(net), from_end=holder)),
        ),
    )


def _owed_to(link: Link, cycle: int, end: int) -> int:
    page = link.round(cycle)
    declared = page.declared_here if end == link.own else page.declared_there
    if declared is None:
        raise AuditError(f"Cycle {cycle} is settled before both operators declared it.")
    return declared.creditor_total


def is_at_home(books: Books, link: Link, cycle: int) -> bool:
    """Tell whether a cycle is settled in our own end's currency and system."""
    return figures.text_in(books, link, cycle).settlement_index == link.own


def paying(books: Books, link: Link, cycle: int, leg: SettlementLeg) -> tuple[Posting, ...]:
    """Return what a leg that we pay does to our books."""
    clearing = accounts.clearing(link.agreement_id, link.here.currency)
    outside = accounts.mirror(leg.settlement_system, leg.currency)
    if is_at_home(books, link, cycle):
        return (Posting(clearing, outside, leg.amount),)
    paid = Posting(accounts.reserve(leg.settlement_system, leg.currency), outside, leg.amount)
    bought = Posting(clearing, accounts.treasury(link.here.currency), leg.countervalue)
    return (bought, paid) if leg.countervalue else (paid,)


def being_paid(
    books: Books, link: Link, cycle: int, leg: SettlementLeg, source: str
) -> tuple[Posting, ...]:
    """Return what a leg that is paid to us does to our books, its money coming from `source`."""
    clearing = accounts.clearing(link.agreement_id, link.here.currency)
    if is_at_home(books, link, cycle):
        return (Posting(source, clearing, leg.amount),)
    got = Posting(source, accounts.reserve(leg.settlement_system, leg.currency), leg.amount)
    sold = Posting(accounts.treasury(link.here.currency), clearing, leg.countervalue)
    return (got, sold) if leg.countervalue else (got,)


def remainder(books: Books, link: Link, cycle: int) -> tuple[Posting, ...]:
    """Return the posting of the exchange difference that a settled cycle leaves.

    What the clearing account has of this cycle: collected, less paid out, with the
    settlement legs taken in. In the gross model no clearing account is used.
    """
    if not link.first_text.is_mutual:
        return ()
    left = figures.collected(books, link, cycle) - figures.paid_out(books, link, cycle)
    for leg in legs_of(books, link, cycle):
        own = leg.amount if is_at_home(books, link, cycle) else leg.countervalue
        left += own if leg.payee == link.here.operator_id else -own
    clearing = accounts.clearing(link.agreement_id, link.here.currency)
    difference = accounts.difference(link.agreement_id, link.here.currency)
    if left == 0:
        return ()
    debit, credit = (clearing, difference) if left > 0 else (difference, clearing)
    return (Posting(debit, credit, abs(left)),)
