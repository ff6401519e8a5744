"""What the operator's people do with screening by the doors: policies, holds, good-guy entries."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tallystick.admission.desk import Desk
from tallystick.core.commands import ActivateBundle
from tallystick.core.events import HoldCause
from tallystick.node.doors import calls
from tallystick.node.doors.asked import Release
from tallystick.node.doors.told import Act
from tallystick.node.grounds import Grounds
from tallystick.node.parties import Party, Role
from tallystick.node.policy_shelf import PolicyShelf
from tallystick.node.rescreening import Rescreening
from tallystick.screening.good_guys import GoodGuys
from tallystick.screening.policy import Policy, policy_for_all
from tallystick.terms.reviews import ReleaseReason, Standing
from tallystick.wire.iso20022.views import Account
from tallystick.wire.iso20022.views import Party as Customer
from tests.admission.messages import credit_transfer, transaction
from tests.api.served import ANN, BANK, BO, Answer, Served, serve
from tests.api.test_messages import paid
from tests.api.test_people import UETR, hold
from tests.core.pair import NORTH, SOUTH, end, mutual
from tests.node.linked_nodes import LinkedNodes
from tests.node.running import until

NAME = {"reason": "name differs"}
POLICY_AT = "/v1/policies/RUB-CNY/confirmation"
ENTITY = {"list": "HOUSE", "entity": "H-1", "reason": "birth differs", "days": 30}


def stricter(desk: Desk) -> Policy:
    """Return a policy like a desk's with a lower threshold."""
    return policy_for_all(desk.policy.leg, [rule.list for rule in desk.policy.lists], 7_000)


def proposing(served: Served, policy: Policy) -> Grounds:
    """Let the settings propose a policy; both texts are on the shelf."""
    shelf = PolicyShelf(served.running.folder)
    (desk,) = served.runner.desks.values()
    for each in (desk.policy, policy):
        shelf.put(each)
    served.runner.grounds = Grounds({"RUB-CNY": policy}, shelf)
    return served.runner.grounds


def test_a_policy_is_confirmed_by_two_people(tmp_path: Path) -> None:
    """Until then the one in force is told with its text, and all is judged by it."""

    async def scene(served: Served) -> tuple[list[Answer], list[Any], list[bytes]]:
        ann, bo = served.client(ANN), served.client(BO)
        (desk,) = served.runner.desks.values()
        policy = stricter(desk)
        proposing(served, policy)
        words = {"digest": policy.digest.hex()}
        said, seen, judged = [], [], []
        for client in (ann, ann, bo, bo):
            seen.append((await ann.get("/v1/policies")).words["policies"][0])
            judged.append(served.runner.desks["RUB-CNY"].policy.digest)
            said.append(await client.say("POST", POLICY_AT, **words))
        seen.append((await ann.get("/v1/policies")).words["policies"][0])
        judged.append(served.runner.desks["RUB-CNY"].policy.digest)
        assert [desk.policy.digest, policy.digest] == [judged[2], judged[-1]]
        return said, seen, judged

    ends = tuple(
        end(name, currency, screening_lists=("HOUSE",))
        for name, currency in ((NORTH, "RUB"), (SOUTH, "CNY"))
    )
    nodes = LinkedNodes(mutual(ends=ends)).found()
    (first, again, second, late), seen, judged = serve(scene, tmp_path, nodes)
    assert first.words["happened"] == ["policy proposed"]
    assert (again.code, late.code) == ("AG01", "AG01")
    assert second.words["happened"] == ["policy activated"]
    assert len(set(judged[:3])) == 1
    before, after = seen[0], seen[-1]
    assert before["in_force"]["version"] == 2
    assert before["waiting"]["confirmed_by"] == ""
    assert seen[1]["waiting"]["confirmed_by"] == "ann"
    assert after["waiting"] is None
    assert after["in_force"]["version"] == 3
    assert after["in_force"]["first_person"] == "ann"
    assert msgspec.json.decode(after["in_force"]["text"])["lists"][0]["threshold"] == 7_000
    assert msgspec.json.decode(before["in_force"]["text"])["lists"][0]["threshold"] != 7_000


