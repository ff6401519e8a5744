"""Every rule of an agreement's text, and who may take part under it."""

import msgspec
import pytest

from tallystick.core import agreements, events
from tallystick.core import commands as c
from tallystick.core.agreements import Agreement, ExchangeModel, TimeOuts, faults_of
from tallystick.core.state import State
from tallystick.terms.errors import SettingError
from tallystick.terms.money import Rate
from tests.core.pair import NORTH, SOUTH, at_par, end, gross, mutual
from tests.core.slow_pair import SlowPair, refusal
from tests.every import for_each


def ends(**over: object) -> dict[str, object]:
    """Return a first end with one thing changed, and a second as it should be."""
    return {"ends": (end(NORTH, "RUB", **over), end(SOUTH, "CNY"))}


def waits(**over: int) -> dict[str, object]:
    """Return time-outs with one of them changed."""
    return {"time_outs": TimeOuts(**over)}


WRONG: list[tuple[dict[str, object], str]] = [
    ({"agreement_id": ""}, "agreement_id is empty"),
    ({"version": 0}, "version must be 1 or more"),
    ({"from_cycle": 0}, "from_cycle must be 1 or more"),
    (ends(operator_id=SOUTH), "both ends name the same operator"),
    (ends(payment_max=0), "payment_max must be positive and of at most 18 digits"),
    (ends(payment_max=10**18), "payment_max must be positive and of at most 18 digits"),
    (
        {"ends": (end(NORTH, "QQQ"), end(SOUTH, "CNY")), "opening_rate": Rate("QQQ", "CNY", 2, 1)},
        "an unknown currency",
    ),
    (ends(fee_flat=-1), "fee_flat must not be negative"),
    (ends(fee_basis_points=-1), "fee_basis_points must be within 0..10000"),
    (ends(fee_basis_points=10_001), "fee_basis_points must be within 0..10000"),
    (ends(screening_lists=()), "an end names neither list nor legal basis"),
    (ends(exemptions=(("retail", ""),)), "an end names neither list nor legal basis"),
    (ends(exemptions=(("", "act 5"),)), "an end names neither list nor legal basis"),
    (
        ends(screening_lists=(), exemptions=(("retail", ""),)),
        "an end names neither list nor legal basis",
    ),
    (waits(answer_ms=0), "answer_ms must be within 1..payment_ms-1"),
    (waits(answer_ms=20_000), "answer_ms must be within 1..payment_ms-1"),
    (waits(review_ms=0), "time-outs must be positive"),
    (waits(settlement_ms=0), "time-outs must be positive"),
    (waits(queue_ms=-1), "time-outs must not be negative"),
    (waits(margin_ms=-1), "time-outs must not be negative"),
    ({"quote_life_ms": 20_000}, "quote_life_ms must exceed payment_ms"),
    ({"exchange_model": ExchangeModel.AT_SOURCE}, "at-source takes one currency only"),
    ({"settlement_currency": "EUR"}, "settlement_currency must be one of the two currencies"),
    ({"settlement_currency": ""}, "settlement_currency must be one of the two currencies"),
    ({"opening_rate": None}, "opening_rate must be of the two currencies"),
    ({"opening_rate": Rate("CNY", "RUB", 12, 1)}, "opening_rate must be of the two currencies"),
    (
        {
            "ends": (end(NORTH, "EUR"), end(SOUTH, "EUR")),
            "settlement_currency": "EUR",
            "opening_rate": Rate("EUR", "EUR", 2, 1),
        },
        "one currency has the rate 1",
    ),
    ({"rate_fixer": ""}, "rate_fixer must be one of the two operators"),
    ({"rate_fixer": "WEST"}, "rate_fixer must be one of the two operators"),
    ({"swing_limit": 0}, "swing_limit must be positive"),
    ({"verifications_max": -1}, "verifications_max must not be negative"),
    ({"misses_max": -1}, "misses_max must not be negative"),
    ({"time_outs": TimeOuts(recall_ms=0)}, "time-outs must be positive"),
    ({"time_outs": TimeOuts(enquiry_ms=0)}, "time-outs must be positive"),
    ({"time_outs": TimeOuts(verification_ms=0)}, "time-outs must be positive"),
]


