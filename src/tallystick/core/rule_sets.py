"""Rules of currency control, as the core has them: values, and what a message tells for them.

A rule set is one operator's text, its country's law. A rule says whom it is about and what
happens above an amount: the payment is refused, needs disclosures, or is merely reported.
What a message does not tell fits every rule: nobody escapes a limit by leaving something out.
"""

import msgspec

from tallystick.terms.currencies import is_payable
from tallystick.terms.disclosures import Channel, Disclosure, Period, PersonKind, Residence
from tallystick.terms.money import AMOUNT_MAX
from tallystick.terms.parties import Side
from tallystick.terms.reasons import REASONS, PaymentStatus, StatusReason

RULES_MAX = 500


class Facts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a payment's message tells for the rules, and nobody's name.

    `person` is a keyed digest of our side's customer, who pays at the debtor node and is
    paid at the creditor node. `residence` is that person's country and `country` the other
    customer's (ISO 3166), `purposes` the codes of purpose and category purpose, `codes` those
    of regulatory reporting. What is empty or None was not told.
    """

    channel: Channel = Channel.BANK_TRANSFER
    person: bytes = b""
    kind: PersonKind | None = None
    residence: str = ""
    country: str = ""
    purposes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    has_document: bool = False


UNTOLD = Facts()


class Rule(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One rule, with the law that it rests on.

    It is about payments of our customers on this `side`: what debtors send, or what creditors
    get. It is reached where the payment, or with `period` all that counts of its person in that
    period, comes to more than `above`, in minor units of the set's currency. A payment that
    reaches it is refused, or if it `requires` disclosures refused without them; with
    `is_report_only` it passes. `codes` are the reporting codes of which one is required.
    Where a list of whom it is about is empty, it is about all.
    """

    rule_id: str
    legal_basis: str
    side: Side
    above: int = 0
    period: Period | None = None
    countries: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    persons: tuple[PersonKind, ...] = ()
    residence: Residence | None = None
    purposes: tuple[str, ...] = ()
    requires: tuple[Disclosure, ...] = ()
    codes: tuple[str, ...] = ()
    is_report_only: bool = False
    is_reported: bool = False
    reason: StatusReason | None = None


class RuleSet(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A version of an operator's rules: the country of the law, and the currency that they count.

    A rule that keeps its id in a later version keeps what it has counted.
    """

    country: str
    currency: str
    version: int
    rules: tuple[Rule, ...] = ()


class Broken(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Which rule a payment broke, and what is missing; with nothing missing it is over a limit."""

    rule_id: str
    missing: tuple[Disclosure, ...] = ()


class RulesProposal(msgspec.Struct, frozen=True, array_like=True):
    """A rule set that the first of two people wants in force, and the digest of its text."""

    rules: RuleSet
    digest: bytes
    person: str


class Accumulation(msgspec.Struct, array_like=True, gc=False):
    """What counts of one person under one rule in one period, in minor units.

    `reserved` may yet come back, `definite` has moved.
    """

    reserved: int = 0
    definite: int = 0


def counted_as(rule_id: str, person: str) -> str:
    """Name the place where a person's payments are counted for a rule; the digest is in hex."""
    return f"{rule_id}/{person}"


def faults_of(rules: RuleSet) -> list[str]:
    """Return every reason for which these cannot be rules, in their order."""
    found = [text for is_broken, text in _laws_of_set(rules) if is_broken]
    for rule in rules.rules:
        found += [f"rule {rule.rule_id}: {text}" for is_broken, text in _laws(rule) if is_broken]
    return found


def _laws_of_set(rules: RuleSet) -> list[tuple[bool, str]]:
    names = [rule.rule_id for rule in rules.rules]
    return [
        (not _is_country(rules.country), "country must be two capital letters (ISO 3166)"),
        (not is_payable(rules.currency), "currency must be one that can be paid (ISO 4217)"),
        (rules.version < 1, "version must be 1 or more"),
        (len(names) > RULES_MAX, f"a set has at most {RULES_MAX} rules"),
        (len(set(names)) != len(names), "each rule must have an id of its own"),
    ]


def _laws(rule: Rule) -> list[tuple[bool, str]]:
    return [
        (not rule.rule_id or "/" in rule.rule_id, "id must be a name without a slash"),
        (not rule.legal_basis, "legal_basis must name the law"),
        (not 0 <= rule.above <= AMOUNT_MAX, f"above must be within 0..{AMOUNT_MAX}"),
        (not all(map(_is_country, rule.countries)), "countries must be of ISO 3166"),
        (rule.is_report_only and bool(rule.requires), "what is reported only requires nothing"),
        (
            rule.is_report_only and not rule.is_reported,
            "what neither stops nor reports is no rule",
        ),
        (
            bool(rule.codes) and Disclosure.REPORTING not in rule.requires,
            "codes need the disclosure reporting",
        ),
        (not may_refuse(rule.reason), "reason must be one that rejects for a rule"),
    ]


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


def may_refuse(reason: StatusReason | None) -> bool:
    """Whether a rule may refuse by a reason: one that rejects, and none is named by None.

    RR04 is the word of screening and of people: a rule that said it would blur both.
    """
    if reason is None:
        return True
    rejects = REASONS[reason].status is PaymentStatus.RJCT
    return rejects and reason is not StatusReason.REGULATORY_REASON
