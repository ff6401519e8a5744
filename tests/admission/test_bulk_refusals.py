"""A payment that can be no order may be refused alone; the file's own faults stay the file's."""

import io

import pytest

from tallystick.admission.bulks import BulkHeader, RefusedAlone, admit_orders, judge_bulk
from tallystick.admission.desk import Admitted, Desk, Refused
from tallystick.admission.orders import admit_order
from tallystick.core.agreements import BulkRefusal
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.credit_transfer import CreditTransferTransaction
from tallystick.wire.iso20022.stated import Stated
from tallystick.wire.iso20022.views import Agent, Amount, Identifier, Party
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    UETR,
    credit_transfer,
    desk,
    header_of,
    transaction,
)

OTHER = f"{UETR[:-1]}2"
STRANGER = Agent(bic="NOB2RUMM")
FAULTY = {
    "stranger": {"instructing_agent": STRANGER},
    "no-uetr": {"uetr": ""},
    "nameless": {"instructed_agent": None, "creditor_agent": Agent(name="A bank")},
    "itself": {"instructed_agent": Agent(bic=NORTH_BANK)},
}


def judged(raw: bytes) -> BulkHeader | tuple[Refused, ...]:
    """Judge a file of the north's bank."""
    return judge_bulk(NORTH_BANK, io.BytesIO(raw), refusal=BulkRefusal.EACH)


def admitted(raw: bytes, at: Desk | None = None) -> tuple[list[Admitted], list[RefusedAlone]]:
    """Return the orders of a file of the north's bank, and what of it can be none."""
    orders: list[Admitted] = []
    refused: list[RefusedAlone] = []
    admit_orders(at or desk(), NORTH_BANK, io.BytesIO(raw), orders.append, refused.append)
    return orders, refused


@pytest.mark.parametrize("over", FAULTY.values(), ids=FAULTY)
def test_the_reason_is_the_one_that_a_message_would_get(over: dict[str, object]) -> None:
    """The same at the door of single messages, wherever in the file the payment stands."""
    faulty = transaction(**{"uetr": OTHER, **over})
    alone = admit_order(desk(), NORTH_BANK, credit_transfer(faulty))
    assert isinstance(alone, Refused)
    for payments in ((transaction(), faulty), (faulty, transaction())):
        assert isinstance(judged(credit_transfer(*payments)), BulkHeader)
        orders, (refused,) = admitted(credit_transfer(*payments))
        assert len(orders) == 1
        assert (refused.transaction.reason, refused.fault.text) == (alone.reason, alone.text)
        number = payments.index(faulty) + 1
        assert refused.fault.field == f"CdtTrfTxInf[{number}]/{alone.field}"
        assert refused.transaction.number == number


def test_a_file_in_which_no_payment_can_be_read_is_refused_as_a_whole() -> None:
    """Of whom it is could not be seen; each fault is told, with its place."""
    odd = transaction(instructed_amount=Amount(1, "JPY"))
    raw = credit_transfer(*[odd] * 60).replace(b'"JPY">1<', b'"JPY">1.50<')
    found = judged(raw)
    assert isinstance(found, tuple)
    assert {each.reason for each in found} == {StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY}
    assert [each.field for each in found] == [f"CdtTrfTxInf[{n}]/InstdAmt" for n in range(1, 61)]
    one = credit_transfer(transaction(), odd).replace(b'"JPY">1<', b'"JPY">1.50<')
    assert isinstance(judged(one), BulkHeader)


def test_a_refused_payment_is_counted_and_named() -> None:
    """Its amount is in the file's sum, and its references are as the file had them."""
    faulty = transaction(
        uetr=OTHER, instruction_id="I", transaction_id="T", instructing_agent=STRANGER
    )
    header = judged(credit_transfer(transaction(), faulty))
    assert isinstance(header, BulkHeader)
    assert (header.count, header.control_sum) == (2, 200_000)
    _, (refused,) = admitted(credit_transfer(transaction(), faulty))
    amount = Amount(100_000, "RUB")
    assert refused.stated == Stated(amount, "I", "E2E-1", "T", OTHER)
    assert (refused.transaction.amount, refused.transaction.currency) == (100_000, "RUB")
    single = credit_transfer(faulty, message_id="MSG-1-2")
    assert refused.transaction.content == desk().content_digest(single)


