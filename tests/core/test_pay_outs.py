"""Money is paid out where it lies, to whom it belongs, once, and never what is not there."""

import pytest

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core import notices as n
from tallystick.core.agreements import TimeOuts
from tests.core.pair import NORTH, PROVIDER, SOUTH, at_par, end, mutual
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


def defund(
    pair: SlowPair, amount: int, account_id: str = BANK, defunding_id: str = "out-1"
) -> list[events.AnyEvent]:
    """Ask the north to pay money out at its own settlement system."""
    ask = c.RequestDefunding(defunding_id, SYSTEM, account_id, amount)
    return pair.do(NORTH, ask)


def test_money_paid_out_is_held_until_the_answer() -> None:
    """Then it leaves the account and the system alike."""
    pair = SlowPair(mutual())
    pair.stop(instruction(PAY_OUT))
    defund(pair, 400)
    pair.deliver()
    account = pair.states[NORTH].ledger.accounts[BANK]
    assert (account.balance, account.held, account.available) == (FUNDS, 400, FUNDS - 400)
    assert pair.balance(NORTH, SYSTEM) == 2 * FUNDS
    pair.let_go()
    assert (account.balance, account.held) == (FUNDS - 400, 0)
    assert pair.balance(NORTH, SYSTEM) == 2 * FUNDS - 400
    (paid,) = pair.instructed(NORTH, PAY_OUT)
    assert (paid.settlement_system, paid.reference, paid.currency) == (SYSTEM, "out-1", "RUB")
    assert (paid.amount, paid.counterparty) == (400, BANK)


def test_refused_money_is_available_again() -> None:
    """Nothing moved."""
    pair = SlowPair(mutual())
    pair.stop(instruction(PAY_OUT))
    defund(pair, 400)
    pair.deliver()
    before = amounts(pair)
    pair.notice(NORTH, SYSTEM, n.PayOutRefused("out-1"))
    account = pair.states[NORTH].ledger.accounts[BANK]
    assert (account.held, account.available) == (0, FUNDS)
    assert amounts(pair) == before
    assert pair.saw(NORTH, events.DefundingRefused)


def test_an_unknown_answer_is_queried_until_it_comes() -> None:
    """The money stays held all the while."""
    pair = SlowPair(mutual())
    pair.stop(instruction(PAY_OUT))
    defund(pair, 400)
    pair.deliver()
    for times in (1, 2, 3):
        pair.wait(PATIENCE_MS + 100)
        queries = pair.instructed(NORTH, QUERY)
        assert [each.reference for each in queries] == ["out-1"] * times
        assert pair.states[NORTH].ledger.accounts[BANK].held == 400
    pair.let_go()
    pair.wait(10 * PATIENCE_MS)
    assert len(pair.instructed(NORTH, QUERY)) == 3
    assert pair.amount_on(NORTH, BANK) == FUNDS - 400


def test_nothing_is_queried_before_patience_ends() -> None:
    """The answer may still be on its way."""
    pair = SlowPair(mutual())
    pair.stop(instruction(PAY_OUT))
    defund(pair, 400)
    pair.deliver()
    pair.wait(PATIENCE_MS - 1_000)
    assert pair.instructed(NORTH, QUERY) == []


def test_an_answer_told_again_changes_nothing() -> None:
    """Paid is paid once, whatever comes after it."""
    pair = SlowPair(mutual())
    defund(pair, 400)
    pair.deliver()
    before = amounts(pair)
    pair.notice(NORTH, SYSTEM, n.PaidOut("out-1"))
    pair.notice(NORTH, SYSTEM, n.PayOutRefused("out-1"))
    pair.notice(NORTH, SYSTEM, n.PaidOut("never asked"))
    assert amounts(pair) == before
    assert len(pair.saw(NORTH, events.Defunded)) == 1


def test_not_more_than_is_available_is_paid_out() -> None:
    """What is held for a payment or another pay-out is not available."""
    pair = SlowPair(mutual())
    assert refusal(defund(pair, FUNDS + 1)) == "not so much is available"
    pair.banks_answer = False
    pair.send(NORTH, 100_000)
    pair.stop(instruction(PAY_OUT))
    assert isinstance(defund(pair, 400)[0], events.DefundingRequested)
    rest = FUNDS - 100_000 - 400
    too_much = defund(pair, rest + 1, defunding_id="out-2")
    assert refusal(too_much) == "not so much is available"
    assert isinstance(defund(pair, rest, defunding_id="out-2")[0], events.DefundingRequested)
    account = pair.states[NORTH].ledger.accounts[BANK]
    assert (account.available, account.floor) == (0, 0)


def test_a_payment_does_not_take_what_is_held_to_be_paid_out() -> None:
    """The floor holds from both sides."""
    pair = SlowPair(mutual())
    pair.stop(instruction(PAY_OUT))
    defund(pair, FUNDS - 99_999)
    order = pair.send(NORTH, 100_000)
    payment = pair.payment(NORTH, order.payment_id)
    assert (payment.state, payment.reason) == ("refused", "AM04")
    assert pair.send(NORTH, 99_999).payment_id in pair.states[SOUTH].payments


@pytest.mark.parametrize("used", ["under way", "done"])
def test_an_id_is_used_once(used: str) -> None:
    """A repeated request pays nothing out, neither while the first is open nor after."""
    pair = SlowPair(mutual())
    if used == "under way":
        pair.stop(instruction(PAY_OUT))
    defund(pair, 400)
    pair.deliver()
    assert refusal(defund(pair, 400)) == "this id was used already"
    assert refusal(defund(pair, 500)) == "this id was used already"
    assert len(pair.saw(NORTH, events.DefundingRequested)) == 1


