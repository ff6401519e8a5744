"""What is kept of words is no other than what is found anew."""

from itertools import product
from string import ascii_lowercase

from tallystick.screening.matching.candidates import Candidates, Named
from tallystick.screening.matching.listed import KEPT_AT, KEPT_MAX, KEPT_SLOTS
from tallystick.screening.score import SHARE_FLOOR

LISTED = ("aldous dunmore", "imogen wakanheza", "peverell oumbarek", "nordic seven shipping")
ASKED = ("dunmor aldos", "wakanezha imogen", "oumbark peverel", "shiping seven nordic")
END = KEPT_SLOTS
LOOKUP = KEPT_SLOTS + 1


def _candidates() -> Candidates:
    return Candidates(Named(text.encode()) for text in LISTED)


def _found(candidates: Candidates) -> list[list[int]]:
    return [sorted(candidates.find(text.encode(), SHARE_FLOOR)) for text in ASKED]


def _at(candidates: Candidates, place: int) -> int:
    room = candidates._room
    return int(room[room[KEPT_AT] + place])


def test_a_word_that_comes_again_is_not_looked_up_again() -> None:
    candidates = _candidates()
    first = _found(candidates)
    assert first == [[0], [1], [2], [3]]
    lookups = _at(candidates, LOOKUP)
    assert _found(candidates) == first
    assert _at(candidates, LOOKUP) == lookups


def test_all_is_forgotten_when_there_is_no_more_room_and_found_again() -> None:
    candidates = _candidates()
    before = _found(candidates)
    ends = []
    for letters in product(ascii_lowercase, repeat=4):
        candidates.find(b"wakanheza" + "".join(letters).encode() * 10, SHARE_FLOOR)
        ends.append(_at(candidates, END))
        if len(ends) > 1 and ends[-1] < ends[-2]:
            break
    else:
        raise AssertionError("there was room for all")
    assert max(ends) > KEPT_MAX
    assert _found(candidates) == before


def test_lookups_are_numbered_anew_once_there_is_no_further_number() -> None:
    for count in range(6):
        candidates = _candidates()
        before = _found(candidates)
        room = candidates._room
        kept = int(room[KEPT_AT])
        room[kept : kept + KEPT_SLOTS] = 0
        room[kept + LOOKUP] = 0x7FFFFFFF - count
        # What was seen by the first lookups of all is not seen yet by these.
        assert _found(candidates) == before
        assert 0 < _at(candidates, LOOKUP) < 0x7FFFFFFF
