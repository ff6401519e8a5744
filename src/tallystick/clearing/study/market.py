"""A market: banks with legs waiting between them, and what they have to settle them with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tallystick.clearing.instance.draft import (
    Account,
    BilateralLimit,
    Draft,
    Legs,
    MultilateralLimit,
    instance_of,
)
from tallystick.clearing.instance.instance import Amounts, Flags, Instance, Numbers
from tallystick.clearing.instance.sums import large_sums
from tallystick.clearing.study.options import refused


@dataclass(frozen=True, slots=True)
class Market:
    """An instance before its names: bundles, banks and currencies are numbers.

    `urgent` is by bundle, `available` by bank and currency.
    """

    rates: Mapping[str, Fraction]
    legs: Legs
    urgent: Flags
    available: Amounts
    bilateral: Sequence[BilateralLimit] = ()
    multilateral: Sequence[MultilateralLimit] = ()

    def instance(self) -> Instance:
        """Return the instance: banks and bundles are named, banks with no leg are left out.

        Raises:
            SettingError: a sum would leave 64 bits.
        """
        legs = self.legs
        banks = len(self.available)
        self._refuse_large_sums()
        is_used = np.zeros(banks, np.bool_)
        is_used[legs.debtor] = True
        is_used[legs.creditor] = True
        number = (np.cumsum(is_used) - 1).astype(np.int32)
        used = np.flatnonzero(is_used)
        return instance_of(
            Draft(
                bundles=bundle_names(len(self.urgent)),
                participants=[bank_name(bank, banks) for bank in used.tolist()],
                rates=self.rates,
                urgent=self.urgent,
                legs=Legs(
                    legs.bundle,
                    number[legs.debtor],
                    number[legs.creditor],
                    legs.currency,
                    legs.amount,
                ),
                accounts=[
                    Account(int(number[bank]), currency, int(self.available[bank, currency]))
                    for bank, currency in np.argwhere(self.available > 0).tolist()
                    if is_used[bank]
                ],
                bilateral=[
                    each._replace(
                        debtor=int(number[each.debtor]), creditor=int(number[each.creditor])
                    )
                    for each in self.bilateral
                ],
                multilateral=[
                    each._replace(debtor=int(number[each.debtor])) for each in self.multilateral
                ],
            )
        )

    def _refuse_large_sums(self) -> None:
        for side in (self.legs.debtor, self.legs.creditor):
            if large_sums(side, self.legs, *self.available.shape):
                raise refused("bundles", "of these values come to sums above 2^62 - 1")

    def value(self, settled: Flags) -> Fraction:
        """Return what some bundles are worth in the reference currency, exactly."""
        legs = self.legs
        chosen = settled[legs.bundle]
        total = Fraction()
        for currency, rate in enumerate(self.rates.values()):
            amounts = legs.amount[chosen & (legs.currency == currency)]
            total += rate * sum(amounts.tolist())
        return total


def bundle_names(count: int) -> list[str]:
    """Return the names of so many bundles, in the order of their numbers."""
    width = max(7, len(str(count - 1)))
    return [f"P{number:0{width}}" for number in range(count)]


def bank_name(bank: int, banks: int) -> str:
    """Return the name of a bank, one of so many."""
    return f"BANK{bank:0{max(4, len(str(banks - 1)))}}"


def joined(*parts: Legs) -> Legs:
    """Return legs one after another."""
    return Legs(
        np.concatenate([each.bundle for each in parts]),
        np.concatenate([each.debtor for each in parts]),
        np.concatenate([each.creditor for each in parts]),
        np.concatenate([each.currency for each in parts]),
        np.concatenate([each.amount for each in parts]),
    )


def paid(legs: Legs, banks: int, currencies: int) -> Amounts:
    """Return by bank and currency what it would pay if all settled; at most 2^63 - 1 each."""
    return _sums(legs, legs.debtor, banks, currencies)


def received(legs: Legs, banks: int, currencies: int) -> Amounts:
    """Return by bank and currency what it would receive if all settled."""
    return _sums(legs, legs.creditor, banks, currencies)


def _sums(legs: Legs, side: Numbers, banks: int, currencies: int) -> Amounts:
    found = np.zeros((banks, currencies), np.int64)
    np.add.at(found, (side, legs.currency), legs.amount)
    return found
