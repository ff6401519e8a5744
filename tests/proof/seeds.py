"""One rough world from one seed: its agreement, its doings, its peace."""

from random import Random

from msgspec.structs import replace

from tallystick.core.agreements import Agreement, TimeOuts
from tallystick.terms.money import Rate
from tests.core.pair import NORTH, SOUTH, at_par, end, gross, mutual
from tests.proof.mischief import Mischief
from tests.proof.peace import make_peace
from tests.proof.rough_pair import RoughPair


def draw_agreements(chance: Random) -> list[Agreement]:
    """Draw one agreement, or two between the same banks in the same currencies."""
    model = chance.choice(["mutual", "mutual", "gross", "par"])
    currencies = {"mutual": ("RUB", "CNY"), "gross": ("SGD", "THB"), "par": ("EUR", "EUR")}[model]
    first = _draw(chance, model, currencies)
    if chance.random() < 0.7:
        return [first]
    other = {"mutual": "gross", "gross": "mutual", "par": "par"}[model]
    second = _draw(chance, other, currencies)
    return [first, replace(second, agreement_id=f"{first.agreement_id}/2")]


def _draw(chance: Random, model: str, currencies: tuple[str, str]) -> Agreement:
    """Draw an agreement of a model: its limits, fees and time-outs."""
    queue_ms, review_ms = chance.choice([0, 30_000]), chance.choice([20_000, 3_600_000])
    charges: dict[str, object] = {
        "fee_flat": chance.choice([0, 7]),
        "fee_basis_points": chance.choice([0, 13]),
        "payment_max": chance.choice([90_000, 10**9, 10**9]),
    }
    words: dict[str, object] = {
        "ends": (end(NORTH, currencies[0], **charges), end(SOUTH, currencies[1], **charges)),
        "time_outs": TimeOuts(queue_ms=queue_ms, review_ms=review_ms),
        "rate_life_ms": chance.choice([86_400_000, 10**12]),
    }
    if model == "par":
        return replace(at_par(), **words)
    if model == "gross":
        return gross(**words)
    return mutual(
        swing_limit=chance.choice([15_000, 10**9]),
        default_provider=chance.choice(["", "HOUSE"]),
        settlement_currency=chance.choice(currencies),
        opening_rate=Rate.parse("0.08" if currencies[0] == "RUB" else "25", *currencies),
        **words,
    )


def rough(seed: int, moods: int = 6) -> RoughPair:
    """Run one world to its peace."""
    pair = RoughPair(seed, *draw_agreements(Random(seed)))
    mischief = Mischief(pair)
    mischief.act(moods)
    pair.check_halves()
    make_peace(mischief)
    return pair


def hostile(seed: int, moods: int = 6) -> RoughPair:
    """Run one world in which the nodes are lied to; nobody can promise them peace."""
    pair = RoughPair(seed, *draw_agreements(Random(seed)))
    Mischief(pair, is_hostile=True).act(moods)
    return pair
