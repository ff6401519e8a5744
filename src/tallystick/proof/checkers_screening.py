"""Checkers of screening: what passed a decision point was clear by what counted, by two people.

They follow events alone and remember who said what. What counts at an instant (lists,
policy, good-guy entries, releases) is worked out here a third time, beside the core and the
auditor.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.core import events
from tallystick.core.state import Payment, State
from tallystick.proof.auditor import AuditError
from tallystick.terms.parties import Side
from tallystick.terms.reviews import Standing
from tallystick.terms.verdicts import Outcome


@dataclass
class _Known:
    """What one node's journal has said so far."""

    bundle: tuple[bytes, int] = (b"", 0)
    policies: dict[str, bytes] = field(default_factory=dict)
    proposals: dict[str, events.PolicyProposed] = field(default_factory=dict)
    good_guys: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    releases: dict[str, events.ReleaseProposed] = field(default_factory=dict)
    escalated: set[str] = field(default_factory=set)


class ScreeningCheckers:
    """The checkers of one world."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def follow(self, operator_id: str, state: State, happened: Sequence[events.AnyEvent]) -> None:
        """Check one command: `state` is the node's state right after it.

        Raises:
            AuditError: One person did what takes two, or a decision point was passed without
                a clear verdict on grounds that count.
        """
        known = self._known.setdefault(operator_id, _Known())
        resolved = [e.payment_id for e in happened if isinstance(e, events.PaymentResolved)]
        for event in happened:
            note = _NOTED.get(type(event))
            if note is not None:
                note(known, event)
            decided = _decided_for_good(event, state)
            if decided is not None and decided.order.payment_id not in resolved:
                _check_verdict(known, state, decided)


def _decided_for_good(event: events.AnyEvent, state: State) -> Payment | None:
    """Return the payment of which a node decided for the last time: it forwarded or accepted."""
    if isinstance(event, events.PaymentForwarded):
        return state.payments[event.payment_id]
    if isinstance(event, events.PaymentAccepted):
        payment = state.payments[event.payment_id]
        return payment if payment.side is Side.CREDITOR else None
    return None


def _check_verdict(known: _Known, state: State, payment: Payment) -> None:
    verdict, order, at = payment.verdict, payment.order, state.at
    bundle, until = known.bundle
    by_list = verdict.bundle == bundle and at < until
    our_end = state.pacts[order.agreement_id].own_end
    agreed = dict(our_end.exemptions)
    by_law = not (verdict.bundle or our_end.screening_lists) and verdict.exemption in agreed
    is_lawful = not verdict.exemption or verdict.exemption in agreed
    by_policy = verdict.settings == known.policies.get(order.agreement_id)
    spared = [known.good_guys.get(name) for name in verdict.relied_on]
    by_people = all(each is not None and each[2] and at < each[0] for each in spared)
    clear = verdict.outcome is Outcome.CLEAR
    if not (clear and (by_list or by_law) and is_lawful and by_policy and by_people):
        raise AuditError(
            f"No payment passes a decision point without a clear verdict: {order.payment_id}."
        )


def _lists(known: _Known, event: events.BundleActivated) -> None:
    known.bundle = event.bundle, event.valid_until


def _policy_wanted(known: _Known, event: events.PolicyProposed) -> None:
    known.proposals[event.agreement_id] = event


def _policy(known: _Known, event: events.PolicyActivated) -> None:
    wanted = known.proposals.pop(event.agreement_id, None)
    same = wanted is not None and (wanted.digest, wanted.person) == (
        event.digest,
        event.first_person,
    )
    if not same or event.first_person == event.second_person:
        raise AuditError(f"Two people put a policy in force: {event.agreement_id}.")
    known.policies[event.agreement_id] = event.digest


def _good_guy_wanted(known: _Known, event: events.GoodGuyProposed) -> None:
    entry = event.entry
    known.good_guys[entry.good_guy_id] = entry.expires_at, entry.proposed_by, entry.confirmed_by


def _good_guy(known: _Known, event: events.GoodGuyConfirmed) -> None:
    expires_at, first, second = known.good_guys[event.good_guy_id]
    if second or first == event.person:
        raise AuditError(f"Two people make a good-guy entry: {event.good_guy_id}.")
    known.good_guys[event.good_guy_id] = expires_at, first, event.person


def _good_guy_over(known: _Known, event: events.GoodGuyRevoked | events.GoodGuyExpired) -> None:
    del known.good_guys[event.good_guy_id]


def _release_wanted(known: _Known, event: events.ReleaseProposed) -> None:
    known.releases[event.payment_id] = event


def _release_over(
    known: _Known, event: events.ReleaseWithdrawn | events.VerdictRecorded | events.PaymentHeld
) -> None:
    known.releases.pop(event.payment_id, None)


def _released(known: _Known, event: events.ReleaseConfirmed) -> None:
    first = known.releases.pop(event.payment_id, None)
    if first is None or first.person == event.person:
        raise AuditError(f"A release takes two people: {event.payment_id} had one.")
    standings = first.standing, event.standing
    if event.payment_id in known.escalated and Standing.SUPERVISOR not in standings:
        raise AuditError(f"An escalated hold takes a supervisor: {event.payment_id} had none.")


def _escalated(known: _Known, event: events.PaymentEscalated) -> None:
    known.escalated.add(event.payment_id)


_NOTED: Final[Mapping[type, Callable[[_Known, Any], None]]] = {
    events.BundleActivated: _lists,
    events.PolicyProposed: _policy_wanted,
    events.PolicyActivated: _policy,
    events.GoodGuyProposed: _good_guy_wanted,
    events.GoodGuyConfirmed: _good_guy,
    events.GoodGuyRevoked: _good_guy_over,
    events.GoodGuyExpired: _good_guy_over,
    events.ReleaseProposed: _release_wanted,
    events.ReleaseWithdrawn: _release_over,
    events.VerdictRecorded: _release_over,
    events.PaymentHeld: _release_over,
    events.ReleaseConfirmed: _released,
    events.PaymentEscalated: _escalated,
}
