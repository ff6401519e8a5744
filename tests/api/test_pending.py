"""Why a payment waits cannot be told from the outside: not by a word, not by when it is said."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core.agreements import TimeOuts
from tallystick.core.effects import TellStatus
from tallystick.core.lifecycle import PaymentState
from tallystick.journal.entries import unseal
from tallystick.node.node import Node
from tallystick.wire.iso20022.views import Party as Customer
from tests.admission.messages import LISTED, credit_transfer, desk, status_request, transaction
from tests.admission.questions import cancelled, recall
from tests.api.served import BANK, SOUTH_BANK, Answer, Client, Served, serve
from tests.api.test_messages import paid
from tests.api.test_people import UETR
from tests.core.pair import NORTH, SOUTH, mutual
from tests.node.linked_nodes import LinkedNodes
from tests.node.running import until

FUNDS = 10**9
PLACES = (
    f"/v1/payments/{UETR}",
    f"/v1/payments/{UETR}/history",
    "/v1/payments",
    "/v1/messages",
    "/v1/notices",
    "/v1/positions",
    "/v1/reports",
    "/v1/notifications",
    "/v1/status",
    "/v1/held",
    f"/v1/held/{UETR}",
    f"/v1/decisions?payment_id={UETR}",
    "/v1/cases",
)
MONEY = re.compile(rb'("(?:balance|available|closing|credited)":|<(?:Amt|Sum)[^>]*>)-?[0-9.]+')
# What follows from the bytes of a message: its digest, an id made of it, a signature over it; and
# on which side of nothing a balance is.
FOLLOWING = re.compile(
    rb"[0-9a-f]{64}|(?<=<MsgId>)A[0-9a-f]{30,34}|(?<=\.\.)[\w-]{80,}|(?<=<CdtDbtInd>)[A-Z]{4}"
)
QUEUES = TimeOuts(queue_ms=600_000, review_ms=600_000)


async def as_it_is(served: Served) -> None:
    """Leave all as it is: the lists are only made sure of once more."""
    now = served.runner.around.clock.now_ms()
    bundle = await served.runner.read(lambda node: node.state.bundle)
    await served.runner.take(c.ActivateBundle(bundle, now + 10**9))


async def newer_lists(served: Served) -> None:
    """Have lists in force that the desk does not screen by yet."""
    until = served.runner.around.clock.now_ms() + 10**9
    await served.runner.take(c.ActivateBundle(b"newer lists", until))


async def no_policy(served: Served) -> None:
    """Have no policy in force."""
    await as_it_is(served)
    pact = await served.runner.read(lambda node: node.state.pacts["RUB-CNY"])
    pact.policy = None


async def as_they_are(served: Served) -> None:
    """Leave all as it is at both nodes."""
    await as_it_is(served)
    await as_it_is(served.other)


async def newer_lists_there(served: Served) -> None:
    """The same as `newer_lists`, at the other node."""
    await as_it_is(served)
    await newer_lists(served.other)


async def no_policy_there(served: Served) -> None:
    """The same as `no_policy`, at the other node."""
    await as_it_is(served)
    await no_policy(served.other)


async def listed_there(served: Served) -> None:
    """Have the creditor on the list of the other node alone."""
    await as_it_is(served)
    stricter = desk(LISTED + 'HOUSE,2026-11-01,H-2,"Zhang Wei",primary,individual,,\n')
    served.other.runner.desks = {"RUB-CNY": stricter}
    until_then = served.runner.around.clock.now_ms() + 10**9
    await served.other.runner.take(c.ActivateBundle(stricter.lists.bundle, until_then))


class Cause(NamedTuple):
    """Why a payment waits: whose message it is, and what its nodes have to go by."""

    creditor: str = "Zhang Wei"
    funds: int = FUNDS
    prepare: Callable[[Served], Awaitable[None]] = as_it_is
    state: PaymentState = PaymentState.HELD
    node: str = NORTH
    swing_limit: int = 10**11


CAUSES = {
    "a hit that people look at": Cause(creditor="Richard Roe"),
    "lists that have changed": Cause(prepare=newer_lists),
    "no policy in force": Cause(prepare=no_policy),
    "no money": Cause(funds=12_345, state=PaymentState.QUEUED),
    "a hit there": Cause(prepare=listed_there, node=SOUTH),
    "other lists there": Cause(prepare=newer_lists_there, node=SOUTH),
    "no policy there": Cause(prepare=no_policy_there, node=SOUTH),
    "no room there": Cause(
        prepare=as_they_are, state=PaymentState.QUEUED, node=SOUTH, swing_limit=1
    ),
}
# With what a wait at either node must be confused.
QUEUED_AT = {NORTH: "no money", SOUTH: "no room there"}


class Seen(NamedTuple):
    """All that a bank can see of a payment, and the instants at which its node told it."""

    answers: tuple[tuple[int, dict[str, str], bytes], ...]
    told: tuple[tuple[int, TellStatus], ...]
    told_after_letters: tuple[tuple[int, TellStatus], ...]
    state: PaymentState


def seen(cause: Cause, folder: Path) -> Seen:
    """Send a payment that waits for a cause, and look at all that its banks are told."""
    folder.mkdir()
    agreement = mutual(time_outs=QUEUES, swing_limit=cause.swing_limit)
    nodes = LinkedNodes(agreement).found(cause.funds)

    async def scene(served: Served) -> Seen:
        await cause.prepare(served)
        raw = credit_transfer(transaction(creditor=Customer(name=cause.creditor)))
        bank, other = served.client(BANK), served.other.client(SOUTH_BANK)
        first = await paid(served, raw)
        state = await _waiting(served, cause)
        again = await bank.submit(raw)
        served.follow()
        served.other.follow()
        answers = [first, again]
        for who in (bank, other):
            answers += [await who.get(place) for place in PLACES]
        told = await served.runner.read(_told)
        # What a recall asks of the other node has not come there yet, however slow the machine.
        served.running.wires[NORTH].is_cut = True
        answers += await _written(bank, other, cause)
        told_after = tuple(
            # The digest of a message goes with the name in it.
            (at, msgspec.structs.replace(effect, content=b""))
            for at, effect in await served.runner.read(_told)
        )
        return Seen(tuple(_plain(each, cause) for each in answers), told, told_after, state)

    return serve(scene, folder, nodes)


async def _waiting(served: Served, cause: Cause) -> PaymentState:
    """Return how the payment stands where it waits, once its bank's node knows that it does."""
    waits = {}
    for each in (served, served.other):
        waits[each.name] = await each.runner.read(lambda node: node.state.payments)
    sent, there = waits[NORTH], waits[cause.node]
    await until(served.runner, lambda: UETR in there and sent[UETR].waits > 0)
    return there[UETR].state


