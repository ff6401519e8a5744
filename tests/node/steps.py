"""What a test of the engine asks of it: commands that always do the same, on the north's books."""

from tallystick.core import commands as c
from tallystick.core.items import StillPending
from tallystick.core.ledger import participant_account
from tallystick.core.notices import Credited
from tallystick.core.orders import Order
from tallystick.journal.entries import Entry, unseal
from tallystick.journal.vault import Vault
from tallystick.node.engine import Engine, Input, Personal, Step
from tallystick.node.replay import recover
from tallystick.terms.parties import Side
from tests.core.pair import BANKS, CLEAR, NORTH, SOUTH, START
from tests.node.linked_nodes import MASTER, CountedEntropy, LinkedNodes, message_of

RUB_CNY = "RUB-CNY"
DEBTOR, CREDITOR = BANKS[NORTH][0], BANKS[SOUTH][0]
UNKNOWN_CASE = c.CloseCase("no such case", "ann")
HEARD_BEFORE = c.HearPeer(SOUTH, 1, StillPending(RUB_CNY, "pay"))


def engine_on(linked: LinkedNodes) -> Engine:
    """Return an engine on what the north's store holds."""
    store = linked.stores[NORTH]
    state, head = recover(store, NORTH)
    vault = Vault(MASTER[NORTH])
    return Engine(state, head, store.outbox_heads(), vault, CountedEntropy("engine"))


def step(engine: Engine, *commands: c.AnyCommand, at: int = START) -> Step:
    """Step an engine on commands that bring nothing personal."""
    return engine.step(at, [Input(command) for command in commands])


def entries(done: Step) -> list[Entry]:
    """Return the entries of a step."""
    return [unseal(sealed) for sealed in done.batch.entries]


def asked(done: Step) -> list[c.AnyCommand]:
    """Return the commands of a step's entries."""
    return [entry.command for entry in entries(done)]


def kinds(done: Step) -> list[str]:
    """Return the kinds of the commands of a step's entries."""
    return [type(command).__name__ for command in asked(done)]


def a_quote(quote_id: str = "quote", amount: int = 100_000) -> c.RequestQuote:
    """Return a request for a quote, which is always given."""
    return c.RequestQuote(quote_id, RUB_CNY, DEBTOR, Side.DEBTOR, amount)


def an_order(payment_id: str = "pay", quote_id: str = "quote", **over: object) -> Order:
    """Return an order on a quote."""
    words: dict[str, object] = {
        "payment_id": payment_id,
        "agreement_id": RUB_CNY,
        "debtor_agent": DEBTOR,
        "creditor_agent": CREDITOR,
        "amount": 100_000,
        "currency": "RUB",
        "content": payment_id.encode(),
        "quote_id": quote_id,
    }
    return Order(**{**words, **over})  # type: ignore[arg-type]


def a_message(payment_id: str) -> Personal:
    """Return a payment's message."""
    return Personal("message", message_of(payment_id))


def submitted(order: Order, ticket: object = None) -> Input:
    """Return an order as it comes in, with its message."""
    command = c.SubmitPayment(order, CLEAR)
    return Input(command, (a_message(order.payment_id),), ticket)


def money(engine: Engine, amount: int) -> c.HearSettlementSystem:
    """Return the notice that our first bank has paid in."""
    system = "RTGS-NORTH"
    notice = Credited(f"in-{amount}", participant_account(DEBTOR, "RUB"), "RUB", amount)
    return c.HearSettlementSystem(system, engine.state.systems[system] + 1, notice)


def standing(engine: Engine, payment_id: str) -> str:
    """Return where a payment stands."""
    return engine.state.payments[payment_id].state.value


def queue(engine: Engine, *payment_ids: str) -> None:
    """Have payments wait, each of more than the bank has."""
    for payment_id in payment_ids:
        step(engine, a_quote(payment_id, 2 * 10**9))
        order = an_order(payment_id, payment_id, amount=2 * 10**9)
        step(engine, c.SubmitPayment(order, CLEAR))
        assert standing(engine, payment_id) == "queued"
