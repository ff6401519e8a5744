"""A bank's message is taken for the bank's if it signed these bytes, for this node, just now."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tallystick.admission.desk import EVIDENCE, MESSAGE, SIGNATURE
from tallystick.node.node import Node
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import Algorithm, VerificationKey
from tests.admission.messages import UETR, credit_transfer, status_report
from tests.api.served import BANK, KEYS, OTHER_BANK, SOUTH_BANK, Answer, Served, serve
from tests.api.test_letters import settled
from tests.api.test_messages import QUOTE, paid
from tests.core.pair import NORTH
from tests.node.linked_nodes import SIGNING

pytestmark = pytest.mark.slow

RAW = credit_transfer()
MINUTES = 60_000
Forge = Callable[[Served], str]


def changed(served: Served, **members: object) -> str:
    """Return a bank's signature with other members in its header than it was made with."""
    protected, _, value = served.signed(RAW).partition("..")
    header = msgspec.json.decode(urlsafe_b64decode(protected + "=" * (-len(protected) % 4)))
    other = urlsafe_b64encode(msgspec.json.encode({**header, **members}))
    return f"{other.rstrip(b'=').decode()}..{value}"


REFUSED: list[tuple[str, Forge]] = [
    ("missing", lambda _served: ""),
    ("form", lambda _served: "garbage"),
    ("form", lambda _served: "\xff\x00.."),
    ("critical", lambda _served: "e30..e30"),
    ("too-large", lambda _served: "e" * 20_000),
    ("too-large", lambda _served: "e" * 1_025 + "..e30"),
    ("form", lambda served: f"{served.signed(RAW)}, {served.signed(RAW)}"),
    ("key", lambda served: changed(served, kid="2")),
    ("algorithm", lambda served: changed(served, alg="none")),
    ("algorithm", lambda served: changed(served, alg="RS256")),
    ("algorithm", lambda served: changed(served, alg="ES256")),
    ("value", lambda served: served.signed(RAW, OTHER_BANK)),
    ("value", lambda served: served.signed(RAW + b" ")),
    ("value", lambda served: changed(served, at=served.running.clock.at - 1)),
    ("recipient", lambda served: served.other.signed(RAW)),
    ("time", lambda served: served.signed(RAW, BANK, -5 * MINUTES - 1)),
    ("time", lambda served: served.signed(RAW, BANK, 2_001)),
]


@pytest.mark.parametrize(("code", "forge"), REFUSED)
def test_what_the_bank_did_not_sign_is_refused(tmp_path: Path, code: str, forge: Forge) -> None:
    """By its cause, and nothing of it is stored."""

    async def scene(served: Served) -> tuple[Answer, int, int, list[object]]:
        bank = served.client(BANK)
        await bank.say("POST", "/v1/quotes", **QUOTE)
        before = await served.runner.read(lambda node: node.head[0])
        answer = await bank.submit(RAW, signature=forge(served))
        after = await served.runner.read(lambda node: node.head[0])
        told = [each["code"] for each in served.lines() if each["event"] == "signature-refused"]
        return answer, before, after, told

    answer, before, after, told = serve(scene, tmp_path)
    assert told == [f"signature-{code}"]
    assert (answer.status, answer.code) == (401, "signature-refused")
    (flaw,) = answer.words["errors"]
    assert (flaw["rule"], flaw["path"]) == ("signature", "x-jws-signature")
    assert flaw["code"] == f"signature-{code}"
    assert "payment_id" not in answer.words
    assert before == after


def test_the_window_s_ends_are_in_it(tmp_path: Path) -> None:
    """Five minutes back and the clock's skew ahead."""

    async def scene(served: Served) -> list[int]:
        bank = served.client(BANK)
        await bank.say("POST", "/v1/quotes", **QUOTE)
        signatures = [served.signed(RAW, BANK, ahead) for ahead in (-5 * MINUTES, 2_000)]
        return [(await bank.submit(RAW, signature=each)).status for each in signatures]

    assert serve(scene, tmp_path) == [202, 202]


