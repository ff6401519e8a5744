"""How well names are known across scripts: original-script names of the UN against Latin names.

Run as `python -m tests.accuracy.across_scripts`. Every listed name in another script is taken
out of the lists, so that nothing is found by identity. A name is found when an entity that
bears it is among the hits at a threshold; a false alarm is an ordinary name with any hit. The
threshold for a rate of false alarms is chosen on one half of the names, by a hash, and judged on
the other, both ways, and what was counted is put together. Intervals are Wilson's of 95 %.
"""

import csv
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from math import sqrt
from pathlib import Path
from time import process_time
from typing import Final, NamedTuple

from tallystick.screening.gather import gather
from tallystick.screening.lists import EntityType, ListVersion
from tallystick.screening.names import Words, natural_order, normalise
from tallystick.screening.scripts.across import compare_across, score_across
from tallystick.screening.scripts.candidates import SkeletonIndex
from tallystick.screening.scripts.writings import LATIN, writing_of
from tests.accuracy.public_figures import FIGURES

SHARED: Final = Path(os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data")) / "screening"
LISTS: Final = (
    "ofac_sancbook_2023-01/sdn.csv",
    "ofac_watchman_2025-12/alt.csv",
    *(f"us_misc/cons_{part}.csv" for part in ("add", "alt", "comments", "prim")),
    "un/UN_consolidated_watchman.xml",
)
ORDINARY: Final = "eval_yente/negatives_global.csv"
PAIRS: Final = "eval_watchman/cross_script_pairs.csv"
SCRIPTS: Final = ("Arabic", "Cyrillic", "Han", "Hangul", "Hebrew", "Kana")
RATES: Final = (50, 100, 200)  # ten-thousandths of ordinary names
THRESHOLD: Final = 8_500
Z: Final = 1.959963984540054


class Case(NamedTuple):
    """A name, the score of what it should find (-1 of an ordinary name), and its best score."""

    name: str
    right: int
    best: int


class Listed(NamedTuple):
    """The Latin names of the lists, who bears each, and the names in other scripts."""

    names: tuple[Words, ...]
    bearers: tuple[str, ...]
    originals: tuple[tuple[str, str], ...]


def script_of(text: str) -> str:
    """Return the name of the script that most letters of a name are of."""
    return writing_of(text).name


def is_in_latin(text: str) -> bool:
    """Tell whether all words of a name are in Latin letters."""
    return all(writing_of(word) is LATIN for word in normalise(text))


def listed(versions: Iterable[ListVersion]) -> Listed:
    """Return the names of the lists, those in other scripts apart."""
    names: list[Words] = []
    bearers: list[str] = []
    originals = []
    for version in versions:
        for entry in version.entries:
            for each in entry.names:
                if not is_in_latin(each.text):
                    originals.append((each.text, entry.entity))
                elif words := normalise(_spoken(each.text, entry.type)):
                    names.append(words)
                    bearers.append(entry.entity)
    return Listed(tuple(names), tuple(bearers), tuple(originals))


def _spoken(text: str, kind: EntityType) -> str:
    return natural_order(text) if kind is EntityType.INDIVIDUAL else text


def ordinary() -> Iterator[str]:
    """Yield the ordinary names of the world, in all scripts."""
    with (SHARED / ORDINARY).open(encoding="utf-8", newline="") as file:
        yield from (row["full_name"] for row in csv.DictReader(file))


def case(index: SkeletonIndex, lists: Listed, name: str, entity: str = "") -> Case:
    """Return what a name finds."""
    words = normalise(name)
    scores = [
        (score_across(words, lists.names[place]), lists.bearers[place])
        for place in index.candidates(words)
    ]
    right = max((score for score, bearer in scores if bearer == entity), default=0)
    return Case(name, right if entity else -1, max((score for score, _ in scores), default=0))


def half(name: str) -> int:
    """Return which half of its set a name is in, always the same."""
    return sha256(name.encode()).digest()[0] & 1


def threshold_at(rate: int, cases: Sequence[Case]) -> int:
    """Return the least threshold at which so many ten-thousandths of the cases hit, or fewer."""
    scores = sorted((each.best for each in cases), reverse=True)
    return scores[len(scores) * rate // 10_000] + 1 if scores else 0


def wilson(part: int, whole: int) -> str:
    """Return a share with its interval."""
    if not whole:
        return "none"
    share, denominator = part / whole, 1 + Z * Z / whole
    middle = (share + Z * Z / (2 * whole)) / denominator
    reach = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole)) / denominator
    least, most = max(middle - reach, 0), min(middle + reach, 1)
    return f"{share:.4f} [{least:.4f}, {most:.4f}] ({part}/{whole})"


