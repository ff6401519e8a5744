"""Prefunded money: in on the system's notice, out with its answer, and never below the floor."""

import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core import notices as n
from tallystick.core.agreements import Agreement
from tests.core.pair import NORTH, PROVIDER, gross, mutual
from tests.core.slow_pair import SlowPair, instruction, refusal

PAY_OUT, QUERY = f.InstructionKind.PAY_OUT, f.InstructionKind.QUERY
BANK = "participant:NOBKRUMM:RUB"
RESERVE = "reserve:RTGS-SOUTH:CNY"
SYSTEM = "RTGS-NORTH"
FUNDS = 10**9
PATIENCE_MS = 30_000


def amounts(pair: SlowPair, node: str = NORTH) -> dict[str, int]:
    """Return every balance of a node that is not zero."""
    accounts = pair.states[node].ledger.accounts.values()
    return {account.account_id: account.balance for account in accounts if account.balance}


# Credits


def test_an_account_is_credited_on_the_notice() -> None:
    """The mirror of the system carries the same amount with the sign turned."""
    pair = SlowPair(mutual())
    pair.credit(NORTH, BANK, "RUB", 250)
    (*_, funded) = pair.saw(NORTH, events.Funded)
    assert (funded.reference, funded.posting.amount) == (BANK, 250)
    assert pair.amount_on(NORTH, BANK) == FUNDS + 250
    assert pair.balance(NORTH, SYSTEM) == 2 * FUNDS + 250


@pytest.mark.parametrize(
    ("agreement", "account_id", "system"),
    [
        (mutual(), "participant:NOB2RUMM:RUB", "RTGS-NORTH"),
        (mutual(), RESERVE, "RTGS-SOUTH"),
        (gross(), f"provider:{PROVIDER}:SGD", "RTGS-NORTH"),
    ],
)
def test_banks_providers_and_the_reserve_are_funded(
    agreement: Agreement, account_id: str, system: str
) -> None:
    """Each at the system where its money is."""
    pair = SlowPair(agreement)
    currency = account_id.rsplit(":", 1)[1]
    pair.notice(NORTH, system, n.Credited("in", account_id, currency, 5))
    assert pair.amount_on(NORTH, account_id) == FUNDS + 5
    assert not pair.saw(NORTH, events.CaseOpened)


@pytest.mark.parametrize(
    "account_id",
    [
        "participant:NOSUCHMM:RUB",
        "participant:SOBKCNSH:CNY",
        "nonsense",
        "",
        "clearing:RUB-CNY:RUB",
        "fees:RUB-CNY:RUB",
        "mirror:RTGS-NORTH:RUB",
        "treasury:RUB",
    ],
)
def test_money_for_an_unknown_owner_is_kept_apart(account_id: str) -> None:
    """In suspense, with a case; no account of the operator's own takes it."""
    pair = SlowPair(mutual())
    before = amounts(pair)
    pair.notice(NORTH, SYSTEM, n.Credited("in-1", account_id, "RUB", 77))
    after = amounts(pair)
    changed = {key: after[key] - before.get(key, 0) for key in after}
    assert {key: value for key, value in changed.items() if value} == {
        "suspense:RUB": 77,
        "mirror:RTGS-NORTH:RUB": -77,
    }
    (case,) = pair.saw(NORTH, events.CaseOpened)
    assert (case.case_id, case.kind) == ("in-1", events.CaseKind.UNKNOWN_OWNER)
    assert case.text.startswith(f"77 RUB came in for {account_id}")


@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_money_in_the_wrong_currency_is_kept_apart(currency: str) -> None:
    """Though the owner is known: its account has another currency."""
    pair = SlowPair(mutual())
    pair.notice(NORTH, SYSTEM, n.Credited("in-1", BANK, currency, 9))
    assert pair.amount_on(NORTH, f"suspense:{currency}") == 9
    assert pair.amount_on(NORTH, f"mirror:{SYSTEM}:{currency}") == -9
    assert pair.amount_on(NORTH, BANK) == FUNDS
    (case,) = pair.saw(NORTH, events.CaseOpened)
    assert case.kind is events.CaseKind.UNKNOWN_OWNER


@pytest.mark.parametrize("amount", [0, -1])
def test_a_credit_of_nothing_is_a_case(amount: int) -> None:
    """It books nothing, and the stream goes on."""
    pair = SlowPair(mutual())
    before = amounts(pair)
    pair.notice(NORTH, SYSTEM, n.Credited("in-1", BANK, "RUB", amount))
    assert amounts(pair) == before
    (case,) = pair.saw(NORTH, events.CaseOpened)
    assert case.kind is events.CaseKind.SYSTEM_BREACH
    pair.credit(NORTH, BANK, "RUB", 1)
    assert pair.amount_on(NORTH, BANK) == FUNDS + 1


def test_credits_of_more_than_can_be_are_a_case() -> None:
    """A system that tells of more money than 64 bits can count stops nobody's books."""
    pair = SlowPair(mutual())
    for number in range(20):
        pair.notice(NORTH, SYSTEM, n.Credited(f"in-{number}", BANK, "RUB", 10**18 - 1))
    assert 0 < pair.balance(NORTH, SYSTEM) < 2**62
    assert {case.kind for case in pair.saw(NORTH, events.CaseOpened)} == {
        events.CaseKind.SYSTEM_BREACH
    }
    pair.credit(NORTH, BANK, "RUB", 1)


