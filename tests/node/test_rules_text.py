"""A country's file becomes the rules that it says, or everything wrong with it is told."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tallystick.core.rule_sets import Rule, RuleSet
from tallystick.node.config import read_settings
from tallystick.node.rules_text import TEXT_BYTES_MAX, load_rules, read_rules
from tallystick.sandbox.country import COUNTRIES, _country
from tallystick.sandbox.law import rules_text
from tallystick.terms.disclosures import Channel, Disclosure, Period, PersonKind, Residence
from tallystick.terms.errors import SettingError
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tests.every import for_each
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "reference" / "currency-rules.md").read_text()
EXAMPLE = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)[0]
HEAD = 'country = "XA"\ncurrency = "EUR"\nversion = 1\n'
RULE = """
[[rule]]
id = "one"
legal_basis = "an invented law"
direction = "inward"
then = "refuse"
"""


def test_the_documented_example_is_what_it_says() -> None:
    """Each key in its place; the digest is of the very bytes."""
    raw = EXAMPLE.encode()
    transfers = Rule(
        "transfers-of-individuals",
        "Invented Currency Act, section 7",
        Side.DEBTOR,
        1_000_000,
        Period.MONTH,
        channels=(Channel.BANK_TRANSFER, Channel.CASH),
        persons=(PersonKind.INDIVIDUAL,),
    )
    goods = Rule(
        "goods",
        "Invented Currency Act, section 9",
        Side.DEBTOR,
        5_000_000,
        purposes=("GDDS",),
        requires=(Disclosure.DOCUMENT, Disclosure.REPORTING),
        codes=("20100", "20200"),
        is_reported=True,
    )
    abroad = Rule(
        "from-abroad",
        "Invented Statistics Act, section 2",
        Side.CREDITOR,
        100_000,
        residence=Residence.RESIDENT,
        is_report_only=True,
        is_reported=True,
    )
    ruled = read_rules(raw, "example")
    assert ruled.rules == RuleSet("XA", "EUR", 1, (transfers, goods, abroad))
    assert ruled.digest == sha256(raw).digest()


def test_a_reason_of_its_own_is_read() -> None:
    """By its code."""
    text = HEAD + RULE + 'reason = "AM14"\ncountries = ["CN"]\n'
    (rule,) = read_rules(text.encode(), "ref").rules.rules
    assert rule.reason is StatusReason.AMOUNT_EXCEEDS_AGREED_LIMIT
    assert rule.countries == ("CN",)


@for_each(
    ("text", "told"),
    [
        (HEAD.replace("XA", "Xa"), "country"),
        (HEAD.replace("EUR", "XTS"), "currency must be"),
        (HEAD.replace("1", "0"), "version"),
        (HEAD + 'tax = "no"\n', "is not known here (field tax"),
        (HEAD + RULE + RULE, "one is there twice"),
        (HEAD + RULE.replace('"one"', '"no name"'), "rule[0].id"),
        (HEAD + RULE.replace("refuse", "forbid"), "rule[0].then"),
        (HEAD + RULE.replace("refuse", "require"), "rule[0].requires"),
        (HEAD + RULE.replace("refuse", "report"), "rule[0].report"),
        (HEAD + RULE + 'requires = ["purpose"]\n', "rule[0].requires"),
        (HEAD + RULE + 'reason = "RR04"\n', "rule[0].reason"),
        (HEAD + RULE + 'reason = "AM07"\n', "rule[0].reason"),
        (HEAD + RULE + 'reason = "ZZ99"\n', "rule[0].reason"),
        (HEAD + RULE + 'codes = ["1"]\n', "rule[0].codes"),
        (HEAD + RULE + 'purposes = ["GDDS", "GDDS"]\n', "rule[0].purposes"),
        (HEAD + RULE + 'purposes = ["gifts"]\n', "rule[0].purposes"),
        (HEAD + RULE + 'channels = ["post"]\n', "rule[0].channels"),
        (HEAD + RULE + "above = -1\n", "rule[0].above"),
        (HEAD + RULE + 'period = "week"\n', "rule[0].period"),
        ("country = ", "it is not TOML"),
        ("#" * (TEXT_BYTES_MAX + 1), "at most"),
    ],
)
def test_what_cannot_be_rules_is_told_with_its_key(text: str, told: str) -> None:
    """And the file's name."""
    with pytest.raises(SettingError, match=re.escape(told)) as wrong:
        read_rules(text.encode(), "rules.toml")
    assert "rules.toml" in str(wrong.value)


def test_everything_wrong_is_told_at_once() -> None:
    """Not the first alone."""
    text = HEAD + RULE + 'reason = "RR04"\nrequires = ["purpose"]\n'
    with pytest.raises(SettingError, match="2 settings are wrong"):
        read_rules(text.encode(), "ref")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By the key of the settings that names it."""
    with pytest.raises(SettingError, match="currency_rules"):
        load_rules(tmp_path / "rules.toml")


def test_the_settings_name_the_file(tmp_path: Path) -> None:
    """From their own folder."""
    (tmp_path / "rules.toml").write_text(EXAMPLE)
    text = (
        'operator_id = "NORTH"\nfolder = "books"\ncurrency_rules = "rules.toml"\n'
        '[tls]\ncertificate = "a"\nkey = "b"\n[keys]\nsigning_key = "a"\nsigning_key_id = "1"\n'
        'master_key = "m"\ndigest_key = "d"\n'
    )
    settings = read_settings(text.encode(), "node.toml", tmp_path)
    assert settings.currency_rules is not None
    assert len(load_rules(settings.currency_rules).rules.rules) == 3


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_invented_country_has_lawful_rules(name: str) -> None:
    """Outward and inward, limits and disclosures, and a line for the authorities."""
    country = _country(name)
    rules = read_rules(rules_text(country).encode(), name).rules
    assert (rules.country, rules.currency) == (country.code, country.currency)
    assert {each.side for each in rules.rules} == set(Side)
    assert any(each.is_reported for each in rules.rules)
