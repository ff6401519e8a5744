"""Messages brought to two whole nodes: each comes to an end, and the right one."""

import pytest

from tallystick.admission.desk import Refused
from tallystick.proof.trial.books import Books, books_of
from tallystick.proof.trial.needs import Needs, needs_of
from tallystick.proof.trial.scenery import PAYMENT_MAX
from tallystick.proof.trial.trial import Ending, Trial
from tallystick.terms.instants import parse_instant
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.credit_transfer import AgreedRate
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.views import Agent, Amount, Coded, Party
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    UETR,
    credit_transfer,
    header_of,
    transaction,
)

pytestmark = pytest.mark.slow

OLDER = Message("pacs.008.001.08")
OTHER = "8a562c67-ca16-48ba-b074-65581be6f002"


def payment(**over: object) -> bytes:
    """Return a message of one payment within one currency, unless it says otherwise."""
    words = {"agreed_rate": None, "instructed_amount": None, **over}
    return credit_transfer(transaction(**words), message=OLDER)


def needs(raw: bytes) -> Needs:
    """Return what a message that a world can be made for needs."""
    found = needs_of(raw)
    assert isinstance(found, Needs), found
    return found


def bring(*messages: bytes) -> tuple[list[Ending], Books]:
    """Bring messages to one world, one after another, and close its books."""
    trial = Trial()
    endings = [trial.bring(needs(raw), raw) for raw in messages]
    return endings, books_of(trial)


def only(raw: bytes) -> Ending:
    """Return the end of one message; its books come out even whatever it is."""
    (ending,), books = bring(raw)
    assert books.are_square
    return ending


def test_a_payment_settles_and_both_halves_match() -> None:
    """Its cycle is closed and settled, nothing is left over."""
    endings, books = bring(payment())
    assert endings == [Ending(is_settled=True, received=100_000)]
    assert books.are_square
    assert (books.difference, books.pending, books.unsettled) == (0, 0, [])
    assert books.sums == {"FIRST": {"RUB": 0}, "SECOND": {"RUB": 0}}


def test_the_message_is_presented_and_credited() -> None:
    """The creditor's bank is asked, promises, and credits on the final notice alone."""
    trial = Trial()
    raw = payment()
    trial.bring(needs(raw), raw)
    assert trial.second.banks[SOUTH_BANK].presented == {UETR: 1}
    assert trial.second.banks[SOUTH_BANK].credited == {UETR: 1}
    assert trial.second.node.attachments(UETR)[0].content == raw


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        (Amount(150_000, "JPY"), Amount(1_000, "KWD")),
        (Amount(1, "KWD"), Amount(1, "JPY")),
        (Amount(100_985_899, "USD"), Amount(100_000_000, "EUR")),
        (Amount(PAYMENT_MAX, "RUB"), Amount(8 * 10**13, "CNY")),
    ],
)
def test_another_currency_takes_a_quote(sent: Amount, received: Amount) -> None:
    """It is bound on the bank's behalf; both nodes' books stay whole in their own currency."""
    trial = Trial()
    raw = payment(interbank_settlement_amount=sent, instructed_amount=received)
    ending = trial.bring(needs(raw), raw)
    books = books_of(trial)
    assert books.are_square
    if ending.is_settled:
        record = trial.first.store.closings([UETR])[UETR]
        assert (record.debtor_amount, record.debtor_currency) == (sent.minor, sent.currency)
        assert record.creditor_currency == received.currency
        assert record.creditor_amount == ending.received
        assert abs(ending.received - received.minor) * 100 <= received.minor
    else:
        # A provider's rate, a little lower than the message's, brings less than one unit.
        assert ending.reason in (StatusReason.ZERO_AMOUNT, StatusReason.SETTLEMENT_ABORTED)


def test_a_quote_that_the_message_names_is_bound() -> None:
    """Version .13 has a place for it."""
    rate = AgreedRate("0.08", "RUB", "CNY", quote_id=OTHER)
    raw = credit_transfer(
        transaction(agreed_rate=rate, instructed_amount=Amount(8_000, "CNY")),
    )
    assert only(raw).is_settled


def test_a_quote_within_one_currency_is_nobodys() -> None:
    """There is no such offer, and the bank is not told otherwise."""
    assert only(credit_transfer()).reason is StatusReason.SETTLEMENT_ABORTED


def test_correspondents_settle() -> None:
    """The agents behind them, known by anything or nothing, have no account here."""
    raw = payment(debtor_agent=Agent(bic="UPSTRUMM"), creditor_agent=Agent())
    assert only(raw).is_settled


@pytest.mark.parametrize(
    "agent",
    [
        Agent(clearing_system=Coded(code="USABA"), member_id="021040078"),
        Agent(lei="529900T8BM49AURSDO55"),
    ],
)
def test_an_agent_is_known_by_what_it_has(agent: Agent) -> None:
    """On either side."""
    assert only(payment(instructing_agent=agent)).is_settled
    assert only(payment(instructed_agent=agent)).is_settled


