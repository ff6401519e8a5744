"""An instance as files; what is written reads as the same instance."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

import numpy as np

from tallystick.clearing.instance.form import (
    ACCOUNT_COLUMNS,
    BILATERAL,
    LIMIT_COLUMNS,
    MULTILATERAL,
    NORMAL,
    PAYMENT_COLUMNS,
    RATE_COLUMNS,
    URGENT,
)
from tallystick.clearing.instance.instance import Instance

BUNDLES_A_BLOCK = 1 << 15


class Sink(Protocol):
    """Where text goes: a file that was opened with `newline=""`."""

    def write(self, text: str, /) -> object:
        """Take in some text."""


def write_payments(instance: Instance, sink: Sink) -> None:
    """Write `payments.csv`, bundles in the order of the queue."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(PAYMENT_COLUMNS)
    # In blocks: a list of a million rows' numbers would take more room than the instance.
    for start in range(0, len(instance.bundles), BUNDLES_A_BLOCK):
        stop = min(start + BUNDLES_A_BLOCK, len(instance.bundles))
        writer.writerows(_payment_rows(instance, start, stop))


def _payment_rows(
    instance: Instance, start: int, stop: int
) -> Iterator[tuple[str, str, str, str, int, str]]:
    counts = np.diff(instance.first_leg[start : stop + 1])
    bundles = np.repeat(np.arange(start, stop), counts).tolist()
    legs = slice(int(instance.first_leg[start]), int(instance.first_leg[stop]))
    priorities = [URGENT if each else NORMAL for each in instance.urgent[start:stop].tolist()]
    names, currencies = instance.participants, instance.currencies
    for bundle, debtor, creditor, currency, amount in zip(
        bundles,
        instance.debtor[legs].tolist(),
        instance.creditor[legs].tolist(),
        instance.currency[legs].tolist(),
        instance.amount[legs].tolist(),
        strict=True,
    ):
        yield (
            instance.bundles[bundle],
            names[debtor],
            names[creditor],
            currencies[currency],
            amount,
            priorities[bundle - start],
        )


def write_accounts(instance: Instance, sink: Sink) -> None:
    """Write `accounts.csv`: every account that something is at, or paid from or to."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(ACCOUNT_COLUMNS)
    is_used = instance.available > 0
    is_used[instance.debtor, instance.currency] = True
    is_used[instance.creditor, instance.currency] = True
    # A participant that has nothing anywhere is a participant nevertheless.
    is_used[~is_used.any(axis=1), :1] = True
    for participant, currency in np.argwhere(is_used).tolist():
        writer.writerow(
            (
                instance.participants[participant],
                instance.currencies[currency],
                instance.written(participant, currency),
            )
        )


def write_limits(instance: Instance, sink: Sink) -> None:
    """Write `limits.csv`, bilateral ones first."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(LIMIT_COLUMNS)
    names, currencies = instance.participants, instance.currencies
    each = instance.bilateral
    for place, (debtor, creditor, currency) in enumerate(
        zip(each.debtor, each.creditor, each.currency, strict=True)
    ):
        amount = each.written(place)
        ends = (names[debtor], names[creditor])
        writer.writerow((BILATERAL, *ends, currencies[currency], amount))
    out = instance.multilateral
    for place, (debtor, currency) in enumerate(zip(out.debtor, out.currency, strict=True)):
        row = (MULTILATERAL, names[debtor], "", currencies[currency], out.written(place))
        writer.writerow(row)


def write_rates(instance: Instance, sink: Sink) -> None:
    """Write `rates.csv`.

    Raises:
        ValueError: a rate is no decimal number, so that no text would be exact.
    """
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(RATE_COLUMNS)
    for currency, rate in zip(instance.currencies, instance.rates, strict=True):
        writer.writerow((currency, decimal_text(rate)))


def decimal_text(rate: Fraction) -> str:
    """Return a number not below 0 as plain decimal text, exactly.

    Raises:
        ValueError: it has no end in decimals.
    """
    # 10^k holds every divisor of the form 2^i * 5^j with i, j <= k.
    places = rate.denominator.bit_length()
    scaled = rate * 10**places
    if scaled.denominator != 1:
        raise ValueError(f"{rate} has no exact decimal text")
    digits = str(scaled.numerator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
