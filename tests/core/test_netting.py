"""Netting and tally for any cycle: the two books agree, end at zero, and depend on no order."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import msgspec
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tallystick.core import commands as c
from tallystick.core import events
from tallystick.core.agreements import Agreement
from tallystick.core.ledger import sums_by_currency
from tallystick.core.netting import legs_of
from tallystick.core.orders import Decision
from tallystick.core.state import Cycle, Declaration, Direction, Pact
from tallystick.core.tally import TallyLine, declare, encode_line, tally_root
from tallystick.terms.currencies import exponent
from tallystick.terms.merkle import root
from tallystick.terms.money import AMOUNT_MAX, Rate
from tests.core.pair import BANKS, NORTH, SOUTH, end, mutual
from tests.core.slow_pair import SlowPair
from tests.drawing import examples

BOTH = (NORTH, SOUTH)
FUNDS = 10**17
CURRENCIES = st.sampled_from(
    [("RUB", "CNY"), ("JPY", "KWD"), ("KWD", "JPY"), ("EUR", "JPY"), ("SGD", "THB")]
)
RATIOS = st.tuples(st.integers(1, 999), st.integers(1, 999))
FLOWS = st.lists(st.tuples(st.sampled_from(BOTH), st.integers(1, 10**7)), min_size=1, max_size=8)


class Deal(NamedTuple):
    """What a cycle is made of: currencies, rates and flows (who sends, how much)."""

    currencies: tuple[str, str]
    settles_in: int
    cycle_rate: tuple[int, int]
    quoted: tuple[tuple[int, int], tuple[int, int]]
    flows: Sequence[tuple[str, int]]

    @property
    def agreement(self) -> Agreement:
        """The agreement between the two."""
        first, second = self.currencies
        return mutual(
            agreement_id="A-B",
            ends=(
                end(NORTH, first, payment_max=AMOUNT_MAX),
                end(SOUTH, second, payment_max=AMOUNT_MAX),
            ),
            settlement_currency=self.currencies[self.settles_in],
            opening_rate=ratio(first, second, self.cycle_rate),
            swing_limit=10**17,
        )


def ratio(base: str, counter: str, terms: tuple[int, int]) -> Rate:
    """Return a rate in lowest terms."""
    exact = Fraction(*terms)
    return Rate(base, counter, exact.numerator, exact.denominator)


DEALS = st.builds(
    Deal, CURRENCIES, st.sampled_from([0, 1]), RATIOS, st.tuples(RATIOS, RATIOS), FLOWS
)


def ready(deal: Deal) -> SlowPair:
    """Return a pair under the deal that quotes its rates."""
    pair = SlowPair(deal.agreement, FUNDS)
    for node, other, terms in ((NORTH, SOUTH, deal.quoted[0]), (SOUTH, NORTH, deal.quoted[1])):
        rate = ratio(pair.currency(node), pair.currency(other), terms)
        pair.do(node, c.PublishRates(node, "A-B", rate))
    return pair


def send(pair: SlowPair, node: str, amount: int) -> None:
    """Send a payment, unless it would be too small to pay anything out."""
    quote_id = pair.quote(node, amount)
    if quote_id in pair.states[node].quotes:
        pair.send(node, amount, quote_id=quote_id)


def booked(pair: SlowPair, node: str, kind: str) -> int:
    """Return the balance of an account of the node's own currency."""
    return pair.amount_on(node, f"{kind}:A-B:{pair.currency(node)}")


def legs(pair: SlowPair, node: str) -> tuple[events.SettlementLeg, ...]:
    """Return what settled the first cycle, by a node's own reckoning."""
    return pair.saw(node, events.SettlementStarted)[0].legs


# Whole cycles


@examples(120)
@given(DEALS)
@example(Deal(("JPY", "KWD"), 0, (1, 500), ((1, 999), (999, 1)), [(NORTH, 7), (SOUTH, 1)]))
@example(Deal(("RUB", "CNY"), 1, (2, 25), ((2, 25), (25, 2)), [(NORTH, 125), (SOUTH, 10)]))
def test_any_cycle_settles_and_both_books_agree(deal: Deal) -> None:
    """Legs alike, clearing at zero, sums at zero, nothing held, what one paid the other got."""
    pair = ready(deal)
    for node, amount in deal.flows:
        send(pair, node, amount)
    pair.close()
    assert pair.settled_cycles() == (1, 1)
    assert legs(pair, NORTH) == legs(pair, SOUTH)
    for node in BOTH:
        assert booked(pair, node, "clearing") == 0
        assert not pair.states[node].ledger.holds
        assert set(sums_by_currency(pair.states[node].ledger).values()) <= {0}
    holder = BOTH[deal.settles_in]
    payer = pair.other(holder)
    system, currency = f"RTGS-{holder}", deal.currencies[deal.settles_in]
    moved = pair.amount_on(payer, f"reserve:{system}:{currency}") - FUNDS
    assert pair.balance(payer, system) == FUNDS + moved
    assert pair.balance(holder, system) == 2 * FUNDS - moved


