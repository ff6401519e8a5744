"""Measure how well names are told apart, beside others, and write it to the documents.

`make accuracy`, or `python -m tests.accuracy [--ours]`. It wants the labelled sets at
TALLYSTICK_TEST_DATA and the extra `accuracy`; without the extra, or with `--ours`, it
tells our own figures and leaves the document as it is.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from tallystick.proof.bench.metric import machine
from tallystick.screening.bundle import Bundle
from tests.accuracy import page
from tests.accuracy.engines import Engine, Tallystick, all_scored
from tests.accuracy.figures import Scored
from tests.accuracy.lists import are_there, in_latin_alone, published
from tests.accuracy.measure import EVERYTHING, SAMPLE, Answers, Questions, ask, questions
from tests.accuracy.peers import Nomenklatura, missing, peers_of
from tests.accuracy.sets import sampled
from tests.house.measured import write

EXHAUSTIVE: Final = 40  # queries that are scored against everybody listed
PACKAGES: Final = ("nomenklatura", "rigour", "rapidfuzz", "sanctions-screening-benchmark")


def main(arguments: Sequence[str]) -> int:
    """Measure, print the tables, and write them when all was measured; 2 without the sets."""
    if not are_there():
        _tell("The lists and the labelled sets are not at TALLYSTICK_TEST_DATA.")
        return 2
    absent = [] if "--ours" in arguments else missing()
    if absent:
        _tell(f"Without {', '.join(absent)} we are measured alone. They come with the extra:")
        _tell("  python -m pip install -c constraints.txt -e '.[dev,accuracy]'")
    is_alone = bool(absent) or "--ours" in arguments
    tables = measured_alone() if is_alone else measured()
    for name, text in tables.items():
        sys.stdout.write(f"{name}\n{text}\n")
    if not is_alone:
        write(tables, page.PAGE)
        _tell(f"written: {page.PAGE.name}")
    return 0


def measured_alone() -> Mapping[str, str]:
    """Return the tables of our own figures."""
    everything = questions(EVERYTHING)
    ours = _ours(everything)
    return _own_tables(ours) | {"pairs": page.pairs_table([ours])}


def measured() -> Mapping[str, str]:
    """Return all tables."""
    begun = time.monotonic()
    everything, sample = questions(EVERYTHING), questions(SAMPLE)
    ours = _ours(everything)
    everybody = [_ours(sample), *_others(sample)]
    tables = _own_tables(ours) | {
        "sets": page.sets_table(everything, sample),
        "pairs": page.pairs_table(everybody),
        "own": page.own_table(everybody),
        "equal": page.equal_table(everybody),
        "across": page.across_table(everybody),
        "classes": page.classes_table(everybody),
        "exhaustive": _exhaustive(sample),
    }
    setting = page.setting_lines(machine(), _versions(), time.monotonic() - begun)
    return tables | {"setting": setting}


def _own_tables(ours: Answers) -> dict[str, str]:
    return {
        "lists": page.lists_table(published()),
        "ours": page.ours_table(ours),
        "folds": page.folds_table(ours),
        "ourclasses": page.classes_table([ours]),
    }


def _ours(asked: Questions) -> Answers:
    return ask(Tallystick(published()), Tallystick(in_latin_alone(published())), asked)


def _others(asked: Questions) -> list[Answers]:
    pairs = zip(_peers(published()), _peers(in_latin_alone(published())), strict=True)
    return [_asked(one, across, asked) for one, across in pairs]


def _asked(engine: Engine, across: Engine, asked: Questions) -> Answers:
    _tell(f"{engine.title} ...")
    return ask(engine, across, asked)


def _peers(bundle: Bundle) -> list[Engine]:
    return [*peers_of(bundle, Tallystick(bundle))]


def _exhaustive(asked: Questions) -> str:
    """Return what logic-v2 finds among everybody that it did not among the candidates."""
    _tell("everybody, by the first of them ...")
    half = EXHAUSTIVE // 2
    queries = (*sampled(asked.treated.queries, half), *sampled(asked.ordinary.queries, half))
    peer = next(each for each in _peers(published()) if isinstance(each, Nomenklatura))
    tops = zip(queries, peer.best_of_all(queries), strict=True)
    full = [Scored(query.text, top) for query, top in tops]
    return page.exhaustive_table(all_scored(peer, queries), full, peer.threshold)


def _versions() -> list[str]:
    return [f"{name} {_version(name)}" for name in PACKAGES]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
