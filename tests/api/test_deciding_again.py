"""Decisions come out again whichever way a payment went: by a bulk, out of a hold, judged anew.

The books lie on a disk and are read as `tallystick screen reproduce` reads them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typing_extensions import override

from tallystick.core.commands import ActivateBundle
from tallystick.core.lifecycle import PaymentState
from tallystick.journal.entries import Sealed
from tallystick.journal.inspector import Inspector
from tallystick.journal.vault import Vault
from tallystick.node.desks import SHELF
from tallystick.node.policy_shelf import PolicyShelf
from tallystick.node.reproducing import Reproducing, Reproduction
from tallystick.node.rescreening import Rescreening
from tallystick.node.wiring import JOURNAL, KEYS
from tallystick.screening.bundle import bundle_of
from tallystick.screening.readers import own
from tallystick.screening.readers.rows import ListFile
from tallystick.screening.shelf import Shelf
from tallystick.views.chronicle import Known, known_at, payment_subject
from tallystick.views.following import Follower
from tallystick.wire.iso20022.views import Party as Customer
from tests.admission.messages import LISTED, credit_transfer, desk
from tests.api.served import ANN, BANK, BO, Served, serve
from tests.api.test_bulks import hand_in, payment, released, take_quotes, uetr
from tests.api.test_people import UETR, hold
from tests.core.pair import NORTH
from tests.node.linked_nodes import MASTER
from tests.node.running import until
from tests.node.test_account_keeping import OnDisk

pytestmark = pytest.mark.slow

OTHERS = LISTED.replace("ROE, Richard", "VAIL, Ozymandias").replace("H-1", "H-2")
CHRONICLE = "chronicle"


class Counting(Inspector):
    """A store that counts how many entries are read."""

    read = 0

    @override
    def entry(self, sequence: int) -> Sealed | None:
        self.read += 1
        return super().entry(sequence)

    @override
    def entries(self, after: int) -> Iterator[Sealed]:
        for each in super().entries(after):
            self.read += 1
            yield each


class Books:
    """The north's books after a scene, with the shelves beside them."""

    def __init__(self, folder: Path, scene: Callable[[Served], Awaitable[object]]) -> None:
        self.folder = folder / "north"
        shelf, policies = Shelf(self.folder / SHELF), PolicyShelf(self.folder)
        nodes = OnDisk(self.folder)
        for listed in (LISTED, OTHERS):
            shelf.put(bundle_of([own.read(ListFile("house.csv", listed.encode()))]))
        policies.put(desk().policy)
        serve(scene, folder, nodes.found())

    def known(self, payment_id: str) -> Known:
        """Have the journal followed to its end, and return what the chronicle knows."""
        path = self.folder / CHRONICLE
        with closing(self._store()) as store, closing(Follower(path, store)) as follower:
            while follower.catch_up():
                continue
        return known_at(path, payment_subject(payment_id))

    def again(self, payment_id: str, known: Known | None = None) -> tuple[list[Reproduction], int]:
        """Return the decisions, each made again, and how many entries were read for it."""
        with closing(self._store()) as store:
            store.pin()
            reproducing = Reproducing(self.folder, Vault(MASTER[NORTH]), b"k" * 32, store)
            told = list(reproducing.decisions(payment_id, known or Known()))
            return told, store.read

    def _store(self) -> Counting:
        return Counting.open(self.folder / JOURNAL, self.folder / KEYS)


def outcomes(told: list[Reproduction]) -> list[tuple[str, bool | None, str]]:
    """Return what each decision was, and whether it came out again."""
    return [(each.outcome, each.reproduced, each.why) for each in told]


async def release(served: Served, payment_id: str) -> None:
    """Have two people let a held payment go on."""
    for person in (ANN, BO):
        words = {"reason": "name differs", "note": "born in 1990"}
        answer = await served.client(person).say("POST", f"/v1/held/{payment_id}/release", **words)
        assert answer.status < 300, answer.body


def test_payments_of_a_bulk(tmp_path: Path) -> None:
    """Their messages and evidence lie with the part, and with the payment once it is one."""
    hit = payment(2, creditor=Customer(name="Richard Roe"))

    async def scene(served: Served) -> None:
        bank = served.client(BANK)
        await take_quotes(bank, 3)
        raw = credit_transfer(payment(1), hit, payment(3))
        taken = await hand_in(bank, served, raw)
        await released(bank, taken.words["bulk_id"])
        await release(served, uetr(2))

    books = Books(tmp_path, scene)
    for number, outcome in ((1, "clear"), (2, "hold"), (3, "clear")):
        told, _ = books.again(uetr(number), books.known(uetr(number)))
        assert outcomes(told) == [(outcome, True, "")]


