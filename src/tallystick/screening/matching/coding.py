"""Words as numbers, as kernels read them: `words.word_of` over many words at once.

A word has a head of `HEAD` integers in a block and its letters in an array of bytes: its spelling,
then its sound, then the skeleton of that. Of what is only ever the same or not, the head has a
key. What decides a score is `words` and `likeness`; this finds what is worth comparing.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.screening.kernel import kernel
from tallystick.screening.matching.blocks import Block, block_of, get
from tallystick.screening.matching.likeness import BONES_MIN
from tallystick.screening.matching.sounds import SOUNDS
from tallystick.screening.matching.words import NUMBER_WEIGHT, WEIGHTS, Role, known_words

Letters: TypeAlias = NDArray[np.uint8]

# A word is cut to so many letters: no name has a longer one, and each is a bit of an integer.
LETTERS_MAX: Final = 62
# A word's letters take so much room while they are written, with a draft of its sound.
ROOM_MAX: Final = 5 * LETTERS_MAX

# A head: where the word's letters begin; how many its spelling, sound and skeleton have; what it
# is and how much it tells; and the keys of its plain form, sound, skeleton, look and bones.
START: Final = 0
SPELT: Final = 1
SOUND: Final = 2
SKELETON: Final = 3
KIND: Final = 4
WEIGHT: Final = 5
PLAIN_KEY: Final = 6
SOUND_KEY: Final = 7
SKELETON_KEY: Final = 8
LOOK_KEY: Final = 9
BONES_KEY: Final = 10
# Whether it is consonants alone but for its first letter, and enough of them.
IS_BARE: Final = 11
IS_SIGN: Final = 12
HEAD: Final = 16

# What a word is: `words.Role` in its order.
NAME: Final = 0
NUMBER: Final = 1
INITIAL: Final = 2
FORM: Final = 3

SPACE: Final = ord(" ")
# Stands before a word that is a sign.
SIGN: Final = 1

_BASIS: Final = 0x811C9DC5
_PRIME: Final = 0x01000193
_HASH: Final = 0xFFFFFFFF
KEY_MAX: Final = 0x7FFFFFFF

_A: Final = ord("a")
_E: Final = ord("e")
_I: Final = ord("i")
_O: Final = ord("o")
_U: Final = ord("u")
_Y: Final = ord("y")
_C: Final = ord("c")
_H: Final = ord("h")
_S: Final = ord("s")
_ZERO: Final = ord("0")
_NINE: Final = ord("9")

_LONGEST: Final = 4
# There is room for so many buckets of known words, and in a row for what is known and the letters.
_KNOWN_MASK: Final = (1 << 11) - 1
_KNOWN_ROW: Final = 4 + 24


_ROWS: Final = sorted(SOUNDS, key=lambda each: (each[0], -len(each), each))


def _padded(texts: Iterable[str]) -> Letters:
    joined = b"".join(each.encode().ljust(_LONGEST, b"\0") for each in texts)
    return np.frombuffer(joined, np.uint8).reshape(-1, _LONGEST)


# The spellings of one sound, the longest first of those that begin alike; what stands for each;
# and where those that begin with each letter begin.
_SPELLINGS: Final = _padded(_ROWS)
_SOUNDED: Final = _padded(SOUNDS[each] for each in _ROWS)
_FIRST: Final = np.searchsorted(_SPELLINGS[:, 0], np.arange(129)).astype(np.int32)


def _looks() -> NDArray[np.uint8]:
    """Return by letter what it looks like, and by pair `first * 128 + second`, 0 for itself."""
    looks = np.zeros(128 * 129, np.uint8)
    for one, other in zip("01258i", "olzsbl", strict=True):
        looks[ord(one)] = ord(other)
    for pair, other in zip(("rn", "cl", "vv"), "mdw", strict=True):
        looks[128 + ord(pair[0]) * 128 + ord(pair[1])] = ord(other)
    return looks


_LOOKS: Final = _looks()
_WEIGHTS: Final = np.array(WEIGHTS, np.int32)
_ROLES: Final = list(Role)


@kernel
def mixed(key: int, letter: int) -> int:
    """Return a hash with one letter more in it (FNV-1a)."""
    return ((key ^ letter) * _PRIME) & _HASH


@kernel
def begun(kind: int) -> int:
    """Return the hash of nothing yet, for keys of a kind."""
    return mixed(_BASIS, kind)


@kernel
def key_of(kind: int, letters: Letters, at: int, count: int) -> int:
    """Return the key of so many letters from a place on."""
    key = mixed(_BASIS, kind)
    for each in range(at, at + count):
        key = mixed(key, letters[each])
    return key & KEY_MAX


@kernel
def is_vowel(letter: int) -> bool:
    """Tell whether a letter is a vowel; `y` is none."""
    return letter in (_A, _E, _I, _O, _U)


@kernel
def write_word(
    stream: Letters,
    at: int,
    end: int,
    known: Block,
    heads: Block,
    head: int,
    letters: Letters,
    start: int,
) -> int:
    """Write the word that a text has from a place up to another; return where its letters end.

    `heads` and `letters` have room for it from `head` and `start` on, `ROOM_MAX` in these.
    """
    is_sign = stream[at] == SIGN
    at += is_sign
    spelt = min(end - at, LETTERS_MAX)
    for each in range(spelt):
        letters[start + each] = stream[at + each]
    sound = write_sound(letters, start, spelt, start + spelt)
    skeleton = _write_skeleton(letters, start + spelt, sound, start + spelt + sound)
    heads[head + START], heads[head + SPELT], heads[head + SOUND] = start, spelt, sound
    heads[head + SKELETON], heads[head + IS_SIGN] = skeleton, is_sign
    _write_kind(letters, start, spelt, known, heads, head)
    heads[head + SOUND_KEY] = key_of(SOUND, letters, start + spelt, sound)
    key = key_of(SKELETON, letters, start + spelt + sound, skeleton)
    # A skeleton of two letters fits too much: then the sounds are of one length too.
    heads[head + SKELETON_KEY] = key if skeleton > 2 else mixed(key, sound) & KEY_MAX
    heads[head + LOOK_KEY] = _look_key(letters, start, spelt)
    _write_bones(letters, start, spelt, heads, head)
    return start + spelt + sound + skeleton


@kernel
def write_sound(letters: Letters, at: int, count: int, to: int) -> int:
    """Write how a word sounds, as `sounds.sound_of`; return how many letters that has.

    There is room for `ROOM_MAX` letters less those of the word from `to` on.
    """
    # With the spellings of one sound made one first, behind where the sound will stand.
    draft = to + LETTERS_MAX
    end, read = at + count, at
    drafted = draft
    while read < end:
        row = _spelling_at(letters, read, end)
        if row < 0:
            letters[drafted] = _softened(letters, read, end)
            drafted, read = drafted + 1, read + 1
            continue
        for each in range(_LONGEST):
            if _SOUNDED[row, each]:
                letters[drafted] = _SOUNDED[row, each]
                drafted += 1
            read += _SPELLINGS[row, each] != 0
    made = 0
    for each in range(draft, drafted):
        is_after_vowel = each > draft and is_vowel(letters[each - 1])
        is_before_vowel = each + 1 < drafted and is_vowel(letters[each + 1])
        if letters[each] == _H and is_after_vowel and not is_before_vowel:
            continue
        if made < LETTERS_MAX and (not made or letters[each] != letters[to + made - 1]):
            letters[to + made] = letters[each]
            made += 1
    return made


@kernel
def _softened(letters: Letters, at: int, end: int) -> int:
    """Return a letter; a `c` before `e`, `i` or `y` is an `s`."""
    letter = letters[at]
    is_soft = letter == _C and at + 1 < end and letters[at + 1] in (_E, _I, _Y)
    return _S if is_soft else letter


@kernel
def _spelling_at(letters: Letters, at: int, end: int) -> int:
    """Return which of the spellings begins at a place, the longest one; -1 for none."""
    for row in range(_FIRST[letters[at]], _FIRST[letters[at] + 1]):
        fits = True
        for each in range(_LONGEST):
            letter = _SPELLINGS[row, each]
            if letter and (at + each >= end or _softened(letters, at + each, end) != letter):
                fits = False
                break
        if fits:
            return row
    return -1


@kernel
def _write_skeleton(letters: Letters, at: int, count: int, to: int) -> int:
    """Write the skeleton of a sound, as `sounds.skeleton_of`; return how many letters it has."""
    letters[to] = _A if is_vowel(letters[at]) else letters[at]
    made = 1
    for each in range(at + 1, at + count):
        letter = letters[each]
        if not is_vowel(letter) and letter != letters[to + made - 1]:
            letters[to + made] = letter
            made += 1
    return made


@kernel
def _look_key(letters: Letters, at: int, count: int) -> int:
    """Return the key of how a word looks, as `sounds.look_of`."""
    key, end = begun(LOOK_KEY), at + count
    while at < end:
        pair = 0
        if at + 1 < end:
            pair = _LOOKS[128 + letters[at] * 128 + letters[at + 1]]
        alone = _LOOKS[letters[at]]
        key = mixed(key, pair or alone or letters[at])
        at += 2 if pair else 1
    return key & KEY_MAX


@kernel
def _write_bones(letters: Letters, at: int, count: int, heads: Block, head: int) -> None:
    """Write the key of what `sounds.bones_of` leaves, and whether that is all of the word."""
    key, bones = mixed(begun(BONES_KEY), letters[at]), 1
    for each in range(at + 1, at + count):
        if not is_vowel(letters[each]):
            key = mixed(key, letters[each])
            bones += 1
    heads[head + BONES_KEY] = key & KEY_MAX
    heads[head + IS_BARE] = bones == count and bones >= BONES_MIN


@kernel
def _write_kind(
    letters: Letters, at: int, count: int, known: Block, heads: Block, head: int
) -> None:
    """Write what a word is, how much it tells, and the key of its plain form."""
    heads[head + KIND], heads[head + WEIGHT] = NAME, _WEIGHTS[min(count, len(_WEIGHTS) - 1)]
    heads[head + PLAIN_KEY] = key = key_of(SPACE, letters, at, count)
    row = _known_row(letters, at, count, key, known)
    if row:
        heads[head + WEIGHT] = known[row + 1]
    if heads[head + IS_SIGN]:
        return
    if row:
        heads[head + KIND], heads[head + PLAIN_KEY] = known[row], known[row + 2]
    elif _is_decimal(letters, at, count):
        heads[head + KIND], heads[head + WEIGHT] = NUMBER, NUMBER_WEIGHT
        zeros = 0
        while zeros < count - 1 and letters[at + zeros] == _ZERO:
            zeros += 1
        heads[head + PLAIN_KEY] = key_of(SPACE, letters, at + zeros, count - zeros)
    elif count == 1:
        heads[head + KIND] = INITIAL


@kernel
def _is_decimal(letters: Letters, at: int, count: int) -> bool:
    for each in range(at, at + count):
        if not _ZERO <= letters[each] <= _NINE:
            return False
    return True


@kernel
def _known_row(letters: Letters, at: int, count: int, key: int, known: Block) -> int:
    """Return where what is known of a word begins; 0 if it is none of those."""
    bucket = key & _KNOWN_MASK
    while get(known, 0, bucket):
        row = known[1] + (get(known, 0, bucket) - 1) * _KNOWN_ROW
        fits = known[row + 3] == count
        for each in range(count if fits else 0):
            fits = fits and known[row + 4 + each] == letters[at + each]
        if fits:
            return int(row)
        bucket = (bucket + 1) & _KNOWN_MASK
    return 0


@lru_cache(maxsize=1)
def known() -> Block:
    """Return what is known of `words.known_words`, as kernels look it up."""
    words = known_words()
    buckets = np.zeros(_KNOWN_MASK + 1, np.int32)
    rows = np.zeros((len(words), _KNOWN_ROW), np.int32)
    for number, (text, word) in enumerate(words.items()):
        bucket = _key(text) & _KNOWN_MASK
        while buckets[bucket]:
            bucket = (bucket + 1) & _KNOWN_MASK
        buckets[bucket] = number + 1
        rows[number, :4] = _ROLES.index(word.role), word.weight, _key(word.plain), len(text)
        rows[number, 4 : 4 + len(text)] = list(text.encode())
    return block_of((buckets, rows.reshape(-1)))


def _key(text: str) -> int:
    letters = np.frombuffer(bytearray(text.encode()), np.uint8)
    return key_of(SPACE, letters, 0, len(letters))


@kernel
def write_words(
    stream: Letters, known: Block, heads: Block, head: int, letters: Letters, most: int
) -> int:
    """Write the words of a text, at most so many; return how many.

    They stand in it between single spaces, as `words.plain_text` has them. `heads` has room for
    them from `head` on, and `letters` `ROOM_MAX` for each.
    """
    words = at = start = 0
    while at < len(stream) and words < most:
        end = at
        while end < len(stream) and stream[end] != SPACE:
            end += 1
        start = write_word(stream, at, end, known, heads, head + words * HEAD, letters, start)
        at, words = end + 1, words + 1
    return words
