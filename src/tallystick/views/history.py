"""What happened to a payment or a cycle, from the journal's entries, as far as it is followed.

A bank reads what it was told and when: that its order came, that it is pending, how it
ended. Which rule or person made it wait is not told, nor how often. The operator's
people read every event as it is in the journal, where there is no personal data.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from tallystick.core import events
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.views.chronicle import cycle_subject, payment_subject
from tallystick.views.following import subjects_of
from tallystick.views.payments import payment
from tallystick.views.plain import details_of, line_details, words_of
from tallystick.views.reading import Happened
from tallystick.views.viewers import Books, Viewer, entries_about

Word = tuple[str, PaymentStatus, StatusReason | None]
_WAITS: Final = (
    events.PaymentHeld,
    events.PaymentQueued,
    events.WithdrawalRequested,
    events.PendingHeard,
)


class Happening(msgspec.Struct, frozen=True):
    """One thing that happened: by which entry, when, what; its details are its fields.

    A bank's details are the status and the reason that it was told, and `sequence` counts
    what it was told: the journal's numbers would tell how much happens for others.
    """

    sequence: int
    at: int
    what: str
    details: dict[str, Any]


class PaymentHistory(msgspec.Struct, frozen=True):
    """What happened to a payment, in order; `followed` is the last entry that was looked at.

    A bank, to whom entries are not numbered, has null there.
    """

    payment_id: str
    happened: list[Happening]
    followed: int | None


class CycleHistory(msgspec.Struct, frozen=True):
    """What happened to a cycle, in order; `followed` is the last entry that was looked at."""

    agreement_id: str
    cycle: int
    happened: list[Happening]
    followed: int


def payment_history(books: Books, viewer: Viewer, payment_id: str) -> PaymentHistory | None:
    """Return what happened to a payment, None if there is none that the viewer may see."""
    if payment(books, viewer, payment_id) is None:
        return None
    followed = books.chronicle.followed
    entries = list(entries_about(books, payment_subject(payment_id)))
    if viewer.is_operator:
        happened = list(_all_of(entries, payment_subject(payment_id), payment_id))
        return PaymentHistory(payment_id, happened, followed)
    told = enumerate(_told(entries, viewer, payment_id), start=1)
    happened = [msgspec.structs.replace(each, sequence=number) for number, each in told]
    return PaymentHistory(payment_id, happened, None)


def cycle_history(books: Books, agreement_id: str, cycle: int) -> CycleHistory:
    """Return what happened to a cycle; it is for the operator's people."""
    subject = cycle_subject(agreement_id, cycle)
    followed = books.chronicle.followed
    happened = list(_all_of(entries_about(books, subject), subject, f"{agreement_id}/{cycle}"))
    return CycleHistory(agreement_id, cycle, happened, followed)


def _all_of(entries: Iterable[Happened], subject: int, case_id: str) -> Iterator[Happening]:
    """Yield every event about a subject, and the cases opened with it."""
    for entry in entries:
        for event in entry.events:
            is_case = isinstance(event, events.CaseOpened) and event.case_id == case_id
            if is_case or subject in subjects_of(event):
                details = _details(event, case_id)
                yield Happening(entry.sequence, entry.at, words_of(event), details)


def _details(event: events.AnyEvent, payment_id: str) -> dict[str, Any]:
    match event:
        case events.PaymentsClosed():
            own = tuple(each for each in event.records if each.payment_id == payment_id)
            return details_of(events.PaymentsClosed(own))
        case events.DifferencesNamed():
            lines = {"ours": line_details(event.ours), "theirs": line_details(event.theirs)}
            return {**details_of(event), **lines}
        case _:
            return details_of(event)


def _told(entries: Iterable[Happened], viewer: Viewer, payment_id: str) -> Iterator[Happening]:
    """Yield what a bank was told of its payment."""
    telling = _Telling(viewer, payment_id)
    for entry in entries:
        for event in entry.events:
            word = telling.word_of(event)
            if word is not None:
                what, status, reason = word
                details = {"status": status.value, "reason": reason.value if reason else None}
                yield Happening(entry.sequence, entry.at, what, details)


class _Telling:
    """What a bank is told of one payment, event by event."""

    def __init__(self, viewer: Viewer, payment_id: str) -> None:
        self._viewer = viewer
        self._payment_id = payment_id
        self._is_incoming = False
        self._is_known = False
        self._is_pending = False
        self._is_blocked_there = False

    def word_of(self, event: events.AnyEvent) -> Word | None:
        """Return what the bank is told because of an event, None for nothing."""
        match event:
            case events.PaymentReceived() | events.PaymentArrived():
                return self._first(event)
            case events.PaymentEvent() if event.payment_id == self._payment_id:
                return self._further(event)
            case _:
                return None

    def _first(self, event: events.PaymentReceived | events.PaymentArrived) -> Word | None:
        if event.order.payment_id != self._payment_id:
            return None
        self._is_incoming = isinstance(event, events.PaymentArrived)
        self._is_known = not self._is_incoming
        return ("received", PaymentStatus.RCVD, None) if self._is_known else None

    def _further(self, event: events.PaymentEvent) -> Word | None:
        if isinstance(event, events.PaymentPresented):
            return self._presented()
        if not self._is_known:
            return None
        if isinstance(event, _WAITS):
            return self._pending()
        if isinstance(event, events.StatusRepeated):
            return self._repeated(event)
        return self._end(event)

    def _presented(self) -> Word | None:
        """The first presentation is told; a further one would tell of a hold between them."""
        if self._is_known:
            return None
        self._is_known = True
        return "presented", PaymentStatus.PDNG, None

    def _pending(self) -> Word | None:
        """Its own bank is told once that a payment waits; the creditor's bank is not."""
        if self._is_incoming or self._is_pending:
            return None
        self._is_pending = True
        return "pending", PaymentStatus.PDNG, None

    def _repeated(self, event: events.StatusRepeated) -> Word | None:
        if not self._viewer.is_bank(event.participant_id):
            return None
        return "status repeated", event.status, event.reason

    def _end(self, event: events.PaymentEvent) -> Word | None:
        match event:
            case events.PaymentHeardBlocked():
                self._is_blocked_there = True
            case events.PaymentSettled() if not self._is_blocked_there:
                return "settled", PaymentStatus.ACSC, None
            case events.PaymentSettled():
                return "blocked", PaymentStatus.BLCK, None
            case events.PaymentBlocked() if not self._is_incoming:
                return "blocked", PaymentStatus.BLCK, None
            case events.PaymentBlocked():
                return "rejected", PaymentStatus.RJCT, StatusReason.REGULATORY_REASON
            case events.PaymentRefused() | events.PaymentTimedOut() | events.PaymentRejected():
                return "rejected", PaymentStatus.RJCT, event.reason
            case events.PaymentWithdrawn():
                return "rejected", PaymentStatus.RJCT, StatusReason.REASON_NOT_SPECIFIED
            case _:
                return None
        return None
