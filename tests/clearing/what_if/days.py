"""Small days on which much comes at one second."""

from collections.abc import Iterable
from itertools import permutations
from random import Random

import numpy as np

from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.study.families import generate
from tallystick.clearing.what_if.day import Day, Weighing

CLOSE = 3600
BANKS = "ABCD"
CURRENCIES = ("EUR", "USD")
ARCS = [(*pair, currency) for pair in permutations(BANKS, 2) for currency in CURRENCIES]
HEADERS = {
    "payments.csv": "bundle_id,debtor,creditor,currency,amount,priority\n",
    "accounts.csv": "participant,currency,available\n",
    "limits.csv": "kind,debtor,creditor,currency,amount\n",
    "rates.csv": "currency,rate\n",
}


def small_day(seed: int, bundles: int, liquidity: float) -> Day:
    """Return a day on which payments come at few seconds."""
    options = {"seed": seed, "bundles": bundles, "banks": 5, "urgent": 0.2, "liquidity": liquidity}
    study = generate("day", {**options, "bilateral": 0.3, "multilateral": 0.5})
    assert study.seconds is not None
    return Day.of(study.instance, study.seconds * 60 // 540, CLOSE, Weighing())


def written_day(seconds: Iterable[int], close: int, weighing: Weighing, **rows: str) -> Day:
    """Return the day of some files, each a text of rows parted by blanks, without their header."""
    texts = {
        name: [header, *(f"{row}\n" for row in rows.get(name.removesuffix(".csv"), "").split())]
        for name, header in HEADERS.items()
    }
    return Day.of(read_instance(texts), np.array([*seconds], np.int64), close, weighing)


def crowded_day(seed: int) -> Day:
    """Return a day of few banks with little, whose bundles have up to three legs, and limits."""
    draw = Random(seed)
    legs = [
        f"b{bundle:02},{debtor},{creditor},{currency},{draw.randint(1, 12)}0,{priority}"
        for bundle in range(draw.randint(1, 40))
        for priority in [draw.choice("011")]
        for debtor, creditor, currency in draw.sample(ARCS, draw.choice((1, 1, 1, 2, 2, 3)))
    ]
    accounts = [
        f"{bank},{currency},{draw.choice((0, 0, 10, 30, 80))}"
        for bank in BANKS
        for currency in CURRENCIES
    ]
    limits = [
        f"bilateral,{debtor},{creditor},{currency},{draw.choice((0, 10, 50))}"
        for debtor, creditor, currency in ARCS
        if draw.random() < 0.25
    ] + [f"multilateral,{bank},,EUR,{draw.choice((0, 20, 60))}" for bank in draw.sample(BANKS, 1)]
    seconds = [draw.randint(0, 9) for _ in {each.split(",")[0] for each in legs}]
    return written_day(
        seconds,
        30,
        Weighing(),
        payments=" ".join(legs),
        accounts=" ".join(accounts),
        limits=" ".join(limits),
        rates="EUR,1 USD,0.9",
    )
