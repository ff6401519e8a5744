"""The network of a world: what is sent may be lost, repeated, late, or out of order."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tallystick.proof.world.agenda import Agenda
from tallystick.sandbox.chance import Chance

Deliver = Callable[[], None]


@dataclass
class Network:
    """All wires. Shares are of a thousand; a cut wire loses everything until it is mended."""

    agenda: Agenda
    chance: Chance
    lost: int = 0
    repeated: int = 0
    delay_ms: int = 5
    slow_ms: int = 0
    cut: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def send(self, wire: str, deliver: Deliver) -> None:
        """Carry something over a wire, or not, or twice."""
        if self.cut.get(wire, 0) > self.agenda.at:
            self._note("partition")
            return
        if self.chance.randrange(1000) < self.lost:
            self._note("lost")
            return
        self._carry(deliver)
        if self.chance.randrange(1000) < self.repeated:
            self._note("repeated")
            self._carry(deliver)

    def _carry(self, deliver: Deliver) -> None:
        delay_ms = self.delay_ms + self.chance.randrange(self.slow_ms + 1)
        if delay_ms > 10 * self.delay_ms:
            self._note("delayed")
        self.agenda.after(delay_ms, deliver)

    def reaches(self, wire: str) -> bool:
        """Whether a question over a wire gets its answer now."""
        return self.cut.get(wire, 0) <= self.agenda.at and self.chance.randrange(1000) >= self.lost

    def _note(self, fault: str) -> None:
        self.seen[fault] = self.seen.get(fault, 0) + 1

    def heal(self) -> None:
        """End all faults."""
        self.lost = self.repeated = self.slow_ms = 0
        self.cut.clear()
