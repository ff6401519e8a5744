"""What the operator's people, providers and banks do and read besides payments."""

from pathlib import Path

import pytest

from tallystick.node.parties import Party
from tallystick.wire.iso20022.views import Party as Customer
from tests.admission.messages import credit_transfer, transaction
from tests.api.served import ANN, BANK, BO, OTHER_BANK, PROVIDER, Answer, Served, serve
from tests.api.test_messages import QUOTE, paid
from tests.api.test_waiting import called
from tests.core.pair import gross
from tests.node.linked_nodes import LinkedNodes

pytestmark = pytest.mark.slow

AGREEMENT = {"agreement": "RUB-CNY"}
UETR = "8a562c67-ca16-48ba-b074-65581be6f001"


def test_the_same_quote_is_given_again(tmp_path: Path) -> None:
    """For the same words by the same bank; any other is a misuse of the id."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        others: list[dict[str, object]] = [
            {"amount": 1},
            {"fixed": "creditor"},
            {"provider": "FX"},
        ]
        return [
            await bank.say("POST", "/v1/quotes", **QUOTE),
            await bank.say("POST", "/v1/quotes", **QUOTE),
            *[await bank.say("POST", "/v1/quotes", **{**QUOTE, **over}) for over in others],
            await served.client(OTHER_BANK).say("POST", "/v1/quotes", **QUOTE),
        ]

    first, again, *misuses = serve(scene, tmp_path)
    assert first.status == 201
    assert again.words == first.words
    assert first.words["rate"] == {
        "base": "RUB",
        "counter": "CNY",
        "ratio": "79/1000",
        "decimal": "0.079",
    }
    assert [(each.status, each.code) for each in misuses] == [(409, "AM05")] * 4


def test_a_quote_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """With the core's reason."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        overs: list[dict[str, object]] = [
            {"agreement": "SGD-THB"},
            {"provider": "NOBODY"},
            {"amount": 10**13},
        ]
        return [await bank.say("POST", "/v1/quotes", **{**QUOTE, **over}) for over in overs]

    assert [each.code for each in serve(scene, tmp_path)] == ["AG01", "AGNT", "AM02"]


def test_people_publish_the_rate_of_the_house(tmp_path: Path) -> None:
    """And no provider publishes another's."""
    rate = {
        **AGREEMENT,
        "rate": "0.08",
        "tiers": [{"from": 1000, "basis_points": 10}],
        "improvements": [{"participant": "NOBKRUMM", "basis_points": -5}],
    }

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        return [
            await ann.say("PUT", "/v1/rates", **rate),
            await ann.say("PUT", "/v1/rates", **{**rate, "rate": "0.00"}),
            await ann.say("PUT", "/v1/rates", **{**rate, "agreement": "SGD-THB"}),
            await ann.say("PUT", "/v1/rates", **{**rate, "tiers": [{"from": 5}]}),
            await served.client(PROVIDER).say("PUT", "/v1/rates", **rate),
            await served.client(BANK).say("POST", "/v1/quotes", **QUOTE),
            await served.client(BANK).get("/v1/providers"),
            await served.client(OTHER_BANK).get("/v1/providers"),
        ]

    done, zero, unknown, odd, refused, quote, own, other = serve(scene, tmp_path)
    assert done.words == {"subject": "NORTH", "happened": ["rates published"]}
    assert (zero.status, zero.words["errors"][0]["path"]) == (400, "$.rate")
    assert (unknown.code, odd.code, refused.code) == ("unknown", "unfit", "AG01")
    assert quote.words["creditor_amount"] == 8004
    assert len(own.words["providers"][0]["improvements"]) == 1
    assert other.words["providers"][0]["improvements"] == []


def test_a_provider_publishes_its_own_rate(tmp_path: Path) -> None:
    """Under an agreement that it serves."""
    nodes = LinkedNodes(gross())
    nodes.found()

    async def scene(served: Served) -> list[Answer]:
        ann, provider = served.client(ANN), served.client(PROVIDER)
        words = {"agreement": "SGD-THB", "rate": "25.12"}
        return [
            await provider.say("PUT", "/v1/rates", **words),
            await ann.say("PUT", "/v1/providers/FXHOUSE", agreement="SGD-THB", exposure_limit=5),
            await provider.say("PUT", "/v1/rates", **words),
            await provider.get("/v1/providers"),
            await ann.say("PUT", "/v1/rates", **words),
        ]

    early, taken, published, told, house = serve(scene, tmp_path, nodes)
    assert (early.code, house.code) == ("AG01", "AG01")
    assert taken.words["happened"] == ["provider registered"]
    assert published.words == {"subject": "FXHOUSE", "happened": ["rates published"]}
    assert told.words["providers"][0]["exposure"]["exposure_limit"] == 5


