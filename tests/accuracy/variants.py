"""How names come out wrong: a seeded generator of variants, and one of another project beside it.

Each class is a thing that happens to names, by accident, by a machine or on purpose. A name
to which a class cannot happen has no variant of it. The same name and class give the same
variants always. The other project's classes come with the development packages.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from tallystick.sandbox.chance import Chance, chance
from tallystick.screening.lists import EntityType

SEED: Final = 20260223
OURS: Final = "tallystick"
OTHER: Final = "sanctions-screening-benchmark"
OTHER_MODULE: Final = "ssb"
OTHER_MOST: Final = 3  # variants of one name and class

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_NEAR: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS: Final = "aeiou"
_FIELDS: Final = (35, 30, 24, 20, 16)  # widths of name fields, in letters
_OCR: Final = (
    ("o", "0"),
    ("l", "1"),
    ("i", "1"),
    ("s", "5"),
    ("b", "8"),
    ("rn", "m"),
    ("m", "rn"),
)
_LOOKALIKES: Final = MappingProxyType(
    {
        **dict(zip("aceijopsxyABCEHIKMOPTX", "асеіјорѕхуАВСЕНІКМОРТХ", strict=True)),  # noqa: RUF001
        **dict(zip("NYZνo", "ΝΥΖνο", strict=True)),  # noqa: RUF001 - these look Latin, and are Greek
    }
)
_SOUNDS: Final = (
    *(("kh", "h"), ("q", "k"), ("q", "g"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "ey")),
    *(("sh", "sch"), ("sh", "ch"), ("j", "dj"), ("dj", "j"), ("y", "i"), ("w", "v"), ("v", "w")),
    *(("aa", "a"), ("ai", "ay"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("zh", "j"), ("ts", "tz")),
    *(("iy", "i"), ("ya", "ia"), ("ks", "x"), ("x", "ks"), ("ph", "f"), ("f", "ph"), ("c", "k")),
)
_TITLES: Final = ("Mr", "Mrs.", "Dr", "Prof.", "Sheikh", "Gen.", "Haji", "Capt", "Eng.", "Mullah")
_FORMS: Final = ("Ltd", "LLC", "Co.", "GmbH", "S.A.")
_KNOWN_FORMS: Final = frozenset(
    {"ltd", "llc", "co", "gmbh", "sa", "inc", "jsc", "limited", "company", "corporation"}
)
_PARTICLES: Final = frozenset({"al", "el", "bin", "ibn", "de", "la", "abu", "ould"})
_WORD: Final = re.compile(r"[A-Za-z]+")


class Variant(NamedTuple):
    """A name as it came out, of what class, and the name that was meant."""

    text: str
    group: str
    source: str
    made_by: str


Change = Callable[[str, Chance], str]


def variants(name: str, kind: EntityType) -> Iterator[Variant]:
    """Yield one variant of each class that can happen to the name of a party of the kind."""
    changes = CLASSES if kind is EntityType.INDIVIDUAL else CLASSES | OF_OTHERS
    for group, change in changes.items():
        text = " ".join(change(name, chance(SEED, f"{group}/{name}")).split())
        if text and text != name:
            yield Variant(text, group, name, OURS)


def is_other_there() -> bool:
    """Tell whether the other project's generator is installed."""
    return find_spec(OTHER_MODULE) is not None


def variants_of_other(name: str) -> Iterator[Variant]:
    """Yield the other project's variants of the name."""
    perturb: Any = import_module(f"{OTHER_MODULE}.perturb")
    for each in perturb.apply_all(name, name, max_per_class=OTHER_MOST):
        yield Variant(each.text, each.perturbation, name, OTHER)


def near_misses_of_other(names: Sequence[str]) -> list[str]:
    """Return the other project's names that are close to listed ones and mean nobody."""
    negatives: Any = import_module(f"{OTHER_MODULE}.negatives")
    return [each.text for each in negatives.generate(list(names))]


def _place(name: str, draw: Chance, least: int) -> tuple[int, int] | None:
    """Return where a drawn word of so many letters begins and ends."""
    long = [word.span() for word in _WORD.finditer(name) if len(word[0]) >= least]
    return draw.choice(long) if long else None


def _typed_wrong(name: str, draw: Chance) -> str:
    place = _place(name, draw, 4)
    if place is None:
        return name
    at = draw.randrange(place[0] + 1, place[1])
    how = draw.randrange(3)
    if how == 0:
        return name[:at] + name[at + 1 :]
    letter = _as_case(draw.choice(_LETTERS), name[at])
    return name[:at] + letter + name[at:] if how == 1 else _neighbour(name, at, draw)


def _neighbour(name: str, at: int, draw: Chance) -> str:
    for row in _NEAR:
        key = row.find(name[at].lower())
        if key >= 0:
            near = [row[each] for each in (key - 1, key + 1) if 0 <= each < len(row)]
            return name[:at] + _as_case(draw.choice(near), name[at]) + name[at + 1 :]
    return name


def _as_case(letter: str, beside: str) -> str:
    return letter.upper() if beside.isupper() else letter


