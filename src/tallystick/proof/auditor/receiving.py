"""The creditor side: this node is the one decider of every payment sent to it."""

from typing import Final

from tallystick.core.agreements import Agreement, ExchangeModel
from tallystick.core.commands import AnswerPresentation, HearPeer
from tallystick.core.events import (
    CaseKind,
    ForwardRefused,
    ForwardRepeated,
    PaymentArrived,
    PaymentPromised,
    PaymentRejected,
    PaymentWithdrawn,
    StatusRepeated,
    WithdrawalAnswered,
)
from tallystick.core.items import Forwarded, WithdrawalAsked
from tallystick.core.orders import Terms
from tallystick.core.rule_sets import Facts
from tallystick.proof.auditor import figures, returns
from tallystick.proof.auditor.books import Books, Link, Sheet, Stage
from tallystick.proof.auditor.moving import begin, go_on, has_expired
from tallystick.proof.auditor.offers import amounts_that_cannot_be
from tallystick.proof.auditor.remembering import record_for, standing
from tallystick.proof.auditor.script import Script, case, no
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

# How far apart the two nodes' clocks may stand.
_SKEW_MS: Final = 60_000


def hear_forwarded(books: Books, at: int, command: HearPeer, item: Forwarded) -> Script:
    """Take a forwarded payment up once, and decide it as far as it will go."""
    order, link = item.order, books.links[item.agreement_id]
    known = record_for(books, order.payment_id, command.known)
    stored = books.under(item.agreement_id, order.payment_id)
    if stored is not None and stored.side is Side.CREDITOR and stored.order == order:
        yield ForwardRepeated(order.payment_id)  # the decider never says two things
        return
    whose = (known.agreement_id, known.side) if known is not None else None
    if order.payment_id in link.frozen or whose == (item.agreement_id, Side.CREDITOR):
        yield case(order.payment_id, CaseKind.PEER_BREACH)
        return
    if known is not None or order.agreement_id != item.agreement_id:
        twice = StatusReason.DUPLICATION
        yield ForwardRefused(item.agreement_id, order.payment_id, twice)
        return
    if not figures.has_begun(books, link, item.version) or command.verdict is None:
        why = command.objection
        forbidden = why if why is not None else StatusReason.TRANSACTION_FORBIDDEN
        yield ForwardRefused(item.agreement_id, order.payment_id, forbidden)
        return
    facts = command.facts if command.facts is not None else Facts()
    yield PaymentArrived(order, item.terms, item.version, command.verdict, facts)
    part = (
        _bars_parties(link, item)
        or _bars_terms(at, link, item)
        or returns.part_of(
            books, order, item.terms, Side.CREDITOR, (command.original, command.assigned)
        )
    )
    if isinstance(part, StatusReason):
        yield PaymentRejected(order.payment_id, part)
        return
    if part is not None:
        yield part
    yield from begin(books, at, books.sheets[order.payment_id])


def _bars_parties(link: Link, item: Forwarded) -> StatusReason | None:
    debtor = link.members.get(item.order.debtor_agent)
    creditor = link.members.get(item.order.creditor_agent)
    if debtor is None or debtor.operator_id != link.there.operator_id:
        return StatusReason.DEBTOR_BANK_NOT_REGISTERED
    if creditor is None or creditor.operator_id != link.here.operator_id:
        return StatusReason.CREDITOR_BANK_NOT_REGISTERED
    if debtor.is_suspended:
        return StatusReason.AGENT_SUSPENDED
    return StatusReason.CREDITOR_AGENT_SUSPENDED if creditor.is_suspended else None


def _bars_terms(at: int, link: Link, item: Forwarded) -> StatusReason | None:
    """Test the other node's word by our own copy of the agreement."""
    text, terms = link.texts[item.version], item.terms
    currencies = terms.debtor_currency, terms.creditor_currency
    if currencies != (link.there.currency, link.here.currency):
        return StatusReason.NOT_ALLOWED_CURRENCY
    if terms.debtor_currency != item.order.currency:
        return StatusReason.NOT_ALLOWED_CURRENCY
    if terms.debtor_amount != item.order.amount or terms.fee < 0:
        return StatusReason.WRONG_AMOUNT
    last_at = at + text.quote_life_ms + _SKEW_MS
    if has_expired(terms, at) or terms.expires_at > last_at:
        return StatusReason.SETTLEMENT_ABORTED
    houses = [link.there.operator_id] if text.is_mutual else list(link.houses)
    if terms.provider_id not in houses:
        return StatusReason.INCORRECT_AGENT
    amounts = terms.debtor_amount, terms.creditor_amount
    return _bars_rate(text, terms) or amounts_that_cannot_be(text, 1 - link.own, *amounts)


def _bars_rate(text: Agreement, terms: Terms) -> StatusReason | None:
    """At source the two amounts are one and nothing expires; else a quote says both."""
    if text.exchange_model is ExchangeModel.AT_SOURCE:
        one = terms.debtor_amount == terms.creditor_amount and terms.expires_at <= 0
        return None if one else StatusReason.WRONG_AMOUNT
    return None if terms.expires_at > 0 else StatusReason.SETTLEMENT_ABORTED


def answer_presentation(books: Books, at: int, command: AnswerPresentation) -> Script:
    """Take the bank's promise or refusal; after the decision it is given the decision."""
    sheet = books.sheets.get(command.payment_id)
    known = record_for(books, command.payment_id, command.known)
    whose = (known.side, known.creditor_agent) if known is not None else None
    asked_of_it = whose == (Side.CREDITOR, command.participant_id)
    if known is None or not asked_of_it or not known.was_presented:
        yield no(command.payment_id)
    elif sheet is None or sheet.is_done:
        yield StatusRepeated(command.payment_id, command.participant_id, *standing(books, known))
    elif sheet.payment_id in books.link_of(sheet).frozen:
        yield no(command.payment_id)
    elif command.reason is not None:
        yield PaymentRejected(command.payment_id, command.reason)
    else:
        yield from _promise(books, at, sheet)


def _promise(books: Books, at: int, sheet: Sheet) -> Script:
    """A promise is kept while the payment is held; otherwise it leads to the decision."""
    if not sheet.is_promised:
        yield PaymentPromised(sheet.payment_id)
        if sheet.stage is not Stage.HELD:
            yield from go_on(books, at, sheet)


def hear_withdrawal(books: Books, _at: int, item: WithdrawalAsked) -> Script:
    """Let go what is not decided; otherwise the decision is on its way."""
    sheet = books.under(item.agreement_id, item.payment_id)
    frozen = item.payment_id in books.links[item.agreement_id].frozen
    if sheet is None or sheet.side is Side.DEBTOR or sheet.is_done or frozen:
        yield WithdrawalAnswered(item.payment_id)
    else:
        yield PaymentWithdrawn(item.payment_id)
