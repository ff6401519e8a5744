"""The guard of the clock: a jump, or a clock that differs from the other node's, stops decisions.

Deadlines, quotes and finality are told by the wall clock. So its advance is held
against that of a clock that cannot be set, and against what the other nodes write on
their envelopes. Beyond the agreed bound the node decides nothing until two people
have looked at the clock and said so.
"""

from tallystick.terms.instants import Instant


class ClockGuard:
    """Watches one node's clock; all times are milliseconds."""

    def __init__(self, step_max_ms: int, skew_max_ms: int) -> None:
        self._step_max_ms = step_max_ms
        self._skew_max_ms = skew_max_ms
        self._last: tuple[Instant, int] | None = None
        self._confirmed_by = ""
        self.stopped_because = ""

    def begin(self, wall: Instant, monotonic: int, last_decided: Instant) -> None:
        """Start from here; a clock that stands before the journal's last entry was set back."""
        self._last = (wall, monotonic)
        if last_decided - wall > self._step_max_ms:
            self._stop(
                f"the clock stands {last_decided - wall} ms before the journal's last entry"
            )

    def watch(self, wall: Instant, monotonic: int) -> None:
        """Hold the clock's advance since the last look against that of the steady clock."""
        if self._last is None:
            self.begin(wall, monotonic, wall)
            return
        jump = (wall - self._last[0]) - (monotonic - self._last[1])
        self._last = (wall, monotonic)
        if abs(jump) > self._step_max_ms:
            self._stop(f"the clock jumped by {jump} ms")

    def compare(self, peer_id: str, theirs: Instant, wall: Instant) -> None:
        """Take what the other node's clock said when it sealed an envelope that is now here.

        An envelope may be old, so only one from the future tells of a difference; a
        node that is itself ahead is stopped by nobody but told by its peer's silence.
        """
        if theirs - wall > self._skew_max_ms:
            self._stop(f"the clock of {peer_id} is {theirs - wall} ms ahead of ours")

    def confirm(self, person: str) -> bool:
        """Take one person's word that the clock is right; return whether decisions go on."""
        if not self.stopped_because:
            return True
        if self._confirmed_by in ("", person):
            self._confirmed_by = person
            return False
        self.stopped_because = self._confirmed_by = ""
        self._last = None
        return True

    def _stop(self, why: str) -> None:
        self.stopped_because = why
        self._confirmed_by = ""
