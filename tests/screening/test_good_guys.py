"""Good-guy entries at work: a party and an entity are known again until one changes."""

from hashlib import sha256
from itertools import pairwise

import msgspec
import pytest

from tallystick.admission.desk import Desk
from tallystick.screening.bundle import Bundle, bundle_of
from tallystick.screening.good_guys import GoodGuys, contents_of, fingerprint, party_digest
from tallystick.screening.index import Index
from tallystick.screening.policy import policy_for_all
from tallystick.screening.readers import own
from tallystick.screening.readers.rows import ListFile
from tallystick.screening.verdict import Record
from tallystick.terms.verdicts import Outcome
from tallystick.wire.leaves import Leaf
from tests.screening.owned import Held, version

KEY = b"k" * 32
AT = "Document/X/CdtTrfTxInf"
NAME_AT = f"{AT}/Cdtr/Nm"
ROE = (
    Leaf(NAME_AT, "Richard Roe"),
    Leaf(f"{AT}/Cdtr/Id/PrvtId/DtAndPlcOfBirth/BirthDt", "1990-04-01"),
    Leaf(f"{AT}/Cdtr/PstlAdr/Ctry", "DE"),
    Leaf(f"{AT}/Cdtr/PstlAdr/AdrLine", "behind the gate"),
    Leaf(f"{AT}/CdtrAcct/Id/IBAN", "DE89370400440532013000"),
    Leaf(f"{AT}/Dbtr/Nm", "Anna Ivanova"),
    Leaf(f"{AT}/RmtInf/Ustrd", "rent for Richard Roe"),
)
HEADER = "list,published_on,entity,name,kind,type,countries,identifiers\n"
ROW = 'HOUSE,2026-11-01,H-1,"ROE, Richard",primary,individual,{},\n'
OTHER = "HOUSE,2026-11-01,H-2,Another Man,primary,individual,,\n"


def lists(countries: str = "", more: str = "") -> Bundle:
    """Return a list with one man on it, whose entry says this of his countries."""
    text = HEADER + ROW.format(countries) + more
    return bundle_of([own.read(ListFile("house.csv", text.encode()))])


def desk(bundle: Bundle, *counting: str) -> Desk:
    """Return a desk that screens against the list and knows these entries."""
    policy = policy_for_all("a leg", ["HOUSE"])
    good_guys = GoodGuys(frozenset(counting), contents_of(bundle))
    return Desk("A", Index(bundle), policy, b"k" * 32, good_guys=good_guys)


def name_of(at: Desk, leaves: tuple[Leaf, ...] = ROE, path: str = NAME_AT) -> str:
    """Return the id of the entry for the party of a field and the one man on the list."""
    return at.good_guys.named(party_digest(leaves, path, at.party_key), "HOUSE", "H-1")


def changed(path: str, text: str) -> tuple[Leaf, ...]:
    """Return the message with another text at a path."""
    return tuple(Leaf(path, text) if each.path == path else each for each in ROE)


def test_a_hit_that_an_entry_covers_does_not_count() -> None:
    """It stays in the evidence with the entry's id, and the verdict says that it relied on it."""
    at = desk(lists())
    party_only = tuple(each for each in ROE if "RmtInf" not in each.path)
    before = at.screen("pay", party_only)
    name = name_of(at)
    after = desk(lists(), name).screen("pay", party_only)
    assert (before.verdict.outcome, before.verdict.relied_on) == (Outcome.HOLD, ())
    assert (after.verdict.outcome, after.verdict.relied_on) == (Outcome.CLEAR, (name,))
    (found,) = [
        each for each in msgspec.json.decode(after.evidence, type=Record).fields if each.hits
    ]
    assert found.set_aside == (("HOUSE", "H-1", name),)
    assert found.counting == ()
    assert b"set_aside" not in before.evidence


def test_the_same_name_elsewhere_counts() -> None:
    """In a remittance text it is nobody's, and holds although the party is known."""
    at = desk(lists())
    verdict = desk(lists(), name_of(at)).screen("pay", ROE).verdict
    assert verdict.outcome is Outcome.HOLD
    assert verdict.relied_on


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (NAME_AT, "Richard Rowe"),
        (f"{AT}/Cdtr/Id/PrvtId/DtAndPlcOfBirth/BirthDt", "1961-04-01"),
        (f"{AT}/Cdtr/PstlAdr/Ctry", "RU"),
        (f"{AT}/CdtrAcct/Id/IBAN", "GB33BUKB20201555555555"),
    ],
)
def test_a_party_that_changes_is_another(path: str, text: str) -> None:
    """Name, birth, country and account are all part of who it is."""
    at = desk(lists())
    assert name_of(at, changed(path, text)) != name_of(at)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (NAME_AT, "ROE, richard"),
        (f"{AT}/CdtrAcct/Id/IBAN", "de89 3704 0044 0532 0130 00"),
        (f"{AT}/Cdtr/PstlAdr/AdrLine", "before the gate"),
        (f"{AT}/Dbtr/Nm", "Somebody Else"),
        (f"{AT}/RmtInf/Ustrd", "rent"),
    ],
)
def test_what_is_written_otherwise_is_the_same_party(path: str, text: str) -> None:
    """Neither order nor case matters, nor what is of others, nor where it lives."""
    at = desk(lists())
    assert name_of(at, changed(path, text)) == name_of(at)


