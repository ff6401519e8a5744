"""What an instance is made of before it has an order; a draft becomes an instance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.instance.identifiers import is_plain, plain_order
from tallystick.clearing.instance.instance import (
    FIGURE_MAX,
    Amounts,
    BilateralLimits,
    Flags,
    Instance,
    MultilateralLimits,
    Numbers,
)


@dataclass(frozen=True, slots=True)
class Legs:
    """Legs in any order: numbers of bundle, debtor, creditor and currency, and the amount."""

    bundle: Numbers
    debtor: Numbers
    creditor: Numbers
    currency: Numbers
    amount: Amounts


class Account(NamedTuple):
    """A participant and a currency, by their numbers, and what is available, as written."""

    participant: int
    currency: int
    available: int


class BilateralLimit(NamedTuple):
    """Debtor, creditor and currency, by their numbers, and the amount, as written."""

    debtor: int
    creditor: int
    currency: int
    amount: int


class MultilateralLimit(NamedTuple):
    """Debtor and currency, by their numbers, and the amount, as written."""

    debtor: int
    currency: int
    amount: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything of an instance in any order; numbers are places in these sequences of names.

    Currencies are numbered as `rates` has them, and `urgent` is by bundle. No name stands in a
    sequence twice, every bundle has a leg, and no key of an account or a limit is there twice.
    """

    bundles: Sequence[str]
    participants: Sequence[str]
    rates: Mapping[str, Fraction]
    urgent: Flags
    legs: Legs
    accounts: Iterable[Account] = ()
    bilateral: Iterable[BilateralLimit] = ()
    multilateral: Iterable[MultilateralLimit] = ()


class _Ranks(NamedTuple):
    """The sorted names, and for each number of the draft its place among them."""

    names: tuple[str, ...]
    order: NDArray[np.int64]
    rank: Numbers


def instance_of(draft: Draft) -> Instance:
    """Return the instance of a draft: the same one whatever order the draft is in."""
    bundles = _ranked(draft.bundles)
    participants = _ranked(draft.participants)
    currencies = _ranked(tuple(draft.rates))
    first_leg, legs = _ordered(draft.legs, bundles.rank, participants.rank, currencies.rank)
    available, large = _available(draft.accounts, participants.rank, currencies.rank)
    return Instance(
        bundles=bundles.names,
        participants=participants.names,
        currencies=currencies.names,
        rates=tuple(draft.rates[name] for name in currencies.names),
        urgent=draft.urgent[bundles.order],
        first_leg=first_leg,
        debtor=legs.debtor,
        creditor=legs.creditor,
        currency=legs.currency,
        amount=legs.amount,
        available=available,
        bilateral=_bilateral(draft.bilateral, participants.rank, currencies.rank),
        multilateral=_multilateral(draft.multilateral, participants.rank, currencies.rank),
        large=large,
    )


def _ranked(names: Sequence[str]) -> _Ranks:
    order = name_order(names)
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    return _Ranks(tuple(map(names.__getitem__, order.tolist())), order, rank)


def name_order(names: Sequence[str]) -> NDArray[np.int64]:
    """Return the places of the names, sorted by code points."""
    if is_plain(names):
        return plain_order(np.array(names, np.bytes_))
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)


def _ordered(
    legs: Legs, bundle_rank: Numbers, participant_rank: Numbers, currency_rank: Numbers
) -> tuple[Amounts, Legs]:
    ranked = Legs(
        bundle_rank[legs.bundle],
        participant_rank[legs.debtor],
        participant_rank[legs.creditor],
        currency_rank[legs.currency],
        legs.amount,
    )
    order = leg_order(ranked)
    counts = np.bincount(ranked.bundle, minlength=len(bundle_rank))
    first_leg = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return first_leg, taken(ranked, order)


def leg_order(legs: Legs) -> NDArray[np.int64]:
    """Return the places of the legs by bundle, debtor, creditor, currency and amount.

    Legs that are equal in all of these keep their order.
    """
    order = np.argsort(legs.bundle, kind="stable")
    bundle = legs.bundle[order]
    # Most bundles have one leg, and are in order already.
    is_shared = np.zeros(len(order), np.bool_)
    is_shared[1:] = bundle[1:] == bundle[:-1]
    is_shared[:-1] |= is_shared[1:]
    shared = order[is_shared]
    part = taken(legs, shared)
    within = np.lexsort((part.amount, part.currency, part.creditor, part.debtor, part.bundle))
    order[is_shared] = shared[within]
    return order


def taken(legs: Legs, places: NDArray[np.int64] | Flags) -> Legs:
    """Return the legs at some places, in their order."""
    return Legs(
        legs.bundle[places],
        legs.debtor[places],
        legs.creditor[places],
        legs.currency[places],
        legs.amount[places],
    )


def _available(
    accounts: Iterable[Account], participant_rank: Numbers, currency_rank: Numbers
) -> tuple[Amounts, Mapping[tuple[int, int], int]]:
    available = np.zeros((len(participant_rank), len(currency_rank)), np.int64)
    large = {}
    for account in accounts:
        key = (int(participant_rank[account.participant]), int(currency_rank[account.currency]))
        available[key] = min(account.available, FIGURE_MAX)
        if account.available > FIGURE_MAX:
            large[key] = account.available
    return available, large


def _bilateral(
    limits: Iterable[BilateralLimit], participant_rank: Numbers, currency_rank: Numbers
) -> BilateralLimits:
    keyed = sorted(
        (
            int(participant_rank[each.debtor]),
            int(participant_rank[each.creditor]),
            int(currency_rank[each.currency]),
            each.amount,
        )
        for each in limits
    )
    debtor, creditor, currency, amount = zip(*keyed, strict=True) if keyed else ((),) * 4
    return BilateralLimits(
        np.array(debtor, np.int32),
        np.array(creditor, np.int32),
        np.array(currency, np.int32),
        *_bounded(amount),
    )


def _multilateral(
    limits: Iterable[MultilateralLimit], participant_rank: Numbers, currency_rank: Numbers
) -> MultilateralLimits:
    keyed = sorted(
        (int(participant_rank[each.debtor]), int(currency_rank[each.currency]), each.amount)
        for each in limits
    )
    debtor, currency, amount = zip(*keyed, strict=True) if keyed else ((),) * 3
    return MultilateralLimits(
        np.array(debtor, np.int32), np.array(currency, np.int32), *_bounded(amount)
    )


def _bounded(amounts: Sequence[int]) -> tuple[Amounts, Mapping[int, int]]:
    large = {place: amount for place, amount in enumerate(amounts) if amount > FIGURE_MAX}
    return np.array([min(amount, FIGURE_MAX) for amount in amounts], np.int64), large
