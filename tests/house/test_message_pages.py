"""The pages of the messages say what the tables and charts say."""

import re

from tallystick.wire.iso20022.grammar import Group, Message, supported, types_of
from tallystick.wire.iso20022.pages import page_of
from tests.house.message_pages import PAGES, TOLD, pages

ROW = re.compile(r"^\| `([\w/.]+)` \| \d", re.MULTILINE)


def test_the_pages_are_current() -> None:
    """`make docs` writes them."""
    assert {path.name: path.read_text() for path in PAGES.glob("*.md")} == pages(), (
        "run `make docs`"
    )


def test_every_version_is_listed() -> None:
    """And those that have a page are linked."""
    front = pages()["README.md"]
    for message in supported():
        assert message in front
        assert (f"({message}.md)" in front) == (message in TOLD)


def elements(message: Message) -> set[str]:
    """The name of every element of a version but the outermost two."""
    kinds = [kind for name, kind in types_of(message).items() if name != "Document"]
    return {child.name for kind in kinds if isinstance(kind, Group) for child in kind.children}


def test_every_element_is_told() -> None:
    """No element of a version is missing on its page."""
    for message in supported():
        told = {path.rpartition("/")[2] for path in ROW.findall(page_of(message))}
        assert told == elements(message)
