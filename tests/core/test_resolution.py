"""A payment whose decider cannot say ends by a record that two people at each operator sign."""

import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events, items
from tallystick.core.agreements import TimeOuts
from tallystick.core.orders import Decision
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import BUNDLE, HIT, NORTH, POLICY, SOUTH, gross, mutual
from tests.core.slow_pair import SlowPair, instruction, item, refusal
from tests.core.stuck import (
    answer_lost,
    answered,
    forward_lost,
    frozen,
    presented,
    propose,
    states,
)

BOTH = (NORTH, SOUTH)
ACCEPTED, REJECTED, BLOCKED = Decision.ACCEPTED, Decision.REJECTED, Decision.BLOCKED
BANK = "participant:NOBKRUMM:RUB"
FUNDS = 10**9


# Four signatures


@pytest.mark.parametrize("first", BOTH)
def test_two_people_at_each_operator_end_it(first: str) -> None:
    """Whoever begins; three signatures are not enough."""
    pair, payment_id = answer_lost()
    second = pair.other(first)
    pair.sign(first, payment_id, ACCEPTED, 1)
    pair.deliver()
    assert len(propose(pair, second, payment_id, ACCEPTED, 1)) == 1
    pair.deliver()
    assert states(pair, payment_id) == ["forwarded", "settled"]
    other = c.SignResolution("RUB-CNY", payment_id, ACCEPTED, 1, "boris")
    pair.do(second, other)
    pair.deliver()
    assert states(pair, payment_id) == ["settled", "settled"]
    assert frozen(pair) == [[], []]
    kinds = {case.kind for node in BOTH for case in pair.saw(node, events.CaseOpened)}
    assert kinds == {events.CaseKind.PARKED_ITEM}


def test_one_person_does_not_sign_twice() -> None:
    """Nor does anybody once two have signed."""
    pair, payment_id = answer_lost()
    propose(pair, NORTH, payment_id, ACCEPTED, 1)
    words = "two different people sign, each once"
    assert refusal(propose(pair, NORTH, payment_id, ACCEPTED, 1)) == words
    pair.do(NORTH, c.SignResolution("RUB-CNY", payment_id, ACCEPTED, 1, "boris"))
    for person in ("anna", "boris", "clara"):
        again = c.SignResolution("RUB-CNY", payment_id, ACCEPTED, 1, person)
        assert refusal(pair.do(NORTH, again)) == words


def test_one_person_s_word_is_not_an_operator_s() -> None:
    """The other operator's signature comes while only one person here has signed."""
    pair, payment_id = answer_lost()
    propose(pair, NORTH, payment_id, ACCEPTED, 1)
    pair.sign(SOUTH, payment_id, ACCEPTED, 1)
    pair.deliver()
    assert states(pair, payment_id) == ["forwarded", "settled"]
    pair.do(NORTH, c.SignResolution("RUB-CNY", payment_id, ACCEPTED, 1, "boris"))
    assert states(pair, payment_id) == ["settled", "settled"]


def test_one_person_s_word_binds_nobody() -> None:
    """At the decider too another record may follow it, until two have signed."""
    pair, payment_id = presented()
    propose(pair, SOUTH, payment_id, REJECTED)
    assert isinstance(propose(pair, SOUTH, payment_id, ACCEPTED)[0], events.ResolutionProposed)


def test_two_people_sign_the_same_record() -> None:
    """Another outcome in between begins anew."""
    pair, payment_id = answer_lost()
    propose(pair, NORTH, payment_id, REJECTED)
    happened = pair.do(NORTH, c.SignResolution("RUB-CNY", payment_id, ACCEPTED, 1, "boris"))
    assert isinstance(happened[0], events.ResolutionProposed)
    assert not pair.saw(NORTH, events.ResolutionConfirmed)
    assert isinstance(propose(pair, NORTH, payment_id, ACCEPTED, 1)[0], events.ResolutionConfirmed)


def test_the_operators_sign_the_same_record() -> None:
    """Different records of the two end nothing."""
    pair, payment_id = presented()
    pair.sign(NORTH, payment_id, REJECTED, 0)
    pair.sign(SOUTH, payment_id, ACCEPTED, 0)
    pair.deliver()
    assert states(pair, payment_id) == ["forwarded", "presented"]
    for node in BOTH:
        assert not pair.saw(node, events.PaymentResolved)


