"""Texts of small instances, and how two instances are compared."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from io import StringIO

import numpy as np

from tallystick.clearing.instance.faults import InstanceError, Rule
from tallystick.clearing.instance.form import ACCOUNTS, LIMITS, PAYMENTS, RATES
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.instance.writing import (
    write_accounts,
    write_limits,
    write_payments,
    write_rates,
)

HEADERS = {
    PAYMENTS: "bundle_id,debtor,creditor,currency,amount,priority",
    ACCOUNTS: "participant,currency,available",
    LIMITS: "kind,debtor,creditor,currency,amount",
    RATES: "currency,rate",
}
ROWS: Mapping[str, tuple[str, ...]] = {
    PAYMENTS: (
        "b,BANK2,BANK1,USD,300,1",
        "a,BANK3,BANK1,EUR,7,0",
        "b,BANK1,BANK2,EUR,200,1",
    ),
    ACCOUNTS: ("BANK1,EUR,50", "BANK3,EUR,0"),
    LIMITS: ("bilateral,BANK1,BANK2,EUR,10", "multilateral,BANK3,,USD,20"),
    RATES: ("USD,0.0108", "EUR,0.01"),
}


def texts(**rows: Iterable[str]) -> dict[str, StringIO]:
    """Return the files of the small instance, some with other rows: `payments=[...]`."""
    chosen = {**ROWS, **{f"{name}.csv": each for name, each in rows.items()}}
    return {name: lines([HEADERS[name], *chosen[name]]) for name in HEADERS}


def lines(rows: Iterable[str]) -> StringIO:
    """Return a file of these lines."""
    return StringIO("".join(f"{row}\n" for row in rows), newline="")


def faults(files: Mapping[str, Iterable[str]]) -> list[tuple[str, int, Rule]]:
    """Return file, line and rule of every fault in some files."""
    try:
        read_instance(files)
    except InstanceError as error:
        return [(each.file, each.line, each.rule) for each in error.faults]
    return []


def written(instance: Instance) -> dict[str, StringIO]:
    """Return the files of an instance."""
    sinks = {name: StringIO(newline="") for name in HEADERS}
    write_payments(instance, sinks[PAYMENTS])
    write_accounts(instance, sinks[ACCOUNTS])
    write_limits(instance, sinks[LIMITS])
    write_rates(instance, sinks[RATES])
    return {name: StringIO(sink.getvalue(), newline="") for name, sink in sinks.items()}


def assert_same(one: object, other: object) -> None:
    """Compare two instances, array by array."""
    assert type(one) is type(other)
    for field in fields(one):  # type: ignore[arg-type]
        mine, others = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            assert mine.dtype == others.dtype, field.name
            assert mine.shape == others.shape, field.name
            assert (mine == others).all(), field.name
        elif hasattr(mine, "__dataclass_fields__"):
            assert_same(mine, others)
        else:
            assert mine == others, field.name
