"""What can happen to an assignment, at the assigner's node and at the assignee's."""

from tallystick.core.assignments import Assignment, AssignmentRecord, Outcome
from tallystick.core.events.shared import Event


class AssignmentMade(Event, frozen=True):
    """One of our banks asks a bank of the other end."""

    assignment: Assignment


class AssignmentArrived(Event, frozen=True):
    """A bank of the other end asks one of ours; `subject` is our own digest."""

    assignment: Assignment


class AssignmentEvent(Event, frozen=True):
    """Something happened to one assignment."""

    assignment_id: str


class AssignmentSent(AssignmentEvent, frozen=True):
    """It is with the other node; what it counts for is counted on this business date.

    `deadline_at` 0: the other node alone lets it expire.
    """

    business_date: str
    deadline_at: int


class AssignmentPresented(AssignmentEvent, frozen=True):
    """The assignee is asked, and must answer by `deadline_at`."""

    business_date: str
    deadline_at: int


class AssignmentPending(AssignmentEvent, frozen=True):
    """The assignee needs time; the assignment stays open."""

    content: bytes


class AssignmentAnswered(AssignmentEvent, frozen=True):
    """It is answered, for good: by the assignee, or by a node that had nothing to ask it."""

    outcome: Outcome
    reason: str
    content: bytes


class AssignmentExpired(AssignmentEvent, frozen=True):
    """Its time ran out without an answer, for good."""


class AssignmentLost(AssignmentEvent, frozen=True):
    """What the other node asked was set aside unread: it is told that no answer will come."""

    agreement_id: str


class AssignmentRepeated(AssignmentEvent, frozen=True):
    """The stored answer is given again; PENDING where there is none yet."""

    participant_id: str
    outcome: Outcome | None
    reason: str


class AssignmentsClosed(Event, frozen=True):
    """Ended assignments have left the state; these records remain."""

    records: tuple[AssignmentRecord, ...]
