"""Accounts, quotes, held payments, cases and reference data, each for who may see it."""

import msgspec
import pytest

from tallystick.core.commands import (
    CloseCase,
    PublishRates,
    RecordVerdict,
    RegisterProvider,
    RequestQuote,
)
from tallystick.core.ledger import participant_account
from tallystick.core.orders import Quote
from tallystick.core.screening_commands import ReleaseHeld
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome
from tallystick.views import positions, reference, review
from tallystick.views.quotes import quote
from tallystick.views.viewers import Books, Role, Viewer
from tests.core.pair import BANKS, NORTH, PROVIDER, SOUTH, Pair, gross
from tests.node.history import verdict
from tests.node.linked_nodes import LinkedNodes
from tests.views.reading import ANN, NAMES, OURS, RUB_CNY, bank


@pytest.mark.parametrize(("name", "participant"), OURS)
def test_a_bank_sees_its_own_account(read: dict[str, Books], name: str, participant: str) -> None:
    """As the ledger has it, and no other."""
    state = read[name].state
    (seen,) = positions.positions(state, bank(participant))
    currency = state.pacts[RUB_CNY].currency
    account = state.ledger.accounts[participant_account(participant, currency)]
    assert (seen.balance, seen.held, seen.available) == (
        account.balance,
        account.held,
        account.available,
    )
    assert (seen.kind, seen.owner, seen.currency) == ("participant", participant, currency)


@pytest.mark.parametrize("name", NAMES)
def test_the_operator_sees_every_account(read: dict[str, Books], name: str) -> None:
    """And their balances sum to zero, currency by currency."""
    state = read[name].state
    seen = positions.positions(state, ANN)
    assert [each.account_id for each in seen] == list(state.ledger.accounts)
    for currency in ("RUB", "CNY"):
        assert sum(each.balance for each in seen if each.currency == currency) == 0
    kinds = {each.account_id: (each.kind, each.owner) for each in seen}
    assert kinds["clearing:RUB-CNY:RUB" if name == NORTH else "clearing:RUB-CNY:CNY"] == (
        "clearing",
        RUB_CNY,
    )
    assert kinds["treasury:RUB" if name == NORTH else "treasury:CNY"] == ("treasury", "")


def test_a_participant_and_a_provider_of_one_name_are_two(read: dict[str, Books]) -> None:
    """What a name may see depends on as what it looks."""
    own = BANKS[NORTH][0]
    assert positions.positions(read[NORTH].state, Viewer(own, Role.PROVIDER)) == []
    assert positions.positions(read[NORTH].state, bank("")) == []


def test_a_provider_sees_its_account() -> None:
    """The one at this end."""
    pair = Pair(gross())
    (seen,) = positions.positions(pair.states[NORTH], Viewer(PROVIDER, Role.PROVIDER))
    assert (seen.kind, seen.owner, seen.currency) == ("provider", PROVIDER, "SGD")


def test_an_owner_may_have_a_colon_in_its_name() -> None:
    """A member of a clearing system is named by both."""
    pair = Pair(gross())
    state = pair.states[NORTH]
    state.ledger.open(participant_account("SGIBG:7171", "SGD"), "SGD", 0)
    (seen,) = positions.positions(state, bank("SGIBG:7171"))
    assert seen.owner == "SGIBG:7171"


def taken(pair: Pair) -> Quote:
    """Take a quote in the north."""
    ask = RequestQuote("quote-x", "SGD-THB", BANKS[NORTH][0], Side.DEBTOR, 10_000)
    pair.do(NORTH, ask)
    return pair.states[NORTH].quotes["quote-x"]


def test_a_quote_is_shown_to_who_took_it() -> None:
    """And to the operator; not to another bank, and not under another id."""
    pair = Pair(gross())
    offer, state = taken(pair), pair.states[NORTH]
    seen = quote(state, bank(BANKS[NORTH][0]), "quote-x")
    assert seen is not None
    assert seen == quote(state, ANN, "quote-x")
    assert (seen.debtor_amount, seen.creditor_amount) == (10_000, offer.terms.creditor_amount)
    assert (seen.rate.ratio, seen.expires_at) == ("251/10", offer.terms.expires_at)
    assert quote(state, bank(BANKS[NORTH][1]), "quote-x") is None
    assert quote(state, Viewer(BANKS[NORTH][0], Role.PROVIDER), "quote-x") is None
    assert quote(state, ANN, "quote-y") is None


def nothing_kept(_payment_id: str) -> bytes:
    """Return what is kept of a screening whose key is erased."""
    return b""


