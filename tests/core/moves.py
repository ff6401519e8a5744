"""Random histories: moves that a pair's world may make, in any order, sensible or not.

A move is drawn without knowing the state; whoever makes it finds out then what
it means there. Nothing is forbidden, so that refusals are drawn as well.
"""

from collections.abc import Callable

import msgspec
from hypothesis import strategies as st

from tallystick.core import commands as c
from tallystick.core import items
from tallystick.core.agreements import Agreement, ExchangeModel, TimeOuts
from tallystick.core.ledger import participant_account
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Decision, OrderKind
from tallystick.core.screening_commands import (
    EscalateHeld,
    RefuseHeld,
    ReleaseHeld,
    WithdrawRelease,
)
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
    Standing,
)
from tallystick.terms.verdicts import Outcome
from tests.core.pair import BANKS, NORTH, SOUTH, at_par, gross, mutual
from tests.core.recorded_pair import RecordedPair

NODES = (NORTH, SOUTH)
PEOPLE = ("Anna", "Boris")
FUNDS = 100_000
AMOUNTS = (1_000, 2_000, 3_000, 5_000, 0, 30_000, 1_000, 2_000, 3_000, 5_000)
WAITS = (1, 50, 1_000, 9_000, 20_000, 400_000, 3_600_000)
RELEASES = tuple(ReleaseReason)
ANSWERS = (None, None, StatusReason.CLOSED_ACCOUNT, StatusReason.BLOCKED_AMOUNT)
_QUEUE = TimeOuts(queue_ms=300_000)
AGREEMENTS: tuple[Agreement, ...] = (
    mutual(),
    mutual(time_outs=_QUEUE, swing_limit=200),
    gross(),
    gross(time_outs=_QUEUE),
    at_par(time_outs=_QUEUE),
)


class Move(msgspec.Struct, frozen=True):
    """One move: what is done, at which node, with which of the things there are."""

    name: str
    node: str
    pick: int
    way: int


class Program(msgspec.Struct, frozen=True):
    """A whole history: the agreement and the moves under it."""

    agreement: Agreement
    moves: tuple[Move, ...]

    def play(self, kind: type[RecordedPair] = RecordedPair) -> RecordedPair:
        """Let a fresh pair make all moves, and everything arrive in the end."""
        pair = kind(self.agreement, FUNDS)
        for move in self.moves:
            MOVES[move.name](pair, move)
        pair.deliver()
        return pair


def _payment_id(pair: RecordedPair, move: Move, *fit: PaymentState) -> str:
    """Return a payment that the node knows, mostly a fitting one, or one that nobody knows."""
    payments = pair.states[move.node].payments
    fitting = [key for key, payment in payments.items() if payment.state in fit]
    if fitting and move.way % 8 < 7:
        return fitting[-1 - move.pick % len(fitting)]
    known = ["nobody's", *pair.records[move.node], *pair.states[move.node].payments]
    return known[-1 - move.pick % len(known)]


def quote(pair: RecordedPair, move: Move) -> None:
    amount = AMOUNTS[move.pick % len(AMOUNTS)]
    pair.quote(move.node, amount, Side.DEBTOR if move.way % 2 else Side.CREDITOR)


