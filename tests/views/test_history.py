"""A history says what the journal says: to a bank what it was told, to the operator all of it."""

import msgspec
import pytest

from tallystick.core import events
from tallystick.core.effects import Present, TellStatus
from tallystick.journal.entries import unseal
from tallystick.journal.port import OutboxRow
from tallystick.views.chronicle import payment_subject
from tallystick.views.following import subjects_of
from tallystick.views.history import Happening, cycle_history, payment_history
from tallystick.views.payments import LOOKED_AT_ONCE, payments
from tallystick.views.plain import details_of, line_details, words_of
from tallystick.views.viewers import Books
from tests.core.pair import NORTH, SOUTH
from tests.node.history import KeptNodes, journal
from tests.views.reading import ANN, NAMES, OURS, RUB_CNY, about, bank, told_rows


def told(books: Books, participant: str, payment_id: str) -> list[tuple[int, object]]:
    """Return what left for a bank about a payment, and when."""
    return [
        (instant(books, row), (row.effect.status, row.effect.reason))
        if isinstance(row.effect, TellStatus)
        else (instant(books, row), "presented")
        for row in told_rows(books, participant)
        if about(row) == payment_id and isinstance(row.effect, TellStatus | Present)
    ]


def instant(books: Books, row: OutboxRow) -> int:
    """Return when the entry was made that caused a row."""
    sealed = books.store.entry(row.entry)
    assert sealed is not None
    return unseal(sealed).at


def as_told(happened: Happening) -> tuple[int, object]:
    """Return a happening as it left."""
    if happened.what == "presented":
        return happened.at, "presented"
    return happened.at, (happened.details["status"], happened.details["reason"])


@pytest.mark.parametrize(("name", "participant"), OURS)
def test_a_bank_reads_what_left_for_it(
    read: dict[str, Books], name: str, participant: str
) -> None:
    """Each status and presentation of its queue, and beyond it only that its order came."""
    books, viewer = read[name], bank(participant)
    for each in payments(books, viewer, limit=LOOKED_AT_ONCE).payments:
        found = payment_history(books, viewer, each.payment_id)
        assert found is not None
        happened = [one for one in found.happened if one.what != "received"]
        assert [as_told(one) for one in happened] == told(books, participant, each.payment_id)
        assert ("received" in [one.what for one in found.happened]) == (each.side == "debtor")
        numbers = [one.sequence for one in found.happened]
        assert (numbers, found.followed) == (list(range(1, len(numbers) + 1)), None)


@pytest.mark.parametrize("name", NAMES)
def test_the_operator_reads_every_event(
    history: KeptNodes, read: dict[str, Books], name: str
) -> None:
    """As it is in the journal, at its entry's instant, in order; a late hit's case too."""
    entries = [unseal(sealed) for sealed in journal(history, name)]
    for each in payments(read[name], ANN, limit=LOOKED_AT_ONCE).payments:
        found = payment_history(read[name], ANN, each.payment_id)
        assert found is not None
        by_hand = [
            (entry.sequence, entry.at, words_of(event))
            for entry in entries
            for event in entry.events
            if payment_subject(each.payment_id) in subjects_of(event)
            or (isinstance(event, events.CaseOpened) and event.case_id == each.payment_id)
        ]
        assert [(one.sequence, one.at, one.what) for one in found.happened] == by_hand
        assert found.followed == read[name].store.head()[0]
    late = [
        one
        for each in payments(read[SOUTH], ANN, limit=LOOKED_AT_ONCE).payments
        for one in getattr(payment_history(read[SOUTH], ANN, each.payment_id), "happened", [])
        if one.what == "case opened"
    ]
    assert [one.details["kind"] for one in late] == ["late hit"]


def test_one_closing_shows_no_other_payments(read: dict[str, Books]) -> None:
    """Many payments close by one entry; each history has its own record alone."""
    books = read[NORTH]
    for each in payments(books, ANN, limit=LOOKED_AT_ONCE).payments:
        found = payment_history(books, ANN, each.payment_id)
        assert found is not None
        (closed,) = (one for one in found.happened if one.what == "payments closed")
        assert [record["payment_id"] for record in closed.details["records"]] == [each.payment_id]


def test_no_payment_has_no_history(read: dict[str, Books]) -> None:
    """Nor has one that is another's."""
    assert payment_history(read[NORTH], ANN, "no such payment") is None
    assert payment_history(read[NORTH], bank("NOBANKXX"), "pay-1") is None


def test_a_cycle_has_a_history(read: dict[str, Books]) -> None:
    """From its rate to its settlement, in the words of the events."""
    found = cycle_history(read[NORTH], RUB_CNY, 2)
    words = [one.what for one in found.happened]
    for word in ("cycle closed", "declaration heard", "cycle matched", "cycle signed"):
        assert word in words
    assert words[-1] == "cycle settled"
    assert cycle_history(read[NORTH], RUB_CNY, 99).happened == []


@pytest.mark.parametrize("name", NAMES)
def test_every_event_can_leave_as_json(history: KeptNodes, name: str) -> None:
    """Whatever happened, its details are plain values, and no field is left out."""
    for sealed in journal(history, name):
        for event in unseal(sealed).events:
            details = details_of(event)
            assert list(details) == list(event.__struct_fields__)
            assert msgspec.json.decode(msgspec.json.encode(details)) == details


def test_a_line_that_the_other_node_made_up_stays_as_it_is() -> None:
    """Lines are shown by their fields where they are lines."""
    assert line_details((b"\x93\x01",)) == ["9301"]
