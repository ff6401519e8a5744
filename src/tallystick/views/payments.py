"""Payments, live and closed, as a bank is told of them and as the operator's people see them.

A bank is shown what it was told: the same words for hold, review, queue and withdrawal,
and of an incoming payment nothing before it was presented. What could betray more, a
date or a cycle that only a moving payment has, is shown once the money has moved. The
rest is for the operator alone.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from tallystick.core.orders import ClosingRecord, Terms
from tallystick.core.standing import Standing, status_of, status_of_record
from tallystick.core.state import Payment, is_frozen
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus
from tallystick.views.chronicle import EVERYBODY, Listed
from tallystick.views.viewers import Books, Role, Viewer

LOOKED_AT_ONCE: Final = 1_000  # how much of a list one call goes through, whatever it finds
_MOVED: Final = frozenset({PaymentStatus.ACSC, PaymentStatus.ACSP, PaymentStatus.BLCK})


class Inside(msgspec.Struct, frozen=True):
    """What only the operator's own people may know of a payment.

    The verdict is the newest; `cause` says why a held payment waits, `queued_on` for
    which account's money it does. `returned_debtor_amount` and `returned_creditor_amount` are
    what has gone back, by the returns measured in the one currency and by those measured in
    the other. Of a closed payment only these, state and decision are left.
    """

    state: str
    decision: str
    verdict: str = ""
    exemption: str = ""
    cause: str = ""
    released_by: str = ""
    queued_on: str = ""
    deadline_at: int = 0
    version: int = 0
    is_promised: bool = False
    is_frozen: bool = False
    returned_debtor_amount: int = 0
    returned_creditor_amount: int = 0


class TermsView(msgspec.Struct, frozen=True):
    """Both amounts of a payment in minor units; the fee is in the debtor's currency, on top.

    Of a closed payment fee, provider and quote are no longer at hand.
    """

    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    fee: int | None = None
    provider_id: str = ""
    quote_id: str = ""


class PaymentView(msgspec.Struct, frozen=True):
    """A payment on one side of the link.

    `status` and `reason` are what its bank is told (pacs.002); `amount` is what was
    ordered. `terms` is null where it was refused before it had any, `cycle` and
    `business_date` unless its money moved. `received_at` is when its order came, to the
    creditor's bank when it was presented. Kind and instants are null once it is closed: its
    cycle is settled, and a record remains.
    """

    payment_id: str
    agreement_id: str
    side: str
    status: str
    reason: str | None
    debtor_agent: str
    creditor_agent: str
    amount: int
    currency: str
    terms: TermsView | None
    kind: str | None
    original_id: str | None
    returned_by: str | None
    received_at: int | None
    business_date: str | None
    cycle: int | None
    is_closed: bool
    inside: Inside | None


class PaymentList(msgspec.Struct, frozen=True):
    """A part of a list; `last` is the place to go on from, `more` whether there may be more."""

    payments: list[PaymentView]
    last: int
    more: bool


def payment(books: Books, viewer: Viewer, payment_id: str) -> PaymentView | None:
    """Return a payment, None if there is none that the viewer may see."""
    found = books.state.payments.get(payment_id)
    if found is not None:
        return _live(books, viewer, found) if may_see(viewer, found) else None
    record = books.store.closings([payment_id]).get(payment_id)
    if record is None or not may_see_closed(viewer, record):
        return None
    return _closed(books, viewer, record)


def payments(
    books: Books, viewer: Viewer, after: int = 0, limit: int = 100, state: str = ""
) -> PaymentList:
    """Return the viewer's payments after a place in its list, the oldest first.

    `state` is a status (a pacs.002 code) or, for the operator, a state of the payment. No
    call looks at more than `LOOKED_AT_ONCE`: a part may be short and yet not the last.
    """
    if viewer.role is Role.PROVIDER:
        return PaymentList([], after, more=False)
    party_id = EVERYBODY if viewer.is_operator else viewer.party_id
    at_once = LOOKED_AT_ONCE if state else min(limit, LOOKED_AT_ONCE)
    listed = books.chronicle.payments_of(party_id, after, at_once)
    found: list[PaymentView] = []
    last = after
    for place, view in _looked_at(books, viewer, listed):
        if len(found) == limit:
            return PaymentList(found, last, more=True)
        last = place
        if view is not None and _is_in(view, state):
            found.append(view)
    return PaymentList(found, last, more=len(listed) == at_once)


def _looked_at(
    books: Books, viewer: Viewer, listed: Sequence[Listed]
) -> Iterator[tuple[int, PaymentView | None]]:
    """Yield each payment of a viewer's list at its place; to be in the list is to know of it."""
    live = books.state.payments
    records = books.store.closings([p for _, p in listed if p not in live])
    for place, payment_id in listed:
        found, record = live.get(payment_id), records.get(payment_id)
        if found is not None and may_see(viewer, found):
            yield place, _live(books, viewer, found)
        elif record is not None and _is_party(viewer, record):
            yield place, _closed(books, viewer, record)
        else:
            yield place, None


