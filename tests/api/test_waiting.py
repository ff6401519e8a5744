"""Queues with a cursor, waits for news, and a node that stops: nobody waits for nothing."""

import asyncio
from pathlib import Path

from starlette.types import Message

from tallystick.api.application import POLLS_MAX
from tallystick.core import commands as c
from tests.api.served import ANN, BANK, BO, PROVIDER, Answer, Served, let_others_go_on, serve
from tests.api.test_messages import QUOTE, paid


def parked(number: int, sequence: int) -> c.ParkItem:
    """Return a command because of which people are called."""
    return c.ParkItem("SOUTH", sequence, f"item {number}".encode(), "RUB-CNY")


async def called(served: Served, times: int) -> None:
    """Have people called."""
    heard = await served.runner.read(lambda node: node.heard("SOUTH"))
    for number in range(times):
        await served.runner.take(parked(heard + number, heard + number + 1))


def test_notices_stay_until_their_number_is_handed_back(tmp_path: Path) -> None:
    """Who asks again is told again; who hands a number back has all up to it acknowledged."""

    async def scene(served: Served) -> tuple[list[Answer], dict[str, int]]:
        await called(served, 3)
        ann = served.client(ANN)
        answers = [
            await ann.get(f"/v1/notices?{query}")
            for query in ("limit=2", "limit=2", "after=2", "after=3", "after=0", "after=4")
        ]
        kept = await served.runner.read(lambda node: node.store.acknowledged())
        return answers, kept

    answers, kept = serve(scene, tmp_path)
    numbers = [[each["number"] for each in a.words.get("notices", ())] for a in answers]
    assert numbers == [[1, 2], [1, 2], [3], [], [1, 2, 3], []]
    assert [a.words.get("last") for a in answers[:4]] == [2, 2, 3, 3]
    assert (answers[5].status, answers[5].code) == (409, "cursor-ahead")
    assert kept["people"] == 3
    assert "stopped the machine twice" in answers[0].words["notices"][0]["text"]


def test_a_wait_ends_with_the_first_news(tmp_path: Path) -> None:
    """Long before its time."""

    async def scene(served: Served) -> Answer:
        asked = asyncio.ensure_future(served.client(ANN).get("/v1/notices?wait=60"))
        await let_others_go_on()
        await called(served, 1)
        async with asyncio.timeout(5):
            return await asked

    assert [each["number"] for each in serve(scene, tmp_path).words["notices"]] == [1]


def test_a_provider_is_told_of_its_own(tmp_path: Path) -> None:
    """Its queue is by its id; there is nothing in it yet."""
    answer = serve(lambda served: served.client(PROVIDER).get("/v1/notices"), tmp_path)
    assert answer.words == {"notices": [], "last": 0}


def test_who_waits_and_goes_away_is_forgotten(tmp_path: Path) -> None:
    """A wait costs nothing once nobody is there."""

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def scene(served: Served) -> Answer:
        begun: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]
        ann = served.client(ANN)
        async with asyncio.timeout(5):
            return await ann.exchange("GET", "/v1/notices?wait=60", begun, [], gone)

    assert serve(scene, tmp_path).status == 0


def test_waits_are_counted_apart(tmp_path: Path) -> None:
    """Too many of them keep out further ones, and nothing else."""

    async def scene(served: Served) -> tuple[Answer, Answer]:
        ann = served.client(ANN)
        waits = [asyncio.ensure_future(ann.get("/v1/notices?wait=60")) for _ in range(POLLS_MAX)]
        await let_others_go_on()
        refused = await ann.get("/v1/notices?wait=60")
        other = await ann.get("/v1/notices")
        served.app.drain()
        async with asyncio.timeout(5):
            assert {(await each).status for each in waits} == {200}
        return refused, other

    refused, other = serve(scene, tmp_path)
    assert (refused.status, refused.code) == (429, "too-many-requests")
    assert other.status == 200


def test_a_stopping_node_takes_nothing_new(tmp_path: Path) -> None:
    """What can be read is read, and nobody waits."""

    async def scene(served: Served) -> list[Answer]:
        served.app.drain()
        bank, ann = served.client(BANK), served.client(ANN)
        async with asyncio.timeout(5):
            return [
                await bank.say("POST", "/v1/quotes", **QUOTE),
                await ann.ask("DELETE", "/v1/participants/NOBKRUMM/suspension?agreement=RUB-CNY"),
                await ann.get("/v1/notices?wait=60"),
                await bank.get("/v1/positions"),
            ]

    answers = serve(scene, tmp_path)
    assert [each.status for each in answers] == [503, 503, 200, 200]
    assert answers[0].code == "stopping"
    assert answers[0].headers["retry-after"] == "1"


def test_a_node_that_may_not_decide_says_when_to_come_again(tmp_path: Path) -> None:
    """To parties it says no more; to people, why."""

    async def scene(served: Served) -> tuple[Answer, Answer, list[Answer]]:
        served.runner.around.guard.begin(0, 0, 10**9)
        refused = await paid(served)
        ann, bo = served.client(ANN), served.client(BO)
        status = await ann.get("/v1/status")
        confirmed = [await each.ask("POST", "/v1/clock/confirmations") for each in (ann, ann, bo)]
        return refused, status, confirmed

    refused, status, confirmed = serve(scene, tmp_path)
    assert (refused.status, refused.code) == (503, "unwell")
    assert refused.headers["retry-after"] == "1"
    assert "clock" not in refused.words["detail"]
    assert not status.words["may_decide"]
    assert "clock" in status.words["halted_because"]
    assert [each.words["decisions_go_on"] for each in confirmed] == [False, False, True]
