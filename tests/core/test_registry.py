"""Who takes part, on what terms, by which lists."""

import pytest

from tallystick.core import commands as c
from tallystick.core import events
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side
from tests.core.pair import BUNDLE, NORTH, PROVIDER, SOUTH, START, at_par, gross, mutual
from tests.core.slow_pair import SlowPair, refusal

RATE = Rate.parse("0.079", "RUB", "CNY")


# Participants


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            c.RegisterParticipant("NEWBANK", "OTHER", NORTH),
            "agreement OTHER is not adopted here",
        ),
        (c.RegisterParticipant("NEWBANK", "RUB-CNY", "WEST"), "operator WEST holds neither end"),
        (c.RegisterParticipant("NEWBANK", "RUB-CNY", NORTH, -1), "must not be negative"),
        (c.RegisterParticipant("NEWBANK", "RUB-CNY", NORTH, 0, -1), "must not be negative"),
        (c.RegisterParticipant("NOBKRUMM", "RUB-CNY", SOUTH), "it settles with operator NORTH"),
        (c.SuspendParticipant("NEWBANK", "RUB-CNY", "anna"), "it is not registered"),
        (c.SuspendParticipant("NOBKRUMM", "OTHER", "anna"), "it is not registered"),
        (c.ReinstateParticipant("NEWBANK", "RUB-CNY", "anna"), "it is not registered"),
    ],
)
def test_a_wrong_registration_is_refused(command: c.AnyCommand, words: str) -> None:
    """Nothing changes."""
    pair = SlowPair(mutual())
    before = dict(pair.pact(NORTH).participants)
    assert words in refusal(pair.do(NORTH, command))
    assert pair.pact(NORTH).participants == before


def test_our_banks_get_an_account_and_the_other_s_do_not() -> None:
    """Their money is at the other settlement system."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.RegisterParticipant("NO3KRUMM", "RUB-CNY", NORTH))
    pair.do(NORTH, c.RegisterParticipant("SO3KCNSH", "RUB-CNY", SOUTH))
    accounts = pair.states[NORTH].ledger.accounts
    assert accounts["participant:NO3KRUMM:RUB"].balance == 0
    assert accounts["participant:NO3KRUMM:RUB"].floor == 0
    assert not [key for key in accounts if "SO3KCNSH" in key]


def test_limits_may_be_set_anew() -> None:
    """What the bank has used, and its money, stay."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    pair.do(NORTH, c.RegisterParticipant("NOBKRUMM", "RUB-CNY", NORTH, 150_000, 140_000))
    participant = pair.pact(NORTH).participants["NOBKRUMM"]
    assert (participant.daily_limit, participant.net_debit_limit) == (150_000, 140_000)
    assert participant.usage.sent == 100_000
    order = pair.send(NORTH, 50_001)
    assert pair.payment(NORTH, order.payment_id).state == "refused"


