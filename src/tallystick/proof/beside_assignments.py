"""The records of assignments that a store keeps, each compared with what replay gives."""

from collections.abc import Iterator

from tallystick.core.assignments import AssignmentRecord
from tallystick.core.commands import AnyCommand
from tallystick.core.effects import RememberAssignment
from tallystick.core.events import AssignmentsClosed
from tallystick.core.state import State
from tallystick.journal.entries import unseal
from tallystick.journal.inspector import Inspector
from tallystick.node.replay import BrokenEntryError, Replayed
from tallystick.proof.beside import ASKED_AT_ONCE, unplaced


class AssignmentRecords:
    """The records: as the assignments closed, and no more."""

    def __init__(self, store: Inspector) -> None:
        self._store = store
        self._count = 0

    def follow(self, replayed: Replayed) -> None:
        """Compare what the entry was given, and what it closed.

        Raises:
            StoreError: a record is not as it closed, or the store does not keep it.
        """
        sequence = replayed.entry.sequence
        given = _given_to(replayed.entry.command)
        if given is not None and self._kept([given]) != [given]:
            detail = f"the record of {given.assignment_id} that it was given is not kept"
            raise BrokenEntryError(sequence, detail)
        closed = [e.record for e in replayed.effects if isinstance(e, RememberAssignment)]
        if not closed:
            return
        for record, kept in zip(closed, self._kept(closed), strict=True):
            if kept != record:
                detail = f"the record of assignment {record.assignment_id} is not as it closed"
                raise BrokenEntryError(sequence, detail)
        self._count += len(closed)

    def _kept(self, records: list[AssignmentRecord]) -> list[AssignmentRecord | None]:
        names = [record.assignment_id for record in records]
        found = self._store.assignments(names)
        return [found.get(name) for name in names]

    def end(self, state: State, _head: int) -> None:
        """See that no record is left over.

        Raises:
            StoreError: one is, or it is of an assignment that is still open.
        """
        still_open = list(state.assignments)
        for start in range(0, len(still_open), ASKED_AT_ONCE):
            for name in self._store.assignments(still_open[start : start + ASKED_AT_ONCE]):
                raise unplaced(f"assignment {name} has a record and is still in the books")
        if sum(1 for _ in self._store.closed_assignments()) != self._count:
            raise unplaced(self._too_much())

    def _too_much(self) -> str:
        """Name a record that no entry made; only for this must all that were made be known."""
        closed = {record.assignment_id for record in _closed_by(self._store)}
        for name in self._store.closed_assignments():
            if name not in closed:
                return f"assignment {name!r} has a record, and no entry closed it"
        return "an assignment was closed twice"


def _given_to(command: AnyCommand) -> AssignmentRecord | None:
    for name in ("known", "assigned", "recall"):
        given = getattr(command, name, None)
        if isinstance(given, AssignmentRecord):
            return given
    return None


def _closed_by(store: Inspector) -> Iterator[AssignmentRecord]:
    for sealed in store.entries(0):
        for event in unseal(sealed).events:
            if isinstance(event, AssignmentsClosed):
                yield from event.records
