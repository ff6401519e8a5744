"""What a hostile or careless client may send, and what it costs."""

import asyncio
from pathlib import Path

import pytest
from starlette.types import Message

from tallystick.api import bodies
from tallystick.wire.seal import ENVELOPE_BYTES_MAX
from tests.admission.messages import credit_transfer
from tests.api.served import (
    ANN,
    BANK,
    JSON,
    LIMITS,
    OCTETS,
    PEER,
    XML,
    Answer,
    Served,
    let_others_go_on,
    serve,
)
from tests.api.test_messages import QUOTE

pytestmark = pytest.mark.slow

MOST = LIMITS.message_bytes_max


@pytest.mark.parametrize("parts", [[b"x" * (MOST + 1)], [b"x" * MOST, b"x"], [b"x" * 1_000] * 600])
def test_a_body_over_the_limit_is_cut(tmp_path: Path, parts: list[bytes]) -> None:
    """Whole or in chunks; the connection ends with the answer."""
    answer = serve(
        lambda served: served.client(BANK).send("POST", "/v1/messages", list(parts), XML), tmp_path
    )
    assert (answer.status, answer.code) == (413, "too-large")
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("length", [str(MOST + 1), "9" * 40])
def test_a_body_that_is_announced_too_large_is_not_read(tmp_path: Path, length: str) -> None:
    """Nothing of it is waited for."""

    async def scene(served: Served) -> Answer:
        headers = [(b"content-type", XML), (b"content-length", length.encode())]
        return await served.client(BANK).exchange("POST", "/v1/messages", [], headers)

    assert serve(scene, tmp_path).code == "too-large"


def test_a_length_that_lies_changes_nothing(tmp_path: Path) -> None:
    """What comes is counted."""

    async def scene(served: Served) -> Answer:
        client = served.client(BANK)
        return await client.send(
            "POST", "/v1/messages", [b"x" * MOST, b"xx"], XML, content_length="10"
        )

    assert serve(scene, tmp_path).code == "too-large"


def test_chunks_without_end_are_cut_at_the_limit(tmp_path: Path) -> None:
    """However many more there are."""
    counted = 0

    async def another() -> Message:
        nonlocal counted
        counted += 1
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": True}

    async def scene(served: Served) -> Answer:
        headers = [(b"content-type", OCTETS)]
        client = served.client(PEER)
        return await client.exchange("POST", "/link/v1/envelopes", [], headers, another)

    assert serve(scene, tmp_path).code == "too-large"
    assert counted == ENVELOPE_BYTES_MAX // 65_536 + 1


@pytest.mark.parametrize("first", [0, 1])
def test_a_body_that_does_not_come_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    """Neither its beginning nor its end."""
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.01)
    monkeypatch.setattr(bodies, "SLOWEST", 10**12)
    begun: list[Message] = [{"type": "http.request", "body": b"<", "more_body": True}]

    async def scene(served: Served) -> Answer:
        headers = [(b"content-type", XML)]
        return await served.client(BANK).exchange("POST", "/v1/messages", begun[:first], headers)

    answer = serve(scene, tmp_path)
    assert (answer.status, answer.code) == (408, "too-slow")
    assert answer.headers["connection"] == "close"