def _transposed(name: str, draw: Chance) -> str:
    places = [
        at
        for word in _WORD.finditer(name)
        for at in range(word.start(), word.end() - 1)
        if name[at].lower() != name[at + 1].lower() and len(word[0]) > 3
    ]
    if not places:
        return name
    at = draw.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _reordered(name: str, draw: Chance) -> str:
    words = name.split()
    cut = draw.randrange(1, len(words))
    return " ".join((*words[cut:], *words[:cut]))


def _dropped(name: str, draw: Chance) -> str:
    words = name.split()
    if len(words) < 3:
        return name
    out = draw.randrange(1, len(words) - 1)
    return " ".join((*words[:out], *words[out + 1 :]))


def _initials(name: str, draw: Chance) -> str:
    words = name.split()
    most = len(words) - 1
    kept = draw.randrange(1, most + 1)
    mark = draw.choice(("", "."))
    return " ".join((*(f"{word[0]}{mark}" for word in words[:kept]), *words[kept:]))


def _truncated(name: str, _draw: Chance) -> str:
    width = next((each for each in _FIELDS if each < len(name)), 0)
    # Of what is cut to less than two thirds nobody can say whom it means.
    return name[:width].rstrip() if 3 * width >= 2 * len(name) else name


def _scanned(name: str, draw: Chance) -> str:
    return _replaced(name, draw, _OCR, 2)


def _respelt(name: str, draw: Chance) -> str:
    return _replaced(name, draw, _SOUNDS, 2)


def _replaced(name: str, draw: Chance, swaps: Sequence[tuple[str, str]], most: int) -> str:
    """Return the name with so many of the swaps that fit, each at one drawn place."""
    fitting = [swap for swap in swaps if swap[0] in name.lower()]
    for old, new in draw.sample(fitting, min(most, len(fitting))):
        places = [each.start() for each in re.finditer(old, name, re.IGNORECASE)]
        if places:
            at = draw.choice(places)
            case = new.upper() if name[at : at + len(old)].isupper() else new
            name = name[:at] + case + name[at + len(old) :]
    return name


def _looking_alike(name: str, draw: Chance) -> str:
    places = [at for at, letter in enumerate(name) if letter in _LOOKALIKES]
    if not places:
        return name
    chosen = set(draw.sample(places, draw.randrange(1, len(places) + 1)))
    letters = (_LOOKALIKES[each] if at in chosen else each for at, each in enumerate(name))
    return "".join(letters)


def _without_vowels(name: str, draw: Chance) -> str:
    place = _place(name, draw, 5)
    if place is None:
        return name
    begin, end = place
    inner = "".join(each for each in name[begin + 1 : end - 1] if each.lower() not in _VOWELS)
    return name[: begin + 1] + inner + name[end - 1 :]


def _joined(name: str, draw: Chance) -> str:
    words = name.split()
    at = draw.randrange(1, len(words))
    return " ".join((*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :]))


def _split(name: str, draw: Chance) -> str:
    place = _place(name, draw, 6)
    if place is None:
        return name
    at = draw.randrange(place[0] + 3, place[1] - 2)
    return f"{name[:at]} {name[at:]}"


def _doubled(name: str, draw: Chance) -> str:
    doubles = [each.start() for each in re.finditer(r"([A-Za-z])\1", name, re.IGNORECASE)]
    if doubles and draw.randrange(2):
        at = draw.choice(doubles)
        return name[:at] + name[at + 1 :]
    place = _place(name, draw, 4)
    if place is None:
        return name
    at = draw.randrange(place[0] + 1, place[1])
    return name[:at] + name[at] + name[at:]


def _titled(name: str, draw: Chance) -> str:
    words = name.replace("-", " ").split()
    particles = [at for at, word in enumerate(words[:-1]) if word.lower() in _PARTICLES]
    if particles and draw.randrange(2):
        at = draw.choice(particles)
        glue = draw.choice(("-", ""))
        return " ".join((*words[:at], f"{words[at]}{glue}{words[at + 1]}", *words[at + 2 :]))
    return f"{draw.choice(_TITLES)} {name}"


def _with_form(name: str, draw: Chance) -> str:
    words = name.split()
    form = draw.choice(_FORMS)
    return name if words[-1].lower() in _KNOWN_FORMS else f"{name} {form}"


def _punctuated(name: str, draw: Chance) -> str:
    case = draw.choice((str.upper, str.lower, str.title))
    last, blank, rest = name.rpartition(" ")
    ways = (
        name.replace("-", " ").replace("'", ""),
        name.replace("-", "").replace(".", ""),
        f"{rest}, {last}" if blank else name,
        name.replace(" ", "-", 1),
        name.replace(" ", "  "),
    )
    return case(draw.choice(ways))


CLASSES: Final[dict[str, Change]] = {
    "typing error": _typed_wrong,
    "transposed letters": _transposed,
    "other order": _reordered,
    "dropped word": _dropped,
    "initials": _initials,
    "truncation": _truncated,
    "OCR": _scanned,
    "homoglyphs": _looking_alike,
    "dropped vowels": _without_vowels,
    "other transliteration": _respelt,
    "joined words": _joined,
    "split word": _split,
    "doubled letter": _doubled,
    "title or particle": _titled,
    "case and punctuation": _punctuated,
}
# What happens to names that are no person's: a form of company for a title, and no initials.
OF_OTHERS: Final[dict[str, Change]] = {
    "initials": lambda name, _draw: name,
    "title or particle": _with_form,
}
