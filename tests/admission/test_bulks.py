"""A bank's file is judged as a whole, and each payment of it by the rules of any message."""

import io

import pytest

from tallystick.admission.bulks import (
    FAULTS_MAX,
    BulkHeader,
    FaultyOrderError,
    admit_orders,
    judge_bulk,
    reason_of,
)
from tallystick.admission.desk import Admitted, Refused
from tallystick.admission.orders import admit_order
from tallystick.core.agreements import BulkRefusal
from tallystick.core.commands import SubmitPayment
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome
from tallystick.wire.blocks import BULK
from tallystick.wire.iso20022.views import Agent, Amount, Party
from tests.admission.messages import (
    NEWEST,
    NORTH_BANK,
    UETR,
    credit_transfer,
    desk,
    header_of,
    transaction,
)

OTHER = f"{UETR[:-1]}2"


def judged(
    raw: bytes, refusal: BulkRefusal = BulkRefusal.WHOLE
) -> BulkHeader | tuple[Refused, ...]:
    """Judge a file of the north's bank."""
    return judge_bulk(NORTH_BANK, io.BytesIO(raw), refusal=refusal)


def fault_in(raw: bytes, refusal: BulkRefusal) -> tuple[StatusReason, str]:
    """Return the reason and place of the one fault of a file."""
    found = judged(raw, refusal)
    assert isinstance(found, tuple)
    return found[0].reason, found[0].field


def admitted(raw: bytes) -> list[Admitted]:
    """Return the orders of a file of the north's bank."""
    found: list[Admitted] = []
    admit_orders(desk(), NORTH_BANK, io.BytesIO(raw), found.append)
    return found


def test_a_sound_file_says_what_it_comes_to() -> None:
    """How many, of what sum, and by which names statuses will call it."""
    header = judged(credit_transfer(transaction(), transaction(uetr=OTHER)))
    assert header == BulkHeader(NEWEST, "MSG-1", "2026-11-30T10:00:00Z", 2, 200_000, "RUB")


def test_every_payment_without_a_name_is_told() -> None:
    """Each with its number, and no more of them than are bounded."""
    found = judged(credit_transfer(*[transaction(uetr="")] * (FAULTS_MAX + 5)))
    assert isinstance(found, tuple)
    assert len(found) == FAULTS_MAX
    assert {each.reason for each in found} == {StatusReason.REQUIRED_ELEMENT_MISSING}
    assert found[1].field == "CdtTrfTxInf[2]/PmtId/UETR"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            credit_transfer(
                transaction(), transaction(interbank_settlement_amount=Amount(5, "CNY"))
            ),
            (StatusReason.INCORRECT_CURRENCY, "IntrBkSttlmAmt"),
        ),
        (
            credit_transfer(header=header_of(copy_duplicate="COPY")),
            (StatusReason.TRANSACTION_FORBIDDEN, "AppHdr/CpyDplct"),
        ),
        (
            credit_transfer(settlement_method="COVE"),
            (StatusReason.TRANSACTION_FORBIDDEN, "SttlmInf/SttlmMtd"),
        ),
        (
            credit_transfer(transaction(instructing_agent=Agent(bic="NOB2RUMM"))),
            (StatusReason.INCORRECT_AGENT, "InstgAgt"),
        ),
        (
            credit_transfer().replace(
                b"</FIToFICstmrCdtTrf>",
                b'<SplmtryData><Envlp><a xmlns="urn:a"/></Envlp></SplmtryData>'
                b"</FIToFICstmrCdtTrf>",
            ),
            (StatusReason.INVALID_FILE_FORMAT, "SplmtryData"),
        ),
    ],
    ids=["currencies", "copy", "cover", "stranger", "supplement"],
)
@pytest.mark.parametrize("refusal", BulkRefusal)
def test_what_no_bulk_can_be_made_of_is_refused(
    raw: bytes, expected: tuple[StatusReason, str], refusal: BulkRefusal
) -> None:
    """Before anything of it is staged; as a whole, whatever else is refused alone."""
    assert fault_in(raw, refusal) == expected


