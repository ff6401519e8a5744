"""What may be asked of the core about the rules of currency control."""

from tallystick.core.command import Command
from tallystick.core.rule_sets import RuleSet


class AdoptRules(Command, frozen=True):
    """Have these rules of currency control in force; it takes two different people.

    `digest` is of the rules' text, so that both have read the same.
    """

    rules: RuleSet
    digest: bytes
    person: str
