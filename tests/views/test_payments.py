"""A bank sees what it was told of its own payments, and nothing of what anybody else knows."""

import msgspec
import pytest

from tallystick.core.effects import TellStatus
from tallystick.views.payments import LOOKED_AT_ONCE, PaymentView, payment, payments
from tallystick.views.viewers import Books, Role, Viewer
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.views.reading import ANN, NAMES, OURS, about, agent_on, bank, told_rows

# Words that would tell a bank why its payment waits, or that it does.
UNSAID = ("held", "hold", "review", "queue", "screen", "release", "verdict", "promise", "withdraw")


def everything(books: Books, viewer: Viewer) -> list[PaymentView]:
    """Return a viewer's whole list."""
    return payments(books, viewer, limit=LOOKED_AT_ONCE).payments


def words_in(told: object) -> str:
    """Return a view as it leaves, in lower case."""
    return msgspec.json.encode(told).decode().lower()


@pytest.mark.parametrize(("name", "participant"), OURS)
def test_a_bank_lists_just_what_it_was_told_of(
    read: dict[str, Books], name: str, participant: str
) -> None:
    """Its list holds each payment of its queue once, in the order in which it learnt of it."""
    books = read[name]
    listed = [each.payment_id for each in everything(books, bank(participant))]
    assert listed == list(dict.fromkeys(listed))
    assert set(listed) == {about(row) for row in told_rows(books, participant)}


@pytest.mark.parametrize(("name", "participant"), OURS)
def test_a_bank_reads_the_status_that_it_was_told_last(
    read: dict[str, Books], name: str, participant: str
) -> None:
    """The view and the last pacs.002 say the same."""
    books = read[name]
    last = {about(row): row.effect for row in told_rows(books, participant)}
    for each in everything(books, bank(participant)):
        told = last[each.payment_id]
        assert isinstance(told, TellStatus)
        assert each.status == told.status.value
        assert each.reason == (told.reason.value if told.reason else None)


@pytest.mark.parametrize(("name", "participant"), OURS)
def test_a_bank_sees_its_own_payments_alone(
    read: dict[str, Books], name: str, participant: str
) -> None:
    """By name or in a list; and one by one it sees just what is in its list."""
    books, viewer = read[name], bank(participant)
    listed = {each.payment_id: each for each in everything(books, viewer)}
    for each in everything(books, ANN):
        seen = payment(books, viewer, each.payment_id)
        assert seen == listed.get(each.payment_id)
        own = agent_on(each.side, each.debtor_agent, each.creditor_agent)
        assert seen is None or own == participant


@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_sees_any(read: dict[str, Books], name: str) -> None:
    """Neither a provider, nor a stranger, nor a bank of the other operator's."""
    books = read[name]
    ids = [each.payment_id for each in everything(books, ANN)]
    foreign = BANKS[SOUTH if name == NORTH else NORTH][0]
    provider = Viewer(BANKS[name][0], Role.PROVIDER)
    for viewer in (provider, bank("NOBANKXX"), bank(foreign), bank("")):
        assert everything(books, viewer) == []
        assert [payment(books, viewer, each) for each in ids] == [None] * len(ids)


@pytest.mark.parametrize("name", NAMES)
def test_the_operator_sees_every_payment_that_there_ever_was(
    read: dict[str, Books], name: str
) -> None:
    """In the list and by its id, the same."""
    books = read[name]
    listed = everything(books, ANN)
    assert all(payment(books, ANN, each.payment_id) == each for each in listed)
    assert all(each.inside is not None for each in listed)
    assert {each.payment_id for each in listed} >= set(books.state.payments)
    assert payment(books, ANN, "no such payment") is None


@pytest.mark.parametrize(("name", "participant"), OURS)
def test_no_word_tells_a_bank_why(read: dict[str, Books], name: str, participant: str) -> None:
    """Nothing that a bank can read speaks of holds, queues or screening."""
    for each in everything(read[name], bank(participant)):
        assert each.inside is None
        assert not [word for word in UNSAID if word in words_in(each)]


def test_a_list_is_read_in_parts(read: dict[str, Books]) -> None:
    """Each part goes on where the one before ended, and together they are the list."""
    books, whole = read[NORTH], everything(read[NORTH], ANN)
    for limit in (1, 3, 7, len(whole)):
        parts, after, more = [], 0, True
        while more:
            part = payments(books, ANN, after, limit)
            assert len(part.payments) <= limit
            parts += part.payments
            after, more = part.last, part.more
        assert parts == whole


def test_a_list_is_read_by_status_or_state(read: dict[str, Books]) -> None:
    """A bank knows statuses, the operator also states; a part may hold fewer than asked."""
    books, viewer = read[NORTH], bank(BANKS[NORTH][0])
    rejected = payments(books, viewer, state="RJCT").payments
    assert rejected == [each for each in everything(books, viewer) if each.status == "RJCT"] != []
    timed_out = payments(books, ANN, state="timed out").payments
    assert [each.status for each in timed_out] == ["RJCT"]
    assert payments(books, viewer, state="timed out").payments == []
    first, second = (payments(books, ANN, after, 1, "RJCT") for after in (0, 0))
    assert first == second
    assert first.more
