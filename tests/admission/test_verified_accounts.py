"""Which account a verification is of: one, counted as the same however it is written."""

import pytest

from tallystick.admission.assignments import admit_assignment
from tallystick.admission.desk import Refused
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.views import Account, Identifier
from tests.admission.messages import NORTH_BANK, desk
from tests.admission.questions import VERIFICATIONS, identification, verification
from tests.admission.test_assignments import asked


@pytest.mark.parametrize(
    "written",
    ["\uff16\uff12\uff12\uff12\uff10\uff10\uff10\uff11", "6222\u200b0001", "00 6222 0001"],
)
def test_an_account_is_the_same_in_other_signs(written: str) -> None:
    """Digits of another width, signs that nobody sees and zeros before it buy no guess."""
    first, second = (
        asked(verification(identification(account=Account(other=Identifier(each))))).assignment
        for each in ("6222 0001", written)
    )
    assert first.subject == second.subject


def test_an_account_is_named_in_one_way() -> None:
    """By a number that changes, guesses at the one account behind a proxy would not be counted."""
    both = Account(other=Identifier("1"), proxy_id="+7-9161234567")
    raw = verification(identification(account=both), message=VERIFICATIONS[1])
    refused = admit_assignment(desk(), NORTH_BANK, raw)
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.field) == (
        StatusReason.INVALID_FILE_FORMAT,
        "PtyAndAcctId/Acct/Prxy",
    )
    alone = Account(proxy_id="+7-9161234567")
    raw = verification(identification(account=alone), message=VERIFICATIONS[1])
    assert asked(raw).assignment.subject