def test_each_sees_its_own_accounts(tmp_path: Path) -> None:
    """People see all of them."""

    async def scene(served: Served) -> dict[str, list[str]]:
        answers = {
            each.id: await served.client(each).get("/v1/positions")
            for each in (BANK, OTHER_BANK, PROVIDER, ANN)
        }
        return {
            name: [account["account_id"] for account in answer.words["accounts"]]
            for name, answer in answers.items()
        }

    seen = serve(scene, tmp_path)
    assert seen["NOBKRUMM"] == ["participant:NOBKRUMM:RUB"]
    assert seen["NOB2RUMM"] == ["participant:NOB2RUMM:RUB"]
    assert seen["FXHOUSE"] == []
    assert len(seen["ann"]) > 5


def test_participants_are_taken_up_suspended_and_reinstated(tmp_path: Path) -> None:
    """And each is told its own limits alone."""

    async def scene(served: Served) -> list[Answer]:
        ann, at = served.client(ANN), "/v1/participants/NOBKRUMM"
        return [
            await ann.say("PUT", at, **AGREEMENT, operator="NORTH", daily_limit=500),
            await ann.say("PUT", at, **AGREEMENT, operator="EAST"),
            await ann.say("POST", f"{at}/suspension", **AGREEMENT),
            await served.client(BANK).get("/v1/participants"),
            await ann.ask("DELETE", f"{at}/suspension?agreement=RUB-CNY"),
            await ann.say("PUT", at, **AGREEMENT, operator="NORTH", participant="NOB2RUMM"),
        ]

    limits, refused, suspended, seen, reinstated, twice = serve(scene, tmp_path)
    assert limits.words == {"subject": "NOBKRUMM", "happened": ["participant registered"]}
    assert (refused.status, refused.code) == (422, "AG01")
    assert suspended.words["happened"] == ["participant suspended"]
    assert reinstated.words["happened"] == ["participant reinstated"]
    by_name = {each["participant_id"]: each for each in seen.words["participants"]}
    assert by_name["NOBKRUMM"]["is_suspended"]
    assert by_name["NOBKRUMM"]["limits"]["daily_limit"] == 500
    assert by_name["NOB2RUMM"]["limits"] is None
    assert twice.code == "unfit"


async def hold(served: Served) -> None:
    """Have a payment held."""
    await paid(served, credit_transfer(transaction(creditor=Customer(name="Richard Roe"))))


def test_two_people_release_a_held_payment(tmp_path: Path) -> None:
    """The same person twice is one."""

    async def scene(served: Served) -> tuple[Answer, list[Answer]]:
        await hold(served)
        held = await served.client(ANN).get("/v1/held")
        people = (ANN, ANN, BO, BO)
        at, why = f"/v1/held/{UETR}/release", "name differs"
        words = [await served.client(each).say("POST", at, reason=why) for each in people]
        return held, words

    held, (first, again, second, late) = serve(scene, tmp_path)
    (waiting,) = held.words["held"]
    assert (waiting["payment_id"], waiting["cause"]) == (UETR, "review")
    assert first.words["happened"] == ["release proposed"]
    assert (again.code, late.code) == ("AG01", "AG01")
    assert second.words["happened"][0] == "release confirmed"


def test_one_person_refuses_a_held_payment(tmp_path: Path) -> None:
    """And the bank hears RR04, whatever the list."""

    async def scene(served: Served) -> tuple[Answer, Answer]:
        await hold(served)
        at, why = f"/v1/held/{UETR}/refusal", "true match"
        refused = await served.client(ANN).say("POST", at, reason=why)
        raw = credit_transfer(transaction(creditor=Customer(name="Richard Roe")))
        return refused, await served.client(BANK).submit(raw)

    refused, told = serve(scene, tmp_path)
    assert refused.words["happened"] == ["held refused", "payment refused"]
    assert (told.status, told.code, told.words["payment_id"]) == (422, "RR04", UETR)
    assert "list" not in told.words["title"].lower()


@pytest.mark.slow
@pytest.mark.parametrize("case_id", ["no/such case", "#", "a" * 301])
def test_a_case_that_is_not_open_is_refused(tmp_path: Path, case_id: str) -> None:
    """A case's id may hold a slash."""
    quoted = case_id.replace("#", "%23").replace(" ", "%20")
    answer = serve(
        lambda served: served.client(ANN).ask("POST", f"/v1/cases/{quoted}/closing"), tmp_path
    )
    assert answer.code == ("unfit" if len(case_id) > 300 else "AG01")


