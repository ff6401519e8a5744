"""Every figure the auditor needs, added up anew from the sheets each time it is asked for."""

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from math import ceil, floor
from typing import Final

import msgspec

from tallystick.core.agreements import Agreement, End
from tallystick.core.items import Item
from tallystick.core.ledger import Posting
from tallystick.core.orders import ClosingRecord, Decision, Portion
from tallystick.proof.auditor import accounts
from tallystick.proof.auditor.books import DONE, FAILED, Books, Link, Round, Sheet, Stage
from tallystick.proof.auditor.breach import AuditError
from tallystick.terms.currencies import exponent
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

# The core looks at its timers in grains of this many milliseconds.
GRAIN_MS: Final = 100
# A rate's terms leave room for what is added to them.
_TERM_MAX: Final = 10**13


def held_on(books: Books, account_id: str) -> int:
    """Return what is set aside out of an account."""
    return sum(p.amount for hold in books.holds.values() for p in hold if p.debit == account_id)


def lies_at(books: Books, settlement_system: str, currency: str) -> int:
    """Return what a settlement system holds for us, less what is on its way out there."""
    outside = accounts.mirror(settlement_system, currency)
    leaving = [out.posting for out in books.pay_outs.values() if not out.is_done]
    on_its_way = sum(posting.amount for posting in leaving if posting.credit == outside)
    return -books.accounts[outside].balance - on_its_way


def has_money_at(
    books: Books, account_id: str, settlement_system: str, currency: str, kinds: tuple[str, ...]
) -> bool:
    """Tell whether an account's money lies at a settlement system: ours there, or at home."""
    account = books.accounts.get(account_id)
    if account is None or account.currency != currency:
        return False
    ends = [link.here for link in books.links.values()]
    home = (settlement_system, currency) in [(e.settlement_system, e.currency) for e in ends]
    kind, _, _ = account_id.partition(":")
    own = account_id == accounts.reserve(settlement_system, currency)
    return own or (home and kind in kinds)


def can_pay(books: Books, account_id: str, amount: int) -> bool:
    """Tell whether an account is open and could pay this much more now."""
    account = books.accounts.get(account_id)
    if account is None:
        return False
    return not account.has_floor or account.balance - held_on(books, account_id) >= amount


def version_in(books: Books, link: Link, cycle: int) -> int:
    """Return the version that rules a cycle: the last signed by both that has begun; or 0."""
    begun = [v for v in signed_by_both(books, link) if link.texts[v].from_cycle <= cycle]
    return max(begun, default=0)


def has_begun(books: Books, link: Link, version: int) -> bool:
    """Tell whether both have signed a version and its first cycle is open or past."""
    both = version in signed_by_both(books, link)
    return both and link.texts[version].from_cycle <= link.open_round


def signed_by_both(books: Books, link: Link) -> list[int]:
    """Return the versions of which both operators signed the same text."""
    theirs = books.signed_there.get((link.there.operator_id, link.agreement_id), {})
    return [v for v, digest in link.signed_here.items() if theirs.get(v) == digest]


def text_now(link: Link) -> Agreement:
    """Return the text that rules new payments."""
    return link.texts[link.current]


def text_in(books: Books, link: Link, cycle: int) -> Agreement:
    """Return the text that rules a cycle."""
    return link.texts[version_in(books, link, cycle)]


def text_for(books: Books, sheet: Sheet) -> Agreement:
    """Return the text under which a payment was taken up: it finishes under it."""
    return books.link_of(sheet).texts[sheet.version]


def rate_in(books: Books, link: Link, cycle: int) -> Rate:
    """Return a cycle's rate; while nobody has told it, the last one before it."""
    for number in range(cycle, 0, -1):
        known = link.rounds.get(number)
        if known is not None and known.rate is not None:
            return known.rate
    opening = text_in(books, link, 1).opening_rate
    if opening is None:
        raise AuditError(f"Agreement {link.agreement_id} nets its cycles without an opening rate.")
    return opening


def worth(rate: Rate, amount: int) -> Fraction:
    """Return exactly what minor units of the base are worth in minor units of the counter."""
    ratio = Fraction(rate.numerator, rate.denominator)
    scale = Fraction(10 ** exponent(rate.counter), 10 ** exponent(rate.base))
    return amount * ratio * scale


def worth_back(rate: Rate, amount: int) -> Fraction:
    """Return exactly what minor units of the counter are worth in minor units of the base."""
    return Fraction(amount) / worth(rate, 1)


