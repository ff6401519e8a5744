"""The file of a country's rules of currency control: one TOML text, the operator's own.

The digest that two people confirm is of the exact bytes, so there is never a question of which
text they have read. Reading it either gives rules that keep every law of theirs, or tells
everything that is wrong, each with its key.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import msgspec

from tallystick.core.rule_sets import Rule, RuleSet, faults_of, may_refuse
from tallystick.node.parties import NAME_FORM
from tallystick.node.tables import Fault, read_tables, refuse, struct_from, twice
from tallystick.terms.disclosures import Channel, Disclosure, Period, PersonKind, Residence
from tallystick.terms.errors import SettingError
from tallystick.terms.money import AMOUNT_MAX
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

TEXT_BYTES_MAX: Final = 1024 * 1024
REASONS_ALLOWED: Final = frozenset(filter(may_refuse, StatusReason))

RuleName = Annotated[str, msgspec.Meta(pattern=NAME_FORM)]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
CurrencyCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
LegalBasis = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
PurposeCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{4}(?!\n)$")]
ReportingCode = Annotated[str, msgspec.Meta(pattern=r"^(?=.*[0-9])[A-Z0-9]{1,10}(?!\n)$")]
ReasonCode = Annotated[str, msgspec.Meta(max_length=4)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=AMOUNT_MAX)]
Version = Annotated[int, msgspec.Meta(ge=1, le=10**9)]


class Direction(StrEnum):
    """Which payments of our customers a rule is about: those they send, or those they get."""

    OUTWARD = "outward"
    INWARD = "inward"


class Consequence(StrEnum):
    """What becomes of a payment that reaches a rule."""

    REFUSE = "refuse"
    REQUIRE = "require"
    REPORT = "report"


class Ruled(NamedTuple):
    """A rule set, and the SHA-256 of its text: what two people confirm."""

    rules: RuleSet
    digest: bytes


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class RuleTable(_Table, frozen=True):
    """`[[rule]]`: one rule. An empty list of whom it is about means everybody."""

    id: RuleName
    """The rule's name. In a later version it goes on counting where it was, by this name."""
    legal_basis: LegalBasis
    """The law that says so."""
    direction: Direction
    """Payments that our customers send (`outward`), or that they get (`inward`)."""
    then: Consequence
    """What becomes of a payment that comes to more than `above`."""
    above: Minor = 0
    """The amount, in minor units, up to which nothing happens; with `period`, of all in it."""
    period: Period | None = None
    """How long the payments of a person count together; without it, each is by itself."""
    channels: tuple[Channel, ...] = ()
    """By which channels payments are meant; the others have no limit by this rule."""
    persons: tuple[PersonKind, ...] = ()
    """What our customer is. Who does not tell is meant by every rule."""
    residence: Residence | None = None
    """Whether our customer is at home in `country`. Who does not tell is meant either way."""
    countries: tuple[CountryCode, ...] = ()
    """Where the other customer is (ISO 3166). Where nobody tells, the rule is meant."""
    purposes: tuple[PurposeCode, ...] = ()
    """Codes of purpose and category purpose, of four letters. A payment that has none is meant."""
    requires: tuple[Disclosure, ...] = ()
    """What is required; where one is missing, the payment is refused: a new one may have it."""
    codes: tuple[ReportingCode, ...] = ()
    """Codes of regulatory reporting, each with a digit, of which one is required; else any."""
    report: bool = False
    """Whether a payment that reaches the rule and settles is a line for the authorities."""
    reason: ReasonCode = ""
    """The ISO reason of the refusal: one of [those that reject](reasons.md), and not `RR04`."""


class RulesTable(_Table, frozen=True):
    """The text's own keys, which stand before its rules, and the rules."""

    country: CountryCode
    """Whose law it is: a resident is at home there (ISO 3166)."""
    currency: CurrencyCode
    """In which currency the rules count: that of the operator's own end."""
    version: Version
    """The version's number; a later one follows a lower."""
    rules: tuple[RuleTable, ...] = msgspec.field(name="rule", default=())
    """The rules, in their order: the first that a payment breaks refuses it."""


def load_rules(path: Path) -> Ruled:
    """Return the rules of a file.

    Raises:
        SettingError: the file cannot be read, or anything in it is wrong.
    """
    try:
        raw = path.read_bytes()
    except OSError as unwell:
        detail = f"the rules cannot be read: {unwell.strerror}"
        raise SettingError(detail, field="currency_rules", ref=str(path)) from unwell
    return read_rules(raw, str(path))


def read_rules(raw: bytes, ref: str) -> Ruled:
    """Return the rules that a text makes, and the text's digest; `ref` names the file.

    Raises:
        SettingError: a key, a type or a law is wrong; everything is told at once.
    """
    if len(raw) > TEXT_BYTES_MAX:
        raise SettingError(f"rules have at most {TEXT_BYTES_MAX} bytes", ref=ref)
    table = struct_from(read_tables(raw, ref), RulesTable, ref, Path())
    refuse(list(_faults(table)), ref)
    rules = RuleSet(table.country, table.currency, table.version, tuple(map(_rule, table.rules)))
    refuse([_fault_of_law(table, told) for told in faults_of(rules)], ref)
    return Ruled(rules, sha256(raw).digest())


def _faults(table: RulesTable) -> Iterator[Fault]:
    """Yield what keeps the words of a rule from making one."""
    for name in twice(each.id for each in table.rules):
        yield Fault("rule", f"{name} is there twice")
    for place, each in enumerate(table.rules):
        for key, rule in _faults_of_rule(each):
            yield Fault(f"rule[{place}].{key}", rule)


def _faults_of_rule(rule: RuleTable) -> Iterator[Fault]:
    requires = rule.then is Consequence.REQUIRE
    if requires and not rule.requires:
        yield Fault("requires", "a rule that requires says what")
    if rule.requires and not requires:
        yield Fault("requires", 'only a rule with then = "require" has it')
    if rule.then is Consequence.REPORT and not rule.report:
        yield Fault("report", 'it is true where then = "report"')
    if rule.reason and rule.reason not in REASONS_ALLOWED:
        yield Fault("reason", f"{rule.reason} is no reason by which a rule may refuse")
    for name in ("channels", "persons", "countries", "purposes", "requires", "codes"):
        for word in twice(getattr(rule, name)):
            yield Fault(name, f"{word} is there twice")


def _rule(table: RuleTable) -> Rule:
    return Rule(
        table.id,
        table.legal_basis,
        Side.DEBTOR if table.direction is Direction.OUTWARD else Side.CREDITOR,
        table.above,
        table.period,
        table.countries,
        table.channels,
        table.persons,
        table.residence,
        table.purposes,
        table.requires,
        table.codes,
        is_report_only=table.then is Consequence.REPORT,
        is_reported=table.report,
        reason=StatusReason(table.reason) if table.reason else None,
    )


# The core's laws speak of a rule by its name, and this of what follows it.
_NAMED: Final = re.compile(r"rule (?P<name>[^:]+(?::[^ ]+)*): (?P<law>.*)")


def _fault_of_law(table: RulesTable, told: str) -> Fault:
    """Return a broken law of the core's with the key that it speaks of."""
    named = _NAMED.fullmatch(told)
    if named is None:
        return Fault(told.split(maxsplit=1)[0], told)
    place = [each.id for each in table.rules].index(named["name"])
    word = named["law"].split()[0]
    key = f"rule[{place}]"
    return Fault(f"{key}.{word}" if word in RuleTable.__struct_fields__ else key, named["law"])
