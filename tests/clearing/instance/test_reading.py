"""Files become an instance; every breach of the contract is told with its line and rule."""

import csv
import pickle
from fractions import Fraction
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from tallystick.clearing.instance.draft import name_order
from tallystick.clearing.instance.faults import FAULTS_MAX, InstanceError, Rule
from tallystick.clearing.instance.identifiers import Identifiers
from tallystick.clearing.instance.instance import ACCOUNTS_MAX, FIGURE_MAX
from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.study.families import generate
from tests.clearing.instance.drafting import (
    HEADERS,
    ROWS,
    assert_same,
    faults,
    lines,
    texts,
    written,
)
from tests.every import for_each


def test_an_instance_is_read_in_its_own_order() -> None:
    instance = read_instance(texts())
    assert instance.bundles == ("a", "b")
    assert instance.participants == ("BANK1", "BANK2", "BANK3")
    assert instance.currencies == ("EUR", "USD")
    assert instance.rates == (Fraction(1, 100), Fraction(108, 10_000))
    assert instance.urgent.tolist() == [True, False]
    assert instance.first_leg.tolist() == [0, 1, 3]
    assert instance.debtor.tolist() == [2, 0, 1]
    assert instance.creditor.tolist() == [0, 1, 0]
    assert instance.currency.tolist() == [0, 0, 1]
    assert instance.amount.tolist() == [7, 200, 300]
    assert instance.available.tolist() == [[50, 0], [0, 0], [0, 0]]
    assert instance.bilateral.debtor.tolist() == [0]
    assert instance.bilateral.creditor.tolist() == [1]
    assert instance.bilateral.currency.tolist() == [0]
    assert instance.bilateral.written(0) == 10
    assert instance.multilateral.debtor.tolist() == [2]
    assert instance.multilateral.currency.tolist() == [1]
    assert instance.multilateral.written(0) == 20


def test_nobody_writes_to_an_instance() -> None:
    instance = read_instance(texts())
    for array in (instance.amount, instance.available, instance.bilateral.amount):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_the_order_of_rows_and_columns_makes_no_difference() -> None:
    files = {}
    for name, header in HEADERS.items():
        rows = [",".join(reversed(row.split(","))) for row in reversed(ROWS[name])]
        files[name] = lines([",".join(reversed(header.split(","))), *rows])
    assert_same(read_instance(files), read_instance(texts()))


@for_each("mark", ["", "\ufeff"])
@for_each("end", ["\n", "\r\n", "\n\n"])
@for_each("quote", ["", '"'])
def test_forms_of_csv_are_read_alike(mark: str, end: str, quote: str) -> None:
    files = {}
    for name, header in HEADERS.items():
        rows = [
            ",".join(f"{quote}{cell}{quote}" for cell in row.split(","))
            for row in (header, *ROWS[name])
        ]
        files[name] = StringIO(mark + end.join(rows), newline="")
    assert_same(read_instance(files), read_instance(texts()))


def test_names_may_hold_what_csv_quotes() -> None:
    instance = read_instance(texts(payments=['"a,1","B ""1""",C 2,EUR,5,1']))
    assert instance.bundles == ("a,1",)
    assert {'B "1"', "C 2"} <= {*instance.participants}


def test_a_row_of_two_lines_is_told_by_its_first() -> None:
    files = texts(payments=['a,"X\n2",Y,EUR,5,1', "b,X,X,EUR,5,1"])
    assert faults(files) == [
        ("payments.csv", 2, Rule.NAME_UNFIT),
        ("payments.csv", 4, Rule.DEBTOR_IS_CREDITOR),
    ]


def test_a_file_with_no_rows_is_an_instance_of_nothing() -> None:
    instance = read_instance(texts(payments=[], accounts=[], limits=[], rates=[]))
    assert instance.bundles == ()
    assert instance.first_leg.tolist() == [0]
    assert instance.available.shape == (0, 0)


def test_limits_may_be_absent_and_nothing_else() -> None:
    files = texts()
    del files["limits.csv"]
    assert len(read_instance(files).bilateral.debtor) == 0
    assert faults({}) == [
        ("payments.csv", 0, Rule.FILE_MISSING),
        ("accounts.csv", 0, Rule.FILE_MISSING),
        ("rates.csv", 0, Rule.FILE_MISSING),
    ]


