"""`times.csv`: read as it was written, and every fault in it told."""

from io import StringIO

import numpy as np
import pytest

from tallystick.clearing.instance.faults import InstanceError, Rule
from tallystick.clearing.instance.times import SECOND_MAX, read_times, write_times
from tallystick.clearing.study.families import generate
from tests.every import for_each

INSTANCE = generate("cycle", {"bundles": 3}).instance
ONE, TWO, THREE = INSTANCE.bundles
GOOD = [f"{ONE},5", f"{TWO},0", f"{THREE},{SECOND_MAX}"]


def read(*lines: str) -> list[int]:
    """Return the seconds that some lines say."""
    found: list[int] = read_times([f"{each}\n" for each in lines], INSTANCE).tolist()
    return found


def test_times_are_read_in_any_order() -> None:
    assert read("bundle_id,second", *GOOD) == [5, 0, SECOND_MAX]
    assert read("second,bundle_id", f"7,{THREE}", f"0,{ONE}", f"1,{TWO}") == [0, 1, 7]


def test_what_is_written_reads_the_same() -> None:
    sink = StringIO()
    write_times(INSTANCE, np.array([3, 1, 2]), sink)
    assert read_times(StringIO(sink.getvalue()), INSTANCE).tolist() == [3, 1, 2]


@for_each(
    ("lines", "line", "rule"),
    (
        ([*GOOD[:2]], 0, Rule.BUNDLE_WITHOUT_TIME),
        ([*GOOD, f"{ONE},5"], 5, Rule.BUNDLE_TWICE),
        ([*GOOD, "other,5"], 5, Rule.BUNDLE_UNKNOWN),
        ([*GOOD[:2], f"{THREE},-1"], 4, Rule.SECOND_UNFIT),
        ([*GOOD[:2], f"{THREE},1.5"], 4, Rule.SECOND_UNFIT),
        ([*GOOD[:2], f"{THREE},"], 4, Rule.SECOND_UNFIT),
        ([*GOOD[:2], f"{THREE},{SECOND_MAX + 1}"], 4, Rule.SECOND_UNFIT),
        ([*GOOD[:2], f"{THREE},\u0665"], 4, Rule.SECOND_UNFIT),
        ([*GOOD[:2], f"{THREE},99999999999999999999"], 4, Rule.SECOND_UNFIT),
    ),
)
def test_a_fault_is_told_with_its_line_and_rule(lines: list[str], line: int, rule: Rule) -> None:
    with pytest.raises(InstanceError) as caught:
        read("bundle_id,second", *lines)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.rule) == ("times.csv", line, rule)


def test_no_file_is_told() -> None:
    with pytest.raises(InstanceError, match=r"times\.csv, line 0: .*missing"):
        read_times(None, INSTANCE)
