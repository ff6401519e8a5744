"""A version of an agreement takes effect where a cycle opens, once both have signed it."""

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import events, items
from tallystick.core.agreements import TimeOuts
from tallystick.core.effects import ScreenAgain
from tallystick.core.machine import decide
from tallystick.core.rules import ONE_HOLD, POLICIES
from tallystick.core.screening_commands import ReleaseHeld
from tallystick.terms.money import Rate
from tallystick.terms.reviews import ReleaseReason, Standing
from tests.core.pair import CLEAR, HIT, NORTH, SOUTH, end, gross, mutual
from tests.core.slow_pair import SlowPair, refusal

BOTH = (NORTH, SOUTH)
FIXED = Rate.parse("0.0825", "RUB", "CNY")
AGAIN = Rate.parse("0.0831", "RUB", "CNY")


def released(payment_id: str, person: str) -> ReleaseHeld:
    """Return a person's word that a payment may go on."""
    return ReleaseHeld(payment_id, person, ReleaseReason.NAME_DIFFERS, Standing.STAFF)


def test_a_version_takes_effect_at_its_cycle() -> None:
    """Signed by both in cycle 1, it binds payments from cycle 2 on."""
    pair = SlowPair(mutual())
    dearer = (end(NORTH, "RUB", fee_flat=300), end(SOUTH, "CNY"))
    pair.adopt(mutual(version=2, from_cycle=2, ends=dearer))
    before = pair.send(NORTH, 100_000)
    assert [pair.pact(node).current for node in BOTH] == [1, 1]
    pair.close()
    after = pair.send(NORTH, 100_000)
    assert [pair.pact(node).current for node in BOTH] == [2, 2]
    for order, version, fee in ((before, 1, 0), (after, 2, 300)):
        for node in BOTH:
            payment = pair.payment(node, order.payment_id)
            assert payment.version == version
            assert payment.known_terms.fee == fee
    assert pair.amount_on(NORTH, "fees:RUB-CNY:RUB") == 300


def test_a_payment_finishes_under_the_version_it_was_reserved_under() -> None:
    """The bank answers in cycle 2, whose version allows nothing so large."""
    pair = SlowPair(mutual())
    pair.banks_answer = False
    order = pair.send(NORTH, 100_000)
    narrow = (end(NORTH, "RUB", payment_max=50_000), end(SOUTH, "CNY"))
    pair.adopt(mutual(version=2, from_cycle=2, ends=narrow))
    pair.close()
    assert pair.pact(SOUTH).current == 2
    pair.do(SOUTH, c.AnswerPresentation(order.payment_id, order.creditor_agent))
    pair.deliver()
    for node in BOTH:
        payment = pair.payment(node, order.payment_id)
        assert (payment.version, payment.cycle, payment.state) == (1, 2, "settled")


def test_a_payment_forwarded_under_an_older_version_is_taken() -> None:
    """The decider has closed the cycle already; the payment was reserved before."""
    pair = SlowPair(mutual())
    quote_id = pair.quote(NORTH, 100_000)
    order = pair.order(NORTH, 100_000, quote_id=quote_id)
    pair.adopt(mutual(version=2, from_cycle=2, time_outs=TimeOuts(answer_ms=4_000)))
    pair.close_at(SOUTH)
    pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    pair.deliver()
    for node in BOTH:
        payment = pair.payment(node, order.payment_id)
        assert (payment.version, payment.cycle, payment.state) == (1, 2, "settled")


def test_what_is_pending_is_screened_again_when_a_version_ends_an_exemption() -> None:
    """People look at a hit beside an exemption; from cycle 2 on nobody is exempt any more."""
    partly = end(NORTH, "RUB", exemptions=(("instant", "the law that says so"),))
    pair = SlowPair(mutual(ends=(partly, end(SOUTH, "CNY"))))
    pair.verdict = replace(HIT, exemption="instant")
    name = pair.send(NORTH, 100_000).payment_id
    pair.adopt(mutual(version=2, from_cycle=2))
    pair.stops.append(lambda _sender, effect: isinstance(effect, ScreenAgain))
    assert isinstance(pair.do(NORTH, released(name, "ann"))[0], events.ReleaseProposed)
    pair.close()
    assert [effect for _node, effect in pair.waiting] == [ScreenAgain(name)]
    assert "screened again first" in refusal(pair.do(NORTH, released(name, "bo")))
    pair.verdict = CLEAR
    pair.do(NORTH, c.RecordVerdict(name, CLEAR))
    pair.deliver()
    assert pair.payment(NORTH, name).state == "settled"


def test_a_close_under_the_same_version_has_nothing_screened_again() -> None:
    """By former rules no close did; the event did not say which version came."""
    pair = SlowPair(mutual())
    pair.verdict = HIT
    pair.send(NORTH, 100_000)
    pair.close()
    assert not [effect for _node, effect in pair.told if isinstance(effect, ScreenAgain)]
    pair.adopt(mutual(version=2, from_cycle=3))
    close = c.CloseCycle(pair.agreement.agreement_id, 2)
    for rules, version in ((POLICIES, 0), (ONE_HOLD, 2)):
        closed = decide(pair.states[NORTH], pair.at, close, rules)[0]
        assert isinstance(closed, events.CycleClosed)
        assert closed.new_version == version


