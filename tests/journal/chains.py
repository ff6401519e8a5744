"""Batches that follow one another, and all that a store can tell, for comparing two of them."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import msgspec

from tallystick.core.assignments import (
    AssignmentKind,
    AssignmentRecord,
    AssignmentState,
    Outcome,
)
from tallystick.core.commands import PassTime
from tallystick.core.effects import AnyEffect, MarkReturned, Present, TellStatus
from tallystick.core.events import TimePassed
from tallystick.core.orders import ClosingRecord, Decision, Portion
from tallystick.core.rules import RULES
from tallystick.journal.entries import (
    FORMAT,
    GENESIS,
    Entry,
    Sealed,
    VaultRow,
    seal,
    vault_digest,
)
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch, OutboxRow
from tallystick.journal.reader import SqliteReader
from tallystick.journal.recent import RecentStore
from tallystick.journal.sqlite import SqliteStore
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus


class RecentAndAll(RecentStore):
    """A store with the newest at hand, that shows all of its vault besides."""

    def __init__(self, behind: SqliteStore) -> None:
        super().__init__(behind)
        self._all = behind

    def vault_rows(self) -> Iterator[VaultRow]:
        """Yield every vault row in the order of writing."""
        return self._all.vault_rows()


AnyStore = MemoryStore | SqliteStore | RecentAndAll
AT = 1_790_000_000_000
BANK = "participant:NOBKRUMM"
PEER = "peer:SOUTH"


def entry_after(head: tuple[int, bytes], vault: Sequence[VaultRow] = (), at: int = AT) -> Sealed:
    """Return an entry that follows the head."""
    sequence, previous = head
    command, events = PassTime(), [TimePassed(at)]
    return seal(
        Entry(
            sequence + 1, at, FORMAT, RULES, previous, command, list(events), vault_digest(vault)
        )
    )


def key_of(payment_id: str) -> bytes:
    """Return what stands for a payment's wrapped key: 48 bytes like no others."""
    return sha256(payment_id.encode()).digest() + b"wrapped-by-test."


def vault_row(payment_id: str, sequence: int, kind: str = "message") -> VaultRow:
    """Return a row of the vault."""
    return VaultRow(
        payment_id, kind, sequence, sha256(f"{payment_id}{kind}".encode()).digest() * 9
    )


def record(payment_id: str) -> ClosingRecord:
    """Return the closing record of a payment that was settled."""
    return ClosingRecord(
        payment_id=payment_id,
        agreement_id="RUB-CNY",
        side=Side.DEBTOR,
        state="settled",
        reason="",
        content=sha256(payment_id.encode()).digest(),
        debtor_agent="NOBKRUMM",
        creditor_agent="SOBKCNSH",
        debtor_amount=125_000,
        debtor_currency="RUB",
        creditor_amount=10_000,
        creditor_currency="CNY",
        cycle=1,
        decision=Decision.ACCEPTED,
    )


MARKED = Portion(60_000, 4_800)


def mark(payment_id: str, returned_by: str) -> MarkReturned:
    """Return what notes in a closing record that a part of its payment went back."""
    return MarkReturned(payment_id, returned_by, MARKED)


class Chain:
    """What a lawful writer would commit next."""

    def __init__(
        self, head: tuple[int, bytes] = (0, GENESIS), outbox_heads: dict[str, int] | None = None
    ) -> None:
        self.head = head
        self.outbox_heads = dict(outbox_heads or {})

    def batch(self, *payment_ids: str, tell: Iterable[str] = (BANK,)) -> Batch:
        """Return a batch that takes up payments: each an entry, a key, a vault row and effects.

        Without a payment it holds one bare entry.
        """
        entries, vault, outbox = [], [], []
        for payment_id in payment_ids or ("",):
            rows = [vault_row(payment_id, self.head[0] + 1)] if payment_id else []
            sealed = entry_after(self.head, rows)
            self.head = (sealed.sequence, sealed.hash)
            entries.append(sealed)
            vault += rows
            outbox += [
                self.effect(destination, Present("NOBKRUMM", payment_id))
                for destination in (tell if payment_id else ())
            ]
        keys = [(payment_id, key_of(payment_id)) for payment_id in payment_ids]
        return Batch(entries, vault, keys, outbox)

    def effect(self, destination: str, effect: AnyEffect) -> OutboxRow:
        """Return the next row for a destination, of the last entry."""
        number = self.outbox_heads.get(destination, 0) + 1
        self.outbox_heads[destination] = number
        return OutboxRow(destination, number, self.head[0], effect)

    def statuses(self, destination: str, count: int) -> Batch:
        """Return a batch of one entry that tells as many statuses."""
        sealed = entry_after(self.head)
        self.head = (sealed.sequence, sealed.hash)
        told = [
            self.effect(destination, TellStatus("NOBKRUMM", f"P{i}", PaymentStatus.ACSC))
            for i in range(count)
        ]
        return Batch([sealed], outbox=told)


def with_more(batch: Batch, **more: object) -> Batch:
    """Return the batch with some of its parts replaced."""
    return msgspec.structs.replace(batch, **more)


def assignment(name: str, outcome: Outcome | None = None) -> AssignmentRecord:
    """Return what remains of an assignment."""
    kind = AssignmentKind(name.partition(":")[0])
    state = AssignmentState.EXPIRED if outcome is None else AssignmentState.ANSWERED
    words = ("NOBKRUMM", "SOBKCNSH", "P1", b"content", state, outcome, "", True)
    return AssignmentRecord(name, "RUB-CNY", kind, Side.DEBTOR, *words)


def everything(
    store: AnyStore | SqliteReader, payment_ids: Sequence[str] = ()
) -> tuple[object, ...]:
    """Return all that a store tells, of these payments too."""
    heads = store.outbox_heads()
    return (
        store.head(),
        list(store.entries(0)),
        {name: store.outbox(name, 0, 10**6) for name in heads},
        heads,
        store.acknowledged(),
        store.closings(payment_ids),
        {each: (store.vault(each), store.key(each)) for each in payment_ids},
        list(store.vault_rows()),
        store.snapshot(),
    )