def test_no_bank_takes_part_by_a_name_alone() -> None:
    """A name is any text, and would stand in the chain for good."""
    agent = Agent(name="Some bank: of the north, & sons")
    for raw in (payment(instructing_agent=agent), payment(instructed_agent=agent)):
        assert only(raw).reason is StatusReason.INCORRECT_AGENT


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (payment(uetr=""), StatusReason.REQUIRED_ELEMENT_MISSING),
        (
            payment(interbank_settlement_amount=Amount(0, "RUB")),
            StatusReason.ZERO_AMOUNT,
        ),
        (
            payment(
                interbank_settlement_amount=Amount(0, "RUB"), instructed_amount=Amount(0, "CNY")
            ),
            StatusReason.ZERO_AMOUNT,
        ),
        (
            payment(interbank_settlement_amount=Amount(PAYMENT_MAX + 1, "RUB")),
            StatusReason.NOT_ALLOWED_AMOUNT,
        ),
        (
            payment(interbank_settlement_amount=Amount(10**18 - 1, "RUB")),
            StatusReason.NOT_ALLOWED_AMOUNT,
        ),
        (
            payment(instructed_agent=Agent(bic=NORTH_BANK)),
            StatusReason.CREDITOR_BANK_NOT_REGISTERED,
        ),
        (
            payment(instructing_agent=Agent(), debtor_agent=Agent()),
            StatusReason.INCORRECT_AGENT,
        ),
        (
            credit_transfer(
                transaction(agreed_rate=None), header=header_of(sender_agent=Agent(bic=SOUTH_BANK))
            ),
            StatusReason.INCORRECT_AGENT,
        ),
        (
            credit_transfer(transaction(agreed_rate=None), settlement_method="COVE"),
            StatusReason.TRANSACTION_FORBIDDEN,
        ),
    ],
)
def test_what_cannot_be_paid_is_refused(raw: bytes, reason: StatusReason) -> None:
    """With its reason, and the books come out even."""
    ending = only(raw)
    assert (ending.is_settled, ending.reason) == (False, reason)


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"instructed_amount": Amount(5, "CLF")}, StatusReason.NOT_ALLOWED_CURRENCY),
        ({"interbank_settlement_amount": Amount(5, "CHE")}, StatusReason.NOT_ALLOWED_CURRENCY),
    ],
)
def test_nobody_is_paid_in_a_unit_of_account(
    over: dict[str, object], reason: StatusReason
) -> None:
    """It has decimals, and still no agreement can be made in it."""
    found = needs_of(payment(**over))
    assert isinstance(found, Refused)
    assert found.reason is reason


@pytest.mark.parametrize(
    "name", ["Thaddeus Orsolo Grimblewick", "Perpetua Wynne Quillfeather"], ids=["here", "there"]
)
def test_a_listed_name_is_held_until_its_time_is_over(name: str) -> None:
    """Nobody releases it; whichever node holds it, the payment ends and the money is back."""
    ending = only(payment(creditor=Party(name=name)))
    assert (ending.is_settled, ending.reason) == (False, StatusReason.CLEARING_TIMED_OUT)


def test_the_same_bytes_again_are_a_duplicate() -> None:
    """The stored answer is given again, and nothing moves twice."""
    (first, again), books = bring(payment(), payment())
    assert first.is_settled
    assert again == Ending(is_settled=True, is_duplicate=True)
    assert books.are_square


def test_other_words_under_a_known_id_are_a_duplicate() -> None:
    """They are refused, whoever sends them."""
    other = payment(interbank_settlement_amount=Amount(7, "EUR"))
    stranger = payment(instructing_agent=Agent(bic="STRNRUMM"))
    (first, *rest), books = bring(payment(), other, stranger)
    assert first.is_settled
    assert rest == [Ending(reason=StatusReason.DUPLICATION, is_duplicate=True)] * 2
    assert books.are_square


def test_a_bank_may_pay_here_and_be_paid_there() -> None:
    """In one world there are then two agreements, and a bank has one place in each."""
    back = payment(
        uetr=OTHER,
        instructing_agent=Agent(bic=SOUTH_BANK),
        instructed_agent=Agent(bic=NORTH_BANK),
    )
    trial = Trial()
    for raw in (payment(), back):
        assert trial.bring(needs(raw), raw).is_settled
    assert books_of(trial).are_square
    assert list(trial.first.state.pacts) == ["RUB-RUB.1", "RUB-RUB.2"]


@pytest.mark.parametrize(
    ("on", "clock"),
    [
        ("2026-11-29", "2026-11-29T10:00:00Z"),
        ("2026-12-25+03:00", "2026-12-25T10:00:00Z"),
        ("", "2026-11-30T10:00:00Z"),
        ("0001-01-01", "1970-01-01T10:00:00Z"),
        ("9999-12-31", "2199-12-31T10:00:00Z"),
    ],
)
def test_the_clock_stands_at_the_settlement_date(on: str, clock: str) -> None:
    """At ten, on a Sunday too; without a date, on the day the message was made."""
    raw = payment(interbank_settlement_date=on)
    assert needs(raw).at == parse_instant(clock)
    assert only(raw).is_settled


def test_time_does_not_go_back_in_one_world() -> None:
    """A message of an earlier day is brought on the later one."""
    earlier = payment(uetr=OTHER, interbank_settlement_date="2020-01-02")
    endings, books = bring(payment(), earlier)
    assert [each.is_settled for each in endings] == [True, True]
    assert books.are_square
