"""Which names share enough with one in another script, in plain Python, slowly."""

from collections.abc import Iterator, Sequence

from tallystick.screening.names import Words
from tallystick.screening.scripts.across import has_syllables, original_units, spans
from tallystick.screening.scripts.keys import skeletons_of
from tallystick.screening.scripts.shapes import LETTERS_MAX
from tallystick.screening.scripts.skeleton import latin_skeleton
from tallystick.screening.scripts.syllable_spellings import syllable_spellings
from tallystick.screening.scripts.units import Unit, latin_units
from tallystick.screening.scripts.writings import writing_of

EQUAL = 20
NEAR = 17
NEAR_MIN = 4
LIKELY = 7_000
FEW = 6
SPELLING_MIN = 9_000


def likely(original: Words, names: Sequence[Words]) -> set[int]:
    """Return the places of the names that are worth a comparison."""
    units = original_units(original)
    found = {}
    for place, name in enumerate(names):
        listed = [unit.text for unit in latin_units(name)]
        # Longer words are alike to nothing.
        shared = sum(_shared(units, {each for each in listed if len(each) <= LETTERS_MAX}))
        if shared and 2 * shared >= NEAR * len(units):
            found[place] = likeness(shared, len(units), max(len(listed), 1))
    least = min([LIKELY, *sorted(found.values())[-FEW:]])
    return {place for place, alike in found.items() if alike >= least}


def likeness(shared: int, units: int, listed: int) -> int:
    here = min(shared, units * EQUAL) * 300 // units
    return here + min(shared, listed * EQUAL) * 200 // listed


def _shared(units: Sequence[Unit], listed: set[str]) -> Iterator[int]:
    """Yield what each unit counts, and each two neighbours, with which the name has one of."""
    for unit in units:
        if writing_of(unit.text).is_syllabic:
            yield EQUAL * bool(listed & syllable_spellings(unit.text).keys())
        else:
            yield _counted(unit.text, listed)
    if has_syllables(units):
        for run, text in spans(units, list(range(len(units)))):
            if len(run) == 2 and writing_of(text).is_syllabic:
                one, other = map(_usual, text)
                yield (
                    2 * EQUAL * any(first + second in listed for first in one for second in other)
                )
            elif len(run) == 2:
                yield 2 * _counted(text, listed)


def _usual(syllable: str) -> list[str]:
    found = syllable_spellings(syllable).items()
    return [text for text, score in found if score >= SPELLING_MIN]


def _counted(unit: str, listed: set[str]) -> int:
    shapes = set(map(latin_skeleton, listed))
    own = skeletons_of(unit)
    if not shapes.isdisjoint(own):
        return EQUAL
    long = [each for each in own if len(each) >= NEAR_MIN]
    return NEAR * any(_are_near(one, other) for one in long for other in shapes)


def _are_near(one: str, other: str) -> bool:
    """Tell whether two are the same with at most a class less, of either that is long enough."""
    mine = {one, *_shorter(one)}
    return not mine.isdisjoint({other, *(_shorter(other) if len(other) >= NEAR_MIN else ())})


def _shorter(shape: str) -> set[str]:
    return {shape[:at] + shape[at + 1 :] for at in range(len(shape))}
