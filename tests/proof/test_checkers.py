"""Each checker finds what it is there to find, and leaves good books alone."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events, notices
from tallystick.core.agreements import Agreement
from tallystick.core.grounds import GoodGuy
from tallystick.core.ledger import Posting
from tallystick.core.orders import Decision
from tallystick.core.state import State
from tallystick.proof.auditor import AuditError
from tallystick.proof.auditor.books import Stage
from tallystick.proof.checkers import (
    Checkers,
    check_books,
    check_halves,
    check_peace,
    check_same_books,
)
from tallystick.proof.checkers_screening import ScreeningCheckers
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX
from tallystick.terms.reasons import PaymentStatus
from tallystick.terms.reviews import EscalationReason, ReleaseReason, SecondThought, Standing
from tallystick.terms.verdicts import Outcome
from tests.core.pair import NORTH, SOUTH, at_par, mutual
from tests.proof.mischief import Mischief
from tests.proof.peace import make_peace
from tests.proof.rough_pair import NODES, RoughPair

BANK = "participant:NOBKRUMM:RUB"


def kind_world(agreement: Agreement | None = None) -> RoughPair:
    """Return a world without faults in which a payment each way was settled."""
    pair = RoughPair(1, agreement or mutual(default_provider="HOUSE"))
    pair.is_kind = True
    mischief = Mischief(pair)
    for node in NODES:
        pair.activate(node)
    for node in NODES:
        order = replace(
            mischief.banking.draw_order(node, 10_000, ""),
            creditor_agent={NORTH: "SOBKCNSH", SOUTH: "NOBKRUMM"}[node],
            agreement_id=pair.name,
            currency=pair.currency(node),
            debtor_agent={NORTH: "NOBKRUMM", SOUTH: "SOBKCNSH"}[node],
        )
        mischief.banking.submit(node, order)
        pair.quiet()
        while pair.presented:
            mischief.post.reply(*pair.presented.popleft())
        pair.quiet()
    return pair


def test_machine_and_auditor_bound_what_may_lie_at_a_system_alike() -> None:
    """A system that tells of money without end: each stops believing it at the same notice."""
    pair = kind_world()
    told = pair.told[NORTH, "RTGS-NORTH"]
    for number in range(12):
        owner = (BANK, "participant:NOBODY00:RUB")[number % 2]
        credited = notices.Credited(f"in-{number}", owner, "RUB", AMOUNT_MAX)
        released = notices.Released(f"RUB-CNY/{100 + number}/1/0", "RUB", AMOUNT_MAX)
        for notice in (released, credited):
            told += 1
            pair.ask(NORTH, c.HearSettlementSystem("RTGS-NORTH", told, notice))
    lying = -pair.states[NORTH].ledger.accounts["mirror:RTGS-NORTH:RUB"].balance
    assert BALANCE_MAX - AMOUNT_MAX < lying <= BALANCE_MAX


def payment_of(pair: RoughPair, node: str) -> str:
    """Return the id of a payment that this node decided and settled."""
    (order,) = pair.settled_orders(node)
    return order.payment_id


def test_good_books_are_left_alone() -> None:
    """Two nodes that did nothing wrong pass every checker."""
    pair = kind_world()
    for node in NODES:
        check_books(pair.states[node].ledger)
        check_same_books(pair.auditors[node], pair.states[node])
    check_halves(pair.auditors)
    make_peace(Mischief(pair))


def test_books_that_do_not_sum_to_zero_are_found() -> None:
    """Money came from nowhere."""
    pair = kind_world()
    pair.states[NORTH].ledger.accounts[BANK].balance += 1
    with pytest.raises(AuditError, match="sum to zero"):
        check_books(pair.states[NORTH].ledger)


def test_an_overdrawn_account_is_found() -> None:
    """Its owner has spent more than it had."""
    pair = kind_world()
    ledger = pair.states[NORTH].ledger
    spent = ledger.accounts[BANK].balance + 1
    ledger.transfer(Posting(BANK, "clearing:RUB-CNY:RUB", spent))
    with pytest.raises(AuditError, match="under its floor"):
        check_books(ledger)


def test_a_hold_without_its_money_is_found() -> None:
    """What is held is not what the holds say."""
    pair = kind_world()
    pair.states[NORTH].ledger.accounts[BANK].held += 1
    with pytest.raises(AuditError, match="Holds and available"):
        check_books(pair.states[NORTH].ledger)


def test_a_posting_that_nobody_decided_is_found() -> None:
    """It sums to zero and overdraws nobody; only the auditor's own books know."""
    pair = kind_world()
    pair.states[NORTH].ledger.transfer(Posting(BANK, "clearing:RUB-CNY:RUB", 1))
    check_books(pair.states[NORTH].ledger)
    with pytest.raises(AuditError, match="What was posted"):
        check_same_books(pair.auditors[NORTH], pair.states[NORTH])


