"""An agreement's text becomes the agreement that it says, or everything wrong with it is told."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tallystick.core import agreements
from tallystick.core.agreements import (
    Agreement,
    BulkRefusal,
    End,
    ExchangeModel,
    SettlementModel,
    TimeOuts,
    faults_of,
)
from tallystick.node.agreement_text import (
    RULE_KEYS,
    TEXT_BYTES_MAX,
    Agreed,
    load_agreements,
    read_agreement,
    still_missing,
)
from tallystick.node.certificates import Subject
from tallystick.node.config import load_settings
from tallystick.node.enrolment import add_settlement_system, prepare_server, take_card
from tallystick.node.hours import minute_of
from tallystick.node.init import Plan
from tallystick.terms.calendars import Calendar
from tallystick.terms.errors import SettingError
from tallystick.terms.money import Rate
from tests.core.pair import mutual
from tests.every import for_each
from tests.house.source import ROOT
from tests.node.operators import START, prepared

PAGE = (ROOT / "docs" / "reference" / "agreement.md").read_text()
EXAMPLE = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[0]
TEXT = """
agreement_id = "KWD-JPY"
version = 2
from_cycle = 7
settlement_model = "gross"
exchange_model = "provider"
default_provider = "FXHOUSE"
quote_life_ms = 500_000
rate_life_ms = 600_000

[[end]]
operator_id = "EAST"
currency = "KWD"
settlement_system = "RTGS-EAST"
payment_max = 1_000_000_000
screening_lists = ["UN Consolidated", "Own"]
fee_flat = 250
fee_basis_points = 3
[end.calendar]
weekend = [5, 6]
holidays = [2026-01-01, 2026-02-25]
opens = "08:30"
closes = "25:15"
day_starts = "02:00"
[[end.calendar.offset]]
since = 1970-01-01
utc = "+03:00"
[[end.calendar.offset]]
since = 2026-03-29
utc = "-09:30"

[[end]]
operator_id = "WEST"
currency = "JPY"
settlement_system = "RTGS-WEST"
payment_max = 9_000
[[end.exemption]]
id = "retail"
legal_basis = "Act 5, section 2"
[end.calendar]
offset = [{ since = 1970-01-01, utc = "+09:00" }]

[time_outs]
payment_ms = 30_000
answer_ms = 10_000
review_ms = 50_000
queue_ms = 60_000
settlement_ms = 70_000
margin_ms = 80_000
"""
EAST = End(
    "EAST",
    "KWD",
    "RTGS-EAST",
    Calendar(
        (5, 6),
        ("2026-01-01", "2026-02-25"),
        (("1970-01-01", 180), ("2026-03-29", -570)),
        510,
        1_515,
        120,
    ),
    10**9,
    ("UN Consolidated", "Own"),
    fee_flat=250,
    fee_basis_points=3,
)
WEST = End(
    "WEST",
    "JPY",
    "RTGS-WEST",
    Calendar(offsets=(("1970-01-01", 540),)),
    9_000,
    (),
    (("retail", "Act 5, section 2"),),
)


def read(text: str) -> Agreed:
    """Read a text."""
    return read_agreement(text.encode(), "a.toml")


def fault(text: str) -> SettingError:
    """Return what is wrong with a text."""
    with pytest.raises(SettingError) as wrong:
        read(text)
    assert wrong.value.ref == "a.toml"
    return wrong.value


def test_every_word_of_the_text_is_in_the_agreement() -> None:
    """Nothing is lost, and nothing else is there."""
    assert read(TEXT).agreement == Agreement(
        "KWD-JPY",
        2,
        7,
        (EAST, WEST),
        SettlementModel.GROSS,
        ExchangeModel.PROVIDER,
        TimeOuts(30_000, 10_000, 50_000, 60_000, 70_000, 80_000),
        "FXHOUSE",
        500_000,
        600_000,
    )


def test_the_example_in_the_documents_is_an_agreement() -> None:
    """With what the mutual model asks for."""
    agreement = read(EXAMPLE).agreement
    assert faults_of(agreement) == []
    assert agreement.opening_rate == Rate("RUB", "CNY", 2, 25)
    assert (agreement.rate_fixer, agreement.swing_limit) == ("NORTH", 50_000_000_000)
    assert agreement.settlement_currency == "CNY"
    assert agreement.time_outs == TimeOuts(20_000, 9_000)


def test_the_digest_is_of_the_bytes() -> None:
    """A comment or a line's end makes another text of the same agreement."""
    first = read(TEXT)
    assert first.digest == sha256(TEXT.encode()).digest()
    for other in (TEXT + "# agreed\n", TEXT.replace("\n", "\r\n")):
        assert read(other).agreement == first.agreement
        assert read(other).digest != first.digest


