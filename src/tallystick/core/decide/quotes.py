"""Firm offers: what a payment will cost and bring, until when, on whose word.

The debtor node issues and owns the quote. A quote is made from a provider's
standing rate, with the tier's and the participant's basis points added (not
compounded). In the mutual model the operator itself quotes.
"""

from tallystick.core.agreements import Agreement, ExchangeModel
from tallystick.core.commands import RequestQuote
from tallystick.core.events import AnyEvent, QuoteIssued, QuoteRefused
from tallystick.core.orders import Order, OrderKind, Quote, Terms
from tallystick.core.state import Pact, Provider, State
from tallystick.terms.money import Rate, Rounding, convert, convert_back, divide, improve
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

# Looked up once: on the road of every payment an attribute of an enum is dear.
_DEBTOR, _DOWN, _UP = Side.DEBTOR, Rounding.DOWN, Rounding.UP
_WRITTEN_DOWN, _WRITTEN_UP = Rounding.DOWN.value, Rounding.UP.value
_AT_SOURCE, _TRANSFER = ExchangeModel.AT_SOURCE, OrderKind.TRANSFER


def request_quote(state: State, at: int, command: RequestQuote) -> list[AnyEvent]:
    """Make an offer or say why not."""
    made = _quote(state, at, command)
    if isinstance(made, Quote):
        return [QuoteIssued(made)]
    return [QuoteRefused(command.quote_id, command.participant_id, made)]


def _quote(state: State, at: int, command: RequestQuote) -> Quote | StatusReason:
    if not command.quote_id or command.quote_id in state.quotes:
        return StatusReason.DUPLICATION
    pact = state.pacts.get(command.agreement_id)
    if pact is None or not pact.current:
        return StatusReason.TRANSACTION_FORBIDDEN
    if pact.agreement.exchange_model is _AT_SOURCE:
        return StatusReason.TRANSACTION_FORBIDDEN
    participant = pact.participants.get(command.participant_id)
    if participant is None or participant.operator_id != state.operator_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    if participant.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    provider_id = command.provider_id or house_provider(pact)
    return offer(pact, at, provider_id, command)


def house_provider(pact: Pact) -> str:
    """Return who quotes when the order names nobody: "" if the agreement has no such party."""
    agreement = pact.agreement
    return (
        agreement.ends[pact.own].operator_id if agreement.is_mutual else agreement.default_provider
    )


def offer(pact: Pact, at: int, provider_id: str, ask: RequestQuote) -> Quote | StatusReason:
    """Make the quote by the provider's standing rate, if it is fresh and its exposure allows."""
    provider = pact.providers.get(provider_id)
    if provider is None or provider.rate is None:
        return StatusReason.INCORRECT_AGENT
    agreement = pact.agreement
    if at >= provider.published_at + agreement.rate_life_ms:
        return StatusReason.SETTLEMENT_SYSTEM_UNAVAILABLE
    sent = ask.amount if ask.fixed is _DEBTOR else convert_back(ask.amount, provider.rate, _UP)
    rate = _final_rate(provider, ask.participant_id, sent, provider.rate)
    return _firm(pact, at, provider, ask, rate)


def _final_rate(provider: Provider, participant_id: str, sent: int, rate: Rate) -> Rate:
    points = provider.improvements.get(participant_id, 0)
    tier = 0
    for least, tier_points in provider.tiers:
        if sent >= least:
            tier = tier_points
    return improve(rate, points + tier) if points + tier else rate


