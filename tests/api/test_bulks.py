"""A bank's file of many payments: whole or not at all, then each payment for itself."""

import asyncio
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from tallystick.admission.bulks import admit_orders
from tallystick.admission.desk import Admitted, Desk
from tallystick.core.commands import AnswerPresentation
from tallystick.core.events import BulkDropped, BulkOpened, PaymentReceived
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import State
from tallystick.journal.entries import unseal
from tallystick.node.doors import bulks
from tallystick.node.doors.asked import SIGNATURE_HEADER
from tallystick.node.node import Node
from tallystick.terms.errors import StoreError
from tallystick.wire.iso20022.credit_transfer import AgreedRate, CreditTransferTransaction
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport
from tallystick.wire.iso20022.views import Agent, Amount
from tests.admission.messages import credit_transfer, transaction
from tests.api.served import (
    BANK,
    OTHER_BANK,
    XML,
    Answer,
    Client,
    Served,
    let_others_go_on,
    serve,
)

pytestmark = pytest.mark.slow


def uetr(number: int) -> str:
    """Return the identifier of a payment of the file."""
    digest = sha256(b"%d" % number).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def payment(number: int, **over: Any) -> CreditTransferTransaction:
    """Return one payment of the file, on a quote of its own."""
    rate = AgreedRate("0.0794", "RUB", "CNY", quote_id=uetr(1_000 + number))
    words = {"uetr": uetr(number), "end_to_end_id": f"E2E-{number}", "agreed_rate": rate}
    return transaction(**{**words, **over})


def file_of(size: int, **over: Any) -> bytes:
    """Return a file of so many payments."""
    return credit_transfer(*map(payment, range(1, size + 1)), **over)


async def take_quotes(client: Client, count: int) -> None:
    """Ask for what the payments of a file rest on."""
    asked = {"agreement": "RUB-CNY", "amount": 100_000, "fixed": "debtor"}
    for number in range(1, count + 1):
        await client.say("POST", "/v1/quotes", quote_id=uetr(1_000 + number), **asked)


async def hand_in(client: Client, served: Served, raw: bytes, size: int = 500) -> Answer:
    """Send a file, signed, in parts of so many bytes."""
    parts = [raw[start : start + size] for start in range(0, len(raw), size)]
    signature = {SIGNATURE_HEADER: served.signed(raw)}
    return await client.send("POST", "/v1/bulks", parts, XML, **signature)


async def released(client: Client, bulk_id: str) -> Answer:
    """Ask how a bulk stands until all of its orders were taken up."""
    while True:
        answer = await client.get(f"/v1/bulks/{bulk_id}")
        if answer.words["released"] + answer.words["refused"] == answer.words["staged"]:
            return answer
        await let_others_go_on()


