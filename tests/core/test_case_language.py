"""The language of the cases says clearly, with file and line, what is wrong with a case."""

import pytest

from tallystick.terms.parties import Side
from tests.core.case_language import (
    KINDS,
    Case,
    CaseError,
    Money,
    Return,
    Step,
    Transfer,
    Vocabulary,
    read_cases,
)

TEXT = """
# for the reader
case A payment
given the agreement
  and a bank
when it sends
then it is sent
  and it is settled
when it sends again
then nothing happens

case Another
when it sends
then it is sent
"""


def test_a_file_is_read_case_by_case() -> None:
    """Comments and indents are for the reader; `and` goes on as the line before."""
    first, second = read_cases("x.case", TEXT)
    assert (first.title, first.place) == ("A payment", "x.case:3")
    assert [step.keyword for step in first.steps] == (
        ["given", "given", "when", "then", "then", "when", "then"]
    )
    assert first.steps[1] == Step("x.case:5", "given", "a bank")
    assert (second.title, len(second.steps)) == ("Another", 2)


BROKEN = (
    ("when it sends", "x.case:1: a step before the first case"),
    ("case One\nand it sends", "x.case:2: 'and' after nothing"),
    ("case One\nif it sends", "x.case:2: 'if' is none of case, given, when, then, and"),
    ("case One\nthen it is sent", "x.case:2: nothing has happened yet"),
    ("case One\ngiven a bank\nthen it is sent", "x.case:3: nothing has happened yet"),
    ("case One\nwhen a\ngiven b", "x.case:3: what is given comes before what happens"),
    ("case One\nwhen", "x.case:2: 'when' says nothing"),
    ("case\nwhen a\nthen b", "x.case:1: a case without a title"),
    ("case One\nwhen a", "x.case:1: the case 'One' ends without a then"),
    ("case One\ncase Two\nwhen a\nthen b", "x.case:1: the case 'One' ends without a then"),
    (
        "case One\nwhen a\nthen b\ncase One\nwhen a\nthen b",
        "x.case:4: x.case:1 has the same title",
    ),
)


@pytest.mark.parametrize(("text", "fault"), BROKEN)
def test_a_broken_file_is_told_by_its_line(text: str, fault: str) -> None:
    """Each rule of the form is told with the place where it is broken."""
    with pytest.raises(CaseError) as caught:
        read_cases("x.case", text)
    assert str(caught.value) == fault


def taught(seen: list[object]) -> Vocabulary:
    """Return a small vocabulary whose sentences note what they were told."""
    words = Vocabulary()

    @words.given("a bank {bank}")
    def a_bank(_scene: object, bank: str) -> None:
        seen.append(bank)

    @words.when("{bank} pays {money}")
    def pays(_scene: object, bank: str, money: Money) -> None:
        seen.append((bank, money))

    @words.then("{bank} has {money}")
    def has(_scene: object, bank: str, money: Money) -> None:
        assert (bank, money) in seen

    @words.then("{other:name} has {words}")
    def has_words(_scene: object, other: str, words: str) -> None:
        assert (other, words) in seen

    return words


def one(*lines: str) -> Case:
    """Return a case of these lines."""
    return read_cases("x.case", "\n".join(["case One", *lines]))[0]


def test_a_case_is_played_step_by_step() -> None:
    """Fields are read by their kind; what happens may also be given."""
    seen: list[object] = []
    case = one("given NOBKRUMM pays 0.05 RUB", "when NOBKRUMM pays 1.50 RUB", "then X has it")
    with pytest.raises(AssertionError) as caught:
        taught(seen).play(case, None)
    assert seen == [("NOBKRUMM", Money(5, "RUB")), ("NOBKRUMM", Money(150, "RUB"))]
    assert caught.value.__notes__ == ["x.case:4: then X has it"]


MISSAID = (
    ("when NOBKRUMM gives 1.00 RUB", "x.case:2: no sentence says 'when NOBKRUMM gives 1.00 RUB'"),
    ("when a bank NOBKRUMM", "x.case:2: no sentence says 'when a bank NOBKRUMM'"),
    ("when NOBKRUMM pays 1.001 RUB", "x.case:2: The amount 1.001 has 3 decimals"),
    ("when NOBKRUMM pays 1.00 QQQ", "x.case:2: "),
    ("when NOBK pays 1.00 RUB", "x.case:2: no sentence says 'when NOBK pays 1.00 RUB'"),
)


@pytest.mark.parametrize(("line", "fault"), MISSAID)
def test_a_step_that_says_nothing_known_is_told_by_its_line(line: str, fault: str) -> None:
    """An unknown sentence, a sentence out of place and a senseless field are told apart."""
    with pytest.raises(CaseError) as caught:
        taught([]).play(one(line, "then X has it"), None)
    assert str(caught.value).startswith(fault)


def test_a_sentence_with_two_meanings_is_refused() -> None:
    """Nothing is guessed."""
    words = taught([])
    words.then("NOBKRUMM has {what:words}")(lambda _scene, **_fields: None)
    with pytest.raises(CaseError, match=r"x\.case:3: .* may mean"):
        words.play(one("when NOBKRUMM pays 1.00 RUB", "then NOBKRUMM has money"), None)


FIELDS = (
    ("duration", "2 minutes", 120_000),
    ("duration", "1 day", 86_400_000),
    ("instant", "1970-01-02 01:02", 90_120_000),
    ("clock", "17:30", 1_050),
    ("list", "PDNG, RJCT AB05", ["PDNG", "RJCT AB05"]),
    ("transfer", "1.00 RUB to SOBKCNSH as P1", Transfer(Money(100, "RUB"), "SOBKCNSH", "P1")),
    ("return", "P1 as R1, the creditor at fault", Return("P1", "R1", Side.CREDITOR)),
)


@pytest.mark.parametrize(("kind", "text", "meaning"), FIELDS)
def test_a_field_means_what_it_says(kind: str, text: str, meaning: object) -> None:
    """Durations, instants, lists, transfers and returns are read as a person reads them."""
    assert KINDS[kind].meaning(text) == meaning
