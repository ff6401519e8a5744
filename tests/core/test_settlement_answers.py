"""What a settlement system answers late, twice, early or wrongly."""

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events, items
from tallystick.core import notices as n
from tallystick.journal.entries import encode
from tests.core.pair import NORTH, SOUTH, mutual
from tests.core.slow_pair import SlowPair, instruction, item

BOTH = (NORTH, SOUTH)
HOLD, RELEASE = f.InstructionKind.HOLD, f.InstructionKind.RELEASE
VOID, QUERY = f.InstructionKind.VOID, f.InstructionKind.QUERY
RESERVE = "reserve:RTGS-SOUTH:CNY"
SUSPENSE = "suspense:CNY"
PATIENCE_MS = mutual().time_outs.settlement_ms
FINAL = n.Released("RUB-CNY/1/1/0", "CNY", 7_900)


def north_owes(*cycles_before: int) -> SlowPair:
    """Return a pair whose open cycle leaves the north owing 79.00 CNY."""
    pair = SlowPair(mutual())
    for _ in cycles_before:
        pair.close()
    pair.send(NORTH, 100_000)
    return pair


# No answer


@pytest.mark.parametrize(("unanswered", "repeated"), [(HOLD, QUERY), (RELEASE, RELEASE)])
def test_an_unknown_answer_is_asked_for_again_and_again(
    unanswered: f.InstructionKind, repeated: f.InstructionKind
) -> None:
    """A hold is queried, never guessed; a release is repeated until it is confirmed."""
    pair = north_owes()
    pair.stop(instruction(unanswered), instruction(QUERY))
    pair.close()
    for times in range(4):
        kinds = [effect.kind for _, effect in pair.waiting if isinstance(effect, f.Instruct)]
        assert kinds == [unanswered] + [repeated] * times
        pair.wait(PATIENCE_MS + 100)
    references = {e.reference for _, e in pair.waiting if isinstance(e, f.Instruct)}
    assert references == {"RUB-CNY/1/1/0"}
    assert pair.settled_cycles() == (0, 0)
    for node in BOTH:
        assert not pair.saw(node, events.SettlementVoided)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_a_hold_that_never_comes_is_voided_in_the_end() -> None:
    """The decider waits for it twenty times as long as for one answer; then people are called."""
    pair = north_owes()
    pair.stop(instruction(HOLD), instruction(QUERY))
    pair.close()
    for _ in range(19):
        pair.wait(PATIENCE_MS)
    assert not pair.saw(SOUTH, events.SettlementVoided)
    pair.wait(PATIENCE_MS)
    for node in BOTH:
        assert len(pair.saw(node, events.SettlementVoided)) == 1
        assert not pair.states[node].ledger.holds
    (case,) = pair.saw(SOUTH, events.CaseOpened)
    assert case.kind is events.CaseKind.SETTLEMENT_SHORT
    assert [each.reference for each in pair.instructed(NORTH, VOID)] == [pair.reference]
    pair.lose()
    pair.do(SOUTH, c.RestartSettlement("RUB-CNY", 1))
    pair.deliver()
    assert pair.settled_cycles() == (1, 1)


def test_a_release_that_never_comes_is_never_voided() -> None:
    """However long it takes."""
    pair = north_owes()
    pair.stop(instruction(RELEASE))
    pair.close()
    for _ in range(50):
        pair.wait(PATIENCE_MS)
    for node in BOTH:
        assert not pair.saw(node, events.SettlementVoided)
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


def test_nothing_is_asked_before_patience_ends() -> None:
    """And nothing once the answer is there."""
    pair = north_owes()
    pair.stop(instruction(HOLD))
    pair.close()
    pair.wait(PATIENCE_MS - 1_000)
    assert not pair.instructed(NORTH, QUERY)
    pair.let_go()
    pair.wait(10 * PATIENCE_MS)
    assert not pair.instructed(NORTH, QUERY)