@for_each(("over", "rule"), WRONG)
def test_a_wrong_text_is_named(over: dict[str, object], rule: str) -> None:
    """One rule broken, one fault, with the agreement and its version before it."""
    agreement = mutual(**over)
    told = f"agreement {agreement.agreement_id} version {agreement.version}: {rule}"
    assert told in faults_of(agreement)
    assert len(faults_of(agreement)) <= 2  # a wrong operator is no rate fixer either


def test_every_rule_is_shown_to_be_broken() -> None:
    """No rule of the text stands without a text that breaks it."""
    rules = {text for _, text in agreements._rules(mutual())}
    elsewhere = "at-source gross names in default_provider whose prefunded accounts pay"
    assert rules - {rule for _, rule in WRONG} == {elsewhere}


def test_the_second_end_is_judged_like_the_first() -> None:
    """A rule holds for both ends."""
    for over in ({"payment_max": 0}, {"fee_flat": -1}, {"screening_lists": ()}):
        agreement = mutual(ends=(end(NORTH, "RUB"), end(SOUTH, "CNY", **over)))
        assert len(faults_of(agreement)) == 1


def test_every_fault_is_told_at_once() -> None:
    """In the order of the text."""
    wrong = mutual(version=0, swing_limit=0, **ends(payment_max=0, screening_lists=()))
    told = [fault.split(": ", 1)[1] for fault in faults_of(wrong)]
    assert told == [
        "version must be 1 or more",
        "payment_max must be positive and of at most 18 digits",
        "an end names neither list nor legal basis",
        "swing_limit must be positive",
    ]


@pytest.mark.parametrize("agreement", [mutual(), gross(), at_par(default_provider="FXHOUSE")])
def test_a_right_text_has_no_fault(agreement: Agreement) -> None:
    """The three that the tests use."""
    assert faults_of(agreement) == []


EDGES: list[dict[str, object]] = [
    ends(payment_max=1),
    ends(payment_max=10**18 - 1),
    ends(fee_basis_points=10_000),
    waits(answer_ms=1, review_ms=1, settlement_ms=1, queue_ms=0, margin_ms=0),
    waits(answer_ms=19_999),
    {"quote_life_ms": 20_001, "swing_limit": 1},
]


@pytest.mark.parametrize("over", EDGES)
def test_what_is_just_right_has_no_fault(over: dict[str, object]) -> None:
    """Each bound belongs to what is allowed."""
    assert faults_of(mutual(**over)) == []


def test_a_text_that_says_more_than_it_may_is_not_read() -> None:
    """Nobody signs words that mean nothing."""
    text = msgspec.msgpack.encode(mutual())
    assert msgspec.msgpack.decode(text, type=Agreement) == mutual()
    words = msgspec.msgpack.decode(text)
    deeper = [*words[:3], [[*each, "more"] for each in words[3]], *words[4:]]
    patience = [*words[:6], [*words[6], 1], *words[7:]]
    for longer in ([*words, "more"], deeper, patience):
        with pytest.raises(msgspec.ValidationError):
            msgspec.msgpack.decode(msgspec.msgpack.encode(longer), type=Agreement)


def test_a_quote_is_good_for_ten_minutes_unless_agreed_otherwise() -> None:
    """And a published rate for a day."""
    assert (mutual().quote_life_ms, mutual().rate_life_ms) == (600_000, 86_400_000)


def test_at_source_gross_names_whose_accounts_pay() -> None:
    """Nobody quotes there, so the agreement says who."""
    (fault,) = faults_of(at_par(default_provider=""))
    assert fault.endswith("at-source gross names in default_provider whose prefunded accounts pay")


def test_a_gross_text_needs_no_cycle_rate() -> None:
    """The mutual model's rules do not bind it."""
    assert faults_of(gross(settlement_currency="", opening_rate=None, swing_limit=0)) == []


