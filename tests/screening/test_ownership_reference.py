"""Who counts as listed, against a slow reference that asks everybody again and again."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.lists import Holding, ListVersion, Regime
from tallystick.screening.ownership import RULES, OwnershipRule, infer
from tests.screening.owned import version

Graph = dict[str, list[tuple[str, int, bool]]]
SHARES = st.sampled_from([0, 1, 1000, 2499, 2500, 2501, 4999, 5000, 5001, 7500, 10000])
COMPANIES = [f"C{at}" for at in range(6)]
LISTED = ["X", "Y", "Z"]
HOLDINGS = st.tuples(st.sampled_from([*COMPANIES, *LISTED, "nobody"]), SHARES, st.booleans())


def not_in_itself(graph: Graph) -> Graph:
    """Return the holdings but those of a company in itself, which are nobody's."""
    return {asset: [each for each in held if each[0] != asset] for asset, held in graph.items()}


GRAPHS = st.dictionaries(
    st.sampled_from([*COMPANIES, *LISTED]),
    st.lists(HOLDINGS, max_size=4, unique_by=lambda each: each[0]),
).map(not_in_itself)


def graph_version(graph: Graph, regime: Regime) -> ListVersion:
    """Return a list in which listed ones may be held too."""
    companies = version({key: graph[key] for key in graph if key not in LISTED}, regime=regime)
    entries = tuple(
        msgspec.structs.replace(
            each, holdings=tuple(sorted(Holding(*held) for held in graph[each.entity]))
        )
        if each.entity in LISTED and each.entity in graph
        else each
        for each in companies.entries
    )
    return msgspec.structs.replace(companies, entries=entries)


def slowly(graph: Graph, rule: OwnershipRule) -> set[str]:
    """Say who counts by asking everybody again and again until nothing changes."""
    counts: set[str] = set()
    for group in [LISTED] if rule.is_aggregate else [[each] for each in LISTED]:
        known, before = set(group), set[str]()
        while known != before:
            before = set(known)
            for asset, holdings in graph.items():
                of_known = [each for each in holdings if each[0] in before]
                by_control = rule.by_control and any(each[2] for each in of_known)
                if by_control or sum(each[1] for each in of_known) >= rule.share_min:
                    known.add(asset)
        counts |= known
    return counts - set(LISTED)


@pytest.mark.slow
@given(GRAPHS, st.sampled_from(list(RULES)))
def test_it_is_what_asking_again_and_again_finds(graph: Graph, regime: Regime) -> None:
    """For any holdings, in rings or not; and every stake told is there and counts."""
    found = infer([graph_version(graph, regime)])
    counts = {each.entity for each in found.inferred}
    assert counts == slowly(graph, RULES[regime])
    for each in found.inferred:
        assert each.share == sum(stake.share for stake in each.stakes)
        assert "(listed)" in each.why
        for stake in each.stakes:
            assert (stake.owner, stake.share, stake.is_control) in graph[each.entity]
            assert stake.owner in counts or stake.is_listed


@pytest.mark.slow
@given(st.permutations(range(6)), GRAPHS, st.sampled_from(list(RULES)))
def test_the_order_of_the_input_does_not_matter(
    order: list[int], graph: Graph, regime: Regime
) -> None:
    """Entries in any order, lists in any order: the same words."""
    whole = graph_version(graph, regime)
    other = version({"D": [("X", 9000)]}, "X", regime, name="Another")
    entries = sorted(whole.entries, key=lambda each: order[sum(map(ord, each.entity)) % 6])
    turned = msgspec.structs.replace(whole, entries=tuple(entries))
    assert infer([whole, other]) == infer([other, turned])
