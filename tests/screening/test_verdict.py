"""A verdict rests on lists and policy, and its evidence can be made again byte for byte."""

import hmac
from collections.abc import Sequence
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.bundle import bundle_of
from tallystick.screening.exemptions import Exemption
from tallystick.screening.fields import Field, FieldKind
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.index import Index
from tallystick.screening.policy import CountryRule, ListRule, Policy
from tallystick.screening.verdict import Record, Screened, country_of, screen_fields
from tallystick.terms.verdicts import Outcome, Verdict
from tests.screening.lists_at_hand import listing, primary

KEY = b"a payment's own key, 32 bytes..."
UN = listing([primary("DUNMORE, Aldous", "U-1")], "UN")
OWN = listing(
    [primary("Aldous Dunmore", "H-1"), primary("Astralia Lines", "H-2")],
    "Own",
    identifiers=[("H-2", IdentifierKind.BIC, "ASTRRUMM")],
)
BUNDLE = bundle_of([UN, OWN])
INDEX = Index(BUNDLE)
POLICY = Policy(
    "RU",
    (ListRule("UN", Outcome.BLOCK, 9_500), ListRule("Own")),
    (CountryRule("KP", Outcome.REFUSE),),
)
CLEAN = (
    Field("Dbtr/Nm", FieldKind.NAME, "Jane Roe"),
    Field("DbtrAcct/Id/IBAN", FieldKind.ACCOUNT, "DE89370400440532013000"),
    Field("RmtInf/Ustrd", FieldKind.TEXT, "rent for May"),
)


def name(text: str) -> Field:
    """Return a creditor's name."""
    return Field("Cdtr/Nm", FieldKind.NAME, text)


def screened(
    *fields: Field, index: Index = INDEX, policy: Policy = POLICY, key: bytes = KEY
) -> Screened:
    """Screen the clean fields and these."""
    return screen_fields(index, policy, (*CLEAN, *fields), key)


def test_a_payment_of_nobody_listed_is_clear() -> None:
    """The verdict names the lists and the policy; every field is in the evidence."""
    verdict, evidence, hits = screened()

    assert verdict.is_clear
    assert (verdict.bundle, verdict.settings) == (BUNDLE.digest, POLICY.digest)
    assert verdict.exemption == ""
    assert hits == ()
    record = msgspec.json.decode(evidence, type=Record)
    assert {each.text for each in record.fields} == {field.text for field in CLEAN}


OUTCOMES = (
    (name("Aldous Dunmore"), Outcome.BLOCK, "Cdtr/Nm"),
    (name("Dr Aldous Dunmore"), Outcome.HOLD, "Cdtr/Nm"),
    (name("Astralia Lines"), Outcome.HOLD, "Cdtr/Nm"),
    (Field("CdtrAgt/FinInstnId/BICFI", FieldKind.BIC, "ASTRRUMMXXX"), Outcome.HOLD, "BICFI"),
    (Field("RmtInf/Ustrd", FieldKind.TEXT, "of Astralia Lines"), Outcome.HOLD, "Ustrd"),
    (Field("Cdtr/PstlAdr/Ctry", FieldKind.COUNTRY, "KP"), Outcome.REFUSE, "Ctry"),
    (Field("CdtrAgt/FinInstnId/BICFI", FieldKind.BIC, "KKBCKPPY"), Outcome.REFUSE, "BICFI"),
    (name("Jane Rowe"), Outcome.CLEAR, ""),
    (Field("Cdtr/PstlAdr/Ctry", FieldKind.COUNTRY, "KR"), Outcome.CLEAR, ""),
)


@pytest.mark.parametrize(("field", "outcome", "path"), OUTCOMES)
def test_a_hit_does_what_the_policy_says(field: Field, outcome: Outcome, path: str) -> None:
    """By list, by score and by country; below a list's threshold nothing is a hit of it."""
    verdict, _evidence, hits = screened(field)

    assert verdict.outcome is outcome
    assert [each.path.endswith(path) for each in hits] == ([True] if path else [])


def test_the_gravest_of_several_outcomes_counts() -> None:
    """Money that must stay is not sent back because a country would be refused."""
    country = Field("Cdtr/PstlAdr/Ctry", FieldKind.COUNTRY, "KP")
    assert screened(name("Astralia Lines"), country).verdict.outcome is Outcome.REFUSE
    assert screened(name("Aldous Dunmore"), country).verdict.outcome is Outcome.BLOCK


def test_a_list_that_the_policy_does_not_name_decides_nothing() -> None:
    """Each operator screens against its own lists, even where more are loaded."""
    policy = Policy("CN", (ListRule("Own"),))
    hits = screened(name("Aldous Dunmore"), policy=policy).hits
    assert [hit.list for each in hits for hit in each.hits] == ["Own"]


