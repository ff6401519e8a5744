"""A bank's file comes in: judged whole, then staged part by part, then sealed.

All that takes long is done in a thread of its own, one file at a time; each part waits until
it is durable before the next is read, so a file never runs ahead of the books. The answer is
given when the bulk is sealed. A file that comes again goes on where it was left, or is
answered with how it stands. Whether a payment that cannot be an order refuses the whole or
itself alone is the agreement's, and from its opening on the bulk's own.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from threading import Event
from typing import Any, Final

import msgspec

from tallystick.admission.bulks import (
    FAULTS_MAX,
    BulkHeader,
    FaultyOrderError,
    RefusedAlone,
    admit_orders,
    judge_bulk,
    reason_of,
)
from tallystick.admission.desk import SIGNATURE, Admitted, Desk, Refused
from tallystick.core.agreements import BulkRefusal
from tallystick.core.bulks import REFUSED_MAX, STAGED_BY_PARTICIPANT_MAX, BulkState
from tallystick.core.commands import DropBulk, OpenBulk, SealBulk, StageOrders, SubmitPayment
from tallystick.core.events import BulkDropped
from tallystick.core.orders import RefusedTransaction, StagedOrder
from tallystick.links.bulk_reports import (
    FILE_HEADER,
    REFERENCES,
    OriginalBulk,
    OriginalTransaction,
)
from tallystick.node.doors.admitting import desk_for
from tallystick.node.doors.asked import SIGNATURE_HEADER, BulkFile, BulkNamed
from tallystick.node.doors.inside import (
    INVALID,
    SIGNATURE_REFUSED,
    UNKNOWN,
    Flaw,
    Inside,
    Refusal,
    books,
    refusal_in,
    refused_for,
    viewer,
)
from tallystick.node.engine import Personal, Reply
from tallystick.node.inbox import OVERLOADED
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.node.runner import Runner
from tallystick.node.spool import Spooled
from tallystick.node.staging import packed
from tallystick.terms.errors import LinkError, RemoteMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.views.bulks import BulkView, bulk
from tallystick.wire.iso20022.bulk import check_bulk

# A part is one entry of the journal and one text in the vault.
ORDERS_A_PART: Final = 200
BYTES_A_PART: Final = 512 * 1024
# How often a part is offered to a node that is too busy, and how long it waits between.
TRIES: Final = 60
WAIT_S: Final = 0.5


async def submit_bulk(inside: Inside, party: Party, asked: BulkFile) -> BulkView | Refusal:
    """Take a file of credit transfers as a bulk; answer once it is sealed, or refused."""
    spooled = inside.spool.of(asked.content)
    refusals = await inside.runner.read(_refusals)
    judged = await inside.bulking.beside(
        party.id, lambda: _judged(inside, party, asked, spooled, refusals)
    )
    if isinstance(judged, Refusal):
        return judged
    staging = _Staging(inside.runner, party, judged, spooled)
    refusal = await staging.open(asked.signature)
    if refusal is not None:
        return refusal
    if not await _is_sealed(inside.runner, staging.bulk_id):
        refusal = await _staged(inside, party, staging)
        if refusal is not None:
            return refusal
    return await read_bulk(inside, party, BulkNamed(staging.bulk_id))


async def read_bulk(inside: Inside, party: Party, asked: BulkNamed) -> BulkView | Refusal:
    """Tell how a bulk stands; another's is as if it were not there."""
    looking = viewer(party)
    found = await inside.runner.read(
        lambda node: bulk(books(inside, node), looking, asked.bulk_id)
    )
    return found or Refusal(UNKNOWN, f"There is no bulk {asked.bulk_id} of yours.")


def _refusals(node: Node) -> Mapping[str, BulkRefusal]:
    """Return what each agreement in force has refused for one transaction of a bulk."""
    pacts = node.state.pacts.items()
    return {name: pact.agreement.bulk_refusal for name, pact in pacts if pact.current}


async def _is_sealed(runner: Runner, bulk_id: str) -> bool:
    def sealed(node: Node) -> bool:
        found = node.state.bulks.get(bulk_id)
        return found is not None and found.state is BulkState.SEALED

    return await runner.read(sealed)


async def _staged(inside: Inside, party: Party, staging: "_Staging") -> Refusal | None:
    """Stage and seal; what goes wrong with the file drops the bulk."""
    loop = asyncio.get_running_loop()
    try:
        await inside.bulking.beside(party.id, lambda: staging.stage(loop))
        return await staging.seal()
    except FaultyOrderError as faulty:
        refusal = _refusal_of((faulty.refused,))
        await staging.drop(faulty.refused.reason)
    except RemoteMessageError as broken:
        refusal = _broken(broken)
        await staging.drop(reason_of(broken))
    except _StoppedError as stopped:
        if await _is_sealed(inside.runner, staging.bulk_id):
            # The same file came twice at once, and the other was quicker.
            return None
        refusal = stopped.refusal
        await staging.drop(StatusReason(refusal.code))
    return refusal


