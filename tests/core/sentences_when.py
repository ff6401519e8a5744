"""What a case may let happen."""

from hashlib import sha256

import msgspec

from tallystick.core import commands as c
from tallystick.core.agreements import ExchangeModel
from tallystick.core.items import Decided
from tallystick.core.ledger import participant_account, provider_account
from tallystick.core.orders import Decision, OrderKind
from tallystick.core.screening_commands import RefuseHeld, ReleaseHeld
from tallystick.terms.parties import Priority, Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import RefusalReason, ReleaseReason
from tallystick.terms.verdicts import Outcome
from tests.core.case_language import Money, Return, Transfer
from tests.core.scene import ASIDE, SENTENCES, Scene, node_of

when = SENTENCES.when


@when("{bank} takes quote {name} to send {money}")
def takes_a_quote_to_send(scene: Scene, bank: str, name: str, money: Money) -> None:
    scene.quote(bank, Side.DEBTOR, money.amount, name)


@when("{bank} takes quote {name} to send {money} from {provider:party}")
def takes_a_quote_from(scene: Scene, bank: str, name: str, money: Money, provider: str) -> None:
    scene.quote(bank, Side.DEBTOR, money.amount, name, provider)


@when("{bank} takes quote {name} so that {money} arrive")
def takes_a_quote_to_arrive(scene: Scene, bank: str, name: str, money: Money) -> None:
    scene.quote(bank, Side.CREDITOR, money.amount, name)


def _quoted(scene: Scene, bank: str, money: Money) -> str:
    """Take a quote where the agreement has quotes."""
    if scene.agreement.exchange_model is ExchangeModel.AT_SOURCE:
        return ""
    name = scene.fresh_name("quote")
    scene.quote(bank, Side.DEBTOR, money.amount, name)
    return name


@when("{bank} sends {transfer}")
def sends(scene: Scene, bank: str, transfer: Transfer) -> None:
    quote_id = _quoted(scene, bank, transfer.money)
    scene.submit(scene.order(bank, transfer, quote_id=quote_id))


@when("{bank} urgently sends {transfer}")
def urgently_sends(scene: Scene, bank: str, transfer: Transfer) -> None:
    quote_id = _quoted(scene, bank, transfer.money)
    order = scene.order(bank, transfer, quote_id=quote_id, priority=Priority.URGENT)
    scene.submit(order)


@when("{bank} sends {transfer} without a quote")
def sends_unquoted(scene: Scene, bank: str, transfer: Transfer) -> None:
    scene.submit(scene.order(bank, transfer))


@when("{bank} sends {transfer} on quote {quote:name}")
def sends_on(scene: Scene, bank: str, transfer: Transfer, quote: str) -> None:
    scene.submit(scene.order(bank, transfer, quote_id=quote))


@when("{bank} sends {transfer} under an agreement that nobody knows")
def sends_under_another(scene: Scene, bank: str, transfer: Transfer) -> None:
    scene.submit(scene.order(bank, transfer, agreement_id="XXX-YYY"))


@when("{name} is sent again")
def is_sent_again(scene: Scene, name: str) -> None:
    scene.submit(scene.orders[name])


@when("{name} is sent again with other content")
def is_sent_again_changed(scene: Scene, name: str) -> None:
    order = msgspec.structs.replace(scene.orders[name], content=b"other")
    scene.submit(order)


@when("{bank} sends the order {name} of another bank")
def sends_anothers(scene: Scene, bank: str, name: str) -> None:
    scene.submit(msgspec.structs.replace(scene.orders[name], debtor_agent=bank))


@when("{bank} uses the id {name} to send {money} to {creditor:bank}")
def uses_the_id(scene: Scene, bank: str, name: str, money: Money, creditor: str) -> None:
    """Send an order of its own, under an id that another order may have."""
    own = Transfer(money, creditor, f"{name} of {bank}")
    order = scene.order(bank, own, payment_id=name, quote_id=_quoted(scene, bank, money))
    scene.submit(order)


@when("the store at {node} loses {name}")
def store_loses(scene: Scene, node: str, name: str) -> None:
    del scene.pair.records[node][name]


@when("{bank} returns {back:return}, sending {money}")
def returns(scene: Scene, bank: str, back: Return, money: Money) -> None:
    _send_back(scene, bank, back, money, _quoted(scene, bank, money))


@when("{bank} returns {back:return}, so that {money} arrive")
def returns_so_that(scene: Scene, bank: str, back: Return, money: Money) -> None:
    quote_id = scene.fresh_name("quote")
    scene.quote(bank, Side.CREDITOR, money.amount, quote_id)
    terms = scene.pair.states[node_of(bank)].quotes[quote_id].terms
    sent = Money(terms.debtor_amount, terms.debtor_currency)
    _send_back(scene, bank, back, sent, quote_id)


def _send_back(scene: Scene, bank: str, back: Return, money: Money, quote_id: str) -> None:
    order = scene.order(
        bank,
        Transfer(money, scene.orders[back.original].debtor_agent, back.name),
        quote_id=quote_id,
        kind=OrderKind.RETURN,
        original_id=back.original,
        at_fault=back.at_fault,
    )
    scene.submit(order)


@when("{bank} promises to take {name}")
def promises(scene: Scene, bank: str, name: str) -> None:
    _answer(scene, bank, name, None)


@when("{bank} refuses {name} with {code}")
def bank_refuses(scene: Scene, bank: str, name: str, code: str) -> None:
    _answer(scene, bank, name, StatusReason(code))