def test_held_payments_are_shown_until_they_go_on() -> None:
    """Since when, why, until when, and who has released it first."""
    nodes = LinkedNodes().found()
    nodes.verdicts[SOUTH, f"pay-{nodes.ids + 1}"] = verdict(Outcome.HOLD)
    since = nodes.at
    held = nodes.send(NORTH, 60_000)
    assert review.held(nodes.state(NORTH), nodes.at, nothing_kept) == []
    nodes.at += 5_000
    nodes.do(SOUTH, ReleaseHeld(held, "ann"))
    (seen,) = review.held(nodes.state(SOUTH), nodes.at, nothing_kept)
    review_ms = nodes.agreement.time_outs.review_ms
    assert (seen.payment_id, seen.side, seen.cause) == (held, "creditor", "review")
    assert (seen.held_at, seen.deadline_at) == (since, since + review_ms)
    assert (seen.age_ms, seen.hits) == (5_000, [])
    assert (seen.released_by, seen.verdict, seen.is_frozen) == ("ann", "hold", False)
    nodes.do(SOUTH, ReleaseHeld(held, "bo"))
    assert review.held(nodes.state(SOUTH), nodes.at, nothing_kept) == []


def test_an_open_case_is_named_as_it_is_closed() -> None:
    """Its id is what closes it; its subject what it is about."""
    nodes = LinkedNodes().found()
    settled = nodes.send(NORTH, 33_000)
    nodes.do(NORTH, RecordVerdict(settled, verdict(Outcome.HOLD)))
    (seen,) = review.cases(nodes.state(NORTH))
    assert (seen.kind, seen.subject) == ("late hit", settled)
    nodes.do(NORTH, CloseCase(seen.case_id, "ann"))
    assert review.cases(nodes.state(NORTH)) == []


def test_limits_are_for_their_own_bank_and_its_operator(read: dict[str, Books]) -> None:
    """Everybody sees who takes part; nobody sees another's limits, nor those of the other end."""
    own = BANKS[NORTH][0]
    for viewer in (ANN, bank(own), bank(BANKS[NORTH][1]), Viewer(own, Role.PROVIDER)):
        seen = reference.participants(read[NORTH].state, viewer)
        assert len(seen) == 4
        shown = {each.participant_id for each in seen if each.limits is not None}
        assert shown == (
            set(BANKS[NORTH]) if viewer is ANN else {viewer.party_id} & set(BANKS[NORTH])
        ) - ({own} if viewer.role is Role.PROVIDER else set())


def test_a_bank_sees_its_own_improvement_alone() -> None:
    """The provider and the operator see all, and what open quotes may cost it."""
    pair = Pair(gross())
    improved = tuple((each, points) for points, each in enumerate(BANKS[NORTH], start=1))
    standing = pair.states[NORTH].pacts["SGD-THB"].providers[PROVIDER]
    assert standing.rate is not None
    pair.do(NORTH, PublishRates(PROVIDER, "SGD-THB", standing.rate, ((1_000, 3),), improved))
    taken(pair)
    state = pair.states[NORTH]
    for viewer in (ANN, Viewer(PROVIDER, Role.PROVIDER)):
        (seen,) = reference.providers(state, viewer)
        assert [each.basis_points for each in seen.improvements] == [1, 2]
        assert seen.exposure is not None
        assert seen.exposure.exposure > 0
    (seen,) = reference.providers(state, bank(BANKS[NORTH][1]))
    assert [(i.participant_id, i.basis_points) for i in seen.improvements] == [
        (BANKS[NORTH][1], 2)
    ]
    assert seen.exposure is None
    assert [(tier.least, tier.basis_points) for tier in seen.tiers] == [(1_000, 3)]
    assert seen.expires_at == pair.at + gross().rate_life_ms


def test_a_provider_without_a_rate_has_none() -> None:
    """It is shown, and offers nothing yet."""
    pair = Pair(gross())
    pair.do(NORTH, RegisterProvider("NEWHOUSE", "SGD-THB", 7))
    seen = {each.provider_id: each for each in reference.providers(pair.states[NORTH], ANN)}
    assert (seen["NEWHOUSE"].rate, seen["NEWHOUSE"].expires_at) == (None, 0)


def test_the_agreement_in_force_is_shown(read: dict[str, Books]) -> None:
    """Version 2 of the lived-in link, with its fees."""
    (seen,) = reference.agreements(read[SOUTH].state)
    assert (seen.version, seen.open_cycle, seen.last_settled) == (2, 4, 3)
    assert (seen.operator_id, seen.peer_id, seen.currency) == (SOUTH, NORTH, "CNY")
    assert [end.fee_flat for end in seen.ends] == [7, 7]


def test_every_reason_is_there_once() -> None:
    """With the status and the HTTP status that go with it."""
    seen = reference.reasons()
    assert [each.code for each in seen] == list(dict.fromkeys(each.code for each in seen))
    assert {each.code for each in seen} == {reason.value for reason in StatusReason}


@pytest.mark.parametrize("name", NAMES)
def test_every_view_can_leave_as_json(read: dict[str, Books], name: str) -> None:
    """Plain values under names."""
    state = read[name].state
    views = (
        positions.positions(state, ANN),
        reference.agreements(state),
        reference.participants(state, ANN),
        reference.providers(state, ANN),
        reference.reasons(),
        review.held(state, state.at, nothing_kept),
        review.cases(state),
    )
    assert all(isinstance(msgspec.json.decode(msgspec.json.encode(each)), list) for each in views)
