"""Quotes: firm, used once, with an absolute expiry, both amounts, all fees and the rounding."""

from fractions import Fraction
from math import ceil, floor

import msgspec

from tallystick.core.agreements import Agreement, ExchangeModel
from tallystick.core.commands import RequestQuote
from tallystick.core.events import QuoteIssued, QuoteRefused
from tallystick.core.orders import Order, OrderKind, Quote, Terms
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import Books, House, Link
from tallystick.proof.auditor.moving import has_expired
from tallystick.proof.auditor.script import Script
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

_BASIS = 10_000


def request_quote(books: Books, at: int, command: RequestQuote) -> Script:
    """Make the offer, or say why not."""
    offer = _objection(books, command) or _offer(books, at, command)
    if isinstance(offer, Quote):
        yield QuoteIssued(offer)
    else:
        yield QuoteRefused(command.quote_id, command.participant_id, offer)


def _objection(books: Books, command: RequestQuote) -> StatusReason | None:
    if not command.quote_id or command.quote_id in books.offers:
        return StatusReason.DUPLICATION
    link = books.links.get(command.agreement_id)
    if link is None or not link.current:
        return StatusReason.TRANSACTION_FORBIDDEN
    if figures.text_now(link).exchange_model is ExchangeModel.AT_SOURCE:
        return StatusReason.TRANSACTION_FORBIDDEN
    member = link.members.get(command.participant_id)
    if member is None or member.operator_id != books.operator_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    return StatusReason.AGENT_SUSPENDED if member.is_suspended else None


def usual_house(books: Books, link: Link) -> str:
    """Return who quotes for an order that names nobody: in the mutual model the operator."""
    text = figures.text_now(link)
    return books.operator_id if text.is_mutual else text.default_provider


def _offer(books: Books, at: int, ask: RequestQuote) -> Quote | StatusReason:
    link = books.links[ask.agreement_id]
    text = figures.text_now(link)
    house_id = ask.provider_id or usual_house(books, link)
    house = link.houses.get(house_id)
    if house is None or house.rate is None:
        return StatusReason.INCORRECT_AGENT
    if at >= house.published_at + text.rate_life_ms:  # stale rates are not quoted
        return StatusReason.SETTLEMENT_SYSTEM_UNAVAILABLE
    rate = _improved(house, house.rate, ask)
    debit, credit = _amounts(ask, rate)
    reason = amounts_that_cannot_be(text, link.own, debit, credit)
    if reason is not None:
        return reason
    exposure = figures.exposure_of(books, link, house_id) + credit
    if 0 < house.exposure_limit < exposure:
        return StatusReason.LIMIT_EXCEEDED
    terms = Terms(
        debit,
        link.here.currency,
        credit,
        link.there.currency,
        fee_of(text, link.own, debit),
        house_id,
        ask.quote_id,
        at + text.quote_life_ms,
    )
    rounding = "down" if ask.fixed is Side.DEBTOR else "up"
    who = ask.quote_id, ask.agreement_id, ask.participant_id
    return Quote(*who, terms, rate, rounding, at)


def _improved(house: House, rate: Rate, ask: RequestQuote) -> Rate:
    """Add the tier's and the bank's basis points to the rate, one sum, not compounded."""
    sent = ask.amount
    if ask.fixed is Side.CREDITOR:
        sent = ceil(figures.worth_back(rate, ask.amount))
    tiers = [points for least, points in house.tiers if sent >= least]
    points = sum(tiers[-1:]) + dict(house.improvements).get(ask.participant_id, 0)
    ratio = Fraction(rate.numerator, rate.denominator) * Fraction(_BASIS + points, _BASIS)
    return Rate(rate.base, rate.counter, ratio.numerator, ratio.denominator)


def _amounts(ask: RequestQuote, rate: Rate) -> tuple[int, int]:
    """Round what the other side gets down and what this side pays up: nobody gives more."""
    if ask.fixed is Side.DEBTOR:
        return ask.amount, floor(figures.worth(rate, ask.amount))
    return ceil(figures.worth_back(rate, ask.amount)), ask.amount


def amounts_that_cannot_be(
    text: Agreement, debtor_end: int, debit: int, credit: int
) -> StatusReason | None:
    """Say why two amounts are no payment: nothing on one side, or over an end's bound."""
    if debit <= 0 or credit <= 0:
        return StatusReason.ZERO_AMOUNT
    bounds = text.ends[debtor_end].payment_max, text.ends[1 - debtor_end].payment_max
    if debit > bounds[0] or credit > bounds[1]:
        return StatusReason.NOT_ALLOWED_AMOUNT
    return None


def fee_of(text: Agreement, end: int, debit: int) -> int:
    """Return what an operator charges: flat and per amount, the fraction rounded up."""
    tariff = text.ends[end]
    return tariff.fee_flat + ceil(Fraction(debit * tariff.fee_basis_points, _BASIS))


def terms_for(books: Books, at: int, order: Order) -> Terms | StatusReason:
    """Find what an order costs and brings: by its quote, by the standing rate, or at par."""
    link = books.links[order.agreement_id]
    text = figures.text_now(link)
    if order.amount <= 0:
        return StatusReason.ZERO_AMOUNT
    if order.currency != link.here.currency:
        return StatusReason.NOT_ALLOWED_CURRENCY
    if text.exchange_model is ExchangeModel.AT_SOURCE:
        return _at_par(books, link, order)
    found = _by_quote(books, at, order) if order.quote_id else _by_standing(books, at, order)
    if isinstance(found, Terms) and order.kind is OrderKind.RETURN:
        return _free_of_charge(found)
    return found


def _by_quote(books: Books, at: int, order: Order) -> Terms | StatusReason:
    quote = books.offers.get(order.quote_id)
    if quote is None or has_expired(quote.terms, at):
        return StatusReason.SETTLEMENT_ABORTED
    whose = quote.participant_id, quote.agreement_id
    if whose != (order.debtor_agent, order.agreement_id):
        return StatusReason.SETTLEMENT_ABORTED
    right = quote.terms.debtor_amount == order.amount
    return quote.terms if right else StatusReason.WRONG_AMOUNT


def _by_standing(books: Books, at: int, order: Order) -> Terms | StatusReason:
    if not figures.text_now(books.links[order.agreement_id]).default_provider:
        return StatusReason.REQUIRED_ELEMENT_MISSING
    who = order.agreement_id, order.debtor_agent
    offer = _offer(books, at, RequestQuote("", *who, Side.DEBTOR, order.amount))
    return offer.terms if isinstance(offer, Quote) else offer


def _at_par(books: Books, link: Link, order: Order) -> Terms | StatusReason:
    text, amount = figures.text_now(link), order.amount
    if order.quote_id:  # nobody quotes one currency against itself
        return StatusReason.SETTLEMENT_ABORTED
    reason = amounts_that_cannot_be(text, link.own, amount, amount)
    if reason is not None:
        return reason
    here, there = link.here.currency, link.there.currency
    fee = fee_of(text, link.own, amount)
    terms = Terms(amount, here, amount, there, fee, usual_house(books, link), "", 0)
    return _free_of_charge(terms) if order.kind is OrderKind.RETURN else terms


def _free_of_charge(terms: Terms) -> Terms:
    """Sending money back costs the sender no fee."""
    return msgspec.structs.replace(terms, fee=0)