def names_in(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def accepted(served: Served, *payment_ids: str) -> None:
    """Have the creditor's bank take what is presented to it."""
    south = served.other.runner
    while not await south.read(lambda node: _are_presented(node, payment_ids)):
        await let_others_go_on()
    for payment_id in payment_ids:
        await south.take(AnswerPresentation(payment_id, "SOBKCNSH"))


def _are_presented(node: Node, payment_ids: tuple[str, ...]) -> bool:
    payments = map(node.state.payments.get, payment_ids)
    return all(p is not None and p.state is PaymentState.PRESENTED for p in payments)


async def settled(client: Client, bulk_id: str, count: int) -> Answer:
    """Ask how a bulk stands until so many of its payments are settled."""
    while True:
        answer = await client.get(f"/v1/bulks/{bulk_id}")
        if answer.words["statuses"].get("ACSC", 0) == count:
            return answer
        await let_others_go_on()


async def state_of(served: Served) -> State:
    """Return the books as they stand."""
    return await served.runner.read(lambda node: node.state)


def test_each_payment_of_a_file_goes_its_own_way(tmp_path: Path) -> None:
    """One is refused, the others settle; the group is told once, and each for itself."""
    odd = payment(2, instructed_agent=Agent(bic="NOSUCHXX"))
    raw = credit_transfer(payment(1), odd, payment(3))

    async def scene(served: Served) -> tuple[Answer, Answer, list[Any], list[str]]:
        bank = served.client(BANK)
        await take_quotes(bank, 3)
        taken = await hand_in(bank, served, raw)
        await accepted(served, uetr(1), uetr(3))
        done = await settled(bank, taken.words["bulk_id"], 2)
        told = (await bank.get("/v1/messages")).words["messages"]
        stored = [str(p.state) for p in (await state_of(served)).payments.values()]
        return taken, done, told, stored

    taken, done, told, stored = serve(scene, tmp_path)
    assert (taken.status, taken.words["status"], taken.words["staged"]) == (202, "ACTC", 3)
    assert done.words["statuses"] == {"ACSC": 2, "RJCT": 1}
    assert sorted(stored) == ["refused", "settled", "settled"]
    (group,) = [m for m in told if m["payment_id"] == taken.words["bulk_id"]]
    report = receive(group["content"].encode()).document
    assert isinstance(report, FIToFIPaymentStatusReport)
    assert [(g.message_id, g.status, g.number_of_transactions) for g in report.groups] == [
        ("MSG-1", "ACTC", 3)
    ]
    each = {m["payment_id"]: receive(m["content"].encode()).document for m in told}
    del each[taken.words["bulk_id"]]
    for number, status in ((1, "ACSC"), (2, "RJCT"), (3, "ACSC")):
        report = each.pop(uetr(number))
        assert isinstance(report, FIToFIPaymentStatusReport)
        (one,) = report.transactions
        assert (one.original_uetr, one.status) == (uetr(number), status)
        # The bank knows its file, and not the message that was made of one payment of it.
        assert one.original_message is not None
        assert one.original_message.message_id == "MSG-1"
    assert not each


def test_a_payment_of_a_file_is_presented_as_a_message_of_its_own(tmp_path: Path) -> None:
    """What the vault keeps of it is one lawful message of one payment, with all that it said."""

    async def scene(served: Served) -> bytes:
        bank = served.client(BANK)
        taken = await hand_in(bank, served, file_of(2))
        await released(bank, taken.words["bulk_id"])
        kept = await served.runner.read(lambda node: node.attachments(uetr(2)))
        return kept[0].content

    document = receive(serve(scene, tmp_path)).document
    assert (document.message_id, document.number_of_transactions) == ("MSG-1-2", 1)  # type: ignore[union-attr]
    assert document.transactions == (payment(2),)  # type: ignore[union-attr]


def test_the_same_file_again_is_answered_with_how_it_stands(tmp_path: Path) -> None:
    """Another one under its message identifier is refused: DU01."""

    async def scene(served: Served) -> tuple[Answer, Answer, Answer, int]:
        bank = served.client(BANK)
        first = await hand_in(bank, served, file_of(2))
        await released(bank, first.words["bulk_id"])
        again = await hand_in(bank, served, file_of(2))
        other = await hand_in(bank, served, file_of(3))
        return first, again, other, len((await state_of(served)).payments)

    first, again, other, count = serve(scene, tmp_path)
    assert again.words["bulk_id"] == first.words["bulk_id"]
    assert (again.words["released"], count) == (2, 2)
    assert (other.status, other.code) == (409, "DU01")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (file_of(3, count=4), "AM18"),
        (file_of(3).replace(b"</CdtTrfTxInf></FI", b"<Odd/></CdtTrfTxInf></FI"), "invalid"),
        (file_of(3)[:-100], "invalid"),
        (credit_transfer(payment(1), payment(2, uetr="")), "CH21"),
        (
            credit_transfer(
                payment(1), payment(2, interbank_settlement_amount=Amount(100, "CNY"))
            ),
            "CURR",
        ),
        (
            file_of(2).replace(
                b"<NbOfTxs>2</NbOfTxs>", b"<NbOfTxs>2</NbOfTxs><CtrlSum>1</CtrlSum>"
            ),
            "AM10",
        ),
    ],
    ids=["count", "last-transaction", "cut", "no-uetr", "currencies", "sum"],
)
def test_a_file_that_is_not_whole_leaves_no_trace(tmp_path: Path, raw: bytes, code: str) -> None:
    """However far it was sound: nothing of it is staged, and nothing is decided."""

    async def scene(served: Served) -> tuple[Answer, int, int]:
        before = await served.runner.read(lambda node: node.head[0])
        answer = await hand_in(served.client(BANK), served, raw)
        return answer, before, await served.runner.read(lambda node: node.head[0])

    answer, before, after = serve(scene, tmp_path)
    assert answer.code == code
    assert answer.words["errors"]
    assert before == after


def test_a_payment_that_cannot_be_an_order_drops_the_file(tmp_path: Path) -> None:
    """The fault is told with its place, and its bank is told of the whole: RJCT."""
    stranger = payment(2, instructing_agent=Agent(bic="NOB2RUMM"))
    raw = credit_transfer(payment(1), stranger)

    async def scene(served: Served) -> tuple[Answer, list[Any], list[Any]]:
        bank = served.client(BANK)
        answer = await hand_in(bank, served, raw)
        entries = await served.runner.read(
            lambda node: [unseal(each) for each in node.store.entries(0)]
        )
        told = (await bank.get("/v1/messages")).words["messages"]
        return answer, [type(e) for entry in entries for e in entry.events], told

    answer, happened, told = serve(scene, tmp_path)
    assert answer.code == "AGNT"
    assert answer.words["errors"][0]["path"].startswith("CdtTrfTxInf[2]/")
    assert happened[-2:] == [BulkOpened, BulkDropped]
    assert PaymentReceived not in happened
    report = receive(told[-1]["content"].encode()).document
    assert [(g.status, g.reasons[0].reason.code) for g in report.groups] == [("RJCT", "AGNT")]  # type: ignore[union-attr]


