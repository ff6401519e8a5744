"""What can happen because of the rules of currency control."""

from tallystick.core.events.payments import PaymentEvent
from tallystick.core.events.shared import Event
from tallystick.core.rule_sets import Broken, RuleSet


class RulesProposed(Event, frozen=True):
    """The first of two people wants these rules in force; what was proposed before gives way."""

    rules: RuleSet
    digest: bytes
    person: str


class RulesAdopted(Event, frozen=True):
    """The second wants the same: they are in force for every payment that is reserved later."""

    digest: bytes
    person: str


class RulesApplied(PaymentEvent, frozen=True):
    """What the rules of this digest made of a payment that they let pass.

    Its `amount` counts, in minor units, under each (period, rule and person) of `counted`; it is
    reported by each rule of `reported` once it is settled.
    """

    digest: bytes
    amount: int
    counted: tuple[tuple[str, str], ...]
    reported: tuple[str, ...]


class RuleBroken(PaymentEvent, frozen=True):
    """The payment breaks a rule; it is refused in the same breath."""

    broken: Broken


class PeriodEnded(Event, frozen=True):
    """No payment can be of this period any more: what was counted in it is forgotten."""

    period: str
