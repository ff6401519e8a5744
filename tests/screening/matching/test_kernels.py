"""The kernels do what the plain rules say, letter for letter."""

from pathlib import Path
from shutil import copytree, ignore_patterns
from string import ascii_lowercase, digits
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numba import njit
from rapidfuzz.distance import OSA

from tallystick.screening import kernel
from tallystick.screening.kernel import ready
from tallystick.screening.matching import coding, spelling
from tallystick.screening.matching.blocks import Block, block_of
from tallystick.screening.matching.coding import HEAD, Letters, known, write_words
from tallystick.screening.matching.keys import paired, table_of, values_of
from tallystick.screening.matching.likeness import likeness
from tallystick.screening.matching.spelling import (
    PLACES,
    clear_places,
    share_between,
    write_places,
)
from tallystick.screening.matching.words import Role, known_words, word_of

LETTERS = ascii_lowercase + digits
# Letters of which spellings of one sound are made come often.
WORDS = st.text(st.sampled_from(LETTERS + "aeioushctzkyrnlv" * 3), min_size=1, max_size=20)
KNOWN = st.sampled_from(sorted(known_words()))
# Two words that may be one: the second is the first with a few letters other than they were.
PAIRS = st.tuples(WORDS | KNOWN, st.lists(st.tuples(st.integers(0, 20), WORDS), max_size=2)).map(
    lambda drawn: (drawn[0], _mutated(*drawn))
) | st.tuples(WORDS | KNOWN, WORDS | KNOWN)


class Coded(NamedTuple):
    heads: Block
    letters: Letters


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    ready()


def _mutated(word: str, changes: list[tuple[int, str]]) -> str:
    for place, letters in changes:
        at = place % (len(word) + 1)
        word = f"{word[:at]}{letters[0]}{word[at + len(letters) % 3 :]}"
    return word


def _coded(*words: str) -> Coded:
    text = np.frombuffer(bytearray(" ".join(words).encode()), np.uint8)
    heads = np.zeros(len(words) * HEAD, np.int32)
    letters = np.zeros(len(words) * coding.ROOM_MAX, np.uint8)
    assert write_words(text, known(), heads, 0, letters, len(words)) == len(words)
    return Coded(heads, letters)


def _forms(coded: Coded) -> list[str]:
    at, found = int(coded.heads[coding.START]), []
    for form in (coding.SPELT, coding.SOUND, coding.SKELETON):
        count = int(coded.heads[form])
        found.append(coded.letters[at : at + count].tobytes().decode())
        at += count
    return found


@given(WORDS | KNOWN)
@example("tsche")
@example("cce")
@example("ahah")
@example("0012")
def test_a_word_has_the_forms_kind_and_weight_that_the_rules_give(text: str) -> None:
    coded, word = _coded(text), word_of(text)
    assert _forms(coded) == [word.spelt, word.sound, word.skeleton]
    assert list(Role)[coded.heads[coding.KIND]] is word.role
    assert coded.heads[coding.WEIGHT] == word.weight


@given(PAIRS)
def test_words_have_one_key_where_they_have_one_form(pair: tuple[str, str]) -> None:
    heads = _coded(*pair).heads
    one, other = map(word_of, pair)
    for key, is_same in (
        (coding.PLAIN_KEY, one.plain == other.plain),
        (coding.SOUND_KEY, one.sound == other.sound),
        (coding.LOOK_KEY, one.look == other.look),
        (coding.BONES_KEY, one.bones == other.bones),
    ):
        assert (heads[key] == heads[HEAD + key]) is np.bool_(is_same)


@given(PAIRS)
@example(("mohammed", "muhamad"))
@example(("mhmd", "mohamed"))
@example(("dc1e", "dcle"))
@example(("ii", "two"))
@example(("jon", "j"))
def test_words_are_as_alike_as_the_rules_say(pair: tuple[str, str]) -> None:
    coded, places = _coded(*pair), np.zeros(PLACES, np.int64)
    write_places(coded.heads, 0, coded.letters, places)
    share = share_between(coded.heads, 0, coded.letters, places, coded.heads, HEAD, coded.letters)
    assert share == likeness(*map(word_of, pair)).share
    clear_places(coded.heads, 0, coded.letters, places)
    assert not places.any(), "the room is left as it was found"


