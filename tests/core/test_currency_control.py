"""Currency control: payments are judged by rules, count by person and period, and are reported."""

from typing import Any

import pytest
from msgspec.structs import replace

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import OrderKind, StagedOrder
from tallystick.core.rule_commands import AdoptRules
from tallystick.core.rule_sets import UNTOLD, Broken, Facts, Rule, RuleSet, faults_of
from tallystick.core.screening_commands import ReleaseHeld
from tallystick.terms.disclosures import Channel, Disclosure, Period, PersonKind, Residence
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tests.core.pair import BANKS, CLEAR, NORTH, SOUTH
from tests.core.ruled_pair import ANNA, BLOCKED, BORIS, HELD, RuledPair, purpose, rule

DAY = 86_400_000
MONTH = rule("monthly", above=250_000, period=Period.MONTH)


def ended(pair: RuledPair, node: str, payment_id: str) -> tuple[str, StatusReason | None]:
    """Return how a payment stands at a node."""
    payment = pair.states[node].payments[payment_id]
    return payment.state.value, payment.reason


# What a rule is about, and when it is reached.


@pytest.mark.parametrize(
    ("over", "facts"),
    [
        ({"channels": (Channel.CASH,)}, {}),
        ({"persons": (PersonKind.INDIVIDUAL,)}, {"kind": PersonKind.LEGAL_ENTITY}),
        ({"residence": Residence.NON_RESIDENT}, {"residence": "XA"}),
        ({"residence": Residence.RESIDENT}, {"residence": "XB"}),
        ({"countries": ("XB", "XC")}, {"country": "XA"}),
        ({"purposes": ("SALA",)}, {"purposes": ("GDDS", "TRAD")}),
        ({"side": Side.CREDITOR}, {}),
    ],
)
def test_a_rule_is_about_what_it_names(over: dict[str, Any], facts: dict[str, Any]) -> None:
    """A payment of which something else is told passes."""
    pair = RuledPair(rule(**over))
    pair.facts = replace(ANNA, **facts)
    assert ended(pair, NORTH, pair.submit(NORTH, 100_000).payment_id)[0] == "settled"


@pytest.mark.parametrize(
    "over",
    [
        {},
        {"channels": (Channel.BANK_TRANSFER, Channel.CASH)},
        {"persons": (PersonKind.INDIVIDUAL,)},
        {"residence": Residence.NON_RESIDENT},
        {"residence": Residence.RESIDENT},
        {"countries": ("XB",)},
        {"purposes": ("SALA",)},
    ],
)
def test_what_is_not_told_fits_every_rule(over: dict[str, Any]) -> None:
    """Nobody escapes a limit by leaving something out."""
    pair = RuledPair(rule(**over))
    pair.facts = UNTOLD
    payment_id = pair.submit(NORTH, 100_000).payment_id
    assert ended(pair, NORTH, payment_id) == ("refused", StatusReason.NOT_ALLOWED_AMOUNT)


@pytest.mark.parametrize(("amount", "state"), [(100_000, "settled"), (100_001, "refused")])
def test_a_rule_is_reached_above_its_amount(amount: int, state: str) -> None:
    """The amount itself passes; a minor unit more does not."""
    pair = RuledPair(rule(above=100_000))
    assert ended(pair, NORTH, pair.submit(NORTH, amount).payment_id)[0] == state


def test_the_first_broken_rule_says_why() -> None:
    """In the order of the text; its own reason goes before the usual one."""
    reason = StatusReason.INVALID_REGULATORY_INFORMATION
    pair = RuledPair(purpose(), rule("own", reason=reason))
    first = pair.submit(NORTH, 100_000).payment_id
    pair.facts = replace(ANNA, purposes=("GDDS",))
    second = pair.submit(NORTH, 100_000).payment_id
    assert ended(pair, NORTH, first) == ("refused", StatusReason.INVALID_PURPOSE)
    assert ended(pair, NORTH, second) == ("refused", reason)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("purpose", "reporting", "document")),
        ({"purposes": ("GDDS",)}, ("reporting", "document")),
        ({"purposes": ("GDDS",), "codes": ("99",)}, ("reporting", "document")),
        ({"purposes": ("GDDS",), "codes": ("20100",)}, ("document",)),
        ({"purposes": ("GDDS",), "codes": ("20100",), "has_document": True}, ()),
    ],
)
def test_what_is_missing_is_named(facts: dict[str, Any], missing: tuple[str, ...]) -> None:
    """A code that the rule does not name is none."""
    pair = RuledPair(rule(requires=tuple(Disclosure), codes=("20100", "20200")))
    pair.facts = replace(ANNA, **facts)
    order = pair.submit(NORTH, 100_000)
    broken = [each.broken for each in pair.events[NORTH] if isinstance(each, e.RuleBroken)]
    named = [tuple(each.value for each in found.missing) for found in broken]
    assert named == ([missing] if missing else [])
    state = pair.states[NORTH].payments[order.payment_id].state
    assert state is (PaymentState.REFUSED if missing else PaymentState.SETTLED)


