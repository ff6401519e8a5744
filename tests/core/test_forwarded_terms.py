"""Whoever proposes is not trusted: the decider tests what the other node forwards by its own copy.

The other node's slip is refused with the reason of the rule it breaks; nobody is
presented with it, nothing is reserved, and the debtor's node learns the reason.
"""

import msgspec
import pytest

from tallystick.core import commands as c
from tallystick.core import events as e
from tallystick.core.agreements import Agreement
from tallystick.core.items import Decided, Forwarded, PeerItem, StillPending
from tallystick.core.orders import ClosingRecord, Decision
from tallystick.core.state import Payment
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome
from tests.core.pair import NORTH, SOUTH, START, at_par, end, gross, mutual
from tests.core.recorded_pair import RecordedPair
from tests.every import for_each

R = StatusReason


def forwarded(agreement: Agreement) -> tuple[RecordedPair, Forwarded]:
    """Return a pair and the good item of a payment that NORTH has forwarded, not heard yet."""
    pair = RecordedPair(agreement)
    pair.cut(NORTH)
    pair.cut(SOUTH)
    pair.send(NORTH, 100_000)
    item = pair.kept[NORTH].popleft().item
    assert isinstance(item, Forwarded)
    return pair, item


def hear(pair: RecordedPair, item: Forwarded) -> list[e.AnyEvent]:
    """Let SOUTH hear the item as the next of NORTH's stream."""
    sequence = pair.states[SOUTH].peers[NORTH].received + 1
    return pair.do(SOUTH, c.HearPeer(NORTH, sequence, item, pair.verdict_at(SOUTH)))


def with_terms(item: Forwarded, **changes: object) -> Forwarded:
    """Return the item with other terms."""
    return msgspec.structs.replace(item, terms=msgspec.structs.replace(item.terms, **changes))


def with_order(item: Forwarded, **changes: object) -> Forwarded:
    """Return the item with another order."""
    return msgspec.structs.replace(item, order=msgspec.structs.replace(item.order, **changes))


def reason_at_south(pair: RecordedPair, item: Forwarded) -> StatusReason | None:
    """Let SOUTH hear the item and return for what reason it rejects the payment, if it does."""
    hear(pair, item)
    payment = pair.states[SOUTH].payments[item.order.payment_id]
    if payment.reason is not None:
        assert not payment.is_reserved
        assert not payment.presented_at
    return payment.reason


TERMS = (
    ({"creditor_currency": "EUR"}, R.NOT_ALLOWED_CURRENCY),
    ({"debtor_currency": "EUR"}, R.NOT_ALLOWED_CURRENCY),
    ({"debtor_amount": 99_999}, R.WRONG_AMOUNT),
    ({"fee": -1}, R.WRONG_AMOUNT),
    ({"fee": 0}, None),
    ({"creditor_amount": 0}, R.ZERO_AMOUNT),
    ({"creditor_amount": 10**9 + 1}, R.NOT_ALLOWED_AMOUNT),
    ({"creditor_amount": -7_900}, R.ZERO_AMOUNT),
    ({"expires_at": 0}, R.SETTLEMENT_ABORTED),
    ({"expires_at": 1}, R.SETTLEMENT_ABORTED),
    ({"expires_at": -1}, R.SETTLEMENT_ABORTED),
    ({"expires_at": START + 10**9}, R.SETTLEMENT_ABORTED),
    ({"provider_id": "NOFX"}, R.INCORRECT_AGENT),
    ({"provider_id": SOUTH}, R.INCORRECT_AGENT),
)
LIMITED = {"ends": (end(NORTH, "RUB"), end(SOUTH, "CNY", payment_max=10**9))}


@for_each(("changes", "reason"), TERMS)
def test_terms_are_tested_by_the_decider(changes: dict[str, object], reason: R | None) -> None:
    """Currencies, amounts, fee and expiry must be what the agreement and the order say."""
    pair, item = forwarded(mutual(**LIMITED))
    assert reason_at_south(pair, with_terms(item, **changes)) is reason


def test_an_order_over_the_debtors_end_is_refused() -> None:
    """The bound of the other end is tested here too."""
    pair, item = forwarded(
        mutual(ends=(end(NORTH, "RUB", payment_max=100_000), end(SOUTH, "CNY")))
    )
    large = with_order(with_terms(item, debtor_amount=100_001), amount=100_001)
    assert reason_at_south(pair, large) is R.NOT_ALLOWED_AMOUNT