@examples(60)
@given(DEALS)
def test_no_minor_unit_is_lost(deal: Deal) -> None:
    """Banks, exchange difference and treasury or settlement money add up to what there was."""
    pair = ready(deal)
    for node, amount in deal.flows:
        send(pair, node, amount)
    pair.close()
    for index, node in enumerate(BOTH):
        currency = pair.currency(node)
        accounts = pair.states[node].ledger.accounts
        banks = sum(accounts[f"participant:{bank}:{currency}"].balance for bank in BANKS[node])
        kept = booked(pair, node, "fx-difference") + accounts[f"treasury:{currency}"].balance
        inflow = pair.balance(node, f"RTGS-{node}") - 2 * FUNDS
        assert banks + kept == 2 * FUNDS + inflow
        if deal.settles_in != index:
            assert inflow == 0


@examples(60)
@given(DEALS)
def test_each_keeps_the_difference_of_what_it_quoted(deal: Deal) -> None:
    """Within the roundings: half a unit of the settlement currency, and half of one's own."""
    pair = ready(deal)
    for node, amount in deal.flows:
        send(pair, node, amount)
    north, south = (pair.pact(node).cycle(1) for node in BOTH)
    first, second = deal.currencies
    rate = Fraction(*deal.cycle_rate) * Fraction(10) ** (exponent(second) - exponent(first))
    quoted = {
        NORTH: north.theirs.posted - Fraction(south.ours.posted) / rate,
        SOUTH: south.theirs.posted - rate * north.ours.posted,
    }
    one = Fraction(1)
    worth = {NORTH: (one, 1 / rate), SOUTH: (rate, one)}  # a unit of each currency, in one's own
    half = Fraction(1, 2)
    pair.close()
    for node in BOTH:
        own_unit = 1 if BOTH[deal.settles_in] != node else 0
        allowed = half * worth[node][deal.settles_in] + half * own_unit
        assert abs(booked(pair, node, "fx-difference") - quoted[node]) <= allowed


@examples(40)
@given(DEALS, st.data())
def test_the_order_of_payments_changes_neither_net_nor_differences(
    deal: Deal, draws: st.DataObject
) -> None:
    """The cycle knows only sums."""
    shuffled = draws.draw(st.permutations(deal.flows))
    results = []
    for flows in (deal.flows, shuffled):
        pair = ready(deal)
        for node, amount in flows:
            send(pair, node, amount)
        pair.close()
        kept = [booked(pair, node, "fx-difference") for node in BOTH]
        results.append((legs(pair, NORTH), kept))
    assert results[0] == results[1]


# The net amount alone


def declared(creditor_total: int) -> Direction:
    """Return a direction of which so much is declared as paid out."""
    return Direction(declaration=Declaration(1, 1, creditor_total, root([])))


def net_of(deal: Deal, paid_out_south: int, paid_out_north: int) -> list[int]:
    """Return what the south is owed net, by each node's own reckoning, in settlement units."""
    found = []
    for own, (node, ours, theirs) in enumerate(
        ((NORTH, paid_out_north, paid_out_south), (SOUTH, paid_out_south, paid_out_north))
    ):
        agreement = deal.agreement
        peer = BOTH[1 - own]
        end_here = agreement.ends[own]
        pact = Pact("A-B", own, node, peer, end_here.currency, end_here.settlement_system)
        pact.versions[1] = agreement
        pact.signed_by_both = (1,)
        pact.current = 1
        both = legs_of(pact, Cycle(1, ours=declared(ours), theirs=declared(theirs)))
        found.append(sum(leg.amount if leg.payee == SOUTH else -leg.amount for leg in both))
    return found


SUMS = st.integers(0, 10**15)


@given(DEALS, SUMS, SUMS)
def test_the_net_amount_is_zero_sum_and_rounded_once(deal: Deal, south: int, north: int) -> None:
    """N = sum(b) - r sum(a'), half to even: both nodes find it, and nobody else owes anything."""
    by_north, by_south = net_of(deal, south, north)
    assert by_north == by_south
    first, second = deal.currencies
    rate = Fraction(*deal.cycle_rate) * Fraction(10) ** (exponent(second) - exponent(first))
    if deal.settles_in == 1:
        assert by_north == south - round(rate * north)
    else:
        assert by_north == round(south / rate) - north


@given(DEALS, SUMS, SUMS)
def test_netting_owes_no_more_than_the_larger_gross_debt(
    deal: Deal, south: int, north: int
) -> None:
    """The net payment never exceeds what its payer owed before."""
    net, _ = net_of(deal, south, north)
    owed_south, _ = net_of(deal, south, 0)
    owed_north, _ = net_of(deal, 0, north)
    assert -abs(owed_north) <= net <= abs(owed_south)


# The tally

