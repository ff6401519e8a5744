"""What takes long is done beside the loop, one at a time of each party; the rest at once."""

import asyncio
import threading

import pytest

from tallystick.node.doors.judging import SMALL_BYTES, Judging


def test_small_messages_are_judged_at_once_and_large_ones_beside() -> None:
    """By their size alone."""

    async def scene() -> list[bool]:
        judging, loop = Judging(), threading.get_ident()

        def is_beside() -> bool:
            return threading.get_ident() != loop

        return [
            await judging.judge("bank", SMALL_BYTES, is_beside),
            await judging.judge("bank", SMALL_BYTES + 1, is_beside),
        ]

    assert asyncio.run(scene()) == [False, True]


def test_a_party_waits_for_itself_alone() -> None:
    """Whoever sends one is served before the second of whoever sends many."""

    async def scene() -> list[str]:
        judging, done, gate = Judging(), list[str](), threading.Event()

        def act(name: str) -> None:
            gate.wait(10)
            done.append(name)

        many = [judging.beside("many", lambda n=n: act(f"many {n}")) for n in range(3)]  # type: ignore[misc]
        tasks = [asyncio.ensure_future(each) for each in many]
        await asyncio.sleep(0)
        tasks.append(asyncio.ensure_future(judging.beside("one", lambda: act("one"))))
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
        return done

    assert asyncio.run(scene()) == ["many 0", "one", "many 1", "many 2"]


def test_what_fails_is_told_to_whoever_asked() -> None:
    """And the next is judged all the same."""

    async def scene() -> int:
        judging = Judging()
        with pytest.raises(ZeroDivisionError):
            await judging.beside("bank", lambda: 1 // 0)
        return await judging.beside("bank", lambda: 7)

    assert asyncio.run(scene()) == 7
