"""The shelf of policies: their texts by digest, in a folder beside the books, kept for good.

The chain has digests alone. Whoever asks later why a payment was cleared finds the text
here, and a node that starts finds the policy in force even if its settings have moved on.
"""

import os
from pathlib import Path
from typing import Final

from tallystick.screening.policy import Policy, digest_of, text_of

FOLDER: Final = "policies"
_ENDING: Final = ".json"


class PolicyShelf:
    """The texts of policies in one folder; each file bears the digest of its text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def put(self, policy: Policy) -> None:
        """Keep a policy's text, whole or not at all; one that is there already stays.

        Raises:
            OSError: the disk would not take it.
        """
        path = self._path(policy.digest)
        if self.text(policy.digest):
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(text_of(policy))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def text(self, digest: bytes) -> bytes:
        """Return the text of a digest; empty if it is not here, or not what it was."""
        try:
            text = self._path(digest).read_bytes()
        except OSError:
            return b""
        return text if digest_of(text) == digest else b""

    def _path(self, digest: bytes) -> Path:
        return self._folder / f"{digest.hex()}{_ENDING}"
