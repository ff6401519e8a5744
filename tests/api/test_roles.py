"""Who may ask what: generated from the table, so that no route is forgotten."""

from pathlib import Path

from tallystick.api.bodies import Kind
from tallystick.api.openapi import DOCUMENT_PATH
from tallystick.api.routes import ROUTES, Route
from tallystick.node.doors import calls
from tallystick.node.doors.asked import Message
from tallystick.node.doors.calls import Call
from tallystick.node.doors.inside import Refusal
from tallystick.node.parties import Party, Role
from tests.api.served import (
    ANN,
    BANK,
    JSON,
    PEER,
    PROVIDER,
    Answer,
    Client,
    Served,
    certificate,
    serve,
)

ONE_OF_EACH = {party.role: party for party in (BANK, PROVIDER, ANN, PEER)}
EXAMPLES = {"agreement": "RUB-CNY", "cycle": "1", "participant": "NOBKRUMM", "provider": "FX"}


def url(route: Route) -> str:
    """Return an example of the route's path."""
    named = {word: EXAMPLES.get(word, "example") for word in route.path_words}
    return route.template.format(**named)


def test_every_call_has_one_route() -> None:
    """What the doors can be asked, can be asked over the wire, at one place."""
    there = [each for each in vars(calls).values() if isinstance(each, Call)]
    asked = [each for route in ROUTES for each in (route.call, route.letter) if each is not None]
    assert sorted(map(id, asked)) == sorted(map(id, there))
    letters = [route for route in ROUTES if route.letter is not None]
    assert all(route.letter.roles == route.call.roles for route in letters if route.letter)
    assert len({(route.method, route.template) for route in ROUTES}) == len(ROUTES)


def test_each_role_is_refused_what_is_not_its_own(tmp_path: Path) -> None:
    """Before anything of the request is read: the body here is of no type that is taken."""

    async def scene(served: Served) -> list[tuple[str, Role, Answer]]:
        return [
            (route.name, role, await client.ask(route.method, url(route), b"\x00", b"text/odd"))
            for role, party in ONE_OF_EACH.items()
            for client in [served.client(party)]
            for route in ROUTES
            if role not in route.call.roles
        ]

    refused = serve(scene, tmp_path)
    assert len(refused) > 50
    for name, role, answer in refused:
        assert (answer.status, answer.code) == (403, "forbidden"), (name, role)


def test_the_doors_refuse_by_themselves(tmp_path: Path) -> None:
    """Whoever comes to the doors by another way than HTTP meets the same table."""

    async def scene(served: Served) -> list[object]:
        return [
            await served.doors.ask(route.call, party, None)
            for route in ROUTES
            for role, party in ONE_OF_EACH.items()
            if role not in route.call.roles
        ]

    answers = serve(scene, tmp_path)
    assert all(isinstance(each, Refusal) and each.code == "forbidden" for each in answers)


def test_each_role_comes_as_far_as_its_own_words(tmp_path: Path) -> None:
    """With a query that no call knows, each role that may ask is told of the query alone."""

    async def scene(served: Served) -> list[tuple[str, Answer]]:
        answers = []
        for route in ROUTES:
            party = ONE_OF_EACH[min(route.call.roles)]
            media_type = JSON if route.kind is Kind.NONE else route.kind.media_type.encode()
            client = served.client(party)
            answers.append(
                (
                    route.name,
                    await client.ask(route.method, f"{url(route)}?odd=1", b"", media_type),
                )
            )
        return answers

    for name, answer in serve(scene, tmp_path):
        assert (answer.status, answer.code) == (422, "unfit"), name


def test_nobody_comes_in_without_a_certificate_that_is_known(tmp_path: Path) -> None:
    """Whatever the path."""

    async def scene(served: Served) -> list[Answer]:
        strangers = [Client(served.app, der) for der in (None, b"", b"a stranger's")]
        paths = ("/v1/messages", "/nowhere", DOCUMENT_PATH)
        return [await each.get(path) for each in strangers for path in paths]

    codes = [each.code for each in serve(scene, tmp_path)]
    assert codes == ["no-certificate"] * 6 + ["unknown-certificate"] * 3


def test_everybody_may_read_the_document(tmp_path: Path) -> None:
    """It is the same for all."""

    async def scene(served: Served) -> list[Answer]:
        return [await served.client(party).get(DOCUMENT_PATH) for party in ONE_OF_EACH.values()]

    answers = serve(scene, tmp_path)
    assert {each.status for each in answers} == {200}
    assert len({each.body for each in answers}) == 1
    assert answers[0].words["openapi"] == "3.1.0"


def test_a_party_is_known_by_role_and_id_together(tmp_path: Path) -> None:
    """A person whose id is a bank's is no bank."""
    odd = Party(BANK.id, Role.OPERATOR)

    async def scene(served: Served) -> object:
        return await served.doors.ask(calls.SUBMIT, odd, Message(b""))

    refusal = serve(scene, tmp_path)
    assert isinstance(refusal, Refusal)
    assert certificate(odd) != certificate(BANK)
