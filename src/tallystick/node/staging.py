"""What the vault keeps of staged orders, and the orders that are released in a turn.

A staged part lies in the vault as one text: for each of its orders, what is to be kept of
it, and nothing for a transaction that was refused. When an order is released, that goes with
the command, and is kept under the key of its own payment, as if the order had come by itself.
Two orders may have one id, and an id may be another bank's: so nothing is kept under it before
it is known to be a payment of its own.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from tallystick.core.bulks import Bulk, kept_under
from tallystick.core.commands import ReleaseOrder
from tallystick.core.state import State
from tallystick.journal.port import Store
from tallystick.journal.vault import UNREADABLE, Vault
from tallystick.node.engine import Input, Personal
from tallystick.terms.errors import StoreError
from tallystick.terms.reasons import StatusReason

STAGED: Final = "staged orders"
# How many staged parts are at hand: one of each bulk that is being released, mostly.
PARTS_KEPT: Final = 4

_Part = tuple[tuple[tuple[str, bytes], ...], ...]
_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Part).decode


def packed(orders: Sequence[Sequence[Personal]]) -> Personal:
    """Return what is to be kept of staged orders, each in its turn, as one text."""
    return Personal(STAGED, _encode([[tuple(each) for each in kept] for kept in orders]))


class Staging:
    """The staged orders of one node, as far as they are read again."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault
        self._parts: OrderedDict[str, _Part] = OrderedDict()
        self._unerased: dict[str, int] = {}

    def releases(self, state: State, count_max: int) -> list[Input]:
        """Return the next orders to release, as many of each sealed bulk as of the others."""
        if not state.releasing:
            return []
        bulks = [state.bulks[bulk_id] for bulk_id in state.releasing]
        share = max(count_max // len(bulks), 1)
        return [each for bulk in bulks[:count_max] for each in self._next(bulk, share)]

    def erase(self, names: Iterable[str]) -> None:
        """Erase these keys; one that cannot be erased now is erased after a later commit.

        What they open is kept by then under the keys of payments, or nobody needs it.
        """
        self._unerased |= dict.fromkeys(names, 1)
        for name in list(self._unerased):
            self._parts.pop(name, None)
            try:
                self._store.erase(name)
            except StoreError:
                return
            del self._unerased[name]

    def erase_left(self, state: State) -> None:
        """Erase what a process that died after its commit did not come to erase."""
        for bulk in state.bulks.values():
            needed = bulk.first_of(bulk.released + 1) if bulk.orders else bulk.staged + 1
            names = [kept_under(bulk.opening, first) for first in bulk.firsts if first < needed]
            self.erase(name for name in names if self._store.key(name) is not None)

    def _next(self, bulk: Bulk, share: int) -> list[Input]:
        return [self._release(bulk, number) for number in bulk.next_orders(share)]

    def _release(self, bulk: Bulk, number: int) -> Input:
        """Return an order to release; without its message nobody could be shown the payment."""
        kept = self._kept(bulk, number)
        reason = None if kept else StatusReason.BANK_SYSTEM_PROCESSING_ERROR
        return Input(ReleaseOrder(bulk.bulk_id, number, reason=reason), kept)

    def _kept(self, bulk: Bulk, number: int) -> tuple[Personal, ...]:
        """Return what is kept of a staged order; nothing if it cannot be read any more."""
        first = bulk.first_of(number)
        part = self._part(kept_under(bulk.opening, first))
        return tuple(Personal(*each) for each in part[number - first]) if part else ()

    def _part(self, name: str) -> _Part:
        part = self._parts.get(name)
        if part is None:
            part = self._parts[name] = self._read(name)
            if len(self._parts) > PARTS_KEPT:
                self._parts.popitem(last=False)
        return part

    def _read(self, name: str) -> _Part:
        wrapped = self._store.key(name)
        if wrapped is None:
            return ()
        try:
            key = self._vault.unwrap(name, wrapped)
            (row,) = self._store.vault(name)
            return _decode(self._vault.decrypt(key, row))
        except StoreError as damaged:
            if damaged.code != UNREADABLE:
                raise
            return ()