def _answer(scene: Scene, bank: str, name: str, reason: StatusReason | None) -> None:
    known = scene.pair.records[node_of(bank)].get(name)
    scene.act(node_of(bank), c.AnswerPresentation(name, bank, reason, known))


@when("{bank} asks how {name} stands")
def asks_how(scene: Scene, bank: str, name: str) -> None:
    known = scene.pair.records[node_of(bank)].get(name)
    scene.act(node_of(bank), c.AskStatus(name, bank, known))


@when("{person:name} at {node} releases {name}")
def releases(scene: Scene, person: str, node: str, name: str) -> None:
    scene.act(node, ReleaseHeld(name, person, ReleaseReason.NAME_DIFFERS))


@when("{person:name} at {node} refuses {name}")
def person_refuses(scene: Scene, person: str, node: str, name: str) -> None:
    scene.act(node, RefuseHeld(name, person, RefusalReason.TRUE_MATCH))


@when("screening at {node} says {outcome:word}")
def screening_says(scene: Scene, node: str, outcome: str) -> None:
    scene.pair.outcomes[node] = Outcome(outcome)


@when("screening at {node} is slow")
def screening_is_slow(scene: Scene, node: str) -> None:
    scene.pair.slow_screening.add(node)


@when("screening at {node} uses the exemption {exemption:word}")
def screening_exempts(scene: Scene, node: str, exemption: str) -> None:
    scene.pair.exemptions[node] = exemption


@when("screening at {node} uses its lists and the exemption {exemption:word}")
def screening_exempts_from_some(scene: Scene, node: str, exemption: str) -> None:
    scene.pair.partial[node] = exemption


@when("screening at {node} has no lists")
def screening_has_no_lists(scene: Scene, node: str) -> None:
    """Let screening find what it must without a list: that the payment has to wait."""
    scene.pair.exemptions[node] = ""
    scene.pair.outcomes[node] = Outcome.HOLD


@when("{name} is screened again at {node} with the outcome {outcome:word}")
def is_screened_again(scene: Scene, name: str, node: str, outcome: str) -> None:
    scene.pair.outcomes[node] = Outcome(outcome)
    scene.act(node, c.RecordVerdict(name, scene.pair.verdict_at(node)))


@when("the lists at {node} change")
def lists_change(scene: Scene, node: str) -> None:
    bundle = sha256(scene.fresh_name("lists").encode()).digest()
    scene.act(node, c.ActivateBundle(bundle, scene.pair.at + 10**10))


@when("the lists at {node} change and are good for {duration}")
def lists_last(scene: Scene, node: str, duration: int) -> None:
    bundle = sha256(scene.fresh_name("lists").encode()).digest()
    scene.act(node, c.ActivateBundle(bundle, scene.pair.at + duration))


@when("{node} suspends {bank}")
def suspends(scene: Scene, node: str, bank: str) -> None:
    scene.act(node, c.SuspendParticipant(bank, scene.agreement_id, "Anna"))


@when("{node} reinstates {bank}")
def reinstates(scene: Scene, node: str, bank: str) -> None:
    scene.act(node, c.ReinstateParticipant(bank, scene.agreement_id, "Anna"))


@when("{bank} pays in {money}")
def pays_in(scene: Scene, bank: str, money: Money) -> None:
    account_id = participant_account(bank, money.currency)
    scene.pair.credit(node_of(bank), account_id, money.currency, money.amount)
    scene.pair.deliver()


@when("the provider {provider:party} pays in {money} at {node}")
def provider_pays_in(scene: Scene, provider: str, money: Money, node: str) -> None:
    account_id = provider_account(provider, money.currency)
    scene.pair.credit(node, account_id, money.currency, money.amount)
    scene.pair.deliver()


@when("{duration} pass")
def time_passes(scene: Scene, duration: int) -> None:
    scene.pair.wait(duration)


@when("{duration} pass unnoticed")
def time_passes_unnoticed(scene: Scene, duration: int) -> None:
    """Move the clock without letting a node deal with what is due."""
    scene.pair.at += duration


@when("it is {instant}")
def it_is(scene: Scene, instant: int) -> None:
    scene.pair.wait(instant - scene.pair.at)


@when("the link from {node} is cut")
def link_is_cut(scene: Scene, node: str) -> None:
    scene.pair.cut(node)


@when("the link from {node} works again")
def link_works(scene: Scene, node: str) -> None:
    scene.pair.mend(node)


@when("{node} sets aside the next item it hears, about {name}")
def sets_aside(scene: Scene, node: str, name: str) -> None:
    pair = scene.pair
    other = pair.other(node)
    sequence = pair.kept[other].popleft().sequence
    scene.act(node, c.ParkItem(other, sequence, ASIDE, scene.agreement_id, name))


@when("{node} says that {name} is accepted in cycle {cycle:number}")
def says_accepted(scene: Scene, node: str, name: str, cycle: int) -> None:
    hearer = scene.pair.other(node)
    sequence = scene.pair.states[hearer].peers[node].received + 1
    item = Decided(scene.agreement_id, name, Decision.ACCEPTED, cycle)
    scene.act(hearer, c.HearPeer(node, sequence, item))


@when("the cycle is settled")
def cycle_is_settled(scene: Scene) -> None:
    before = scene.pact("NORTH").last_settled
    scene.pair.close()
    assert scene.pact("NORTH").last_settled == scene.pact("SOUTH").last_settled == before + 1


@when("settled payments leave")
def settled_payments_leave(scene: Scene) -> None:
    scene.pair.evict()
