"""A pacs.004 becomes the order of a return, or is refused with where and why."""

import pytest
from msgspec.structs import replace

from tallystick.admission.answers import admit_answer
from tallystick.admission.desk import EVIDENCE, MESSAGE, Admitted, Refused
from tallystick.admission.items import Told, admit_item
from tallystick.admission.orders import admit_order
from tallystick.admission.returns import admit_return
from tallystick.core.commands import AnswerPresentation, HearPeer, SubmitPayment
from tallystick.core.items import Forwarded
from tallystick.core.orders import Order, OrderKind, Terms
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import ReturnReason
from tallystick.terms.returns import FAULTS, fault_in, return_payment_id
from tallystick.terms.verdicts import Outcome
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.payment_return import ReturnedGroup
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    TransactionStatus,
)
from tallystick.wire.iso20022.views import Agent, Amount
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    UETR,
    credit_transfer,
    desk,
    header_of,
)
from tests.admission.returns import VERSIONS, because, chain, payment_return, returned

TERMS = Terms(3_000, "CNY", 37_000, "RUB", 0, "SOUTH", "", 0)


def order_of(raw: bytes, sender: str = SOUTH_BANK, quote_id: str = "") -> Order:
    """Return the order that a return makes."""
    given = admit_return(desk(), sender, raw, quote_id)
    assert isinstance(given, Admitted), given
    assert isinstance(given.command, SubmitPayment)
    return given.command.order


def refusal_of(raw: bytes, sender: str = SOUTH_BANK) -> tuple[str, str]:
    """Return where a return is wrong, and by which reason."""
    given = admit_return(desk(), sender, raw)
    assert isinstance(given, Refused), given
    return given.field, given.reason.value


@pytest.mark.parametrize("message", VERSIONS)
def test_a_return_is_a_payment_of_its_own(message: Message) -> None:
    """Of the same two banks the other way round, under an id of its own, in every version."""
    given = admit_return(desk(), SOUTH_BANK, payment_return(message=message))
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    order = given.command.order
    assert order == Order(
        return_payment_id(UETR, "RTR-1"),
        "RUB-CNY",
        SOUTH_BANK,
        NORTH_BANK,
        3_000,
        "CNY",
        order.content,
        kind=OrderKind.RETURN,
        original_id=UETR,
        at_fault=Side.DEBTOR,
        reason="AC04",
    )
    assert given.command.verdict.is_clear
    kept = dict(given.kept)
    assert kept[MESSAGE] == payment_return(message=message)
    assert EVIDENCE in kept


def test_each_return_of_a_payment_has_an_id_of_its_own() -> None:
    """By its original and its own RtrId, whatever text that is; no two share one."""
    drawn = [(UETR, "R1"), (UETR, "R11"), (UETR + "1", "R"), (UETR, ""), (UETR, "возврат / 1")]
    ids = {return_payment_id(*each) for each in drawn}
    assert len(ids) == len(drawn)
    assert {len(each) for each in ids} == {35}
    assert all(each.isascii() and each.isprintable() for each in ids)


def test_every_reason_says_whose_fault_it_is() -> None:
    """A reason that names nobody's fault, or that nobody knows, is borne by who returns."""
    assert FAULTS.keys() == set(ReturnReason)
    assert fault_in("FOCR") is Side.DEBTOR
    assert fault_in("BE08") is Side.CREDITOR
    assert fault_in("XX99") is Side.CREDITOR


def test_two_reasons_agree_on_the_fault() -> None:
    """Several may be given; they must blame one side."""
    agreeing = payment_return(returned(reasons=because("TECH", "DS28")))
    assert order_of(agreeing).at_fault is Side.CREDITOR
    split = payment_return(returned(reasons=because("AC04", "BE08")))
    assert refusal_of(split) == ("RtrRsnInf", "FF01")


