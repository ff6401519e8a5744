"""A party's door is patient with a node that is away, and takes a refusal for an answer."""

from pathlib import Path

import pytest

from tallystick.terms.errors import LinkError
from tests.sandbox.online.fake_node import FakeNode, problem, with_node

pytestmark = pytest.mark.slow  # whoever speaks over sockets takes his time


def test_an_unwell_node_is_asked_again_with_the_same_bytes(tmp_path: Path) -> None:
    """Until it answers; each time the very same is sent."""

    async def act(node: FakeNode) -> None:
        node.answers = [problem(503, code="unwell"), problem(503), problem(429, code="x")]
        door = node.door("BRZKRUM0")
        answer = await door.submit(b"<Document/>", "RUB-CNY", "signed")
        assert answer.status == 202
        assert node.taken == [b"<Document/>"] * 4
        assert door.retries == 3
        await door.close()

    with_node(tmp_path, act)


def test_a_refusal_for_a_reason_is_an_answer_whatever_its_status(tmp_path: Path) -> None:
    """A payment that timed out stays so: asking again would not help."""

    async def act(node: FakeNode) -> None:
        node.answers = [problem(503, code="AB05", payment_id="x")]
        door = node.door("BRZKRUM0")
        answer = await door.submit(b"<Document/>", "RUB-CNY", "signed")
        assert answer.status == 503
        assert answer.words()["code"] == "AB05"
        assert not answer.is_good
        await door.close()

    with_node(tmp_path, act)


def test_a_node_that_comes_back_is_found_again(tmp_path: Path) -> None:
    """Connections break with it, and are made anew."""

    async def act(node: FakeNode) -> None:
        door = node.door("BRZKRUM0")
        assert (await door.get("/v1/messages", after=0)).is_good
        await node.stop()
        await node.start()
        assert (await door.get("/v1/messages", after=0)).is_good
        await door.close()

    with_node(tmp_path, act)


def test_patience_has_an_end(tmp_path: Path) -> None:
    """Whoever stays away is told of."""

    async def act(node: FakeNode) -> None:
        await node.stop()
        door = node.door("BRZKRUM0", patience_s=0.2)
        with pytest.raises(LinkError, match="had no answer"):
            await door.get("/v1/status")
        await door.close()

    with_node(tmp_path, act)


def test_an_answer_that_is_no_json_object_is_told_of(tmp_path: Path) -> None:
    """No client guesses what was meant."""

    async def act(node: FakeNode) -> None:
        door = node.door("BRZKRUM0")
        answer = await door.get("/nowhere")
        assert answer.status == 404
        with pytest.raises(LinkError, match="no JSON object"):
            answer.words()
        await door.close()

    with_node(tmp_path, act)
