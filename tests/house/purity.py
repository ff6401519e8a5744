"""House rules on what may not be known: floats, hash order, the clock, chance, mocks."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from tests.house.source import Finding, Source

EXACT_ROOMS = frozenset({"terms", "core"})

# Where the world's own time and chance come in, and nowhere else.
CLOCK = "src/tallystick/node/clock.py"
ENTROPY = "src/tallystick/node/entropy.py"
SEEDS = "src/tallystick/sandbox/chance.py"
DRAWS = "src/tallystick/clearing/chance.py"
TIMES = (
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
)
CHANCES = ("numpy.random", "os.urandom", "random", "secrets", "uuid.uuid1", "uuid.uuid4")
SEEDED = "random.Random"
SEEDED_ARRAYS = ("numpy.random", "numpy.random.Generator", "numpy.random.PCG64")
SLEEPS = ("asyncio.sleep", "time.sleep")
MOCKS = ("mock", "mocker", "pytest_mock", "unittest.mock")

# Calls whose answer does not depend on the order of what they are given.
ORDERLESS = frozenset({"all", "any", "frozenset", "len", "max", "min", "set", "sorted", "sum"})
ORDERED = frozenset({"enumerate", "filter", "iter", "list", "map", "next", "tuple", "zip"})
SET_TYPES = frozenset({"AbstractSet", "FrozenSet", "MutableSet", "Set", "frozenset", "set"})


def floats(sources: Sequence[Source]) -> list[Finding]:
    """Find floats and true division in the rooms where money is counted."""
    return [
        source.finding(node, f"{text} in {source.room}: money and rates are exact")
        for source in sources
        if source.room in EXACT_ROOMS
        for node in source.walk()
        for text in _inexact(node)
    ]


def _inexact(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id="float" | "complex" as name):
            yield name
        case ast.Constant(value=float() | complex() as number):
            yield repr(number)
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            yield "true division"
        case _:
            return


def _is_set_type(annotation: ast.expr | None) -> bool:
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return outer is not None and ast.unparse(outer).rpartition(".")[2] in SET_TYPES


def _is_set(node: ast.expr, names: frozenset[str]) -> bool:
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in names
        case ast.Call(func=ast.Name(id="set" | "frozenset")):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr=verb)):
            return verb in {"difference", "intersection", "symmetric_difference", "union"} or (
                verb == "copy" and _is_set(value, names)
            )
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Sub()):
            return any(_is_set(side, names) or _is_keys(side) for side in (node.left, node.right))
        case _:
            return False


def _is_keys(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "keys"


def _set_names(source: Source) -> frozenset[str]:
    """Return the names in one file that are annotated as sets, or assigned one."""
    names: set[str] = set()
    for node in source.walk():
        match node:
            case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name)):
                names |= {name} if _is_set_type(node.annotation) else set()
            case ast.arg(arg=name, annotation=annotation):
                names |= {name} if _is_set_type(annotation) else set()
            case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=value):
                names |= {name} if _is_set(value, frozenset(names)) else set()
            case _:
                continue
    return frozenset(names)


def _ordered_reads(source: Source) -> Iterator[ast.expr]:
    """Yield every expression that is read item by item where the order shows."""
    orderless = {
        id(call.args[0])
        for call in source.walk()
        if isinstance(call, ast.Call) and call.args and getattr(call.func, "id", "") in ORDERLESS
    }
    for node in source.walk():
        match node:
            case ast.For(iter=read) | ast.AsyncFor(iter=read) | ast.Starred(value=read):
                yield read
            case ast.ListComp() | ast.DictComp() | ast.GeneratorExp() if id(node) not in orderless:
                yield from (part.iter for part in node.generators)
            case ast.Call(func=ast.Name(id=verb), args=reads) if verb in ORDERED:
                yield from reads
            case ast.Call(func=ast.Attribute(attr="join" | "fromkeys"), args=reads):
                yield from reads
            case _:
                continue


def hash_order(sources: Sequence[Source]) -> list[Finding]:
    """Find where the core's answer could depend on the order of a set, or on `hash` or `id`."""
    found = []
    for source in sources:
        if source.room != "core":
            continue
        names = _set_names(source)
        found += [
            source.finding(read, f"{ast.unparse(read)}: the order of a set is not the same twice")
            for read in _ordered_reads(source)
            if _is_set(read, names)
        ]
        found += [
            source.finding(node, f"{node.func.id}() is not the same in two processes")
            for node in source.walk()
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"hash", "id"}
        ]
    return found