def test_the_stream_of_notices_has_no_gaps_and_no_repeats() -> None:
    """What was heard is not heard again; what skips a number is asked for in its order."""
    pair = SlowPair(mutual())
    heard = pair.notices[NORTH, SYSTEM]
    credited = n.Credited("in", BANK, "RUB", 5)
    before = amounts(pair)
    for sequence in (0, 1, heard):
        assert pair.do(NORTH, c.HearSettlementSystem(SYSTEM, sequence, credited)) == []
    skipping = c.HearSettlementSystem(SYSTEM, heard + 2, credited)
    assert (
        refusal(pair.do(NORTH, skipping)) == f"notice {heard + 2} came before notice {heard + 1}"
    )
    assert amounts(pair) == before
    pair.do(NORTH, c.HearSettlementSystem(SYSTEM, heard + 1, credited))
    assert pair.amount_on(NORTH, BANK) == FUNDS + 5


def test_each_system_has_a_stream_of_its_own() -> None:
    """Numbers of one say nothing of the other's."""
    pair = SlowPair(mutual())
    assert pair.states[NORTH].systems == {"RTGS-NORTH": 2, "RTGS-SOUTH": 1}
    pair.notice(NORTH, "RTGS-SOUTH", n.Credited("in", RESERVE, "CNY", 5))
    assert pair.states[NORTH].systems == {"RTGS-NORTH": 2, "RTGS-SOUTH": 2}


def test_a_currency_of_another_agreement_is_still_the_wrong_one() -> None:
    """The system keeps both currencies for us; the account has one of them."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.AdoptAgreement(gross(), b"text"))
    pair.notice(NORTH, SYSTEM, n.Credited("in-1", BANK, "SGD", 9))
    assert pair.amount_on(NORTH, BANK) == FUNDS
    assert pair.amount_on(NORTH, "suspense:SGD") == 9


@pytest.mark.parametrize("amount", [10**18 - 1, 10**18])
def test_a_credit_has_at_most_18_digits(amount: int) -> None:
    """As any amount of ISO 20022; a larger one is booked nowhere."""
    pair = SlowPair(mutual())
    pair.credit(NORTH, "participant:NOB2RUMM:RUB", "RUB", amount)
    took = pair.amount_on(NORTH, "participant:NOB2RUMM:RUB") - FUNDS
    assert took == (amount if amount < 10**18 else 0)
    assert bool(pair.saw(NORTH, events.CaseOpened)) is (amount == 10**18)


# Statements


def test_statements_count_what_the_notices_before_them_told() -> None:
    """And nothing else: a pay-out without an answer is not counted yet."""
    pair = SlowPair(mutual())
    pair.stop(instruction(PAY_OUT))
    pair.do(NORTH, c.RequestDefunding("out-1", SYSTEM, BANK, 400))
    pair.deliver()
    pair.notice(NORTH, SYSTEM, n.Statement("RUB", 2 * FUNDS))
    pair.notice(NORTH, SYSTEM, n.PaidOut("out-1"))
    pair.notice(NORTH, SYSTEM, n.Statement("RUB", 2 * FUNDS - 400))
    assert [event.difference for event in pair.saw(NORTH, events.StatementTaken)] == [0, 0]


def test_a_statement_that_differs_is_asked_for_again() -> None:
    """After a while, until it agrees."""
    pair = SlowPair(mutual())
    pair.notice(NORTH, SYSTEM, n.Statement("RUB", 2 * FUNDS - 1))
    assert pair.saw(NORTH, events.StatementTaken)[-1].difference == 1
    pair.wait(PATIENCE_MS + 100)
    assert pair.saw(NORTH, events.StatementTaken)[-1].difference == 0
    pair.wait(10 * PATIENCE_MS)
    assert len(pair.saw(NORTH, events.StatementAsked)) == 1


def test_a_statement_that_differs_twice_is_asked_for_once() -> None:
    """At its time, and not before."""
    pair = SlowPair(mutual())
    pair.stop(instruction(f.InstructionKind.STATEMENT))
    for _ in range(2):
        pair.notice(NORTH, SYSTEM, n.Statement("RUB", 2 * FUNDS - 1))
        pair.wait(10_000)
    assert not pair.saw(NORTH, events.StatementAsked)
    pair.wait(10_100)
    assert len(pair.saw(NORTH, events.StatementAsked)) == 1
    pair.wait(10_000)
    assert len(pair.saw(NORTH, events.StatementAsked)) == 1


def test_a_statement_that_came_right_by_itself_is_not_asked_for() -> None:
    """The difference is gone before patience ends."""
    pair = SlowPair(mutual())
    pair.notice(NORTH, SYSTEM, n.Statement("RUB", 2 * FUNDS - 1))
    pair.notice(NORTH, SYSTEM, n.Statement("RUB", 2 * FUNDS))
    pair.wait(10 * PATIENCE_MS)
    assert not pair.saw(NORTH, events.StatementAsked)


def test_a_statement_of_money_we_know_nothing_of_differs() -> None:
    """A system or currency without books of ours should hold nothing for us."""
    pair = SlowPair(mutual())
    pair.notice(NORTH, SYSTEM, n.Statement("EUR", 5))
    assert pair.saw(NORTH, events.StatementTaken)[-1].difference == -5
