"""`certificate.csv`: the multipliers that prove the bound, as exact fractions."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from tallystick.clearing.instance.faults import Faults, Rule, quoted, refuse
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.table import rows
from tallystick.clearing.instance.writing import Sink
from tallystick.clearing.solution.bounded import ACCOUNT, BILATERAL, MULTILATERAL, Bounded

CERTIFICATE: Final = "certificate.csv"
COLUMNS: Final = ("kind", "participant", "creditor", "currency", "multiplier")
COMMON_DIGITS_MAX: Final = 10_000
"""The digits of the largest common denominator, in which whoever checks adds them up."""
_COMMON_MAX: Final = 10**COMMON_DIGITS_MAX
_FRACTION: Final = re.compile("[0-9]{1,400}/[0-9]{1,400}", re.ASCII)


def write_multipliers(
    instance: Instance, multipliers: Iterable[tuple[Bounded, Fraction]], sink: Sink
) -> None:
    """Write the multipliers that are not zero, in the order given."""
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    for bound, each in multipliers:
        if each:
            creditor = "" if bound.creditor is None else instance.participants[bound.creditor]
            writer.writerow(
                (
                    bound.kind,
                    instance.participants[bound.participant],
                    creditor,
                    instance.currencies[bound.currency],
                    f"{each.numerator}/{each.denominator}",
                )
            )


def read_multipliers(texts: Iterable[str], instance: Instance) -> Mapping[Bounded, Fraction]:
    """Return the multipliers that a file holds; what is not named has none.

    Raises:
        InstanceError: the file breaks a rule, or names what is not in the instance.
    """
    faults = Faults(CERTIFICATE)
    reading = _Reading(instance)
    found: dict[Bounded, Fraction] = {}
    denominator = 1
    for line, cells in rows(texts, COLUMNS, faults):
        bound = reading.bound(cells)
        multiplier = _fraction(cells[-1])
        if bound is None:
            faults.add(line, Rule.BOUNDED_UNKNOWN, f"{_words(cells)} is not in the instance")
        elif bound in found:
            faults.add(line, Rule.BOUNDED_TWICE, f"{_words(cells)} is there before")
        elif multiplier is None:
            faults.add(line, Rule.MULTIPLIER_UNFIT, f"{quoted(cells[-1])} is no fraction p/q")
        elif (wider := lcm(denominator, multiplier.denominator)) > _COMMON_MAX:
            words = f"no common denominator of {COMMON_DIGITS_MAX} digits is left"
            faults.add(line, Rule.MULTIPLIER_UNFIT, words)
        else:
            found[bound], denominator = multiplier, wider
    refuse([faults])
    return found


class _Reading:
    """The numbers of the instance's names, and which limits it has."""

    def __init__(self, instance: Instance) -> None:
        self._participants = _numbered(instance.participants)
        self._currencies = _numbered(instance.currencies)
        self._limits = frozenset(_limits(instance))

    def bound(self, cells: Sequence[str]) -> Bounded | None:
        """Return what a row is about; None if there is no such account or limit."""
        kind, name, other, code, _ = cells
        participant, creditor = self._participants.get(name), self._participants.get(other)
        currency = self._currencies.get(code)
        if participant is None or currency is None or (creditor is None) != (other == ""):
            return None
        bound = Bounded(kind, participant, creditor, currency)
        account = kind == ACCOUNT and creditor is None
        return bound if account or bound in self._limits else None


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _limits(instance: Instance) -> Iterator[Bounded]:
    two, many = instance.bilateral, instance.multilateral
    keys = (two.debtor.tolist(), two.creditor.tolist(), two.currency.tolist())
    for debtor, creditor, currency in zip(*keys, strict=True):
        yield Bounded(BILATERAL, debtor, creditor, currency)
    for debtor, currency in zip(many.debtor.tolist(), many.currency.tolist(), strict=True):
        yield Bounded(MULTILATERAL, debtor, None, currency)


def _fraction(text: str) -> Fraction | None:
    """Return a fraction that is not negative; None if the text is none."""
    if not _FRACTION.fullmatch(text):
        return None
    numerator, denominator = map(int, text.split("/"))
    return Fraction(numerator, denominator) if denominator else None


def _words(cells: Sequence[str]) -> str:
    return quoted(" ".join(cells[:-1]))
