"""A person of the operator is told which lists are in force, and why others are not."""

from pathlib import Path

from tests.api.served import ANN, Answer, Served, serve


def test_the_status_tells_the_lists_in_force_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    """None at all, too old, or not those of the settings; empty while all is well."""

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        node = await served.runner.read(lambda node: node)
        state = node.state
        answers = [await ann.get("/v1/status")]
        now = served.runner.around.clock.now_ms()
        for bundle, until in ((b"", 0), (b"a" * 32, now), (b"a" * 32, now + 10**9)):
            state.bundle, state.bundle_valid_until = bundle, until
            answers.append(await ann.get("/v1/status"))
        served.runner.lists_because = "the lists are signed by 1 of those named, not 2"
        return [*answers, await ann.get("/v1/status")]

    _first, none, old, well, other = serve(scene, tmp_path)
    assert none.words["lists_because"] == "no lists are in force"
    assert (old.words["bundle"], old.words["lists_because"]) == (
        (b"a" * 32).hex(),
        "the lists in force are too old",
    )
    assert well.words["lists_because"] == ""
    assert well.words["bundle_valid_until"] > 0
    assert other.words["lists_because"].startswith("the lists are signed by 1")
