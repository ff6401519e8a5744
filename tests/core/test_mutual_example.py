"""The worked example of mutual settlement is what two nodes really do, to the last minor unit."""

import re
from fractions import Fraction
from typing import NamedTuple

import pytest

from tallystick.core import commands as c
from tallystick.core import events
from tallystick.core.agreements import Agreement
from tallystick.core.ledger import sums_by_currency
from tallystick.terms.currencies import exponent
from tallystick.terms.money import Rate, Rounding, convert, format_amount, parse_amount
from tallystick.terms.parties import Side
from tests.core.pair import BANKS, NORTH, SOUTH, end, mutual
from tests.core.slow_pair import SlowPair
from tests.house.source import ROOT

PAGE = (ROOT / "docs/explanation/mutual-settlement.md").read_text()
EXAMPLES = {"RUB and CNY": ("RUB", "CNY"), "JPY and KWD": ("JPY", "KWD")}
NODES = {"north": NORTH, "south": SOUTH}
BOTH = (NORTH, SOUTH)
SIDES = {"debited": Side.DEBTOR, "paid out": Side.CREDITOR}

Row = dict[str, str]


class Example(NamedTuple):
    """One example of the page: its currencies (north, south) and its two tables."""

    currencies: tuple[str, str]
    payments: list[Row]
    settlement: list[Row]

    def told(self, line: str, cycle: int) -> str:
        """Return what the page says on one line of one cycle's settlement."""
        (row,) = (row for row in self.settlement if row["line"].startswith(line))
        return row[f"cycle {cycle}"]

    def rate(self, cycle: int) -> Rate:
        """Return a cycle's rate."""
        return Rate.parse(self.told("cycle rate", cycle), *self.currencies)

    @property
    def agreement(self) -> Agreement:
        """The agreement of the example."""
        first, second = self.currencies
        return mutual(
            agreement_id=f"{first}-{second}",
            ends=(end(NORTH, first), end(SOUTH, second)),
            settlement_currency=second,
            opening_rate=self.rate(1),
        )


def table_after(heading: str, text: str) -> list[Row]:
    """Return the first table under a heading, row by row."""
    lines = text[text.index(heading) :].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def example(name: str) -> Example:
    """Return an example of the page."""
    section = next(part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE) if name in part)
    payments = table_after("### Payments", section)
    return Example(EXAMPLES[name], payments, table_after("### Settlement", section))


def amount_of(text: str) -> tuple[int, str]:
    """Return the minor units and the currency that a cell says."""
    number, currency = text.replace(",", "").split()
    sign = -1 if number.startswith("-") else 1
    return sign * parse_amount(number.removeprefix("-"), currency), currency


def text_of(minor: int, currency: str) -> str:
    """Return an amount as the page writes it."""
    whole, dot, decimals = format_amount(minor, currency).partition(".")
    return f"{int(whole):,}{dot}{decimals} {currency}"


def ready(shown: Example) -> SlowPair:
    """Return a pair under the example's agreement, with money enough."""
    return SlowPair(shown.agreement, funds=10**11)


def pay(pair: SlowPair, row: Row) -> None:
    """Send one payment of the page, and compare both of its amounts."""
    node = NODES[row["from"]]
    base, counter = pair.currency(node), pair.currency(pair.other(node))
    rate = Rate.parse(row["customer rate"], base, counter)
    pair.do(node, c.PublishRates(node, pair.agreement.agreement_id, rate))
    fixed = SIDES[row["fixed"]]
    quote_id = pair.quote(node, amount_of(row[row["fixed"]])[0], fixed)
    terms = pair.states[node].quotes[quote_id].terms
    assert text_of(terms.debtor_amount, terms.debtor_currency) == row["debited"]
    assert text_of(terms.creditor_amount, terms.creditor_currency) == row["paid out"]
    before = [pair.amount_on(*account) for account in accounts_of(pair, node)]
    pair.send(node, terms.debtor_amount, quote_id=quote_id)
    after = [pair.amount_on(*account) for account in accounts_of(pair, node)]
    moved = [then - now for now, then in zip(before, after, strict=True)]
    assert moved == [-terms.debtor_amount, terms.creditor_amount]


def accounts_of(pair: SlowPair, node: str) -> list[tuple[str, str]]:
    """Return whose accounts a payment of a node debits and credits."""
    return [
        (each, f"participant:{BANKS[each][0]}:{pair.currency(each)}")
        for each in (node, pair.other(node))
    ]


def run_to(pair: SlowPair, shown: Example, cycle: int) -> None:
    """Send the payments of the cycles up to this one, and settle those before it."""
    for number in range(1, cycle + 1):
        if number > 1:
            fixed = c.FixCycleRate(pair.agreement.agreement_id, shown.rate(number))
            pair.do(NORTH, fixed)
            pair.close()
        for row in shown.payments:
            if row["cycle"] == str(number):
                pay(pair, row)


def difference(pair: SlowPair, node: str) -> int:
    """Return what a node's exchange differences have come to."""
    account = f"fx-difference:{pair.agreement.agreement_id}:{pair.currency(node)}"
    return pair.amount_on(node, account)


