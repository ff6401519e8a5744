"""The policy of our leg: two people put it in force, and verdicts are found by it alone."""

import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core.lifecycle import PaymentState
from tallystick.core.machine import decide
from tallystick.core.rules import FIRST
from tallystick.core.screening_commands import ConfirmPolicy, ReleaseHeld
from tallystick.terms.verdicts import Verdict
from tests.core.pair import CLEAR, HIT, NORTH, POLICY, SOUTH, Pair, mutual
from tests.core.recorded_pair import RecordedPair

OTHER = b"p" * 32
THIRD = b"q" * 32


@pytest.fixture
def pair() -> Pair:
    """Return two machines, each with a policy in force."""
    return Pair(mutual())


def confirm(pair: Pair, digest: bytes, person: str, version: int = 2) -> list[events.AnyEvent]:
    """Say yes to a policy in the north."""
    return pair.do(NORTH, ConfirmPolicy(pair.agreement.agreement_id, digest, version, person))


def by(settings: bytes) -> Verdict:
    """Return a clear verdict that was found by another policy."""
    return Verdict(CLEAR.outcome, CLEAR.bundle, settings, CLEAR.evidence)


def is_refused(happened: list[events.AnyEvent]) -> bool:
    """Whether a command changed nothing."""
    return isinstance(happened[0], events.CommandRefused)


def test_two_people_put_a_policy_in_force(pair: Pair) -> None:
    """The first word only waits; the books say who they were."""
    name = pair.agreement.agreement_id
    assert confirm(pair, OTHER, "ann") == [events.PolicyProposed(name, OTHER, 2, "ann")]
    in_force = pair.states[NORTH].pacts[name].policy
    assert in_force is not None
    assert in_force.digest == POLICY
    assert confirm(pair, OTHER, "bo") == [events.PolicyActivated(name, OTHER, 2, "ann", "bo")]
    now = pair.states[NORTH].pacts[name].policy
    assert now is not None
    assert (now.digest, now.version, now.first_person, now.second_person) == (
        OTHER,
        2,
        "ann",
        "bo",
    )
    assert pair.states[NORTH].pacts[name].next_policy is None


def test_one_person_is_not_two(pair: Pair) -> None:
    """However often it is said."""
    confirm(pair, OTHER, "ann")
    assert is_refused(confirm(pair, OTHER, "ann"))
    assert is_refused(confirm(pair, OTHER, "ann"))


def test_a_word_for_another_policy_begins_anew(pair: Pair) -> None:
    """Two words for two policies are no two words for one."""
    confirm(pair, OTHER, "ann")
    assert isinstance(confirm(pair, THIRD, "bo")[0], events.PolicyProposed)
    assert isinstance(confirm(pair, OTHER, "cy")[0], events.PolicyProposed)
    assert isinstance(confirm(pair, OTHER, "bo")[0], events.PolicyActivated)


@pytest.mark.parametrize(
    ("digest", "version"), [(b"short", 2), (OTHER, 1), (OTHER, 3), (POLICY, 2), (b"", 2)]
)
def test_a_policy_is_the_next_one_and_another(pair: Pair, digest: bytes, version: int) -> None:
    """By its digest, and its number."""
    assert is_refused(confirm(pair, digest, "ann", version))


def test_an_agreement_that_is_not_adopted_has_no_policy(pair: Pair) -> None:
    """Nothing is remembered of it."""
    assert is_refused(pair.do(NORTH, ConfirmPolicy("NO-SUCH", OTHER, 1, "ann")))


def test_a_verdict_by_another_policy_holds(pair: Pair) -> None:
    """It is asked for again, and by the policy in force it passes."""
    pair.verdict = by(OTHER)
    order = pair.order(NORTH, 10_000, quote_id=pair.quote(NORTH, 10_000))
    happened = pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    held = [event for event in happened if isinstance(event, events.PaymentHeld)]
    assert [each.cause for each in held] == [events.HoldCause.SCREEN_AGAIN]
    assert (NORTH, f.ScreenAgain(order.payment_id)) in pair.outbox
    pair.verdict = CLEAR
    pair.deliver()
    assert pair.states[NORTH].payments[order.payment_id].state is PaymentState.SETTLED


def test_without_a_policy_everything_is_held() -> None:
    """At both nodes: a clear verdict by some settings is none."""
    pair = Pair(mutual())
    for node in (NORTH, SOUTH):
        pair.states[node].pacts[pair.agreement.agreement_id].policy = None
    order = pair.send(NORTH, 10_000)
    assert pair.states[NORTH].payments[order.payment_id].state is PaymentState.HELD


def test_a_new_policy_asks_all_that_is_pending_again() -> None:
    """Held, queued, with the other node or with the bank: whatever is not final."""
    pair = RecordedPair(mutual())
    pair.banks_answer = False
    waiting = pair.send(NORTH, 10_000).payment_id
    pair.verdict = HIT
    pair.banks_answer = True
    done = [name for name, each in pair.states[NORTH].payments.items() if each.is_final]
    confirm(pair, OTHER, "ann")
    confirm(pair, OTHER, "bo")
    asked = [e.payment_id for _, e in pair.outbox if isinstance(e, f.ScreenAgain)]
    assert asked == [waiting]
    assert waiting not in done


def test_a_release_by_the_policy_of_before_is_none(pair: Pair) -> None:
    """Who looked at a hit looked by other rules: it is screened again first."""
    pair.verdict = HIT
    held = pair.send(NORTH, 10_000).payment_id
    pair.do(NORTH, ReleaseHeld(held, "ann"))
    confirm(pair, OTHER, "ann")
    confirm(pair, OTHER, "bo")
    assert is_refused(pair.do(NORTH, ReleaseHeld(held, "bo")))
    assert pair.states[NORTH].payments[held].state is PaymentState.HELD


def test_by_the_former_rules_no_policy_is_asked_for(pair: Pair) -> None:
    """What was decided before there were policies is decided so again."""
    pair.states[NORTH].pacts[pair.agreement.agreement_id].policy = None
    order = pair.order(NORTH, 10_000, quote_id=pair.quote(NORTH, 10_000))
    submit = c.SubmitPayment(order, by(b"settings of then"))
    now = decide(pair.states[NORTH], pair.at, submit)
    then = decide(pair.states[NORTH], pair.at, submit, FIRST)
    assert isinstance(now[-1], events.PaymentHeld)
    assert isinstance(then[-1], events.PaymentForwarded)
