"""Planted bugs of screening: what may go wrong with policies, holds and good-guy entries.

Like `planted`, each is installed for a while and undone.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core import announcements, events, machine
from tallystick.core import screening_commands as commands
from tallystick.core.commands import HearPeer
from tallystick.core.decide import (
    deadlines,
    gate,
    good_guys,
    holds,
    inward,
    outward,
    review,
)
from tallystick.core.effects import AnyEffect, ScreenAgain, TellStatus
from tallystick.core.grounds import GoodGuy, PolicyInForce
from tallystick.core.lifecycle import PaymentState
from tallystick.core.state import Pact, State
from tallystick.proof.planted import Bug, Undo, in_deciding, in_evolving, in_places, in_table
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.terms.verdicts import Verdict

_HOUR_MS = 3_600_000


def _yes(_function: Callable[..., Any]) -> Callable[..., bool]:
    return lambda *_words: True


def _nothing(_function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what changes nothing."""
    return lambda *_words: None


def _skipped_hold() -> Undo:
    def change(objection: Callable[..., Any]) -> Callable[..., Any]:
        def objecting(*words: object) -> list[events.AnyEvent]:
            found: list[events.AnyEvent] = objection(*words)
            held = [event for event in found if isinstance(event, events.PaymentHeld)]
            return [] if held and held[0].cause is events.HoldCause.REVIEW else found

        return objecting

    return in_places(change, "objection", outward, inward, review)


def _stale_verdict() -> Undo:
    def current(_state: State, _at: int, _pact: Pact, verdict: Verdict) -> bool:
        return bool(verdict.bundle)

    return in_places(lambda _function: current, "is_current", gate, holds)


def _one_person_release() -> Undo:
    decide = machine.DECIDE[commands.ReleaseHeld]

    def release(state: State, at: int, command: commands.ReleaseHeld) -> list[events.AnyEvent]:
        payment = state.payments.get(command.payment_id)
        again = payment is not None and payment.released_by == command.person
        person = f"{command.person} again" if again else command.person
        return decide(state, at, replace(command, person=person))

    return in_table(machine.DECIDE, commands.ReleaseHeld, release)


def _ignored_policy() -> Undo:
    return in_places(_yes, "is_by_policy", gate)


def _ignored_good_guys() -> Undo:
    return in_places(_yes, "rests_on_good_guys", gate)


def _released_by_old_lists() -> Undo:
    return in_places(_yes, "is_current", holds)


def _under_another_name(
    decide: Callable[..., Any],
) -> Callable[..., Any]:
    """Let whoever says it again pass for another person, wherever that makes a difference."""

    def deciding(state: State, at: int, command: Any) -> list[events.AnyEvent]:  # noqa: ANN401
        found: list[events.AnyEvent] = decide(state, at, command)
        if not isinstance(found[0], events.CommandRefused):
            return found
        again: list[events.AnyEvent] = decide(
            state, at, replace(command, person=f"{command.person} again")
        )
        return again

    return deciding


def _one_person_policy() -> Undo:
    return in_deciding(commands.ConfirmPolicy, _under_another_name)


def _one_person_good_guy() -> Undo:
    return in_deciding(commands.ConfirmGoodGuy, _under_another_name)


def _policy_at_proposal() -> Undo:
    def change(evolve: Callable[..., Any]) -> Callable[..., Any]:
        def proposed(state: State, at: int, event: events.PolicyProposed) -> None:
            evolve(state, at, event)
            people = event.person, event.person
            pact = state.pacts[event.agreement_id]
            pact.policy = PolicyInForce(event.digest, event.version, *people, at)

        return proposed

    return in_evolving(events.PolicyProposed, change)


def _unconfirmed_good_guy() -> Undo:
    def counts(entry: GoodGuy, at: int) -> bool:
        return at < entry.expires_at

    return in_places(lambda _function: counts, "counts", GoodGuy)


def _good_guy_for_ever() -> Undo:
    def never(_state: State, _at: int, _name: str) -> list[events.AnyEvent]:
        return []

    return in_table(deadlines._DUE, "good guy", never)  # noqa: SLF001 - proof breaks it on purpose


def _unbounded_good_guy() -> Undo:
    def twice(limit_ms: Any) -> Any:  # noqa: ANN401
        return 2 * limit_ms

    return in_places(twice, "GOOD_GUY_LIFE_MAX_MS", good_guys)


def _silent(kind: type) -> Callable[[], Undo]:
    """Ask for nothing to be screened again because of a kind of event."""

    def tell(_state: State, _at: int, _event: events.AnyEvent) -> list[AnyEffect]:
        return []

    return lambda: in_table(announcements.ANNOUNCE, kind, tell)


