"""Currency control at the doors: rules by two people, refusals that say what is missing, lines."""

import csv
import io
from pathlib import Path

import pytest

from tallystick.node.parties import Party
from tallystick.node.rules_text import Ruled, read_rules
from tallystick.wire.iso20022.views import Coded
from tallystick.wire.iso20022.views import Party as Customer
from tests.admission.messages import UETR, credit_transfer, status_report, transaction
from tests.api.served import ANN, BANK, BO, PROVIDER, SOUTH_BANK, Answer, Served, serve
from tests.api.test_messages import QUOTE, paid

TEXT = """
country = "RU"
currency = "RUB"
version = 1

[[rule]]
id = "purpose"
legal_basis = "Invented Currency Act, section 1"
direction = "outward"
then = "require"
requires = ["purpose"]

[[rule]]
id = "watched"
legal_basis = "Invented Currency Act, section 2"
direction = "outward"
channels = ["bank-transfer"]
residence = "resident"
period = "month"
then = "report"
report = true
"""
DIGEST = read_rules(TEXT.encode(), "rules").digest.hex()
CONFIRMATION = "/v1/rules/confirmation"


def ruled(served: Served, text: str = TEXT) -> Ruled:
    """Have the settings name rules."""
    found = read_rules(text.encode(), "rules")
    served.runner.around = served.runner.around._replace(ruled=found)
    return found


async def in_force(served: Served) -> list[Answer]:
    """Have two people put the rules in force."""
    ruled(served)
    return [
        await served.client(person).say("POST", CONFIRMATION, digest=DIGEST)
        for person in (ANN, BO)
    ]


def declared(name: str = "Wang Fang") -> bytes:
    """Return a payment that has a purpose."""
    return credit_transfer(transaction(purpose=Coded(code="GDDS"), creditor=Customer(name=name)))


def test_rules_take_two_people(tmp_path: Path) -> None:
    """They wait for the first, then for the second, then they are in force."""

    async def scene(served: Served) -> tuple[list[Answer], list[Answer]]:
        ruled(served)
        ann, bo = served.client(ANN), served.client(BO)
        told = [await ann.get("/v1/rules")]
        said = []
        for person in (ann, ann, bo, bo):
            said.append(await person.say("POST", CONFIRMATION, digest=DIGEST))
            told.append(await ann.get("/v1/rules"))
        return told, said

    told, said = serve(scene, tmp_path)
    assert [each.status for each in said] == [200, 422, 200, 422]
    assert [each.words["happened"] for each in (said[0], said[2])] == [
        ["rules proposed"],
        ["rules adopted"],
    ]
    waits = [each.words["waiting"] for each in told]
    assert [each and each["proposed_by"] for each in waits] == ["", "ann", "ann", None, None]
    assert [each.words["active"] is None for each in told] == [True, True, True, False, False]
    active = told[-1].words["active"]
    assert (active["digest"], active["country"], active["version"]) == (DIGEST, "RU", 1)
    assert [rule["then"] for rule in active["rules"]] == ["require", "report"]
    assert active["rules"][1]["channels"] == ["bank-transfer"]
    assert "two different people" in said[1].words["detail"]


def test_only_the_text_of_the_settings_is_confirmed(tmp_path: Path) -> None:
    """By its digest, so that nobody confirms what he has not read."""

    async def scene(served: Served) -> list[Answer]:
        ann = served.client(ANN)
        none = await ann.say("POST", CONFIRMATION, digest=DIGEST)
        ruled(served, TEXT.replace("1", "2"))
        other = await ann.say("POST", CONFIRMATION, digest=DIGEST)
        return [none, other, await ann.say("POST", CONFIRMATION, digest="soon")]

    answers = serve(scene, tmp_path)
    assert [each.status for each in answers] == [404, 404, 422]


@pytest.mark.parametrize("party", [BANK, PROVIDER])
def test_rules_and_lines_are_people_s(party: Party, tmp_path: Path) -> None:
    """No bank and no provider reads or confirms them."""

    async def scene(served: Served) -> list[Answer]:
        client = served.client(party)
        return [
            await client.get("/v1/rules"),
            await client.say("POST", CONFIRMATION, digest=DIGEST),
            await client.get("/v1/regulatory-reports"),
        ]

    assert [each.status for each in serve(scene, tmp_path)] == [403] * 3


def test_a_bank_is_told_what_is_missing(tmp_path: Path) -> None:
    """At once, by rule, place and sentence; and in the pacs.002 of its mailbox."""

    async def scene(served: Served) -> tuple[Answer, Answer, Answer]:
        await in_force(served)
        refused = await paid(served)
        accepted = await served.client(BANK).submit(credit_transfer(), accept="application/xml")
        return refused, accepted, await served.client(BANK).get("/v1/messages")

    refused, accepted, mailbox = serve(scene, tmp_path)
    assert (refused.status, refused.code) == (422, "FF07")
    assert refused.words["errors"] == [
        {
            "rule": "currency-control",
            "code": "purpose",
            "path": "Purp",
            "text": "It needs a purpose code (Purp).",
        }
    ]
    assert b"<Cd>FF07</Cd>" in accepted.body
    (told,) = [each for each in mailbox.words["messages"] if each["payment_id"] == UETR][:1]
    assert "<AddtlInf>Currency control, rule purpose.</AddtlInf>" in told["content"]
    assert "<AddtlInf>It needs a purpose code (Purp).</AddtlInf>" in told["content"]


def test_a_letter_says_it_too(tmp_path: Path) -> None:
    """A bank that takes XML is answered at once with the same words."""

    async def scene(served: Served) -> Answer:
        await in_force(served)
        bank = served.client(BANK)
        await bank.say("POST", "/v1/quotes", **QUOTE)
        return await bank.submit(credit_transfer(), accept="application/xml")

    assert b"rule purpose." in serve(scene, tmp_path).body


async def reported(served: Served, name: str) -> None:
    """Have a payment settled that a rule reports."""
    await in_force(served)
    await paid(served, declared(name))
    south = served.other.client(SOUTH_BANK)
    await south.get("/v1/messages?wait=5")
    await south.submit(status_report("ACTC"))
    await served.client(BANK).get("/v1/messages?wait=5")


def test_a_settled_payment_is_a_line(tmp_path: Path) -> None:
    """With names from the vault, until whoever asked has taken it."""

    async def scene(served: Served) -> list[Answer]:
        await reported(served, "=Wang Fang")
        ann = served.client(ANN)
        return [
            await ann.get("/v1/regulatory-reports"),
            await ann.get("/v1/regulatory-reports?form=csv"),
            await ann.get("/v1/regulatory-reports?after=1"),
            await ann.get("/v1/regulatory-reports?after=2"),
        ]

    lines, text, after, ahead = serve(scene, tmp_path)
    (line,) = lines.words["lines"]
    assert (line["rule_id"], line["rules_digest"], line["payment_id"]) == ("watched", DIGEST, UETR)
    assert (line["direction"], line["amount"], line["currency"]) == ("outward", 100_000, "RUB")
    assert (line["country"], line["purposes"], line["codes"]) == ("CN", "GDDS", "")
    assert (line["debtor"], line["creditor"]) == ("Anna Ivanova", "=Wang Fang")
    assert len(line["person"]) == 64
    (row,) = csv.DictReader(io.StringIO(text.words["csv"]))
    assert (row["payment_id"], row["creditor"]) == (UETR, "'=Wang Fang")
    assert text.words["lines"] == []
    assert (after.words["lines"], after.words["last"]) == ([], 1)
    assert ahead.code == "cursor-ahead"
