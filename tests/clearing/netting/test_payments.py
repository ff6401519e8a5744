"""What is no payment is refused, with the place and the rule; what is summed cannot wrap."""

from typing import Any

import numpy as np
import pytest

from tallystick.clearing.netting.flows import gross_flows, multilateral_net
from tallystick.clearing.netting.payments import SUM_MAX, Payments
from tallystick.terms.errors import MessageError
from tests.clearing.netting.payments_at_hand import Payment, payments


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ((-1, 1, 0, 5), "index-out-of-range", "debtor"),
        ((3, 1, 0, 5), "index-out-of-range", "debtor"),
        ((0, -2, 0, 5), "index-out-of-range", "creditor"),
        ((0, 3, 0, 5), "index-out-of-range", "creditor"),
        ((0, 1, 2, 5), "index-out-of-range", "currency"),
        ((0, 1, -1, 5), "index-out-of-range", "currency"),
        ((2, 2, 0, 5), "debtor-is-creditor", "creditor"),
        ((0, 1, 0, 0), "amount-not-positive", "amount"),
        ((0, 1, 0, -(2**63)), "amount-not-positive", "amount"),
        ((0, 1, 0, SUM_MAX - 6), "sum-too-large", "amount"),
    ],
)
def test_a_payment_that_breaks_a_rule_is_refused(row: Payment, code: str, field: str) -> None:
    """The first one is named; those before it were good."""
    with pytest.raises(MessageError) as refusal:
        payments([(0, 1, 0, 7), row, (9, 9, 9, 0)], participants=3, currencies=2)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert refusal.value.ref == "payment 1"


def test_sums_are_bounded_currency_by_currency() -> None:
    """Up to the last unit of 63 bits, and not one more."""
    half = 2**62
    rows = [(0, 1, 0, half), (1, 0, 0, half - 1), (1, 0, 1, SUM_MAX)]
    net = multilateral_net(gross_flows(payments(rows, 2, 2)))
    assert net.tolist() == [[-1, 1], [SUM_MAX, -SUM_MAX]]
    for currency in 0, 1:
        with pytest.raises(MessageError, match="come to over 9223372036854775807"):
            payments([*rows, (0, 1, currency, 1)], 2, 2)


ROW = np.array([0, 1], dtype=np.int32)
AMOUNT = np.array([5, 6], dtype=np.int64)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"creditor": ROW[:1]}, "lengths-unequal"),
        ({"amount": AMOUNT[:1]}, "lengths-unequal"),
        ({"amount": AMOUNT.astype(np.float64)}, "array-form"),
        ({"amount": AMOUNT.astype(np.uint64)}, "array-form"),
        ({"debtor": ROW.astype(np.int64)}, "array-form"),
        ({"currency": ROW.reshape(1, 2)}, "array-form"),
        ({"participants": 0}, "participants-or-currencies"),
        ({"currencies": 0}, "participants-or-currencies"),
        ({"participants": 2**31, "currencies": 2}, "participants-or-currencies"),
    ],
)
def test_arrays_of_another_form_are_refused(changed: dict[str, object], code: str) -> None:
    """No array is converted in silence: what it holds might change."""
    good = {"debtor": ROW, "creditor": 1 - ROW, "currency": 0 * ROW, "amount": AMOUNT}
    counts = {"participants": 2, "currencies": 1}
    with pytest.raises(MessageError) as refusal:
        Payments(**{**good, **counts, **changed})  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_arrays_may_be_read_only_or_in_pieces() -> None:
    """As they come from a file, or from a table of rows."""
    amount = np.array([[5, 0], [6, 0]], dtype=np.int64)[:, 0]
    amount.setflags(write=False)
    flows = gross_flows(Payments(ROW, (1 - ROW).astype(np.int32), ROW * 0, amount, 2, 1))
    assert flows.amount.tolist() == [5, 6]
    frozen = amount.copy()
    frozen.setflags(write=False)
    assert len(Payments(ROW, (1 - ROW).astype(np.int32), ROW * 0, frozen, 2, 1)) == 2


def test_what_was_checked_is_not_changed() -> None:
    """Neither payments nor flows can be written to; the caller's array is as it was."""
    taken = Payments(ROW, (1 - ROW).astype(np.int32), ROW * 0, AMOUNT, 2, 1)
    for array in (taken.debtor, taken.amount, gross_flows(taken).creditor):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7
    assert AMOUNT.flags.writeable


def test_a_count_of_an_array_does_not_wrap() -> None:
    """The cells of a matrix are counted in Python's own integers."""
    big = np.full(1, 2**16 - 1, dtype=np.int32)
    count: Any = np.int32(2**16)
    many = Payments(big, big - 1, big * 0, AMOUNT[:1], count, 1)
    assert many.cells == 2**32
