"""Of many Latin names, those that an Arabic one may mean are found."""

from tallystick.screening.names import Words, normalise
from tallystick.screening.score import FLOOR
from tallystick.screening.scripts.across import score_across
from tallystick.screening.scripts.candidates import LEAST, SkeletonIndex
from tests.screening.scripts.known_pairs import ARABIC, DIFFERENT, OTHERS

NAMES = [normalise(latin) for _, latin in (*ARABIC, *OTHERS, *DIFFERENT)]


def found(names: list[Words], original: str) -> list[Words]:
    return [names[place] for place in SkeletonIndex(names).candidates(normalise(original))]


def test_each_name_is_among_the_first_few() -> None:
    for original, latin in ARABIC:
        assert normalise(latin) in found(NAMES, original)[:6], latin


def test_a_letter_more_or_less_is_found() -> None:
    assert found([normalise("Tikritis"), normalise("Masri")], "التكريتي") == [("tikritis",)]
    assert found([normalise("Tikriti"), normalise("Masri")], "التكريتين") == [("tikriti",)]


def test_the_order_of_the_names_does_not_count() -> None:
    turned = list(reversed(NAMES))
    for original, _ in ARABIC:
        assert set(found(NAMES, original)) == set(found(turned, original))


def test_asking_changes_nothing() -> None:
    index = SkeletonIndex(NAMES)
    before = [index.candidates(normalise(original)) for original, _ in ARABIC]
    assert before == [index.candidates(normalise(original)) for original, _ in ARABIC]


def test_nothing_is_found_among_nothing() -> None:
    assert SkeletonIndex([]).candidates(normalise("محمد علي")) == ()
    assert SkeletonIndex(NAMES).candidates(()) == ()
    assert SkeletonIndex(NAMES).candidates(("!!",)) == ()
    assert SkeletonIndex([()]).candidates(normalise("محمد علي")) == ()


def test_all_that_are_found_are_alike_enough_the_likeliest_first() -> None:
    assert LEAST == FLOOR
    index = SkeletonIndex(NAMES)
    for original, _ in (*ARABIC, *OTHERS):
        words = normalise(original)
        scores = [score_across(words, NAMES[place]) for place in index.candidates(words)]
        assert scores == sorted(scores, reverse=True)
        assert all(score >= LEAST for score in scores)
        everybody = index.candidates(words, 1)
        assert set(index.candidates(words)) <= set(everybody)


def test_a_name_asked_in_any_script_does_not_change_the_next() -> None:
    index = SkeletonIndex(NAMES)
    asked = [normalise(original) for original, _ in (*OTHERS, *ARABIC)]
    by_itself = [SkeletonIndex(NAMES).candidates(words) for words in asked[:12]]
    assert [index.candidates(words) for words in asked][:12] == by_itself