def test_nothing_is_asked_of_a_voided_attempt() -> None:
    """It is over."""
    pair = north_owes()
    pair.stop(instruction(HOLD))
    pair.close()
    pair.notice(NORTH, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    pair.wait(10 * PATIENCE_MS)
    assert not pair.instructed(NORTH, QUERY)
    assert [each.kind for each in pair.instructed(NORTH, VOID)] == [VOID]


def test_proofs_that_run_out_before_the_release_are_voided() -> None:
    """The decider voids when its patience ends and the proof it has no longer lasts."""
    pair = north_owes(1)
    pair.stop(instruction(HOLD), instruction(RELEASE))
    pair.close()
    life_ms = mutual().time_outs.margin_ms - 1
    pair.notice(NORTH, "RTGS-SOUTH", n.Held("RUB-CNY/2/1/0", b"proof", pair.at + life_ms))
    pair.deliver()
    for node in BOTH:
        assert pair.saw(node, events.SettlementVoided)


# The same answer again


def test_repeated_notices_change_nothing() -> None:
    """The same number again, or the same words under a new number."""
    pair = north_owes()
    pair.close()
    books = {node: pair.states[node].ledger.accounts for node in BOTH}
    before = {node: {key: each.balance for key, each in books[node].items()} for node in BOTH}
    held = n.Held(pair.reference, b"proof", pair.at + 10**7)
    for node in BOTH:
        sequence = pair.notices[node, "RTGS-SOUTH"]
        for old in range(1, sequence + 1):
            assert pair.do(node, c.HearSettlementSystem("RTGS-SOUTH", old, FINAL)) == []
        pair.notice(node, "RTGS-SOUTH", FINAL)
        pair.notice(node, "RTGS-SOUTH", n.HoldRefused(held.reference))
    for node in BOTH:
        after = {key: each.balance for key, each in books[node].items()}
        assert after == before[node]
        assert len(pair.saw(node, events.CycleSettled)) == 1


def test_a_hold_told_twice_is_proved_once() -> None:
    """The decider releases once."""
    pair = north_owes()
    pair.stop(instruction(HOLD), instruction(RELEASE))
    pair.close()
    for _ in range(2):
        pair.notice(NORTH, "RTGS-SOUTH", n.Held(pair.reference, b"proof", pair.at + 10**7))
    pair.deliver()
    assert len(pair.saw(NORTH, events.LegProved)) == 1
    assert len(pair.saw(SOUTH, events.SettlementReleased)) == 1


def test_a_release_told_twice_is_instructed_once() -> None:
    """The decider's word again changes nothing."""
    pair = north_owes()
    pair.stop(instruction(RELEASE))
    pair.close()
    pair.forge(NORTH, items.ReleaseDecided("RUB-CNY", 1, 1))
    assert len(pair.saw(NORTH, events.SettlementReleased)) == 1


def test_a_refusal_told_twice_voids_once() -> None:
    """The attempt is over with the first."""
    pair = north_owes()
    pair.stop(instruction(HOLD))
    pair.close()
    for _ in range(2):
        pair.notice(NORTH, "RTGS-SOUTH", n.HoldRefused(pair.reference))
        pair.deliver()
    for node in BOTH:
        assert len(pair.saw(node, events.SettlementVoided)) == 1


@pytest.mark.parametrize("node", BOTH)
def test_a_release_of_a_voided_attempt_is_a_case(node: str) -> None:
    """The system did what it was told to undo; nothing is booked, and people are called."""
    pair = north_owes()
    pair.stop(instruction(HOLD))
    pair.close()
    pair.notice(NORTH, "RTGS-SOUTH", n.HoldRefused(pair.reference))
    pair.deliver()
    books = pair.states[node].ledger.accounts
    before = {key: each.balance for key, each in books.items()}
    pair.notice(node, "RTGS-SOUTH", FINAL)
    assert pair.saw(node, events.CaseOpened)[-1].kind is events.CaseKind.SYSTEM_BREACH
    assert {key: each.balance for key, each in books.items()} == before


# Early money


def test_money_before_the_other_s_signature_waits_in_suspense() -> None:
    """The system was faster than the link: the payee books the leg once it knows of it."""
    pair = north_owes(1)
    pair.stop(item(items.RootSigned, NORTH))
    pair.close()
    assert pair.settled_cycles() == (2, 1)
    assert pair.amount_on(SOUTH, SUSPENSE) == 7_900
    assert pair.saw(SOUTH, events.LegEarly)
    assert not pair.saw(SOUTH, events.SettlementStarted)[1:]
    pair.let_go()
    assert pair.settled_cycles() == (2, 2)
    assert pair.amount_on(SOUTH, SUSPENSE) == 0
    assert pair.amount_on(SOUTH, "clearing:RUB-CNY:CNY") == 0
    assert pair.states[SOUTH].early == {}


def test_early_money_of_another_amount_stays_in_suspense() -> None:
    """It does not settle the leg; people are called."""
    pair = north_owes(1)
    pair.stop(item(items.RootSigned, NORTH))
    pair.notice(SOUTH, "RTGS-SOUTH", n.Released("RUB-CNY/2/1/0", "CNY", 7_000))
    pair.stop(instruction(RELEASE))
    pair.close()
    pair.stops.clear()
    pair.waiting = [each for each in pair.waiting if isinstance(each[1], f.TellPeer)]
    pair.let_go()
    assert pair.amount_on(SOUTH, SUSPENSE) == 7_000
    (case,) = pair.saw(SOUTH, events.CaseOpened)
    assert case.kind is events.CaseKind.SYSTEM_BREACH
    assert not pair.saw(SOUTH, events.LegSettled)


def test_the_system_may_tell_the_payee_before_the_decider_does() -> None:
    """Money that is final is final, though the release is still on its way to us."""
    pair = north_owes(1)
    pair.stop(item(items.ReleaseDecided, NORTH))
    pair.close()
    assert pair.settled_cycles() == (2, 2)
    assert pair.amount_on(SOUTH, SUSPENSE) == 0
    pair.let_go()
    assert not pair.saw(SOUTH, events.CaseOpened)


# Wrong answers


@pytest.mark.parametrize("amount", [0, -1, 10**18])
def test_early_money_of_an_odd_amount_is_a_case(amount: int) -> None:
    """It is booked nowhere."""
    pair = north_owes(1)
    pair.stop(item(items.RootSigned, NORTH), instruction(RELEASE))
    pair.close()
    pair.notice(SOUTH, "RTGS-SOUTH", n.Released("RUB-CNY/2/1/0", "CNY", amount))
    assert pair.amount_on(SOUTH, SUSPENSE) == 0
    assert pair.saw(SOUTH, events.CaseOpened)[-1].kind is events.CaseKind.SYSTEM_BREACH


def test_early_money_of_more_than_can_be_is_a_case() -> None:
    """A system that tells of releases without end fills no account beyond what 64 bits hold."""
    pair = SlowPair(mutual())
    for cycle in range(100, 120):
        notice = n.Released(f"RUB-CNY/{cycle}/1/0", "CNY", 10**18 - 1)
        pair.notice(SOUTH, "RTGS-SOUTH", notice)
    assert 0 < pair.balance(SOUTH, "RTGS-SOUTH") < 2**62
    assert pair.saw(SOUTH, events.CaseOpened)[-1].kind is events.CaseKind.SYSTEM_BREACH
    encode(pair.saw(SOUTH, events.LegEarly))


@pytest.mark.parametrize("notice", [n.Held("garbage", b"proof", 10**15), n.HoldRefused("garbage")])
def test_a_hold_of_no_leg_changes_nothing(notice: n.Notice) -> None:
    """Whatever it refers to, it is none of ours."""
    pair = north_owes()
    pair.stop(instruction(HOLD))
    pair.close()
    pair.notice(NORTH, "RTGS-SOUTH", notice)
    assert not pair.saw(NORTH, events.LegProved)
    assert not pair.saw(NORTH, events.LegRefused)


@pytest.mark.parametrize("agreement_id", ["RUB/CNY", "RUB/1/1/0", "/"])
def test_an_agreement_s_name_may_look_like_a_reference(agreement_id: str) -> None:
    """A reference is read from its end, and so are reminders."""
    pair = SlowPair(mutual(agreement_id=agreement_id))
    pair.send(NORTH, 100_000)
    pair.stop(instruction(HOLD))
    pair.close()
    pair.wait(PATIENCE_MS + 100)
    (query,) = pair.instructed(NORTH, QUERY)
    assert query.reference == f"{agreement_id}/1/1/0"
    pair.let_go()
    assert pair.settled_cycles() == (1, 1)


@pytest.mark.parametrize(
    ("system", "notice"),
    [
        ("RTGS-SOUTH", replace(FINAL, amount=7_901)),
        ("RTGS-SOUTH", replace(FINAL, amount=1)),
        ("RTGS-SOUTH", replace(FINAL, amount=0)),
        ("RTGS-SOUTH", replace(FINAL, currency="RUB")),
        ("RTGS-NORTH", FINAL),
        ("RTGS-SOUTH", replace(FINAL, reference="garbage")),
        ("RTGS-SOUTH", replace(FINAL, reference="RUB-CNY/1/x/0")),
        ("RTGS-SOUTH", replace(FINAL, reference="RUB-CNY/1/1/\u0660")),
        ("RTGS-SOUTH", replace(FINAL, reference="RUB-CNY/1/1/0000000000")),
        ("RTGS-SOUTH", replace(FINAL, reference="1/1/0")),
    ],
)
@pytest.mark.parametrize("node", BOTH)
def test_a_release_in_other_words_settles_nothing(
    node: str, system: str, notice: n.Released
) -> None:
    """Reference, amount, currency and system must be the leg's own; else it is a case."""
    pair = north_owes()
    pair.stop(instruction(RELEASE))
    pair.close()
    books = pair.states[node].ledger.accounts
    before = {key: each.balance for key, each in books.items()}
    pair.notice(node, system, notice)
    (case,) = pair.saw(node, events.CaseOpened)
    assert case.kind is events.CaseKind.SYSTEM_BREACH
    assert not pair.saw(node, events.LegSettled)
    assert {key: each.balance for key, each in books.items()} == before


def test_a_notice_that_skips_a_number_is_not_taken() -> None:
    """The link asks for the gap; the one after it comes again."""
    pair = north_owes()
    pair.stop(instruction(RELEASE))
    pair.close()
    expected = pair.notices.get((SOUTH, "RTGS-SOUTH"), 0) + 1
    skipping = c.HearSettlementSystem("RTGS-SOUTH", expected + 1, FINAL)
    (refused,) = pair.do(SOUTH, skipping)
    assert isinstance(refused, events.CommandRefused)
    assert refused.text == f"notice {expected + 1} came before notice {expected}"
    assert not pair.saw(SOUTH, events.LegSettled)


def test_a_leg_that_is_not_held_is_not_released() -> None:
    """The payer was short and said so; a decider that releases all the same breaks its word."""
    pair = SlowPair(mutual(), funds=7_899)
    pair.credit(NORTH, "participant:NOBKRUMM:RUB", "RUB", 10**6)
    pair.send(NORTH, 100_000)
    pair.stop(item(items.VoidDecided, SOUTH))
    pair.close()
    pair.lose()
    pair.states[SOUTH].peers[NORTH].sent -= 1
    happened = pair.forge(NORTH, items.ReleaseDecided("RUB-CNY", 1, 1))
    assert isinstance(happened[0], events.CaseOpened)
    assert happened[0].kind is events.CaseKind.PEER_BREACH
    pair.notice(NORTH, "RTGS-SOUTH", FINAL)
    assert pair.saw(NORTH, events.CaseOpened)[-1].kind is events.CaseKind.SYSTEM_BREACH
    assert not pair.saw(NORTH, events.SettlementReleased)
    assert not pair.saw(NORTH, events.LegSettled)