class _Judged(msgspec.Struct, frozen=True):
    """A sound file, the desk at which its orders are admitted, and its digest."""

    desk: Desk
    header: BulkHeader
    content: bytes


def _judged(
    inside: Inside,
    party: Party,
    asked: BulkFile,
    spooled: Spooled,
    refusals: Mapping[str, BulkRefusal],
) -> _Judged | Refusal:
    """Verify, read and judge a file; whatever is wrong with it is told at once."""
    unsigned = _unsigned(inside, party, asked, spooled)
    if unsigned is not None:
        return unsigned
    desk = desk_for(inside.runner.desks, asked.agreement, is_answer=False)
    if isinstance(desk, Refusal):
        return desk
    refusal = refusals.get(desk.agreement_id, BulkRefusal.WHOLE)
    try:
        header = judge_bulk(party.id, spooled.content(), refusal=refusal)
    except RemoteMessageError as broken:
        return _all_flaws(broken, spooled)
    if not isinstance(header, BulkHeader):
        return _refusal_of(header)
    if header.count > STAGED_BY_PARTICIPANT_MAX:
        text = f"it has {header.count} payments, and {STAGED_BY_PARTICIPANT_MAX} is the most"
        return _refusal_of((Refused(StatusReason.LIMIT_EXCEEDED, "NbOfTxs", text),))
    return _Judged(desk, header, desk.file_digest(spooled.content()))


def _unsigned(inside: Inside, party: Party, asked: BulkFile, spooled: Spooled) -> Refusal | None:
    """Say why the file is not taken for the sender's own, before any of it is read."""
    try:
        if not asked.signature:
            inside.signatures.verify(party, "", b"", spooled.arrived_at)
            return None
        with spooled.whole() as signed:
            inside.signatures.verify_input(party, asked.signature, signed, spooled.arrived_at)
    except RemoteMessageError as wrong:
        around = inside.runner.around
        around.log.warning("signature-refused", party=party.id, code=wrong.code)
        flaw = Flaw("signature", wrong.code, SIGNATURE_HEADER, wrong.detail)
        return Refusal(SIGNATURE_REFUSED, wrong.detail, errors=(flaw,))
    return None


def _all_flaws(broken: RemoteMessageError, spooled: Spooled) -> Refusal:
    """Tell all that the schema has against a file, or the one thing that was found."""
    found = check_bulk(spooled.content()).errors
    if not found:
        return _broken(broken)
    flaws = tuple(Flaw(e.rule, e.code, e.path, e.text) for e in found[:FAULTS_MAX])
    more = f" The first {FAULTS_MAX} flaws are told." if found[FAULTS_MAX:] else ""
    return Refusal(INVALID, f"The file is broken: {broken.detail}{more}", errors=flaws)


def _broken(broken: RemoteMessageError) -> Refusal:
    flaw = Flaw("message", broken.code, broken.field, broken.detail)
    return Refusal(reason_of(broken).value, broken.detail, errors=(flaw,))


def _refusal_of(faults: tuple[Refused, ...]) -> Refusal:
    flaws = tuple(map(_flaw, faults))
    return Refusal(faults[0].reason.value, f"{faults[0].field}: {faults[0].text}.", errors=flaws)


def _flaw(fault: Refused) -> Flaw:
    return Flaw("admission", fault.reason.value, fault.field, fault.text)


