"""Stores with a life behind them, made once and copied for every test that changes them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tests.core.pair import NORTH, SOUTH
from tests.proof.two_stores import TwoStores, leave_under_way, live

Told = dict[str, Any]


class Answer(NamedTuple):
    """What the command answered: each difference, and its last line."""

    code: ExitCode
    differences: list[Told]
    total: Told
    err: str

    @property
    def pending(self) -> int:
        """How much is under way, as people are told."""
        return int(self.err.rpartition(" ")[2])


Reconciled = Callable[[Path], Answer]


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


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[TwoStores]:
    """Two nodes at work, with the short life behind them."""
    lively = live(tmp_path)
    yield lively
    lively.close()


@pytest.fixture
def reconciled(capsys: pytest.CaptureFixture[str]) -> Reconciled:
    """Reconcile the stores NORTH and SOUTH in a folder."""

    def asked(folder: Path) -> Answer:
        words = ["reconcile", str(folder / NORTH), str(folder / SOUTH), "--json"]
        code = run(root(), words)
        out, err = capsys.readouterr()
        *differences, total = map(msgspec.json.decode, out.splitlines())
        return Answer(code, differences, total, err)

    return asked
