"""What people do with a held payment, and what is written down of it."""

import msgspec
import pytest

from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core.agreements import TimeOuts
from tallystick.core.commands import ActivateBundle, RecordVerdict
from tallystick.core.events import AnyEvent
from tallystick.core.lifecycle import PaymentState
from tallystick.core.machine import decide
from tallystick.core.rules import FIRST, ONE_HOLD, ONE_WAIT, POLICIES
from tallystick.core.screening_commands import (
    EscalateHeld,
    NoteHeld,
    RefuseHeld,
    ReleaseHeld,
    WithdrawRelease,
)
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
    Standing,
)
from tallystick.terms.verdicts import Outcome
from tests.core.pair import CLEAR, HIT, NORTH, SOUTH, Pair, end, mutual

WHY = ReleaseReason.NAME_DIFFERS
STAFF, SUPERVISOR = Standing.STAFF, Standing.SUPERVISOR
ESCALATED = EscalationReason.LIKELY_MATCH


@pytest.fixture
def pair() -> Pair:
    """Return two machines of which the north holds what comes."""
    pair = Pair(mutual())
    pair.verdict = HIT
    return pair


def held(pair: Pair) -> str:
    """Send a payment that is held."""
    return pair.send(NORTH, 10_000).payment_id


def is_refused(happened: list[AnyEvent]) -> bool:
    """Whether a command changed nothing."""
    return isinstance(happened[0], events.CommandRefused)


def test_who_released_and_why_is_in_the_books(pair: Pair) -> None:
    """Both of them, each with a reason and a standing."""
    name = held(pair)
    first = pair.do(NORTH, ReleaseHeld(name, "ann", WHY, STAFF))
    second = pair.do(NORTH, ReleaseHeld(name, "bo", ReleaseReason.BIRTH_DIFFERS, SUPERVISOR))
    assert first == [events.ReleaseProposed(name, "ann", WHY, STAFF)]
    told = events.ReleaseConfirmed(name, "bo", ReleaseReason.BIRTH_DIFFERS, SUPERVISOR)
    assert second[0] == told


def test_nobody_stands_in_for_a_list_that_was_missing(pair: Pair) -> None:
    """What was compared with some lists alone waits for the others, and may still be refused."""
    pair.verdict = msgspec.structs.replace(HIT, missing=("UN",))
    name = held(pair)
    payment = pair.states[NORTH].payments[name]
    assert payment.hold_cause is events.HoldCause.SCREEN_AGAIN
    for person in ("ann", "bo"):
        assert is_refused(pair.do(NORTH, ReleaseHeld(name, person, WHY)))
    pair.do(NORTH, RecordVerdict(name, msgspec.structs.replace(CLEAR, missing=("UN",))))
    assert payment.state is PaymentState.HELD
    pair.do(NORTH, RecordVerdict(name, CLEAR))
    assert pair.states[NORTH].payments[name].state is PaymentState.FORWARDED


def test_by_former_rules_people_stood_in_for_a_list(pair: Pair) -> None:
    """What waited for them then is proved as it was; by the rules of now it waits for the list."""
    name = held(pair)
    command = RecordVerdict(name, msgspec.structs.replace(HIT, missing=("UN",)))
    for rules, waits_anew in ((ONE_HOLD, False), (ONE_WAIT, True)):
        happened = decide(pair.states[NORTH], pair.at, command, rules)
        causes = [each.cause for each in happened if isinstance(each, events.PaymentHeld)]
        assert causes == [events.HoldCause.SCREEN_AGAIN] * waits_anew


def test_who_refused_and_why_is_in_the_books_alone(pair: Pair) -> None:
    """Its bank reads a regulatory reason, whatever the people's was."""
    name = held(pair)
    pair.deliver()
    pair.told.clear()
    happened = pair.do(NORTH, RefuseHeld(name, "ann", RefusalReason.TRUE_MATCH))
    pair.deliver()
    why = StatusReason.REGULATORY_REASON
    assert happened == [
        events.HeldRefused(name, "ann", RefusalReason.TRUE_MATCH),
        events.PaymentRefused(name, why),
    ]
    told = [effect for _, effect in pair.told if isinstance(effect, f.TellStatus)]
    assert [each.reason for each in told] == [why]
    assert all(b"true match" not in msgspec.msgpack.encode(each) for _, each in pair.told)


