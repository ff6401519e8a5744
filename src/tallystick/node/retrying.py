"""Patience with what is unwell: try again soon, then less and less often."""

from dataclasses import dataclass

FIRST_S = 0.05
LONGEST_S = 5.0


@dataclass
class Patience:
    """How often something failed in a row, and so how long to wait."""

    failures: int = 0

    @property
    def is_first(self) -> bool:
        """Whether it went well until now."""
        return self.failures == 0

    def next_s(self) -> float:
        """Count a failure and return how long to wait."""
        self.failures += 1
        return min(FIRST_S * 2.0 ** min(self.failures - 1, 10), LONGEST_S)

    def well(self) -> bool:
        """Note that it went well; return whether it had not before."""
        was_unwell, self.failures = self.failures > 0, 0
        return was_unwell