def test_cases_are_told_and_closed(tmp_path: Path) -> None:
    """By the id they are told under."""

    async def scene(served: Served) -> tuple[Answer, Answer, Answer]:
        await called(served, 1)
        ann = served.client(ANN)
        open_before = await ann.get("/v1/cases")
        case_id = open_before.words["cases"][0]["case_id"].replace(" ", "%20")
        closed = await ann.ask("POST", f"/v1/cases/{case_id}/closing")
        return open_before, closed, await ann.get("/v1/cases")

    before, closed, after = serve(scene, tmp_path)
    assert len(before.words["cases"]) == 1
    assert closed.words["happened"] == ["case closed"]
    assert after.words["cases"] == []


def test_a_cycle_is_closed_once_by_its_number(tmp_path: Path) -> None:
    """Sent again, the close closes no further cycle."""

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        return [
            await ann.say("PUT", "/v1/cycles/RUB-CNY/next-rate", rate="0.081"),
            await ann.say("PUT", "/v1/cycles/SGD-THB/next-rate", rate="0.081"),
            await ann.ask("POST", "/v1/cycles/RUB-CNY/1/close"),
            await ann.ask("POST", "/v1/cycles/RUB-CNY/1/close"),
            await ann.ask("POST", "/v1/cycles/RUB-CNY/1/settlement"),
        ]

    fixed, unknown, closed, again, restart = serve(scene, tmp_path)
    assert fixed.words["happened"] == ["cycle rate fixed"]
    assert unknown.code == "unknown"
    assert closed.words["happened"][0] == "cycle closed"
    assert (again.code, restart.code) == ("AG01", "AG01")


def test_money_is_paid_out_once(tmp_path: Path) -> None:
    """The same words under the same id are the same act; other words are refused."""
    words = {
        "defunding_id": "out-1",
        "settlement_system": "RTGS-NORTH",
        "account_id": "participant:NOBKRUMM:RUB",
        "amount": 1_000,
    }

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        overs: list[dict[str, object]] = [
            {},
            {},
            {"amount": 2_000},
            {"account_id": "participant:NOB2RUMM:RUB"},
        ]
        answers = [await ann.say("POST", "/v1/defundings", **{**words, **over}) for over in overs]
        poor = {**words, "defunding_id": "out-2", "amount": 10**15}
        return [*answers, await ann.say("POST", "/v1/defundings", **poor)]

    first, again, larger, other, poor = serve(scene, tmp_path)
    assert first.words == {"subject": "out-1", "happened": ["defunding requested"]}
    assert (first.status, again.status) == (202, 202)
    assert again.words == {"subject": "out-1", "happened": []}
    assert (larger.code, other.code, poor.code) == ("AM05", "AM05", "AM04")


def test_a_resolution_takes_two(tmp_path: Path) -> None:
    """And names an outcome that there is."""

    async def scene(served: Served) -> list[Answer]:
        await paid(served)
        words = {**AGREEMENT, "payment_id": UETR, "outcome": "rejected"}
        sign: list[Party] = [ANN, BO]
        answers = [
            await served.client(each).say("POST", "/v1/resolutions", **words) for each in sign
        ]
        odd = {**words, "outcome": "withdrawn"}
        return [*answers, await served.client(ANN).say("POST", "/v1/resolutions", **odd)]

    first, second, odd = serve(scene, tmp_path)
    assert first.words["happened"] == ["resolution proposed"]
    assert second.words["happened"][0] == "resolution confirmed"
    assert odd.code == "unfit"


def test_reference_is_for_everybody(tmp_path: Path) -> None:
    """Agreements and reasons."""

    async def scene(served: Served) -> list[Answer]:
        return [
            await served.client(each).get(path)
            for each in (BANK, PROVIDER, ANN)
            for path in ("/v1/agreements", "/v1/reasons")
        ]

    answers = serve(scene, tmp_path)
    assert {each.status for each in answers} == {200}
    assert answers[0].words["agreements"][0]["agreement_id"] == "RUB-CNY"
    codes = [each["code"] for each in answers[1].words["reasons"]]
    assert "AM04" in codes


def test_cycles_are_told_to_people(tmp_path: Path) -> None:
    """Open and closed, with what happened to them."""

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        await ann.ask("POST", "/v1/cycles/RUB-CNY/1/close")
        served.follow()
        paths = ("?agreement=RUB-CNY", "?agreement=SGD-THB", "", "/RUB-CNY/1", "/RUB-CNY/99")
        answers = [await ann.get(f"/v1/cycles{path}") for path in paths]
        return [*answers, await ann.get("/v1/cycles/RUB-CNY/1/history")]

    told, unknown, unnamed, one, none, history = serve(scene, tmp_path)
    assert [each["cycle"] for each in told.words["cycles"]] == [1, 2]
    assert (unknown.code, unnamed.code, none.code) == ("unknown", "unfit", "unknown")
    assert one.words == told.words["cycles"][0]
    assert history.words["happened"][0]["what"] == "cycle closed"
