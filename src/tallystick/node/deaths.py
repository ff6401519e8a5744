"""What stopped the machine, remembered over its deaths, so that it does not stop it for ever.

A bug that one input wakes would wake it again after every start, since the input comes
again. After a death with several inputs in the batch the next ones are taken one at
a time, so that the culprit is known; what has stopped the machine twice by itself is
set aside.
"""

import os
from pathlib import Path

import msgspec

from tallystick.terms.errors import SettingError

DEATHS_MAX = 2


class _Kept(msgspec.Struct, forbid_unknown_fields=True):
    """The file: whether to go one by one, and how often each input stopped the machine."""

    one_by_one: bool = False
    counts: dict[str, int] = {}


class Deaths:
    """The deaths that a node remembers, in a small file of its own."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Raises:
            SettingError: it is there and cannot be read.
        """
        self._path = path
        self._kept = _Kept()
        if path.exists():
            try:
                self._kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
            except (OSError, msgspec.DecodeError) as broken:
                detail = f"the record of deaths cannot be read: {broken}"
                raise SettingError(detail, ref=str(path)) from broken

    @property
    def one_by_one(self) -> bool:
        """Whether inputs are taken singly, since one of them stops the machine."""
        return self._kept.one_by_one

    @property
    def has_parked(self) -> bool:
        """Whether anything is set aside at all."""
        return any(count >= DEATHS_MAX for count in self._kept.counts.values())

    def is_parked(self, digest: bytes) -> bool:
        """Whether this input has stopped the machine too often to be tried again."""
        return self._kept.counts.get(digest.hex(), 0) >= DEATHS_MAX

    def record(self, digests: list[bytes]) -> None:
        """Note that the machine stopped while it took these; durable before it starts again."""
        self._kept.one_by_one = True
        if len(digests) == 1:
            name = digests[0].hex()
            self._kept.counts[name] = self._kept.counts.get(name, 0) + 1
        self._save()

    def settled(self) -> None:
        """Take several at once again: what stopped the machine is set aside."""
        if self._kept.one_by_one:
            self._kept.one_by_one = False
            self._save()

    def _save(self) -> None:
        beside = self._path.with_name(f"{self._path.name}.part")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(self._kept))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
