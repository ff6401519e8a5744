"""A name that its reader reads and a machine does not is found all the same."""

from tallystick.screening.disguises import readings_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Index
from tallystick.screening.score import THRESHOLD
from tests.every import for_each
from tests.screening.lists_at_hand import bundle, primary

INDEX = Index(bundle(primary("Radovan Steblik", "E-1"), primary("Laila Bregus", "E-2")))
BACKWARDS = "Radovan Steblik"[::-1]


def entities(kind: FieldKind, text: str) -> set[str]:
    """Return whom a text is a hit for."""
    return {hit.entity for hit in INDEX.hits(kind, text) if hit.score >= THRESHOLD}


@for_each(
    "disguised",
    [
        "R\u13aadov\u13aan St\u13acblik",
        "\ua4e3\ua4ee\ua4d3\ua4f3\ua4e6\ua4ee\ua4e0 \ua4e2\ua4d4\ua4f0\ua4d0\ua4e1\ua4f2\ua4d7",
        f"\u202e{BACKWARDS}\u202c",
        f"\u202e{BACKWARDS}",
        f"Radovan \u202e{BACKWARDS[:7]}\u202c",
        f"\u202e{BACKWARDS[:7]}\u202a\u202c{BACKWARDS[7:]}\u202c",
        "R4dov4n St3blik",
        "R@dov@n $teblik",
        r"\u0052adovan \u0053teblik",
        r"Radov\u0061n Ste\u0062lik",
    ],
)
def test_a_name_that_is_disguised_is_a_hit(disguised: str) -> None:
    assert entities(FieldKind.NAME, disguised) == {"E-1"}


@for_each(
    "disguised",
    [
        r'{"name":"\u0052adovan\u0020Steblik"}',
        r'{"note":"to\nRadovan\tSteblik"}',
        '{"name":"\\u202e' + BACKWARDS + '\\u202c"}',
        f"for rent \u202e{BACKWARDS}\u202c and so on",
        "for rent to R@dov@n $t3blik and so on",
        '{"firstName":"Radovan","lastName":"Steblik"}',
        "{'first' : 'Radovan', 'last' : 'Steblik'}",
        r'{"f\u0069rst":"\u0052adovan","last":"Steblik"}',
        "<FrstNm>Radovan</FrstNm><LastNm>Steblik</LastNm>",
    ],
)
def test_a_disguised_name_within_a_text_is_a_hit(disguised: str) -> None:
    assert entities(FieldKind.TEXT, disguised) == {"E-1"}


def test_a_disguise_takes_nothing_from_what_stands_there() -> None:
    assert entities(FieldKind.TEXT, "\u202eRadovan Steblik\u202c") == {"E-1"}


@for_each("text", ["MP3", "A4", "3M", "4711", "@", "$100", "12345ABC"])
def test_what_is_no_word_of_letters_has_no_other_reading(text: str) -> None:
    assert readings_of(text) == ()


def test_a_text_without_a_disguise_has_no_other_reading() -> None:
    assert readings_of("Radovan Steblik, Main Street 12") == ()


@for_each("text", [r"\ud800", r"\udc00 name", r"\udc00\ud800"])
def test_half_a_character_in_json_breaks_nothing(text: str) -> None:
    assert entities(FieldKind.TEXT, text) == set()


@for_each("text", ['"' * 300_000 + "{", "{" + '"a" ' * 100_000, "<" * 300_000])
def test_names_and_tags_without_end_are_passed_over_once(text: str) -> None:
    assert len(readings_of(text)) <= 17


def test_a_long_word_without_a_sign_is_passed_over_once() -> None:
    # With a pattern that looks for a sign within each word this took minutes.
    text = "@ " + "x" * 300_000
    assert readings_of(text) == ()
