"""Two operators' nodes on real files, with a short life behind them in which much happened.

Payments went both ways and were settled, refused, rejected, held and released, held and
refused, blocked at either end, withdrawn, timed out and returned; each side recalled one and was
told no; a cycle was closed, settled and put away; a node was stopped and opened again from a
snapshot; an erased key left its vault rows behind. What of it a test needs to name is named here.
"""

from hashlib import sha256
from pathlib import Path
from shutil import copytree

from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core.assignments import Assignment, AssignmentKind, recall_id
from tallystick.core.assignments import Outcome as AnswerOutcome
from tallystick.core.orders import ClosingRecord, OrderKind
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld
from tallystick.node.engine import Input
from tallystick.node.node import Node
from tallystick.node.wiring import open_store
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import BANKS, BUNDLE, NORTH, POLICY, SOUTH
from tests.node.linked_nodes import LinkedNodes, other

PAYMENT_MS = 20_000
REVIEW_MS = 3_600_000
NODES = (NORTH, SOUTH)


def verdict(outcome: Outcome) -> Verdict:
    """Return a verdict by the lists in use."""
    return Verdict(outcome, BUNDLE, POLICY, b"e")


class TwoStores(LinkedNodes):
    """Two linked nodes, each with its store in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        for name in NODES:
            self.stores[name] = open_store(folder / name)
            super().restart(name)

    @override
    def restart(self, name: str) -> Node:
        """End the process, put a copy of its files aside, and open them again."""
        self.stores[name].close()
        copytree(self.folder / name, self.folder / f"{name}-backup")
        self.stores[name] = open_store(self.folder / name)
        return super().restart(name)

    def close(self) -> None:
        """End both processes."""
        for store in self.stores.values():
            store.close()

    def wait(self, milliseconds: int) -> None:
        """Let time pass at both, and what is due happen."""
        self.at += milliseconds
        for name in NODES:
            self.step(name)
        self.settle_down()

    def judged(self, sender: str, node: str, outcome: Outcome) -> str:
        """Send a payment of which one node's screening says something else than clear."""
        payment_id = f"{outcome.value}-at-{node}-{self.ids}"
        self.verdicts[node, payment_id] = verdict(outcome)
        return self.send(sender, 30_000, payment_id=payment_id)

    def unanswered(self, sender: str) -> str:
        """Send a payment to which the creditor's bank says nothing."""
        self.banks_answer = False
        payment_id = self.send(sender, 41_000)
        self.banks_answer = True
        return payment_id

    def rejected(self, sender: str) -> str:
        """Send a payment that the creditor's bank will not take."""
        payment_id, hearer = self.unanswered(sender), other(sender)
        reason = StatusReason.CLOSED_ACCOUNT
        self.do(hearer, c.AnswerPresentation(payment_id, BANKS[hearer][0], reason))
        self.settle_down()
        return payment_id

    def withdrawn(self, sender: str) -> str:
        """Send a payment that comes late, so that its sender's patience ends before the bank's."""
        self.banks_answer = False
        payment_id = self.submit(sender, 42_000)
        self.at += PAYMENT_MS - 5_000
        self.settle_down()
        self.wait(6_000)
        self.banks_answer = True
        return payment_id

    def words_of_return(self, sender: str, payment_id: str) -> tuple[int, dict[str, object]]:
        """Return what sends back all that a bank here received, because the other bank erred."""
        payment = self.state(sender).payments.get(payment_id)
        if payment is not None:
            amount = payment.known_terms.creditor_amount
        else:
            amount = self.record(sender, payment_id).creditor_amount
        words: dict[str, object] = {"kind": OrderKind.RETURN, "original_id": payment_id}
        return amount, {**words, "at_fault": Side.DEBTOR}

    def send_back(self, sender: str, payment_id: str) -> str:
        """Return a payment, and let everything follow from it."""
        amount, words = self.words_of_return(sender, payment_id)
        return self.send(sender, amount, **words)

    def recall(self, name: str, payment_id: str) -> Assignment:
        """Recall a payment, and have the creditor's bank say no."""
        banks, outcome = (BANKS[name][0], BANKS[other(name)][0]), AnswerOutcome.REJECTED
        words = (recall_id(payment_id), "RUB-CNY", AssignmentKind.RECALL, *banks)
        asked = Assignment(*words, b"the recall", payment_id)
        self.do(name, c.Assign(asked))
        self.settle_down()
        said = (asked.assignment_id, banks[1], outcome, "CUST", b"the answer")
        self.do(other(name), c.AnswerAssignment(*said))
        self.settle_down()
        return asked

    def record(self, name: str, payment_id: str) -> ClosingRecord:
        """Return a closing record."""
        return self.stores[name].closings([payment_id])[payment_id]

    def release(self, name: str, payment_id: str) -> None:
        """Two people let a held payment go on."""
        for person in ("ANNA", "BORIS"):
            self.do(name, ReleaseHeld(payment_id, person))
        self.settle_down()


