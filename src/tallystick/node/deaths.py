"""What stopped the machine, remembered over its deaths, so that it does not stop it for ever.

A bug that one input wakes would wake it again after every start, since the input comes
again. The machine knows which input it was at when it stopped; one that has stopped it
twice is set aside. What happens by itself, as time passes, is no input's fault.
"""

import os
from pathlib import Path

import msgspec

from tallystick.terms.errors import SettingError

DEATHS_MAX = 2


class Deaths:
    """The deaths that a node remembers, in a small file of its own."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Raises:
            SettingError: it is there and cannot be read.
        """
        self._path = path
        self._counts: dict[str, int] = {}
        if path.exists():
            try:
                self._counts = msgspec.json.decode(path.read_bytes(), type=dict[str, int])
            except (OSError, msgspec.DecodeError) as broken:
                detail = f"the record of deaths cannot be read: {broken}"
                raise SettingError(detail, ref=str(path)) from broken

    @property
    def has_parked(self) -> bool:
        """Whether anything is set aside at all."""
        return any(count >= DEATHS_MAX for count in self._counts.values())

    def is_parked(self, digest: bytes) -> bool:
        """Whether this input has stopped the machine too often to be tried again."""
        return self._counts.get(digest.hex(), 0) >= DEATHS_MAX

    def record(self, digest: bytes) -> bool:
        """Note that the machine stopped at this, durably; return whether it is now set aside."""
        self._counts[digest.hex()] = self._counts.get(digest.hex(), 0) + 1
        self._save()
        return self.is_parked(digest)

    def _save(self) -> None:
        beside = self._path.with_name(f"{self._path.name}.part")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(self._counts))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
