"""Lived-in books, as views read them."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tallystick.views.viewers import Books
from tests.node.history import KeptNodes, lived
from tests.views.reading import NAMES, books_of


@pytest.fixture(scope="module")
def history() -> KeptNodes:
    """Return two nodes that have seen everything; nobody steps them further."""
    return lived()


@pytest.fixture(scope="module")
def read(
    history: KeptNodes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Books]]:
    """Return both nodes' books, chronicles and all."""
    folder = tmp_path_factory.mktemp("chronicles")
    with ExitStack() as held:
        yield {name: held.enter_context(books_of(history, name, folder)) for name in NAMES}