def is_rate_between(rate: Rate, base: End, counter: End) -> bool:
    """Tell whether a rate is of these two currencies, in terms of at most thirteen digits."""
    pair = (rate.base, rate.counter) == (base.currency, counter.currency)
    if base.currency == counter.currency and rate.numerator != rate.denominator:
        return False
    return pair and rate.numerator <= _TERM_MAX and rate.denominator <= _TERM_MAX


def across(rate: Rate, amount: int, *, from_end: int) -> Fraction:
    """Return exactly what one end's minor units are worth in the other's at a cycle's rate."""
    return worth(rate, amount) if from_end == 0 else worth_back(rate, amount)


def leg_of(books: Books, sheet: Sheet) -> tuple[Posting, ...]:
    """Return the movements of our leg of a payment."""
    leg = accounts.leg_out if sheet.side is Side.DEBTOR else accounts.leg_in
    return leg(sheet.order, sheet.agreed, is_mutual=text_for(books, sheet).is_mutual)


def has_room(books: Books, sheet: Sheet) -> bool:
    """Tell whether our leg's money is there, and the swing limit leaves room for it."""
    leg = leg_of(books, sheet)
    if not can_pay(books, leg[0].debit, sum(posting.amount for posting in leg)):
        return False
    if sheet.side is Side.DEBTOR:
        return True
    return is_within_swing(books, books.link_of(sheet), sheet, sheet.agreed.creditor_amount)


def is_within_swing(books: Books, link: Link, sheet: Sheet, further: int) -> bool:
    """Tell whether so much more leaves the other operator's debt within the swing limit."""
    if not text_for(books, sheet).is_mutual:
        return True
    return owed_to_us(books, link, further) <= text_now(link).swing_limit


def owed_to_us(books: Books, link: Link, further: int) -> int:
    """Return the most the other operator may owe us, in the settlement currency's minor units.

    What we paid out, what is reserved to be paid out and what is asked for now, less
    what we know the other paid out; each cycle at its rate, rounded against ourselves.
    """
    pending = [s for s in sheets_in(books, link, Side.CREDITOR) if s.reserved]
    asked = further + sum(s.agreed.creditor_amount for s in pending)
    net = _ours(books, link, link.open_round, asked)
    for cycle in link.rounds.values():
        if not cycle.is_settled:
            net += _ours(books, link, cycle.number, paid_out(books, link, cycle.number))
            theirs = counted(books, link, cycle.number, Side.DEBTOR)
            heard = sum(s.agreed.creditor_amount for s in theirs)
            net -= _theirs(books, link, cycle.number, heard)
    return net


def sheets_in(books: Books, link: Link, side: Side) -> list[Sheet]:
    """Return the payments of one side of an agreement."""
    return list(books.sheets_under(link, side))


def _ours(books: Books, link: Link, cycle: int, amount: int) -> int:
    if text_now(link).settlement_index == link.own:
        return amount
    return ceil(across(rate_in(books, link, cycle), amount, from_end=link.own))


def _theirs(books: Books, link: Link, cycle: int, amount: int) -> int:
    if text_now(link).settlement_index != link.own:
        return amount
    return floor(across(rate_in(books, link, cycle), amount, from_end=1 - link.own))


def counted(books: Books, link: Link, cycle: int, side: Side) -> list[Sheet]:
    """Return the payments that a cycle counts in one direction, in the order of their ids."""
    found = [s for s in books.sheets_under(link, side) if s.cycle == cycle]
    return sorted(found, key=lambda sheet: sheet.payment_id)


def paid_out(books: Books, link: Link, cycle: int) -> int:
    """Return what our own postings paid out in a cycle."""
    return sum(s.posted[0].amount for s in counted(books, link, cycle, Side.CREDITOR) if s.posted)


def collected(books: Books, link: Link, cycle: int) -> int:
    """Return what our own postings collected in a cycle."""
    return sum(s.posted[0].amount for s in counted(books, link, cycle, Side.DEBTOR) if s.posted)


def sent_on(books: Books, link: Link, participant_id: str, date: str) -> int:
    """Return what a bank has sent, or has under way, on a business date."""
    return sum(
        sheet.agreed.debtor_amount
        for sheet in books.sheets_under(link, Side.DEBTOR)
        if sheet.order.debtor_agent == participant_id
        and sheet.reserved_on == date
        and sheet.stage not in FAILED
    )


def received_on(books: Books, link: Link, participant_id: str, date: str) -> int:
    """Return what a bank was paid on a business date; what was blocked did not reach it."""
    return sum(
        sheet.agreed.creditor_amount
        for sheet in books.sheets_under(link, Side.CREDITOR)
        if sheet.order.creditor_agent == participant_id
        and sheet.reserved_on == date
        and sheet.stage in (Stage.SETTLED, Stage.RETURNED)
    )


