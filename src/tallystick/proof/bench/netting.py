"""Netting measured: net positions of many payments, and the most that can be set off."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from tallystick.clearing.chance import chance
from tallystick.clearing.netting.flows import gross_flows, multilateral_net
from tallystick.clearing.netting.payments import Payments
from tallystick.clearing.netting.set_off import flaws, maximum_set_off, values
from tallystick.proof.bench.held import Watch
from tallystick.terms.errors import InvariantError

_CURRENCIES: Final = 2
_MEDIAN: Final = 2_700_000  # minor units
_SIGMA: Final = 2.0
UNITS_OF_NET: Final[Mapping[str, str]] = MappingProxyType(
    {"payments_check": "ms", "net_positions": "ms"}
)
UNITS_OF_SET_OFF: Final[Mapping[str, str]] = MappingProxyType(
    {"set_off": "s", "set_off_share": "%", "set_off_check": "s"}
)


def invented_payments(count: int, participants: int, seed: int) -> Payments:
    """Return so many payments between any two, of lognormal amounts in two currencies."""
    draws = chance(seed)
    debtor = draws.integers(0, participants, count, dtype=np.int32)
    apart = draws.integers(1, participants, count, dtype=np.int32)
    amount = np.maximum(1, _MEDIAN * np.exp(_SIGMA * draws.standard_normal(count)))
    return Payments(
        debtor,
        (debtor + apart) % np.int32(participants),
        draws.integers(0, _CURRENCIES, count, dtype=np.int32),
        amount.astype(np.int64),
        participants,
        _CURRENCIES,
    )


def netted(payments: Payments) -> dict[str, float]:
    """Return how long it takes to check payments and to net them, once they are in memory.

    Raises:
        InvariantError: a position is not what a plain sum of the payments comes to.
    """
    check, net = Watch(), Watch()
    arrays = payments.debtor, payments.creditor, payments.currency, payments.amount
    with check.running():
        Payments(*arrays, payments.participants, payments.currencies)
    with net.running():
        positions = multilateral_net(gross_flows(payments))
    plain = np.zeros_like(positions)
    np.add.at(plain, (payments.currency, payments.creditor), payments.amount)
    np.subtract.at(plain, (payments.currency, payments.debtor), payments.amount)
    if not np.array_equal(positions, plain):
        raise InvariantError("a net position is not the sum of the payments")
    return {"payments_check": 1e3 * check.seconds, "net_positions": 1e3 * net.seconds}


def set_off(obligations: Payments) -> dict[str, float]:
    """Return how long the maximum set-off takes, its proof, and how much of the gross it is.

    Raises:
        InvariantError: it is not proved to be the maximum.
    """
    flows = gross_flows(obligations)
    found, check = Watch(), Watch()
    with found.running():
        told = maximum_set_off(flows)
    with check.running():
        wrong = flaws(flows, told)
    if wrong:
        raise InvariantError(f"this is no maximum set-off: {wrong[0]}")
    share = 100 * sum(values(flows, told)) / max(sum(flows.sums()), 1)
    return {"set_off": found.seconds, "set_off_share": share, "set_off_check": check.seconds}
