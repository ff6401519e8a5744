"""The messages' bench: what it costs to read and to write one, beside another library.

In: bytes to a typed view, which the whole schema has accepted and whose amounts are minor
units; of a shape that came before, as most do in service, and `parsed`, as the first of its
shape is, by parser and schema. Out: a view to bytes. The other library is pyiso20022,
whose classes xsdata reads and writes; it checks neither order nor codes nor patterns. It
comes with the development packages, and its figures are left out where it is not there.
Each round measures all of them in turn, so that a ratio compares neighbours in time; all
times are CPU time. Bulk is a file of many payments, read block by block, judged whole and
handed out one by one as views; how much memory it takes is looked at in a process that
does nothing else.
"""

import gc
import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import msgspec

from tallystick.proof.bench.metric import Metric, metric
from tallystick.proof.bench.one_core import one_core
from tallystick.proof.bench.specimens import CREDIT_TRANSFER, HEADER, STATUS_REPORT
from tallystick.wire import xml
from tallystick.wire.iso20022.bulk import check_bulk
from tallystick.wire.iso20022.bulk_transfer import accept_transfers
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose, receive, received_in, write

TRANSFER_VERSION: Final = Message("pacs.008.001.08")
REPORT_VERSION: Final = Message("pacs.002.001.10")
TIMES: Final = 200  # calls in a sample of ours
PEER: Final = "pyiso20022"
BULK_PAYMENTS: Final = 2_000
CROWD: Final = 100_000
_OPENING: Final = b"<CdtTrfTxInf>"
_CLOSING: Final = b"</CdtTrfTxInf>"
_PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")

Work = Callable[[], object]


def measure(rounds: int, crowd: int = CROWD) -> list[Metric]:
    """Measure so many rounds on one pinned core and return the figures.

    `crowd` is how many payments the file has whose memory is looked at.
    """
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
            for name, bulk in _bulk().items():
                samples.setdefault(name, []).append(_microseconds(bulk, 1) / BULK_PAYMENTS)
    return [*_figures(samples), metric("messages", "bulk_memory", "MB", [_memory(crowd)])]


def _ours() -> dict[str, Work]:
    transfer = write(CREDIT_TRANSFER, TRANSFER_VERSION)
    headed = write(CREDIT_TRANSFER, TRANSFER_VERSION, HEADER)
    report = write(STATUS_REPORT, REPORT_VERSION)
    return {
        "pacs.008_in": lambda: receive(transfer),
        "pacs.008_in_parsed": lambda: received_in(xml.parse(transfer)),
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


def _bulk() -> dict[str, Work]:
    raw = crowded(BULK_PAYMENTS)
    return {
        "bulk_check": lambda: check_bulk(BytesIO(raw)),
        "bulk_accept": lambda: accept_transfers(BytesIO(raw), lambda _number, _payment: None),
    }


def crowded(payments: int) -> bytes:
    """Return the bytes of a credit transfer of so many payments, all alike."""
    before, payment, after = _pieces(payments)
    return before + payment * payments + after


def _pieces(payments: int) -> tuple[bytes, bytes, bytes]:
    many = msgspec.structs.replace(CREDIT_TRANSFER, number_of_transactions=payments)
    raw = write(many, TRANSFER_VERSION)
    start, end = raw.index(_OPENING), raw.index(_CLOSING) + len(_CLOSING)
    return raw[:start], raw[start:end], raw[end:]


def _memory(payments: int) -> float:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(memory_of, payments).result()


def memory_of(payments: int) -> float:
    """Return the most memory that this process ever had, in MB, after checking so many payments.

    The file is made as it is read, so that none of it is held.
    """
    report = check_bulk(_Endless(payments))
    assert report.is_valid, "what is measured is lawful"
    return _peak()


def _peak() -> float:
    # What getrusage tells of a new process begins with the memory of the one that made it.
    status = Path("/proc/self/status").read_text()
    return int(_PEAK.findall(status)[0]) / 1024


class _Endless:
    """A file of so many payments that is made as it is read."""

    def __init__(self, payments: int) -> None:
        before, payment, after = _pieces(payments)
        self._pieces = chain([before], repeat(payment, payments), [after])

    def read(self, size: int, /) -> bytes:
        """Return about so many bytes at most: whole pieces, none at the end."""
        pieces, held = [], 0
        while held < size and (piece := next(self._pieces, b"")):
            pieces.append(piece)
            held += len(piece)
        return b"".join(pieces)


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
    if f"{PEER}_pacs.008_in" in samples:
        pairs = zip(samples[f"{PEER}_pacs.008_in"], samples["pacs.008_in_parsed"], strict=True)
        parsed = [slow / fast for slow, fast in pairs]
        yield metric("messages", f"{PEER}_in_parsed_ratio", "1", parsed)
