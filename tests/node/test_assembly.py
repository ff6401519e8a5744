"""A node put together from its settings opens for business, renews its lists, ends in order."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

import msgspec
import pytest

from tallystick.node.assembly import Assembly
from tallystick.node.carrier import Carrier
from tallystick.node.chronicling import CHRONICLE, Chronicling
from tallystick.node.config import Settings, load_settings
from tallystick.node.init import Plan
from tallystick.node.node import Node
from tallystick.node.runner import Runner
from tallystick.node.wiring import working_store
from tallystick.screening.readers.own import COLUMNS
from tallystick.terms.instants import DAY_MS, date_of
from tallystick.views.following import Follower
from tests.node.operators import START, prepared
from tests.node.running import StandingClock, until
from tests.node.test_agreement_text import EXAMPLE

pytestmark = pytest.mark.slow

TODAY, YESTERDAY = date_of(START // DAY_MS), date_of(START // DAY_MS - 1)
AGREEMENT = EXAMPLE.replace('"UN Consolidated"', '"Own"')
DIGITS = {"first": "Astralia First", "second": "Astralia Second"}
Scene = Callable[[Assembly], Awaitable[None]]


def write_list(folder: Path, entity: str = "first", on: str = YESTERDAY) -> None:
    """Write the one list, or write over it."""
    row = ("Own", on, "1", DIGITS[entity], "primary", "entity", "", "")
    (folder / "own.csv").write_text(f"{','.join(COLUMNS)}\n{','.join(row)}\n")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of a node with an agreement and a list, and nobody else yet."""
    plan = Plan("NORTH", agreements=("RUB-CNY.toml",), lists=("own.csv",), as_of=YESTERDAY)
    made = prepared(tmp_path, plan).config
    (made.parent / "RUB-CNY.toml").write_text(AGREEMENT)
    write_list(made.parent)
    return made


def live(config: Path, scene: Scene, reread: Callable[[], Settings] | None = None) -> None:
    """Run a node from its settings, for as long as a scene lasts."""

    async def play() -> None:
        assembly = Assembly(load_settings(config), StandingClock(START), reread)
        await assembly.begin()
        try:
            await scene(assembly)
        finally:
            await assembly.end()

    asyncio.run(play())


async def opened(assembly: Assembly) -> Node:
    """Wait until the books screen by the desks' bundle, and return the node."""
    node = await assembly.runner.read(lambda node: node)
    await until(assembly.runner, lambda: node.state.bundle == assembly.desks.bundle)
    return node


def head_of(config: Path) -> int:
    """Return how many entries a node that has stopped has in its books."""
    store = working_store(load_settings(config).folder)
    try:
        return store.head()[0]
    finally:
        store.close()


def test_a_first_start_signs_and_activates(config: Path) -> None:
    """What the settings have is in the books, told to the other operator too."""

    async def scene(assembly: Assembly) -> None:
        node = await opened(assembly)
        (agreed,) = assembly.texts
        assert node.state.pacts["RUB-CNY"].digests == {1: agreed.digest}
        assert assembly.runner.head_of("peer:SOUTH") == 1

    live(config, scene)


def test_a_second_start_does_nothing_again(config: Path) -> None:
    """The books have it already."""

    async def scene(assembly: Assembly) -> None:
        await opened(assembly)
        for task in assembly._tasks:
            if task.get_name() == "opening":
                await task

    live(config, scene)
    before = head_of(config)
    live(config, scene)
    assert head_of(config) == before > 0


