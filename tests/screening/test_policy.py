"""A policy that would let something pass unscreened does not load."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.exemptions import Exemption
from tallystick.screening.policy import (
    CountryRule,
    ListRule,
    Policy,
    policy_for_all,
    policy_from,
    read_policy,
    text_of,
)
from tallystick.terms.errors import SettingError
from tallystick.terms.verdicts import Outcome
from tests.every import for_each

SETTINGS: dict[str, object] = {
    "leg": "RU",
    "lists": [
        {"list": "UN Consolidated", "on_hit": "block", "threshold": 9000},
        {"list": "Harbour Bank list"},
    ],
    "countries": [{"country": "KP", "on_hit": "refuse"}],
    "exemption": {"id": "instant", "legal_basis": "Art. 5d(2)", "lists": ["EU"]},
}


def test_a_policy_is_read_from_settings() -> None:
    """What is not said holds a payment, from a score of 0.85 on."""
    policy = policy_from(SETTINGS)

    assert policy.lists == (
        ListRule("UN Consolidated", Outcome.BLOCK, 9000),
        ListRule("Harbour Bank list", Outcome.HOLD, 8500),
    )
    assert policy.countries == (CountryRule("KP", Outcome.REFUSE),)
    assert policy.exemption == Exemption("instant", "Art. 5d(2)", ("EU",))


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"leg": ""}, "leg"),
    ({"lists": [], "exemption": None}, "lists"),
    ({"exemption": {"id": "instant", "legal_basis": " "}}, "exemption"),
    ({"exemption": {"id": "", "legal_basis": "Art. 5d(2)"}}, "exemption"),
    ({"exemption": {"id": "x", "legal_basis": "y", "lists": ["UN Consolidated"]}}, "exemption"),
    ({"lists": [{"list": "UN"}, {"list": "UN"}]}, "lists"),
    ({"lists": [{"list": ""}]}, "lists"),
    ({"lists": [{"list": "countries"}]}, "lists"),
    ({"lists": [{"list": "UN", "on_hit": "clear"}]}, "on_hit"),
    ({"countries": [{"country": "KP", "on_hit": "clear"}]}, "on_hit"),
    ({"countries": [{"country": "Korea"}]}, "countries"),
    ({"countries": [{"country": "KP"}, {"country": "KP"}]}, "countries"),
    ({"lists": [{"list": "UN", "threshold": 0}]}, "threshold"),
    ({"lists": [{"list": "UN", "threshold": 10_001}]}, "threshold"),
    ({"matcher": "guess-1"}, "matcher"),
    ({"bypass": True}, "screening"),
    ({"lists": [{"list": "UN", "on_hit": "ignore"}]}, "screening"),
    ({"lists": "UN"}, "screening"),
)


@for_each(("change", "field"), WRONG)
def test_a_policy_with_a_gap_is_refused(change: dict[str, object], field: str) -> None:
    """No list and no law, a hit that clears, a threshold out of reach: nothing starts."""
    with pytest.raises(SettingError) as refused:
        policy_from(SETTINGS | change)
    assert refused.value.field == field


CHANGES: tuple[dict[str, object], ...] = (
    {"leg": "CN"},
    {"lists": SETTINGS["lists"][:1]},  # type: ignore[index]
    {"lists": [{"list": "UN Consolidated", "on_hit": "block", "threshold": 9001}]},
    {"countries": []},
    {"exemption": None},
    {"exemption": {"id": "instant", "legal_basis": "Art. 5d(3)", "lists": ["EU"]}},
)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_changes_the_hash(change: dict[str, object]) -> None:
    """A verdict names exactly one policy."""
    assert policy_from(SETTINGS | change).digest != policy_from(SETTINGS).digest


@given(st.permutations(["UN", "OFAC", "Harbour"]), st.permutations(["KP", "IR"]))
def test_the_hash_does_not_depend_on_the_order(lists: list[str], countries: list[str]) -> None:
    """The same rules in any order are one policy."""
    policy = Policy("RU", tuple(map(ListRule, lists)), tuple(map(CountryRule, countries)))
    usual = Policy(
        "RU", tuple(map(ListRule, sorted(lists))), tuple(map(CountryRule, ["IR", "KP"]))
    )
    assert policy.digest == usual.digest


def test_the_hash_is_the_same_in_every_release() -> None:
    """Verdicts of years ago name it."""
    assert (
        policy_for_all("RU", ["UN"]).digest.hex()
        == "5fd106ad0709fec32ddc28476281aa7cd1f9689682ee0e04d115fe36f272a631"
    )


RULE: dict[str, object] = {"edition": "fatf-r16-2012", "legal_basis": "Act 9"}


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"legal_basis": " "}, "no legal basis"),
        ({"threshold": -1, "currency": "EUR"}, "threshold is 0"),
        ({"threshold": 10}, "has a currency"),
        ({"currency": "EUR"}, "has a currency"),
        ({"edition": "r17"}, "Invalid enum value"),
        ({"hosting": "mine"}, "hosting"),
    ],
)
def test_a_travel_rule_that_says_too_little_does_not_load(
    over: dict[str, object], words: str
) -> None:
    """Nor one that says something that nobody knows."""
    with pytest.raises(SettingError, match=words):
        policy_from({**SETTINGS, "travel_rule": {**RULE, **over}})


def test_a_travel_rule_is_a_part_of_the_policy_that_people_confirm() -> None:
    """Another one is another policy; its text gives it back."""
    plain = policy_from(SETTINGS)
    ruled = policy_from({**SETTINGS, "travel_rule": RULE})
    stricter = policy_from({**SETTINGS, "travel_rule": {**RULE, "payments": "every"}})
    assert len({plain.digest, ruled.digest, stricter.digest}) == 3
    for policy in (plain, ruled, stricter):
        again = read_policy(text_of(policy))
        assert (again.travel_rule, again.digest) == (policy.travel_rule, policy.digest)


def test_a_policy_made_in_code_is_held_to_the_same_rules() -> None:
    """There is no other door."""
    with pytest.raises(SettingError):
        policy_for_all("RU", [])
    with pytest.raises(SettingError):
        msgspec.structs.replace(policy_for_all("RU", ["UN"]), lists=())
