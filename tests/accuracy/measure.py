"""One engine's answers to all queries, and what they come to.

Everybody is asked the same. Where the others are too slow to be asked everything, all are
asked the same sample; we are asked everything besides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from tests.accuracy import sets
from tests.accuracy.engines import Engine, all_scored, labelled, scored
from tests.accuracy.figures import (
    Judged,
    Labelled,
    Scored,
    Share,
    found,
    judged_at,
    mean,
    threshold_at,
)
from tests.accuracy.lists import ListedAs
from tests.accuracy.sets import Pair, Query, QuerySet, names_to_vary
from tests.accuracy.variants import (
    OTHER,
    OURS,
    Variant,
    is_other_there,
    near_misses_of_other,
    variants,
    variants_of_other,
)

SCRIPTS: Final = ("ARABIC", "CYRILLIC", "CJK")
EQUAL_RATES: Final = (Fraction(3, 1000), Fraction(1, 100))
ACROSS_RATE: Final = Fraction(2, 100)
NAMES_VARIED: Final = 250
Group = tuple[str, str]  # who made the variants, of what class


class Sizes(NamedTuple):
    """How many queries are asked at most, of each kind."""

    ordinary: int
    originals: int
    varied: int


EVERYTHING: Final = Sizes(10**9, 10**9, NAMES_VARIED)
SAMPLE: Final = Sizes(1_500, 300, 40)


class Questions(NamedTuple):
    """All that an engine is asked."""

    treated: QuerySet
    untreated: QuerySet
    ordinary: QuerySet
    world: QuerySet
    congress: QuerySet
    near: QuerySet
    originals: Mapping[str, QuerySet]
    ordinary_in: Mapping[str, QuerySet]
    varied: tuple[tuple[Variant, Query], ...]
    pairs: tuple[Pair, ...]
    across: tuple[Pair, ...]


class Answers(NamedTuple):
    """What an engine answered. `milliseconds` is the CPU time for an ordinary ASCII name."""

    title: str
    threshold: int
    milliseconds: float
    treated: list[Scored]
    untreated: list[Scored]
    ordinary: list[Scored]
    world: list[Scored]
    congress: list[Scored]
    near: list[Scored]
    originals: dict[str, list[Scored]]
    ordinary_in: dict[str, list[Scored]]
    varied: dict[Group, list[Scored]]
    pairs: list[Labelled]
    across: list[Labelled]


def questions(sizes: Sizes) -> Questions:
    """Return what is asked, so many of each at most."""
    return Questions(
        sets.un_persons(are_treated=True),
        sets.un_persons(are_treated=False).sample(sizes.originals),
        sets.ordinary_ascii().sample(sizes.ordinary),
        sets.ordinary_global().sample(sizes.ordinary),
        sets.congress(),
        near_misses(names_to_vary(NAMES_VARIED)).sample(sizes.originals),
        {script: sets.originals(script).sample(sizes.originals) for script in SCRIPTS},
        {script: sets.ordinary_in(script).sample(sizes.originals) for script in SCRIPTS},
        tuple(_varied(names_to_vary(sizes.varied))),
        sets.pairs(),
        sets.across_scripts(),
    )


def near_misses(names: Sequence[ListedAs]) -> QuerySet:
    """Return names that are close to listed ones and mean nobody; none without their maker.

    They have a listed person's given name and another's family name, one word exchanged, or
    one word that is too far from any.
    """
    made = near_misses_of_other([each.spoken for each in names]) if is_other_there() else []
    queries = tuple(Query(text) for text in dict.fromkeys(made))
    return QuerySet("names close to listed ones", f"made by {OTHER}", queries)


def _varied(
    names: Iterable[ListedAs], makers: Sequence[str] = (OURS, OTHER)
) -> Iterator[tuple[Variant, Query]]:
    for name in names:
        right, kind = sets.meant_by(name), name.entry.type
        made = [*variants(name.spoken, kind)] if OURS in makers else []
        made += variants_of_other(name.spoken) if OTHER in makers and is_other_there() else []
        for variant in made:
            yield variant, Query(variant.text, right, kind)


def ask(engine: Engine, across: Engine, asked: Questions) -> Answers:
    """Return what an engine answers; `across` is the same over the lists in Latin alone."""
    # First, before anything is warm: what is timed is what comes in every day.
    ordinary = all_scored(engine, asked.ordinary.queries)
    milliseconds = engine.watch.milliseconds
    of = partial(all_scored, engine)
    return Answers(
        engine.title,
        engine.threshold,
        milliseconds,
        of(asked.treated.queries),
        of(asked.untreated.queries),
        ordinary,
        of(asked.world.queries),
        of(asked.congress.queries),
        of(asked.near.queries),
        {script: all_scored(across, each.queries) for script, each in asked.originals.items()},
        {script: all_scored(across, each.queries) for script, each in asked.ordinary_in.items()},
        _answered(engine, asked.varied),
        labelled(engine, asked.pairs),
        labelled(engine, asked.across),
    )


def variants_of(
    engine: Engine, names: Iterable[ListedAs], made_by: str
) -> dict[str, list[Scored]]:
    """Return what an engine answers to the variants made by one of the two, by class."""
    answers = _answered(engine, _varied(names, (made_by,)))
    return {group: scores for (_made_by, group), scores in answers.items()}


def _answered(
    engine: Engine, varied: Iterable[tuple[Variant, Query]]
) -> dict[Group, list[Scored]]:
    answers: defaultdict[Group, list[Scored]] = defaultdict(list)
    for variant, query in varied:
        answers[variant.made_by, variant.group].append(scored(engine, query, variant.source))
    return dict(answers)


def found_by_class(answers: Answers, made_by: str, threshold: int) -> dict[str, Share]:
    """Return what is found of each class of variants made by one of the two."""
    return {
        group: found(scores, threshold)
        for (who, group), scores in answers.varied.items()
        if who == made_by
    }


def mean_found(answers: Answers, made_by: str, threshold: int) -> float:
    """Return the mean of what is found, each class of the same weight."""
    return mean([*found_by_class(answers, made_by, threshold).values()])


def at_equal_rate(answers: Answers, rate: Fraction) -> tuple[Judged, dict[str, float]]:
    """Return what is found of UN persons when so many ordinary names hit, and of the variants.

    Each half of the persons is judged at the threshold of the other half. The variants have no
    part in choosing one, so for them that of all ordinary names holds.
    """
    threshold = threshold_at(answers.ordinary, rate)
    makers = sorted({who for who, _group in answers.varied})
    return judged_at(answers.treated, answers.ordinary, rate), {
        who: mean_found(answers, who, threshold) for who in makers
    }


def across_scripts(answers: Answers, script: str) -> Judged:
    """Return what is found of originals in a script when so many ordinary names in it hit."""
    return judged_at(answers.originals[script], answers.ordinary_in[script], ACROSS_RATE)
