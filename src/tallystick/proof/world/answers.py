"""What became of the banks' questions in a run of worlds, in words that can be counted."""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.core import events
from tallystick.terms.reasons import StatusReason

# What may become of each kind of question: at the asking node, at the answering one, or both.
_OUTCOMES: Final = {
    "recall": ("cancelled", "rejected", "rejected LEGL", "rejected NOOR", "pending", "expired"),
    "enquiry": ("explained", "rejected", "expired"),
    "verification": ("matched", "close", "different", "unknown", "expired"),
}
_REFUSALS: Final = {
    "recall": (StatusReason.TRANSACTION_FORBIDDEN, StatusReason.DUPLICATE_PAYMENT),
    "enquiry": (
        StatusReason.TRANSACTION_FORBIDDEN,
        StatusReason.DUPLICATE_PAYMENT,
        StatusReason.LIMIT_EXCEEDED,
    ),
    "verification": (
        StatusReason.TRANSACTION_FORBIDDEN,
        StatusReason.DUPLICATE_PAYMENT,
        StatusReason.LIMIT_EXCEEDED,
        StatusReason.AGENT_SUSPENDED,
        StatusReason.CREDITOR_AGENT_SUSPENDED,
    ),
}
# A request for information is presented alone: no bank asks it, and it does not cross the link.
_INFORMATION: Final = (
    "information presented",
    "information explained",
    "information rejected",
    "information late",
    "information expired",
    "information refused AG01",
    "information refused DUPL",
    "information refused AM21",
)
QUESTIONS: Final = (
    *_INFORMATION,
    "recall waits",
    "recall goes on",
    "enquiry repeated",
    "recall repeated",
    "verification repeated",
    "verification turned away",
    "assignment lost",
    "assignments closed",
    *(f"{kind} sent" for kind in _OUTCOMES),
    *(f"{kind} presented" for kind in _OUTCOMES),
    *(f"{kind} {outcome}" for kind, outcomes in _OUTCOMES.items() for outcome in outcomes),
    *(f"{kind} refused {reason}" for kind, reasons in _REFUSALS.items() for reason in reasons),
)


def questions_in(happened: Sequence[events.AnyEvent]) -> Iterator[str]:
    """Name what one command made of questions, each in the words of `QUESTIONS`."""
    begun = {
        event.assignment.assignment_id
        for event in happened
        if isinstance(event, events.AssignmentMade | events.AssignmentArrived)
    }
    for event in happened:
        if isinstance(event, events.AssignmentEvent):
            yield from _of(event, is_new=event.assignment_id in begun)
        elif isinstance(event, events.AssignmentsClosed):
            yield "assignments closed"
        elif isinstance(event, events.CommandRefused):
            yield f"{_kind(event.subject)} refused {event.reason}"
    moved = any(isinstance(event, events.AssignmentEvent) for event in happened)
    if begun and not moved:
        yield "recall waits"


def _kind(name: str) -> str:
    return name.partition(":")[0]


_NAMED: Final[dict[type, str]] = {
    events.AssignmentPresented: "presented",
    events.AssignmentPending: "pending",
    events.AssignmentExpired: "expired",
    events.AssignmentRepeated: "repeated",
    events.InformationLate: "late",
}


def _of(event: events.AssignmentEvent, *, is_new: bool) -> Iterator[str]:
    kind = _kind(event.assignment_id)
    if isinstance(event, events.AssignmentSent):
        yield f"{kind} sent" if is_new else f"{kind} goes on"
    elif isinstance(event, events.AssignmentLost):
        yield "assignment lost"
    elif isinstance(event, events.InformationReceived):
        yield f"{kind} {event.outcome}"
    elif isinstance(event, events.AssignmentAnswered):
        by_node = event.reason in ("LEGL", "NOOR")
        yield f"{kind} {event.outcome}{' ' + event.reason if by_node else ''}"
        if is_new:
            yield f"{kind} turned away"
    else:
        yield f"{kind} {_NAMED[type(event)]}"
