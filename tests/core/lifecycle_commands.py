"""Every command that can name a payment, made out to a payment P1 wherever it stands."""

from collections.abc import Callable

import msgspec

from tallystick.core import commands as c
from tallystick.core import items
from tallystick.core.orders import Decision, OrderKind
from tallystick.core.screening_commands import (
    EscalateHeld,
    NoteHeld,
    RefuseHeld,
    ReleaseHeld,
    RequestInformation,
    WithdrawRelease,
)
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import EscalationReason, SecondThought, Subject
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import BANKS, NORTH, POLICY
from tests.core.scene import ASIDE, Scene

P1 = "P1"
Make = Callable[[Scene, str], c.AnyCommand]


def _submit(scene: Scene, node: str, content: bytes) -> c.AnyCommand:
    order = msgspec.structs.replace(scene.orders[P1], content=content)
    known = scene.pair.records[node].get(P1)
    return c.SubmitPayment(order, scene.pair.verdict_at(node), known)


def same_order(scene: Scene, node: str) -> c.AnyCommand:
    return _submit(scene, node, scene.orders[P1].content)


def other_order(scene: Scene, node: str) -> c.AnyCommand:
    return _submit(scene, node, b"other")


def return_of_it(scene: Scene, node: str) -> c.AnyCommand:
    """Send at once what P1 brought back to the bank that sent it; the quote is not the matter."""
    paid = scene.orders[P1]
    order = msgspec.structs.replace(
        scene.pair.order(node, 7_900, payment_id="R9", currency=scene.pair.currency(node)),
        debtor_agent=BANKS[node][0],
        creditor_agent=paid.debtor_agent,
        quote_id="Q9",
        kind=OrderKind.RETURN,
        original_id=P1,
        at_fault=Side.DEBTOR,
    )
    original = scene.pair.records[node].get(P1)
    return c.SubmitPayment(order, scene.pair.verdict_at(node), None, original)


def _heard(scene: Scene, node: str, item: items.Item) -> c.AnyCommand:
    other = scene.pair.other(node)
    sequence = scene.pair.states[node].peers[other].received + 1
    forwarded = isinstance(item, items.Forwarded)
    verdict = scene.pair.verdict_at(node) if forwarded else None
    known = scene.pair.records[node].get(P1) if forwarded else None
    return c.HearPeer(other, sequence, item, verdict, known)


def forwarded_again(scene: Scene, node: str) -> c.AnyCommand:
    order = scene.orders[P1]
    quote_id = scene.fresh_name("quote")
    scene.quote(BANKS[NORTH][0], Side.DEBTOR, order.amount, quote_id)
    terms = scene.pair.states[NORTH].quotes[quote_id].terms
    return _heard(scene, node, items.Forwarded(scene.agreement_id, 1, order, terms))


def withdrawal_asked(scene: Scene, node: str) -> c.AnyCommand:
    return _heard(scene, node, items.WithdrawalAsked(scene.agreement_id, P1))


def still_pending(scene: Scene, node: str) -> c.AnyCommand:
    return _heard(scene, node, items.StillPending(scene.agreement_id, P1))


def _decided(decision: Decision) -> Make:
    def make(scene: Scene, node: str) -> c.AnyCommand:
        cycle = scene.pact(node).declared_there + 1 if decision.is_final_debit else 0
        return _heard(scene, node, items.Decided(scene.agreement_id, P1, decision, cycle))

    return make


def parked(scene: Scene, node: str) -> c.AnyCommand:
    other = scene.pair.other(node)
    sequence = scene.pair.states[node].peers[other].received + 1
    return c.ParkItem(other, sequence, ASIDE, scene.agreement_id, P1)


def _answer(bank: str, reason: StatusReason | None) -> Make:
    def make(scene: Scene, node: str) -> c.AnyCommand:
        return c.AnswerPresentation(P1, bank, reason, scene.pair.records[node].get(P1))

    return make


def _asked(bank: str) -> Make:
    def make(scene: Scene, node: str) -> c.AnyCommand:
        return c.AskStatus(P1, bank, scene.pair.records[node].get(P1))

    return make


def _screened(outcome: Outcome) -> Make:
    def make(scene: Scene, node: str) -> c.AnyCommand:
        bundle = scene.pair.states[node].bundle
        return c.RecordVerdict(P1, Verdict(outcome, bundle, POLICY, b"new evidence"))

    return make


def _released(person: str) -> Make:
    return lambda _scene, _node: ReleaseHeld(P1, person)


def _thought_twice(person: str) -> Make:
    return lambda _scene, _node: WithdrawRelease(P1, person, SecondThought.NEW_FACTS)


def escalated(_scene: Scene, _node: str) -> c.AnyCommand:
    return EscalateHeld(P1, "Anna", EscalationReason.LIKELY_MATCH)


def noted(_scene: Scene, _node: str) -> c.AnyCommand:
    return NoteHeld(P1, "Anna")


def asked_for_more(_scene: Scene, _node: str) -> c.AnyCommand:
    name = f"information:{'0' * 32}"
    return RequestInformation(P1, name, "Anna", Subject.DEBTOR, b"letter")


def refused_by_people(_scene: Scene, _node: str) -> c.AnyCommand:
    return RefuseHeld(P1, "Boris")


COMMANDS: dict[str, Make] = {
    "the same order is sent": same_order,
    "another order of the same id is sent": other_order,
    "its return is sent on a quote that nobody issued": return_of_it,
    "the other node forwards it": forwarded_again,
    "the other node asks to withdraw it": withdrawal_asked,
    "the other node says that it waits": still_pending,
    "the other node says accepted": _decided(Decision.ACCEPTED),
    "the other node says blocked": _decided(Decision.BLOCKED),
    "the other node says rejected": _decided(Decision.REJECTED),
    "the other node says withdrawn": _decided(Decision.WITHDRAWN),
    "an item about it is set aside": parked,
    "its creditor's bank promises": _answer("SOBKCNSH", None),
    "its creditor's bank refuses": _answer("SOBKCNSH", StatusReason.CLOSED_ACCOUNT),
    "a stranger promises": _answer("SOB2CNSH", None),
    "its debtor's bank asks": _asked("NOBKRUMM"),
    "its creditor's bank asks": _asked("SOBKCNSH"),
    "a stranger asks": _asked("SOB2CNSH"),
    "screening says clear": _screened(Outcome.CLEAR),
    "screening says hold": _screened(Outcome.HOLD),
    "screening says refuse": _screened(Outcome.REFUSE),
    "screening says block": _screened(Outcome.BLOCK),
    "Anna releases": _released("Anna"),
    "Boris releases": _released("Boris"),
    "Boris refuses": refused_by_people,
    "Anna takes her word back": _thought_twice("Anna"),
    "Boris turns the release down": _thought_twice("Boris"),
    "Anna escalates": escalated,
    "Anna notes something": noted,
    "Anna asks its bank for more": asked_for_more,
}