@pytest.mark.parametrize(
    ("account_id", "system"),
    [
        ("participant:NOSUCHMM:RUB", "RTGS-NORTH"),
        ("clearing:RUB-CNY:RUB", "RTGS-NORTH"),
        ("treasury:RUB", "RTGS-NORTH"),
        ("mirror:RTGS-NORTH:RUB", "RTGS-NORTH"),
        ("blocked:RUB-CNY:RUB", "RTGS-NORTH"),
        ("", "RTGS-NORTH"),
        (BANK, "RTGS-SOUTH"),
        (BANK, "NOWHERE"),
        (RESERVE, "RTGS-NORTH"),
        ("suspense:CNY", "RTGS-SOUTH"),
    ],
)
def test_money_is_paid_out_where_it_lies_and_to_whom_it_belongs(
    account_id: str, system: str
) -> None:
    """Not from the operator's working accounts, nor at another system."""
    pair = SlowPair(mutual())
    happened = pair.do(NORTH, c.RequestDefunding("out-1", system, account_id, 1))
    assert refusal(happened) == f"{account_id} has no money at {system} to pay out"


@pytest.mark.parametrize("amount", [0, -5, 10**18])
def test_a_pay_out_is_positive_and_of_at_most_18_digits(amount: int) -> None:
    """Like any amount."""
    happened = defund(SlowPair(mutual()), amount)
    assert refusal(happened) == "the amount is positive and has at most 18 digits"


def test_fees_and_suspense_are_paid_out_at_home() -> None:
    """What the operator earned, and what came in for nobody it knows."""
    dearer = (end(NORTH, "RUB", fee_flat=300), end(SOUTH, "CNY"))
    pair = SlowPair(mutual(ends=dearer))
    pair.send(NORTH, 100_000)
    pair.notice(NORTH, SYSTEM, n.Credited("in-1", "nobody", "RUB", 77))
    for account_id, amount in (("fees:RUB-CNY:RUB", 300), ("suspense:RUB", 77)):
        defund(pair, amount, account_id, account_id)
        pair.deliver()
        assert pair.amount_on(NORTH, account_id) == 0


def test_money_of_one_system_is_not_paid_out_at_another() -> None:
    """Though both ends have one currency, and money lies at both systems."""
    pair = SlowPair(at_par(default_provider=PROVIDER))
    account_id = "participant:NOBKRUMM:EUR"
    happened = pair.do(NORTH, c.RequestDefunding("out-1", "RTGS-SOUTH", account_id, 1))
    assert refusal(happened) == f"{account_id} has no money at RTGS-SOUTH to pay out"
    pair.notice(NORTH, "RTGS-NORTH", n.Credited("in-1", "reserve:RTGS-SOUTH:EUR", "EUR", 50))
    assert pair.amount_on(NORTH, "reserve:RTGS-SOUTH:EUR") == 0
    assert pair.amount_on(NORTH, "suspense:EUR") == 50
    assert pair.saw(NORTH, events.CaseOpened)[-1].kind is events.CaseKind.UNKNOWN_OWNER


def test_the_reserve_is_paid_out_at_the_other_system() -> None:
    """It is the operator's own money there."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.RequestDefunding("out-1", "RTGS-SOUTH", RESERVE, FUNDS))
    pair.deliver()
    assert pair.amount_on(NORTH, RESERVE) == 0
    assert pair.balance(NORTH, "RTGS-SOUTH") == 0


def test_a_queued_payment_goes_on_when_its_money_comes() -> None:
    """Credited, or given back by a refused pay-out."""
    for how in ("credited", "refused pay-out"):
        pair = SlowPair(mutual(time_outs=TimeOuts(queue_ms=60_000)))
        pair.stop(instruction(PAY_OUT))
        defund(pair, FUNDS)
        order = pair.send(NORTH, 100_000)
        assert pair.payment(NORTH, order.payment_id).state == "queued"
        if how == "credited":
            pair.credit(NORTH, BANK, "RUB", 100_000)
        else:
            pair.notice(NORTH, SYSTEM, n.PayOutRefused("out-1"))
        pair.deliver()
        assert pair.payment(NORTH, order.payment_id).state == "settled"


def test_no_more_is_paid_out_than_lies_at_the_system() -> None:
    """What is on its way out already does not lie there for another."""
    fees = "fees:RUB-CNY:RUB"
    pair = SlowPair(mutual())
    assert refusal(defund(pair, 2 * FUNDS + 1, fees)) == "not so much is available"
    pair.stop(instruction(PAY_OUT))
    defund(pair, FUNDS)
    pair.do(NORTH, c.RequestDefunding("reserve", "RTGS-SOUTH", RESERVE, FUNDS))
    assert refusal(defund(pair, FUNDS + 1, fees, "out-2")) == "not so much is available"


def test_the_largest_amount_is_paid_out() -> None:
    """Eighteen digits."""
    pair = SlowPair(mutual())
    pair.credit(NORTH, "participant:NOB2RUMM:RUB", "RUB", 10**18 - 1)
    defund(pair, 10**18 - 1, "participant:NOB2RUMM:RUB")
    pair.deliver()
    assert pair.amount_on(NORTH, "participant:NOB2RUMM:RUB") == FUNDS
