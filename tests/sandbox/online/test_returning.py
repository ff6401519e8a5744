"""What a bank of the demo sends back is lawful, and is read as the return that it is."""

import pytest

from tallystick.admission.desk import Admitted
from tallystick.admission.returns import admit_return
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.commands import SubmitPayment
from tallystick.core.orders import OrderKind
from tallystick.sandbox.letters import Back, Presented, payment_return
from tallystick.sandbox.online.returning import Returned, Wanted, wanted_after
from tallystick.sandbox.plan import SETTLED, draw_plan
from tallystick.sandbox.questions import Asked, Settled, draw_questions
from tallystick.sandbox.stage import stage_of
from tallystick.terms.parties import Side
from tallystick.terms.reasons import ReturnReason
from tallystick.terms.returns import return_payment_id
from tallystick.wire.iso20022.check import check
from tests.admission.messages import UETR, desk, transaction

AT = 1_800_000_000_000
PRESENTED = Presented(
    UETR,
    UETR,
    "MSG-1",
    "pacs.008.001.13",
    "",
    "NOBKRUMM",
    "SOBKCNSH",
    came=(7_900, "CNY"),
    transaction=transaction(),
)


@pytest.mark.parametrize("reason", [ReturnReason.CLOSED_ACCOUNT, ReturnReason.BANK_ERROR])
def test_a_return_is_written_lawfully_and_read_as_it_was_meant(reason: ReturnReason) -> None:
    """By the bank that was paid, to the bank that paid, under the original's UETR."""
    raw = payment_return(Back(PRESENTED, "part/1", 3_000, reason), "BANK-9", AT)
    assert check(raw).errors == ()
    given = admit_return(desk(), "SOBKCNSH", raw)
    assert isinstance(given, Admitted), given
    assert isinstance(given.command, SubmitPayment)
    order = given.command.order
    assert (order.kind, order.original_id, order.reason) == (OrderKind.RETURN, UETR, reason)
    assert order.payment_id == return_payment_id(UETR, "part/1")
    assert (order.debtor_agent, order.creditor_agent) == ("SOBKCNSH", "NOBKRUMM")
    assert (order.amount, order.currency) == (3_000, "CNY")
    blamed = Side.DEBTOR if reason is ReturnReason.CLOSED_ACCOUNT else Side.CREDITOR
    assert order.at_fault is blamed


def test_what_was_recalled_goes_back_in_parts_and_one_payment_whole() -> None:
    """The recall that was granted, and the last payment about which nobody asked."""
    stage = stage_of("RUB-CNY")
    planned = [each for each in draw_plan(stage, 60, 1).planned if each.expected == SETTLED]
    settled = [Settled(each, f"uetr-{number}") for number, each in enumerate(planned)]
    asked = [Asked(each, each.expected) for each in draw_questions(stage, settled)]
    granted = next(each.question for each in asked if each.outcome is Outcome.CANCELLED)
    assert granted.kind is AssignmentKind.RECALL
    recalled, whole = wanted_after(asked, settled)
    follows = ReturnReason.FOLLOWING_CANCELLATION_REQUEST
    assert recalled == Wanted(granted.assignee, granted.uetr, 2, follows)
    assert whole.uetr == settled[-1].uetr
    assert (whole.parts, whole.reason) == (1, ReturnReason.CLOSED_ACCOUNT)


def test_only_a_settled_return_is_as_reckoned() -> None:
    """What was asked to go back was no more than what came."""
    assert Returned("return:1", "ACSC").is_expected
    assert not Returned("return:1", "AM09").is_expected
