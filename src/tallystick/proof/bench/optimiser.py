"""The optimiser's bench: how soon it answers, how near to the most that could settle, and netting.

Each round invents another instance of the core family for each size, writes its files, reads
them, and has them answered: at once, within a time, and by what systems do today. Each
solution is verified exactly, and one that does not verify is an error. Shares are of the bound
that the certificate proves, and of the tightest that the search knows. All times are CPU time
of one core. How much memory an answer takes, and how long from nothing, is looked at in a
process that does nothing else.
"""

import gc
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.clearing.study.families import generate
from tallystick.clearing.study.options import Options
from tallystick.proof.bench import answers, netting
from tallystick.proof.bench.first_answer import first_answer
from tallystick.proof.bench.instance_files import read_files, write_files
from tallystick.proof.bench.metric import Metric, metric
from tallystick.proof.bench.one_core import one_core

NAME: Final = "optimiser"
FAMILY: Final = "core"
BUNDLES: Final = (1_000, 10_000, 100_000)
LIQUIDITY: Final = 0.05
SECONDS: Final = 10.0
UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {"loading": "s", **answers.UNITS, "cold_start": "s", "peak_memory": "MB"}
)
# So that no round's instance is one that somebody looked at while working.
_FIRST_SEED: Final = 1_000


class Sizes(NamedTuple):
    """How large the instances are, and how long the search in each may take."""

    bundles: tuple[int, ...] = BUNDLES
    banks: int = 200
    liquidity: float = LIQUIDITY
    seconds: float = SECONDS
    netted: int = 10_000_000
    obligations: int = 100_000
    firms: int = 20_000


def measure(
    rounds: int,
    sizes: Sizes = Sizes(),  # noqa: B008 - it never changes
) -> list[Metric]:
    """Measure so many rounds on one pinned core and return the figures.

    Raises:
        SettingError: no instance can be made by these sizes.
        InvariantError: a solution does not verify.
    """
    for bundles in sizes.bundles:  # before anything is measured that would come to nothing
        Options(bundles=bundles, banks=sizes.banks, liquidity=sizes.liquidity)
    samples: dict[tuple[str, str, str], list[float]] = {}
    with one_core():
        _fill_cache()
        for seed in range(_FIRST_SEED, _FIRST_SEED + rounds):
            for name, units, figures in _round(seed, sizes):
                for what, unit in units.items():
                    samples.setdefault((name, what, unit), []).append(figures[what])
                gc.collect()
    return [metric(*key, values) for key, values in samples.items()]


def _fill_cache() -> None:
    """Have a process of its own find every kernel compiled, before one is measured."""
    with TemporaryDirectory() as name:
        write_files(generate(FAMILY, {"bundles": 50, "banks": 5}).instance, Path(name))
        first_answer(Path(name))


def _round(
    seed: int, sizes: Sizes
) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, float]]]:
    """Yield the figures of each instance, beside its name and their units."""
    for bundles in sizes.bundles:
        yield f"{NAME}, {bundles} bundles", UNITS, _answered(seed, bundles, sizes)
    payments = netting.invented_payments(sizes.netted, sizes.banks, seed)
    yield f"netting, {sizes.netted} payments", netting.UNITS_OF_NET, netting.netted(payments)
    owed = netting.invented_payments(sizes.obligations, sizes.firms, seed)
    name = f"set-off, {sizes.obligations} obligations"
    yield name, netting.UNITS_OF_SET_OFF, netting.set_off(owed)


def _answered(seed: int, bundles: int, sizes: Sizes) -> dict[str, float]:
    """Return the figures of one instance, from its files on."""
    chosen = {
        "seed": seed,
        "bundles": bundles,
        "banks": sizes.banks,
        "liquidity": sizes.liquidity,
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_files(generate(FAMILY, chosen).instance, folder)
        begun = time.process_time()
        instance = read_files(folder)
        loading = time.process_time() - begun
        fresh = first_answer(folder)
    return {
        "loading": loading,
        **answers.figures(instance, sizes.seconds),
        "cold_start": fresh.seconds,
        "peak_memory": fresh.megabytes,
    }