async def judged_anew(served: Served) -> None:
    """Hold a payment, have it asked about, and judge it again by lists that do not name it."""
    await hold(served)
    at = f"/v1/held/{UETR}"
    await served.client(ANN).say("POST", f"{at}/notes", note="another man, I think")
    await served.client(ANN).say("POST", f"{at}/escalation", reason="own interest", note="mine")
    served.runner.desks = {"RUB-CNY": desk(OTHERS)}
    bundle, until_then = desk(OTHERS).lists.bundle, served.runner.around.clock.now_ms() + 10**9
    screening = asyncio.create_task(Rescreening(served.runner).keep())
    await served.runner.take(ActivateBundle(bundle, until_then))
    payments = await served.runner.read(lambda node: node.state.payments)
    await until(served.runner, lambda: payments[UETR].state is not PaymentState.HELD)
    screening.cancel()
    await served.runner.read(lambda node: node.head)  # what is decided is durable a moment later


def test_one_that_was_held_and_then_released(tmp_path: Path) -> None:
    """The release is no verdict: the one that held it stands, and comes out again."""

    async def scene(served: Served) -> PaymentState:
        await hold(served)
        await release(served, UETR)
        payments = await served.runner.read(lambda node: node.state.payments)
        assert payments[UETR].state is not PaymentState.HELD
        return payments[UETR].state

    books = Books(tmp_path, scene)
    told, _ = books.again(UETR)
    assert outcomes(told) == [("hold", True, "")]


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Return books in which a payment was held, and cleared by newer lists."""
    return Books(tmp_path_factory.mktemp("anew"), judged_anew)


def test_one_that_newer_lists_cleared(anew: Books) -> None:
    """Each verdict by its own lists, though the message is the same."""
    told, _ = anew.again(UETR)
    assert outcomes(told) == [("hold", True, ""), ("clear", True, "")]
    assert [each.bundle for each in told] == [
        each.lists.bundle.hex() for each in (desk(LISTED), desk(OTHERS))
    ]


def test_where_a_chronicle_knows_the_payment_little_is_read(anew: Books) -> None:
    """The same decisions come of it as of the whole journal."""
    whole, all_of_them = anew.again(UETR)
    known = anew.known(UETR)
    told, few = anew.again(UETR, known)
    assert told == whole
    assert few == len(known.sequences) < all_of_them == known.followed


def test_what_a_chronicle_does_not_know_yet_is_read(anew: Books) -> None:
    """It may lag behind: the journal is read from there on."""
    whole, _ = anew.again(UETR)
    for sequence in range(1, anew.known(UETR).followed):
        known = behind(anew, sequence)
        told, _ = anew.again(UETR, known)
        assert told == whole


def behind(books: Books, followed: int) -> Known:
    """Return what a chronicle would know that has come as far as this entry."""
    known = books.known(UETR)
    with closing(Inspector.open(books.folder / JOURNAL, None)) as store:
        digest = store.hash_at(followed)
    assert digest is not None
    return Known(tuple(s for s in known.sequences if s <= followed), followed, digest)


def test_a_chronicle_that_is_wrong_hides_no_decision(anew: Books) -> None:
    """Of another journal, or without an entry of which the vault has evidence: it is passed by."""
    whole, _ = anew.again(UETR)
    known = anew.known(UETR)
    second = whole[-1].sequence
    lacking = tuple(each for each in known.sequences if each != second)
    for wrong in (
        known._replace(sequences=lacking),
        known._replace(sequences=(), hash=b"another journal"),
        known._replace(sequences=(), followed=known.followed + 1),
    ):
        assert anew.again(UETR, wrong)[0] == whole


def test_without_a_chronicle_nothing_is_known(tmp_path: Path) -> None:
    """Nor of a file that is none: then the whole journal is read."""
    assert known_at(tmp_path / "nowhere", payment_subject(UETR)) == Known()
    (tmp_path / "broken").write_bytes(b"no chronicle at all" * 100)
    assert known_at(tmp_path / "broken", payment_subject(UETR)) == Known()
