"""`tallystick screen customers`: those on file, against all lists or what a change brought."""

from collections.abc import Collection, Iterator
from pathlib import Path

import click

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.screen import (
    FILE,
    LEG,
    JsonLine,
    bundle_at,
    tell,
    told_of,
    with_index,
    with_json,
    with_threshold,
    words_of,
)
from tallystick.cli.showing import show
from tallystick.screening.bundle import Bundle
from tallystick.screening.customers import Customer, Screening, customers_of, screened
from tallystick.screening.index import Index
from tallystick.screening.lists import Listing
from tallystick.screening.ownership import newly_counted
from tallystick.screening.policy import policy_for_all
from tallystick.terms.errors import MessageError


@click.command()
@with_index
@click.option("--since", type=FILE, help="The index they were screened against before.")
@click.option("--input", "customers_at", type=FILE, required=True, help="A CSV file of customers.")
@with_threshold
@with_json
def customers(
    *,
    index_at: Path,
    since: Path | None,
    customers_at: Path,
    threshold: int,
    as_json: bool,
) -> None:
    """Screen customers on file; with `--since`, against new and changed entities alone.

    A line for each row that hits, then one with the counts. Exit code 1 when any is a hit.
    """
    bundle = bundle_at(index_at)
    among = None if since is None else _brought(bundle_at(since), bundle)
    index = Index(bundle, among)
    policy = policy_for_all(LEG, index.lists, threshold)
    rows = _Rows(customers_at)
    hit = 0
    for found in screened(index, policy, rows):
        hit += 1
        tell(_line(found), _words(found), as_json=as_json)
    tell(*_summary(bundle, among, rows.met, hit), as_json=as_json)
    click.get_current_context().exit(ExitCode.NO if hit else ExitCode.GOOD)


def _brought(before: Bundle, bundle: Bundle) -> Collection[Listing]:
    """Return whom the change brought; a list that is gone is told, or nobody would miss it."""
    for name in sorted({*before.names} - {*bundle.names}):
        show(f"note: the index has no list {name} any more", err=True)
    return newly_counted(before.lists, bundle.lists)


class _Rows:
    """The customers of a file, and how many were met."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.met = 0

    def __iter__(self) -> Iterator[Customer]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                for customer in customers_of(file, self._path.name):
                    self.met += 1
                    yield customer
        except MessageError as wrong:
            raise click.UsageError(f"{wrong} [{wrong.code}]") from wrong


def _line(found: Screening) -> JsonLine:
    return {
        "customer": found.customer,
        "name": found.name,
        "verdict": "hit",
        "fields": [
            {"path": each.path, "name": each.text, "hits": told_of(each.hits)}
            for each in found.findings
        ],
    }


def _words(found: Screening) -> str:
    lines = [words_of(f"{found.customer} {each.text}", each.hits) for each in found.findings]
    return "\n".join(lines)


def _summary(
    bundle: Bundle, among: Collection[Listing] | None, met: int, hit: int
) -> tuple[JsonLine, str]:
    entities = sum(each.count for each in bundle.lists) if among is None else len(among)
    line = {
        "rows": met,
        "hits": hit,
        "entities": entities,
        "list_version": bundle.digest.hex(),
    }
    return line, f"{hit} of {met} rows hit one of {entities} entities"
