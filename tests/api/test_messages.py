"""A bank's messages: taken once, answered the same ever after, refused with every flaw named."""

import asyncio
import threading
from pathlib import Path

import pytest

from tallystick.core.commands import AnswerPresentation, SubmitPayment
from tallystick.core.effects import TellStatus
from tallystick.journal.entries import unseal
from tallystick.journal.port import Store
from tallystick.node.doors import messages
from tallystick.node.doors.judging import SMALL_BYTES
from tallystick.node.doors.messages import standing_after
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.views import Party
from tests.admission.messages import credit_transfer, status_report, transaction
from tests.api.served import BANK, OTHER_BANK, SOUTH_BANK, Answer, Served, let_others_go_on, serve
from tests.core.pair import NORTH, SOUTH
from tests.node.history import lived

QUOTE = {
    "quote_id": "4b41ff0e-38bd-4e35-a7a9-1f6b7c1d0007",
    "agreement": "RUB-CNY",
    "amount": 100_000,
    "fixed": "debtor",
}


async def paid(served: Served, raw: bytes = b"") -> Answer:
    """Take a quote and send a payment on it."""
    bank = served.client(BANK)
    await bank.say("POST", "/v1/quotes", **QUOTE)
    return await bank.submit(raw or credit_transfer())


def test_an_order_is_taken_once(tmp_path: Path) -> None:
    """The same bytes again get the stored answer; others under the same id are refused."""

    async def scene(served: Served) -> list[Answer]:
        first = await paid(served)
        again = await served.client(BANK).submit(credit_transfer())
        other = credit_transfer(transaction(debtor=Party(name="Somebody Else")))
        return [first, again, await served.client(BANK).submit(other)]

    first, again, other = serve(scene, tmp_path)
    assert (first.status, first.words["status"], first.words["reason"]) == (202, "PDNG", None)
    assert again.words == first.words
    assert first.words["message"] == "pacs.008.001.13"
    assert (other.status, other.code) == (409, "AM05")
    assert "payment_id" not in other.words


def test_a_stored_refusal_is_told_again(tmp_path: Path) -> None:
    """With the reason's status, the payment's id, and the words of its pacs.002."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        raw = credit_transfer()  # its quote was never taken
        return [await bank.submit(raw), await bank.submit(raw)]

    first, again = serve(scene, tmp_path)
    assert first.status == 422
    assert first.words == again.words
    told = {name: first.words[name] for name in ("code", "payment_status", "reason")}
    assert told == {"code": "AB04", "payment_status": "RJCT", "reason": "AB04"}
    assert first.words["payment_id"] == "8a562c67-ca16-48ba-b074-65581be6f001"


def test_a_suspected_payment_looks_like_any_other(tmp_path: Path) -> None:
    """Whoever sends learns nothing of a hold from the answer."""

    async def scene(served: Served) -> tuple[Answer, int]:
        hit = credit_transfer(transaction(creditor=Party(name="Richard Roe")))
        answer = await paid(served, hit)
        held = await served.runner.read(
            lambda node: [p.state for p in node.state.payments.values()]
        )
        return answer, held.count("held")  # type: ignore[arg-type]

    answer, held = serve(scene, tmp_path)
    assert held == 1
    assert (answer.status, answer.words["status"], answer.words["reason"]) == (202, "PDNG", None)


def test_every_flaw_of_a_broken_message_is_told(tmp_path: Path) -> None:
    """Not only the first, each with its place."""
    broken = credit_transfer()
    for good, bad in (
        (b"<MsgId>MSG-1</MsgId>", b"<MsgId></MsgId>"),
        (b"<NbOfTxs>1</NbOfTxs>", b"<NbOfTxs>one</NbOfTxs>"),
        (b"<ChrgBr>SHAR</ChrgBr>", b"<ChrgBr>HALF</ChrgBr>"),
    ):
        assert good in broken
        broken = broken.replace(good, bad)
    answer = serve(lambda served: served.client(BANK).submit(broken), tmp_path)
    assert (answer.status, answer.code) == (400, "invalid")
    paths = {error["path"].rpartition("/")[2] for error in answer.words["errors"]}
    assert paths >= {"MsgId", "NbOfTxs", "ChrgBr"}


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>
<lolz>&lol2;</lolz>"""
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'


