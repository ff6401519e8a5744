"""A node as a process of its own, as an operator would run it."""

import asyncio
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tallystick.terms.errors import LinkError

STOPS_WITHIN_S: Final = 30.0
_RUN: Final = "import sys; from tallystick.cli import main; sys.argv[0] = 'tallystick'; main()"
_LOG_TAIL: Final = 2_000


@dataclass
class RunningNode:
    """One node: its settings' file, and where its log goes."""

    config: Path
    log: Path
    _child: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The process's number, 0 if there is none."""
        return self._child.pid if self._child is not None else 0

    @property
    def is_up(self) -> bool:
        """Whether the process runs."""
        return self._child is not None and self._child.returncode is None

    async def start(self) -> None:
        """Start it; it is not ready yet."""
        assert not self.is_up, "a node runs once"
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                _RUN,
                "node",
                "run",
                "--config",
                str(self.config),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # the signals of the terminal are the demo's to handle
            )

    async def stop(self) -> int:
        """End it as an operator would, and return its exit code.

        Raises:
            LinkError: it did not end in time, and was killed.
        """
        self._signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self.ended(), STOPS_WITHIN_S)
        except TimeoutError as slow:
            await self.kill()
            detail = f"the node of {self.config} did not stop within {STOPS_WITHIN_S:.0f} s"
            raise LinkError(detail, outcome_known=False) from slow

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._signal(signal.SIGKILL)
        await self.ended()

    async def restart(self) -> None:
        """Kill it, and start it again."""
        await self.kill()
        await self.start()

    def pause(self) -> None:
        """Let it stand still, as a machine does that is far too busy."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after a pause."""
        self._signal(signal.SIGCONT)

    async def ended(self) -> int:
        """Wait until it has ended, and return its exit code."""
        return await self._child.wait() if self._child is not None else 0

    def last_words(self) -> str:
        """Return the end of its log."""
        raw = self.log.read_bytes() if self.log.exists() else b""
        return raw[-_LOG_TAIL:].decode(errors="replace")

    def _signal(self, number: signal.Signals) -> None:
        if self.is_up and self._child is not None:
            self._child.send_signal(number)
