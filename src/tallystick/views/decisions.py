"""Every verdict on a payment, for whoever asks years later; and what people wrote about its hold.

Who, when, outcome and grounds are the journal's, evidence and words the vault's. Where a key
is erased, the grounds are still told.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from tallystick.core import events
from tallystick.terms.verdicts import Verdict
from tallystick.views.chronicle import payment_subject
from tallystick.views.evidence import whole
from tallystick.views.plain import words_of
from tallystick.views.requests import RequestView
from tallystick.views.viewers import Books, entries_about


class DecisionView(msgspec.Struct, frozen=True):
    """One verdict: by which entry, when, on what occasion, the outcome and what it rests on.

    Digests are in hexadecimal; `evidence` is what the vault keeps, empty once it is erased.
    """

    sequence: int
    at: int
    what: str
    outcome: str
    bundle: str
    settings: str
    exemption: str
    relied_on: list[str]
    evidence_digest: str
    evidence: dict[str, Any]


class Decisions(msgspec.Struct, frozen=True):
    """The verdicts on a payment, in order; `followed` is the last entry that was looked at.

    `requests` is what its bank was asked while it was held, with the answers, late ones too.
    """

    payment_id: str
    decisions: list[DecisionView]
    followed: int
    requests: list[RequestView] = []


class NoteView(msgspec.Struct, frozen=True):
    """What a person wrote: when, on what occasion, who, and the words."""

    at: int
    what: str
    person: str
    text: str


def decisions(books: Books, payment_id: str, evidence: Mapping[int, bytes]) -> Decisions | None:
    """Return the verdicts on a payment, None if nobody here knows it.

    `evidence` is what the vault keeps of each screening, by entry.
    """
    found = list(_decisions(books, payment_id, evidence))
    return Decisions(payment_id, found, books.chronicle.followed) if found else None


def _decisions(
    books: Books, payment_id: str, evidence: Mapping[int, bytes]
) -> Iterator[DecisionView]:
    for entry in entries_about(books, payment_subject(payment_id)):
        for event in entry.events:
            verdict = verdict_in(event, payment_id)
            if verdict is not None:
                stored = evidence.get(entry.sequence, b"")
                yield DecisionView(
                    entry.sequence, entry.at, words_of(event), *_words(verdict), whole(stored)
                )


def verdict_in(event: events.AnyEvent, payment_id: str) -> Verdict | None:
    """Return the verdict on a payment that an event brought, None if it brought none."""
    match event:
        case events.PaymentReceived() | events.PaymentArrived():
            return event.verdict if event.order.payment_id == payment_id else None
        case events.VerdictRecorded() if event.payment_id == payment_id:
            return event.verdict
        case _:
            return None


def _words(verdict: Verdict) -> tuple[str, str, str, str, list[str], str]:
    return (
        verdict.outcome.value,
        verdict.bundle.hex(),
        verdict.settings.hex(),
        verdict.exemption,
        list(verdict.relied_on),
        verdict.evidence.hex(),
    )


def notes(books: Books, payment_id: str, kept: Mapping[int, bytes]) -> list[NoteView]:
    """Return what people wrote about a payment, in order; `kept` are the words by entry."""
    return [
        NoteView(entry.at, words_of(event), event.person, kept[entry.sequence].decode())
        for entry in entries_about(books, payment_subject(payment_id))
        for event in entry.events
        if entry.sequence in kept and isinstance(event, _BY_PEOPLE)
    ]


_BY_PEOPLE = (
    events.ReleaseProposed,
    events.ReleaseConfirmed,
    events.HeldRefused,
    events.PaymentEscalated,
    events.HoldNoted,
)