def _is_in(view: PaymentView, state: str) -> bool:
    inside = view.inside
    return state in ("", view.status) or (inside is not None and inside.state == state)


def may_see(viewer: Viewer, payment: Payment) -> bool:
    """Whether the viewer may know of a live payment."""
    if viewer.is_operator:
        return True
    order = payment.order
    if payment.side is Side.DEBTOR:
        return viewer.is_bank(order.debtor_agent)
    return viewer.is_bank(order.creditor_agent) and payment.presented_at > 0


def may_see_closed(viewer: Viewer, record: ClosingRecord) -> bool:
    """Whether the viewer may know of a closed payment: a bank, if it was presented to it."""
    if viewer.is_operator:
        return True
    return _is_party(viewer, record) and (record.side is Side.DEBTOR or record.was_presented)


def _is_party(viewer: Viewer, record: ClosingRecord) -> bool:
    """Whether this is the operator or the bank on our side."""
    is_debtor = record.side is Side.DEBTOR
    agent = record.debtor_agent if is_debtor else record.creditor_agent
    return viewer.is_operator or viewer.is_bank(agent)


def _live(books: Books, viewer: Viewer, payment: Payment) -> PaymentView:
    order = payment.order
    standing = status_of(payment)
    has_moved = viewer.is_operator or standing[0] in _MOVED
    return PaymentView(
        order.payment_id,
        order.agreement_id,
        payment.side.value,
        *_told(standing),
        order.debtor_agent,
        order.creditor_agent,
        order.amount,
        order.currency,
        _terms(payment.terms),
        order.kind.value,
        order.original_id or None,
        _returned_by(books, viewer, payment.returned_by),
        _received_at(viewer, payment),
        (payment.business_date or None) if has_moved else None,
        (payment.cycle or None) if has_moved else None,
        is_closed=False,
        inside=_inside(books, payment) if viewer.is_operator else None,
    )


def _received_at(viewer: Viewer, payment: Payment) -> int:
    """Return since when the viewer may know of it: how long it waited unpresented is inside."""
    if viewer.is_operator or payment.side is Side.DEBTOR:
        return payment.received_at
    return payment.presented_at


def _told(standing: Standing) -> tuple[str, str | None]:
    status, reason = standing
    return status.value, reason.value if reason is not None else None


def _terms(terms: Terms | None) -> TermsView | None:
    if terms is None:
        return None
    return TermsView(
        terms.debtor_amount,
        terms.debtor_currency,
        terms.creditor_amount,
        terms.creditor_currency,
        terms.fee,
        terms.provider_id,
        terms.quote_id,
    )


def _inside(books: Books, payment: Payment) -> Inside:
    return Inside(
        payment.state.value,
        payment.decision.value if payment.decision is not None else "",
        payment.verdict.outcome.value,
        payment.verdict.exemption,
        payment.hold_cause.value if payment.hold_cause is not None else "",
        payment.released_by,
        payment.queued_on,
        payment.deadline_at,
        payment.version,
        payment.is_promised,
        is_frozen(books.state, payment),
        payment.returned.debtor_amount,
        payment.returned.creditor_amount,
    )


def _closed(books: Books, viewer: Viewer, record: ClosingRecord) -> PaymentView:
    standing = status_of_record(record)
    has_moved = viewer.is_operator or standing[0] in _MOVED
    return PaymentView(
        record.payment_id,
        record.agreement_id,
        record.side.value,
        *_told(standing),
        record.debtor_agent,
        record.creditor_agent,
        record.debtor_amount,
        record.debtor_currency,
        _closed_terms(record),
        kind=None,
        original_id=None,
        returned_by=_returned_by(books, viewer, record.returned_by),
        received_at=None,
        business_date=None,
        cycle=(record.cycle or None) if has_moved else None,
        is_closed=True,
        inside=_inside_closed(record) if viewer.is_operator else None,
    )


def _inside_closed(record: ClosingRecord) -> Inside:
    return Inside(
        record.state,
        record.decision.value if record.decision is not None else "",
        returned_debtor_amount=record.returned.debtor_amount,
        returned_creditor_amount=record.returned.creditor_amount,
    )


def _closed_terms(record: ClosingRecord) -> TermsView | None:
    if not record.creditor_currency:
        return None
    return TermsView(
        record.debtor_amount,
        record.debtor_currency,
        record.creditor_amount,
        record.creditor_currency,
    )


def _returned_by(books: Books, viewer: Viewer, return_id: str) -> str | None:
    """Name the last payment that sent money back; to a bank, once it was told that it settled."""
    if not return_id or viewer.is_operator:
        return return_id or None
    live = books.state.payments.get(return_id)
    if live is not None:
        return return_id if may_see(viewer, live) and status_of(live)[0] in _MOVED else None
    record = books.store.closings([return_id]).get(return_id)
    if record is None or status_of_record(record)[0] not in _MOVED:
        return None
    return return_id if _is_party(viewer, record) else None
