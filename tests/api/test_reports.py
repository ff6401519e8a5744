"""An account's day, its day so far, its bookings: told to its owner alone, and proving out."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tallystick.links.peer import Identity
from tallystick.node.parties import Party
from tallystick.terms.instants import DAY_MS
from tallystick.wire.iso20022.account_reports import (
    AccountReport,
    BankToCustomerAccountReport,
    BankToCustomerDebitCreditNotification,
    BankToCustomerStatement,
)
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.views import Agent
from tallystick.wire.iso20022.views import Party as Person
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.jws import Expected
from tests.admission.messages import UETR, credit_transfer, transaction
from tests.api.served import (
    ANN,
    BANK,
    OTHER_BANK,
    PROVIDER,
    SOUTH_BANK,
    Answer,
    Served,
    let_others_go_on,
    serve,
)
from tests.api.test_letters import settled
from tests.api.test_messages import paid
from tests.core.pair import NORTH
from tests.node.linked_nodes import SIGNING

pytestmark = pytest.mark.slow

TODAY = "2026-09-21"
ACCOUNT, OTHER_ACCOUNT = "participant:NOBKRUMM:RUB", "participant:NOB2RUMM:RUB"


def reports_of(content: str) -> AccountReport:
    """Return what a message says of its one account."""
    match receive(content.encode()).document:
        case BankToCustomerStatement(statements=(report,)):
            return report
        case BankToCustomerAccountReport(reports=(report,)):
            return report
        case BankToCustomerDebitCreditNotification(notifications=(report,)):
            return report
        case other:
            pytest.fail(f"{other} is no account report")


def balances_of(report: AccountReport) -> dict[str, int]:
    """Return the balances of a report, by type."""
    return {each.kind.code: each.amount.minor for each in report.balances}


def next_day(served: Served) -> None:
    """Let a day pass on both clocks."""
    served.running.clock.go_on(DAY_MS)


async def asked(served: Served, *urls: str, party: Party = BANK) -> list[Answer]:
    """Ask one thing after the other, the account book being kept meanwhile."""
    client = served.client(party)
    return [await served.keeping_accounts(client.get(url)) for url in urls]


def test_the_day_so_far_ends_at_the_balance_of_the_account(tmp_path: Path) -> None:
    """With what is available; the payment is there by its own references."""

    async def scene(served: Served) -> tuple[Any, Any]:
        await settled(served)
        (report,) = await asked(served, "/v1/reports")
        positions = await served.client(BANK).get("/v1/positions")
        return report.words, positions.words["accounts"][0]

    told, account = serve(scene, tmp_path)
    assert (told["account_id"], told["message"]) == (ACCOUNT, "camt.052.001.08")
    assert (told["from"], told["to"], told["opening"]) == (TODAY, TODAY, 0)
    assert (told["closing"], told["available"]) == (account["balance"], account["available"])
    assert told["opening"] + told["credited"] - told["debited"] == told["closing"]
    report = reports_of(told["content"])
    assert balances_of(report) == {
        "OPBD": 0,
        "ITBD": account["balance"],
        "ITAV": account["available"],
    }
    transaction = report.entries[1].details[0].transactions[0]
    assert (transaction.uetr, transaction.end_to_end_id) == (UETR, "E2E-1")
    assert transaction.creditor_agent == Agent(bic=SOUTH_BANK.id)


def test_a_statement_is_of_a_day_that_is_over(tmp_path: Path) -> None:
    """Today's is refused, and a day's to come; once the day is over it is told, and signed."""

    async def scene(served: Served) -> list[Answer]:
        await settled(served)
        urls = [f"/v1/statements?date={on}" for on in (TODAY, "2030-01-01", "2026-09-18")]
        answers = await asked(served, *urls)
        next_day(served)
        return answers + await asked(
            served, *urls, f"/v1/statements?date=2026-09-01&until={TODAY}"
        )

    open_, future, before, over, still_future, again, period = serve(scene, tmp_path)
    assert [(each.status, each.code) for each in (open_, future, still_future)] == [
        (409, "day-open")
    ] * 3
    assert "camt.052" in open_.words["detail"]
    assert "not begun" in future.words["detail"]
    assert (before.words["opening"], before.words["closing"]) == (0, 0)
    assert before.words["pages"] == again.words["pages"] == 1
    told = over.words
    assert balances_of(reports_of(told["content"]))["CLBD"] == told["closing"] == 999_900_000
    assert (told["credits"], told["debits"], told["available"]) == (1, 1, None)
    assert period.words["closing"] == told["closing"]
    assert reports_of(period.words["content"]).entries == reports_of(told["content"]).entries
    keys = {"1": Identity(NORTH, "1", SIGNING[NORTH]).signer().verification_key()}
    window = Expected(recipient=BANK.id, earliest=0, latest=2**53)
    assert jws.verify(told["signature"], told["content"].encode(), keys, window).key_id == "1"


def test_the_creditors_bank_sees_what_came_in(tmp_path: Path) -> None:
    """In its own currency, under the same reference."""

    async def scene(served: Served) -> Answer:
        await settled(served)
        (report,) = await asked(served.other, "/v1/reports", party=SOUTH_BANK)
        return report

    report = reports_of(serve(scene, tmp_path).words["content"])
    entry = report.entries[-1]
    assert (entry.amount.currency, entry.credit_debit) == ("CNY", "CRDT")
    assert entry.details[0].transactions[0].end_to_end_id == "E2E-1"


def test_an_erased_payment_keeps_its_entry(tmp_path: Path) -> None:
    """Without the references of its message."""

    async def scene(served: Served) -> Answer:
        await settled(served)
        await served.runner.read(lambda node: node.store.erase(UETR))
        (report,) = await asked(served, "/v1/reports")
        return report

    (transaction,) = (
        reports_of(serve(scene, tmp_path).words["content"]).entries[1].details[0].transactions
    )
    assert (transaction.uetr, transaction.end_to_end_id, transaction.message_id) == (UETR, "", "")


def test_a_party_sees_its_own_account_alone(tmp_path: Path) -> None:
    """Another's is as if it were not there; people name the one they want."""

    async def scene(served: Served) -> list[Answer]:
        paths = (f"/v1/reports?account={ACCOUNT}", f"/v1/notifications?account={ACCOUNT}")
        strangers = [
            await asked(
                served, *paths, f"/v1/statements?date=2026-09-01&account={ACCOUNT}", party=p
            )
            for p in (OTHER_BANK, SOUTH_BANK, PROVIDER)
        ]
        people = await asked(served, paths[0], "/v1/reports", party=ANN)
        mine = await asked(served, "/v1/reports", party=OTHER_BANK)
        none = await asked(served, "/v1/reports", party=PROVIDER)
        return [*(each for some in strangers for each in some), *people, *mine, *none]

    *strangers, people, unnamed, mine, none = serve(scene, tmp_path)
    assert {(each.status, each.code) for each in [*strangers, none]} == {(404, "unknown")}
    assert (people.status, people.words["account_id"]) == (200, ACCOUNT)
    assert (unnamed.status, unnamed.code) == (400, "unclear")
    assert mine.words["account_id"] == OTHER_ACCOUNT


