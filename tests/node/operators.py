"""Operators' folders for the tests: prepared as `tallystick node init` prepares them."""

from pathlib import Path

from tallystick.node.init import Plan, Prepared, prepare_operator

START = 1_790_000_000_000


class CountedEntropy:
    """Keys that are all different and the same in each test."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def key(self) -> bytes:
        """Return the next key."""
        self._next += 1
        return self._next.to_bytes(32)


def prepared(folder: Path, plan: Plan | None = None) -> Prepared:
    """Prepare an operator, NORTH unless told otherwise, in a folder of its own."""
    told = plan or Plan("NORTH")
    entropy = CountedEntropy(sum(told.operator_id.encode()) << 8)
    return prepare_operator(folder / told.operator_id / "node.toml", told, START, entropy)
