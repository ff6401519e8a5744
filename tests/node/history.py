"""A rich history of two nodes: all that can befall books, in one afternoon.

Payments both ways settle, are refused, held, released by two people, blocked,
withdrawn, queued, returned; a version changes, cycles close and settle, money is paid
out, a case opens, processes die. After every step the live books are kept as bytes.
"""

from collections.abc import Sequence

import msgspec
import pytest
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core.agreements import TimeOuts
from tallystick.core.assignments import Outcome as Answered
from tallystick.core.ledger import participant_account
from tallystick.core.orders import OrderKind
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld, RequestInformation
from tallystick.journal.entries import Entry, Sealed, encode, seal, unseal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch
from tallystick.node.engine import Input, Reply
from tallystick.node.replay import BrokenEntryError, prove
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tallystick.terms.reviews import Subject
from tallystick.terms.verdicts import Outcome, Verdict
from tests.core.pair import BANKS, BUNDLE, NORTH, POLICY, SOUTH, START, mutual
from tests.node.linked_nodes import YEAR_MS, LinkedNodes

RUB_CNY = "RUB-CNY"


class KeptNodes(LinkedNodes):
    """Nodes whose live books are kept after every step, by the number of the last entry."""

    def __init__(self) -> None:
        self.live: dict[str, dict[int, bytes]] = {NORTH: {}, SOUTH: {}}
        super().__init__(mutual(time_outs=TimeOuts(queue_ms=15_000, review_ms=15_000)))

    @override
    def step(self, name: str, *inputs: Input) -> list[Reply]:
        """Step a node, commit, and keep its books."""
        replies = super().step(name, *inputs)
        self.live[name][self.stores[name].head()[0]] = encode(self.state(name))
        return replies


def verdict(outcome: Outcome) -> Verdict:
    """Return a verdict that stops a payment."""
    return Verdict(outcome, BUNDLE, POLICY, b"evidence")


def lived() -> KeptNodes:
    """Return two nodes that have seen everything."""
    nodes = KeptNodes()
    nodes.found()
    for number in range(3):
        nodes.send(NORTH, 200_000 + number)
        nodes.send(SOUTH, 15_000 + number)
    first = nodes.send(NORTH, 125_000)
    _refusals(nodes)
    _screened(nodes)
    _returned(nodes, first)
    nodes.close_cycle()
    _waited(nodes)
    _withdrawn(nodes)
    nodes.restart(NORTH)
    nodes.settle_down()
    _next_version(nodes)
    nodes.close_cycle()
    _late_hit(nodes, nodes.send(SOUTH, 33_000))
    _paid_out(nodes)
    nodes.restart(SOUTH)
    nodes.settle_down()
    nodes.do(NORTH, c.FixCycleRate(RUB_CNY, Rate.parse("0.081", "RUB", "CNY")))
    nodes.close_cycle()
    return nodes


def _refusals(nodes: LinkedNodes) -> None:
    """A stranger, a bank that says no, a repetition, a misuse, a suspended bank, an old quote."""
    nodes.send(NORTH, 70_000, creditor_agent="NOBANKXX")
    order = nodes.order(NORTH, 80_000)
    nodes.step(NORTH, nodes.submission(NORTH, order), nodes.submission(NORTH, order))
    misuse = msgspec.structs.replace(order, amount=1, content=b"misuse")
    nodes.step(NORTH, nodes.submission(NORTH, misuse))
    nodes.do(NORTH, c.AskStatus(order.payment_id, order.debtor_agent))
    nodes.settle_down()
    second = BANKS[SOUTH][1]
    nodes.do(SOUTH, c.SuspendParticipant(second, RUB_CNY, "cy"))
    nodes.send(NORTH, 90_000, creditor_agent=second)
    nodes.do(SOUTH, c.ReinstateParticipant(second, RUB_CNY, "cy"))
    nodes.order(SOUTH, 5_000)
    nodes.at += 601_000
    nodes.do(SOUTH)


def _screened(nodes: LinkedNodes) -> None:
    """Held, asked about and released by two, held and refused by one, blocked, and new lists."""
    nodes.verdicts[NORTH, f"pay-{nodes.ids + 1}"] = verdict(Outcome.HOLD)
    nodes.verdicts[SOUTH, f"pay-{nodes.ids + 2}"] = verdict(Outcome.HOLD)
    nodes.verdicts[SOUTH, f"pay-{nodes.ids + 3}"] = verdict(Outcome.BLOCK)
    released = nodes.send(NORTH, 60_000)
    refused = nodes.send(NORTH, 61_000)
    nodes.send(NORTH, 62_000)
    name = f"information:{'0' * 32}"
    nodes.do(NORTH, RequestInformation(released, name, "ann", Subject.DEBTOR, b"letter"))
    for content in (b"answer", b"late"):
        answer = (name, BANKS[NORTH][0], Answered.EXPLAINED, "", content)
        nodes.do(NORTH, c.AnswerAssignment(*answer))
    for person in ("ann", "ann", "bo"):
        nodes.do(NORTH, ReleaseHeld(released, person))
    nodes.do(SOUTH, RefuseHeld(refused, "ann"))
    nodes.settle_down()
    nodes.do(SOUTH, c.ActivateBundle(BUNDLE, START + 2 * YEAR_MS))
    nodes.settle_down()