def test_a_version_never_comes_into_force_in_the_middle_of_a_cycle() -> None:
    """The other's signature is slower than our close: the version waits for the next opening."""
    pair = SlowPair(mutual())
    pair.do(SOUTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"text"))
    pair.close_at(SOUTH)
    pair.do(NORTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"text"))
    assert pair.pact(SOUTH).current == 1
    pair.deliver()
    assert [pair.pact(node).current for node in BOTH] == [2, 1]
    pair.close()
    assert [pair.pact(node).current for node in BOTH] == [2, 2]
    assert pair.settled_cycles() == (2, 2)


def test_a_rate_that_nobody_could_fix_goes_on() -> None:
    """The version that names another fixer came between two closes of one node."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.FixCycleRate("RUB-CNY", FIXED))
    changed = mutual(version=2, from_cycle=2, rate_fixer=SOUTH)
    pair.do(SOUTH, c.AdoptAgreement(changed, b"text"))
    pair.close_at(SOUTH)
    pair.close_at(SOUTH)
    pair.do(NORTH, c.AdoptAgreement(changed, b"text"))
    pair.deliver()
    assert pair.settled_cycles() == (2, 2)
    assert pair.rates_of(3) == [FIXED, FIXED]


def test_a_version_that_one_operator_has_signed_is_not_in_force() -> None:
    """However many cycles open."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"text"))
    pair.deliver()
    pair.close()
    pair.close()
    assert [pair.pact(node).current for node in BOTH] == [1, 1]


def test_versions_of_different_texts_never_come_into_force() -> None:
    """Both are told, and the old version goes on."""
    pair = SlowPair(mutual())
    pair.adopt(mutual(version=2, from_cycle=2), digest=b"another text")
    for node in BOTH:
        (case,) = pair.saw(node, events.CaseOpened)
        assert case.kind is events.CaseKind.AGREEMENT_DIFFERS
        assert case.text == "the operators signed different texts of version 2"
    pair.close()
    assert [pair.pact(node).current for node in BOTH] == [1, 1]
    assert pair.send(NORTH, 100_000).payment_id in pair.states[SOUTH].payments


def test_whoever_signs_a_differing_text_second_is_told_at_once() -> None:
    """The other's signature is there already."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"one"))
    pair.deliver()
    happened = pair.do(SOUTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"two"))
    assert isinstance(happened[1], events.CaseOpened)
    assert happened[1].kind is events.CaseKind.AGREEMENT_DIFFERS


def test_a_version_is_signed_once() -> None:
    """What the other operator signed stays signed, even the same again."""
    pair = SlowPair(mutual())
    happened = pair.forge(SOUTH, items.AgreementSigned("RUB-CNY", 1, b"another"))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    assert pair.pact(SOUTH).current == 1


FURTHER = [
    ({"version": 1}, "version 1 is adopted already"),
    ({"version": 2}, "version 2 is adopted already"),
    ({"version": 3, "from_cycle": 1}, "begins no earlier than the one before"),
    ({"version": 3, "from_cycle": 2}, "a later cycle than the open one, which is 2"),
    (
        {"version": 3, "ends": (end(NORTH, "RUB"), end(SOUTH, "EUR"))},
        "ends' operators, currencies and settlement systems stay",
    ),
    (
        {"version": 3, "ends": (end(NORTH, "RUB", settlement_system="X"), end(SOUTH, "CNY"))},
        "ends' operators, currencies and settlement systems stay",
    ),
    (
        {"version": 3, "ends": (end(SOUTH, "CNY"), end(NORTH, "RUB"))},
        "ends' operators, currencies and settlement systems stay",
    ),
]


@pytest.mark.parametrize(("over", "words"), FURTHER)
def test_a_version_that_cannot_follow_is_refused(over: dict[str, object], words: str) -> None:
    """A further version comes later, and its ends are the same."""
    pair = SlowPair(mutual())
    pair.adopt(mutual(version=2, from_cycle=2))
    pair.close()
    ends = over.get("ends", mutual().ends)
    assert isinstance(ends, tuple)
    first, second = ends[0].currency, ends[1].currency
    rate = Rate(first, second, 2, 25)
    further = mutual(
        **{"from_cycle": 3, "opening_rate": rate, "settlement_currency": second, **over}
    )
    assert words in refusal(pair.do(NORTH, c.AdoptAgreement(further, b"further")))


def test_a_lower_version_cannot_follow() -> None:
    """Even if its number was never used."""
    pair = SlowPair(mutual())
    pair.adopt(mutual(version=4, from_cycle=2))
    older = mutual(version=3, from_cycle=5)
    assert "higher number" in refusal(pair.do(NORTH, c.AdoptAgreement(older, b"older")))


def test_the_first_version_begins_with_the_first_cycle() -> None:
    """No cycle would ever open before it."""
    pair = SlowPair(mutual())
    other = gross(from_cycle=2)
    happened = pair.do(NORTH, c.AdoptAgreement(other, b"text"))
    assert refusal(happened) == "the first version begins with cycle 1"


def test_a_text_signed_differently_can_be_mended() -> None:
    """The next version of an agreement that never came into force begins with cycle 1."""
    pair = SlowPair(mutual())
    for node in BOTH:
        pair.do(node, c.AdoptAgreement(gross(), node.encode()))
    pair.deliver()
    pacts = [pair.states[node].pacts["SGD-THB"] for node in BOTH]
    assert [pact.current for pact in pacts] == [0, 0]
    assert refusal(pair.do(NORTH, c.CloseCycle("SGD-THB", 1))) == "it is not in force"
    for node in BOTH:
        pair.do(node, c.AdoptAgreement(gross(version=2), b"the same"))
    pair.deliver()
    assert [pact.current for pact in pacts] == [2, 2]


def test_the_other_operator_may_sign_first() -> None:
    """Its signature waits until we adopt the version."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.AdoptAgreement(gross(), b"text"))
    pair.deliver()
    assert "SGD-THB" not in pair.states[SOUTH].pacts
    pair.do(SOUTH, c.AdoptAgreement(gross(), b"text"))
    assert not pair.saw(SOUTH, events.CaseOpened)
    assert pair.states[SOUTH].pacts["SGD-THB"].current == 1
    pair.deliver()
    assert pair.states[NORTH].pacts["SGD-THB"].current == 1