def test_no_other_policy_comes_in_than_the_settings_have(tmp_path: Path) -> None:
    """Whatever digest is named; and of an agreement that the settings do not name, none."""

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        nothing = await ann.say("POST", POLICY_AT, digest="ab" * 32)
        (desk,) = served.runner.desks.values()
        proposing(served, stricter(desk))
        return [
            nothing,
            await ann.say("POST", POLICY_AT, digest="ab" * 32),
            await ann.say("POST", POLICY_AT, digest="short"),
        ]

    nothing, other, unfit = serve(scene, tmp_path)
    assert (nothing.status, nothing.code) == (404, "unknown")
    assert (other.status, other.code) == (400, "invalid")
    assert unfit.code == "unfit"


def test_a_held_payment_is_told_with_what_it_hit(tmp_path: Path) -> None:
    """The list in short, one payment with the whole evidence and what people wrote."""

    async def scene(served: Served) -> tuple[Any, Any, Answer]:
        await hold(served)
        ann, bo = served.client(ANN), served.client(BO)
        at = f"/v1/held/{UETR}"
        await ann.say("POST", f"{at}/notes", note="called the bank: another man")
        await ann.say("POST", f"{at}/release", **NAME, note="born in 1990")
        await bo.say("POST", f"{at}/escalation", reason="likely match", note="I doubt it")
        served.follow()
        (short,) = (await ann.get("/v1/held")).words["held"]
        return short, (await ann.get(at)).words, await ann.get("/v1/held/nobody")

    short, whole, unknown = serve(scene, tmp_path)
    (hit,) = [each for each in short["hits"] if each["path"].endswith("Cdtr/Nm")]
    assert (hit["list"], hit["matched"], hit["text"]) == ("HOUSE", "ROE, Richard", "Richard Roe")
    assert (short["released_by"], short["released_for"]) == ("ann", "name differs")
    assert short["is_escalated"]
    assert whole["held"] == short
    assert whole["evidence"]["outcome"] == "hold"
    told = [(each["person"], each["what"], each["text"]) for each in whole["notes"]]
    assert told == [
        ("ann", "hold noted", "called the bank: another man"),
        ("ann", "release proposed", "born in 1990"),
        ("bo", "payment escalated", "I doubt it"),
    ]
    assert unknown.code == "unknown"


def test_a_release_is_taken_back_and_escalated_to_a_supervisor(tmp_path: Path) -> None:
    """Whose standing the certificate tells, and nobody's words."""

    async def scene(served: Served) -> list[Answer]:
        await hold(served)
        ann, bo = served.client(ANN), served.client(BO)
        at = f"/v1/held/{UETR}"
        return [
            await ann.say("POST", f"{at}/release", **NAME),
            await bo.ask("DELETE", f"{at}/release?reason=not%20convinced"),
            await bo.say("POST", f"{at}/escalation", reason="own interest"),
            await bo.say("POST", f"{at}/release", **NAME),
            await ann.say("POST", f"{at}/release", **NAME),
            await ann.say("POST", f"{at}/release", **NAME, standing="supervisor"),
        ]

    first, back, escalated, again, refused, unfit = serve(scene, tmp_path)
    assert first.words["happened"] == again.words["happened"] == ["release proposed"]
    assert back.words["happened"] == ["release withdrawn"]
    assert escalated.words["happened"] == ["payment escalated"]
    assert (refused.status, refused.code) == (422, "AG01")
    assert "supervisor" in refused.words["detail"]
    assert unfit.code == "unfit"


def test_a_supervisor_is_who_the_settings_call_one(tmp_path: Path) -> None:
    """One of the two is enough, and the books say as what each spoke."""
    cy = Party("cy", Role.OPERATOR, Standing.SUPERVISOR)

    async def scene(served: Served) -> tuple[object, Any]:
        await hold(served)
        ann, at = served.client(ANN), f"/v1/held/{UETR}"
        await ann.say("POST", f"{at}/escalation", reason="own interest")
        await ann.say("POST", f"{at}/release", **NAME)
        asked = Release(UETR, ReleaseReason.LICENSED)
        told = await served.doors.ask(calls.RELEASE_HELD, cy, asked)
        served.follow()
        return told, (await ann.get(f"/v1/payments/{UETR}/history")).words["happened"]

    told, happened = serve(scene, tmp_path)
    assert isinstance(told, Act)
    assert told.happened[0] == "release confirmed"
    acts = [each for each in happened if "person" in each["details"]]
    assert [(each["what"], each["details"]["person"]) for each in acts] == [
        ("payment escalated", "ann"),
        ("release proposed", "ann"),
        ("release confirmed", "cy"),
    ]
    assert acts[-1]["details"]["standing"] == "supervisor"
    assert acts[-1]["details"]["reason"] == "licensed"