def test_a_hold_that_nobody_decided_is_found() -> None:
    """The same for what is held."""
    pair = kind_world()
    pair.states[NORTH].ledger.hold("odd", (Posting(BANK, "clearing:RUB-CNY:RUB", 1),))
    with pytest.raises(AuditError, match="What is held"):
        check_same_books(pair.auditors[NORTH], pair.states[NORTH])


@pytest.mark.parametrize("decision", [Decision.REJECTED, Decision.BLOCKED, None])
def test_finality_that_goes_back_is_found(decision: Decision | None) -> None:
    """What was accepted stays accepted."""
    pair = kind_world()
    pair.states[SOUTH].payments[payment_of(pair, SOUTH)].decision = decision
    with pytest.raises(AuditError, match="Finality never goes back"):
        pair.checkers.look(SOUTH, pair.states[SOUTH])


def test_a_payment_that_passes_unclear_is_found() -> None:
    """It was accepted on a verdict that is not clear, or on grounds that count no more."""
    pair = kind_world()
    payment_id = payment_of(pair, SOUTH)
    state = pair.states[SOUTH]
    payment = state.payments[payment_id]
    happened = [events.PaymentAccepted(payment_id, 1)]
    pair.checkers.follow(SOUTH, state, happened, [])
    clear = payment.verdict
    for words in (
        {"outcome": Outcome.HOLD},
        {"bundle": b"old lists"},
        {"settings": b"an old policy"},
        {"relied_on": ("an entry that nobody made",)},
    ):
        payment.verdict = replace(clear, **words)
        with pytest.raises(AuditError, match="without a clear verdict"):
            pair.checkers.follow(SOUTH, state, happened, [])


YES = events.ReleaseProposed("pay", "ann")
ESCALATED = events.PaymentEscalated("pay", "ann", EscalationReason.LIKELY_MATCH)
HOLD = events.PaymentHeld("pay", events.HoldCause.REVIEW, 1)
BACK = events.ReleaseWithdrawn("pay", "ann", SecondThought.MISTAKE)
GOOD_GUY = GoodGuy("id", b"p", "L", "E", b"c", ReleaseReason.NAME_DIFFERS, 9, "ann")


@pytest.mark.parametrize(
    "happened",
    [
        (events.ReleaseConfirmed("pay", "ann"),),
        (YES, events.ReleaseConfirmed("pay", "ann")),
        (YES, HOLD, events.ReleaseConfirmed("pay", "bo")),
        (YES, BACK, events.ReleaseConfirmed("pay", "bo")),
        (YES, ESCALATED, events.ReleaseConfirmed("pay", "bo")),
        (events.PolicyActivated("A", b"d", 1, "ann", "bo"),),
        (
            events.PolicyProposed("A", b"d", 1, "ann"),
            events.PolicyActivated("A", b"d", 1, "ann", "ann"),
        ),
        (
            events.PolicyProposed("A", b"other", 1, "ann"),
            events.PolicyActivated("A", b"d", 1, "ann", "bo"),
        ),
        (events.GoodGuyProposed(GOOD_GUY), events.GoodGuyConfirmed("id", "ann")),
    ],
)
def test_what_one_person_does_alone_is_found(happened: tuple[events.AnyEvent, ...]) -> None:
    """A release, a policy and a good-guy entry take two; an escalated hold takes a supervisor."""
    checkers = ScreeningCheckers()
    with pytest.raises(AuditError, match=r"[Tt]wo people|supervisor"):
        checkers.follow(NORTH, State(NORTH), happened)


