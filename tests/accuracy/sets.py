"""The labelled sets: names that are known to mean somebody listed, or nobody."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from tallystick.screening.lists import EntityType, NameKind
from tests.accuracy.lists import (
    LATIN,
    SCREENING,
    ListedAs,
    Who,
    bearers,
    listed_names,
    published,
    script_of,
    words_of,
)

YENTE: Final = "yente's fixtures for candidate generation (MIT)"
PERSON: Final = EntityType.INDIVIDUAL


class Query(NamedTuple):
    """A name to be screened, whom it means (nobody, if ordinary), and what kind of party it is.

    Our own matcher is not told the kind.
    """

    text: str
    right: frozenset[Who] = frozenset()
    kind: EntityType = PERSON


class QuerySet(NamedTuple):
    """Queries of one kind, what they are and where they come from."""

    title: str
    source: str
    queries: tuple[Query, ...]

    def sample(self, most: int) -> "QuerySet":
        """Return as many of them at most, chosen by hash, so always the same."""
        return self._replace(queries=sampled(self.queries, most))


class Pair(NamedTuple):
    """Two names, whether they are one party's, and what kind of party."""

    group: str
    one: str
    other: str
    is_match: bool
    schema: str


def sampled(queries: Sequence[Query], most: int) -> tuple[Query, ...]:
    """Return as many queries at most, chosen by the hash of their text, in their order."""
    ranked = sorted(queries, key=lambda each: sha256(each.text.encode()).digest())
    chosen = frozenset(each.text for each in ranked[:most])
    return tuple(each for each in queries if each.text in chosen)[:most]


def column(name: str, heading: str = "full_name") -> list[str]:
    """Return a column of one of the sets' files."""
    return [row[heading] for row in _rows(SCREENING / name)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _bearers() -> dict[str, frozenset[Who]]:
    return bearers(listed_names(published()))


def un_persons(*, are_treated: bool) -> QuerySet:
    """Return persons of the UN list, as listed or with errors of typing and order."""
    clean = column("eval_yente/positives_un_untreated.csv")
    written = column("eval_yente/positives_un_treated.csv") if are_treated else clean
    how = "with errors of typing or order" if are_treated else "as listed"
    queries = (
        Query(text, _bearers().get(words_of(name), frozenset()))
        for text, name in zip(written, clean, strict=True)
    )
    return QuerySet(f"UN persons, {how}", YENTE, tuple(queries))


def ordinary(name: str, title: str, *, is_ascii: bool) -> QuerySet:
    """Return ordinary names, which nobody listed is meant by."""
    texts = column(f"eval_yente/negatives_{name}.csv")
    kept = (text for text in texts if text.isascii() or not is_ascii)
    return QuerySet(title, YENTE, tuple(map(Query, kept)))


def ordinary_ascii() -> QuerySet:
    """Return the ordinary names in ASCII."""
    return ordinary("us", "ordinary names, ASCII", is_ascii=True)


def ordinary_global() -> QuerySet:
    """Return ordinary names of the whole world, in its scripts."""
    return ordinary("global", "ordinary names, global", is_ascii=False)


def ordinary_in(script: str) -> QuerySet:
    """Return ordinary names in a script."""
    both = (*ordinary_global().queries, *ordinary("us", "", is_ascii=False).queries)
    kept = tuple(each for each in both if script_of(each.text) == script)
    return QuerySet(f"ordinary names, {script.title()}", YENTE, kept)


def congress() -> QuerySet:
    """Return the members of the US congress, who are on none of the lists."""
    names = column("eval_yente/positives_us_congress_untreated.csv")
    return QuerySet("members of the US congress", YENTE, tuple(map(Query, names)))


def originals(script: str) -> QuerySet:
    """Return the names that the UN list tells in a script of its own, and whom each means."""
    kept = [
        Query(each.text, frozenset([each.who]), each.entry.type)
        for each in listed_names(published())
        if each.who[0].startswith("UN") and script_of(each.text) == script
    ]
    source = "UN list, original script; these names were taken out of the list"
    return QuerySet(f"UN originals, {script.title()}", source, tuple(_together(kept)))


def _together(queries: Iterable[Query]) -> Iterator[Query]:
    """Yield each text once, with all whom it means."""
    by_text: dict[str, Query] = {}
    for each in queries:
        before = by_text.get(each.text, each)
        by_text[each.text] = each._replace(right=before.right | each.right)
    yield from by_text.values()


def pairs() -> tuple[Pair, ...]:
    """Return nomenklatura's labelled pairs."""
    rows = _rows(SCREENING / "eval_nomenklatura" / "cases.csv")
    return tuple(
        Pair(
            row["case_group"], row["name1"], row["name2"], row["is_match"] == "true", row["schema"]
        )
        for row in rows
    )


def across_scripts() -> tuple[Pair, ...]:
    """Return Watchman's pairs of one name in two scripts."""
    path = SCREENING / "eval_watchman" / "cross_script_pairs.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    return tuple(
        Pair("across scripts", row[0], row[1], is_match=True, schema="Person") for row in rows
    )


@cache
def names_to_vary(most: int) -> tuple[ListedAs, ...]:
    """Return listed names of several ASCII words, chosen by hash; no weak aliases."""
    kept: dict[str, ListedAs] = {}
    for each in listed_names(published()):
        weak = {name.text for name in each.entry.names if name.kind is NameKind.WEAK}
        if each.text not in weak and _is_variable(each.spoken):
            kept.setdefault(each.text, each)
    ranked = sorted(kept.values(), key=lambda each: sha256(each.text.encode()).digest())
    return tuple(ranked[:most])


def _is_variable(text: str) -> bool:
    words = text.split()
    letters = sum(map(str.isalpha, text))
    return text.isascii() and script_of(text) == LATIN and len(words) > 1 and letters >= 8


def meant_by(name: ListedAs) -> frozenset[Who]:
    """Return everybody who bears the listed name."""
    return _bearers()[words_of(name.text)] | {name.who}
