"""What one operator's store says of the demo, once its node has ended."""

from dataclasses import dataclass, field
from pathlib import Path

from tallystick.core.events import (
    AnyEvent,
    CycleMatched,
    CycleSettled,
    PaymentSettled,
    SettlementLeg,
    SettlementStarted,
)
from tallystick.core.ledger import sums_by_currency
from tallystick.core.state import State
from tallystick.core.tally import TallyLine, line_of
from tallystick.journal.reader import FIRST
from tallystick.node.replay import retrace
from tallystick.proof.stores import inspected
from tallystick.terms.parties import Side


@dataclass
class Flow:
    """What a bank has sent and received, in minor units of its own currency."""

    sent: int = 0
    received: int = 0
    sent_count: int = 0
    received_count: int = 0

    @property
    def net(self) -> int:
        """What it has received more than it has sent."""
        return self.received - self.sent


@dataclass
class CycleBooks:
    """One cycle: its tally root, what both directions come to, what settles it."""

    number: int
    root: str = ""
    legs: tuple[SettlementLeg, ...] = ()
    is_settled: bool = False


@dataclass
class Direction:
    """All payments from one side to the other: how many, and both sums."""

    count: int = 0
    debtor_total: int = 0
    creditor_total: int = 0


@dataclass
class Books:
    """One operator's books at the end."""

    operator_id: str
    entries: int = 0
    flows: dict[str, Flow] = field(default_factory=dict)
    cycles: dict[int, CycleBooks] = field(default_factory=dict)
    outward: Direction = field(default_factory=Direction)
    inward: Direction = field(default_factory=Direction)
    balances: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)

    def cycle(self, number: int) -> CycleBooks:
        """Return a cycle, begun on first mention."""
        return self.cycles.setdefault(number, CycleBooks(number))


def read_books(journal: Path, operator_id: str) -> Books:
    """Return what a store holds, by letting everything happen again.

    Raises:
        StoreError: the store is broken.
    """
    books, state = Books(operator_id), State(operator_id)
    with inspected(journal) as store:
        for replayed in retrace(store.entries(FIRST), operator_id):
            state, books.entries = replayed.state, replayed.entry.sequence
            for event in replayed.entry.events:
                _note(books, state, event)
    books.sums = sums_by_currency(state.ledger)
    books.balances = {name: each.balance for name, each in state.ledger.accounts.items()}
    return books


def _note(books: Books, state: State, event: AnyEvent) -> None:
    match event:
        case PaymentSettled():
            payment = state.payments[event.payment_id]
            _count(books, line_of(payment), payment.side)
        case CycleMatched():
            books.cycle(event.cycle).root = event.root.hex()
        case SettlementStarted():
            books.cycle(event.cycle).legs = event.legs
        case CycleSettled():
            books.cycle(event.cycle).is_settled = True
        case _:
            return


def _count(books: Books, line: TallyLine, side: Side) -> None:
    direction = books.outward if side is Side.DEBTOR else books.inward
    direction.count += 1
    direction.debtor_total += line.debtor_amount
    direction.creditor_total += line.creditor_amount
    if side is Side.DEBTOR:
        flow = books.flows.setdefault(line.debtor_agent, Flow())
        flow.sent += line.debtor_amount
        flow.sent_count += 1
    else:
        flow = books.flows.setdefault(line.creditor_agent, Flow())
        flow.received += line.creditor_amount
        flow.received_count += 1