def exposure_of(books: Books, link: Link, provider_id: str) -> int:
    """Return what a provider's open quotes may cost it: those not taken, and those under way."""
    open_offers = sum(
        quote.terms.creditor_amount
        for quote in books.offers.values()
        if quote.agreement_id == link.agreement_id and quote.terms.provider_id == provider_id
    )
    under_way = sum(
        sheet.agreed.creditor_amount
        for sheet in books.sheets_under(link, Side.DEBTOR)
        if sheet.terms is not None
        and sheet.terms.provider_id == provider_id
        and sheet.terms.expires_at > 0
        and not sheet.is_done
    )
    return open_offers + under_way


def waiting_on(books: Books, account_id: str) -> list[Sheet]:
    """Return who waits for room on an account, the first first."""
    found = [sheet for sheet in books.sheets.values() if sheet.waits_on == account_id]
    return sorted(found, key=lambda sheet: sheet.place)


def returned_of(sheet: Sheet) -> Portion:
    """Return what has gone back of a payment: by returns that settled, or that the law froze."""
    return _together([each for each in sheet.returns if each.is_done and each.stage not in FAILED])


def spoken_for_of(sheet: Sheet) -> Portion:
    """Return the same with all that is under way."""
    return _together([each for each in sheet.returns if each.stage not in FAILED])


def share_of(part: Portion, sent: int, came: int) -> Fraction:
    """Return how much of a payment of these amounts a part is, exactly."""
    return Fraction(part.debtor_amount, sent) + Fraction(part.creditor_amount, came)


def smallest_share(sent: int, came: int) -> Fraction:
    """Return the least that could be sent back of it: one minor unit of the finer amount."""
    return Fraction(1, max(sent, came))


def _together(returns: Sequence[Sheet]) -> Portion:
    parts = [each.part for each in returns if each.part is not None]
    return Portion(sum(p.debtor_amount for p in parts), sum(p.creditor_amount for p in parts))


def record_of(sheet: Sheet) -> ClosingRecord:
    """Return what is to be remembered of a payment for ever."""
    order, terms = sheet.order, sheet.terms
    amounts = (
        (order.amount, order.currency, 0, "")
        if terms is None
        else (
            terms.debtor_amount,
            terms.debtor_currency,
            terms.creditor_amount,
            terms.creditor_currency,
        )
    )
    return ClosingRecord(
        order.payment_id,
        order.agreement_id,
        sheet.side,
        sheet.stage.value,
        sheet.reason.value if sheet.reason is not None else "",
        order.content,
        order.debtor_agent,
        order.creditor_agent,
        *amounts,
        sheet.cycle,
        sheet.decision,
        sheet.returned_by,
        sheet.presented_at > 0,
        returned_of(sheet),
        order.kind,
    )


def standing_of(sheet: Sheet) -> tuple[PaymentStatus, StatusReason | None]:
    """Return what the payment's own bank here is told whenever it asks.

    Held, reviewed, queued and asked back are all the same word: pending.
    """
    if sheet.stage not in DONE:
        return PaymentStatus.PDNG, None
    if sheet.stage is Stage.BLOCKED and sheet.side is Side.CREDITOR:
        return PaymentStatus.RJCT, StatusReason.REGULATORY_REASON
    if sheet.decision is Decision.BLOCKED:
        return PaymentStatus.BLCK, None
    if sheet.stage in (Stage.SETTLED, Stage.RETURNED):
        return PaymentStatus.ACSC, None
    return PaymentStatus.RJCT, sheet.reason or StatusReason.REASON_NOT_SPECIFIED


def may_leave(books: Books, sheet: Sheet) -> bool:
    """Tell whether a payment may leave the state: it is final and its cycle is settled."""
    if sheet.is_gone or not sheet.is_done:
        return False
    number = sheet.cycle or sheet.leaves_with
    return not number or round_of(books, sheet, number).is_settled


def round_of(books: Books, sheet: Sheet, number: int) -> Round:
    """Return the page of a cycle of a payment's agreement."""
    return books.link_of(sheet).round(number)


def digest_of(item: Item) -> bytes:
    """Return the digest of an item of a stream between two nodes."""
    return sha256(msgspec.msgpack.encode(item)).digest()


def name_of(value: msgspec.Struct) -> str:
    """Return what kind of thing a command, an event or an effect is."""
    return type(value).__name__
