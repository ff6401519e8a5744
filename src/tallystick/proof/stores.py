"""Stores that are to be proved: opened to be read, and whose books they are."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

from tallystick.core.commands import HearPeer
from tallystick.core.events import AgreementAdopted
from tallystick.journal.entries import Entry, unseal
from tallystick.journal.inspector import Inspector
from tallystick.node.wiring import inspect_store
from tallystick.terms.errors import StoreError

_PEER = "peer:"


@contextmanager
def inspected(journal: Path) -> Iterator[Inspector]:
    """Open a store as it stands now, for as long as the block lasts.

    Raises:
        StoreError: a file is missing, damaged, in use, or not what it should be.
    """
    with closing(inspect_store(journal)) as store:
        store.pin()
        yield store


def operator_of(store: Inspector) -> str:
    """Name the operator whose books these are; nobody if no agreement was ever adopted.

    No entry says it in so many words. It is the end that every adopted agreement has in
    common, and not one that was heard from; where nobody was heard yet, it is the end
    that nothing is sent to.
    """
    ends: list[str] | None = None
    heard: set[str] = set()
    for entry in _readable(store):
        if isinstance(entry.command, HearPeer):
            heard.add(entry.command.operator_id)
        for event in entry.events:
            if isinstance(event, AgreementAdopted):
                named = [end.operator_id for end in event.agreement.ends]
                ends = [each for each in named if ends is None or each in ends]
        left = [each for each in ends or () if each not in heard]
        if len(left) == 1:
            return left[0]
    told = {_PEER + each for each in ends or ()}.intersection(store.destinations())
    left = [each for each in ends or () if _PEER + each not in told]
    return left[0] if left else ""


def _readable(store: Inspector) -> Iterator[Entry]:
    """Yield the entries up to the first that cannot be read; proving names that one."""
    with suppress(msgspec.DecodeError, ValueError, TypeError, RecursionError, StoreError):
        for sealed in store.entries(0):
            yield unseal(sealed)
