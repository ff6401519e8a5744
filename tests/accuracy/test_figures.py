"""The figures are what their definitions say, worked out by hand."""

from fractions import Fraction

import pytest

from tests.accuracy.figures import (
    NEVER,
    Confusion,
    Labelled,
    Scored,
    Share,
    best_threshold,
    confusion,
    found,
    halves,
    hits,
    judged_at,
    judged_pairs,
    mean,
    threshold_at,
    wilson,
)

# Wilson's interval as published: 10 of 100 is 5.5 to 17.4 %, 0 of 20 is 0 to 16.1 %.
WILSON = ((10, 100, 0.0552, 0.1744), (0, 20, 0.0, 0.1611), (20, 20, 0.8389, 1.0), (0, 0, 0.0, 1.0))


@pytest.mark.parametrize(("part", "whole", "low", "high"), WILSON)
def test_an_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """To four digits; it is never outside 0 and 1, and nothing is known of nothing."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_f1_is_the_mean_of_precision_and_what_is_found() -> None:
    """The harmonic one; its interval holds it."""
    judged = Confusion(161, 28, 51, 175)
    precision, share = judged.precision.value, judged.found.value
    assert judged.f1 == pytest.approx(2 * precision * share / (precision + share))
    low, high = judged.f1_interval
    assert low < judged.f1 < high


def test_pairs_are_counted_at_a_threshold() -> None:
    """A score as high as the threshold says match."""
    pairs = [
        *(Labelled("one", 9_000, is_match=True), Labelled("two", 8_499, is_match=True)),
        *(Labelled("three", 8_500, is_match=False), Labelled("four", 0, is_match=False)),
    ]
    assert confusion(pairs, 8_500) == Confusion(1, 1, 1, 1)


def test_a_hit_is_not_always_the_right_one() -> None:
    """Somebody was found, but not whom the query means."""
    scored = [Scored("one", 9_000, 9_000), Scored("two", 9_000, 8_000), Scored("three", 8_000)]
    assert (hits(scored, 8_500), found(scored, 8_500)) == (Share(2, 3), Share(1, 3))


@pytest.mark.parametrize(
    ("rate", "threshold"), [(Fraction(0), 9_001), (Fraction(1, 4), 8_001), (Fraction(1), 1)]
)
def test_a_threshold_lets_no_more_hit_than_the_rate(rate: Fraction, threshold: int) -> None:
    """One lower would let one more hit, also where several score the same."""
    negatives = [Scored(str(top), top) for top in (0, 8_000, 8_000, 9_000)]
    assert threshold_at(negatives, rate) == threshold
    assert hits(negatives, threshold).value <= rate
    assert threshold == 1 or hits(negatives, threshold - 1).value > rate


def test_the_best_threshold_has_the_best_f1() -> None:
    """The lowest of several; none where nothing scores."""
    pairs = [
        *(Labelled("one", 9_000, is_match=True), Labelled("two", 7_000, is_match=True)),
        *(Labelled("three", 6_000, is_match=False), Labelled("four", 0, is_match=False)),
    ]
    assert best_threshold(pairs) == 7_000
    assert best_threshold(pairs[3:]) == NEVER


def test_halves_do_not_depend_on_order_or_case() -> None:
    """A name and its reordering are on one side, so that neither tells about the other."""
    names = [f"Name {each}" for each in range(200)]
    one, other = halves(names, str)
    assert sorted((*one, *other)) == sorted(names)
    assert 60 < len(one) < 140
    again, _rest = halves([f"{each.split()[1]} NAME" for each in names], str)
    assert [f"Name {each.split()[0]}" for each in again] == one


def test_no_half_is_judged_by_its_own_threshold() -> None:
    """Where the halves are alike nothing is lost; all are counted once."""
    positives = [Scored(f"yes {each}", 9_000, 9_000) for each in range(100)]
    negatives = [Scored(f"no {each}", 5_000) for each in range(100)]
    judged = judged_at(positives, negatives, Fraction(0))
    assert judged.thresholds == (5_001, 5_001)
    assert (judged.found, judged.false_positives) == (Share(100, 100), Share(0, 100))


def test_a_half_that_scores_higher_shows_in_the_other() -> None:
    """A threshold chosen where ordinary names score low lets those of the other half hit."""
    names = [f"no {each}" for each in range(100)]
    low, _high = halves(names, str)
    negatives = [Scored(each, 5_000 if each in low else 7_000) for each in names]
    judged = judged_at([Scored("yes", 6_000, 6_000)], negatives, Fraction(0))
    assert judged.thresholds == (5_001, 7_001)
    assert judged.false_positives == Share(100 - len(low), 100)


def test_pairs_are_judged_at_the_other_halfs_threshold() -> None:
    """Each pair once."""
    pairs = [Labelled(f"yes {each}", 9_000, is_match=True) for each in range(50)]
    pairs += [Labelled(f"no {each}", 6_000, is_match=False) for each in range(50)]
    assert judged_pairs(pairs) == ((9_000, 9_000), Confusion(50, 0, 0, 50))


def test_each_class_counts_the_same() -> None:
    """However many queries it has."""
    assert mean([Share(1, 2), Share(100, 100)]) == 0.75
    assert mean([]) == 0
