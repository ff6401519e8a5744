"""A step in order: an entry for what happened, what follows from it, a reply to whoever asked."""

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.events import CommandRefused
from tallystick.core.state import State
from tallystick.journal.entries import GENESIS, encode
from tallystick.journal.port import Batch
from tallystick.journal.vault import Vault
from tallystick.node.engine import Engine, Input, Step
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tests.core.pair import CLEAR, NORTH, START
from tests.node.linked_nodes import CountedEntropy, LinkedNodes
from tests.node.steps import (
    HEARD_BEFORE,
    RUB_CNY,
    UNKNOWN_CASE,
    a_quote,
    an_order,
    asked,
    engine_on,
    entries,
    kinds,
    money,
    queue,
    standing,
    step,
    submitted,
)

# Entries.


def test_each_command_that_made_something_happen_is_one_entry(engine: Engine) -> None:
    """Quote, order, refusal: three commands, three entries, in the order they came."""
    order = an_order()
    done = step(engine, a_quote(), c.SubmitPayment(order, CLEAR), UNKNOWN_CASE)
    assert asked(done) == [a_quote(), c.SubmitPayment(order, CLEAR), UNKNOWN_CASE]
    assert [reply.events for reply in done.replies] == [entry.events for entry in entries(done)]


def test_a_command_that_made_nothing_happen_leaves_no_trace(engine: Engine) -> None:
    """An item heard before, a time with nothing due: no entry, and not a byte of state."""
    before, head = encode(engine.state), engine.head
    done = step(engine, HEARD_BEFORE, c.PassTime(), HEARD_BEFORE, at=START + 50)
    assert done.batch == Batch((), [], [], [], [], [], [])
    assert [reply.events for reply in done.replies] == [[], [], []]
    assert (encode(engine.state), engine.head) == (before, head)


def test_what_happened_stands_among_what_did_not(engine: Engine) -> None:
    """Only what happened is numbered: the chain has no gap for what did not."""
    first = engine.head[0] + 1
    done = step(engine, HEARD_BEFORE, a_quote(), HEARD_BEFORE, UNKNOWN_CASE)
    assert asked(done) == [a_quote(), UNKNOWN_CASE]
    assert [entry.sequence for entry in entries(done)] == [first, first + 1]
    assert [len(reply.events) for reply in done.replies] == [0, 1, 0, 1]


def test_a_step_on_nothing_is_nothing(engine: Engine) -> None:
    """A beat without inputs commits nothing."""
    assert step(engine, at=START + 50) == Step(Batch((), [], [], [], [], [], []), [])


def test_entries_chain_from_the_head(engine: Engine) -> None:
    """Each entry names the hash of the one before, over the end of a step too."""
    previous = engine.head[1]
    for number in range(3):
        done = step(engine, a_quote(f"a{number}"), a_quote(f"b{number}"))
        for sealed, entry in zip(done.batch.entries, entries(done), strict=True):
            assert entry.previous == previous
            previous = sealed.hash
        assert engine.head == (done.batch.entries[-1].sequence, previous)


def test_an_engine_without_books_begins_at_the_beginning() -> None:
    """The first entry is number 1 and follows the name of the format."""
    fresh = Engine(State(NORTH), (0, GENESIS), {}, Vault(bytes(32)), CountedEntropy("first"))
    entry = entries(step(fresh, UNKNOWN_CASE))[0]
    assert (entry.sequence, entry.previous, entry.vault) == (1, GENESIS, b"")
    assert isinstance(entry.events[0], CommandRefused)


def test_the_same_inputs_on_the_same_books_give_the_same_bytes(founded: LinkedNodes) -> None:
    """Two engines that are told the same write the same, message and key included."""
    told = [Input(a_quote()), submitted(an_order(), "a ticket"), Input(UNKNOWN_CASE)]
    one, two = (engine_on(founded).step(START, told) for _ in range(2))
    assert one == two
    assert len(one.batch.entries) == 3


# Time.


def test_time_never_runs_back(engine: Engine) -> None:
    """An instant before the last entry's counts as the last entry's."""
    step(engine, a_quote("one"), at=START + 5_000)
    done = step(engine, a_quote("two"), at=START + 1_000)
    assert [entry.at for entry in entries(done)] == [START + 5_000]
    done = step(engine, a_quote("three"), at=START + 5_001)
    assert [entry.at for entry in entries(done)] == [START + 5_001]
    assert engine.state.at == START + 5_001


