"""`times.csv`: the second at which each bundle arrives, counted from the opening."""

import csv
import re
from collections.abc import Iterable
from typing import Final

import numpy as np

from tallystick.clearing.instance.faults import Faults, Rule, quoted, refuse
from tallystick.clearing.instance.form import TIME_COLUMNS, TIMES
from tallystick.clearing.instance.instance import Amounts, Instance
from tallystick.clearing.instance.table import rows
from tallystick.clearing.instance.writing import Sink

SECOND_MAX: Final = 31 * 86_400
"""What is longer is no day of settlement, and a mistake in the unit."""

_DIGITS: Final = re.compile(r"[0-9]{1,7}")
_NONE: Final = -1


def write_times(instance: Instance, seconds: Amounts, sink: Sink) -> None:
    """Write the second of each bundle's arrival, in the order of the instance."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(TIME_COLUMNS)
    writer.writerows(zip(instance.bundles, seconds.tolist(), strict=True))


def read_times(texts: Iterable[str] | None, instance: Instance) -> Amounts:
    """Return by bundle the second of its arrival; the order of rows is any. None is no file.

    Raises:
        InstanceError: the file breaks a rule or is missing, or a bundle has no time.
    """
    faults = Faults(TIMES)
    if texts is None:
        faults.add(0, Rule.FILE_MISSING, "the file is missing, by which each bundle has its time")
    refuse([faults])
    seconds = _read(texts or (), instance, faults)
    if not faults.count:
        for bundle in np.flatnonzero(seconds == _NONE).tolist():
            words = f"the bundle {quoted(instance.bundles[bundle])} has no time"
            faults.add(0, Rule.BUNDLE_WITHOUT_TIME, words)
    refuse([faults])
    seconds.setflags(write=False)
    return seconds


def _read(texts: Iterable[str], instance: Instance, faults: Faults) -> Amounts:
    numbers = {name: number for number, name in enumerate(instance.bundles)}
    seconds = np.full(len(numbers), _NONE, np.int64)
    for line, (bundle, text) in rows(texts, TIME_COLUMNS, faults):
        number = numbers.get(bundle)
        if number is None:
            faults.add(line, Rule.BUNDLE_UNKNOWN, f"no bundle {quoted(bundle)} is in the instance")
        elif seconds[number] != _NONE:
            faults.add(line, Rule.BUNDLE_TWICE, f"the bundle {quoted(bundle)} is there before")
        elif not _DIGITS.fullmatch(text) or int(text) > SECOND_MAX:
            words = f"{quoted(text)} is no whole second from 0 to {SECOND_MAX}"
            faults.add(line, Rule.SECOND_UNFIT, words)
            seconds[number] = 0  # told once, here
        else:
            seconds[number] = int(text)
    return seconds