def check_sums(pair: SlowPair, shown: Example, cycle: int) -> None:
    """Compare the page's sums with what each node has posted, and N's parts with them."""
    north, south = pair.cycle(NORTH, cycle), pair.cycle(SOUTH, cycle)
    first, second = shown.currencies
    sums = {
        "the north collected": text_of(north.theirs.posted, first),
        "the south paid out": text_of(south.ours.posted, second),
        "the south collected": text_of(south.theirs.posted, second),
        "the north paid out": text_of(north.ours.posted, first),
    }
    assert {line: shown.told(line, cycle) for line in sums} == sums
    valued = convert(north.ours.posted, shown.rate(cycle), Rounding.HALF_EVEN)
    assert shown.told("r * sum(a')", cycle) == text_of(valued, second)
    net = text_of(south.ours.posted - valued, second)
    assert shown.told("N", cycle) == net


def check_settled(pair: SlowPair, shown: Example, cycle: int, before: list[int]) -> None:
    """Compare the page with the leg that was paid and with what each node kept."""
    for node in BOTH:
        (leg,) = pair.saw(node, events.SettlementStarted)[cycle - 1].legs
        net = abs(amount_of(shown.told("N", cycle))[0])
        assert (leg.amount, leg.currency) == (net, shown.currencies[1])
        assert leg.payer == NODES[shown.told("who pays", cycle)]
        countervalue = text_of(leg.countervalue, shown.currencies[0])
        assert countervalue == shown.told("countervalue", cycle)
    kept = [difference(pair, node) - old for node, old in zip(BOTH, before, strict=True)]
    for (side, node), amount in zip(NODES.items(), kept, strict=True):
        line = f"exchange difference of the {side}"
        assert shown.told(line, cycle) == text_of(amount, pair.currency(node))


@pytest.mark.parametrize("cycle", [1, 2])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_of_the_page_is_right(name: str, cycle: int) -> None:
    """Payments, sums, N, payer, countervalue and differences, as two nodes work them out."""
    shown = example(name)
    pair = ready(shown)
    run_to(pair, shown, cycle)
    check_sums(pair, shown, cycle)
    before = [difference(pair, node) for node in BOTH]
    pair.close()
    assert pair.settled_cycles() == (cycle, cycle)
    check_settled(pair, shown, cycle, before)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_books_show_what_the_page_says(name: str) -> None:
    """Clearing at zero, reserve against settlement account, sums zero, one root."""
    shown = example(name)
    pair = ready(shown)
    run_to(pair, shown, 2)
    pair.close()
    for node in BOTH:
        clearing = f"clearing:{pair.agreement.agreement_id}:{pair.currency(node)}"
        assert pair.amount_on(node, clearing) == 0
        assert set(sums_by_currency(pair.states[node].ledger).values()) == {0}
    net = sum(amount_of(shown.told("N", cycle))[0] for cycle in (1, 2))
    currency = shown.currencies[1]
    assert pair.amount_on(NORTH, f"reserve:RTGS-SOUTH:{currency}") == 10**11 - net
    assert pair.balance(NORTH, "RTGS-SOUTH") == 10**11 - net
    collected = 2 * 10**11 + net
    assert pair.balance(SOUTH, "RTGS-SOUTH") == collected
    roots = [[event.root for event in pair.saw(node, events.CycleSigned)] for node in BOTH]
    assert roots[0] == roots[1]


@pytest.mark.parametrize("cycle", [1, 2])
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_remains_is_of_the_flows_that_the_operator_quoted(name: str, cycle: int) -> None:
    """The other's quotes do not enter: a - b/r for the north, b' - r a' for the south.

    What else there is are the two roundings, half a minor unit each at most.
    """
    shown = example(name)
    first, second = shown.currencies
    scale = Fraction(10) ** (exponent(second) - exponent(first))
    rate = Fraction(shown.rate(cycle).numerator, shown.rate(cycle).denominator) * scale
    sums = {
        line: amount_of(shown.told(line, cycle))[0]
        for line in (
            "the north collected",
            "the south paid out",
            "the south collected",
            "the north paid out",
            "exchange difference of the north",
            "exchange difference of the south",
        )
    }
    north = sums["the north collected"] - sums["the south paid out"] / rate
    south = sums["the south collected"] - rate * sums["the north paid out"]
    half = Fraction(1, 2)
    assert abs(sums["exchange difference of the north"] - north) <= half + half / rate
    assert abs(sums["exchange difference of the south"] - south) <= half


FIGURES = [
    ("91,345.67 / 0.08 = 1,141,820.875", Fraction("91345.67") / Fraction("0.08")),
    ("a gain of 14,453.435", Fraction("1156274.31") - Fraction("1141820.875")),
    ("0.08 * 629,644.34 = 50,371.5472", Fraction("0.08") * Fraction("629644.34")),
    ("keeps 406.2228", Fraction("50777.77") - Fraction("50371.5472")),
    ("The 0.035 RUB", Fraction("14453.47") - Fraction("14453.435")),
    ("by 0.0028 CNY", Fraction("50371.55") - Fraction("50371.5472")),
]


@pytest.mark.parametrize(("said", "worth"), FIGURES)
def test_the_figures_in_the_text_are_right(said: str, worth: Fraction) -> None:
    """Every number that the prose works out."""
    assert said in " ".join(PAGE.split())
    last = re.findall(r"[\d,]+\.\d+", said)[-1].replace(",", "")
    assert Fraction(last) == worth


def test_the_yen_countervalue_is_rounded_to_the_nearest() -> None:
    """The text gives it with two decimals more."""
    exact = Fraction("1756.999") / Fraction("0.00195")
    assert "901,025.13" in PAGE
    assert round(exact, 2) == Fraction("901025.13")
