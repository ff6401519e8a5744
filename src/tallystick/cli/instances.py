"""Folders of settlement instances: written whole into an empty place, read by name."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO

import click

from tallystick.clearing.instance.faults import InstanceError
from tallystick.clearing.instance.form import ACCOUNTS, FILES, LIMITS, PAYMENTS, RATES, TIMES
from tallystick.clearing.instance.instance import Amounts, Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.instance.times import read_times, write_times
from tallystick.clearing.instance.writing import (
    Sink,
    decimal_text,
    write_accounts,
    write_limits,
    write_payments,
    write_rates,
)
from tallystick.clearing.study.known import Known, Study
from tallystick.cli.showing import as_json
from tallystick.cli.showing import name_of as shown_name

KNOWN: Final = "known.json"
_WRITERS: Final[Mapping[str, Callable[[Instance, Sink], None]]] = {
    PAYMENTS: write_payments,
    ACCOUNTS: write_accounts,
    LIMITS: write_limits,
    RATES: write_rates,
}


def load(folder: Path) -> Instance:
    """Return the instance of a folder.

    Raises:
        InstanceError: a file breaks a rule, or is missing.
        OSError: a file cannot be read.
    """
    with ExitStack() as opened:
        return read_instance(
            {
                name: opened.enter_context((folder / name).open(encoding="utf-8", newline=""))
                for name in FILES
                # A link to nowhere is opened too, and tells so: no limits would pay out more.
                if (folder / name).exists() or (folder / name).is_symlink()
            }
        )


def load_times(folder: Path, instance: Instance) -> Amounts:
    """Return the second at which each bundle of a folder's instance arrives.

    Raises:
        InstanceError: the file breaks a rule, or is missing.
        OSError: the file cannot be read.
    """
    if not (folder / TIMES).exists():
        return read_times(None, instance)
    with (folder / TIMES).open(encoding="utf-8", newline="") as texts:
        return read_times(texts, instance)


def sentences(wrong: InstanceError) -> list[str]:
    """Return every fault that was found in the files of a folder, each in one line."""
    lines = [
        f"{each.file}, line {each.line}: {each.sentence} [{each.rule}]" for each in wrong.faults
    ]
    return [*lines, *([f"and {wrong.more} more"] if wrong.more else [])]


def save(study: Study, folder: Path) -> None:
    """Write the files of an instance, and what is known of it, into a folder that is empty.

    Raises:
        click.UsageError: there is something in the folder, or it is none.
        OSError: a file cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{shown_name(folder)} is not an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in _WRITERS.items():
        with _new(folder / name) as sink:
            write(study.instance, sink)
    if study.seconds is not None:
        with _new(folder / TIMES) as sink:
            write_times(study.instance, study.seconds, sink)
    if study.known is not None:
        with _new(folder / KNOWN) as sink:
            sink.write(f"{as_json(_told(study.known))}\n")


def _new(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8", newline="")


def _told(known: Known) -> dict[str, object]:
    return {
        **known._asdict(),
        "optimum": None if known.optimum is None else decimal_text(known.optimum),
        "upper_bound": None if known.upper_bound is None else decimal_text(known.upper_bound),
    }