def test_a_line_that_hits_is_part_of_it() -> None:
    """Whoever is known by an address line is known by that line alone."""
    at, line = desk(lists()), f"{AT}/Cdtr/PstlAdr/AdrLine"
    assert name_of(at, ROE, line) != name_of(at)
    moved = changed(line, "c/o Richard Roe")
    assert name_of(at, moved, line) != name_of(at, ROE, line)


def test_the_role_does_not_matter() -> None:
    """A party that pays is the one that was paid."""
    turned = tuple(Leaf(each.path.replace("Cdtr", "Dbtr"), each.text) for each in ROE[:5])
    at = desk(lists())
    assert name_of(at, turned, f"{AT}/Dbtr/Nm") == name_of(at)


def test_an_entity_that_changes_is_another() -> None:
    """Whatever its list says of it; what the list says of others does not matter."""
    at = desk(lists())
    assert name_of(desk(lists("Ruritania"))) != name_of(at)
    assert name_of(desk(lists("", OTHER))) == name_of(at)


def owned_content(held: Held, listed: str = "X Y Z") -> bytes:
    """Return what an entry about the company B would be bound to."""
    return contents_of(bundle_of([version(held, listed)]))["Own", "B"]


CHAIN: Held = {"B": [("A", 6_000)], "A": [("X", 6_000)], "C": [("Y", 6_000)]}


@pytest.mark.parametrize(
    "held",
    [
        {**CHAIN, "A": [("Y", 6_000)]},
        {**CHAIN, "A": [("X", 7_000)]},
        {**CHAIN, "A": [("X", 6_000), ("Y", 1_000)]},
        {**CHAIN, "B": [("A", 6_001)]},
        {**CHAIN, "A": [("D", 6_000)], "D": [("X", 6_000)]},
        {**CHAIN, "A": []},
    ],
)
def test_an_owned_company_is_another_when_its_ownership_path_changes(held: Held) -> None:
    """At any step, though its own entry is as it was; and when it counts for nobody any more."""
    assert owned_content(held) != owned_content(CHAIN)


def test_what_owns_others_does_not_matter() -> None:
    """Nor in which order the holdings stand."""
    assert owned_content({**CHAIN, "C": [("Z", 9_000)]}) == owned_content(CHAIN)
    assert owned_content(dict(sorted(CHAIN.items()))) == owned_content(CHAIN)
    assert owned_content(CHAIN, "X Y Z W") == owned_content(CHAIN)


def test_a_far_step_that_no_words_tell_counts_too() -> None:
    """The words of a hit stop after some steps; what an entry is bound to does not."""
    names = ["B", *(f"S{place}" for place in range(12)), "X"]
    long: Held = {low: [(high, 6_000)] for low, high in pairwise(names)}
    assert owned_content({**long, "S10": [("S11", 6_500)]}) != owned_content(long)


def test_a_company_that_owns_itself_in_part_has_a_path() -> None:
    """A circle of holdings ends, and a change within it is seen."""
    circle: Held = {"B": [("A", 6_000)], "A": [("X", 5_000), ("B", 2_000)]}
    other: Held = {"B": [("A", 6_000)], "A": [("X", 5_000), ("B", 2_001)]}
    assert owned_content(circle) == owned_content(dict(circle))
    assert owned_content(circle) != owned_content(other)


def test_an_entry_ends_when_the_company_counts_for_another() -> None:
    """The hit that it set aside holds the payment again; with the path as it was it does not."""
    leaves = tuple(
        Leaf(NAME_AT, "Company B") if each.path == NAME_AT else each
        for each in ROE
        if "RmtInf" not in each.path
    )

    def at(held: Held, *counting: str) -> Desk:
        bundle = bundle_of([version(held)])
        good_guys = GoodGuys(frozenset(counting), contents_of(bundle))
        return Desk("A", Index(bundle), policy_for_all("a leg", ["Own"]), KEY, good_guys=good_guys)

    before = at(CHAIN)
    name = before.good_guys.named(party_digest(leaves, NAME_AT, before.party_key), "Own", "B")
    moved: Held = {**CHAIN, "A": [("Y", 6_000)]}
    assert before.screen("pay", leaves).verdict.outcome is Outcome.HOLD
    assert at(CHAIN, name).screen("pay", leaves).verdict.relied_on == (name,)
    assert at(CHAIN, name).screen("pay", leaves).verdict.outcome is Outcome.CLEAR
    assert at(moved, name).screen("pay", leaves).verdict.outcome is Outcome.HOLD


