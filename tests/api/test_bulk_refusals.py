"""A file of which some payments cannot be orders, where the agreement has each refused alone."""

from pathlib import Path
from typing import Any

import pytest

from tallystick.core.agreements import BulkRefusal
from tallystick.core.events import BulkDropped, BulkSealed, OrdersStaged, PaymentReceived
from tallystick.journal.entries import unseal
from tallystick.node.doors import bulks
from tallystick.terms.money import AMOUNT_MAX
from tallystick.wire.iso20022.credit_transfer import CreditTransferTransaction
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport
from tallystick.wire.iso20022.views import Account, Address, Agent, Amount, Coded, Party
from tests.admission.messages import NORTH_BANK, SOUTH_BANK, credit_transfer
from tests.api.served import BANK, Answer, Client, Scene, Served, T, serve
from tests.api.test_bulks import hand_in, payment, released, state_of, take_quotes, uetr
from tests.core.pair import mutual
from tests.node.linked_nodes import LinkedNodes

pytestmark = pytest.mark.slow

NEXUS, OLDER = "nexus", Message("pacs.008.001.11")
GOOD, BAD = "DE89370400440532013000", "DE89370400440532013001"


def serve_each(scene: Scene[T], folder: Path, **over: object) -> T:
    """Play a scene under an agreement that has each such transaction refused alone."""
    agreement = mutual(**{"bulk_refusal": BulkRefusal.EACH, **over})
    return serve(scene, folder, LinkedNodes(agreement).found())


def stranger(number: int) -> CreditTransferTransaction:
    """Return a payment that another bank would have to send."""
    return payment(number, instructing_agent=Agent(bic="NOB2RUMM"))


def strict(number: int, iban: str = GOOD) -> CreditTransferTransaction:
    """Return a payment that keeps every rule of a profile, but perhaps that of accounts."""
    home = Address(town_name="Anytown", country="DE")
    return payment(
        number,
        agreed_rate=None,
        instruction_id=f"INSTR-{number}",
        acceptance_date_time="2026-11-30T09:59:59Z",
        instructed_amount=Amount(100_000, "RUB"),
        debtor=Party(name="Anna Ivanova", address=home),
        creditor=Party(name="Wang Fang", address=home),
        debtor_account=Account(iban=GOOD),
        creditor_account=Account(iban=iban),
        intermediary_agent_1=Agent(bic=NORTH_BANK),
        intermediary_agent_2=Agent(bic=SOUTH_BANK),
    )


async def groups(bank: Client, bulk_id: str) -> list[FIToFIPaymentStatusReport]:
    """Return what the bank was told of a bulk as a whole, as it reads it."""
    told = (await bank.get("/v1/messages")).words["messages"]
    read = [receive(m["content"].encode()).document for m in told if m["payment_id"] == bulk_id]
    assert all(isinstance(each, FIToFIPaymentStatusReport) for each in read)
    return read  # type: ignore[return-value]


async def happened(served: Served) -> list[Any]:
    """Return every event of the books."""
    entries = await served.runner.read(lambda node: list(node.store.entries(0)))
    return [event for each in entries for event in unseal(each).events]


def test_wrong_accounts_are_refused_and_the_others_go_on(tmp_path: Path) -> None:
    """One report at the seal names each refused payment by its own references, with its reason."""
    payments = [strict(1), strict(2, BAD), strict(3), strict(4, BAD)]
    raw = credit_transfer(*payments, message=OLDER, clearing_system=Coded(proprietary="IPS"))  # type: ignore[arg-type]

    async def scene(served: Served) -> tuple[Answer, list[FIToFIPaymentStatusReport], list[str]]:
        desk = served.runner.desks["RUB-CNY"]._replace(profile=NEXUS)
        served.runner.desks = {"RUB-CNY": desk}
        bank = served.client(BANK)
        taken = await hand_in(bank, served, raw)
        bulk_id = taken.words["bulk_id"]
        await released(bank, bulk_id)
        return taken, await groups(bank, bulk_id), sorted((await state_of(served)).payments)

    taken, (report,), stored = serve_each(scene, tmp_path)
    words = {name: taken.words[name] for name in ("status", "staged", "refused", "control_sum")}
    assert taken.status == 202
    assert words == {"status": "PART", "staged": 4, "refused": 2, "control_sum": 400_000}
    assert stored == sorted([uetr(1), uetr(3)])
    (group,) = report.groups
    assert (group.message_id, group.status, group.number_of_transactions) == ("MSG-1", "PART", 4)
    for number, told in zip((2, 4), report.transactions, strict=True):
        assert (told.original_uetr, told.original_end_to_end_id) == (uetr(number), f"E2E-{number}")
        assert (told.original_instruction_id, told.status) == (f"INSTR-{number}", "RJCT")
        (because,) = told.reasons
        assert because.reason == Coded(code="AC01")
        (text,) = because.additional_information
        assert text.startswith(f"CdtTrfTxInf[{number}]/CdtrAcct/Id/IBAN: ")


