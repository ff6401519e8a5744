"""Where signers are named, lists count once enough of them have signed, and nothing else does."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.node.assembly import Assembly
from tallystick.node.config import ListSignerSettings, ScreeningSettings, load_settings
from tallystick.node.desks import SHELF
from tallystick.node.init import Plan
from tallystick.node.legs import load_lists
from tallystick.screening.bundle import Bundle, bundle_of, save, sign
from tallystick.screening.lists import Draft, EntityType, NameKind, list_version, source_file
from tallystick.screening.shelf import Shelf
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import DAY_MS, date_of
from tests.node.operators import START, prepared
from tests.node.running import StandingClock, until
from tests.node.test_agreement_text import EXAMPLE

TODAY = date_of(START // DAY_MS)
KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    for number, name in enumerate(("first", "second", "stranger"), start=1)
}
SIGNERS = tuple(
    ListSignerSettings(name, hex=KEYS[name].public_key().public_bytes_raw().hex())
    for name in ("first", "second")
)


def lists(name: str = "Astralia First", as_of: str = TODAY) -> Bundle:
    """Return a bundle of one list, `Own`, of one company."""
    draft = Draft()
    draft.type = EntityType.ENTITY
    draft.name(NameKind.PRIMARY, name)
    files = [source_file("list", name.encode(), 1)]
    return bundle_of([list_version("Own", TODAY, files, {"1": draft})], as_of)


def signed(bundle: Bundle, *names: str) -> Bundle:
    """Return a bundle that these have signed."""
    for name in names:
        bundle = sign(bundle, name, KEYS[name])
    return bundle


def screening(path: Path, least: int = 2) -> ScreeningSettings:
    """Return settings of one file and two signers."""
    return ScreeningSettings(lists=(path,), signers=SIGNERS, signatures_min=least)


def test_lists_that_enough_have_signed_are_loaded(tmp_path: Path) -> None:
    """With the date that they signed, from which the age counts."""
    path = tmp_path / "lists.index"
    save(signed(lists(), "first", "second", "stranger"), path)
    loaded = load_lists(screening(path), START)
    assert (loaded.bundle.names, loaded.none_because) == (("Own",), "")
    assert loaded.valid_until == (START // DAY_MS + 7) * DAY_MS


def altered(bundle: Bundle) -> Bundle:
    """Return a bundle with another list under the signatures of the first."""
    other = lists("Astralia Second")
    return msgspec.structs.replace(other, signatures=bundle.signatures)


UNSIGNED = (
    (lists(), "signed by 0 of those named, not 2"),
    (signed(lists(), "first"), "signed by 1 of those named, not 2"),
    (signed(lists(), "first", "stranger"), "signed by 1 of those named, not 2"),
    (altered(signed(lists(), "first", "second")), "signed by 0 of those named"),
    (
        msgspec.structs.replace(signed(lists(), "first", "second"), as_of="2026-01-01"),
        "signed by 0 of those named",
    ),
    (signed(bundle_of([], TODAY), "first", "second"), "holds no list"),
    (
        signed(msgspec.structs.replace(lists(), as_of=""), "first", "second"),
        "bear no date",
    ),
    (signed(lists(as_of="2999-01-01"), "first", "second"), "has not come yet"),
)


@pytest.mark.parametrize(("bundle", "why"), UNSIGNED)
def test_lists_that_too_few_have_signed_are_not_loaded(
    tmp_path: Path, bundle: Bundle, why: str
) -> None:
    """Nor are altered ones, or those dated anew; the reason is told, and nothing is cleared."""
    path = tmp_path / "lists.index"
    save(bundle, path)
    loaded = load_lists(screening(path), START)
    assert (loaded.bundle.lists, loaded.valid_until) == ((), 0)
    assert why in loaded.none_because


def test_a_file_that_is_damaged_or_no_bundle_is_not_loaded(tmp_path: Path) -> None:
    """Nor is one that is not there."""
    path = tmp_path / "lists.index"
    save(signed(lists(), "first", "second"), path)
    path.write_bytes(path.read_bytes()[:-1])
    (tmp_path / "own.csv").write_text("list,published_on\n")
    for each in (path, tmp_path / "own.csv", tmp_path / "none", tmp_path):
        loaded = load_lists(screening(each), START)
        assert loaded.bundle.lists == ()
        assert "cannot be read" in loaded.none_because


def test_one_key_under_two_names_is_refused(tmp_path: Path) -> None:
    """One person would count for two."""
    path = tmp_path / "lists.index"
    save(signed(lists(), "first"), path)
    twice = (SIGNERS[0], msgspec.structs.replace(SIGNERS[0], id="another"))
    settings = msgspec.structs.replace(screening(path), signers=twice)
    with pytest.raises(SettingError, match="is that of first") as wrong:
        load_lists(settings, START)
    assert wrong.value.field == "screening.signer[1]"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of a node whose lists two must have signed, and an agreement."""
    plan = Plan("NORTH", agreements=("RUB-CNY.toml",), lists=("lists.index",))
    made = prepared(tmp_path, plan).config
    (made.parent / "RUB-CNY.toml").write_text(EXAMPLE.replace('"UN Consolidated"', '"Own"'))
    text = made.read_text()
    signers = "".join(
        f'[[screening.signer]]\nid = "{each.id}"\nhex = "{each.hex}"\n' for each in SIGNERS
    )
    head, _, rest = text.partition("[screening]")
    named = rest.replace("\n", "\nsignatures_min = 2\n", 1)
    made.write_text(f"{head}[screening]{named}\n{signers}")
    return made


