"""What tests of the views read: books with a chronicle that has followed to the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tallystick.core.effects import Present, PresentAssignment, TellStatus, TellSystemEvent
from tallystick.journal.port import OutboxRow
from tallystick.terms.parties import Side
from tallystick.views.chronicle import Chronicle
from tallystick.views.following import Follower
from tallystick.views.journal_follower import Journal
from tallystick.views.viewers import Books, Role, Viewer
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.node.linked_nodes import LinkedNodes

ANN = Viewer("ann", Role.OPERATOR)
RUB_CNY = "RUB-CNY"
NAMES = (NORTH, SOUTH)
OURS = [(name, bank) for name in NAMES for bank in BANKS[name]]


def bank(participant_id: str) -> Viewer:
    """Return a participant as it looks."""
    return Viewer(participant_id, Role.PARTICIPANT)


def followed(path: Path, journal: Journal, at_once: int = 1_000) -> Chronicle:
    """Return the chronicle of a whole journal, followed so many entries at once."""
    follower = Follower(path, journal)
    while follower.catch_up(at_once):
        pass
    follower.close()
    return Chronicle(path)


@contextmanager
def books_of(nodes: LinkedNodes, name: str, folder: Path) -> Iterator[Books]:
    """Open a node's books as views read them."""
    chronicle = followed(folder / f"{name}.sqlite", nodes.stores[name])
    try:
        yield Books(nodes.state(name), nodes.stores[name], chronicle)
    finally:
        chronicle.close()


def told_rows(books: Books, participant_id: str) -> list[OutboxRow]:
    """Return all that a participant was told of payments that are its own."""
    rows = books.store.outbox(f"participant:{participant_id}", 0, 10_000)
    others = TellSystemEvent | PresentAssignment
    of_payments = [row for row in rows if not isinstance(row.effect, others)]
    return [
        row
        for row in of_payments
        if not (isinstance(row.effect, TellStatus) and row.effect.content)
    ]


def about(row: OutboxRow) -> str:
    """Return the payment that a row is about."""
    assert isinstance(row.effect, TellStatus | Present)
    return row.effect.payment_id


def agent_on(side: str, debtor_agent: str, creditor_agent: str) -> str:
    """Return the bank on a node's own side of a payment."""
    return debtor_agent if side == Side.DEBTOR else creditor_agent