def test_nothing_is_cleared_against_no_list() -> None:
    """An empty index holds every payment and names no bundle."""
    verdict, evidence, hits = screened(index=Index(bundle_of([])))

    assert (verdict.outcome, verdict.bundle) == (Outcome.HOLD, b"")
    assert hits == ()
    assert msgspec.json.decode(evidence, type=Record).missing == ("Own", "UN")


def test_a_missing_list_holds_what_the_others_would_clear() -> None:
    """And blocks what the others block."""
    index = Index(bundle_of([UN]))
    verdict, evidence, _hits = screened(index=index)
    assert verdict.outcome is Outcome.HOLD
    assert msgspec.json.decode(evidence, type=Record).missing == verdict.missing == ("Own",)
    assert screened(name("Aldous Dunmore"), index=index).verdict.outcome is Outcome.BLOCK


EXEMPTION = Exemption("instant", "Regulation 260/2012, Art. 5d(2)")


def test_a_leg_that_is_exempt_clears_by_its_exemption() -> None:
    """The verdict names it instead of a bundle; listed countries still count."""
    policy = Policy("EU", countries=POLICY.countries, exemption=EXEMPTION)
    verdict = screened(name("Aldous Dunmore"), policy=policy).verdict
    assert verdict == Verdict(
        Outcome.CLEAR, b"", policy.digest, verdict.evidence, exemption="instant"
    )
    korea = Field("Cdtr/PstlAdr/Ctry", FieldKind.COUNTRY, "KP")
    assert screened(korea, policy=policy).verdict.outcome is Outcome.REFUSE


def test_each_use_of_an_exemption_is_in_the_verdict() -> None:
    """Also where other lists are screened against."""
    policy = Policy("EU", (ListRule("Own"),), exemption=EXEMPTION)
    verdict = screened(policy=policy).verdict
    assert (verdict.bundle, verdict.exemption) == (BUNDLE.digest, "instant")


TEXTS = st.sampled_from(["Aldous Dunmore", "Jane Roe", "Astralia Lines", "x", "KP", "ASTRRUMM"])
FIELDS = st.builds(Field, st.sampled_from(["A", "B/C"]), st.sampled_from(FieldKind), TEXTS)


@given(
    st.lists(FIELDS, max_size=6).flatmap(
        lambda each: st.tuples(st.just(each), st.permutations(each))
    )
)
def test_the_evidence_is_the_same_each_time(
    orders: tuple[Sequence[Field], Sequence[Field]],
) -> None:
    """From the same fields in any order, lists loaded in any order, rules in any order."""
    first, second = orders
    policy = msgspec.structs.replace(POLICY, lists=POLICY.lists[::-1])
    one = screen_fields(INDEX, POLICY, first, KEY)
    other = screen_fields(Index(bundle_of([OWN, UN])), policy, second, KEY)
    assert one == other


def test_the_evidence_is_the_same_in_every_release() -> None:
    """These bytes were written once and must come out for ever."""
    evidence = screened(name("Aldous Dunmore"), policy=Policy("RU", (ListRule("Own"),))).evidence
    assert (
        sha256(evidence).hexdigest()
        == "53d2476bac22f33e92aa24895e53ed71a681b74e6dd33791bddd56b34170b9a3"
    )


def test_the_chain_gets_a_digest_that_only_the_key_makes() -> None:
    """Without the payment's key nobody can try names against it."""
    one, other = screened(), screened(key=KEY[::-1])

    assert one.verdict.evidence == hmac.digest(KEY, one.evidence, "sha256")
    assert one.evidence == other.evidence
    assert one.verdict.evidence != other.verdict.evidence
    with pytest.raises(AssertionError):
        screened(key=b"")


COUNTRIES = (
    (FieldKind.COUNTRY, "KP", "KP"),
    (FieldKind.COUNTRY, " kp ", "KP"),
    (FieldKind.BIC, "KKBCKPPYXXX", "KP"),
    (FieldKind.BIC, "no BIC", ""),
    (FieldKind.ACCOUNT, "DE89 3704 0044 0532 0130 00", "DE"),
    (FieldKind.ACCOUNT, "DE00370400440532013000", ""),
    (FieldKind.ACCOUNT, "DE58X70400440532013000", "DE"),  # not as Germany numbers accounts
    (FieldKind.TEXT, "KP", ""),
)


@pytest.mark.parametrize(("kind", "text", "country"), COUNTRIES)
def test_a_country_is_read_where_a_code_stands(kind: FieldKind, text: str, country: str) -> None:
    """By itself, within a BIC, at the head of an IBAN whose check digits hold."""
    assert country_of(Field("A", kind, text)) == country
