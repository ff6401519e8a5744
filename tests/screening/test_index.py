"""The index finds whom a field may stand for, the same whatever the order of the lists."""

import gc
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening import index as index_module
from tallystick.screening.bundle import bundle_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.identifiers import IdentifierKind, key_of
from tallystick.screening.index import Hit, Index
from tallystick.screening.lists import EntityType, Entry, NameKind
from tallystick.screening.names import normalise
from tallystick.screening.particulars import NOTHING_KNOWN
from tallystick.screening.score import FLOOR, SCORES, THRESHOLD, Rule, compare, name_of
from tallystick.screening.secondary import NAME_ALONE_MAX, weigh
from tests.every import for_each
from tests.screening.lists_at_hand import Row, bundle, listing, primary

EVM = "0xAbCdEf0123456789aBcDeF0123456789abcdef01"
BECH32 = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
BASE58 = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
CASH = "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
KINDS = (
    ("E-1", IdentifierKind.BIC, "ASTRRUMM"),
    ("E-2", IdentifierKind.BIC, "VAILGB2LXXX"),
    ("E-3", IdentifierKind.BIC, "BRANDEFF500"),
    ("E-4", IdentifierKind.WALLET, EVM),
    ("E-5", IdentifierKind.WALLET, BECH32),
    ("E-6", IdentifierKind.WALLET, BASE58),
    ("E-7", IdentifierKind.WALLET, CASH),
    ("E-8", IdentifierKind.IMO, "7654321"),
    ("E-9", IdentifierKind.LEI, "529900T8BM49AURSDO55"),
    ("E-10", IdentifierKind.DOCUMENT, "77-123-456"),
    ("E-11", IdentifierKind.DOCUMENT, "1234"),
    ("E-12", IdentifierKind.ACCOUNT, "DE89370400440532013000"),
)
ROWS = [primary(f"Nobody Number{entity[2:]}", entity) for entity, _kind, _value in KINDS]
KNOWN = Index(bundle_of([listing(ROWS, identifiers=KINDS)]))


def found(index: Index, kind: FieldKind, text: str) -> list[tuple[str, Rule, int]]:
    """Return the entity, rule and score of each hit."""
    return [(hit.entity, hit.evidence[0].rule, hit.score) for hit in index.hits(kind, text)]


IDENTIFIED = (
    (FieldKind.BIC, "ASTRRUMM", "E-1", Rule.IDENTIFIER),
    (FieldKind.BIC, "ASTRRUMMXXX", "E-1", Rule.IDENTIFIER),
    (FieldKind.BIC, "ASTRRUMM123", "E-1", Rule.IDENTIFIER),
    (FieldKind.BIC, "VAILGB2L", "E-2", Rule.IDENTIFIER),
    (FieldKind.BIC, "BRANDEFF500", "E-3", Rule.IDENTIFIER),
    (FieldKind.BIC, "BRANDEFF", "E-3", Rule.INSTITUTION),
    (FieldKind.BIC, "BRANDEFF501", "E-3", Rule.INSTITUTION),
    (FieldKind.TEXT, "pay via ASTRRUMM please", "E-1", Rule.IDENTIFIER),
    (FieldKind.WALLET, EVM.lower(), "E-4", Rule.IDENTIFIER),
    (FieldKind.ACCOUNT, EVM.upper().replace("0X", "0x"), "E-4", Rule.IDENTIFIER),
    (FieldKind.TEXT, f"to {EVM}, thanks", "E-4", Rule.IDENTIFIER),
    (FieldKind.WALLET, BECH32.upper(), "E-5", Rule.IDENTIFIER),
    (FieldKind.WALLET, BASE58, "E-6", Rule.IDENTIFIER),
    (FieldKind.WALLET, f"bitcoincash:{CASH}", "E-7", Rule.IDENTIFIER),
    (FieldKind.TEXT, f"bitcoincash:{CASH}", "E-7", Rule.IDENTIFIER),
    (FieldKind.TEXT, "freight of IMO 7654321", "E-8", Rule.IDENTIFIER),
    (FieldKind.TEXT, "IMO: 7654321", "E-8", Rule.IDENTIFIER),
    (FieldKind.IDENTIFIER, "529900T8BM49AURSDO55", "E-9", Rule.IDENTIFIER),
    (FieldKind.IDENTIFIER, "77 123 456", "E-10", Rule.DOCUMENT),
    (FieldKind.ACCOUNT, "DE89 3704 0044 0532 0130 00", "E-12", Rule.IDENTIFIER),
    (FieldKind.ADDRESS, "Nobody Number4, Port Regal", "E-4", Rule.WITHIN),
    (FieldKind.TEXT, "from DE89 3704 0044 0532 0130 00, May", "E-12", Rule.IDENTIFIER),
    (FieldKind.ACCOUNT, "GB19VAIL60161331926819", "E-2", Rule.ACCOUNT_BANK),
    (FieldKind.ACCOUNT, "gb19 vail 6016 1331 9268 19", "E-2", Rule.ACCOUNT_BANK),
    (FieldKind.TEXT, "to GB19 VAIL 6016 1331 9268 19", "E-2", Rule.ACCOUNT_BANK),
    (FieldKind.TEXT, "to GB19VAIL60161331926819 please", "E-2", Rule.ACCOUNT_BANK),
)
NOT_IDENTIFIED = (
    (FieldKind.BIC, "ASTRRUM1"),
    (FieldKind.WALLET, BASE58.lower()),
    (FieldKind.WALLET, BECH32.replace("q", "Q", 1)),
    (FieldKind.TEXT, "invoice 7654321"),
    (FieldKind.TEXT, "invoice 77123456"),
    (FieldKind.IDENTIFIER, "1234"),
    (FieldKind.NAME, "Number4"),
    (FieldKind.COUNTRY, "RU"),
    (FieldKind.ACCOUNT, "GB18VAIL60161331926819"),  # its check digits do not hold
    (FieldKind.ACCOUNT, "NL81VAIL0417164300"),  # another country's bank of these letters
)


