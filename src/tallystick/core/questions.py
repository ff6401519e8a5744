"""An assignment as a node keeps it, and the form that its words must have.

What it is made of, and what remains of it, is in `assignments`; here is how far it has come.
"""

from typing import Final

import msgspec

from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
    recall_id,
)
from tallystick.terms.parties import Side


class Question(msgspec.Struct, array_like=True, gc=False):
    """An assignment on one of its two sides, and how far it has come.

    `was_presented` says that it was put to the assignee: at its own node by presenting it, at the
    assigner's by sending it. One that was not is answered by the node itself, and the assignee
    knows nothing of it. `business_date` is when that was, `deadline_at` when this node lets it
    expire (0: the other node does). `answer` is the content of the assignee's last message.
    """

    assignment: Assignment
    side: Side
    state: AssignmentState = AssignmentState.WITHDRAWING
    was_presented: bool = False
    business_date: str = ""
    deadline_at: int = 0
    is_pending: bool = False
    outcome: Outcome | None = None
    reason: str = ""
    answer: bytes = b""

    @property
    def is_ended(self) -> bool:
        """Whether there is an answer, or its time has run out."""
        return self.state in _ENDED

    @property
    def record(self) -> AssignmentRecord:
        """What is to be remembered of it."""
        asked = self.assignment
        return AssignmentRecord(
            asked.assignment_id,
            asked.agreement_id,
            asked.kind,
            self.side,
            asked.assigner,
            asked.assignee,
            asked.payment_id,
            asked.content,
            self.state,
            self.outcome,
            self.reason,
            self.was_presented,
        )


_ENDED: Final = (AssignmentState.ANSWERED, AssignmentState.EXPIRED)


class Asking(msgspec.Struct, array_like=True):
    """What a participant asks of the other end's banks, counted at both nodes.

    `enquiries` are open; the others are of one business date: `verifications` it made, how many
    of them `matched`, and how many it made of each `subject`. One that has no answer yet has not
    matched: so nobody gains by asking many at once.
    """

    enquiries: int = 0
    business_date: str = ""
    verifications: int = 0
    matched: int = 0
    subjects: dict[bytes, int] = {}


DIGEST_DIGITS: Final = 32
_DIGITS: Final = frozenset("0123456789abcdef")
_CODE_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_CODE_MAX: Final = 4


def is_well_named(assignment: Assignment) -> bool:
    """Whether a bank may ask it under this id: it is made from what it is about, by its kind."""
    if assignment.kind is AssignmentKind.RECALL:
        named = bool(assignment.payment_id)
        return named and assignment.assignment_id == recall_id(assignment.payment_id)
    if bool(assignment.payment_id) is (assignment.kind is AssignmentKind.VERIFICATION):
        return False
    own = assignment.kind is AssignmentKind.INFORMATION
    return not own and is_numbered(assignment.kind, assignment.assignment_id)


def is_numbered(kind: AssignmentKind, assignment_id: str) -> bool:
    """Whether an id is its kind and the digits of a digest."""
    named, _, digest = assignment_id.partition(":")
    return named == kind and len(digest) == DIGEST_DIGITS and _DIGITS.issuperset(digest)


def is_code(reason: str) -> bool:
    """Whether a reason may be one of ISO's external codes; none at all is one too."""
    return len(reason) <= _CODE_MAX and _CODE_LETTERS.issuperset(reason)