def test_a_client_that_goes_away_is_not_answered(tmp_path: Path) -> None:
    """And nothing is done for it."""
    left: list[Message] = [
        {"type": "http.request", "body": b"<", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def scene(served: Served) -> tuple[Answer, str]:
        headers = [(b"content-type", XML)]
        answer = await served.client(BANK).exchange("POST", "/v1/messages", list(left), headers)
        return answer, served.runner.around.meters.text().decode()

    answer, meters = serve(scene, tmp_path)
    assert answer.status == 0
    assert 'tallystick_requests_total{route="POST /v1/messages",status="499"} 1.0' in meters


OTHER_TYPES = (
    b"",
    b"text/plain",
    b"application/json",
    b"multipart/form-data; boundary=x",
    b"application/xml; charset=utf-16",
    b"application/xml; charset=utf-8; charset=utf-7",
)
XML_TYPES = (b"text/xml", b"application/xml;charset=UTF-8", b'Text/XML; charset="utf-8"')


def test_a_body_of_another_type_is_refused(tmp_path: Path) -> None:
    """XML means XML, in UTF-8, by any of its names (RFC 7303)."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        types = (*OTHER_TYPES, *XML_TYPES)
        signature = served.signed(b"<a/>")
        return [
            await bank.ask("POST", "/v1/messages", b"<a/>", each, x_jws_signature=signature)
            for each in types
        ]

    codes = [(answer.status, answer.code) for answer in serve(scene, tmp_path)]
    assert codes == [(415, "media-type")] * len(OTHER_TYPES) + [(400, "invalid")] * len(XML_TYPES)


def test_a_compressed_body_is_refused(tmp_path: Path) -> None:
    """Nothing is ever unpacked."""
    answer = serve(
        lambda served: served.client(BANK).ask(
            "POST", "/v1/messages", b"\x1f\x8b", XML, content_encoding="gzip"
        ),
        tmp_path,
    )
    assert answer.code == "media-type"


BAD_JSON = [
    (b"", "malformed"),
    (b"{", "malformed"),
    (b"[" * 100_000, "too-large"),
    (b"\xff\xfe", "malformed"),
    (b"[]", "unfit"),
    (b"{}", "unfit"),
    (b'{"rate":1}', "unfit"),
]


def test_json_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Both where the path has words too and where it has none."""

    async def scene(served: Served) -> list[tuple[str, str]]:
        bank, ann = served.client(BANK), served.client(ANN)
        return [
            (
                (await bank.ask("POST", "/v1/quotes", body)).code,
                (await ann.ask("PUT", "/v1/participants/NOBKRUMM", body)).code,
            )
            for body, _ in BAD_JSON
        ]

    assert serve(scene, tmp_path) == [(code, code) for _, code in BAD_JSON]


def test_json_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    """Before it has cost anything."""
    deep = b'{"agreement":' + b"[" * 60_000
    answer = serve(
        lambda served: served.client(ANN).ask("PUT", "/v1/participants/NOBKRUMM", deep), tmp_path
    )
    assert (answer.status, answer.code) == (400, "malformed")


UNFIT: tuple[tuple[str, object], ...] = (
    ("amount", "100"),
    ("amount", 0),
    ("amount", -1),
    ("amount", 10**18),
    ("amount", 10**30),
    ("amount", 1.5),
    ("amount", True),
    ("amount", None),
    ("fixed", "both"),
    ("quote_id", "1"),
    ("quote_id", f"{QUOTE['quote_id']}\n"),
    ("agreement", "../../etc"),
    ("agreement", "a" * 65),
    ("agreement", "RUB\u0000CNY"),
    ("agreement", "РУБ"),
    ("participant", "NOB2RUMM"),
)


def test_a_word_that_does_not_fit_is_named(tmp_path: Path) -> None:
    """By its place; a field that is not known is an error, so nobody can ask for another."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        return [await bank.say("POST", "/v1/quotes", **{**QUOTE, word: v}) for word, v in UNFIT]

    for (word, value), answer in zip(UNFIT, serve(scene, tmp_path), strict=True):
        assert (answer.status, answer.code) == (422, "unfit"), (word, value)
        (error,) = answer.words["errors"]
        assert word in error["path"] + error["text"], (word, value)


ODD_NAMES = [
    "%00",
    "..%2f..",
    "%2e%2e",
    "a" * 5_000,
    "%E2%98%83",
    "%FF",
    "a%0Ab",
    "a b",
    "'--",
    "{}",
]


def test_an_odd_name_in_a_path_reaches_no_books(tmp_path: Path) -> None:
    """It is no path, or no name."""

    async def scene(served: Served) -> list[Answer]:
        ann, words = served.client(ANN), {"agreement": "RUB-CNY"}
        before = await served.runner.read(lambda node: node.head)
        answers = []
        for name in ODD_NAMES:
            answers += [
                await ann.say("POST", f"/v1/held/{name}/release", reason="name differs"),
                await ann.say("POST", f"/v1/participants/{name}/suspension", **words),
                await ann.ask("POST", f"/v1/cycles/RUB-CNY/{name}/close"),
                await ann.get(f"/v1/{name}"),
            ]
        assert await served.runner.read(lambda node: node.head) == before
        return answers

    for answer in serve(scene, tmp_path):
        assert answer.status in (404, 405, 422)
        assert answer.headers["content-type"] == "application/problem+json"


ODD_QUERIES = (
    "after=-1",
    "after=x",
    "after=1&after=2",
    "wait=86401",
    "limit=0",
    "limit=1001",
    "after=%FF",
    "&".join(f"after{n}=1" for n in range(99)),
    "odd",
    "after=99999999999999999999",
)


def test_an_odd_query_is_refused(tmp_path: Path) -> None:
    """Each word once, and as it should be."""

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        return [await ann.get(f"/v1/notices?{query}") for query in ODD_QUERIES]

    codes = {(answer.status, answer.code) for answer in serve(scene, tmp_path)}
    assert codes == {(422, "unfit")}


def test_more_at_once_than_is_allowed_is_refused(tmp_path: Path) -> None:
    """Of one party alone; waits are counted apart, and nobody else is kept out."""

    async def scene(served: Served) -> tuple[Answer, Answer, Answer]:
        bank, begun = served.client(BANK), [(b"content-type", XML)]
        stuck = [
            asyncio.ensure_future(bank.exchange("POST", "/v1/messages", [], begun))
            for _ in range(LIMITS.in_flight_max)
        ]
        await let_others_go_on()
        refused = await bank.get("/v1/positions")
        other = await served.client(ANN).get("/v1/positions")
        for each in stuck:
            each.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
        return refused, other, await bank.get("/v1/positions")

    refused, other, later = serve(scene, tmp_path)
    assert (refused.status, refused.code) == (429, "too-many-requests")
    assert refused.headers["retry-after"] == "1"
    assert (other.status, later.status) == (200, 200)


def test_our_own_failure_is_told_by_a_number_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has the cause under the same number."""

    async def scene(served: Served) -> tuple[Answer, list[object]]:
        def trip(_question: object) -> None:
            raise ValueError("a secret of ours")

        monkeypatch.setattr(served.runner, "read", trip)
        answer = await served.client(BANK).get("/v1/positions")
        monkeypatch.undo()
        return answer, [line for line in served.lines() if line["event"] == "request-failed"]

    answer, lines = serve(scene, tmp_path)
    assert (answer.status, answer.code) == (500, "internal")
    assert b"secret" not in answer.body
    (line,) = lines
    assert line["instance"] == answer.words["instance"]  # type: ignore[index]
    assert "a secret of ours" in line["traceback"]  # type: ignore[index]


def test_an_envelope_of_noise_is_refused(tmp_path: Path) -> None:
    """And logged, for people to look at."""

    async def scene(served: Served) -> tuple[Answer, list[object]]:
        answer = await served.client(PEER).ask("POST", "/link/v1/envelopes", b"noise", OCTETS)
        return answer, [line for line in served.lines() if line["event"] == "envelope-refused"]

    answer, lines = serve(scene, tmp_path)
    assert (answer.status, answer.code) == (400, "envelope-refused")
    assert len(lines) == 1


def test_no_line_of_the_log_holds_a_name(tmp_path: Path) -> None:
    """Whatever was sent."""

    async def scene(served: Served) -> str:
        bank = served.client(BANK)
        await bank.say("POST", "/v1/quotes", **QUOTE)
        await bank.submit(credit_transfer())
        await bank.submit(credit_transfer().replace(b"<ChrgBr>SHAR", b"<ChrgBr>Anna Ivanova"))
        return served.running.log.getvalue().decode()

    text = serve(scene, tmp_path)
    assert "POST /v1/messages" in text
    assert "Anna" not in text
    assert JSON.decode() not in text