def test_the_decider_is_bound_by_what_it_signed() -> None:
    """Its people do not sign another record; the other operator's other record is stale."""
    pair, payment_id = presented()
    pair.sign(SOUTH, payment_id, REJECTED, 0)
    words = "the decider has signed another record of it"
    assert refusal(propose(pair, SOUTH, payment_id, ACCEPTED)) == words
    pair.sign(NORTH, payment_id, ACCEPTED, 0)
    pair.deliver()
    (case,) = pair.saw(SOUTH, events.CaseOpened)
    assert case.kind is events.CaseKind.RESOLUTION_STALE
    assert states(pair, payment_id) == ["forwarded", "presented"]
    pair.sign(NORTH, payment_id, REJECTED, 0)
    pair.deliver()
    assert states(pair, payment_id) == ["rejected", "rejected"]


# What may be signed


@pytest.mark.parametrize(
    ("payment_id", "outcome", "cycle", "words"),
    [
        ("nowhere", REJECTED, 0, "it is neither frozen nor under way here"),
        ("", Decision.WITHDRAWN, 0, "it ends accepted, blocked or rejected"),
        ("", REJECTED, 1, "a rejected payment is counted in no cycle"),
    ],
)
def test_a_wrong_record_is_refused(
    payment_id: str, outcome: Decision, cycle: int, words: str
) -> None:
    """The debtor node's people cannot sign it."""
    pair, known = answer_lost()
    assert refusal(propose(pair, NORTH, payment_id or known, outcome, cycle)) == words


def test_nobody_signs_for_an_agreement_that_is_not_there() -> None:
    """Nor for a payment of another one."""
    pair, payment_id = answer_lost()
    happened = pair.do(NORTH, c.SignResolution("OTHER", payment_id, REJECTED, 0, "anna"))
    assert refusal(happened) == "no such agreement"
    pair.do(NORTH, c.AdoptAgreement(gross(), b"text"))
    happened = pair.do(NORTH, c.SignResolution("SGD-THB", payment_id, REJECTED, 0, "anna"))
    assert refusal(happened) == "it is neither frozen nor under way here"


@pytest.mark.parametrize(
    ("outcome", "cycle"), [(REJECTED, 0), (ACCEPTED, 2), (ACCEPTED, 0), (BLOCKED, 1)]
)
def test_nobody_signs_against_finality(outcome: Decision, cycle: int) -> None:
    """The south has settled it in cycle 1, for good."""
    pair, payment_id = answer_lost()
    words = "it is settled here, for good"
    assert refusal(propose(pair, SOUTH, payment_id, outcome, cycle)) == words
    pair.sign(NORTH, payment_id, REJECTED, 0)
    pair.deliver()
    pair.forge(SOUTH, items.ResolutionSigned("RUB-CNY", payment_id, outcome, cycle))
    assert states(pair, payment_id) == ["forwarded", "settled"]


def test_nobody_signs_that_a_rejected_payment_was_accepted() -> None:
    """No more than the other way round."""
    pair, payment_id = answer_lost(StatusReason.CLOSED_CREDITOR_ACCOUNT)
    assert states(pair, payment_id) == ["forwarded", "rejected"]
    words = "it is rejected here, for good"
    assert refusal(propose(pair, SOUTH, payment_id, ACCEPTED, 1)) == words


def test_a_payment_that_is_not_forwarded_is_refused_here() -> None:
    """The debtor node alone decides it: no record is needed, and the other's counts nothing."""
    pair = SlowPair(mutual())
    pair.verdict = HIT
    payment_id = pair.send(NORTH, 100_000).payment_id
    words = "it is not forwarded: it can be refused here"
    assert refusal(propose(pair, NORTH, payment_id, REJECTED)) == words
    pair.forge(NORTH, items.ResolutionSigned("RUB-CNY", payment_id, REJECTED, 0))
    assert pair.payment(NORTH, payment_id).state == "held"


def test_the_decider_names_no_cycle_before_it_decides() -> None:
    """It counts a payment in the cycle that is open when it accepts it."""
    pair, payment_id = presented()
    words = "it is not decided here yet: the record names no cycle"
    assert refusal(propose(pair, SOUTH, payment_id, ACCEPTED, 1)) == words
    assert refusal(propose(pair, SOUTH, payment_id, REJECTED, 1)) == words


@pytest.mark.parametrize("outcome", [ACCEPTED, BLOCKED, Decision.WITHDRAWN])
def test_people_accept_nothing_that_is_not_reserved_and_clear(outcome: Decision) -> None:
    """A signature is no way round screening or cover."""
    words = "it can be accepted only with its money reserved, screened clear and in time"
    held = SlowPair(mutual())
    order = held.order(NORTH, 100_000, quote_id=held.quote(NORTH, 100_000))
    held.do(NORTH, c.SubmitPayment(order, held.verdict))
    held.verdict = HIT
    held.deliver()
    assert refusal(propose(held, SOUTH, order.payment_id, outcome)) == words
    queued = SlowPair(mutual(swing_limit=1, time_outs=TimeOuts(queue_ms=60_000)))
    payment_id = queued.send(NORTH, 100_000).payment_id
    assert states(queued, payment_id) == ["forwarded", "queued"]
    assert refusal(propose(queued, SOUTH, payment_id, outcome)) == words


