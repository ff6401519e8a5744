"""`payments.csv`: the legs of every bundle, read in columns, since a file may have millions."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from tallystick.clearing.instance.draft import Legs, leg_order, taken
from tallystick.clearing.instance.faults import Faults, Rule, quoted
from tallystick.clearing.instance.figures import amounts_of
from tallystick.clearing.instance.form import NORMAL, PAYMENT_COLUMNS, URGENT
from tallystick.clearing.instance.identifiers import Identifiers
from tallystick.clearing.instance.instance import Amounts, Flags, Numbers
from tallystick.clearing.instance.table import (
    Block,
    Lines,
    Mask,
    Names,
    blocks,
    tell_names,
    tell_rows,
)


class Payments(NamedTuple):
    """The legs of a file, in its order, without the rows that are refused.

    `bundles` has the names by number, `urgent` is by bundle, and `lines` by leg.
    """

    bundles: list[str]
    urgent: Flags
    legs: Legs
    lines: Lines


def read_payments(
    texts: Iterable[str], participants: Names, currencies: Names, faults: Faults
) -> Payments:
    """Return what a file holds; whatever breaks a rule is told in `faults` and left out.

    `currencies` has those with a rate, and takes in the others; `participants` grows too.
    """
    rated = len(currencies)
    columns = _Columns(participants, currencies, faults)
    for block in blocks(texts, PAYMENT_COLUMNS, faults):
        columns.take(block)
    bundles, legs, urgent, lines = columns.whole()
    unnamed = (
        tell_names(bundles, legs.bundle, lines, faults, Rule.BUNDLE_EMPTY)
        | tell_names(participants, legs.debtor, lines, faults, Rule.PARTICIPANT_EMPTY)
        | tell_names(participants, legs.creditor, lines, faults, Rule.PARTICIPANT_EMPTY)
    )
    words = "the debtor is the creditor"
    itself = (legs.debtor == legs.creditor) & ~unnamed
    tell_rows(itself, lines, faults, Rule.DEBTOR_IS_CREDITOR, words)
    unrated = legs.currency >= rated
    _tell_unrated(currencies, legs, lines, unrated, faults)
    by_bundle = _by_bundle(legs, urgent, lines, len(bundles), faults)
    sound = ~(unnamed | itself | unrated | (legs.amount == 0))
    found = Payments(bundles, by_bundle, taken(legs, sound), lines[sound])
    _tell_twice(found, faults)
    return found


class _Rows(NamedTuple):
    """Some rows, as columns of numbers."""

    debtor: Numbers
    creditor: Numbers
    currency: Numbers
    amount: Amounts
    urgent: Flags
    lines: Lines


_NUMBER: Final = np.empty(0, np.int32)
_NOTHING: Final = _Rows(
    _NUMBER, _NUMBER, _NUMBER, np.empty(0, np.int64), np.empty(0, np.bool_), _NUMBER
)


class _Columns:
    """The columns as they grow, block by block."""

    def __init__(self, participants: Names, currencies: Names, faults: Faults) -> None:
        self._participants = participants
        self._currencies = currencies
        self._faults = faults
        self._bundles = Identifiers()
        self._rows: list[_Rows] = []

    def take(self, block: Block) -> None:
        """Take in some rows."""
        bundle, debtor, creditor, currency, amount, priority = block.columns
        self._bundles.take(bundle)
        _tell_priorities(priority, block.lines, self._faults)
        self._rows.append(
            _Rows(
                self._participants.codes(debtor),
                self._participants.codes(creditor),
                self._currencies.codes(currency),
                amounts_of(amount, block.lines, self._faults),
                np.fromiter(map(URGENT.__eq__, priority), np.bool_, len(priority)),
                np.array(block.lines, np.int32),
            )
        )

    def whole(self) -> tuple[list[str], Legs, Flags, Lines]:
        """Return all rows: the bundles' names, legs, whether each is urgent, and lines."""
        names, bundle = self._bundles.numbered()
        debtor, creditor, currency, amount, urgent, lines = map(
            np.concatenate, zip(_NOTHING, *self._rows, strict=True)
        )
        return names, Legs(bundle, debtor, creditor, currency, amount), urgent, lines


def _tell_priorities(column: Sequence[str], lines: Sequence[int], faults: Faults) -> None:
    if not {*column} <= {URGENT, NORMAL}:
        for text, line in zip(column, lines, strict=True):
            if text not in {URGENT, NORMAL}:
                words = f"the priority {quoted(text)} is neither 0 (urgent) nor 1 (normal)"
                faults.add(line, Rule.PRIORITY_UNKNOWN, words)


def _tell_unrated(
    currencies: Names, legs: Legs, lines: Lines, unrated: Mask, faults: Faults
) -> None:
    names = list(currencies)
    for place in np.flatnonzero(unrated):
        rule, words = no_rate(names[legs.currency[place]])
        faults.add(int(lines[place]), rule, words)


def no_rate(currency: str) -> tuple[Rule, str]:
    """Return what is wrong with a currency that has no rate."""
    if not currency:
        return Rule.CURRENCY_EMPTY, "the currency is empty"
    return Rule.CURRENCY_WITHOUT_RATE, f"the currency {quoted(currency)} has no rate"


def _tell_twice(payments: Payments, faults: Faults) -> None:
    bundle = payments.legs.bundle
    shared = np.bincount(bundle)[bundle] > 1
    legs, lines = taken(payments.legs, shared), payments.lines[shared]
    order = leg_order(legs)
    sorted_legs = taken(legs, order)
    is_twice = np.zeros(len(order), np.bool_)
    is_twice[1:] = True
    for column in (
        sorted_legs.bundle,
        sorted_legs.debtor,
        sorted_legs.creditor,
        sorted_legs.currency,
        sorted_legs.amount,
    ):
        is_twice[1:] &= column[1:] == column[:-1]
    words = "the same row is there before, in the same bundle"
    tell_rows(is_twice, lines[order], faults, Rule.ROW_TWICE, words)


def _by_bundle(legs: Legs, urgent: Flags, lines: Lines, bundles: int, faults: Faults) -> Flags:
    """Return whether each bundle is urgent, as its first row says; other rows must agree."""
    first = np.zeros(bundles, np.int64)
    first[legs.bundle[::-1]] = np.arange(len(urgent) - 1, -1, -1)
    by_bundle = urgent[first]
    words = "the priority is not that of the bundle's first row"
    differs = urgent != by_bundle[legs.bundle]
    tell_rows(differs, lines, faults, Rule.PRIORITIES_DIFFER, words)
    return by_bundle
