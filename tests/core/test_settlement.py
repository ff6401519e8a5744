"""One decider settles a cycle; before its release anything ends it, after it nothing does."""

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events, items
from tallystick.core import notices as n
from tallystick.core.agreements import Agreement, TimeOuts
from tallystick.terms.parties import Side
from tests.core.pair import NORTH, SOUTH, mutual
from tests.core.slow_pair import SlowPair, instruction, item, refusal

BOTH = (NORTH, SOUTH)
HOLD, RELEASE = f.InstructionKind.HOLD, f.InstructionKind.RELEASE
VOID, QUERY = f.InstructionKind.VOID, f.InstructionKind.QUERY
RESERVE = "reserve:RTGS-SOUTH:CNY"
CLEARING = "clearing:RUB-CNY:RUB"
LONG = 10**7
# In each case the south decides cycle 1 and the settlement currency is CNY, at RTGS-SOUTH.
PAYERS = {NORTH: 7_900, SOUTH: 9_920}


def owing(payer: str, agreement: Agreement | None = None, funds: int = 10**9) -> SlowPair:
    """Return a pair whose cycle 1 leaves this operator owing."""
    pair = SlowPair(agreement or mutual(), funds)
    pair.send(payer, 100_000 if payer == NORTH else 10_000)
    return pair


def held(pair: SlowPair, payer: str, life_ms: int = LONG, attempt: int = 1) -> None:
    """Have the settlement system tell the payer that its leg is held."""
    reference = f"RUB-CNY/1/{attempt}/0"
    pair.notice(payer, "RTGS-SOUTH", n.Held(reference, b"proof", pair.at + life_ms))
    pair.deliver()


def attempts(pair: SlowPair, node: str) -> list[int]:
    """Return the attempts that a node began."""
    return [event.attempt for event in pair.saw(node, events.SettlementStarted)]


# Who decides, who pays


@pytest.mark.parametrize(("cycle", "decider"), [(1, SOUTH), (2, NORTH), (3, SOUTH), (4, NORTH)])
def test_the_operators_take_turns_to_decide(cycle: int, decider: str) -> None:
    """By the parity of the cycle's number."""
    assert mutual().decider_of(cycle) == decider
    pair = SlowPair(mutual())
    for _ in range(cycle - 1):
        pair.close()
    pair.send(NORTH, 100_000)
    pair.close()
    assert pair.settled_cycles() == (cycle, cycle)
    told = [
        node
        for node, effect in pair.told
        if isinstance(effect, f.TellPeer) and isinstance(effect.item, items.ReleaseDecided)
    ]
    assert told == [decider]


@pytest.mark.parametrize("payer", BOTH)
def test_the_decider_releases_with_the_proof_in_hand(payer: str) -> None:
    """Whoever pays: hold, proof, release, money at the payee, and nothing is held any more."""
    pair = owing(payer)
    pair.stop(instruction(HOLD))
    pair.close()
    assert not pair.saw(SOUTH, events.SettlementReleased)
    held(pair, payer)
    amount = PAYERS[payer]
    assert [each.amount for each in pair.instructed(payer, RELEASE)] == [amount]
    assert pair.settled_cycles() == (1, 1)
    sign = -1 if payer == NORTH else 1
    assert pair.amount_on(NORTH, RESERVE) == 10**9 + sign * amount
    for node in BOTH:
        assert not pair.states[node].ledger.holds
        assert pair.amount_on(node, f"clearing:RUB-CNY:{pair.currency(node)}") == 0


def test_the_payee_is_told_to_hold_nothing() -> None:
    """Only the payer instructs."""
    pair = owing(NORTH)
    pair.close()
    for kind in (HOLD, RELEASE, VOID, QUERY):
        assert pair.instructed(SOUTH, kind) == []
    (hold,) = pair.instructed(NORTH, HOLD)
    assert (hold.settlement_system, hold.reference) == ("RTGS-SOUTH", "RUB-CNY/1/1/0")
    assert (hold.currency, hold.amount, hold.counterparty) == ("CNY", 7_900, SOUTH)


