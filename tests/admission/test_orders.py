"""A bank's message becomes an order, or is refused with a reason and a place."""

import pytest

from tallystick.admission.desk import EVIDENCE, MESSAGE, Admitted, Refused
from tallystick.admission.orders import admit_order
from tallystick.core.commands import SubmitPayment
from tallystick.core.orders import Order
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.parties import Priority
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome, Verdict
from tallystick.wire.iso20022.credit_transfer import PaymentType
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.views import Agent, Amount, Party
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    UETR,
    credit_transfer,
    desk,
    status_report,
    transaction,
)


def admitted(raw: bytes) -> tuple[Order, Verdict, dict[str, bytes]]:
    """Admit a message of the north bank's and take the command apart."""
    given = admit_order(desk(), NORTH_BANK, raw)
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    return given.command.order, given.command.verdict, dict(given.kept)


def test_a_message_becomes_an_order() -> None:
    """Its UETR, banks, amount in minor units and quote; the bytes are kept as they came."""
    raw = credit_transfer()
    order, verdict, kept = admitted(raw)
    assert (order.payment_id, order.debtor_agent, order.creditor_agent) == (
        UETR,
        NORTH_BANK,
        SOUTH_BANK,
    )
    assert (order.amount, order.currency, order.quote_id) == (
        100_000,
        "RUB",
        "4b41ff0e-38bd-4e35-a7a9-1f6b7c1d0007",
    )
    assert order.priority is Priority.NORMAL
    assert verdict.is_clear
    assert kept[MESSAGE] == raw
    assert b"Wang Fang" in kept[EVIDENCE]


def test_the_chain_gets_no_personal_text() -> None:
    """Neither the order nor the verdict holds a name."""
    order, verdict, _kept = admitted(credit_transfer())
    for text in ("Anna", "Ivanova", "Wang"):
        assert text not in repr((order, verdict))


def test_a_listed_name_holds_the_payment() -> None:
    """The verdict names the bundle it rests on, and says nothing else."""
    raw = credit_transfer(transaction(creditor=Party(name="Richard Roe")))
    _order, verdict, _kept = admitted(raw)
    assert verdict.outcome is Outcome.HOLD
    assert verdict.bundle == desk().lists.bundle


def test_no_list_clears_nobody() -> None:
    """An empty index holds every payment."""
    given = admit_order(desk(""), NORTH_BANK, credit_transfer())
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    assert given.command.verdict.outcome is Outcome.HOLD


def test_the_same_bytes_have_the_same_digest() -> None:
    """A repetition is known by its bytes; one changed character is another message."""
    raw = credit_transfer()
    other = raw.replace(b"Wang Fang", b"Wang Feng")
    assert admitted(raw)[0] == admitted(raw)[0]
    assert admitted(raw)[0].content != admitted(other)[0].content


def test_high_priority_is_urgent() -> None:
    """InstrPrty HIGH goes ahead in a queue."""
    raw = credit_transfer(transaction(payment_type=PaymentType(priority="HIGH")))
    assert admitted(raw)[0].priority is Priority.URGENT


@pytest.mark.parametrize(
    ("raw", "reason", "field"),
    [
        (
            credit_transfer(transaction(uetr="")),
            StatusReason.REQUIRED_ELEMENT_MISSING,
            "PmtId/UETR",
        ),
        (
            credit_transfer(transaction(instructing_agent=Agent(bic="OTHERUMM"))),
            StatusReason.INCORRECT_AGENT,
            "InstgAgt",
        ),
        (
            credit_transfer(
                transaction(instructing_agent=None, debtor_agent=Agent(bic="OTHERUMM"))
            ),
            StatusReason.INCORRECT_AGENT,
            "DbtrAgt",
        ),
        (
            credit_transfer(transaction(instructed_agent=None, creditor_agent=Agent())),
            StatusReason.INCORRECT_AGENT,
            "CdtrAgt",
        ),
        (
            # A name would stand in the chain, from which nothing is erased.
            credit_transfer(transaction(instructed_agent=Agent(name="Wang Fang"))),
            StatusReason.INCORRECT_AGENT,
            "InstdAgt",
        ),
        (credit_transfer(count=2), StatusReason.INVALID_FILE_FORMAT, "NbOfTxs"),
        (
            credit_transfer(transaction(), transaction()),
            StatusReason.INVALID_FILE_FORMAT,
            "NbOfTxs",
        ),
        (status_report("ACCP"), StatusReason.INVALID_FILE_FORMAT, "Document"),
    ],
)
def test_what_cannot_be_an_order_is_refused(raw: bytes, reason: StatusReason, field: str) -> None:
    """With the reason and the place, and nothing reaches the core."""
    given = admit_order(desk(), NORTH_BANK, raw)
    assert isinstance(given, Refused)
    assert (given.reason, given.field) == (reason, field)
    assert given.text


@pytest.mark.parametrize("raw", [b"", b"<a", b"<!DOCTYPE a><a/>", credit_transfer()[:-20]])
def test_what_cannot_be_read_is_the_senders_fault(raw: bytes) -> None:
    """Broken bytes are a broken message, never an order."""
    with pytest.raises(RemoteMessageError):
        admit_order(desk(), NORTH_BANK, raw)


def test_a_quote_bound_beforehand_is_taken() -> None:
    """An older version has no place for it; the one that a message names goes before it."""
    older = Message("pacs.008.001.08")
    raw = credit_transfer(transaction(agreed_rate=None), message=older)
    given = admit_order(desk(), NORTH_BANK, raw, "bound-1")
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    assert given.command.order.quote_id == "bound-1"
    named = admit_order(desk(), NORTH_BANK, credit_transfer(), "bound-1")
    assert isinstance(named, Admitted)
    assert isinstance(named.command, SubmitPayment)
    assert named.command.order.quote_id == "4b41ff0e-38bd-4e35-a7a9-1f6b7c1d0007"


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        (b'Ccy="RUB">1000.005<', StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY),
        (b'Ccy="JPY">1000.05<', StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY),
        (b'Ccy="XAU">1000<', StatusReason.NOT_ALLOWED_CURRENCY),
        (b'Ccy="QQQ">1000<', StatusReason.INVALID_CURRENCY),
    ],
)
def test_an_amount_that_is_no_money_is_refused(amount: bytes, reason: StatusReason) -> None:
    """No schema says so; the message is lawful and has the reason of its amount."""
    raw = credit_transfer().replace(b'Ccy="RUB">1000.00<', amount)
    given = admit_order(desk(), NORTH_BANK, raw)
    assert isinstance(given, Refused)
    assert given.reason is reason
    assert given.field.endswith("IntrBkSttlmAmt")


def test_a_cover_payment_moves_no_money_here() -> None:
    """Its money comes another way, and would come twice."""
    given = admit_order(desk(), NORTH_BANK, credit_transfer(settlement_method="COVE"))
    assert isinstance(given, Refused)
    assert (given.reason, given.field) == (
        StatusReason.TRANSACTION_FORBIDDEN,
        "SttlmInf/SttlmMtd",
    )


def test_amounts_are_minor_units_of_their_currency() -> None:
    """Yen have no decimals, dinars three."""
    yen = transaction(interbank_settlement_amount=Amount(1500, "JPY"), agreed_rate=None)
    assert admitted(credit_transfer(yen))[0].amount == 1500
    dinars = transaction(interbank_settlement_amount=Amount(1500, "KWD"), agreed_rate=None)
    order = admitted(credit_transfer(dinars))[0]
    assert (order.amount, order.currency, order.quote_id) == (1500, "KWD", "")
