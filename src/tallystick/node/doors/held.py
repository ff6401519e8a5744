"""What is held, and what the operator's people do with it; no bank and no peer reads any of it.

Free words of people and what screening found come from the vault and go there; the chain has
who, when and a reason of a closed set.
"""

from typing import Final

import msgspec

from tallystick.admission.desk import EVIDENCE
from tallystick.core.screening_commands import (
    EscalateHeld,
    NoteHeld,
    RefuseHeld,
    ReleaseHeld,
    WithdrawRelease,
)
from tallystick.node.doors.asked import (
    DecisionsSought,
    Escalation,
    HoldNote,
    Nothing,
    PaymentNamed,
    Refusing,
    Release,
    ReleaseWithdrawal,
)
from tallystick.node.doors.inside import UNKNOWN, Inside, Refusal, act, books
from tallystick.node.doors.requesting import requested
from tallystick.node.doors.told import Act, HeldPayments
from tallystick.node.engine import Personal
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.views import decisions, review
from tallystick.views.decisions import Decisions
from tallystick.views.review import HeldDetails

NOTE: Final = "note"


async def read_held(inside: Inside, _party: Party, _asked: Nothing) -> HeldPayments | Refusal:
    """Tell what waits for people, the oldest first, with what each hit for."""
    now = inside.runner.around.clock.now_ms()
    return HeldPayments(
        await inside.runner.read(
            lambda node: review.held(node.state, now, lambda name: _newest(node, name))
        )
    )


def _newest(node: Node, payment_id: str) -> bytes:
    """Return what the last screening of a payment found; empty once that is erased."""
    found = node.kept(payment_id, EVIDENCE)
    return found[-1] if found else b""


async def read_held_payment(
    inside: Inside, _party: Party, asked: PaymentNamed
) -> HeldDetails | Refusal:
    """Tell all about one held payment: the whole evidence, and what people wrote down."""
    now = inside.runner.around.clock.now_ms()
    found = await inside.runner.read(lambda node: _details(inside, node, asked.payment_id, now))
    return found or Refusal(UNKNOWN, f"No payment {asked.payment_id} is held.")


def _details(inside: Inside, node: Node, payment_id: str, now: int) -> HeldDetails | None:
    if payment_id not in node.state.waiting:
        return None
    notes = node.kept_by_entry(payment_id, NOTE)
    written = decisions.notes(books(inside, node), payment_id, notes)
    asked = requested(inside, node, payment_id, now)
    beside = review.Beside(_newest(node, payment_id), written, asked)
    return review.details(node.state, now, payment_id, beside)


async def read_decisions(
    inside: Inside, _party: Party, asked: DecisionsSought
) -> Decisions | Refusal:
    """Tell every verdict on a payment with its grounds and evidence, as they were stored."""
    now = inside.runner.around.clock.now_ms()
    found = await inside.runner.read(lambda node: _decisions(inside, node, asked.payment, now))
    return found or Refusal(UNKNOWN, f"There is no payment {asked.payment} here.")


def _decisions(inside: Inside, node: Node, payment_id: str, now: int) -> Decisions | None:
    evidence = node.kept_by_entry(payment_id, EVIDENCE)
    found = decisions.decisions(books(inside, node), payment_id, evidence)
    if found is None:
        return None
    asked = requested(inside, node, payment_id, now)
    return msgspec.structs.replace(found, requests=asked)


def _words(note: str) -> tuple[Personal, ...]:
    return (Personal(NOTE, note.encode()),) if note else ()


async def release_held(inside: Inside, party: Party, asked: Release) -> Act | Refusal:
    """Let a held payment go on, as the first or the second of two people."""
    command = ReleaseHeld(asked.payment_id, party.id, asked.reason, party.standing)
    return await act(inside, asked.payment_id, command, _words(asked.note))


async def withdraw_release(
    inside: Inside, party: Party, asked: ReleaseWithdrawal
) -> Act | Refusal:
    """Take a first word for a release back, or turn another person's down."""
    command = WithdrawRelease(asked.payment_id, party.id, asked.reason)
    return await act(inside, asked.payment_id, command)


async def refuse_held(inside: Inside, party: Party, asked: Refusing) -> Act | Refusal:
    """Refuse a held payment."""
    command = RefuseHeld(asked.payment_id, party.id, asked.reason)
    return await act(inside, asked.payment_id, command, _words(asked.note))


async def escalate_held(inside: Inside, party: Party, asked: Escalation) -> Act | Refusal:
    """Have a held payment released only with a supervisor's word."""
    command = EscalateHeld(asked.payment_id, party.id, asked.reason)
    return await act(inside, asked.payment_id, command, _words(asked.note))


async def note_held(inside: Inside, party: Party, asked: HoldNote) -> Act | Refusal:
    """Write something down about a held payment."""
    command = NoteHeld(asked.payment_id, party.id)
    return await act(inside, asked.payment_id, command, _words(asked.note))
