"""One operator's node without its sockets: engine, store and peer links put together.

To open a node is to recover it. Whoever runs it calls `step`, commits the batch,
and only then lets replies and outbox out; if the commit fails or nobody knows,
the node is thrown away and opened again.

A node that has just started does not know whether its disk is the newest. It
decides nothing until every other node it has spoken to has said how far it heard
us: if that is further than we remember, our disk is an old one.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tallystick.admission.desk import ANSWER, DISPLAY_NAME
from tallystick.core.assignments import AssignmentKind
from tallystick.core.bulks import kept_under
from tallystick.core.commands import (
    AnswerAssignment,
    AnyCommand,
    HearPeer,
    RecordVerdict,
    SealBulk,
)
from tallystick.core.effects import TellPeer
from tallystick.core.items import AssignmentAnswered
from tallystick.core.screening_commands import (
    EscalateHeld,
    NoteHeld,
    RefuseHeld,
    ReleaseHeld,
    RequestInformation,
    WithdrawRelease,
)
from tallystick.core.state import PeerStream, State
from tallystick.journal.entries import VaultRow
from tallystick.journal.port import Store
from tallystick.journal.vault import Vault
from tallystick.links.participants import Answered
from tallystick.links.peer import (
    Delivered,
    Identity,
    Opened,
    Outward,
    Position,
    open_envelope,
    outward,
)
from tallystick.node.engine import Engine, Input, Reply, Step
from tallystick.node.entropy import Entropy
from tallystick.node.records import with_records
from tallystick.node.replay import recover, snapshot_of
from tallystick.node.staging import Staging
from tallystick.terms.errors import StoreError
from tallystick.wire.seal import Attachment, Cover

ITEMS_AT_ONCE = 512
MESSAGE = "message"
PeerKeys = Mapping[tuple[str, str], Ed25519PublicKey]


class Node:
    """A recovered node: its books in memory, its store beside them."""

    def __init__(
        self, identity: Identity, keys: PeerKeys, store: Store, vault: Vault, entropy: Entropy
    ) -> None:
        """Recover from the store.

        Raises:
            StoreError: the store cannot be read, or is not this operator's.
        """
        state, head = recover(store, identity.operator_id)
        self.identity = identity
        self.store = store
        self.vault = vault
        self._keys = keys
        self._engine = Engine(state, head, store.outbox_heads(), vault, entropy)
        self._staging = Staging(store, vault)
        self._staging.erase_left(state)
        # Who never heard us can know no more of us than this disk, and is not waited for.
        self._unheard = {
            peer: stream for peer, stream in state.peers.items() if stream.sent and stream.received
        }
        self._session = entropy.key()[:16]
        self._echoes: dict[str, bytes] = {}
        self._known_heads: dict[str, int] = {}
        self._newest: dict[str, tuple[int, int]] = {}
        self._clocks: dict[str, int] = {}
        self._is_ahead_of_disk = False
        self.is_behind = False

    @property
    def taking(self) -> AnyCommand | None:
        """The command that the machine was at, if it stopped at one."""
        return self._engine.taking

    @property
    def session(self) -> bytes:
        """What was drawn at this start: another start has another."""
        return self._session

    @property
    def state(self) -> State:
        """The books, to read."""
        return self._engine.state

    def known_head(self, peer_id: str) -> int:
        """Return how long the other node's journal was at least, as it has told us."""
        stream = self.state.peers.get(peer_id, PeerStream())
        return max(stream.head, self._known_heads.get(peer_id, 0))

    def heard(self, peer_id: str) -> int:
        """Return the number of the last item of the other's stream that was dealt with."""
        return self.state.peers.get(peer_id, PeerStream()).received

    def clock_of(self, peer_id: str) -> int:
        """Return what the other's clock said on the last envelope that came; 0: none has."""
        return self._clocks.get(peer_id, 0)

    def session_of(self, peer_id: str) -> bytes:
        """Return the other node's session, which our envelopes repeat to it."""
        return self._echoes.get(peer_id, b"")

    @property
    def head(self) -> tuple[int, bytes]:
        """The number and hash of the last entry."""
        return self._engine.head

    @property
    def may_decide(self) -> bool:
        """Whether this disk is known to be the newest: every other node has said so."""
        return not self.is_behind and not self._unheard

    def step(self, at: int, inputs: Sequence[Input]) -> Step:
        """Apply inputs and what follows; nothing is durable or may be told yet.

        Raises:
            StoreError: the node does not know, or knows better, that its disk is the newest.
        """
        if not self.may_decide:
            detail = "the other node has not confirmed yet how far it heard us"
            if self.is_behind:
                detail = "the other node holds more of our stream than this disk: it is an old one"
            raise StoreError(detail, outcome_known=True, code="books-behind")
        assert not self._is_ahead_of_disk, "a step follows the commit of the one before"
        commands = with_records(self.state, self.store, [asked.command for asked in inputs])
        complete = [
            self._complete(asked, command) for asked, command in zip(inputs, commands, strict=True)
        ]
        step = self._engine.step(at, complete)
        self._is_ahead_of_disk = bool(step.batch.entries)
        return step

    @property
    def is_releasing(self) -> bool:
        """Whether a sealed bulk has orders that are to be taken up."""
        return bool(self.state.releasing)

    def releases(self, count_max: int) -> list[Input]:
        """Return the next orders of sealed bulks, to be taken in a step beside what comes in.

        Raises:
            StoreError: what is kept of them cannot be read.
        """
        return self._staging.releases(self.state, count_max)

    def _complete(self, asked: Input, command: AnyCommand) -> Input:
        """Return an input with its records, and the key under which what it brings is kept."""
        name = self._kept_with(command) if asked.personal else ""
        wrapped = self.store.key(name) if name else None
        return asked._replace(command=command, wrapped=wrapped or b"")

    def _kept_with(self, command: AnyCommand) -> str:
        """Name what has the key under which a command's words are kept, "" if it has its own."""
        if isinstance(command, _ABOUT_PAYMENT):
            return command.payment_id
        return self._asked_about(command) or answered_by(command) or self._sealed_by(command)

    def _asked_about(self, command: AnyCommand) -> str:
        """Name the payment about which a command answers our own people, "" if it does not."""
        if not isinstance(command, AnswerAssignment):
            return ""
        question = self.state.assignments.get(command.assignment_id)
        record = question.record if question is not None else command.known
        ours = record is not None and record.kind is AssignmentKind.INFORMATION
        return record.payment_id if record is not None and ours else ""

    def _sealed_by(self, command: AnyCommand) -> str:
        """Name what the vault keeps of the bulk that a command seals, "" if it seals none."""
        bulk = self.state.bulks.get(command.bulk_id) if isinstance(command, SealBulk) else None
        return kept_under(bulk.opening) if bulk is not None else ""

    def attachments(self, name: str, entry: int = 0) -> tuple[Attachment, ...]:
        """Return what travels beside a payment or an assignment: its message, from the vault.

        With an entry, what travels beside the answer that was kept with it: the answer's
        message, or of a verification the holder's name as it may be shown, and no more.
        """
        kinds = _BESIDE_ANSWER if entry else (MESSAGE,)
        kept = [row for row in self.store.vault(name) if row.kind in kinds]
        if entry:
            kept = [row for row in kept if row.sequence == entry and _may_travel(row)]
        return self._opened(name, kept)

    def kept(self, name: str, kind: str) -> tuple[bytes, ...]:
        """Return what the vault keeps of a kind under a name; nothing once that was erased."""
        rows = [row for row in self.store.vault(name) if row.kind == kind]
        return tuple(each.content for each in self._opened(name, rows))

    def kept_by_entry(self, name: str, kind: str) -> dict[int, bytes]:
        """Return the same by the number of the entry with which it was kept."""
        rows = [row for row in self.store.vault(name) if row.kind == kind]
        opened = self._opened(name, rows)
        return {row.sequence: each.content for row, each in zip(rows, opened, strict=False)}

    def answer(self, assignment_id: str, until: int) -> Answered:
        """Return what was kept of a question's last answer, up to this entry.

        Of a verification only the name that may be shown: its report stays with its own bank's
        node, and there nobody is told of it.
        """
        rows = self.store.vault(assignment_id)
        kept = [row for row in rows if row.kind in _BESIDE_ANSWER and row.sequence <= until]
        last = max((row.sequence for row in kept), default=0)
        told = [row for row in kept if row.sequence == last and _may_travel(row)]
        found = {each.kind: each.content for each in self._opened(assignment_id, told)}
        return Answered(found.get(ANSWER, b""), found.get(DISPLAY_NAME, b"").decode())

    def _opened(self, name: str, rows: Sequence[VaultRow]) -> tuple[Attachment, ...]:
        wrapped = self.store.key(name) if rows else None
        if wrapped is None:
            return ()
        key = self.vault.unwrap(name, wrapped)
        return tuple(Attachment(row.kind, self.vault.decrypt(key, row)) for row in rows)

    def commit(self, step: Step) -> list[Reply]:
        """Make a step durable and return the replies, which may now be given.

        Raises:
            StoreError: throw this node away and open it again.
        """
        if step.batch.entries:
            self.store.commit(step.batch)
            self._is_ahead_of_disk = False
            self._staging.erase(step.erased)
        return step.replies

    def hear(self, raw: bytes) -> tuple[str, list[Delivered]]:
        """Open an envelope: note what it acknowledges; return its sender and the next items.

        Raises:
            RemoteMessageError: it is refused; nothing of it counts.
        """
        sender, opened = open_envelope(raw, self.identity, self._keys, self.state.peers)
        self._confirm(sender, opened)
        if opened.acknowledged:
            self.store.acknowledge(f"peer:{sender}", opened.acknowledged)
        # While the node may not decide, nothing can be taken: the items come again.
        return sender, opened.delivered if self.may_decide else []

    def _confirm(self, sender: str, opened: Opened) -> None:
        cover = opened.cover
        known = self._known_heads.get(sender, 0)
        self._known_heads[sender] = max(known, cover.head[0])
        self._clocks[sender] = cover.at
        if self._is_newest(sender, cover):
            self._newest[sender] = (cover.head[0], cover.at)
            self._echoes[sender] = cover.session
        if opened.is_ahead or self._is_forked(sender, cover) or cover.known_head > self.head[0]:
            self.is_behind = True
        elif cover.echo == self._session:
            # An older envelope, late on its way, would not know this session.
            self._unheard.pop(sender, None)

    def _is_newest(self, sender: str, cover: Cover) -> bool:
        """Whether an older envelope, sent again, cannot say this: it would bring a session back.

        By the other's clock alone one could not tell: it may have been ahead, and been set right.
        """
        is_answer = cover.echo == self._session and cover.session != self._echoes.get(sender)
        return is_answer or (cover.head[0], cover.at) >= self._newest.get(sender, (0, 0))

    def _is_forked(self, sender: str, cover: Cover) -> bool:
        """Whether the other heard other items under the numbers of ours."""
        following = self.store.outbox(f"peer:{sender}", cover.received, 1)
        if not following or not isinstance(following[0].effect, TellPeer):
            return False
        return following[0].effect.previous_chain != cover.received_chain

    def envelope(self, at: int, peer_id: str, after: int) -> bytes:
        """Seal our items after a number, or only our acknowledgement if there are none."""
        return self.outward(at, peer_id, after).raw

    def outward(self, at: int, peer_id: str, after: int) -> Outward:
        """Seal the same, and say which item was the last that the envelope had room for."""
        assert not self._is_ahead_of_disk, "an envelope acknowledges only what is durable"
        destination = f"peer:{peer_id}"
        rows = self.store.outbox(destination, after, ITEMS_AT_ONCE)
        position = Position(
            self.state.peers.get(peer_id, PeerStream()),
            self.head,
            at,
            self._session,
            self._echoes.get(peer_id, b""),
            self.store.acknowledged().get(destination, 0),
            self.known_head(peer_id),
        )
        return outward(self.identity, peer_id, position, rows, self.attachments)

    def save_snapshot(self) -> None:
        """Keep the state as it stands, so that the next start is short."""
        self.store.save(snapshot_of(self.state, self.head))


_BESIDE_ANSWER: Final = (ANSWER, DISPLAY_NAME)
_ABOUT_PAYMENT: Final = (
    EscalateHeld,
    NoteHeld,
    RecordVerdict,
    RefuseHeld,
    ReleaseHeld,
    RequestInformation,
    WithdrawRelease,
)


def _may_travel(row: VaultRow) -> bool:
    """Keep a bank's report on a verification here: the holder's whole name is in it."""
    is_report = row.payment_id.startswith(f"{AssignmentKind.VERIFICATION}:")
    return not is_report or row.kind == DISPLAY_NAME


def answered_by(command: AnyCommand) -> str:
    """Name the assignment that a command answers, "" if it answers none."""
    match command:
        case AnswerAssignment(assignment_id=name):
            return name
        case HearPeer(item=AssignmentAnswered(assignment_id=name)):
            return name
        case _:
            return ""