def test_a_provider_reads_its_own_account(tmp_path: Path) -> None:
    """From the day on at which it is taken up; it is told neither agents nor references."""

    async def scene(served: Served) -> list[Answer]:
        words = {"agreement": "RUB-CNY", "exposure_limit": 0}
        await served.client(ANN).say("PUT", f"/v1/providers/{PROVIDER.id}", **words)
        await settled(served)
        path = f"/v1/reports?account={ACCOUNT}"
        mine = await asked(served, "/v1/reports", "/v1/notifications", path, party=PROVIDER)
        return [*mine, *await asked(served, "/v1/reports?account=provider:FXHOUSE:RUB")]

    report, notifications, others, banks = serve(scene, tmp_path)
    assert (report.words["account_id"], report.words["closing"]) == ("provider:FXHOUSE:RUB", 0)
    assert notifications.words["notification"] is None
    assert [each.code for each in (others, banks)] == ["unknown"] * 2


def test_a_held_payment_looks_like_one_that_waits_for_the_other_bank(tmp_path: Path) -> None:
    """No entry, and as much available: a report betrays no review."""

    async def scene(served: Served, raw: bytes) -> dict[str, Any]:
        assert (await paid(served, raw)).words["status"] == "PDNG"
        (report,) = await asked(served, "/v1/reports")
        words = report.words
        return {name: words[name] for name in ("opening", "closing", "debits", "available")}

    raws = {
        "held": credit_transfer(transaction(creditor=Person(name="Richard Roe"))),
        "waiting": credit_transfer(),
    }
    told = {}
    for name, raw in raws.items():
        (tmp_path / name).mkdir()
        told[name] = serve(lambda served, raw=raw: scene(served, raw), tmp_path / name)  # type: ignore[misc]
    assert told["held"] == told["waiting"]
    assert told["held"]["available"] == told["held"]["closing"] - 100_000


