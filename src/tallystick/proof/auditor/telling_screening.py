"""Who hears of lists, policies and spared parties: those who screen, and nobody outside.

What may have become another's affair is screened again: by new lists all that is pending,
by a new policy or another version of the agreement all that is pending under it, and whatever
rested on an entry that has ended.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tallystick.core import effects, events
from tallystick.proof.auditor.books import Books, Sheet, Stage
from tallystick.terms.verdicts import Outcome

_Told = list[effects.AnyEffect]


def _screen(books: Books, is_asked: Callable[[Sheet], bool]) -> _Told:
    asked = [sheet for sheet in books.sheets.values() if not sheet.is_done and is_asked(sheet)]
    return [effects.ScreenAgain(sheet.payment_id) for sheet in asked]


def _lists(books: Books, _event: events.BundleActivated) -> _Told:
    return _screen(books, lambda _sheet: True)


def _policy(books: Books, event: events.PolicyActivated) -> _Told:
    return _screen(books, lambda sheet: sheet.order.agreement_id == event.agreement_id)


def by_new_text(books: Books, event: events.CycleClosed) -> _Told:
    """Whatever is pending, if the next cycle opened under another text, with its own lists."""
    opened_under = books.links[event.agreement_id].opened_under
    if opened_under[event.cycle] == opened_under[event.cycle + 1]:
        return []
    return _screen(books, lambda sheet: sheet.order.agreement_id == event.agreement_id)


def _spared(books: Books, _event: events.GoodGuyConfirmed) -> _Told:
    """Whatever people look at: they may not have to any more."""

    def is_looked_at(sheet: Sheet) -> bool:
        return sheet.stage is Stage.HELD and sheet.verdict.outcome is Outcome.HOLD

    return _screen(books, is_looked_at)


def _spared_no_more(books: Books, event: events.GoodGuyRevoked | events.GoodGuyExpired) -> _Told:
    """A verdict that is under way may rest on it too."""

    def may_rest(sheet: Sheet) -> bool:
        awaited = sheet.stage is Stage.HELD and sheet.held_for is events.HoldCause.SCREEN_AGAIN
        return event.good_guy_id in sheet.verdict.relied_on or awaited

    return _screen(books, may_rest)


def _escalated(_books: Books, event: events.PaymentEscalated) -> _Told:
    return [effects.CallPeople(event.payment_id, "")]


def _informed(_books: Books, event: events.InformationReceived | events.InformationLate) -> _Told:
    return [effects.CallPeople(event.payment_id, "")]


TOLD: Final[Mapping[type, Callable[[Books, Any], _Told]]] = {
    events.BundleActivated: _lists,
    events.PolicyActivated: _policy,
    events.GoodGuyConfirmed: _spared,
    events.GoodGuyRevoked: _spared_no_more,
    events.GoodGuyExpired: _spared_no_more,
    events.PaymentEscalated: _escalated,
    events.InformationReceived: _informed,
    events.InformationLate: _informed,
}