def test_a_word_is_taken_back_by_its_maker(pair: Pair) -> None:
    """Then two are needed again."""
    name = held(pair)
    pair.do(NORTH, ReleaseHeld(name, "ann", WHY))
    back = pair.do(NORTH, WithdrawRelease(name, "ann", SecondThought.MISTAKE))
    assert back == [events.ReleaseWithdrawn(name, "ann", SecondThought.MISTAKE)]
    again = pair.do(NORTH, ReleaseHeld(name, "bo", WHY))
    assert isinstance(again[0], events.ReleaseProposed)
    assert pair.states[NORTH].payments[name].state is PaymentState.HELD


def test_a_word_is_turned_down_by_another(pair: Pair) -> None:
    """And nobody can turn down what nobody said."""
    name = held(pair)
    turned = WithdrawRelease(name, "bo", SecondThought.NOT_CONVINCED)
    assert is_refused(pair.do(NORTH, turned))
    pair.do(NORTH, ReleaseHeld(name, "ann", WHY))
    assert not is_refused(pair.do(NORTH, turned))
    assert not pair.states[NORTH].payments[name].released_by


@pytest.mark.parametrize(
    ("first", "second", "is_good"),
    [
        (STAFF, STAFF, False),
        (SUPERVISOR, STAFF, True),
        (STAFF, SUPERVISOR, True),
        (SUPERVISOR, SUPERVISOR, True),
    ],
)
@pytest.mark.parametrize("when", ["before", "between"])
def test_an_escalated_hold_needs_a_supervisor(
    pair: Pair,
    first: Standing,
    second: Standing,
    when: str,
    is_good: bool,  # noqa: FBT001
) -> None:
    """One of the two, whether it is escalated before the first word or after it."""
    name = held(pair)
    if when == "before":
        pair.do(NORTH, EscalateHeld(name, "ann", ESCALATED))
    pair.do(NORTH, ReleaseHeld(name, "ann", WHY, first))
    if when == "between":
        pair.do(NORTH, EscalateHeld(name, "cy", ESCALATED))
    happened = pair.do(NORTH, ReleaseHeld(name, "bo", WHY, second))
    assert isinstance(happened[0], events.ReleaseConfirmed) is is_good


def test_an_escalation_calls_people_once(pair: Pair) -> None:
    """And outlasts a new verdict; no bank hears of it."""
    name = held(pair)
    pair.deliver()
    pair.told.clear()
    pair.do(NORTH, EscalateHeld(name, "ann", ESCALATED))
    pair.deliver()
    assert [(type(e), e.subject) for _, e in pair.told if isinstance(e, f.CallPeople)] == [
        (f.CallPeople, name)
    ]
    assert len(pair.told) == 1
    assert is_refused(pair.do(NORTH, EscalateHeld(name, "bo", ESCALATED)))
    assert pair.states[NORTH].payments[name].is_escalated


def test_a_note_changes_nothing_and_tells_nobody(pair: Pair) -> None:
    """But that it was made, and by whom."""
    name = held(pair)
    pair.deliver()
    assert pair.do(NORTH, NoteHeld(name, "ann")) == [events.HoldNoted(name, "ann")]
    assert not pair.outbox
    assert is_refused(pair.do(NORTH, NoteHeld("no-such", "ann")))


def test_by_the_former_rules_a_refusal_names_nobody(pair: Pair) -> None:
    """What was refused before it was told who did is refused so again."""
    name = held(pair)
    ended = events.PaymentRefused(name, StatusReason.REGULATORY_REASON)
    state, command = pair.states[NORTH], RefuseHeld(name, "ann")
    assert decide(state, pair.at, command, FIRST) == [ended]
    assert decide(state, pair.at, command)[-1] == ended


