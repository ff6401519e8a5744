"""Engines answer alike, and what they are asked is known: on small invented lists."""

import pytest

from tallystick.screening.lists import NameKind
from tallystick.screening.score import THRESHOLD
from tests.accuracy.engines import Engine, Tallystick, labelled, scored
from tests.accuracy.figures import Labelled, Scored
from tests.accuracy.lists import bearers, in_latin_alone, listed_names, script_of, words_of
from tests.accuracy.peers import Candidates, Rapidfuzz, missing, peers_of
from tests.accuracy.sets import Pair, Query, sampled
from tests.screening.lists_at_hand import bundle, primary

BUNDLE = bundle(
    primary("DALMOOR, Leopold Okkerse", "E-1"),
    ("E-1", NameKind.ALIAS, "Беренгар Далмур"),
    primary("ASHKHAROV, Quentin", "E-2"),
    primary("Quentin Ashkharov", "E-3"),
)
LIST = BUNDLE.names[0]
LEOPOLD = frozenset({(LIST, "E-1")})
TYPED = Query("Leopold Okerse Dalmoor", LEOPOLD)
EXACT = Query("Leopold Okkerse Dalmoor", LEOPOLD)
STRANGER = Query("Zyx Wvut")


def engines() -> list[Engine]:
    """Return every engine that is installed, over the small list."""
    ours = Tallystick(BUNDLE)
    return [ours, *([Rapidfuzz(BUNDLE)] if missing() else peers_of(BUNDLE, ours))]


@pytest.mark.parametrize("engine", engines(), ids=lambda engine: engine.title)
def test_an_engine_finds_a_name_and_no_stranger(engine: Engine) -> None:
    """By the order in which it is said; its time is counted, a name each."""
    got = scored(engine, EXACT)
    assert got.top == got.right
    assert got.right >= engine.threshold
    assert scored(engine, STRANGER).top < engine.threshold
    assert engine.watch.names == 2
    assert engine.watch.milliseconds > 0


@pytest.mark.parametrize("engine", engines(), ids=lambda engine: engine.title)
def test_an_engine_compares_pairs(engine: Engine) -> None:
    """Two names that are the same, and two that are not."""
    same = Pair("", "Quentin Ashkharov", "Quentin ASHKHAROV", is_match=True, schema="Person")
    other = Pair("", "Quentin Ashkharov", "Zyx Wvut", is_match=False, schema="Person")
    high, low = labelled(engine, [same, other])
    assert high.score >= engine.threshold > low.score
    assert (high.is_match, low.is_match) == (True, False)
    assert isinstance(high, Labelled)


def test_another_than_the_right_one_is_a_hit_but_not_right() -> None:
    """The best of all and the best of those who are meant are told apart."""
    got = scored(Tallystick(BUNDLE), Query("Quentin Ashkharov", LEOPOLD), "half")
    assert got.top >= THRESHOLD
    assert got == Scored("half", got.top, 0)


def test_the_right_one_is_always_a_candidate() -> None:
    """However little alike he is: what is scored is then the scorer's own."""
    candidates = Candidates(BUNDLE, Tallystick(BUNDLE))
    assert (LIST, "E-1") in candidates.of(TYPED)
    assert (LIST, "E-1") in candidates.of(STRANGER._replace(right=LEOPOLD))
    assert candidates.of(STRANGER) == []


def test_names_of_another_script_are_taken_out() -> None:
    """The party stays, under its Latin name."""
    names = [each.text for each in listed_names(in_latin_alone(BUNDLE))]
    assert "Беренгар Далмур" not in names
    assert len(names) == 3
    assert in_latin_alone(BUNDLE).lists[0].count == 3


def test_everybody_who_bears_a_name_is_meant_by_it() -> None:
    """Two entities of one name, listed in two orders."""
    found = bearers(listed_names(BUNDLE))
    assert found[words_of("Quentin Ashkharov")] == {(LIST, "E-2"), (LIST, "E-3")}
    assert found[words_of("Dalmoor Leopold Okkerse")] == LEOPOLD


@pytest.mark.parametrize(
    ("text", "script"),
    [("Leopold", "LATIN"), ("7 Беренгар", "CYRILLIC"), ("صدام", "ARABIC"), ("42", "")],
)
def test_a_script_is_that_of_the_first_letter(text: str, script: str) -> None:
    """Digits have none."""
    assert script_of(text) == script


def test_a_sample_is_the_same_each_time() -> None:
    """In the order of the set, and part of every larger sample."""
    queries = [Query(f"Name {each}") for each in range(50)]
    ten, twenty = sampled(queries, 10), sampled(queries, 20)
    assert (len(ten), len(twenty)) == (10, 20)
    assert ten == tuple(each for each in twenty if each in ten)
    assert sampled(queries, 99) == tuple(queries)