@given(st.text("ab", min_size=1, max_size=62), st.text("abc", min_size=1, max_size=62))
def test_edits_are_counted_as_optimal_string_alignment_has_them(one: str, other: str) -> None:
    _edits = spelling._edits
    coded, places = _coded(one, other), np.zeros(PLACES, np.int64)
    write_places(coded.heads, 0, coded.letters, places)
    at = int(coded.heads[HEAD + coding.START])
    found = _edits(places, 0, len(one), coded.letters, at, len(other))
    assert found == OSA.distance(one, other)


@given(st.text(LETTERS, min_size=63, max_size=300))
def test_a_long_word_is_cut(text: str) -> None:
    assert _forms(_coded(text))[0] == text[: coding.LETTERS_MAX]


@given(
    st.dictionaries(
        st.integers(0, 40) | st.integers(0, (1 << 31) - 1),
        st.sets(st.integers(0, 99), min_size=1),
        max_size=60,
    ),
    st.integers(0, 99),
)
def test_a_table_leads_from_a_key_to_its_numbers(rows: dict[int, set[int]], other: int) -> None:
    pairs = [paired(key, number) for key, numbers in rows.items() for number in numbers]
    block = block_of(table_of(np.array(pairs, np.int64)))
    for key in {*rows, other}:
        at = values_of(block, 0, key)
        found = block[at + 1 : at + 1 + block[at]].tolist() if at else []
        assert found == sorted(rows.get(key, ()))


@given(st.lists(st.lists(st.integers(-(1 << 31), (1 << 31) - 1), max_size=40), max_size=9))
def test_each_section_of_a_block_begins_with_a_line_of_memory(sections: list[list[int]]) -> None:
    block = block_of([np.array(section, np.int32) for section in sections])
    for number, section in enumerate(sections):
        start = int(block[number])
        assert block[start : start + len(section)].tolist() == section
        assert (block.ctypes.data + start * block.itemsize) % 64 == 0


def _caller(number: int) -> int:
    return _called(number) + 1


def _called(number: int) -> int:
    return 2 * number


def test_what_a_kernel_calls_is_compiled_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # Otherwise it is compiled for whatever types it happens to be called with.
    monkeypatch.setattr(kernel, "_declared", {})
    caller, called = kernel.kernel(_caller), kernel.kernel(_called)
    monkeypatch.setitem(globals(), "_called", called)
    assert list(kernel._declared) == [caller, called]
    assert list(kernel._called_first()) == [called, caller]


def test_what_was_compiled_at_another_place_is_not_taken_for_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # It is found by where the sources stand: of a copy all would be compiled call by call.
    source, kept = Path(kernel.__file__).parent, set[str]()
    for place in ("one", "other"):
        copytree(source, tmp_path / place, ignore=ignore_patterns("__pycache__"))
        monkeypatch.setattr(kernel, "__file__", str(tmp_path / place / "kernel.py"))
        folder = kernel._kept_in()
        assert folder is not None
        kept.add(folder.name)
    assert len(kept) == 2


def test_numba_keeps_the_kernels_of_screening_alone_in_their_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Else where those of another room are kept would depend on which is imported first.
    monkeypatch.setattr(kernel, "_declared", {})
    of_screening: Any = kernel.kernel(_called)
    of_another: Any = njit(cache=True)(_called)
    folder = str(kernel._FOLDER)
    assert of_screening.stats.cache_path.startswith(folder)
    assert not of_another.stats.cache_path.startswith(folder)


def test_kernels_stand_where_their_digest_is_taken_of() -> None:
    root = Path(kernel.__file__).parent
    users = [each for each in root.rglob("*.py") if "screening.kernel import" in each.read_text()]
    kernels = [each for each in users if "@kernel" in each.read_text()]
    assert kernels
    assert {each.parent.name for each in kernels} == set(kernel._ROOMS)
