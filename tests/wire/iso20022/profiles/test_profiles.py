"""Every rule of every profile: a message that keeps it, and named ones that break it."""

from typing import Final

import pytest

from tallystick.wire.iso20022.check import PROFILE_NAMES, Problem, check
from tallystick.wire.iso20022.grammar import supported
from tallystick.wire.iso20022.profiles import CBPR_2026, NEXUS, PROFILES
from tallystick.wire.iso20022.profiles.rules import VERSION_RULE, Profile, Rule
from tests.every import for_each
from tests.wire.iso20022.profiles import (
    bases,
    bases_answering,
    vectors,
    vectors_answering,
    vectors_nexus,
)
from tests.wire.iso20022.profiles.vectors import Vector

OURS: Final = {
    **vectors.HEADERS,
    **vectors.TRANSFERS,
    **vectors.SETTLEMENT,
    **vectors.ADDRESSES,
    **vectors_answering.ANSWERS,
    **vectors_answering.TEXTS,
    **vectors_answering.VALUES,
}
VECTORS: Final[dict[str, tuple[Profile, Vector]]] = {
    **{name: (CBPR_2026, vector) for name, vector in OURS.items()},
    **{name: (NEXUS, vector) for name, vector in vectors_nexus.NEXUS.items()},
}
RULES: Final = {
    (profile.name, rule.id): rule for profile in PROFILES.values() for rule in profile.rules
}


def problems(text: str, profile: Profile) -> tuple[Problem, ...]:
    """All that is wrong with a message."""
    return check(text.encode(), profile=profile.name).errors


@for_each("name", VECTORS)
def test_a_flaw_is_told_by_its_rule_code_and_place(name: str) -> None:
    """One rule is broken, no other, and where is told."""
    profile, (rule_id, text, old, new, path) = VECTORS[name]
    assert text.count(old) == 1, "the piece is not there once"
    found = problems(text.replace(old, new), profile)
    assert {each.rule for each in found} == ALONGSIDE.get(name, set()) | {rule_id}
    (first, *_) = [each for each in found if each.rule == rule_id and each.path == path]
    rule = RULES[profile.name, rule_id]
    assert first.code == rule.code
    assert first.text.startswith(rule.text)


# What cannot be broken alone.
ALONGSIDE: Final[dict[str, set[str]]] = {
    "two transactions": {"count"},
}


@for_each("name", VECTORS)
def test_what_a_vector_starts_from_keeps_every_rule(name: str) -> None:
    """Else it would prove nothing: this is each rule's positive vector."""
    profile, vector = VECTORS[name]
    assert problems(vector.message, profile) == ()


def test_every_rule_has_its_negative_vector() -> None:
    """By its id, which no two rules of a profile share; shared rules need one."""
    assert {vector.rule for _, vector in VECTORS.values()} == {rule for _, rule in RULES}
    for profile in PROFILES.values():
        assert len({rule.id for rule in profile.rules}) == len(profile.rules)


@for_each("key", RULES)
def test_every_rule_says_what_it_is(key: tuple[str, str]) -> None:
    """A sentence and a path; if it is for some messages alone, the profile takes one of them."""
    rule: Rule = RULES[key]
    profile = PROFILES[key[0]]
    assert rule.text[0].isupper()
    assert rule.path
    taken = {version[:8] for version in profile.versions}
    assert not rule.families or taken & set(rule.families)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_takes_supported_versions(profile: Profile) -> None:
    """Each has a schema here, and each a message that keeps the profile's rules."""
    assert set(profile.versions) | set(profile.headers) <= set(supported())
    told = " ".join(vector.message for each, vector in VECTORS.values() if each is profile)
    named = [version for version in profile.versions if version not in told]
    assert named == []


