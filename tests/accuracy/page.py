"""The tables of docs/explanation/screening-accuracy.md, as the run writes them."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from tallystick.screening.bundle import Bundle
from tallystick.screening.score import MATCHER, SCORE_MAX, THRESHOLD
from tests.accuracy.figures import (
    NEVER,
    Confusion,
    Scored,
    Share,
    confusion,
    found,
    hits,
    judged_at,
    judged_pairs,
)
from tests.accuracy.measure import (
    ACROSS_RATE,
    EQUAL_RATES,
    SCRIPTS,
    Answers,
    Questions,
    across_scripts,
    at_equal_rate,
    found_by_class,
    mean_found,
)
from tests.accuracy.sets import QuerySet
from tests.accuracy.variants import OTHER, OURS
from tests.house.reference import table
from tests.house.source import ROOT

PAGE: Final = ROOT / "docs" / "explanation" / "screening-accuracy.md"
MAKERS: Final = (OURS, OTHER)


def lists_table(bundle: Bundle) -> str:
    """Return the lists, with how many names each has."""
    rows = [
        (each.name, each.published_on or "-", each.count, sum(len(e.names) for e in each.entries))
        for each in bundle.lists
    ]
    total = ("all", "", sum(row[2] for row in rows), sum(row[3] for row in rows))
    return table(("list", "published on", "entities", "names"), [*rows, total])


def sets_table(everything: Questions, sample: Questions) -> str:
    """Return the sets of queries, with how many we and all were asked."""
    rows: list[tuple[object, ...]] = [
        (all_of.title, all_of.source, len(all_of.queries), len(some.queries))
        for all_of, some in zip(_sets(everything), _sets(sample), strict=True)
    ]
    for maker in MAKERS:
        counts = [
            sum(variant.made_by == maker for variant, _query in asked.varied)
            for asked in (everything, sample)
        ]
        rows.append(("variants of listed names", f"made by {maker}", *counts))
    pairs = len(everything.pairs)
    rows.append(("labelled pairs", "nomenklatura's name_bench (MIT)", pairs, len(sample.pairs)))
    across = len(everything.across)
    rows.append(("one name in two scripts", "Watchman (Apache-2.0)", across, len(sample.across)))
    return table(("set", "source", "all", "sample"), rows)


def _sets(asked: Questions) -> Iterable[QuerySet]:
    yield from (asked.treated, asked.untreated, asked.ordinary, asked.world, asked.congress)
    yield asked.near
    yield from (*asked.originals.values(), *asked.ordinary_in.values())


def ours_table(answers: Answers) -> str:
    """Return what our matcher does on everything, at the default threshold."""
    at = answers.threshold
    rows = [
        ("UN persons with errors", "a hit", *_told(hits(answers.treated, at))),
        ("UN persons with errors", "the right one", *_told(found(answers.treated, at))),
        ("UN persons as listed", "a hit", *_told(hits(answers.untreated, at))),
        ("ordinary names, ASCII", "a hit", *_told(hits(answers.ordinary, at))),
        ("ordinary names, global", "a hit", *_told(hits(answers.world, at))),
        ("US congress", "a hit", *_told(hits(answers.congress, at))),
        ("names close to listed ones", "a hit", *_told(hits(answers.near, at))),
    ]
    for script in SCRIPTS:
        title = script.title()
        rows += [
            (
                f"UN originals, {title}",
                "the right one",
                *_told(found(answers.originals[script], at)),
            ),
            (f"ordinary names, {title}", "a hit", *_told(hits(answers.ordinary_in[script], at))),
        ]
    across = confusion(answers.across, at).found
    rows.append(("one name in two scripts", "a match", *_told(across)))
    return table(("set", "what", "how many", "share", "interval of 95 %"), rows)


def pairs_table(everybody: Sequence[Answers]) -> str:
    """Return the labelled pairs at each one's own threshold, and at the other half's."""
    rows = []
    for answers in everybody:
        own = confusion(answers.pairs, answers.threshold)
        thresholds, judged = judged_pairs(answers.pairs)
        rows += [
            (answers.title, f"own, {_score(answers.threshold)}", *_confused(own)),
            (answers.title, f"other half's, {_scores(thresholds)}", *_confused(judged)),
        ]
    heads = ("who", "threshold", "precision", "found", "F1", "interval of 95 %")
    return table(heads, rows)


def own_table(everybody: Sequence[Answers]) -> str:
    """Return everybody at their own thresholds, on the sample."""
    rows = [
        (
            answers.title,
            _score(answers.threshold),
            _percent(found(answers.treated, answers.threshold)),
            _percent(hits(answers.ordinary, answers.threshold)),
            _percent(hits(answers.world, answers.threshold)),
            _percent(hits(answers.congress, answers.threshold)),
            _percent(hits(answers.near, answers.threshold)),
            *(f"{mean_found(answers, maker, answers.threshold):.3f}" for maker in MAKERS),
            f"{answers.milliseconds:.3g} ms",
        )
        for answers in everybody
    ]
    heads = (
        *("who", "threshold", "UN persons found", "ordinary ASCII hit", "ordinary global hit"),
        *(
            "congress hit",
            "close names hit",
            *(f"variants found ({maker})" for maker in MAKERS),
            "CPU time a name",
        ),
    )
    return table(heads, rows)


def equal_table(everybody: Sequence[Answers]) -> str:
    """Return everybody at thresholds that let the same share of ordinary names hit."""
    rows = []
    for rate in EQUAL_RATES:
        for answers in everybody:
            judged, varied = at_equal_rate(answers, rate)
            rows.append(
                (
                    _rate(rate),
                    answers.title,
                    _scores(judged.thresholds),
                    _ranged(judged.found),
                    _percent(judged.false_positives),
                    *(f"{varied.get(maker, 0):.3f}" for maker in MAKERS),
                )
            )
    heads = (
        *("ordinary names that may hit", "who", "thresholds", "UN persons found"),
        *("ordinary names that hit", *(f"variants found ({maker})" for maker in MAKERS)),
    )
    return table(heads, rows)


def across_table(everybody: Sequence[Answers]) -> str:
    """Return names in their original script against the list in Latin letters."""
    rows = []
    for script in SCRIPTS:
        for answers in everybody:
            asked, ordinary = answers.originals[script], answers.ordinary_in[script]
            judged = across_scripts(answers, script)
            rows.append(
                (
                    script.title(),
                    answers.title,
                    _ranged(found(asked, answers.threshold)),
                    _percent(hits(ordinary, answers.threshold)),
                    _ranged(judged.found),
                    _percent(judged.false_positives),
                )
            )
    equal = f"at {_rate(ACROSS_RATE)} of ordinary names"
    heads = ("script", "who", "found", "ordinary hit", f"found {equal}", f"ordinary hit {equal}")
    return table(heads, rows)


def classes_table(everybody: Sequence[Answers]) -> str:
    """Return what is found of each class of variants, at each one's own threshold."""
    rows = []
    for maker in MAKERS:
        shares = [found_by_class(answers, maker, answers.threshold) for answers in everybody]
        for group in sorted(shares[0]):
            cells = (f"{each[group].value:.3f}" for each in shares)
            rows.append((group, maker, shares[0][group].whole, *cells))
    return table(("class", "made by", "queries", *(each.title for each in everybody)), rows)


