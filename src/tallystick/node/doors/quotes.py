"""Quotes asked for, standing rates published, and the rate of the cycle to come."""

from tallystick.core.commands import FixCycleRate, PublishRates, RequestQuote
from tallystick.core.events import QuoteIssued
from tallystick.core.orders import Quote
from tallystick.node.doors.asked import NextRate, QuoteRequest, StandingRate
from tallystick.node.doors.inside import (
    INVALID,
    UNKNOWN,
    Flaw,
    Inside,
    Refusal,
    act,
    refusal_in,
    refused_for,
    viewer,
)
from tallystick.node.doors.told import Act
from tallystick.node.node import Node
from tallystick.node.parties import Party, Role
from tallystick.terms.errors import MessageError
from tallystick.terms.money import Rate, Rounding
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.views.quotes import QuoteView, quote, quote_view

_ROUNDING = {Side.DEBTOR: Rounding.DOWN.value, Side.CREDITOR: Rounding.UP.value}


async def request_quote(inside: Inside, party: Party, asked: QuoteRequest) -> QuoteView | Refusal:
    """Make a firm offer; the same words under the same id get the same offer again."""
    command = RequestQuote(
        asked.quote_id, asked.agreement, party.id, asked.fixed, asked.amount, asked.provider
    )
    reply = await inside.runner.take(command)
    for event in reply.events:
        if isinstance(event, QuoteIssued):
            return quote_view(event.quote)
    refusal = refusal_in(reply) or refused_for(StatusReason.BANK_SYSTEM_PROCESSING_ERROR)
    if refusal.code != StatusReason.DUPLICATION:
        return refusal
    return await inside.runner.read(lambda node: _offered(node, party, asked)) or refusal


def _offered(node: Node, party: Party, asked: QuoteRequest) -> QuoteView | None:
    """Return the open quote of this id, if it is this participant's and these words are its."""
    offer = node.state.quotes.get(asked.quote_id)
    if offer is None or not _is_asked(offer, asked):
        return None
    return quote(node.state, viewer(party), asked.quote_id)


def _is_asked(offer: Quote, asked: QuoteRequest) -> bool:
    terms = offer.terms
    is_debtor = asked.fixed is Side.DEBTOR
    amount = terms.debtor_amount if is_debtor else terms.creditor_amount
    said = (offer.agreement_id, amount, offer.rounding)
    return said == (asked.agreement, asked.amount, _ROUNDING[asked.fixed]) and (
        asked.provider in ("", terms.provider_id)
    )


async def publish_rates(inside: Inside, party: Party, asked: StandingRate) -> Act | Refusal:
    """Set a provider's standing rate; a person of the operator sets the operator's own."""
    told = await inside.runner.read(lambda node: _standing(node, party, asked))
    if isinstance(told, Refusal):
        return told
    return await act(inside, told.provider_id, told)


def _standing(node: Node, party: Party, asked: StandingRate) -> PublishRates | Refusal:
    pact = node.state.pacts.get(asked.agreement)
    if pact is None:
        return _no_agreement(asked.agreement)
    there = next(iter(pact.versions.values())).ends[1 - pact.own]
    rate = _rate(asked.rate, pact.currency, there.currency)
    if isinstance(rate, Refusal):
        return rate
    return PublishRates(
        pact.operator_id if party.role is Role.OPERATOR else party.id,
        asked.agreement,
        rate,
        tuple((tier.from_amount, tier.basis_points) for tier in asked.tiers),
        tuple((each.participant, each.basis_points) for each in asked.improvements),
    )


async def fix_next_rate(inside: Inside, _party: Party, asked: NextRate) -> Act | Refusal:
    """Fix the rate of the cycle that opens next."""
    told = await inside.runner.read(lambda node: _next(node, asked))
    if isinstance(told, Refusal):
        return told
    return await act(inside, asked.agreement, told)


def _next(node: Node, asked: NextRate) -> FixCycleRate | Refusal:
    pact = node.state.pacts.get(asked.agreement)
    if pact is None:
        return _no_agreement(asked.agreement)
    first, second = next(iter(pact.versions.values())).ends
    rate = _rate(asked.rate, first.currency, second.currency)
    return rate if isinstance(rate, Refusal) else FixCycleRate(asked.agreement, rate)


def _rate(text: str, base: str, counter: str) -> Rate | Refusal:
    try:
        return Rate.parse(text, base, counter)
    except MessageError as broken:
        flaw = Flaw("word", broken.code, "$.rate", broken.detail)
        return Refusal(INVALID, broken.detail, errors=(flaw,))


def _no_agreement(agreement_id: str) -> Refusal:
    return Refusal(UNKNOWN, f"There is no agreement {agreement_id} here.")