def test_a_file_is_its_bank_s_own(tmp_path: Path) -> None:
    """Whose signature does not fit the file is refused, and nobody else sees the bulk."""

    async def scene(served: Served) -> tuple[Answer, Answer, Answer]:
        bank = served.client(BANK)
        raw = file_of(2)
        wrong = {SIGNATURE_HEADER: served.signed(raw + b" ")}
        refused = await bank.send("POST", "/v1/bulks", [raw], XML, **wrong)
        taken = await hand_in(bank, served, raw)
        seen = await served.client(OTHER_BANK).get(f"/v1/bulks/{taken.words['bulk_id']}")
        return refused, await bank.send("POST", "/v1/bulks", [raw], XML), seen

    refused, unsigned, seen = serve(scene, tmp_path)
    assert refused.code == unsigned.code == "signature-refused"
    assert (seen.status, seen.code) == (404, "unknown")


def test_a_file_is_bounded_and_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    """What is longer than a file may be is not read to its end."""

    async def scene(served: Served) -> Answer:
        before = names_in(tmp_path)
        answer = await hand_in(served.client(BANK), served, b" " * 1_000_001, 100_000)
        assert names_in(tmp_path) == before
        return answer

    assert serve(scene, tmp_path).status == 413


def test_a_file_is_staged_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is an entry of its own, durable before the next is read."""
    monkeypatch.setattr(bulks, "ORDERS_A_PART", 2)

    async def scene(served: Served) -> tuple[list[int], dict[str, int]]:
        bank = served.client(BANK)
        await take_quotes(bank, 5)
        taken = await hand_in(bank, served, file_of(5))
        done = await released(bank, taken.words["bulk_id"])
        state = await state_of(served)
        return state.bulks[taken.words["bulk_id"]].firsts, done.words["statuses"]

    assert serve(scene, tmp_path) == ([1, 3, 5], {"PDNG": 5})


def test_the_same_file_twice_at_once_is_one_bulk(tmp_path: Path) -> None:
    """Whichever is staged first, both are told how the one bulk stands."""

    async def scene(served: Served) -> tuple[list[Answer], int]:
        bank = served.client(BANK)
        both = await asyncio.gather(*(hand_in(bank, served, file_of(3)) for _ in range(2)))
        await released(bank, both[0].words["bulk_id"])
        return list(both), len((await state_of(served)).payments)

    both, count = serve(scene, tmp_path)
    assert [answer.status for answer in both] == [202, 202]
    assert both[0].words["bulk_id"] == both[1].words["bulk_id"]
    assert count == 3


def test_more_files_than_may_come_at_once_are_told_to_come_again(tmp_path: Path) -> None:
    """Nothing was done of the one too many, and it says when to ask again."""

    async def scene(served: Served) -> list[Answer]:
        bank = served.client(BANK)
        files = [file_of(2, message_id=f"MSG-{number}") for number in range(3)]
        return list(await asyncio.gather(*(hand_in(bank, served, raw) for raw in files)))

    answers = serve(scene, tmp_path)
    assert sorted(answer.status for answer in answers) == [202, 202, 503]
    assert [a.headers["retry-after"] for a in answers if a.status == 503] == ["5"]


def test_a_bulk_that_was_left_open_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A node that was opened again meanwhile has what was staged, and takes the rest."""
    monkeypatch.setattr(bulks, "ORDERS_A_PART", 2)

    def interrupted(
        desk: Desk,
        sender: str,
        file: BinaryIO,
        take: Callable[[Admitted], None],
        **_more: object,
    ) -> None:
        count = 0

        def some(admitted: Admitted) -> None:
            nonlocal count
            count += 1
            if count > 2:
                raise StoreError("the node is being opened again", outcome_known=True)
            take(admitted)

        admit_orders(desk, sender, file, some)

    async def scene(served: Served) -> tuple[Answer, Answer, int]:
        bank = served.client(BANK)
        with monkeypatch.context() as patched:
            patched.setattr(f"{bulks.__name__}.admit_orders", interrupted)
            first = await hand_in(bank, served, file_of(5))
        again = await hand_in(bank, served, file_of(5))
        await released(bank, again.words["bulk_id"])
        return first, again, len((await state_of(served)).payments)

    first, again, count = serve(scene, tmp_path)
    assert (first.status, again.status, count) == (503, 202, 5)
