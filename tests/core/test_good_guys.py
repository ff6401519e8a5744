"""Good-guy entries: two people make one, one ends it, and so does time."""

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core.decide import good_guys
from tallystick.core.grounds import GOOD_GUY_LIFE_MAX_MS
from tallystick.core.lifecycle import PaymentState
from tallystick.core.screening_commands import ConfirmGoodGuy, ProposeGoodGuy, RevokeGoodGuy
from tallystick.terms.good_guys import good_guy_id
from tallystick.terms.reviews import ReleaseReason
from tests.core.pair import CLEAR, HIT, NORTH, Pair, mutual

PARTY, CONTENT = b"p" * 32, b"c" * 32
NAME = good_guy_id(PARTY, "LIST", "entity", CONTENT)
LIFE_MS = 50_000


@pytest.fixture
def pair() -> Pair:
    """Return two machines."""
    return Pair(mutual())


def propose(pair: Pair, **words: object) -> list[events.AnyEvent]:
    """Propose an entry in the north."""
    proposal = ProposeGoodGuy(
        PARTY,
        "LIST",
        "entity",
        CONTENT,
        ReleaseReason.BIRTH_DIFFERS,
        pair.at + LIFE_MS,
        "ann",
    )
    return pair.do(NORTH, msgspec.structs.replace(proposal, **words))


def made(pair: Pair) -> None:
    """Have an entry made by two people."""
    propose(pair)
    assert pair.do(NORTH, ConfirmGoodGuy(NAME, "bo")) == [events.GoodGuyConfirmed(NAME, "bo")]


def is_refused(happened: list[events.AnyEvent]) -> bool:
    """Whether a command changed nothing."""
    return isinstance(happened[0], events.CommandRefused)


def resting(pair: Pair) -> str:
    """Send a payment whose verdict rests on the entry; its bank does not answer."""
    pair.banks_answer = False
    pair.verdict = msgspec.structs.replace(CLEAR, relied_on=(NAME,))
    order = pair.order(NORTH, 10_000, quote_id=pair.quote(NORTH, 10_000))
    pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    return order.payment_id


def test_an_entry_counts_from_the_second_person_on(pair: Pair) -> None:
    """Before, whatever rests on it is held."""
    propose(pair)
    early = resting(pair)
    assert pair.states[NORTH].payments[early].state is PaymentState.HELD
    pair.do(NORTH, ConfirmGoodGuy(NAME, "bo"))
    late = resting(pair)
    assert pair.states[NORTH].payments[late].state is PaymentState.FORWARDED


def test_one_person_makes_none(pair: Pair) -> None:
    """Nor does a stranger to it, before it is proposed."""
    assert is_refused(pair.do(NORTH, ConfirmGoodGuy(NAME, "bo")))
    propose(pair)
    assert is_refused(pair.do(NORTH, ConfirmGoodGuy(NAME, "ann")))
    pair.do(NORTH, ConfirmGoodGuy(NAME, "bo"))
    assert is_refused(pair.do(NORTH, ConfirmGoodGuy(NAME, "cy")))


@pytest.mark.parametrize(
    "words",
    [
        {"party": b"short"},
        {"content": b""},
        {"list_name": ""},
        {"entity_id": ""},
        {"expires_at": 0},
        {"expires_at": 10**15},
    ],
)
def test_an_entry_is_of_two_digests_and_for_a_bounded_time(
    pair: Pair, words: dict[str, object]
) -> None:
    """Else nobody could say later of whom it was, or would look at it again."""
    assert is_refused(propose(pair, **words))
    assert not pair.states[NORTH].good_guys


def test_an_entry_may_last_so_long_and_not_longer(pair: Pair) -> None:
    """Four hundred days, to the millisecond."""
    assert is_refused(propose(pair, expires_at=pair.at + GOOD_GUY_LIFE_MAX_MS + 1))
    assert is_refused(propose(pair, expires_at=pair.at))
    assert not is_refused(propose(pair, expires_at=pair.at + GOOD_GUY_LIFE_MAX_MS))


def test_an_entry_is_there_once(pair: Pair) -> None:
    """To last longer it is ended and made anew."""
    made(pair)
    assert is_refused(propose(pair))
    pair.do(NORTH, RevokeGoodGuy(NAME, "ann"))
    assert not is_refused(propose(pair))


def test_there_are_not_too_many(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state is bounded."""
    monkeypatch.setattr(good_guys, "GOOD_GUYS_MAX", 2)
    assert not is_refused(propose(pair, entity_id="1"))
    assert not is_refused(propose(pair, entity_id="2"))
    assert is_refused(propose(pair, entity_id="3"))


def test_the_id_covers_party_and_entity() -> None:
    """A change of either is another entry, and no two words run into one."""
    others = {
        good_guy_id(CONTENT, "LIST", "entity", CONTENT),
        good_guy_id(PARTY, "LIS", "Tentity", CONTENT),
        good_guy_id(PARTY, "LISTe", "ntity", CONTENT),
        good_guy_id(PARTY, "LIST", "entity", PARTY),
    }
    assert len(others | {NAME}) == 5


def test_one_person_ends_it_and_what_rests_on_it_is_screened_again(pair: Pair) -> None:
    """And only that."""
    made(pair)
    rests = resting(pair)
    pair.verdict = CLEAR
    pair.send(NORTH, 5_000)
    assert pair.do(NORTH, RevokeGoodGuy(NAME, "bo")) == [events.GoodGuyRevoked(NAME, "bo")]
    asked = [e.payment_id for _, e in pair.outbox if isinstance(e, f.ScreenAgain)]
    assert asked == [rests]
    assert is_refused(pair.do(NORTH, RevokeGoodGuy(NAME, "bo")))


def test_time_ends_it(pair: Pair) -> None:
    """The books forget it, and what rests on it is screened again."""
    made(pair)
    rests = resting(pair)
    pair.at += LIFE_MS
    happened = pair.do(NORTH, c.PassTime()) + pair.do(NORTH, c.PassTime())
    assert events.GoodGuyExpired(NAME) in happened
    assert (NORTH, f.ScreenAgain(rests)) in pair.outbox
    assert not pair.states[NORTH].good_guys


def test_an_expired_one_counts_for_nothing_before_anybody_has_looked(pair: Pair) -> None:
    """Its time is tested at the decision point, to the millisecond."""
    made(pair)
    pair.at += LIFE_MS - 1
    in_time = resting(pair)
    pair.at += 1
    late = resting(pair)
    states = pair.states[NORTH].payments
    assert states[in_time].state is PaymentState.FORWARDED
    assert states[late].state is PaymentState.HELD
    assert states[late].hold_cause is events.HoldCause.SCREEN_AGAIN


def test_a_late_second_word_is_none(pair: Pair) -> None:
    """Once the time is over nobody can confirm it."""
    propose(pair)
    pair.at += LIFE_MS
    assert is_refused(pair.do(NORTH, ConfirmGoodGuy(NAME, "bo")))


def test_a_new_entry_asks_what_people_look_at_again(pair: Pair) -> None:
    """Its hit may be set aside now."""
    pair.verdict = HIT
    held = pair.send(NORTH, 10_000).payment_id
    propose(pair)
    pair.do(NORTH, ConfirmGoodGuy(NAME, "bo"))
    assert (NORTH, f.ScreenAgain(held)) in pair.outbox
