"""What one bank asks of another beside the payments: a recall, an enquiry, a verification.

An assignment is a question that crosses the link and an answer that comes back; it moves no
money and promises none. The bank that asks is the assigner, the bank that is to answer the
assignee, as in the case assignments of camt.056 and camt.029. What they write to each other is
in the vault and goes beside the items, unchanged; here are identifiers and keyed digests alone.

A request for information is the one that no bank asks and that never crosses the link: the
node's own people ask the bank that sent a held payment, and the answer stays here.
"""

from enum import StrEnum

import msgspec

from tallystick.terms.parties import Side


class AssignmentKind(StrEnum):
    """What is asked: money back, how a payment fared, whose an account is, particulars."""

    RECALL = "recall"  # camt.056, answered by camt.029
    ENQUIRY = "enquiry"  # camt.110, answered by camt.111
    VERIFICATION = "verification"  # acmt.023, answered by acmt.024
    INFORMATION = "information"  # camt.110 of the node itself, answered by camt.111


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
    # An enquiry or a request for information: there is an answer, and the words are in it. It
    # may be REJECTED as well.
    EXPLAINED = "explained"
    # A verification: the name is the holder's, is close to it, is another's; or nothing is told.
    MATCHED = "matched"
    CLOSE = "close"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Assignment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A question between two banks, or of the node to one of its own.

    `assignment_id` is made from what it is about, so that there is no second: `recall:` and the
    payment's id; `enquiry:` or `verification:` and 32 hexadecimal digits of a digest of the
    assigner and its own id of the question, and so is it with `information:`, whose assigner is
    the operator. `payment_id` is the payment concerned, empty for a
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
    the question goes the way a payment would. A request for information has CREDITOR.
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


def recall_id(payment_id: str) -> str:
    """Return the id of a payment's recall; there is no second."""
    return f"{AssignmentKind.RECALL}:{payment_id}"