NOISE = (
    (b"", "xml-malformed"),
    (b"\x00\x01", "xml-control-character"),
    (b"<Document", "xml-malformed"),
    (BOMB, "xml-doctype"),
    (OUTSIDE, "xml-doctype"),
    (b"<a>" * 2_000, "xml-malformed"),
    (b"<a/>" * 3_001, "xml-too-many-elements"),
    (b"<a>\xff</a>", "xml-encoding"),
    (b"<a/>", "no-message"),
)


def test_bytes_that_are_no_message_are_refused(tmp_path: Path) -> None:
    """Bombs, entities and noise cost a sentence."""

    async def scene(served: Served) -> list[Answer]:
        return [await served.client(BANK).submit(raw) for raw, _ in NOISE]

    for (_, code), answer in zip(NOISE, serve(scene, tmp_path), strict=True):
        assert (answer.status, answer.code) == (400, "invalid")
        assert [error["code"] for error in answer.words["errors"]] == [code]


def test_the_first_flaws_of_very_many_are_told(tmp_path: Path) -> None:
    """And that there are more."""
    noise = b"<Nothing/>" * 2_000
    raw = credit_transfer().replace(b"</CdtTrfTxInf>", noise + b"</CdtTrfTxInf>", 1)

    async def scene(served: Served) -> Answer:
        return await served.client(BANK).submit(raw)

    answer = serve(scene, tmp_path)
    assert (answer.status, answer.code) == (400, "invalid")
    assert 0 < len(answer.words["errors"]) <= 100


@pytest.mark.slow
def test_of_many_flaws_a_hundred_are_told(tmp_path: Path) -> None:
    """And how many there are."""
    empty = b"<RmtInf>" + b"<Ustrd></Ustrd>" * 2_000 + b"</RmtInf>"
    raw = credit_transfer().replace(b"</CdtTrfTxInf>", empty + b"</CdtTrfTxInf>", 1)
    answer = serve(lambda served: served.client(BANK).submit(raw), tmp_path)
    assert (answer.status, answer.code) == (400, "invalid")
    assert len(answer.words["errors"]) == 100
    assert answer.words["detail"].endswith("The first 100 of 2000 flaws are told.")


@pytest.mark.parametrize("part", ["_judged", "_flawed"])
def test_nobody_waits_for_anothers_broken_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """While a large one is judged, and while the flaws of any are looked for."""
    gate, act = threading.Event(), getattr(messages, part)
    broken = credit_transfer().replace(b"<MsgId>MSG-1</MsgId>", b"<MsgId></MsgId>")
    if part == "_judged":
        broken += b" " * SMALL_BYTES

    def slow(*words: object) -> object:
        assert gate.wait(30), "the loop goes on"
        return act(*words)

    monkeypatch.setattr(messages, part, slow)

    async def scene(served: Served) -> tuple[Answer, bool, list[Answer]]:
        bank = served.client(BANK)
        many = [asyncio.ensure_future(bank.submit(broken)) for _ in range(3)]
        await let_others_go_on()
        other = await served.client(OTHER_BANK).get("/v1/agreements")
        is_any_done = any(each.done() for each in many)
        gate.set()
        return other, is_any_done, await asyncio.gather(*many)

    other, is_any_done, answers = serve(scene, tmp_path)
    assert (other.status, is_any_done) == (200, False)
    assert [each.code for each in answers] == ["invalid"] * 3


def test_what_is_not_supported_is_said_so(tmp_path: Path) -> None:
    """Another message, and another version."""
    header = b'<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"/>'
    other = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"/>'
    old = credit_transfer().replace(b"pacs.008.001.13", b"pacs.008.001.02")

    async def scene(served: Served) -> list[Answer]:
        return [await served.client(BANK).submit(raw) for raw in (other, old, header)]

    first, second, third = serve(scene, tmp_path)
    assert [(each.status, each.code) for each in (first, second)] == [(422, "unsupported")] * 2
    assert [len(each.words["errors"]) for each in (first, second)] == [1, 1]
    assert third.status in (400, 422)


