"""Stores with a life behind them, made once and copied for every test that changes them."""

import shutil
from pathlib import Path

import pytest

from tests.proof.two_stores import leave_under_way, live


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stores NORTH and SOUTH, at rest, and an old backup of NORTH."""
    folder = tmp_path_factory.mktemp("lived")
    live(folder).close()
    return folder


@pytest.fixture(scope="session")
def under_way(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stores NORTH and SOUTH, and payments that are not through yet."""
    folder = tmp_path_factory.mktemp("under_way")
    pair = live(folder)
    leave_under_way(pair)
    pair.close()
    return folder


@pytest.fixture
def stores(lived: Path, tmp_path: Path) -> Path:
    """A copy of the stores at rest, to be changed."""
    return Path(shutil.copytree(lived, tmp_path / "stores"))
