"""The messages' bench measures lawful messages, of the size that they have."""

from io import BytesIO

import pytest

from tallystick.proof.bench.messages import REPORT_VERSION, TRANSFER_VERSION, crowded, measure
from tallystick.proof.bench.specimens import CREDIT_TRANSFER, HEADER, STATUS_REPORT
from tallystick.wire.iso20022.bulk_transfer import accept_transfers
from tallystick.wire.iso20022.messages import compose, receive

OURS = (
    *("pacs.008_in", "pacs.008_in_parsed", "pacs.008_with_header_in", "pacs.002_in"),
    *("pacs.008_out", "pacs.008_out_proved", "pacs.002_out"),
)
BESIDE = ("pyiso20022_pacs.008_in", "pyiso20022_pacs.008_out")
BULK, MEMORY = ("bulk_check", "bulk_accept"), "bulk_memory"
RATIOS = ("pyiso20022_in_ratio", "pyiso20022_out_ratio", "pyiso20022_in_parsed_ratio")


@pytest.mark.slow
def test_every_figure_is_measured() -> None:
    """Each once a round; the other library beside ours, and how much slower it is."""
    figures = measure(rounds=1, crowd=1_000)
    assert tuple(figure.metric for figure in figures) == (*OURS, *BESIDE, *BULK, *RATIOS, MEMORY)
    assert all(figure.value > 0 and len(figure.samples) == 1 for figure in figures)


def test_what_is_measured_is_lawful() -> None:
    """The messages are accepted and read as they were written, and are as long as real ones."""
    transfer = compose(CREDIT_TRANSFER, TRANSFER_VERSION, HEADER)
    received = receive(transfer)
    assert (received.document, received.header) == (CREDIT_TRANSFER, HEADER)
    assert receive(compose(STATUS_REPORT, REPORT_VERSION)).document == STATUS_REPORT
    assert 1_700 < len(compose(CREDIT_TRANSFER, TRANSFER_VERSION)) < 2_500
    crowd = accept_transfers(BytesIO(crowded(7)), lambda _number, _payment: None)
    assert crowd.number_of_transactions == 7