def test_what_a_bulk_is_refused_for_is_agreed() -> None:
    """As a whole, where the text says nothing of it."""
    assert read(TEXT).agreement.bulk_refusal is BulkRefusal.WHOLE
    text = TEXT.replace("version = 2", 'version = 2\nbulk_refusal = "each"')
    assert read(text).agreement.bulk_refusal is BulkRefusal.EACH


WRONG: list[tuple[str, str, str, str]] = [
    ('"gross"', '"deferred"', "settlement_model", "enum value"),
    ('"provider"\ndef', '"fixing"\ndef', "exchange_model", "enum value"),
    ("version = 2", "version = '2'", "version", "Expected `int`"),
    ("version = 2", "version = 2.0", "version", "Expected `int`"),
    ("version = 2", "version = 0", "version", "version must be 1 or more"),
    ("version = 2", f"version = {10**30}", "version", "Expected `int`"),
    ("version = 2\n", "", "version", "is missing"),
    ("version = 2", 'version = 2\nbulk_refusal = "none"', "bulk_refusal", "enum value"),
    ("version = 2", "version = 2\nverse = 1", "verse", "is not known here; is it version?"),
    ("from_cycle = 7", "from_cycle = 0", "from_cycle", "from_cycle must be 1 or more"),
    ('"KWD-JPY"', '""', "agreement_id", "regex"),
    ('"KWD-JPY"', '"KWD JPY: 1"', "agreement_id", "regex"),
    ('"EAST"', '"WEST"', "end.operator_id", "both ends name the same operator"),
    ('"KWD"', '"XAU"', "end.currency", "an unknown currency"),
    ("payment_max = 9_000", "payment_max = 0", "end.payment_max", "positive"),
    ("payment_max = 9_000", "payment_max = 90.0", "end[1].payment_max", "Expected `int`"),
    ("payment_max = 9_000", "payment_max = '90'", "end[1].payment_max", "Expected `int`"),
    ("payment_max = 9_000", f"payment_max = {10**18}", "end[1].payment_max", "<= 999"),
    ("fee_flat = 250", "fee_flat = -1", "end[0].fee_flat", ">= 0"),
    ("points = 3", "points = 10_001", "end.fee_basis_points", "0..10000"),
    ('["UN Consolidated", "Own"]', "[]", "end.screening_lists", "neither list nor legal basis"),
    ('["UN Consolidated", "Own"]', '[""]', "end[0].screening_lists[0]", "length >= 1"),
    ('["UN Consolidated", "Own"]', '["a", "a"]', "end[0].screening_lists", "a is there twice"),
    ('"Act 5, section 2"', '""', "end[1].exemption[0].legal_basis", "length >= 1"),
    ("legal_basis", "legal_base", "end[1].exemption[0].legal_base", "is it legal_basis?"),
    (
        "[[end.exemption]]",
        '[[end.exemption]]\nid = "retail"\nlegal_basis = "x"\n[[end.exemption]]',
        "end[1].exemption",
        "retail is there twice",
    ),
    ("weekend = [5, 6]", "weekend = [6, 5]", "end[0].calendar", "Weekend days are sorted"),
    ("weekend = [5, 6]", "weekend = [0]", "end[0].calendar", "A weekend is 1 to 7"),
    ("weekend = [5, 6]", "weekend = [1, 2, 3, 4, 5, 6, 7]", "end[0].calendar", "not all"),
    ("2026-02-25", "2026-01-01", "end[0].calendar", "Holidays are sorted, each once"),
    ("2026-02-25", "'2026-02-30'", "end[0].calendar.holidays[1]", "Invalid RFC3339"),
    ("2026-02-25", "2026-02-25T10:00:00Z", "end[0].calendar.holidays[1]", "Expected `date`"),
    ('"08:30"', '"8:30"', "end[0].calendar.opens", "HH:MM"),
    ('"08:30"', '"08:60"', "end[0].calendar.opens", "HH:MM"),
    ('"08:30"', "08:30:00", "end[0].calendar.opens", "Expected `str`"),
    ('"25:15"', '"08:30"', "end[0].calendar", "A window opens before it closes"),
    ('"25:15"', '"26:01"', "end[0].calendar", "both within the day"),
    ('"+03:00"', '"+3"', "end[0].calendar.offset[0].utc", "HH:MM"),
    ('"+03:00"', '"+14:01"', "end[0].calendar", "at most fourteen hours"),
    ("since = 2026-03-29", "since = 1970-01-01", "end[0].calendar", "Offsets are sorted"),
    ('offset = [{ since = 1970-01-01, utc = "+09:00" }]', "offset = []", "end[1].calendar", "one"),
    ("[end.calendar]\noffset", "offset", "end[1].calendar", "exemption[0].offset: is not known"),
    ("answer_ms = 10_000", "answer_ms = 30_000", "time_outs.answer_ms", "1..payment_ms-1"),
    ("answer_ms = 10_000", "answer_ms = -1", "time_outs.answer_ms", ">= 0"),
    ("review_ms = 50_000", "review_ms = 0", "time_outs", "must be positive"),
    ("500_000", "30_000", "quote_life_ms", "must exceed payment_ms"),
    ('"provider"\ndef', '"at-source"\ndef', "exchange_model", "one currency only"),
]