def test_another_text_of_a_version_stays_unsigned(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The node runs on by what was signed, and says so."""

    async def first(assembly: Assembly) -> None:
        await opened(assembly)

    live(config, first)
    (config.parent / "RUB-CNY.toml").write_text(AGREEMENT + "# another text\n")
    capsys.readouterr()

    async def second(assembly: Assembly) -> None:
        node = await assembly.runner.read(lambda node: node)
        (opening,) = (task for task in assembly._tasks if task.get_name() == "opening")
        await opening
        (agreed,) = assembly.texts
        assert node.state.pacts["RUB-CNY"].digests[1] != agreed.digest

    live(config, second)
    assert "signed here with another text" in capsys.readouterr().err


@pytest.mark.slow
def test_the_opening_outlasts_a_failing_disk(config: Path) -> None:
    """Books that are opened again meanwhile are signed all the same."""

    async def scene(assembly: Assembly) -> None:
        runner = assembly.runner
        await runner._reopen("a test says so")
        await until(runner, lambda: not runner.halted_because)
        assert "RUB-CNY" in (await opened(assembly)).state.pacts

    live(config, scene)


def test_lists_are_renewed_as_the_settings_have_them_now(config: Path) -> None:
    """Also of what date they are: the file of the settings is read again."""
    settings = load_settings(config)
    later = msgspec.structs.replace(
        settings, screening=msgspec.structs.replace(settings.screening, as_of=TODAY)
    )

    async def scene(assembly: Assembly) -> None:
        node = await opened(assembly)
        until_then = node.state.bundle_valid_until
        await assembly.renew_lists()
        assert node.state.bundle_valid_until == until_then + DAY_MS
        (desk,) = assembly.runner.desks.values()
        assert desk.lists.bundle == assembly.desks.bundle

    live(config, scene, lambda: later)


def test_renewals_come_one_after_the_other(config: Path) -> None:
    """A slow one is not overtaken: books and desks have the lists of the last that was asked."""
    settings = load_settings(config)
    begun, may_end = Event(), Event()
    asked: list[int] = []

    def reread() -> Settings:
        asked.append(1)
        begun.set()
        may_end.wait(10)
        return settings

    async def scene(assembly: Assembly) -> None:
        node = await opened(assembly)
        renewals = [asyncio.create_task(assembly.renew_lists()) for _ in range(3)]
        await asyncio.to_thread(begun.wait, 10)
        for _ in range(100):
            await asyncio.sleep(0)
        assert len(asked) == 1
        may_end.set()
        await renewals[0]
        write_list(config.parent, "second")
        await asyncio.gather(*renewals)
        (desk,) = assembly.runner.desks.values()
        assert node.state.bundle == assembly.desks.bundle == desk.lists.bundle
        assert len(asked) == len(renewals)

    live(config, scene, reread)


def test_lists_that_cannot_be_read_change_nothing(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old ones stay, and the log says why."""

    async def scene(assembly: Assembly) -> None:
        node = await opened(assembly)
        before = assembly.desks
        (config.parent / "own.csv").write_text("no list of any kind")
        await assembly.renew_lists()
        assert assembly.desks is before
        assert node.state.bundle == before.bundle
        write_list(config.parent, "second")
        await assembly.renew_lists()
        assert node.state.bundle == assembly.desks.bundle != before.bundle

    live(config, scene)
    assert "lists-unchanged" in capsys.readouterr().err


class Closing:
    """A carrier, of which only the close is looked at."""

    is_closed = False

    async def close(self) -> None:
        """Note it."""
        self.is_closed = True


def test_all_else_is_closed_when_the_turns_have_failed(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection and no file stays open, and the failure is not swallowed."""
    carrier = Closing()

    async def fail(_runner: Runner) -> None:
        raise RuntimeError("the turns had failed")

    async def play() -> Assembly:
        assembly = Assembly(load_settings(config), StandingClock(START))
        await assembly.begin()
        assembly._carriers.append(cast("Carrier", carrier))
        stop = Runner.stop
        monkeypatch.setattr(Runner, "stop", fail)
        with pytest.raises(RuntimeError, match="had failed"):
            await assembly.end()
        await stop(assembly.runner)
        return assembly

    assembly = asyncio.run(play())
    assert carrier.is_closed
    assert assembly.chronicling._thread._shutdown
    # Whoever opens the chronicle now is alone with it.
    (assembly.settings.folder / CHRONICLE).unlink()


class SlowFollower:
    """A follower that is in the middle of writing until it is let go."""

    def __init__(self) -> None:
        self.begun, self.may_end = Event(), Event()
        self.done: list[str] = []

    def catch_up(self) -> bool:
        """Write until it may end."""
        self.begun.set()
        self.may_end.wait(10)
        self.done.append("written")
        return False

    def close(self) -> None:
        """Note it."""
        self.done.append("closed")


def test_the_chronicle_is_closed_after_its_last_write(tmp_path: Path) -> None:
    """Not under the hands of the thread that writes into it."""
    follower = SlowFollower()
    chronicling = Chronicling(tmp_path)
    chronicling._follower = cast("Follower", follower)

    async def follow() -> None:
        keeping = asyncio.create_task(chronicling.keep(cast("Any", None)))
        await asyncio.to_thread(follower.begun.wait, 10)
        keeping.cancel()
        closing = Thread(target=chronicling.close)
        closing.start()
        follower.may_end.set()
        await asyncio.to_thread(closing.join, 10)

    asyncio.run(follow())
    assert follower.done == ["written", "closed"]
