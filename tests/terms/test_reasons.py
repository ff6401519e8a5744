"""Every reason has its rule, and every code is one that ISO 20022 publishes."""

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import cast

import pytest

from tallystick.terms.reasons import (
    REASONS,
    RETURN_REASONS,
    CancellationReason,
    GroupStatus,
    PaymentStatus,
    ReturnReason,
    StatusReason,
)
from tests.every import for_each

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data"))
CODES = ROOT / SHARED / "messages" / "codes"


def published(name: str) -> set[str]:
    """The codes of one external code set; skips where the test inputs are absent."""
    path = CODES / f"external_{name}_code.json"
    if not path.exists():
        pytest.skip("the published code sets are not at TALLYSTICK_TEST_DATA")
    return set(cast("dict[str, dict[str, str]]", json.loads(path.read_text()))["codes"])


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (StatusReason, "status_reason"),
        (ReturnReason, "return_reason"),
        (CancellationReason, "cancellation_reason"),
        (PaymentStatus, "payment_transaction_status"),
        (GroupStatus, "payment_group_status"),
    ],
)
def test_every_code_is_published(kind: type[StrEnum], name: str) -> None:
    """We never send a code that the receiver's own code set does not have."""
    assert {member.value for member in kind} <= published(name)


@pytest.mark.parametrize(
    "kind", [StatusReason, ReturnReason, CancellationReason, PaymentStatus, GroupStatus]
)
def test_a_code_has_one_name(kind: type[StrEnum]) -> None:
    """No member is another's alias, and every code has four capitals or digits."""
    assert len(kind.__members__) == len(list(kind))
    assert all(len(code) == 4 and code.isalnum() and code.isupper() for code in kind)


def test_every_reason_has_its_rule() -> None:
    """No refusal can be made that the doors do not know how to answer."""
    assert set(REASONS) == set(StatusReason)
    assert set(RETURN_REASONS) == set(ReturnReason)


@for_each("reason", list(StatusReason))
def test_a_rule_answers_as_a_refusal(reason: StatusReason) -> None:
    """A reason ends a payment, with an HTTP status of refusal and one short sentence."""
    rule = REASONS[reason]
    expected = PaymentStatus.BLCK if reason is StatusReason.BLOCKED_AMOUNT else PaymentStatus.RJCT
    assert rule.status is expected
    assert rule.http_status in {400, 409, 422, 503}
    assert rule.hint.endswith(".")
    assert 10 < len(rule.hint) < 80


@for_each("reason", list(StatusReason))
def test_a_hint_tips_nobody_off(reason: StatusReason) -> None:
    """No hint speaks of lists, sanctions or matches, whatever stopped the payment."""
    words = set(REASONS[reason].hint.lower().replace(".", " ").replace(",", " ").split())
    assert not words & {"list", "lists", "sanction", "sanctions", "screening", "match", "hit"}


@pytest.mark.parametrize(
    ("code", "http_status"),
    [("AM04", 422), ("AM05", 409), ("DU01", 409), ("FF01", 400), ("AB08", 503), ("ED06", 503)],
)
def test_the_doors_answer_by_the_kind_of_refusal(code: str, http_status: int) -> None:
    """Broken is 400, repeated 409, refused 422, and somebody's absence 503."""
    assert REASONS[StatusReason(code)].http_status == http_status


def test_the_sets_differ() -> None:
    """A code of one set is not taken for a code of another."""
    assert "AM04" in set(StatusReason)
    with pytest.raises(ValueError, match="AM04"):
        CancellationReason("AM04")
    assert ReturnReason("FOCR") is ReturnReason.FOLLOWING_CANCELLATION_REQUEST
    with pytest.raises(ValueError, match="FOCR"):
        StatusReason("FOCR")