@pytest.mark.parametrize("refusal", BulkRefusal)
@pytest.mark.parametrize("sender", [None, Agent(bic="NOB2RUMM")], ids=["orders", "refused"])
def test_a_file_that_comes_to_too_much_stops_nobody(
    tmp_path: Path, refusal: BulkRefusal, sender: Agent | None
) -> None:
    """Twenty of the largest amounts come to more than 64 bits hold; the next file is taken."""
    over = {"interbank_settlement_amount": Amount(AMOUNT_MAX, "RUB"), "instructing_agent": sender}
    raw = credit_transfer(payment(1), *(payment(n, **over) for n in range(2, 22)))

    async def scene(served: Served) -> tuple[Answer, Answer, int]:
        bank = served.client(BANK)
        refused = await hand_in(bank, served, raw)
        taken = await hand_in(bank, served, credit_transfer(payment(1)))
        return refused, taken, len((await state_of(served)).bulks)

    refused, taken, bulks = serve_each(scene, tmp_path, bulk_refusal=refusal)
    assert (refused.status, refused.code, taken.status, bulks) == (422, "AM21", 202, 1)


def test_a_file_without_one_order_is_refused_as_a_whole(tmp_path: Path) -> None:
    """Each payment is told with its own reason, and none was ever there."""
    raw = credit_transfer(payment(1, uetr=""), payment(2, creditor_agent=Agent(name="A bank")))
    raw = raw.replace(
        b"<InstdAgt><FinInstnId><BICFI>SOBKCNSH</BICFI></FinInstnId></InstdAgt>", b""
    )

    async def scene(served: Served) -> tuple[Answer, list[FIToFIPaymentStatusReport], list[Any]]:
        bank = served.client(BANK)
        taken = await hand_in(bank, served, raw)
        return taken, await groups(bank, taken.words["bulk_id"]), await happened(served)

    taken, (report,), events = serve_each(scene, tmp_path)
    assert (taken.status, taken.words["status"], taken.words["refused"]) == (202, "RJCT", 2)
    assert [group.status for group in report.groups] == ["RJCT"]
    codes = [told.reasons[0].reason.code for told in report.transactions]  # type: ignore[union-attr]
    assert codes == ["CH21", "AGNT"]
    kinds = [type(event) for event in events]
    assert kinds[-1] is BulkSealed
    assert PaymentReceived not in kinds


def test_a_file_of_another_bank_is_refused_before_anything_is_staged(tmp_path: Path) -> None:
    """None of its payments is the sender's: that is wrong with the file, and leaves no trace."""

    async def scene(served: Served) -> tuple[Answer, int, int]:
        before = await served.runner.read(lambda node: node.head[0])
        answer = await hand_in(
            served.client(BANK), served, credit_transfer(stranger(1), stranger(2))
        )
        return answer, before, await served.runner.read(lambda node: node.head[0])

    answer, before, after = serve_each(scene, tmp_path)
    assert (answer.code, before) == ("AGNT", after)


def test_the_same_file_again_is_told_the_same(tmp_path: Path) -> None:
    """With what was refused of it; nothing is staged or decided a second time."""
    raw = credit_transfer(payment(1), stranger(2), payment(3))

    async def scene(served: Served) -> tuple[list[FIToFIPaymentStatusReport], Answer]:
        bank = served.client(BANK)
        await take_quotes(bank, 3)
        first = await hand_in(bank, served, raw)
        await released(bank, first.words["bulk_id"])
        again = await hand_in(bank, served, raw)
        return await groups(bank, first.words["bulk_id"]), again

    (first, second), again = serve_each(scene, tmp_path)
    assert first.transactions == second.transactions
    assert first.groups == second.groups
    assert (again.status, again.words["status"], again.words["released"]) == (202, "PART", 2)


@pytest.mark.parametrize("refusal", list(BulkRefusal))
def test_a_uetr_twice_in_a_file_is_one_payment(tmp_path: Path, refusal: BulkRefusal) -> None:
    """Whatever the agreement has refused, a repetition is a matter of its release."""
    raw = credit_transfer(payment(1), payment(1), payment(2))

    async def scene(served: Served) -> Answer:
        bank = served.client(BANK)
        await take_quotes(bank, 2)
        taken = await hand_in(bank, served, raw)
        return await released(bank, taken.words["bulk_id"])

    done = serve_each(scene, tmp_path, bulk_refusal=refusal)
    counts = {name: done.words[name] for name in ("status", "staged", "refused", "repeated")}
    assert counts == {"status": "ACTC", "staged": 3, "refused": 0, "repeated": 1}