def test_nobody_learns_of_a_list_by_what_is_refused() -> None:
    """A listed name in a payment that can be no order changes nothing of what is told."""
    for name in ("Richard Roe", "Wang Fang"):
        faulty = transaction(instructing_agent=STRANGER, creditor=Party(name=name))
        _, (refused,) = admitted(credit_transfer(transaction(uetr=OTHER), faulty))
        assert refused.fault.text == "it is not the sender"


def test_a_header_that_denies_the_sender_refuses_the_file() -> None:
    """Whichever payment stands first: one of the sender's own tells whom the header must name."""
    raw = credit_transfer(
        transaction(instructing_agent=STRANGER),
        transaction(uetr=OTHER),
        header=header_of(sender_agent=STRANGER),
    )
    found = judged(raw)
    assert isinstance(found, tuple)
    assert (found[0].reason, found[0].field) == (StatusReason.INCORRECT_AGENT, "AppHdr/Fr")


@pytest.mark.parametrize(
    "sender",
    [
        {"instructing_agent": None},
        {"instructing_agent": Agent(other=Identifier("1"))},
        {},
    ],
    ids=["debtor-agent", "unknown", "instructing"],
)
def test_the_sender_is_known_by_any_payment_of_his(sender: dict[str, object]) -> None:
    """Of whichever kind it is, and however many of another bank's stand before it."""
    strangers = [transaction(instructing_agent=STRANGER, creditor_agent=Agent(bic=SOUTH_BANK))]
    own = transaction(uetr=OTHER, **sender)
    assert isinstance(judged(credit_transfer(*strangers, own)), BulkHeader)


def odd_decimals(payment: CreditTransferTransaction, element: str) -> bytes:
    """Return a file of two payments, the second with an amount that its currency forbids."""
    raw = credit_transfer(transaction(), payment)
    place = raw.rindex(b"<" + element.encode())
    return raw[:place] + raw[place:].replace(b"1000.00<", b"1000.001<", 1)


def test_an_amount_beside_the_payment_s_own_is_that_payment_s_fault() -> None:
    """What the customer instructed is counted nowhere."""
    raw = odd_decimals(
        transaction(uetr=OTHER, instructed_amount=Amount(100_000, "RUB")), "InstdAmt"
    )
    header = judged(raw)
    assert isinstance(header, BulkHeader)
    assert header.control_sum == 200_000
    orders, (refused,) = admitted(raw)
    assert len(orders) == 1
    assert refused.transaction.reason is StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY


def test_an_amount_that_cannot_be_counted_is_the_file_s() -> None:
    """No sum of the file could hold it."""
    with pytest.raises(RemoteMessageError) as broken:
        judged(odd_decimals(transaction(uetr=OTHER), "IntrBkSttlmAmt"))
    assert broken.value.code == "amount-decimals"
    assert broken.value.field.endswith("/CdtTrfTxInf[2]/IntrBkSttlmAmt")


def test_a_payment_that_is_too_long_is_refused_alone() -> None:
    """In bytes or in elements: the others go on."""
    texts = "".join(f"<p:t xmlns:p='urn:p'>{'x' * 1_000}</p:t>" for _ in range(600))
    parts = "<p:t xmlns:p='urn:p'/>" * 3_000
    for inner in (texts, parts):
        long = f"<SplmtryData><Envlp><p:a xmlns:p='urn:p'>{inner}</p:a></Envlp></SplmtryData>"
        raw = credit_transfer(transaction(), transaction(uetr=OTHER)).replace(
            b"</CdtTrfTxInf></FI", long.encode() + b"</CdtTrfTxInf></FI"
        )
        assert isinstance(judged(raw), BulkHeader)
        orders, (refused,) = admitted(raw)
        assert len(orders) == 1
        assert refused.transaction.reason is StatusReason.INVALID_FILE_FORMAT
        assert refused.stated.uetr == OTHER


def test_a_rule_of_the_profile_names_its_place_in_the_file() -> None:
    """The path that a rule tells is that of the payment's own message."""
    raw = credit_transfer(transaction(agreed_rate=None), message="pacs.008.001.11")  # type: ignore[arg-type]
    _, (refused,) = admitted(raw, desk()._replace(profile="nexus"))
    assert refused.fault.field == "/Document/FIToFICstmrCdtTrf/GrpHdr/SttlmInf/ClrSys"
    assert refused.fault.others[0][0] is StatusReason.REQUIRED_ELEMENT_MISSING
