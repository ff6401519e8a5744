"""Planted bugs of exemptions: what a gate may believe that the law and the agreement do not say.

Like `planted`, each is installed for a while and undone.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core import announcements, events
from tallystick.core.decide import gate, inward, outward, review
from tallystick.core.effects import AnyEffect, ScreenAgain
from tallystick.core.state import Pact, State
from tallystick.proof.planted import Bug, Undo, in_places, in_table
from tallystick.terms.verdicts import Verdict


def _believed() -> Undo:
    return in_places(lambda _function: lambda *_words: True, "is_lawful", gate)


def _agreed_once() -> Undo:
    def lawful(_state: State, pact: Pact, verdict: Verdict) -> bool:
        named = [text.ends[pact.own] for text in pact.versions.values()]
        return not verdict.exemption or any(end.exempts(verdict.exemption) for end in named)

    return in_places(lambda _function: lawful, "is_lawful", gate)


def _agreed_there() -> Undo:
    def lawful(_state: State, pact: Pact, verdict: Verdict) -> bool:
        ends = pact.agreement.ends
        return not verdict.exemption or any(end.exempts(verdict.exemption) for end in ends)

    return in_places(lambda _function: lawful, "is_lawful", gate)


def _some_for_all() -> Undo:
    def change(is_by_lists: Callable[..., Any]) -> Callable[..., Any]:
        def by_lists(state: State, at: int, pact: Pact, verdict: Verdict) -> bool:
            without = not verdict.bundle and bool(verdict.exemption)
            return without or is_by_lists(state, at, pact, verdict)

        return by_lists

    return in_places(change, "is_by_lists", gate)


def _beside_any_lists() -> Undo:
    def change(is_by_lists: Callable[..., Any]) -> Callable[..., Any]:
        def by_lists(state: State, at: int, pact: Pact, verdict: Verdict) -> bool:
            beside = bool(verdict.bundle and verdict.exemption)
            return beside or is_by_lists(state, at, pact, verdict)

        return by_lists

    return in_places(change, "is_by_lists", gate)


def _of_any_policy() -> Undo:
    def change(is_by_policy: Callable[..., Any]) -> Callable[..., Any]:
        def by_policy(state: State, pact: Pact, verdict: Verdict) -> bool:
            return bool(verdict.exemption) or is_by_policy(state, pact, verdict)

        return by_policy

    return in_places(change, "is_by_policy", gate)


def _cleared_by_exemption() -> Undo:
    """An exemption from some lists is taken for a clearance from all."""

    def change(objection: Callable[..., Any]) -> Callable[..., Any]:
        def objecting(*words: Any) -> list[events.AnyEvent]:  # noqa: ANN401
            found: list[events.AnyEvent] = objection(*words)
            held = found and isinstance(found[0], events.PaymentHeld)
            looked_at = held and found[0] == replace(found[0], cause=events.HoldCause.REVIEW)
            return [] if looked_at and words[3].verdict.exemption else found

        return objecting

    return in_places(change, "objection", outward, inward, review)


def _kept_by_version() -> Undo:
    announce = announcements.ANNOUNCE[events.CycleClosed]

    def tell(state: State, at: int, event: events.CycleClosed) -> list[AnyEffect]:
        told = announce(state, at, event)
        return [effect for effect in told if not isinstance(effect, ScreenAgain)]

    return in_table(announcements.ANNOUNCE, events.CycleClosed, tell)


EXEMPTIONS: tuple[Bug, ...] = (
    Bug("believed-exemption", "The gate believes an exemption that nobody agreed to.", _believed),
    Bug("exempt-for-ever", "An exemption outlives the version that names it.", _agreed_once),
    Bug("exempt-there", "The other end's exemption is taken for ours.", _agreed_there),
    Bug("some-for-all", "An exemption from some lists is taken for all of them.", _some_for_all),
    Bug(
        "exempt-beside-old-lists",
        "Beside an exemption the age of the lists is not looked at.",
        _beside_any_lists,
    ),
    Bug("exempt-by-any-policy", "An exemption outlives the policy that has it.", _of_any_policy),
    Bug(
        "exempt-from-review",
        "Whatever else is found of an exempt payment, nobody looks at it.",
        _cleared_by_exemption,
    ),
    Bug(
        "version-unasked",
        "What is pending is not screened again when an exemption ends.",
        _kept_by_version,
    ),
)
