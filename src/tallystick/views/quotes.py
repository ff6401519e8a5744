"""Quotes that are open: firm offers, each shown to the participant that took it."""

import msgspec

from tallystick.core.orders import Quote
from tallystick.core.state import State
from tallystick.views.rates import RateView
from tallystick.views.viewers import Viewer


class QuoteView(msgspec.Struct, frozen=True):
    """A firm offer: both amounts and the fee, in minor units; single use, until `expires_at`.

    The fee is in the debtor's currency and comes on top of `debtor_amount`.
    """

    quote_id: str
    agreement_id: str
    participant_id: str
    provider_id: str
    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    fee: int
    rate: RateView
    rounding: str
    issued_at: int
    expires_at: int


def quote(state: State, viewer: Viewer, quote_id: str) -> QuoteView | None:
    """Return an open quote of the viewer's, None if it has none of this id."""
    found = state.quotes.get(quote_id)
    if found is None or not (viewer.is_operator or viewer.is_bank(found.participant_id)):
        return None
    return quote_view(found)


def quote_view(found: Quote) -> QuoteView:
    """Return a quote as it is shown to whoever may see it."""
    terms = found.terms
    return QuoteView(
        found.quote_id,
        found.agreement_id,
        found.participant_id,
        terms.provider_id,
        terms.debtor_amount,
        terms.debtor_currency,
        terms.creditor_amount,
        terms.creditor_currency,
        terms.fee,
        RateView.of(found.rate),
        found.rounding,
        found.issued_at,
        terms.expires_at,
    )
