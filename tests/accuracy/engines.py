"""Who answers the queries: our own index, and what another must do to stand beside it."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol

from tallystick.screening.bundle import Bundle
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Index
from tallystick.screening.score import THRESHOLD, compare, name_of
from tests.accuracy.figures import Labelled, Scored
from tests.accuracy.lists import Who
from tests.accuracy.sets import Pair, Query


class Answer(NamedTuple):
    """Somebody listed, and how surely the query means him, in ten-thousandths."""

    who: Who
    score: int


class Stopwatch:
    """The CPU time that an engine took, over so many names."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.names = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the block as one name."""
        begun = time.process_time()
        yield
        self.seconds += time.process_time() - begun
        self.names += 1

    @property
    def milliseconds(self) -> float:
        """How long a name took, 0 before the first."""
        return self.seconds / self.names * 1e3 if self.names else 0.0


class Engine(Protocol):
    """What answers queries. `threshold` is the one it comes with."""

    title: str
    threshold: int
    watch: Stopwatch

    def answers(self, query: Query) -> Sequence[Answer]:
        """Return whom the query may mean."""
        ...

    def pair(self, pair: Pair) -> int:
        """Return how alike the two names are, 0 if not at all."""
        ...


class Tallystick:
    """Our own index and comparison, at the default threshold."""

    def __init__(self, bundle: Bundle) -> None:
        self.title = "tallystick"
        self.threshold: int = THRESHOLD
        self.watch = Stopwatch()
        self.index: Final = Index(bundle)

    def answers(self, query: Query) -> Sequence[Answer]:
        """Return whom the index finds, also below the threshold as far as it tells."""
        with self.watch.running():
            hits = self.index.hits(FieldKind.NAME, query.text)
        return [Answer((hit.list, hit.entity), hit.score) for hit in hits]

    def pair(self, pair: Pair) -> int:
        """Return how alike the two names are; the kind of party is not told."""
        one, other = (name_of(text, may_be_inverted=True) for text in (pair.one, pair.other))
        match = compare(one, other)
        return match.score if match else 0


def scored(engine: Engine, query: Query, key: str = "") -> Scored:
    """Return what a query got; `key` is by what it is put in one half or the other."""
    answers = engine.answers(query)
    top = max((each.score for each in answers), default=0)
    right = max((each.score for each in answers if each.who in query.right), default=0)
    return Scored(key or query.text, top, right)


def all_scored(engine: Engine, queries: Iterable[Query]) -> list[Scored]:
    """Return what each query got."""
    return [scored(engine, query) for query in queries]


def labelled(engine: Engine, pairs: Iterable[Pair]) -> list[Labelled]:
    """Return the score of each pair beside what it is."""
    return [
        Labelled(f"{each.one} {each.other}", engine.pair(each), each.is_match) for each in pairs
    ]