def test_who_is_on_no_list_of_now_is_held_apart_from_nobody() -> None:
    """Such as one that was taken off, or a country of the policy."""
    at = desk(lists())
    party = party_digest(ROE, NAME_AT, at.party_key)
    assert at.good_guys.named(party, "HOUSE", "H-9") == ""
    assert at.good_guys.named(party, "countries", "DE") == ""


@pytest.mark.parametrize(
    ("leaves", "path"),
    [
        (ROE, f"{AT}/RmtInf/Ustrd"),
        (ROE, f"{AT}/PmtId/EndToEndId"),
        ((Leaf(NAME_AT, "Richard Roe"),), NAME_AT),
        ((Leaf(NAME_AT, "Richard Roe"), Leaf(f"{AT}/Cdtr/PstlAdr/Ctry", "DE")), NAME_AT),
    ],
)
def test_nobody_is_known_by_a_text_or_a_name_alone(leaves: tuple[Leaf, ...], path: str) -> None:
    """There is no fingerprint, so no entry can be about it."""
    assert fingerprint(leaves, path) == b""
    assert party_digest(leaves, path, lambda told: sha256(told).digest()) == b""


@pytest.mark.parametrize("told", ["NOTPROVIDED", "-", "n/a", "0000", "?"])
@pytest.mark.parametrize("place", ["CdtrAcct/Id/Othr/Id", "Cdtr/Id/PrvtId/Othr/Id"])
def test_a_number_that_nobody_knows_is_none(place: str, told: str) -> None:
    """An entry about it would be about everybody of that name."""
    assert fingerprint((Leaf(NAME_AT, "Richard Roe"), Leaf(f"{AT}/{place}", told)), NAME_AT) == b""


def known_by(*others: tuple[str, str]) -> bytes:
    """Return as what Richard Roe is known by what else a message tells."""
    leaves = [Leaf(f"{AT}/{place}", text) for place, text in others]
    return fingerprint((Leaf(NAME_AT, "Richard Roe"), *leaves), NAME_AT)


PASSPORT = ("Cdtr/Id/PrvtId/Othr/Id", "12345"), ("Cdtr/Id/PrvtId/Othr/SchmeNm/Cd", "CCPT")
ACCOUNT = ("CdtrAcct/Id/Othr/Id", "12345"), ("CdtrAgt/FinInstnId/BICFI", "SOBKCNSH")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PASSPORT, (PASSPORT[0], ("Cdtr/Id/PrvtId/Othr/SchmeNm/Cd", "DRLC"))),
        (PASSPORT, (*PASSPORT, ("Cdtr/Id/PrvtId/Othr/Issr", "Ruritania"))),
        (PASSPORT[:1], ACCOUNT[:1]),
        (ACCOUNT, (ACCOUNT[0], ("CdtrAgt/FinInstnId/BICFI", "OTHRCNSH"))),
        (ACCOUNT, (ACCOUNT[0], ("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", "307"))),
    ],
)
def test_the_same_number_of_another_kind_is_another_s(
    one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]
) -> None:
    """A licence is no passport, and each bank has an account 12345."""
    assert b"" not in (known_by(*one), known_by(*other))
    assert known_by(*one) != known_by(*other)


def test_an_iban_is_known_at_every_bank() -> None:
    """As is an e-mail address that stands for an account."""
    iban = ("CdtrAcct/Id/IBAN", "DE89370400440532013000")
    assert known_by(iban, ACCOUNT[1]) == known_by(iban)
    assert known_by(("CdtrAcct/Prxy/Id", "roe@example.com")) != b""


def test_a_party_is_no_contact_of_another() -> None:
    """Whoever asks for a company is not the company, though both names stand there."""
    account = Leaf(f"{AT}/CdtrAcct/Id/IBAN", "DE89370400440532013000")
    contact = f"{AT}/Cdtr/CtctDtls/Nm"
    one, other = (
        (Leaf(NAME_AT, company), Leaf(contact, person), account)
        for company, person in (("Vail", "Roe"), ("Roe", "Vail"))
    )
    assert fingerprint(one, contact) != fingerprint(other, NAME_AT)


def test_a_party_of_a_return_is_that_of_the_transfer() -> None:
    """Where returns and recalls have one step more."""
    later = tuple(
        Leaf(each.path.replace("/Cdtr/", "/RtrChain/Cdtr/Pty/"), each.text) for each in ROE[:3]
    )
    at = f"{AT}/RtrChain/Cdtr/Pty/Nm"
    assert fingerprint(later, at) == fingerprint(ROE[:3], NAME_AT) != b""


def test_a_desk_that_knows_of_no_entry_gives_the_same_evidence() -> None:
    """Byte for byte, as one whose entries cover nothing."""
    plain, knowing = desk(lists()), desk(lists(), "of another")
    assert plain.screen("pay", ROE) == knowing.screen("pay", ROE)
