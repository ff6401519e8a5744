"""The import contracts hold, and each of them breaks on the import it is there to stop.

A planted package is linted in its own interpreter, because the package being
linted is found on the path by its name.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.house.source import ROOT

SETTINGS = ROOT / "pyproject.toml"
CONTRACTS = tomllib.loads(SETTINGS.read_text())["tool"]["importlinter"]["contracts"]


def lint(package_at: Path, *contract_ids: str) -> subprocess.CompletedProcess[str]:
    """Check the `tallystick` found below a folder against the repository's contracts."""
    chosen = [f"--contract={each}" for each in contract_ids]
    start = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", start, "--no-cache", "--no-logo", f"--config={SETTINGS}", *chosen],
        check=False,
        capture_output=True,
        text=True,
        cwd=package_at,
        env={**os.environ, "PYTHONPATH": str(package_at), "NO_COLOR": "1"},
    )


# Lints one package after another, each alone on the path, in one interpreter.
ONE_BY_ONE = """
import contextlib, io, json, os, sys
from importlinter.cli import lint_imports_command
at, settings, *contracts = sys.argv[1:]
told = []
for number, contract in enumerate(contracts):
    folder = os.path.join(at, str(number))
    os.chdir(folder)
    sys.path.insert(0, folder)
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        try:
            lint_imports_command(
                ["--no-cache", "--no-logo", f"--config={settings}", f"--contract={contract}"]
            )
        except SystemExit as ended:
            told.append((ended.code, words.getvalue()))
    sys.path.remove(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] == "tallystick"]:
        del sys.modules[name]
print(json.dumps(told))
"""


def lint_each(at: Path, contracts: Sequence[str]) -> list[tuple[int, str]]:
    """Check the packages in folders 0, 1, ... below one, each against one contract."""
    finished = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE, str(at), str(SETTINGS), *contracts],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "", "NO_COLOR": "1"},
    )
    told: list[tuple[int, str]] = json.loads(finished.stdout)
    return told


def plant_package(at: Path, modules: Mapping[str, str]) -> None:
    """Write a package `tallystick` with every committed room's name and the given modules."""
    for path, text in {"cli/__init__.py": "", **modules}.items():
        file = at / "tallystick" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for named in re.findall(r'"tallystick\.([a-z.]+)"', SETTINGS.read_text()):
        if not (at / "tallystick" / f"{named.replace('.', '/')}.py").exists():
            (at / "tallystick" / named.replace(".", "/")).mkdir(parents=True, exist_ok=True)
    for folder in [at / "tallystick", *(at / "tallystick").rglob("*/")]:
        (folder / "__init__.py").touch()


@pytest.mark.slow
def test_the_contracts_are_kept() -> None:
    """Nothing imports what it must not know."""
    finished = lint(ROOT / "src")
    assert finished.returncode == 0, finished.stdout + finished.stderr


BREACHES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("layers", {"terms/money.py": "import tallystick.core.ledger", "core/ledger.py": ""}),
    ("layers", {"journal/log.py": "import tallystick.screening.score", "screening/score.py": ""}),
    ("layers", {"core/ledger.py": "import tallystick.wire.xml", "wire/xml/__init__.py": ""}),
    ("layers", {"attic/old.py": ""}),
    (
        "siblings",
        {
            "wire/seal.py": "import tallystick.terms.money",
            "terms/money.py": "import tallystick.wire.seal",
        },
    ),
    ("pure", {"core/ledger.py": "import time"}),
    ("pure", {"core/cycles/close.py": "from random import Random"}),
    ("pure", {"terms/calendars.py": "import zoneinfo"}),
    ("pure", {"terms/errors.py": "import logging"}),
    ("machine", {"core/machine.py": "", "views/books.py": "import tallystick.core.machine"}),
    ("machine", {"core/machine.py": "", "node/runner.py": "import tallystick.core.machine"}),
    ("evolve", {"node/engine.py": "import tallystick.core.evolve.books"}),
    ("evolve", {"core/decide/gate.py": "import tallystick.core.evolve.books"}),
    ("store", {"journal/sqlite.py": "", "cli/verify.py": "import tallystick.journal.sqlite"}),
    ("doors", {"core/commands.py": "", "api/payments.py": "import tallystick.core.commands"}),
    ("doors", {"journal/port.py": "", "console/books.py": "import tallystick.journal.port"}),
    ("auditor", {"core/room.py": "", "proof/auditor/rounds.py": "import tallystick.core.room"}),
    ("auditor", {"core/state.py": "", "proof/auditor/books.py": "import tallystick.core.state"}),
    ("xml", {"admission/bank.py": "import lxml.etree"}),
    ("xml", {"wire/iso20022/pacs008.py": "from xml.etree import ElementTree"}),
    ("xml", {"wire/xml/__init__.py": "from xml.sax import handler"}),
)


def test_a_planted_import_breaks_its_contract(tmp_path: Path) -> None:
    """Each contract stops the import it is there to stop."""
    # A lawful one last: what is found is found in each package, and not left from one before.
    for number, (_, modules) in enumerate((*BREACHES, ("layers", {}))):
        plant_package(tmp_path / str(number), modules)

    *told, (lawful, _) = lint_each(tmp_path, [*(contract for contract, _ in BREACHES), "layers"])

    assert lawful == 0
    for (contract, modules), (code, words) in zip(BREACHES, told, strict=True):
        name = next(each["name"] for each in CONTRACTS if each["id"] == contract)
        assert code == 1, (contract, modules, words)
        assert f"{name} BROKEN" in " ".join(words.split()), (contract, modules, words)


def test_lawful_imports_are_kept(tmp_path: Path) -> None:
    """What the house allows, the contracts allow."""
    plant_package(
        tmp_path,
        {
            "terms/money.py": "import hashlib",
            "core/commands.py": "import tallystick.terms.money",
            "core/events/payments.py": "",
            "core/evolve/books.py": "import tallystick.core.events.payments",
            "core/machine.py": "import tallystick.core.evolve.books",
            "wire/xml/__init__.py": "import lxml.etree",
            "journal/sqlite.py": "import tallystick.core.events.payments",
            "node/engine.py": "import tallystick.core.machine",
            "node/replay.py": "import tallystick.core.machine",
            "node/wiring.py": "import tallystick.journal.sqlite",
            "api/payments.py": "import tallystick.node.engine",
            "core/ledger.py": "",
            "proof/auditor/rounds.py": "import tallystick.core.commands, tallystick.core.ledger",
            "cli/verify.py": "import tallystick.node.wiring",
        },
    )

    finished = lint(tmp_path)

    assert finished.returncode == 0, finished.stdout + finished.stderr


def named_by_wildcard(contracts: Iterable[object], rooms: Iterable[str]) -> list[str]:
    """Return the rooms that are there and that a contract still names as still to come."""
    return [room for room in rooms if f"'tallystick.{room}.**'" in str(list(contracts))]


def test_a_room_that_is_there_is_named_plainly() -> None:
    """A wildcard leaves out the room's own front page; it is for rooms still to come."""
    rooms = sorted(path.parent.name for path in (ROOT / "src/tallystick").glob("*/__init__.py"))
    arrived = named_by_wildcard(CONTRACTS, rooms)
    assert not arrived, f"in pyproject.toml's contracts, write tallystick.{arrived[0]} without .**"


def test_a_wildcard_for_a_room_that_is_there_is_found() -> None:
    """The check above can fail."""
    contracts = [{"source_modules": ["tallystick.api.**", "tallystick.core"]}]
    assert named_by_wildcard(contracts, ["api", "core", "terms"]) == ["api"]
