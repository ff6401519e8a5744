"""The original-script names of the UN's list are known among all Latin names that are listed."""

from itertools import islice

import pytest

from tallystick.screening.gather import gather
from tallystick.screening.scripts.candidates import SkeletonIndex
from tests.accuracy import across_scripts
from tests.accuracy.across_scripts import THRESHOLD, case, listed, ordinary, script_of
from tests.screening.lists_at_hand import shared

ORDINARY = 600


@pytest.mark.slow
def test_arabic_originals_are_found_and_ordinary_names_are_not() -> None:
    """The bar is 0.60 at 2 %; what is reached is far above, and a step back is seen."""
    paths = shared(*across_scripts.LISTS, across_scripts.ORDINARY)
    lists = listed(gather(paths[:-1]).lists)
    index = SkeletonIndex(lists.names)
    originals = [
        case(index, lists, name, entity)
        for name, entity in lists.originals
        if script_of(name) == "Arabic"
    ]
    others = [
        case(index, lists, name)
        for name in islice((each for each in ordinary() if script_of(each) == "Arabic"), ORDINARY)
    ]
    found = sum(each.right >= THRESHOLD for each in originals)
    false = sum(each.best >= THRESHOLD for each in others)
    assert len(originals) >= 360
    assert found * 100 >= 85 * len(originals)
    assert len(others) == ORDINARY
    assert false * 100 <= 2 * len(others)
