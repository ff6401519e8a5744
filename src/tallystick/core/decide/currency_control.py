"""Currency control: what the rules in force make of a payment, exactly and in whole minor units.

A payment is judged when it comes, and again by the rules and the counts of then when its money
is reserved; from there on it keeps what it was judged by. A return is the undoing of a payment
that was judged, and no rule stops it; what the law freezes is frozen, whatever rule it breaks.
"""

from typing import Final, NamedTuple

from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    PaymentHeld,
    PaymentRefused,
    PaymentRejected,
    PeriodEnded,
    RuleBroken,
    RulesAdopted,
    RulesApplied,
    RulesProposed,
)
from tallystick.core.orders import OrderKind
from tallystick.core.rule_commands import AdoptRules
from tallystick.core.rule_sets import (
    Broken,
    Facts,
    Rule,
    RuleSet,
    RulesProposal,
    counted_as,
    faults_of,
)
from tallystick.core.state import Pact, Payment, State
from tallystick.terms.disclosures import Disclosure, Residence
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome

# What is missing is told by the code that ISO has for it; the first that is missing tells.
_MISSING: Final = {
    Disclosure.PURPOSE: StatusReason.INVALID_PURPOSE,
    Disclosure.REPORTING: StatusReason.INVALID_REGULATORY_INFORMATION,
    Disclosure.DOCUMENT: StatusReason.INVALID_REMITTANCE_INFORMATION,
}


class Judged(NamedTuple):
    """What the rules make of a payment: its refusal, or what is noted where it is reserved."""

    refusal: list[AnyEvent]
    applied: list[AnyEvent]


_UNTOUCHED: Final = Judged([], [])


def rather_than_hold(
    state: State, at: int, pact: Pact, payment: Payment, following: list[AnyEvent]
) -> list[AnyEvent]:
    """Return what follows for a new payment, but the refusal by a rule instead of a hold.

    Else a bank that is told *pending* where a rule says no would know that screening holds it.
    """
    if state.rule_set is None or not following or not isinstance(following[0], PaymentHeld):
        return following
    date = pact.own_end.calendar.business_date(at)
    return judged(state, payment, date).refusal or following


def judged(state: State, payment: Payment, business_date: str) -> Judged:
    """Judge a payment that would be reserved on this date."""
    rules = state.rule_set
    if rules is None or not _is_judged(rules, payment):
        return _UNTOUCHED
    facts, amount, person = payment.facts, payment.own_amount, payment.facts.person.hex()
    counted: list[tuple[str, str]] = []
    reported: list[str] = []
    for rule in _fitting(rules, payment):
        before = 0
        if rule.period is not None:
            place = rule.period.of(business_date), counted_as(rule.rule_id, person)
            before = _so_far(state, place)
            counted.append(place)
        if before + amount <= rule.above:
            continue
        missing = _missing(rule, facts)
        if missing or _is_limit(rule):
            return Judged(_refusal(payment, rule, missing), [])
        if rule.is_reported:
            reported.append(rule.rule_id)
    if not counted and not reported:
        return _UNTOUCHED
    words = state.rules_digest, amount, tuple(counted), tuple(reported)
    return Judged([], [RulesApplied(payment.order.payment_id, *words)])


def _is_judged(rules: RuleSet, payment: Payment) -> bool:
    if payment.order.kind is OrderKind.RETURN or payment.verdict.outcome is Outcome.BLOCK:
        return False
    terms = payment.known_terms
    is_debtor = payment.side is Side.DEBTOR
    currency = terms.debtor_currency if is_debtor else terms.creditor_currency
    return currency == rules.currency


def _fitting(rules: RuleSet, payment: Payment) -> list[Rule]:
    """Return the rules that are about a payment, in their order."""
    side, country, facts = payment.side, rules.country, payment.facts
    return [each for each in rules.rules if each.side is side and _fits(each, country, facts)]


def _is_limit(rule: Rule) -> bool:
    """Whether nothing that a message tells lets a payment pass that reaches the rule."""
    return not rule.is_report_only and not rule.requires


def _fits(rule: Rule, country: str, facts: Facts) -> bool:
    """Whether a rule is about such a payment; what is not told fits."""
    if rule.channels and facts.channel not in rule.channels:
        return False
    if rule.countries and facts.country and facts.country not in rule.countries:
        return False
    if rule.persons and facts.kind is not None and facts.kind not in rule.persons:
        return False
    if rule.purposes and facts.purposes and not set(rule.purposes) & set(facts.purposes):
        return False
    if rule.residence is None or not facts.residence:
        return True
    return (rule.residence is Residence.RESIDENT) == (facts.residence == country)


def _so_far(state: State, place: tuple[str, str]) -> int:
    found = state.accumulations.get(place[0], {}).get(place[1])
    return found.reserved + found.definite if found is not None else 0


def _missing(rule: Rule, facts: Facts) -> tuple[Disclosure, ...]:
    """Return the disclosures that a rule requires and the message does not make."""
    has_code = bool(set(rule.codes) & set(facts.codes)) if rule.codes else bool(facts.codes)
    declared = {
        Disclosure.PURPOSE: bool(facts.purposes),
        Disclosure.REPORTING: has_code,
        Disclosure.DOCUMENT: facts.has_document,
    }
    return tuple(each for each in rule.requires if not declared[each])


def _refusal(payment: Payment, rule: Rule, missing: tuple[Disclosure, ...]) -> list[AnyEvent]:
    default = _MISSING[missing[0]] if missing else StatusReason.NOT_ALLOWED_AMOUNT
    ends = PaymentRefused if payment.side is Side.DEBTOR else PaymentRejected
    payment_id = payment.order.payment_id
    broken = RuleBroken(payment_id, Broken(rule.rule_id, missing))
    return [broken, ends(payment_id, rule.reason or default)]


def adopt_rules(state: State, _at: int, command: AdoptRules) -> list[AnyEvent]:
    """Put rules in force once two different people have said so of the same text."""
    faults = faults_of(command.rules)
    if faults:
        return not_allowed("rules", "; ".join(faults))
    if state.rule_set is not None and command.rules.version <= state.rule_set.version:
        text = f"version {state.rule_set.version} is in force, and a later one follows it"
        return not_allowed("rules", text)
    if not command.digest or not command.person:
        return not_allowed("rules", "rules have the digest of their text, and people who say so")
    proposed = state.rules_proposed
    if not _is_same(proposed, command):
        return [RulesProposed(command.rules, command.digest, command.person)]
    assert proposed is not None, "it is the same"
    if proposed.person == command.person:
        return not_allowed("rules", "two different people put rules in force")
    return [RulesAdopted(command.digest, command.person)]


def _is_same(proposed: RulesProposal | None, command: AdoptRules) -> bool:
    if proposed is None:
        return False
    return (proposed.digest, proposed.rules) == (command.digest, command.rules)


def period_due(state: State, _at: int, period: str) -> list[AnyEvent]:
    """Forget what was counted in a period of which no payment can be any more."""
    return [PeriodEnded(period)] if period in state.accumulations else []