def folds_table(answers: Answers) -> str:
    """Return our figures at the default threshold beside those at thresholds of other halves."""
    at = answers.threshold
    rows: list[tuple[object, ...]] = []
    for bound in EQUAL_RATES:
        judged = judged_at(answers.treated, answers.ordinary, bound)
        rows.append(
            (
                f"UN persons, {_rate(bound)} of ordinary ASCII names",
                _ranged(found(answers.treated, at)),
                _percent(hits(answers.ordinary, at)),
                _scores(judged.thresholds),
                _ranged(judged.found),
                _percent(judged.false_positives),
            )
        )
    heads = (
        *("set and bound", "found at the default", "ordinary hit at the default"),
        *("thresholds of the halves", "found", "ordinary hit"),
    )
    return table(heads, rows)


def exhaustive_table(kept: Sequence[Scored], every: Sequence[Scored], threshold: int) -> str:
    """Return what scoring candidates alone lost against scoring everybody listed."""
    better = sum(
        full.top > max(some.top, threshold - 1) for some, full in zip(kept, every, strict=True)
    )
    rows = [
        ("a hit among the candidates", _ranged(hits(kept, threshold))),
        ("a hit among everybody listed", _ranged(hits(every, threshold))),
        ("a better hit than any candidate", _ranged(Share(better, len(every)))),
    ]
    return table(("queries with", "how many"), rows)


def setting_lines(machine: str, versions: Sequence[str], seconds: float) -> str:
    """Return where and with what the run was made."""
    return (
        f"Matcher `{MATCHER}`, default threshold {_score(THRESHOLD)}; "
        f"{machine}; {', '.join(versions)}; the run took {seconds / 60:.0f} minutes.\n"
    )


def _told(share: Share) -> tuple[str, str, str]:
    return f"{share.part} of {share.whole}", _percent(share), _interval(share.interval)


def _confused(judged: Confusion) -> tuple[str, ...]:
    figures = (judged.precision.value, judged.found.value, judged.f1)
    low, high = judged.f1_interval
    return (*(f"{each:.3f}" for each in figures), f"{low:.3f} to {high:.3f}")


def _ranged(share: Share) -> str:
    return f"{_percent(share)} ({_interval(share.interval)}; {share.part} of {share.whole})"


def _interval(ends: tuple[float, float]) -> str:
    return f"{ends[0] * 100:.2f} to {ends[1] * 100:.2f} %"


def _percent(share: Share) -> str:
    return f"{share.value * 100:.2f} %"


def _rate(rate: Fraction) -> str:
    return f"{float(rate) * 100:g} %"


def _scores(thresholds: Iterable[int]) -> str:
    return " and ".join(map(_score, thresholds))


def _score(threshold: int) -> str:
    # A score so high that none reaches it lets nobody hit.
    return "none" if threshold >= NEVER else f"{threshold / SCORE_MAX:.4f}"