@pytest.mark.parametrize("closer", BOTH)
def test_a_cycle_is_compared_under_its_own_version(closer: str) -> None:
    """Another opening rate, fixer or settlement currency from cycle 2 leaves cycle 1 alone."""
    pair = SlowPair(mutual())
    pair.send(SOUTH, 10_000)
    changed = mutual(
        version=2,
        from_cycle=2,
        opening_rate=FIXED,
        settlement_currency="RUB",
        rate_fixer=SOUTH,
    )
    pair.adopt(changed)
    pair.do(NORTH, c.FixCycleRate("RUB-CNY", AGAIN))
    pair.close_at(closer)
    pair.deliver()
    assert pair.settled_cycles() == (1, 1)
    (leg,) = pair.saw(NORTH, events.SettlementStarted)[0].legs
    assert (leg.currency, leg.amount, leg.countervalue) == ("CNY", 9_920, 124_000)
    assert pair.rates_of(2) == [AGAIN, AGAIN]


@pytest.mark.parametrize("closer", BOTH)
def test_a_new_version_may_settle_in_the_other_currency(closer: str) -> None:
    """From its cycle on; and the new fixer fixes the rate of the cycle after."""
    pair = SlowPair(mutual())
    pair.adopt(mutual(version=2, from_cycle=2, settlement_currency="RUB", rate_fixer=SOUTH))
    pair.close()
    assert refusal(pair.do(NORTH, c.FixCycleRate("RUB-CNY", FIXED))) == "SOUTH fixes the rate"
    pair.do(SOUTH, c.FixCycleRate("RUB-CNY", AGAIN))
    pair.send(SOUTH, 10_000)
    pair.close_at(closer)
    pair.deliver()
    (leg,) = pair.saw(NORTH, events.SettlementStarted)[1].legs
    assert (leg.payer, leg.currency, leg.amount) == (SOUTH, "RUB", 124_000)
    assert leg.settlement_system == "RTGS-NORTH"
    assert pair.rates_of(3) == [AGAIN, AGAIN]
    assert pair.settled_cycles() == (2, 2)


def test_the_settlement_model_stays() -> None:
    """What is owed under one cannot be settled under the other."""
    pair = SlowPair(mutual())
    other = gross(agreement_id="RUB-CNY", version=2, from_cycle=2, ends=mutual().ends)
    happened = pair.do(NORTH, c.AdoptAgreement(other, b"gross"))
    assert refusal(happened) == "the settlement model stays as it is"


@pytest.mark.parametrize("is_signed", [False, True])
def test_terms_of_a_version_that_is_not_in_force_are_refused(*, is_signed: bool) -> None:
    """A forwarded payment names a version that both have signed, and whose cycle is open."""
    pair = SlowPair(mutual())
    if is_signed:
        pair.adopt(mutual(version=2, from_cycle=2))
    order = pair.order(NORTH, 100_000, quote_id=pair.quote(NORTH, 100_000))
    terms = pair.states[NORTH].quotes[order.quote_id].terms
    forwarded = items.Forwarded("RUB-CNY", 2, order, terms)
    stream = pair.states[NORTH].peers[SOUTH]
    stream.sent += 1
    heard = c.HearPeer(NORTH, stream.sent, forwarded, pair.verdict)
    assert isinstance(pair.do(SOUTH, heard)[0], events.ForwardRefused)
