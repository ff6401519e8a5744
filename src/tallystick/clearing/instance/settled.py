"""`settled.csv`: the bundles that a solution says settle."""

import csv
from collections.abc import Iterable

import numpy as np

from tallystick.clearing.instance.faults import Faults, Rule, quoted, refuse
from tallystick.clearing.instance.form import SETTLED, SETTLED_COLUMNS
from tallystick.clearing.instance.instance import Flags, Instance
from tallystick.clearing.instance.table import blocks
from tallystick.clearing.instance.writing import Sink


def write_settled(instance: Instance, settled: Flags, sink: Sink) -> None:
    """Write the bundles that settle, in the order of the queue."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(SETTLED_COLUMNS)
    writer.writerows((instance.bundles[each],) for each in np.flatnonzero(settled).tolist())


def read_settled(texts: Iterable[str], instance: Instance) -> Flags:
    """Return by bundle whether the file says that it settles; the order of rows is any.

    Raises:
        InstanceError: the file breaks a rule, or names a bundle that is not waiting, or twice.
    """
    faults = Faults(SETTLED)
    numbers = {name: number for number, name in enumerate(instance.bundles)}
    settled = np.zeros(len(numbers), np.bool_)
    for block in blocks(texts, SETTLED_COLUMNS, faults):
        for line, bundle in zip(block.lines, block.columns[0], strict=True):
            number = numbers.get(bundle)
            if number is None:
                words = f"no bundle {quoted(bundle)} is in the instance"
                faults.add(line, Rule.BUNDLE_UNKNOWN, words)
            elif settled[number]:
                words = f"the bundle {quoted(bundle)} is there before"
                faults.add(line, Rule.BUNDLE_TWICE, words)
            else:
                settled[number] = True
    refuse([faults])
    settled.setflags(write=False)
    return settled
