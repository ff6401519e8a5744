"""The stand-in for lists: what a policy's exemption takes away, and what it leaves."""

from tallystick.core.agreements import End
from tallystick.proof.world.exempt import leg_of, renegotiated, with_exemptions
from tallystick.proof.world.scenery import agreement_for
from tallystick.sandbox.screening import Claim, Screening
from tallystick.terms.verdicts import Outcome, Verdict

PAYMENTS = [f"payment {number}" for number in range(400)]
POLICY = b"p" * 32


def judged(*claims: Claim | None) -> list[Verdict]:
    """Return the verdicts on many payments by lists that hit often."""
    judge = Screening("1/NORTH", holds=300, refuses=50, blocks=50, policy=POLICY, claims=claims)
    return [judge.verdict(payment_id, 0) for payment_id in PAYMENTS]


def hits(verdicts: list[Verdict]) -> list[str]:
    """Name the payments that were not cleared."""
    return [name for name, each in zip(PAYMENTS, verdicts, strict=True) if not each.is_clear]


def test_an_exemption_from_some_lists_is_for_some_payments_and_keeps_the_lists() -> None:
    """The others are judged as if there were none; of what the lists hit, some goes through."""
    plain, partly = judged(None), judged(Claim("instant"))
    exempt = [each for each in partly if each.exemption]
    assert {each.exemption for each in exempt} == {"instant"}
    assert 100 < len(exempt) < 300
    assert all(each.bundle for each in partly)
    others = [pair for pair in zip(plain, partly, strict=True) if not pair[1].exemption]
    assert all(one == two for one, two in others)
    assert set(hits(partly)) < set(hits(plain))
    assert any(each.outcome is Outcome.HOLD for each in exempt)


def test_an_exemption_from_all_lists_names_none() -> None:
    """What it leaves was found by something else than a list."""
    wholly = judged(Claim("treasury", is_whole=True, one_in=1))
    assert {(each.bundle, each.exemption) for each in wholly} == {(b"", "treasury")}
    assert set() < set(hits(wholly)) < set(hits(judged(None)))


def test_a_policy_has_the_same_claim_each_time() -> None:
    """Which one, its digest says: policies of one leg have different ones."""
    claims = (None, Claim("instant"), Claim("treasury", is_whole=True, one_in=1))
    found = {
        tuple(
            Screening("1/NORTH", policy=bytes([n]) * 32, claims=claims).verdict(name, 0).exemption
            for name in PAYMENTS[:20]
        )
        for n in range(20)
    }
    assert len(found) == len(claims)


def _ends(seed: int) -> tuple[End, End]:
    return agreement_for(seed).ends


def test_worlds_agree_on_all_kinds_of_exemption_and_end_them_again() -> None:
    """From no list, from some, and none at all; a later version may do otherwise."""
    kinds = {
        (bool(end.screening_lists), bool(end.exemptions)) for n in range(40) for end in _ends(n)
    }
    assert kinds == {(True, False), (True, True), (False, True)}
    claimed = {claim for n in range(40) for claim in leg_of(n, "NORTH").claims}
    assert len(claimed) > len(kinds)
    first = next(end for n in range(40) for end in _ends(n) if not end.screening_lists)
    later = {renegotiated(1, version, first) for version in range(2, 12)}
    assert {bool(end.exemptions) for end in later} == {True, False}
    assert all(end.screening_lists or end.exemptions for end in later)


def test_an_agreement_without_exemptions_can_be_given_them() -> None:
    """Nothing else of it changes."""
    plain = agreement_for(3)
    again = with_exemptions(3, plain)
    assert again == plain
