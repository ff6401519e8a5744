"""A planted optimum: a circulation that settles by construction, among decoys without cover.

The banks are in two groups, near and far. What is planted nets out to what each near account
has, and to nothing at each far one, but that the last of these receives it all. Every decoy is
a plain payment from near to far. All that the near group has goes to the far group with the
planted payments, so each decoy that settles must displace planted ones of the same worth: the
certificate with the multiplier 1 (times the rate) at each near account, and 0 elsewhere, has
exactly the planted value.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import chance
from tallystick.clearing.instance.draft import Legs
from tallystick.clearing.instance.instance import Amounts
from tallystick.clearing.study.core import core_legs
from tallystick.clearing.study.currencies import first_rates
from tallystick.clearing.study.known import Known, Study
from tallystick.clearing.study.market import Market, bank_name, joined, paid, received
from tallystick.clearing.study.options import Options, refused

_DECOYS: Final = 0.4
_WHY: Final = (
    "All but the decoys settle: each account nets out to what it has. The decoys are plain "
    "payments out of the accounts of `bound_by`; the certificate with the multipliers of these "
    "accounts at the rate, and all others at 0, comes to the value of what was planted."
)
_LegRow = tuple[int, int, int, int, int]


def planted(options: Options) -> Study:
    """Return an instance whose optimum is known, with the certificate that proves it."""
    closing_max = options.banks * options.currencies
    decoys = round(_DECOYS * options.bundles)
    drawn = options.bundles - decoys - closing_max
    if drawn < 1:
        raise refused("bundles", f"is too small to close {closing_max} accounts")
    draws = chance(options.seed)
    seen = core_legs(options, draws, drawn)
    available = _targets(options, seen)
    closing = _closing(options, seen, available, drawn)
    settled = drawn + len(closing.bundle)
    hidden = _decoys(options, core_legs(options, draws, options.bundles - settled), settled)
    legs = _shuffled(joined(seen, closing, hidden), draws.permutation(options.bundles))
    urgent = np.zeros(options.bundles, np.bool_)
    market = Market(first_rates(options.currencies), legs, urgent, available)
    instance = market.instance()
    near = {bank_name(bank, options.banks) for bank in range(0, options.banks, 2)}
    known = Known(
        _WHY,
        optimum=Market(market.rates, joined(seen, closing), urgent, available).value(~urgent),
        settled=settled,
        bound_by=tuple(name for name in instance.participants if name in near),
    )
    return Study(instance, known)


def _targets(options: Options, seen: Legs) -> Amounts:
    """Return what each account is to pay net: a share of its payments if near, 0 if far."""
    out = paid(seen, options.banks, options.currencies)
    found: Amounts = (options.liquidity * out).astype(np.int64)
    found[1::2] = 0
    return found


def _closing(options: Options, seen: Legs, targets: Amounts, first: int) -> Legs:
    """Return the payments that bring every account's net to its target.

    The last far account has nothing to close with, and receives what all others pay net.
    """
    net = paid(seen, options.banks, options.currencies) - received(
        seen, options.banks, options.currencies
    )
    rows: list[_LegRow] = []
    for currency in range(options.currencies):
        rest = (targets - net)[:, currency].tolist()
        # Each near bank closes with a far one, and the far ones with the next, down the line.
        for bank in range(0, options.banks, 2):
            partner = bank + 1 if bank + 1 < options.banks else 1
            rows += _payment(rest, bank, partner, currency)
        for bank in range(1, options.banks - 2, 2):
            rows += _payment(rest, bank, bank + 2, currency)
    table = np.array(rows, np.int64).reshape(-1, 5)
    number = first + np.arange(len(table), dtype=np.int32)
    numbers = table[:, 1:4].astype(np.int32).T
    return Legs(number, numbers[0], numbers[1], numbers[2], table[:, 4])


def _payment(rest: list[int], bank: int, partner: int, currency: int) -> list[_LegRow]:
    """Return the payment by which a bank has paid net what it is still to pay, if any."""
    amount = rest[bank]
    rest[partner] += amount
    rest[bank] = 0
    if amount == 0:
        return []
    ends = (bank, partner) if amount > 0 else (partner, bank)
    return [(0, *ends, currency, abs(amount))]


def _decoys(options: Options, legs: Legs, first: int) -> Legs:
    """Return plain payments like these from near banks to far ones, numbered from `first`."""
    plain, place = np.unique(legs.bundle, return_index=True)
    number = (first + np.arange(len(plain))).astype(np.int32)
    debtor = legs.debtor[place] // 2 * 2
    # Of an odd number of banks the last one has no far neighbour.
    creditor = np.minimum(legs.creditor[place], options.banks // 2 * 2 - 1) // 2 * 2 + 1
    return Legs(number, debtor, creditor, legs.currency[place], legs.amount[place])


def _shuffled(legs: Legs, order: NDArray[np.int64]) -> Legs:
    bundle = order.astype(np.int32)[legs.bundle]
    return Legs(bundle, legs.debtor, legs.creditor, legs.currency, legs.amount)
