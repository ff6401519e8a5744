"""A leg is screened with every list agreed; lists of no known age, or too old, clear nothing."""

from pathlib import Path

import msgspec
import pytest

from tallystick.core.agreements import Agreement
from tallystick.node.config import LegSettings, ScreeningSettings, TravelRuleSettings
from tallystick.node.legs import load_lists, policies_of
from tallystick.screening.bundle import bundle_of, save
from tallystick.screening.exemptions import Exemption, ExemptionForm
from tallystick.screening.gather import gather
from tallystick.screening.policy import CountryRule, ListRule, Policy
from tallystick.screening.readers.own import COLUMNS
from tallystick.screening.travel_rule import TravelRule
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import DAY_MS, date_of
from tallystick.terms.verdicts import Outcome
from tallystick.wire.ivms101.requirements import Edition
from tests.core.pair import NORTH, SOUTH, end, mutual
from tests.node.operators import START

TODAY = date_of(START // DAY_MS)
LEGAL = (("retail", "Act 5"), ("state", "Act 6"))


def own_list(folder: Path, name: str, on: str = TODAY) -> Path:
    """Write a list of one's own."""
    path = folder / f"{name}.csv"
    row = (name, on, "1", f"Astralia {name}", "primary", "entity", "", "")
    path.write_text(f"{','.join(COLUMNS)}\n{','.join(row)}\n")
    return path


def of(*lists: str, exemptions: tuple[tuple[str, str], ...] = (), version: int = 1) -> Agreement:
    """An agreement whose first end names these lists."""
    first = end(NORTH, "RUB", screening_lists=lists, exemptions=exemptions)
    return mutual(ends=(first, end(SOUTH, "CNY")), version=version)


def policy(
    screening: ScreeningSettings, *agreements: Agreement, loaded: tuple[str, ...] = ()
) -> Policy:
    """The policy of the one leg."""
    return policies_of(screening, agreements, NORTH, loaded)["RUB-CNY"]


def names(found: Policy) -> list[str]:
    """The lists of a policy."""
    return [rule.list for rule in found.lists]


def test_a_leg_is_screened_against_all_that_is_loaded_and_agreed() -> None:
    """Each by its own rule, or by the usual one."""
    screening = ScreeningSettings(
        threshold=9_000,
        on_hit=Outcome.REFUSE,
        rules=(ListRule("Own", Outcome.BLOCK, 7_000),),
        countries=(CountryRule("ZW"),),
    )
    found = policy(screening, of("UN"), loaded=("Own", "OFAC"))
    assert found == Policy(
        "RUB-CNY/NORTH",
        (
            ListRule("OFAC", Outcome.REFUSE, 9_000),
            ListRule("Own", Outcome.BLOCK, 7_000),
            ListRule("UN", Outcome.REFUSE, 9_000),
        ),
        (CountryRule("ZW"),),
    )


def test_a_leg_may_be_screened_against_chosen_lists() -> None:
    """Never fewer than any version of the agreement names."""
    chosen = ScreeningSettings(legs=(LegSettings("RUB-CNY", ("UN", "Own")),))
    assert names(policy(chosen, of("UN"), loaded=("Own", "OFAC"))) == ["Own", "UN"]
    with pytest.raises(SettingError, match="asks this end to be screened against EU") as wrong:
        policy(chosen, of("UN", version=2), of("UN", "EU"), loaded=("Own",))
    assert (wrong.value.field, wrong.value.ref) == ("screening.leg.lists", "RUB-CNY")


def test_each_version_counts() -> None:
    """While both are open, what either names."""
    found = policy(ScreeningSettings(), of("UN"), of("EU", version=2))
    assert names(found) == ["EU", "UN"]


def test_each_operator_has_its_own_leg() -> None:
    """The other end's lists are the other's."""
    agreement = of("UN")
    found = policies_of(ScreeningSettings(), [agreement], SOUTH, ())["RUB-CNY"]
    assert names(found) == ["TEST"]
    with pytest.raises(SettingError, match="holds neither end"):
        policies_of(ScreeningSettings(), [agreement], "EAST", ())


def test_an_exempt_leg_rests_on_the_law_that_the_agreement_names() -> None:
    """The only one by itself; of several the settings choose."""
    found = policy(ScreeningSettings(), of(exemptions=LEGAL[:1]))
    assert (found.lists, found.exemption) == ((), Exemption("retail", "Act 5"))
    with pytest.raises(SettingError, match="several exemptions, retail, state"):
        policy(ScreeningSettings(), of(exemptions=LEGAL))
    chosen = ScreeningSettings(legs=(LegSettings("RUB-CNY", exemption="state"),))
    assert policy(chosen, of(exemptions=LEGAL)).exemption == Exemption("state", "Act 6")


def test_an_exemption_may_be_from_some_lists_in_some_payments_alone() -> None:
    """Its lists are screened against otherwise, so they stand among the leg's."""
    settings = ScreeningSettings(
        legs=(
            LegSettings(
                "RUB-CNY", ("UN", "EU"), "retail", ExemptionForm.INTRA_EU_INSTANT, ("EU",)
            ),
        )
    )
    found = policy(settings, of("UN", exemptions=LEGAL), loaded=("UN", "EU"))
    assert [rule.list for rule in found.lists] == ["EU", "UN"]
    assert found.exemption == Exemption("retail", "Act 5", ("EU",), ExemptionForm.INTRA_EU_INSTANT)


def test_an_exemption_is_none_that_the_agreement_does_not_name() -> None:
    """And none is used where lists are named, unless it is chosen beside them."""
    unheard = ScreeningSettings(legs=(LegSettings("RUB-CNY", exemption="mine"),))
    with pytest.raises(SettingError, match="names no exemption mine"):
        policy(unheard, of(exemptions=LEGAL))
    assert policy(ScreeningSettings(), of("UN", exemptions=LEGAL)).exemption is None
    chosen = ScreeningSettings(legs=(LegSettings("RUB-CNY", exemption="state"),))
    with pytest.raises(SettingError, match="asks this end to be screened against UN"):
        policy(chosen, of("UN", exemptions=LEGAL))


def test_a_leg_without_lists_and_law_has_no_policy() -> None:
    """Choosing nothing is no choice."""
    nothing = ScreeningSettings(legs=(LegSettings("RUB-CNY"),))
    with pytest.raises(SettingError, match="a leg has a list, or an exemption"):
        policy(nothing, of(exemptions=LEGAL))


@pytest.mark.parametrize(
    ("screening", "field"),
    [
        (ScreeningSettings(rules=(ListRule("UM"),)), "screening.rule"),
        (ScreeningSettings(legs=(LegSettings("RUB-CNY", ("UN", "UM")),)), "screening.leg.lists"),
        (ScreeningSettings(legs=(LegSettings("RUB-CNX", ("UN",)),)), "screening.leg.agreement_id"),
    ],
)
def test_a_misspelt_name_is_told(screening: ScreeningSettings, field: str) -> None:
    """A rule that nothing is under would go unused in silence."""
    with pytest.raises(SettingError, match=r"UM is loaded or agreed|RUB-CNX is in") as wrong:
        policy(screening, of("UN"))
    assert wrong.value.field == field


def test_without_lists_nothing_is_cleared() -> None:
    """The bundle is empty, and valid until never."""
    loaded = load_lists(ScreeningSettings(), START)
    assert (loaded.bundle.lists, loaded.valid_until) == ((), 0)


def test_the_age_of_lists_is_told_or_nothing_starts(tmp_path: Path) -> None:
    """By the oldest of them, or by `as_of`; a list without a date needs it."""
    lists = tuple(own_list(tmp_path, name, on) for name, on in (("A", TODAY), ("B", "2026-02-03")))
    assert load_lists(ScreeningSettings(lists=lists), START).bundle.as_of == "2026-02-03"
    undated = tmp_path / "sanctioned_addresses_XBT.txt"
    undated.write_text("1Address1Address1Address1Addr\n")
    screening = ScreeningSettings(lists=(*lists, undated), max_age_days=2)
    with pytest.raises(SettingError, match="bears no date") as wrong:
        load_lists(screening, START)
    assert wrong.value.field == "screening.as_of"
    loaded = load_lists(msgspec.structs.replace(screening, as_of=TODAY), START)
    assert loaded.bundle.as_of == TODAY
    assert loaded.valid_until == START // DAY_MS * DAY_MS + 2 * DAY_MS


def test_lists_of_days_to_come_are_refused(tmp_path: Path) -> None:
    """A slip in the year would keep them young for ever; tomorrow it may be elsewhere already."""
    lists = (own_list(tmp_path, "Own"),)
    for days in (1, 2):
        screening = ScreeningSettings(lists=lists, as_of=date_of(START // DAY_MS + days))
        if days == 1:
            assert load_lists(screening, START).bundle.lists
            continue
        with pytest.raises(SettingError, match="has not come yet"):
            load_lists(screening, START)


def test_a_folder_s_lists_are_loaded(tmp_path: Path) -> None:
    """What is no list is told."""
    own_list(tmp_path, "Own")
    own_list(tmp_path, "Other")
    (tmp_path / "notes.md").write_text("# Notes")
    loaded = load_lists(ScreeningSettings(lists=(tmp_path,), as_of=TODAY), START)
    assert loaded.bundle.names == ("Other", "Own")
    assert loaded.notes == (f"no list, left out: {tmp_path / 'notes.md'}",)


def test_the_file_that_screen_build_wrote_is_loaded(tmp_path: Path) -> None:
    """With the date that was said then; the settings may say a later one."""
    built = bundle_of(gather([own_list(tmp_path, "Own")]).lists, TODAY)
    path = tmp_path / "lists.index"
    save(built, path)
    loaded = load_lists(ScreeningSettings(lists=(path,)), START)
    assert (loaded.bundle.digest, loaded.bundle.as_of) == (built.digest, TODAY)
    later = date_of(START // DAY_MS + 1)
    again = load_lists(ScreeningSettings(lists=(path,), as_of=later), START)
    assert (again.bundle.digest, again.bundle.as_of) == (built.digest, later)


def test_an_index_and_its_files_are_of_one_age(tmp_path: Path) -> None:
    """Whether a node reads the lists or what `screen build` made of them."""
    lists = tuple(own_list(tmp_path, name, on) for name, on in (("A", TODAY), ("B", "2026-02-03")))
    path = tmp_path / "lists.index"
    save(bundle_of(gather(lists).lists), path)
    read, built = (load_lists(ScreeningSettings(lists=each), START) for each in (lists, (path,)))
    assert read.bundle == built.bundle
    assert read.valid_until == built.valid_until


def test_files_that_are_no_lists_are_told(tmp_path: Path) -> None:
    """Damaged, empty, or not there."""
    damaged = tmp_path / "lists.index"
    save(bundle_of(gather([own_list(tmp_path, "Own")]).lists, TODAY), damaged)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    (tmp_path / "empty").mkdir()
    for path in (damaged, tmp_path / "empty", tmp_path / "none", Path(__file__)):
        with pytest.raises(SettingError) as wrong:
            load_lists(ScreeningSettings(lists=(path,), as_of=TODAY), START)
        assert wrong.value.field == "screening.lists"


def test_what_must_travel_is_in_the_policy_of_its_agreement() -> None:
    """Of an agreement that the settings do not know nothing is asked."""
    rule = TravelRuleSettings("RUB-CNY", Edition.R16_2012, "Act 9", threshold=5, currency="EUR")
    found = policy(ScreeningSettings(travel_rules=(rule,)), of("UN"))
    asked = TravelRule(Edition.R16_2012, "Act 9", threshold=5, currency="EUR")
    assert found.travel_rule == asked
    assert policy(ScreeningSettings(), of("UN")).travel_rule is msgspec.UNSET
    stranger = ScreeningSettings(travel_rules=(msgspec.structs.replace(rule, agreement_id="X"),))
    with pytest.raises(SettingError, match="no agreement X"):
        policy(stranger, of("UN"))
