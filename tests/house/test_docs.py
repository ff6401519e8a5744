"""The documents say what the code does: commands, reasons, settings, rooms."""

import ast
import re
from collections.abc import Iterable, Sequence

import pytest

from tallystick.cli.listing import LISTINGS
from tallystick.terms.reasons import CancellationReason, ReturnReason, StatusReason
from tests.house.reference import GENERATORS, REFERENCE, renewed
from tests.house.source import ROOT, Source, plant, python_sources, texts

PAGES = sorted(REFERENCE.glob("*.md"))
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
QUOTE = re.compile(r"`([^`\n]+)`")
VARIABLE = re.compile(r"\bTALLYSTICK_[A-Z_]+\b")
CONFIG = "src/tallystick/node/config.py"
ROOM = re.compile(r"^\| `(\w+)/` \| (here|coming) \|", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)


def code_in(page: str) -> str:
    """Return what a Markdown page holds in code blocks and code quotes, one after another."""
    blocks = FENCE.findall(page)
    return "\n".join([*blocks, *QUOTE.findall(FENCE.sub("", page))])


def missing(names: Iterable[str], page: str) -> list[str]:
    """Return the names that the page does not hold as code."""
    code = code_in(page)
    return [name for name in names if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", code)]


def settings_read(sources: Sequence[Source]) -> list[str]:
    """Return the environment variables that any file names, and a node's configured settings."""
    found = {name for source in sources for name in VARIABLE.findall(source.text)}
    for source in sources:
        if source.path == CONFIG:
            found |= {
                node.target.id
                for node in source.walk()
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
            }
    return sorted(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_parts_are_current(page: str) -> None:
    """Every generated table says what the code says now; `make docs` writes them."""
    path = REFERENCE / page
    assert renewed(path.read_text()) == path.read_text(), "run `make docs`"


def test_every_generated_table_has_its_place() -> None:
    """No generator writes to nowhere."""
    pages = "".join(path.read_text() for path in PAGES)
    assert {name for name in GENERATORS if f"<!-- generated: {name} -->" in pages} == set(
        GENERATORS
    )


def test_a_stale_table_is_renewed() -> None:
    """The check above can fail."""
    stale = "before\n<!-- generated: commands -->\nold\n<!-- end -->\nafter\n"
    assert (
        renewed(stale)
        == f"before\n<!-- generated: commands -->\n{GENERATORS['commands']()}<!-- end -->\nafter\n"
    )


def test_every_command_is_described() -> None:
    """Each command has its words on the page, beyond the table of states."""
    page = (REFERENCE / "commands.md").read_text()
    described = page[page.index("<!-- end -->") :]
    assert missing((f"tallystick {each.name}" for each in LISTINGS), described) == []


def test_every_reason_is_described() -> None:
    """Each code of each code set is on the page."""
    page = (REFERENCE / "reasons.md").read_text()
    codes = (*StatusReason, *ReturnReason, *CancellationReason)
    assert missing(codes, page) == []


def test_every_setting_is_described() -> None:
    """Each environment variable and each setting of a node is on the page."""
    page = (REFERENCE / "settings.md").read_text()
    assert missing(settings_read(python_sources()), page) == []


def test_an_undescribed_setting_is_found() -> None:
    """The check above can fail, for the environment and for a node's settings."""
    named = "TALLYSTICK~HOME".replace("~", "_")  # this file names no variable that nobody reads
    assert settings_read(plant(f"x = environ['{named}']")) == [named]
    assert settings_read(plant("class Settings:\n    linger_ms: int = 3", CONFIG)) == ["linger_ms"]
    assert missing(["linger_ms", "port"], "| `linger_ms` | port |") == ["port"]


def rooms_told(page: str) -> dict[str, bool]:
    """Return each room the page names, and whether it says that the room is here."""
    return {name: state == "here" for name, state in ROOM.findall(page)}


def test_the_architecture_tells_which_rooms_are_here() -> None:
    """A room is told as here when it is there, and as coming when it is not."""
    told = rooms_told((ROOT / "ARCHITECTURE.md").read_text())
    package = ROOT / "src" / "tallystick"
    here = {path.parent.name for path in package.glob("*/__init__.py")}
    stated = {name for name, is_here in told.items() if is_here}
    assert stated == here, f"in ARCHITECTURE.md's table of rooms, mend {sorted(stated ^ here)}"
    assert len(told) == 15


def test_rooms_are_read_off_the_page() -> None:
    """The check above can fail."""
    page = "| `core/` | here | decides |\n| `api/` | coming | doors |\n"
    assert rooms_told(page) == {"core": True, "api": False}


def test_every_make_target_is_told_to_newcomers() -> None:
    """Each target of the Makefile is in the README."""
    targets = TARGET.findall((ROOT / "Makefile").read_text())
    readme = (ROOT / "README.md").read_text()
    assert targets
    assert missing((f"make {target}" for target in targets), readme) == []


LINK = re.compile(r"\]\((?!\w+:)([^)#]+)")


def broken_links(pages: Iterable[tuple[str, str]]) -> list[str]:
    """Return every relative link of a Markdown page that leads nowhere."""
    return [
        f"{path}: {link}"
        for path, text in pages
        if path.endswith(".md")
        for link in LINK.findall(text)
        if not (ROOT / path).parent.joinpath(link).exists()
    ]


def test_no_link_is_broken() -> None:
    """Every link between documents leads somewhere."""
    assert broken_links(texts()) == []


def test_a_broken_link_is_found() -> None:
    """The check above can fail."""
    page = "[good](LICENSE) [bad](docs/nowhere.md) [far](https://example.org/x)"
    assert broken_links([("README.md", page)]) == ["README.md: docs/nowhere.md"]