def test_people_are_told_no_references_of_a_message(tmp_path: Path) -> None:
    """They see agents and amounts, nothing out of the vault."""

    async def scene(served: Served) -> Answer:
        await settled(served)
        (report,) = await asked(served, f"/v1/reports?account={ACCOUNT}", party=ANN)
        return report

    content = serve(scene, tmp_path).words["content"]
    assert "E2E-1" not in content
    assert SOUTH_BANK.id in content


HOSTILE = (
    ("/v1/reports?page=0", 422),
    ("/v1/reports?page=-1", 422),
    ("/v1/reports?page=2", 404),
    ("/v1/reports?page=99999", 404),
    ("/v1/reports?page=100000", 422),
    ("/v1/reports?page=1.5", 422),
    ("/v1/reports?page=%D9%A1", 422),
    ("/v1/reports?message=camt.052.001.09", 422),
    ("/v1/reports?message=camt.053.001.08", 422),
    ("/v1/reports?message=../camt", 422),
    ("/v1/reports?account=%00", 422),
    ("/v1/statements", 422),
    ("/v1/statements?date=2026-02-30", 422),
    ("/v1/statements?date=20260901", 422),
    ("/v1/statements?date=2026-09-02&until=2026-09-01", 400),
    ("/v1/statements?date=0001-01-01&until=2026-09-01", 400),
    ("/v1/statements?date=0001-01-01", 200),
    ("/v1/statements?date=9999-12-31", 409),
    ("/v1/notifications?after=-1", 422),
    ("/v1/notifications?after=2", 409),
    ("/v1/notifications?after=9007199254740992", 409),
    ("/v1/notifications?after=9007199254740993", 422),
    ("/v1/notifications?limit=1001", 422),
    ("/v1/notifications?message=camt.054.001.02", 422),
)


def test_hostile_words_are_refused(tmp_path: Path) -> None:
    """Pages, dates, numbers and versions that are none."""
    answers = serve(lambda served: asked(served, *(url for url, _ in HOSTILE)), tmp_path)
    assert [each.status for each in answers] == [status for _, status in HOSTILE]


def test_bookings_are_told_once_each_by_number(tmp_path: Path) -> None:
    """Who asks on from the last is told what is new, and waits until there is something."""

    async def scene(served: Served) -> list[Answer]:
        first = await asked(served, "/v1/notifications?limit=1", "/v1/notifications?after=1")
        waits = asyncio.ensure_future(served.client(BANK).get("/v1/notifications?after=1&wait=60"))
        await let_others_go_on()
        await settled(served)
        served.keep_accounts()
        async with asyncio.timeout(5):
            return [*first, await waits, *await asked(served, "/v1/notifications?limit=1")]

    first, none, news, again = (each.words for each in serve(scene, tmp_path))
    assert (first["last"], first["more"]) == (1, False)
    assert (none["notification"], none["last"]) == (None, 1)
    assert (news["last"], news["more"]) == (2, False)
    assert (again["last"], again["more"]) == (1, True)
    (entry,) = reports_of(news["notification"]["content"]).entries
    assert (entry.reference, entry.credit_debit, entry.amount.minor) == ("2", "DBIT", 100_000)


def test_a_wait_for_bookings_ends_when_the_node_stops(tmp_path: Path) -> None:
    """Nobody waits for nothing."""

    async def scene(served: Served) -> Answer:
        served.keep_accounts()
        waits = asyncio.ensure_future(served.client(BANK).get("/v1/notifications?after=1&wait=60"))
        await let_others_go_on()
        served.app.drain()
        async with asyncio.timeout(5):
            return await waits

    assert serve(scene, tmp_path).words["notification"] is None


def test_a_book_that_is_not_what_the_ledger_says_is_not_told(tmp_path: Path) -> None:
    """It is to be made anew, and until then nothing is told of today."""

    async def scene(served: Served) -> tuple[Answer, bool]:
        account = await served.runner.read(lambda node: node.state.ledger.accounts[ACCOUNT])
        account.balance += 1
        answer = await served.keeping_accounts(served.client(BANK).get("/v1/reports"))
        account.balance -= 1
        return answer, served.accounts.is_doubtful

    answer, is_doubtful = serve(scene, tmp_path)
    assert (answer.status, answer.code) == (503, "unwell")
    assert is_doubtful
