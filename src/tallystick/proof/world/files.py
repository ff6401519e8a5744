"""The files of a world's banks: bulks handed in whole, in pieces, twice, and wrong.

In some files there are transactions that cannot be orders: with a wrong account, without a
UETR, of a bank that takes no part. Where the agreement says so these are refused alone.

The door that stages a file lives and dies with its node, so a part may be missing where the
seal comes. The bank hands in one by one what it has no final answer for, as always.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tallystick.core.agreements import BulkRefusal
from tallystick.core.commands import AnyCommand, DropBulk, OpenBulk, SealBulk, StageOrders
from tallystick.core.orders import Order, RefusedTransaction, StagedOrder
from tallystick.links.bulk_reports import REFERENCES
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
# How much of a file can be no order; the last is of a world where the whole is refused for it.
REFUSALS = (
    "bulk with refused transactions",
    "bulk with every transaction refused",
    "bulk refused for a transaction",
)
FAULTY = (
    StatusReason.INCORRECT_ACCOUNT,
    StatusReason.REQUIRED_ELEMENT_MISSING,
    StatusReason.INCORRECT_AGENT,
)

Line = Order | RefusedTransaction
Step = tuple[AnyCommand, tuple[Personal, ...]]


class File(NamedTuple):
    """One file: its transactions in their order, and what the bank says of them."""

    bulk_id: str
    bank: Bank
    lines: list[Line]
    manner: str

    @property
    def content(self) -> bytes:
        """The digest of the file."""
        return sha256(b"".join(line.content for line in self.lines)).digest()

    @property
    def references(self) -> tuple[Personal, ...]:
        """What its refused transactions said of themselves."""
        refused = [f"{x.number}" for x in self.lines if isinstance(x, RefusedTransaction)]
        return (Personal(REFERENCES, " ".join(refused).encode()),) if refused else ()


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
        return File(bank.fresh_id("bulk"), bank, self._with_faulty(bank, orders), manner)

    def _with_faulty(self, bank: Bank, orders: list[Order]) -> list[Line]:
        """Return the orders with transactions among them that can be none."""
        draw, lines = self.chance.randrange(100), list[Line](orders)
        if self.world.agreement.bulk_refusal is BulkRefusal.WHOLE:
            kind, count = (REFUSALS[2], 1) if draw < 15 else ("", 0)
        elif draw < 10:
            kind, count, lines = REFUSALS[1], len(lines), []
        else:
            kind, count = (REFUSALS[0], self.chance.randrange(1, 4)) if draw < 60 else ("", 0)
        if kind:
            self.world.coverage.fault(kind)
        for _ in range(count):
            place = self.chance.randrange(len(lines) + 1)
            lines.insert(place, self._faulty(bank))
        return [
            each if isinstance(each, Order) else msgspec.structs.replace(each, number=number)
            for number, each in enumerate(lines, start=1)
        ]

    def _faulty(self, bank: Bank) -> RefusedTransaction:
        amount, reason = self.chance.randrange(100, 400_000), self.chance.choice(FAULTY)
        content = sha256(f"{bank.fresh_id('faulty')} {amount}".encode()).digest()
        return RefusedTransaction(0, amount, bank.currency, content, reason)

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

    def _steps(self, site: "Site", file: File) -> list[Step]:
        bank = file.bank
        agreement_id = self.world.agreement.agreement_id
        words = file.bulk_id, agreement_id, bank.participant_id
        header = (Personal("header", file.bulk_id.encode()),)
        steps = [(OpenBulk(*words, file.content), header), *self._parts(site, file)]
        if file.manner == "bulk with a part missing":
            del steps[1]
        if file.manner == "bulk under a used name":
            steps.append((OpenBulk(*words, b"another file"), ()))
        return steps + self._end(file)

    def _parts(self, site: "Site", file: File) -> list[Step]:
        parts: list[Step] = []
        for begin in range(0, len(file.lines), PART):
            lines = file.lines[begin : begin + PART]
            refused = tuple(each for each in lines if isinstance(each, RefusedTransaction))
            staged = tuple(
                StagedOrder(
                    each,
                    site.verdict(each.payment_id),
                    site.jurisdiction.facts(each.payment_id),
                )
                for each in lines
                if isinstance(each, Order)
            )
            command = StageOrders(file.bulk_id, begin + 1, staged, refused)
            kept = (packed([_kept(each) for each in lines]),)
            parts.append((command, kept if staged else ()))
        return parts

    def _end(self, file: File) -> list[Step]:
        count, total = len(file.lines), sum(line.amount for line in file.lines)
        match file.manner:
            case "bulk left open":
                return []
            case "bulk dropped":
                return [(DropBulk(file.bulk_id, StatusReason.INVALID_FILE_FORMAT), ())]
            case "bulk with a wrong count":
                count += 1
            case "bulk with a wrong sum":
                total += 1
            case _:
                pass
        seal = SealBulk(file.bulk_id, count, total, file.bank.currency, file.content)
        return [(seal, file.references)]


def _kept(line: Line) -> tuple[Personal, ...]:
    if isinstance(line, RefusedTransaction):
        return ()
    return (Personal(MESSAGE, f"message of {line.payment_id}".encode()),)