@pytest.mark.parametrize("words", [{}, {"reason": "because"}, {"reason": "true match"}])
def test_a_release_has_a_reason_of_the_closed_set(tmp_path: Path, words: dict[str, str]) -> None:
    """Another is unfit, and nothing happens."""

    async def scene(served: Served) -> Answer:
        await hold(served)
        return await served.client(ANN).say("POST", f"/v1/held/{UETR}/release", **words)

    answer = serve(scene, tmp_path)
    assert answer.status in (400, 415, 422)
    assert answer.code != "AG01"


def test_every_verdict_is_told_with_its_grounds_and_evidence(tmp_path: Path) -> None:
    """As it was stored, also of a payment that nothing hit."""

    async def scene(served: Served) -> tuple[Any, Answer, bytes, bytes]:
        await hold(served)
        served.follow()
        ann = served.client(ANN)
        (desk,) = served.runner.desks.values()
        told = (await ann.get(f"/v1/decisions?payment={UETR}")).words
        unknown = await ann.get("/v1/decisions?payment=nobody")
        return told, unknown, desk.lists.bundle, desk.policy.digest

    told, unknown, bundle, settings = serve(scene, tmp_path)
    (decision,) = told["decisions"]
    assert (decision["what"], decision["outcome"]) == ("payment received", "hold")
    assert (decision["bundle"], decision["settings"]) == (bundle.hex(), settings.hex())
    assert decision["evidence"]["bundle"] == bundle.hex()
    assert decision["evidence"]["policy"] == settings.hex()
    assert unknown.code == "unknown"


def test_what_a_later_screening_found_is_kept_too(tmp_path: Path) -> None:
    """Under the payment's key, and told with the verdict that it led to."""

    async def scene(served: Served) -> list[dict[str, Any]]:
        runner = served.runner
        bundle = await runner.read(lambda node: node.state.bundle)
        until_then = runner.around.clock.now_ms() + 10**9
        await runner.take(ActivateBundle(b"other lists", until_then))
        await hold(served)
        await runner.take(ActivateBundle(bundle, until_then))
        task = asyncio.create_task(Rescreening(runner).keep())
        payments = await runner.read(lambda node: node.state.payments)
        await until(runner, lambda: payments[UETR].hold_cause is HoldCause.REVIEW)
        task.cancel()
        await runner.read(lambda node: node.head)  # what is decided is durable a moment later
        served.follow()
        told = await served.client(ANN).get(f"/v1/decisions?payment={UETR}")
        found: list[dict[str, Any]] = told.words["decisions"]
        return found

    first, *later = serve(scene, tmp_path)
    assert first["what"] == "payment received"
    assert later
    assert {each["what"] for each in later} == {"verdict recorded"}
    assert all(each["evidence"] == first["evidence"] for each in later)
    assert first["evidence"]["outcome"] == "hold"


async def hold_known(served: Served) -> None:
    """Have a payment held whose message says more of the party than its name."""
    account = Account(iban="GB33BUKB20201555555555")
    named = transaction(creditor=Customer(name="Richard Roe"), creditor_account=account)
    await paid(served, credit_transfer(named))


def spared(served: Served) -> None:
    """Let the desk know what its list says of its one entity, and follow the books."""
    desk = served.runner.desks["RUB-CNY"]
    contents = {("HOUSE", "H-1"): b"c" * 32}
    desk = desk._replace(good_guys=GoodGuys(frozenset(), contents))
    served.runner.desks = {"RUB-CNY": desk}
    served.runner.grounds = Grounds({}, PolicyShelf(served.running.folder))


