"""Good-guy entries: two people say that a party is not the listed entity, for a while.

One person is enough to end an entry, and time ends it in any case. Whatever rested on
it is then screened again.
"""

from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    GoodGuyConfirmed,
    GoodGuyExpired,
    GoodGuyProposed,
    GoodGuyRevoked,
)
from tallystick.core.grounds import GOOD_GUY_LIFE_MAX_MS, GOOD_GUYS_MAX, GoodGuy
from tallystick.core.screening_commands import ConfirmGoodGuy, ProposeGoodGuy, RevokeGoodGuy
from tallystick.core.state import State
from tallystick.terms.good_guys import DIGEST_BYTES, good_guy_id
from tallystick.terms.instants import DAY_MS


def propose_good_guy(state: State, at: int, command: ProposeGoodGuy) -> list[AnyEvent]:
    """Take the first person's word for an entry."""
    party, content = command.party, command.content
    name = good_guy_id(party, command.list_name, command.entity_id, content)
    fault = _fault(state, at, name, command)
    if fault:
        return not_allowed(name, fault)
    entry = GoodGuy(
        name,
        party,
        command.list_name,
        command.entity_id,
        content,
        command.reason,
        command.expires_at,
        command.person,
        seen_in=command.seen_in,
    )
    return [GoodGuyProposed(entry)]


def _fault(state: State, at: int, name: str, command: ProposeGoodGuy) -> str:
    if {len(command.party), len(command.content)} != {DIGEST_BYTES}:
        return "party and content are digests of 32 bytes"
    if not command.list_name or not command.entity_id:
        return "an entry names a list and an entity on it"
    if not at < command.expires_at <= at + GOOD_GUY_LIFE_MAX_MS:
        return f"it ends within {GOOD_GUY_LIFE_MAX_MS // DAY_MS} days from now"
    if name in state.good_guys:
        return "it is there already; end it to propose it anew"
    return "there are too many entries" if len(state.good_guys) >= GOOD_GUYS_MAX else ""


def confirm_good_guy(state: State, at: int, command: ConfirmGoodGuy) -> list[AnyEvent]:
    """Take the second person's word; from now on the entry counts."""
    entry = state.good_guys.get(command.good_guy_id)
    if entry is None or entry.confirmed_by or entry.expires_at <= at:
        return not_allowed(command.good_guy_id, "no such entry waits for a second person")
    if entry.proposed_by == command.person:
        return not_allowed(command.good_guy_id, "two different people make a good-guy entry")
    return [GoodGuyConfirmed(command.good_guy_id, command.person)]


def revoke_good_guy(state: State, _at: int, command: RevokeGoodGuy) -> list[AnyEvent]:
    """End an entry, whether it counts already or waits."""
    if command.good_guy_id not in state.good_guys:
        return not_allowed(command.good_guy_id, "there is no such entry")
    return [GoodGuyRevoked(command.good_guy_id, command.person)]


def good_guy_due(state: State, at: int, good_guy_id: str) -> list[AnyEvent]:
    """End an entry whose time has run out."""
    entry = state.good_guys.get(good_guy_id)
    return [GoodGuyExpired(good_guy_id)] if entry is not None and entry.expires_at <= at else []