def test_more_accounts_than_memory_has_room_for_are_refused() -> None:
    """Each participant may have an account in each currency: short files make many."""
    side = 4097
    codes = [f"C{number}" for number in range(side)]
    files = texts(
        payments=["a,B0,B1,C0,5,1"],
        accounts=[f"B{number},{code},1" for number, code in enumerate(codes)],
        limits=[],
        rates=[f"{code},1" for code in codes],
    )
    assert faults(files) == [("accounts.csv", 0, Rule.ACCOUNTS_TOO_MANY)]
    files = texts(
        payments=["a,B0,B1,C0,5,1"],
        accounts=[f"B{number},C0,1" for number in range(side - 1)],
        limits=[],
        rates=[f"{code},1" for code in codes[:-1]],
    )
    assert read_instance(files).available.size == ACCOUNTS_MAX


P = "a,X,Y,EUR,5,1"
PAYMENT_FAULTS = [
    (",X,Y,EUR,5,1", Rule.BUNDLE_EMPTY),
    (" ,X,Y,EUR,5,1", Rule.BUNDLE_EMPTY),
    ("z ,X,Y,EUR,5,1", Rule.NAME_UNFIT),
    ("z,,Y,EUR,5,1", Rule.PARTICIPANT_EMPTY),
    ("z,X,,EUR,5,1", Rule.PARTICIPANT_EMPTY),
    ("z,X,\u00a0Y,EUR,5,1", Rule.NAME_UNFIT),
    ("z,X,Y\u202e,EUR,5,1", Rule.NAME_UNFIT),
    ("z\0,X,Y,EUR,5,1", Rule.NAME_UNFIT),
    ("z,X,X,EUR,5,1", Rule.DEBTOR_IS_CREDITOR),
    ("z,X,Y,,5,1", Rule.CURRENCY_EMPTY),
    ("z,X,Y,GBP,5,1", Rule.CURRENCY_WITHOUT_RATE),
    ("z,X,Y,eur,5,1", Rule.CURRENCY_WITHOUT_RATE),
    ("z,X,Y,EUR,0,1", Rule.AMOUNT_NOT_POSITIVE),
    ("z,X,Y,EUR,-5,1", Rule.AMOUNT_NOT_POSITIVE),
    *(
        (f"z,X,Y,EUR,{text},1", Rule.NOT_INTEGER)
        for text in ("", "1e5", "+1", " 1", "1 ", "1_0", "1.0", "0x1", "\u0661", "\u00b2", "nan")
    ),
    (f"z,X,Y,EUR,{2**63},1", Rule.AMOUNT_TOO_LARGE),
    (f"z,X,Y,EUR,{'9' * 101},1", Rule.AMOUNT_TOO_LARGE),
    (f"z,X,Y,EUR,{2**63 - 1},1", Rule.SUM_TOO_LARGE),
    ("z,X,Y,EUR,5,2", Rule.PRIORITY_UNKNOWN),
    ("z,X,Y,EUR,5,", Rule.PRIORITY_UNKNOWN),
    ("z,X,Y,EUR,5,00", Rule.PRIORITY_UNKNOWN),
    ("a,X,Z,EUR,5,0", Rule.PRIORITIES_DIFFER),
    (P, Rule.ROW_TWICE),
    ("z,X,Y,EUR,5", Rule.CELL_COUNT),
    ("z,X,Y,EUR,5,1,", Rule.CELL_COUNT),
    ('z,"X"X,Y,EUR,5,1', Rule.NOT_CSV),
]


@for_each(("row", "rule"), PAYMENT_FAULTS)
def test_a_broken_payment_is_refused(row: str, rule: Rule) -> None:
    found = faults(texts(payments=[P, "b,Y,X,USD,5,0", row]))
    assert ("payments.csv", 4, rule) in found
    assert {each[:2] for each in found} == {("payments.csv", 4)}


