"""What lists call a country becomes its ISO code, and nothing is guessed."""

from collections import Counter

import pytest

from tallystick.screening.countries import country_code
from tallystick.screening.gather import gather
from tallystick.terms.identifiers import COUNTRIES
from tests.screening.lists_at_hand import shared

WORDS = (
    ("Korea, North", "KP"),
    ("Korea (North)", "KP"),
    ("Korea, Republic of", "KR"),
    ("KOREA (DEMOCRATIC PEOPLE'S REPUBLIC OF)", "KP"),
    ("IRAN (ISLAMIC REPUBLIC OF)", "IR"),
    ("Burma", "MM"),
    ("CÔTE D'IVOIRE", "CI"),
    ("Türkiye", "TR"),
    ("Bahamas, The", "BS"),
    ("CONGO (DEMOCRATIC REPUBLIC OF THE)", "CD"),
    ("Congo, Republic of the", "CG"),
    ("Macedonia, The Former Yugoslav Republic of", "MK"),
    ("Kosovo", "XK"),
    ("Region: Gaza", "PS"),
    ("Branch Office 11: Iran", "IR"),
    ("Kuwaiti citizenship withdrawn in 2002", "KW"),
    ("Possibly Ethiopian", "ET"),
    ("RU", "RU"),
    ("RUS", "RU"),
    ("na", ""),
    ("Korea", ""),
    ("USSR (until 1991)", ""),
    ("UNKNOWN", ""),
    ("Ruritania", ""),
    ("", ""),
)

# What no one country of today is meant by.
NO_COUNTRY = frozenset(
    """Netherlands Antilles|None Identified|Region: Commonwealth of Independent States
    |Region: Crimea|Region: Jammu and Kashmir|Region: Kafia Kingi|Sudan/South Sudan
    |Sudan/or South Sudan
    |USSR (until 1991)|former Soviet Union|na|undetermined""".replace("\n    ", "").split("|")
)


@pytest.mark.parametrize(("words", "code"), WORDS)
def test_words_mean_one_country_or_none(words: str, code: str) -> None:
    """Two Koreas and a union that is no more have no code."""
    assert country_code(words) == code


def test_every_code_of_the_standard_is_known_by_itself_and_by_words() -> None:
    """The table has all of ISO 3166-1."""
    assert all(country_code(code) == code for code in COUNTRIES)
    known = {country_code(words) for words in ("Cabo Verde", "VIR", "Aland Islands", "XKX")}
    assert known == {"CV", "VI", "AX", "XK"}


@pytest.mark.slow
def test_every_country_of_the_published_lists_is_known() -> None:
    """But for a handful that are none."""
    editions = (
        ("ofac_watchman_2021-07", "us_misc", "un/UN_consolidated_2020.xml"),
        ("ofac_sancbook_2023-01", "un/UN_consolidated_watchman.xml"),
    )
    words = Counter[str]()
    for places in editions:
        for version in gather(shared(*places)).lists:
            words.update(country for entry in version.entries for country in entry.countries)
    assert len(words) > 200
    assert {each for each in words if not country_code(each)} <= NO_COUNTRY
