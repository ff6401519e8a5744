"""Two payments that differ only in what a bank must not learn look the same to that bank."""

from pathlib import Path

import msgspec
import pytest

from tallystick.core.assignments import Outcome as AssignmentOutcome
from tallystick.core.commands import (
    ActivateBundle,
    AnswerAssignment,
    AnswerPresentation,
    AskStatus,
)
from tallystick.core.events import AnyEvent, CommandRefused
from tallystick.core.orders import OrderKind
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld, RequestInformation
from tallystick.terms.parties import Side
from tallystick.terms.reviews import Subject
from tallystick.terms.verdicts import Outcome
from tallystick.views.history import Happening, payment_history
from tallystick.views.payments import PaymentView, payment
from tallystick.views.viewers import Viewer
from tests.core.pair import BANKS, BUNDLE, NORTH, SOUTH, START
from tests.node.history import verdict
from tests.node.linked_nodes import YEAR_MS, LinkedNodes
from tests.views.reading import ANN, bank, books_of

DEBTOR, CREDITOR = bank(BANKS[NORTH][0]), bank(BANKS[SOUTH][0])
AMOUNT = 100_000


@pytest.fixture
def nodes() -> LinkedNodes:
    """Return two nodes whose banks say nothing until they are asked again."""
    nodes = LinkedNodes().found()
    nodes.banks_answer = False
    return nodes


class Looks(msgspec.Struct, frozen=True):
    """What somebody sees of a payment, but for its identifiers."""

    view: PaymentView | None
    happened: list[Happening]


def looks(nodes: LinkedNodes, folder: Path, name: str, viewer: Viewer, payment_id: str) -> Looks:
    """Return what somebody sees."""
    with books_of(nodes, name, folder) as books:
        view = payment(books, viewer, payment_id)
        found = payment_history(books, viewer, payment_id)
    assert (view is None) == (found is None)
    if view is None or found is None:
        return Looks(None, [])
    terms = view.terms and msgspec.structs.replace(view.terms, quote_id="")
    return Looks(msgspec.structs.replace(view, payment_id="", terms=terms), found.happened)


def held_at(nodes: LinkedNodes, name: str, outcome: Outcome = Outcome.HOLD) -> str:
    """Send a payment that a node's screening stops."""
    nodes.verdicts[name, f"pay-{nodes.ids + 1}"] = verdict(outcome)
    return nodes.send(NORTH, AMOUNT)


def hit_at(nodes: LinkedNodes, name: str, payment_id: str, outcome: Outcome) -> None:
    """Let new lists stop a payment that is under way."""
    nodes.verdicts[name, payment_id] = verdict(outcome)
    nodes.do(name, ActivateBundle(BUNDLE, START + 2 * YEAR_MS + nodes.ids))
    nodes.settle_down()


def test_held_here_looks_like_waiting_there(nodes: LinkedNodes, tmp_path: Path) -> None:
    """To the debtor's bank: held at its own node, held at the other, or queued there."""
    here, there = held_at(nodes, NORTH), held_at(nodes, SOUTH)
    first = looks(nodes, tmp_path, NORTH, DEBTOR, here)
    assert first.view is not None
    assert first.view.status == "PDNG"
    assert [each.what for each in first.happened] == ["received", "pending"]
    assert looks(nodes, tmp_path, NORTH, DEBTOR, there) == first


def test_a_bank_that_is_asked_for_more_sees_no_more_of_its_payment(
    nodes: LinkedNodes, tmp_path: Path
) -> None:
    """Neither in the payment nor in its history; the operator's people see who asked and when."""
    asked, other = held_at(nodes, NORTH), held_at(nodes, NORTH)
    name = f"information:{'0' * 32}"
    nodes.do(NORTH, RequestInformation(asked, name, "ann", Subject.DEBTOR, b"letter"))
    answer = AnswerAssignment(name, BANKS[NORTH][0], AssignmentOutcome.EXPLAINED, "", b"born 1990")
    nodes.do(NORTH, answer)
    nodes.settle_down()
    seen = looks(nodes, tmp_path, NORTH, DEBTOR, asked)
    assert seen == looks(nodes, tmp_path, NORTH, DEBTOR, other)
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, asked) == Looks(None, [])
    told = looks(nodes, tmp_path, NORTH, ANN, asked).happened
    assert [each.what for each in told[-2:]] == ["information requested", "information received"]
    assert told[-2].details["person"] == "ann"


def test_held_before_presentation_was_never_there(nodes: LinkedNodes, tmp_path: Path) -> None:
    """To the creditor's bank, live or closed; the operator sees it."""
    held = held_at(nodes, SOUTH)
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, held) == Looks(None, [])
    nodes.do(SOUTH, RefuseHeld(held, "ann"))
    nodes.settle_down()
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, held) == Looks(None, [])
    nodes.close_cycle()
    assert not nodes.state(SOUTH).payments
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, held) == Looks(None, [])
    assert looks(nodes, tmp_path, SOUTH, ANN, held).view is not None


def test_held_after_presentation_looks_like_presented(nodes: LinkedNodes, tmp_path: Path) -> None:
    """To the creditor's bank nothing happened, and nothing when it is presented again."""
    presented, held = nodes.send(NORTH, AMOUNT), nodes.send(NORTH, AMOUNT)
    hit_at(nodes, SOUTH, held, Outcome.HOLD)
    first = looks(nodes, tmp_path, SOUTH, CREDITOR, presented)
    assert [each.what for each in first.happened] == ["presented"]
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, held) == first
    for person in ("ann", "bo"):
        nodes.do(SOUTH, ReleaseHeld(held, person))
    nodes.settle_down()
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, held) == first


