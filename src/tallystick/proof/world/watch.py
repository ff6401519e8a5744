"""The watch over a world: every committed entry is seen by an auditor and by the checkers.

What a process did in memory and never committed did not happen; what it committed
and never heard of did. So the watch reads the disk, not the process.
"""

from typing import TYPE_CHECKING

from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import State
from tallystick.journal.entries import Entry, unseal
from tallystick.node.engine import Step
from tallystick.node.replay import happen
from tallystick.proof.auditor import Auditor
from tallystick.proof.checkers import Checkers, check_halves, check_peace, check_same_books
from tallystick.proof.world.written import Written
from tallystick.terms.errors import InvariantError
from tallystick.terms.parties import Side

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World


class Watch:
    """One auditor a node, and checkers over both."""

    def __init__(self, world: "World", operators: tuple[str, str]) -> None:
        self.world = world
        self.auditors = {operator: Auditor(operator) for operator in operators}
        self.checkers = Checkers()
        self.seen = dict.fromkeys(operators, 0)
        self._shadows = {operator: State(operator) for operator in operators}
        self._written = {operator: Written() for operator in operators}
        self._states: dict[str, dict[str, tuple[Side, PaymentState]]] = {
            operator: {} for operator in operators
        }

    def committed(self, site: "Site", step: Step) -> None:
        """Look at what was just committed; on an old disk it should not have been."""
        if site.is_restored and step.batch.entries:
            first = step.batch.entries[0].sequence
            self.world.violation(f"{site.operator_id} decides entry {first} on an old disk")
        self.catch_up(site)

    def catch_up(self, site: "Site") -> None:
        """Look at every entry on the site's disk that was not looked at yet."""
        seen = self.seen[site.operator_id]
        sealed = list(site.disk.entries(seen))
        if not sealed:
            return
        self._written[site.operator_id].read(site.disk)
        for each in sealed:
            self._look(site, unseal(each))
            self.seen[site.operator_id] = each.sequence
        if site.node is not None:
            self._look_at_state(site, site.node.state)

    def _look(self, site: "Site", entry: Entry) -> None:
        """Show an entry to the auditor, with what leaves because of it by a second replay."""
        self.world.coverage.happened(entry.events)
        self.world.coverage.follow(self._states[site.operator_id], entry.events)
        shadow = self._shadows[site.operator_id]
        try:
            effects = happen(shadow, entry)
            self.world.coverage.judged(shadow, entry.events)
            self.world.coverage.told(effects)
            auditor = self.auditors[site.operator_id]
            auditor.observe(entry.at, entry.command, entry.events, effects)
            self.checkers.follow(site.operator_id, shadow, entry.events, effects)
            check_same_books(auditor, shadow)
        except InvariantError as error:
            self.world.violation(f"entry {entry.sequence} of {site.operator_id}: {error}")
            return
        for fault in self._written[site.operator_id].faults(site.disk, entry, effects):
            self.world.violation(f"entry {entry.sequence} of {site.operator_id}: {fault}")

    def _look_at_state(self, site: "Site", state: State) -> None:
        try:
            self.checkers.look(site.operator_id, state)
            check_halves(self.auditors)
        except InvariantError as error:
            self.world.violation(f"{site.operator_id}: {error}")

    def peace(self) -> None:
        """Look at both halves once all is quiet."""
        try:
            check_peace(self.auditors)
        except InvariantError as error:
            self.world.violation(f"in peace: {error}")