def test_an_instant_at_which_nothing_happened_holds_nobody(engine: Engine) -> None:
    """Only what happened moves the books' time."""
    step(engine, HEARD_BEFORE, at=START + 50)
    done = step(engine, a_quote(), at=START + 20)
    assert [entry.at for entry in entries(done)] == [START + 20]


def test_what_is_due_comes_before_what_comes_in(engine: Engine) -> None:
    """Each due instant is passed by an entry of its own, the earliest first."""
    for number in range(3):
        step(engine, a_quote(f"quote-{number}"), at=START + 1_000 * number)
    order = an_order(quote_id="quote-2")
    done = step(engine, c.SubmitPayment(order, CLEAR), at=START + 601_500)
    assert kinds(done) == ["PassTime", "PassTime", "SubmitPayment"]
    assert list(engine.state.quotes) == []
    assert standing(engine, "pay") == "forwarded"


def test_what_is_due_comes_without_anything_coming_in(engine: Engine) -> None:
    """A beat passes time; nothing is due before its instant, and nothing twice."""
    step(engine, a_quote(), at=START)
    assert kinds(step(engine, at=START + 599_999)) == []
    assert kinds(step(engine, at=START + 600_000)) == ["PassTime"]
    assert kinds(step(engine, at=START + 600_001)) == []


# What becomes possible.


def test_ripe_things_follow_what_made_them_ripe(engine: Engine) -> None:
    """Money comes: what waited for it goes before the next input is looked at."""
    queue(engine, "first", "second", "third")
    notice = money(engine, 4 * 10**9)
    done = step(engine, notice, UNKNOWN_CASE)
    assert kinds(done) == ["HearSettlementSystem", *["Proceed"] * 3, "CloseCase"]
    states = [standing(engine, each) for each in ("first", "second", "third")]
    assert states == ["forwarded", "forwarded", "queued"]
    assert engine.state.ripe == {}


def test_what_time_makes_ripe_follows_too(engine: Engine) -> None:
    """The first in the queue times out: whoever waited behind it goes on in the same step."""
    queue(engine, "first")
    step(engine, a_quote("small"), at=START + 3_500_000)
    small = c.SubmitPayment(an_order("small", "small"), CLEAR)
    step(engine, small, at=START + 3_500_000)
    assert standing(engine, "small") == "queued"
    done = step(engine, at=START + 3_600_000)
    assert kinds(done)[-2:] == ["PassTime", "Proceed"]
    assert standing(engine, "small") == "forwarded"


def test_a_reply_tells_of_its_own_command_alone(engine: Engine) -> None:
    """What follows by itself is journaled, and told to nobody as an answer."""
    queue(engine, "first")
    done = step(engine, money(engine, 2 * 10**9))
    assert kinds(done) == ["HearSettlementSystem", "Proceed"]
    assert len(done.replies) == 1
    assert done.replies[0].events == entries(done)[0].events


# Replies.


def test_replies_come_in_the_order_of_the_inputs(engine: Engine) -> None:
    """Each goes to its own ticket, with what happened and what was answered."""
    inputs = [
        Input(UNKNOWN_CASE, ticket="a"),
        Input(HEARD_BEFORE, ticket="b"),
        Input(a_quote(), ticket="c"),
        Input(c.RequestQuote("bad", RUB_CNY, "NOBODY", Side.DEBTOR, 5), ticket="d"),
        Input(UNKNOWN_CASE),
    ]
    replies = engine.step(START, inputs).replies
    assert [reply.ticket for reply in replies] == ["a", "b", "c", "d", None]
    assert [len(reply.answers) for reply in replies] == [1, 0, 0, 1, 1]
    assert replies[3].answers[0].subject == "bad"
    assert [len(reply.events) for reply in replies] == [1, 0, 1, 1, 1]


def test_an_answer_leaves_by_the_reply_alone(engine: Engine) -> None:
    """Whoever asked is answered; nothing of it stands in the outbox."""
    done = step(engine, UNKNOWN_CASE)
    assert done.replies[0].answers == [
        f.Answer("no such case", StatusReason.TRANSACTION_FORBIDDEN)
    ]
    assert list(done.batch.outbox) == []