def test_people_block_nothing_by_a_record() -> None:
    """That is for screening to say, though all is ready for an acceptance."""
    pair, payment_id = presented()
    for outcome in (BLOCKED, Decision.WITHDRAWN):
        assert "it can be accepted only" in refusal(propose(pair, SOUTH, payment_id, outcome))


def test_people_accept_nothing_by_old_lists_or_after_the_quote() -> None:
    """Acceptance is a decision point, whoever takes it; rejecting is always open."""
    words = "it can be accepted only with its money reserved, screened clear and in time"
    pair, payment_id = presented()
    pair.stop(lambda _node, effect: isinstance(effect, f.ScreenAgain))
    pair.do(SOUTH, c.ActivateBundle(b"newer lists", pair.at + 10**9))
    pair.deliver()
    assert refusal(propose(pair, SOUTH, payment_id, ACCEPTED)) == words
    pair, payment_id = presented()
    pair.sign(SOUTH, payment_id, ACCEPTED, 0)
    pair.at += mutual().quote_life_ms
    pair.sign(NORTH, payment_id, ACCEPTED, 0)
    pair.deliver()
    assert pair.saw(SOUTH, events.CaseOpened)[-1].kind is events.CaseKind.RESOLUTION_STALE
    assert states(pair, payment_id) == ["forwarded", "presented"]


def test_a_signature_for_a_payment_nobody_knows_is_a_breach() -> None:
    """The other operator's word alone makes no record here."""
    pair = SlowPair(mutual())
    happened = pair.forge(SOUTH, items.ResolutionSigned("RUB-CNY", "nowhere", REJECTED, 0))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert pair.states[SOUTH].resolutions == {}


# How it ends


def test_a_lost_acceptance_is_made_good() -> None:
    """The debtor settles in the decider's cycle; halves match, and the cycle settles."""
    pair, payment_id = answer_lost()
    pair.close()
    assert pair.settled_cycles() == (0, 0)
    for node in BOTH:
        pair.sign(node, payment_id, ACCEPTED, 1)
    pair.deliver()
    payment = pair.payment(NORTH, payment_id)
    assert (payment.state, payment.cycle, payment.posted) == ("settled", 1, 100_000)
    assert pair.amount_on(NORTH, BANK) == FUNDS - 100_000
    assert pair.settled_cycles() == (1, 1)


def test_a_lost_rejection_is_made_good() -> None:
    """The debtor's money is free again."""
    pair, payment_id = answer_lost(StatusReason.CLOSED_CREDITOR_ACCOUNT)
    for node in BOTH:
        pair.sign(node, payment_id, REJECTED, 0)
    pair.deliver()
    assert states(pair, payment_id) == ["rejected", "rejected"]
    assert pair.payment(NORTH, payment_id).reason is StatusReason.REASON_NOT_SPECIFIED
    account = pair.states[NORTH].ledger.accounts[BANK]
    assert (account.balance, account.held) == (FUNDS, 0)
    pair.close()
    assert pair.settled_cycles() == (1, 1)


def test_a_lost_block_is_made_good() -> None:
    """For the debtor as final as an acceptance."""
    pair = SlowPair(mutual())
    pair.banks_answer = False
    payment_id = pair.send(NORTH, 100_000).payment_id
    pair.stop(item(items.Decided, SOUTH))
    pair.do(SOUTH, c.RecordVerdict(payment_id, Verdict(Outcome.BLOCK, BUNDLE, POLICY, b"e")))
    pair.deliver()
    pair.park(NORTH, payment_id)
    pair.let_go()
    assert states(pair, payment_id) == ["forwarded", "blocked"]
    for node in BOTH:
        pair.sign(node, payment_id, BLOCKED, 1)
    pair.deliver()
    payment = pair.payment(NORTH, payment_id)
    assert (payment.state, payment.decision, payment.cycle) == ("settled", BLOCKED, 1)
    pair.close()
    assert pair.settled_cycles() == (1, 1)