PARTIES = (
    ({"debtor_agent": "NOXXRUMM"}, R.DEBTOR_BANK_NOT_REGISTERED),
    ({"debtor_agent": "SOB2CNSH"}, R.DEBTOR_BANK_NOT_REGISTERED),
    ({"creditor_agent": "SOXXCNSH"}, R.CREDITOR_BANK_NOT_REGISTERED),
    ({"creditor_agent": "NOB2RUMM"}, R.CREDITOR_BANK_NOT_REGISTERED),
)


@pytest.mark.parametrize(("changes", "reason"), PARTIES)
def test_parties_are_tested_by_the_decider(changes: dict[str, object], reason: R) -> None:
    """The debtor's bank must be the other operator's, the creditor's bank our own."""
    pair, item = forwarded(mutual())
    assert reason_at_south(pair, with_order(item, **changes)) is reason


def test_a_provider_must_be_known_where_its_account_pays() -> None:
    """In the gross model the provider's account at the creditor's end is what pays."""
    pair, item = forwarded(gross())
    assert reason_at_south(pair, with_terms(item, provider_id="NOFX")) is R.INCORRECT_AGENT
    pair, item = forwarded(gross())
    assert reason_at_south(pair, item) is None


NOT_AT_PAR = (
    {"creditor_amount": 900_000},
    {"creditor_amount": 900_000, "expires_at": START + 600_000},
    {"expires_at": START + 600_000},
    {"creditor_amount": 99_999},
)


@pytest.mark.parametrize("changes", NOT_AT_PAR)
def test_at_par_both_amounts_are_one(changes: dict[str, object]) -> None:
    """An expiry, as of a quote, does not let two amounts differ where nothing is exchanged."""
    pair, item = forwarded(at_par())
    assert reason_at_south(pair, with_terms(item, **changes)) is R.WRONG_AMOUNT


def not_even_stored(pair: RecordedPair, item: Forwarded) -> StatusReason:
    """Let SOUTH hear what it cannot store; return what it tells NORTH."""
    before = dict(pair.states[SOUTH].payments)
    first = hear(pair, item)[0]
    assert isinstance(first, e.ForwardRefused)
    assert pair.states[SOUTH].payments == before
    pair.mend(SOUTH)
    return first.reason


def at_north(pair: RecordedPair, item: Forwarded) -> Payment:
    """Return the payment as NORTH has it."""
    return pair.states[NORTH].payments[item.order.payment_id]


def test_a_version_that_has_not_begun_is_refused() -> None:
    """A payment runs under a version that both signed and whose first cycle is open."""
    pair, item = forwarded(mutual())
    later = msgspec.structs.replace(item, version=2)
    assert not_even_stored(pair, later) is R.TRANSACTION_FORBIDDEN
    assert at_north(pair, item).reason is R.TRANSACTION_FORBIDDEN


def test_an_order_of_another_agreement_is_refused() -> None:
    """An item speaks of its own agreement only."""
    pair, item = forwarded(mutual())
    other = with_order(item, agreement_id="SGD-THB")
    assert not_even_stored(pair, other) is R.DUPLICATION


def test_a_payment_that_was_not_screened_here_is_refused() -> None:
    """Screening is always on: without a verdict of this node nothing is taken up."""
    pair, item = forwarded(mutual())
    sequence = pair.states[SOUTH].peers[NORTH].received + 1
    [refused, _] = pair.do(SOUTH, c.HearPeer(NORTH, sequence, item))
    assert refused == e.ForwardRefused("RUB-CNY", item.order.payment_id, R.TRANSACTION_FORBIDDEN)


def test_what_our_law_misses_in_a_payment_is_the_reason_it_is_refused_for() -> None:
    """It stands in place of a verdict; the debtor's bank hears it, and has its money back."""
    pair, item = forwarded(mutual())
    sequence = pair.states[SOUTH].peers[NORTH].received + 1
    why = R.MISSING_CREDITOR_NAME_OR_ADDRESS
    [refused, _] = pair.do(SOUTH, c.HearPeer(NORTH, sequence, item, objection=why))
    assert refused == e.ForwardRefused("RUB-CNY", item.order.payment_id, why)
    pair.mend(SOUTH)
    assert at_north(pair, item).reason is why


