"""The chronicle: which entries of the journal a payment or a cycle has, and whose it is.

The journal is in the order of time and knows no subjects. A follower (`following`) reads
it and keeps, in a file of its own, the numbers of each subject's entries. The file holds
nothing that is not in the journal: lost, or left over from another journal, it is made
anew.

A participant's list has a payment from the moment on at which its bank knew of it: its
debtor agent from the order, its creditor agent from the presentation. What was never
presented is not in the creditor agent's list, and nothing says that it was there.
"""

from contextlib import closing
from functools import lru_cache
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from tallystick.journal.database import Access, Database, Durability, Layout
from tallystick.journal.entries import GENESIS
from tallystick.terms.errors import StoreError
from tallystick.views.journal_follower import FOLLOWED_TABLE, followed_in

CHRONICLE: Final = Layout(
    "a Tallystick chronicle",
    1,
    # A subject and a party are known by 64 bits of the hash of their names: whoever reads the
    # entries sees whether they are of the subject that was asked for.
    """
    CREATE TABLE happened(
        subject INTEGER NOT NULL, sequence INTEGER NOT NULL,
        PRIMARY KEY(subject, sequence)) STRICT, WITHOUT ROWID;
    CREATE TABLE told(
        party INTEGER NOT NULL, sequence INTEGER NOT NULL, payment_id TEXT NOT NULL,
        PRIMARY KEY(party, sequence)) STRICT, WITHOUT ROWID;
    """
    + FOLLOWED_TABLE,
    Durability.LATER,
)
EVERYBODY: Final = ""  # the list of all payments, which the operator sees


class Listed(NamedTuple):
    """A payment in a party's list, and its place there."""

    place: int
    payment_id: str


class Known(NamedTuple):
    """What a chronicle knows of a subject: its entries up to the last one that it followed.

    `hash` is that of the last entry followed: by it the journal is known again.
    """

    sequences: tuple[int, ...] = ()
    followed: int = 0
    hash: bytes = GENESIS


def payment_subject(payment_id: str) -> int:
    """Return by what the chronicle knows a payment."""
    return _digest(f"payment {payment_id}")


def cycle_subject(agreement_id: str, cycle: int) -> int:
    """Return by what the chronicle knows a cycle."""
    return _digest(f"cycle {cycle} of {agreement_id}")


def party_list(party_id: str) -> int:
    """Return by what the chronicle knows a party's list of payments."""
    return _digest(f"party {party_id}")


# A follower meets a payment in each of its entries, several times.
@lru_cache(maxsize=8192)
def _digest(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


def entries_of(database: Database, subject: int) -> list[int]:
    """Return the numbers of a subject's entries, in order."""
    query = "SELECT sequence FROM happened WHERE subject = ? ORDER BY sequence"
    return [sequence for (sequence,) in database.rows(tuple[int], query, subject)]


class Chronicle:
    """The chronicle, to read; its follower may be at work meanwhile."""

    def __init__(self, path: Path) -> None:
        """Open the file, which its follower has made.

        Raises:
            StoreError: it is missing, damaged, or not a chronicle.
        """
        self._database = Database(path, CHRONICLE, Access.READ)

    @property
    def followed(self) -> int:
        """The number of the last entry that it knows of."""
        return followed_in(self._database)

    def entries_of(self, subject: int) -> list[int]:
        """Return the numbers of a subject's entries, in order."""
        return entries_of(self._database, subject)

    def known_of(self, subject: int) -> Known:
        """Return what it knows of a subject; the follower may go on meanwhile."""
        found = self._database.row(_Followed, "SELECT sequence, hash FROM followed")
        if found is None:
            return Known()
        known = takewhile(lambda sequence: sequence <= found.sequence, self.entries_of(subject))
        return Known(tuple(known), *found)

    def payments_of(self, party_id: str, after: int, limit: int) -> list[Listed]:
        """Return a participant's payments after a place in its list, the oldest first."""
        query = (
            "SELECT sequence, payment_id FROM told WHERE party = ? AND sequence > ?"
            " ORDER BY sequence LIMIT ?"
        )
        return self._database.rows(Listed, query, party_list(party_id), after, limit)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class _Followed(NamedTuple):
    sequence: int
    hash: bytes


def known_at(path: Path, subject: int) -> Known:
    """Return what the chronicle in a file knows of a subject; nothing, if the file is unfit."""
    try:
        with closing(Chronicle(path)) as chronicle:
            return chronicle.known_of(subject)
    except StoreError:
        return Known()
