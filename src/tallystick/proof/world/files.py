"""The files of a world's banks: bulks handed in whole, in pieces, twice, and wrong.

The door that stages a file lives and dies with its node, so a part may be missing where the
seal comes. The bank hands in one by one what it has no final answer for, as always.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tallystick.core.commands import AnyCommand, DropBulk, OpenBulk, SealBulk, StageOrders
from tallystick.core.orders import Order, StagedOrder
from tallystick.node.engine import Personal
from tallystick.node.node import MESSAGE
from tallystick.node.staging import packed
from tallystick.sandbox.bank import Bank
from tallystick.sandbox.chance import Chance, chance
from tallystick.terms.reasons import StatusReason

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World

PART = 3
STEP_MS = 20
FILES = 3
# What is wrong with a file, and with how many of a hundred.
MANNERS = (
    (50, ""),
    (60, "bulk left open"),
    (68, "bulk with a wrong count"),
    (76, "bulk with a wrong sum"),
    (82, "bulk with a part missing"),
    (88, "bulk dropped"),
    (94, "bulk under a used name"),
    (100, "bulk with an order twice"),
)
REPEATED = "bulk handed in twice"


class File(NamedTuple):
    """One file: its orders, and what the bank says of them."""

    bulk_id: str
    bank: Bank
    orders: list[Order]
    manner: str

    @property
    def content(self) -> bytes:
        """The digest of the file."""
        return sha256(b"".join(order.content for order in self.orders)).digest()


@dataclass
class Files:
    """The files of all banks of one world."""

    world: "World"
    chance: Chance = field(init=False)

    def __post_init__(self) -> None:
        """Draw from the world's seed, apart from all else."""
        self.chance = chance(self.world.seed, "files")

    def begin(self, bank: Bank) -> None:
        """Write a file, and hand it in, often twice."""
        site = self.world.site_of(bank)
        file = self._write(bank)
        if file.manner:
            self.world.coverage.fault(file.manner)
        self._hand_in(site, file)
        if self.chance.randrange(100) < 40:
            self.world.coverage.fault(REPEATED)
            again_ms = self.chance.choice((30, 1_000, 4_000))
            self.world.agenda.after(again_ms, lambda: self._hand_in(site, file))

    def _write(self, bank: Bank) -> File:
        draw = self.chance.randrange(100)
        manner = next(name for until, name in MANNERS if draw < until)
        count = self.chance.randrange(2, 9)
        orders = [bank.order(self.chance.randrange(100, 400_000)) for _ in range(count)]
        if self.chance.randrange(100) < 30:
            orders[0] = msgspec.structs.replace(orders[0], creditor_agent="NOBANKXX")
            bank.orders[orders[0].payment_id] = orders[0]
        if manner == "bulk with an order twice":
            orders.append(msgspec.structs.replace(orders[-1], content=b"written twice"))
        return File(bank.fresh_id("bulk"), bank, orders, manner)

    def _hand_in(self, site: "Site", file: File) -> None:
        wire = f"{site.operator_id}-{file.bank.participant_id}"
        self.world.network.send(wire, lambda: self._stage(site, file))

    def _stage(self, site: "Site", file: File) -> None:
        """Take a file at the door, step by step."""
        for place, (command, personal) in enumerate(self._steps(site, file)):
            self.world.agenda.after(
                place * STEP_MS,
                lambda command=command, personal=personal: site.take_with(command, personal),  # type: ignore[misc]
            )

    def _steps(self, site: "Site", file: File) -> list[tuple[AnyCommand, tuple[Personal, ...]]]:
        bank = file.bank
        agreement_id = self.world.agreement.agreement_id
        words = file.bulk_id, agreement_id, bank.participant_id
        header = (Personal("header", file.bulk_id.encode()),)
        steps = [(OpenBulk(*words, file.content), header), *self._parts(site, file)]
        if file.manner == "bulk with a part missing":
            del steps[1]
        if file.manner == "bulk under a used name":
            steps.append((OpenBulk(*words, b"another file"), ()))
        return steps + [(command, ()) for command in self._end(file)]

    def _parts(self, site: "Site", file: File) -> list[tuple[AnyCommand, tuple[Personal, ...]]]:
        parts: list[tuple[AnyCommand, tuple[Personal, ...]]] = []
        for begin in range(0, len(file.orders), PART):
            orders = file.orders[begin : begin + PART]
            staged = tuple(
                StagedOrder(each, site.screening.verdict(each.payment_id)) for each in orders
            )
            kept = [
                (Personal(MESSAGE, f"message of {each.payment_id}".encode()),) for each in orders
            ]
            parts.append((StageOrders(file.bulk_id, begin + 1, staged), (packed(kept),)))
        return parts

    def _end(self, file: File) -> list[AnyCommand]:
        count, total = len(file.orders), sum(order.amount for order in file.orders)
        match file.manner:
            case "bulk left open":
                return []
            case "bulk dropped":
                return [DropBulk(file.bulk_id, StatusReason.INVALID_FILE_FORMAT)]
            case "bulk with a wrong count":
                count += 1
            case "bulk with a wrong sum":
                total += 1
            case _:
                pass
        return [SealBulk(file.bulk_id, count, total, file.bank.currency, file.content)]