@pytest.mark.parametrize("currency", ["RUB", "CNY"])
@pytest.mark.parametrize("payer", BOTH)
def test_either_currency_settles(payer: str, currency: str) -> None:
    """At the settlement system of the currency's end; the other end keeps a reserve there."""
    pair = owing(payer, mutual(settlement_currency=currency))
    pair.close()
    assert pair.settled_cycles() == (1, 1)
    (leg,) = pair.saw(NORTH, events.SettlementStarted)[0].legs
    holder = NORTH if currency == "RUB" else SOUTH
    assert (leg.settlement_system, leg.currency) == (f"RTGS-{holder}", currency)
    # 7900 CNY units at 0.08, and 124 000 kopecks at 0.08
    expected = {NORTH: {"RUB": 98_750, "CNY": 7_900}, SOUTH: {"RUB": 124_000, "CNY": 9_920}}
    assert leg.amount == expected[payer][currency]
    assert leg.countervalue == expected[payer]["CNY" if currency == "RUB" else "RUB"]
    other = SOUTH if currency == "RUB" else NORTH
    sign = -1 if payer == other else 1
    assert pair.amount_on(other, f"reserve:RTGS-{holder}:{currency}") == 10**9 + sign * leg.amount
    for node in BOTH:
        assert pair.amount_on(node, f"clearing:RUB-CNY:{pair.currency(node)}") == 0
        statement = pair.balance(node, f"RTGS-{node}")
        assert statement == pair.saw(node, events.StatementTaken)[-1].balance + (
            0 if node == other else -sign * leg.amount
        )


