"""Planted bugs of currency control: mutations of the rules, each of which must be found.

Like `planted`, each is installed for a while and undone; nothing but proof may install one.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core import announcements, events
from tallystick.core.decide import currency_control, inward, outward
from tallystick.core.effects import AnyEffect, ReportPayment
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import OrderKind
from tallystick.core.rule_commands import AdoptRules
from tallystick.core.rule_sets import Accumulation, Facts, Rule, RuleSet
from tallystick.core.state import Payment, State
from tallystick.proof.planted import Bug, Undo, in_deciding, in_evolving, in_places, in_table
from tallystick.terms.disclosures import Disclosure

_WAITING = (PaymentState.HELD, PaymentState.QUEUED)


def _one_person() -> Undo:
    def change(decide: Callable[..., Any]) -> Callable[..., Any]:
        def adopt(state: State, at: int, command: AdoptRules) -> list[events.AnyEvent]:
            proposed = state.rules_proposed
            again = proposed is not None and proposed.person == command.person
            person = f"{command.person} again" if again else command.person
            made: list[events.AnyEvent] = decide(state, at, replace(command, person=person))
            return made

        return adopt

    return in_deciding(AdoptRules, change)


def _counted_for_ever() -> Undo:
    def change(evolve: Callable[..., None]) -> Callable[..., None]:
        def rejected(state: State, at: int, event: events.PaymentRejected) -> None:
            payment = state.payments[event.payment_id]
            evolve(state, at, event)
            for period, name in payment.counted:
                kept = state.accumulations[period].setdefault(name, Accumulation())
                kept.definite += payment.own_amount

        return rejected

    return in_evolving(events.PaymentRejected, change)


def _reserved_uncounted() -> Undo:
    def so_far(state: State, place: tuple[str, str]) -> int:
        found = state.accumulations.get(place[0], {}).get(place[1])
        return found.definite if found is not None else 0

    return in_places(lambda _function: so_far, "_so_far", currency_control)


def _any_channel() -> Undo:
    def change(fits: Callable[..., bool]) -> Callable[..., bool]:
        def fitting(rule: Rule, country: str, facts: Facts) -> bool:
            return fits(replace(rule, channels=()), country, facts)

        return fitting

    return in_places(change, "_fits", currency_control)


def _silence_escapes() -> Undo:
    def change(fits: Callable[..., bool]) -> Callable[..., bool]:
        def fitting(rule: Rule, country: str, facts: Facts) -> bool:
            silent = bool(rule.persons) and facts.kind is None
            return not silent and fits(rule, country, facts)

        return fitting

    return in_places(change, "_fits", currency_control)


def _judged_once() -> Undo:
    def change(judge: Callable[..., Any]) -> Callable[..., Any]:
        def judged(state: State, payment: Payment, business_date: str) -> currency_control.Judged:
            found: currency_control.Judged = judge(state, payment, business_date)
            return found._replace(refusal=[]) if payment.state in _WAITING else found

        return judged

    return in_places(change, "judged", outward, inward)


def _any_code() -> Undo:
    def change(lacks: Callable[..., Any]) -> Callable[..., Any]:
        def missing(rule: Rule, facts: Facts) -> tuple[Disclosure, ...]:
            found: tuple[Disclosure, ...] = lacks(replace(rule, codes=()), facts)
            return found

        return missing

    return in_places(change, "_missing", currency_control)


def _refused_instead_of_frozen() -> Undo:
    def is_judged(_rules: RuleSet, payment: Payment) -> bool:
        return payment.order.kind is not OrderKind.RETURN

    return in_places(lambda _function: is_judged, "_is_judged", currency_control)


def _unreported() -> Undo:
    announce = announcements.ANNOUNCE[events.PaymentSettled]

    def tell(state: State, at: int, event: events.PaymentSettled) -> list[AnyEffect]:
        told = announce(state, at, event)
        return [effect for effect in told if not isinstance(effect, ReportPayment)]

    return in_table(announcements.ANNOUNCE, events.PaymentSettled, tell)


RULES: tuple[Bug, ...] = (
    Bug("rules-by-one", "One person puts rules in force.", _one_person),
    Bug("counted-for-ever", "A payment that failed counts for ever.", _counted_for_ever),
    Bug("reserved-uncounted", "What is reserved does not count yet.", _reserved_uncounted),
    Bug("any-channel", "A rule binds channels that it does not name.", _any_channel),
    Bug("silence-escapes", "Whoever does not tell what it is, has no limit.", _silence_escapes),
    Bug("judged-once", "What has waited is not judged again.", _judged_once),
    Bug("any-code", "Any reporting code passes for the one required.", _any_code),
    Bug(
        "refused-not-frozen",
        "What the law freezes is refused for a rule, and comes back.",
        _refused_instead_of_frozen,
    ),
    Bug("unreported", "A payment that must be reported is not.", _unreported),
)