class _StoppedError(Exception):
    """The core took no more of a bulk."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


def _header_of(header: BulkHeader) -> Personal:
    """Return what statuses repeat of the file, kept with the bulk and with each payment of it."""
    original = OriginalBulk(
        header.message, header.message_id, header.creation_date_time, header.count
    )
    return Personal(FILE_HEADER, msgspec.json.encode(original))


def _kept_of(refused: list[OriginalTransaction]) -> tuple[Personal, ...]:
    """Return what statuses repeat of refused transactions, kept with the bulk alone."""
    return (Personal(REFERENCES, msgspec.json.encode(refused)),) if refused else ()


class _Staging:
    """One file on its way into the books."""

    def __init__(self, runner: Runner, party: Party, judged: _Judged, spooled: Spooled) -> None:
        self._runner = runner
        self._party = party
        self._judged = judged
        self._spooled = spooled
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refusal = BulkRefusal.WHOLE
        self._orders: list[StagedOrder] = []
        self._refused: list[RefusedTransaction] = []
        self._references: list[OriginalTransaction] = []
        self._flaws: list[Flaw] = []
        self._kept: list[tuple[Personal, ...]] = []
        self._bytes = 0
        self._staged = 0
        self._header = _header_of(judged.header)
        self.bulk_id = judged.desk.bulk_id(party.id, judged.header.message_id)

    async def open(self, signature: str) -> Refusal | None:
        """Open the bulk; its header and its one signature are kept once, with the bulk."""
        desk, personal = self._judged.desk, [self._header]
        if signature:
            personal.append(Personal(SIGNATURE, signature.encode()))
        command = OpenBulk(self.bulk_id, desk.agreement_id, self._party.id, self._judged.content)
        refusal = refusal_in(await self._runner.take(command, tuple(personal)))
        if refusal is None:
            self._refusal = await self._runner.read(
                lambda node: node.state.bulks[self.bulk_id].refusal
            )
        return refusal

    def stage(self, loop: asyncio.AbstractEventLoop) -> None:
        """Admit every order and stage it; in a thread that may wait for the books.

        Raises:
            FaultyOrderError: a payment cannot be an order, and the whole is refused for it.
            RemoteMessageError: the file is not what it was.
            StoreError: nothing can be decided now, or nobody knows whether it was.
        """
        self._loop = loop
        refuse = self._refuse if self._refusal is BulkRefusal.EACH else None
        file, desk = self._spooled.content(), self._judged.desk
        admit_orders(desk, self._party.id, file, self._take, refuse=refuse)
        self._hand_on()

    def _take(self, admitted: Admitted) -> None:
        command = admitted.command
        assert isinstance(command, SubmitPayment), "a credit transfer is admitted as an order"
        kept = (*(Personal(*each) for each in admitted.kept), self._header)
        self._orders.append(StagedOrder(command.order, command.verdict, command.facts))
        self._kept.append(kept)
        self._bytes += sum(len(each.content) for each in kept)
        self._hand_on_full()

    def _refuse(self, alone: RefusedAlone) -> None:
        """Have a payment refused alone; the bank is told by its references, at the seal."""
        stated, fault = alone.stated, alone.fault
        self._refused.append(alone.transaction)
        self._kept.append(())
        original = OriginalTransaction(
            alone.transaction.number,
            stated.instruction_id,
            stated.end_to_end_id,
            stated.transaction_id,
            stated.uetr,
            f"{fault.field}: {fault.text}",
        )
        self._references.append(original)
        if len(self._flaws) < FAULTS_MAX:
            self._flaws.append(_flaw(fault))
        self._hand_on_full()

    def _hand_on_full(self) -> None:
        if len(self._kept) >= ORDERS_A_PART or self._bytes >= BYTES_A_PART:
            self._hand_on()

    def _hand_on(self) -> None:
        if not self._kept:
            return
        orders, refused = tuple(self._orders), tuple(self._refused)
        command = StageOrders(self.bulk_id, self._staged + 1, orders, refused)
        refusal = refusal_in(self._taken(command, (packed(self._kept),) if orders else ()))
        if refusal is not None:
            raise _StoppedError(self._in_full(refusal))
        self._staged += len(self._kept)
        self._orders, self._refused, self._kept, self._bytes = [], [], [], 0

    def _in_full(self, refusal: Refusal) -> Refusal:
        """Tell the first of the faults, where there are too many for one bulk."""
        if len(self._references) <= REFUSED_MAX:
            return refusal
        return msgspec.structs.replace(refusal, errors=tuple(self._flaws))

    def _taken(self, command: StageOrders, personal: tuple[Personal, ...]) -> Reply:
        """Wait until a part is durable; a node that is too busy is asked again."""
        for _ in range(TRIES):
            try:
                return self._wait_for(self._runner.take(command, personal))
            except LinkError as busy:
                if busy.code != OVERLOADED:
                    raise
                Event().wait(WAIT_S)
        return self._wait_for(self._runner.take(command, personal))

    def _wait_for(self, taking: Coroutine[Any, Any, Reply]) -> Reply:
        assert self._loop is not None, "staging has begun"
        return asyncio.run_coroutine_threadsafe(taking, self._loop).result()

    async def seal(self) -> Refusal | None:
        """Say that the bulk is whole; the core compares what it has."""
        header = self._judged.header
        sealing = SealBulk(
            self.bulk_id,
            header.count,
            header.control_sum,
            header.currency,
            self._judged.content,
        )
        personal = _kept_of(self._references)
        reply = await self._runner.take(sealing, personal)
        for event in reply.events:
            if isinstance(event, BulkDropped):
                return refused_for(event.reason)
        return refusal_in(reply)

    async def drop(self, reason: StatusReason) -> None:
        """Have the bulk dropped for what is wrong with its file."""
        await self._runner.take(DropBulk(self.bulk_id, reason))
