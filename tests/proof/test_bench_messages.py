"""The messages' bench measures lawful messages, of the size that they have."""

from tallystick.proof.bench import messages
from tallystick.proof.bench.messages import REPORT_VERSION, TRANSFER_VERSION, measure
from tallystick.proof.bench.specimens import CREDIT_TRANSFER, HEADER, STATUS_REPORT
from tallystick.wire.iso20022.messages import compose, receive

OURS = (
    *("pacs.008_in", "pacs.008_with_header_in", "pacs.002_in"),
    *("pacs.008_out", "pacs.008_out_proved", "pacs.002_out"),
)
BESIDE = ("pyiso20022_pacs.008_in", "pyiso20022_pacs.008_out")
RATIOS = ("pyiso20022_in_ratio", "pyiso20022_out_ratio")


def test_every_figure_is_measured() -> None:
    """Each once a round; the other library beside ours, and how much slower it is."""
    figures = measure(rounds=1)
    assert tuple(figure.metric for figure in figures) == (*OURS, *BESIDE, *RATIOS)
    assert all(figure.value > 0 and len(figure.samples) == 1 for figure in figures)


def test_what_is_measured_is_lawful() -> None:
    """The messages are accepted and read as they were written, and are as long as real ones."""
    transfer = compose(CREDIT_TRANSFER, TRANSFER_VERSION, HEADER)
    received = receive(transfer)
    assert (received.document, received.header) == (CREDIT_TRANSFER, HEADER)
    assert receive(compose(STATUS_REPORT, REPORT_VERSION)).document == STATUS_REPORT
    assert 1_700 < len(compose(CREDIT_TRANSFER, TRANSFER_VERSION)) < 2_500
    assert messages.TIMES > 1
