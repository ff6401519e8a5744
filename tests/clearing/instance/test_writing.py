"""What is written reads as the same instance; what settled is read against it."""

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.instance.draft import (
    Account,
    BilateralLimit,
    Draft,
    Legs,
    MultilateralLimit,
    instance_of,
)
from tallystick.clearing.instance.faults import InstanceError, Rule
from tallystick.clearing.instance.form import FILES
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.instance.settled import read_settled
from tallystick.clearing.instance.writing import decimal_text
from tests.clearing.instance.drafting import assert_same, lines, texts, written
from tests.every import for_each

SAMPLES = Path(os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data")) / "settlement"

SIGNS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
NAME = st.text(SIGNS, min_size=1, max_size=12).filter(
    lambda name: name.isprintable() and name.strip() == name
)
RATES = {"EUR": Fraction(1, 100), "JPY": Fraction(6, 1000), "KWD": Fraction(33, 10_000)}
FIGURE = st.integers(0, 2**70)


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    banks = draw(st.lists(NAME, min_size=2, max_size=5, unique=True))
    bundles = draw(st.lists(NAME, min_size=1, max_size=6, unique=True))
    numbers = st.integers(0, len(banks) - 1)
    pairs = st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])
    leg = st.tuples(pairs, st.integers(0, 2), st.integers(1, 2**53))
    legs = [
        (bundle, *pair, currency, amount)
        for bundle in range(len(bundles))
        for pair, currency, amount in draw(st.lists(leg, min_size=1, max_size=3, unique=True))
    ]
    numbered = np.array([each[:4] for each in legs], np.int32).T
    accounts = draw(st.dictionaries(st.tuples(numbers, st.integers(0, 2)), FIGURE))
    bilateral = draw(st.dictionaries(st.tuples(pairs, st.integers(0, 2)), FIGURE))
    multilateral = draw(st.dictionaries(st.tuples(numbers, st.integers(0, 2)), FIGURE))
    return instance_of(
        Draft(
            bundles=bundles,
            participants=banks,
            rates=RATES,
            urgent=np.array(draw(st.lists(st.booleans(), min_size=6))[: len(bundles)]),
            legs=Legs(
                numbered[0],
                numbered[1],
                numbered[2],
                numbered[3],
                np.array([each[4] for each in legs], np.int64),
            ),
            accounts=[Account(*key, figure) for key, figure in accounts.items()],
            bilateral=[
                BilateralLimit(*pair, currency, figure)
                for (pair, currency), figure in bilateral.items()
            ],
            multilateral=[MultilateralLimit(*key, figure) for key, figure in multilateral.items()],
        )
    )


@given(instances())
def test_what_is_written_reads_as_the_same(instance: Instance) -> None:
    assert_same(read_instance(written(instance)), instance)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample instances are not here")
@for_each("name", ["core-1k-05", "ring", "star", "two-bank", "three-currencies-10k-02"])
def test_samples_are_read_and_written(name: str) -> None:
    opened = {}
    for file in FILES:
        with (SAMPLES / name / file).open(encoding="utf-8", newline="") as sample:
            opened[file] = sample.readlines()
    instance = read_instance(opened)
    assert len(instance.amount) == len(opened["payments.csv"]) - 1
    assert_same(read_instance(written(instance)), instance)


@for_each(
    ("rate", "text"),
    [
        (Fraction(1), "1"),
        (Fraction(100), "100"),
        (Fraction(1, 100), "0.01"),
        (Fraction(127, 10_000), "0.0127"),
        (Fraction(10_001, 8), "1250.125"),
    ],
)
def test_a_rate_is_written_exactly(rate: Fraction, text: str) -> None:
    assert decimal_text(rate) == text


def test_a_rate_without_end_is_not_written() -> None:
    with pytest.raises(ValueError, match="1/3"):
        decimal_text(Fraction(1, 3))


def test_what_settled_is_read() -> None:
    instance = read_instance(texts())
    assert read_settled(lines(["bundle_id", "b"]), instance).tolist() == [False, True]
    assert read_settled(lines(["bundle_id"]), instance).tolist() == [False, False]


@for_each(
    ("rows", "fault"),
    [
        (["bundle_id", "b", "c"], (3, Rule.BUNDLE_UNKNOWN)),
        (["bundle_id", "b", "a", "b"], (4, Rule.BUNDLE_TWICE)),
        (["bundle", "b"], (1, Rule.COLUMN_MISSING)),
        (["bundle_id", "b,a"], (2, Rule.CELL_COUNT)),
    ],
)
def test_a_broken_settled_file_is_refused(rows: list[str], fault: tuple[int, Rule]) -> None:
    with pytest.raises(InstanceError) as told:
        read_settled(lines(rows), read_instance(texts()))
    assert told.value.faults[0][1:3] == fault
