"""The guard of the clock: a jump, or a clock that differs from the other node's, stops decisions.

Deadlines, quotes and finality are told by the wall clock. So its advance is held
against that of a clock that cannot be set, and against what the other nodes write on
their envelopes. Beyond the agreed bound the node decides nothing until two people
have looked at the clock and said so. A stop outlasts the process: it is kept in a file.
"""

import os
from pathlib import Path

from tallystick.terms.instants import Instant

_JUMP, _SET_BACK = "jump", "set back"


class ClockGuard:
    """Watches one node's clock; all times are milliseconds."""

    def __init__(self, step_max_ms: int, skew_max_ms: int, kept_at: Path) -> None:
        """Take the bounds; a stop that was not confirmed before still holds."""
        self.step_max_ms = step_max_ms
        self._skew_max_ms = skew_max_ms
        self._kept_at = kept_at
        self._last: tuple[Instant, int] | None = None
        self._cause = ""
        self._confirmed_by = ""
        self._skews: dict[str, int] = {}
        self._accepted: dict[str, int] = {}
        self.stopped_because = kept_at.read_text() if kept_at.exists() else ""

    def begin(self, wall: Instant, monotonic: int, last_decided: Instant) -> None:
        """Look at the clock as the books are opened: it must not stand before their last entry."""
        self.watch(wall, monotonic)
        if last_decided - wall > self.step_max_ms:
            behind_ms = last_decided - wall
            self._stop(
                _SET_BACK, f"the clock stands {behind_ms} ms before the journal's last entry"
            )

    def watch(self, wall: Instant, monotonic: int) -> None:
        """Hold the clock's advance since the last look against that of the steady clock."""
        last, self._last = self._last, (wall, monotonic)
        if last is None:
            return
        jump = (wall - last[0]) - (monotonic - last[1])
        if abs(jump) > self.step_max_ms:
            self._confirmed_by = ""
            self._stop(_JUMP, f"the clock jumped by {jump} ms")

    def compare(self, peer_id: str, theirs: Instant, wall: Instant) -> None:
        """Take what the other node's clock said when it sealed an envelope that is now here.

        An envelope may be old, so only one from the future tells of a difference; of two
        nodes whose clocks differ, the one that is behind stops.
        """
        skew = theirs - wall
        self._skews[peer_id] = skew
        if skew - self._accepted.get(peer_id, 0) > self._skew_max_ms:
            self._stop(peer_id, f"the clock of {peer_id} is {skew} ms ahead of ours")

    def confirm(self, person: str) -> bool:
        """Take one person's word that the clock is right; return whether decisions go on.

        What the other nodes' clocks differ by at that moment is then taken as it is.
        """
        if not self.stopped_because:
            return True
        if self._confirmed_by in ("", person):
            self._confirmed_by = person
            return False
        self._accepted = {peer: max(0, skew) for peer, skew in self._skews.items()}
        self.stopped_because = self._cause = self._confirmed_by = ""
        self._kept_at.unlink(missing_ok=True)
        return True

    def _stop(self, cause: str, why: str) -> None:
        """Stop decisions; what is told again of the same cause takes back nobody's word."""
        if self.stopped_because and cause == self._cause and cause != _JUMP:
            return
        if cause != self._cause:
            self._confirmed_by = ""
        self._cause, self.stopped_because = cause, why
        with self._kept_at.open("w") as file:
            file.write(why)
            file.flush()
            os.fsync(file.fileno())
