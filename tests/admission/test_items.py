"""The other node's word is held against the message that travelled with it."""

import pytest
from msgspec.structs import replace

from tallystick.admission.desk import EVIDENCE, MESSAGE, Admitted
from tallystick.admission.items import Told, admit_item, screen_again
from tallystick.admission.orders import admit_order
from tallystick.core.commands import HearPeer, RecordVerdict, SubmitPayment
from tallystick.core.items import Forwarded, StillPending
from tallystick.core.orders import Order, Terms
from tallystick.terms.verdicts import Outcome
from tallystick.wire.iso20022.views import Agent, Party
from tests.admission.messages import (
    NORTH_BANK,
    UETR,
    credit_transfer,
    desk,
    header_of,
    transaction,
)

TERMS = Terms(
    100_000,
    "RUB",
    7_940,
    "CNY",
    0,
    "NORTH",
    "4b41ff0e-38bd-4e35-a7a9-1f6b7c1d0007",
    2_000_000_000_000,
)


def order_for(raw: bytes) -> Order:
    """Return the order that the sending node made of a message."""
    given = admit_order(desk(), NORTH_BANK, raw)
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    return given.command.order


def heard(order: Order, beside: dict[str, bytes]) -> tuple[HearPeer, dict[str, bytes]]:
    """Admit a forwarded payment as item 3 of the north's stream."""
    item = Forwarded("RUB-CNY", 1, order, TERMS)
    given = admit_item(desk(), Told("NORTH", 3, item, beside, (9, b"head")))
    assert isinstance(given.command, HearPeer)
    return given.command, dict(given.kept)


def test_a_forwarded_payment_is_screened_here() -> None:
    """By its own message, against our own lists; both are kept."""
    raw = credit_transfer()
    command, kept = heard(order_for(raw), {MESSAGE: raw})
    assert command.verdict is not None
    assert command.verdict.is_clear
    assert (command.operator_id, command.sequence, command.head) == ("NORTH", 3, (9, b"head"))
    assert kept[MESSAGE] == raw
    assert EVIDENCE in kept


def test_a_hit_here_holds_here() -> None:
    """What the other node thought of it does not matter."""
    raw = credit_transfer(transaction(debtor=Party(name="ROE, Richard")))
    command, _kept = heard(order_for(raw), {MESSAGE: raw})
    assert command.verdict is not None
    assert command.verdict.outcome is Outcome.HOLD


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 100_001},
        {"currency": "CNY"},
        {"debtor_agent": "OTHERUMM"},
        {"creditor_agent": "OTHERNSH"},
        {"payment_id": "8a562c67-ca16-48ba-b074-65581be6f002"},
    ],
)
def test_an_item_that_says_something_else_has_no_verdict(changed: dict[str, object]) -> None:
    """The core refuses a forwarded payment that comes without one."""
    raw = credit_transfer()
    command, kept = heard(replace(order_for(raw), **changed), {MESSAGE: raw})
    assert command.verdict is None
    assert not kept


def test_correspondents_are_seen_alike_at_both_nodes() -> None:
    """The order is between the banks that settle; the agents behind them are in the message."""
    raw = credit_transfer(
        transaction(debtor_agent=Agent(bic="UPSTRUMM"), creditor_agent=Agent(name="Some bank"))
    )
    command, _kept = heard(order_for(raw), {MESSAGE: raw})
    assert command.verdict is not None


@pytest.mark.parametrize(
    "raw",
    [
        credit_transfer(settlement_method="COVE"),
        credit_transfer(header=header_of(sender_agent=Agent(bic="OTHERUMM"))),
        credit_transfer(header=header_of(copy_duplicate="COPY")),
    ],
)
def test_what_no_order_can_be_made_of_is_no_order_here(raw: bytes) -> None:
    """Even where the other node made one of it: we judge the message ourselves."""
    command, _kept = heard(order_for(credit_transfer()), {MESSAGE: raw})
    assert command.verdict is None


@pytest.mark.parametrize("beside", [{}, {MESSAGE: b"<a/>"}, {MESSAGE: b"\xff"}])
def test_no_lawful_message_is_no_verdict(beside: dict[str, bytes]) -> None:
    """Missing, unlawful or unreadable."""
    command, _kept = heard(order_for(credit_transfer()), beside)
    assert command.verdict is None


def test_a_message_larger_than_any_node_forwards_is_no_verdict() -> None:
    """It is not read, though it would say the same."""
    raw = credit_transfer()
    order = order_for(raw)
    for spaces, is_read in ((1_000_000, True), (1_100_000, False)):
        padded = raw.replace(b"<FIToF", b"<!--" + b" " * spaces + b"--><FIToF", 1)
        command, kept = heard(order, {MESSAGE: padded})
        assert (command.verdict is not None, MESSAGE in kept) == (is_read, is_read)


def test_other_items_need_no_message() -> None:
    """They come to the core as they are."""
    item = StillPending("RUB-CNY", UETR)
    given = admit_item(desk(), Told("NORTH", 4, item, {}, (0, b"")))
    assert given == Admitted(HearPeer("NORTH", 4, item))


def test_a_stored_message_is_screened_again() -> None:
    """Against the lists of now."""
    given = screen_again(desk(), UETR, credit_transfer())
    assert isinstance(given.command, RecordVerdict)
    assert given.command.payment_id == UETR
    assert given.command.verdict.is_clear
