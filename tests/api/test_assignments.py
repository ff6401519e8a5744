"""Recalls, enquiries and verifications at the door: by whom, how often, and what is told."""

from pathlib import Path
from typing import Any

import pytest

from tallystick.node.doors import admitting
from tallystick.node.doors.queues import WRITTEN_AT_ONCE
from tallystick.wire.iso20022.views import Account, Identifier
from tests.admission.questions import (
    cancelled,
    enquiry,
    identification,
    recall,
    report,
    resolution,
    verification,
)
from tests.api.served import (
    ANN,
    BANK,
    OTHER_BANK,
    PROVIDER,
    SOUTH_BANK,
    Answer,
    Client,
    Served,
    serve,
)
from tests.core.pair import NORTH
from tests.links.lettered_nodes import LetteredNodes
from tests.node.asking_nodes import AskingNodes

pytestmark = pytest.mark.slow

TRIES = 20


def settled() -> tuple[LetteredNodes, str]:
    """Return two nodes between which one payment was settled, and its UETR."""
    nodes = LetteredNodes().found()
    return nodes, nodes.send(NORTH, 100_000)


def recall_of(payment_id: str) -> bytes:
    """Return the camt.056 for a payment."""
    return recall(cancelled(original_uetr=payment_id))


async def told(client: Client, family: str) -> dict[str, Any]:
    """Return the first message of a family that a bank is told, once it is."""
    after = 0
    for _ in range(TRIES):
        answer = await client.get(f"/v1/messages?after={after}&wait=5")
        for message in answer.words["messages"]:
            if message["message"].startswith(family):
                return dict(message)
        after = answer.words["last"]
    raise AssertionError(f"no {family} ever came")


def test_a_recall_is_taken_and_told_the_same_ever_after(tmp_path: Path) -> None:
    """It waits like any other; again it is the same, and with other words it is refused."""
    nodes, payment_id = settled()

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        raw = recall_of(payment_id)
        other = raw.replace(b"sent twice", b"sent again")
        return [await bank.submit(each) for each in (raw, raw, other)]

    first, again, other = serve(scene, tmp_path, nodes)
    assert first.status == 202
    assert first.words == again.words
    assert first.words == {
        "message": "camt.056.001.08",
        "payment_id": payment_id,
        "status": "pending",
        "reason": None,
        "reports": [],
        "assignment_id": f"recall:{payment_id}",
    }
    assert (other.status, other.code) == (409, "DUPL")


def test_nobody_fishes_in_others_payments(tmp_path: Path) -> None:
    """A payment of another bank, and one that never was, are refused in the same words."""
    nodes, payment_id = settled()

    async def scene(served: Served) -> list[Answer]:
        # That it is recalled already is nobody's to know either.
        await served.client(BANK).submit(recall_of(payment_id))
        other = served.client(OTHER_BANK)
        banks = (OTHER_BANK.id, SOUTH_BANK.id)
        nowhere = "00000000-0000-4000-8000-000000000000"
        return [
            await other.submit(recall(cancelled(original_uetr=each), banks=banks))
            for each in (payment_id, nowhere)
        ]

    theirs, nowhere = serve(scene, tmp_path, nodes)
    assert (theirs.status, theirs.code) == (nowhere.status, nowhere.code)
    assert theirs.words["detail"] == nowhere.words["detail"]


def test_only_banks_ask_and_answer(tmp_path: Path) -> None:
    """No provider and no person, whatever they bring."""

    async def scene(served: Served) -> list[Answer]:
        parties = (PROVIDER, ANN)
        messages = (recall(), resolution(), enquiry(), verification(), report())
        return [await served.client(each).submit(raw) for each in parties for raw in messages]

    assert {(each.status, each.code) for each in serve(scene, tmp_path)} == {(403, "forbidden")}