def test_a_lost_forward_can_only_be_rejected() -> None:
    """The south knows neither its terms nor its verdict."""
    pair, payment_id = forward_lost()
    words = "nothing is known of it here, so it can only be rejected"
    for outcome, cycle in ((ACCEPTED, 1), (ACCEPTED, 0), (REJECTED, 1)):
        assert refusal(propose(pair, SOUTH, payment_id, outcome, cycle)) == words
    for node in BOTH:
        pair.sign(node, payment_id, REJECTED, 0)
    pair.deliver()
    assert pair.payment(NORTH, payment_id).state == "rejected"
    assert payment_id not in pair.states[SOUTH].payments
    assert frozen(pair) == [[], []]
    pair.close()
    assert pair.settled_cycles() == (1, 1)


@pytest.mark.parametrize("outcome", [ACCEPTED, REJECTED])
@pytest.mark.parametrize("last", BOTH)
def test_an_open_payment_ends_at_the_decider(outcome: Decision, last: str) -> None:
    """Its answer, as ever, ends it at the debtor; no breach is seen in it."""
    pair, payment_id = presented()
    for node in (pair.other(last), last):
        pair.sign(node, payment_id, outcome, 0)
        pair.deliver()
    ends = {ACCEPTED: ["settled", "settled"], REJECTED: ["rejected", "rejected"]}
    assert states(pair, payment_id) == ends[outcome]
    assert frozen(pair) == [[], []]
    for node in BOTH:
        assert not pair.saw(node, events.CaseOpened)
    pair.close()
    assert pair.settled_cycles() == (1, 1)


def test_nothing_overtakes_a_signed_record_at_the_decider() -> None:
    """Once its people have signed, neither bank nor time nor withdrawal decides."""
    pair, payment_id = presented()
    pair.sign(SOUTH, payment_id, REJECTED, 0)
    order = pair.payment(SOUTH, payment_id).order
    happened = pair.do(SOUTH, c.AnswerPresentation(payment_id, order.creditor_agent))
    assert refusal(happened) == "it is not waiting for an answer"
    pair.wait(10**6)
    assert states(pair, payment_id) == ["withdrawing", "presented"]
    pair.sign(NORTH, payment_id, REJECTED, 0)
    pair.deliver()
    assert states(pair, payment_id) == ["rejected", "rejected"]


def test_a_close_between_the_signatures_moves_nothing_apart() -> None:
    """The decider counts it in the cycle it has open when the last signature comes."""
    pair, payment_id = presented()
    pair.sign(NORTH, payment_id, ACCEPTED, 0)
    pair.sign(SOUTH, payment_id, ACCEPTED, 0)
    pair.close_at(SOUTH)
    pair.deliver()
    assert states(pair, payment_id) == ["settled", "settled"]
    assert [pair.payment(node, payment_id).cycle for node in BOTH] == [2, 2]
    pair.close()
    assert pair.settled_cycles() == (2, 2)


def test_a_record_that_is_overtaken_is_stale() -> None:
    """The decider decided before its people signed: people are called again."""
    pair, payment_id = presented()
    pair.sign(NORTH, payment_id, REJECTED, 0)
    propose(pair, SOUTH, payment_id, REJECTED)
    pair.stop(item(items.Decided, SOUTH))
    answered(pair, payment_id)
    boris = c.SignResolution("RUB-CNY", payment_id, REJECTED, 0, "boris")
    assert refusal(pair.do(SOUTH, boris)) == "it is settled here, for good"
    pair.let_go()
    assert states(pair, payment_id) == ["settled", "settled"]
    pair.forge(NORTH, items.ResolutionSigned("RUB-CNY", payment_id, REJECTED, 0))
    assert pair.saw(NORTH, events.CaseOpened)[-1].kind is events.CaseKind.RESOLUTION_STALE
    assert states(pair, payment_id) == ["settled", "settled"]


def test_a_compared_cycle_takes_no_payment_any_more() -> None:
    """Its root is known to both."""
    pair = SlowPair(mutual())
    pair.stop(instruction(f.InstructionKind.STATEMENT))
    pair.close()
    pair.banks_answer = False
    payment_id = pair.send(NORTH, 100_000).payment_id
    words = "that cycle is compared already"
    assert refusal(propose(pair, NORTH, payment_id, ACCEPTED, 1)) == words


def test_people_put_cases_away() -> None:
    """One that is open, once."""
    pair, _ = answer_lost()
    (case_id,) = pair.states[NORTH].cases
    assert refusal(pair.do(NORTH, c.CloseCase("other", "anna"))) == "no such case is open"
    pair.do(NORTH, c.CloseCase(case_id, "anna"))
    assert pair.states[NORTH].cases == {}
    assert refusal(pair.do(NORTH, c.CloseCase(case_id, "anna"))) == "no such case is open"