@pytest.mark.parametrize("codes", [("FOCR",), ("FOCR", "AC04"), ("AC04", "FOCR")])
def test_that_it_follows_a_recall_is_not_said_in_passing(codes: tuple[str, ...]) -> None:
    """Wherever the reason stands, the core is told it and looks for the recall."""
    assert order_of(payment_return(returned(reasons=because(*codes)))).reason == "FOCR"


@pytest.mark.parametrize("text", ["Wang", "ab 1", "Ёж"])
def test_a_short_text_is_no_reason_of_an_order(text: str) -> None:
    """The schema lets any four letters pass for a code; in the chain they might be a name."""
    order = order_of(payment_return(returned(reasons=because(text))))
    assert (order.reason, order.at_fault) == ("", Side.CREDITOR)


def test_the_reason_of_the_whole_message_counts() -> None:
    """A return without one of its own has that of its group."""
    group = ReturnedGroup(
        message_id="MSG-1", message_name="pacs.008.001.13", reasons=because("MD06")
    )
    raw = payment_return(returned(reasons=()), original_group=group)
    assert order_of(raw).at_fault is Side.CREDITOR


def test_the_quote_of_the_message_goes_before_the_one_beside_it() -> None:
    """As for a transfer."""
    assert order_of(payment_return(), quote_id="beside").quote_id == "beside"


def test_a_return_may_be_urgent() -> None:
    """By its settlement priority."""
    assert order_of(payment_return()).priority is Priority.NORMAL
    urgent = payment_return(returned(settlement_priority="URGT"))
    assert order_of(urgent).priority is Priority.URGENT


REFUSALS = (
    ({"original_uetr": ""}, ("OrgnlUETR", "CH21")),
    ({"return_id": ""}, ("RtrId", "CH21")),
    ({"reasons": ()}, ("RtrRsnInf/Rsn/Cd", "CH21")),
    ({"instructing_agent": Agent(bic="SOB2CNSH")}, ("InstgAgt", "AGNT")),
    ({"instructed_agent": Agent(bic=SOUTH_BANK)}, ("InstdAgt", "CNOR")),
    (
        {"instructing_agent": None, "return_chain": replace(chain(), debtor_agent=None)},
        ("DbtrAgt", "AGNT"),
    ),
)


@pytest.mark.parametrize(("over", "refusal"), REFUSALS)
def test_what_no_return_can_be_made_of_is_refused(
    over: dict[str, object], refusal: tuple[str, str]
) -> None:
    """With the element and the reason."""
    assert refusal_of(payment_return(returned(**over))) == refusal


def test_a_message_returns_one_payment() -> None:
    """Not several, not a whole message, and it counts what it has."""
    two = payment_return(returned(), returned(return_id="RTR-2"))
    assert refusal_of(two) == ("NbOfTxs", "FF01")
    assert refusal_of(payment_return(count=2)) == ("NbOfTxs", "FF01")
    group = ReturnedGroup(message_id="MSG-1", message_name="pacs.008.001.13")
    whole = payment_return(is_group_return=True, original_group=group)
    assert refusal_of(whole) == ("GrpRtr", "FF01")
    assert refusal_of(credit_transfer()) == ("Document", "FF01")
    order = admit_order(desk(), SOUTH_BANK, payment_return())
    assert isinstance(order, Refused)
    assert order.field == "Document"


def test_nobody_returns_for_another() -> None:
    """Only the bank that would be debited hands the message in."""
    assert refusal_of(payment_return(), NORTH_BANK) == ("InstgAgt", "AGNT")


def test_a_header_agrees_with_its_return() -> None:
    """As with a transfer's: its message, its sender, and that it is no copy."""
    good = header_of(
        message_definition="pacs.004.001.14",
        sender_agent=Agent(bic=SOUTH_BANK),
        recipient_agent=Agent(bic=NORTH_BANK),
    )
    assert order_of(payment_return(header=good)).original_id == UETR
    for over, field in (
        ({"message_definition": "pacs.008.001.13"}, "AppHdr/MsgDefIdr"),
        ({"sender_agent": Agent(bic=NORTH_BANK)}, "AppHdr/Fr"),
        ({"copy_duplicate": "COPY"}, "AppHdr/CpyDplct"),
    ):
        assert refusal_of(payment_return(header=replace(good, **over)))[0] == field


