"""Observing: what the core did, compared with what by our own books it had to do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from tallystick.core import commands, events, rule_commands, screening_commands
from tallystick.core.effects import AnyEffect, CallPeople
from tallystick.proof.auditor import (
    asking,
    bulks,
    currency_control,
    figures,
    hearing,
    holding,
    hours,
    informing,
    leaving,
    membership,
    offers,
    positions,
    receiving,
    review,
    rounds,
    sending,
    signatures,
    squaring,
    treasury,
    waking,
)
from tallystick.proof.auditor.booking import BOOKED
from tallystick.proof.auditor.books import Books, Sheet
from tallystick.proof.auditor.breach import AuditError
from tallystick.proof.auditor.promises import PROMISES
from tallystick.proof.auditor.script import Acted, Script
from tallystick.proof.auditor.telling import TOLD

SCRIPTS: Final[Mapping[type, Callable[[Books, int, Any], Script]]] = {
    commands.RegisterParticipant: membership.register_participant,
    commands.SuspendParticipant: membership.suspend_participant,
    commands.ReinstateParticipant: membership.reinstate_participant,
    commands.RegisterProvider: membership.register_provider,
    commands.PublishRates: membership.publish_rates,
    commands.AdoptAgreement: membership.adopt_agreement,
    commands.ActivateBundle: membership.activate_bundle,
    rule_commands.AdoptRules: currency_control.adopt_rules,
    commands.RequestQuote: offers.request_quote,
    commands.SubmitPayment: sending.submit_payment,
    commands.OpenBulk: bulks.open_bulk,
    commands.StageOrders: bulks.stage_orders,
    commands.SealBulk: bulks.seal_bulk,
    commands.DropBulk: bulks.drop_bulk,
    commands.ReleaseOrder: bulks.release_order,
    commands.AskStatus: sending.ask_status,
    commands.HearPeer: hearing.hear_peer,
    commands.ParkItem: signatures.park_item,
    commands.AnswerPresentation: receiving.answer_presentation,
    commands.Assign: asking.assign,
    commands.AnswerAssignment: asking.answer_assignment,
    commands.RecordVerdict: review.record_verdict,
    screening_commands.ConfirmPolicy: holding.confirm_policy,
    screening_commands.ReleaseHeld: holding.release_held,
    screening_commands.WithdrawRelease: holding.withdraw_release,
    screening_commands.RefuseHeld: holding.refuse_held,
    screening_commands.EscalateHeld: holding.escalate_held,
    screening_commands.NoteHeld: holding.note_held,
    screening_commands.RequestInformation: informing.request_information,
    screening_commands.ProposeGoodGuy: holding.propose_good_guy,
    screening_commands.ConfirmGoodGuy: holding.confirm_good_guy,
    screening_commands.RevokeGoodGuy: holding.revoke_good_guy,
    commands.FixCycleRate: rounds.fix_cycle_rate,
    commands.CloseCycle: rounds.close_cycle,
    commands.RestartSettlement: squaring.restart_settlement,
    commands.HearSettlementSystem: treasury.hear_settlement_system,
    commands.RequestDefunding: treasury.request_defunding,
    commands.CloseCase: signatures.close_case,
    commands.SignResolution: signatures.sign_resolution,
}
# Where the core may choose, the script looks at what it chose.
FREE_SCRIPTS: Final[Mapping[type, Callable[[Books, int, Any, Acted], Script]]] = {
    commands.Proceed: waking.proceed,
    commands.PassTime: hours.pass_time,
    commands.EvictSettled: leaving.evict_settled,
}


class Auditor:
    """One operator's auditor: it keeps its own books and predicts each answer of the core."""

    def __init__(self, operator_id: str) -> None:
        self.books = Books(operator_id)

    def observe(
        self,
        at: int,
        command: commands.AnyCommand,
        acted: Sequence[events.AnyEvent],
        told: Sequence[AnyEffect],
    ) -> None:
        """Follow one command: what happened because of it, and what left the node.

        Raises:
            AuditError: A promise was broken; the sentence says which.
        """
        if at < self.books.at:
            raise AuditError(f"Time runs backwards, from {self.books.at} to {at}.")
        self.books.at = at
        _compare_told(command, self._follow(at, command, Acted(acted)), told)
        positions.check(self.books)

    def _follow(self, at: int, command: commands.AnyCommand, acted: Acted) -> list[AnyEffect]:
        """Act the script; return what must have been told."""
        due: list[AnyEffect] = []
        for expected in _script(self.books, at, command, acted):
            event = acted.take()
            _compare(command, expected, event)
            BOOKED[type(expected)](self.books, event)
            if type(expected) in TOLD:
                due += TOLD[type(expected)](self.books, event)
        _compare(command, None, acted.following)
        return due

    def final(self, payment_id: str) -> Sheet:
        """Return how a payment ended.

        Raises:
            AuditError: It is not known, or not final.
        """
        sheet = self.books.sheets.get(payment_id)
        if sheet is None or not sheet.is_done:
            stage = "unknown" if sheet is None else sheet.stage.value
            raise AuditError(f"Every payment is final in peace: {payment_id} is {stage}.")
        return sheet

    def peace(self) -> None:
        """Demand what must be true once all faults have stopped and all is delivered.

        Raises:
            AuditError: A payment is not final, something is held or owed, or sums differ.
        """
        for payment_id in self.books.sheets:
            self.final(payment_id)
        for assignment_id, slip in self.books.slips.items():
            if not slip.is_done:
                raise AuditError(f"In peace every assignment has ended: {assignment_id} has not.")
        positions.check(self.books)
        positions.check_quiet(self.books)


