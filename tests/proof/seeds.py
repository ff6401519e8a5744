"""One rough world from one seed: its agreement, its doings, its peace."""

from random import Random

from tallystick.core.agreements import Agreement, TimeOuts
from tests.core.pair import NORTH, SOUTH, at_par, end, gross, mutual
from tests.proof.mischief import Mischief
from tests.proof.peace import make_peace
from tests.proof.rough_pair import RoughPair


def draw_agreement(chance: Random) -> Agreement:
    """Draw an agreement: its model, limits, fees and time-outs."""
    time_outs = TimeOuts(
        queue_ms=chance.choice([0, 30_000]), review_ms=chance.choice([20_000, 3_600_000])
    )
    charges: dict[str, object] = {
        "fee_flat": chance.choice([0, 7]),
        "fee_basis_points": chance.choice([0, 13]),
        "payment_max": chance.choice([90_000, 10**9]),
    }
    model = chance.choice(["mutual", "mutual", "gross", "par"])
    currencies = {"mutual": ("RUB", "CNY"), "gross": ("SGD", "THB"), "par": ("EUR", "EUR")}[model]
    ends = (end(NORTH, currencies[0], **charges), end(SOUTH, currencies[1], **charges))
    if model == "mutual":
        return mutual(
            ends=ends,
            time_outs=time_outs,
            swing_limit=chance.choice([15_000, 10**9]),
            default_provider=chance.choice(["", "HOUSE"]),
            settlement_currency=chance.choice(["RUB", "CNY"]),
        )
    drawn = gross if model == "gross" else at_par
    return drawn(time_outs=time_outs) if model == "par" else drawn(time_outs=time_outs, ends=ends)


def run(seed: int, times: int = 400) -> RoughPair:
    """Run one world to its peace."""
    pair = RoughPair(seed, draw_agreement(Random(seed)))
    mischief = Mischief(pair)
    mischief.act(times)
    make_peace(mischief)
    return pair