def test_a_suspended_bank_is_reinstated() -> None:
    """Meanwhile it neither gets a quote nor sends; it is not suspended by being registered."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.SuspendParticipant("NOBKRUMM", "RUB-CNY", "anna"))
    pair.do(NORTH, c.RegisterParticipant("NOBKRUMM", "RUB-CNY", NORTH))
    ask = c.RequestQuote("q", "RUB-CNY", "NOBKRUMM", Side.DEBTOR, 1_000)
    (refused,) = pair.do(NORTH, ask)
    assert isinstance(refused, events.QuoteRefused)
    assert refused.reason == "AG10"
    pair.do(NORTH, c.ReinstateParticipant("NOBKRUMM", "RUB-CNY", "boris"))
    order = pair.send(NORTH, 1_000)
    assert pair.payment(NORTH, order.payment_id).state == "settled"
    assert pair.saw(NORTH, events.ParticipantSuspended)[0].person == "anna"
    assert pair.saw(NORTH, events.ParticipantReinstated)[0].person == "boris"


# Providers


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (c.RegisterProvider("NEWFX", "OTHER"), "agreement OTHER is not adopted here"),
        (c.RegisterProvider("NEWFX", "RUB-CNY", -1), "exposure_limit must not be negative"),
        (c.PublishRates("NEWFX", "RUB-CNY", RATE), "it is no provider of agreement RUB-CNY"),
        (c.PublishRates(NORTH, "OTHER", RATE), "it is no provider of agreement OTHER"),
        (c.PublishRates(SOUTH, "RUB-CNY", RATE), "it is no provider of agreement RUB-CNY"),
    ],
)
def test_a_wrong_provider_is_refused(command: c.AnyCommand, words: str) -> None:
    """Nothing changes."""
    pair = SlowPair(mutual())
    assert words in refusal(pair.do(NORTH, command))
    assert list(pair.pact(NORTH).providers) == [NORTH]


def test_a_provider_gets_an_account_and_a_limit() -> None:
    """Its exposure limit may be set anew; what its open quotes bind stays."""
    pair = SlowPair(gross())
    assert pair.states[NORTH].ledger.accounts[f"provider:{PROVIDER}:SGD"].floor == 0
    pair.quote(NORTH, 10_000)
    provider = pair.pact(NORTH).providers[PROVIDER]
    assert provider.exposure == 251_000
    pair.do(NORTH, c.RegisterProvider(PROVIDER, "SGD-THB", 251_000))
    assert (provider.exposure, provider.exposure_limit) == (251_000, 251_000)
    pair.quote(NORTH, 1_000)
    assert pair.saw(NORTH, events.QuoteRefused)[-1].reason == "AM21"


def test_a_provider_without_a_rate_quotes_nothing() -> None:
    """Registered is not yet quoting."""
    pair = SlowPair(gross())
    pair.do(NORTH, c.RegisterProvider("NEWFX", "SGD-THB"))
    ask = c.RequestQuote("q", "SGD-THB", "NOBKRUMM", Side.DEBTOR, 1_000, "NEWFX")
    (refused,) = pair.do(NORTH, ask)
    assert isinstance(refused, events.QuoteRefused)


# Rates

MANY_POINTS = 10_000


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (c.PublishRates(NORTH, "RUB-CNY", Rate("CNY", "RUB", 12, 1)), "from RUB to CNY"),
        (c.PublishRates(NORTH, "RUB-CNY", Rate("RUB", "USD", 1, 90)), "from RUB to CNY"),
        (
            c.PublishRates(NORTH, "RUB-CNY", Rate("RUB", "CNY", 10**13 + 1, 10**13)),
            "more than 13 digits",
        ),
        (c.PublishRates(NORTH, "RUB-CNY", RATE, ((5, 1), (3, 2))), "tiers must rise by amount"),
        (c.PublishRates(NORTH, "RUB-CNY", RATE, ((0, -MANY_POINTS),)), "within -9999..10000"),
        (c.PublishRates(NORTH, "RUB-CNY", RATE, ((0, MANY_POINTS + 1),)), "within -9999..10000"),
        (
            c.PublishRates(NORTH, "RUB-CNY", RATE, (), (("NOBKRUMM", -MANY_POINTS),)),
            "within -9999..10000",
        ),
        (
            c.PublishRates(NORTH, "RUB-CNY", RATE, (), (("NOBKRUMM", MANY_POINTS + 1),)),
            "within -9999..10000",
        ),
        (
            c.PublishRates(NORTH, "RUB-CNY", RATE, ((0, -6_000),), (("NOBKRUMM", -4_000),)),
            "together leave no rate",
        ),
    ],
)
def test_wrong_rates_are_refused(command: c.PublishRates, words: str) -> None:
    """And the old rate goes on."""
    pair = SlowPair(mutual())
    assert words in refusal(pair.do(NORTH, command))
    assert pair.pact(NORTH).providers[NORTH].rate == RATE
    assert pair.pact(NORTH).providers[NORTH].tiers == ()


def test_the_south_publishes_in_its_own_direction() -> None:
    """From its end's currency to the other's."""
    pair = SlowPair(mutual())
    assert "from CNY to RUB" in refusal(pair.do(SOUTH, c.PublishRates(SOUTH, "RUB-CNY", RATE)))


@pytest.mark.parametrize(
    ("amount", "paid_out"),
    [
        (9_999, 789),  # 0.079 of it, down
        (10_000, 797),  # one per cent more from 100.00 on
        (99_999, 7_978),
        (100_000, 8_137),  # three per cent from 1000.00 on
    ],
)
def test_tiers_add_from_their_amount_on(amount: int, paid_out: int) -> None:
    """The highest tier reached counts, alone."""
    pair = SlowPair(mutual())
    tiers = ((10_000, 100), (100_000, 300))
    pair.do(NORTH, c.PublishRates(NORTH, "RUB-CNY", RATE, tiers))
    quote_id = pair.quote(NORTH, amount)
    assert pair.states[NORTH].quotes[quote_id].terms.creditor_amount == paid_out


def test_improvements_are_added_and_not_compounded() -> None:
    """Three per cent for the size and one for the bank are four, for that bank alone."""
    pair = SlowPair(mutual())
    improved = (("NOBKRUMM", 100),)
    pair.do(NORTH, c.PublishRates(NORTH, "RUB-CNY", RATE, ((0, 300),), improved))
    quote_id = pair.quote(NORTH, 10**9)
    assert pair.states[NORTH].quotes[quote_id].terms.creditor_amount == 79_000_000 * 104 // 100
    ask = c.RequestQuote("other", "RUB-CNY", "NOB2RUMM", Side.DEBTOR, 10**9)
    pair.do(NORTH, ask)
    other = pair.states[NORTH].quotes["other"].terms.creditor_amount
    assert other == 79_000_000 * 103 // 100


def test_the_highest_points_are_taken() -> None:
    """Ten thousand double the rate, for a size and for a bank alike."""
    pair = SlowPair(mutual())
    twice = ((0, MANY_POINTS),)
    pair.do(NORTH, c.PublishRates(NORTH, "RUB-CNY", RATE, twice, (("NOBKRUMM", MANY_POINTS),)))
    quote_id = pair.quote(NORTH, 1_000)
    assert pair.states[NORTH].quotes[quote_id].terms.creditor_amount == 3 * 79


def test_the_deepest_cut_that_leaves_a_rate_is_taken() -> None:
    """Minus 9999 points leave a ten-thousandth."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.PublishRates(NORTH, "RUB-CNY", RATE, ((0, -9_999),)))
    quote_id = pair.quote(NORTH, 10**9)
    assert pair.states[NORTH].quotes[quote_id].terms.creditor_amount == 7_900


