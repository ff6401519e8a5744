"""The pages of docs/reference/messages: an index of all versions, and the pages of a few."""

from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.pages import page_of
from tests.house.source import ROOT

PAGES = ROOT / "docs" / "reference" / "messages"
# What every node writes, and the newest that it reads; `message describe` tells the others.
TOLD = tuple(
    map(
        Message,
        (
            *("head.001.001.02", "pacs.002.001.10", "pacs.002.001.15"),
            *("pacs.008.001.08", "pacs.008.001.13"),
        ),
    )
)
FRONT = """# Messages

Each of these versions is read and written whole. `tallystick message describe VERSION` prints a
version's page: its elements in order, how often each occurs, its type, and the field of our view
that holds it. An element without a field is kept in the message's bytes and in its tree. The pages
of the versions that every node speaks are here too, written by `make docs` from the tables in
`src/tallystick/wire/iso20022/tables`.

"""


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    lines = [f"- {f'[{each}]({each}.md)' if each in TOLD else each}\n" for each in supported()]
    return {
        "README.md": FRONT + "".join(lines),
        **{f"{message}.md": page_of(message) for message in TOLD},
    }


def write() -> None:
    """Write every page anew."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text)