def live(folder: Path) -> TwoStores:
    """Make two stores, live the short life, and leave the nodes quiet with cycle 2 open."""
    pair = TwoStores(folder)
    pair.found()
    first = {name: [pair.send(name, 10_000 + 700 * i) for i in range(4)] for name in NODES}
    for name in NODES:
        _meet_everything(pair, name)
    pair.send_back(SOUTH, first[NORTH][0])
    asked = {name: pair.recall(name, first[name][2]) for name in NODES}
    pair.close_cycle()
    for name in NODES:
        pair.nodes[name].save_snapshot()
        _ask_about_old(pair, name, first[name][1])
        pair.do(name, c.Assign(asked[name]))
    pair.stores[SOUTH].erase(first[NORTH][2])
    pair.restart(NORTH)
    pair.exchange()
    pair.settle_down()
    pair.send_back(SOUTH, first[NORTH][3])
    for name in NODES:
        for i in range(2):
            pair.send(name, 22_000 + 900 * i)
    return pair


def _meet_everything(pair: TwoStores, name: str) -> None:
    """Send every payment that does not simply settle."""
    peer = other(name)
    pair.send(name, 5_000, creditor_agent="NOBANKXX")
    pair.send(name, 10**10)
    pair.rejected(name)
    pair.withdrawn(name)
    for outcome in (Outcome.BLOCK, Outcome.REFUSE):
        pair.judged(name, name, outcome)
        pair.judged(name, peer, outcome)
    pair.release(name, pair.judged(name, name, Outcome.HOLD))
    pair.do(peer, RefuseHeld(pair.judged(name, peer, Outcome.HOLD), "ANNA"))
    pair.settle_down()
    pair.judged(name, name, Outcome.HOLD)
    pair.unanswered(name)
    pair.wait(PAYMENT_MS + 1_000)
    pair.wait(REVIEW_MS)


def _ask_about_old(pair: TwoStores, name: str, payment_id: str) -> None:
    """Ask about a payment that has left the state, and hand its id in again."""
    record = pair.record(name, payment_id)
    pair.do(name, c.AskStatus(payment_id, record.debtor_agent))
    again = pair.order(name, record.debtor_amount, payment_id=payment_id, content=record.content)
    misused = pair.order(name, 77, payment_id=payment_id, content=sha256(b"other").digest())
    for order in (again, misused):
        pair.step(name, Input(c.SubmitPayment(order, verdict(Outcome.CLEAR))))
    pair.settle_down()


def leave_under_way(pair: TwoStores) -> list[str]:
    """Send payments that are not through yet at one node or at both; return their ids."""
    left = [pair.judged(NORTH, NORTH, Outcome.HOLD), pair.judged(SOUTH, NORTH, Outcome.HOLD)]
    left.append(pair.unanswered(NORTH))
    left.append(pair.submit(NORTH, 12_000))
    left.append(pair.submit(SOUTH, 13_000))
    return left
