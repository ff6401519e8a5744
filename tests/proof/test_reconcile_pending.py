"""What is pending between two stores, and what people set aside: no difference by right."""

from pathlib import Path

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.core.commands import AnswerPresentation, ParkItem, SignResolution
from tallystick.core.items import item_digest
from tallystick.core.orders import Decision
from tallystick.links.peer import Delivered
from tallystick.node.wiring import JOURNAL
from tallystick.proof.halves import Halves
from tallystick.proof.stores import inspected
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.node.linked_nodes import other
from tests.proof.conftest import Reconciled
from tests.proof.tampering import EVENTS, Forger, cut_behind
from tests.proof.two_stores import TwoStores, verdict

pytestmark = pytest.mark.slow


def test_payments_under_way_are_pending_and_no_difference(
    under_way: Path, reconciled: Reconciled
) -> None:
    """Held here, held there, presented, and on their way."""
    answer = reconciled(under_way)
    assert answer.code is ExitCode.GOOD
    assert answer.total["difference"] == 0
    assert answer.pending == 5


def test_an_answer_on_its_way_is_pending(pair: TwoStores, reconciled: Reconciled) -> None:
    """The decider counts what its debtor's node has not heard yet: only the roots differ."""
    pair.submit(NORTH, 12_000)
    pair.hear(SOUTH, pair.envelope(NORTH))
    pair._deliver(SOUTH)
    pair.close()
    answer = reconciled(pair.folder)
    assert answer.code is ExitCode.GOOD
    assert answer.total["root_a"] != answer.total["root_b"]
    assert answer.pending == 1


def test_a_return_on_its_way_is_pending(pair: TwoStores, reconciled: Reconciled) -> None:
    """Until its answer is home, one half says returned and the other settled."""
    payment_id = pair.send(NORTH, 9_000)
    amount, words = pair.words_of_return(SOUTH, payment_id)
    pair.submit(SOUTH, amount, **words)
    pair.hear(NORTH, pair.envelope(SOUTH))
    pair._deliver(NORTH)
    states = {name: pair.state(name).payments[payment_id].state for name in (NORTH, SOUTH)}
    assert states == {NORTH: "returned", SOUTH: "settled"}
    assert reconciled(pair.folder).differences == []
    pair.settle_down()
    pair.close()
    answer = reconciled(pair.folder)
    assert (answer.differences, answer.pending) == ([], 0)


def test_a_return_frozen_at_home_is_nobody_elses_concern(
    pair: TwoStores, reconciled: Reconciled
) -> None:
    """Its bank can send no second one, and the other half never hears of it."""
    payment_id = pair.send(NORTH, 9_000)
    amount, words = pair.words_of_return(SOUTH, payment_id)
    pair.verdicts[SOUTH, "frozen"] = verdict(Outcome.BLOCK)
    pair.send(SOUTH, amount, payment_id="frozen", **words)
    pair.close_cycle()
    assert pair.record(SOUTH, payment_id).returned_by == "frozen"
    pair.close()
    answer = reconciled(pair.folder)
    assert (answer.differences, answer.pending) == ([], 0)


# What one half must know, it must have.


def last_sent(folder: Path) -> str:
    """Return the last payment that NORTH sent and heard settled."""
    forger = Forger(folder / NORTH)
    events = [event for sequence in forger.bodies for event in forger.entry(sequence)[EVENTS]]
    settled = [event[1] for event in events if event[0] == "PaymentSettled"]
    sent = [event[1] for event in events if event[0] == "PaymentForwarded"]
    return str(next(each for each in reversed(sent) if each in settled))


def entry_of(forger: Forger, kind: str, payment_id: str) -> int:
    """Return the entry in which an event of a payment happened."""
    for sequence in forger.bodies:
        events = forger.entry(sequence)[EVENTS]
        if any(event[0] == kind and event[1] == payment_id for event in events):
            return sequence
    raise LookupError(payment_id)


def test_final_here_and_open_at_its_decider_is_a_difference(
    lived: Path, tmp_path: Path, reconciled: Reconciled
) -> None:
    """Nobody can have heard an answer that was never given."""
    payment_id = last_sent(lived)
    forger = Forger(lived / SOUTH)
    decided = entry_of(forger, "PaymentSettled", payment_id)
    cut_behind(lived / NORTH, tmp_path / NORTH, len(Forger(lived / NORTH).bodies))
    cut_behind(lived / SOUTH, tmp_path / SOUTH, decided - 1)
    told = {each["field"]: each for each in reconciled(tmp_path).differences}
    assert told["state"] == {
        "uetr": payment_id,
        "field": "state",
        "a": "settled",
        "b": "presented",
    }