@for_each(("kind", "text", "entity", "rule"), IDENTIFIED)
def test_an_identifier_is_found_in_its_form(
    kind: FieldKind, text: str, entity: str, rule: Rule
) -> None:
    """By the rule of its standard on case, branches and spaces."""
    assert found(KNOWN, kind, text) == [(entity, rule, SCORES[rule])]


@pytest.mark.parametrize(("kind", "text"), NOT_IDENTIFIED)
def test_what_is_no_identifier_is_not_taken_for_one(kind: FieldKind, text: str) -> None:
    """Other case where case counts, a bare number, a number too short to tell."""
    assert found(KNOWN, kind, text) == []


def test_a_number_too_short_to_tell_has_no_key() -> None:
    """Nor has one without digits."""
    assert key_of(IdentifierKind.DOCUMENT, "12-345") == ""
    assert key_of(IdentifierKind.DOCUMENT, "unknown") == ""


PEOPLE = [
    primary("DUNMORE, Aldous", "E-1"),
    ("E-1", NameKind.ALIAS, "Aldo Dunmore"),
    ("E-1", NameKind.WEAK, "The Heron"),
    ("E-1", NameKind.WEAK, "Heron"),
    primary("Heron", "E-2"),
    primary("DUNMORE, Aldous", "E-3"),
    primary("ROE, Jane", "E-4"),
]


@given(st.permutations(PEOPLE), st.permutations([0, 1]))
def test_the_hits_do_not_depend_on_the_order(rows: list[Row], places: list[int]) -> None:
    """Rows and lists in any order give the same hits in the same order."""
    lists = [listing(rows), listing(PEOPLE, "Another list")]
    index = Index(bundle_of(lists[place] for place in places))
    usual = Index(bundle_of([listing(PEOPLE, "Another list"), listing(PEOPLE)]))
    for text in ("Aldous Dunmore", "heron", "the heron", "Jane ROE for Aldo Dunmore"):
        for kind in (FieldKind.NAME, FieldKind.TEXT):
            assert index.hits(kind, text) == usual.hits(kind, text)


def test_an_entity_is_told_once_by_its_best_match() -> None:
    """Of homonyms each is told; of one entity's names only the best."""
    index = Index(bundle(*PEOPLE))
    assert [
        (hit.entity, hit.matched, hit.score) for hit in index.hits(FieldKind.NAME, "Heron")
    ] == [
        ("E-2", "Heron", NAME_ALONE_MAX),
        ("E-1", "Heron", 8_000),
    ]
    assert [hit.entity for hit in index.hits(FieldKind.NAME, "Aldous Dunmore")] == ["E-1", "E-3"]


WITHIN: tuple[tuple[str, list[str]], ...] = (
    ("Salary of Aldous Dunmore for May", ["E-1", "E-3"]),
    ("DUNMORE ALDOUS", ["E-1", "E-3"]),
    ("aldo-dunmore@example.org", ["E-1"]),
    ("Aldous and Jane Dunmore", []),
    ("Invoice of Ms Jane Roe", ["E-4"]),
    ("Two herons at the lake", []),
)


@pytest.mark.parametrize(("text", "entities"), WITHIN)
def test_a_name_is_found_within_a_text(text: str, entities: list[str]) -> None:
    """Its words in order, as listed or as spoken, wherever they stand."""
    hits = Index(bundle(*PEOPLE)).hits(FieldKind.TEXT, text)
    assert [hit.entity for hit in hits] == entities


def test_one_word_within_a_text_is_no_hit_by_itself() -> None:
    """It is found, below what counts unless somebody asks for it."""
    hits = Index(bundle(*PEOPLE)).hits(FieldKind.TEXT, "A heron at the lake")
    assert [(hit.entity, hit.score) for hit in hits] == [("E-2", 7_000), ("E-1", 5_600)]
    assert max(hit.score for hit in hits) < THRESHOLD


