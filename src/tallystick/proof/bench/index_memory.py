"""How much memory an index takes, in a process that does nothing else.

What stands beside it is an interpreter that has loaded nothing. This module loads what an index
needs and no more: what a bench has besides is no memory of the index.
"""

import gc
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tallystick.screening.bundle import Bundle, load, save
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Index

_RESIDENT: Final = re.compile(r"VmRSS:\s+(\d+) kB")
_EMPTY: Final = "print(open('/proc/self/status').read())"
_LOADED: Final = """
import sys
from pathlib import Path
from tallystick.proof.bench.index_memory import with_index
print(with_index(Path(sys.argv[1]), sys.stdin.read().splitlines()))
"""


def index_memory(bundle: Bundle, names: Sequence[str]) -> float:
    """Return how much memory, in MB, a bundle and its index take, once asked so many names."""
    with TemporaryDirectory() as folder:
        at = Path(folder) / "bundle"
        save(bundle, at)
        taken = _told_by(_LOADED, [str(at)], "\n".join(names))
    return _resident(taken) - _resident(_told_by(_EMPTY))


def with_index(bundle_at: Path, names: Sequence[str]) -> str:
    """Return the status of this process with a bundle loaded, indexed and asked."""
    bundle = load(bundle_at)
    index = Index(bundle)
    for name in names:
        index.hits(FieldKind.NAME, name)
    gc.collect()
    assert index.lists == bundle.names, "both are held while the memory is looked at"
    return Path("/proc/self/status").read_text()


def _told_by(program: str, arguments: Sequence[str] = (), given: str = "") -> str:
    bare = [sys.executable, "-c", program, *arguments]
    return subprocess.run(bare, input=given, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _resident(status: str) -> float:
    return int(_RESIDENT.findall(status)[0]) / 1024
