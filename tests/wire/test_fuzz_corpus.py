"""Every door keeps its promises on what the fuzzer once found worth keeping, and on its seeds.

A find is kept as `find-...` beside the rest, so that it stays mended.
"""

from collections.abc import Callable
from random import Random

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.iso20022.check import check
from tests.every import try_each
from tools.fuzz import bounds
from tools.fuzz.bends import of_bytes
from tools.fuzz.bounds import INPUT_MAX, bounded
from tools.fuzz.keeping import CORPUS, KEPT_MAX, kept_files
from tools.fuzz.targets import TARGETS, Target, feed, seeds_of

pytestmark = pytest.mark.slow

each_target = pytest.mark.parametrize("name", TARGETS)


@each_target
def test_what_was_kept_breaks_no_promise(name: str) -> None:
    """All that the repository keeps of what was found."""
    kept = kept_files(name)
    assert kept
    try_each(
        lambda case: feed(TARGETS[name], case[1]),
        [(each.name, each.read_bytes()) for each in kept],
    )


@pytest.mark.slow
@each_target
def test_what_is_begun_with_breaks_no_promise(name: str) -> None:
    """The seeds, which are there for each part of a door, and each of them bent a few times."""
    target, chance = TARGETS[name], Random(name)
    seeds = seeds_of(name)
    assert all(len(raw) <= INPUT_MAX for raw in seeds)
    bent = [target.bend(raw, chance) for raw in seeds[::5]]
    try_each(
        lambda case: feed(target, case[1]), [(repr(raw[:80]), raw) for raw in (*seeds, *bent)]
    )


def test_the_corpus_is_small_and_has_nothing_else() -> None:
    """A folder for each target, and no more bytes than may be kept of one."""
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
    for name in TARGETS:
        sizes = [path.stat().st_size for path in kept_files(name)]
        assert sum(sizes) <= KEPT_MAX + INPUT_MAX


def target_of(act: Callable[[bytes], None]) -> Target:
    """A door of our own making."""
    return Target(act, (RemoteMessageError,), lambda: iter((b"<a/>",)), of_bytes)


def refuse(_raw: bytes) -> None:
    """Refuse anything, as a door may."""
    detail = "refused"
    raise RemoteMessageError(detail)


def trip(raw: bytes) -> None:
    """Trip over anything, as no door may."""
    raise IndexError(raw)


def test_what_a_door_may_not_raise_comes_out() -> None:
    """And what it may raise does not."""
    feed(target_of(refuse), b"x")
    with pytest.raises(IndexError):
        feed(target_of(trip), b"x")


def test_a_call_without_an_end_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its CPU time, or by what it holds, whatever it returns or raises."""
    assert bounded(lambda: 7) == 7
    monkeypatch.setattr(bounds, "SECONDS_MAX", -1)
    with pytest.raises(AssertionError, match="it took"):
        bounded(lambda: refuse(b""))
    monkeypatch.undo()
    monkeypatch.setattr(bounds, "GROWTH_MAX", -1)
    with pytest.raises(AssertionError, match="kB"):
        bounded(lambda: check(b"<a/>"))