def test_two_people_make_a_good_guy_entry_and_one_ends_it(tmp_path: Path) -> None:
    """Of a party in a held payment; the next message of that party passes while it lasts."""

    async def scene(served: Served) -> tuple[list[Answer], list[Any], list[str]]:
        await hold_known(served)
        spared(served)
        ann, bo = served.client(ANN), served.client(BO)
        (held,) = (await ann.get("/v1/held")).words["held"]
        (hit,) = [each for each in held["hits"] if each["path"].endswith("Cdtr/Nm")]
        words = {"payment_id": UETR, "path": hit["path"], **ENTITY, "entity": hit["entity"]}
        made = await ann.say("POST", "/v1/good-guys", **words)
        at = f"/v1/good-guys/{made.words['subject']}"
        said = [
            made,
            await ann.say("POST", f"{at}/confirmation"),
            await bo.say("POST", f"{at}/confirmation"),
        ]
        seen = (await ann.get("/v1/good-guys")).words["good_guys"]
        desk = served.runner.desks["RUB-CNY"]
        counting = [sorted(desk.good_guys.counting)]
        said.append(await bo.ask("DELETE", at))
        counting.append(sorted(served.runner.desks["RUB-CNY"].good_guys.counting))
        return said, seen, [made.words["subject"], *map(str, counting)]

    (made, alone, second, ended), seen, (name, during, after) = serve(scene, tmp_path)
    assert made.status == 201
    assert made.words["happened"] == ["good guy proposed"]
    assert alone.code == "AG01"
    assert second.words["happened"] == ["good guy confirmed"]
    assert ended.words["happened"] == ["good guy revoked"]
    (entry,) = seen
    assert (entry["good_guy_id"], entry["seen_in"]) == (name, UETR)
    assert (entry["proposed_by"], entry["confirmed_by"]) == ("ann", "bo")
    assert (during, after) == (str([name]), "[]")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"payment_id": "nobody"}, "unknown"),
        ({"path": "Document/Nowhere/Nm"}, "invalid"),
        ({"entity": "H-99"}, "invalid"),
        ({"days": 401}, "unfit"),
        ({"days": 0}, "unfit"),
    ],
)
def test_an_entry_is_of_what_is_there(tmp_path: Path, words: dict[str, object], code: str) -> None:
    """Of a payment here, a field of its message, and an entity on a list of now."""

    async def scene(served: Served) -> Answer:
        await hold_known(served)
        spared(served)
        ann = served.client(ANN)
        (held,) = (await ann.get("/v1/held")).words["held"]
        path = held["hits"][0]["path"]
        asked = {"payment_id": UETR, "path": path, **ENTITY, **words}
        return await ann.say("POST", "/v1/good-guys", **asked)

    assert serve(scene, tmp_path).code == code


def test_of_a_name_alone_there_is_no_entry(tmp_path: Path) -> None:
    """Anybody may bear it."""

    async def scene(served: Served) -> Answer:
        await hold(served)
        spared(served)
        ann = served.client(ANN)
        (held,) = (await ann.get("/v1/held")).words["held"]
        asked = {"payment_id": UETR, "path": held["hits"][0]["path"], **ENTITY}
        return await ann.say("POST", "/v1/good-guys", **asked)

    answer = serve(scene, tmp_path)
    assert answer.code == "invalid"
    assert "no more of the party than its name" in answer.words["detail"]


def test_a_bank_reads_none_of_it(tmp_path: Path) -> None:
    """Neither that there is a hold, nor a policy, nor what people do."""

    async def scene(served: Served) -> list[Answer]:
        await paid(served, credit_transfer(transaction(creditor=Customer(name="Richard Roe"))))
        bank = served.client(BANK)
        places = (
            "/v1/held",
            f"/v1/held/{UETR}",
            f"/v1/decisions?payment={UETR}",
            "/v1/policies",
            "/v1/good-guys",
        )
        return [await bank.get(place) for place in places]

    for answer in serve(scene, tmp_path):
        assert (answer.status, answer.code) == (403, "forbidden")


def test_a_shelf_gives_back_what_it_was_given(tmp_path: Path) -> None:
    """By its digest, and nothing that has changed since."""
    shelf, policy = PolicyShelf(tmp_path), policy_for_all(NORTH, ["HOUSE"])
    assert shelf.text(policy.digest) == b""
    shelf.put(policy)
    shelf.put(policy)
    assert shelf.text(policy.digest)
    (file,) = (tmp_path / "policies").iterdir()
    file.write_bytes(file.read_bytes() + b" ")
    assert shelf.text(policy.digest) == b""
