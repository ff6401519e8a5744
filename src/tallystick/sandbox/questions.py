"""What the banks of a demo ask each other, and what must come of each, reckoned beforehand.

A few recalls of payments that were settled: the creditor's bank gives back what was sent twice,
and says no to a debtor who has thought better of it, since its customer has the money. A few
enquiries after such payments. And each bank verifies four accounts at the other end: one by its
holder's name, one with a slip, one by a stranger's name, one that is nobody's.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.sandbox.customers import Customer, named
from tallystick.sandbox.plan import Planned
from tallystick.sandbox.stage import Stage
from tallystick.terms.reasons import CancellationReason

RECALLS: Final = 3
ENQUIRIES: Final = 3
# The longest word of a name must have so many letters for one that is missing to be a slip.
_SLIP_LETTERS: Final = 5


class Settled(NamedTuple):
    """A payment of the plan that was settled, by its UETR."""

    planned: Planned
    uetr: str


class Question(NamedTuple):
    """What one bank asks of another: about a payment, or whose an account is."""

    number: int
    kind: AssignmentKind
    assigner: str
    assignee: str
    expected: Outcome
    uetr: str = ""
    customer: Customer | None = None
    reason: CancellationReason | None = None


class Asked(NamedTuple):
    """What came of a question, in a word."""

    question: Question
    outcome: str

    @property
    def is_expected(self) -> bool:
        """Whether it came as reckoned."""
        return self.outcome == self.question.expected


def draw_questions(stage: Stage, settled: Sequence[Settled]) -> tuple[Question, ...]:
    """Return the questions of a stage after these payments, numbered from one."""
    recalls = settled[:RECALLS]
    enquiries = settled[RECALLS : RECALLS + ENQUIRIES] or settled[:ENQUIRIES]
    drawn = [
        *(_recall(each, place) for place, each in enumerate(recalls)),
        *(_about(each, AssignmentKind.ENQUIRY, Outcome.EXPLAINED) for each in enquiries),
        *(each for place in (0, 1) for each in _verifications(stage, place)),
    ]
    return tuple(each._replace(number=number) for number, each in enumerate(drawn, start=1))


def _recall(settled: Settled, place: int) -> Question:
    """Say of the first that it was sent twice, and of the others that their debtors want it."""
    asked = _about(settled, AssignmentKind.RECALL, Outcome.REJECTED)
    if place:
        return asked._replace(reason=CancellationReason.REQUESTED_BY_CUSTOMER)
    granted = CancellationReason.DUPLICATE_PAYMENT
    return asked._replace(expected=Outcome.CANCELLED, reason=granted)


def _about(settled: Settled, kind: AssignmentKind, expected: Outcome) -> Question:
    planned = settled.planned
    banks = (planned.debtor_agent, planned.creditor_agent)
    return Question(0, kind, *banks, expected, settled.uetr)


def _verifications(stage: Stage, place: int) -> Iterator[Question]:
    """Yield what a side's first bank asks the other side's first bank."""
    asker, side = stage.sides[place].bics[0], stage.sides[1 - place]
    asked = side.bics[0]
    clientele = side.clienteles[asked]
    customers = clientele.customers
    slipped = next(each for each in customers[1:] if _slip(each.name) != each.name)
    stranger = next(each for each in customers if _is_another(each.name, customers[0].name))
    nobody = customers[0]._replace(account=clientele.unknown[0])
    for customer, expected in (
        (customers[0], Outcome.MATCHED),
        (named(slipped, _slip(slipped.name)), Outcome.CLOSE),
        (named(customers[0], stranger.name), Outcome.DIFFERENT),
        (nobody, Outcome.UNKNOWN),
    ):
        yield Question(0, AssignmentKind.VERIFICATION, asker, asked, expected, customer=customer)


def _slip(name: str) -> str:
    """Return a name whose longest word lacks its last letter, if it is long enough."""
    longest = max(name.split(), key=len)
    return name.replace(longest, longest[:-1], 1) if len(longest) >= _SLIP_LETTERS else name


def _is_another(name: str, holder: str) -> bool:
    """Whether two names have no word in common."""
    return set(name.split()).isdisjoint(holder.split())