# Who judges, and when.


def test_the_creditors_node_has_rules_of_its_own() -> None:
    """It counts what arrives in its currency; the debtor's bank is told a reason alone."""
    pair = RuledPair(rule("inward", Side.CREDITOR, 7_999), node=SOUTH)
    payment_id = pair.submit(NORTH, 101_266).payment_id
    refused = ("rejected", StatusReason.NOT_ALLOWED_AMOUNT)
    assert ended(pair, SOUTH, payment_id) == refused
    assert ended(pair, NORTH, payment_id) == refused
    told = [each for _, each in pair.told if isinstance(each, f.TellStatus)]
    assert {each.participant_id for each in told} == {BANKS[NORTH][0]}
    assert all(each.broken is None for each in told)


def test_the_debtors_bank_is_told_which_rule_and_what_is_missing() -> None:
    """At once, and whenever it asks again."""
    pair = RuledPair(purpose())
    order = pair.submit(NORTH, 100_000)
    pair.do(NORTH, c.AskStatus(order.payment_id, order.debtor_agent))
    pair.deliver()
    told = [each for _, each in pair.told if isinstance(each, f.TellStatus)]
    refused = PaymentStatus.RJCT, StatusReason.INVALID_PURPOSE
    assert [(each.status, each.reason) for each in told] == [refused, refused]
    assert {each.broken for each in told} == {Broken("purpose", (Disclosure.PURPOSE,))}


def test_a_rule_speaks_before_screening_holds() -> None:
    """A bank that is told pending would know by it that screening holds its payment."""
    pair = RuledPair(purpose())
    pair.verdict = HELD
    assert ended(pair, NORTH, pair.submit(NORTH, 100_000).payment_id)[0] == "refused"


def test_what_the_law_freezes_is_frozen_whatever_rule_it_breaks() -> None:
    """At both nodes; and it counts nowhere."""
    for node, payer in ((NORTH, NORTH), (SOUTH, NORTH)):
        side = Side.DEBTOR if node == payer else Side.CREDITOR
        pair = RuledPair(rule("all", side, period=Period.DAY), node=node)
        pair.verdict = BLOCKED
        if node == SOUTH:
            pair.verdicts = {NORTH: CLEAR}
        payment_id = pair.submit(payer, 100_000).payment_id
        assert ended(pair, node, payment_id)[0] == "blocked"
        assert pair.counted(node) == {}


def test_a_return_is_not_judged() -> None:
    """It undoes a payment that was."""
    pair = RuledPair(rule("all", Side.DEBTOR), node=SOUTH)
    paid = pair.submit(NORTH, 100_000).payment_id
    back = pair.submit(
        SOUTH,
        1_000,
        kind=OrderKind.RETURN,
        original_id=paid,
        at_fault=Side.DEBTOR,
        reason="AC04",
        payment_id="back",
    )
    assert ended(pair, SOUTH, back.payment_id)[0] == "settled"


def test_what_has_waited_is_judged_again() -> None:
    """By the counts of when it would be reserved."""
    pair = RuledPair(MONTH)
    pair.verdict = HELD
    held = pair.submit(NORTH, 150_000).payment_id
    pair.verdict = CLEAR
    pair.submit(NORTH, 150_000)
    for person in ("ann", "bo"):
        pair.do(NORTH, ReleaseHeld(held, person))
    assert ended(pair, NORTH, held) == ("refused", StatusReason.NOT_ALLOWED_AMOUNT)


def test_another_currency_is_not_judged() -> None:
    """Rules count in one currency, and a payment of another is none of theirs."""
    pair = RuledPair()
    command = AdoptRules(RuleSet("XA", "CNY", 1, (rule(),)), b"digest", "ann")
    pair.do(NORTH, command)
    pair.do(NORTH, replace(command, person="bo"))
    assert ended(pair, NORTH, pair.submit(NORTH, 100_000).payment_id)[0] == "settled"


# What counts.


def test_payments_of_a_person_count_together() -> None:
    """Another's count apart; what is refused does not count."""
    pair = RuledPair(MONTH)
    assert ended(pair, NORTH, pair.submit(NORTH, 200_000).payment_id)[0] == "settled"
    assert ended(pair, NORTH, pair.submit(NORTH, 60_000).payment_id)[0] == "refused"
    assert ended(pair, NORTH, pair.submit(NORTH, 50_000).payment_id)[0] == "settled"
    pair.facts = BORIS
    assert ended(pair, NORTH, pair.submit(NORTH, 60_000).payment_id)[0] == "settled"
    assert pair.counted(NORTH) == {"2026-09 monthly": (0, 250_000)}


