"""The house is tidy, and each rule of the house can fail."""

import pytest

from tests.every import for_each
from tests.house import purity, reach, shape, wording
from tests.house.source import Rule, Source, parse_all, plant, python_sources, texts

SOURCES = python_sources()
RULES: tuple[Rule, ...] = (
    shape.long_functions,
    shape.long_files,
    shape.long_median,
    shape.banned_names,
    shape.stubs,
    purity.floats,
    purity.hash_order,
    purity.clock_and_chance,
    purity.sleeping_tests,
    purity.mocks,
    reach.dead_modules,
)
CORE = "src/tallystick/core/planted.py"
TERMS = "src/tallystick/terms/planted.py"
NODE = "src/tallystick/node/planted.py"
TEST = "tests/core/test_planted.py"
LINES_51 = "def f():\n" + "    print()\n" * 50
LINES_10 = "def f():\n" + "    print()\n" * 9


@pytest.fixture(scope="module")
def parsed() -> list[Source]:
    """Return all sources, with the trees that all rules walk."""
    parse_all(SOURCES)
    return SOURCES


# One test, since each process that runs a rule must parse all the files first.
@for_each("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule, parsed: list[Source]) -> None:
    """No file of src or tests breaks the rule."""
    findings = rule(parsed)
    assert not findings, "\n" + "\n".join(map(str, findings))


def test_no_text_holds_unfit_words() -> None:
    """No file anybody reads puts work off, or names one machine or registry."""
    findings = wording.unfit_words(texts())
    assert not findings, "\n" + "\n".join(map(str, findings))


BAD: tuple[tuple[Rule, str, str], ...] = (
    (shape.long_functions, NODE, LINES_51),
    (shape.long_functions, TEST, LINES_51),
    (shape.long_files, TEST, "x = 1\n" * 401),
    (shape.long_median, NODE, LINES_10),
    (shape.banned_names, "src/tallystick/node/utils.py", ""),
    (shape.banned_names, NODE, "class LedgerManager: ..."),
    (shape.banned_names, NODE, "def process_payment(): print()"),
    (shape.banned_names, NODE, "def do_payment(): print()"),
    (shape.banned_names, NODE, "def pay(data): print()"),
    (shape.banned_names, NODE, "class BaseStore: ..."),
    (shape.banned_names, NODE, "tmp_amount = 1"),
    (shape.banned_names, NODE, "for a in amounts: print(a)"),
    (shape.banned_names, NODE, "def request_handler(): print()"),
    (shape.stubs, NODE, "def pay():\n    '''Pay.'''\n    raise NotImplementedError"),
    (shape.stubs, NODE, "def pay(): ..."),
    (shape.stubs, NODE, "class Bank:\n    def pay(self):\n        pass"),
    (purity.floats, CORE, "def f(x: float): print()"),
    (purity.floats, TERMS, "x = 0.5"),
    (purity.floats, TERMS, "x = 1j"),
    (purity.floats, CORE, "x = y / 2"),
    (purity.floats, CORE, "x /= 2"),
    (purity.hash_order, CORE, "for x in {1, 2}: print()"),
    (purity.hash_order, CORE, "for x in set(y): print()"),
    (purity.hash_order, CORE, "open_ids: set[str] = set()\nx = [y for y in open_ids]"),
    (purity.hash_order, CORE, "def f(ids: frozenset[str]): return tuple(ids)"),
    (
        purity.hash_order,
        CORE,
        "def f(s): return {x: 1 for x in s.ids}\nclass S:\n    ids: set[str]",
    ),
    (purity.hash_order, CORE, "a = {1}\nb = ','.join(a)"),
    (purity.hash_order, CORE, "a = {1}\nb = [*a]"),
    (purity.hash_order, CORE, "for x in a.keys() - b.keys(): print()"),
    (purity.hash_order, CORE, "for x in a.union(b): print()"),
    (purity.hash_order, CORE, "for x in (a | {1}): print()"),
    (purity.hash_order, CORE, "x = hash(y)"),
    (purity.hash_order, CORE, "x = sorted(y, key=lambda z: id(z))"),
    (purity.clock_and_chance, NODE, "from datetime import datetime\nx = datetime.now()"),
    (purity.clock_and_chance, NODE, "import datetime as d\nx = d.datetime.utcnow()"),
    (purity.clock_and_chance, TEST, "from datetime import date\nx = date.today()"),
    (purity.clock_and_chance, TEST, "import time\nx = time.time()"),
    (purity.clock_and_chance, NODE, "from time import time_ns as t\nx = t()"),
    (purity.clock_and_chance, NODE, "import random\nx = random.Random(1)"),
    (purity.clock_and_chance, NODE, "from random import Random\ndef f(r: Random): print()"),
    (purity.clock_and_chance, TEST, "import random\nx = random.Random()"),
    (purity.clock_and_chance, TEST, "from random import Random\nx = Random().random()"),
    (purity.clock_and_chance, purity.SEEDS, "from random import Random\nx = Random()"),
    (purity.clock_and_chance, TEST, "from random import choice\nx = choice(y)"),
    (purity.clock_and_chance, NODE, "import numpy as np\nx = np.random.default_rng(1)"),
    (purity.clock_and_chance, TEST, "import numpy as np\nx = np.random.default_rng(1)"),
    (purity.clock_and_chance, purity.DRAWS, "import numpy as np\nx = np.random.rand(1)"),
    (purity.clock_and_chance, purity.DRAWS, "import numpy as np\nx = np.random.PCG64()"),
    (purity.clock_and_chance, purity.DRAWS, "import random\nx = random.Random(1)"),
    (purity.clock_and_chance, NODE, "from uuid import uuid4\nx = uuid4()"),
    (purity.clock_and_chance, NODE, "import os\nx = os.urandom(8)"),
    (purity.clock_and_chance, purity.CLOCK, "import secrets\nx = secrets.token_hex()"),
    (purity.clock_and_chance, purity.ENTROPY, "import time\nx = time.time()"),
    (purity.sleeping_tests, TEST, "from time import sleep\nsleep(1)"),
    (purity.mocks, TEST, "from unittest.mock import MagicMock"),
    (purity.mocks, TEST, "from unittest import mock"),
    (purity.mocks, TEST, "import unittest.mock"),
    (purity.mocks, TEST, "def test_it(mocker): print()"),
    (reach.dead_modules, NODE, "from tallystick.node import planted"),
    (reach.dead_modules, "src/tallystick/node/__init__.py", "from tallystick.node.clock import x"),
)


@for_each(("rule", "path", "text"), BAD)
def test_a_planted_breach_is_found(rule: Rule, path: str, text: str) -> None:
    """Every rule finds what it is there to find."""
    assert rule(plant(text, path))


GOOD: tuple[tuple[Rule, str, str], ...] = (
    (shape.long_functions, NODE, "def f():\n" + "    print()\n" * 49),
    (
        shape.long_functions,
        NODE,
        'def f():\n    """\n' + "    word\n" * 60 + '    """\n    print()',
    ),
    (shape.long_files, NODE, "x = 1\n" * 400),
    (shape.long_median, NODE, "def f():\n" + "    print()\n" * 8),
    (shape.banned_names, NODE, "def pay(base, process_id): return [x for x in base]"),
    (shape.banned_names, NODE, "class Pin(Line):\n    @override\n    def do_turn(self): print()"),
    (shape.banned_names, NODE, "by_age = sorted(payments, key=lambda p: p.age)"),
    (shape.banned_names, TEST, "def test_personal_data(tmp_path): print()"),
    (shape.banned_names, "src/tallystick/api/planted.py", "def request_handler(): print()"),
    (shape.stubs, NODE, "class Store(Protocol):\n    def read(self) -> int: ..."),
    (shape.stubs, NODE, "class Store(ABC):\n    @abstractmethod\n    def read(self): ..."),
    (purity.floats, "src/tallystick/screening/planted.py", "x = 0.5"),
    (purity.floats, CORE, "x = y // 2"),
    (purity.hash_order, CORE, "a = {1}\nfor x in sorted(a): print()"),
    (purity.hash_order, CORE, "a = {1}\nb = sorted(x for x in a)\nc = {x for x in a}\nd = 1 in a"),
    (purity.hash_order, CORE, "for x in {'a': 1}: print()"),
    (purity.hash_order, CORE, "x = y - 1\nz = [*y]"),
    (purity.clock_and_chance, purity.CLOCK, "import time\nx = time.time_ns()"),
    (purity.clock_and_chance, purity.ENTROPY, "import secrets\nx = secrets.token_hex()"),
    (purity.clock_and_chance, TEST, "import random\nx = random.Random(7).randbytes(3)"),
    (purity.clock_and_chance, TEST, "from random import Random\ndef f(r: Random): print()"),
    (purity.clock_and_chance, purity.SEEDS, "from random import Random\nx = Random('seed')"),
    (
        purity.clock_and_chance,
        purity.DRAWS,
        "import numpy as np\nx = np.random.Generator(np.random.PCG64(1))",
    ),
    (
        purity.clock_and_chance,
        CORE,
        "from datetime import datetime\nx = datetime.fromisoformat(y)",
    ),
    (purity.mocks, TEST, "from unittest import TestCase"),
)


@for_each(("rule", "path", "text"), GOOD)
def test_a_rule_leaves_good_work_alone(rule: Rule, path: str, text: str) -> None:
    """A rule that cries without cause is soon switched off."""
    assert not rule(plant(text, path))


def test_a_module_is_alive_when_something_uses_it() -> None:
    """An import, or a place in the table of commands, keeps a module."""
    used = plant("", "src/tallystick/node/engine.py")
    assert not reach.dead_modules(
        [*used, *plant("from tallystick.node.engine import Node", "tests/node/test_it.py")]
    )
    assert not reach.dead_modules(
        [
            *plant(
                "from tallystick.cli.listing import LISTINGS", "src/tallystick/cli/__init__.py"
            ),
            *plant("", "src/tallystick/cli/listing.py"),
        ]
    )
    assert not reach.dead_modules(
        [*used, *plant("x = 'tallystick.node.engine:run'", "src/tallystick/cli/__init__.py")]
    )


@pytest.mark.parametrize(
    "text",
    ["# TO~DO later", "# FIX~ME", "see /wor~k/main", "/hom~e/me", "py~pi.org", "crates~.io"],
)
def test_unfit_words_are_found(text: str) -> None:
    """Work put off, a machine's path and a registry's address are found."""
    unfit = text.replace("~", "")  # this file keeps the rule it plants against
    findings = wording.unfit_words([("README.md", f"first\n{unfit}\n")])
    assert [(each.path, each.line) for each in findings] == [("README.md", 2)]


@pytest.mark.parametrize("text", ["XXX is no currency", "src/wor~k/it", "./tm~p/it", "to do"])
def test_fit_words_are_left_alone(text: str) -> None:
    """A currency code or a path inside the repository is no breach."""
    assert not wording.unfit_words([("README.md", text.replace("~", ""))])
