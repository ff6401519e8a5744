"""The cases that a banker can read, played on two machines."""

from pathlib import Path

import pytest

from tests.core import sentences_given, sentences_then, sentences_when
from tests.core.case_language import read_cases
from tests.core.scene import SENTENCES, Scene
from tests.every import try_each

FILES = sorted((Path(__file__).parent / "cases").glob("*.case"))
CASES = [case for path in FILES for case in read_cases(path.name, path.read_text("utf-8"))]
TAUGHT = (sentences_given, sentences_when, sentences_then)


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_every_case_of_a_file_holds(name: str) -> None:
    """Everything in each case happens as it says."""
    cases = [each for each in CASES if each.place.startswith(name)]
    assert cases
    try_each(
        lambda case: SENTENCES.play(case[1], Scene()),
        [(f"{each.place} {each.title}", each) for each in cases],
    )


def test_every_sentence_is_said() -> None:
    """The language holds nothing that no case says."""
    said = {SENTENCES.understand(step)[0].act for case in CASES for step in case.steps}
    unsaid = [each.pattern for each in SENTENCES.sentences if each.act not in said]
    assert not unsaid, unsaid
    assert TAUGHT
