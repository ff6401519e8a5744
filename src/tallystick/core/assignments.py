"""What one bank asks of another beside the payments: a recall, an enquiry, a verification.

An assignment is a question that crosses the link and an answer that comes back; it moves no
money and promises none. The bank that asks is the assigner, the bank that is to answer the
assignee, as in the case assignments of camt.056 and camt.029. What they write to each other is
in the vault and goes beside the items, unchanged; here are identifiers and keyed digests alone.
"""

from enum import StrEnum
from typing import Final

import msgspec

from tallystick.terms.parties import Side


class AssignmentKind(StrEnum):
    """What is asked: money back, how a payment was dealt with, or whose an account is."""

    RECALL = "recall"  # camt.056, answered by camt.029
    ENQUIRY = "enquiry"  # camt.110, answered by camt.111
    VERIFICATION = "verification"  # acmt.023, answered by acmt.024


class AssignmentState(StrEnum):
    """Where an assignment stands on this node."""

    # At the assigner's node: the payment's own decision comes first. A recall alone stays here;
    # the others pass on in the command that makes them.
    WITHDRAWING = "withdrawing"
    # With the assignee: at its own node it has been presented, at the assigner's it was sent.
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    # Its time ran out without an answer.
    EXPIRED = "expired"


class Outcome(StrEnum):
    """What the assignee answered, or the node where there was nothing to ask it.

    Where an outcome is told, none at all says that the time ran out without an answer.
    """

    # A recall: CNCL and RJCR of camt.029. PDCR is told and leaves the recall open. Whoever asks
    # again before the answer is told PENDING too, whatever the assignment is.
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    PENDING = "pending"
    # An enquiry: there is an answer, and the words are in it. It may be REJECTED as well.
    EXPLAINED = "explained"
    # A verification: the name is the holder's, is close to it, is another's; or nothing is told.
    MATCHED = "matched"
    CLOSE = "close"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Assignment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A question between two banks.

    `assignment_id` is made from what it is about, so that there is no second: `recall:` and the
    payment's id; `enquiry:` or `verification:` and 32 hexadecimal digits of a digest of the
    assigner and its own id of the question. `payment_id` is the payment concerned, empty for a
    verification. `subject` is the asking node's keyed digest of the account of a verification, by
    which guesses at one account are counted; it is empty for the others and never leaves the node.
    `content` is the keyed digest of the whole message, to tell a repetition from a misuse.
    """

    assignment_id: str
    agreement_id: str
    kind: AssignmentKind
    assigner: str
    assignee: str
    content: bytes
    payment_id: str = ""
    subject: bytes = b""


class AssignmentRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What remains of an assignment that has left the state: the store keeps it for ever.

    `side` is DEBTOR where the assigner's node keeps it and CREDITOR where the assignee's does:
    the question goes the way a payment would.
    """

    assignment_id: str
    agreement_id: str
    kind: AssignmentKind
    side: Side
    assigner: str
    assignee: str
    payment_id: str
    content: bytes
    state: AssignmentState
    outcome: Outcome | None = None
    reason: str = ""
    was_presented: bool = False


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


def recall_id(payment_id: str) -> str:
    """Return the id of a payment's recall; there is no second."""
    return f"{AssignmentKind.RECALL}:{payment_id}"


def is_well_named(assignment: Assignment) -> bool:
    """Whether the id is made from what the assignment is about, as its kind has it."""
    if assignment.kind is AssignmentKind.RECALL:
        named = bool(assignment.payment_id)
        return named and assignment.assignment_id == recall_id(assignment.payment_id)
    if bool(assignment.payment_id) is (assignment.kind is AssignmentKind.VERIFICATION):
        return False
    kind, _, digest = assignment.assignment_id.partition(":")
    return kind == assignment.kind and len(digest) == DIGEST_DIGITS and _DIGITS.issuperset(digest)


def is_code(reason: str) -> bool:
    """Whether a reason may be one of ISO's external codes; none at all is one too."""
    return len(reason) <= _CODE_MAX and _CODE_LETTERS.issuperset(reason)
