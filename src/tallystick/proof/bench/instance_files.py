"""A settlement instance as the files of a folder, as whoever calls the optimiser has it."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tallystick.clearing.instance.form import ACCOUNTS, LIMITS, PAYMENTS, RATES
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.instance.writing import (
    Sink,
    write_accounts,
    write_limits,
    write_payments,
    write_rates,
)

_WRITERS: Final[Mapping[str, Callable[[Instance, Sink], None]]] = MappingProxyType(
    {
        PAYMENTS: write_payments,
        ACCOUNTS: write_accounts,
        LIMITS: write_limits,
        RATES: write_rates,
    }
)


def write_files(instance: Instance, folder: Path) -> None:
    """Write all files of an instance into a folder that is there."""
    for name, write in _WRITERS.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as sink:
            write(instance, sink)


def read_files(folder: Path) -> Instance:
    """Return the instance that `write_files` wrote."""
    with ExitStack() as opened:
        texts = {
            name: opened.enter_context((folder / name).open(encoding="utf-8", newline=""))
            for name in _WRITERS
        }
        return read_instance(texts)
