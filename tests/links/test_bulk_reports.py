"""How a bulk stands is told in one lawful message, whatever its refused transactions said."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.bulks import REFUSED_MAX
from tallystick.core.effects import TellBulk
from tallystick.links.bulk_reports import (
    OriginalBulk,
    OriginalTransaction,
    group_report,
    original_transactions,
)
from tallystick.links.status_reports import REPORTS, Reported
from tallystick.terms.reasons import GroupStatus, StatusReason
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport
from tests.admission.messages import UETR
from tests.links.test_status_reports import LETTERS, MAYBE, REFERENCES, WRITTEN_AT

REPORTED = Reported("NORTH", "NOBKRUMM", "REPORT-1", WRITTEN_AT)
TRANSACTIONS = st.builds(
    OriginalTransaction,
    st.integers(1, 100_000),
    MAYBE,
    REFERENCES,
    MAYBE,
    st.sampled_from(["", UETR]),
    st.text(LETTERS, max_size=300),
)


def told(
    effect: TellBulk, *said: OriginalTransaction, message: str = "pacs.008.001.13"
) -> FIToFIPaymentStatusReport:
    """Return a report as a bank reads it, by the schema of its version."""
    kept = original_transactions([msgspec.json.encode(said)])
    version, raw = group_report(REPORTED, effect, OriginalBulk(message, "MSG-1"), kept)
    received = receive(raw)
    assert received.message == version
    assert isinstance(received.document, FIToFIPaymentStatusReport)
    return received.document


@pytest.mark.parametrize("message", [name for name in REPORTS if name.startswith("pacs.008")])
def test_each_version_tells_what_was_refused(message: str) -> None:
    """The group in part, and each refused transaction by its references, in its order."""
    refused = ((2, StatusReason.INCORRECT_ACCOUNT), (7, StatusReason.REQUIRED_ELEMENT_MISSING))
    effect = TellBulk("NOBKRUMM", "bulk", 1, GroupStatus.PART, None, refused)
    said = (
        OriginalTransaction(7, "", "E-7", "", "", "PmtId/UETR: there is none"),
        OriginalTransaction(2, "I-2", "E-2", "T-2", UETR, "Id/IBAN: it is wrong"),
    )
    document = told(effect, *said, message=message)
    assert [(g.status, g.reasons) for g in document.groups] == [("PART", ())]
    second, seventh = document.transactions
    assert second.original_instruction_id == "I-2"
    assert (second.original_transaction_id, second.original_uetr) == ("T-2", UETR)
    assert [each.original_end_to_end_id for each in document.transactions] == ["E-2", "E-7"]
    assert [each.status for each in document.transactions] == ["RJCT", "RJCT"]
    codes = [each.reasons[0].reason.code for each in (second, seventh)]  # type: ignore[union-attr]
    assert codes == ["AC01", "CH21"]


@given(st.lists(TRANSACTIONS, min_size=1, max_size=5, unique_by=lambda each: each.number))
def test_a_report_is_lawful_whatever_is_repeated(said: list[OriginalTransaction]) -> None:
    """Its words are cut where they are too long for their element."""
    refused = tuple((each.number, StatusReason.NARRATIVE) for each in said)
    document = told(TellBulk("NOBKRUMM", "bulk", 1, GroupStatus.RJCT, None, refused), *said)
    repeated = [each.original_end_to_end_id for each in document.transactions]
    assert repeated == [each.end_to_end_id for each in said]


def test_what_was_erased_is_told_by_its_place_alone() -> None:
    """That it is refused, and why, is the books' own."""
    refused = ((3, StatusReason.INCORRECT_AGENT),)
    (said,) = told(TellBulk("B", "bulk", 1, GroupStatus.PART, None, refused)).transactions
    assert (said.original_end_to_end_id, said.original_uetr, said.status) == ("", "", "RJCT")
    assert said.reasons[0].additional_information == ("It was transaction 3 of the file.",)


def test_the_longest_report_is_bounded() -> None:
    """As many refused transactions as a bulk may have, each with all that can be said of it."""
    numbers = range(1, REFUSED_MAX + 1)
    refused = tuple((number, StatusReason.INCORRECT_ACCOUNT) for number in numbers)
    said = [OriginalTransaction(n, "i" * 35, "e" * 35, "t" * 35, UETR, "x" * 300) for n in numbers]
    effect = TellBulk("NOBKRUMM", "bulk", 1, GroupStatus.RJCT, None, refused)
    kept = {each.number: each for each in said}
    _, raw = group_report(REPORTED, effect, OriginalBulk("pacs.008.001.13", "MSG-1"), kept)
    assert len(receive(raw).document.transactions) == REFUSED_MAX  # type: ignore[union-attr]
    assert len(raw) < 600_000
