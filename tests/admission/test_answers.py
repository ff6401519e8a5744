"""A bank's status report becomes its answer to a presented payment."""

import pytest

from tallystick.admission.answers import admit_answer
from tallystick.admission.desk import Admitted, Refused
from tallystick.core.commands import AnswerPresentation
from tallystick.terms.reasons import StatusReason
from tests.admission.messages import SOUTH_BANK, UETR, credit_transfer, desk, status_report


@pytest.mark.parametrize("status", ["ACTC", "ACCP", "ACSP", "ACWP"])
def test_an_acceptance_is_a_promise(status: str) -> None:
    """Any acceptance short of final promises to take the payment."""
    given = admit_answer(desk(), SOUTH_BANK, status_report(status))
    assert given == Admitted(AnswerPresentation(UETR, SOUTH_BANK))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("AC04", StatusReason.CLOSED_ACCOUNT),
        ("", StatusReason.REASON_NOT_SPECIFIED),
        ("XT99", StatusReason.NARRATIVE),
    ],
)
def test_a_rejection_gives_its_reason(code: str, reason: StatusReason) -> None:
    """A code that we do not tell ourselves is taken as narrative."""
    given = admit_answer(desk(), SOUTH_BANK, status_report("RJCT", code))
    assert given == Admitted(AnswerPresentation(UETR, SOUTH_BANK, reason))


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (status_report("PDNG"), "TxSts"),
        (status_report("ACSC"), "TxSts"),
        (status_report(""), "TxSts"),
        (status_report("ACCP", uetr=""), "OrgnlUETR"),
        (credit_transfer(), "Document"),
    ],
)
def test_what_answers_nothing_is_refused(raw: bytes, field: str) -> None:
    """Pending is no answer, and final is not the bank's to say."""
    given = admit_answer(desk(), SOUTH_BANK, raw)
    assert isinstance(given, Refused)
    assert given.field == field