OTHER_FAULTS = [
    ("accounts", ",EUR,5", Rule.PARTICIPANT_EMPTY),
    ("accounts", "X ,EUR,5", Rule.NAME_UNFIT),
    ("accounts", "X,,5", Rule.CURRENCY_EMPTY),
    ("accounts", "X,GBP,5", Rule.CURRENCY_WITHOUT_RATE),
    ("accounts", "X,EUR,-1", Rule.AMOUNT_NEGATIVE),
    ("accounts", "X,EUR,1e5", Rule.NOT_INTEGER),
    ("accounts", "BANK1,EUR,7", Rule.ACCOUNT_TWICE),
    ("limits", "netting,X,Y,EUR,5", Rule.KIND_UNKNOWN),
    ("limits", "multilateral,X,Y,EUR,5", Rule.CREDITOR_UNWANTED),
    ("limits", "multilateral,,,EUR,5", Rule.PARTICIPANT_EMPTY),
    ("limits", "bilateral,X,,EUR,5", Rule.PARTICIPANT_EMPTY),
    ("limits", "bilateral,X,X,EUR,5", Rule.DEBTOR_IS_CREDITOR),
    ("limits", "bilateral,X,Y,GBP,5", Rule.CURRENCY_WITHOUT_RATE),
    ("limits", "bilateral,X,Y,EUR,-5", Rule.AMOUNT_NEGATIVE),
    ("limits", "bilateral,BANK1,BANK2,EUR,11", Rule.LIMIT_TWICE),
    ("limits", "multilateral,BANK3,,USD,20", Rule.LIMIT_TWICE),
    ("rates", ",1", Rule.CURRENCY_EMPTY),
    ("rates", "USD,1", Rule.RATE_TWICE),
    *(
        ("rates", f"GBP,{text}", Rule.RATE_NOT_POSITIVE)
        for text in ("0", "0.0", "-1", "1e2", "1/3", ".5", "5.", "+1", "", "inf", "1_0", "\u0661")
    ),
]


@for_each(("name", "row", "rule"), OTHER_FAULTS)
def test_a_broken_row_of_another_file_is_refused(name: str, row: str, rule: Rule) -> None:
    rows = [*ROWS[f"{name}.csv"], row]
    assert faults(texts(**{name: rows})) == [(f"{name}.csv", len(rows) + 1, rule)]


@for_each(
    ("header", "rules"),
    [
        ("", [Rule.COLUMN_MISSING] * 2),
        ("currency", [Rule.COLUMN_MISSING]),
        ("currency,rate,note", [Rule.COLUMN_UNKNOWN]),
        ("currency,rate,rate", [Rule.COLUMN_TWICE]),
        ("currency, rate", [Rule.COLUMN_MISSING, Rule.COLUMN_UNKNOWN]),
    ],
)
def test_a_header_has_the_columns_and_no_others(header: str, rules: list[Rule]) -> None:
    files = texts(payments=[], accounts=[], limits=[])
    files["rates.csv"] = lines([header])
    assert faults(files) == [("rates.csv", 1, rule) for rule in rules]


def test_what_is_no_utf_8_is_refused() -> None:
    files = {
        **texts(),
        "rates.csv": TextIOWrapper(
            BytesIO(b"currency,rate\nUSD,1\nEUR,1\nE\xffR,1\n"), "utf-8", newline=""
        ),
    }
    found = [each for each in faults(files) if each[0] == "rates.csv"]
    assert [rule for _, _, rule in found] == [Rule.NOT_UTF_8]


def test_all_faults_are_told_up_to_a_bound() -> None:
    rows = [f"a{number},X,X,EUR,5,1" for number in range(3 * FAULTS_MAX)]
    with pytest.raises(InstanceError) as told:
        read_instance(texts(payments=rows, rates=["EUR,1", "USD,0"]))
    assert len(told.value.faults) == FAULTS_MAX + 1
    assert told.value.more == 2 * FAULTS_MAX
    assert [each.line for each in told.value.faults[:FAULTS_MAX]] == [*range(2, FAULTS_MAX + 2)]
    assert "payments.csv, line 2" in str(told.value)
    assert "300 more" in str(told.value)
    again = pickle.loads(pickle.dumps(told.value))
    assert (again.faults, str(again)) == (told.value.faults, str(told.value))


def test_a_row_that_breaks_two_rules_is_told_for_both() -> None:
    assert faults(texts(payments=["a,X,X,GBP,0,7"])) == [
        ("payments.csv", 2, rule)
        for rule in (
            Rule.PRIORITY_UNKNOWN,
            Rule.AMOUNT_NOT_POSITIVE,
            Rule.DEBTOR_IS_CREDITOR,
            Rule.CURRENCY_WITHOUT_RATE,
        )
    ]


