"""Payments as parallel arrays, checked once, so that whoever sums them need check nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import index
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.kernels import Read32, Read64, kernel
from tallystick.terms.errors import MessageError

SUM_MAX: Final = 2**63 - 1
"""What the payments of one currency may come to: no sum of some of them leaves 64 bits then."""

_TYPES: Final = {"debtor": "int32", "creditor": "int32", "currency": "int32", "amount": "int64"}


Number = TypeVar("Number", np.int32, np.int64)


def read_only(array: NDArray[Number]) -> NDArray[Number]:
    """Return an array in one piece, of the same memory where it can be, that cannot be written."""
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view


def cells_of(
    debtor: NDArray[np.int32],
    creditor: NDArray[np.int32],
    currency: NDArray[np.int32],
    participants: int,
) -> NDArray[np.int64]:
    """Return the cells of a matrix of currency by debtor by creditor, numbered in that order."""
    pairs = currency.astype(np.int64) * participants + debtor
    return pairs * participants + creditor


@dataclass(frozen=True, slots=True, eq=False)
class Payments:
    """Payments between participants: the debtor of each pays the creditor the amount.

    Number i of each array speaks of payment i. Amounts are minor units of the payment's currency.
    All payments of one currency come to `SUM_MAX` at most, checked exactly before anything is
    summed: every position, gross or net, is within 64 bits then, and none can wrap.

    The arrays stay the caller's, who does not change them any more; here they can only be read.
    What is not in one piece is copied. Raises `MessageError` if a type, a length, an index, an
    amount or a sum breaks a rule; it names the array, the first payment that does, and the rule.
    """

    debtor: NDArray[np.int32]
    creditor: NDArray[np.int32]
    currency: NDArray[np.int32]
    amount: NDArray[np.int64]
    participants: int
    currencies: int

    def __post_init__(self) -> None:
        for name in ("participants", "currencies"):
            object.__setattr__(self, name, index(getattr(self, name)))
        self._check_shape()
        for name in _TYPES:
            object.__setattr__(self, name, read_only(getattr(self, name)))
        room = np.full(self.currencies, SUM_MAX, dtype=np.int64)
        arrays = self.debtor, self.creditor, self.currency, self.amount
        at = first_flaw(*arrays, self.participants, room)
        if at >= 0:
            raise self._flaw_at(at, int(room[min(max(self.currency[at], 0), len(room) - 1)]))

    def __len__(self) -> int:
        """Return how many payments there are."""
        return len(self.amount)

    @property
    def cells(self) -> int:
        """How many cells a matrix of currency by debtor by creditor has."""
        return self.currencies * self.participants**2

    def keys(self) -> NDArray[np.int64]:
        """Return each payment's cell in that matrix; see `cells_of`."""
        return cells_of(self.debtor, self.creditor, self.currency, self.participants)

    def _check_shape(self) -> None:
        if self.participants < 1 or self.currencies < 1 or self.cells > SUM_MAX:
            detail = (
                f"{self.participants} participants and {self.currencies} currencies: there is one "
                "of each at least, and currency, debtor and creditor make one number of 63 bits"
            )
            raise MessageError(detail, code="participants-or-currencies", field="participants")
        for name, kind in _TYPES.items():
            array = getattr(self, name)
            if array.dtype != kind or array.ndim != 1:
                detail = (
                    f"{name} is {array.ndim}-dimensional of {array.dtype}, not a row of {kind}"
                )
                raise MessageError(detail, code="array-form", field=name)
            if len(array) != len(self.debtor):
                detail = f"{len(array)} of {name} beside {len(self.debtor)} debtors: not one each"
                raise MessageError(detail, code="lengths-unequal", field=name)

    def _flaw_at(self, at: int, room: int) -> MessageError:
        """Return what is wrong with a payment; `room` is what its currency still had before it."""
        code, field, detail = next(flaw for is_so, *flaw in self._flaws_of(at, room) if is_so)
        return MessageError(detail, code=code, field=field, ref=f"payment {at}")

    def _flaws_of(self, at: int, room: int) -> Iterator[tuple[bool, str, str, str]]:
        """Yield each rule in turn: whether it is broken, its code, the array and the sentence."""
        counts = {
            "debtor": self.participants,
            "creditor": self.participants,
            "currency": self.currencies,
        }
        for name, count in counts.items():
            number = int(getattr(self, name)[at])
            detail = f"{name} {number} is none of {count}"
            yield not 0 <= number < count, "index-out-of-range", name, detail
        debtor, amount = int(self.debtor[at]), int(self.amount[at])
        detail = f"participant {debtor} pays itself"
        yield debtor == int(self.creditor[at]), "debtor-is-creditor", "creditor", detail
        detail = f"an amount is positive, and {amount} is not"
        yield amount <= 0, "amount-not-positive", "amount", detail
        detail = f"with {amount} the payments of its currency come to over {SUM_MAX}"
        yield amount > room, "sum-too-large", "amount", detail


@kernel
def first_flaw(
    debtor: Read32,
    creditor: Read32,
    currency: Read32,
    amount: Read64,
    participants: int,
    room: NDArray[np.int64],
) -> int:
    """Return the first payment that breaks a rule, or -1; take from each currency's room."""
    for at in range(len(amount)):
        payer, payee, coin = debtor[at], creditor[at], currency[at]
        if not (0 <= payer < participants and 0 <= payee < participants):
            return at
        if payer == payee or not 0 <= coin < len(room):
            return at
        if not 0 < amount[at] <= room[coin]:
            return at
        room[coin] -= amount[at]
    return -1
