"""Money, and what was used of limits: no figure tells a party where a payment waits."""

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core.agreements import Agreement, TimeOuts
from tallystick.core.lifecycle import PaymentState
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld
from tallystick.terms.verdicts import Outcome
from tallystick.views.positions import AccountView, positions
from tallystick.views.reference import LimitsView, participants
from tallystick.views.viewers import Role, Viewer
from tests.core.pair import BANKS, NORTH, PROVIDER, SOUTH, end, gross, mutual
from tests.core.recorded_pair import RecordedPair
from tests.views.reading import ANN, bank

DAY_MS = 86_400_000
AMOUNT = 100_000
FEE = 70
DEBTOR = bank(BANKS[NORTH][0])
HOUSE = Viewer(PROVIDER, Role.PROVIDER)
ENDS = (end(NORTH, "SGD", fee_flat=FEE), end(SOUTH, "THB"))


class Figures(msgspec.Struct, frozen=True):
    """What a party is shown of its money, and of a bank's limits."""

    account: AccountView
    limits: LimitsView | None


def figures(pair: RecordedPair, node: str, viewer: Viewer) -> Figures:
    """Return them; the operator looks at the first bank of its end."""
    own = viewer if viewer.role is Role.PROVIDER else bank(BANKS[node][0])
    state = pair.states[node]
    (owner,) = {each.account_id for each in positions(state, own)}
    accounts = {each.account_id: each for each in positions(state, viewer)}
    limits = {each.participant_id: each.limits for each in participants(state, viewer)}
    return Figures(accounts[owner], limits[BANKS[node][0]])


def used(pair: RecordedPair, viewer: Viewer) -> tuple[int, int]:
    """Return what the north shows of its first bank: what is held, and what it has sent."""
    seen = figures(pair, NORTH, viewer)
    assert seen.limits is not None
    return seen.account.held, seen.limits.sent


def waiting(agreement: Agreement, place: str = "", funds: int = 10**9) -> RecordedPair:
    """Return a pair with one payment under way: held at a place, or presented."""
    pair = RecordedPair(agreement, funds)
    pair.banks_answer = False
    if place:
        pair.outcomes[place] = Outcome.HOLD
    pair.send(NORTH, AMOUNT)
    return pair


def stands(pair: RecordedPair) -> PaymentState:
    """Return how the payment stands in the north."""
    (payment,) = pair.states[NORTH].payments.values()
    return payment.state


@pytest.mark.parametrize(
    ("agreement", "fee"), [(mutual(), 0), (gross(ends=ENDS), FEE)], ids=["mutual", "gross"]
)
def test_a_banks_figures_do_not_tell_where_its_payment_waits(
    agreement: Agreement, fee: int
) -> None:
    """Held here, held there or presented: it is held with its fee, and it is sent."""
    before = figures(RecordedPair(agreement), NORTH, DEBTOR).account
    pairs = [waiting(agreement, place) for place in (NORTH, SOUTH, "")]
    assert [stands(pair) for pair in pairs] == ["held", "forwarded", "forwarded"]
    first, *others = [figures(pair, NORTH, DEBTOR) for pair in pairs]
    assert others == [first, first]
    assert (first.account.balance, before.held) == (before.balance, 0)
    assert first.account.available == before.balance - AMOUNT - fee
    assert [used(pair, DEBTOR) for pair in pairs] == [(AMOUNT + fee, AMOUNT)] * 3
    really = (AMOUNT + fee, AMOUNT)
    assert [used(pair, ANN) for pair in pairs] == [(0, 0), really, really]


def test_a_bank_without_money_cannot_tell_a_queue_from_a_hold() -> None:
    """What waits is shown as held even beyond the balance."""
    agreement = mutual(time_outs=TimeOuts(queue_ms=10**6))
    pairs = [waiting(agreement, place, funds=AMOUNT - 1) for place in (NORTH, "")]
    assert [stands(pair) for pair in pairs] == ["held", "queued"]
    first, second = [figures(pair, NORTH, DEBTOR) for pair in pairs]
    assert first == second
    assert first.account.available == -1


def test_a_hold_that_ended_leaves_nothing_behind() -> None:
    """Released it is held as before, until it is settled; refused it is held no more."""
    pair = waiting(mutual(), NORTH)
    pair.outcomes[NORTH] = Outcome.CLEAR
    (payment_id,) = pair.states[NORTH].payments
    for person in ("ann", "bo"):
        assert used(pair, DEBTOR) == (AMOUNT, AMOUNT)
        pair.do(NORTH, ReleaseHeld(payment_id, person))
    pair.deliver()
    assert stands(pair) == "forwarded"
    assert used(pair, DEBTOR) == (AMOUNT, AMOUNT)
    pair.do(SOUTH, c.AnswerPresentation(payment_id, BANKS[SOUTH][0]))
    pair.deliver()
    assert used(pair, DEBTOR) == used(pair, ANN) == (0, AMOUNT)
    other = waiting(mutual(), NORTH)
    other.do(NORTH, RefuseHeld(payment_id, "ann"))
    assert used(other, DEBTOR) == (0, 0)


def test_figures_do_not_tell_on_the_next_day() -> None:
    """What is pending counts as sent on the day that is, whenever its money was reserved."""
    patient = mutual(time_outs=TimeOuts(review_ms=3 * DAY_MS))
    pairs = [waiting(patient, place) for place in (NORTH, SOUTH)]
    for pair in pairs:
        pair.wait(DAY_MS)
        pair.do(NORTH, c.AskStatus("nothing", "nobody"))
    first, second = [figures(pair, NORTH, DEBTOR) for pair in pairs]
    assert first == second
    assert first.limits is not None
    assert (first.limits.business_date, first.limits.sent) == ("2026-09-22", AMOUNT)


def test_a_providers_figures_do_not_tell_where_a_payment_waits() -> None:
    """Where it pays out, its money is shown as held from the payment's arrival on."""
    pairs = [waiting(gross(), place) for place in (SOUTH, "")]
    first, second = [figures(pair, SOUTH, HOUSE).account for pair in pairs]
    assert first == second
    assert first.held > 0
    ledgers = [positions(pair.states[SOUTH], ANN) for pair in pairs]
    assert [sum(each.held for each in ledger) for ledger in ledgers] == [0, first.held]
