"""One word, one thing: every word the core's classes are named by is in the glossary."""

import ast
import re
from collections.abc import Sequence

import pytest

from tests.house.shape import words
from tests.house.source import ROOT, Finding, Source, plant, python_sources

# How English writes one word in several forms; "held" and "hold" are two entries.
ENDINGS = ("ation", "ing", "al", "ed", "es", "d", "s", "")


def stems(word: str) -> set[str]:
    """Return what the word may be a form of: `settled` of `settl`, `settle` and itself."""
    return {
        stem.removesuffix("e")
        for ending in ENDINGS
        if word.endswith(ending) and len(stem := word.removesuffix(ending)) > 2
    } | {word}


def glossary_stems(page: str) -> set[str]:
    """Return the stems of all words of a glossary."""
    return {stem for word in re.findall(r"[a-z]+", page.lower()) for stem in stems(word)}


def unknown_words(sources: Sequence[Source], page: str) -> list[Finding]:
    """Find public classes of the core that are named by a word the glossary does not have."""
    known = glossary_stems(page)
    return [
        source.finding(node, f"{node.name}: {word!r} is not in GLOSSARY.md")
        for source in sources
        if source.room == "core"
        for node in source.walk()
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for word in words(node.name)
        if not stems(word) & known
    ]


def test_every_word_of_the_core_is_in_the_glossary() -> None:
    """Whoever reads the core can look its words up."""
    findings = unknown_words(python_sources(), (ROOT / "GLOSSARY.md").read_text())
    assert not findings, "\n" + "\n".join(map(str, findings))


def test_an_unknown_word_is_found() -> None:
    """The check above can fail, on one word of a name."""
    page = "- **settle** - discharge. A *payment* is one's own.\n"
    found = unknown_words(plant("class PaymentGobbled: ..."), page)
    assert [each.text for each in found] == ["PaymentGobbled: 'gobbled' is not in GLOSSARY.md"]


@pytest.mark.parametrize("name", ["PaymentSettled", "Settling", "Payments", "_Gobbled"])
def test_forms_of_a_known_word_are_known(name: str) -> None:
    """A glossary has a word once, a name may bend it."""
    page = "- **settle** - discharge. A *payment* is one's own.\n"
    assert unknown_words(plant(f"class {name}: ..."), page) == []


def test_each_word_has_one_entry() -> None:
    """No word is told twice."""
    entries = re.findall(r"^- (\*\*.+?) —", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    terms = [term for entry in entries for term in re.findall(r"\*\*(.+?)\*\*", entry)]
    assert len(terms) > 100
    assert sorted(terms) == sorted(set(terms))
