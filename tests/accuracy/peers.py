"""The others: nomenklatura's matchers, and rapidfuzz over the whole list, as one would try first.

They come with the extra `accuracy`, which is no part of the development packages: one of
their libraries must be compiled. nomenklatura scores candidates that a search engine
finds; here they are found by rapidfuzz over the transliterated list, with all that we found
and all that is right among them, so that it finds what it would by a perfect search. It
is told whether a query is a person, which we are not, and its time is that of scoring alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, Final

from tallystick.screening.bundle import Bundle
from tallystick.screening.lists import EntityType, Entry, NameKind
from tests.accuracy.engines import Answer, Engine, Stopwatch
from tests.accuracy.lists import ListedAs, Who, listed_names, spoken
from tests.accuracy.sets import Pair, Query

NEEDED: Final = ("nomenklatura", "followthemoney", "rapidfuzz", "anyascii")
CANDIDATES: Final = 50
CANDIDATE_CUT: Final = 55  # of 100; a name less alike is no candidate
FUZZY_CUT: Final = 70  # of 100; below it rapidfuzz tells nothing
FUZZY_THRESHOLD: Final = 8_500  # it has none of its own; this is the usual one
NOMENKLATURA_THRESHOLD: Final = 7_000  # yente's default
OFAC_THRESHOLD: Final = 9_000  # OFAC's own search leaves it to the user; this is usual
OFAC: Final = "OFACMatcher"

_SCHEMATA: Final[Mapping[EntityType, str]] = MappingProxyType(
    {
        EntityType.INDIVIDUAL: "Person",
        EntityType.ENTITY: "Organization",
        EntityType.VESSEL: "Vessel",
        EntityType.AIRCRAFT: "Airplane",
        EntityType.UNKNOWN: "LegalEntity",
    }
)


def missing() -> list[str]:
    """Return the packages of the extra that are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


class Rapidfuzz:
    """`token_sort_ratio` against every listed name, after rapidfuzz's own default treatment."""

    def __init__(self, bundle: Bundle) -> None:
        self.title = "rapidfuzz token_sort_ratio"
        self.threshold = FUZZY_THRESHOLD
        self.watch = Stopwatch()
        self._rapidfuzz: Any = import_module("rapidfuzz")
        self._names = list(listed_names(bundle))
        self._keys = [self._key(each.spoken) for each in self._names]

    def answers(self, query: Query) -> Sequence[Answer]:
        """Return whoever bears a name that is alike enough to be told."""
        with self.watch.running():
            # The listed names are sorted beforehand, which gives the same ratio in less time.
            found = self._rapidfuzz.process.extract(
                self._key(query.text),
                self._keys,
                scorer=self._rapidfuzz.fuzz.ratio,
                processor=None,
                limit=None,
                score_cutoff=FUZZY_CUT,
            )
        return [Answer(self._names[at].who, round(ratio * 100)) for _key, ratio, at in found]

    def pair(self, pair: Pair) -> int:
        """Return how alike the two names are."""
        keys = (self._key(spoken(text)) for text in (pair.one, pair.other))
        ratio: float = self._rapidfuzz.fuzz.ratio(*keys)
        return round(ratio * 100)

    def _key(self, text: str) -> str:
        return " ".join(sorted(self._rapidfuzz.utils.default_process(text).split()))


class Candidates:
    """Whom a search would hand to a scorer: who is alike when all is written in ASCII."""

    def __init__(self, bundle: Bundle, ours: Engine) -> None:
        self._rapidfuzz: Any = import_module("rapidfuzz")
        self._anyascii: Any = import_module("anyascii")
        self._ours = ours
        self._names: list[ListedAs] = list(listed_names(bundle))
        self._keys = [self._key(each.spoken) for each in self._names]
        self._known: dict[Query, list[Who]] = {}

    def of(self, query: Query) -> list[Who]:
        """Return the best fifty, whom we found, and whom the query means.

        Several scorers ask for the same, so what was found is kept.
        """
        if query not in self._known:
            self._known[query] = self._searched(query)
        return self._known[query]

    def _searched(self, query: Query) -> list[Who]:
        found = self._rapidfuzz.process.extract(
            self._key(query.text),
            self._keys,
            scorer=self._rapidfuzz.fuzz.ratio,
            processor=None,
            limit=CANDIDATES,
            score_cutoff=CANDIDATE_CUT,
        )
        alike = [self._names[at].who for _key, _ratio, at in found]
        ours = [each.who for each in self._ours.answers(query)]
        return list(dict.fromkeys((*alike, *ours[:CANDIDATES], *sorted(query.right))))

    def _key(self, text: str) -> str:
        plain = self._anyascii.anyascii(text)
        return " ".join(sorted(self._rapidfuzz.utils.default_process(plain).split()))