def test_company_forms_are_seen_through_within_a_text() -> None:
    """The evidence says what was set aside."""
    index = Index(bundle_of([listing([primary("Astralia Lines Ltd.")], kind=EntityType.ENTITY)]))
    (hit,) = index.hits(FieldKind.TEXT, "freight, Astralia Lines, May")
    assert hit.evidence[0].listed == ("astralia", "lines")
    assert hit.evidence[0].aside == ("ltd",)


WORDS = st.sampled_from(["dr", "al", "zah", "rani", "alzah", "ltd", "hamid", "(x)", ",", "S.A."])
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=6))
def test_the_index_loses_nothing_that_a_comparison_finds(query: str, texts: list[str]) -> None:
    """Whatever `compare` matches, one against one, the index finds among many."""
    index = Index(bundle(*(primary(text, f"E-{at}") for at, text in enumerate(texts))))
    found = index.names(query, normalise(query), NOTHING_KNOWN)
    best: dict[str, Hit] = {hit.entity: hit for hit in found}
    for at, text in enumerate(texts):
        match = compare(name_of(query, may_be_inverted=True), name_of(text, may_be_inverted=True))
        assert (f"E-{at}" in best) == (match is not None and match.score >= FLOOR)
        if match and match.score >= FLOOR:
            entry = Entry("E", EntityType.UNKNOWN, ())
            alone = weigh(match.score, NameKind.PRIMARY, entry, NOTHING_KNOWN)
            assert best[f"E-{at}"].score == alone.score


def test_an_index_over_nothing_names_no_bundle() -> None:
    """Its hash is empty, so no verdict on it can be clear."""
    empty = Index(bundle_of([]))
    assert (empty.bundle, empty.lists) == (b"", ())
    assert empty.hits(FieldKind.NAME, "Aldous Dunmore") == ()


@for_each(
    ("name", "is_hit"),
    [
        ("Vostok Marine Limited", True),
        ("Vostok Marine Lmited", True),
        ("Limtied Vostok Marine", True),
        ("Vostok Marine Compny", True),
        ("Vostok Compny", False),
    ],
)
def test_a_company_form_misspelt_hides_nobody(name: str, *, is_hit: bool) -> None:
    index = Index(
        bundle(primary("Vostok Marine Limited"), primary("Vostok Marine Company", "E-2"))
    )
    scores = [hit.score for hit in index.hits(FieldKind.NAME, name)]
    assert any(score >= THRESHOLD for score in scores) == is_hit


def test_of_one_word_and_its_form_a_misspelt_form_hides_nobody() -> None:
    index = Index(bundle(primary("Sibshur Limited")))
    (hit,) = index.hits(FieldKind.NAME, "Sibshur Lmited")
    assert hit.score >= THRESHOLD


@for_each(
    ("name", "rule"),
    [
        ("Hamid Karimov " + "the " * 62, Rule.ALIKE),
        ("Hamid Karimov " + "the " * 63, Rule.WITHIN),
        ("Hamid Karimov " + "x" * 1_012, Rule.ALIKE),
        ("Hamid Karimov " + "x" * 1_013, Rule.WITHIN),
        ("Hamid Karimov " * 10_000, Rule.WITHIN),
    ],
)
def test_what_is_longer_than_any_name_is_looked_through_as_a_text(name: str, rule: Rule) -> None:
    """Word by word against whoever is like its beginning, it would take minutes."""
    index = Index(bundle(primary("Hamid Karimov")))
    words = normalise(name)
    found = list(index.names(name, words, NOTHING_KNOWN))
    assert bool(found) == (rule is not Rule.WITHIN)
    (hit,) = index.hits(FieldKind.NAME, name)
    assert hit.score >= THRESHOLD


def test_an_index_that_is_not_asked_any_more_goes_without_the_collector() -> None:
    """A node leaves its indexes out of every search for cycles, so none may be in one."""
    index = Index(bundle_of([]))
    index.hits(FieldKind.NAME, "Ann Noone")
    index.hits(FieldKind.BIC, "BNCHRUMM")
    gone = ref(index)
    gc.disable()
    try:
        del index
        assert gone() is None
    finally:
        gc.enable()


def test_what_is_kept_of_answers_has_bounds_and_changes_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_module, "_TEXTS_KEPT", 3)
    monkeypatch.setattr(index_module, "_CODES_KEPT", 2)
    asked = [(kind, text) for kind, text, *_rest in IDENTIFIED] + [
        (FieldKind.NAME, f"Nobody Number-{each}") for each in range(20)
    ]
    kept = Index(bundle_of([listing(ROWS, identifiers=KINDS)]))
    for _ in range(2):
        for kind, text in asked:
            assert kept.hits(kind, text) == kept.search(kind, text)
            assert len(kept._of_text) <= 3
            assert len(kept._of_code) <= 2
    long = "Nobody " * 40
    kept.hits(FieldKind.NAME, long)
    assert all(text != long for _kind, text, _known in (*kept._of_text, *kept._of_code))