def live(config: Path, scene: Callable[[Assembly], Awaitable[None]]) -> None:
    """Run a node from its settings, for as long as a scene lasts."""

    async def play() -> None:
        assembly = Assembly(load_settings(config), StandingClock(START))
        await assembly.begin()
        try:
            await scene(assembly)
        finally:
            await assembly.end()

    asyncio.run(play())


def bundle_at(config: Path) -> Path:
    """Return where the node's lists are."""
    return config.parent / "lists.index"


def test_without_signatures_a_node_starts_and_holds_everything(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It clears nothing, says why, and takes the lists once two have signed them."""
    save(signed(lists(), "first"), bundle_at(config))

    async def scene(assembly: Assembly) -> None:
        node = await assembly.runner.read(lambda node: node)
        await until(assembly.runner, lambda: bool(node.state.pacts))
        assert assembly.desks.bundle == node.state.bundle == b""
        assert "signed by 1 of those named" in assembly.runner.lists_because
        (desk,) = assembly.runner.desks.values()
        assert [rule.list for rule in desk.policy.lists] == ["Own", "signed lists"]
        whole = signed(lists(), "first", "second")
        save(whole, bundle_at(config))
        await assembly.renew_lists()
        assert node.state.bundle == whole.digest
        assert assembly.runner.lists_because == ""

    live(config, scene)
    assert "lists-not-loaded" in capsys.readouterr().err


@pytest.mark.slow
def test_unsigned_lists_do_not_take_the_place_of_signed_ones(config: Path) -> None:
    """Those in force stay until they are too old, and it is told why."""
    save(signed(lists(), "first", "second"), bundle_at(config))

    async def scene(assembly: Assembly) -> None:
        node = await assembly.runner.read(lambda node: node)
        await until(assembly.runner, lambda: node.state.bundle == lists().digest)
        before = assembly.desks
        save(lists("Astralia Second"), bundle_at(config))
        await assembly.renew_lists()
        assert assembly.desks is before
        assert node.state.bundle == lists().digest
        assert "signed by 0" in assembly.runner.lists_because
        bundle_at(config).write_bytes(b"no bundle")
        await assembly.renew_lists()
        assert "cannot be read" in assembly.runner.lists_because

    live(config, scene)


def test_signed_lists_of_an_earlier_day_do_not_take_the_place_of_later_ones(config: Path) -> None:
    """Two have signed them too, once: to put them back would clear whoever was listed since."""
    save(signed(lists(), "first", "second"), bundle_at(config))
    yesterday = date_of(START // DAY_MS - 1)

    async def scene(assembly: Assembly) -> None:
        node = await assembly.runner.read(lambda node: node)
        await until(assembly.runner, lambda: node.state.bundle == lists().digest)
        save(signed(lists("Nobody", yesterday), "first", "second"), bundle_at(config))
        await assembly.renew_lists()
        assert node.state.bundle == assembly.desks.bundle == lists().digest
        assert f"of {yesterday}, and those in force are of {TODAY}" in (
            assembly.runner.lists_because
        )
        same_day = signed(lists("Astralia Second"), "first", "second")
        save(same_day, bundle_at(config))
        await assembly.renew_lists()
        assert node.state.bundle == same_day.digest
        assert assembly.runner.lists_because == ""

    live(config, scene)


def test_lists_that_are_half_written_are_not_loaded(tmp_path: Path) -> None:
    """Wherever the writing was cut short."""
    path = tmp_path / "lists.index"
    save(signed(lists(), "first", "second"), path)
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        loaded = load_lists(screening(path), START)
        assert not loaded.bundle.lists, size
        assert loaded.none_because.startswith("the lists "), size


@pytest.mark.slow
def test_a_node_keeps_every_bundle_on_its_shelf(config: Path) -> None:
    """With who signed it; a verdict of years ago finds its lists."""
    first, second = (signed(lists(name), "first", "second") for name in ("One", "Two"))
    save(first, bundle_at(config))

    async def scene(assembly: Assembly) -> None:
        node = await assembly.runner.read(lambda node: node)
        await until(assembly.runner, lambda: node.state.bundle == first.digest)
        save(second, bundle_at(config))
        await assembly.renew_lists()

    live(config, scene)
    shelf = Shelf(load_settings(config).folder / SHELF)
    assert set(shelf.digests()) == {first.digest, second.digest}
    assert shelf.bundle(first.digest).lists == first.lists
    assert [as_of for as_of, _signatures in shelf.signed(second.digest)] == [TODAY]


def test_a_shelf_that_takes_nothing_stops_the_start(config: Path) -> None:
    """A verdict would rest on lists that nobody could look up later."""
    save(signed(lists(), "first", "second"), bundle_at(config))
    folder = load_settings(config).folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHELF).write_text("a file where a folder should be")
    with pytest.raises(SettingError, match="on the shelf"):
        live(config, _nothing)


async def _nothing(_assembly: Assembly) -> None:
    return


WRONG = (
    ('lists = ["lists.index"]', "lists = []", "screening.lists"),
    ("signatures_min = 2", 'as_of = "2026-02-03"', "screening.as_of"),
    ("signatures_min = 2", "signatures_min = 3", "screening.signatures_min"),
    ("signatures_min = 2", "signatures_min = 0", "screening.signatures_min"),
    ('id = "second"', 'id = "first"', "screening.signer"),
    ('[[screening.signer]]\nid = "first"', '[[screening.signer]]\nfile = "a.pem"\nid = "first"',
     "screening.signer[0]"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field"), WRONG)
def test_settings_that_would_let_something_pass_unsigned_are_refused(
    config: Path, old: str, new: str, field: str
) -> None:
    """The date is signed with the lists, and nobody counts twice."""
    text = config.read_text()
    assert old in text
    config.write_text(text.replace(old, new))
    with pytest.raises(SettingError) as wrong:
        load_settings(config)
    assert wrong.value.field == field
