"""The screening bench: names and whole payments against lists, cold, on one core.

Each round builds a new index and asks it names that no round has asked before, one by one, as
they come in; then whole payments, from their leaves to verdict and evidence. Without lists
of one's own an invented one of 40,000 names is screened against, without names invented people.
The yardstick is rapidfuzz, the fastest library for the purpose, which compares each name with
every listed one; it knows no order, scripts or sounds, and its figure is no figure of
accuracy. Beside each round stands what the bare interpreter did just then. All times are CPU
time, with the collector told what a node tells it. How much memory an index takes is looked at
in a process that does nothing else, beside an interpreter that has loaded nothing.
"""

import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import msgspec
from rapidfuzz import fuzz, process, utils

from tallystick.node.collector import spare_the_books
from tallystick.proof.bench.index_memory import index_memory
from tallystick.proof.bench.invented import invented_bundle, ordinary_names
from tallystick.proof.bench.metric import Metric, metric, percentile
from tallystick.proof.bench.one_core import one_core
from tallystick.proof.bench.specimens import CREDIT_TRANSFER, WRITTEN
from tallystick.proof.bench.yardstick import interpreter_speed
from tallystick.screening.bundle import Bundle, bundle_of
from tallystick.screening.fields import FieldKind, screened_fields
from tallystick.screening.gather import gather
from tallystick.screening.index import Index
from tallystick.screening.names import natural_order
from tallystick.screening.policy import Policy, policy_for_all
from tallystick.screening.verdict import screen_fields
from tallystick.terms.errors import SettingError
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.views import Party
from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.xml import parse

NAME: Final = "screening"
NAMES: Final = 20_000  # asked in a round
PAYMENTS: Final = 2_000  # screened in a round
COMPARED: Final = 100  # names that the yardstick compares in a round
PARTIES: Final = 3  # of a payment: debtor, ultimate debtor, creditor
TURNS: Final = 1_000_000  # of the bare interpreter, to see what the machine gave each round
FUZZY_CUT: Final = 80  # of 100; the yardstick tells of nobody less alike
LEG: Final = "bench"
VERSION: Final = Message("pacs.008.001.08")

_KEY: Final = bytes(32)
_SHARES: Final[Mapping[str, float]] = MappingProxyType(
    {"latency_p50": 0.5, "latency_p99": 0.99, "latency_p99_9": 0.999, "latency_max": 1.0}
)

Leaves: TypeAlias = Sequence[Leaf]


class Sizes(NamedTuple):
    """How much a round does, and how many names the invented list has."""

    names: int = NAMES
    payments: int = PAYMENTS
    compared: int = COMPARED
    listed: int = 40_000


def measure(
    rounds: int,
    lists: Sequence[Path] = (),
    names: Path | None = None,
    sizes: Sizes = Sizes(),  # noqa: B008 - it never changes
) -> list[Metric]:
    """Measure so many rounds on one pinned core and return the figures.

    `lists` are files or folders of lists, `names` a file of one name a line.

    Raises:
        SettingError: there is no list at the paths, or the file has no name.
        RemoteMessageError: a list breaks a rule of its format.
        OSError: something cannot be read.
    """
    bundle = _bundle(lists, sizes)
    with one_core():
        asked = _names(names, rounds * (sizes.names + PARTIES * sizes.payments), sizes)
        samples: dict[str, list[float]] = {}
        for _ in range(rounds):
            with _as_in_a_node():
                for what, value in _round(bundle, asked, sizes).items():
                    samples.setdefault(what, []).append(value)
        taken = index_memory(bundle, list(islice(asked, sizes.payments)))
    samples["index_memory"] = [taken]
    return [metric(NAME, what, UNITS[what], values) for what, values in samples.items()]


def _bundle(lists: Sequence[Path], sizes: Sizes) -> Bundle:
    if not lists:
        return invented_bundle(sizes.listed)
    found = bundle_of(gather(lists).lists)
    if not found.lists:
        raise SettingError("no list is at the paths", field="lists")
    return found