def test_parts_hold_refused_payments_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under their numbers; a part in which no order is keeps nothing."""
    monkeypatch.setattr(bulks, "ORDERS_A_PART", 2)
    raw = credit_transfer(payment(1), stranger(2), stranger(3), stranger(4), payment(5))

    async def scene(served: Served) -> tuple[list[Any], list[bool]]:
        bank = served.client(BANK)
        await take_quotes(bank, 5)
        taken = await hand_in(bank, served, raw)
        bulk = (await state_of(served)).bulks[taken.words["bulk_id"]]
        names = [f"bulk/{bulk.opening}/{first}" for first in bulk.firsts]
        rows = await served.runner.read(lambda node: [bool(node.store.vault(n)) for n in names])
        return await happened(served), rows

    events, kept = serve_each(scene, tmp_path)
    parts = [event for event in events if isinstance(event, OrdersStaged)]
    assert [len(part.orders) for part in parts] == [1, 0, 1]
    assert [[each.number for each in part.refused] for part in parts] == [[2], [3, 4], []]
    assert kept == [True, False, True]


def test_too_many_refused_payments_drop_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason, and the first faults; nothing of it was ever there."""
    for place in ("tallystick.core.decide.bulks", "tallystick.node.doors.bulks"):
        monkeypatch.setattr(f"{place}.REFUSED_MAX", 2)
    raw = credit_transfer(payment(1), stranger(2), stranger(3), stranger(4))

    async def scene(served: Served) -> tuple[Answer, list[Any]]:
        return await hand_in(served.client(BANK), served, raw), await happened(served)

    answer, events = serve_each(scene, tmp_path)
    assert answer.code == "AM21"
    assert [flaw["code"] for flaw in answer.words["errors"]] == ["AGNT"] * 3
    assert isinstance(events[-1], BulkDropped)
    assert not any(isinstance(event, PaymentReceived) for event in events)


def test_what_a_refused_payment_said_is_in_no_entry(tmp_path: Path) -> None:
    """Its references are kept with the bulk's header, and are gone with its key."""
    raw = credit_transfer(payment(1), stranger(2))

    async def scene(served: Served) -> tuple[str, list[FIToFIPaymentStatusReport]]:
        bank = served.client(BANK)
        await take_quotes(bank, 1)
        taken = await hand_in(bank, served, raw)
        text = repr(await happened(served))
        opening = (await state_of(served)).bulks[taken.words["bulk_id"]].opening
        await served.runner.read(lambda node: node.store.erase(f"bulk/{opening}"))
        return text, await groups(bank, taken.words["bulk_id"])

    text, (report,) = serve_each(scene, tmp_path)
    assert uetr(2) not in text
    assert "E2E-2" not in text
    (told,) = report.transactions
    assert (told.original_uetr, told.original_end_to_end_id, told.status) == ("", "", "RJCT")
    assert told.reasons[0].additional_information == ("It was transaction 2 of the file.",)


def test_a_refused_payment_takes_nothing_from_another_of_its_uetr(tmp_path: Path) -> None:
    """Before it in the file, behind it, or known long since: that one goes its own way."""
    raw = credit_transfer(
        payment(1, end_to_end_id="ODD", instructing_agent=Agent(bic="NOB2RUMM")),
        payment(1),
        payment(2, end_to_end_id="ODD-2", instructing_agent=Agent(bic="NOB2RUMM")),
    )

    async def scene(served: Served) -> tuple[Answer, list[str], FIToFIPaymentStatusReport]:
        bank = served.client(BANK)
        await take_quotes(bank, 2)
        await bank.submit(credit_transfer(payment(2), message_id="ALONE"))
        taken = await hand_in(bank, served, raw)
        done = await released(bank, taken.words["bulk_id"])
        (report,) = await groups(bank, taken.words["bulk_id"])
        return done, sorted((await state_of(served)).payments), report

    done, stored, report = serve_each(scene, tmp_path)
    assert stored == sorted([uetr(1), uetr(2)])
    assert (done.words["refused"], done.words["released"], done.words["repeated"]) == (2, 1, 0)
    told = [each.original_end_to_end_id for each in report.transactions]
    assert told == ["ODD", "ODD-2"]