def _returned(nodes: LinkedNodes, original: str) -> None:
    """Send back what the first payment brought."""
    words = {"kind": OrderKind.RETURN, "original_id": original, "at_fault": Side.DEBTOR}
    nodes.send(SOUTH, 9_875, **words)


def _waited(nodes: LinkedNodes) -> None:
    """Two payments wait for money; one goes when it comes, the other times out."""
    nodes.send(NORTH, 1_500_000_000)
    nodes.send(NORTH, 9_000_000_000)
    account = participant_account(BANKS[NORTH][0], "RUB")
    nodes.systems["RTGS-NORTH"].pay_in(NORTH, "more", account, 10**9)
    nodes.settle_down()
    nodes.at += 16_000
    nodes.do(NORTH)
    nodes.settle_down()


def _withdrawn(nodes: LinkedNodes) -> None:
    """A bank is silent: its payment times out at the decider, or is withdrawn before."""
    nodes.banks_answer = False
    nodes.send(NORTH, 44_000)
    nodes.at += 10_000
    nodes.do(SOUTH)
    nodes.settle_down()
    nodes.submit(NORTH, 45_000)
    nodes.at += 21_000
    nodes.do(NORTH)
    nodes.settle_down()
    nodes.banks_answer = True


def _next_version(nodes: LinkedNodes) -> None:
    """Both sign a version that begins two cycles on."""
    cycle = nodes.state(NORTH).pacts[RUB_CNY].open_cycle
    ends = tuple(msgspec.structs.replace(end, fee_flat=7) for end in nodes.agreement.ends)
    further = msgspec.structs.replace(nodes.agreement, version=2, from_cycle=cycle + 1, ends=ends)
    for name in (NORTH, SOUTH):
        nodes.do(name, c.AdoptAgreement(further, b"digest of version 2"))
    nodes.settle_down()


def _late_hit(nodes: LinkedNodes, settled: str) -> None:
    """New lists come while a payment waits; a hit comes after all is final, and people look."""
    nodes.verdicts[SOUTH, f"pay-{nodes.ids + 1}"] = verdict(Outcome.HOLD)
    waiting = nodes.send(NORTH, 46_000)
    del nodes.verdicts[SOUTH, waiting]
    nodes.do(SOUTH, c.ActivateBundle(BUNDLE, START + 3 * YEAR_MS))
    nodes.settle_down()
    nodes.do(SOUTH, c.RecordVerdict(settled, verdict(Outcome.REFUSE)))
    (case_id,) = nodes.state(SOUTH).cases
    nodes.do(SOUTH, c.CloseCase(case_id, "ann"))


def _paid_out(nodes: LinkedNodes) -> None:
    """A bank takes money out, and somebody looks for a case that there is not."""
    account = participant_account(BANKS[NORTH][0], "RUB")
    nodes.do(NORTH, c.RequestDefunding("out-1", "RTGS-NORTH", account, 1_000))
    nodes.do(NORTH, c.CloseCase("no such case", "ann"))
    nodes.settle_down()


def store_of(sealed: Sequence[Sealed]) -> MemoryStore:
    """Return a store that holds these entries and nothing else."""
    store = MemoryStore()
    store.commit(Batch(sealed))
    return store


def forged(sealed: Sequence[Sealed], number: int, **over: object) -> list[Sealed]:
    """Return the chain with entry `number` changed, and everything after it chained anew."""
    chain: list[Sealed] = list(sealed[: number - 1])
    for each in sealed[number - 1 :]:
        entry: Entry = unseal(each)
        if entry.sequence == number:
            entry = msgspec.structs.replace(entry, **over)
        elif chain:
            entry = msgspec.structs.replace(entry, previous=chain[-1].hash)
        chain.append(seal(entry))
    return chain


def journal(history: KeptNodes, name: str) -> list[Sealed]:
    """Return all entries of a node."""
    return list(history.stores[name].entries(0))


def broken_at(chain: Sequence[Sealed], name: str = NORTH) -> int:
    """Return the entry at which proof stops."""
    with pytest.raises(BrokenEntryError) as caught:
        list(prove(chain, name))
    assert f"entry {caught.value.sequence}: " in caught.value.detail
    return caught.value.sequence
