"""A pool is of bundles whose legs have the same banks and currencies, and of one weight."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.pools import numbered, pools_of
from tallystick.clearing.optimiser.values import urgent_first
from tests.clearing.instance.drafting import texts

Leg = tuple[str, str]
LEGS = st.sampled_from([("A", "B"), ("B", "A"), ("A", "C")])
BUNDLES = st.lists(st.tuples(st.booleans(), st.lists(LEGS, min_size=1, max_size=4)), max_size=9)


def waiting(bundles: list[tuple[bool, list[Leg]]]) -> Instance:
    """Return an instance of bundles: whether each is urgent, and its legs of unlike amounts."""
    payments = [
        f"G{number},{debtor},{creditor},EUR,{1 + place},{int(not urgent)}"
        for number, (urgent, legs) in enumerate(bundles)
        for place, (debtor, creditor) in enumerate(legs)
    ]
    return read_instance(texts(payments=payments, accounts=[], limits=[], rates=["EUR,1"]))


@given(BUNDLES)
def test_bundles_are_in_one_pool_if_they_differ_in_size_alone(
    bundles: list[tuple[bool, list[Leg]]],
) -> None:
    instance = waiting(bundles)
    kind = [(urgent, tuple(sorted(legs))) for urgent, legs in bundles]
    pool = pools_of(instance, urgent_first(instance, 100)).tolist()
    for one, other in zip(kind, pool, strict=True):
        assert [each == one for each in kind] == [each == other for each in pool]


def test_a_bundle_that_is_like_no_other_is_not_gone_through_leg_by_leg(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rounds: list[int] = []

    def counted(key: np.ndarray) -> np.ndarray:
        rounds.append(len(key))
        return numbered(key)

    monkeypatch.setattr(f"{pools_of.__module__}.numbered", counted)
    instance = waiting([(False, [("A", "B")] * 500), (False, [("B", "A")] * 500)])
    assert len(set(pools_of(instance, urgent_first(instance, 100)).tolist())) == 2
    assert len(rounds) < 10