def test_a_message_of_another_bank_is_refused(tmp_path: Path) -> None:
    """Who sends is whose certificate it is, whatever the message says."""
    answer = serve(lambda served: served.client(OTHER_BANK).submit(credit_transfer()), tmp_path)
    assert (answer.status, answer.code) == (422, "AGNT")
    assert answer.words["errors"][0]["rule"] == "admission"


def test_an_agreement_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Before the message is looked at."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        named = await bank.submit(credit_transfer(), "?agreement=SGD-THB")
        (only,) = served.runner.desks.values()
        served.runner.desks = {"RUB-CNY": only, "SGD-THB": only}
        unnamed = await bank.submit(credit_transfer())
        served.runner.desks = {}
        return [named, unnamed, await bank.submit(credit_transfer())]

    unknown, unclear, none = serve(scene, tmp_path)
    assert (unknown.status, unknown.code) == (404, "unknown")
    assert (unclear.status, unclear.code) == (400, "unclear")
    assert (none.status, none.code) == (404, "unknown")


def test_an_answer_of_a_bank_to_nothing_is_refused(tmp_path: Path) -> None:
    """No payment was presented to it; whose it is is not told."""

    async def scene(served: Served) -> list[Answer]:
        await paid(served)
        raw = status_report("ACTC")
        return [await served.client(each).submit(raw) for each in (BANK, OTHER_BANK, SOUTH_BANK)]

    answers = serve(scene, tmp_path)
    assert [(each.status, each.code) for each in answers] == [(422, "AG01")] * 3
    assert len({each.body for each in answers}) == 1


def test_an_amount_that_no_currency_has_is_refused(tmp_path: Path) -> None:
    """The schema allows five decimals, the rouble two."""
    raw = credit_transfer().replace(b">1000.00<", b">1000.001<")
    answer = serve(lambda served: served.client(BANK).submit(raw), tmp_path)
    assert (answer.status, answer.code) == (400, "CH20")


def test_a_quote_can_be_bound_beside_the_message(tmp_path: Path) -> None:
    """For versions that have no place for it."""
    raw = credit_transfer(transaction(agreed_rate=None))

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        await bank.say("POST", "/v1/quotes", **QUOTE)
        odd = await bank.submit(raw, "?quote_id=mine")
        return [odd, await bank.submit(raw, f"?quote_id={QUOTE['quote_id']}")]

    odd, bound = serve(scene, tmp_path)
    assert (odd.status, odd.code) == (422, "unfit")
    assert bound.status == 202


def test_the_answer_is_what_the_bank_is_told() -> None:
    """Of each order and answer of a long history, what the events say is what was told."""
    history = lived()
    assert sum(compare(history.stores[name]) for name in (NORTH, SOUTH)) > 15


def compare(store: Store) -> int:
    """Hold the standing after each bank's command against what left because of it."""
    told = {
        row.entry: row.effect
        for destination, head in store.outbox_heads().items()
        if destination.startswith("participant:")
        for row in store.outbox(destination, 0, head)
        if isinstance(row.effect, TellStatus) and not row.effect.content
    }
    entries = [unseal(sealed) for sealed in store.entries(0) if sealed.sequence in told]
    ours = [
        each for each in entries if isinstance(each.command, (SubmitPayment, AnswerPresentation))
    ]
    for entry in ours:
        effect = told[entry.sequence]
        assert standing_after(entry.events) == (effect.status, effect.reason), entry
    return len(ours)


def test_an_agreements_profile_is_kept_at_the_door(tmp_path: Path) -> None:
    """A message that its schema takes is refused with every rule of the profile that it breaks."""

    async def scene(served: Served) -> Answer:
        strict = served.runner.desks["RUB-CNY"]._replace(profile="cbpr+2026")
        served.runner.desks = {"RUB-CNY": strict}
        raw = credit_transfer(transaction(agreed_rate=None), message=Message("pacs.008.001.08"))
        return await served.client(BANK).submit(raw)

    answer = serve(scene, tmp_path)
    assert answer.status in (400, 422)
    errors = answer.words["errors"]
    assert len(errors) > 1
    assert all("(rule " in each["text"] for each in errors)
    assert "payment_id" not in answer.words