@pytest.mark.parametrize("refusal", BulkRefusal)
def test_no_file_comes_to_more_than_an_account_may_hold(refusal: BulkRefusal) -> None:
    """Four of the largest amounts that there are do, five do not: that is told of the whole."""
    largest = transaction(interbank_settlement_amount=Amount(AMOUNT_MAX, "RUB"))

    header, refused = (judged(credit_transfer(*[largest] * n), refusal) for n in (4, 5))
    assert isinstance(header, BulkHeader)
    assert header.control_sum == BALANCE_MAX
    assert isinstance(refused, tuple)
    assert [each.reason for each in refused] == [StatusReason.LIMIT_EXCEEDED]


def test_each_payment_is_admitted_as_if_it_had_come_by_itself() -> None:
    """The same order but for its content, the same verdict: a hit in one holds that one."""
    hit = transaction(uetr=OTHER, creditor=Party(name="Richard Roe"))
    first, second = admitted(credit_transfer(transaction(), hit))
    alone = admit_order(desk(), NORTH_BANK, credit_transfer(message_id="MSG-1-1"))
    assert isinstance(alone, Admitted)
    assert isinstance(first.command, SubmitPayment)
    assert isinstance(second.command, SubmitPayment)
    assert first.command == alone.command
    assert first.kept == alone.kept
    assert second.command.verdict.outcome is Outcome.HOLD


def test_the_first_payment_that_is_no_order_ends_it() -> None:
    """Its place in the file is told with what is wrong with it."""
    stranger = transaction(uetr=OTHER, instructing_agent=Agent(bic="NOB2RUMM"))
    with pytest.raises(FaultyOrderError) as faulty:
        admitted(credit_transfer(transaction(), stranger))
    told = faulty.value.refused
    assert (told.reason, told.field) == (
        StatusReason.INCORRECT_AGENT,
        "CdtTrfTxInf[2]/InstgAgt",
    )


def test_a_payment_too_long_for_an_envelope_ends_it() -> None:
    """It could never leave, and all behind it would wait."""
    texts = "".join(f"<p:t xmlns:p='urn:p'>{'x' * 1_000}</p:t>" for _ in range(600))
    long = f"<SplmtryData><Envlp>{texts}</Envlp></SplmtryData></CdtTrfTxInf>"
    lawful = long.replace(texts, f"<p:a xmlns:p='urn:p'>{texts}</p:a>").encode()
    with pytest.raises(FaultyOrderError, match="more than 524288 bytes") as faulty:
        admitted(credit_transfer().replace(b"</CdtTrfTxInf>", lawful))
    assert faulty.value.refused.field == "CdtTrfTxInf[1]"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (credit_transfer(count=2), StatusReason.INVALID_NUMBER_OF_TRANSACTIONS),
        (
            credit_transfer().replace(b"<SttlmInf>", b"<CtrlSum>1</CtrlSum><SttlmInf>"),
            StatusReason.INVALID_CONTROL_SUM,
        ),
        (credit_transfer()[:-9], StatusReason.INVALID_FILE_FORMAT),
    ],
    ids=["count", "sum", "cut"],
)
def test_a_broken_file_has_its_reason(raw: bytes, reason: StatusReason) -> None:
    """As a group status tells it."""
    with pytest.raises(RemoteMessageError) as broken:
        judged(raw)
    assert reason_of(broken.value) is reason


def test_the_digest_of_a_file_is_keyed_and_by_blocks() -> None:
    """However it is read; and neither a message nor another desk has the same."""
    raw = bytes(range(256)) * 1_000
    here = desk()
    assert here.file_digest(io.BytesIO(raw)) == here.file_digest(io.BytesIO(raw))
    assert here.file_digest(io.BytesIO(raw)) != here.content_digest(raw)
    assert here._replace(digest_key=b"x").file_digest(io.BytesIO(raw)) != here.file_digest(
        io.BytesIO(raw)
    )
    assert here.bulk_id("A", "BC") != here.bulk_id("AB", "C")
    assert BULK.transactions >= 100_000
