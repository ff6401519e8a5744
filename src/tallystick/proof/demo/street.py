"""What stands and runs: two nodes as processes, and around them everybody else, in this one.

Everything speaks by sockets and certificates. The nodes may be stopped, killed and
started again at any time; the others wait, and go on where they were.
"""

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from tallystick.node.certificates import fingerprint
from tallystick.node.clock import Clock, SystemClock
from tallystick.node.enrolment import Issued
from tallystick.node.key_files import read_certificate
from tallystick.node.parties import Party, Role
from tallystick.node.tls import client_context, server_context
from tallystick.proof.demo.premises import Ground, Premises, SystemPremises, prepare
from tallystick.proof.demo.running_node import RunningNode
from tallystick.sandbox.bank import Bank
from tallystick.sandbox.online.door import Door
from tallystick.sandbox.online.officer import PEOPLE, Officer
from tallystick.sandbox.online.quoting import Quoting
from tallystick.sandbox.online.system_door import SystemDoor
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.provider import Provider
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.sandbox.stage import Stage
from tallystick.terms.errors import LinkError

READY_S = 120.0


class Street:
    """Two operators' nodes, their banks, providers, people and settlement systems."""

    def __init__(
        self,
        stage: Stage,
        premises: tuple[Premises, Premises],
        systems: tuple[SystemPremises, SystemPremises],
        clock: Clock,
    ) -> None:
        self.stage = stage
        self.premises = premises
        self.clock = clock
        self.nodes = tuple(RunningNode(p.config, p.folder / "node.log") for p in premises)
        self._system_premises = systems
        self._doors: list[Door] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._failures: list[str] = []
        self.systems = {each.name: self._system_door(each) for each in stage.systems()}
        self.officers = (self._officer(0), self._officer(1))
        self.tellers = {each.participant_id: self._teller(each) for each in stage.banks()}
        self.quoting = tuple(self._quoting(place) for place in (0, 1))

    @classmethod
    def prepare(cls, stage: Stage, folder: Path, lists: tuple[Path, ...] = ()) -> Self:
        """Make a street in a folder; nothing runs yet.

        Raises:
            SettingError: something is there already.
        """
        clock = SystemClock()
        premises, systems = prepare(Ground(stage, folder, clock.now_ms(), lists))
        return cls(stage, premises, systems, clock)

    @property
    def journals(self) -> tuple[Path, Path]:
        """The two nodes' stores."""
        first, second = self.premises
        return first.journal, second.journal

    # What runs.

    async def open(self) -> None:
        """Start the settlement systems, the nodes, and everybody who listens.

        Raises:
            LinkError: a node did not come up, or did not get ready.
        """
        authorities = [each.authority for each in self.premises]
        for each in self._system_premises:
            tls = server_context(each.issued.certificate, _key(each.issued), authorities)
            await self.systems[each.name].start(tls, each.port)
        await self.start_nodes()

    async def start_nodes(self) -> None:
        """Start both nodes, and return when the agreement is in force at both.

        Raises:
            LinkError: a node ended, or did not get ready.
        """
        for node in self.nodes:
            await node.start()
        both = (self._ready(place) for place in (0, 1))
        for outcome in await asyncio.gather(*both, return_exceptions=True):
            if outcome is not None:
                raise outcome

    async def _ready(self, place: int) -> None:
        node = self.nodes[place]
        waiting = asyncio.create_task(self.officers[place].in_force())
        ended = asyncio.create_task(node.ended())
        done, rest = await asyncio.wait(
            (waiting, ended), timeout=READY_S, return_when=asyncio.FIRST_COMPLETED
        )
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        if waiting in done and waiting.exception() is None:
            return
        why = "ended" if ended in done else "did not get ready"
        detail = f"the node of {self.officers[place].operator_id} {why}: {node.last_words()}"
        raise LinkError(detail, outcome_known=False)

    def attend(self) -> None:
        """Let banks, providers and people listen from now on."""
        attending = [teller.attend() for teller in self.tellers.values()]
        attending += [officer.attend() for officer in self.officers]
        if not self.stage.is_mutual:
            attending += [desk.attend() for desks in self.quoting for desk in desks]
        self._tasks = [asyncio.create_task(each) for each in attending]

    async def stop_nodes(self) -> None:
        """End both nodes as their operators would.

        Raises:
            LinkError: one did not end well.
        """
        codes = await asyncio.gather(*(node.stop() for node in self.nodes))
        for node, code in zip(self.nodes, codes, strict=True):
            if code:
                detail = f"the node of {node.config} ended with {code}: {node.last_words()}"
                raise LinkError(detail, outcome_known=False)

    async def leave(self) -> None:
        """Let nobody listen any more."""
        for task in self._tasks:
            if task.done() and not task.cancelled():
                self._failures.append(f"somebody stopped listening: {task.exception()!r}")
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def close(self) -> None:
        """End all that still runs, however it stands."""
        await self.leave()
        for node in self.nodes:
            await node.kill()
        for door in self._doors:
            await door.close()
        for system in self.systems.values():
            await system.stop()

    def faults(self) -> Iterator[str]:
        """Yield what anybody found wrong in what a node told or did."""
        yield from self._failures
        for bic, teller in self.tellers.items():
            yield from (f"{bic}: {each}" for each in teller.faults)
        for desk in (desk for desks in self.quoting for desk in desks):
            yield from (f"{desk.provider.provider_id}: {each}" for each in desk.faults)

    # Who is there.

    def _system_door(self, system: SettlementSystem) -> SystemDoor:
        nodes = {
            fingerprint(read_certificate(each.certificate, "certificate")): Party(
                self.stage.sides[place].operator_id, Role.PEER
            )
            for place, each in enumerate(self.premises)
        }
        return SystemDoor(system, nodes, self.clock)

    def _officer(self, place: int) -> Officer:
        first, second = (self._door(place, person) for person in PEOPLE)
        return Officer(self.stage, place, (first, second))

    def _teller(self, bank: Bank) -> Teller:
        place, bic = bank.currency_index, bank.participant_id
        signing = self.premises[place].signing_of(bic)
        holders = self.stage.sides[place].clienteles[bic].holders()
        return Teller(bank, self._door(place, bic), self.clock, signing, holders)

    def _quoting(self, place: int) -> tuple[Quoting, ...]:
        """Return the desks at a node: the people's, where the operator itself quotes."""
        return tuple(
            Quoting(each, self._provider_door(place, each))
            for each in self.stage.publishers(place)
        )

    def _provider_door(self, place: int, provider: Provider) -> Door:
        if self.stage.is_mutual:
            return self.officers[place].doors[0]
        return self._door(place, provider.provider_id)

    def _door(self, place: int, party: str) -> Door:
        door = Door(self.premises[place].url, self.tls_of(place, party))
        self._doors.append(door)
        return door

    def tls_of(self, place: int, party: str) -> ssl.SSLContext:
        """Return what a party connects to its node with: its certificate, and whom it trusts."""
        issued = self.premises[place].parties[party]
        return client_context(issued.certificate, _key(issued), issued.authority)


def _key(issued: Issued) -> Path:
    assert issued.key is not None, "the sandbox has made the keys of all its certificates"
    return issued.key