def _told(node: Node) -> tuple[tuple[int, TellStatus], ...]:
    """Return what left for banks, each with the instant of the entry that caused it."""
    instants = {each.sequence: unseal(each).at for each in node.store.entries(0)}
    rows = node.store.outbox(f"participant:{BANK.id}", 0, 100)
    return tuple(
        (instants[row.entry], row.effect) for row in rows if isinstance(row.effect, TellStatus)
    )


async def _written(bank: Client, other: Client, cause: Cause) -> list[Answer]:
    """Write all that a bank may write about a payment, at either side and in both forms."""
    creditor = Customer(name=cause.creditor)
    changed = transaction(creditor=creditor, debtor=Customer(name="Somebody Else"))
    under_another_id = credit_transfer(transaction(creditor=creditor), message_id="MSG-9")
    letters = (
        credit_transfer(changed),
        under_another_id,
        status_request(),
        recall(cancelled(original_uetr=UETR)),
    )
    return [
        await who.submit(letter, accept=form)
        for letter in letters
        for who in (bank, other)
        for form in ("", "application/xml")
    ]


def _plain(answer: Answer, cause: Cause) -> tuple[int, dict[str, str], bytes]:
    """Return an answer without what the bank itself has put in: a name, and its money.

    What follows from them is left out as well: digests, and signatures over the whole.
    """
    body = MONEY.sub(rb"\1", answer.body.replace(cause.creditor.encode(), b""))
    headers = {
        name: FOLLOWING.sub(b"", text.encode()).decode() for name, text in answer.headers.items()
    }
    assert int(headers.pop("content-length")) == len(answer.body)
    return answer.status, headers, FOLLOWING.sub(b"", body)


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """Return what is seen of a payment by each cause for which it may wait."""
    folder = tmp_path_factory.mktemp("pending")
    return {name: seen(cause, folder / str(n)) for n, (name, cause) in enumerate(CAUSES.items())}


@pytest.mark.parametrize("name", CAUSES)
def test_it_waits_for_this_cause(looks: dict[str, Seen], name: str) -> None:
    """And its bank is told once that it is pending, and no reason."""
    assert looks[name].state is CAUSES[name].state
    statuses = [(effect.status.value, effect.reason) for _, effect in looks[name].told]
    assert statuses[0] == ("PDNG", None)
    assert set(statuses) == {("PDNG", None)}


@pytest.mark.parametrize("name", CAUSES)
def test_no_bank_sees_a_difference(looks: dict[str, Seen], name: str) -> None:
    """In an answer, a message, a list or a history, and not in when it is told."""
    first = looks[QUEUED_AT[CAUSES[name].node]]
    assert looks[name].answers == first.answers
    assert looks[name].told == first.told
    assert looks[name].told_after_letters == first.told_after_letters