def test_what_two_people_do_is_good() -> None:
    """The same words, each by another."""
    second = events.ReleaseConfirmed("pay", "cy", standing=Standing.SUPERVISOR)
    policy = events.PolicyProposed("A", b"d", 1, "ann")
    in_force = events.PolicyActivated("A", b"d", 1, "ann", "bo")
    spared = events.GoodGuyProposed(GOOD_GUY), events.GoodGuyConfirmed("id", "bo")
    happened = YES, ESCALATED, second, policy, in_force, *spared
    ScreeningCheckers().follow(NORTH, State(NORTH), happened)


def test_a_credit_without_settlement_or_twice_is_found() -> None:
    """The creditor's bank credits once, on the final notice."""
    pair = kind_world()
    payment_id, state = payment_of(pair, SOUTH), pair.states[SOUTH]
    told = [f.TellStatus("SOBKCNSH", payment_id, PaymentStatus.ACSC)]
    settled = [events.PaymentSettled(payment_id)]
    with pytest.raises(AuditError, match="final notice alone"):
        Checkers().follow(SOUTH, state, [events.PaymentPromised(payment_id)], told)
    checkers = Checkers()
    checkers.follow(SOUTH, state, settled, told)
    with pytest.raises(AuditError, match="credited once"):
        checkers.follow(SOUTH, state, settled, told)
    asked = events.StatusRepeated(payment_id, "SOBKCNSH", PaymentStatus.ACSC, None)
    checkers.follow(SOUTH, state, [asked], told)


def test_two_endings_of_one_payment_are_found() -> None:
    """Accepted here and rejected there."""
    pair = kind_world()
    sheet = pair.auditors[NORTH].final(payment_of(pair, SOUTH))
    sheet.decision = Decision.REJECTED
    with pytest.raises(AuditError, match="Both halves end alike"):
        check_halves(pair.auditors)


def test_a_line_that_differs_is_found() -> None:
    """One half has another amount than the other."""
    pair = kind_world()
    name = pair.name
    pair.ask(NORTH, c.CloseCycle(name, 1))
    pair.quiet()
    sheet = pair.auditors[NORTH].final(payment_of(pair, SOUTH))
    leg = sheet.posted[0]
    sheet.posted = (Posting(leg.debit, leg.credit, leg.amount + 1),)
    with pytest.raises(AuditError, match="Both halves match"):
        check_halves(pair.auditors)


def unfinished(pair: RoughPair) -> None:
    """Have a payment wait for ever."""
    pair.auditors[NORTH].final(payment_of(pair, NORTH)).stage = Stage.WITH_PEER


def held(pair: RoughPair) -> None:
    """Have something held."""
    pair.auditors[NORTH].books.set_aside("odd", ())


def apart(pair: RoughPair) -> None:
    """Have a leg's money kept apart."""
    pair.auditors[NORTH].books.early["leg"] = 1


def uncounted(pair: RoughPair) -> None:
    """Have one half forget what it counted."""
    sheet = pair.auditors[NORTH].final(payment_of(pair, SOUTH))
    sheet.cycle, sheet.decision, sheet.posted = 0, None, ()


UNREST: tuple[tuple[str, Callable[[RoughPair], None]], ...] = (
    ("Every payment is final", unfinished),
    ("nothing is held", held),
    ("no leg's money", apart),
    ("counted by one alone", uncounted),
)


@pytest.mark.parametrize(("words", "disturb"), UNREST)
def test_unrest_is_found(words: str, disturb: Callable[[RoughPair], None]) -> None:
    """Peace is every payment final, nothing held, nothing apart, both halves alike."""
    pair = kind_world(at_par())
    check_peace(pair.auditors)
    disturb(pair)
    with pytest.raises(AuditError, match=words):
        check_peace(pair.auditors)


def test_a_clearing_account_that_forgets_is_found() -> None:
    """It holds what was collected less what was paid out, and nothing else."""
    pair = kind_world()
    uncounted(pair)
    with pytest.raises(AuditError, match="clearing account"):
        check_peace(pair.auditors)


def test_time_that_runs_backwards_is_found() -> None:
    """An instant before the last one is refused."""
    pair = kind_world()
    with pytest.raises(AuditError, match="backwards"):
        pair.auditors[NORTH].observe(pair.at - 10**6, c.PassTime(), [], [])
