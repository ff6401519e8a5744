"""What a case may say about how things are beforehand."""

import msgspec

from tallystick.core import commands as c
from tallystick.core.ledger import participant_account, provider_account
from tallystick.terms.calendars import Calendar
from tallystick.terms.money import Rate
from tests.core.case_language import Money
from tests.core.pair import PROVIDER
from tests.core.scene import AGREEMENTS, SENTENCES, Offer, Scene, node_of

given = SENTENCES.given


@given("the agreement {agreement}")
def the_agreement(scene: Scene, agreement: str) -> None:
    scene.agree()
    scene.agreement = AGREEMENTS[agreement]()


@given("{node} allows at most {money} a payment")
def allows_at_most(scene: Scene, node: str, money: Money) -> None:
    assert money.currency == scene.end(node).currency
    scene.agree_end(node, payment_max=money.amount)


@given("{node} charges {money} and {points:number} basis points")
def charges(scene: Scene, node: str, money: Money, points: int) -> None:
    scene.agree_end(node, fee_flat=money.amount, fee_basis_points=points)


@given("{node} is open from {opens:clock} to {closes:clock}")
def is_open(scene: Scene, node: str, opens: int, closes: int) -> None:
    scene.agree_end(node, calendar=Calendar(opens_minute=opens, closes_minute=closes))


@given("{node} exempts {exemption:word} payments")
def exempts(scene: Scene, node: str, exemption: str) -> None:
    scene.agree_end(node, screening_lists=(), exemptions=((exemption, "the law that says so"),))


@given("{node} exempts {exemption:word} payments from some lists")
def exempts_from_some(scene: Scene, node: str, exemption: str) -> None:
    scene.agree_end(node, exemptions=((exemption, "the law that says so"),))


@given("payments may queue for {duration}")
def may_queue(scene: Scene, duration: int) -> None:
    scene.agree_time(queue_ms=duration)


@given("payments may be held for {duration}")
def may_be_held(scene: Scene, duration: int) -> None:
    scene.agree_time(review_ms=duration)


@given("rates live {duration}")
def rates_live(scene: Scene, duration: int) -> None:
    scene.agree(rate_life_ms=duration)


@given("a payment without a quote gets the standing rate")
def gets_the_standing_rate(scene: Scene) -> None:
    scene.agree(default_provider=PROVIDER)


@given("a payment without a quote is refused")
def is_refused_without_a_quote(scene: Scene) -> None:
    scene.agree(default_provider="")


@given("the swing limit is {money}")
def the_swing_limit(scene: Scene, money: Money) -> None:
    assert money.currency == scene.agreement.settlement_currency
    scene.agree(swing_limit=money.amount)


@given("{bank} has {money}")
def bank_has(scene: Scene, bank: str, money: Money) -> None:
    _pay_out_all_but(scene, node_of(bank), participant_account(bank, money.currency), money)


@given("the provider {provider:party} has {money} at {node}")
def provider_has(scene: Scene, provider: str, money: Money, node: str) -> None:
    _pay_out_all_but(scene, node, provider_account(provider, money.currency), money)


def _pay_out_all_but(scene: Scene, node: str, account_id: str, money: Money) -> None:
    excess = scene.account(node, account_id).balance - money.amount
    name = scene.fresh_name("pay-out")
    scene.act(node, c.RequestDefunding(name, f"RTGS-{node}", account_id, excess))
    assert scene.account(node, account_id).balance == money.amount


@given("{bank} may send at most {money} a day")
def may_send(scene: Scene, bank: str, money: Money) -> None:
    _limit(scene, bank, (money.amount, scene.limits.get(bank, (0, 0))[1]))


@given("{bank} may owe at most {money} net")
def may_owe(scene: Scene, bank: str, money: Money) -> None:
    _limit(scene, bank, (scene.limits.get(bank, (0, 0))[0], money.amount))


def _limit(scene: Scene, bank: str, limits: tuple[int, int]) -> None:
    scene.limits[bank] = limits
    node = node_of(bank)
    scene.act(node, c.RegisterParticipant(bank, scene.agreement_id, node, *limits))


@given("the provider {provider:party} may have quotes of {money} open at {node}")
def may_have_open(scene: Scene, provider: str, money: Money, node: str) -> None:
    scene.act(node, c.RegisterProvider(provider, scene.agreement_id, money.amount))


@given("{provider:party} offers {rate} at {node}")
def offers(scene: Scene, provider: str, rate: Rate, node: str) -> None:
    scene.publish(provider, node, Offer(rate))


@given("{provider:party} adds {points:number} basis points from {money} at {node}")
def adds_a_tier(scene: Scene, provider: str, points: int, money: Money, node: str) -> None:
    offer = scene.offers[provider, node]
    tiers = (*offer.tiers, (money.amount, points))
    scene.publish(provider, node, msgspec.structs.replace(offer, tiers=tiers))


@given("{provider:party} adds {points:number} basis points for {bank} at {node}")
def adds_for_a_bank(scene: Scene, provider: str, points: int, bank: str, node: str) -> None:
    offer = scene.offers[provider, node]
    improvements = (*offer.improvements, (bank, points))
    scene.publish(provider, node, msgspec.structs.replace(offer, improvements=improvements))


@given("banks stay silent")
def banks_stay_silent(scene: Scene) -> None:
    scene.pair.banks_answer = False
