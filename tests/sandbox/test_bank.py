"""A bank that is told its accounts answers by them, and keeps its word."""

from tallystick.core.commands import AnswerPresentation
from tallystick.core.effects import Present, TellStatus
from tallystick.sandbox.bank import Bank, Habits, Manner
from tallystick.sandbox.chance import chance
from tallystick.terms.reasons import PaymentStatus, StatusReason

ACCOUNTS = {"open": Manner.PROMISE, "dumb": Manner.SILENCE}


def bank() -> Bank:
    habits = Habits(answer_ms=7)
    draw = chance(1, "bank")
    return Bank("BANKDEF0", "EUR-JPY", "EUR", ["OTHERJP0"], draw, habits, accounts=ACCOUNTS)


def present(number: int, account: str, payment_id: str = "pay") -> tuple[int, Present, str]:
    return number, Present("BANKDEF0", payment_id), account


def test_the_account_says_the_answer() -> None:
    """It has the account, it has not, or its line is down."""
    ours = bank()
    (promise,) = ours.hear(*present(1, "open"))
    (refusal,) = ours.hear(*present(2, "nobody's", "other"))
    assert promise.after_ms == 7
    assert promise.command == AnswerPresentation("pay", "BANKDEF0")
    wrong = StatusReason.INCORRECT_ACCOUNT
    assert refusal.command == AnswerPresentation("other", "BANKDEF0", wrong)
    assert ours.hear(*present(3, "dumb", "third")) == []


def test_a_message_out_of_turn_is_not_taken() -> None:
    """It will come again by its number."""
    ours = bank()
    assert ours.hear(*present(2, "open")) == []
    assert ours.heard == 0
    assert len(ours.hear(*present(1, "open"))) == 1
    assert ours.hear(*present(1, "open")) == []


def test_a_customer_is_credited_on_the_final_notice_alone() -> None:
    """And a notice about a message that misuses the id changes nothing."""
    ours = bank()
    ours.hear(*present(1, "open"))
    assert ours.credited == {}
    rejected = TellStatus(
        "BANKDEF0", "pay", PaymentStatus.RJCT, StatusReason.DUPLICATION, b"other"
    )
    ours.hear(2, rejected)
    ours.hear(3, TellStatus("BANKDEF0", "pay", PaymentStatus.ACSC))
    assert ours.credited == {"pay": 1}
    assert ours.answers["pay"].status is PaymentStatus.ACSC