class Nomenklatura:
    """One of nomenklatura's matchers, over candidates."""

    def __init__(
        self, module: str, matcher: str, entities: Mapping[Who, Any], candidates: Candidates
    ) -> None:
        found: Any = import_module(f"nomenklatura.matching.{module}")
        self._matcher: Any = getattr(found, matcher)
        self._config: Any = self._matcher.default_config()
        self.title = f"nomenklatura {self._matcher.NAME}"
        self.threshold = OFAC_THRESHOLD if matcher == OFAC else NOMENKLATURA_THRESHOLD
        self.watch = Stopwatch()
        self._entities = entities
        self._candidates = candidates

    def answers(self, query: Query) -> Sequence[Answer]:
        """Return whom it scores above nothing."""
        asked = entity_of("query", _schema_asked(query.kind), [query.text])
        chosen = [who for who in self._candidates.of(query) if who in self._entities]
        with self.watch.running():
            scores = [(who, self._score(asked, self._entities[who])) for who in chosen]
        return [Answer(who, score) for who, score in scores if score]

    def best_of_all(self, queries: Sequence[Query]) -> list[int]:
        """Return the best score of each query among everybody listed.

        Each one listed is scored for all queries in turn: its names are taken apart once.
        """
        asked = [entity_of("query", _schema_asked(each.kind), [each.text]) for each in queries]
        best = [0] * len(asked)
        for listed in self._entities.values():
            best = [
                max(top, self._score(one, listed)) for top, one in zip(best, asked, strict=True)
            ]
        return best

    def pair(self, pair: Pair) -> int:
        """Return how alike the two are, as parties of the pair's schema."""
        one = entity_of("one", pair.schema, [pair.one])
        return self._score(one, entity_of("other", pair.schema, [pair.other]))

    def _score(self, asked: Any, listed: Any) -> int:
        if listed.schema not in asked.schema.matchable_schemata:
            return 0
        score: float = self._matcher.compare(asked, listed, self._config).score
        return round(score * 10_000)


def _schema_asked(kind: EntityType) -> str:
    # Whoever asks knows a person, but seldom what kind of body a company is.
    return "LegalEntity" if kind is EntityType.ENTITY else _SCHEMATA[kind]


def entities_of(bundle: Bundle) -> dict[Who, Any]:
    """Return everybody listed, as nomenklatura takes them."""
    return {
        (version.name, entry.entity): _listed(f"{version.name}/{entry.entity}", entry)
        for version in bundle.lists
        for entry in version.entries
    }


def _listed(ref: str, entry: Entry) -> Any:
    names = [spoken(each.text) for each in entry.names if each.kind is not NameKind.WEAK]
    weak = [spoken(each.text) for each in entry.names if each.kind is NameKind.WEAK]
    return entity_of(ref, _SCHEMATA[entry.type], names, weak)


def entity_of(ref: str, schema: str, names: Iterable[str], weak: Iterable[str] = ()) -> Any:
    """Return an entity of its model."""
    model: Any = import_module("followthemoney").model
    made = model.make_entity(schema)
    made.id = f"{ref}/{'|'.join(names)}" if ref in {"query", "one", "other"} else ref
    made.add("name", list(names))
    made.add("weakAlias", list(weak), quiet=True)
    return made


def peers_of(bundle: Bundle, ours: Engine) -> Iterator[Engine]:
    """Yield the others, over one list."""
    yield Rapidfuzz(bundle)
    candidates, entities = Candidates(bundle, ours), entities_of(bundle)
    yield Nomenklatura("logic_v2.model", "LogicV2", entities, candidates)
    yield Nomenklatura("logic_v1.model", "LogicV1", entities, candidates)
    yield Nomenklatura("name_based.model", OFAC, entities, candidates)
