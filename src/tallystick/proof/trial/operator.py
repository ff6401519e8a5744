"""One operator in a trial: its node, its desks, and the banks and systems that it serves."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tallystick.admission.desk import Admitted, Desk, Refused
from tallystick.admission.items import Told, admit_item, screen_again
from tallystick.admission.orders import admit_order
from tallystick.core.commands import AnyCommand, HearSettlementSystem
from tallystick.core.effects import AnyEffect, Instruct, ScreenAgain
from tallystick.core.state import Pact, State
from tallystick.journal.port import OutboxRow, Store
from tallystick.journal.vault import Vault
from tallystick.links.peer import Delivered, Identity
from tallystick.node.engine import Input, Personal, Reply
from tallystick.node.entropy import Entropy
from tallystick.node.node import Node, PeerKeys
from tallystick.node.wiring import memory_store
from tallystick.proof.trial.scenery import list_of
from tallystick.sandbox.bank import Ask, Bank, Habits
from tallystick.sandbox.chance import chance
from tallystick.sandbox.provider import Provider
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.screening.bundle import bundle_of
from tallystick.screening.index import Index
from tallystick.screening.policy import policy_for_all
from tallystick.terms.instants import Instant

# A bank that takes every payment, after its usual time.
_WILLING: Final = Habits(refuses=0, silent=0, late=0, repeats=0)
_SEED: Final = 0


class Waiting(NamedTuple):
    """What a bank will ask at an instant."""

    at: Instant
    command: AnyCommand


class Operator:
    """An operator's node on a store that lasts as long as the trial, and all around it."""

    def __init__(self, identity: Identity, keys: PeerKeys, entropy: Entropy) -> None:
        self.operator_id = identity.operator_id
        self.store: Store = memory_store()
        self.node = Node(identity, keys, self.store, Vault(entropy.key()), entropy)
        self.banks: dict[str, Bank] = {}
        self.providers: dict[str, Provider] = {}
        self.systems: dict[str, SettlementSystem] = {}
        self.waiting: list[Waiting] = []
        listed = list_of(self.operator_id)
        self._lists = Index(bundle_of([listed]))
        self._policy = policy_for_all(self.operator_id, [listed.name])
        self._digest_key = entropy.key()

    @property
    def state(self) -> State:
        """The node's books, to read."""
        return self.node.state

    @property
    def bundle(self) -> bytes:
        """The hash of the lists that are screened against."""
        return self._lists.bundle

    @property
    def policy(self) -> bytes:
        """The digest of the policy by which all is screened."""
        return self._policy.digest

    def pact(self, agreement_id: str) -> Pact:
        """Return an agreement as it works here."""
        return self.state.pacts[agreement_id]

    def is_home_of(self, participant_id: str, agreement_id: str) -> bool:
        """Whether a participant settles here under an agreement."""
        found = self.pact(agreement_id).participants.get(participant_id)
        return found is not None and found.operator_id == self.operator_id

    def serve(self, participant_id: str, agreement_id: str) -> None:
        """Let a bank be there, if it is not yet."""
        if participant_id not in self.banks:
            draw = chance(_SEED, f"{participant_id} at {self.operator_id}")
            currency = self.pact(agreement_id).currency
            self.banks[participant_id] = Bank(
                participant_id, agreement_id, currency, (), draw, _WILLING
            )

    # What comes in.

    def take(self, at: Instant, *commands: AnyCommand) -> list[Reply]:
        """Step the node on commands that bring nothing personal, and commit."""
        return self._step(at, [Input(command) for command in commands])

    def _step(self, at: Instant, inputs: Sequence[Input]) -> list[Reply]:
        return self.node.commit(self.node.step(at, inputs))

    def hand_in(
        self, at: Instant, sender: str, raw: bytes, bound: tuple[str, str]
    ) -> Reply | Refused:
        """Take a bank's message by the way of every message; `bound` is agreement and quote.

        Raises:
            RemoteMessageError: the bytes cannot be read, or break their schema.
        """
        agreement_id, quote_id = bound
        admitted = admit_order(self._desk(agreement_id), sender, raw, quote_id)
        if isinstance(admitted, Refused):
            return admitted
        return self._step(at, [_input(admitted)])[0]

    def _desk(self, agreement_id: str) -> Desk:
        return Desk(agreement_id, self._lists, self._policy, self._digest_key)

    def hear(self, at: Instant, raw: bytes) -> None:
        """Take an envelope, and step on what it brings."""
        sender, delivered = self.node.hear(raw)
        self._step(at, [self._heard(sender, each) for each in delivered])

    def _heard(self, sender: str, each: Delivered) -> Input:
        beside = {attachment.kind: attachment.content for attachment in each.attachments}
        told = Told(sender, each.sequence, each.item, beside, each.head)
        return _input(admit_item(self._desk(each.item.agreement_id), told))

    def read_systems(self, at: Instant) -> None:
        """Take what the settlement systems tell."""
        for name, system in self.systems.items():
            heard = self.state.systems.get(name, 0)
            for sequence, notice in system.stream(self.operator_id, heard):
                self.take(at, HearSettlementSystem(name, sequence, notice))

    # What goes out.

    def envelope(self, at: Instant, peer_id: str) -> bytes:
        """Seal what the other node has not acknowledged yet."""
        after = self.store.acknowledged().get(f"peer:{peer_id}", 0)
        return self.node.envelope(at, peer_id, after)

    def deliver(self, at: Instant) -> None:
        """Bring everybody but the other node what is theirs."""
        for row in list(self._undelivered()):
            kind, _, name = row.destination.partition(":")
            for ask in self._arrive(at, kind, name, row):
                self.waiting.append(Waiting(at + ask.after_ms, ask.command))
            self.store.acknowledge(row.destination, row.number)

    def _undelivered(self) -> Iterator[OutboxRow]:
        done = self.store.acknowledged()
        for destination, head in self.store.outbox_heads().items():
            if not destination.startswith("peer:"):
                after = done.get(destination, 0)
                yield from self.store.outbox(destination, after, head - after)

    def _arrive(self, at: Instant, kind: str, name: str, row: OutboxRow) -> list[Ask]:
        """Let an effect arrive; nobody is there to be called, and what is held runs out."""
        effect: AnyEffect = row.effect
        if kind == "participant" and name in self.banks:
            return self.banks[name].hear(row.number, effect)
        if kind == "provider" and name in self.providers:
            self.providers[name].hear(row.number, effect)
        elif isinstance(effect, Instruct):
            self.systems[effect.settlement_system].instruct(at, self.operator_id, effect)
        elif isinstance(effect, ScreenAgain):
            self._screen_again(at, effect.payment_id)
        return []

    def _screen_again(self, at: Instant, payment_id: str) -> None:
        desk = self._desk(self.state.payments[payment_id].order.agreement_id)
        raw = self.node.attachments(payment_id)[0].content
        self._step(at, [_input(screen_again(desk, payment_id, raw))])

    def ask(self, at: Instant) -> None:
        """Let the banks ask what they have waited for until now."""
        due = [each.command for each in self.waiting if each.at <= at]
        self.waiting = [each for each in self.waiting if each.at > at]
        self.take(at, *due)


def _input(admitted: Admitted) -> Input:
    return Input(admitted.command, tuple(Personal(*kept) for kept in admitted.kept))