def test_a_published_rate_ends_after_its_life() -> None:
    """Stale rates are not quoted; publishing it again begins its life anew."""
    pair = SlowPair(mutual())
    pair.wait(mutual().rate_life_ms - 1)
    pair.quote(NORTH, 1_000)
    assert not pair.saw(NORTH, events.QuoteRefused)
    pair.at += 1
    pair.quote(NORTH, 1_000)
    assert len(pair.saw(NORTH, events.QuoteRefused)) == 1
    pair.do(NORTH, c.PublishRates(NORTH, "RUB-CNY", RATE))
    pair.quote(NORTH, 1_000)
    assert len(pair.saw(NORTH, events.QuoteRefused)) == 1


def test_at_source_needs_no_published_rate() -> None:
    """Nothing is exchanged, so nothing is quoted."""
    pair = SlowPair(at_par(default_provider=PROVIDER))
    (refused,) = pair.do(NORTH, c.RequestQuote("q", "EUR-EUR", "NOBKRUMM", Side.DEBTOR, 1))
    assert isinstance(refused, events.QuoteRefused)
    order = pair.send(NORTH, 1_000)
    assert pair.payment(SOUTH, order.payment_id).posted == 1_000


# Bundles


@pytest.mark.parametrize(
    ("bundle", "valid_until"), [(b"", START + 10**9), (BUNDLE, START), (BUNDLE, START - 1)]
)
def test_a_bundle_has_a_hash_and_is_not_too_old(bundle: bytes, valid_until: int) -> None:
    """Screening by nothing, or by what is over, is not screening."""
    pair = SlowPair(mutual())
    happened = pair.do(NORTH, c.ActivateBundle(bundle, valid_until))
    assert refusal(happened) == "a bundle has a hash and is not too old"
    assert pair.states[NORTH].bundle_valid_until == START + 10**12


def test_a_new_bundle_replaces_the_old() -> None:
    """From then on verdicts by the old one are not current."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.ActivateBundle(b"newer lists", START + 10**9))
    state = pair.states[NORTH]
    assert (state.bundle, state.bundle_valid_until) == (b"newer lists", START + 10**9)
    order = pair.order(NORTH, 1_000, quote_id=pair.quote(NORTH, 1_000))
    pair.do(NORTH, c.SubmitPayment(order, pair.verdict))
    assert pair.payment(NORTH, order.payment_id).state == "held"
