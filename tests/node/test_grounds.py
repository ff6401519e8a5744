"""Desks judge by the policy in force, from the shelf, whatever the settings say by now."""

from pathlib import Path

import msgspec
import pytest

from tallystick.admission.desk import Desk
from tallystick.core.screening_commands import ConfirmGoodGuy, ConfirmPolicy, ProposeGoodGuy
from tallystick.node.grounds import Grounds
from tallystick.node.opening import waiting_policies
from tallystick.node.policy_shelf import FOLDER, PolicyShelf
from tallystick.screening.bundle import bundle_of
from tallystick.screening.exemptions import Exemption, ExemptionForm
from tallystick.screening.index import Index
from tallystick.screening.policy import Policy, digest_of, policy_for_all
from tallystick.terms.good_guys import good_guy_id
from tallystick.terms.reviews import ReleaseReason
from tests.core.pair import NORTH, SOUTH, Pair, end, mutual

NAME = "RUB-CNY"
LISTS = ("HOUSE", "TEST")
OLD, NEW = policy_for_all("a leg", LISTS, 9_000), policy_for_all("a leg", LISTS, 8_000)
DIGEST = b"d" * 32


def desk(policy: Policy) -> Desk:
    """Return a desk as the settings have it."""
    return Desk(NAME, Index(bundle_of([])), policy, b"k" * 32)


def in_force(pair: Pair, policy: Policy, version: int = 2) -> None:
    """Have two people put a policy in force."""
    for person in ("ann", "bo"):
        pair.do(NORTH, ConfirmPolicy(NAME, policy.digest, version, person))


@pytest.fixture
def pair() -> Pair:
    """Return two machines with the old policy in force in the north."""
    pair = Pair(mutual())
    in_force(pair, OLD)
    return pair


@pytest.fixture
def shelf(tmp_path: Path) -> PolicyShelf:
    """Return a shelf with both policies."""
    shelf = PolicyShelf(tmp_path)
    for policy in (OLD, NEW):
        shelf.put(policy)
    return shelf


def judged_by(grounds: Grounds, pair: Pair) -> Policy:
    """Return the policy that the desk judges by."""
    (found,) = grounds.applied({NAME: desk(NEW)}, pair.states[NORTH]).values()
    return found.policy


def test_the_policy_in_force_is_judged_by(pair: Pair, shelf: PolicyShelf) -> None:
    """The one that the settings propose waits, and is told to wait."""
    grounds = Grounds({NAME: NEW}, shelf)
    assert judged_by(grounds, pair) == OLD
    assert waiting_policies(pair.states[NORTH], grounds) == [NAME]
    assert grounds.unfit(pair.states[NORTH]) == []
    in_force(pair, NEW, 3)
    assert judged_by(grounds, pair) == NEW
    assert waiting_policies(pair.states[NORTH], grounds) == []


def test_without_its_text_the_settings_policy_judges(pair: Pair, tmp_path: Path) -> None:
    """Its verdicts are not current, so everything is held; and it is told."""
    grounds = Grounds({NAME: NEW}, PolicyShelf(tmp_path))
    assert judged_by(grounds, pair) == NEW
    assert grounds.unfit(pair.states[NORTH]) == [NAME]


def test_a_policy_without_a_list_that_the_agreement_names_judges_nothing(
    pair: Pair, shelf: PolicyShelf
) -> None:
    """However many people confirmed it, before the agreement asked for the list."""
    less = policy_for_all("a leg", ["HOUSE"])
    shelf.put(less)
    in_force(pair, less, 3)
    grounds = Grounds({NAME: NEW}, shelf)
    assert judged_by(grounds, pair) == NEW
    assert grounds.unfit(pair.states[NORTH]) == [NAME]


@pytest.mark.parametrize(
    ("agreed", "judges"),
    [
        ((("instant", "Act 5"),), True),
        ((("retail", "Act 5"),), False),
        ((("instant", "Act 6"),), False),
        ((), False),
    ],
)
def test_a_policy_whose_exemption_the_agreement_does_not_name_judges_nothing(
    shelf: PolicyShelf, agreed: tuple[tuple[str, str], ...], *, judges: bool
) -> None:
    """Neither one under another name nor one on another legal basis."""
    form = ExemptionForm.INTRA_EU_INSTANT
    exempt = msgspec.structs.replace(OLD, exemption=Exemption("instant", "Act 5", ("TEST",), form))
    shelf.put(exempt)
    pair = Pair(mutual(ends=(end(NORTH, "RUB", exemptions=agreed), end(SOUTH, "CNY"))))
    in_force(pair, exempt)
    grounds = Grounds({NAME: NEW}, shelf)
    assert judged_by(grounds, pair) == (exempt if judges else NEW)
    assert grounds.unfit(pair.states[NORTH]) == ([] if judges else [NAME])


def test_a_desk_knows_the_entries_that_two_people_made(pair: Pair, shelf: PolicyShelf) -> None:
    """And none that waits; as long as nothing changes it is the same desk."""
    grounds, name = Grounds({NAME: OLD}, shelf), good_guy_id(DIGEST, "HOUSE", "H-1", DIGEST)
    desks = grounds.follow({NAME: desk(OLD)}, pair.states[NORTH])
    proposal = (DIGEST, "HOUSE", "H-1", DIGEST, ReleaseReason.NAME_DIFFERS, pair.at + 1_000)
    pair.do(NORTH, ProposeGoodGuy(*proposal, "ann"))
    assert grounds.follow(desks, pair.states[NORTH]) is desks
    assert desks[NAME].good_guys.counting == frozenset()
    pair.do(NORTH, ConfirmGoodGuy(name, "bo"))
    assert grounds.follow(desks, pair.states[NORTH])[NAME].good_guys.counting == {name}


def test_a_policy_of_another_matcher_cannot_be_judged_by(
    pair: Pair, shelf: PolicyShelf, tmp_path: Path
) -> None:
    """After a release that scores otherwise, two people confirm its policy."""
    text = shelf.text(OLD.digest).replace(OLD.matcher.encode(), b"a former one")
    (tmp_path / FOLDER / f"{digest_of(text).hex()}.json").write_bytes(text)
    for person in ("ann", "bo"):
        pair.do(NORTH, ConfirmPolicy(NAME, digest_of(text), 3, person))
    assert shelf.text(digest_of(text)) == text
    assert judged_by(Grounds({NAME: NEW}, shelf), pair) == NEW
