"""Is a file of ours whole, and do the indexes that we fill ourselves fit their tables?

SQLite sees to its own indexes. Of ours (see `lag`) a row too few would let a payment's
identifier be used again, and a row too many would lead to another payment.
"""

from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tallystick.journal.database import Access, Database, Layout
from tallystick.journal.reader import FIRST, READ_AT_ONCE, digest_of, listed


class _Table(NamedTuple):
    kind: str
    name: str
    table: str
    text: str | None


def fault_of_file(database: Database, layout: Layout) -> str:
    """Say what is wrong with a file: other tables than ours, or not whole; nothing if it is."""
    found, ours = _tables(database), _fresh_tables(layout)
    for table in (*found, *ours):
        if (table in found) != (table in ours):
            return f"{table.kind} {table.name} is not as we make it"
    (page,) = database.rows(tuple[int], "PRAGMA page_size")[0]
    if database.path.stat().st_size % page:
        # SQLite reads what is missing as zeros, and they may even be right.
        return "it ends within a page"
    (said,) = database.rows(tuple[str], "PRAGMA integrity_check(1)")[0]
    return "" if said == "ok" else said.replace("\n", " ")


@cache
def _fresh_tables(layout: Layout) -> list[_Table]:
    with closing(Database(Path(":memory:"), layout, Access.CREATE)) as fresh:
        return _tables(fresh)


def _tables(database: Database) -> list[_Table]:
    return database.rows(_Table, "SELECT type, name, tbl_name, sql FROM sqlite_schema")


def fault_of_indexes(journal: Database) -> str:
    """Say what is wrong with the indexes of a journal; nothing if they fit their tables."""
    for query, fault in _FAULTS:
        if journal.row(tuple[int], query):
            return fault
    return _fault_of_names(journal)


_FAULTS = (
    (
        "SELECT 1 WHERE (SELECT count(*) FROM reach) <> 1",
        "nothing says how far they reach",
    ),
    (
        (
            "SELECT 1 FROM reach WHERE names > (SELECT coalesce(max(number), 0) FROM payments)"
            " OR queues > (SELECT coalesce(max(place), 0) FROM outbox)"
        ),
        "they are said to reach further than there are rows",
    ),
    (
        (
            "SELECT 1 FROM outbox LEFT JOIN queues USING(destination, last)"
            " WHERE queues.place IS NOT outbox.place"
            " AND outbox.place <= (SELECT queues FROM reach)"
        ),
        "there is no way to a block of effects",
    ),
    (
        (
            "SELECT 1 FROM queues LEFT JOIN outbox USING(place)"
            " WHERE outbox.destination IS NOT queues.destination OR outbox.last IS NOT queues.last"
        ),
        "one leads to another block of effects",
    ),
    (
        (
            "SELECT 1 FROM (SELECT max(number) AS last, count(*) AS count FROM payments)"
            " WHERE last <> count"
        ),
        "payments are not numbered one after the other",
    ),
    (
        "SELECT 1 FROM payments GROUP BY payment_id HAVING count(*) > 1",
        "a payment has two numbers",
    ),
)


def _fault_of_names(journal: Database) -> str:
    (reach,) = journal.row(tuple[int], "SELECT names FROM reach") or (0,)
    query = "SELECT number, payment_id FROM payments WHERE number > ? ORDER BY number LIMIT ?"
    number, right = FIRST, 0
    while page := journal.rows(tuple[int, str], query, number, READ_AT_ONCE):
        expected = {(digest_of(payment_id), number) for number, payment_id in page}
        found = _named(journal, expected) & expected
        if any(pair[1] <= reach for pair in expected - found):
            return "there is no way to a payment"
        right += len(found)
        number = page[-1][0]
    (held,) = journal.row(tuple[int], "SELECT count(*) FROM names") or (0,)
    return "one leads to another payment" if held != right else ""


def _named(journal: Database, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    query = "SELECT digest, number FROM names WHERE digest IN (SELECT value FROM json_each(?))"
    return set(journal.rows(tuple[int, int], query, listed(digest for digest, _ in pairs)))
