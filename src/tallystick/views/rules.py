"""The rules of currency control as people read them: what is in force, and what waits."""

import msgspec

from tallystick.core.rule_sets import Rule, RuleSet
from tallystick.core.state import State
from tallystick.terms.parties import Side


class RuleView(msgspec.Struct, frozen=True):
    """One rule; amounts are minor units of the set's currency, and empty lists mean everybody."""

    rule_id: str
    legal_basis: str
    direction: str
    then: str
    above: int
    period: str
    channels: list[str]
    persons: list[str]
    residence: str
    countries: list[str]
    purposes: list[str]
    requires: list[str]
    codes: list[str]
    report: bool
    reason: str


class RuleSetView(msgspec.Struct, frozen=True):
    """A version of the rules; `digest` is of its text, in hex: by it people confirm it.

    `proposed_by` is the first of the two people whom it takes, "" if nobody has said so yet.
    """

    digest: str
    country: str
    currency: str
    version: int
    proposed_by: str
    rules: list[RuleView]


def active(state: State) -> RuleSetView | None:
    """Return the rules in force, None if there are none."""
    if state.rule_set is None:
        return None
    return _set(state.rule_set, state.rules_digest, "")


def waiting(state: State, rules: RuleSet, digest: bytes) -> RuleSetView | None:
    """Return the rules of a text that waits for people, None if it is in force."""
    if digest == state.rules_digest:
        return None
    proposed = state.rules_proposed
    person = proposed.person if proposed is not None and proposed.digest == digest else ""
    return _set(rules, digest, person)


def _set(rules: RuleSet, digest: bytes, person: str) -> RuleSetView:
    return RuleSetView(
        digest.hex(),
        rules.country,
        rules.currency,
        rules.version,
        person,
        [_rule(each) for each in rules.rules],
    )


def _rule(rule: Rule) -> RuleView:
    passes = "report" if rule.is_report_only else "refuse"
    return RuleView(
        rule.rule_id,
        rule.legal_basis,
        direction_of(rule.side),
        "require" if rule.requires else passes,
        rule.above,
        rule.period.value if rule.period is not None else "",
        [each.value for each in rule.channels],
        [each.value for each in rule.persons],
        rule.residence.value if rule.residence is not None else "",
        list(rule.countries),
        list(rule.purposes),
        [each.value for each in rule.requires],
        list(rule.codes),
        rule.is_reported,
        rule.reason.value if rule.reason is not None else "",
    )


def direction_of(side: Side) -> str:
    """Return the word for what our customers send, or what they get."""
    return "outward" if side is Side.DEBTOR else "inward"
