"""What the operator's people asked the bank of a held payment, and what it answered.

Who, when and about what is the journal's, the words are the vault's. No bank reads any of it
here: the one that is asked has the letter.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from tallystick.core import events
from tallystick.views.chronicle import payment_subject
from tallystick.views.viewers import Books, entries_about


class InformationView(msgspec.Struct, frozen=True):
    """An answer: when, whether it came after the end, its outcome, its free text, the message.

    A late one has no outcome: it counts for nothing. Text and message are empty once the
    payment's key is erased.
    """

    at: int
    outcome: str
    reason: str
    text: str
    message: str
    is_late: bool


class RequestView(msgspec.Struct, frozen=True):
    """A request for information: who asked which bank, when, what, until when, and the answers.

    `state` is open, answered or expired. `subject` is a code of
    ExternalInvestigationReason1Code.
    """

    request_id: str
    at: int
    person: str
    participant: str
    subject: str
    text: str
    deadline_at: int
    state: str
    answers: list[InformationView]


class Written(NamedTuple):
    """A message out of the vault: its free text, and the whole of it."""

    text: str
    message: str


_ERASED = Written("", "")


def requests(
    books: Books, payment_id: str, at: int, written: Mapping[int, Written]
) -> list[RequestView]:
    """Return the requests about a payment at an instant, in order; `written` is by entry."""
    found: dict[str, RequestView] = {}
    for entry in entries_about(books, payment_subject(payment_id)):
        words = written.get(entry.sequence, _ERASED)
        for event in entry.events:
            match event:
                case events.InformationRequested() if _is_of(event, payment_id):
                    found[event.assignment.assignment_id] = _asked(event, entry.at, words)
                case events.AssignmentPresented() if event.assignment_id in found:
                    asked = found[event.assignment_id]
                    state = "open" if event.deadline_at > at else "expired"
                    found[event.assignment_id] = msgspec.structs.replace(
                        asked, deadline_at=event.deadline_at, state=state
                    )
                case events.InformationReceived() | events.InformationLate():
                    _note(found, event, entry.at, words)
                case _:
                    continue
    return list(found.values())


def _is_of(event: events.InformationRequested, payment_id: str) -> bool:
    return event.assignment.payment_id == payment_id


def _asked(event: events.InformationRequested, at: int, words: Written) -> RequestView:
    asked = event.assignment
    return RequestView(
        asked.assignment_id,
        at,
        event.person,
        asked.assignee,
        event.subject.value,
        words.text,
        0,
        "open",
        [],
    )


def _note(
    found: dict[str, RequestView],
    event: events.InformationReceived | events.InformationLate,
    at: int,
    words: Written,
) -> None:
    """Put an answer to its request; the first in time says that it is answered."""
    asked = found.get(event.assignment_id)
    if asked is None:
        return
    if isinstance(event, events.InformationLate):
        asked.answers.append(InformationView(at, "", "", *words, is_late=True))
        return
    given = InformationView(at, event.outcome.value, event.reason, *words, is_late=False)
    asked.answers.append(given)
    found[event.assignment_id] = msgspec.structs.replace(asked, state="answered")
