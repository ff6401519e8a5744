"""The auditor deals with every word of the core, and takes nothing else from it."""

import ast
from typing import get_args

import pytest

from tallystick.core import commands, events, items, notices
from tallystick.proof.auditor.auditor import FREE_SCRIPTS, SCRIPTS
from tallystick.proof.auditor.booking import BOOKED
from tallystick.proof.auditor.hearing import HEARD
from tallystick.proof.auditor.promises import PROMISES
from tallystick.proof.auditor.telling import TOLD
from tests.house.source import python_sources

AUDITOR = [s for s in python_sources() if s.path.startswith("src/tallystick/proof/auditor/")]


def names(kinds: object) -> set[str]:
    """Return the names of some kinds."""
    assert isinstance(kinds, tuple | set | dict) or hasattr(kinds, "keys")
    return {kind.__name__ for kind in kinds}  # type: ignore[attr-defined]


def test_every_command_has_its_script() -> None:
    """A new command without a script fails here."""
    assert names(get_args(commands.AnyCommand)) == names({*SCRIPTS, *FREE_SCRIPTS})


def test_every_event_is_booked_and_promised() -> None:
    """A new event that the auditor does not know fails here."""
    every = names(get_args(events.AnyEvent))
    assert every == names({*BOOKED}) == names({*PROMISES})
    assert names({*TOLD}) <= every


def test_every_item_is_heard() -> None:
    """Agreements, payments and assignments have their own way in; all others are in the table."""
    own = {items.AgreementSigned, items.Forwarded, items.Assigned, items.AssignmentAnswered}
    assert names(get_args(items.Item)) == names({*HEARD, *own})


@pytest.mark.parametrize("kind", get_args(notices.Notice), ids=lambda kind: kind.__name__)
def test_every_notice_is_dealt_with(kind: type) -> None:
    """Each kind of a settlement system's notices is named where notices are heard."""
    (source,) = [each for each in AUDITOR if each.path.endswith("/treasury.py")]
    cases = [node for node in source.walk() if isinstance(node, ast.MatchClass)]
    assert kind.__name__ in {ast.unparse(node.cls) for node in cases}


@pytest.mark.parametrize(("module", "word"), [("ledger", "Posting"), ("grounds", "GoodGuy")])
def test_the_auditor_takes_one_word_alone(module: str, word: str) -> None:
    """How the core keeps its books, and what counts there, is not known to who audits them."""
    taken = {
        each.name
        for source in AUDITOR
        for node in source.walk()
        if isinstance(node, ast.ImportFrom) and node.module == f"tallystick.core.{module}"
        for each in node.names
    }
    assert taken == {word}


def test_the_auditor_finds_out_by_itself_whether_an_entry_counts() -> None:
    """The record of a good-guy entry says that of itself, to others."""
    asked = [node for source in AUDITOR for node in source.walk() if _asks_it(node)]
    assert not asked


def _asks_it(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "counts"