def _script(books: Books, at: int, command: commands.AnyCommand, acted: Acted) -> Script:
    kind = type(command)
    if kind in FREE_SCRIPTS:
        return FREE_SCRIPTS[kind](books, at, command, acted)
    return SCRIPTS[kind](books, at, command)


def _compare(
    command: commands.AnyCommand, expected: events.AnyEvent | None, event: events.AnyEvent | None
) -> None:
    """Demand that the event is the expected one, its words for people aside."""
    if _silent(expected) == _silent(event):
        return
    broken = PROMISES[type(expected)] if expected is not None else "Nothing more may happen"
    raise AuditError(
        f"{broken}. But {figures.name_of(command)} led to {event}, not to {expected}; "
        f"the command was {command}."
    )


def _silent(event: events.AnyEvent | None) -> events.AnyEvent | None:
    """Return the event without its words for people, which are free."""
    if isinstance(event, events.CommandRefused | events.CaseOpened | events.PaymentFrozen):
        return msgspec.structs.replace(event, text="")
    return event


def _compare_told(
    command: commands.AnyCommand, due: Sequence[AnyEffect], told: Sequence[AnyEffect]
) -> None:
    """Demand that each recipient is told exactly what is due to it, in that order."""
    expected, heard = _by_recipient(due), _by_recipient(told)
    for recipient in dict.fromkeys([*expected, *heard]):
        ours, theirs = expected.get(recipient, []), heard.get(recipient, [])
        if ours != theirs:
            raise AuditError(
                f"Everyone is told what is theirs to know, once and in order. But because of "
                f"{figures.name_of(command)} {recipient} is told {theirs}, not {ours}."
            )


def _by_recipient(told: Sequence[AnyEffect]) -> dict[tuple[str, str], list[AnyEffect]]:
    sorted_out: dict[tuple[str, str], list[AnyEffect]] = {}
    for effect in told:
        silent = (
            msgspec.structs.replace(effect, text="")
            if isinstance(effect, CallPeople)
            else (effect)
        )
        words = msgspec.structs.astuple(effect)
        whom = words[0] if isinstance(words[0], str) else ""
        sorted_out.setdefault((figures.name_of(effect), whom), []).append(silent)
    return sorted_out