IDS = st.text("abcdefgh-0123456789", min_size=1, max_size=8)
AMOUNTS = st.integers(1, 10**18 - 1)
LINES = st.builds(
    TallyLine,
    agreement_id=IDS,
    cycle=st.integers(1, 10**6),
    payment_id=IDS,
    decision=st.sampled_from([Decision.ACCEPTED, Decision.BLOCKED]),
    debtor_agent=IDS,
    creditor_agent=IDS,
    debtor_currency=st.sampled_from(["RUB", "JPY"]),
    debtor_amount=AMOUNTS,
    creditor_currency=st.sampled_from(["CNY", "KWD"]),
    creditor_amount=AMOUNTS,
)
TALLIES = st.lists(LINES, min_size=1, max_size=6, unique_by=lambda line: line.payment_id)


@given(TALLIES, st.data())
def test_any_change_of_any_field_of_any_line_changes_the_root(
    lines: list[TallyLine], draws: st.DataObject
) -> None:
    """Even a change that leaves every total as it was."""
    place = draws.draw(st.integers(0, len(lines) - 1))
    field = draws.draw(st.sampled_from(TallyLine.__struct_fields__))
    other = draws.draw(LINES)
    assume(getattr(other, field) != getattr(lines[place], field))
    changed = list(lines)
    changed[place] = msgspec.structs.replace(lines[place], **{field: getattr(other, field)})
    assert declare(changed).root != declare(lines).root


@given(TALLIES)
def test_a_line_more_or_less_changes_the_root(lines: list[TallyLine]) -> None:
    """So does the same line twice."""
    whole = declare(lines)
    assert declare(lines[:-1]).root != whole.root
    assert declare([*lines, lines[-1]]).root != whole.root


@given(TALLIES)
def test_a_declaration_says_count_totals_and_root(lines: list[TallyLine]) -> None:
    """Of the lines, whatever they are."""
    made = declare(lines)
    assert made.count == len(lines)
    assert made.debtor_total == sum(line.debtor_amount for line in lines)
    assert made.creditor_total == sum(line.creditor_amount for line in lines)
    assert made.root == declare(list(lines)).root


@given(LINES)
def test_a_line_has_one_form(line: TallyLine) -> None:
    """Its bytes say it, all of it, and name the form."""
    encoded = encode_line(line)
    assert msgspec.msgpack.decode(encoded, type=TallyLine) == line
    assert encoded == encode_line(msgspec.structs.replace(line))
    assert b"tallystick.line.1" in encoded


@examples(25)
@given(st.permutations(range(5)))
def test_the_order_of_acceptance_does_not_change_the_root(order: list[int]) -> None:
    """The banks answer as they like; the lines stand in the order of their ids."""
    roots = []
    for answers in (range(5), order):
        pair = SlowPair(mutual())
        pair.banks_answer = False
        sent = [pair.send(NORTH, 10_000 + number) for number in range(5)]
        for number in answers:
            payment = sent[number]
            answer = c.AnswerPresentation(payment.payment_id, payment.creditor_agent)
            pair.do(SOUTH, answer)
        pair.deliver()
        pair.close()
        (signed,) = pair.saw(NORTH, events.CycleSigned)
        roots.append(signed.root)
    assert roots[0] == roots[1]


OTHER_ROOTS = [
    ("agreement", ("OTHER", 1, Rate("RUB", "CNY", 2, 25), False)),
    ("cycle", ("A-B", 2, Rate("RUB", "CNY", 2, 25), False)),
    ("rate", ("A-B", 1, Rate("RUB", "CNY", 33, 400), False)),
    ("no rate", ("A-B", 1, None, False)),
    ("order of the ends", ("A-B", 1, Rate("RUB", "CNY", 2, 25), True)),
]


def test_the_tally_root_names_all_that_is_agreed() -> None:
    """Agreement, cycle, rate and both declarations, in the order of the ends."""
    both = (declare([]), Declaration(1, 2, 3, b"r" * 32))
    made = tally_root(Pact("A-B", 0, NORTH, SOUTH, "RUB", "R"), 1, Rate("RUB", "CNY", 2, 25), both)
    for what, (agreement_id, cycle, rate, is_turned) in OTHER_ROOTS:
        pact = Pact(agreement_id, 0, NORTH, SOUTH, "RUB", "R")
        declared_so = (both[1], both[0]) if is_turned else both
        assert tally_root(pact, cycle, rate, declared_so) != made, what
    for place in (0, 1):
        for field in Declaration.__struct_fields__:
            old = getattr(both[place], field)
            new = old + 1 if isinstance(old, int) else b"x" + old[1:]
            changed = list(both)
            changed[place] = msgspec.structs.replace(both[place], **{field: new})
            pact = Pact("A-B", 0, NORTH, SOUTH, "RUB", "R")
            other = tally_root(pact, 1, Rate("RUB", "CNY", 2, 25), (changed[0], changed[1]))
            assert other != made, field