def _queued_not_screened_again() -> Undo:
    announce = announcements.ANNOUNCE[events.BundleActivated]

    def tell(state: State, at: int, event: events.BundleActivated) -> list[AnyEffect]:
        def is_queued(effect: AnyEffect) -> bool:
            if not isinstance(effect, ScreenAgain):
                return False
            return state.payments[effect.payment_id].state is PaymentState.QUEUED

        return [effect for effect in announce(state, at, event) if not is_queued(effect)]

    return in_table(announcements.ANNOUNCE, events.BundleActivated, tell)


def _ignored_escalation() -> Undo:
    return in_evolving(events.PaymentEscalated, _nothing)


def _word_that_stays() -> Undo:
    return in_evolving(events.ReleaseWithdrawn, _nothing)


def _release_survives_verdict() -> Undo:
    def change(evolve: Callable[..., Any]) -> Callable[..., Any]:
        def recorded(state: State, at: int, event: events.VerdictRecorded) -> None:
            person = state.payments[event.payment_id].released_by
            evolve(state, at, event)
            state.payments[event.payment_id].released_by = person

        return recorded

    return in_evolving(events.VerdictRecorded, change)


def _told_refusal() -> Undo:
    def tell(state: State, _at: int, event: events.HeldRefused) -> list[AnyEffect]:
        agent = state.payments[event.payment_id].order.debtor_agent
        why = StatusReason.REGULATORY_REASON
        return [TellStatus(agent, event.payment_id, PaymentStatus.PDNG, why)]

    return in_table(announcements.ANNOUNCE, events.HeldRefused, tell)


def _muted_objection() -> Undo:
    def change(decide: Callable[..., Any]) -> Callable[..., Any]:
        def hear(state: State, at: int, command: HearPeer) -> list[events.AnyEvent]:
            found: list[events.AnyEvent] = decide(state, at, replace(command, objection=None))
            return found

        return hear

    return in_deciding(HearPeer, change)


def _hold_for_ever() -> Undo:
    def change(evolve: Callable[..., Any]) -> Callable[..., Any]:
        def held(state: State, at: int, event: events.PaymentHeld) -> None:
            evolve(state, at, replace(event, deadline_at=event.deadline_at + _HOUR_MS))

        return held

    return in_evolving(events.PaymentHeld, change)


SCREENING: tuple[Bug, ...] = (
    Bug("skipped-hold", "A payment that people must look at is not held.", _skipped_hold),
    Bug(
        "stale-verdict", "A verdict found with old lists passes a decision point.", _stale_verdict
    ),
    Bug("one-person-release", "One person releases a held payment twice.", _one_person_release),
    Bug(
        "ignored-policy", "A verdict by a former policy passes a decision point.", _ignored_policy
    ),
    Bug(
        "ignored-good-guys",
        "A verdict passes although the entry it rests on has ended.",
        _ignored_good_guys,
    ),
    Bug(
        "released-by-old-lists",
        "People release what was judged by the lists or the policy of before.",
        _released_by_old_lists,
    ),
    Bug("one-person-policy", "One person puts a policy in force.", _one_person_policy),
    Bug("policy-at-proposal", "A policy counts at the first person's word.", _policy_at_proposal),
    Bug("one-person-good-guy", "One person makes a good-guy entry.", _one_person_good_guy),
    Bug(
        "unconfirmed-good-guy",
        "A good-guy entry counts before the second person's word.",
        _unconfirmed_good_guy,
    ),
    Bug("good-guy-for-ever", "A good-guy entry's time does not run out.", _good_guy_for_ever),
    Bug("unbounded-good-guy", "A good-guy entry may last two years.", _unbounded_good_guy),
    Bug(
        "revoked-unasked",
        "What rested on a revoked good-guy entry is not screened again.",
        _silent(events.GoodGuyRevoked),
    ),
    Bug(
        "policy-unasked",
        "What is pending is not screened again by a new policy.",
        _silent(events.PolicyActivated),
    ),
    Bug(
        "queued-unasked",
        "What is queued is not screened again by new lists.",
        _queued_not_screened_again,
    ),
    Bug("ignored-escalation", "An escalated hold needs no supervisor.", _ignored_escalation),
    Bug("word-that-stays", "A word for a release cannot be taken back.", _word_that_stays),
    Bug(
        "release-survives-verdict",
        "A first word for a release counts for a later verdict.",
        _release_survives_verdict,
    ),
    Bug("told-refusal", "A bank is told that people refuse its payment.", _told_refusal),
    Bug(
        "muted-objection",
        "What must travel with a payment and does not is refused for another reason.",
        _muted_objection,
    ),
    Bug("hold-for-ever", "A hold's deadline is not kept.", _hold_for_ever),
)
