"""Currency control: what a country's rules make of a payment, worked out anew from all sheets.

What counts of a person is not kept anywhere: it is added up each time, over every payment that
was ever counted and has neither failed nor been frozen before it paid.
"""

from typing import Final

from tallystick.core.events import (
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
from tallystick.core.rule_sets import Broken, Rule, RuleSet, faults_of
from tallystick.proof.auditor import figures
from tallystick.proof.auditor.books import FAILED, Books, Sheet, Stage
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.script import Script, no
from tallystick.terms.disclosures import Disclosure, Period, Residence
from tallystick.terms.instants import DAY_MS, add_days, day_number
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome

# Whatever the offset from UTC, and whenever a local day begins, then nobody has that date.
_PAST_DAYS: Final = 2


def adopt_rules(books: Books, _at: int, command: AdoptRules) -> Script:
    """Two different people put the same text in force, and only a later version follows one."""
    known, first = books.rule_set, books.rules_proposed
    is_old = known is not None and known.version >= command.rules.version
    if faults_of(command.rules) or is_old or not command.digest or not command.person:
        yield no("rules")
    elif first is None or (first.rules, first.digest) != (command.rules, command.digest):
        yield RulesProposed(command.rules, command.digest, command.person)
    elif first.person == command.person:
        yield no("rules")
    else:
        yield RulesAdopted(command.digest, command.person)


def stops(books: Books, sheet: Sheet, date: str) -> Script:
    """Say how a payment ends that breaks a rule on this date; nothing for one that breaks none."""
    for rule in _about(books, sheet):
        if not rule.is_report_only and _is_reached(books, sheet, rule, date):
            missing = _lacks(sheet, rule)
            if missing or not rule.requires:
                yield RuleBroken(sheet.payment_id, Broken(rule.rule_id, missing))
                reason = rule.reason or _word_for(missing)
                ends = PaymentRefused if sheet.side is Side.DEBTOR else PaymentRejected
                yield ends(sheet.payment_id, reason)
                return


def is_stopped(books: Books, sheet: Sheet, date: str) -> bool:
    """Tell whether a payment breaks a rule on this date."""
    return next(iter(stops(books, sheet, date)), None) is not None


def applies(books: Books, sheet: Sheet, date: str) -> Script:
    """Say what is noted of a payment that passes the rules: where it counts, who reports it."""
    rules = _about(books, sheet)
    counted = tuple(
        (_period(rule.period, date), f"{rule.rule_id}/{sheet.facts.person.hex()}")
        for rule in rules
        if rule.period is not None
    )
    reported = tuple(
        rule.rule_id
        for rule in rules
        if rule.is_reported and _is_reached(books, sheet, rule, date)
    )
    if counted or reported:
        words = books.rules_digest, own_amount(sheet), counted, reported
        yield RulesApplied(sheet.payment_id, *words)


def own_amount(sheet: Sheet) -> int:
    """Return what moves at our end, a fee apart."""
    if sheet.side is Side.DEBTOR:
        return sheet.agreed.debtor_amount
    return sheet.agreed.creditor_amount


def _about(books: Books, sheet: Sheet) -> list[Rule]:
    """Return the rules in force that are about a payment."""
    rules, link = books.rule_set, books.link_of(sheet)
    is_exempt = sheet.order.kind is OrderKind.RETURN or sheet.verdict.outcome is Outcome.BLOCK
    if rules is None or is_exempt or link.here.currency != rules.currency:
        return []
    return [each for each in rules.rules if _is_about(rules, each, sheet)]


def _is_about(rules: RuleSet, rule: Rule, sheet: Sheet) -> bool:
    told = sheet.facts
    lives_here = told.residence == rules.country
    return (
        rule.side is sheet.side
        and (not rule.channels or told.channel in rule.channels)
        and _names(rule.countries, [told.country] if told.country else [])
        and _names(rule.persons, [told.kind] if told.kind is not None else [])
        and _names(rule.purposes, list(told.purposes))
        and (
            rule.residence is None
            or not told.residence
            or rule.residence is (Residence.RESIDENT if lives_here else Residence.NON_RESIDENT)
        )
    )


def _names(named: tuple[str, ...], told: list[str]) -> bool:
    """Tell whether what is told is named; an empty list names all, and silence is no way out."""
    return not named or not told or any(each in named for each in told)


def _is_reached(books: Books, sheet: Sheet, rule: Rule, date: str) -> bool:
    before = 0
    if rule.period is not None:
        place = _period(rule.period, date), f"{rule.rule_id}/{sheet.facts.person.hex()}"
        before = counted_in(books, place)
    return before + own_amount(sheet) > rule.above


def counted_in(books: Books, place: tuple[str, str]) -> int:
    """Add up what counts in one place; what failed, or was frozen here, does not."""
    gone = (*FAILED, Stage.BLOCKED)
    return sum(
        own_amount(each)
        for each in books.sheets.values()
        if place in each.counted and each.stage not in gone
    )


def _period(period: Period, date: str) -> str:
    year, month, _day = date.split("-")
    match period:
        case Period.DAY:
            return date
        case Period.MONTH:
            return f"{year}-{month}"
        case Period.YEAR:
            return year


def _lacks(sheet: Sheet, rule: Rule) -> tuple[Disclosure, ...]:
    told = sheet.facts
    lacking = set()
    if not told.purposes:
        lacking.add(Disclosure.PURPOSE)
    if not told.codes or (rule.codes and not any(code in rule.codes for code in told.codes)):
        lacking.add(Disclosure.REPORTING)
    if not told.has_document:
        lacking.add(Disclosure.DOCUMENT)
    return tuple(each for each in rule.requires if each in lacking)


def _word_for(missing: tuple[Disclosure, ...]) -> StatusReason:
    if not missing:
        return StatusReason.NOT_ALLOWED_AMOUNT
    words = {
        Disclosure.PURPOSE: StatusReason.INVALID_PURPOSE,
        Disclosure.REPORTING: StatusReason.INVALID_REGULATORY_INFORMATION,
        Disclosure.DOCUMENT: StatusReason.INVALID_REMITTANCE_INFORMATION,
    }
    return words[missing[0]]


def date_now(books: Books, at: int, sheet: Sheet) -> str:
    """Return the business date at our end of a payment's agreement."""
    link = books.link_of(sheet)
    return figures.text_now(link).ends[link.own].calendar.business_date(at)


def ended(books: Books, at: int, event: PeriodEnded) -> Script | None:
    """A period ends once, when nobody anywhere has a date in it any more."""
    is_known = event.period in books.periods
    return iter([event]) if is_known and _is_over(event.period, at) else None


def none_left(books: Books, by: int) -> None:
    """Demand that no period is kept that is over.

    Raises:
        AuditError: One is.
    """
    for period in sorted(books.periods):
        if _is_over(period, by):
            raise AuditError(f"Period {period} is over, and is not forgotten.")


def _is_over(period: str, at: int) -> bool:
    """Tell whether the last date of a period is past, with the days that dates may lag."""
    first_after = {10: period, 7: f"{period}-01", 4: f"{period}-01-01"}[len(period)]
    steps = {10: 1, 7: 32, 4: 367}[len(period)]
    following = add_days(first_after, steps)
    if len(period) == 7:
        following = f"{following[:7]}-01"
    elif len(period) == 4:
        following = f"{following[:4]}-01-01"
    return at >= (day_number(following) + _PAST_DAYS) * DAY_MS