def test_the_largest_sums_are_read() -> None:
    half = FIGURE_MAX // 2
    rows = [f"a,X,Y,EUR,{half},1", f"b,X,Z,EUR,{half + 1},1"]
    assert read_instance(texts(payments=rows)).amount.sum() == FIGURE_MAX


@for_each(
    ("rows", "line"),
    [
        ([f"a,X,Y,EUR,{2**61},1", f"b,X,Z,EUR,{2**61},1"], 3),
        ([f"a,Y,X,EUR,{2**61},1", f"b,Z,X,EUR,{2**61 - 1},1", "c,Z,X,EUR,1,1"], 4),
        ([f"a,X,Y,EUR,{2**62},1", f"b,Z,X,EUR,{2**62 - 1},1"], 2),
        # In 64 bits these come to 0.
        ([f"{number},X,Y{number},EUR,{2**62},1" for number in range(4)], 2),
    ],
)
def test_an_account_whose_sum_is_too_large_is_named(rows: list[str], line: int) -> None:
    with pytest.raises(InstanceError, match="2\\^62 - 1") as told:
        read_instance(texts(payments=rows))
    found = told.value.faults
    assert ("payments.csv", line, Rule.SUM_TOO_LARGE) in [each[:3] for each in found]
    assert "'X'" in "".join(each.sentence for each in found)


def test_a_figure_that_cannot_bind_is_kept_as_written_too() -> None:
    instance = read_instance(
        texts(
            accounts=[f"BANK1,USD,{10**30}"],
            limits=[f"multilateral,BANK1,,EUR,{2**62}", f"bilateral,BANK2,BANK1,USD,{2**70}"],
        )
    )
    assert instance.available[0, 1] == FIGURE_MAX
    assert instance.written(0, 1) == 10**30
    assert instance.written(0, 0) == 0
    assert instance.multilateral.amount.tolist() == [FIGURE_MAX]
    assert instance.multilateral.written(0) == 2**62
    assert instance.bilateral.written(0) == 2**70


@for_each(
    "names",
    [
        [],
        ["b", "a", "ab", "a b", "B"],
        ["a\0", "a", "b"],
        ["\u00e9", "z", "\U0001f600", "\uffff"],
        ["x" * 41, "x" * 40, "x" * 42],
        [f"P{number:07}" for number in (5, 3, 12345, 0)],
        ["abcdefgh", "abcdefghi", "abcdefg"],
    ],
)
def test_names_are_sorted_as_python_sorts_them(names: list[str]) -> None:
    assert [names[place] for place in name_order(names)] == sorted(names)


@for_each(
    "columns",
    [
        [["b", "a"], ["a", "c", "b"]],
        [["b", "a"], ["a", "\u00e9", "b"], ["c", "\u00e9"]],
        [["\u00e9"], ["a"]],
        [["x" * 40, "x"], ["x" * 41, "x" * 40, "x"]],
        [["abcdefgh", "abcdefghi"], ["abcdefghj", "abcdefgh", ""]],
        [["a\0", "a"], ["a\0"]],
        [],
    ],
)
def test_identifiers_are_numbered_whatever_they_are(columns: list[list[str]]) -> None:
    identifiers = Identifiers()
    for column in columns:
        identifiers.take(column)
    names, codes = identifiers.numbered()
    whole = [name for column in columns for name in column]
    assert [names[code] for code in codes] == whole
    assert sorted(names) == sorted({*whole})


def test_a_file_is_read_as_a_plain_reader_reads_it() -> None:
    files = written(generate("core", {"bundles": 700, "urgent": 0.1, "currencies": 3}).instance)
    rows = list(csv.DictReader(files["payments.csv"]))
    files["payments.csv"].seek(0)
    instance = read_instance(files)
    legs = {
        (
            instance.bundles[bundle],
            instance.participants[instance.debtor[leg]],
            instance.participants[instance.creditor[leg]],
            instance.currencies[instance.currency[leg]],
            str(instance.amount[leg]),
            "0" if instance.urgent[bundle] else "1",
        )
        for bundle in range(len(instance.bundles))
        for leg in range(instance.first_leg[bundle], instance.first_leg[bundle + 1])
    }
    assert legs == {tuple(row.values()) for row in rows}
    assert len(legs) == len(rows)