def test_an_exemption_needs_its_legal_basis() -> None:
    """With it a leg may go without lists; without it the text does not load."""
    exempt = ends(screening_lists=(), exemptions=(("retail", "act 5, section 2"),))
    agreement = mutual(**exempt)
    assert faults_of(agreement) == []
    assert agreement.ends[0].exempts("retail")
    assert not agreement.ends[0].exempts("wholesale")
    assert not agreement.ends[1].exempts("retail")


def test_who_holds_which_end() -> None:
    """An operator that holds neither is told so."""
    assert [mutual().index_of(node) for node in (NORTH, SOUTH)] == [0, 1]
    with pytest.raises(SettingError, match="operator WEST holds neither end") as raised:
        mutual().index_of("WEST")
    assert (raised.value.field, raised.value.ref) == ("ends", "RUB-CNY")


# Adopting


@for_each(("over", "rule"), WRONG)
def test_a_wrong_text_is_not_adopted(over: dict[str, object], rule: str) -> None:
    """Nothing starts under it, and the answer names the rule."""
    pair = SlowPair(gross())
    happened = pair.do(NORTH, c.AdoptAgreement(mutual(**over), b"text"))
    assert rule in refusal(happened)
    assert list(pair.states[NORTH].pacts) == ["SGD-THB"]


def test_an_operator_adopts_only_what_it_is_party_to() -> None:
    """Somebody else's agreement is not ours to sign."""
    pair = SlowPair(gross())
    stranger = (end("EAST", "RUB"), end("WEST", "CNY"))
    theirs = mutual(ends=stranger, rate_fixer="EAST")
    happened = pair.do(NORTH, c.AdoptAgreement(theirs, b"text"))
    assert refusal(happened) == "operator NORTH holds neither end"


def test_a_node_may_hold_several_agreements() -> None:
    """Each with accounts, participants and cycles of its own."""
    pair = SlowPair(mutual())
    for node in (NORTH, SOUTH):
        pair.do(node, c.AdoptAgreement(gross(), b"text"))
    pair.deliver()
    state: State = pair.states[NORTH]
    assert [(pact.current, pact.currency) for pact in state.pacts.values()] == [
        (1, "RUB"),
        (1, "SGD"),
    ]
    assert state.pacts["SGD-THB"].participants == {}
    pair.send(NORTH, 100_000)
    pair.close()
    assert [pact.open_cycle for pact in state.pacts.values()] == [2, 1]


def test_adopting_opens_the_accounts_of_our_end() -> None:
    """Floors where money is somebody's; none where the operator's own result shows."""
    pair = SlowPair(mutual())
    accounts = pair.states[NORTH].ledger.accounts
    floors = {
        key: account.floor
        for key, account in accounts.items()
        if not key.startswith("participant:")
    }
    assert floors == {
        "clearing:RUB-CNY:RUB": None,
        "fx-difference:RUB-CNY:RUB": None,
        "fees:RUB-CNY:RUB": 0,
        "treasury:RUB": None,
        "mirror:RTGS-NORTH:RUB": None,
        "mirror:RTGS-SOUTH:CNY": None,
        "blocked:RUB-CNY:RUB": 0,
        "suspense:RUB": 0,
        "suspense:CNY": 0,
        "reserve:RTGS-SOUTH:CNY": 0,
    }


def test_a_further_version_keeps_the_books() -> None:
    """Accounts are opened once and keep what is on them."""
    pair = SlowPair(mutual())
    pair.send(NORTH, 100_000)
    before = {key: each.balance for key, each in pair.states[NORTH].ledger.accounts.items()}
    pair.adopt(mutual(version=2, from_cycle=2))
    after = {key: each.balance for key, each in pair.states[NORTH].ledger.accounts.items()}
    assert after == before
    assert [version.version for version in pair.pact(NORTH).versions.values()] == [1, 2]
    assert pair.saw(NORTH, events.AgreementHeard)[-1].version == 2
