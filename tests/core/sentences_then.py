"""What a case may see."""

from tallystick.core import effects as f
from tallystick.core import events as e
from tallystick.core.ledger import (
    blocked_account,
    fees_account,
    participant_account,
    provider_account,
)
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import Quote
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tests.core.case_language import Money
from tests.core.scene import ASIDE, SENTENCES, Scene, node_of

then = SENTENCES.then
_CAUSES = {
    "held for review": e.HoldCause.REVIEW,
    "held to be screened again": e.HoldCause.SCREEN_AGAIN,
}


def expect(seen: object, said: object) -> None:
    """Compare what is seen with what the case says."""
    assert seen == said, f"the case says {said!r}, seen is {seen!r}"


@then("{name} is {state:words} at {node}")
def payment_is(scene: Scene, name: str, state: str, node: str) -> None:
    payment = scene.payment(node, name)
    if state == "unknown":
        expect(payment, None)
        return
    assert payment is not None, f"{name} is not known at {node}"
    if state in _CAUSES:
        expect((payment.state, payment.hold_cause), (PaymentState.HELD, _CAUSES[state]))
    else:
        expect(payment.state, PaymentState(state))


def _standing(status: PaymentStatus, reason: StatusReason | None) -> str:
    return f"{status} {reason}" if reason else str(status)


@then("{bank} was told of {name}: {words:list}")
def bank_was_told(scene: Scene, bank: str, name: str, words: list[str]) -> None:
    seen = [
        _standing(effect.status, effect.reason)
        for _, effect in scene.pair.told
        if isinstance(effect, f.TellStatus)
        and (effect.participant_id, effect.payment_id) == (bank, name)
    ]
    expect(seen or ["nothing"], words)


@then("the provider {provider:party} was told of {name} at {node}: {words:list}")
def provider_was_told(scene: Scene, provider: str, name: str, node: str, words: list[str]) -> None:
    seen = [
        str(effect.status)
        for teller, effect in scene.pair.told
        if isinstance(effect, f.TellProvider)
        and (teller, effect.provider_id, effect.payment_id) == (node, provider, name)
    ]
    expect(seen or ["nothing"], words)


def _presentations(scene: Scene, bank: str, name: str) -> int:
    effect = f.Present(bank, name)
    return sum(effect == told for _, told in scene.pair.told)


@then("{bank} was asked once whether it takes {name}")
def was_asked_once(scene: Scene, bank: str, name: str) -> None:
    expect(_presentations(scene, bank, name), 1)


@then("{bank} was never asked whether it takes {name}")
def was_never_asked(scene: Scene, bank: str, name: str) -> None:
    expect(_presentations(scene, bank, name), 0)


def _cases(scene: Scene, node: str) -> list[tuple[str, str]]:
    happened = scene.pair.events[node]
    return [(event.case_id, event.kind) for event in happened if isinstance(event, e.CaseOpened)]


@then("people at {node} were called about {name}: {kind:words}")
def people_were_called(scene: Scene, node: str, name: str, kind: str) -> None:
    expect(_cases(scene, node), [(name, e.CaseKind(kind))])


@then("people at {node} were called about the item set aside")
def people_were_called_about_the_item(scene: Scene, node: str) -> None:
    expect(_cases(scene, node), [(ASIDE.hex(), e.CaseKind.PARKED_ITEM)])


@then("nobody at {node} was called")
def nobody_was_called(scene: Scene, node: str) -> None:
    expect(_cases(scene, node), [])


@then("it is refused with {code}")
def it_is_refused(scene: Scene, code: str) -> None:
    refusals = (e.CommandRefused, e.OrderRefused, e.QuoteRefused)
    reasons = [event.reason for event in scene.last if isinstance(event, refusals)]
    expect(reasons, [StatusReason(code)])


@then("the refusal speaks of that message alone, not of {name}")
def refusal_speaks_of_the_message(scene: Scene, name: str) -> None:
    told = [each for _, each in scene.pair.told if isinstance(each, f.TellStatus)]
    refused = [each for each in scene.last if isinstance(each, e.OrderRefused)]
    expect([told[-1].payment_id, told[-1].content], [name, refused[-1].content])
    assert refused[-1].content != scene.orders[name].content


@then("nothing happens")
def nothing_happens(scene: Scene) -> None:
    expect(scene.last, [])


@then("{bank} has {money}")
def bank_has(scene: Scene, bank: str, money: Money) -> None:
    account = scene.account(node_of(bank), participant_account(bank, money.currency))
    expect((account.balance, account.held), (money.amount, 0))


@then("{bank} has {money} and {held:money} set aside")
def bank_has_and_held(scene: Scene, bank: str, money: Money, held: Money) -> None:
    account = scene.account(node_of(bank), participant_account(bank, money.currency))
    expect((account.available, account.held), (money.amount, held.amount))


@then("the provider {provider:party} has {money} at {node}")
def provider_has(scene: Scene, provider: str, money: Money, node: str) -> None:
    account = scene.account(node, provider_account(provider, money.currency))
    expect((account.balance, account.held), (money.amount, 0))


@then("blocked funds at {node} are {money}")
def blocked_funds(scene: Scene, node: str, money: Money) -> None:
    account = scene.account(node, blocked_account(scene.agreement_id, money.currency))
    expect(account.balance, money.amount)


@then("fees at {node} are {money}")
def fees(scene: Scene, node: str, money: Money) -> None:
    account = scene.account(node, fees_account(scene.agreement_id, money.currency))
    expect(account.balance, money.amount)


@then("{bank} has used {money} of its limits today")
def has_used(scene: Scene, bank: str, money: Money) -> None:
    usage = scene.pact(node_of(bank)).participants[bank].usage
    expect(usage.sent - usage.received, money.amount)


@then("open quotes of {provider:party} at {node} come to {money}")
def open_quotes(scene: Scene, provider: str, node: str, money: Money) -> None:
    expect(scene.pact(node).providers[provider].exposure, money.amount)


@then("quote {quote:name} turns {debit:money} into {credit:money} at {rate:ratio}")
def quote_turns(scene: Scene, quote: str, debit: Money, credit: Money, rate: str) -> None:
    made = _quote(scene, quote)
    terms = made.terms
    expect(Money(terms.debtor_amount, terms.debtor_currency), debit)
    expect(Money(terms.creditor_amount, terms.creditor_currency), credit)
    expect(made.rate.text(), rate)


@then("quote {quote:name} costs {money}")
def quote_costs(scene: Scene, quote: str, money: Money) -> None:
    expect(_quote(scene, quote).terms.fee, money.amount)


def _quote(scene: Scene, name: str) -> Quote:
    issued = [
        event.quote
        for happened in scene.pair.events.values()
        for event in happened
        if isinstance(event, e.QuoteIssued) and event.quote.quote_id == name
    ]
    assert len(issued) == 1, f"quote {name} was issued {len(issued)} times"
    return issued[0]


@then("{node} settled {words:list} in this order")
def settled_in_order(scene: Scene, node: str, words: list[str]) -> None:
    happened = scene.pair.events[node]
    expect([each.payment_id for each in happened if isinstance(each, e.PaymentSettled)], words)


@then("{name} counts in cycle {cycle:number} at {node}")
def counts_in(scene: Scene, name: str, cycle: int, node: str) -> None:
    payment = scene.payment(node, name)
    expect(payment and payment.cycle, cycle)
