"""The pages of the messages say what the tables and charts say."""

import re

from tallystick.wire.iso20022.charts import body_of
from tallystick.wire.iso20022.grammar import Group, Message, supported, types_of
from tests.house.message_pages import PAGES, pages

ROW = re.compile(r"^\| `([\w/]+)` \| \d", re.MULTILINE)


def test_the_pages_are_current() -> None:
    """`make docs` writes them."""
    assert {path.name: path.read_text() for path in PAGES.glob("*.md")} == pages(), (
        "run `make docs`"
    )


def test_a_page_a_version_is_linked() -> None:
    """Each supported version has its page and its link."""
    front = pages()["README.md"]
    for message in supported():
        assert f"({message}.md)" in front


def elements(message: Message) -> set[str]:
    """The name of every element of a version but the outermost."""
    kinds = types_of(message).values()
    names = {child.name for kind in kinds if isinstance(kind, Group) for child in kind.children}
    return names - {body_of(message).name}


def test_every_element_is_told() -> None:
    """No element of a version is missing on its page."""
    for message in supported():
        told = {path.rpartition("/")[2] for path in ROW.findall(pages()[f"{message}.md"])}
        assert told == elements(message)