def imported_names(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Return what each imported name of a file stands for, in full."""
    meanings = {}
    for node in nodes:
        match node:
            case ast.Import(names=names):
                for each in names:
                    meanings[each.asname or each.name.partition(".")[0]] = (
                        each.name if each.asname else each.name.partition(".")[0]
                    )
            case ast.ImportFrom(module=str(module), names=names):
                meanings |= {each.asname or each.name: f"{module}.{each.name}" for each in names}
            case _:
                continue
    return meanings


def uses(source: Source, sought: Sequence[str]) -> Iterator[tuple[ast.AST, str]]:
    """Yield every use of an imported name that may be one of these, in full: `datetime.now`.

    Of `Random(7).random` only `Random` is one: what comes of a call is the call's affair.
    """
    roots = {name.partition(".")[0] for name in sought}
    named = imported_names(source.imports).items()
    meanings = {name: full for name, full in named if full.partition(".")[0] in roots}
    for node in (*source.of(ast.Attribute), *source.of(ast.Name)) if meanings else ():
        head, *rest = _chain(node)
        if head in meanings:
            yield node, ".".join([meanings[head], *rest])


def _chain(node: ast.expr) -> list[str]:
    """Return the names of a chain, `a.b.c`; of what hangs on anything but a name, no names."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [*([node.id] if isinstance(node, ast.Name) else [""]), *reversed(names)]


def _is_within(name: str, banned: Sequence[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in banned)


def clock_and_chance(sources: Sequence[Source]) -> list[Finding]:
    """Find where time or chance is asked for instead of told.

    A test and `sandbox.chance` may draw from `random.Random(seed)` and name its type, and
    `clearing.chance` from numpy's generator over a seed; nothing else draws at all.
    """
    found = []
    for source in sources:
        banned = (TIMES if source.path != CLOCK else ()) + (
            CHANCES if source.path != ENTROPY else ()
        )
        seeded: tuple[str, ...] = ()
        if not source.is_product or source.path == SEEDS:
            seeded = ("random", SEEDED)
        elif source.path == DRAWS:
            seeded = SEEDED_ARRAYS
        for node, name in uses(source, banned):
            is_seeded = name in seeded and id(node) not in _calls_without_seed(source)
            if _is_within(name, banned) and not is_seeded:
                found.append(
                    source.finding(node, f"{name}: the command, the clock or a seed tells")
                )
    return found


def _calls_without_seed(source: Source) -> frozenset[int]:
    return frozenset(id(call.func) for call in source.of(ast.Call) if not call.args)


def sleeping_tests(sources: Sequence[Source]) -> list[Finding]:
    """Find tests that wait for the clock; `asyncio.sleep(0)` waits for nothing but its turn."""
    return [
        source.finding(node, f"{name}: a test does not sleep")
        for source in sources
        if not source.is_product
        for node, name in uses(source, SLEEPS)
        if name in SLEEPS and id(node) not in _yields(source)
    ]


def _yields(source: Source) -> frozenset[int]:
    """Return what is called with nothing but a 0."""
    return frozenset(
        id(call.func)
        for call in source.of(ast.Call)
        if [ast.unparse(each) for each in call.args] == ["0"]
    )


def mocks(sources: Sequence[Source]) -> list[Finding]:
    """Find mocks; a fake keeps its promises, a mock repeats what it is told."""
    found = []
    for source in sources:
        for node in (*source.imports, *source.arguments):
            names: list[str] = []
            match node:
                case ast.Import():
                    names = [each.name for each in node.names]
                case ast.ImportFrom(module=str(module)):
                    names = [module, *(f"{module}.{each.name}" for each in node.names)]
                case ast.arg(arg=name):
                    names = [name]
                case _:
                    continue
            found += [
                source.finding(node, f"{n} is a mock") for n in names if _is_within(n, MOCKS)
            ]
    return found
