"""The files of a solution: what is written reads as the same, and what is broken is told."""

from fractions import Fraction
from io import StringIO

import pytest

from tallystick.clearing.instance.faults import InstanceError, Rule
from tallystick.clearing.instance.instance import Instance
from tallystick.clearing.optimiser.rows import bounded, rows_of
from tallystick.clearing.solution.multipliers import (
    COMMON_DIGITS_MAX,
    read_multipliers,
    write_multipliers,
)
from tallystick.clearing.solution.result import WEIGHT_MAX, ResultError, read_claims
from tallystick.clearing.study.families import generate
from tests.clearing.solution.test_verifier import day

HEAD = "kind,participant,creditor,currency,multiplier\n"


def test_multipliers_are_read_as_they_were_written() -> None:
    instance = day(3)
    rows = list(bounded(rows_of(instance)))
    given = [(row, Fraction(number, 7)) for number, row in enumerate(rows)]
    sink = StringIO()
    write_multipliers(instance, given, sink)
    read = read_multipliers(StringIO(sink.getvalue()), instance)
    assert read == {row: each for row, each in given if each}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("account,BANK9,,EUR,1/2", Rule.BOUNDED_UNKNOWN),
        ("account,BANK0,BANK1,EUR,1/2", Rule.BOUNDED_UNKNOWN),
        ("ledger,BANK0,,EUR,1/2", Rule.BOUNDED_UNKNOWN),
        ("bilateral,BANK0,,EUR,1/2", Rule.BOUNDED_UNKNOWN),
        ("account,BANK0,,XXX,1/2", Rule.BOUNDED_UNKNOWN),
        ("account,BANK0,,EUR,-1/2", Rule.MULTIPLIER_UNFIT),
        ("account,BANK0,,EUR,0.5", Rule.MULTIPLIER_UNFIT),
        ("account,BANK0,,EUR,1/0", Rule.MULTIPLIER_UNFIT),
        ("account,BANK0,,EUR,\u0661/2", Rule.MULTIPLIER_UNFIT),
        ("account,BANK0,,EUR,1/2\naccount,BANK0,,EUR,1/2", Rule.BOUNDED_TWICE),
    ],
)
def test_a_row_that_is_unfit_is_told(row: str, rule: Rule) -> None:
    instance = day(3)
    bank = instance.participants[0]
    text = row.replace("BANK0", bank)
    with pytest.raises(InstanceError) as raised:
        read_multipliers(StringIO(f"{HEAD}{text}\n"), instance)
    assert [each.rule for each in raised.value.faults] == [rule]


def odd_multipliers(instance: Instance, digits: int) -> StringIO:
    """Return a certificate of which no two multipliers have the same denominator."""
    sink = StringIO()
    given = (
        (bound, Fraction(1, 10 ** (digits - 1) + 2 * number + 1))
        for number, bound in enumerate(bounded(rows_of(instance)))
    )
    write_multipliers(instance, given, sink)
    return StringIO(sink.getvalue())


def test_a_common_denominator_that_would_fill_memory_is_refused() -> None:
    """Each multiplier is short; what they would be added up in is not."""
    instance = generate("core", {"bundles": 200, "banks": 20}).instance
    rows = len(rows_of(instance))
    assert len(read_multipliers(odd_multipliers(instance, 9), instance)) == rows
    with pytest.raises(InstanceError) as raised:
        read_multipliers(odd_multipliers(instance, 400), instance)
    lines = [each.line for each in raised.value.faults]
    assert {each.rule for each in raised.value.faults} == {Rule.MULTIPLIER_UNFIT}
    assert COMMON_DIGITS_MAX // 400 < lines[0] <= rows
    assert lines[-1] == rows + 1


def test_claims_are_read_exactly() -> None:
    claims = read_claims('{"upper_bound": 12.345678901234567890123, "objective": 7}')
    assert claims.upper_bound == Fraction("12.345678901234567890123")
    assert claims.objective == 7
    assert claims.urgent_weight is None
    weight = read_claims(f'{{"upper_bound": 1, "urgent_weight": {WEIGHT_MAX}}}').urgent_weight
    assert weight == WEIGHT_MAX


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"upper_bound": "1"}',
        '{"upper_bound": NaN}',
        '{"upper_bound": Infinity}',
        '{"upper_bound": 1e999999999}',
        '{"upper_bound": 1e99999999999999999999}',
        b'{"upper_bound": 1, "name": "\xff"}',
        '{"upper_bound": 1, "urgent_weight": 0}',
        '{"upper_bound": 1, "urgent_weight": -3}',
        '{"upper_bound": 1, "urgent_weight": 2.5}',
        f'{{"upper_bound": 1, "urgent_weight": {WEIGHT_MAX + 1}}}',
        '{"upper_bound": 1, "urgent_weight": 1e30}',
        '{"upper_bound": 1, "urgent_weight": "7"}',
        "[" * 100_000,
        '{"upper_bound": 1, "upper_bound": 2}',
        '{"upper_bound": 1, "settled": 3, "settled": 4}',
    ],
)
def test_what_is_no_result_is_refused(text: str | bytes) -> None:
    with pytest.raises(ResultError):
        read_claims(text)