def test_nothing_is_read_before_it_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even to tell of which version it is."""

    def read(*_words: object) -> Any:
        raise AssertionError("bytes that nobody signed were read")

    for name in ("message_in", "check", "taken_as", "desk_for"):
        monkeypatch.setattr(f"tallystick.node.doors.messages.{name}", read)
    sent = (RAW, b"", b"<a>" * 10_000, b"\xff" * 100_000)

    async def scene(served: Served) -> list[Answer]:
        return [await served.client(BANK).submit(raw, signature="") for raw in sent]

    assert {answer.code for answer in serve(scene, tmp_path)} == {"signature-refused"}


def test_the_very_same_post_has_the_same_answer(tmp_path: Path) -> None:
    """Within the window by the same signature, after it by a new one."""

    async def scene(served: Served) -> list[Answer]:
        bank, signature = served.client(BANK), served.signed(RAW)
        first = await paid(served)
        posts = [await bank.submit(RAW, signature=signature) for _ in range(2)]
        served.open_doors(age_max_ms=0)
        bank, later = served.client(BANK), served.signed(RAW, BANK, 1)
        return [first, *posts, await bank.submit(RAW, signature=later)]

    first, *again = serve(scene, tmp_path)
    assert first.status == 202
    assert [each.words for each in again] == [first.words] * 3


def test_a_pilot_may_be_run_without_signatures(tmp_path: Path) -> None:
    """Where the settings say so; a signature that comes must be right all the same."""

    async def scene(served: Served) -> tuple[Answer, Answer, set[str]]:
        served.open_doors(is_required=False)
        bank = served.client(BANK)
        await bank.say("POST", "/v1/quotes", **QUOTE)
        wrong = await bank.submit(RAW, signature=served.signed(RAW, OTHER_BANK))
        unsigned = await bank.submit(RAW, signature="")
        return wrong, unsigned, await served.runner.read(kinds)

    wrong, unsigned, kept = serve(scene, tmp_path)
    assert wrong.words["errors"][0]["code"] == "signature-value"
    assert unsigned.status == 202
    assert kept == {EVIDENCE, MESSAGE}


def kinds(node: Node) -> set[str]:
    """Return what the vault keeps of the payment."""
    return {row.kind for row in node.store.vault(UETR)}


def test_the_signature_is_kept_as_evidence(tmp_path: Path) -> None:
    """It proves the kept message by the bank's key, long after; the other node has none of it."""

    async def scene(served: Served) -> tuple[bytes, bytes, set[str], set[str]]:
        await settled(served)
        signature, raw = await served.runner.read(lambda node: (text(node), text(node, MESSAGE)))
        here, there = served.runner.read(kinds), served.other.runner.read(kinds)
        return signature, raw, await here, await there

    signature, raw, here, there = serve(scene, tmp_path)
    assert raw == RAW
    assert here == {EVIDENCE, MESSAGE, SIGNATURE}
    assert there == {EVIDENCE, MESSAGE}
    expected = jws.Expected(recipient=NORTH, earliest=0, latest=2**53)
    assert jws.verify(signature.decode(), raw, KEYS[BANK], expected).key_id == "1"


def test_the_signature_goes_with_the_message(tmp_path: Path) -> None:
    """The payment's key opens both, and is forgotten at once."""

    async def scene(served: Served) -> tuple[bytes | None, Answer]:
        await settled(served)

        def erase(node: Node) -> bytes | None:
            node.store.erase(UETR)
            return node.store.key(UETR)

        return await served.runner.read(erase), await served.client(BANK).submit(RAW)

    key, again = serve(scene, tmp_path)
    assert key is None
    assert (again.status, again.words["status"]) == (202, "ACSC")


def text(node: Node, kind: str = SIGNATURE) -> bytes:
    """Return what the vault keeps of this kind."""
    wrapped = node.store.key(UETR)
    assert wrapped is not None
    key = node.vault.unwrap(UETR, wrapped)
    (row,) = (row for row in node.store.vault(UETR) if row.kind == kind)
    return node.vault.decrypt(key, row)


def test_an_answer_is_signed_too(tmp_path: Path) -> None:
    """A bank's promise moves money as its order does."""

    async def scene(served: Served) -> Answer:
        await paid(served)
        south = served.other.client(SOUTH_BANK)
        await south.get("/v1/messages?wait=5")
        return await south.submit(status_report("ACTC"), signature="")

    answer = serve(scene, tmp_path)
    assert answer.words["errors"][0]["code"] == "signature-missing"


def test_what_a_bank_reads_is_signed(tmp_path: Path) -> None:
    """Over the content as it stands, for the bank, the same each time it is read."""

    async def scene(served: Served) -> list[Answer]:
        await settled(served)
        bank = served.client(BANK)
        return [await bank.get("/v1/messages"), await bank.get("/v1/messages")]

    first, again = serve(scene, tmp_path)
    assert first.body == again.body
    (message,) = first.words["messages"]
    keys = {"1": VerificationKey(Algorithm.ED25519, SIGNING[NORTH].public_key())}
    expected = jws.Expected(recipient=BANK.id, earliest=0, latest=2**53)
    jws.verify(message["signature"], message["content"].encode(), keys, expected)