def test_what_is_under_way_counts_and_comes_back() -> None:
    """Reserved while the other node decides, and no longer once it is rejected."""
    pair = RuledPair(MONTH)
    pair.banks_answer = False
    first = pair.submit(NORTH, 200_000)
    assert pair.counted(NORTH) == {"2026-09 monthly": (200_000, 0)}
    assert ended(pair, NORTH, pair.submit(NORTH, 60_000).payment_id)[0] == "refused"
    reason = StatusReason.CLOSED_ACCOUNT
    pair.do(SOUTH, c.AnswerPresentation(first.payment_id, first.creditor_agent, reason))
    pair.deliver()
    assert pair.counted(NORTH) == {}
    pair.banks_answer = True
    assert ended(pair, NORTH, pair.submit(NORTH, 60_000).payment_id)[0] == "settled"


def test_a_period_that_is_over_is_forgotten_by_time() -> None:
    """Three days after its last date, and not a moment before."""
    pair = RuledPair(rule("daily", above=10**9, period=Period.DAY))
    pair.submit(NORTH, 100_000)
    (period,) = pair.states[NORTH].accumulations
    (over_at,) = [
        at for at, due in pair.states[NORTH].timers.due.items() if ("period", period) in due
    ]
    pair.wait(over_at - pair.at - 1)
    assert list(pair.states[NORTH].accumulations) == [period]
    pair.wait(1)
    assert pair.states[NORTH].accumulations == {}
    assert over_at % DAY == 0


def test_a_payment_that_settles_after_its_period_counts_nowhere() -> None:
    """What was counted in it is gone, and nothing breaks."""
    pair = RuledPair(rule("daily", above=10**9, period=Period.DAY))
    pair.banks_answer = False
    order = pair.submit(NORTH, 100_000)
    payment = pair.states[NORTH].payments[order.payment_id]
    pair.states[NORTH].accumulations.clear()
    payment.is_reserved = True
    pair.do(SOUTH, c.AnswerPresentation(order.payment_id, order.creditor_agent))
    pair.deliver()
    assert ended(pair, NORTH, order.payment_id)[0] == "settled"
    assert pair.counted(NORTH) == {}


def test_orders_of_a_bulk_are_judged_by_what_each_tells() -> None:
    """When each is released, in turn: the second of one person is over the limit."""
    pair = RuledPair(MONTH)
    told = [ANNA, ANNA, BORIS]
    orders = [pair.order(NORTH, 200_000, quote_id=pair.quote(NORTH, 200_000)) for _ in told]
    pair.do(NORTH, c.OpenBulk("bulk", "RUB-CNY", BANKS[NORTH][0], b"file"))
    staged = tuple(map(StagedOrder, orders, [CLEAR] * 3, told))
    pair.do(NORTH, c.StageOrders("bulk", 1, staged))
    pair.do(NORTH, c.SealBulk("bulk", 3, 600_000, "RUB", b"file"))
    for number in (1, 2, 3):
        pair.do(NORTH, c.ReleaseOrder("bulk", number))
    pair.deliver()
    states = [ended(pair, NORTH, order.payment_id)[0] for order in orders]
    assert states == ["settled", "refused", "settled"]
    assert pair.counted(NORTH, b"boris") == {"2026-09 monthly": (0, 200_000)}


# Rules in force.


def test_two_different_people_put_rules_in_force() -> None:
    """One person alone does not, however often."""
    pair = RuledPair()
    command = AdoptRules(RuleSet("XA", "RUB", 1, (rule(),)), b"digest", "ann")
    proposed = pair.do(NORTH, command)
    again = pair.do(NORTH, command)
    assert ended(pair, NORTH, pair.submit(NORTH, 100_000).payment_id)[0] == "settled"
    adopted = pair.do(NORTH, replace(command, person="bo"))
    assert [type(each) for each in proposed + again + adopted] == [
        e.RulesProposed,
        e.CommandRefused,
        e.RulesAdopted,
    ]
    assert ended(pair, NORTH, pair.submit(NORTH, 100_000).payment_id)[0] == "refused"
    called = [each for _, each in pair.told if isinstance(each, f.CallPeople)]
    assert [each.subject for each in called] == ["rules"]


def test_another_text_begins_anew() -> None:
    """A second person who has read another text has not confirmed the first."""
    pair = RuledPair()
    first = AdoptRules(RuleSet("XA", "RUB", 1, (rule(),)), b"digest", "ann")
    pair.do(NORTH, first)
    other = pair.do(NORTH, replace(first, digest=b"other", person="bo"))
    back = pair.do(NORTH, replace(first, person="bo"))
    assert [type(each) for each in other + back] == [e.RulesProposed, e.RulesProposed]
    assert pair.states[NORTH].rule_set is None