def test_zero_net_settles_without_a_leg_and_books_the_difference() -> None:
    """What both flows are worth alike is owed by nobody; the spread stays with who quoted."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)  # 7900 paid out in the south
    pair.do(SOUTH, c.RequestQuote("q", "RUB-CNY", "SOBKCNSH", Side.CREDITOR, 98_750))
    terms = pair.states[SOUTH].quotes["q"].terms
    pair.send(SOUTH, terms.debtor_amount, quote_id="q")  # 98 750 = 7900 at the cycle's rate
    pair.close()
    assert pair.settled_cycles() == (1, 1)
    for node in BOTH:
        assert pair.saw(node, events.SettlementStarted)[0].legs == ()
        assert pair.amount_on(node, f"clearing:RUB-CNY:{pair.currency(node)}") == 0
    assert pair.amount_on(NORTH, "fx-difference:RUB-CNY:RUB") == 100_000 - 98_750
    south = terms.debtor_amount - 7_900
    assert pair.amount_on(SOUTH, "fx-difference:RUB-CNY:CNY") == south == 64


# Before the release


@pytest.mark.parametrize("payer", BOTH)
def test_a_proof_that_is_valid_too_short_is_voided(payer: str) -> None:
    """It must outlast the margin, counted when the decider sees it; exactly the margin will do."""
    margin_ms = mutual().time_outs.margin_ms
    for life_ms, released in ((margin_ms - 1, False), (margin_ms, True)):
        pair = owing(payer)
        pair.stop(instruction(HOLD))
        pair.close()
        held(pair, payer, life_ms)
        assert bool(pair.saw(SOUTH, events.SettlementReleased)) is released
        assert bool(pair.instructed(payer, VOID)) is not released
        assert bool(pair.saw(NORTH, events.SettlementVoided)) is not released


@pytest.mark.parametrize("payer", BOTH)
def test_a_refused_hold_voids_and_a_new_attempt_settles(payer: str) -> None:
    """The decider ends the attempt at both, and may begin another one."""
    pair = owing(payer)
    pair.stop(instruction(HOLD))
    pair.close()
    pair.notice(payer, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    for node in BOTH:
        assert pair.saw(node, events.SettlementVoided)
        assert not pair.states[node].ledger.holds
    (case,) = pair.saw(SOUTH, events.CaseOpened)
    assert case.kind is events.CaseKind.SETTLEMENT_SHORT
    assert case.text == "attempt 1 is voided: a leg is not to be had"
    assert [each.reference for each in pair.instructed(payer, VOID)] == ["RUB-CNY/1/1/0"]
    pair.lose()
    pair.do(SOUTH, c.RestartSettlement("RUB-CNY", 1))
    pair.deliver()
    assert [attempts(pair, node) for node in BOTH] == [[1, 2], [1, 2]]
    assert [each.reference for each in pair.instructed(payer, RELEASE)] == ["RUB-CNY/1/2/0"]
    assert pair.settled_cycles() == (1, 1)


def test_only_the_decider_restarts_and_only_what_was_voided() -> None:
    """Neither a cycle under way nor a settled one."""
    pair = owing(NORTH)
    pair.stop(instruction(HOLD))
    pair.close()
    nothing = "no voided settlement of this cycle"
    for node in BOTH:
        assert refusal(pair.do(node, c.RestartSettlement("RUB-CNY", 1))) == nothing
    pair.notice(NORTH, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    restart = c.RestartSettlement("RUB-CNY", 1)
    assert refusal(pair.do(NORTH, restart)) == "the other operator decides this cycle"
    pair.lose()
    pair.do(SOUTH, restart)
    pair.deliver()
    for cycle in (1, 2, 7):
        again = c.RestartSettlement("RUB-CNY", cycle)
        assert refusal(pair.do(SOUTH, again)) == nothing
    assert refusal(pair.do(SOUTH, c.RestartSettlement("OTHER", 1))) == nothing


def test_an_attempt_that_does_not_follow_is_passed_over() -> None:
    """The other node begins no attempt that we decide, and skips none."""
    pair = owing(NORTH)
    pair.stop(instruction(HOLD))
    pair.close()
    pair.notice(NORTH, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    for node, cycle, attempt in ((NORTH, 1, 3), (NORTH, 1, 1), (SOUTH, 1, 2), (NORTH, 7, 2)):
        pair.forge(node, items.AttemptStarted("RUB-CNY", cycle, attempt))
        assert attempts(pair, node) == [1]


@pytest.mark.parametrize("cycle", [1, 2])
def test_a_payer_whose_reserve_is_short_calls_people(cycle: int) -> None:
    """Nothing is held or instructed; with the money there a new attempt settles."""
    pair = SlowPair(mutual(), funds=7_899)
    for _ in range(cycle - 1):
        pair.close()
    pair.credit(NORTH, "participant:NOBKRUMM:RUB", "RUB", 10**6)
    pair.send(NORTH, 100_000)
    pair.close()
    case = pair.saw(NORTH, events.CaseOpened)[0]
    assert case.kind is events.CaseKind.SETTLEMENT_SHORT
    assert case.text == "7900 CNY at RTGS-SOUTH are not there"
    assert pair.instructed(NORTH, HOLD) == []
    for node in BOTH:
        assert pair.saw(node, events.SettlementVoided)
    pair.notice(NORTH, "RTGS-SOUTH", n.Credited("top-up", RESERVE, "CNY", 1))
    decider = mutual().decider_of(cycle)
    pair.do(decider, c.RestartSettlement("RUB-CNY", cycle))
    pair.deliver()
    assert pair.settled_cycles() == (cycle, cycle)
    assert pair.amount_on(NORTH, RESERVE) == 0


def test_a_settled_cycle_makes_room_in_the_swing() -> None:
    """Who waited for it goes on, and counts in the open cycle."""
    waiting = mutual(swing_limit=8_000, time_outs=TimeOuts(queue_ms=10**6))
    pair = SlowPair(waiting)
    pair.send(NORTH, 100_000)
    order = pair.send(NORTH, 100_000)
    assert pair.payment(SOUTH, order.payment_id).state == "queued"
    pair.close()
    for node in BOTH:
        payment = pair.payment(node, order.payment_id)
        assert (payment.state, payment.cycle) == ("settled", 2)


def test_two_cycles_do_not_reserve_the_same_money() -> None:
    """One statement frees both; the reserve is enough for one of them."""
    pair = SlowPair(mutual(), funds=10_000)
    pair.credit(NORTH, "participant:NOBKRUMM:RUB", "RUB", 10**6)
    pair.stop(instruction(f.InstructionKind.STATEMENT, NORTH))
    for _ in range(2):
        pair.send(NORTH, 100_000)
        pair.close()
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)
    assert pair.amount_on(NORTH, RESERVE) == 2_100
    cases = pair.saw(NORTH, events.CaseOpened)
    assert {case.kind for case in cases} == {events.CaseKind.SETTLEMENT_SHORT}
    assert {case.case_id for case in cases} == {"RUB-CNY/2"}


def test_a_hold_that_comes_after_the_void_is_passed_over() -> None:
    """The attempt is over; its proof releases nothing."""
    pair = owing(NORTH)
    pair.stop(instruction(HOLD))
    pair.close()
    pair.notice(NORTH, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    held(pair, NORTH)
    assert not pair.saw(NORTH, events.LegProved)
    assert not pair.saw(SOUTH, events.SettlementReleased)


def test_nobody_takes_the_other_s_word_for_a_leg_it_does_not_pay() -> None:
    """Neither that it is held nor that it fails."""
    pair = owing(SOUTH)
    pair.stop(instruction(HOLD))
    pair.close()
    for forged in (
        items.LegHeld("RUB-CNY", 1, 1, 0, b"forged", pair.at + LONG),
        items.LegFailed("RUB-CNY", 1, 1, 0),
        items.LegFailed("RUB-CNY", 1, 1, 7),
        items.LegHeld("RUB-CNY", 1, 1, 7, b"forged", pair.at + LONG),
    ):
        happened = pair.forge(SOUTH, forged)
        assert isinstance(happened[0], events.CaseOpened)
        assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert not pair.saw(SOUTH, events.SettlementReleased)
    assert not pair.saw(SOUTH, events.SettlementVoided)


def test_a_system_speaks_of_its_own_legs_only() -> None:
    """A hold at another system, or of a leg that we do not pay, proves nothing."""
    pair = owing(SOUTH)
    pair.stop(instruction(HOLD))
    pair.close()
    told = n.Held(pair.reference, b"proof", pair.at + LONG)
    pair.notice(SOUTH, "RTGS-NORTH", told)
    pair.notice(NORTH, "RTGS-SOUTH", told)
    pair.notice(SOUTH, "RTGS-SOUTH", replace(told, reference="RUB-CNY/1/1/1"))
    pair.deliver()
    for node in BOTH:
        assert not pair.saw(node, events.LegProved)
        assert {case.kind for case in pair.saw(node, events.CaseOpened)} == {
            events.CaseKind.SYSTEM_BREACH
        }
    pair.notice(SOUTH, "RTGS-NORTH", n.HoldRefused(pair.reference))
    assert not pair.saw(SOUTH, events.SettlementVoided)


# The release is for good


@pytest.mark.parametrize("payer", BOTH)
def test_a_release_is_never_voided(payer: str) -> None:
    """A late refusal of the hold is a case for people; the release is asked about, not undone."""
    pair = owing(payer)
    pair.stop(instruction(RELEASE))
    pair.close()
    assert pair.saw(SOUTH, events.SettlementReleased)
    pair.notice(payer, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    assert [case.case_id for case in pair.saw(payer, events.CaseOpened)] == ["RUB-CNY/1"]
    for node in BOTH:
        assert not pair.saw(node, events.SettlementVoided)
    pair.wait(10**6)
    assert not pair.instructed(payer, VOID)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_a_void_after_the_release_is_a_case() -> None:
    """The decider cannot take its release back."""
    pair = owing(NORTH)
    pair.stop(instruction(RELEASE))
    pair.close()
    happened = pair.forge(NORTH, items.VoidDecided("RUB-CNY", 1, 1))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].text == "it voids attempt 1 after the release"
    assert not pair.saw(NORTH, events.SettlementVoided)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_only_the_decider_s_word_releases_or_voids() -> None:
    """The other operator's word on a cycle that we decide changes nothing."""
    pair = owing(SOUTH)
    pair.stop(instruction(HOLD))
    pair.close()
    pair.forge(SOUTH, items.ReleaseDecided("RUB-CNY", 1, 1))
    pair.forge(SOUTH, items.VoidDecided("RUB-CNY", 1, 1))
    pair.forge(NORTH, items.ReleaseDecided("RUB-CNY", 1, 2))
    for node in BOTH:
        assert not pair.saw(node, events.SettlementReleased)
        assert not pair.saw(node, events.SettlementVoided)


def test_a_settlement_waits_for_the_statements_of_both() -> None:
    """Without the other's signature nobody reserves or instructs anything."""
    pair = owing(NORTH)
    pair.stop(instruction(f.InstructionKind.STATEMENT, SOUTH))
    pair.close()
    assert pair.saw(NORTH, events.CycleSigned)
    assert not pair.saw(NORTH, events.SettlementStarted)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_a_link_that_is_down_delays_the_release_only() -> None:
    """The payer's leg stays held until it hears the decision, however late."""
    pair = owing(NORTH)
    pair.stop(item(items.ReleaseDecided))
    pair.close()
    pair.wait(10**6)
    assert not pair.saw(NORTH, events.SettlementReleased)
    assert len(pair.states[NORTH].ledger.holds) == 1
    assert not pair.instructed(NORTH, VOID)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)
