"""One measured figure, as it is printed: a line of JSON with its samples."""

import os
import platform
from collections.abc import Sequence
from math import ceil
from statistics import median

import msgspec


class Metric(msgspec.Struct, frozen=True):
    """A figure: the median of its samples, in `unit`."""

    name: str
    metric: str
    value: float
    unit: str
    median_of: int
    samples: tuple[float, ...]
    machine: str


def metric(name: str, what: str, unit: str, samples: Sequence[float]) -> Metric:
    """Return the median of the samples, rounded to four significant digits."""
    rounded = tuple(_four_digits(sample) for sample in samples)
    return Metric(
        name, what, _four_digits(median(samples)), unit, len(samples), rounded, machine()
    )


def _four_digits(value: float) -> float:
    return float(f"{value:.4g}")


def machine() -> str:
    """Say on what machine this runs."""
    cores = os.cpu_count()
    return f"{platform.machine()}, {cores} cores, Python {platform.python_version()}"


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the least sample that at least this share (0..1) of all do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
