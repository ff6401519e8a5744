"""A settlement system behind its door: known customers alone, each instruction once, by number."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tallystick.core.effects import Instruct, InstructionKind
from tallystick.core.notices import Credited, Held, Notice, Statement
from tallystick.journal.port import OutboxRow
from tallystick.links.systems import decode_notices, decode_received, encode_instructions
from tallystick.node.certificates import fingerprint
from tallystick.node.clock import SystemClock
from tallystick.node.key_files import read_certificate
from tallystick.node.parties import Party, Role
from tallystick.node.tls import client_context, server_context
from tallystick.proof.demo.premises import Ground, Premises, SystemPremises, prepare
from tallystick.sandbox.online.door import Door, Question
from tallystick.sandbox.online.system_door import SystemDoor
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.sandbox.stage import stage_of

pytestmark = pytest.mark.slow  # whoever speaks over sockets takes his time

REFERENCE = "RUB-CNY/1/1/0"


class Counter:
    """A system's door with one customer's and one stranger's way to it."""

    def __init__(self, folder: Path) -> None:
        clock = SystemClock()
        (self.home, other), (self.place, _) = prepare(
            Ground(stage_of("RUB-CNY"), folder, clock.now_ms())
        )
        known = fingerprint(read_certificate(self.home.certificate, "certificate"))
        system = SettlementSystem(self.place.name, "RUB")
        self.door = SystemDoor(system, {known: Party("VOLGA", Role.PEER)}, clock)
        self.customer = Door(f"https://127.0.0.1:{self.place.port}", _tls(self.home, self.place))
        self.stranger = Door(f"https://127.0.0.1:{self.place.port}", _tls(other, self.place))
        self.authorities = [self.home.authority, other.authority]

    async def open(self) -> None:
        issued = self.place.issued
        assert issued.key is not None
        tls = server_context(issued.certificate, issued.key, self.authorities)
        await self.door.start(tls, self.place.port)

    async def close(self) -> None:
        for each in (self.customer, self.stranger):
            await each.close()
        await self.door.stop()

    async def instruct(self, *rows: tuple[int, Instruct]) -> int:
        told = [OutboxRow("system", number, number, effect) for number, effect in rows]
        question = Question("POST", "/v1/instructions", body=encode_instructions(told))
        return decode_received((await self.customer.ask(question)).body)

    async def notices(self, after: int, wait: int = 0) -> list[tuple[int, Notice]]:
        answer = await self.customer.get("/v1/notices", after=after, wait=wait)
        return decode_notices(answer.body, after)


def _tls(premises: Premises, system: SystemPremises) -> ssl.SSLContext:
    key = premises.folder / "tls" / "node.key"
    return client_context(premises.certificate, key, system.issued.authority)


def at_the_counter(folder: Path, act: Callable[[Counter], Awaitable[None]]) -> None:
    """Open a counter, act, and close it."""

    async def all_of_it() -> None:
        counter = Counter(folder)
        await counter.open()
        try:
            await act(counter)
        finally:
            await counter.close()

    asyncio.run(all_of_it())


def hold(amount: int) -> Instruct:
    return Instruct("VOLGA-RTGS", InstructionKind.HOLD, REFERENCE, "RUB", amount, "YANGTZE")


def statement() -> Instruct:
    return Instruct("VOLGA-RTGS", InstructionKind.STATEMENT, "statement", "RUB")


def test_money_comes_in_and_is_held_once(tmp_path: Path) -> None:
    """What comes again by its number is passed over; what comes too early is not taken."""

    async def act(counter: Counter) -> None:
        counter.door.pay_in("VOLGA", "in-1", "participant:BRZKRUM0:RUB", 500)
        assert await counter.instruct((2, statement())) == 0
        assert await counter.instruct((1, hold(300)), (2, statement())) == 2
        assert await counter.instruct((1, hold(300)), (2, statement()), (3, statement())) == 3
        told = [notice for _, notice in await counter.notices(0)]
        assert [type(each) for each in told] == [Credited, Held, Statement, Statement]
        assert counter.door.system.held["VOLGA"] == 300
        assert len(await counter.notices(3)) == 1

    at_the_counter(tmp_path, act)


def test_who_waits_is_told_at_once(tmp_path: Path) -> None:
    """A question that waits is answered by the next news, long before its time is up."""

    async def act(counter: Counter) -> None:
        asked = asyncio.create_task(counter.notices(0, wait=30))
        while not asked.done():
            counter.door.pay_in("VOLGA", "in-1", "participant:BRZKRUM0:RUB", 5)
            await asyncio.wait([asked], timeout=0.05)
        assert isinstance(asked.result()[0][1], Credited)

    at_the_counter(tmp_path, act)


def test_a_stranger_is_told_nothing(tmp_path: Path) -> None:
    """A certificate of a known authority is not enough: it must be a customer's."""

    async def act(counter: Counter) -> None:
        counter.door.pay_in("VOLGA", "in-1", "participant:BRZKRUM0:RUB", 5)
        assert (await counter.stranger.get("/v1/notices")).status == 403
        body = encode_instructions([OutboxRow("system", 1, 1, hold(1))])
        question = Question("POST", "/v1/instructions", body=body)
        assert (await counter.stranger.ask(question)).status == 403
        assert counter.door.system.instructions == {}

    at_the_counter(tmp_path, act)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Nothing of it counts."""

    async def act(counter: Counter) -> None:
        broken = Question("POST", "/v1/instructions", body=b'{"instructions": 7}')
        assert (await counter.customer.ask(broken)).status == 400
        assert (await counter.customer.get("/v1/notices", after="x")).status == 400

    at_the_counter(tmp_path, act)