def test_every_fault_is_told(tmp_path: Path) -> None:
    """Each with its reason, its place, and in words."""

    async def scene(served: Served) -> Answer:
        raw = recall(
            cancelled(original_uetr=""), banks=(BANK.id, BANK.id), number_of_transactions=3
        )
        return await served.client(BANK).submit(raw)

    answer = serve(scene, tmp_path)
    assert answer.status in (400, 422)
    errors = answer.words["errors"]
    assert [each["path"] for each in errors] == ["CtrlData/NbOfTxs", "TxInf/OrgnlUETR"]
    assert all(each["text"] and each["code"] for each in errors)


def test_an_account_is_not_guessed_at(tmp_path: Path) -> None:
    """The sixth question after one account is refused, however it is written."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        names = ("Li Wei", "Wang Wei", "Zhao Wei", "Qian Wei", "Sun Wei", "Wang Fang")
        asked = [
            verification(identification(name), message_id=f"VRF-{number}")
            for number, name in enumerate(names)
        ]
        return [await bank.submit(raw) for raw in asked]

    answers = serve(scene, tmp_path)
    assert [each.status for each in answers[:5]] == [202] * 5
    assert answers[5].code == "AM21"


def test_an_answer_to_nothing_is_refused(tmp_path: Path) -> None:
    """A bank answers what was presented to it, and nothing else."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.other.client(SOUTH_BANK)
        raws = (resolution(), report())
        signed = [served.other.signed(raw, SOUTH_BANK) for raw in raws]
        return [
            await bank.submit(raw, signature=each) for raw, each in zip(raws, signed, strict=True)
        ]

    answers = serve(scene, tmp_path)
    assert {each.code for each in answers} == {"AG01"}


def test_a_question_is_presented_and_its_answer_is_told(tmp_path: Path) -> None:
    """By two running nodes, from door to door."""
    nodes, payment_id = settled()

    async def scene(served: Served) -> tuple[dict[str, Any], Answer, dict[str, Any]]:
        raw = recall_of(payment_id)
        await served.client(BANK).submit(raw)
        south = served.other.client(SOUTH_BANK)
        asked = await told(south, "camt.056")
        answer = await south.submit(resolution("RJCR", "RJCR", "AC04", uetr=payment_id))
        return asked, answer, await told(served.client(BANK), "camt.029")

    asked, answer, read = serve(scene, tmp_path, nodes)
    assert (asked["payment_id"], asked["assignment_id"]) == (payment_id, f"recall:{payment_id}")
    assert (answer.status, answer.words["status"], answer.words["reason"]) == (
        202,
        "rejected",
        "AC04",
    )
    assert read["assignment_id"] == asked["assignment_id"]
    assert "<TxCxlSts>RJCR</TxCxlSts>" in read["content"]


def test_many_answers_are_told_in_one_order(tmp_path: Path) -> None:
    """Some are written at a time; one request tells them all, each under its number."""
    nodes = AskingNodes().found()
    count = 2 * WRITTEN_AT_ONCE + 1
    for number in range(count):
        account = identification(account=Account(other=Identifier(f"A{number}")))
        nodes.ask(NORTH, BANK.id, verification(account, message_id=f"VRF-{number}"))
    nodes.settle_down()
    nodes.at += 3_600_000
    nodes.step(NORTH)

    async def scene(served: Served) -> list[dict[str, Any]]:
        answer = await served.client(BANK).get("/v1/messages?limit=1000")
        return list(answer.words["messages"])

    told = [each for each in serve(scene, tmp_path, nodes) if each["assignment_id"]]
    assert [each["message"] for each in told] == ["acmt.024.001.02"] * count
    assert [each["number"] for each in told] == sorted(each["number"] for each in told)
    assert len({each["assignment_id"] for each in told}) == count


def test_every_family_of_the_table_is_read() -> None:
    """What is taken has an admission; the payment comes first."""
    assert next(iter(admitting.TAKEN)) == admitting.ORDER
    assert {each[:5] for each in admitting.TAKEN} == {"pacs.", "camt.", "acmt."}