def screened_again(pair: Pair, name: str, lists: bytes) -> list[events.PaymentHeld]:
    """Judge a held payment by lists that were replaced meanwhile, and then by those of now."""
    verdict = msgspec.structs.replace(HIT, bundle=lists)
    pair.do(NORTH, ActivateBundle(lists, pair.at + 10**12))
    happened = [
        *pair.do(NORTH, RecordVerdict(name, HIT)),
        *pair.do(NORTH, RecordVerdict(name, verdict)),
    ]
    return [each for each in happened if isinstance(each, events.PaymentHeld)]


def test_a_hold_has_one_deadline_whatever_it_waits_for(pair: Pair) -> None:
    """Lists that change under it make it wait for something else, and not for longer."""
    name = held(pair)
    deadline_at = pair.states[NORTH].payments[name].deadline_at
    for lists in (b"2" * 32, b"3" * 32):
        pair.wait((deadline_at - pair.at) // 3)
        again = screened_again(pair, name, lists)
        assert {each.cause for each in again} >= {events.HoldCause.REVIEW}
        assert {each.deadline_at for each in again} == {deadline_at}
    pair.wait(deadline_at - pair.at)
    assert pair.states[NORTH].payments[name].state is PaymentState.TIMED_OUT


def test_by_former_rules_the_deadline_began_anew(pair: Pair) -> None:
    """What was decided then is proved as it was decided."""
    name = held(pair)
    pair.wait(1_000)
    pair.do(NORTH, ActivateBundle(b"2" * 32, pair.at + 10**12))
    state = pair.states[NORTH]
    for rules, moved in ((POLICIES, 1_000), (ONE_HOLD, 0)):
        command = RecordVerdict(name, HIT)
        (held_again,) = [
            each
            for each in decide(state, pair.at, command, rules)
            if isinstance(each, events.PaymentHeld)
        ]
        assert held_again.deadline_at == state.payments[name].deadline_at + moved


def test_by_former_rules_a_queue_and_a_hold_had_a_time_each() -> None:
    """And whoever went from the one into the other began to wait anew."""
    limits = TimeOuts(review_ms=2_000, queue_ms=5_000)
    pair = Pair(mutual(time_outs=limits))
    pair.verdict = HIT
    name = held(pair)
    pair.wait(1_000)
    state, began = pair.states[NORTH], pair.at - 1_000
    command = RecordVerdict(name, msgspec.structs.replace(HIT, outcome=Outcome.CLEAR))
    state.ledger.accounts.clear()
    for rules, deadline_at in ((ONE_HOLD, pair.at + 5_000), (ONE_WAIT, began + 5_000)):
        happened = decide(state, pair.at, command, rules)
        waits = [each for each in happened if isinstance(each, events.PaymentQueued)]
        assert [each.deadline_at for each in waits] == [deadline_at]


def test_by_former_rules_an_exemption_beside_lists_was_asked_of_nobody(pair: Pair) -> None:
    """The agreement names none: by the rules of now the payment stays."""
    name = held(pair)
    verdict = msgspec.structs.replace(HIT, outcome=Outcome.CLEAR, exemption="unheard-of")
    command = RecordVerdict(name, verdict)
    for rules, stays in ((POLICIES, False), (ONE_HOLD, True)):
        happened = decide(pair.states[NORTH], pair.at, command, rules)
        causes = [each.cause for each in happened if isinstance(each, events.PaymentHeld)]
        assert causes == [events.HoldCause.SCREEN_AGAIN] * stays


def test_by_former_rules_an_exemption_took_every_list_away() -> None:
    """The agreement asks for a list, and exempts some payments from it, not the leg."""
    partly = end(NORTH, "RUB", exemptions=(("instant", "the law that says so"),))
    pair = Pair(mutual(ends=(partly, end(SOUTH, "CNY"))))
    pair.verdict = HIT
    name = held(pair)
    verdict = msgspec.structs.replace(CLEAR, bundle=b"", exemption="instant")
    command = RecordVerdict(name, verdict)
    for rules, stays in ((POLICIES, False), (ONE_HOLD, True)):
        happened = decide(pair.states[NORTH], pair.at, command, rules)
        causes = [each.cause for each in happened if isinstance(each, events.PaymentHeld)]
        assert causes == [events.HoldCause.SCREEN_AGAIN] * stays
