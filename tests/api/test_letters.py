"""A payment over the wire from both banks' ends: presented, answered, settled, told to both."""

from pathlib import Path

import pytest

from tallystick.links.status_reports import REPORTS
from tallystick.node.doors import queues
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport
from tests.admission.messages import UETR, credit_transfer, status_report
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
from tests.api.test_messages import paid
from tests.api.test_waiting import called


async def settled(served: Served, answer: str = "ACTC", reason: str = "") -> list[Answer]:
    """Pay, have the creditor's bank answer, and return what both banks were told."""
    north, south = served.client(BANK), served.other.client(SOUTH_BANK)
    await paid(served)
    presented = await south.get("/v1/messages?wait=5")
    answered = await south.submit(status_report(answer, reason))
    final = await south.get(f"/v1/messages?after={presented.words['last']}&wait=5")
    told = await north.get("/v1/messages?wait=5")
    return [presented, answered, final, told]


def said(message: dict[str, str]) -> tuple[str, str | None]:
    """Return status and reason that a pacs.002 says."""
    document = receive(message["content"].encode()).document
    assert isinstance(document, FIToFIPaymentStatusReport)
    (told,) = document.transactions
    assert told.original_uetr == UETR
    reason = told.reasons[0].reason if told.reasons else None
    return told.status, reason.code if reason is not None else None


def test_a_payment_is_presented_answered_and_settled(tmp_path: Path) -> None:
    """The presentation is the debtor's bank's own bytes, with both amounts beside them."""
    presented, answered, final, told = serve(settled, tmp_path)
    (letter,) = presented.words["messages"]
    assert letter["content"].encode() == credit_transfer()
    assert letter["message"] == "pacs.008.001.13"
    assert letter["terms"]["debtor_amount"] == 100_000
    assert letter["terms"]["creditor_amount"] == 7_900
    assert (answered.status, answered.words["status"]) == (202, "ACSC")
    for answer in (final, told):
        (status,) = answer.words["messages"]
        assert status["message"] == REPORTS[letter["message"]]
        assert status["terms"] is None
        assert said(status) == ("ACSC", None)


def test_a_bank_that_says_no_is_heard(tmp_path: Path) -> None:
    """Its answer is taken, and the debtor's bank hears its reason."""

    async def scene(served: Served) -> list[Answer]:
        answers = await settled(served, "RJCT", "AC04")
        again = await served.client(BANK).submit(credit_transfer())
        return [
            *answers,
            again,
            await served.other.client(SOUTH_BANK).submit(status_report("ACTC")),
        ]

    _, answered, final, told, again, late = serve(scene, tmp_path)
    assert (answered.status, answered.words["status"], answered.words["reason"]) == (
        202,
        "RJCT",
        "AC04",
    )
    assert said(told.words["messages"][0]) == ("RJCT", "AC04")
    assert said(final.words["messages"][0]) == ("RJCT", "AC04")
    assert (again.status, again.code, again.words["payment_id"]) == (422, "AC04", UETR)
    assert (late.status, late.words["status"]) == (202, "RJCT")


def test_the_same_number_is_the_same_message(tmp_path: Path) -> None:
    """However often it is asked for, also after it was acknowledged."""

    async def scene(served: Served) -> list[bytes]:
        await settled(served)
        bank = served.client(BANK)
        first = await bank.get("/v1/messages")
        assert (await bank.get("/v1/messages?after=1")).words == {"messages": [], "last": 1}
        return [first.body, (await bank.get("/v1/messages")).body]

    first, again = serve(scene, tmp_path)
    assert first == again


def test_a_bank_reads_its_own_queue_alone(tmp_path: Path) -> None:
    """No other bank's, by no word of its request."""

    async def scene(served: Served) -> list[Answer]:
        await settled(served)
        other = served.client(OTHER_BANK)
        return [await other.get("/v1/messages"), await other.get("/v1/messages?party=NOBKRUMM")]

    own, odd = serve(scene, tmp_path)
    assert own.words == {"messages": [], "last": 0}
    assert odd.code == "unfit"


def test_a_long_queue_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as were asked for, some at a time, and no more than one answer holds."""
    monkeypatch.setattr(queues, "ROWS_AT_ONCE", 2)

    async def scene(served: Served) -> list[list[int]]:
        await called(served, 7)
        ann = served.client(ANN)
        numbers = [await read(ann, "limit=5"), await read(ann, "after=5")]
        monkeypatch.setattr(queues, "ANSWER_CHARACTERS", 1)
        return [*numbers, await read(ann, "limit=5")]

    assert serve(scene, tmp_path) == [[1, 2, 3, 4, 5], [6, 7], [1]]


async def read(client: Client, query: str) -> list[int]:
    """Return the numbers of the notices that a query gives."""
    return [each["number"] for each in (await client.get(f"/v1/notices?{query}")).words["notices"]]


def test_a_payment_is_seen_by_its_own_parties(tmp_path: Path) -> None:
    """And by people; to others it is as if it were not there."""

    async def scene(served: Served) -> dict[str, list[Answer]]:
        await settled(served)
        served.follow()
        one = f"/v1/payments/{UETR}"
        paths = ("/v1/payments", one, f"{one}/history", "/v1/payments/nobody-knows")
        return {
            party.id: [await served.client(party).get(path) for path in paths]
            for party in (BANK, OTHER_BANK, ANN, PROVIDER)
        }

    seen = serve(scene, tmp_path)
    own_list, own, history, none = seen["NOBKRUMM"]
    assert [each["payment_id"] for each in own_list.words["payments"]] == [UETR]
    assert (own.words["status"], own.words["inside"]) == ("ACSC", None)
    assert (none.status, none.code) == (404, "unknown")
    other_list, other, no_history, _ = seen["NOB2RUMM"]
    assert other_list.words["payments"] == []
    assert (other.status, other.code) == (404, "unknown")
    assert (no_history.status, no_history.code) == (404, "unknown")
    assert history.words["happened"][-1]["details"]["status"] == "ACSC"
    assert seen["ann"][1].words["inside"]["state"] == "settled"
    assert {each.status for each in seen["FXHOUSE"]} == {403}


def test_a_state_that_a_bank_may_not_know_finds_nothing(tmp_path: Path) -> None:
    """A filter is no way to learn what waits and why."""

    async def scene(served: Served) -> list[int]:
        await paid(served)
        served.follow()
        found = []
        for party in (BANK, ANN):
            for state in ("PDNG", "forwarded", "held"):
                answer = await served.client(party).get(f"/v1/payments?state={state}")
                found.append(len(answer.words["payments"]))
        return found

    assert serve(scene, tmp_path) == [1, 0, 0, 1, 1, 0]
