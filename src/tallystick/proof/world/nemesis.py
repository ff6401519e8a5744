"""What befalls a world: its faults, each at an instant drawn from the seed.

How often each comes is drawn too, so that one world knows mostly partitions and
another mostly dying disks; a fault found only among few others is still found.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from tallystick.core.commands import ActivateBundle, AdoptAgreement
from tallystick.proof.world.disk import Disk
from tallystick.proof.world.exempt import renegotiated

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World

SELDOM = (0, 0, 1, 1, 2)
OFTEN = {
    "change_lists": (0, 1, 3, 12, 30),
    "die_before": (0, 1, 3),
    "die_after": (0, 1, 3),
    "change_policy": (0, 1, 3, 8),
}
YEAR_MS = 365 * 86_400_000


class Nemesis:
    """The planner of faults."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.chance = world.chance
        self.faults: tuple[Callable[[], None], ...] = (
            self.die_before,
            self.die_after,
            self.fail_commit,
            self.lose_word_of_commit,
            self.fill_disk,
            self.cut,
            self.move_clock,
            self.change_lists,
            self.put_back_backup,
            self.poison,
            self.refuse_holds,
            self.world.people.suspend,
            self.world.people.pay_out,
            self.change_version,
            self.world.officers.change_policy,
        )

    def plan(self, until_ms: int) -> None:
        """Draw how often each fault comes, and plan them all."""
        network = self.world.network
        network.lost = self.chance.choice((0, 20, 100, 250))
        network.repeated = self.chance.choice((0, 50, 200))
        network.slow_ms = self.chance.choice((0, 20, 200, 1_500))
        for fault in self.faults:
            for _ in range(self.chance.choice(OFTEN.get(fault.__name__, SELDOM))):
                self.world.agenda.after(self.chance.randrange(until_ms), fault)

    def _site(self) -> "Site":
        return self.chance.choice(list(self.world.sites.values()))

    def die_before(self) -> None:
        """Have a process die before its next commit."""
        self._site().dies_at = "before commit"

    def die_after(self) -> None:
        """Have a process die right after its next commit."""
        self._site().dies_at = "after commit"

    def fail_commit(self) -> None:
        """Have the next commit fail."""
        self._site().disk.fate = "fails"

    def lose_word_of_commit(self) -> None:
        """Have the next commit succeed, and nobody hear of it."""
        self._site().disk.fate = self.chance.choice(("unheard", "unheard", "gone"))

    def fill_disk(self) -> None:
        """Fill a disk for a while."""
        site = self._site()
        self.world.coverage.fault("full disk")
        site.disk.fate = "full"

        def empty() -> None:
            site.disk.fate = "sound"

        self.world.agenda.after(self.chance.randrange(500, 5_000), empty)

    def cut(self) -> None:
        """Cut a wire for a while."""
        wire = self.chance.choice(self.world.wires())
        self.world.network.cut[wire] = self.world.agenda.at + self.chance.randrange(500, 30_000)

    def move_clock(self) -> None:
        """Let a clock jump a little, either way."""
        self.world.coverage.fault("clock moved")
        self._site().offset_ms = self.chance.randrange(-3_000, 3_001)

    def change_lists(self) -> None:
        """Bring a new edition of a node's lists into use."""
        site = self._site()
        if site.node is None:
            return
        self.world.coverage.fault("list changed")
        site.screening.edition += 1
        site.take(ActivateBundle(site.screening.bundle, self.world.agenda.at + YEAR_MS))

    def put_back_backup(self) -> None:
        """Take a backup, and some time later put it back in good faith; then see the mistake."""
        site = self._site()
        backup = site.disk.backup()

        def put_back() -> None:
            busy = site.node is None or site.is_restored or self.world.is_calm
            if busy or not self._would_be_noticed(site, backup):
                return
            site.is_restored = True
            newest = site.disk
            self.world.coverage.fault("old backup")
            site.disk = backup
            site.die("restored")
            self.world.agenda.after(15_000, lambda: self._see_mistake(site, newest))

        self.world.agenda.after(self.chance.randrange(500, 6_000), put_back)

    def _would_be_noticed(self, site: "Site", backup: Disk) -> bool:
        """Whether the other node has it in its own journal that ours was longer than the backup's.

        What no other node knows of cannot be missed by anybody; see ARCHITECTURE.md.
        """
        other = next(other for other in self.world.sites.values() if other is not site)
        stream = other.node.state.peers.get(site.operator_id) if other.node else None
        if stream is None or other.is_restored:
            return False
        return stream.head > backup.head()[0]

    def _see_mistake(self, site: "Site", newest: Disk) -> None:
        """Put the newest disk back: the old one was noticed before it did any harm."""
        newest.fate = "sound"
        site.disk = newest
        site.is_restored = False
        site.restored_until = self.world.agenda.at + 10_000
        site.die("restored")

    def poison(self) -> None:
        """Let the next payment item of a stream wake a bug that stops the machine twice."""
        site = self._site()
        node = site.node
        if node is not None and not site.poisoned:
            for stream in node.state.peers.values():
                site.poisoned[stream.received + 1] = 0

    def refuse_holds(self) -> None:
        """Have a settlement system refuse the next thing it is asked."""
        system = self.chance.choice(list(self.world.systems.values()))
        system.refusing = 1

    def change_version(self) -> None:
        """Have both operators sign a further version of the agreement."""
        node = self._site().node
        pact = node.state.pacts.get(self.world.agreement.agreement_id) if node else None
        if pact is None or not pact.current:
            return
        self.world.coverage.fault("version changed")
        last = pact.versions[max(pact.versions)]
        fee = last.ends[0].fee_flat + 1
        first, second = msgspec.structs.replace(last.ends[0], fee_flat=fee), last.ends[1]
        about = self.world.seed, last.version + 1
        ends = (renegotiated(*about, first), renegotiated(*about, second))
        agreement = msgspec.structs.replace(
            last, version=last.version + 1, from_cycle=pact.open_cycle + 2, ends=ends
        )
        for site in self.world.sites.values():
            site.take(AdoptAgreement(agreement, self.world.digest_of(agreement)))