def test_a_payment_that_is_frozen_here_does_not_come_in_again() -> None:
    """What was set aside on its way in is for people; it comes in by no other way."""
    pair, item = forwarded(mutual())
    sequence = pair.states[SOUTH].peers[NORTH].received + 1
    pair.do(SOUTH, c.ParkItem(NORTH, sequence, b"digest", "RUB-CNY", item.order.payment_id))
    [opened, _] = hear(pair, item)
    assert isinstance(opened, e.CaseOpened)
    assert opened.kind is e.CaseKind.PEER_BREACH
    assert item.order.payment_id not in pair.states[SOUTH].payments


AGAIN = (
    ("held", StillPending("RUB-CNY", "pay-2")),
    ("accepted", Decided("RUB-CNY", "pay-2", Decision.ACCEPTED, 1)),
    ("rejected", Decided("RUB-CNY", "pay-2", Decision.REJECTED, 0, R.REGULATORY_REASON)),
)
OUTCOMES = {"held": Outcome.HOLD, "accepted": Outcome.CLEAR, "rejected": Outcome.REFUSE}


@pytest.mark.parametrize(("standing", "answer"), AGAIN)
def test_the_decider_never_says_two_things(standing: str, answer: PeerItem) -> None:
    """A payment that is forwarded again is answered as it stands, and nothing else happens."""
    pair, item = forwarded(mutual())
    pair.outcomes[SOUTH] = OUTCOMES[standing]
    hear(pair, item)
    pair.deliver()
    assert told_to_north(pair) == answer
    before = pair.states[SOUTH].payments[item.order.payment_id].state
    hear(pair, item)
    pair.deliver()
    assert told_to_north(pair) == answer
    assert len(pair.kept[SOUTH]) == 2
    assert pair.states[SOUTH].payments[item.order.payment_id].state is before


def told_to_north(pair: RecordedPair) -> PeerItem:
    """Return the last item that waits on its way to NORTH."""
    return pair.kept[SOUTH][-1].item


def test_another_payment_under_an_id_that_is_decided_here_is_a_breach() -> None:
    """The other node can neither change a payment afterwards nor have it decided twice."""
    pair, item = forwarded(mutual())
    hear(pair, item)
    [opened, _] = hear(pair, with_order(item, amount=1))
    assert isinstance(opened, e.CaseOpened)
    assert opened.kind is e.CaseKind.PEER_BREACH


def test_a_payment_that_has_left_does_not_come_in_again() -> None:
    """An id is known for ever by its closing record: the other node's slip is for people."""
    pair, item = forwarded(mutual())
    sequence = pair.states[SOUTH].peers[NORTH].received + 1
    order, terms = item.order, item.terms
    known = ClosingRecord(
        order.payment_id,
        order.agreement_id,
        Side.CREDITOR,
        "settled",
        "",
        order.content,
        order.debtor_agent,
        order.creditor_agent,
        terms.debtor_amount,
        terms.debtor_currency,
        terms.creditor_amount,
        terms.creditor_currency,
        cycle=1,
        decision=Decision.ACCEPTED,
    )
    again = c.HearPeer(NORTH, sequence, item, pair.verdict_at(SOUTH), known)
    [opened, _] = pair.do(SOUTH, again)
    assert isinstance(opened, e.CaseOpened)
    assert opened.kind is e.CaseKind.PEER_BREACH
    assert item.order.payment_id not in pair.states[SOUTH].payments


def test_an_item_that_comes_too_early_is_not_taken() -> None:
    """The stream has no gaps: the item waits until the one before it is there."""
    pair, item = forwarded(mutual())
    sequence = pair.states[SOUTH].peers[NORTH].received + 2
    heard = c.HearPeer(NORTH, sequence, item, pair.verdict_at(SOUTH))
    [refused] = pair.do(SOUTH, heard)
    assert isinstance(refused, e.CommandRefused)
    assert refused.text == f"item {sequence} came before item {sequence - 1}"


def test_a_rejection_without_a_reason_has_one_all_the_same() -> None:
    """The debtor's bank reads MS03 where the decider named nothing."""
    pair, item = forwarded(mutual())
    sequence = pair.states[NORTH].peers[SOUTH].received + 1
    decided = Decided("RUB-CNY", item.order.payment_id, Decision.REJECTED)
    pair.do(NORTH, c.HearPeer(SOUTH, sequence, decided))
    assert at_north(pair, item).reason is R.REASON_NOT_SPECIFIED