def test_how_long_it_was_held_before_presentation_is_not_told(
    nodes: LinkedNodes, tmp_path: Path
) -> None:
    """For the creditor's bank a payment begins when it is presented; the operator knows better."""
    since = nodes.at
    held = held_at(nodes, SOUTH)
    nodes.at += 7_000
    for person in ("ann", "bo"):
        nodes.do(SOUTH, ReleaseHeld(held, person))
    nodes.settle_down()
    seen = looks(nodes, tmp_path, SOUTH, CREDITOR, held)
    assert seen.view is not None
    assert seen.view.received_at == seen.happened[0].at == since + 7_000
    operators = looks(nodes, tmp_path, SOUTH, ANN, held).view
    assert operators is not None
    assert operators.received_at == since


def test_a_banks_history_counts_its_own_alone(nodes: LinkedNodes, tmp_path: Path) -> None:
    """The numbers of entries would tell how much happened for others, or for people."""
    held = held_at(nodes, NORTH)
    with books_of(nodes, NORTH, tmp_path) as books:
        own = payment_history(books, DEBTOR, held)
        operators = payment_history(books, ANN, held)
    assert own is not None
    assert operators is not None
    assert [each.sequence for each in own.happened] == [1, 2]
    assert own.followed is None
    assert operators.happened[0].sequence > 2
    assert operators.followed == nodes.stores[NORTH].head()[0]


def answered(nodes: LinkedNodes, payment_id: str) -> list[AnyEvent]:
    """Return what a promise and a question of the creditor's bank are answered with."""
    commands = (answer_of(payment_id), AskStatus(payment_id, BANKS[SOUTH][0]))
    replies = [reply for each in commands for reply in nodes.do(SOUTH, each)]
    return [
        msgspec.structs.replace(event, subject="")
        for reply in replies
        for event in reply.events
        if isinstance(event, CommandRefused)
    ]


def test_who_answers_what_was_not_presented_learns_nothing(nodes: LinkedNodes) -> None:
    """Held, refused or closed: the creditor's bank reads the words for an unknown payment."""
    unknown = answered(nodes, "nothing")
    assert len(unknown) == 2
    held = held_at(nodes, SOUTH)
    assert answered(nodes, held) == unknown
    nodes.do(SOUTH, RefuseHeld(held, "ann"))
    assert answered(nodes, held) == unknown
    nodes.settle_down()
    nodes.close_cycle()
    assert not nodes.state(SOUTH).payments
    assert answered(nodes, held) == unknown


def test_blocked_looks_like_refused(nodes: LinkedNodes, tmp_path: Path) -> None:
    """To the creditor's bank: rejected by a regulatory reason, live and closed."""
    blocked, refused = nodes.send(NORTH, AMOUNT), nodes.send(NORTH, AMOUNT)
    nodes.verdicts[SOUTH, refused] = verdict(Outcome.REFUSE)
    hit_at(nodes, SOUTH, blocked, Outcome.BLOCK)
    nodes.banks_answer = True
    for payment_id in (blocked, refused):
        nodes.do(SOUTH, answer_of(payment_id))
    nodes.settle_down()
    first = looks(nodes, tmp_path, SOUTH, CREDITOR, refused)
    assert first.view is not None
    assert (first.view.status, first.view.reason) == ("RJCT", "RR04")
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, blocked) == first
    nodes.close_cycle()
    assert not nodes.state(SOUTH).payments
    closed = looks(nodes, tmp_path, SOUTH, CREDITOR, refused)
    assert closed.view is not None
    assert closed.view.is_closed
    assert looks(nodes, tmp_path, SOUTH, CREDITOR, blocked) == closed
    seen = looks(nodes, tmp_path, SOUTH, ANN, blocked).view
    assert seen is not None
    assert seen.inside is not None
    assert (seen.inside.state, seen.cycle) == ("blocked", 1)


def answer_of(payment_id: str) -> AnswerPresentation:
    """Return the promise of the creditor's bank."""
    return AnswerPresentation(payment_id, BANKS[SOUTH][0])


def test_a_return_that_was_blocked_is_not_seen_on_the_original(
    nodes: LinkedNodes, tmp_path: Path
) -> None:
    """The bank to which it was to come back learns of a return once the money is there."""
    nodes.banks_answer = True
    for outcome in (Outcome.BLOCK, Outcome.CLEAR):
        original = nodes.send(NORTH, AMOUNT)
        back = f"pay-{nodes.ids + 1}"
        if outcome is Outcome.BLOCK:
            nodes.verdicts[NORTH, back] = verdict(outcome)
        words = {"kind": OrderKind.RETURN, "original_id": original, "at_fault": Side.DEBTOR}
        nodes.send(SOUTH, AMOUNT * 79 // 1000, **words)
        own = looks(nodes, tmp_path, NORTH, DEBTOR, original).view
        operators = looks(nodes, tmp_path, NORTH, ANN, original).view
        assert own is not None
        assert operators is not None
        assert operators.returned_by == back
        assert own.returned_by == (back if outcome is Outcome.CLEAR else None)
        assert own.status == "ACSC"
