"""Two nodes whose banks write real messages: each order comes with the pacs.008 that says it."""

from typing_extensions import override

from tallystick.core.commands import SubmitPayment
from tallystick.core.orders import Order
from tallystick.links.originals import Originals
from tallystick.links.participants import Messenger, Outgoing
from tallystick.links.peer import Identity
from tallystick.node.engine import Input, Personal
from tallystick.node.node import MESSAGE
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.views import Agent, Amount
from tests.admission.messages import transaction
from tests.core.pair import NORTH
from tests.node.linked_nodes import SIGNING, LinkedNodes

OLD, NEW = Message("pacs.008.001.08"), Message("pacs.008.001.13")


def uetr(number: int) -> str:
    """Return a UETR that is told by its number."""
    return f"{number:08x}-0000-4000-8000-000000000000"


def letter(order: Order, message: Message = NEW) -> bytes:
    """Return an order as its bank writes it."""
    said = transaction(
        uetr=order.payment_id,
        instruction_id=f"I-{order.payment_id[:8]}",
        interbank_settlement_amount=Amount(order.amount, order.currency),
        agreed_rate=None,
        debtor_agent=Agent(bic=order.debtor_agent),
        creditor_agent=Agent(bic=order.creditor_agent),
        instructing_agent=Agent(bic=order.debtor_agent),
        instructed_agent=Agent(bic=order.creditor_agent),
    )
    document = FIToFICustomerCreditTransfer(
        message_id=f"M-{order.payment_id[:8]}",
        creation_date_time="2026-11-30T10:00:00Z",
        number_of_transactions=1,
        settlement_method="CLRG",
        transactions=(said,),
    )
    return compose(document, message)


def messenger_of(operator_id: str, originals: Originals | None = None) -> Messenger:
    """Return who writes an operator's messages, and signs them by the north's or its own key."""
    key = SIGNING.get(operator_id, SIGNING[NORTH])
    return Messenger(Identity(operator_id, "1", key), originals)


class LetteredNodes(LinkedNodes):
    """Nodes that keep real messages, and what their banks read of them."""

    written_in = NEW

    @override
    def order(self, name: str, amount: int, **over: object) -> Order:
        """Return a fresh order under a UETR."""
        return super().order(name, amount, **{"payment_id": uetr(self.ids + 1), **over})

    @override
    def submission(self, name: str, order: Order, ticket: object = None) -> Input:
        """Return an order as it comes in at the door, its pacs.008 with it."""
        command = SubmitPayment(order, self.verdict(name, order.payment_id))
        return Input(command, (Personal(MESSAGE, letter(order, self.written_in)),), ticket)

    def read(self, name: str, bank: str, messenger: Messenger | None = None) -> list[Outgoing]:
        """Return everything that a bank has to read, by a messenger that knows nothing yet."""
        node = self.nodes[name]
        writes = messenger or Messenger(node.identity)
        rows = node.store.outbox(f"participant:{bank}", 0, 1_000)
        return [writes.message(node, row) for row in rows]