@for_each(("said", "instead", "key", "rule"), WRONG)
def test_what_is_wrong_is_named(said: str, instead: str, key: str, rule: str) -> None:
    """File, key and rule."""
    assert said in TEXT
    wrong = fault(TEXT.replace(said, instead, 1))
    assert (wrong.field, rule in wrong.detail) == (key, True), wrong


MUTUAL: list[tuple[str, str, str, str]] = [
    ('"0.08"', '"0"', "opening_rate", "A rate of zero"),
    ('"0.08"', '"-1"', "opening_rate", "plain decimal"),
    ('"0.08"', '"2/25"', "opening_rate", "plain decimal"),
    ('"0.08"', '""', "opening_rate", "must be of the two currencies"),
    ('"0.08"', "0.08", "opening_rate", "Expected `str`"),
    ('settlement_currency = "CNY"', "", "settlement_currency", "one of the two currencies"),
    ('rate_fixer = "NORTH"', 'rate_fixer = "EAST"', "rate_fixer", "one of the two operators"),
    ("500_000_000_00", "0", "swing_limit", "swing_limit must be positive"),
]


@pytest.mark.parametrize(("said", "instead", "key", "rule"), MUTUAL)
def test_what_the_mutual_model_asks_is_named(said: str, instead: str, key: str, rule: str) -> None:
    """Each of its keys."""
    assert said in EXAMPLE
    wrong = fault(EXAMPLE.replace(said, instead, 1))
    assert (wrong.field, rule in wrong.detail) == (key, True), wrong


def test_every_rule_of_the_core_has_its_key() -> None:
    """Its first word, or one from the table; and the table has no rule that is none."""
    rules = {rule for _, rule in agreements._rules(mutual())}
    keys = {*Agreement.__struct_fields__, *End.__struct_fields__, *TimeOuts.__struct_fields__}
    spoken_of = {rule for rule in rules if rule.split()[0] in keys}
    assert rules - spoken_of <= set(RULE_KEYS)
    at_source = {rule for rule in RULE_KEYS if rule.startswith("at-source")}
    assert set(RULE_KEYS) - rules <= at_source