def send(pair: RecordedPair, move: Move) -> None:
    node, amount = move.node, AMOUNTS[move.pick % len(AMOUNTS)]
    unquoted = move.way % 7 == 0 or _is_at_par(pair)
    quote_id = "" if unquoted else pair.quote(node, amount)
    order = pair.order(
        node,
        amount,
        quote_id=quote_id,
        debtor_agent=BANKS[node][move.way % 9 // 8],
        priority=Priority(move.pick % 2),
    )
    pair.submit(node, order)


def _is_at_par(pair: RecordedPair) -> bool:
    return pair.agreement.exchange_model is ExchangeModel.AT_SOURCE


def send_again(pair: RecordedPair, move: Move) -> None:
    orders = [each.command.order for each in pair.history if _is_order(each.command)]  # type: ignore[union-attr]
    if orders:
        order = orders[-1 - move.pick % len(orders)]
        if move.way % 2:
            order = msgspec.structs.replace(order, content=b"other")
        at_home = order.debtor_agent in BANKS[move.node] or move.way % 5 == 0
        pair.submit(move.node if at_home else pair.other(move.node), order)


def _is_order(command: c.AnyCommand) -> bool:
    return isinstance(command, c.SubmitPayment)


def send_back(pair: RecordedPair, move: Move) -> None:
    payment_id = _payment_id(pair, move, PaymentState.SETTLED)
    original = pair.states[move.node].payments.get(payment_id)
    if original is None or original.terms is None:
        return
    terms, order = original.terms, original.order
    fixed = Side.DEBTOR if move.way % 2 else Side.CREDITOR
    amount = terms.creditor_amount if move.way % 2 else terms.debtor_amount
    back = pair.order(
        move.node,
        amount,
        debtor_agent=order.creditor_agent,
        creditor_agent=order.debtor_agent,
        quote_id=pair.quote(move.node, amount, fixed) if terms.quote_id else "",
        kind=OrderKind.RETURN,
        original_id=payment_id,
        at_fault=fixed,
    )
    pair.submit(move.node, back)


def there_and_back(pair: RecordedPair, move: Move) -> None:
    """Let a payment go all the way, if the rest of the world lets it, and come back."""
    sender, receiver = move.node, pair.other(move.node)
    pair.outcomes[sender] = pair.outcomes[receiver] = Outcome.CLEAR
    pair.banks_answer = True
    send(pair, move)
    pair.deliver()
    send_back(pair, msgspec.structs.replace(move, node=receiver, way=move.way % 7, pick=0))
    pair.deliver()


def deliver_one(pair: RecordedPair, move: Move) -> None:
    waiting = [each for each in pair.outbox if each[0] == move.node]
    if waiting:
        pair.outbox.remove(waiting[0])
        pair.carry(*waiting[0])


def deliver_all(pair: RecordedPair, _move: Move) -> None:
    pair.deliver()


def silence(pair: RecordedPair, move: Move) -> None:
    pair.banks_answer = bool(move.way % 2)


def answer(pair: RecordedPair, move: Move) -> None:
    payment_id, reason = (
        _payment_id(pair, move, PaymentState.PRESENTED),
        ANSWERS[move.way % len(ANSWERS)],
    )
    bank = BANKS[move.node][0]
    known = pair.records[move.node].get(payment_id)
    pair.do(move.node, c.AnswerPresentation(payment_id, bank, reason, known))


def ask(pair: RecordedPair, move: Move) -> None:
    bank = BANKS[NODES[move.way % 2]][0]
    payment_id = _payment_id(pair, move)
    known = pair.records[move.node].get(payment_id)
    pair.do(move.node, c.AskStatus(payment_id, bank, known))


def find(pair: RecordedPair, move: Move) -> None:
    outcomes = (Outcome.CLEAR, Outcome.HOLD, *Outcome)
    pair.outcomes[move.node] = outcomes[move.way % len(outcomes)]


def screen(pair: RecordedPair, move: Move) -> None:
    find(pair, move)
    pair.do(move.node, c.RecordVerdict(_payment_id(pair, move), pair.verdict_at(move.node)))


def review(pair: RecordedPair, move: Move) -> None:
    payment_id, person = _payment_id(pair, move, PaymentState.HELD), PEOPLE[move.way % 2]
    if move.way % 5 == 0:
        reason = tuple(RefusalReason)[move.pick % len(RefusalReason)]
        pair.do(move.node, RefuseHeld(payment_id, person, reason))
        return
    for each in PEOPLE if move.way % 3 else (person,):
        pair.do(move.node, _release(payment_id, each, move))


def _release(payment_id: str, person: str, move: Move) -> ReleaseHeld:
    """Return a person's word for a release; the second one is a supervisor every other time."""
    is_supervisor = person == PEOPLE[1] and move.pick % 2
    standing = Standing.SUPERVISOR if is_supervisor else Standing.STAFF
    return ReleaseHeld(payment_id, person, RELEASES[move.pick % len(RELEASES)], standing)


def hold_and_release(pair: RecordedPair, move: Move) -> None:
    """Let a payment be held at its first node, and two people release it if they may."""
    pair.outcomes[move.node] = Outcome.HOLD
    send(pair, move)
    review(pair, msgspec.structs.replace(move, way=1, pick=2 * (move.pick // 2)))


def escalate(pair: RecordedPair, move: Move) -> None:
    payment_id, person = _payment_id(pair, move, PaymentState.HELD), PEOPLE[move.way % 2]
    reason = tuple(EscalationReason)[move.pick % len(EscalationReason)]
    pair.do(move.node, EscalateHeld(payment_id, person, reason))


def think_twice(pair: RecordedPair, move: Move) -> None:
    """Let one person release, and the same or another count that for nothing."""
    payment_id = _payment_id(pair, move, PaymentState.HELD)
    pair.do(move.node, _release(payment_id, PEOPLE[0], move))
    reason = tuple(SecondThought)[move.pick % len(SecondThought)]
    pair.do(move.node, WithdrawRelease(payment_id, PEOPLE[move.way % 2], reason))


def change_lists(pair: RecordedPair, move: Move) -> None:
    bundle = b"lists" + bytes([move.pick % 256])
    pair.do(move.node, c.ActivateBundle(bundle, pair.at + WAITS[move.way % len(WAITS)] * 1_000))


def wait(pair: RecordedPair, move: Move) -> None:
    pair.at += WAITS[move.pick % len(WAITS)]
    for _ in range(3):
        pair.do(move.node, c.PassTime())


def outwait(pair: RecordedPair, move: Move) -> None:
    """Let a payment that waits for people or for money wait until its time is over."""
    payments = pair.states[move.node].payments
    payment = payments.get(_payment_id(pair, move, PaymentState.HELD, PaymentState.QUEUED))
    if payment is not None:
        pair.at = max(pair.at, payment.deadline_at)
        pair.do(move.node, c.PassTime())


def proceed(pair: RecordedPair, move: Move) -> None:
    pair.do(move.node, c.Proceed())


def suspend(pair: RecordedPair, move: Move) -> None:
    bank = BANKS[NODES[move.way % 2]][move.pick % 2]
    stop = move.pick % 3 == 0
    command = (c.SuspendParticipant if stop else c.ReinstateParticipant)(
        bank, pair.agreement.agreement_id, "Anna"
    )
    pair.do(move.node, command)


def pay_in(pair: RecordedPair, move: Move) -> None:
    currency = pair.currency(move.node)
    account = participant_account(BANKS[move.node][move.way % 2], currency)
    pair.credit(move.node, account, currency, 20_000)


def settle(pair: RecordedPair, move: Move) -> None:
    agreement_id = pair.agreement.agreement_id
    cycle = pair.states[move.node].pacts[agreement_id].open_cycle
    pair.do(move.node, c.CloseCycle(agreement_id, cycle))
    if move.way % 2:
        pair.deliver()


def evict(pair: RecordedPair, move: Move) -> None:
    pair.do(move.node, c.EvictSettled(move.pick % 4))


def slip(pair: RecordedPair, move: Move) -> None:
    """Let a node hear, in its turn, an item that the other node never meant."""
    agreement_id, payment_id = pair.agreement.agreement_id, _payment_id(pair, move)
    decision = tuple(Decision)[move.way % 4]
    slips: tuple[items.Item, ...] = (
        items.Decided(agreement_id, payment_id, decision, move.pick % 3),
        items.WithdrawalAsked(agreement_id, payment_id),
        items.StillPending(agreement_id, payment_id),
    )
    other = pair.other(move.node)
    sequence = pair.states[move.node].peers[other].received + 1 + move.pick % 5 // 4
    pair.do(move.node, c.HearPeer(other, sequence, slips[move.way % len(slips)]))


MOVES: dict[str, Callable[[RecordedPair, Move], None]] = {
    each.__name__: each
    for each in (
        quote,
        send,
        send_again,
        send_back,
        there_and_back,
        deliver_one,
        deliver_all,
        silence,
        answer,
        ask,
        find,
        screen,
        review,
        hold_and_release,
        escalate,
        think_twice,
        change_lists,
        wait,
        outwait,
        proceed,
        suspend,
        pay_in,
        settle,
        evict,
        slip,
    )
}
# What makes payments and carries them on is drawn more often than what disturbs them.
OFTEN = (
    *["send"] * 4,
    "deliver_one",
    *["deliver_all"] * 3,
    *["review", "review", "answer", "wait"],
    *["outwait", "there_and_back", "hold_and_release"],
)


def programs() -> st.SearchStrategy[Program]:
    """Draw a history."""
    small = st.integers(0, 59)
    move = st.builds(Move, st.sampled_from((*MOVES, *OFTEN)), st.sampled_from(NODES), small, small)
    moves = st.lists(move, min_size=20, max_size=80).map(tuple)
    return st.builds(Program, st.sampled_from(AGREEMENTS), moves)