def told(script: str, positives: Sequence[Case], negatives: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of one script's figures."""
    yield f"{script}: {len(positives)} originals, {len(negatives)} ordinary names"
    at = THRESHOLD
    yield f"  at {at}: found {_found(positives, at)}, false {_false(negatives, at)}"
    for rate in RATES:
        counts = [0, 0]
        for tuned in (0, 1):
            threshold = threshold_at(
                rate, [each for each in negatives if half(each.name) == tuned]
            )
            judged = [each for each in positives if half(each.name) != tuned]
            others = [each for each in negatives if half(each.name) != tuned]
            counts[0] += sum(each.right >= threshold for each in judged)
            counts[1] += sum(each.best >= threshold for each in others)
            yield (
                f"  tuned for {rate / 100} % on half {tuned}: threshold {threshold};"
                f" on the other found {_found(judged, threshold)},"
                f" false {_false(others, threshold)}"
            )
        yield (
            f"  both: found {wilson(counts[0], len(positives))},"
            f" false {wilson(counts[1], len(negatives))}"
        )


def _found(cases: Sequence[Case], threshold: int) -> str:
    return wilson(sum(each.right >= threshold for each in cases), len(cases))


def _false(cases: Sequence[Case], threshold: int) -> str:
    return wilson(sum(each.best >= threshold for each in cases), len(cases))


def figures(index: SkeletonIndex, lists: Listed) -> Iterator[tuple[Case, bool]]:
    """Yield each public figure's case, and whether the lists have the name at all."""
    for name, latin in FIGURES:
        meant = {
            bearer
            for words, bearer in zip(lists.names, lists.bearers, strict=True)
            if set(latin.split()) <= set(words)
        }
        cases = [case(index, lists, name, each) for each in sorted(meant)]
        best = max((each.right for each in cases), default=0)
        yield Case(name, best, max((each.best for each in cases), default=0)), bool(meant)


def told_of_figures(index: SkeletonIndex, lists: Listed) -> Iterator[str]:
    """Yield the line of each script's public figures, and who of them is missed."""
    listed_cases = [each for each, is_listed in figures(index, lists) if is_listed]
    for script in SCRIPTS:
        cases = [each for each in listed_cases if script_of(each.name) == script]
        missed = ", ".join(f"{each.name} {each.right}" for each in cases if each.right < THRESHOLD)
        if cases:
            found = _found(cases, THRESHOLD)
            yield f"public figures in {script}: found {found}; missed: {missed or '-'}"


def pairs() -> Iterator[tuple[str, str, int]]:
    """Yield the labelled pairs: a name, the Latin one, and our score."""
    for line in (SHARED / PAIRS).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            original, latin, *_ = line.split(",")
            yield original, latin, compare_across(normalise(original), normalise(latin)).score


def main() -> int:
    """Measure and print; 2 without the lists and sets."""
    if not (SHARED / ORDINARY).exists():
        sys.stderr.write("The lists and labelled sets are not at TALLYSTICK_TEST_DATA.\n")
        return 2
    lists = listed(gather([SHARED / each for each in LISTS]).lists)
    begun = process_time()
    index = SkeletonIndex(lists.names)
    sys.stdout.write(f"{len(lists.names)} Latin names, index in {process_time() - begun:.2f} s\n")
    everybody = list(ordinary())
    for script in SCRIPTS:
        begun = process_time()
        positives = [
            case(index, lists, name, entity)
            for name, entity in lists.originals
            if script_of(name) == script
            and not any(char.isascii() and char.isalpha() for char in name)
        ]
        negatives = [case(index, lists, name) for name in everybody if script_of(name) == script]
        took = (process_time() - begun) / max(len(positives) + len(negatives), 1)
        sys.stdout.write("\n".join(told(script, positives, negatives)))
        sys.stdout.write(f"\n  {took * 1e3:.2f} ms a name\n")
    sys.stdout.write("".join(f"{line}\n" for line in told_of_figures(index, lists)))
    for original, latin, score in pairs():
        sys.stdout.write(f"{score:6} {original} {latin}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
