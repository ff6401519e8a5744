"""Who looks, and what may be shown to whom."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

from tallystick.core.state import State
from tallystick.journal.port import Store
from tallystick.views.chronicle import Chronicle
from tallystick.views.reading import Happened, read_events


class Role(StrEnum):
    """As what somebody looks at the books."""

    PARTICIPANT = "participant"
    PROVIDER = "provider"
    OPERATOR = "operator"


class Viewer(msgspec.Struct, frozen=True):
    """Who looks: `party_id` is the id of the participant, the provider or the person."""

    party_id: str
    role: Role

    @property
    def is_operator(self) -> bool:
        """Whether this is one of the operator's own people, who see all but personal data."""
        return self.role is Role.OPERATOR

    def is_bank(self, participant_id: str) -> bool:
        """Whether this participant is looking."""
        return self.role is Role.PARTICIPANT and self.party_id == participant_id

    def is_provider(self, provider_id: str) -> bool:
        """Whether this provider is looking."""
        return self.role is Role.PROVIDER and self.party_id == provider_id


class Books(NamedTuple):
    """What views are read from: the state and its store between two steps, and the chronicle."""

    state: State
    store: Store
    chronicle: Chronicle


def entries_about(books: Books, subject: int) -> Iterator[Happened]:
    """Yield the entries of a payment or a cycle, in order."""
    for sequence in books.chronicle.entries_of(subject):
        sealed = books.store.entry(sequence)
        if sealed is not None:
            yield read_events(sealed)