KEPT: Final = {
    "a copy goes to somebody else": bases.TRANSFER.replace(
        f"<To><FIId><FinInstnId><BICFI>{bases.SOUTH}", "<To><FIId><FinInstnId><BICFI>ZZZZGB2L"
    ).replace("<Prty>", "<CpyDplct>COPY</CpyDplct><Prty>"),
    "eight letters are the head office": bases.TRANSFER.replace(
        f"<Fr><FIId><FinInstnId><BICFI>{bases.NORTH}", "<Fr><FIId><FinInstnId><BICFI>AAAAGB2L"
    ),
    "an advice": bases.OWN_TRANSFER.replace("cbprplus.04", "cbprplus.adv.04"),
    "a cheque and a telephone call": bases.TRANSFER,
    "no address at all": bases.TRANSFER.replace(bases.ADDRESS, ""),
    "a party by BIC alone": bases.TRANSFER.replace(
        f"<Dbtr><Nm>Ivan Example</Nm>{bases.ADDRESS}",
        "<Dbtr><Id><OrgId><AnyBIC>TTTTGB2L</AnyBIC></OrgId></Id>",
    ),
    "a house number that is in a line": bases.TRANSFER.replace(
        "<PstCd>12345</PstCd>", "<BldgNb>7</BldgNb>"
    ).replace("ring twice", "flat 7"),
    "a town inside another word": bases.TRANSFER.replace("ring twice", "Newtownards Road"),
    "Kosovo": bases.TRANSFER.replace(">GB<", ">XK<"),
    "an address as it once came, in a recall": bases_answering.RECALL.replace(
        "<CxlRsnInf>",
        "<CxlRsnInf><Orgtr><Nm>Ivan</Nm><PstlAdr><AdrLine>somewhere</AdrLine></PstlAdr></Orgtr>",
    ),
    "charges told at zero": bases.TRANSFER.replace(
        "SHAR</ChrgBr>",
        'CRED</ChrgBr><ChrgsInf><Amt Ccy="EUR">0</Amt>'
        f"{bases.agent('Agt', bases.NORTH)}</ChrgsInf>",
    ),
    "a rate rounded where it is written": bases.CONVERTED.replace(">0.8<", ">0.8005<"),
    "a yen": bases.OWN_TRANSFER.replace('Ccy="EUR">1000.00', 'Ccy="JPY">1000'),
    "three decimals of a dinar": bases.OWN_TRANSFER.replace(
        'Ccy="EUR">1000.00', 'Ccy="KWD">1000.125'
    ),
    "a statement's second page": bases_answering.STATEMENT.replace("<PgNb>1", "<PgNb>2").replace(
        "102.50", "9.00"
    ),
    "a recall granted": bases_answering.RESOLUTION.replace("<Conf>RJCR", "<Conf>CNCL")
    .replace("<TxCxlSts>RJCR", "<TxCxlSts>ACCR")
    .replace("<CxlStsRsnInf><Rsn><Cd>CUST</Cd></Rsn></CxlStsRsnInf>", ""),
    "supplementary data of anybody's": bases.TRANSFER.replace(
        "</CdtTrfTxInf>",
        "</CdtTrfTxInf><SplmtryData><Envlp><x:Any xmlns:x='urn:x'>é_//</x:Any></Envlp>"
        "</SplmtryData>",
    ),
}


@for_each("name", KEPT)
def test_what_looks_broken_and_is_not_is_kept(name: str) -> None:
    """A rule that cries without cause is soon switched off."""
    assert problems(KEPT[name], CBPR_2026) == ()


def test_every_flaw_is_told_in_the_order_of_the_document() -> None:
    """All of them, the header's first, whichever rule finds them."""
    text = bases.TRANSFER.replace("<BizMsgIdr>MSG-1", "<BizMsgIdr>MSG_1")
    text = text.replace(">INDA<", ">CLRG<").replace("Ivan", "Иван").replace("DE89", "DE88")
    found = problems(text, CBPR_2026)
    assert [each.rule for each in found] == [
        "cbpr-header-id",
        "cbpr-characters",
        "cbpr-settlement-method",
        "cbpr-characters-wide",
        "iban",
    ]
    assert found[0].text.endswith("Found: 'MSG_1'.")


@pytest.mark.slow
def test_as_many_flaws_are_told_as_there_are() -> None:
    """In a message of the most elements that are read, each with its own place."""
    many = 4_000
    text = bases.TRANSFER.replace(
        bases.INSTRUCTIONS, "<InstrForCdtrAgt><Cd>PHOB</Cd></InstrForCdtrAgt>" * many
    )
    found = problems(text, CBPR_2026)
    assert {each.rule for each in found} == {"cbpr-instruction-once"}
    assert len({each.path for each in found}) == len(found) == many - 1


def test_a_schema_flaw_is_all_that_is_told() -> None:
    """The rules of a profile read what the schema has accepted."""
    text = bases.TRANSFER.replace(">SHAR<", ">FREE<").replace("Ivan", "Иван")
    assert {each.rule for each in problems(text, CBPR_2026)} == {"schema"}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (bases_answering.LINKED, "/Document"),
        (bases.TRANSFER.replace("head.001.001.02", "head.001.001.03"), "/AppHdr"),
        (
            bases.TRANSFER[bases.TRANSFER.index("<AppHdr") : bases.TRANSFER.index("<Document")],
            "/AppHdr",
        ),
    ],
)
def test_a_version_that_is_not_taken_is_all_that_is_told(text: str, path: str) -> None:
    """A message of another version is not the profile's; nor is a header alone."""
    (problem,) = problems(text, CBPR_2026)
    assert (problem.rule, problem.code, problem.path) == (VERSION_RULE, "FF01", path)


def test_the_schema_alone_asks_for_nothing_more() -> None:
    """The profile `iso` has no rules."""
    text = bases.TRANSFER.replace("Ivan", "Иван")
    assert check(text.encode()).errors == check(text.encode(), profile="iso").errors == ()
    assert set(PROFILE_NAMES) == {"iso", *PROFILES}


def test_a_profile_of_no_name_is_refused() -> None:
    """Nobody is told that a message keeps rules which do not exist."""
    with pytest.raises(AssertionError):
        check(bases.TRANSFER.encode(), profile="sepa")
