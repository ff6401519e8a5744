"""The words for a payment's ends and its urgency."""

from tallystick.terms.parties import Priority, Side


def test_a_payment_has_two_ends() -> None:
    """The words that stand in journals and settings do not change."""
    assert [side.value for side in Side] == ["debtor", "creditor"]
    assert Side.DEBTOR.other is Side.CREDITOR
    assert Side.CREDITOR.other is Side.DEBTOR


def test_what_is_urgent_goes_first() -> None:
    """Sorting by priority puts the urgent before the normal."""
    assert sorted([Priority.NORMAL, Priority.URGENT]) == [Priority.URGENT, Priority.NORMAL]
    assert [int(priority) for priority in Priority] == [0, 1]