@pytest.mark.parametrize("over", [{"digest": b""}, {"person": ""}])
def test_rules_need_a_digest_and_a_person(over: dict[str, Any]) -> None:
    """Nobody's word is nobody's."""
    pair = RuledPair()
    command = AdoptRules(RuleSet("XA", "RUB", 1, (rule(),)), b"digest", "ann")
    (refused,) = pair.do(NORTH, replace(command, **over))
    assert isinstance(refused, e.CommandRefused)


def test_a_later_version_follows_and_what_is_reserved_stays() -> None:
    """It keeps the rules that it was judged by; the same id goes on counting."""
    pair = RuledPair(replace(MONTH, is_reported=True, is_report_only=True, above=0))
    digest = pair.states[NORTH].rules_digest
    pair.banks_answer = False
    order = pair.submit(NORTH, 200_000)
    pair.rule(NORTH, MONTH)
    pair.do(SOUTH, c.AnswerPresentation(order.payment_id, order.creditor_agent))
    pair.deliver()
    assert [(line.rule_id, line.digest) for line in pair.lines()] == [("monthly", digest)]
    assert ended(pair, NORTH, pair.submit(NORTH, 60_000).payment_id)[0] == "refused"
    (old,) = pair.do(NORTH, AdoptRules(RuleSet("XA", "RUB", 2), b"digest", "ann"))
    assert isinstance(old, e.CommandRefused)
    assert "version 2 is in force" in old.text


def test_a_settled_payment_that_reaches_a_rule_is_reported() -> None:
    """Once, with what its authorities want to know, and nothing of one that failed."""
    watched = rule("watched", above=50_000, is_report_only=True, is_reported=True)
    pair = RuledPair(watched)
    pair.facts = replace(ANNA, country="CN", purposes=("GDDS",), codes=("20100",))
    order = pair.submit(NORTH, 100_000)
    pair.submit(NORTH, 50_000)
    pair.submit(NORTH, 100_000, creditor_agent="NOBKCNSH")
    (line,) = pair.lines()
    assert line == f.ReportPayment(
        "watched",
        b"1",
        order.payment_id,
        Side.DEBTOR,
        "2026-09-21",
        100_000,
        "RUB",
        b"anna",
        "CN",
        ("GDDS",),
        ("20100",),
    )


# What cannot be a rule.


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (RuleSet("Xa", "RUB", 1), "country must be"),
        (RuleSet("XA", "XXX", 1), "currency must be"),
        (RuleSet("XA", "RUB", 0), "version must be"),
        (RuleSet("XA", "RUB", 1, (rule(), rule())), "an id of its own"),
        (RuleSet("XA", "RUB", 1, tuple(rule(str(n)) for n in range(501))), "at most 500"),
        (RuleSet("XA", "RUB", 1, (rule("a/b"),)), "without a slash"),
        (RuleSet("XA", "RUB", 1, (Rule("a", "", Side.DEBTOR),)), "legal_basis"),
        (RuleSet("XA", "RUB", 1, (rule(above=-1),)), "above must be"),
        (RuleSet("XA", "RUB", 1, (rule(countries=("RUS",)),)), "countries must be"),
        (RuleSet("XA", "RUB", 1, (rule(codes=("1",)),)), "codes need"),
        (RuleSet("XA", "RUB", 1, (rule(is_report_only=True),)), "is no rule"),
        (
            RuleSet("XA", "RUB", 1, (purpose(is_report_only=True, is_reported=True),)),
            "requires nothing",
        ),
        (RuleSet("XA", "RUB", 1, (rule(reason=StatusReason.REGULATORY_REASON),)), "reason must"),
        (RuleSet("XA", "RUB", 1, (rule(reason=StatusReason.BLOCKED_AMOUNT),)), "reason must"),
    ],
)
def test_what_cannot_be_rules_is_refused(rules: RuleSet, told: str) -> None:
    """With the law that it breaks."""
    assert [told in each for each in faults_of(rules)] == [True]
    (refused,) = RuledPair().do(NORTH, AdoptRules(rules, b"digest", "ann"))
    assert isinstance(refused, e.CommandRefused)
    assert told in refused.text


def test_facts_have_no_name() -> None:
    """What the core is told of a person is a digest, and what people call it, nothing."""
    names = set(Facts.__struct_fields__)
    assert names == {
        "channel",
        "person",
        "kind",
        "residence",
        "country",
        "purposes",
        "codes",
        "has_document",
    }