def _names(at: Path | None, needed: int, sizes: Sizes) -> Iterator[str]:
    """Return names that go on for ever: those of the file again once all were asked."""
    if at is None:
        return iter(ordinary_names(needed + sizes.payments))
    names = [
        name for line in at.read_text(encoding="utf-8").splitlines() if (name := line.strip())
    ]
    if not names:
        raise SettingError(f"{at} has no name", field="names")
    return cycle(names)


@contextmanager
def _as_in_a_node() -> Iterator[None]:
    """Have the collector of cycles leave alone what is there, as a node has it, for the block."""
    before = gc.get_threshold()
    spare_the_books()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        gc.collect()  # the index of this round


def _round(bundle: Bundle, asked: Iterator[str], sizes: Sizes) -> dict[str, float]:
    begun = time.process_time()
    index = Index(bundle)
    build = time.process_time() - begun
    spare_the_books()
    names = list(islice(asked, sizes.names))
    leaves = [payment_between(*islice(asked, PARTIES)) for _ in range(sizes.payments)]
    return {
        **_named(index, names),
        **_paid(index, leaves),
        "index_build": build,
        **_compared(bundle, names[: sizes.compared]),
        "interpreter": interpreter_speed(TURNS),
    }


def _named(index: Index, names: Sequence[str]) -> dict[str, float]:
    spent = []
    for name in names:
        begun = time.process_time_ns()
        index.hits(FieldKind.NAME, name)
        spent.append((time.process_time_ns() - begun) / 1e6)
    latencies = {what: percentile(spent, share) for what, share in _SHARES.items()}
    return {"names_per_second": len(spent) / sum(spent) * 1e3, **latencies}


def payment_between(first: str, second: str, third: str) -> Leaves:
    """Return the leaves of a payment by the first, for the second, to the third."""
    (specimen,) = CREDIT_TRANSFER.transactions
    payment = msgspec.structs.replace(
        specimen,
        debtor=msgspec.structs.replace(specimen.debtor, name=first),
        ultimate_debtor=Party(name=second),
        creditor=msgspec.structs.replace(specimen.creditor, name=third),
        remittance_information=(f"Invoice of {WRITTEN[:10]} for {second}, contract 77/4",),
    )
    transfer = msgspec.structs.replace(CREDIT_TRANSFER, transactions=(payment,))
    return leaves_of(parse(write(transfer, VERSION)))


def _paid(index: Index, payments: Sequence[Leaves]) -> dict[str, float]:
    policy = policy_for_all(LEG, index.lists)
    spent = [_screened(index, policy, leaves) for leaves in payments]
    return {
        "payments_per_second": len(spent) / sum(spent) * 1e3,
        "payment_p99": percentile(spent, 0.99),
    }


def _screened(index: Index, policy: Policy, leaves: Leaves) -> float:
    """Return how many milliseconds a payment takes, from leaves to evidence."""
    begun = time.process_time_ns()
    screen_fields(index, policy, screened_fields(leaves), _KEY)
    return (time.process_time_ns() - begun) / 1e6


def _compared(bundle: Bundle, names: Sequence[str]) -> dict[str, float]:
    """Return how many names a second rapidfuzz compares with every listed one."""
    listed = [
        _in_order(natural_order(name.text))
        for version in bundle.lists
        for entry in version.entries
        for name in entry.names
    ]
    # What `token_sort_ratio` does, with the listed names sorted once and not for each query.
    compare = partial(
        process.extract, choices=listed, scorer=fuzz.ratio, processor=None, score_cutoff=FUZZY_CUT
    )
    begun = time.process_time()
    for name in names:
        compare(_in_order(name))
    return {"rapidfuzz_names_per_second": len(names) / (time.process_time() - begun)}


def _in_order(name: str) -> str:
    return " ".join(sorted(utils.default_process(name).split()))


UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "names_per_second": "1/s",
        **dict.fromkeys(_SHARES, "ms"),
        "payments_per_second": "1/s",
        "payment_p99": "ms",
        "index_build": "s",
        "rapidfuzz_names_per_second": "1/s",
        "interpreter": "M/s",
        "index_memory": "MB",
    }
)