def _firm(
    pact: Pact, at: int, provider: Provider, ask: RequestQuote, rate: Rate
) -> Quote | StatusReason:
    agreement = pact.agreement
    if ask.fixed is _DEBTOR:
        rounding = _WRITTEN_DOWN
        debit, credit = ask.amount, convert(ask.amount, rate, _DOWN)
    else:
        rounding = _WRITTEN_UP
        debit, credit = convert_back(ask.amount, rate, _UP), ask.amount
    objection = objection_to_amounts(agreement, pact.own, debit, credit)
    if objection:
        return objection
    if provider.exposure_limit and provider.exposure + credit > provider.exposure_limit:
        return StatusReason.LIMIT_EXCEEDED
    terms = Terms(
        debit,
        agreement.ends[pact.own].currency,
        credit,
        agreement.ends[1 - pact.own].currency,
        fee_of(agreement, pact.own, debit),
        provider.provider_id,
        ask.quote_id,
        at + agreement.quote_life_ms,
    )
    return Quote(ask.quote_id, ask.agreement_id, ask.participant_id, terms, rate, rounding, at)


def objection_to_amounts(
    agreement: Agreement, debtor_index: int, debit: int, credit: int
) -> StatusReason | None:
    """Say why two amounts cannot be a payment: nothing, or more than either end allows."""
    if debit <= 0 or credit <= 0:
        return StatusReason.ZERO_AMOUNT
    ends = agreement.ends
    if debit > ends[debtor_index].payment_max or credit > ends[1 - debtor_index].payment_max:
        return StatusReason.NOT_ALLOWED_AMOUNT
    return None


def fee_of(agreement: Agreement, debtor_index: int, debit: int) -> int:
    """Return the debtor's operator's fee in its minor units, rounded up."""
    end = agreement.ends[debtor_index]
    return end.fee_flat + divide(debit * end.fee_basis_points, 10_000, _UP)


def bind(state: State, at: int, pact: Pact, order: Order) -> Terms | StatusReason:
    """Find the terms an order is to be executed on: its quote's, a standing rate's, or at par."""
    if order.amount <= 0:
        return StatusReason.ZERO_AMOUNT
    agreement = pact.agreement
    if order.currency != agreement.ends[pact.own].currency:
        return StatusReason.NOT_ALLOWED_CURRENCY
    if agreement.exchange_model is _AT_SOURCE:
        return _at_par(pact, order)
    found = _quoted(state, at, order) if order.quote_id else _standing(pact, at, order)
    if order.kind is _TRANSFER or not isinstance(found, Terms):
        return found
    return _without_fee(found)


def _quoted(state: State, at: int, order: Order) -> Terms | StatusReason:
    """A quote is for one participant, one agreement and one amount, once, in time."""
    quote = state.quotes.get(order.quote_id)
    if (
        quote is None
        or quote.participant_id != order.debtor_agent
        or quote.agreement_id != order.agreement_id
        or quote.terms.has_expired(at)
    ):
        return StatusReason.SETTLEMENT_ABORTED
    if quote.terms.debtor_amount != order.amount:
        return StatusReason.WRONG_AMOUNT
    return quote.terms


def _standing(pact: Pact, at: int, order: Order) -> Terms | StatusReason:
    if not pact.agreement.default_provider:
        return StatusReason.REQUIRED_ELEMENT_MISSING
    ask = RequestQuote("", order.agreement_id, order.debtor_agent, Side.DEBTOR, order.amount)
    made = offer(pact, at, house_provider(pact), ask)
    return made if isinstance(made, StatusReason) else made.terms


def _at_par(pact: Pact, order: Order) -> Terms | StatusReason:
    if order.quote_id:
        return StatusReason.SETTLEMENT_ABORTED
    agreement, amount = pact.agreement, order.amount
    objection = objection_to_amounts(agreement, pact.own, amount, amount)
    if objection:
        return objection
    fee = fee_of(agreement, pact.own, amount) if order.kind is OrderKind.TRANSFER else 0
    currency = agreement.ends[pact.own].currency
    return Terms(amount, currency, amount, currency, fee, house_provider(pact), "", 0)


def _without_fee(terms: Terms) -> Terms:
    """A return costs its sender no fee."""
    return Terms(
        terms.debtor_amount,
        terms.debtor_currency,
        terms.creditor_amount,
        terms.creditor_currency,
        0,
        terms.provider_id,
        terms.quote_id,
        terms.expires_at,
    )