def test_more_decimals_than_the_currency_has_move_no_money() -> None:
    """The schema lets five pass."""
    raw = payment_return().replace(b">30.00<", b">30.001<")
    assert refusal_of(raw)[1] == "CH20"


def test_a_return_is_screened_like_any_payment() -> None:
    """Whoever gets the money back is looked for on the lists."""
    hit = payment_return(returned(return_chain=chain(creditor="Richard Roe")))
    given = admit_return(desk(), SOUTH_BANK, hit)
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    assert given.command.verdict.outcome is not Outcome.CLEAR


def test_a_broken_return_is_not_read() -> None:
    """What its schema refuses is told as such."""
    with pytest.raises(RemoteMessageError):
        admit_return(desk(), SOUTH_BANK, payment_return().replace(b"<RtrId>", b"<RtrIdd>", 1))


def heard(order: Order, raw: bytes) -> HearPeer:
    """Admit a forwarded return as item 3 of the south's stream."""
    item = Forwarded("RUB-CNY", 1, order, TERMS)
    given = admit_item(desk(), Told("SOUTH", 3, item, {MESSAGE: raw}, (9, b"head")))
    assert isinstance(given.command, HearPeer)
    return given.command


def test_the_other_node_reads_the_return_itself() -> None:
    """What says the same is screened here; what says anything else has no verdict."""
    raw = payment_return()
    order = order_of(raw)
    assert heard(order, raw).verdict is not None
    for over in (
        {"payment_id": return_payment_id(UETR, "RTR-2")},
        {"original_id": "another"},
        {"at_fault": Side.CREDITOR},
        {"reason": "FOCR"},
        {"amount": 3_001},
        {"currency": "RUB"},
        {"creditor_agent": "NOB2RUMM"},
        {"kind": OrderKind.TRANSFER},
    ):
        assert heard(replace(order, **over), raw).verdict is None
    assert heard(order, credit_transfer()).verdict is None
    assert heard(order, b"").verdict is None


def answer_to(name: str, instruction_id: str) -> bytes:
    """Return a status report that takes what a message presented."""
    told = TransactionStatus(
        original_message=OriginalMessage("MSG-R1", name),
        original_instruction_id=instruction_id,
        original_uetr=UETR,
        status="ACCP",
    )
    document = FIToFIPaymentStatusReport(
        message_id="A-1", creation_date_time="2026-11-30T11:00:01Z", transactions=(told,)
    )
    return compose(document, Message("pacs.002.001.15"))


def test_an_answer_to_a_return_names_it_by_its_own_id() -> None:
    """A return and the payment that it returns share a UETR: the message and RtrId tell them."""
    to_return = admit_answer(desk(), NORTH_BANK, answer_to("pacs.004.001.14", "RTR-1"))
    to_payment = admit_answer(desk(), NORTH_BANK, answer_to("pacs.008.001.13", "RTR-1"))
    assert isinstance(to_return, Admitted)
    assert isinstance(to_payment, Admitted)
    own = return_payment_id(UETR, "RTR-1")
    assert to_return.command == AnswerPresentation(own, NORTH_BANK)
    assert to_payment.command == AnswerPresentation(UETR, NORTH_BANK)


def test_amounts_are_of_the_settling_bank() -> None:
    """What is returned is what the returning bank pays, in minor units of its currency."""
    raw = payment_return(returned(returned_interbank_settlement_amount=Amount(7_940, "CNY")))
    order = order_of(raw)
    assert (order.amount, order.currency) == (7_940, "CNY")
