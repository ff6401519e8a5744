"""One rough world from one seed: its agreement, its doings, its peace."""

from random import Random

from tallystick.core.agreements import Agreement, TimeOuts
from tests.core.pair import NORTH, SOUTH, at_par, end, gross, mutual
from tests.proof.mischief import Mischief
from tests.proof.peace import make_peace
from tests.proof.rough_pair import RoughPair


def draw_agreement(chance: Random) -> Agreement:
    """Draw an agreement: its model, limits, fees and time-outs."""
    queue_ms, review_ms = chance.choice([0, 30_000]), chance.choice([20_000, 3_600_000])
    charges: dict[str, object] = {
        "fee_flat": chance.choice([0, 7]),
        "fee_basis_points": chance.choice([0, 13]),
        "payment_max": chance.choice([90_000, 10**9, 10**9]),
    }
    shared = {
        "time_outs": TimeOuts(queue_ms=queue_ms, review_ms=review_ms),
        "rate_life_ms": chance.choice([86_400_000, 10**12]),
    }
    model = chance.choice(["mutual", "mutual", "gross", "par"])
    if model == "par":
        return at_par(**shared)
    if model == "gross":
        return gross(ends=(end(NORTH, "SGD", **charges), end(SOUTH, "THB", **charges)), **shared)
    return mutual(
        ends=(end(NORTH, "RUB", **charges), end(SOUTH, "CNY", **charges)),
        swing_limit=chance.choice([15_000, 10**9]),
        default_provider=chance.choice(["", "HOUSE"]),
        settlement_currency=chance.choice(["RUB", "CNY"]),
        **shared,
    )


def rough(seed: int, moods: int = 6) -> RoughPair:
    """Run one world to its peace."""
    pair = RoughPair(seed, draw_agreement(Random(seed)))
    mischief = Mischief(pair)
    mischief.act(moods)
    pair.check_halves()
    make_peace(mischief)
    return pair


def hostile(seed: int, moods: int = 6) -> RoughPair:
    """Run one world in which the nodes are lied to; nobody can promise them peace."""
    pair = RoughPair(seed, draw_agreement(Random(seed)))
    Mischief(pair, is_hostile=True).act(moods)
    return pair
