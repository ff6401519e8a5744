"""The messages' bench: what it costs to read and to write one, beside another library.

In: bytes to a typed view, which the whole schema has accepted and whose amounts are minor
units. Out: a view to bytes. The other library is pyiso20022, whose classes xsdata reads
and writes; it checks neither order nor codes nor patterns. It comes with the development
packages, and its figures are left out where it is not there. Each round measures all of
them in turn, so that a ratio compares neighbours in time; all times are CPU time.
"""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from tallystick.proof.bench.metric import Metric, metric
from tallystick.proof.bench.one_core import one_core
from tallystick.proof.bench.specimens import CREDIT_TRANSFER, HEADER, STATUS_REPORT
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose, receive, write

TRANSFER_VERSION: Final = Message("pacs.008.001.08")
REPORT_VERSION: Final = Message("pacs.002.001.10")
TIMES: Final = 200  # calls in a sample of ours
PEER: Final = "pyiso20022"

Work = Callable[[], object]


def measure(rounds: int) -> list[Metric]:
    """Measure so many rounds on one pinned core and return the figures."""
    works = _ours() | _theirs()
    samples: dict[str, list[float]] = {name: [] for name in works}
    with one_core():
        for work in works.values():
            work()  # schemas and classes are compiled at the first use
        gc.collect()
        gc.freeze()
        for _ in range(rounds):
            for name, work in works.items():
                samples[name].append(_microseconds(work, TIMES))
    return list(_figures(samples))


def _ours() -> dict[str, Work]:
    transfer = write(CREDIT_TRANSFER, TRANSFER_VERSION)
    headed = write(CREDIT_TRANSFER, TRANSFER_VERSION, HEADER)
    report = write(STATUS_REPORT, REPORT_VERSION)
    return {
        "pacs.008_in": lambda: receive(transfer),
        "pacs.008_with_header_in": lambda: receive(headed),
        "pacs.002_in": lambda: receive(report),
        "pacs.008_out": lambda: write(CREDIT_TRANSFER, TRANSFER_VERSION),
        "pacs.008_out_proved": lambda: compose(CREDIT_TRANSFER, TRANSFER_VERSION),
        "pacs.002_out": lambda: write(STATUS_REPORT, REPORT_VERSION),
    }


def _theirs() -> dict[str, Work]:
    """Return the same work by the other library; nothing where it is not installed."""
    if find_spec(PEER) is None or find_spec("xsdata") is None:
        return {}
    transfer = write(CREDIT_TRANSFER, TRANSFER_VERSION)
    kind: Any = import_module(f"{PEER}.pacs.pacs_008_001_08").Document
    parser: Any = import_module("xsdata.formats.dataclass.parsers").XmlParser()
    serializer: Any = import_module("xsdata.formats.dataclass.serializers").XmlSerializer()
    read = parser.from_bytes(transfer, kind)
    return {
        f"{PEER}_pacs.008_in": lambda: parser.from_bytes(transfer, kind),
        f"{PEER}_pacs.008_out": lambda: serializer.render(read),
    }


def _microseconds(work: Work, times: int) -> float:
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times * 1e6


def _figures(samples: Mapping[str, list[float]]) -> Iterator[Metric]:
    for name, values in samples.items():
        yield metric("messages", name, "us", values)
    for way in ("in", "out"):
        theirs = samples.get(f"{PEER}_pacs.008_{way}")
        if theirs:
            ours = samples[f"pacs.008_{way}"]
            ratios = [slow / fast for slow, fast in zip(theirs, ours, strict=True)]
            yield metric("messages", f"{PEER}_{way}_ratio", "1", ratios)
