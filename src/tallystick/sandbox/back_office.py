"""The back office of an invented bank: it asks other banks, and answers what they ask.

It keeps each question until it has its answer, and gives each one asked of it the answer that is
drawn from the bank's own seed; some answers are late, some never come, some are no answers.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NamedTuple

from tallystick.core.assignments import Assignment, AssignmentKind, Outcome, recall_id
from tallystick.core.commands import AnswerAssignment
from tallystick.core.effects import TellAnswer
from tallystick.sandbox.chance import Chance

_ANSWERS: Final[dict[str, tuple[Outcome, ...]]] = {
    "recall": (Outcome.CANCELLED, Outcome.REJECTED),
    "enquiry": (Outcome.EXPLAINED, Outcome.EXPLAINED, Outcome.EXPLAINED, Outcome.REJECTED),
    "information": (Outcome.EXPLAINED, Outcome.EXPLAINED, Outcome.REJECTED),
    "verification": (Outcome.MATCHED, Outcome.CLOSE, Outcome.DIFFERENT, Outcome.UNKNOWN),
}
_REASONS: Final = ("", "CUST", "AC04")


class Reply(NamedTuple):
    """An answer, after so many milliseconds."""

    after_ms: int
    command: AnswerAssignment


@dataclass(frozen=True)
class Diligence:
    """How an office answers: shares of a hundred, and its answering times in milliseconds."""

    silent: int = 8
    late: int = 6
    takes_time: int = 40
    mistakes: int = 12
    repeats: int = 12
    answer_ms: int = 400
    late_ms: int = 40_000


@dataclass
class BackOffice:
    """What one bank asked, and what was asked of it."""

    participant_id: str
    agreement_id: str
    chance: Chance
    diligence: Diligence = field(default_factory=Diligence)
    asked: dict[str, Assignment] = field(default_factory=dict)
    told: dict[str, TellAnswer] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    presented: dict[str, int] = field(default_factory=dict)
    drawn: int = 0

    def recall(self, payment_id: str, assignee: str) -> Assignment:
        """Ask for the money of a payment back."""
        return self._ask(AssignmentKind.RECALL, recall_id(payment_id), assignee, payment_id)

    def enquire(self, payment_id: str, assignee: str) -> Assignment:
        """Ask how a payment was dealt with."""
        name = self._fresh_id(AssignmentKind.ENQUIRY)
        return self._ask(AssignmentKind.ENQUIRY, name, assignee, payment_id)

    def verify(self, assignee: str, subject: bytes) -> Assignment:
        """Ask whose an account is; `subject` is the node's digest of it."""
        name = self._fresh_id(AssignmentKind.VERIFICATION)
        return self._ask(AssignmentKind.VERIFICATION, name, assignee, "", subject)

    def _fresh_id(self, kind: AssignmentKind) -> str:
        self.drawn += 1
        digest = sha256(f"{self.participant_id}/{kind}/{self.drawn}".encode()).hexdigest()
        return f"{kind}:{digest[:32]}"

    def _ask(
        self,
        kind: AssignmentKind,
        name: str,
        assignee: str,
        payment_id: str,
        subject: bytes = b"",
    ) -> Assignment:
        content = sha256(f"{self.participant_id}/{name}".encode()).digest()
        words = (name, self.agreement_id, kind, self.participant_id, assignee, content)
        assignment = Assignment(*words, payment_id, subject)
        self.asked[name] = assignment
        return assignment

    def note(self, told: TellAnswer) -> None:
        """Keep what was told; it may be told again."""
        self.told[told.assignment_id] = told

    def unanswered(self) -> list[Assignment]:
        """Return what has no final answer and was not refused: it is asked again."""
        return [
            assignment
            for name, assignment in self.asked.items()
            if name not in self.refused and not self._is_final(name)
        ]

    def _is_final(self, name: str) -> bool:
        told = self.told.get(name)
        return told is not None and told.outcome is not Outcome.PENDING

    def consider(self, assignment_id: str) -> list[Reply]:
        """Answer what is presented, as the office is."""
        self.presented[assignment_id] = self.presented.get(assignment_id, 0) + 1
        manner, draw = self.diligence, self.chance.randrange(100)
        if draw < manner.silent:
            return []
        after_ms = manner.late_ms if draw < manner.silent + manner.late else manner.answer_ms
        kind = assignment_id.partition(":")[0]
        answer = self._answer(assignment_id, self.chance.choice(_ANSWERS[kind]))
        replies = self._before(assignment_id, kind)
        replies.append(Reply(after_ms, answer))
        if self.chance.randrange(100) < manner.repeats:
            replies.append(Reply(3 * after_ms, answer))
        return replies

    def _before(self, assignment_id: str, kind: str) -> list[Reply]:
        """Take time for a recall, and get something wrong now and then."""
        found: list[Reply] = []
        if kind == "recall" and self.chance.randrange(100) < self.diligence.takes_time:
            pending = self._answer(assignment_id, Outcome.PENDING)
            found += [Reply(100, pending), Reply(200, pending)]
        if self.chance.randrange(100) < self.diligence.mistakes:
            wrong = Outcome.MATCHED if kind != "verification" else Outcome.CANCELLED
            found.append(Reply(300, self._answer(assignment_id, wrong)))
        return found

    def _answer(self, assignment_id: str, outcome: Outcome) -> AnswerAssignment:
        reason = self.chance.choice(_REASONS) if outcome is Outcome.REJECTED else ""
        content = sha256(f"{assignment_id}/{outcome}/{reason}".encode()).digest()
        return AnswerAssignment(assignment_id, self.participant_id, outcome, reason, content)
