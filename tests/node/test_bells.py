"""Who waits for news is woken by it, misses none, and does not wait for ever."""

import asyncio

from tallystick.node.bells import Bells

LONG_S = 60.0


def test_a_ring_wakes_all_who_wait_for_that_bell() -> None:
    """And nobody else."""

    async def scene() -> tuple[bool, bool, bool]:
        bells = Bells()
        one = asyncio.create_task(bells.wait("a", 0, LONG_S))
        other = asyncio.create_task(bells.wait("a", 0, LONG_S))
        third = asyncio.create_task(bells.wait("b", 0, LONG_S))
        await asyncio.sleep(0)
        bells.ring("a")
        await asyncio.gather(one, other)
        still = third.done()
        bells.ring_all()
        await third
        return one.done(), other.done(), still

    assert asyncio.run(scene()) == (True, True, False)


def test_a_ring_between_looking_and_waiting_is_not_missed() -> None:
    """The count that was looked at is no longer the bell's."""

    async def scene() -> None:
        bells = Bells()
        count = bells.count("a")
        bells.ring("a")
        await bells.wait("a", count, LONG_S)
        count = bells.count("a")
        bells.ring_all()
        await bells.wait("a", count, LONG_S)

    asyncio.run(scene())


def test_waiting_ends_when_time_is_up() -> None:
    """Without a ring, and leaves nothing behind that a later ring could trip over."""

    async def scene() -> int:
        bells = Bells()
        await bells.wait("a", 0, 0.001)
        await bells.wait("a", 0, 0)
        bells.ring("a")
        return bells.count("a")

    assert asyncio.run(scene()) == 1


def test_a_waiter_that_was_called_off_hurts_nobody() -> None:
    """Its place is skipped when the bell rings."""

    async def scene() -> None:
        bells = Bells()
        gone = asyncio.create_task(bells.wait("a", 0, LONG_S))
        there = asyncio.create_task(bells.wait("a", 0, LONG_S))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        bells.ring("a")
        await there

    asyncio.run(scene())