@pytest.mark.parametrize("count", [0, 1, 3])
def test_there_are_two_ends(count: int) -> None:
    """Not fewer, not more."""
    head, _, rest = TEXT.partition("[[end]]")
    first, _, tail = rest.partition("[[end]]")
    ends = f"[[end]]{first}" * count if count else "end = []\n"
    wrong = fault(head + ends + tail[tail.index("[time_outs]") :])
    assert wrong.detail == f"an agreement has two ends, not {count}"


def test_everything_wrong_is_told_at_once() -> None:
    """Keys and types together; rules of the agreement together."""
    text = TEXT.replace('"KWD"', "3").replace("version = 2", "vers = 2").replace('"WEST"', '""')
    assert len(fault(text).detail.splitlines()) == 5
    text = TEXT.replace("version = 2", "version = 0").replace("points = 3", "points = -3")
    assert fault(text).detail.splitlines()[1:] == [
        "  version: version must be 1 or more",
        "  end.fee_basis_points: fee_basis_points must be within 0..10000",
    ]


def test_a_text_has_an_end() -> None:
    """Whatever stands in it."""
    assert "at most" in fault(TEXT + "#" * TEXT_BYTES_MAX).detail


def test_agreements_are_in_order_and_each_once(tmp_path: Path) -> None:
    """The same file named twice is one; two texts of one version are a fault."""
    paths = [tmp_path / name for name in ("three.toml", "two.toml", "again.toml")]
    for path, text in zip(paths, (TEXT.replace("n = 2", "n = 3", 1), TEXT, TEXT), strict=True):
        path.write_text(text)
    loaded = load_agreements(paths, "EAST")
    assert [each.agreement.version for each in loaded] == [2, 3]
    paths[2].write_text(TEXT + "\n")
    with pytest.raises(SettingError, match="is version 2 of agreement KWD-JPY already") as wrong:
        load_agreements(paths, "EAST")
    assert wrong.value.ref == str(paths[2])


def test_an_agreement_of_others_is_refused(tmp_path: Path) -> None:
    """And one that is not there."""
    path = tmp_path / "a.toml"
    path.write_text(TEXT)
    with pytest.raises(SettingError, match="NORTH holds neither end"):
        load_agreements([path], "NORTH")
    with pytest.raises(SettingError, match="cannot be read") as wrong:
        load_agreements([tmp_path / "none.toml"], "EAST")
    assert wrong.value.field == "agreements"


def test_what_an_agreement_still_needs_is_told(tmp_path: Path) -> None:
    """Its other operator's node, our settlement system, and that of the settlement currency."""
    config = prepared(tmp_path).config
    agreed = [read(EXAMPLE)]
    needs = "agreement RUB-CNY needs"
    assert still_missing(load_settings(config), agreed) == (
        f"{needs} peer SOUTH",
        f"{needs} settlement system RTGS-NORTH",
        f"{needs} settlement system RTGS-SOUTH",
    )
    south = prepared(tmp_path, Plan("SOUTH", port=8543, operations_port=9543))
    take_card(config, south.card)
    for name in ("RTGS-NORTH", "RTGS-SOUTH"):
        issued = prepare_server(tmp_path / name, Subject("system", name), ("127.0.0.1",), START)
        url = "https://127.0.0.1:8444"
        add_settlement_system(config, name, url, issued.authority.read_bytes())
    assert still_missing(load_settings(config), agreed) == ()


@pytest.mark.parametrize(
    ("text", "minute"),
    [("00:00", 0), ("24:00", 1440), ("-01:30", -90), ("+05:45", 345), ("99:59", 5999)],
)
def test_hours_are_read(text: str, minute: int) -> None:
    """With a sign if need be; the calendar says which may be."""
    assert minute_of(text) == minute


@pytest.mark.parametrize(
    "text", ["", "1:00", "01:60", "01", "01:00:00", " 01:00", "--01:00", "\u0661\u0660:00"]
)
def test_what_are_no_hours_is_told(text: str) -> None:
    """Nothing is guessed."""
    assert minute_of(text) is None