def test_an_answer_that_was_heard_and_left_out_is_a_difference(
    stores: Path, reconciled: Reconciled
) -> None:
    """The stream says that the decision was dealt with: then the payment is not under way."""
    payment_id = last_sent(stores)
    forger = Forger(stores / NORTH)
    sequence = entry_of(forger, "PaymentSettled", payment_id)
    entry = forger.entry(sequence)
    entry[EVENTS] = [event for event in entry[EVENTS] if event[0] == "PeerHeard"]
    forger.rechain(sequence, forger.encode(entry))
    answer = reconciled(stores)
    told = {each["field"]: (each["a"], each["b"]) for each in answer.differences}
    assert told["state"] == ("forwarded", "settled")
    assert told["line"] == (None, "cycle 2")
    assert answer.pending == 0


def test_a_payment_that_was_heard_and_left_out_is_a_difference(
    pair: TwoStores, reconciled: Reconciled
) -> None:
    """The stream says that it arrived: then it must be there."""
    payment_id = pair.submit(NORTH, 9_000)
    pair.banks_answer = False
    pair.hear(SOUTH, pair.envelope(NORTH))
    pair.close()
    assert reconciled(pair.folder).pending == 1
    forger = Forger(pair.folder / SOUTH)
    sequence = entry_of(forger, "PaymentPresented", payment_id)
    entry = forger.entry(sequence)
    entry[EVENTS] = [event for event in entry[EVENTS] if event[0] == "PeerHeard"]
    forger.rechain(sequence, forger.encode(entry))
    answer = reconciled(pair.folder)
    missing = {"uetr": payment_id, "field": "uetr", "a": payment_id, "b": None}
    assert (answer.differences, answer.pending) == ([missing], 0)


# What people set aside or ended.


def park(pair: TwoStores, name: str, each: Delivered, payment_id: str) -> None:
    """Set an item aside."""
    digest, agreement_id = item_digest(each.item), each.item.agreement_id
    peer = other(name)
    pair.do(name, ParkItem(peer, each.sequence, digest, agreement_id, payment_id))
    pair.settle_down()


def sign_rejected(pair: TwoStores, payment_id: str) -> None:
    """Have four people sign that a payment moved no money."""
    for name in (NORTH, SOUTH):
        for person in ("ANNA", "BORIS"):
            record = (pair.agreement.agreement_id, payment_id, Decision.REJECTED, 0)
            pair.do(name, SignResolution(*record, person))
    pair.settle_down()
    assert pair.state(NORTH).payments[payment_id].state == "rejected"


def test_a_parked_payment_waits_for_people_and_ends_by_them(
    pair: TwoStores, reconciled: Reconciled
) -> None:
    """Its decider never took it in; once four people have signed, nobody misses it there."""
    payment_id = pair.submit(NORTH, 12_000)
    _, (each,) = pair.nodes[SOUTH].hear(pair.envelope(NORTH))
    park(pair, SOUTH, each, payment_id)
    answer = reconciled(pair.folder)
    assert (answer.differences, answer.pending) == ([], 1)
    sign_rejected(pair, payment_id)
    pair.close()
    answer = reconciled(pair.folder)
    assert (answer.differences, answer.pending) == ([], 0)


def test_a_parked_answer_waits_for_people_and_ends_by_them(
    pair: TwoStores, reconciled: Reconciled
) -> None:
    """People sign no more than that no money moved: for what reason is each half's own word."""
    payment_id = pair.unanswered(NORTH)
    reason = StatusReason.CLOSED_ACCOUNT
    pair.do(SOUTH, AnswerPresentation(payment_id, BANKS[SOUTH][0], reason))
    _, (each,) = pair.nodes[NORTH].hear(pair.envelope(SOUTH))
    park(pair, NORTH, each, payment_id)
    answer = reconciled(pair.folder)
    assert (answer.differences, answer.pending) == ([], 1)
    sign_rejected(pair, payment_id)
    reasons = {name: pair.state(name).payments[payment_id].reason for name in (NORTH, SOUTH)}
    assert reasons[NORTH] != reasons[SOUTH]
    pair.close()
    answer = reconciled(pair.folder)
    assert (answer.differences, answer.pending) == ([], 0)


def test_an_id_spoken_for_at_the_decider_is_one_answer_in_both(
    pair: TwoStores, reconciled: Reconciled
) -> None:
    """A payment that could not be stored there is rejected in both halves."""
    pair.send(SOUTH, 5_000, payment_id="twice", creditor_agent="NOBANKXX")
    pair.send(NORTH, 5_000, payment_id="twice")
    assert pair.state(NORTH).payments["twice"].state == "rejected"
    pair.close()
    assert reconciled(pair.folder).differences == []


# What is of another link.


def test_other_links_are_left_alone(lived: Path) -> None:
    """A node may hold agreements with several operators; each pair is compared by itself."""
    with inspected(lived / NORTH / JOURNAL) as store:
        linked, unlinked = Halves(store, NORTH, SOUTH), Halves(store, NORTH, "EAST")
    assert linked.is_linked
    assert len(linked.halves) == 28
    assert not unlinked.is_linked
    assert not unlinked.halves
    assert not unlinked.lines
