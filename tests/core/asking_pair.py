"""A pair whose banks ask each other; it plays the store for what has left the states."""

from hashlib import sha256

from msgspec.structs import replace
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.agreements import Agreement
from tallystick.core.assignments import (
    Assignment,
    AssignmentKind,
    AssignmentRecord,
    Outcome,
    recall_id,
)
from tallystick.core.events import AnyEvent
from tallystick.core.items import Assigned, AssignmentAnswered
from tallystick.core.orders import ClosingRecord
from tests.core.pair import BANKS, NORTH, SOUTH, mutual
from tests.core.slow_pair import SlowPair

ASKER, ASKED = BANKS[NORTH][0], BANKS[SOUTH][0]
Told = tuple[str, Outcome | None, str]


class AskingPair(SlowPair):
    """A pair with the records of its payments and assignments.

    `subject` is what the answering node's desk makes of the account of a verification.
    """

    def __init__(self, agreement: Agreement | None = None) -> None:
        self.closings: dict[tuple[str, str], ClosingRecord] = {}
        self.records: dict[tuple[str, str], AssignmentRecord] = {}
        self.subject = b"account"
        super().__init__(agreement or mutual())

    @override
    def carry(self, node: str, effect: f.AnyEffect) -> None:
        if isinstance(effect, f.Remember):
            self.closings[node, effect.record.payment_id] = effect.record
        elif isinstance(effect, f.RememberAssignment):
            self.records[node, effect.record.assignment_id] = effect.record
        super().carry(node, effect)

    @override
    def _to_peer(self, node: str, effect: f.TellPeer) -> None:
        hearer, item = effect.operator_id, effect.item
        heard = c.HearPeer(node, effect.sequence, item)
        if isinstance(item, Assigned):
            asked = item.assignment
            self.do(hearer, self.completed(hearer, heard, asked.assignment_id, asked.payment_id))
        elif isinstance(item, AssignmentAnswered):
            self.do(hearer, self.completed(hearer, heard, item.assignment_id, ""))
        else:
            super()._to_peer(node, effect)

    def completed(
        self, node: str, heard: c.HearPeer, assignment_id: str, payment_id: str
    ) -> c.HearPeer:
        """Return what a node hears of an assignment, with what its store knows."""
        assigned = self.records.get((node, assignment_id))
        original = self.closings.get((node, payment_id))
        return replace(heard, assigned=assigned, original=original, subject=self.subject)

    def assign(self, asked: Assignment, node: str = NORTH) -> list[AnyEvent]:
        """Hand an assignment in at a node, and let what follows from it happen."""
        known = self.records.get((node, asked.assignment_id))
        original = self.closings.get((node, asked.payment_id))
        happened = self.do(node, c.Assign(asked, known, original))
        self.deliver()
        return happened

    def answer(self, asked: Assignment, outcome: Outcome, reason: str = "") -> list[AnyEvent]:
        """Have the assignee answer at its node, and let the answer arrive."""
        node = SOUTH if asked.assignee in BANKS[SOUTH] else NORTH
        words = (asked.assignment_id, asked.assignee, outcome, reason)
        content = sha256(f"{asked.assignment_id}/{outcome}/{reason}".encode()).digest()
        known = self.records.get((node, asked.assignment_id))
        happened = self.do(node, c.AnswerAssignment(*words, content, known))
        self.deliver()
        return happened

    def answers(self) -> list[Told]:
        """Return what assigners were told, in order."""
        return [
            (each.participant_id, each.outcome, each.reason)
            for _, each in self.told
            if isinstance(each, f.TellAnswer)
        ]

    def presentations(self) -> list[tuple[str, str]]:
        """Return which bank was given which assignment."""
        return [
            (each.participant_id, each.assignment_id)
            for _, each in self.told
            if isinstance(each, f.PresentAssignment)
        ]

    def settle(self) -> None:
        """Settle the open cycle, and let all that may leave do so."""
        self.close()
        for node, state in self.states.items():
            count = len(state.leaving) + len(state.assignments_leaving)
            if count:
                self.do(node, c.EvictSettled(count))
        self.deliver()


def recall(payment_id: str, /, **over: object) -> Assignment:
    """Return the north's first bank's recall of a payment to the south's first bank."""
    words: dict[str, object] = {
        "assignment_id": recall_id(payment_id),
        "agreement_id": "RUB-CNY",
        "kind": AssignmentKind.RECALL,
        "assigner": ASKER,
        "assignee": ASKED,
        "content": b"please",
        "payment_id": payment_id,
    }
    return Assignment(**{**words, **over})  # type: ignore[arg-type]


def enquiry(payment_id: str, /, number: int = 1, **over: object) -> Assignment:
    """Return an enquiry of the same bank."""
    words = {"assignment_id": f"enquiry:{number:032}", "kind": AssignmentKind.ENQUIRY}
    return recall(payment_id, **{**words, **over})


def verification(number: int = 1, **over: object) -> Assignment:
    """Return a verification of the same bank."""
    words: dict[str, object] = {
        "assignment_id": f"verification:{number:032x}",
        "kind": AssignmentKind.VERIFICATION,
        "subject": b"spelt so",
    }
    return replace(recall("", **words), **over)
