"""Two nodes whose banks ask each other by real messages, each read at a desk of its node."""

from typing_extensions import override

from tallystick.admission.assignments import admit_assignment, admit_response
from tallystick.admission.desk import Admitted, Desk, Refused, Sought
from tallystick.admission.items import Told, admit_item
from tallystick.core.effects import Present, PresentAssignment, TellAnswer
from tallystick.core.items import Assigned, AssignmentAnswered
from tallystick.journal.port import OutboxRow
from tallystick.links.participants import Messenger, Outgoing
from tallystick.links.peer import Delivered
from tallystick.node.engine import Input, Personal, Reply
from tests.admission.messages import desk
from tests.admission.questions import refusing_desk
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.links.lettered_nodes import LetteredNodes

ASKER, ASKED = BANKS[NORTH][0], BANKS[SOUTH][0]


class AskingNodes(LetteredNodes):
    """Nodes that read what their banks ask and answer; those in `refuses` stop what hits."""

    def __init__(self) -> None:
        self.refuses: set[str] = set()
        super().__init__()

    def desk_of(self, name: str) -> Desk:
        """Return the desk of a node; its key is its own."""
        at_desk = refusing_desk() if name in self.refuses else desk()
        return at_desk._replace(digest_key=name.encode() * 8)

    def ask(self, name: str, bank: str, raw: bytes) -> Reply:
        """Hand in a question that the desk admits."""
        admitted = admit_assignment(self.desk_of(name), bank, raw)
        assert isinstance(admitted, Admitted), admitted
        return self.take(name, admitted)

    def answer(self, name: str, bank: str, raw: bytes) -> Reply:
        """Hand in an answer, judged by its question if it is to be."""
        found: Admitted | Refused | Sought = admit_response(self.desk_of(name), bank, raw)
        if isinstance(found, Sought):
            kept = self.nodes[name].attachments(found.assignment_id)
            found = found.finish(kept[0].content if kept else b"")
        assert isinstance(found, Admitted), found
        return self.take(name, found)

    def take(self, name: str, admitted: Admitted) -> Reply:
        """Step a node on what was admitted."""
        personal = tuple(Personal(*kept) for kept in admitted.kept)
        return self.step(name, Input(admitted.command, personal))[0]

    @override
    def input_of(self, hearer: str, sender: str, each: Delivered) -> Input:
        if not isinstance(each.item, Assigned | AssignmentAnswered):
            return super().input_of(hearer, sender, each)
        beside = self.beside(hearer, each)
        told = Told(sender, each.sequence, each.item, beside, each.head)
        admitted = admit_item(self.desk_of(hearer), told)
        return Input(admitted.command, tuple(Personal(*kept) for kept in admitted.kept))

    def beside(self, _hearer: str, each: Delivered) -> dict[str, bytes]:
        """Return what travelled beside an item; a test may lose or change it."""
        return {attachment.kind: attachment.content for attachment in each.attachments}

    def rows(self, name: str, bank: str, kind: type) -> list[OutboxRow]:
        """Return the rows of a bank's queue of one kind of effect."""
        rows = self.stores[name].outbox(f"participant:{bank}", 0, 1_000)
        return [row for row in rows if isinstance(row.effect, kind)]

    def told(self, name: str, bank: str, kind: type = TellAnswer) -> list[Outgoing]:
        """Return what a bank reads of such rows, by a messenger that knows nothing yet."""
        node = self.nodes[name]
        return [Messenger(node.identity).message(node, row) for row in self.rows(name, bank, kind)]

    def presented(self) -> list[Outgoing]:
        """Return the questions that the south's bank is asked."""
        return self.told(SOUTH, ASKED, PresentAssignment)

    def paid(self) -> str:
        """Have the north's bank pay the south's, and return the payment's UETR."""
        payment_id = self.send(NORTH, 100_000)
        assert self.rows(SOUTH, ASKED, Present), "it was presented"
        return payment_id
